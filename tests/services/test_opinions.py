"""Requests for more time as a leader sees them, and who answers in person."""

from __future__ import annotations

from datetime import date

import pytest

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import DecisionForm, EventKind, ExtensionState
from app.models import Assignment, Extension, OutboxMessage, TaskViewer
from app.services import answering, extensions, opinions
from app.services.rules import load_rules
from tests.services.giving import Giving

TODAY = date(2023, 9, 14)
DUE, ASKED_FOR = date(2023, 9, 20), date(2023, 10, 2)
LINKS = Links("http://dondoc.test")


@pytest.fixture
def give(cast, clock):
    return Giving(cast, clock)


@pytest.fixture
def ask(session, cast, clock):
    """Who asks is the head of the unit, on the day that is said."""

    def act(assignment: Assignment, day: date = TODAY, who: str = "noi_vu_head") -> Extension:
        clock.instant = FixedClock.at(day).instant
        request = extensions.ask(
            session,
            actor=cast.actor(who),
            clock=clock,
            assignment=assignment,
            version=assignment.version,
            asked_for=ASKED_FOR,
            reason="Chờ số liệu của các xã.",
        )
        clock.instant = FixedClock.at(TODAY).instant
        return request

    return act


@pytest.fixture
def look(session, cast):
    def act(who: str = "leader", place: int = 1) -> opinions.Pile:
        rules = load_rules(session, office_id=cast.office.id)
        return opinions.pile(session, actor=cast.actor(who), rules=rules, today=TODAY, place=place)

    return act


@pytest.fixture
def answer(session, cast, clock):
    def act(request: Extension, kind: EventKind, who: str = "leader", **more: object) -> None:
        version = request.assignment.version
        about = {"actor": cast.actor(who), "clock": clock, "links": LINKS, "request": request, "version": version}
        opinions.answer(session, **about, answer=kind, **more)

    return act


def test_the_oldest_request_lies_on_top_with_all_that_is_needed(give, ask, look):
    newer = ask(give("noi_vu", due=DUE, text="Việc sau."), date(2023, 9, 13))
    older = ask(give("noi_vu", due=DUE, text="Việc trước."), date(2023, 9, 8))
    top, second, beyond = look(), look(place=2), look(place=9)
    assert (top.total, top.place, second.place, beyond.place) == (2, 1, 2, 2)
    seen = top.request
    assert seen is not None
    assert (seen.public_id, seen.text, seen.unit_name) == (older.public_id, "Việc trước.", "Phòng Nội vụ")
    assert (seen.due_on, seen.asked_for, seen.reason) == (DUE, ASKED_FOR, "Chờ số liệu của các xã.")
    assert (seen.working_days, seen.late, seen.extended, seen.refusal) == (4, True, 0, "")
    assert second.request is not None
    assert (second.request.public_id, second.request.late) == (newer.public_id, False)


def test_a_leader_grants_in_person_and_the_unit_is_told(session, give, ask, look, answer, cast):
    assignment = give("noi_vu", due=DUE)
    request = ask(assignment)
    answer(request, EventKind.EXTENSION_GRANTED)
    assert (request.state, assignment.due_on) == (ExtensionState.GRANTED, ASKED_FOR)
    event = assignment.events[-1]
    leader = cast.users["leader"].id
    assert (event.decider_id, event.recorder_id, event.decision_form) == (leader, leader, DecisionForm.IN_SYSTEM)
    assert session.query(OutboxMessage).filter_by(kind="extension_decided").count() == 1
    assert look() == opinions.Pile(0, 1, None)


def test_another_date_or_a_refusal_needs_what_it_needs(give, ask, answer):
    request = ask(give("noi_vu", due=DUE))
    for kind, code in (
        (EventKind.EXTENSION_COUNTERED, "extension.not_later"),
        (EventKind.EXTENSION_REFUSED, "reason.required"),
    ):
        with pytest.raises(DomainError) as caught:
            answer(request, kind)
        assert caught.value.code == code
    answer(request, EventKind.EXTENSION_COUNTERED, granted_until=date(2023, 9, 25))
    assert (request.state, request.granted_until) == (ExtensionState.COUNTERED, date(2023, 9, 25))


def test_what_was_answered_meanwhile_is_not_answered_again(give, ask, answer):
    request = ask(give("noi_vu", due=DUE))
    answer(request, EventKind.EXTENSION_REFUSED, reason="Đã gia hạn nhiều lần.")
    with pytest.raises(DomainError, match=r"extension\.none_open"):
        answer(request, EventKind.EXTENSION_GRANTED)


@pytest.mark.parametrize(
    ("unit", "asker", "who", "refusal"),
    [
        ("noi_vu", "noi_vu_head", "leader", ""),
        ("noi_vu", "noi_vu_head", "chief", ""),
        ("noi_vu", "noi_vu_head", "staff", "decider.not_entitled"),
        ("noi_vu", "chief", "chief", "extension.requester_decides"),
        ("van_phong", "van_phong_head", "chief", "extension.own"),
        ("van_phong", "van_phong_head", "leader", ""),
    ],
)
def test_who_is_offered_the_answer_is_who_may_give_it(give, ask, look, answer, unit, asker, who, refusal):
    request = ask(give(unit, due=DUE), who=asker)
    seen = look(who).request
    assert seen is not None
    assert seen.refusal == refusal
    if refusal:
        with pytest.raises(DomainError) as caught:
            answer(request, EventKind.EXTENSION_GRANTED, who)
        assert caught.value.code == refusal
    else:
        answer(request, EventKind.EXTENSION_GRANTED, who)


def test_the_offices_proposal_stands_beside_the_request(session, give, ask, look, cast, clock):
    assignment = give("noi_vu", due=DUE)
    ask(assignment)
    about = {"actor": cast.staff, "clock": clock, "assignment": assignment, "version": assignment.version}
    extensions.propose(session, **about, proposal="Đề xuất đồng ý đến 25/9.")
    seen = look().request
    assert seen is not None
    assert seen.proposal == "Đề xuất đồng ý đến 25/9."


def test_a_task_for_some_people_alone_lies_on_nobody_elses_pile(session, give, ask, look, cast):
    assignment = give("noi_vu", due=DUE)
    ask(assignment)
    assignment.task.restricted = True
    session.flush()
    assert (look("leader").total, look("chief").total) == (0, 0)
    session.add(TaskViewer(task_id=assignment.task_id, user_id=cast.users["leader"].id))
    session.flush()
    assert (look("leader").total, look("chief").total) == (1, 0)


def test_the_secretariats_own_results_wait_for_a_leader(session, give, cast, clock):
    own, other = give("van_phong", due=DUE), give("noi_vu", due=DUE)
    for assignment, who in ((own, "van_phong_head"), (other, "noi_vu_head")):
        about = {"actor": cast.actor(who), "clock": clock, "assignment": assignment, "version": assignment.version}
        answering.report_done(session, **about)
    results = {who: opinions.own_results(session, actor=cast.actor(who), limit=5) for who in ("leader", "chief")}
    assert [each.assignment_public_id for each in results["leader"]] == [own.public_id]
    assert results["chief"] == []
