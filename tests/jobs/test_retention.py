"""Forgetting what is older than the office keeps it, once a night and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.errors import DomainError
from app.domain.terms import MessageKind, OutboxState
from app.models import LoginAttempt, Office, OutboxMessage, Policy, User
from app.services import delivery, organisation_people, personal_data
from jobs import retention
from jobs.runner import run_job
from jobs.toolbox import Done, Toolbox
from tests.cast import load_cast

NOTHING = Done({"people_erased": 0, "attempts_forgotten": 0, "mails_emptied": 0})
LEFT, YEARS = date(2023, 9, 14), 2
JUST_BEFORE, AFTER = date(2025, 9, 14), date(2025, 9, 15)


@pytest.fixture
def old(tools: Toolbox) -> Toolbox:
    """Somebody left, a mail was sent and a log-in failed on one morning."""
    with tools.transaction() as session:
        cast = load_cast(session, tools.clock)
        user = cast.users["noi_vu_member"]
        organisation_people.set_active(session, actor=cast.admin, clock=tools.clock, user=user, active=False)
        session.add(LoginAttempt(key="login:ai-do", at=tools.clock.now()))
        session.add(
            OutboxMessage(
                office_id=cast.office.id,
                kind=MessageKind.UNIT_DIGEST,
                key="test:1",
                recipient="unit:1",
                to_name="Phòng Nội vụ",
                to_address="noi_vu@dondoc.test",
                subject="Nhắc việc",
                body_text="Nhắc việc",
                short_text="Nhắc việc",
                body_html="<p>Nhắc việc</p>",
                state=OutboxState.SENT,
                next_attempt_at=tools.clock.now(),
                sent_at=tools.clock.now(),
                recorded_at=tools.clock.now(),
            )
        )
    return tools


def at(tools: Toolbox, day: date) -> Toolbox:
    return replace(tools, clock=FixedClock.at(day, 2, 30))


def keep_for(tools: Toolbox, years: int | None) -> None:
    with tools.transaction() as session:
        office_id = session.scalars(select(Office.id)).one()
        session.add(Policy(office_id=office_id, version=1, retention_years=years, recorded_at=tools.clock.now()))


def names(tools: Toolbox) -> set[str]:
    with tools.sessions() as session:
        return set(session.scalars(select(User.name).where(~User.active)))


@pytest.mark.parametrize("years", [None, 0])
def test_an_office_that_has_not_said_how_long_keeps_everything(old: Toolbox, years: int | None) -> None:
    keep_for(old, years)
    assert retention.forget(at(old, date(2050, 1, 1))) == NOTHING
    assert names(old) == {"Chuyên viên Nội vụ"}


def test_what_is_older_is_forgotten_and_nothing_twice(old: Toolbox) -> None:
    keep_for(old, YEARS)
    assert retention.forget(at(old, JUST_BEFORE)) == NOTHING
    forgotten = Done({"people_erased": 1, "attempts_forgotten": 1, "mails_emptied": 1})
    assert retention.forget(at(old, AFTER)) == forgotten
    assert names(old) == {"Người dùng đã xóa"}
    with old.sessions() as session:
        mail = session.scalars(select(OutboxMessage)).one()
        assert (mail.subject, mail.body_text, mail.body_html, mail.short_text) == ("Nhắc việc", "", "", "")
    assert retention.forget(at(old, AFTER)) == NOTHING


@pytest.mark.parametrize("state", [OutboxState.FAILED, OutboxState.SKIPPED])
def test_a_mail_that_never_left_is_emptied_too_and_is_not_sent_by_hand_then(old: Toolbox, state: OutboxState) -> None:
    with old.transaction() as session:
        session.execute(update(OutboxMessage).values(state=state, sent_at=None))
    keep_for(old, YEARS)
    assert retention.forget(at(old, AFTER)) == Done({"people_erased": 1, "attempts_forgotten": 1, "mails_emptied": 1})
    with old.transaction() as session:
        cast = load_cast(session, old.clock)
        mail = session.scalars(select(OutboxMessage)).one()
        assert (mail.body_text, delivery.is_stuck(mail)) == ("", False)
        with pytest.raises(DomainError, match=r"mail\.emptied"):
            delivery.retry(session, actor=cast.chief, clock=old.clock, public_id=mail.public_id)


def test_it_counts_from_the_last_time_the_account_was_switched_off(old: Toolbox) -> None:
    keep_for(old, YEARS)
    later = at(old, date(2024, 9, 14))
    with later.transaction() as session:
        cast = load_cast(session, later.clock)
        user = cast.users["noi_vu_member"]
        for active in (True, False):
            organisation_people.set_active(session, actor=cast.admin, clock=later.clock, user=user, active=active)
    assert retention.forget(at(old, AFTER)).summary["people_erased"] == 0
    assert retention.forget(at(old, date(2026, 9, 15))).summary["people_erased"] == 1


def test_a_dry_run_says_what_it_would_do_and_does_nothing(old: Toolbox) -> None:
    keep_for(old, YEARS)
    said = retention.preview(at(old, AFTER))
    assert said.startswith("Sẽ xóa dữ liệu của 1 người đã ngừng tài khoản, 1 lần đăng nhập sai")
    assert names(old) == {"Chuyên viên Nội vụ"}


def test_it_runs_once_a_day(old: Toolbox) -> None:
    keep_for(old, YEARS)
    tools = at(old, AFTER)
    assert run_job(tools, retention.NAME, retention.forget)["people_erased"] == 1
    assert retention.forget_once_a_day(tools) is None
    assert retention.forget_once_a_day(at(old, date(2025, 9, 16))) == NOTHING


def test_what_cannot_be_erased_of_one_person_stops_nothing_else_and_comes_with_the_next_run(
    old: Toolbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session: Session, **rest: object) -> None:
        session.execute(update(User).values(name="nửa chừng"))
        raise ValueError("dữ liệu hỏng")

    keep_for(old, YEARS)
    tools = at(old, AFTER)
    with monkeypatch.context() as patch:
        patch.setattr(personal_data, "erase_row", broken)
        done = run_job(tools, retention.NAME, retention.forget_once_a_day)
    assert done == {"people_erased": 0, "attempts_forgotten": 1, "mails_emptied": 1, "people_not_erased": 1}
    assert names(old) == {"Chuyên viên Nội vụ"}
    assert run_job(tools, retention.NAME, retention.forget_once_a_day)["people_erased"] == 1


def test_ten_days_without_a_run_change_nothing_but_the_day(old: Toolbox) -> None:
    keep_for(old, YEARS)
    late = at(old, AFTER + timedelta(days=10))
    assert run_job(late, retention.NAME, retention.forget_once_a_day)["people_erased"] == 1
    assert run_job(late, retention.NAME, retention.forget_once_a_day) == {}
