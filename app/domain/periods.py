"""Reporting periods and their cut-offs: NĐ 09/2019/NĐ-CP Điều 12, and the local nine months (DOMAIN.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.errors import DomainError
from app.domain.terms import PeriodKind

# The first and the last month of each kind that has no number within its year.
_MONTHS = {
    PeriodKind.SIX_MONTHS: (1, 6),
    PeriodKind.SECOND_HALF: (7, 12),
    PeriodKind.NINE_MONTHS: (1, 9),
    PeriodKind.YEAR: (1, 12),
}
_FOLLOWED_BY = {
    PeriodKind.SIX_MONTHS: (PeriodKind.SECOND_HALF, None, 0),
    PeriodKind.SECOND_HALF: (PeriodKind.SIX_MONTHS, None, 1),
    PeriodKind.NINE_MONTHS: (PeriodKind.QUARTER, 4, 0),
    PeriodKind.YEAR: (PeriodKind.YEAR, None, 1),
}


@dataclass(frozen=True)
class Period:
    """What a report covers: both days belong to it. ``year`` and ``quarter`` are None where they do not apply.

    A cut-off is a calendar date; it is not moved when it falls on a weekend.
    """

    kind: PeriodKind
    period_from: date
    cut_off: date
    year: int | None
    quarter: int | None

    @property
    def number(self) -> int | None:
        """Which of its kind in the year: the quarter, or the month; a month is known by its cut-off."""
        return self.cut_off.month if self.kind is PeriodKind.MONTH else self.quarter


def month(year: int, n: int) -> Period:
    """From the 15th of the month before through the 14th."""
    return period_of(PeriodKind.MONTH, year, n)


def quarter(year: int, n: int) -> Period:
    """From the 15th of the month before the quarter through the 14th of its last month."""
    return period_of(PeriodKind.QUARTER, year, n)


def six_months(year: int) -> Period:
    """The first half of the year: 15/12 of the year before through 14/6."""
    return period_of(PeriodKind.SIX_MONTHS, year)


def second_half(year: int) -> Period:
    """The second half of the year: 15/6 through 14/12."""
    return period_of(PeriodKind.SECOND_HALF, year)


def nine_months(year: int) -> Period:
    """A local period (Khánh Hòa, QĐ 01/2023): 15/12 of the year before through 14/9."""
    return period_of(PeriodKind.NINE_MONTHS, year)


def year(year: int) -> Period:
    """The reporting year: 15/12 of the year before through 14/12."""
    return period_of(PeriodKind.YEAR, year)


def free(period_from: date, cut_off: date) -> Period:
    """Dates somebody chose. Raises ``period.reversed`` if they are the wrong way round."""
    if period_from > cut_off:
        raise DomainError("period.reversed", period_from=period_from, cut_off=cut_off)
    return Period(PeriodKind.FREE, period_from, cut_off, year=None, quarter=None)


def period_of(kind: PeriodKind, year: int, number: int | None = None) -> Period:
    """The period of a regular kind; ``number`` is a quarter's or a month's within the year.

    Raises ``period.no_such_quarter`` unless a quarter is 1 to 4, ``period.no_such_month`` unless a month is 1 to 12.
    Free dates have no year: ValueError.
    """
    if kind is PeriodKind.FREE:
        raise ValueError("free dates are no regular period")
    if kind is PeriodKind.MONTH:
        if number is None or not 1 <= number <= 12:
            raise DomainError("period.no_such_month", month=number)
        return _regular(kind, year, number, number)
    if kind is not PeriodKind.QUARTER:
        return _regular(kind, year, *_MONTHS[kind])
    if number is None or not 1 <= number <= 4:
        raise DomainError("period.no_such_quarter", quarter=number)
    return _regular(kind, year, 3 * number - 2, 3 * number, quarter=number)


def _regular(kind: PeriodKind, year: int, first_month: int, last_month: int, quarter: int | None = None) -> Period:
    start = date(year - 1, 12, 15) if first_month == 1 else date(year, first_month - 1, 15)
    return Period(kind, start, date(year, last_month, 14), year, quarter)


def following(period: Period) -> Period:
    """What the tasks of the next period are taken from; it begins on the day after the cut-off.

    After nine months comes the fourth quarter. After free dates come as many days again, and never more than the rest
    of the reporting year.
    """
    if period.kind is PeriodKind.FREE or period.year is None:
        return _as_long_again(period)
    if period.number is None:
        kind, number, later = _FOLLOWED_BY[period.kind]
        return period_of(kind, period.year + later, number)
    in_a_year = 12 if period.kind is PeriodKind.MONTH else 4
    return period_of(period.kind, period.year + period.number // in_a_year, period.number % in_a_year + 1)


def _as_long_again(period: Period) -> Period:
    start = period.cut_off + timedelta(days=1)
    end_of_year = year(start.year if start <= date(start.year, 12, 14) else start.year + 1).cut_off
    return free(start, min(end_of_year, period.cut_off + (period.cut_off - period.period_from) + timedelta(days=1)))


def overlap(one: Period, other: Period) -> bool:
    """Whether a day belongs to both."""
    return one.period_from <= other.cut_off and other.period_from <= one.cut_off
