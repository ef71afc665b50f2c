"""What the measures of a report need beside its figures: working days, what units said lately, and the last period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import String, and_, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from app.domain.calendar import WorkingCalendar, last_instant
from app.domain.earlier_periods import previous
from app.domain.figures import Figures, Row
from app.domain.history import OF_THE_UNIT
from app.domain.measures import late_again, late_units, may_be_updated, working_days_late
from app.domain.periods import Period
from app.domain.terms import AssignmentRole
from app.domain.updating import UPDATED_KINDS, since_of
from app.models import Assignment, Event, Succession, Task, Unit
from app.services.earlier_figures import EarlierFigures, EarlierPeriods
from app.services.standing_filters import COMING


@dataclass(frozen=True, slots=True)
class LateAgain:
    """Ids of the units that were late in both periods, the last one, and what stands for it: None where no unit is late
    now, so that nobody looked."""

    units: frozenset[int]
    period: Period
    before: EarlierFigures | None


def measured(
    session: Session, *, office_id: int, made: Figures, calendar: WorkingCalendar, update_days: int
) -> Figures:
    """The figures with what their measures need put into their rows, in one query."""
    since = since_of(made.cut_off, update_days)
    said, not_asked = _since(session, office_id, since, made.cut_off, made.known_at)
    return replace(made, rows=tuple(_measured(row, calendar, since, said, not_asked) for row in made.rows))


def _measured(
    row: Row, calendar: WorkingCalendar, since: date, said: Collection[int], not_asked: Collection[int]
) -> Row:
    asked = may_be_updated(row, since=since) and row.assignment_id not in not_asked
    updated = row.assignment_id in said if asked else None
    return row._replace(working_days_overdue=working_days_late(row, calendar), updated=updated)


def _since(
    session: Session, office_id: int, since: date, cut_off: date, known_at: datetime
) -> tuple[set[int], set[int]]:
    """What units said something of in the days after ``since``; and what is not asked for, because it came to its unit
    later than that, or by its kind. No service records a day that lies ahead, so all of it was recorded after that day.
    """
    leads = (Assignment.office_id == office_id, Assignment.role == AssignmentRole.LEAD)
    lately = (Event.recorded_at > last_instant(since), Event.recorded_at <= known_at, Event.effective_on <= cut_off)
    by_unit = and_(Event.kind.in_(OF_THE_UNIT), Event.effective_on > since)
    events = (
        select(Event.assignment_id, type_coerce(Event.kind, String))
        .join(Assignment, Assignment.id == Event.assignment_id)
        .where(*leads, *lately, or_(by_unit, Event.kind.in_(COMING)))
    )
    other_kinds = (
        select(Assignment.id, literal(""))
        .join(Task, Task.id == Assignment.task_id)
        .where(
            *leads, Task.kind.not_in(UPDATED_KINDS), or_(Assignment.closed_on.is_(None), Assignment.closed_on > since)
        )
    )
    said, not_asked = set[int](), set[int]()
    for assignment_id, kind in session.execute(union_all(events, other_kinds)).tuples():
        (said if kind and kind not in COMING else not_asked).add(assignment_id)
    return said, not_asked


def late_units_again(
    session: Session, *, office_id: int, made: Figures, period: Period, known: EarlierPeriods
) -> LateAgain:
    """Compared with the period before as a comparison shows it: the whole of it, and what was frozen for it rules."""
    last, late = previous(period), late_units(made.rows)
    before = known.of(last) if late else None
    if before is None or not before.late:
        return LateAgain(frozenset(), last, before)
    successors = _successors(session, office_id, made.cut_off)
    return LateAgain(late_again(late, before.late, successors), last, before)


def _successors(session: Session, office_id: int, day: date) -> dict[int, list[int]]:
    query = (
        select(Succession.unit_id, Succession.successor_id)
        .join(Unit, Unit.id == Succession.unit_id)
        .where(Unit.office_id == office_id, Succession.effective_on <= day)
        .order_by(Succession.id)
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for unit_id, successor_id in session.execute(query).tuples():
        found[unit_id].append(successor_id)
    return dict(found)
