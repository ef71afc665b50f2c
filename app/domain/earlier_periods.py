"""Which periods a report is compared with: the one before it, and the same one a year earlier."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum

from app.domain.periods import Period, free, period_of
from app.domain.terms import PeriodKind


class Earlier(StrEnum):
    """What an earlier period is to the one it stands beside."""

    PREVIOUS = "previous"
    YEAR_BEFORE = "year_before"


# The two halves of a year are each other's, this many years back. Quarters and months go by their number; nine months
# and the year have no neighbour of their own kind but last year's.
_OTHER_HALF = {PeriodKind.SIX_MONTHS: (PeriodKind.SECOND_HALF, 1), PeriodKind.SECOND_HALF: (PeriodKind.SIX_MONTHS, 0)}
_IN_A_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}
_YEAR = 12
_IN_EVERY_MONTH = 28


def earlier_periods(period: Period) -> dict[Earlier, Period]:
    """The periods to compare with. The previous one is left out where it is last year's as well."""
    before, last_year = previous(period), year_before(period)
    found = {Earlier.PREVIOUS: before, Earlier.YEAR_BEFORE: last_year}
    return {Earlier.YEAR_BEFORE: last_year} if before == last_year else found


def previous(period: Period) -> Period:
    """The one before: the month, quarter or half; last year's of what begins with the year. Of free dates as many
    months where they are whole ones, else as many days, just before."""
    if period.year is None:
        return _just_before(period)
    if period.number is not None:
        years, number = divmod(period.number - 2, _IN_A_YEAR[period.kind])
        return period_of(period.kind, period.year + years, number + 1)
    kind, years = _OTHER_HALF.get(period.kind, (period.kind, 1))
    return period_of(kind, period.year - years)


def year_before(period: Period) -> Period:
    """The same period of last year; of free dates the same days: 29/02 becomes 28/02."""
    if period.year is None:
        return free(_months_before(period.period_from, _YEAR), _months_before(period.cut_off, _YEAR))
    return period_of(period.kind, period.year - 1, period.number)


def _just_before(period: Period) -> Period:
    """Whole months begin and end on days that every month has."""
    first, after = period.period_from, period.cut_off + timedelta(days=1)
    last = first - timedelta(days=1)
    if after.day != first.day or after.day > _IN_EVERY_MONTH:
        return free(first - (after - first), last)
    return free(_months_before(first, _YEAR * (after.year - first.year) + after.month - first.month), last)


def _months_before(value: date, months: int) -> date:
    """The same day of an earlier month, or that month's last one."""
    year, month = divmod(value.year * _YEAR + value.month - 1 - months, _YEAR)
    return date(year, month + 1, min(value.day, calendar.monthrange(year, month + 1)[1]))
