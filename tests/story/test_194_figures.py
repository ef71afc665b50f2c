"""The second half of the story of notice 194: from the tasks as read and given to figures that stay frozen."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.terms import FigureClass, PeriodKind, Standing, TaskKind
from app.models import Assignment, Directive, Report
from app.services import answering, deciding, reports
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.listing import Wanted, list_assignments
from app.services.rules import load_rules
from tests.cast import Cast

COUNTED_FROM, CUT_OFF = date(2023, 9, 1), date(2023, 10, 31)
DONE_ON = date(2023, 10, 25)


def dated(notice: Directive, session: Session) -> list[Assignment]:
    """The dated lead assignments, in the order of the notice."""
    ids = [task.id for task in notice.tasks if task.kind is TaskKind.DATED]
    return session.query(Assignment).filter(Assignment.task_id.in_(ids)).order_by(Assignment.task_id).all()


def make_report(session: Session, cast: Cast, clock: FixedClock) -> Report:
    days = {"period_from": COUNTED_FROM, "cut_off": CUT_OFF}
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.FREE, **days)


def test_the_notice_has_29_firm_tasks_and_3_general_ones_and_three_are_dated_on_two_dates(session, notice):
    kinds = Counter(task.kind is TaskKind.GENERAL for task in notice.tasks)
    assert (kinds[False], kinds[True]) == (29, 3)
    assert [row.due_on for row in dated(notice, session)] == [
        date(2023, 9, 30),
        date(2023, 9, 30),
        date(2023, 10, 30),
    ]


def test_at_the_end_of_october_the_three_dated_tasks_are_overdue_and_nothing_else(
    session, cast, clock, clock_at, notice
):
    clock.instant = clock_at(date(2023, 11, 1)).instant
    report = make_report(session, cast, clock)
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    assert (view.counts.a, view.counts.b, view.counts.c, view.counts.d) == (0, 0, 0, 3)
    assert (view.tasks, view.undated) == (3, 26)
    overdue = {row.public_id for row in view.rows if row.counted.figure_class is FigureClass.OPEN_OVERDUE}
    assert overdue == {row.public_id for row in dated(notice, session)}
    assert overdue == overdue_in_the_list(session, cast, clock)


def overdue_in_the_list(session: Session, cast: Cast, clock: FixedClock) -> set[str]:
    rules = load_rules(session, office_id=cast.office.id)
    wanted = Wanted(standings=(Standing.OVERDUE,))
    found = list_assignments(session, actor=cast.chief, rules=rules, today=clock.today(), wanted=wanted)
    return {row.public_id for row in found.items}


@pytest.mark.parametrize(("which", "expected"), [(2, (1, 0, 0, 2)), (0, (0, 1, 0, 2))])
def test_an_acceptance_after_the_cut_off_changes_the_class_and_not_what_was_frozen(
    session, cast, clock, clock_at, notice, which, expected
):
    """Done on 25/10 is in time for 30/10 and late for 30/9, whenever the office gets round to confirming it."""
    clock.instant = clock_at(date(2023, 11, 1)).instant
    report = make_report(session, cast, clock)
    snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    frozen = reports.load_view(snapshot)
    clock.instant = clock_at(date(2023, 11, 3)).instant
    report_and_accept(session, cast, clock, dated(notice, session)[which])
    counts = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock).counts
    assert (counts.a, counts.b, counts.c, counts.d) == expected
    session.expire_all()
    assert reports.load_view(snapshot) == frozen
    assert (frozen.counts.a, frozen.counts.b, frozen.counts.c, frozen.counts.d) == (0, 0, 0, 3)


def report_and_accept(session: Session, cast: Cast, clock: FixedClock, assignment: Assignment) -> None:
    """Reported on 3/11 with a document of 25/10, and the office takes the document's day."""
    unit = next(key for key, unit in cast.units.items() if unit.id == assignment.unit_id)
    result = NewEvidence(number="12/BC", issued_on=DONE_ON)
    given = {"clock": clock, "assignment": assignment}
    answering.report_done(session, actor=cast.head(unit), version=assignment.version, results=[result], **given)
    deciding.accept(
        session,
        actor=cast.chief,
        version=assignment.version,
        completed_on=DONE_ON,
        decision=Decision(decider_id=cast.users["chief"].id),
        **given,
    )
