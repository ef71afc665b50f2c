"""The turns of an assignment: what each one asks for, what it leaves behind, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import (
    AssignmentRole,
    DecisionForm,
    DueReason,
    EventKind,
    ExtensionState,
    MessageKind,
    ReturnKind,
    State,
)
from app.models import Assignment, MessageAssignment, OutboxMessage, Policy
from app.services import answering, closing, deciding, due_dates, extensions, parts
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.recording import course_of
from tests.cast import Cast
from tests.services.giving import Giving

LINKS = Links("http://dondoc.test")
TODAY, DUE = date(2023, 9, 14), date(2023, 9, 20)
PICTURE = NewEvidence(filename="but-phe.png", content=b"\x89PNG....")


class Doing:
    """Acts in one word; the office's are the chief's and the leader decides."""

    def __init__(self, session: Session, cast: Cast, clock: FixedClock) -> None:
        self.session, self.cast, self.clock = session, cast, clock

    def do(self, what: Callable[..., Any], part: Assignment, who: str, **given: Any) -> Any:
        common = {"actor": self.cast.actor(who), "clock": self.clock, "assignment": part, "version": part.version}
        return what(self.session, **common, **given)

    def by(self, who: str, **more: Any) -> Decision:
        return Decision(decider_id=self.cast.users[who].id, **more)

    def ask(self, part: Assignment, until: date, who: str = "noi_vu_head", **more: Any) -> Any:
        return self.do(extensions.ask, part, who, asked_for=until, reason="Chờ số liệu của các xã.", **more)

    def decide(self, part: Assignment, answer: EventKind, who: str = "leader", **more: Any) -> None:
        given = {"answer": answer, "decision": self.by(who), "links": LINKS, **more}
        self.do(extensions.decide, part, "chief", **given)

    def later(self, days: int) -> None:
        self.clock.instant += timedelta(days=days)


@pytest.fixture
def doing(session: Session, cast: Cast, clock: FixedClock) -> Doing:
    return Doing(session, cast, clock)


@pytest.fixture
def give(cast: Cast, clock: FixedClock) -> Giving:
    return Giving(cast, clock)


def refused(code: str, act: Callable[..., Any], *arguments: Any, **more: Any) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    assert caught.value.code == code
    return caught.value


# More time.


def test_more_time_as_asked_moves_the_deadline_and_the_first_one_stays(give, doing):
    part = give("noi_vu", due=DUE)
    doing.ask(part, date(2023, 9, 29))
    assert part.extension_asked_on == TODAY
    doing.later(1)
    doing.decide(part, EventKind.EXTENSION_GRANTED)
    assert [(due.due_on, due.reason) for due in part.due_dates] == [
        (DUE, DueReason.GIVEN),
        (date(2023, 9, 29), DueReason.EXTENDED),
    ]
    assert part.due_dates[-1].event.kind is EventKind.EXTENSION_GRANTED
    assert (part.due_on, part.extension_asked_on, part.extensions_granted) == (date(2023, 9, 29), None, 1)
    assert part.requests[0].state is ExtensionState.GRANTED


def test_another_date_than_the_one_asked_for_is_granted_as_such(session, give, doing):
    part = give("noi_vu", due=DUE)
    doing.ask(part, date(2023, 10, 20))
    doing.decide(part, EventKind.EXTENSION_COUNTERED, granted_until=date(2023, 9, 27), reason="Cần trước kỳ họp.")
    assert (part.due_on, part.requests[0].state) == (date(2023, 9, 27), ExtensionState.COUNTERED)
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == MessageKind.EXTENSION_DECIDED)).one()
    assert "27/09" in mail.subject
    assert "Cần trước kỳ họp." in mail.body_text
    about = session.scalars(select(MessageAssignment.assignment_id).where(MessageAssignment.message_id == mail.id))
    assert about.all() == [part.id]


def test_a_refusal_has_a_reason_and_moves_nothing(give, doing):
    part = give("noi_vu", due=DUE)
    doing.ask(part, date(2023, 9, 29))
    refused("reason.required", doing.decide, part, EventKind.EXTENSION_REFUSED)
    doing.decide(part, EventKind.EXTENSION_REFUSED, reason="Đã gia hạn cho cả đợt.")
    assert (part.due_on, len(part.due_dates), part.extensions_granted) == (DUE, 1, 0)
    assert part.requests[0].state is ExtensionState.REFUSED


def test_one_request_at_a_time_and_the_unit_may_take_it_back(give, doing):
    part = give("noi_vu", due=DUE)
    doing.ask(part, date(2023, 9, 29))
    refused("extension.open", doing.ask, part, date(2023, 9, 30))
    doing.do(extensions.withdraw, part, "noi_vu_head")
    assert part.requests[0].state is ExtensionState.WITHDRAWN
    refused("extension.none_open", doing.do, extensions.withdraw, part, "noi_vu_head")
    doing.ask(part, date(2023, 9, 30))
    assert len(part.requests) == 2


@pytest.mark.parametrize(
    ("code", "due", "until"),
    [
        ("extension.undated", None, date(2023, 9, 29)),
        ("extension.not_later", DUE, DUE),
        ("extension.not_later", date(2023, 9, 4), TODAY),
    ],
)
def test_a_request_names_a_later_day_of_what_has_a_deadline(give, doing, code, due, until):
    refused(code, doing.ask, give("noi_vu", due=due), until)


def test_who_asked_does_not_decide_whoever_records_it(cast, give, doing):
    """The chief may ask on behalf of a unit that telephoned; then somebody else decides."""
    part = give("noi_vu", due=DUE)
    doing.ask(part, date(2023, 9, 29), who="chief")
    refused("extension.requester_decides", doing.decide, part, EventKind.EXTENSION_GRANTED, who="chief")
    refused("decider.not_entitled", doing.decide, part, EventKind.EXTENSION_GRANTED, who="staff")
    refused("decider.not_entitled", doing.decide, part, EventKind.EXTENSION_GRANTED, who="noi_vu_head")
    doing.decide(part, EventKind.EXTENSION_GRANTED, who="leader")


def test_the_secretariats_own_request_is_decided_by_a_leader(give, doing):
    part = give("van_phong", due=DUE)
    doing.ask(part, date(2023, 9, 29), who="staff")
    refused("extension.own", doing.decide, part, EventKind.EXTENSION_GRANTED, who="chief")
    doing.decide(part, EventKind.EXTENSION_GRANTED, who="leader")


def set_policy(session: Session, cast: Cast, clock: FixedClock, **practice: Any) -> None:
    session.add(Policy(office_id=cast.office.id, version=1, recorded_at=clock.now(), **practice))
    session.flush()


def test_the_offices_own_limits_hold(session, cast, clock, give, doing):
    set_policy(session, cast, clock, extensions_limit=1, extension_notice_days=2)
    late = give("noi_vu", due=date(2023, 9, 15))
    refused("extension.too_late", doing.ask, late, date(2023, 9, 29))
    part = give("noi_vu", due=DUE)
    doing.ask(part, date(2023, 9, 29))
    doing.decide(part, EventKind.EXTENSION_GRANTED)
    refused("extension.limit", doing.ask, part, date(2023, 10, 6))


def test_lateness_before_a_late_request_stays_on_record(give, doing):
    part = give("noi_vu", due=date(2023, 9, 12))
    doing.ask(part, date(2023, 9, 29))
    doing.later(1)
    doing.decide(part, EventKind.EXTENSION_GRANTED)
    assert course_of(part).late_before == 3
    assert course_of(part, cut_off=TODAY).due_on == date(2023, 9, 12)


def test_a_request_nobody_answered_ends_with_the_assignment(give, doing):
    part = give("noi_vu", due=DUE)
    doing.ask(part, date(2023, 9, 29))
    stop = {"kind": EventKind.STOPPED, "reason": "Không còn phù hợp.", "decision": doing.by("leader")}
    doing.do(closing.close, part, "chief", **stop)
    assert (part.requests[0].state, part.extension_asked_on) == (ExtensionState.WITHDRAWN, None)


# Who decided, and who recorded.


def test_a_leader_without_an_account_decides_by_a_note_whose_picture_is_kept(give, doing, tmp_path):
    part, store = give("noi_vu", due=DUE), FileStore(tmp_path)
    decision = Decision(
        name="Trần Văn Quyết", title="Chủ tịch", form=DecisionForm.MARGIN_NOTE, decided_on=TODAY, pictures=(PICTURE,)
    )
    given = {"named_on": date(2023, 9, 27), "exclusive": False, "reason": "Theo bút phê.", "links": LINKS}
    doing.do(due_dates.adjust_due_date, part, "chief", **given, decision=decision, files=store)
    event = part.events[-1]
    assert (event.decider_id, event.decider_name, event.decider_title) == (None, "Trần Văn Quyết", "Chủ tịch")
    assert (event.decision_form, event.recorder.login) == (DecisionForm.MARGIN_NOTE, "chief")
    assert [row.filename for row in part.evidence if row.event_id == event.id] == ["but-phe.png"]
    assert part.due_dates[-1].reason is DueReason.ADJUSTED
    assert part.extensions_granted == 0, "điều chỉnh is not the unit's gia hạn"


@pytest.mark.parametrize(
    ("code", "decision"),
    [
        ("decider.unnamed", Decision(name="Trần Văn Quyết", form=DecisionForm.TELEPHONE)),
        ("decider.unnamed", Decision(name="Trần Văn Quyết", title="Chủ tịch")),
        ("decider.unnamed", Decision(title="Chủ tịch", form=DecisionForm.DOCUMENT)),
    ],
)
def test_who_has_no_account_is_named_with_title_and_form(give, doing, code, decision):
    given = {"kind": EventKind.STOPPED, "reason": "Không còn phù hợp.", "decision": decision}
    refused(code, doing.do, closing.close, give("noi_vu", due=DUE), "chief", **given)


def test_nobody_writes_down_as_decided_on_the_screen_what_another_decided(give, doing):
    part = give("noi_vu", due=DUE)
    given = {"kind": EventKind.STOPPED, "reason": "Thôi."}
    on_the_screen = doing.by("leader", form=DecisionForm.IN_SYSTEM)
    refused("decider.in_system", doing.do, closing.close, part, "chief", decision=on_the_screen, **given)
    doing.do(closing.close, part, "chief", decision=doing.by("leader"), **given)
    assert part.events[-1].decision_form is None, "how is not known"


def test_what_one_decides_oneself_is_decided_on_the_screen(give, doing):
    part = give("noi_vu", due=DUE)
    doing.do(closing.close, part, "chief", decision=doing.by("chief"), kind=EventKind.STOPPED, reason="Thôi.")
    assert part.events[-1].decision_form is DecisionForm.IN_SYSTEM


@pytest.mark.parametrize("day", [date(2023, 9, 15), date(2023, 8, 1)])
def test_a_decision_lies_between_giving_and_today(give, doing, day):
    given = {"kind": EventKind.STOPPED, "reason": "Thôi.", "decision": doing.by("leader", decided_on=day)}
    refused("decision.day", doing.do, closing.close, give("noi_vu", due=DUE), "chief", **given)


# For signature.


def test_a_draft_on_a_desk_is_no_delay_and_ends_with_the_signed_document(give, doing):
    part = give("noi_vu", due=DUE)
    doing.later(4)
    send = {"desk": "Phó Chủ tịch Hà", "sent_on": date(2023, 9, 15)}
    doing.do(answering.send_for_signature, part, "noi_vu_head", **send)
    assert (part.state, part.submitted_on, part.events[-1].desk) == (
        State.SIGNING,
        date(2023, 9, 15),
        "Phó Chủ tịch Hà",
    )
    doing.later(9)
    refused("signature.number_and_date", doing.do, answering.report_done, part, "noi_vu_head", note="Đã ký.")
    signed = [NewEvidence(number="45/KH-UBND", issued_on=date(2023, 9, 26))]
    doing.do(answering.report_done, part, "noi_vu_head", results=signed)
    assert (part.state, part.submitted_on) == (State.WAITING, date(2023, 9, 15))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("signature.desk", {"desk": " "}),
        ("report.day", {"desk": "Chủ tịch", "sent_on": date(2023, 9, 15)}),
        ("report.day", {"desk": "Chủ tịch", "sent_on": date(2023, 8, 1)}),
    ],
)
def test_a_draft_for_signature_has_a_desk_and_a_day(give, doing, code, said):
    refused(code, doing.do, answering.send_for_signature, give("noi_vu", due=DUE), "noi_vu_head", **said)


def test_a_draft_that_is_not_to_be_signed_comes_back(give, doing):
    part = give("noi_vu", due=DUE)
    doing.do(answering.send_for_signature, part, "noi_vu_head", desk="Chủ tịch")
    back = {"return_kind": ReturnKind.NOT_GOOD_ENOUGH, "reason": "Cần làm lại.", "decision": doing.by("chief")}
    doing.do(deciding.return_result, part, "chief", **back, links=LINKS)
    assert (part.state, part.submitted_on, part.returns) == (State.IN_PROGRESS, None, 1)


# Inside a unit, and between units.


def test_a_head_hands_on_with_an_inner_date_not_later_than_the_units(cast, give, doing):
    part, member = give("noi_vu", due=DUE), cast.users["noi_vu_member"]
    refused(
        "hand_on.after_due",
        doing.do,
        answering.hand_on,
        part,
        "noi_vu_head",
        person=member,
        inner_due_on=DUE.replace(day=21),
    )
    refused(
        "hand_on.past", doing.do, answering.hand_on, part, "noi_vu_head", person=member, inner_due_on=date(2023, 9, 1)
    )
    refused("hand_on.nobody", doing.do, answering.hand_on, part, "noi_vu_head", person_name=" ")
    refused("permission.denied", doing.do, answering.hand_on, part, "noi_vu_member", person=member)
    stranger = {"person": cast.users["tu_phap_member"]}
    refused("hand_on.stranger", doing.do, answering.hand_on, part, "noi_vu_head", **stranger)
    doing.do(answering.hand_on, part, "noi_vu_head", person=member, inner_due_on=date(2023, 9, 18))
    assert (part.person_id, part.person_name, part.inner_due_on) == (member.id, member.name, date(2023, 9, 18))
    assert (part.due_on, part.state) == (DUE, State.OPEN), "the unit stays accountable"


def test_a_coordinating_unit_gives_its_part_and_the_lead_may_want_more(give, doing):
    lead, helper = give.task(("noi_vu",), due=DUE, coordinating=("tu_phap",))
    doing.do(parts.date_part, helper, "noi_vu_head", due_on=date(2023, 9, 18))
    assert (helper.due_on, helper.due_dates[-1].reason) == (date(2023, 9, 18), DueReason.PART)
    refused("part.after_lead", doing.do, parts.date_part, helper, "noi_vu_head", due_on=date(2023, 9, 21))
    refused("permission.denied", doing.do, parts.date_part, helper, "tu_phap_head", due_on=date(2023, 9, 19))
    refused("part.empty", doing.do, parts.give_part, helper, "tu_phap_head")
    doing.do(parts.give_part, helper, "tu_phap_head", note="Gửi số liệu.")
    doing.do(parts.return_part, helper, "noi_vu_head", reason="Thiếu số liệu tháng 8.")
    assert (helper.state, helper.returns) == (State.IN_PROGRESS, 1)
    doing.do(parts.give_part, helper, "tu_phap_head", note="Gửi đủ số liệu.")
    assert (helper.state, lead.state) == (State.PART_GIVEN, State.OPEN)
    refused("part.not_coordinating", doing.do, parts.give_part, lead, "noi_vu_head", note="Gửi.")


def test_a_transfer_closes_one_part_and_opens_another_with_the_deadline(session, cast, give, doing):
    part = give("noi_vu", due=DUE)
    given = {"to_unit": cast.units["tu_phap"], "reason": "Đúng chức năng.", "decision": doing.by("leader")}
    taken = doing.do(closing.transfer, part, "chief", **given, links=LINKS)
    assert (part.state, part.events[-1].to_unit.name) == (State.TRANSFERRED, "Phòng Tư pháp")
    assert (taken.state, taken.unit.name, taken.due_on, taken.predecessor) == (State.OPEN, "Phòng Tư pháp", DUE, part)
    assert (taken.due_dates[0].phrase, taken.given_on) == (part.due_dates[0].phrase, TODAY)
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == MessageKind.TASKS_GIVEN)).all()[-1]
    assert mail.to_name == "Phòng Tư pháp"


def test_a_part_that_the_new_lead_coordinated_is_superseded(cast, give, doing):
    part, helper = give.task(("noi_vu",), due=DUE, coordinating=("tu_phap",))
    given = {"to_unit": cast.units["tu_phap"], "reason": "Đúng chức năng.", "decision": doing.by("leader")}
    taken = doing.do(closing.transfer, part, "chief", **given, links=LINKS)
    assert (helper.state, taken.role) == (State.SUPERSEDED, AssignmentRole.LEAD)


@pytest.mark.parametrize("act", [closing.transfer, closing.correct_unit])
def test_a_unit_that_has_its_part_or_is_gone_takes_no_other(cast, give, doing, act):
    first, second = give.task(("noi_vu", "kinh_te"), due=DUE)
    given = {"reason": "Đúng chức năng.", "decision": doing.by("leader"), "links": LINKS}
    refused("unit.same", doing.do, act, first, "chief", to_unit=cast.units["noi_vu"], **given)
    refused("unit.has_part", doing.do, act, first, "chief", to_unit=second.unit, **given)
    cast.units["xa_ha"].valid_to = date(2023, 9, 1)
    refused("unit.ended", doing.do, act, first, "chief", to_unit=cast.units["xa_ha"], **given)


def test_the_wrong_unit_put_right_counts_from_the_day_of_giving(cast, give, doing):
    part = give("noi_vu", due=DUE)
    doing.do(answering.acknowledge, part, "noi_vu_head")
    doing.later(1)
    given = {"to_unit": cast.units["tu_phap"], "reason": "Nhập nhầm đơn vị.", "decision": doing.by("chief")}
    doing.do(closing.correct_unit, part, "chief", **given, links=LINKS)
    assert (part.unit.name, part.state, part.acknowledged_on) == ("Phòng Tư pháp", State.OPEN, None)
    assert course_of(part, cut_off=TODAY).unit_id == cast.units["tu_phap"].id
    before = course_of(part, cut_off=TODAY, known_at=doing.clock.now() - timedelta(hours=12))
    assert before.unit_id == cast.units["noi_vu"].id, "what was frozen stays"


def test_a_coordinating_part_put_right_is_told_as_one_each_time_it_comes(session, cast, give, doing):
    _, helper = give.task(("noi_vu",), due=DUE, coordinating=("kinh_te",))
    for unit in ("tu_phap", "kinh_te", "tu_phap"):
        given = {"to_unit": cast.units[unit], "reason": "Nhập nhầm đơn vị.", "decision": doing.by("chief")}
        doing.do(closing.correct_unit, helper, "chief", **given, links=LINKS)
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("transferred:"))).all()
    assert [mail.to_name for mail in told] == ["Phòng Tư pháp", "Phòng Kinh tế", "Phòng Tư pháp"]
    assert [mail.body_text for mail in told if "phối hợp" not in mail.body_text.lower()] == []
    assert [mail.body_text for mail in told if "Phòng Nội vụ" not in mail.body_text] == []


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (EventKind.STOPPED, State.NOT_IMPLEMENTED),
        (EventKind.SUPERSEDED, State.SUPERSEDED),
        (EventKind.CANCELLED, State.CANCELLED),
    ],
)
def test_each_end_is_a_state_of_its_own_with_authority_and_reason(give, doing, kind, state):
    part, helper = give.task(("noi_vu",), due=DUE, coordinating=("tu_phap",))
    given = {"kind": kind, "decision": doing.by("leader")}
    refused("reason.required", doing.do, closing.close, part, "chief", reason="", **given)
    doing.do(closing.close, part, "chief", reason="Có thông báo mới.", **given)
    assert (part.state, helper.state, part.closed_on) == (state, state, TODAY)
    assert (part.events[-1].note, part.events[-1].decider.login) == ("Có thông báo mới.", "leader")


# Causes, check dates, progress.


def test_an_objective_cause_is_confirmed_once_and_may_be_taken_back(give, doing):
    part = give("noi_vu", due=date(2023, 9, 4))
    given = {"reason": "Lũ cuốn trôi cầu.", "decision": doing.by("leader")}
    refused("cause.none", doing.do, deciding.decide_cause, part, "chief", kind=EventKind.CAUSE_WITHDRAWN, **given)
    doing.do(deciding.decide_cause, part, "chief", kind=EventKind.CAUSE_CONFIRMED, **given)
    assert part.objective
    refused("cause.confirmed", doing.do, deciding.decide_cause, part, "chief", kind=EventKind.CAUSE_CONFIRMED, **given)
    doing.do(deciding.decide_cause, part, "chief", kind=EventKind.CAUSE_WITHDRAWN, **given)
    assert not part.objective


def test_the_secretariats_own_cause_is_confirmed_by_a_leader(give, doing):
    part = give("van_phong", due=date(2023, 9, 4))
    refused(
        "cause.own",
        doing.do,
        deciding.decide_cause,
        part,
        "chief",
        kind=EventKind.CAUSE_CONFIRMED,
        reason="Mất điện.",
        decision=doing.by("chief"),
    )


def test_a_check_date_is_the_offices_own_and_rates_nothing(give, doing):
    part = give("noi_vu")
    refused("check_date.past", doing.do, deciding.set_check_date, part, "staff", check_on=date(2023, 9, 13))
    refused("permission.denied", doing.do, deciding.set_check_date, part, "noi_vu_head", check_on=DUE)
    doing.do(deciding.set_check_date, part, "staff", check_on=DUE)
    assert (part.check_on, part.due_on) == (DUE, None)


@pytest.mark.parametrize("percent", [-1, 101])
def test_progress_in_per_cent_is_a_share(give, doing, percent):
    part = give("noi_vu", due=DUE)
    refused(
        "progress.percent", doing.do, answering.write_progress, part, "noi_vu_head", note="Đang làm.", percent=percent
    )
    doing.do(
        answering.write_progress, part, "noi_vu_head", note="Đang làm.", percent=60, lateness_reason=" Thiếu người. "
    )
    assert (part.events[-1].percent, part.events[-1].lateness_reason) == (60, "Thiếu người.")
    assert part.updated_on == TODAY
