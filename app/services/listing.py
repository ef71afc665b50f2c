"""Lists of assignments. They read columns, never whole objects, and filter and sort in the database, so that a
hundred thousand assignments page quickly; a test proves the filters equal to ``app.domain.history.standing``."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.domain import history
from app.domain.history import NOT_CLOSED, WITH_THE_UNIT, Course
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, EventKind, Standing, State, TaskKind, Urgency
from app.models import Assignment, Directive, Event, Task, Unit
from app.services.rules import Rules

PER_PAGE = 50
Item = TypeVar("Item")


class Narrow(StrEnum):
    """Filters that are not a standing: they cut across several."""

    UNFINISHED = "unfinished"
    UNFINISHED_DATED = "unfinished_dated"  # the N of n/N
    UNDECIDED = "undecided"  # waiting for the office, reported late or not
    NOT_ACKNOWLEDGED = "not_acknowledged"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; None and empty mean all. ``unit_ids`` are those the reader may see or chose."""

    unit_ids: Sequence[int] | None = None
    under_authority: bool | None = None
    standing: Standing | Narrow | None = None
    directive_id: int | None = None
    role: AssignmentRole | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """One line of a list. ``number`` is None while the notice waits for one; ``returned`` means that the office gave
    the last result back and the unit has not reported again."""

    public_id: str
    version: int
    clause: str
    text: str
    task_kind: TaskKind
    urgency: Urgency
    directive_public_id: str
    directive_kind: str
    number: str | None
    unit_public_id: str
    unit_name: str
    role: AssignmentRole
    course: Course
    standing: Standing
    returned: bool
    self_confirmed: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a list; pages count from 1."""

    items: Sequence[Item]
    page: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.per_page))

    @property
    def has_prev(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def prev_num(self) -> int:
        return self.page - 1

    @property
    def next_num(self) -> int:
        return self.page + 1


def list_assignments(
    session: Session,
    *,
    actor: Actor,
    rules: Rules,
    today: date,
    wanted: Wanted,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[AssignmentRow]:
    """A page of assignments, the most pressing first. A page beyond the last is the last."""
    total = session.scalar(_matching(func.count(Assignment.id), actor, rules, today, wanted)) or 0
    page = min(max(1, page), max(1, ceil(total / per_page)))
    order = _most_pressing_first(rules, today)
    # The page is found by ids alone: sorting a hundred thousand sentences would take seconds.
    ids = _matching(Assignment.id, actor, rules, today, wanted).order_by(*order)
    query = _rows().where(Assignment.id.in_(ids.limit(per_page).offset((page - 1) * per_page))).order_by(*order)
    return Page([_line(row, rules=rules, today=today) for row in session.execute(query)], page, total, per_page)


def count_tasks(session: Session, *, actor: Actor, rules: Rules, today: date, wanted: Wanted) -> int:
    """How many tasks the assignments of a list belong to: "29 tasks (59 assignments)"."""
    return session.scalar(_matching(func.count(Assignment.task_id.distinct()), actor, rules, today, wanted)) or 0


def longest_waiting(session: Session, *, actor: Actor, rules: Rules, today: date, limit: int) -> list[AssignmentRow]:
    """What waits for the office's decision, the oldest first."""
    conditions = _conditions(actor.office_id, Wanted(standing=Narrow.UNDECIDED), rules=rules, today=today)
    query = _rows().where(*conditions).order_by(Assignment.submitted_on, Assignment.id).limit(limit)
    return [_line(row, rules=rules, today=today) for row in session.execute(query)]


def _matching(
    column: SQLColumnExpression[Any], actor: Actor, rules: Rules, today: date, wanted: Wanted
) -> Select[tuple[Any]]:
    """One column of the assignments that are wanted; tasks are joined only where a filter reads them."""
    query = select(column).where(*_conditions(actor.office_id, wanted, rules=rules, today=today))
    if wanted.directive_id is not None or wanted.text.strip():
        query = query.join(Task, Task.id == Assignment.task_id)
    return query


def standing_is(standing: Standing | Narrow, *, rules: Rules, today: date) -> ColumnElement[bool]:
    """The condition on the columns of ``Assignment`` under which it has the standing on the day."""
    a = Assignment
    with_unit, due = a.state.in_(WITH_THE_UNIT), a.due_on
    waiting, done = a.state == State.WAITING, a.state == State.DONE
    later = and_(with_unit, due > today)
    soon = _is_due_soon(rules, today)
    conditions: dict[StrEnum, ColumnElement[bool]] = {
        Standing.OVERDUE: overdue(today),
        Standing.DUE_TODAY: and_(with_unit, due == today),
        Standing.DUE_SOON: and_(later, soon),
        Standing.IN_TIME: and_(later, ~soon),
        Standing.WAITING: and_(waiting, or_(due.is_(None), a.submitted_on <= due)),
        Standing.UNDATED: and_(with_unit, due.is_(None)),
        Standing.DONE_ON_TIME: and_(done, a.completed_on <= due),
        Standing.DONE_LATE: and_(done, a.completed_on > due),
        Standing.DONE_UNDATED: and_(done, due.is_(None)),
        Standing.CANCELLED: a.state == State.CANCELLED,
        Narrow.UNFINISHED: is_not_closed(),
        Narrow.UNFINISHED_DATED: and_(is_not_closed(), due.is_not(None)),
        Narrow.UNDECIDED: waiting,
        Narrow.NOT_ACKNOWLEDGED: a.state == State.OPEN,
        Narrow.RETURNED: _is_returned(),
    }
    return conditions[standing]


def is_not_closed() -> ColumnElement[bool]:
    return Assignment.state.in_(NOT_CLOSED)


