"""Days of the calendar, as far as it has them."""

from __future__ import annotations

import calendar
from datetime import date

YEARS = range(1945, 2200)


def _full(year: int) -> int:
    """2026 for 26."""
    return year + 2000 if year < 100 else year


def make_day(day: int, month: int, year: int) -> date | None:
    """The day, or None where the calendar has none such (31/9) or the year is no year of ours."""
    year = _full(year)
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def month_end(year: int, month: int) -> date | None:
    year = _full(year)
    if year not in YEARS or not 1 <= month <= 12:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The corresponding day of a later month, or that month's last (BLDS 148)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
