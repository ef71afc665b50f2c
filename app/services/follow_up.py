"""What came of one notice, point by point, as of a day: the follow-up table of the meeting before.

All of it is the fold of what counted for the day and had been recorded by its end, so that the table of a past day is
the same whenever it is asked for. A point that repeats a duty of an earlier notice, or puts an oral order into writing,
shows the assignments of the first, which are counted there and not here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain import history
from app.domain.calendar import last_instant, local_day
from app.domain.errors import DomainError
from app.domain.figures import classify
from app.domain.history import Course
from app.domain.lifecycle import REPORTED, SAID_BY_UNIT, SPOKEN_OF
from app.domain.permissions import Action, Actor, check
from app.domain.terms import (
    AssignmentRole,
    DirectiveLink,
    DueReason,
    EventKind,
    FigureClass,
    Standing,
    State,
    TaskKind,
)
from app.models import Assignment, Directive, DirectiveRelation, DueDate, Event, Evidence, Task
from app.services.recording import domain_due_date, domain_event
from app.services.rules import Rules
from app.services.unit_names import PlacedUnit, units_then
from app.services.visibility import Hidden, hidden_from

# What ties a point of this notice to an assignment that was given before.
_TIES = (*SPOKEN_OF, EventKind.FORMALISED)
# Rows of these say what the first deadline is; the others changed it.
_FIRST = (DueReason.GIVEN, DueReason.DATA_CORRECTION)


@dataclass(frozen=True, slots=True)
class Result:
    """A document that a unit named as its result."""

    number: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """The place in another notice where an assignment was first given, and how this notice took it up."""

    tie: EventKind
    public_id: str
    kind: str
    number: str | None
    issued_on: date | None
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartThen:
    """One unit's part as it stood on the day, under the name the unit had then.

    ``first_due`` is the deadline before it was ever changed, ``changes`` how often it was. ``results`` are those named
    since the last return. ``note`` is the newest that the unit said, ``lateness`` the newest reason it gave for being
    late. ``earlier`` is set where the part belongs to an earlier notice.
    """

    public_id: str
    unit_name: str
    unit_position: int
    under_authority: bool
    role: AssignmentRole
    course: Course
    standing: Standing
    figure_class: FigureClass
    first_due: date | None
    changes: int
    time_of_day: time | None
    results: tuple[Result, ...]
    note: str
    noted_on: date | None
    lateness: str
    period: str
    earlier: Source | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A task of the notice with its parts, those who lead first; those of an earlier notice stand apart."""

    task: Task
    leads: Sequence[PartThen]
    coordinating: Sequence[PartThen]
    earlier: Sequence[PartThen]

    @property
    def shown(self) -> Sequence[PartThen]:
        """The parts that have a line of their own."""
        return [*self.leads, *self.earlier]

    @property
    def is_general(self) -> bool:
        return self.task.kind is TaskKind.GENERAL


@dataclass(frozen=True, slots=True)
class Linked:
    """Another notice to which this one has a relation; ``is_later``: the other one came after."""

    link: DirectiveLink
    is_later: bool
    public_id: str
    kind: str
    number: str | None
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Lead assignments by what they count as; their sum is ``leads``. ``waiting`` of those in time have been reported,
    ``outside`` of all are of units outside the authority. ``earlier`` are counted in the notices that first gave them,
    ``general`` are exhortations to all. ``left_out`` tasks are not for the reader, and in none of the numbers."""

    by_class: Mapping[FigureClass, int]
    waiting: int
    outside: int
    tasks: int
    earlier: int
    general: int
    left_out: int

    @property
    def leads(self) -> int:
        return sum(self.by_class.values())


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The table as of a day; ``first_day`` is the first for which there is one."""

    directive: Directive
    on: date
    first_day: date
    points: Sequence[Point]
    linked: Sequence[Linked]
    totals: Totals


def first_day_of(directive: Directive) -> date:
    """Before this day nothing of the notice was recorded."""
    return max(directive.given_on, local_day(directive.recorded_at))


