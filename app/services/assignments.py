"""Finding an assignment for the person who asks. What is done to it is in ``answering``, ``deciding``, ``extensions``,
``due_dates``, ``parts`` and ``closing``: each act is one event, and one entry in the audit log."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Actor, may_see
from app.domain.terms import AssignmentRole, Role
from app.models import Assignment, DueDate, Event, Task, User
from app.services import people
from app.services.acts import concern_of
from app.services.decisions import DECIDING_ROLES


def find(session: Session, *, actor: Actor, public_id: str) -> Assignment:
    """The assignment with all that its page shows, in a fixed number of queries.

    Raises DomainError("not_found") also for what the actor may not see, so that nothing leaks: a unit sees its own,
    the leads of a task that it coordinates, and of a task that it leads the parts of those who coordinate.
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
            selectinload(Assignment.due_dates).joinedload(DueDate.recorder),
            selectinload(Assignment.due_dates).joinedload(DueDate.decider),
            selectinload(Assignment.evidence),
            selectinload(Assignment.requests),
        )
    ).first()
    if assignment is None or not may_see(actor, concern_of(session, assignment)):
        raise DomainError("not_found")
    return assignment


def siblings(session: Session, *, assignment: Assignment) -> list[Assignment]:
    """The other units' parts of the same task: leads first, in the office's order."""
    rows = session.scalars(
        select(Assignment)
        .where(Assignment.task_id == assignment.task_id, Assignment.id != assignment.id)
        .options(joinedload(Assignment.unit))
    )
    return sorted(rows, key=lambda row: (row.role is not AssignmentRole.LEAD, row.unit.position, row.unit.name))


def deciders(session: Session, *, actor: Actor, clock: Clock, roles: Collection[Role] = DECIDING_ROLES) -> list[User]:
    """Who may stand as the one that decided, today."""
    return people.holders(session, office_id=actor.office_id, roles=tuple(roles), today=clock.today())
