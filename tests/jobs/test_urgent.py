from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.adapters.clock import FixedClock
from app.domain.terms import Urgency
from app.models import JobRun, OutboxMessage, Reminder
from app.services import urgent_mails
from jobs import urgent
from jobs.runner import run_job
from jobs.toolbox import Done, Toolbox
from tests.cast import load_cast
from tests.services.giving import Giver

GIVEN = FixedClock.at(date(2023, 9, 16), 22).instant  # on a Saturday night
AN_HOUR_LATER = GIVEN + timedelta(hours=1)


@pytest.fixture
def hurried(tools: Toolbox) -> Toolbox:
    """Two units have had an immediate task for an hour and said nothing."""
    with tools.transaction() as session:
        giver = Giver(load_cast(session, tools.clock), FixedClock(GIVEN))
        for unit in ("noi_vu", "tu_phap"):
            giver.give(unit, date(2023, 9, 17), task=giver.task(urgency=Urgency.IMMEDIATE))
    return at(tools, AN_HOUR_LATER)


def at(tools: Toolbox, instant: datetime) -> Toolbox:
    return replace(tools, clock=FixedClock(instant))


def mails(tools: Toolbox) -> list[str]:
    with tools.sessions() as session:
        return list(session.scalars(select(OutboxMessage.to_name).order_by(OutboxMessage.id)))


def test_an_hour_of_silence_is_broken_and_a_second_run_does_nothing(hurried: Toolbox) -> None:
    assert urgent.tell(hurried) == Done({"mails": 2})
    assert urgent.tell(hurried) is None
    assert mails(hurried) == ["Phòng Nội vụ", "Phòng Tư pháp"]


def test_a_run_with_nothing_to_tell_is_not_recorded(tools: Toolbox) -> None:
    run_job(tools, urgent.NAME, urgent.tell)
    with tools.sessions() as session:
        assert session.scalars(select(JobRun)).all() == []


def test_after_ten_days_off_what_holds_then_is_told_once(hurried: Toolbox) -> None:
    later = at(hurried, FixedClock.at(date(2023, 9, 27), 10).instant)
    urgent.tell(later)
    told = mails(later)
    assert told.count("Phòng Nội vụ") == 1
    assert len(told) == len(set(told))
    assert urgent.tell(later) is None


def test_two_processes_at_once_tell_each_thing_once(hurried: Toolbox, another: Callable[[], Toolbox]) -> None:
    start, failures = threading.Barrier(2), []

    def tell(tools: Toolbox) -> None:
        try:
            start.wait(timeout=10)
            urgent.tell(tools)
        except BaseException as failure:
            failures.append(failure)

    threads = [
        threading.Thread(target=tell, args=(tools,)) for tools in (hurried, replace(another(), clock=hurried.clock))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(mails(hurried)) == ["Phòng Nội vụ", "Phòng Tư pháp"]


def test_one_mail_that_cannot_be_made_does_not_stop_the_rest_and_comes_with_the_next_run(
    hurried: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = urgent_mails.compose_urgent

    def fails_for_one(morning, plan):
        if plan.recipient.name == "Phòng Nội vụ":
            raise ValueError("một mẫu thư hỏng")
        return compose(morning, plan)

    with monkeypatch.context() as patch:
        patch.setattr(urgent_mails, "compose_urgent", fails_for_one)
        run_job(hurried, urgent.NAME, urgent.tell)
    assert mails(hurried) == ["Phòng Tư pháp"]
    with hurried.sessions() as session:
        assert session.execute(select(JobRun.ok, JobRun.summary)).all() == [(False, {"mails": 1, "failed": 1})]
    run_job(hurried, urgent.NAME, urgent.tell)
    assert mails(hurried) == ["Phòng Tư pháp", "Phòng Nội vụ"]


def test_a_dry_run_prints_the_mails_and_writes_nothing(hurried: Toolbox) -> None:
    text = urgent.preview(hurried)
    assert text.count("01 việc hỏa tốc cần xử lý") == 2
    with hurried.sessions() as session:
        assert session.scalar(select(func.count(Reminder.id))) == 0
    assert mails(hurried) == []
