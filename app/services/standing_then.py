"""n/N as it stood on a day that has passed, with what was known by its end: last week's beside today's.

Folding every assignment would read everything that ever happened. It is reckoned back from today's instead: of what
nothing was recorded since, the columns say today what they said then, and only what has fallen due since is taken off;
the rest is folded. No service records a day that lies ahead, so that what had been recorded by the end of the day
counted by then as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.calendar import last_instant
from app.domain.figures import figures
from app.domain.terms import AssignmentRole, EventKind
from app.models import Assignment, Event, Unit
from app.services.report_leads import gather_leads
from app.services.standing_filters import is_not_closed, overdue
from app.services.unit_names import units_then


@dataclass(frozen=True, slots=True)
class Standing:
    """``overdue`` of ``dated``: classes d and c + d of the units under the office's authority."""

    overdue: int
    dated: int


def standing_then(session: Session, *, office_id: int, day: date, today: date, now: Standing) -> Standing:
    """As of the end of ``day``; ``now`` is n/N as of ``today`` by the columns. A fixed number of statements."""
    known_at = last_instant(day)
    changed = _changed_since(known_at)
    moved = _count(session, office_id, today, changed)
    fell_due = _count(session, office_id, today, ~changed, overdue(today), Assignment.due_on >= day)
    folded = figures(
        gather_leads(session, office_id=office_id, among=(changed, _given_by(known_at))),
        period_from=day,
        cut_off=day,
        known_at=known_at,
        units=units_then(session, office_id=office_id, day=day),
    ).counts
    return Standing(now.overdue - moved.overdue - fell_due.overdue + folded.d, now.dated - moved.dated + folded.open)


def _count(session: Session, office_id: int, today: date, *where: ColumnElement[bool]) -> Standing:
    """n/N as of today, by the columns, of some assignments."""
    a = Assignment
    row = session.execute(
        select(func.count(a.id).filter(overdue(today)), func.count(a.id))
        .join(Unit, Unit.id == a.unit_id)
        .where(a.office_id == office_id, a.role == AssignmentRole.LEAD, is_not_closed(), Unit.under_authority)
        .where(a.due_on.is_not(None), ~a.objective, *where)
    ).one()
    return Standing(*row)


def _changed_since(instant: datetime) -> ColumnElement[bool]:
    """Also what was given, closed or passed to another unit: each is an event."""
    event = aliased(Event)
    return Assignment.id.in_(select(event.assignment_id).where(event.recorded_at > instant))


def _given_by(instant: datetime) -> ColumnElement[bool]:
    """What was given later counted for nothing then, and need not be folded to know it."""
    event = aliased(Event)
    return (
        select(event.id)
        .where(event.assignment_id == Assignment.id, event.kind == EventKind.GIVEN, event.recorded_at <= instant)
        .correlate(Assignment)
        .exists()
    )
