"""Assignments as the digests of people list them: the first few of what there may be thousands of, and how many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, case, func, literal, select
from sqlalchemy.orm import Session

from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import AssignmentRole
from app.models import Assignment, Directive, DueDate, Event, Task, Unit
from app.services.in_field import FieldIds, narrowed
from app.services.morning import Morning
from app.services.standing_filters import is_not_closed, overdue
from app.wording.rights import LIMITED_IN_MAIL, LIMITED_REASON

OLDEST = 5  # of what is overdue or waits
SHOWN = 10  # of what falls due


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A lead assignment of a list. ``waited`` are the working days since it began to wait on ``since``; ``days`` are
    calendar days past the deadline. What the unit gave as its ``reason`` is read for what is overdue alone; ``desk`` is
    where a draft lies for signature. The words of a limited task are in none of them."""

    assignment_id: int
    unit_name: str
    clause: str
    text: str
    source: str
    due_on: date | None
    time_of_day: time | None
    days: int
    since: date | None
    waited: int
    desk: str
    asked_for: date | None
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The first of a list, and how many there are."""

    shown: tuple[Line, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True, slots=True)
class Queue(Lines):
    """What waits, the longest first; ``late`` of it more than the ``limit`` of working days that is allowed."""

    late: int = 0
    limit: int = 0


def read_lines(
    session: Session,
    *,
    morning: Morning,
    where: Sequence[ColumnElement[bool]],
    order_by: SQLColumnExpression[Any],
    limit: int,
    since: SQLColumnExpression[Any] | None = None,
    desk: SQLColumnExpression[Any] | None = None,
    asked_for: SQLColumnExpression[Any] | None = None,
    reasons: bool = False,
) -> tuple[Line, ...]:
    """The first lead assignments of the conditions. They are found by their ids alone: sorting the sentences of
    thousands would take longer."""
    ids = select(Assignment.id).where(*_leads(morning), *where).order_by(order_by, Assignment.id).limit(limit)
    none = literal(None)
    beside = (each if each is not None else none for each in (since, desk, asked_for))
    since_, desk_, until = (column.label(name) for column, name in zip(beside, ("since", "desk", "until"), strict=True))
    query = _columns(since_, desk_, until).where(Assignment.id.in_(ids)).order_by(order_by, Assignment.id)
    rows = session.execute(query).all()
    said = reasons_of(session, [row.id for row in rows]) if reasons else {}
    return tuple(_line(row, morning, said.get(row.id, "")) for row in rows)


def _leads(morning: Morning) -> tuple[ColumnElement[bool], ...]:
    return (
        Assignment.office_id == morning.office_id,
        Assignment.role == AssignmentRole.LEAD,
        is_not_closed(),
    )


def _columns(*beside: SQLColumnExpression[Any]) -> Select[Any]:
    a = Assignment
    return (
        select(
            *(a.id, a.public_id, a.due_on, Unit.name.label("unit_name"), Task.clause, Directive.kind, Directive.number),
            case((Task.restricted, LIMITED_IN_MAIL), else_=Task.text).label("text"),
            DueDate.time_of_day,
            *beside,
        )
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Unit, Unit.id == a.unit_id)
        .outerjoin(DueDate, DueDate.id == a.due_date_id)
    )


def _line(row: Row[Any], morning: Morning, reason: str) -> Line:
    calendar, today = morning.rules.calendar, morning.today
    return Line(
        assignment_id=row.id,
        unit_name=row.unit_name,
        clause=row.clause,
        text=row.text,
        source=row.number or row.kind,
        due_on=row.due_on,
        time_of_day=row.time_of_day,
        days=max(0, (today - row.due_on).days) if row.due_on else 0,
        since=row.since,
        waited=calendar.working_days_between(row.since, today) if row.since else 0,
        desk=row.desk or "",
        asked_for=row.until,
        reason=reason,
        url=morning.links.assignment(row.public_id),
    )


def oldest_lines(session: Session, *, morning: Morning, field_ids: FieldIds = None) -> tuple[Line, ...]:
    """What units under the office's authority have let lie longest past its deadline, with the reasons they gave. What
    was reported late waits for the office."""
    ours = select(Unit.id).where(Unit.office_id == morning.office_id, Unit.under_authority)
    late = (overdue(morning.today), Assignment.state.in_(WITH_THE_UNIT), Assignment.unit_id.in_(ours))
    where = (*late, *narrowed(field_ids, day=morning.today))
    return read_lines(session, morning=morning, where=where, order_by=Assignment.due_on, limit=OLDEST, reasons=True)


def count_lines(
    session: Session, *, morning: Morning, where: Sequence[ColumnElement[bool]], beside: Iterable[ColumnElement[bool]]
) -> tuple[int, ...]:
    """How many leads there are of the conditions, and how many of them are each of ``beside``; in one statement."""
    counts = (func.count(Assignment.id).filter(each) for each in beside)
    query = select(func.count(Assignment.id), *counts).where(*_leads(morning), *where)
    return tuple(session.execute(query).one())


def reasons_of(session: Session, assignment_ids: Sequence[int]) -> dict[int, str]:
    """The newest reason that a unit gave for being late; of a task with a limited view, that there is one."""
    if not assignment_ids:
        return {}
    rows = session.execute(
        select(Event.assignment_id, case((Task.restricted, LIMITED_REASON), else_=Event.lateness_reason))
        .join(Assignment, Assignment.id == Event.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Event.assignment_id.in_(assignment_ids), Event.lateness_reason != "")
        .order_by(Event.id)
    ).tuples()
    return dict(rows.all())
