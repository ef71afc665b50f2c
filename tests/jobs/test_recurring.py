from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.adapters.clock import FixedClock
from app.adapters.mail_templates import Composed
from app.models import Assignment, Lease, Office, OutboxMessage
from app.services import claims, outbox, recurring
from jobs.recurring import NAME, give_due, give_missed, preview
from jobs.runner import run_job
from jobs.toolbox import Done, Toolbox
from tests.cast import load_cast
from tests.jobs.conftest import everything
from tests.services.test_directives import give
from tests.services.test_recurring import again


@pytest.fixture
def due(tools: Toolbox) -> Toolbox:
    """On 01/10/2023, at six; a monthly duty of two units was given in September."""
    with tools.transaction() as session:
        cast = load_cast(session, tools.clock)
        give(cast, FixedClock(tools.clock.now()), again(cast, "noi_vu", "xa_ha"))
    return at(tools, date(2023, 10, 1), 6)


def at(tools: Toolbox, day: date, hour: int, minute: int = 0) -> Toolbox:
    return replace(tools, clock=FixedClock.at(day, hour, minute))


def made(tools: Toolbox) -> tuple[int | None, int | None]:
    """Assignments and mails, with the two of each from when the duty was given."""
    with tools.sessions() as session:
        return session.scalar(select(func.count(Assignment.id))), session.scalar(select(func.count(OutboxMessage.id)))


def test_what_has_come_due_is_given_once_whatever_the_number_of_runs(due: Toolbox) -> None:
    assert give_due(due) == Done({"assignments": 2, "unit_mails": 2})
    assert give_due(due) == Done({"assignments": 0, "unit_mails": 0})
    assert made(due) == (4, 4)


def test_two_processes_at_once_give_each_thing_once(due: Toolbox, another: Callable[[], Toolbox]) -> None:
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def work(tools: Toolbox) -> None:
        try:
            start.wait(timeout=10)
            # Without the lease, which only saves work: the index of open parts must hold by itself.
            with tools.transaction() as session:
                (office_id,) = session.scalars(select(Office.id))
                recurring.make_due(session, office_id=office_id, clock=tools.clock, links=tools.links)
        except BaseException as failure:
            failures.append(failure)

    other = replace(another(), clock=due.clock)
    threads = [threading.Thread(target=work, args=(tools,)) for tools in (due, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert made(due) == (4, 4)


def test_a_process_with_the_lease_keeps_others_out(due: Toolbox) -> None:
    with due.transaction() as session:
        claims.take_lease(session, clock=due.clock, name=NAME, owner="người khác", lasts=timedelta(minutes=5))
    assert give_due(due) is None
    assert made(due) == (2, 2)


def test_the_lease_is_given_back(due: Toolbox) -> None:
    give_due(due)
    with due.sessions() as session:
        assert session.scalars(select(Lease)).all() == []


@pytest.mark.parametrize(("hour", "minute", "runs"), [(2, 0, False), (6, 0, True), (12, 5, True), (18, 30, False)])
def test_a_missed_morning_is_made_up_until_the_evening(due: Toolbox, hour: int, minute: int, runs: bool) -> None:
    tools = at(due, date(2023, 10, 1), hour, minute)
    run_job(tools, NAME, give_missed)
    assert made(tools) == ((4, 4) if runs else (2, 2))


def test_a_day_that_was_done_is_not_done_again_by_the_clock(due: Toolbox) -> None:
    assert run_job(due, NAME, give_missed) == {"assignments": 2, "unit_mails": 2}
    assert give_missed(at(due, date(2023, 10, 1), 7)) is None
    assert give_missed(at(due, date(2023, 10, 2), 7)) is not None


def test_a_unit_that_cannot_be_told_gets_nothing_stops_no_other_and_comes_with_the_next_run(
    due: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = outbox.compose_given

    def fails_for_one(**what: Any) -> Composed:
        if what["unit"].name == "Phòng Nội vụ":
            raise ValueError("một mẫu thư hỏng")
        return compose(**what)

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "compose_given", fails_for_one)
        assert run_job(due, NAME, give_missed) == {"assignments": 1, "unit_mails": 1, "failed": 1}
    assert made(due) == (3, 3)
    assert run_job(due, NAME, give_missed) == {"assignments": 1, "unit_mails": 1}, "since the first run did not succeed"
    assert made(due) == (4, 4)


def test_after_ten_days_off_what_came_due_meanwhile_is_given_once(due: Toolbox) -> None:
    back = at(due, date(2023, 10, 11), 9)
    assert run_job(back, NAME, give_missed) == {"assignments": 2, "unit_mails": 2}
    assert run_job(back, NAME, give_missed) == {}
    assert made(back) == (4, 4)


def test_a_dry_run_says_what_would_be_given_and_writes_nothing(due: Toolbox) -> None:
    before = everything(due)
    assert preview(due) == "Nếu chạy thật: lượt giao: 2, thư cho đơn vị: 2."
    assert everything(due) == before
    give_due(due)
    assert preview(due) == "Không có gì để làm."
