"""What a report counts: the lead assignments of a period, by the four classes at its cut-off.

The same three values (period_from, cut_off, known_at) give the same figures for ever: they read nothing but the
events and due dates in force on the cut-off day and known at the instant.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from app.domain.history import Course, DueDate, Event, fold, is_done_late, is_overdue
from app.domain.lifecycle import NOT_RATED, REPORTED
from app.domain.terms import FigureClass, State

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit as it was on the cut-off day."""

    name: str
    under_authority: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead assignment with all its events and due dates, and the unit that has it now."""

    assignment_id: int
    task_id: int
    unit_id: int
    unit_name: str
    under_authority: bool
    events: tuple[Event, ...]
    due_dates: tuple[DueDate, ...]


class Row(NamedTuple):
    """One lead assignment as it was counted; a tuple, because a report makes a hundred thousand of them.

    ``waiting``: reported and not yet decided at the cut-off. ``days_overdue`` are calendar days after the due day:
    up to the cut-off for an open one, up to the completion for one done late, else 0. ``due_changes`` is how often
    the due date in force had been changed, ``late_before`` the days it was late when its deadline was moved on,
    ``extensions`` how often the unit had been granted more time. ``objective``: it is not rated because an objective
    cause was confirmed; ``self_confirmed``: it is the office's own work, which the office itself accepted.

    What needs more than the events is None until ``app.services.report_measures`` has put it in, and of what was frozen
    without it: ``working_days_overdue`` by the office's calendar; ``updated``, whether the unit said anything of it
    lately, None also where ``app.domain.updating`` does not ask.
    """

    assignment_id: int
    task_id: int
    unit_id: int
    unit_name: str
    figure_class: FigureClass
    carried_over: bool
    waiting: bool
    given_on: date
    due_on: date | None
    completed_on: date | None
    days_overdue: int
    under_authority: bool
    due_changes: int
    late_before: int = 0
    objective: bool = False
    extensions: int = 0
    self_confirmed: bool = False
    working_days_overdue: int | None = None
    updated: bool | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with everything a reader needs to check it; ``formula`` is written in the letters of the classes."""

    numerator: int
    denominator: int
    formula: str

    def percent(self) -> Decimal:
        """The share in per cent, rounded half up to one place."""
        share = Decimal(100 * self.numerator) / Decimal(self.denominator)
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Counts:
    """The classes: a done on time, b done late, c open in time, d open and overdue.

    ``waiting`` are those of c that wait for a decision; ``carried_over`` and ``new`` split the total.
    """

    a: int
    b: int
    c: int
    d: int
    waiting: int
    carried_over: int
    new: int

    @property
    def done(self) -> int:
        """H = a + b."""
        return self.a + self.b

    @property
    def open(self) -> int:
        """C = c + d."""
        return self.c + self.d

    @property
    def total(self) -> int:
        """N = H + C."""
        return self.done + self.open

    def on_time(self) -> Rate | None:
        """Done on time among what was due or done; None if there is nothing of that."""
        return self._rate(self.a, "a ÷ (a + b + d)")

    def completed(self) -> Rate | None:
        """Done, on time or late, among the same, as it is commonly published."""
        return self._rate(self.done, "(a + b) ÷ (a + b + d)")

    def _rate(self, numerator: int, formula: str) -> Rate | None:
        denominator = self.done + self.d
        return Rate(numerator, denominator, formula) if denominator else None


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit's part of the counts."""

    unit_id: int
    unit_name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a report says in numbers, and the rows behind it.

    ``counts``, ``tasks`` (distinct tasks among the rated), ``by_unit``, ``undated`` and ``not_rated`` are about units
    under the office's authority; ``outside`` counts the rated assignments of the others, apart. ``rows`` has all.
    """

    period_from: date
    cut_off: date
    known_at: datetime
    counts: Counts
    tasks: int
    by_unit: tuple[UnitFigures, ...]
    rows: tuple[Row, ...]
    outside: Counts
    undated: int
    not_rated: int


_LISTED_APART = (FigureClass.UNDATED, FigureClass.NOT_RATED)
_Mark = tuple[FigureClass, bool, bool]  # class, waiting, carried over


def figures(
    leads: Iterable[Lead],
    *,
    period_from: date,
    cut_off: date,
    known_at: datetime,
    units: Mapping[int, UnitThen] = MappingProxyType({}),
) -> Figures:
    """Count the leads of a period. They are read once, one by one.

    Each counts for the unit that held the lead on the cut-off day, under the name it had then: ``units`` has those, by
    id, that had another name then or have given a lead away.

    In the period are those given by the cut-off and not finally closed before ``period_from``; closed is the local
    day on which it was recorded, so that what stood open in one report is in the next.
    """
    rows = tuple(
        row
        for lead in leads
        if (row := _row(lead, units, period_from=period_from, cut_off=cut_off, known_at=known_at)) is not None
    )
    ours = Counter(_mark(row) for row in rows if row.under_authority)
    result = Figures(
        period_from=period_from,
        cut_off=cut_off,
        known_at=known_at,
        counts=_counts(ours),
        tasks=len({row.task_id for row in rows if is_rated(row)}),
        by_unit=_by_unit(rows),
        rows=rows,
        outside=_counts(Counter(_mark(row) for row in rows if not row.under_authority)),
        undated=_of_class(ours, FigureClass.UNDATED),
        not_rated=_of_class(ours, FigureClass.NOT_RATED),
    )
    _prove(result)
    return result


def _row(
    lead: Lead, units: Mapping[int, UnitThen], *, period_from: date, cut_off: date, known_at: datetime
) -> Row | None:
    """The lead as it is counted; None if it is not in the period."""
    course = fold(lead.events, lead.due_dates, cut_off=cut_off, known_at=known_at)
    if course.given_on is None or (course.closed_on is not None and course.closed_on < period_from):
        return None
    figure_class = classify(course, cut_off)
    unit_id = course.unit_id or lead.unit_id
    unit = units.get(unit_id) or UnitThen(lead.unit_name, lead.under_authority)
    return Row(
        assignment_id=lead.assignment_id,
        task_id=lead.task_id,
        unit_id=unit_id,
        unit_name=unit.name,
        figure_class=figure_class,
        carried_over=course.given_on < period_from,
        waiting=course.state in REPORTED,
        given_on=course.given_on,
        due_on=course.due_on,
        completed_on=course.completed_on,
        days_overdue=_days_overdue(course, figure_class, cut_off),
        under_authority=unit.under_authority,
        due_changes=course.due_changes,
        late_before=course.late_before,
        objective=course.objective,
        extensions=course.extensions,
        self_confirmed=course.self_confirmed,
    )


def classify(course: Course, cut_off: date) -> FigureClass:
    """What a lead assignment counts as at the cut-off, by its fold as of that day."""
    if course.state in NOT_RATED or course.objective:
        return FigureClass.NOT_RATED
    if course.due_on is None:
        return FigureClass.UNDATED
    if course.state is State.DONE:
        return FigureClass.DONE_LATE if is_done_late(course) else FigureClass.DONE_ON_TIME
    return FigureClass.OPEN_OVERDUE if is_overdue(course, on=cut_off) else FigureClass.OPEN_IN_TIME


def _days_overdue(course: Course, figure_class: FigureClass, cut_off: date) -> int:
    until = {FigureClass.OPEN_OVERDUE: cut_off, FigureClass.DONE_LATE: course.completed_on}.get(figure_class)
    return (until - course.due_on).days if until and course.due_on else 0


def is_rated(row: Row) -> bool:
    """Whether it is in one of the four classes, of a unit under the office's authority."""
    return row.under_authority and row.figure_class not in _LISTED_APART


