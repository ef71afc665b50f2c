"""Duties that come again: by which rule, and which day each of their periods is due.

A period here is a calendar week, month, quarter, half-year or year, known by a key such as "2026-W47" or "2026-Q4". The
periods of official reports, which run from the 15th through the 14th, are another matter: ``app.domain.periods``.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, takewhile

from app.domain.calendar import WorkingCalendar
from app.domain.errors import DomainError
from app.domain.terms import Every

LAST_DAY = 31  # every month's last day, as a month that lacks a day means its last one
MONTHS = {Every.MONTHLY: 1, Every.QUARTERLY: 3, Every.SIX_MONTHS: 6, Every.YEARLY: 12}
AHEAD = 5  # working days before its due day by which an assignment is made, also where its period has not begun
_A_WEEK = 7
_LENGTHS = {"Q": 3, "H": 6, "": 12}  # months, by the letter of a period's key; a year's has nothing behind the year


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A day of every period.

    ``day``: of a week 1 (Monday) to 7, otherwise of the month, 1 to 31; a month that lacks it means its last day.
    ``month``: which month of the period holds the day, from 1; 1 for a week.
    ``months_after``: how many months behind the last one of the period the day lies; then ``month`` is that last one.
    ``exclusive``: the phrase says "before" the day. The day it names stays the due day; the office's policy decides.

    Raises ``recurrence.weekday``, ``.day``, ``.month``, ``.months_after``, ``.after_last_month``, ``.after_weekly``.
    """

    every: Every
    day: int
    month: int = 1
    months_after: int = 0
    exclusive: bool = False

    def __post_init__(self) -> None:
        self._check_day()
        last = MONTHS.get(self.every, 1)
        if not 1 <= self.month <= last:
            raise DomainError("recurrence.month", last=last)
        if self.months_after:
            self._check_months_after(last)

    def _check_day(self) -> None:
        if self.every is Every.WEEKLY and not 1 <= self.day <= _A_WEEK:
            raise DomainError("recurrence.weekday")
        if not 1 <= self.day <= LAST_DAY:
            raise DomainError("recurrence.day")

    def _check_months_after(self, last: int) -> None:
        """The day of a period lies at most one period behind it, so that periods are due in their order."""
        if self.every is Every.WEEKLY:
            raise DomainError("recurrence.after_weekly")
        if not 0 <= self.months_after <= last:
            raise DomainError("recurrence.months_after", most=last)
        if self.month != last:
            raise DomainError("recurrence.after_last_month", last=last)


@dataclass(frozen=True, slots=True)
class Period:
    """One turn of a recurring duty; ``begins_on`` and ``ends_on`` both belong to it.

    ``key`` names it among the periods of its rule, in at most ten characters, and sorts as the periods follow.
    """

    key: str
    begins_on: date
    ends_on: date
    due_on: date


def periods(rule: Recurrence, *, from_on: date, until_on: date) -> tuple[Period, ...]:
    """Every period whose due day lies between the two days, both included, in their order.

    Raises ValueError or OverflowError at the ends of the calendar (years 1 and 9999).
    """
    first, last = _place_due(rule, from_on), _place_due(rule, until_on)
    found = (_period(rule, place) for place in range(first, last + 1))
    return tuple(period for period in found if from_on <= period.due_on <= until_on)


