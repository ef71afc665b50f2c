"""Finding an assignment for the person who asks. What is done to it is in ``answering``, ``deciding``, ``extensions``,
``due_dates``, ``parts`` and ``closing``: each act is one event, and one entry in the audit log."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, may, may_see
from app.domain.terms import AssignmentRole, Role
from app.models import Assignment, DueDate, Event, Task, User
from app.services import people, visibility
from app.services.acts import concern_of
from app.services.decisions import DECIDING_ROLES


def find(session: Session, *, actor: Actor, public_id: str, action: Action | None = None) -> Assignment:
    """The assignment with all that its page shows, in a fixed number of queries.

    Raises DomainError("not_found") also for what the actor may not see, so that nothing leaks: a unit sees its own,
    the leads of a task that it coordinates, and of a task that it leads the parts of those who coordinate; a task
    with a limited view those named alone. With an ``action`` raises "permission.denied" for one who sees the assignment
    and may not do that to it.
    """
    assignment = session.scalars(
        select(Assignment)
        .where(Assignment.public_id == public_id, Assignment.office_id == actor.office_id)
        .options(
            joinedload(Assignment.unit),
            joinedload(Assignment.task).joinedload(Task.directive),
            selectinload(Assignment.events).joinedload(Event.recorder),
            selectinload(Assignment.events).joinedload(Event.decider),
            selectinload(Assignment.events).joinedload(Event.from_unit),
            selectinload(Assignment.events).joinedload(Event.to_unit),
            selectinload(Assignment.events).joinedload(Event.letter),
            selectinload(Assignment.due_dates).joinedload(DueDate.recorder),
            selectinload(Assignment.due_dates).joinedload(DueDate.decider),
            selectinload(Assignment.evidence),
            selectinload(Assignment.requests),
        )
    ).first()
    if assignment is None or not visibility.may_read(session, actor=actor, task=assignment.task):
        raise DomainError("not_found")
    concern = concern_of(session, assignment)
    if not may_see(actor, concern):
        raise DomainError("not_found")
    if action is not None and not may(actor, action, concern):
        raise DomainError("permission.denied", action=action)
    return assignment


def siblings(session: Session, *, assignment: Assignment) -> list[Assignment]:
    """The other units' parts of the same task, of a recurring one in the same period: leads first, in the office's
    order."""
    rows = session.scalars(
        select(Assignment)
        .where(
            Assignment.task_id == assignment.task_id,
            Assignment.period == assignment.period,
            Assignment.id != assignment.id,
        )
        .options(joinedload(Assignment.unit))
    )
    return sorted(rows, key=lambda row: (row.role is not AssignmentRole.LEAD, row.unit.position, row.unit.name))


def deciders(session: Session, *, actor: Actor, clock: Clock, roles: Collection[Role] = DECIDING_ROLES) -> list[User]:
    """Who may stand as the one that decided, today."""
    return people.holders(session, office_id=actor.office_id, roles=tuple(roles), today=clock.today())
