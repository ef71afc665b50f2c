"""Directives as lists and pages show them: columns, and few queries however many tasks there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, select
from sqlalchemy.orm import Session

from app.domain import history
from app.domain.history import Course
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, Standing, State, TaskKind
from app.models import Assignment, Directive, DueDate, Task, Unit
from app.services.listing import PER_PAGE, Page, course_of_columns, overdue
from app.services.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveRow:
    """A directive in the list. ``tasks`` leaves the general ones out; ``parts`` are lead assignments that were not
    cancelled, of which ``done`` are finished and ``overdue`` open past their day."""

    public_id: str
    kind: str
    number: str | None
    issuer: str
    issued_on: date | None
    given_on: date
    subject: str
    tasks: int
    parts: int
    done: int
    overdue: int


def list_directives(
    session: Session, *, actor: Actor, today: date, page: int = 1, per_page: int = PER_PAGE
) -> Page[DirectiveRow]:
    """The office's directives, the newest first. A page beyond the last is the last."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    total = session.scalar(select(func.count(Directive.id)).where(Directive.office_id == actor.office_id)) or 0
    page = min(max(1, page), max(1, ceil(total / per_page)))
    d = Directive
    counted = Assignment.state != State.CANCELLED
    query = (
        select(
            *(d.public_id, d.kind, d.number, d.issuer, d.issued_on, d.given_on, d.subject),
            func.count(func.distinct(case((Task.kind != TaskKind.GENERAL, Task.id)))).label("tasks"),
            _how_many(counted).label("parts"),
            _how_many(Assignment.state == State.DONE).label("done"),
            _how_many(overdue(today)).label("overdue"),
        )
        .outerjoin(Task, Task.directive_id == d.id)
        .outerjoin(Assignment, and_(Assignment.task_id == Task.id, Assignment.role == AssignmentRole.LEAD))
        .where(d.office_id == actor.office_id)
        .group_by(d.id)
        .order_by(d.given_on.desc(), d.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return Page([DirectiveRow(**row._mapping) for row in session.execute(query)], page, total, per_page)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, Assignment.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One unit's part of a task, and how it stands today."""

    public_id: str
    unit_name: str
    under_authority: bool
    role: AssignmentRole
    course: Course
    standing: Standing
    phrase: str
    time_of_day: time | None


@dataclass(frozen=True, slots=True)
class TaskParts:
    """A task with its parts, those who lead first."""

    task: Task
    parts: Sequence[Part]

    @property
    def leads(self) -> list[Part]:
        return [part for part in self.parts if part.role is AssignmentRole.LEAD]

    @property
    def coordinating(self) -> list[Part]:
        return [part for part in self.parts if part.role is AssignmentRole.COORDINATING]


def tasks_of(session: Session, *, actor: Actor, directive: Directive, rules: Rules, today: date) -> list[TaskParts]:
    """The directive's tasks in their order, each with its units' parts: two queries."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    tasks = session.scalars(select(Task).where(Task.directive_id == directive.id).order_by(Task.position)).all()
    by_task: dict[int, list[Part]] = {task.id: [] for task in tasks}
    for row in session.execute(_parts(directive)):
        by_task[row.task_id].append(_part(row, rules, today))
    return [TaskParts(task, by_task[task.id]) for task in tasks]


def _parts(directive: Directive) -> Any:
    a = Assignment
    return (
        select(
            *(a.task_id, a.public_id, a.role, a.state, a.given_on, a.due_on, a.due_date_id, a.due_exclusive),
            *(a.submitted_on, a.completed_on, a.closed_on, a.last_activity_on, a.acknowledged_on),
            *(Unit.name.label("unit_name"), Unit.under_authority, DueDate.phrase, DueDate.time_of_day),
        )
        .join(Task, Task.id == a.task_id)
        .join(Unit, Unit.id == a.unit_id)
        .outerjoin(DueDate, DueDate.id == a.due_date_id)
        .where(Task.directive_id == directive.id)
        .order_by(case((a.role == AssignmentRole.LEAD, 0), else_=1), Unit.position, Unit.name, a.id)
    )


def _part(row: Row[Any], rules: Rules, today: date) -> Part:
    course = course_of_columns(row)
    return Part(
        public_id=row.public_id,
        unit_name=row.unit_name,
        under_authority=row.under_authority,
        role=row.role,
        course=course,
        standing=history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy),
        phrase=row.phrase or "",
        time_of_day=row.time_of_day,
    )
