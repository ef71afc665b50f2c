"""Lists of assignments. They read columns, never whole objects, and filter and sort in the database, so that a
hundred thousand assignments page quickly; a test proves the filters equal to ``app.domain.history.standing``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import ceil
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import Session

from app.domain import history
from app.domain.history import Course
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, Standing, TaskKind, Urgency
from app.models import Assignment, Directive, Task, Unit
from app.services import in_field, superiors
from app.services.in_field import FieldIds
from app.services.rules import Rules
from app.services.search_match import task_condition
from app.services.standing_filters import DATED, Narrow, is_returned, rank, standing_is
from app.services.visibility import Hidden, hidden_from

PER_PAGE = 50
EXPORT_LIMIT = 100_000  # rows of a file
_CHUNK = 1_000
Item = TypeVar("Item")


class SortBy(StrEnum):
    """What a list is sorted by; equal ones stand by their due day."""

    PRESSING = "pressing"
    DUE = "due"
    UNIT = "unit"
    GIVEN = "given"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Order:
    by: SortBy = SortBy.PRESSING
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; None and empty mean all. ``unit_ids`` are those the reader may see or chose; of
    several ``standings`` one is enough; ``due_from`` and ``due_to`` both belong to the range."""

    unit_ids: tuple[int, ...] | None = None
    under_authority: bool | None = None
    field_ids: FieldIds = None
    standings: tuple[Standing | Narrow, ...] = ()
    directive_id: int | None = None
    role: AssignmentRole | None = None
    due_from: date | None = None
    due_to: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How long a list is, and how many tasks its assignments belong to: "29 tasks (59 assignments)"."""

    assignments: int
    tasks: int


class AssignmentRow(NamedTuple):
    """One line of a list. ``number`` is None while the notice waits for one; ``returned`` means that the office gave
    the last result back and the unit has not reported again, ``superior_due`` is the date of a superior who gave it."""

    course: Course
    standing: Standing
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
    returned: bool
    self_confirmed: bool
    check_on: date | None
    superior_due: date | None


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


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every condition of a list stands on."""

    office_id: int
    rules: Rules
    today: date
    dialect: str
    hidden: Hidden


def _ground_of(
    session: Session, actor: Actor, rules: Rules, today: date, known_hidden: Hidden | None = None
) -> _Ground:
    hidden = hidden_from(session, actor=actor) if known_hidden is None else known_hidden
    return _Ground(actor.office_id, rules, today, session.get_bind().dialect.name, hidden)


def list_assignments(
    session: Session,
    *,
    actor: Actor,
    rules: Rules,
    today: date,
    wanted: Wanted,
    order: Order = Order(),
    page: int = 1,
    per_page: int = PER_PAGE,
    total: int | None = None,
    length_of: Callable[[Wanted], int] | None = None,
    known_hidden: Hidden | None = None,
) -> Page[AssignmentRow]:
    """A page of assignments, the most pressing first. A page beyond the last is the last. ``total`` is handed in by
    who knows how many there are, ``length_of`` by who knows the lengths of narrower lists, too; ``known_hidden`` by who
    has asked ``hidden_from`` for this actor."""
    ground = _ground_of(session, actor, rules, today, known_hidden)
    if total is None:
        total = session.scalar(_matching(func.count(Assignment.id), ground, wanted)) or 0
    page = min(max(1, page), max(1, ceil(total / per_page)))
    if length_of is not None:
        wanted = _beginning(wanted, order, page * per_page, length_of)
    query = _page_query(ground, wanted, order, per_page, (page - 1) * per_page)
    return Page([_line(row, rules=rules, today=today) for row in _read(session, query)], page, total, per_page)


def _beginning(wanted: Wanted, order: Order, end: int, length_of: Callable[[Wanted], int]) -> Wanted:
    """The narrower list that the whole list begins with, if its rows suffice: what is overdue comes first, then what
    else is not finished. Sorting years of finished work to show fifty lines of today would take a second."""
    if order != Order() or wanted.standings:
        return wanted
    narrower = (replace(wanted, standings=(each,)) for each in (Standing.OVERDUE, Narrow.UNFINISHED))
    return next((each for each in narrower if length_of(each) >= end), wanted)


