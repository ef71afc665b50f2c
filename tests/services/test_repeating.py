"""A task that a later notice says again: one task, counted once, with one deadline, told in one mail."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.terms import (
    AssignmentRole,
    DirectiveLink,
    DueReason,
    EventKind,
    PeriodKind,
    SourceOfAssignment,
    State,
    TaskKind,
)
from app.models import Assignment, DirectiveRelation, DueDate, Event, MessageAssignment, OutboxMessage, TaskViewer
from app.services import closing, deciding, directive_lists, overview, recording, reports, superiors
from app.services.decisions import Decision
from app.services.listing import Wanted, count, list_assignments
from app.services.repeating import Repeat
from app.services.rules import load_rules
from tests.services.giving import Giving
from tests.services.test_assignments import Acts
from tests.services.test_directives import dated, firm, give, refused

LATER = {"number": "40/TB-UBND", "issued_on": date(2023, 9, 14), "signer": "Lê Văn Hà", "signer_title": "Phó Chủ tịch"}
DUE = date(2023, 9, 20)


@pytest.fixture
def first(cast, clock) -> Assignment:
    """Nội vụ leads, Kinh tế coordinates, due on 20/9."""
    made: Assignment = Giving(cast, clock)("noi_vu", due=DUE, coordinating=("kinh_te",))
    return made


def again(first: Assignment, adopt: bool | None = None) -> tuple[Repeat, ...]:
    return (Repeat(first.id, adopt),)


def part_of(session, task_id: int, role: AssignmentRole = AssignmentRole.COORDINATING) -> list[Assignment]:
    found = select(Assignment).where(Assignment.task_id == task_id, Assignment.role == role).order_by(Assignment.id)
    return list(session.scalars(found))


def test_what_is_said_again_stays_one_task_with_its_deadline(session, cast, clock, first):
    notice = give(cast, clock, firm(cast, "noi_vu", clause="3", repeats=again(first)), **LATER)
    (task,) = notice.tasks
    assert session.scalar(select(func.count(Assignment.id)).where(Assignment.task_id == task.id)) == 0
    assert (first.repeats, first.state, first.due_on, len(first.due_dates)) == (1, State.OPEN, DUE, 1)
    event = first.events[-1]
    assert (event.kind, event.task_id, event.effective_on) == (EventKind.REPEATED, task.id, date(2023, 9, 14))
    assert (event.decider_name, event.decider_title, event.decision_form.value) == (
        "Lê Văn Hà",
        "Phó Chủ tịch",
        "document",
    )
    assert recording.course_of(first).repeats == 1
    relation = session.scalars(select(DirectiveRelation)).one()
    assert (relation.later_id, relation.earlier_id, relation.kind) == (
        notice.id,
        first.task.directive_id,
        DirectiveLink.REPEATS,
    )


def test_it_is_counted_once_everywhere(session, cast, clock, first):
    rules = load_rules(session, office_id=cast.office.id)
    asked = {"actor": cast.chief, "rules": rules, "today": clock.today()}
    before = count(session, **asked, wanted=Wanted(role=AssignmentRole.LEAD))
    notice = give(cast, clock, firm(cast, "noi_vu", repeats=again(first)), **LATER)
    assert count(session, **asked, wanted=Wanted(role=AssignmentRole.LEAD)) == before
    listed = list_assignments(session, **asked, wanted=Wanted(role=AssignmentRole.LEAD)).items
    assert [(row.public_id, row.course.repeats) for row in listed] == [(first.public_id, 1)]
    ranked = overview.rank_units(session, office_id=cast.office.id, rules=rules, today=clock.today())
    assert [(rank.name, rank.dated) for rank in ranked if rank.dated] == [("Phòng Nội vụ", 1)]
    period = {"kind": PeriodKind.FREE, "period_from": date(2023, 9, 1), "cut_off": clock.today()}
    report = reports.make_report(session, actor=cast.chief, clock=clock, **period)
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    assert [(unit.name, unit.counts.c, unit.counts.total) for unit in view.units] == [("Phòng Nội vụ", 1, 1)]
    rows = {
        row.public_id: (row.tasks, row.parts)
        for row in directive_lists.list_directives(session, actor=cast.chief, today=clock.today()).items
    }
    assert rows == {first.task.directive.public_id: (1, 1), notice.public_id: (0, 0)}


def test_it_may_be_said_again_and_again(session, cast, clock, first):
    for number, day in (("40", 12), ("41", 13), ("42", 14)):
        task = firm(cast, "noi_vu", repeats=again(first))
        give(cast, clock, task, number=f"{number}/TB-UBND", issued_on=date(2023, 9, day))
    assert first.repeats == 3
    assert session.scalar(select(func.count(DirectiveRelation.id))) == 3


def test_two_tasks_of_one_notice_make_one_relation(session, cast, clock, first):
    notice = Giving(cast, clock)  # another earlier one, with two
    notice.directive.number = "16/TB-UBND"
    one, two = notice("tu_phap", due=DUE), notice("xa_ha", due=DUE)
    tasks = [firm(cast, "tu_phap", repeats=again(one)), firm(cast, "xa_ha", repeats=again(two))]
    give(cast, clock, *tasks, **LATER)
    assert session.scalar(select(func.count(DirectiveRelation.id))) == 1


@pytest.mark.parametrize(("adopt", "due_on"), [(True, date(2023, 10, 2)), (False, DUE)])
def test_another_date_moves_the_deadline_only_where_that_was_chosen(session, cast, clock, first, adopt, due_on):
    task = dated(cast, "noi_vu", day=date(2023, 10, 2), phrase="ngày 02/10/2023", repeats=again(first, adopt))
    give(cast, clock, task, **LATER)
    assert first.due_on == due_on
    assert first.due_dates[0].due_on == DUE
    if adopt:
        moved = session.get(DueDate, first.due_date_id)
        assert (moved.reason, moved.phrase, moved.note) == (
            DueReason.ADJUSTED,
            "ngày 02/10/2023",
            "Theo Thông báo số 40/TB-UBND ngày 14/09/2023",
        )
        assert (moved.decider_name, moved.decision_form.value) == ("Lê Văn Hà", "document")


def test_which_date_holds_is_asked_and_never_guessed(cast, clock, first):
    with refused("repeat.which_date"):
        give(cast, clock, dated(cast, "noi_vu", day=date(2023, 10, 2), repeats=again(first)), **LATER)


def test_the_same_date_asks_nothing(cast, clock, first):
    give(cast, clock, dated(cast, "noi_vu", day=DUE, repeats=again(first)), **LATER)
    assert (first.repeats, len(first.due_dates)) == (1, 1)


def test_the_other_leads_get_parts_of_their_own(session, cast, clock, first):
    notice = give(cast, clock, firm(cast, "noi_vu", "tu_phap", coordinating=("xa_ha",), repeats=again(first)), **LATER)
    parts = session.scalars(select(Assignment).where(Assignment.task_id == notice.tasks[0].id)).all()
    assert {(part.unit_id, part.role.value) for part in parts} == {
        (cast.units["tu_phap"].id, "lead"),
        (cast.units["xa_ha"].id, "coordinating"),
    }


def test_who_coordinates_goes_on_in_the_first_task_or_joins_it(session, cast, clock, first):
    give(cast, clock, firm(cast, "noi_vu", coordinating=("kinh_te", "xa_ha"), repeats=again(first)), **LATER)
    there, joined = part_of(session, first.task_id)
    assert (there.unit_id, there.repeats) == (cast.units["kinh_te"].id, 1)
    assert (joined.unit_id, joined.repeats, joined.due_on) == (cast.units["xa_ha"].id, 0, DUE)
    assert joined.given_on == date(2023, 9, 14)
    assert session.scalar(select(func.count(Assignment.id))) == 3


def mails(session) -> list[tuple[str, str, str]]:
    rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.kind.value, row.to_name, row.subject) for row in rows]


def test_a_unit_hears_it_in_one_mail_with_what_is_new(session, cast, clock, first):
    said = dated(
        cast, "noi_vu", day=date(2023, 10, 2), clause="3", text="Khẩn trương rà soát.", repeats=again(first, True)
    )
    give(cast, clock, said, firm(cast, "noi_vu", clause="4", text="Lập danh sách."), **LATER)
    assert mails(session) == [("tasks_given", "Phòng Nội vụ", "01 nhiệm vụ chủ trì, 01 nhắc lại – 40/TB-UBND")]
    mail = session.scalars(select(OutboxMessage)).one()
    for body in (mail.body_text, mail.body_html):
        words = " ".join(body.split())
        assert "II. NHẮC LẠI" in words
        assert "Khẩn trương rà soát." in words
        assert "Đã giao tại Thông báo số 15/TB-UBND ngày 04/09/2023, mục 1; nhắc lại lần 1" in words
        assert "Thời hạn điều chỉnh: Thứ Hai, 02/10/2023" in words
    about = set(session.scalars(select(MessageAssignment.assignment_id)))
    assert first.id in about
    assert len(about) == 2


def test_a_unit_with_nothing_new_has_a_mail_of_its_own(session, cast, clock, first):
    give(cast, clock, firm(cast, "noi_vu", coordinating=("kinh_te",), repeats=again(first)), **LATER)
    subject = "01 nhiệm vụ nhắc lại – 40/TB-UBND"
    assert sorted(mails(session)) == [("repeated", "Phòng Kinh tế", subject), ("repeated", "Phòng Nội vụ", subject)]
    text = " ".join(session.scalars(select(OutboxMessage.body_text)).first().split())
    assert "Thời hạn giữ nguyên: Thứ Tư, 20/09/2023" in text
    assert "UBND huyện Thử Nghiệm nhắc lại các nhiệm vụ đã giao" in text


def test_a_mail_says_no_word_of_a_limited_task(session, cast, clock, first):
    first.task.restricted = True
    session.add(TaskViewer(task_id=first.task_id, user_id=cast.users["chief"].id))
    give(cast, clock, firm(cast, "noi_vu", text="Lời riêng của việc này.", repeats=again(first)), **LATER)
    mail = session.scalars(select(OutboxMessage)).one()
    assert "Lời riêng" not in mail.body_text + mail.body_html


def test_what_is_limited_for_somebody_cannot_be_said_again_by_them(session, cast, clock, first):
    first.task.restricted = True
    session.add(TaskViewer(task_id=first.task_id, user_id=cast.users["staff"].id))
    session.flush()
    with refused("repeat.unknown"):
        give(cast, clock, firm(cast, "noi_vu", repeats=again(first)), **LATER)


def _stop(session, cast, clock, first):
    decision = Decision(decider_id=cast.users["chief"].id)
    common = {"actor": cast.chief, "clock": clock, "assignment": first, "version": first.version}
    closing.close(session, **common, kind=EventKind.STOPPED, reason="Không còn cần.", decision=decision)


def _finish(session, cast, clock, first):
    Acts(session, cast, clock).report(first)
    decision = Decision(decider_id=cast.users["chief"].id)
    common = {"actor": cast.chief, "clock": clock, "assignment": first, "version": first.version}
    deciding.accept(session, **common, completed_on=clock.today(), decision=decision)


@pytest.mark.parametrize("end", [_stop, _finish])
def test_what_was_closed_cannot_be_said_again(session, cast, clock, first, end):
    end(session, cast, clock, first)
    with refused("repeat.closed"):
        give(cast, clock, firm(cast, "noi_vu", repeats=again(first)), **LATER)
    assert session.scalar(select(func.count(Event.id)).where(Event.kind == EventKind.REPEATED)) == 0


@pytest.mark.parametrize(
    ("units", "fields", "code"),
    [
        (("tu_phap",), {}, "repeat.unknown"),
        (("noi_vu",), {"kind": TaskKind.RECURRING, "recurrence": "hằng tháng, trước ngày 20"}, "repeat.recurring"),
    ],
)
def test_what_nobody_could_have_been_offered_is_refused(cast, clock, first, units, fields, code):
    with refused(code):
        give(cast, clock, firm(cast, *units, repeats=again(first), **fields), **LATER)


def test_a_notice_does_not_repeat_what_was_given_after_it(cast, clock, first):
    with refused("repeat.before"):
        give(cast, clock, firm(cast, "noi_vu", repeats=again(first)), **{**LATER, "issued_on": date(2023, 9, 1)})


def test_nothing_is_said_twice_by_one_notice(cast, clock, first):
    with refused("repeat.twice"):
        give(cast, clock, *[firm(cast, "noi_vu", repeats=again(first))] * 2, **LATER)


def test_a_coordinating_part_is_no_task_to_be_said_again(session, cast, clock, first):
    (part,) = part_of(session, first.task_id)
    with refused("repeat.unknown"):
        give(cast, clock, firm(cast, "kinh_te", repeats=again(part)), **LATER)


def test_a_date_past_the_superiors_is_not_adopted_and_the_first_may_be_kept(session, cast, clock, first):
    document = superiors.Document(SourceOfAssignment.PROVINCE, "1/UBND", date(2023, 9, 4))
    latest = date(2023, 9, 25)
    superiors.mark(session, actor=cast.chief, clock=clock, task=first.task, document=document, due_on=latest)
    for adopt, code in ((True, "superior.inner_after"), (None, "repeat.which_date")):
        with refused(code), session.begin_nested():
            give(cast, clock, dated(cast, "noi_vu", day=date(2023, 10, 9), repeats=again(first, adopt)), **LATER)
    give(cast, clock, dated(cast, "noi_vu", day=date(2023, 10, 9), repeats=again(first, False)), **LATER)
    assert (first.repeats, first.due_on) == (1, DUE)
