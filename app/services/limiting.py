"""Limiting the view of a task to the people named (hạn chế xem), and opening it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import TABLE, Action, Actor, check
from app.domain.terms import AssignmentRole, State
from app.models import Assignment, Event, Membership, Task, TaskViewer, Unit, User
from app.services import answer_links, audit, visibility
from app.services.people import in_force

_SEES_ALL = frozenset(role for role, actions in TABLE.items() if Action.VIEW_ALL_ASSIGNMENTS in actions)
_SEES_OWN = frozenset(role for role, actions in TABLE.items() if Action.VIEW_OWN_ASSIGNMENTS in actions)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who sees the task by a role held today, and where; ``is_named`` where the view is limited already."""

    user_id: int
    public_id: str
    name: str
    unit_id: int
    unit_name: str
    is_named: bool


def candidates(session: Session, *, actor: Actor, clock: Clock, task: Task) -> list[Candidate]:
    """Whom the view can be limited to: each person once, by the office's order of units. Whoever acts comes too."""
    check(actor, Action.RESTRICT)
    parts = select(Assignment.unit_id).where(Assignment.task_id == task.id, Assignment.state != State.CANCELLED)
    sees = or_(
        Membership.role.in_(_SEES_ALL),
        Membership.role.in_(_SEES_OWN) & Membership.unit_id.in_(parts),
    )
    rows = session.execute(
        select(User.id, User.public_id, User.name, Unit.id, Unit.name, TaskViewer.user_id.is_not(None))
        .join(Membership, Membership.user_id == User.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .outerjoin(TaskViewer, (TaskViewer.user_id == User.id) & (TaskViewer.task_id == task.id))
        .where(User.office_id == actor.office_id, User.active, sees, *in_force(clock.today()))
        .order_by(Unit.position, Unit.name, User.name, User.id)
    ).tuples()
    found: dict[int, Candidate] = {}
    for row in rows:
        found.setdefault(row[0], Candidate(*row))
    return list(found.values())


def viewers(session: Session, *, task: Task) -> list[User]:
    """The people named, by name."""
    query = select(User).join(TaskViewer, TaskViewer.user_id == User.id).where(TaskViewer.task_id == task.id)
    return list(session.scalars(query.order_by(User.name, User.id)))


def limit(session: Session, *, actor: Actor, clock: Clock, task: Task, user_ids: Collection[int]) -> None:
    """Let these people alone see the task from now on, and whoever limits it; said again it names them anew.

    Raises DomainError: "viewers.unknown" for somebody who would not see it anyway, "viewers.none_of_unit" where nobody
    of a unit that leads it could.
    """
    _begin(session, actor, task)
    offered = {each.user_id: each for each in candidates(session, actor=actor, clock=clock, task=task)}
    named = {*user_ids, *((actor.user_id,) if actor.user_id else ())}
    if not named <= offered.keys():
        raise DomainError("viewers.unknown", field="user_ids")
    _check_leads(session, task, named, clock.today())
    for each in (task, *_quoting(session, task)):
        session.execute(delete(TaskViewer).where(TaskViewer.task_id == each.id))
        session.add_all(TaskViewer(task_id=each.id, user_id=user_id) for user_id in sorted(named))
        each.restricted = True
    session.flush()
    for assignment in session.scalars(select(Assignment).where(Assignment.task_id == task.id)):
        answer_links.end(session, clock=clock, assignment=assignment)
    _record(session, actor, clock, task, "task.limited", viewers=[offered[each].public_id for each in sorted(named)])


def lift(session: Session, *, actor: Actor, clock: Clock, task: Task) -> None:
    """Let everybody see the task again whose role allows it. Raises DomainError("stale") where it is not limited."""
    _begin(session, actor, task)
    if not task.restricted:
        raise DomainError("stale")
    for each in (task, *_quoting(session, task)):
        session.execute(delete(TaskViewer).where(TaskViewer.task_id == each.id))
        each.restricted = False
    session.flush()
    _record(session, actor, clock, task, "task.unlimited")


def _quoting(session: Session, task: Task) -> Sequence[Task]:
    """The points of meetings' notices that were drafted with its words."""
    query = select(Task).join(Event, Event.task_id == Task.id).join(Assignment, Assignment.id == Event.assignment_id)
    return session.scalars(query.where(Assignment.task_id == task.id, Event.meeting_id.is_not(None))).unique().all()


def _begin(session: Session, actor: Actor, task: Task) -> None:
    """The right, and the row locked: two people who name others at once come one after the other."""
    check(actor, Action.RESTRICT)
    session.refresh(task, with_for_update={"of": Task})
    if task.directive.office_id != actor.office_id or not visibility.may_read(session, actor=actor, task=task):
        raise DomainError("not_found")


def _check_leads(session: Session, task: Task, named: Collection[int], today: date) -> None:
    """Each unit that leads the task and has not finished keeps somebody who can work on it."""
    for unit in _leading_units(session, task):
        held = select(Membership.id).where(
            Membership.unit_id == unit.id,
            Membership.role.in_(_SEES_OWN),
            Membership.user_id.in_(named),
            *in_force(today),
        )
        if session.scalars(held.limit(1)).first() is None:
            raise DomainError("viewers.none_of_unit", field="user_ids", unit=unit.name)


def _leading_units(session: Session, task: Task) -> Sequence[Unit]:
    query = select(Unit).join(Assignment, Assignment.unit_id == Unit.id)
    leads = (Assignment.role == AssignmentRole.LEAD, Assignment.closed_on.is_(None))
    return session.scalars(query.where(Assignment.task_id == task.id, *leads).order_by(Unit.position, Unit.id)).all()


def _record(session: Session, actor: Actor, clock: Clock, task: Task, action: str, **payload: list[str]) -> None:
    audit.record(session, actor=actor, clock=clock, action=action, subject=f"task:{task.public_id}", **payload)
