"""Giao việc nhanh: an order without a document becomes a task, with its leader, its people and its mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, DecisionForm, EventKind, SourceOfAssignment, State, TaskKind, Urgency
from app.models import Assignment, AuditEntry, Directive, OutboxMessage
from app.services import quick_giving, recording
from app.services.evidence import NewEvidence
from app.services.quick_giving import Addressee, NewOrder
from tests.cast import Cast, add_unit
from tests.conftest import TODAY

LINKS = Links("http://dondoc.test")
TEXT = "Báo cáo nhanh tình hình thiệt hại do mưa lũ trên địa bàn"
PICTURE = NewEvidence(filename="but-phe.jpg", content=b"\xff\xd8\xff but phe")


def order(cast: Cast, *units: str, **more: object) -> NewOrder:
    to = tuple(Addressee(cast.units[unit].id) for unit in units or ("noi_vu",))
    given = {
        "text": TEXT,
        "to": to,
        "leader_id": cast.users["leader"].id,
        "named_on": TODAY,
        "time_of_day": time(16, 30),
    }
    return NewOrder(**(given | more))


@pytest.fixture
def give(cast, clock, tmp_path):
    def act(wanted: NewOrder, by: str = "staff", **more: object) -> Directive:
        return quick_giving.give(
            cast.session,
            actor=cast.actor(by),
            clock=clock,
            links=LINKS,
            files=FileStore(tmp_path),
            order=wanted,
            **more,
        )

    return act


def parts(cast: Cast) -> list[Assignment]:
    return list(cast.session.scalars(select(Assignment).order_by(Assignment.id)))


def mails(cast: Cast) -> list[OutboxMessage]:
    return list(cast.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def refused(code: str):
    return pytest.raises(DomainError, match=code.replace(".", r"\."))


def test_one_order_is_one_directive_without_number_one_task_and_a_lead_for_each_unit(cast, give):
    directive = give(order(cast, "noi_vu", "kinh_te"))
    assert (directive.kind, directive.number, directive.oral) == ("Ý kiến chỉ đạo", None, True)
    assert (directive.leader, directive.issued_on) == ("Phó Chủ tịch Hà", TODAY)
    assert directive.source_of_assignment is SourceOfAssignment.OWN
    assert [(task.text, task.kind) for task in directive.tasks] == [(TEXT, TaskKind.DATED)]
    found = parts(cast)
    assert [part.unit_id for part in found] == [cast.units["noi_vu"].id, cast.units["kinh_te"].id]
    assert {(part.role, part.state, part.due_on) for part in found} == {(AssignmentRole.LEAD, State.OPEN, TODAY)}
    assert found[0].due_dates[0].time_of_day == time(16, 30)


def test_the_leader_decided_and_whoever_typed_recorded(cast, give):
    give(order(cast))
    (part,) = parts(cast)
    for row in (part.events[0], part.due_dates[0]):
        assert (row.decider_id, row.recorder_id) == (cast.users["leader"].id, cast.users["staff"].id)
        assert (row.decided_on, row.decision_form) == (TODAY, None)


def test_a_leader_gives_on_the_screen_though_no_notice_is_the_leaders_to_give(cast, give):
    give(order(cast), by="leader")
    assert parts(cast)[0].events[0].decision_form is DecisionForm.IN_SYSTEM


def test_a_leader_without_an_account_is_a_name(cast, give):
    directive = give(order(cast, leader_id=None, leader_name=" Nguyễn Văn A, Chủ tịch UBND tỉnh "))
    event = parts(cast)[0].events[0]
    assert directive.leader == event.decider_name == "Nguyễn Văn A, Chủ tịch UBND tỉnh"
    assert event.decider_id is None


def test_the_subject_of_the_directive_says_no_word_of_the_order(cast, give):
    assert give(order(cast)).subject == "Ý kiến chỉ đạo của Phó Chủ tịch Hà ngày 14/09/2023"


def test_a_picture_of_the_note_is_kept_with_the_giving_of_each_part(cast, give, tmp_path):
    give(order(cast, "noi_vu", "kinh_te", pictures=(PICTURE,)))
    for part in parts(cast):
        (kept,) = part.evidence
        assert (kept.filename, kept.event_id) == ("but-phe.jpg", part.events[0].id)
        assert FileStore(tmp_path).path(kept.sha256).read_bytes() == PICTURE.content
        assert part.events[0].decision_form is DecisionForm.MARGIN_NOTE


def test_a_person_has_the_part_of_the_unit_from_the_start_and_is_told_beside_it(cast, give):
    person = cast.users["noi_vu_member"]
    give(order(cast, to=(Addressee(cast.units["noi_vu"].id, person.id),)))
    (part,) = parts(cast)
    assert (part.person_id, part.person_name) == (person.id, person.name)
    assert [event.kind for event in part.events] == [EventKind.GIVEN, EventKind.HANDED_ON]
    assert part.state is State.OPEN
    assert [mail.to_address for mail in mails(cast)] == ["noi_vu@dondoc.test", "noi_vu_member@dondoc.test"]


def test_a_unit_chosen_beside_its_person_has_one_part(cast, give):
    unit, person = cast.units["noi_vu"].id, cast.users["noi_vu_member"].id
    give(order(cast, to=(Addressee(unit), Addressee(unit, person))))
    assert [(part.unit_id, part.person_id) for part in parts(cast)] == [(unit, person)]


def test_a_person_without_an_address_is_not_written_to(cast, give):
    person = cast.users["noi_vu_member"]
    person.email = ""
    give(order(cast, to=(Addressee(cast.units["noi_vu"].id, person.id),)))
    assert [mail.to_address for mail in mails(cast)] == ["noi_vu@dondoc.test"]


@pytest.mark.parametrize(
    ("urgency", "beginning"),
    [
        (Urgency.IMMEDIATE, "HỎA TỐC: 01 nhiệm vụ chủ trì"),
        (Urgency.URGENT, "KHẨN: 01 nhiệm vụ chủ trì"),
        (Urgency.NORMAL, "01 nhiệm vụ chủ trì"),
    ],
)
def test_the_mail_leaves_at_once_and_its_subject_begins_with_the_degree(cast, clock, give, urgency, beginning):
    give(order(cast, urgency=urgency))
    (mail,) = mails(cast)
    assert mail.next_attempt_at == clock.now()
    assert mail.subject.startswith(beginning)
    assert len(mail.subject) <= 60
    assert "16 giờ 30, Thứ Năm, 14/09/2023" in mail.body_text
    assert "chờ số" not in mail.subject + mail.body_text


def test_without_a_deadline_it_is_of_each_report_period(cast, give):
    directive = give(order(cast, named_on=None, time_of_day=None))
    assert directive.tasks[0].kind is TaskKind.PER_REPORT
    assert parts(cast)[0].due_on is None


def test_the_columns_are_the_fold_of_what_was_written(cast, give):
    give(order(cast, to=(Addressee(cast.units["noi_vu"].id, cast.users["noi_vu_member"].id),)))
    (part,) = parts(cast)
    before = (part.state, part.due_on, part.given_on, part.last_activity_on)
    recording.project(part)
    assert (part.state, part.due_on, part.given_on, part.last_activity_on) == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"text": "  "}, "quick.no_text"),
        ({"to": ()}, "quick.nobody"),
        ({"to": (Addressee(999_999),)}, "unit.unknown"),
        ({"leader_id": None}, "quick.no_leader"),
        ({"leader_id": 999_999}, "quick.not_a_leader"),
        ({"named_on": date(2023, 9, 13)}, "quick.past_day"),
        ({"time_of_day": time(7, 59)}, "quick.past_time"),
        ({"time_of_day": time(8)}, "quick.past_time"),
        ({"pictures": (replace(PICTURE, content=b""),)}, "evidence.empty"),
    ],
)
def test_what_cannot_be_given_is_refused_and_nothing_is_kept(cast, give, wrong, code):
    with refused(code):
        give(order(cast, **wrong))
    assert (parts(cast), mails(cast)) == ([], [])


def test_a_unit_that_has_ended_gets_nothing_new(cast, give):
    add_unit(cast, "cu", "Phòng Cũ").valid_to = date(2023, 9, 1)
    with refused("unit.ended"):
        give(order(cast, "cu"))


def test_a_person_of_another_unit_and_two_people_of_one_are_refused(cast, give):
    unit, head, member = (cast.units["noi_vu"].id, cast.users["noi_vu_head"].id, cast.users["noi_vu_member"].id)
    with refused("quick.stranger"):
        give(order(cast, to=(Addressee(cast.units["kinh_te"].id, member),)))
    with refused("quick.two_people"):
        give(order(cast, to=(Addressee(unit, head), Addressee(unit, member))))


@pytest.mark.parametrize("by", ["clerk", "admin", "noi_vu_head", "noi_vu_member"])
def test_only_leaders_and_the_office_give_orders(cast, give, by):
    with refused("permission.denied"):
        give(order(cast), by=by)


def test_the_same_words_to_the_same_unit_on_one_day_are_asked_about_once(cast, give):
    first = give(order(cast, "noi_vu", "kinh_te"))
    again = order(cast, text=f" {TEXT.upper()} ")
    with refused("quick.given_today") as refusal:
        give(again)
    assert refusal.value.params["public_id"] == first.public_id
    give(order(cast, "tu_phap"))
    assert give(again, even_if_alike=True).public_id != first.public_id


def test_a_second_order_is_not_told_of_words_that_are_kept_from_the_person(cast, give):
    give(order(cast)).tasks[0].restricted = True
    cast.session.flush()
    give(order(cast))


def test_giving_is_in_the_log_without_words_or_names(cast, give):
    give(order(cast))
    entries = list(cast.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert "directive.given" in {entry.action for entry in entries}
    assert not any(word in str(entry.payload) for entry in entries for word in ("mưa lũ", "Hà"))


def test_yesterdays_order_is_no_second_one(cast, clock: FixedClock, clock_at, give):
    give(order(cast))
    clock.instant = clock_at(date(2023, 9, 15)).instant
    give(order(cast, named_on=date(2023, 9, 15)))
