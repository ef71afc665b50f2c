"""The rolling table of a giao ban: everything still owed of what was given before the meeting, by unit.

It is projected, printed and sent on, so that nobody can tell who reads it: tasks with a limited view are left out for
everybody, and the table says how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain import history
from app.domain.history import Course
from app.domain.lifecycle import SAID_BY_UNIT
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, DueReason, Standing
from app.models import Assignment, Directive, DueDate, Event, Task, Unit
from app.services.in_field import is_in
from app.services.listing import COURSE, course_of_columns
from app.services.rules import Rules
from app.services.standing_filters import is_not_closed
from app.services.visibility import Hidden, limited_tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedTable:
    """What the table is narrowed to; None means all."""

    unit_id: int | None = None
    field_id: int | None = None
    only_overdue: bool = False
    undated: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """The newest that the unit said, and on which day."""

    on: date
    note: str
    lateness_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A lead assignment that is not closed. ``adjusted`` is how often a leader moved its deadline on his own."""

    assignment_id: int
    public_id: str
    version: int
    course: Course
    standing: Standing
    adjusted: int
    clause: str
    text: str
    directive_public_id: str
    directive_kind: str
    number: str | None
    issued_on: date | None
    said: Said | None

    @property
    def counts(self) -> bool:
        """Whether it is one of N: with a deadline, and no objective cause that was confirmed."""
        return self.course.due_on is not None and not self.course.objective


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTable:
    """What one unit owes, the most overdue first; ``overdue`` of ``dated`` is its n/N."""

    unit_id: int
    public_id: str
    name: str
    under_authority: bool
    rows: tuple[Owed, ...]
    overdue: int
    dated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The units in the office's own order. n/N is of units under its authority, ``outside_…`` of the others;
    ``left_out`` are tasks with a limited view, which no number here counts."""

    held_on: date
    at: datetime
    units: tuple[UnitTable, ...]
    overdue: int
    dated: int
    outside_overdue: int
    outside_dated: int
    left_out: int

    @property
    def rows(self) -> list[Owed]:
        return [row for unit in self.units for row in unit.rows]


def rolling_table(
    session: Session, *, actor: Actor, clock: Clock, rules: Rules, held_on: date, wanted: WantedTable = WantedTable()
) -> Table:
    """What was given before the day and is not closed now, in a fixed number of statements."""
    check(actor, Action.VIEW_MEETINGS)
    limited = Hidden(tuple(sorted(limited_tasks(session, office_id=actor.office_id))))
    owed = _owed(actor.office_id, held_on, wanted, clock.today())
    shown = (*owed, *limited.conditions(Assignment.task_id))
    said = _said(session, shown)
    rows = session.execute(_query(shown))
    units = [
        _unit([(row, _row(row, said, rules, clock.today())) for row in of_unit])
        for _, of_unit in groupby(rows, key=lambda row: row.unit_id)
    ]
    left_out = _left_out(session, owed, limited)
    return _summed([_narrowed(unit, wanted) for unit in units], held_on, clock.now(), left_out)


def _owed(office_id: int, held_on: date, wanted: WantedTable, today: date) -> tuple[ColumnElement[bool], ...]:
    a = Assignment
    found = [a.office_id == office_id, a.role == AssignmentRole.LEAD, is_not_closed(), a.given_on < held_on]
    if wanted.unit_id is not None:
        found.append(a.unit_id == wanted.unit_id)
    if wanted.field_id is not None:
        found.append(is_in((wanted.field_id,), day=today))
    if not wanted.undated:
        found.append(a.due_on.is_not(None))
    return tuple(found)


def _query(shown: Sequence[ColumnElement[bool]]) -> Any:
    a = Assignment
    adjusted = select(func.count()).where(DueDate.assignment_id == a.id, DueDate.reason == DueReason.ADJUSTED)
    return (
        select(
            *(a.id, a.public_id, a.version, a.repeats, *COURSE),
            *(adjusted.correlate(a).scalar_subquery().label("adjusted"), Task.clause, Task.text),
            *(Directive.public_id.label("directive_public_id"), Directive.kind, Directive.number),
            func.coalesce(Directive.issued_on, Directive.meeting_on).label("issued_on"),
            *(a.unit_id, Unit.public_id.label("unit_public_id"), Unit.name, Unit.under_authority),
        )
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Unit, Unit.id == a.unit_id)
        .where(*shown)
        .order_by(Unit.position, Unit.name, Unit.id, a.due_on.nulls_last(), a.given_on, a.id)
    )


def _said(session: Session, shown: Sequence[ColumnElement[bool]]) -> dict[int, Said]:
    """The newest words of the unit about each, in one statement."""
    e = Event
    newest = (
        select(func.max(e.id).label("id"))
        .join(Assignment, Assignment.id == e.assignment_id)
        .where(*shown, e.kind.in_(SAID_BY_UNIT), or_(e.note != "", e.lateness_reason != ""))
        .group_by(e.assignment_id)
        .subquery()
    )
    query = select(e.assignment_id, e.effective_on, e.note, e.lateness_reason).join(newest, newest.c.id == e.id)
    return {row[0]: Said(*row[1:]) for row in session.execute(query)}


def _row(row: Row[Any], said: dict[int, Said], rules: Rules, today: date) -> Owed:
    course = replace(course_of_columns(row), repeats=row.repeats)
    return Owed(
        assignment_id=row.id,
        public_id=row.public_id,
        version=row.version,
        course=course,
        standing=history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy),
        adjusted=row.adjusted,
        clause=row.clause,
        text=row.text,
        directive_public_id=row.directive_public_id,
        directive_kind=row.kind,
        number=row.number,
        issued_on=row.issued_on,
        said=said.get(row.id),
    )


def _unit(pairs: Sequence[tuple[Row[Any], Owed]]) -> UnitTable:
    """Overdue ones first; the statement has them by their due day already."""
    first, rows = pairs[0][0], [owed for _, owed in pairs]
    rows.sort(key=lambda each: each.standing is not Standing.OVERDUE)
    return UnitTable(
        unit_id=first.unit_id,
        public_id=first.unit_public_id,
        name=first.name,
        under_authority=first.under_authority,
        rows=tuple(rows),
        overdue=sum(each.standing is Standing.OVERDUE for each in rows),
        dated=sum(each.counts for each in rows),
    )


def _narrowed(unit: UnitTable, wanted: WantedTable) -> UnitTable:
    """The numbers stay those of all that the unit owes."""
    if not wanted.only_overdue:
        return unit
    return replace(unit, rows=tuple(each for each in unit.rows if each.standing is Standing.OVERDUE))


def _summed(units: Iterable[UnitTable], held_on: date, at: datetime, left_out: int) -> Table:
    every = list(units)
    inside = [unit for unit in every if unit.under_authority]
    outside = [unit for unit in every if not unit.under_authority]
    return Table(
        held_on=held_on,
        at=at,
        units=tuple(unit for unit in every if unit.rows),
        overdue=sum(unit.overdue for unit in inside),
        dated=sum(unit.dated for unit in inside),
        outside_overdue=sum(unit.overdue for unit in outside),
        outside_dated=sum(unit.dated for unit in outside),
        left_out=left_out,
    )


def _left_out(session: Session, owed: Sequence[ColumnElement[bool]], limited: Hidden) -> int:
    if not limited.task_ids:
        return 0
    query = select(func.count(Assignment.id)).where(*owed, Assignment.task_id.in_(limited.task_ids))
    return session.scalar(query) or 0
