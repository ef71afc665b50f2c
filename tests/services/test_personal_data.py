"""A person's own data: given out whole, erased once the person has left, and what of it stays."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select, text

from app.domain.errors import DomainError
from app.domain.terms import EventKind, MessageKind, OutboxState, SkipReason
from app.models import AuditEntry, Comment, Event, LoginAttempt, Membership, OutboxMessage, SavedFilter, User
from app.services import access, answering, audit_log, limiting, organisation_people, personal_data
from app.services.organisation import fingerprint
from app.services.organisation_people import person_details
from tests.services.giving import Giving

TODAY = date(2023, 9, 14)
WHO = "noi_vu_member"


@pytest.fixture
def assignment(session, cast, clock):
    """The person acknowledged it, commented on it, was written to, and once mistyped the password."""
    row = Giving(cast, clock)("noi_vu", due=date(2023, 9, 30), text="Rà soát hồ sơ.")
    user = cast.users[WHO]
    answering.acknowledge(session, actor=cast.actor(WHO), clock=clock, assignment=row, version=row.version)
    session.add(Comment(assignment_id=row.id, author_id=user.id, text="Đã nhận đủ hồ sơ.", recorded_at=clock.now()))
    session.add(SavedFilter(user_id=user.id, name="Việc của tôi", query="xem=tat-ca", recorded_at=clock.now()))
    session.add(
        OutboxMessage(
            office_id=cast.office.id,
            kind=MessageKind.OFFICE_DIGEST,
            key="test:1",
            recipient=f"user:{user.id}",
            to_name=user.name,
            to_address=user.email,
            subject="Báo cáo nhanh",
            body_text="Kính gửi đồng chí",
            short_text="Kính gửi đồng chí",
            copies=[[user.name, user.email]],
            refusals={user.email: "Máy chủ thư không nhận địa chỉ."},
            body_html="<p>Kính gửi đồng chí</p>",
            next_attempt_at=clock.now(),
            recorded_at=clock.now(),
        )
    )
    access.log_in(session, clock=clock, login=WHO, password="nhầm", address="127.0.0.1")
    session.flush()
    return row


@pytest.fixture
def left(session, cast, clock, assignment) -> User:
    organisation_people.set_active(session, actor=cast.admin, clock=clock, user=cast.users[WHO], active=False)
    return cast.users[WHO]


def code_of(act, *arguments, **more) -> str:
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    return caught.value.code


def test_all_that_is_stored_is_given_out(session, cast, clock, assignment):
    data = personal_data.export(session, actor=cast.chief, clock=clock, user=cast.users[WHO])
    assert json.loads(json.dumps(data)) == data, "plain values"
    assert data["account"]["email"] == f"{WHO}@dondoc.test"
    assert [(role["role"], role["unit"]) for role in data["roles"]] == [("unit_member", "Phòng Nội vụ")]
    assert [(act["act"], act["as"], act["assignment"]) for act in data["acts"]] == [
        ("acknowledged", "recorded", assignment.public_id)
    ]
    assert [comment["text"] for comment in data["comments"]] == ["Đã nhận đủ hồ sơ."]
    assert [mail["subject"] for mail in data["mails"]] == ["Báo cáo nhanh"]
    assert [each["name"] for each in data["saved_filters"]] == ["Việc của tôi"]
    assert {entry["action"] for entry in data["log"]} >= {"assignment.acknowledged"}
    assert "password" not in json.dumps(data)


def test_who_reads_no_tasks_gets_no_words_of_them(session, cast, clock, assignment):
    user = cast.users[WHO]
    data = personal_data.export(session, actor=cast.admin, clock=clock, user=user)
    assert [comment["text"] for comment in data["comments"]] == ["Nội dung hạn chế xem"]
    limiting.limit(session, actor=cast.staff, clock=clock, task=assignment.task, user_ids=[user.id])
    data = personal_data.export(session, actor=cast.chief, clock=clock, user=user)
    assert [comment["text"] for comment in data["comments"]] == ["Nội dung hạn chế xem"]


def test_only_of_somebody_who_has_left_with_nothing_open(session, cast, clock, assignment):
    erase = {"actor": cast.admin, "clock": clock, "user": cast.users[WHO]}
    assert code_of(personal_data.erase, session, **erase) == "person.still_active"
    assert code_of(personal_data.erase, session, **{**erase, "actor": cast.staff}) == "permission.denied"
    organisation_people.set_active(session, **erase, active=False)
    assignment.person_id = cast.users[WHO].id
    session.flush()
    assert code_of(personal_data.erase, session, **erase) == "person.open_items"


def test_nothing_of_who_it_was_is_left_in_the_database(session, cast, clock, left):
    traces = (left.name, left.login, left.email)
    personal_data.erase(session, actor=cast.admin, clock=clock, user=left)
    session.flush()
    tables = (
        "users",
        "outbox_messages",
        "login_attempts",
        "saved_filters",
        "assignments",
        "memberships",
        "audit_entries",
    )
    stored = {table: str(session.execute(text(f"SELECT * FROM {table}")).all()) for table in tables}
    found = [(table, trace) for table, rows in stored.items() for trace in traces if trace in rows]
    assert found == []
    assert left.login.startswith("da-xoa-")
    assert (left.name, left.email, left.phone, left.password_hash) == ("Người dùng đã xóa", "", "", "")
    assert session.scalars(select(LoginAttempt).where(LoginAttempt.key.contains(WHO))).all() == []
    assert session.scalars(select(SavedFilter)).all() == []
    mail = session.scalars(select(OutboxMessage)).one()
    assert (mail.body_text, mail.short_text, mail.copies, mail.refusals) == ("", "", [], {})
    assert (mail.state, mail.skip_reason) == (OutboxState.SKIPPED, SkipReason.NO_ADDRESS), "it waited to be sent"


def test_what_was_done_stays_and_points_at_the_row(session, cast, clock, left):
    log = [(row.id, row.actor, row.action, dict(row.payload)) for row in session.scalars(select(AuditEntry))]
    personal_data.erase(session, actor=cast.admin, clock=clock, user=left)
    event = session.scalars(select(Event).where(Event.kind == EventKind.ACKNOWLEDGED)).one()
    assert event.recorder is left
    assert len(session.scalars(select(Membership).where(Membership.user_id == left.id)).all()) == 1
    after = [(row.id, row.actor, row.action, dict(row.payload)) for row in session.scalars(select(AuditEntry))]
    assert after[: len(log)] == log
    names = {entry.name for entry in audit_log.read_log(session, actor=cast.admin).items}
    assert "Người dùng đã xóa" in names


def test_nobody_takes_the_place_of_one_who_was_erased(session, cast, clock, left):
    common = {"actor": cast.admin, "clock": clock, "user": left}
    personal_data.erase(session, **common)
    assert code_of(personal_data.erase, session, **common) == "person.erased"
    assert code_of(organisation_people.set_active, session, **common, active=True) == "person.erased"
    assert code_of(organisation_people.reset_password, session, **common) == "person.erased"
    details = person_details(left)
    change = {"seen": fingerprint(details), "details": details}
    assert code_of(organisation_people.change_person, session, **common, **change) == "person.erased"


def test_two_people_can_be_erased(session, cast, clock, left):
    other = cast.users["kinh_te_member"]
    common = {"actor": cast.admin, "clock": clock}
    organisation_people.set_active(session, **common, user=other, active=False)
    for user in (left, other):
        personal_data.erase(session, **common, user=user)
    assert left.login != other.login
