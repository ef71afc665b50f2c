"""What a page of the search shows of each entry it found, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from app.domain import history
from app.domain.finding import Piece, Query, snippet
from app.domain.history import Course
from app.domain.permissions import Action, Actor, allowed
from app.domain.terms import AssignmentRole, EventKind, SearchKind, Standing
from app.models import Assignment, Directive, Event, SearchEntry, Task, Unit
from app.services.listing import COURSE, course_of_columns
from app.services.rules import Rules
from app.services.visibility import Hidden
from app.wording.formats import shortened

TITLE = 120  # characters


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice to which a hit belongs; of a task with its clause and its place among the others."""

    public_id: str
    kind: str
    number: str | None
    issued_on: date | None
    clause: str
    position: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """An assignment that the reader may open, with its course as of today."""

    id: int
    public_id: str
    task_id: int
    directive_id: int
    unit_id: int
    unit_name: str
    role: AssignmentRole
    course: Course
    standing: Standing


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that was found; ``valid_to`` is its last day."""

    id: int
    public_id: str
    name: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``title`` is the task's sentence, shortened, or the unit's name; a notice goes by its number.

    ``parts``: of a note the assignment on which it stands; of a task its leads, of a task or notice that a unit's
    people found their own parts, leads first.
    """

    kind: SearchKind
    event_kind: EventKind | None
    day: date
    title: str
    snippet: Sequence[Piece]
    notice: Notice | None
    unit: NamedUnit | None
    parts: Sequence[Part]


def load_hits(
    session: Session, *, actor: Actor, rules: Rules, today: date, query: Query, ids: Sequence[int], hidden: Hidden
) -> list[Hit]:
    """The hits of these entries, in their order; ``hidden`` parts are not named with them."""
    rows = {row.id: row for row in session.execute(_entries().where(SearchEntry.id.in_(ids)))}
    shown = [rows[id] for id in ids if id in rows]
    parts = _assignments(actor, shown).where(*hidden.conditions(Assignment.task_id))
    found = [_part(row, rules, today) for row in session.execute(parts)] if shown else []
    own = None if allowed(actor, Action.VIEW_ALL_ASSIGNMENTS) else actor.unit_ids
    return [_hit(row, query, _parts_of(row, found, own)) for row in shown]


def _entries() -> Select[Any]:
    e = SearchEntry
    return (
        select(
            *(e.id, e.kind, e.day, e.text, e.directive_id, e.task_id, e.assignment_id),
            *(Directive.public_id.label("directive_public_id"), Directive.kind.label("directive_kind")),
            *(Directive.number, Directive.issued_on, Task.text.label("task_text"), Task.clause, Task.position),
            *(
                Unit.id.label("unit_id"),
                Unit.public_id.label("unit_public_id"),
                Unit.name.label("unit_name"),
                Unit.valid_to,
            ),
            Event.kind.label("event_kind"),
        )
        .outerjoin(Directive, Directive.id == e.directive_id)
        .outerjoin(Task, Task.id == e.task_id)
        .outerjoin(Unit, and_(e.kind == SearchKind.UNIT, Unit.id == e.unit_id))
        .outerjoin(Event, and_(e.kind == SearchKind.EVENT, Event.id == e.ref_id))
    )


def _assignments(actor: Actor, rows: Sequence[Row[Any]]) -> Select[Any]:
    """The assignments that the hits of a page name: the notes' own; the leads of tasks, or the actor's own parts."""
    a = Assignment
    noted = a.id.in_([row.assignment_id for row in rows if row.assignment_id])
    in_tasks = a.task_id.in_([row.task_id for row in rows if row.kind is SearchKind.TASK])
    if allowed(actor, Action.VIEW_ALL_ASSIGNMENTS):
        wanted = or_(noted, and_(in_tasks, a.role == AssignmentRole.LEAD))
    else:
        in_directives = Task.directive_id.in_([row.directive_id for row in rows if row.kind is SearchKind.DIRECTIVE])
        wanted = or_(noted, and_(or_(in_tasks, in_directives), a.unit_id.in_(actor.unit_ids)))
    return (
        select(
            *(a.id, a.public_id, a.task_id, Task.directive_id, a.unit_id, Unit.name.label("unit_name"), a.role),
            *COURSE,
        )
        .join(Task, Task.id == a.task_id)
        .join(Unit, Unit.id == a.unit_id)
        .where(wanted)
        .order_by(a.role.desc(), Task.position, Unit.position, Unit.name, a.id)  # "lead" stands after "coordinating"
    )


def _part(row: Row[Any], rules: Rules, today: date) -> Part:
    course = course_of_columns(row)
    standing = history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy)
    unit = (row.unit_id, row.unit_name, row.role)
    return Part(row.id, row.public_id, row.task_id, row.directive_id, *unit, course, standing)


def _parts_of(row: Row[Any], parts: Sequence[Part], own: Collection[int] | None) -> list[Part]:
    """The parts to show with a hit; ``own`` are the reader's units, None for the office."""
    if row.assignment_id is not None:
        return [part for part in parts if part.id == row.assignment_id]
    mine = [part for part in parts if (part.role is AssignmentRole.LEAD if own is None else part.unit_id in own)]
    if row.kind is SearchKind.TASK:
        return [part for part in mine if part.task_id == row.task_id]
    if row.kind is SearchKind.DIRECTIVE and own is not None:
        return [part for part in mine if part.directive_id == row.directive_id]
    return []


def _hit(row: Row[Any], query: Query, parts: Sequence[Part]) -> Hit:
    notice = None
    if row.directive_public_id is not None:
        named = (row.directive_kind, row.number, row.issued_on)
        notice = Notice(row.directive_public_id, *named, row.clause or "", row.position)
    unit = NamedUnit(row.unit_id, row.unit_public_id, row.unit_name, row.valid_to) if row.unit_public_id else None
    return Hit(
        kind=row.kind,
        event_kind=row.event_kind,
        day=row.day,
        title=unit.name if unit else shortened(row.task_text or "", TITLE),
        snippet=snippet(row.text, query),
        notice=notice,
        unit=unit,
        parts=parts,
    )
