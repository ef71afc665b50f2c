from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.domain.calendar import VIETNAM
from app.domain.timetable import TIMETABLE
from app.models import JobRun, Office
from app.services import health, runs
from app.wording.health import job_word
from jobs import heartbeat
from jobs.runner import run_job
from jobs.schedule import JOBS
from jobs.toolbox import Toolbox


def next_runs(name: str, after: datetime, count: int) -> list[str]:
    found = []
    for _ in range(count):
        after = min(
            fire for trigger in JOBS[name].triggers if (fire := trigger.get_next_fire_time(None, after)) is not None
        )
        found.append(f"{after.astimezone(VIETNAM):%d/%m %H:%M}")
        after += timedelta(seconds=1)
    return found


def test_the_digest_runs_at_half_past_six_in_vietnam_and_hourly_until_the_evening() -> None:
    evening_before = datetime(2026, 11, 22, 20, 0, tzinfo=VIETNAM)
    times = next_runs("digest", evening_before, 14)
    assert times[:3] == ["23/11 06:30", "23/11 07:00", "23/11 08:00"]
    assert times[12:] == ["23/11 18:00", "24/11 06:30"]


@pytest.mark.parametrize("name", JOBS)
def test_the_system_page_says_when_a_job_runs_next_as_the_clockwork_does(name: str) -> None:
    times = TIMETABLE[name]
    if times.every is not None:
        [trigger] = JOBS[name].triggers
        assert trigger.interval == times.every
        return
    instant = datetime(2026, 11, 22, 0, 0, 30, tzinfo=VIETNAM)
    for _ in range(100):
        fires = [trigger.get_next_fire_time(None, instant) for trigger in JOBS[name].triggers]
        following = times.next_after(instant)
        assert following == min(fire for fire in fires if fire is not None), instant
        instant = following + timedelta(seconds=30)


def test_the_timetable_knows_no_job_that_is_not_there() -> None:
    assert set(TIMETABLE) <= set(JOBS)


@pytest.mark.parametrize("name", JOBS)
def test_every_job_has_a_word_on_the_system_page_and_a_description(name: str) -> None:
    assert job_word(name) != name
    assert JOBS[name].purpose.endswith(".")
    assert {str(trigger.timezone) for trigger in JOBS[name].triggers} == {"Asia/Ho_Chi_Minh"}


def test_what_plans_runs_in_one_process_and_what_carries_out_in_all() -> None:
    assert {name for name, job in JOBS.items() if not job.alone} == {"deliver", "heartbeat", "recognise"}


def test_heartbeats_are_kept_for_a_day_and_seen_by_the_banner(tools: Toolbox) -> None:
    def silent(at: Toolbox) -> bool:
        with at.sessions() as session:
            office_id = session.scalars(select(Office.id)).one()
            found = health.problems(session, office_id=office_id, clock=at.clock)
            return "jobs.silent" in {problem.code for problem in found}

    assert silent(tools)
    run_job(tools, runs.HEARTBEAT, heartbeat.beat)
    assert not silent(tools)
    day_after = replace(tools, clock=FixedClock(tools.clock.now() + timedelta(days=1, seconds=1)))
    assert silent(day_after)
    run_job(day_after, runs.HEARTBEAT, heartbeat.beat)
    with tools.sessions() as session:
        assert len(session.scalars(select(JobRun)).all()) == 1