def _read(session: Session, query: Select[Any]) -> Sequence[Row[Any]]:
    """Straight from the connection: what the session does for objects, and columns do not need, takes half as long as
    the database itself."""
    session.flush()
    return session.connection().execute(query).all()


@lru_cache(maxsize=128)
def _page_query(ground: _Ground, wanted: Wanted, order: Order, limit: int, offset: int) -> Select[Any]:
    """Kept, since composing a statement costs more than the database needs to answer it.

    The page is found by ids alone: sorting a hundred thousand sentences would take seconds.
    """
    sorting = _sorting(ground, order, wanted)
    ids = _matching(Assignment.id, ground, wanted, order).order_by(*sorting)
    return _rows().where(Assignment.id.in_(ids.limit(limit).offset(offset))).order_by(*sorting)


def every_assignment(
    session: Session,
    *,
    actor: Actor,
    rules: Rules,
    today: date,
    wanted: Wanted,
    order: Order = Order(),
) -> Iterator[AssignmentRow]:
    """The rows of the same list without pages, as they are read: for a file. Stops at ``EXPORT_LIMIT``."""
    ground = _ground_of(session, actor, rules, today)
    query = (
        _rows()
        .where(*_conditions(ground, wanted))
        .order_by(*_sorting(ground, order, wanted))
        .limit(EXPORT_LIMIT)
        .execution_options(yield_per=_CHUNK)
    )
    for row in session.execute(query):
        yield _line(row, rules=rules, today=today)


def count(
    session: Session, *, actor: Actor, rules: Rules, today: date, wanted: Wanted, known_hidden: Hidden | None = None
) -> Counted:
    """The length of a list, in one query; ``known_hidden`` as for the list."""
    ground = _ground_of(session, actor, rules, today, known_hidden)
    query = _matching(func.count(Assignment.id), ground, wanted)
    row = session.execute(query.add_columns(func.count(Assignment.task_id.distinct()))).one()
    return Counted(*row)


def oldest(
    session: Session,
    *,
    actor: Actor,
    rules: Rules,
    today: date,
    narrow: Narrow,
    since: SQLColumnExpression[Any],
    beside: Sequence[SQLColumnExpression[Any]] = (),
    limit: int,
    field_ids: FieldIds = None,
) -> list[tuple[AssignmentRow, tuple[Any, ...]]]:
    """What waits longest for somebody, by the day of ``since``: the rows of a narrow list, each with its day and with
    what else is to stand beside it."""
    wanted = Wanted(standings=(narrow,), field_ids=field_ids)
    conditions = _conditions(_ground_of(session, actor, rules, today), wanted)
    query = _rows().add_columns(since, *beside).where(*conditions).order_by(since, Assignment.id).limit(limit)
    return [(_line(row[:_END], rules=rules, today=today), tuple(row[_END:])) for row in session.execute(query)]


def _matching(column: SQLColumnExpression[Any], ground: _Ground, wanted: Wanted, order: Order = Order()) -> Select[Any]:
    """One column of the assignments that are wanted; other tables are joined only where something reads them."""
    query = select(column).where(*_conditions(ground, wanted))
    if wanted.directive_id is not None:
        query = query.join(Task, Task.id == Assignment.task_id)
    if order.by is SortBy.UNIT:
        query = query.join(Unit, Unit.id == Assignment.unit_id)
    return query


