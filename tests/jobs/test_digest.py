from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import without_tokens
from app.adapters.mail_templates import Composed
from app.domain.terms import OutboxState
from app.models import JobRun, Lease, Office, OutboxMessage, Reminder
from app.services import claims, digests, urging, urging_write
from app.services.morning import Morning
from jobs import digest
from jobs.runner import run_job
from jobs.toolbox import LEASE, Done, Toolbox
from tests.jobs.conftest import LATE_MAILS

# Rows of the ledger, and mails: two units and their heads are told; the chief and the leader are as well.
ALL_TOLD = (4, 6)


def at(tools: Toolbox, day: date, hour: int, minute: int = 0) -> Toolbox:
    return replace(tools, clock=FixedClock.at(day, hour, minute))


def counts(tools: Toolbox) -> tuple[int | None, int | None]:
    with tools.sessions() as session:
        return session.scalar(select(func.count(Reminder.id)).where(~Reminder.covered)), session.scalar(
            select(func.count(OutboxMessage.id))
        )


def test_a_morning_is_planned_once_whatever_the_number_of_runs(late: Toolbox) -> None:
    assert digest.plan_morning(late) == Done({"unit_mails": 2, "person_mails": 4, "items": 4, "failed": 0})
    assert digest.plan_morning(late) == Done({"unit_mails": 0, "person_mails": 0, "items": 0, "failed": 0})
    assert counts(late) == ALL_TOLD


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_is_collected_while_the_job_plans_and_everything_is_afterwards(
    late: Toolbox, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    seen: list[bool] = []
    planned = urging.plan_day

    def watched(session: Session, **given: object) -> digests.DayPlan:
        seen.append(gc.isenabled())
        if fails:
            raise RuntimeError
        return planned(session, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(urging, "plan_day", watched)
    with pytest.raises(RuntimeError) if fails else nullcontext():
        digest.plan_morning(late)
    assert (seen, gc.isenabled()) == ([False], True)


def test_two_processes_at_once_tell_each_thing_once(late: Toolbox, another: Callable[[], Toolbox]) -> None:
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def plan(tools: Toolbox) -> None:
        try:
            start.wait(timeout=10)
            # Without the lease, which only saves work: the ledger's keys must hold by themselves.
            with tools.transaction() as session:
                (office_id,) = session.scalars(select(Office.id))
                plan = urging.plan_day(session, office_id=office_id, clock=tools.clock, links=tools.links)
                urging.apply_day(session, office_id=office_id, clock=tools.clock, plan=plan)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=plan, args=(tools,)) for tools in (late, another())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert counts(late) == ALL_TOLD
    with late.sessions() as session:
        assert session.scalar(select(func.count(Reminder.id)).where(Reminder.message_id.is_(None))) == 0


def test_a_planner_with_the_lease_keeps_others_out_until_it_lapses(
    late: Toolbox, another: Callable[[], Toolbox]
) -> None:
    with late.transaction() as session:
        assert claims.take_lease(
            session, clock=late.clock, name=digest.NAME, owner="đã chết", lasts=timedelta(minutes=5)
        )
    assert digest.plan_morning(late) is None
    later = replace(another(), clock=FixedClock(late.clock.now() + timedelta(minutes=5, seconds=1)))
    assert digest.plan_morning(later) is not None
    with late.sessions() as session:
        assert session.scalars(select(Lease)).all() == []


@pytest.mark.parametrize(
    ("day", "hour", "minute", "runs"),
    [
        (14, 2, 0, False),
        (14, 6, 29, False),
        (14, 6, 30, True),
        (14, 11, 0, True),
        (14, 18, 0, True),
        (14, 22, 0, False),
    ],
)
def test_a_missed_morning_is_made_up_until_the_evening(
    late: Toolbox, day: int, hour: int, minute: int, runs: bool
) -> None:
    tools = at(late, date(2023, 9, day), hour, minute)
    run_job(tools, digest.NAME, digest.plan_missed_morning)
    assert counts(tools) == (ALL_TOLD if runs else (0, 0))


def test_a_morning_that_was_done_is_not_done_again_by_the_clock(late: Toolbox) -> None:
    run_job(late, digest.NAME, digest.plan_missed_morning)
    run_job(at(late, date(2023, 9, 14), 7), digest.NAME, digest.plan_missed_morning)
    with late.sessions() as session:
        (run,) = session.scalars(select(JobRun))
    assert (run.job, run.ok, run.day) == ("digest", True, date(2023, 9, 14))
    assert run.summary == {"unit_mails": 2, "person_mails": 4, "items": 4, "failed": 0}


def test_a_day_of_rest_is_a_run_that_tells_nobody(late: Toolbox) -> None:
    saturday = at(late, date(2023, 9, 16), 6, 30)
    run_job(saturday, digest.NAME, digest.plan_missed_morning)
    assert counts(saturday) == (0, 0)
    with saturday.sessions() as session:
        assert session.scalars(select(JobRun.ok)).all() == [True]


def test_a_preview_shows_the_mails_and_writes_nothing(late: Toolbox) -> None:
    text = digest.preview(late)
    assert "Tiêu đề: 01 quá hạn – Phòng Nội vụ, ngày 14/09" in text
    assert "Tiêu đề: 02/02 quá hạn – Báo cáo nhanh, ngày 14/09" in text
    assert counts(late) == (0, 0)
    with late.sessions() as session:
        assert session.scalars(select(Lease)).all() == []
        assert session.scalars(select(JobRun)).all() == []


def test_a_failed_run_is_recorded_and_the_morning_still_missing(late: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("địa chỉ của ai đó")

    with monkeypatch.context() as patch:
        patch.setattr(urging_write, "write", fail)
        with pytest.raises(RuntimeError):
            run_job(late, digest.NAME, digest.plan_missed_morning)
    assert counts(late) == (0, 0)
    with late.sessions() as session:
        (run,) = session.scalars(select(JobRun))
    assert (run.ok, run.summary) == (False, {"error": "RuntimeError"})
    run_job(late, digest.NAME, digest.plan_missed_morning)
    assert counts(late) == ALL_TOLD


def written(tools: Toolbox) -> list[str]:
    """What was told, and the digests that tell it: the same however a morning came about."""
    r, mail = Reminder, OutboxMessage
    told = select(r.assignment_id, r.rule, r.anchor, r.occurrence, r.recipient, r.day, r.covered, mail.key)
    with tools.sessions() as session:
        rows = session.execute(told.outerjoin(mail, mail.id == r.message_id)).all()
        mails = session.execute(select(mail.key, mail.state, mail.subject, mail.body_text, mail.next_attempt_at)).all()
    return sorted(without_tokens(repr(row)) for row in (*rows, *mails))


def test_a_morning_in_many_transactions_is_the_morning_in_one(late: Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    with late.rehearsing() as trial:
        with trial.transaction() as session:
            (office_id,) = session.scalars(select(Office.id))
            plan = urging.plan_day(session, office_id=office_id, clock=late.clock, links=late.links)
            urging.apply_day(session, office_id=office_id, clock=late.clock, plan=plan)
        in_one = written(trial)
    monkeypatch.setattr(urging_write, "MOST_RECIPIENTS", 1)
    digest.plan_morning(late)
    assert len(in_one) > sum(ALL_TOLD)
    assert written(late) == in_one


class Died(BaseException):
    """As from SIGKILL: nothing is tidied up."""


def dying(tools: Toolbox, last: int) -> Toolbox:
    """Dies before its session after the last."""
    used = count(1)

    def session() -> Session:
        if next(used) > last:
            raise Died
        return tools.sessions()

    return replace(tools, sessions=session)


def test_wherever_a_run_dies_the_next_one_tells_the_rest_and_nothing_twice(
    late: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urging_write, "MOST_RECIPIENTS", 2)
    digest.plan_morning(late)
    # The mails of the day before have not left: they are replaced, and what they told is told anew.
    friday = at(late, date(2023, 9, 15), 6, 30)
    with friday.rehearsing() as trial:
        digest.plan_morning(trial)
        whole = written(trial)
    left_by_the_dead = set()
    for last in count(1):
        with friday.rehearsing() as trial:
            try:
                digest.plan_morning(dying(trial, last))
                break
            except Died:
                left_by_the_dead.add(sum("digest:2023-09-15:" in row for row in written(trial)))
            digest.plan_morning(trial)
            assert written(trial) == whole
    assert len(left_by_the_dead) == 1 + LATE_MAILS // 2, "it died before and after each part"


def test_while_a_morning_is_planned_and_composed_others_write(
    late: Toolbox, another: Callable[[], Toolbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    written_beside = []

    def beside(original: Callable[..., object]) -> Callable[..., object]:
        def both(*given: object, **named: object) -> object:
            with another().transaction() as session:
                written_beside.append(claims.take_lease(session, clock=late.clock, name="x", owner="y", lasts=LEASE))
            return original(*given, **named)

        return both

    monkeypatch.setattr(digests, "compose_digest", beside(digests.compose_digest))
    monkeypatch.setattr(urging, "had_today", beside(urging.had_today))
    digest.plan_morning(late)
    assert written_beside == [True] * (1 + LATE_MAILS)


def test_one_digest_that_cannot_be_made_leaves_the_others_of_its_part(
    late: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose = digests.compose_digest

    def fails_for_one(morning: Morning, what: digests.AnyPlan) -> Composed:
        if what.recipient.name == "Phòng Nội vụ":
            raise ValueError("một mẫu thư hỏng")
        return compose(morning, what)

    with late.rehearsing() as trial:
        digest.plan_morning(trial)
        whole = written(trial)
    with monkeypatch.context() as patch:
        patch.setattr(digests, "compose_digest", fails_for_one)
        done = digest.plan_morning(late)
    assert done == Done({"unit_mails": 1, "person_mails": 4, "items": 3, "failed": 1}, ok=False)
    digest.plan_morning(late)
    assert written(late) == whole


def test_after_ten_days_off_each_has_one_digest_of_that_day_and_none_of_the_days_between(late: Toolbox) -> None:
    digest.plan_morning(late)
    back = replace(late, clock=FixedClock.at(date(2023, 9, 25), 9))
    for _ in range(2):
        run_job(back, digest.NAME, digest.plan_missed_morning)
    with back.sessions() as session:
        mails = session.execute(select(OutboxMessage.key, OutboxMessage.state)).tuples().all()
    days = {key.split(":")[1] for key, _ in mails}
    waiting = [key for key, state in mails if state is OutboxState.PENDING]
    assert days == {"2023-09-14", "2023-09-25"}
    assert len(waiting) == LATE_MAILS
    assert all(key.startswith("digest:2023-09-25:") for key in waiting)
