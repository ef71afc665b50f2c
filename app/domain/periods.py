"""Reporting periods and their cut-offs: NĐ 09/2019/NĐ-CP Điều 12, and the local nine months (DOMAIN.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.errors import DomainError
from app.domain.terms import PeriodKind

_LAST_MONTH = {PeriodKind.SIX_MONTHS: 6, PeriodKind.NINE_MONTHS: 9, PeriodKind.YEAR: 12}


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


def quarter(year: int, n: int) -> Period:
    """From the 15th of the month before the quarter through the 14th of its last month."""
    return period_of(PeriodKind.QUARTER, year, n)


def six_months(year: int) -> Period:
    """The first half of the year: 15/12 of the year before through 14/6."""
    return period_of(PeriodKind.SIX_MONTHS, year)


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


def period_of(kind: PeriodKind, year: int, quarter: int | None = None) -> Period:
    """The period of a regular kind.

    Raises ``period.no_such_quarter`` unless a quarter is 1 to 4. Free dates have no year: ValueError.
    """
    if kind is PeriodKind.FREE:
        raise ValueError("free dates are no regular period")
    if kind is not PeriodKind.QUARTER:
        return _regular(kind, year, first_month=1, last_month=_LAST_MONTH[kind])
    if quarter not in (1, 2, 3, 4):
        raise DomainError("period.no_such_quarter", quarter=quarter)
    return _regular(kind, year, first_month=3 * quarter - 2, last_month=3 * quarter, quarter=quarter)


def _regular(kind: PeriodKind, year: int, *, first_month: int, last_month: int, quarter: int | None = None) -> Period:
    start = date(year - 1, 12, 15) if first_month == 1 else date(year, first_month - 1, 15)
    return Period(kind, start, date(year, last_month, 14), year, quarter)
