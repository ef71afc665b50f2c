"""Which periods a report is compared with: the one before it, and the same one a year earlier."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from app.domain.periods import Period
from app.domain.terms import PeriodKind


class Earlier(StrEnum):
    """What an earlier period is to the one it stands beside."""

    PREVIOUS = "previous"
    YEAR_BEFORE = "year_before"


# How many months lie between a period and the one before it. Those that begin with the year have no neighbour of their
# own kind but last year's; the two halves of a year are each other's.
_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.SIX_MONTHS: 6, PeriodKind.SECOND_HALF: 6}
_OTHER_HALF = {PeriodKind.SIX_MONTHS: PeriodKind.SECOND_HALF, PeriodKind.SECOND_HALF: PeriodKind.SIX_MONTHS}
_NUMBERS = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}
_YEAR = 12


def earlier_periods(period: Period) -> dict[Earlier, Period]:
    """The periods to compare with. The previous one is left out where it is last year's as well."""
    before, last_year = previous(period), year_before(period)
    found = {Earlier.PREVIOUS: before, Earlier.YEAR_BEFORE: last_year}
    return {Earlier.YEAR_BEFORE: last_year} if before == last_year else found


def previous(period: Period) -> Period:
    """The month, quarter or half before; last year's of what begins with the year; of free dates the same number of
    days just before."""
    if period.kind is PeriodKind.FREE:
        day_before = period.period_from - timedelta(days=1)
        return replace(period, period_from=day_before - (period.cut_off - period.period_from), cut_off=day_before)
    earlier = _moved(period, _MONTHS.get(period.kind, _YEAR))
    numbers = _NUMBERS.get(period.kind)
    number = (period.quarter - 2) % numbers + 1 if numbers and period.quarter else period.quarter
    return replace(earlier, kind=_OTHER_HALF.get(period.kind, period.kind), quarter=number)


def year_before(period: Period) -> Period:
    """The same days a year earlier: 29/02 becomes 28/02."""
    return _moved(period, _YEAR)


def _moved(period: Period, months: int) -> Period:
    """Each day by so many months, and the period's year with its last day."""
    start, end = (_months_before(day, months) for day in (period.period_from, period.cut_off))
    year = period.year - (period.cut_off.year - end.year) if period.year is not None else None
    return replace(period, period_from=start, cut_off=end, year=year)


def _months_before(value: date, months: int) -> date:
    """The same day of an earlier month, or that month's last one."""
    year, month = divmod(value.year * _YEAR + value.month - 1 - months, _YEAR)
    return date(year, month + 1, min(value.day, calendar.monthrange(year, month + 1)[1]))
