"""Văn bản hóa: an order by word of mouth gets its document, and its task stays one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import DirectiveLink, EventKind, SourceOfAssignment, State, TaskKind
from app.models import Assignment, AuditEntry, Directive, DirectiveRelation, Task
from app.services import answering, closing, deciding, directives, formalising, quick_giving, recording, superiors
from app.services.decisions import Decision
from app.services.directives import NewDirective
from app.services.formalising import NewDocument
from app.services.giving import NewTask
from app.services.quick_giving import Addressee, NewOrder
from tests.cast import Cast
from tests.conftest import TODAY
from tests.services.superior_making import give_from_above, new_task, owed

LINKS = Links("http://dondoc.test")
TEXT = "Rà soát toàn bộ hồ sơ đất đai tồn đọng, báo cáo Chủ tịch UBND huyện"
LIKE = "Rà soát toàn bộ hồ sơ đất đai tồn đọng, đề xuất hướng xử lý, báo cáo Chủ tịch UBND huyện trong tháng 10"
OTHER = "Tổ chức Tết Trung thu cho thiếu nhi trên địa bàn"
DOCUMENT = NewDocument(kind="Công văn", number="88/UBND-VP", issued_on=TODAY, signer="Nguyễn Văn A")


@pytest.fixture
def order(cast, clock, tmp_path):
    def act(*units: str, **more: object) -> Directive:
        given = {
            "text": TEXT,
            "to": tuple(Addressee(cast.units[unit].id) for unit in units or ("noi_vu",)),
            "leader_id": cast.users["leader"].id,
            "named_on": date(2023, 9, 20),
        }
        wanted = NewOrder(**(given | more))
        return quick_giving.give(
            cast.session, actor=cast.staff, clock=clock, links=LINKS, files=FileStore(tmp_path), order=wanted
        )

    return act


def notice(
    cast: Cast,
    clock: FixedClock,
    *units: str,
    text: str = LIKE,
    coordinating: str = "",
    task: dict | None = None,
    **head: object,
):
    """A written notice with one task, given today."""
    said = {"kind": "Thông báo", "number": "30/TB-UBND", "issuer": "UBND huyện Thử Nghiệm", "subject": "Kết luận họp"}
    duty = NewTask(
        clause="1",
        text=text,
        kind=TaskKind.DATED,
        lead_unit_ids=tuple(cast.units[unit].id for unit in units or ("noi_vu",)),
        coordinating_unit_ids=(cast.units[coordinating].id,) if coordinating else (),
        **({"named_on": date(2023, 10, 31)} | (task or {})),
    )
    made = directives.give_tasks(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=LINKS,
        directive=NewDirective(**(said | {"issued_on": TODAY} | head)),
        tasks=[duty],
    )
    return made.tasks[0]


def write_down(cast: Cast, clock: FixedClock, directive: Directive, document: NewDocument = DOCUMENT, **more: object):
    asked = {"actor": cast.clerk, "version": directive.version} | more
    formalising.write_down(cast.session, clock=clock, directive=directive, document=document, **asked)


def link(cast: Cast, clock: FixedClock, directive: Directive, task: Task, **more: object) -> Directive:
    asked = {"actor": cast.staff, "version": directive.version, "task_public_id": task.public_id} | more
    return formalising.link(cast.session, clock=clock, directive=directive, **asked)


def parts(cast: Cast, directive: Directive) -> list[Assignment]:
    query = select(Assignment).join(Task).where(Task.directive_id == directive.id).order_by(Assignment.id)
    return list(cast.session.scalars(query))


def refused(code: str):
    return pytest.raises(DomainError, match=code.replace(".", r"\."))


# The order becomes the document


def test_an_order_becomes_its_document_and_what_it_counts_from_stays(cast, clock, order):
    directive = order("noi_vu", "kinh_te")
    before = [(part.given_on, part.due_on, part.state) for part in parts(cast, directive)]
    write_down(cast, clock, directive)
    assert (directive.kind, directive.number, directive.issued_on) == ("Công văn", "88/UBND-VP", TODAY)
    assert (directive.oral, directive.signer, directive.leader) == (False, "Nguyễn Văn A", "Phó Chủ tịch Hà")
    assert [(part.given_on, part.due_on, part.state) for part in parts(cast, directive)] == before
    for part in parts(cast, directive):
        event = part.events[-1]
        assert (event.kind, event.note, event.task_id) == (
            EventKind.FORMALISED,
            "Công văn số 88/UBND-VP ngày 14/09/2023",
            None,
        )


def test_a_part_that_is_done_is_made_written_and_one_that_was_cancelled_is_not(cast, clock, order):
    directive = order("noi_vu", "kinh_te")
    done, cancelled = parts(cast, directive)
    answering.report_done(cast.session, actor=cast.head("noi_vu"), clock=clock, assignment=done, version=done.version)
    by_leader = Decision(decider_id=cast.users["leader"].id)
    deciding.accept(
        cast.session,
        actor=cast.leader,
        clock=clock,
        assignment=done,
        version=done.version,
        completed_on=TODAY,
        decision=by_leader,
    )
    recording.add(
        cast.session,
        cancelled,
        type(cancelled.events[0])(
            kind=EventKind.CANCELLED,
            effective_on=TODAY,
            recorded_at=clock.now(),
            recorder_id=cast.users["chief"].id,
        ),
    )
    write_down(cast, clock, directive)
    assert (done.state, done.events[-1].kind) == (State.DONE, EventKind.FORMALISED)
    assert cancelled.events[-1].kind is EventKind.CANCELLED


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": " "}, "formalise.no_kind"),
        ({"number": ""}, "directive.no_number"),
        ({"issued_on": None}, "formalise.no_day"),
        ({"issued_on": date(2023, 9, 15)}, "directive.future_date"),
        ({"number": "30/TB-UBND"}, "directive.number_taken"),
    ],
)
def test_what_is_no_document_is_refused_and_the_order_stays_one(cast, clock, order, wrong, code):
    notice(cast, clock)
    directive = order()
    with refused(code):
        write_down(cast, clock, directive, replace(DOCUMENT, **wrong))
    assert (directive.oral, directive.number) == (True, None)


def test_a_stale_page_a_written_notice_and_a_second_time_are_refused(cast, clock, order):
    directive = order()
    with refused("stale"):
        write_down(cast, clock, directive, version=7)
    with refused("formalise.not_oral"):
        write_down(cast, clock, notice(cast, clock, number=None).directive)
    write_down(cast, clock, directive)
    with refused("directive.has_number"):
        write_down(cast, clock, directive)


@pytest.mark.parametrize("who", ["leader", "admin", "noi_vu_head"])
def test_who_may_enter_no_number_makes_nothing_written(cast, clock, order, who):
    with refused("permission.denied"):
        write_down(cast, clock, order(), actor=cast.actor(who))


# The notice that holds the same duty


def test_tasks_of_the_same_unit_and_like_words_are_offered_with_why(cast, clock, order):
    directive = order("noi_vu", "kinh_te")
    like = notice(cast, clock, "noi_vu", "tu_phap")
    notice(cast, clock, "noi_vu", text=OTHER, number="31/TB-UBND")
    notice(cast, clock, "tu_phap", number="32/TB-UBND")
    (found,) = formalising.candidates(cast.session, actor=cast.staff, directive=directive)
    assert (found.public_id, list(found.units), list(found.moved)) == (like.public_id, ["Phòng Nội vụ"], [])
    assert 0.6 < found.alike < 1
    assert found.due_on == date(2023, 10, 31)


def test_a_task_that_is_kept_from_the_person_is_not_offered_and_not_taken(cast, clock, order):
    directive, task = order(), notice(cast, clock)
    task.restricted = True
    cast.session.flush()
    assert formalising.candidates(cast.session, actor=cast.staff, directive=directive) == []
    with refused("not_found"):
        link(cast, clock, directive, task)


def test_a_linked_notice_does_not_double_the_task(cast, clock, order):
    directive, task = order("noi_vu"), notice(cast, clock, "noi_vu", "tu_phap")
    assert link(cast, clock, directive, task).public_id == task.directive.public_id
    (ours,) = parts(cast, directive)
    assert (ours.state, ours.events[-1].kind, ours.events[-1].task_id) == (State.OPEN, EventKind.FORMALISED, task.id)
    double, other = parts(cast, task.directive)
    assert (double.state, other.state) == (State.SUPERSEDED, State.OPEN)
    assert double.events[-1].note == (
        "Cùng một việc đã giao, theo dõi tại ý kiến chỉ đạo của Phó Chủ tịch Hà ngày 14/09/2023"
    )
    relation = cast.session.scalars(select(DirectiveRelation)).one()
    assert (relation.later_id, relation.earlier_id, relation.kind) == (
        task.directive_id,
        directive.id,
        DirectiveLink.FORMALISES,
    )
    assert formalising.formalised_by(cast.session, directive=directive) is task.directive


def test_with_the_last_lead_of_the_notice_its_coordination_ends(cast, clock, order):
    directive, task = order("noi_vu"), notice(cast, clock, "noi_vu", coordinating="tu_phap")
    link(cast, clock, directive, task)
    assert {part.state for part in parts(cast, task.directive)} == {State.SUPERSEDED}


def test_where_a_unit_has_begun_to_answer_the_notice_somebody_has_to_say_which_goes_on(cast, clock, order):
    directive, task = order("noi_vu", "kinh_te"), notice(cast, clock, "noi_vu", "kinh_te")
    begun = parts(cast, task.directive)[1]
    answering.acknowledge(
        cast.session, actor=cast.head("kinh_te"), clock=clock, assignment=begun, version=begun.version
    )
    (found,) = formalising.candidates(cast.session, actor=cast.staff, directive=directive)
    assert list(found.moved) == ["Phòng Kinh tế"]
    with refused("formalise.moved") as question:
        link(cast, clock, directive, task)
    assert question.value.params["unit"] == "Phòng Kinh tế"
    assert [part.state for part in parts(cast, task.directive)] == [State.OPEN, State.ACKNOWLEDGED]
    assert cast.session.scalars(select(DirectiveRelation)).all() == []


def test_a_task_of_other_units_a_stale_page_and_a_second_link_are_refused(cast, clock, order):
    directive, task = order("noi_vu"), notice(cast, clock, "tu_phap")
    with refused("formalise.no_unit"):
        link(cast, clock, directive, task)
    right = notice(cast, clock, "noi_vu", number="31/TB-UBND")
    with refused("stale"):
        link(cast, clock, directive, right, version=9)
    seen = directive.version
    link(cast, clock, directive, right)
    assert directive.version > seen
    with refused("formalise.done"):
        link(cast, clock, directive, right)
    with refused("formalise.done"):
        write_down(cast, clock, directive)


@pytest.mark.parametrize("who", ["clerk", "leader", "admin", "noi_vu_head"])
def test_who_may_not_relate_notices_links_none(cast, clock, order, who):
    directive, task = order(), notice(cast, clock)
    with refused("permission.denied"):
        link(cast, clock, directive, task, actor=cast.actor(who))
    with refused("permission.denied"):
        formalising.candidates(cast.session, actor=cast.actor(who), directive=directive)


def test_both_ways_are_in_the_log_without_words(cast, clock, order):
    write_down(cast, clock, order())
    link(cast, clock, order(text=LIKE), notice(cast, clock))
    entries = list(cast.session.scalars(select(AuditEntry).where(AuditEntry.action == "directive.formalised")))
    assert [entry.payload for entry in entries] == [{}, {}]


def test_what_the_document_owes_to_a_superior_goes_on_with_the_order(cast, clock, order):
    directive, duty = order(), owed(cast, clock, text=LIKE)
    link(cast, clock, directive, duty.task)
    assert [part.task.superior for part in parts(cast, directive)] == [duty]
    assert superiors.of_task(cast.session, task_id=duty.task_id).number == duty.number


def test_an_order_that_ends_after_the_date_of_the_superiors_document_is_not_linked_to_it(cast, clock, order):
    directive = order()
    early = owed(cast, clock, text=LIKE, inner=date(2023, 9, 18), superior=date(2023, 9, 19))
    with refused("superior.inner_after"):
        link(cast, clock, directive, early.task)


def test_while_another_unit_leads_the_document_it_is_owed_there(cast, clock, order):
    directive = order()
    task = new_task(cast, LIKE, inner=date(2023, 9, 26), superior=date(2023, 9, 29), units=("noi_vu", "kinh_te"))
    written = give_from_above(cast, clock, task).tasks[0]
    link(cast, clock, directive, written)
    assert superiors.of_task(cast.session, task_id=written.id) is not None


def test_an_order_that_was_stopped_takes_no_duty_of_a_notice_with_it(cast, clock, order):
    directive = order("noi_vu", "kinh_te")
    stopped, _ = parts(cast, directive)
    closing.close(
        cast.session,
        actor=cast.chief,
        clock=clock,
        assignment=stopped,
        version=stopped.version,
        kind=EventKind.STOPPED,
        reason="Không còn phù hợp.",
        decision=Decision(decider_id=cast.users["leader"].id),
    )
    task = notice(cast, clock, "noi_vu", "kinh_te")
    (offered,) = formalising.candidates(cast.session, actor=cast.staff, directive=directive)
    assert list(offered.units) == [cast.units["kinh_te"].name]
    link(cast, clock, directive, task)
    assert [part.state for part in parts(cast, task.directive)] == [State.OPEN, State.SUPERSEDED]


@pytest.mark.parametrize(("latest", "is_in_time"), [(date(2023, 9, 19), False), (date(2023, 9, 20), True)])
def test_what_a_superior_put_into_writing_is_owed_upward_for_the_order(cast, clock, order, latest, is_in_time):
    directive = order()
    (part,) = parts(cast, directive)
    given = {"named_on": date(2023, 9, 18), "superior_due_on": latest}
    task = notice(cast, clock, task=given, source_of_assignment=SourceOfAssignment.PROVINCE)
    duty = task.superior
    if not is_in_time:
        with refused("superior.inner_after"):
            link(cast, clock, directive, task)
        return
    link(cast, clock, directive, task)
    assert (part.task.superior, task.superior) == (duty, None)
