"""What stands on the pages of a notice and of an assignment about other notices: few queries, however much there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.domain import history
from app.domain.lifecycle import SPOKEN_OF
from app.domain.permissions import Action, Actor, check
from app.domain.terms import DirectiveLink, EventKind, Standing
from app.models import Assignment, Directive, DirectiveRelation, Event, Task
from app.services.listing import course_of_columns
from app.services.rules import Rules
from app.services.visibility import Hidden, hidden_from


@dataclass(frozen=True, slots=True)
class Related:
    """Another notice, and what it is to this one: ``is_later`` says that the other one is the later."""

    directive: Directive
    kind: DirectiveLink
    is_later: bool
    note: str


def related_to(session: Session, *, actor: Actor, directive: Directive) -> list[Related]:
    """In the order in which it was recorded; what replaced this one comes first."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    r = DirectiveRelation
    rows = session.scalars(
        select(r)
        .where(or_(r.later_id == directive.id, r.earlier_id == directive.id))
        .options(joinedload(r.later), joinedload(r.earlier))
        .order_by(r.id)
    )
    found = [
        Related(row.later, row.kind, True, row.note)
        if row.earlier_id == directive.id
        else Related(row.earlier, row.kind, False, row.note)
        for row in rows
    ]
    return sorted(found, key=lambda each: not (each.is_later and each.kind is DirectiveLink.REPLACES))


@dataclass(frozen=True, slots=True)
class SaidAgain:
    """The earlier part of which a task of a notice speaks: by what (repeated, its deadline moved, urged), for which
    time if it was repeated, and how it stands. ``is_whole``: the task has no part of its own."""

    task_id: int
    kind: EventKind
    first: Assignment
    times: int
    standing: Standing
    is_whole: bool


def said_again(
    session: Session,
    *,
    actor: Actor,
    directive: Directive,
    rules: Rules,
    today: date,
    known_hidden: Hidden | None = None,
) -> list[SaidAgain]:
    """Of all tasks of a notice; what is kept from the person is left out. ``known_hidden`` is handed in by who has
    asked ``hidden_from`` for this actor."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    own = exists().where(Assignment.task_id == Task.id).correlate(Task).label("own")
    rows = session.execute(
        select(_which_time(), Event.kind, Event.assignment_id, Task.id, own)
        .join(Task, Task.id == Event.task_id)
        .where(Task.directive_id == directive.id, Event.kind.in_(SPOKEN_OF))
        .order_by(Task.position, Event.id)
    ).all()
    hidden = hidden_from(session, actor=actor) if known_hidden is None else known_hidden
    firsts = _firsts(session, hidden, [row[2] for row in rows])
    return [
        SaidAgain(
            task_id=task_id,
            kind=kind,
            first=firsts[first_id],
            times=times,
            standing=history.standing(
                course_of_columns(firsts[first_id]), today=today, calendar=rules.calendar, policy=rules.policy
            ),
            is_whole=not has_own,
        )
        for times, kind, first_id, task_id, has_own in rows
        if first_id in firsts
    ]


def _firsts(session: Session, hidden: Hidden, ids: Sequence[int]) -> dict[int, Assignment]:
    if not ids:
        return {}
    query = (
        select(Assignment)
        .where(Assignment.id.in_(ids), *hidden.conditions(Assignment.task_id))
        .options(joinedload(Assignment.unit), joinedload(Assignment.task).joinedload(Task.directive))
    )
    return {row.id: row for row in session.scalars(query)}


def _which_time() -> ScalarSelect[int]:
    """Of an event that says an assignment again, which time it was."""
    before = aliased(Event)
    return (
        select(func.count(before.id))
        .where(before.assignment_id == Event.assignment_id, before.kind == EventKind.REPEATED, before.id <= Event.id)
        .correlate(Event)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class Later:
    """A later notice in the story of an assignment: it said it again, or replaced it."""

    event: Event
    task: Task


def later_notices(session: Session, *, assignment: Assignment) -> list[Later]:
    """By which tasks of later notices it was said again or replaced, in their order. Of those tasks the clause alone is
    to be shown: their words may be kept from the reader."""
    events = {
        event.task_id: event
        for event in assignment.events
        if event.task_id is not None and event.kind in (EventKind.REPEATED, EventKind.SUPERSEDED)
    }
    if not events:
        return []
    query = select(Task).where(Task.id.in_(events)).options(joinedload(Task.directive))
    tasks = {task.id: task for task in session.scalars(query)}
    return [Later(event, tasks[task_id]) for task_id, event in events.items()]
