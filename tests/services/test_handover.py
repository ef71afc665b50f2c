"""Handing over what is open with a person, and that nobody is locked out while something is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.terms import ChargeKind, EventKind, Role
from app.models import Assignment, AuditEntry, Event, Field, FieldCharge, Handover, TaskViewer
from app.services import (
    answering,
    drafts,
    handover,
    limiting,
    open_items,
    organisation_people,
    organisation_roles,
    standing_in,
)
from app.services.open_items import ItemKind
from app.services.organisation import fingerprint
from app.services.organisation_roles import role_details
from app.services.people import load_actor
from tests.services.giving import Giving

TODAY = date(2023, 9, 14)
DAY = timedelta(days=1)


@pytest.fixture
def give(cast, clock) -> Giving:
    return Giving(cast, clock)


@pytest.fixture
def handed(session, cast, clock, give) -> Assignment:
    """An assignment that the head of Nội vụ handed on to the member."""
    row = give("noi_vu", due=date(2023, 9, 30), text="Rà soát hồ sơ người có công.")
    answering.hand_on(
        session,
        actor=cast.head("noi_vu"),
        clock=clock,
        assignment=row,
        version=row.version,
        person=cast.users["noi_vu_member"],
        inner_due_on=date(2023, 9, 25),
    )
    return row


@pytest.fixture
def plan(session, cast, clock):
    def act(user: str, receiver: str, by: str = "admin") -> handover.Plan:
        return handover.plan(
            session, actor=cast.actor(by), clock=clock, user=cast.users[user], receiver=cast.users[receiver]
        )

    return act


@pytest.fixture
def hand_over(session, cast, clock, plan):
    def act(user: str, receiver: str, by: str = "admin", seen: str | None = None) -> Handover:
        shown = plan(user, receiver, by).seen if seen is None else seen
        people = {"user": cast.users[user], "receiver": cast.users[receiver]}
        return handover.hand_over(session, actor=cast.actor(by), clock=clock, **people, seen=shown)

    return act


def code_of(act, *arguments, **more) -> str:
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    return caught.value.code


def kinds(session, cast, login: str) -> list[ItemKind]:
    return [item.kind for item in open_items.open_items(session, user=cast.users[login], today=TODAY)]


def test_what_was_handed_to_a_person_passes_with_its_inner_date_and_stands_in_the_timeline(
    session, cast, handed, hand_over
):
    hand_over("noi_vu_member", "noi_vu_head")
    assert (handed.person_id, handed.person_name) == (cast.users["noi_vu_head"].id, "Trưởng Nội vụ")
    assert handed.inner_due_on == date(2023, 9, 25)
    events = session.scalars(select(Event).where(Event.kind == EventKind.HANDED_ON).order_by(Event.id)).all()
    assert [event.person_name for event in events] == ["Chuyên viên Nội vụ", "Trưởng Nội vụ"]
    assert kinds(session, cast, "noi_vu_member") == []
    assert kinds(session, cast, "noi_vu_head") == [ItemKind.ASSIGNMENT]


def test_charges_drafts_and_stand_ins_pass_from_today_on(session, cast, clock, tmp_path, hand_over):
    field = Field(office_id=cast.office.id, name="Đất đai", valid_from=date(2020, 1, 1))
    session.add(field)
    session.flush()
    row = FieldCharge(
        field_id=field.id, user_id=cast.users["staff"].id, kind=ChargeKind.FOLLOWER, valid_from=date(2020, 1, 1)
    )
    session.add(row)
    draft = drafts.paste(
        session,
        actor=cast.staff,
        clock=clock,
        files=FileStore(tmp_path),
        text="THÔNG BÁO\n\n1. Phòng Nội vụ rà soát.\n",
    )
    until = TODAY + 9 * DAY
    standing_in.begin_standing_in(
        session,
        actor=cast.admin,
        clock=clock,
        user=cast.users["staff"],
        other=cast.users["noi_vu_head"],
        valid_from=TODAY,
        valid_to=until,
    )
    assert kinds(session, cast, "staff") == [ItemKind.FIELD, ItemKind.DRAFT, ItemKind.STAND_IN]
    record = hand_over("staff", "chief")
    assert [item["kind"] for item in record.content["items"]] == ["field", "draft", "stand_in"]
    rows = session.scalars(select(FieldCharge).order_by(FieldCharge.id)).all()
    assert [(each.user_id, each.valid_from, each.valid_to) for each in rows] == [
        (cast.users["staff"].id, date(2020, 1, 1), TODAY - DAY),
        (cast.users["chief"].id, TODAY, None),
    ]
    assert draft.recorder_id == cast.users["chief"].id
    lent = (Role.UNIT_HEAD, cast.units["noi_vu"].id)
    days = {
        login: [day for day in (TODAY, until, until + DAY) if lent in held(session, cast, login, day)]
        for login in ("staff", "chief")
    }
    assert days == {"staff": [], "chief": [TODAY, until]}
    assert kinds(session, cast, "staff") == []


def held(session, cast, login: str, day: date):
    actor = load_actor(session, user_id=cast.users[login].id, today=day)
    return actor.unit_roles if actor else frozenset()


def test_what_the_other_cannot_take_stays_and_says_why(session, cast, handed, plan, hand_over):
    seen = plan("noi_vu_member", "tu_phap_head")
    assert [item.problem for item in seen.staying] == ["handover.not_at_unit"]
    assert seen.passing == []
    assert code_of(hand_over, "noi_vu_member", "tu_phap_head") == "handover.nothing"
    assert handed.person_id == cast.users["noi_vu_member"].id


def test_what_was_shown_is_what_is_done(session, cast, clock, give, handed, plan, hand_over):
    seen = plan("noi_vu_member", "noi_vu_head").seen
    more = give("noi_vu", due=date(2023, 9, 30))
    more.person_id = cast.users["noi_vu_member"].id
    session.flush()
    assert code_of(hand_over, "noi_vu_member", "noi_vu_head", seen=seen) == "stale"


@pytest.mark.parametrize(
    ("receiver", "by", "code"),
    [
        ("noi_vu_member", "admin", "handover.self"),
        ("noi_vu_head", "staff", "permission.denied"),
        ("noi_vu_head", "leader", "permission.denied"),
    ],
)
def test_it_is_refused(handed, plan, receiver, by, code):
    assert code_of(plan, "noi_vu_member", receiver, by) == code


def test_nobody_comes_to_see_by_it_what_is_kept_from_him(session, cast, clock, handed, plan, hand_over):
    limiting.limit(session, actor=cast.staff, clock=clock, task=handed.task, user_ids=[cast.users["noi_vu_member"].id])
    problems = {item.kind: item.problem for item in plan("noi_vu_member", "chief", by="chief").staying}
    assert problems == {ItemKind.ASSIGNMENT: "handover.not_at_unit", ItemKind.VIEW: "handover.limited_self"}
    record = hand_over("noi_vu_member", "noi_vu_head", by="chief")
    assert "người có công" not in str(record.content)
    named = set(session.scalars(select(TaskViewer.user_id).where(TaskViewer.task_id == handed.task_id)))
    assert named == {cast.users["staff"].id, cast.users["noi_vu_head"].id}


def test_an_account_with_open_items_is_neither_switched_off_nor_left_without_a_role(
    session, cast, clock, handed, hand_over
):
    user = cast.users["noi_vu_member"]
    common = {"actor": cast.admin, "clock": clock}
    switch = {**common, "user": user, "active": False}
    assert code_of(organisation_people.set_active, session, **switch) == "person.open_items"
    (own,) = user.memberships
    details = role_details(own)
    ending = {
        **common,
        "membership": own,
        "seen": fingerprint(details),
        "details": replace(details, valid_to=TODAY + DAY),
    }
    with session.begin_nested() as savepoint:
        assert code_of(organisation_roles.change_role, session, **ending) == "person.open_items"
        savepoint.rollback()
    hand_over("noi_vu_member", "noi_vu_head")
    organisation_roles.change_role(session, **ending)
    organisation_people.set_active(session, **switch)
    assert not user.active


def test_the_record_keeps_ids_and_the_log_no_names(session, cast, handed, hand_over):
    record = hand_over("noi_vu_member", "noi_vu_head")
    assert "Nội vụ" in str(record.content), "the unit"
    assert "Chuyên viên Nội vụ" not in str(record.content)
    ((item, name),) = handover.items_of(session, record)
    assert (item.kind, item.text, item.due_on, name) == (
        ItemKind.ASSIGNMENT,
        "Rà soát hồ sơ người có công.",
        date(2023, 9, 25),
        "",
    )
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "handover.made")).one()
    assert entry.payload == {
        "from_person": cast.users["noi_vu_member"].public_id,
        "to_person": cast.users["noi_vu_head"].public_id,
        "items": 1,
    }
    assert [row[0].id for row in handover.list_handovers(session, actor=cast.admin)] == [record.id]