def follow_up(
    session: Session, *, actor: Actor, directive: Directive, rules: Rules, today: date, on: date | None = None
) -> FollowUp:
    """The table as of ``on``, which is today if nothing else is asked for.

    Raises ``follow_up.day`` for a day before anything was recorded, or one that is still to come.
    """
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    on, first_day = on or today, first_day_of(directive)
    if not first_day <= on <= max(today, first_day):
        raise DomainError("follow_up.day", field="on", first=first_day, last=today)
    hidden = hidden_from(session, actor=actor)
    tasks = session.scalars(select(Task).where(Task.directive_id == directive.id).order_by(Task.position)).all()
    shown = [task for task in tasks if task.id not in hidden]
    own, earlier = _parts(session, directive, hidden, rules, on)
    points = [_point(task, own[task.id], earlier[task.id]) for task in shown]
    linked = _linked(session, directive, last_instant(on))
    return FollowUp(directive, on, first_day, points, linked, _totals(points, len(tasks) - len(shown)))


_ByTask = defaultdict[int, list[PartThen]]


def _parts(session: Session, directive: Directive, hidden: Hidden, rules: Rules, on: date) -> tuple[_ByTask, _ByTask]:
    """The parts of each task as they stood, and those that it takes up from earlier notices."""
    ties = _ties(session, directive, on)
    wanted = or_(Task.directive_id == directive.id, Assignment.task_id.in_(_tied(directive)))
    conditions = [wanted, *hidden.conditions(Task.id)]
    ledger = _Ledger(session, conditions, units_then(session, office_id=directive.office_id, day=on), rules, on)
    own, earlier = _ByTask(list), _ByTask(list)
    for row in session.execute(_columns(conditions)):
        if row.directive_id == directive.id:
            _add(own[row.task_id], ledger.part(row, None))
        ties[row.id] = ties[row.id] or ties[row.predecessor_id]  # another unit took over what the notice speaks of
        for tie, task_id in ties[row.id]:
            if task_id != row.task_id:
                _add(earlier[task_id], ledger.part(row, tie))
    return own, earlier


def _add(parts: list[PartThen], part: PartThen | None) -> None:
    """What was entered by mistake, and what was not yet given, is in no table."""
    if part is not None and part.course.state is not State.CANCELLED:
        parts.append(part)


def _tied(directive: Directive) -> Select[tuple[int]]:
    """The earlier tasks that the notice takes up."""
    return (
        select(Assignment.task_id)
        .join(Event, Event.assignment_id == Assignment.id)
        .join(Task, Task.id == Event.task_id)
        .where(Task.directive_id == directive.id, Event.kind.in_(_TIES))
    )


def _ties(session: Session, directive: Directive, on: date) -> dict[int, list[tuple[EventKind, int]]]:
    """By assignment: how it is taken up, and by which task of the notice; once each."""
    rows = session.execute(
        select(Event.assignment_id, Event.kind, Event.task_id)
        .join(Task, Task.id == Event.task_id)
        .where(Task.directive_id == directive.id, Event.kind.in_(_TIES))
        .where(Event.effective_on <= on, Event.recorded_at <= last_instant(on))
        .order_by(Event.id)
    ).tuples()
    found: defaultdict[int, dict[tuple[EventKind, int], None]] = defaultdict(dict)
    for assignment_id, kind, task_id in rows:
        if task_id is not None:
            found[assignment_id][kind, task_id] = None
    return defaultdict(list, {key: list(ties) for key, ties in found.items()})


