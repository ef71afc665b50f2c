"""Any number of processes may run the schedule: one of them plans, and another takes its place when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from app.adapters.clock import FixedClock, SystemClock
from app.domain.terms import OutboxState
from app.models import JobRun, Lease, OutboxMessage
from app.services import runs
from jobs import lead, toolbox
from jobs.lead import Lead
from jobs.toolbox import Toolbox
from tests.adapters.smtp import Mailbox, taking_mail
from tests.cast import load_cast
from tests.jobs.test_main import ROOT, wait_until
from tests.services.giving import Giver

LASTS, RENEWED_EVERY = 4, 0.5


def at(tools: Toolbox, seconds: float) -> Toolbox:
    return replace(tools, clock=FixedClock(tools.clock.now() + timedelta(seconds=seconds)))


def holders(tools: Toolbox) -> list[str]:
    with tools.sessions() as session:
        return list(session.scalars(select(Lease.owner).where(Lease.name == runs.SCHEDULER)))


class Planner(Lead):
    """Keeps how often the lease came to it anew."""

    def __init__(self, tools: Toolbox) -> None:
        self.taken = 0
        super().__init__(tools, lasts=lead.LASTS, on_taken=self.count)

    def count(self) -> None:
        self.taken += 1


def test_with_the_real_durations_another_plans_within_a_minute_of_the_death_of_the_one_that_did() -> None:
    longest, shortest = lead.LASTS + lead.RENEWED_EVERY, lead.LASTS - lead.RENEWED_EVERY
    assert longest < timedelta(minutes=1)
    assert lead.RENEWED_EVERY * 3 < lead.LASTS, "two renewals may fail"
    assert shortest > toolbox.LEASE, "what the dead one had begun keeps nobody from doing it"


def test_the_first_who_asks_plans_until_it_is_silent_for_as_long_as_the_lease_lasts(
    tools: Toolbox, another: Callable[[], Toolbox]
) -> None:
    first, second = Planner(tools), Planner(another())
    clock = second._tools.clock
    assert isinstance(clock, FixedClock)
    assert first.take()
    assert not second.take()
    for _ in range(3):
        clock.instant += lead.RENEWED_EVERY
        assert first.take()
        assert not second.take()
    clock.instant += lead.LASTS + timedelta(seconds=1)
    assert second.take()
    assert not first.take(), "it was suspended, and comes back too late"
    assert (first.taken, second.taken) == (1, 1)
    second.give_back()
    assert first.take()
    assert (first.taken, second.taken) == (2, 1)


def test_a_process_that_stops_gives_the_lease_back_and_asks_no_more(tools: Toolbox) -> None:
    stopping = threading.Event()
    planner = Planner(replace(tools, stopping=stopping.is_set))
    assert planner.take()
    stopping.set()
    planner.give_back()
    assert not planner.take()
    assert holders(tools) == []


# Two real processes


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with taking_mail() as opened:
        yield opened


@pytest.fixture
def environ(peopled_url: str, mailbox: Mailbox, tmp_path: Path) -> dict[str, str]:
    """A development installation on the test's database, with a mail server."""
    return {
        "DONDOC_ENV": "development",
        "DATABASE_URL": peopled_url,
        "DONDOC_INSTANCE": str(tmp_path),
        "PUBLIC_URL": "https://dondoc.test",
        "MAIL_FROM": "vanphong@dondoc.test",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mailbox.port),
        "SMTP_SECURITY": "none",
    }


@contextmanager
def process(environ: Mapping[str, str], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env={**os.environ, **environ})
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def count(tools: Toolbox, job: str) -> int:
    with tools.sessions() as session:
        return len(session.scalars(select(JobRun.id).where(JobRun.job == job)).all())


def pid_of_holder(tools: Toolbox) -> int:
    (owner,) = holders(tools)
    return int(owner.split(":")[1])


def unsent(tools: Toolbox) -> int:
    with tools.sessions() as session:
        return len(session.scalars(select(OutboxMessage.id).where(OutboxMessage.state != OutboxState.SENT)).all())


def give(tools: Toolbox, unit: str) -> None:
    with tools.transaction() as session:
        Giver(load_cast(session, tools.clock), FixedClock(tools.clock.now())).give(unit, date(2023, 9, 13))


def told(tools: Toolbox) -> list[str]:
    with tools.sessions() as session:
        return list(session.scalars(select(OutboxMessage.to_address).order_by(OutboxMessage.to_address)))


def test_of_two_processes_one_plans_and_when_it_is_killed_the_other_does(
    late: Toolbox, environ: dict[str, str], mailbox: Mailbox
) -> None:
    ahead = (FixedClock.at(date(2023, 9, 14), 9).now() - SystemClock().now()).total_seconds()
    serving = ("tests.jobs.serving", str(ahead), str(LASTS), str(RENEWED_EVERY))
    with ExitStack() as stack:
        first = stack.enter_context(process(environ, *serving))
        wait_until(lambda: count(late, "digest"))
        second = stack.enter_context(process(environ, *serving))
        wait_until(lambda: count(late, "heartbeat") == 2)
        wait_until(lambda: not unsent(late))
        assert pid_of_holder(late) == first.pid
        planned = told(late)
        assert {"noi_vu@dondoc.test", "tu_phap@dondoc.test"} < set(planned)

        first.kill()
        first.wait()
        # As if it had died before it had planned this: the second one has no run of the morning to go by.
        give(late, "kinh_te")
        with late.transaction() as session:
            session.execute(delete(JobRun).where(JobRun.job == "digest"))
        wait_until(lambda: count(late, "digest"))
        assert pid_of_holder(late) == second.pid
        assert sorted({*told(late)} - {*planned}) in (
            ["kinh_te@dondoc.test"],
            ["kinh_te@dondoc.test", "kinh_te_head@dondoc.test"],
        )
        assert len(told(late)) == len(set(told(late))), "each recipient has one mail of the morning"

        third = stack.enter_context(process(environ, *serving))
        wait_until(lambda: not unsent(late))
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=10) == 0
        wait_until(lambda: holders(late) and pid_of_holder(late) == third.pid)
    assert sorted(mailbox.recipients) == told(late)


def test_of_two_installed_processes_one_has_the_lease_and_each_shows_that_it_lives(
    tools: Toolbox, environ: dict[str, str]
) -> None:
    with ExitStack() as stack:
        both = [stack.enter_context(process(environ, "jobs")) for _ in range(2)]
        wait_until(lambda: count(tools, "heartbeat") == 2)
        wait_until(lambda: count(tools, "retention"))
        assert pid_of_holder(tools) in {each.pid for each in both}
        both.sort(key=lambda each: each.pid == pid_of_holder(tools))
        for each in both:
            each.send_signal(signal.SIGTERM)
            assert each.wait(timeout=10) == 0
        assert count(tools, "retention") == 1
        assert holders(tools) == []