def period_of(rule: Recurrence, day: date) -> Period:
    """The period that a day belongs to, whenever it is due."""
    if rule.every is Every.WEEKLY:
        return _week(rule, _week_number(day))
    return _months(rule, _month_number(day) // MONTHS[rule.every])


def days_of(key: str) -> tuple[date, date]:
    """The first and the last day of the period that a key names, by whatever rule it came."""
    year, _, part = key.partition("-")
    if part.startswith("W"):
        monday = date.fromisocalendar(int(year), int(part[1:]), 1)
        return monday, monday + timedelta(days=_A_WEEK - 1)
    length, number = _LENGTHS.get(part[:1], 1), int(part.lstrip("QH") or 1)
    first = int(year) * 12 + (number - 1) * length
    return _day_in(first, 1), _day_in(first + length - 1, LAST_DAY)


def coming(rule: Recurrence, *, from_on: date) -> Iterator[Period]:
    """Every period that is due on the day or later, in their order, without end."""
    found = (_period(rule, place) for place in count(_place_due(rule, from_on)))
    return (period for period in found if period.due_on >= from_on)


def making_day(period: Period, *, working: WorkingCalendar) -> date:
    """When the assignment of a period is made: as the period begins, and at the latest ``AHEAD`` working days before
    its due day, so that what is due on a Monday is known the week before."""
    if working.working_days_between(period.begins_on, period.due_on) >= AHEAD:
        return period.begins_on
    day = period.due_on
    for _ in range(AHEAD):
        day = working.previous_working(day)
    return min(period.begins_on, day)


def to_make(rule: Recurrence, *, from_on: date, today: date, working: WorkingCalendar) -> tuple[Period, ...]:
    """The periods due on ``from_on`` or later whose making day has come."""
    return tuple(
        takewhile(
            lambda period: period.begins_on <= today or making_day(period, working=working) <= today,
            coming(rule, from_on=from_on),
        )
    )


def first_to_make(rule: Recurrence, *, given_on: date, today: date) -> Period:
    """The first period of a duty that was given on a day and is entered today: due on the day it was given or later,
    and not over and past by now, since nobody has followed what came before."""
    return next(
        period for period in coming(rule, from_on=given_on) if period.due_on >= today or period.ends_on >= today
    )


def next_after(rule: Recurrence, *, ends_on: date) -> Period:
    """The first period of a rule that goes on where the periods made so far end: none of their days is counted again
    as a period of its own, and none behind them is left out."""
    period = period_of(rule, ends_on)
    return period if period.ends_on > ends_on else period_of(rule, ends_on + timedelta(days=1))


# Periods are counted through from the beginning of the calendar: the place of a period is its number.


def _week_number(day: date) -> int:
    return (day.toordinal() - 1) // _A_WEEK


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _place_due(rule: Recurrence, day: date) -> int:
    """The place of the period that is due in the week or the months of a day, earlier or later than it."""
    if rule.every is Every.WEEKLY:
        return _week_number(day)
    return (_month_number(day) - rule.months_after - rule.month + 1) // MONTHS[rule.every]


def _period(rule: Recurrence, place: int) -> Period:
    return _week(rule, place) if rule.every is Every.WEEKLY else _months(rule, place)


def _week(rule: Recurrence, place: int) -> Period:
    monday = date.fromordinal(place * _A_WEEK + 1)
    year, week, _ = monday.isocalendar()
    due_on = monday + timedelta(days=rule.day - 1)
    return Period(f"{year:04d}-W{week:02d}", monday, monday + timedelta(days=_A_WEEK - 1), due_on)


def _months(rule: Recurrence, place: int) -> Period:
    length = MONTHS[rule.every]
    first = place * length
    return Period(
        key=_key(rule.every, first),
        begins_on=_day_in(first, 1),
        ends_on=_day_in(first + length - 1, LAST_DAY),
        due_on=_day_in(first + rule.month - 1 + rule.months_after, rule.day),
    )


def _key(every: Every, first_month: int) -> str:
    year, month = divmod(first_month, 12)
    part = {
        Every.MONTHLY: f"-{month + 1:02d}",
        Every.QUARTERLY: f"-Q{month // 3 + 1}",
        Every.SIX_MONTHS: f"-H{month // 6 + 1}",
        Every.YEARLY: "",
    }
    return f"{year:04d}{part[every]}"


def _day_in(month_number: int, day: int) -> date:
    """The day of a month counted through, or its last one."""
    year, month = divmod(month_number, 12)
    return date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