def _mark(row: Row) -> _Mark:
    return row.figure_class, row.waiting, row.carried_over


def _of_class(marks: Mapping[_Mark, int], figure_class: FigureClass) -> int:
    return sum(number for (a_class, _, _), number in marks.items() if a_class is figure_class)


def _counts(marks: Mapping[_Mark, int]) -> Counts:
    rated = {mark: number for mark, number in marks.items() if mark[0] not in _LISTED_APART}
    open_in_time = FigureClass.OPEN_IN_TIME
    return Counts(
        a=_of_class(rated, FigureClass.DONE_ON_TIME),
        b=_of_class(rated, FigureClass.DONE_LATE),
        c=_of_class(rated, open_in_time),
        d=_of_class(rated, FigureClass.OPEN_OVERDUE),
        waiting=sum(number for (a_class, waiting, _), number in rated.items() if waiting and a_class is open_in_time),
        carried_over=sum(number for (_, _, carried_over), number in rated.items() if carried_over),
        new=sum(number for (_, _, carried_over), number in rated.items() if not carried_over),
    )


def _by_unit(rows: Iterable[Row]) -> tuple[UnitFigures, ...]:
    marks: defaultdict[int, Counter[_Mark]] = defaultdict(Counter)
    names: dict[int, str] = {}
    for row in rows:
        if is_rated(row):
            marks[row.unit_id][_mark(row)] += 1
            names[row.unit_id] = row.unit_name
    units = (UnitFigures(unit_id, names[unit_id], _counts(of_unit)) for unit_id, of_unit in marks.items())
    return tuple(
        sorted(
            units, key=lambda unit: (*most_overdue_first(unit.counts.d, unit.counts.open, unit.unit_name), unit.unit_id)
        )
    )


def grouped(rows: Iterable[Row], key_of: Callable[[Row], Key]) -> dict[Key, Counts]:
    """The classes of the rated rows by any key, as a task's source or its field; their sum is that of the figures."""
    marks: defaultdict[Key, Counter[_Mark]] = defaultdict(Counter)
    for row in rows:
        if is_rated(row):
            marks[key_of(row)][_mark(row)] += 1
    return {key: _counts(of_key) for key, of_key in marks.items()}


def most_overdue_first(n: int, total: int, name: str) -> tuple[int, float, str]:
    """The one order of units by n/N, on the report, the desk and in the mails: the more overdue first, then the greater
    share of what is open and dated, then by name."""
    return -n, -n / total if total else 0.0, name


def _prove(made: Figures) -> None:
    """Figures that do not add up are never shown. H = a+b, C = c+d and N = H+C hold by their making; here the rows
    are counted anew, apart from the counts."""
    counts, outside = made.counts, made.outside
    rows = Counter((row.under_authority, row.figure_class) for row in made.rows)
    agree = (
        counts.carried_over + counts.new == counts.total,
        outside.carried_over + outside.new == outside.total,
        counts.total == sum(unit.counts.total for unit in made.by_unit) == sum(map(is_rated, made.rows)),
        (counts.a, counts.b, counts.c, counts.d) == tuple(rows[True, a_class] for a_class in _RATED),
        (outside.a, outside.b, outside.c, outside.d) == tuple(rows[False, a_class] for a_class in _RATED),
        (made.undated, made.not_rated) == tuple(rows[True, a_class] for a_class in _LISTED_APART),
        counts.waiting <= counts.c and made.tasks <= counts.total,
    )
    if not all(agree):
        raise AssertionError(f"the figures do not add up: {agree}")


_RATED = (
    FigureClass.DONE_ON_TIME,
    FigureClass.DONE_LATE,
    FigureClass.OPEN_IN_TIME,
    FigureClass.OPEN_OVERDUE,
)
