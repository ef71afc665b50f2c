"""What is urgent: told at its hour, past quiet hours and days off, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import EventKind, MessageKind, OutboxState, Urgency
from app.models import Assignment, Event, OutboxMessage
from app.services import recording, urgent_mails, urging
from app.services.outbox import user_key
from tests.cast import Cast
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test")
SATURDAY = date(2023, 9, 16)


def run(session: Session, cast: Cast, at: datetime) -> list[OutboxMessage]:
    """The urgent mails of one run."""
    before = set(session.scalars(select(OutboxMessage.id)))
    applied = urgent_mails.tell_urgent(session, office_id=cast.office.id, clock=FixedClock(at), links=LINKS)
    made = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    new = [message for message in made if message.id not in before]
    assert (len(new), 0) == (applied.mails, applied.failed)
    return new


def give(cast: Cast, at: datetime, urgency: Urgency, due: date | None, unit: str = "noi_vu") -> Assignment:
    giver = Giver(cast, FixedClock(at))
    return giver.give(unit, due, task=giver.task("Khắc phục sạt lở", urgency=urgency))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return FixedClock.at(day, hour, minute).instant


def test_an_hour_after_it_was_given_a_silent_unit_is_asked_at_night_on_a_saturday_and_once(
    session: Session, cast: Cast
) -> None:
    given = at(SATURDAY, 22)
    give(cast, given, Urgency.IMMEDIATE, SATURDAY + timedelta(days=1))
    assert run(session, cast, given + timedelta(minutes=55)) == []
    (mail,) = run(session, cast, given + timedelta(minutes=60))
    assert (mail.kind, mail.urgent, mail.to_name) == (MessageKind.URGENT, True, "Phòng Nội vụ")
    assert mail.next_attempt_at == given + timedelta(hours=1)
    assert mail.subject == "01 việc hỏa tốc cần xử lý – Phòng Nội vụ, ngày 16/09"
    assert "chưa xác nhận đã nhận, hạn 17/09/2023" in " ".join(mail.body_text.split())
    assert run(session, cast, given + timedelta(minutes=65)) == []


def test_a_unit_that_confirmed_is_left_in_peace(session: Session, cast: Cast) -> None:
    given = at(SATURDAY, 8)
    assignment = give(cast, given, Urgency.IMMEDIATE, None)
    event = Event(kind=EventKind.ACKNOWLEDGED, effective_on=SATURDAY, recorded_at=given + timedelta(minutes=10))
    event.recorder_id = cast.users["noi_vu_head"].id
    recording.add(session, assignment, event)
    assert run(session, cast, given + timedelta(hours=3)) == []


def test_rungs_of_urgent_tasks_are_told_on_days_off_in_the_morning(session: Session, cast: Cast) -> None:
    give(cast, at(date(2023, 9, 13), 15), Urgency.URGENT, SATURDAY)
    assert run(session, cast, at(SATURDAY, 5, 55)) == [], "nobody is woken for a date"
    (mail,) = run(session, cast, at(SATURDAY, 6, 30))
    assert "đến hạn hôm nay" in mail.body_text
    assert run(session, cast, at(SATURDAY, 18)) == []
    monday = run(session, cast, at(date(2023, 9, 18), 6, 30))
    assert {mail.to_name for mail in monday} == {"Phòng Nội vụ", "Trưởng Nội vụ"}
    assert "quá 02 ngày (01 ngày làm việc)" in " ".join(monday[0].body_text.split())


def test_what_is_urgent_is_in_no_digest_and_what_is_not_in_no_urgent_mail(session: Session, cast: Cast) -> None:
    day = date(2023, 9, 14)
    give(cast, at(date(2023, 9, 13), 15), Urgency.VERY_URGENT, day)
    Giver(cast, FixedClock(at(date(2023, 9, 13), 15))).give("tu_phap", day)
    clock = FixedClock(at(day, 6, 30))
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=plan)
    digests = session.scalars(select(OutboxMessage.to_name).where(OutboxMessage.kind == MessageKind.UNIT_DIGEST))
    assert digests.all() == ["Phòng Tư pháp"]
    assert [mail.to_name for mail in run(session, cast, at(day, 6, 35))] == ["Phòng Nội vụ"]


def test_a_mail_that_fails_is_made_anew_the_next_day_and_not_every_five_minutes(session: Session, cast: Cast) -> None:
    give(cast, at(date(2023, 9, 13), 15), Urgency.URGENT, date(2023, 9, 14))
    (mail,) = run(session, cast, at(date(2023, 9, 14), 7))
    mail.state = OutboxState.FAILED
    session.flush()
    assert run(session, cast, at(date(2023, 9, 14), 7, 5)) == []
    assert "Phòng Nội vụ" in {each.to_name for each in run(session, cast, at(date(2023, 9, 15), 7))}


@pytest.mark.parametrize("restricted", [False, True])
def test_a_limited_task_is_urged_without_its_words(session: Session, cast: Cast, restricted: bool) -> None:
    assignment = give(cast, at(date(2023, 9, 13), 15), Urgency.URGENT, date(2023, 9, 14))
    assignment.task.restricted = restricted
    session.flush()
    (mail,) = run(session, cast, at(date(2023, 9, 14), 7))
    for body in (mail.body_text, mail.body_html, mail.short_text):
        assert ("sạt lở" in body) is (not restricted and body != mail.short_text)


def test_a_preview_says_what_would_be_sent(session: Session, cast: Cast) -> None:
    give(cast, at(date(2023, 9, 13), 15), Urgency.URGENT, date(2023, 9, 14))
    clock = FixedClock(at(date(2023, 9, 14), 7))
    text = urgent_mails.preview(session, office_id=cast.office.id, clock=clock, links=LINKS)
    assert "Tiêu đề: 01 việc khẩn cần xử lý – Phòng Nội vụ, ngày 14/09" in text
    assert session.scalars(select(OutboxMessage)).all() == []


def test_whoever_reads_it_a_unit_outside_the_authority_was_asked_and_not_urged(session: Session, cast: Cast) -> None:
    give(cast, at(date(2023, 9, 11), 15), Urgency.URGENT, date(2023, 9, 12), unit="cong_an")
    for day in range(13, 19):
        for mail in run(session, cast, at(date(2023, 9, day), 7)):
            mail.state = OutboxState.SENT
    session.flush()
    to_chief = select(OutboxMessage).where(OutboxMessage.recipient == user_key(cast.users["chief"].id))
    (mail,) = session.scalars(to_chief)
    for body in (mail.body_text, mail.body_html):
        assert "đã đề nghị 01 lần" in " ".join(body.split())
        assert "đã đôn đốc" not in body


def test_who_confirms_at_once_is_not_told_the_deadline_again_on_the_same_day(session: Session, cast: Cast) -> None:
    day = date(2023, 9, 14)
    assignment = give(cast, at(day, 8), Urgency.URGENT, day + timedelta(days=1))
    event = Event(kind=EventKind.ACKNOWLEDGED, effective_on=day, recorded_at=at(day, 8, 10))
    event.recorder_id = cast.users["noi_vu_head"].id
    recording.add(session, assignment, event)
    assert run(session, cast, at(day, 8, 15)) == []
    (mail,) = run(session, cast, at(day + timedelta(days=1), 6, 30))
    assert "đến hạn hôm nay" in mail.body_text
