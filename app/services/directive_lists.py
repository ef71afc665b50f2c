"""Directives as lists and pages show them: columns, and few queries however many tasks there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from app.domain import history
from app.domain.finding import terms_of
from app.domain.history import Course
from app.domain.lifecycle import NOT_RATED, SPOKEN_OF
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, SearchKind, Standing, State, TaskKind
from app.models import Assignment, Directive, DueDate, Event, SearchEntry, Task, Unit
from app.services.listing import COURSE, PER_PAGE, Page, course_of_columns
from app.services.rules import Rules
from app.services.search_match import kind_word, matches
from app.services.standing_filters import overdue
from app.services.unit_names import CalledThen, FormerNames, former_names
from app.services.visibility import readable_by


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectiveRow:
    """A directive in the list. ``tasks`` leaves out the general ones and those that only say an earlier one again;
    ``parts`` are lead assignments that were not cancelled, of which ``done`` are finished and ``overdue`` open past
    their day."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDirectives:
    """What the list is narrowed to; ``text`` stands in the number, the subject or the issuer's name."""

    year: int | None = None
    kind: str = ""
    text: str = ""


def list_directives(
    session: Session,
    *,
    actor: Actor,
    today: date,
    wanted: WantedDirectives = WantedDirectives(),
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[DirectiveRow]:
    """The office's directives, the newest first. A page beyond the last is the last. Only what the page shows is
    counted through."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    conditions = _directive_conditions(actor, wanted, session.get_bind().dialect.name)
    total = session.scalar(select(func.count(Directive.id)).where(*conditions)) or 0
    page = min(max(1, page), max(1, ceil(total / per_page)))
    ids = select(Directive.id).where(*conditions).order_by(*_NEWEST).limit(per_page).offset((page - 1) * per_page)
    rows = session.execute(_directive_rows(today).where(Directive.id.in_(ids)))
    return Page([DirectiveRow(**row._mapping) for row in rows], page, total, per_page)


_NEWEST = (Directive.given_on.desc(), Directive.id.desc())


def _directive_conditions(actor: Actor, wanted: WantedDirectives, dialect: str) -> list[ColumnElement[bool]]:
    d = Directive
    found: list[ColumnElement[bool]] = [d.office_id == actor.office_id]
    if wanted.year is not None:
        dated = func.coalesce(d.issued_on, d.given_on)
        found += [dated >= date(wanted.year, 1, 1), dated <= date(wanted.year, 12, 31)]
    if wanted.kind:
        found.append(d.kind == wanted.kind)
    if wanted.text.strip():
        found.append(_holds(wanted.text, dialect))
    return found


def _holds(text: str, dialect: str) -> ColumnElement[bool]:
    """As the search finds notices; a part of a number is found, too."""
    query, by_number = terms_of(text), Directive.number.icontains(text.strip(), autoescape=True)
    if not query.terms:
        return by_number
    found = matches(query, dialect, scopes=[[kind_word(SearchKind.DIRECTIVE)]])
    return or_(Directive.id.in_(select(SearchEntry.ref_id).where(found)), by_number)


def _directive_rows(today: date) -> Select[Any]:
    d = Directive
    return (
        select(
            *(d.public_id, d.kind, d.number, d.issuer, d.issued_on, d.given_on, d.subject),
            func.count(func.distinct(case((_is_its_own(), Task.id)))).label("tasks"),
            _how_many(Assignment.state.not_in(NOT_RATED)).label("parts"),
            _how_many(Assignment.state == State.DONE).label("done"),
            _how_many(overdue(today)).label("overdue"),
        )
        .outerjoin(Task, Task.directive_id == d.id)
        .outerjoin(Assignment, and_(Assignment.task_id == Task.id, Assignment.role == AssignmentRole.LEAD))
        .group_by(d.id)
        .order_by(*_NEWEST)
    )


def _is_its_own() -> ColumnElement[bool]:
    """Of a task beside its leads: that figures count it. One that has none and says an earlier task again is counted as
    that one."""
    says_again = exists().where(Event.task_id == Task.id, Event.kind.in_(SPOKEN_OF))
    return and_(Task.kind != TaskKind.GENERAL, or_(Assignment.id.is_not(None), ~says_again))


def years_and_kinds(session: Session, *, actor: Actor) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The years, newest first, and the kinds of notices the office has."""
    dated = func.coalesce(Directive.issued_on, Directive.given_on)
    ours = Directive.office_id == actor.office_id
    first, last = session.execute(select(func.min(dated), func.max(dated)).where(ours)).one()
    kinds = session.scalars(select(Directive.kind).where(ours).distinct().order_by(Directive.kind)).all()
    return tuple(range(last.year, first.year - 1, -1)) if first else (), tuple(kinds)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, Assignment.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One unit's part of a task, and how it stands today. The unit is called as it was when its part was closed."""

    public_id: str
    unit_id: int
    unit_name: str
    unit_short_name: str
    unit_position: int
    under_authority: bool
    role: AssignmentRole
    course: Course
    standing: Standing
    phrase: str
    time_of_day: time | None
    period: str = ""  # of a recurring task, whose units have a part in each period


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
    """The directive's tasks in their order, each with its units' parts: three queries. Those that are kept from the
    person are left out."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    ours = select(Task).where(Task.directive_id == directive.id, readable_by(actor))
    tasks = session.scalars(ours.order_by(Task.position)).all()
    by_task: dict[int, list[Part]] = {task.id: [] for task in tasks}
    names = former_names(session, office_id=directive.office_id)
    for row in session.execute(_parts(directive).where(readable_by(actor))):
        by_task[row.task_id].append(_part(row, rules, today, names))
    return [TaskParts(task, by_task[task.id]) for task in tasks]


def _parts(directive: Directive) -> Any:
    a = Assignment
    return (
        select(
            *(a.task_id, a.public_id, a.role, *COURSE),
            *(
                a.unit_id,
                Unit.name.label("unit_name"),
                Unit.short_name,
                Unit.position,
                Unit.under_authority,
                DueDate.phrase,
                DueDate.time_of_day,
                a.period,
            ),
        )
        .join(Task, Task.id == a.task_id)
        .join(Unit, Unit.id == a.unit_id)
        .outerjoin(DueDate, DueDate.id == a.due_date_id)
        .where(Task.directive_id == directive.id)
        .order_by(case((a.role == AssignmentRole.LEAD, 0), else_=1), Unit.position, Unit.name, a.id)
    )


def _part(row: Row[Any], rules: Rules, today: date, names: FormerNames) -> Part:
    course = course_of_columns(row)
    called = names.on(row.unit_id, row.closed_on or today, CalledThen(row.unit_name, row.short_name))
    return Part(
        public_id=row.public_id,
        unit_id=row.unit_id,
        unit_name=called.name,
        unit_short_name=called.short_name,
        unit_position=row.position,
        under_authority=row.under_authority,
        role=row.role,
        course=course,
        standing=history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy),
        phrase=row.phrase or "",
        time_of_day=row.time_of_day,
        period=row.period,
    )