def _conditions(ground: _Ground, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Assignment.office_id == ground.office_id]
    found += ground.hidden.conditions(Assignment.task_id)
    if wanted.unit_ids is not None:
        found.append(Assignment.unit_id.in_(wanted.unit_ids))
    if wanted.under_authority is not None:
        asked = select(Unit.id).where(
            Unit.office_id == ground.office_id, Unit.under_authority == wanted.under_authority
        )
        found.append(Assignment.unit_id.in_(asked))
    found += in_field.narrowed(wanted.field_ids, day=ground.today)
    if wanted.role is not None:
        found.append(Assignment.role == wanted.role)
    if wanted.standings:
        found.append(or_(*(standing_is(each, rules=ground.rules, today=ground.today) for each in wanted.standings)))
    if wanted.directive_id is not None:
        found.append(Task.directive_id == wanted.directive_id)
    if wanted.due_from is not None:
        found.append(Assignment.due_on >= wanted.due_from)
    if wanted.due_to is not None:
        found.append(Assignment.due_on <= wanted.due_to)
    if wanted.text.strip():
        found.append(task_condition(wanted.text, ground.dialect))
    return found


def _sorting(ground: _Ground, order: Order, wanted: Wanted) -> list[SQLColumnExpression[Any]]:
    """The columns of an order, the last of which is an id: two readings of a list agree."""
    a = Assignment
    tail: list[SQLColumnExpression[Any]] = [a.given_on.desc(), a.task_id, a.id]
    due: SQLColumnExpression[Any] = a.due_on
    if order.by is SortBy.DUE and order.descending:
        due = due.desc()
    if not _all_dated(wanted):  # else an index of due days gives the order by itself
        due = due.nulls_last()
    if order.by is SortBy.DUE or (order.by is SortBy.PRESSING and wanted.standings == (Standing.OVERDUE,)):
        return [due, *tail]
    first: list[SQLColumnExpression[Any]] = [rank(rules=ground.rules, today=ground.today)]
    if order.by is SortBy.GIVEN:
        first = [a.given_on]
    elif order.by is SortBy.UNIT:
        first = [Unit.position, Unit.name, Unit.id]
    if order.descending:
        first = [column.desc() for column in first]
    return [*first, due, *tail]


def _all_dated(wanted: Wanted) -> bool:
    by_range = wanted.due_from is not None or wanted.due_to is not None
    return by_range or (bool(wanted.standings) and set(wanted.standings) <= DATED)


# What ``course_of_columns`` reads.
COURSE = tuple(
    Assignment.__table__.c[name]
    for name in (
        "state",
        "given_on",
        "due_on",
        "due_date_id",
        "due_exclusive",
        "submitted_on",
        "completed_on",
        "closed_on",
        "last_activity_on",
        "acknowledged_on",
        "updated_on",
        "objective",
        "extension_asked_on",
        "extensions_granted",
        "returns",
        "repeats",
    )
)


def _rows() -> Select[Any]:
    """The projected columns of ``Course``, then those of ``AssignmentRow`` that are stored, each in the order of
    its fields. They are the tables' own: the models' are compared with those of the last statement at each reading,
    which takes longer than reading ten rows."""
    a, t, d, u = (model.__table__.c for model in (Assignment, Task, Directive, Unit))
    task = (a.public_id, a.version, t.clause, t.text, t.kind, t.urgency)
    directive = (d.public_id, d.kind, d.number)
    unit = (u.public_id, u.name, a.role, is_returned(), a.self_confirmed, a.check_on)
    superior_due = superiors.latest_due(a.task_id).scalar_subquery()
    return (
        select(*COURSE, *task, *directive, *unit, superior_due)
        .select_from(Assignment)
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Unit, Unit.id == a.unit_id)
    )


def _line(row: Sequence[Any], *, rules: Rules, today: date) -> AssignmentRow:
    course = Course(*row[:_COURSE])
    standing = history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy)
    return AssignmentRow(course, standing, *row[_COURSE:])


_COURSE = len(COURSE)  # the rest of ``Course`` is not projected
_END = _COURSE + len(AssignmentRow._fields) - 2  # less the course and the standing, which are made of columns


def course_of_columns(row: Row[Any] | Assignment) -> Course:
    """The projected columns, by their names, as the fold they stand for."""
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
        updated_on=row.updated_on,
        objective=row.objective,
        extension_asked_on=row.extension_asked_on,
        extensions=row.extensions_granted,
        returns=row.returns,
        repeats=row.repeats,
    )