def _columns(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    a, d = Assignment, Directive
    return (
        select(
            *(a.id, a.public_id, a.task_id, a.unit_id, a.role, a.period, a.predecessor_id),
            *(Task.directive_id, Task.clause),
            *(d.public_id.label("directive_public_id"), d.kind, d.number, d.issued_on),
        )
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(*conditions)
        .order_by(a.period, a.id)
    )


class _Ledger:
    """The rows of all assignments of the table, each group read once, and the parts they come to."""

    def __init__(
        self,
        session: Session,
        conditions: Sequence[ColumnElement[bool]],
        units: Mapping[int, PlacedUnit],
        rules: Rules,
        on: date,
    ) -> None:
        self._units, self._rules, self._on, self._known_at = units, rules, on, last_instant(on)
        self._events = _grouped(session.scalars(_of(Event, conditions)))
        self._dues = _grouped(session.scalars(_of(DueDate, conditions)))
        self._evidence = _grouped(session.scalars(_of(Evidence, conditions)))

    def part(self, row: Row[Any], tie: EventKind | None) -> PartThen | None:
        """None if it had not been given by the day."""
        events, dues = self._events.get(row.id, []), self._dues.get(row.id, [])
        course = history.fold(
            map(domain_event, events), map(domain_due_date, dues), cut_off=self._on, known_at=self._known_at
        )
        if course.given_on is None:
            return None
        happened, set_ = self._counting(events), self._counting(dues)
        unit = self._units[course.unit_id or row.unit_id]
        note = _newest(event for event in happened if event.note and event.kind in SAID_BY_UNIT)
        late = _newest(event for event in happened if event.lateness_reason)
        return PartThen(
            public_id=row.public_id,
            unit_name=unit.name,
            unit_position=unit.position,
            under_authority=unit.under_authority,
            role=row.role,
            course=course,
            standing=history.standing(course, today=self._on, calendar=self._rules.calendar, policy=self._rules.policy),
            figure_class=classify(course, self._on),
            first_due=next((due.due_on for due in reversed(set_) if due.reason in _FIRST), None),
            changes=sum(due.reason not in _FIRST for due in set_),
            time_of_day=set_[-1].time_of_day if set_ else None,
            results=self._results(row.id, happened),
            note=note.note if note else "",
            noted_on=note.effective_on if note else None,
            lateness=late.lateness_reason if late else "",
            period=row.period,
            earlier=_source(row, tie) if tie else None,
        )

    def _counting(self, rows: Sequence[Any]) -> list[Any]:
        return [row for row in rows if row.effective_on <= self._on and row.recorded_at <= self._known_at]

    def _results(self, assignment_id: int, happened: Sequence[Event]) -> tuple[Result, ...]:
        """The documents of the reports since the last return: what came back is no result."""
        returned = max((event.id for event in happened if event.kind is EventKind.RETURNED), default=0)
        counting = {event.id for event in happened if event.id > returned}
        papers = self._evidence.get(assignment_id, [])
        named = [Result(each.number, each.issued_on) for each in papers if each.number and each.event_id in counting]
        return tuple(dict.fromkeys(named))


def _of(model: type[Any], conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    return (
        select(model)
        .join(Assignment, Assignment.id == model.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(*conditions)
        .order_by(model.assignment_id, model.id)
    )


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    return {key: list(group) for key, group in groupby(rows, key=attrgetter("assignment_id"))}


def _newest(events: Iterable[Event]) -> Event | None:
    return max(events, key=attrgetter("effective_on", "id"), default=None)


def _source(row: Row[Any], tie: EventKind) -> Source:
    return Source(tie, row.directive_public_id, row.kind, row.number, row.issued_on, row.clause)


def _point(task: Task, own: Sequence[PartThen], earlier: Sequence[PartThen]) -> Point:
    placed = sorted(own, key=attrgetter("unit_position", "unit_name"))
    return Point(
        task,
        leads=[part for part in placed if part.role is AssignmentRole.LEAD],
        coordinating=[part for part in placed if part.role is AssignmentRole.COORDINATING],
        earlier=[part for part in earlier if part.role is AssignmentRole.LEAD],
    )


def _linked(session: Session, directive: Directive, known_at: datetime) -> list[Linked]:
    """The relations that were recorded by then, those to earlier notices first."""
    other, r = aliased(Directive), DirectiveRelation
    found: list[Linked] = []
    for is_later, here, there in ((False, r.later_id, r.earlier_id), (True, r.earlier_id, r.later_id)):
        rows = session.execute(
            select(r.kind, other.public_id, other.kind, other.number, other.issued_on)
            .join(other, other.id == there)
            .where(here == directive.id, r.recorded_at <= known_at)
            .order_by(r.id)
        ).tuples()
        found += [Linked(row[0], is_later, *row[1:]) for row in rows]
    return found


def _totals(points: Sequence[Point], left_out: int) -> Totals:
    leads = [part for point in points for part in point.leads]
    counted = Counter(part.figure_class for part in leads)
    in_time = FigureClass.OPEN_IN_TIME
    return Totals(
        by_class={each: counted[each] for each in FigureClass},
        waiting=sum(part.figure_class is in_time and part.course.state in REPORTED for part in leads),
        outside=sum(not part.under_authority for part in leads),
        tasks=sum(bool(point.leads) for point in points),
        earlier=sum(len(point.earlier) for point in points),
        general=sum(point.is_general for point in points),
        left_out=left_out,
    )
