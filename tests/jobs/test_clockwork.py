"""The schedule of one process: what it missed or could not do is written down, once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.adapters.clock import FixedClock, SystemClock
from app.domain.calendar import local_day
from app.models import JobRun, Office
from app.services import claims, runs, system_state
from jobs import runner
from jobs.lead import LASTS
from jobs.runner import Clockwork, run_job
from jobs.schedule import JOBS, Job
from jobs.toolbox import Done, Toolbox
from tests.jobs.test_main import wait_until


class Empty(Clockwork):
    """With no job but those a test gives it, and nothing to catch up with."""

    def catch_up(self) -> None:
        pass


@pytest.fixture
def clockwork(tools: Toolbox) -> Iterator[Clockwork]:
    made = Empty(tools, lasts=LASTS)
    yield made
    if made.scheduler.running:
        made.scheduler.shutdown()


def written(tools: Toolbox) -> list[tuple[str, bool, dict[str, Any]]]:
    with tools.sessions() as session:
        found = session.execute(select(JobRun.job, JobRun.ok, JobRun.summary).order_by(JobRun.job, JobRun.id)).tuples()
        return list(found)


def wake_late(clockwork: Clockwork, *names: str, by: timedelta) -> datetime:
    """As on a machine that slept: the runs of those jobs are due since so long."""
    due = SystemClock().now() - by
    for name in names:
        clockwork.scheduler.add_job(clockwork.run, DateTrigger(due), args=(JOBS[name],), id=name)
    clockwork.scheduler.start()
    return due


def test_runs_that_came_too_late_are_written_down_as_missed_for_their_day(tools: Toolbox, clockwork: Clockwork) -> None:
    due = wake_late(clockwork, "deliver", "digest", by=timedelta(hours=25))
    wait_until(lambda: len(written(tools)) == 2)
    assert written(tools) == [("deliver", False, {"error": "Missed"}), ("digest", False, {"error": "Missed"})]
    with tools.sessions() as session:
        assert set(session.scalars(select(JobRun.day))) == {local_day(due)}


def test_a_run_that_is_less_than_an_hour_late_is_made_up_for(tools: Toolbox, clockwork: Clockwork) -> None:
    wake_late(clockwork, "heartbeat", by=timedelta(minutes=59))
    wait_until(lambda: written(tools))
    [(name, ok, summary)] = written(tools)
    assert (name, ok, list(summary)) == ("heartbeat", True, ["process"])


def test_what_another_process_does_was_not_missed_here(
    tools: Toolbox, another: Callable[[], Toolbox], clockwork: Clockwork
) -> None:
    with tools.transaction() as session:
        claims.take_lease(session, clock=tools.clock, name=runs.SCHEDULER, owner="người khác", lasts=LASTS)
    wake_late(clockwork, "digest", "deliver", by=timedelta(hours=2))
    wait_until(lambda: written(tools))
    clockwork.scheduler.shutdown()
    assert written(tools) == [("deliver", False, {"error": "Missed"})]


def broken(tools: Toolbox) -> Done | None:
    raise ZeroDivisionError


@pytest.mark.parametrize("alone", [True, False])
def test_a_run_that_fails_is_written_down_once(
    tools: Toolbox, clockwork: Clockwork, alone: bool, caplog: pytest.LogCaptureFixture
) -> None:
    job = Job("digest", broken, broken, alone, ())
    clockwork.scheduler.add_job(clockwork.run, args=(job,), id=job.name)
    clockwork.scheduler.start()
    wait_until(lambda: written(tools))
    clockwork.scheduler.shutdown()
    assert written(tools) == [("digest", False, {"error": "ZeroDivisionError"})]
    assert "digest failed" in caplog.text


@pytest.mark.parametrize(
    ("name", "recovers"), [("urgent", True), ("deliver", True), ("update_call", True), ("digest", False)]
)
def test_a_job_that_mostly_has_nothing_to_do_does_not_stay_failed_for_weeks(
    tools: Toolbox, name: str, recovers: bool
) -> None:
    """A daily one does: that it did nothing may be because it is not the hour, and its success is the day's."""
    with pytest.raises(ZeroDivisionError):
        run_job(tools, name, broken)
    later = replace(tools, clock=FixedClock(tools.clock.now() + timedelta(minutes=5)))
    for _ in range(2):
        run_job(later, name, lambda tools: None)
    failed = (name, False, {"error": "ZeroDivisionError"})
    assert written(tools) == ([failed, (name, True, {})] if recovers else [failed])
    with tools.sessions() as session:
        (office_id,) = session.scalars(select(Office.id))
        found = system_state.findings(session, office_id=office_id, clock=later.clock)
    assert ("job.failed" in [problem.code for problem in found]) is not recovers


def test_a_run_that_fails_before_it_begins_is_written_down_as_well(
    tools: Toolbox, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> bool:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    monkeypatch.setattr(clockwork.lead, "take", locked)
    clockwork.scheduler.add_job(clockwork.run, args=(JOBS["digest"],), id="digest")
    clockwork.scheduler.start()
    wait_until(lambda: written(tools))
    assert written(tools) == [("digest", False, {"error": "OperationalError"})]


def test_whoever_comes_to_plan_does_at_once_what_is_to_be_done_by_now(
    tools: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At half past six: those that plan run with the lease and not without, the others in any case."""
    ran: list[str] = []

    def noted(name: str) -> Callable[[Toolbox], Done | None]:
        return lambda tools: ran.append(name)

    jobs = {name: replace(job, scheduled=noted(name)) for name, job in JOBS.items()}
    monkeypatch.setattr(runner, "JOBS", jobs)
    follower = Clockwork(replace(tools, owner="người thứ hai"), lasts=LASTS)
    with tools.transaction() as session:
        claims.take_lease(session, clock=tools.clock, name=runs.SCHEDULER, owner="người khác", lasts=LASTS)
    follower.start(timedelta(seconds=0.2))
    everywhere = {name for name, job in JOBS.items() if not job.alone}
    wait_until(lambda: set(ran) == everywhere)
    with tools.transaction() as session:
        claims.release_lease(session, name=runs.SCHEDULER, owner="người khác")
    wait_until(lambda: set(ran) == set(JOBS))
    follower.scheduler.shutdown()