def overdue(today: date) -> ColumnElement[bool]:
    """Open past the due day: class d, with what was reported late and waits."""
    a = Assignment
    return or_(
        and_(a.state.in_(WITH_THE_UNIT), a.due_on < today),
        and_(a.state == State.WAITING, a.submitted_on > a.due_on),
    )


def _is_due_soon(rules: Rules, today: date) -> ColumnElement[bool]:
    """Due within the policy's working days: before the first day that is too far. "Before that day" itself, as
    reminders aim at the working day before it, still counts, unless the policy has already moved the due day."""
    too_far = rules.calendar.add_working_days(today, rules.policy.due_soon_working_days + 1)
    soon = Assignment.due_on < too_far
    if rules.policy.exclusive_is_day_before:
        return soon
    return or_(soon, and_(Assignment.due_exclusive, Assignment.due_on == too_far))


def _is_returned() -> ColumnElement[bool]:
    """A result can only be reported again by leaving this state, so an earlier return is the last word here."""
    ever = select(Event.assignment_id).where(Event.kind == EventKind.RETURNED)
    return and_(Assignment.state == State.IN_PROGRESS, Assignment.id.in_(ever))


def _conditions(office_id: int, wanted: Wanted, *, rules: Rules, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Assignment.office_id == office_id]
    if wanted.unit_ids is not None:
        found.append(Assignment.unit_id.in_(wanted.unit_ids))
    if wanted.under_authority is not None:
        asked = select(Unit.id).where(Unit.office_id == office_id, Unit.under_authority == wanted.under_authority)
        found.append(Assignment.unit_id.in_(asked))
    if wanted.role is not None:
        found.append(Assignment.role == wanted.role)
    if wanted.standing is not None:
        found.append(standing_is(wanted.standing, rules=rules, today=today))
    if wanted.directive_id is not None:
        found.append(Task.directive_id == wanted.directive_id)
    if wanted.text.strip():
        found.append(_contains(wanted.text))
    return found


def _contains(text: str) -> ColumnElement[bool]:
    """SQLite folds the case of ASCII letters only, so the first letter is also tried in the other case."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    spellings = {text, text.lower(), text[:1].upper() + text[1:]}
    return or_(*(Task.text.icontains(spelling, autoescape=True) for spelling in sorted(spellings)))


def _most_pressing_first(rules: Rules, today: date) -> tuple[SQLColumnExpression[Any], ...]:
    order: tuple[Standing | Narrow, ...] = (
        Standing.OVERDUE,
        Narrow.RETURNED,
        Standing.DUE_TODAY,
        Standing.DUE_SOON,
        Standing.WAITING,
        Standing.IN_TIME,
        Standing.UNDATED,
    )
    ranks = [(standing_is(standing, rules=rules, today=today), rank) for rank, standing in enumerate(order)]
    return (
        case((~is_not_closed(), len(order)), *ranks),
        Assignment.due_on.asc().nulls_last(),
        Assignment.given_on.desc(),
        Assignment.task_id,
        Assignment.id,
    )


def _rows() -> Select[Any]:
    a = Assignment
    return (
        select(
            a.public_id,
            a.version,
            a.state,
            a.given_on,
            a.due_on,
            a.due_date_id,
            a.due_exclusive,
            a.submitted_on,
            a.completed_on,
            a.closed_on,
            a.last_activity_on,
            a.acknowledged_on,
            a.role,
            a.self_confirmed,
            Task.clause,
            Task.text,
            Task.kind.label("task_kind"),
            Task.urgency,
            Directive.public_id.label("directive_public_id"),
            Directive.kind.label("directive_kind"),
            Directive.number,
            Unit.public_id.label("unit_public_id"),
            Unit.name.label("unit_name"),
            _is_returned().label("returned"),
        )
        .select_from(a)
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Unit, Unit.id == a.unit_id)
    )


def course_of_columns(row: Row[Any]) -> Course:
    """The projected columns as the fold they stand for."""
    return Course(
        state=row.state,
        given_on=row.given_on,
        due_on=row.due_on,
        due_sequence=row.due_date_id,
        exclusive=row.due_exclusive,
        submitted_on=row.submitted_on,
        completed_on=row.completed_on,
        closed_on=row.closed_on,
        last_activity_on=row.last_activity_on,
        acknowledged_on=row.acknowledged_on,
    )


def _line(row: Row[Any], *, rules: Rules, today: date) -> AssignmentRow:
    course = course_of_columns(row)
    return AssignmentRow(
        public_id=row.public_id,
        version=row.version,
        clause=row.clause,
        text=row.text,
        task_kind=row.task_kind,
        urgency=row.urgency,
        directive_public_id=row.directive_public_id,
        directive_kind=row.directive_kind,
        number=row.number,
        unit_public_id=row.unit_public_id,
        unit_name=row.unit_name,
        role=row.role,
        course=course,
        standing=history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy),
        returned=bool(row.returned),
        self_confirmed=row.self_confirmed,
    )


@dataclass(frozen=True, slots=True)
class DirectiveChoice:
    """A notice as a filter offers it."""

    id: int
    public_id: str
    kind: str
    number: str | None
    issued_on: date | None


def directive_choices(session: Session, *, actor: Actor) -> list[DirectiveChoice]:
    """The office's notices, the newest first."""
    rows = session.execute(
        select(Directive.id, Directive.public_id, Directive.kind, Directive.number, Directive.issued_on)
        .where(Directive.office_id == actor.office_id)
        .order_by(Directive.given_on.desc(), Directive.id.desc())
    )
    return [DirectiveChoice(*row) for row in rows]
