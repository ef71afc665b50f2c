"""What a later notice does to an earlier one's tasks: all of it or nothing, and first as a preview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy import func, select

from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import DirectiveLink, DueReason, EventKind, SourceOfAssignment, State
from app.models import Assignment, AuditEntry, Directive, DirectiveRelation, DueDate, Event, OutboxMessage, TaskViewer
from app.services import directive_relations, relation_choices, relation_lists
from app.services.directive_relations import Closing, Line, NewDay, Pair, Relating, Seen
from app.services.rules import load_rules
from tests.services.test_assignments import Acts
from tests.services.test_directives import dated, firm, give, refused

LINKS = Links("http://dondoc.test")
SIGNED = {"signer": "Lê Văn Hà", "signer_title": "Phó Chủ tịch"}
NAMED = "Thông báo số 40/TB-UBND ngày 14/09/2023"


@dataclass
class Two:
    """An earlier notice with three dated tasks, a later one with one that is like the first of them, and who acts."""

    earlier: Directive
    later: Directive
    actor: Actor
    clock: object
    session: object

    def parts(self, directive: Directive) -> list[Assignment]:
        return directive_relations.open_leads(self.session, actor=self.actor, directive=directive)

    def relate(self, kind: DirectiveLink, *, actor: Actor | None = None, turned: bool = False, **more) -> list[Line]:
        return directive_relations.relate(**self._common(actor, turned), relating=Relating(kind=kind, **more))

    def preview(self, kind: DirectiveLink, **more) -> list[Line]:
        return directive_relations.preview(**self._common(None, False), relating=Relating(kind=kind, **more))

    def _common(self, actor, turned) -> dict[str, object]:
        later, earlier = (self.earlier, self.later) if turned else (self.later, self.earlier)
        who = {"actor": actor or self.actor, "clock": self.clock, "links": LINKS}
        return {"session": self.session, **who, "later": later, "earlier": earlier}


@pytest.fixture
def two(session, cast, clock) -> Two:
    first = dated(cast, "noi_vu", clause="2", text="Rà soát hồ sơ người có công toàn huyện.", day=date(2023, 9, 30))
    second = dated(cast, "tu_phap", clause="3", text="Kiểm tra hợp đồng thuê ki ốt.", coordinating=("xa_ha",))
    third = firm(cast, "kinh_te", clause="4", text="Lập danh mục chợ.")
    earlier = give(cast, clock, first, second, third)
    again = dated(
        cast, "noi_vu", clause="7", text="Khẩn trương rà soát hồ sơ người có công toàn huyện.", day=date(2023, 10, 9)
    )
    later = give(cast, clock, again, number="40/TB-UBND", issued_on=date(2023, 9, 14), **SIGNED)
    return Two(earlier, later, cast.chief, clock, session)


def seen(assignment: Assignment) -> Seen:
    return Seen(assignment.public_id, assignment.version)


def facts(session) -> tuple[object, ...]:
    tables = (DirectiveRelation, Event, DueDate, OutboxMessage, AuditEntry)
    states = session.execute(select(Assignment.id, Assignment.state, Assignment.due_on).order_by(Assignment.id)).all()
    return (*(session.scalar(select(func.count()).select_from(table)) for table in tables), tuple(states))


@pytest.mark.parametrize("kind", [DirectiveLink.CORRECTS, DirectiveLink.SUPPLEMENTS])
def test_a_correction_and_a_supplement_are_words_alone(session, two, kind):
    before = [(part.state, part.due_on, part.version) for part in two.parts(two.earlier)]
    assert two.relate(kind, note="Sửa lỗi đánh máy tại mục 2.") == []
    assert [(part.state, part.due_on, part.version) for part in two.parts(two.earlier)] == before
    (row,) = relation_lists.related_to(session, actor=two.actor, directive=two.earlier)
    assert (row.directive, row.kind, row.is_later, row.note) == (two.later, kind, True, "Sửa lỗi đánh máy tại mục 2.")
    (row,) = relation_lists.related_to(session, actor=two.actor, directive=two.later)
    assert (row.directive, row.is_later) == (two.earlier, False)


def test_an_amendment_moves_the_deadlines_that_were_chosen_by_authority_of_the_later_notice(session, two):
    first, second, third = two.parts(two.earlier)
    days = [NewDay(seen(first), date(2023, 10, 16)), NewDay(seen(third), date(2023, 11, 1), exclusive=True)]
    lines = two.relate(DirectiveLink.AMENDS, days=days)
    assert [(line.due_before, line.due_after) for line in lines] == [
        (date(2023, 9, 30), date(2023, 10, 16)),
        (None, date(2023, 11, 1)),
    ]
    assert (first.due_on, second.due_on) == (date(2023, 10, 16), date(2023, 9, 30))
    due = session.get(DueDate, first.due_date_id)
    assert (due.reason, due.note, due.decider_name, due.decision_form.value, due.decided_on) == (
        DueReason.ADJUSTED,
        f"Theo {NAMED}",
        "Lê Văn Hà",
        "document",
        date(2023, 9, 14),
    )


def test_an_amendment_is_done_whole_or_not_at_all(session, two):
    first, second, _ = two.parts(two.earlier)
    before = facts(session)
    too_early = [NewDay(seen(first), date(2023, 10, 16)), NewDay(seen(second), date(2023, 9, 1))]
    tried = session.begin_nested()
    with refused("due.before_given"):
        two.relate(DirectiveLink.AMENDS, days=too_early)
    tried.rollback()
    session.expire_all()
    assert facts(session) == before


def test_a_replacement_closes_what_was_chosen_and_leaves_what_is_done(session, cast, clock, two):
    acts = Acts(session, cast, clock)
    first, second, third = two.parts(two.earlier)
    acts.report(third)
    acts.accept(third)
    (new,) = two.parts(two.later)
    lines = two.relate(
        DirectiveLink.REPLACES, closings=[Closing(seen(first), new.task.position), Closing(seen(second))]
    )
    assert [line.state for line in lines] == [State.SUPERSEDED] * 2
    assert (first.state, second.state, third.state) == (State.SUPERSEDED, State.SUPERSEDED, State.DONE)
    helper = session.scalars(select(Assignment).where(Assignment.unit_id == cast.units["xa_ha"].id)).one()
    assert helper.state is State.SUPERSEDED
    event = first.events[-1]
    assert (event.kind, event.task_id, event.note) == (EventKind.SUPERSEDED, new.task_id, f"Theo {NAMED}")
    assert second.events[-1].task_id is None
    (later,) = relation_lists.later_notices(session, assignment=first)
    assert later.task.directive is two.later
    (row,) = relation_lists.related_to(session, actor=two.actor, directive=two.earlier)
    assert (row.kind, row.is_later) == (DirectiveLink.REPLACES, True)


def test_a_repetition_found_later_is_counted_with_the_first(session, cast, two):
    first = two.parts(two.earlier)[0]
    (later,) = two.parts(two.later)
    told = session.scalar(select(func.count(OutboxMessage.id)))
    (line,) = two.relate(DirectiveLink.REPEATS, pairs=[Pair(seen(later), seen(first), adopt_date=True)])
    assert (line.public_id, line.times, line.due_after) == (first.public_id, 1, date(2023, 10, 9))
    assert (later.state, later.events[-1].note) == (State.SUPERSEDED, "Nhắc lại, tính ở nhiệm vụ đầu")
    assert (first.repeats, first.events[-2].task_id) == (1, later.task_id)
    mail = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert (mail.kind.value, mail.to_name) == ("repeated", "Phòng Nội vụ")
    assert session.scalar(select(func.count(OutboxMessage.id))) == told + 1
    rules = load_rules(session, office_id=cast.office.id)
    (said,) = relation_lists.said_again(
        session, actor=two.actor, directive=two.later, rules=rules, today=date(2023, 9, 14)
    )
    assert (said.first, said.times, said.is_whole) == (first, 1, False)


def test_which_date_holds_is_asked_here_too(two):
    pair = Pair(seen(two.parts(two.later)[0]), seen(two.parts(two.earlier)[0]))
    with refused("repeat.which_date"):
        two.relate(DirectiveLink.REPEATS, pairs=[pair])


def test_a_preview_leaves_nothing_and_says_what_will_be(session, two):
    first = two.parts(two.earlier)[0]
    (later,) = two.parts(two.later)
    given = {"pairs": [Pair(seen(later), seen(first), adopt_date=False)]}
    before = facts(session)
    shown = two.preview(DirectiveLink.REPEATS, **given)
    assert facts(session) == before
    assert two.relate(DirectiveLink.REPEATS, **given) == shown


def _itself(two: Two) -> None:
    two.earlier = two.later
    two.relate(DirectiveLink.CORRECTS)


def _twice(two: Two) -> None:
    two.relate(DirectiveLink.CORRECTS)
    two.relate(DirectiveLink.CORRECTS)


def _around(two: Two) -> None:
    two.relate(DirectiveLink.REPLACES)
    two.earlier.given_on = two.later.given_on
    two.relate(DirectiveLink.REPLACES, turned=True)


def _of_two_units(two: Two) -> None:
    pair = Pair(seen(two.parts(two.later)[0]), seen(two.parts(two.earlier)[1]), adopt_date=False)
    two.relate(DirectiveLink.REPEATS, pairs=[pair])


def _foreign(two: Two) -> None:
    two.relate(DirectiveLink.REPLACES, closings=[Closing(seen(two.parts(two.later)[0]))])


def _stale(two: Two) -> None:
    old = Seen(two.parts(two.earlier)[0].public_id, 99)
    two.relate(DirectiveLink.REPLACES, closings=[Closing(old)])


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (_itself, "relation.itself"),
        (_twice, "relation.there"),
        (_around, "relation.cycle"),
        (lambda two: two.relate(DirectiveLink.CORRECTS, turned=True), "relation.before"),
        (lambda two: two.relate(DirectiveLink.FORMALISES), "relation.kind"),
        (lambda two: two.relate(DirectiveLink.AMENDS), "relation.nothing"),
        (lambda two: two.relate(DirectiveLink.REPEATS), "relation.nothing"),
        (_of_two_units, "relation.units"),
        (_foreign, "relation.foreign"),
        (_stale, "stale"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_is_refused(two, act, code):
    with refused(code):
        act(two)


def test_a_notice_that_replaces_may_go_on_to_replace_more(session, two):
    first, second, _ = two.parts(two.earlier)
    two.relate(DirectiveLink.REPLACES, closings=[Closing(seen(first))])
    two.relate(DirectiveLink.REPLACES, closings=[Closing(seen(second))])
    assert session.scalar(select(func.count(DirectiveRelation.id))) == 1


@pytest.mark.parametrize("kind", [DirectiveLink.REPLACES, DirectiveLink.REPEATS])
def test_who_may_not_end_an_assignment_does_not_by_a_relation(cast, two, kind):
    with refused("permission.denied"):
        two.relate(kind, actor=cast.staff)


@pytest.mark.parametrize("who", ["leader", "clerk", "noi_vu_head"])
def test_only_the_office_relates(cast, two, who):
    with refused("permission.denied"):
        two.relate(DirectiveLink.CORRECTS, actor=cast.actor(who))


def test_what_is_limited_is_neither_offered_nor_touched(session, cast, two):
    first = two.parts(two.earlier)[0]
    first.task.restricted = True
    session.add(TaskViewer(task_id=first.task_id, user_id=cast.users["staff"].id))
    session.flush()
    assert first not in two.parts(two.earlier)
    with refused("relation.foreign"):
        two.relate(DirectiveLink.REPLACES, closings=[Closing(seen(first))])
    (offer,) = relation_choices.offers(two.parts(two.later), two.parts(two.earlier))
    assert (offer.others, offer.proposed) == ([], None)


def test_the_likest_task_of_the_same_unit_is_proposed(two):
    (offer,) = relation_choices.offers(two.parts(two.later), two.parts(two.earlier))
    assert offer.proposed == two.parts(two.earlier)[0]
    assert "rà soát hồ sơ người có công" in offer.likest.shared


@pytest.mark.parametrize("number", ["21/TB-UBND", " 021/tb-ubnd", "21 / TB-UBND"])
def test_an_earlier_notice_is_found_by_its_number_however_it_is_typed(session, two, number):
    asked = {"actor": two.actor, "number": number, "public_id": ""}
    assert relation_choices.find_earlier(session, **asked) == two.earlier


@pytest.mark.parametrize(("number", "code"), [("", "relation.choose"), ("99/TB-UBND", "relation.no_notice")])
def test_what_is_not_found_is_said(session, two, number, code):
    with pytest.raises(DomainError, match=code):
        relation_choices.find_earlier(session, actor=two.actor, number=number, public_id="")


def test_a_notice_that_the_words_name_comes_first(session, cast, clock, two):
    text = "Tiếp tục thực hiện nội dung tại Thông báo số 21/TB-UBND."
    newest = give(cast, clock, firm(cast, "xa_ha", text=text), number="44/TB-UBND", issued_on=date(2023, 9, 14))
    listed = relation_choices.likely_earlier(session, actor=two.actor, later=newest)
    assert [each.number for each in listed] == ["21/TB-UBND", "40/TB-UBND"]


@pytest.mark.parametrize(("latest", "is_in_time"), [(date(2023, 9, 29), False), (date(2023, 9, 30), True)])
def test_what_is_owed_to_a_superior_goes_with_the_first(session, cast, two, latest, is_in_time):
    text = "Rà soát hồ sơ người có công toàn huyện."
    task = dated(cast, "noi_vu", text=text, day=date(2023, 9, 20), superior_due_on=latest)
    source = SourceOfAssignment.PROVINCE
    later = give(cast, two.clock, task, number="9/UBND", issued_on=date(2023, 9, 14), source_of_assignment=source)
    (again,), first = two.parts(later), two.parts(two.earlier)[0]
    duty = again.task.superior
    asked = replace(two, later=later)
    pairs = [Pair(seen(again), seen(first), adopt_date=False)]
    if not is_in_time:
        with refused("superior.inner_after"):
            asked.relate(DirectiveLink.REPEATS, pairs=pairs)
        return
    asked.relate(DirectiveLink.REPEATS, pairs=pairs)
    assert (first.task.superior, again.task.superior) == (duty, None)
