"""What a report tells beside its classes, by nothing but its rows: how late, how often extended, how well units kept
the office informed, what the office confirmed of its own work, and which units were late in the last period as well.

All of it is about rated lead assignments of units under the office's authority, but for the update rate, which
``app.domain.updating`` defines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from app.domain.calendar import WorkingCalendar
from app.domain.figures import Row, is_rated
from app.domain.terms import FigureClass
from app.domain.updating import Updates

MANY = 3  # from the third time on a deadline was "extended many times" (DOMAIN.md §3.4)
LATE = (FigureClass.DONE_LATE, FigureClass.OPEN_OVERDUE)
_NOT_DONE = (FigureClass.OPEN_IN_TIME, FigureClass.OPEN_OVERDUE, FigureClass.UNDATED)


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the most of so many numbers of days; of an even many the middle lies half-way between two."""

    rows: int
    median: float
    worst: int


@dataclass(frozen=True, slots=True)
class DaysLate:
    """The same lateness in calendar days and in working days of the office."""

    calendar: Spread
    working: Spread


@dataclass(frozen=True, slots=True)
class Extended:
    """How many were granted more time by the cut-off, how often in all, and how many of them more than once, and
    ``MANY`` times or more."""

    assignments: int
    times: int
    more_than_once: int
    many: int


@dataclass(frozen=True, slots=True)
class Measures:
    """``overdue`` is of class d, ``done_late`` of class b; None where there is none. ``updates`` is u and m."""

    overdue: DaysLate | None
    done_late: DaysLate | None
    extended: Extended
    updates: Updates
    self_confirmed: int


def measures(rows: Sequence[Row]) -> Measures:
    """Of rows that have their working days and whether they were updated."""
    rated = [row for row in rows if is_rated(row)]
    times = [row.extensions for row in rated if row.extensions]
    told = [row.updated for row in rows if row.updated is not None]
    return Measures(
        overdue=_days_late(rated, FigureClass.OPEN_OVERDUE),
        done_late=_days_late(rated, FigureClass.DONE_LATE),
        extended=Extended(len(times), sum(times), sum(n > 1 for n in times), sum(n >= MANY for n in times)),
        updates=Updates(sum(told), len(told)),
        self_confirmed=sum(row.self_confirmed for row in rated),
    )


def _days_late(rows: Iterable[Row], figure_class: FigureClass) -> DaysLate | None:
    of_class = [row for row in rows if row.figure_class is figure_class]
    if not of_class:
        return None
    return DaysLate(
        spread_of([row.days_overdue for row in of_class]),
        spread_of([row.working_days_overdue or 0 for row in of_class]),
    )


def spread_of(days: Sequence[int]) -> Spread:
    """Of at least one."""
    return Spread(len(days), float(median(days)), max(days))


def working_days_late(row: Row, calendar: WorkingCalendar) -> int:
    """The working days among the days that it is late; what fell due on a Friday and was done on Monday is one late."""
    if row.due_on is None:
        return 0
    return calendar.working_days_between(row.due_on, row.due_on + timedelta(days=row.days_overdue))


def may_be_updated(row: Row, *, since: date) -> bool:
    """Whether the unit had it in hand at the cut-off, not excused, and had been given it by ``since``. It is for others
    to say whether it came to the unit later than that, and whether its kind is one that is asked for."""
    is_in_hand = row.figure_class in _NOT_DONE and row.completed_on is None and not row.waiting
    return row.under_authority and is_in_hand and row.given_on <= since


def late_units(rows: Iterable[Row]) -> frozenset[int]:
    """Units with something overdue at the cut-off, or done late."""
    return frozenset(row.unit_id for row in rows if is_rated(row) and row.figure_class in LATE)


def late_again(now: Iterable[int], before: Iterable[int], successors: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """Units late in both periods, of those late in each. A unit that was merged since is its successor; one that was
    split into several is nobody's, because nobody can say whose lateness it was."""
    return frozenset(now) & {heir_of(unit_id, successors) for unit_id in before}


def heir_of(unit_id: int, successors: Mapping[int, Sequence[int]]) -> int:
    """The unit that has come in its place, by way of single successors only."""
    seen = {unit_id}
    while len(after := successors.get(unit_id, ())) == 1 and after[0] not in seen:
        unit_id = after[0]
        seen.add(unit_id)
    return unit_id
