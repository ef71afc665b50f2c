"""The first filling of the calendar: PyPI ``holidays``, corrected by the official announcements we have read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.calendar_change import SpecialDay

# Years whose days were compared with the official announcements (5034/TB-LĐTBXH, 5015 and 1570/TB-LĐTBXH,
# 6150/TB-BLĐTBXH, 9441/TB-BNV with 12729/VPCP-KGVX).
CONFIRMED_YEARS = frozenset({2023, 2024, 2025, 2026})

# What the library does not know: the swap of 2 January 2026, announced in 12729/VPCP-KGVX of 25/12/2025.
CORRECTIONS = (
    SpecialDay(date(2026, 1, 2), False, "Nghỉ hoán đổi (làm bù 10/01/2026)"),
    SpecialDay(date(2026, 1, 10), True, "Làm bù cho ngày 02/01/2026"),
)


def special_days(year: int) -> list[SpecialDay]:
    """Days off on weekdays and make-up working days of a year, by day."""
    found = {special.day: special for special in _from_library(year)}
    found |= {special.day: special for special in CORRECTIONS if special.day.year == year}
    return [found[day] for day in sorted(found)]


def _from_library(year: int) -> Iterator[SpecialDay]:
    import holidays

    vietnam = holidays.country_holidays("VN", years=year, language="vi")
    for day, name in vietnam.items():
        if day.year == year and day.weekday() < 5:
            yield SpecialDay(day, False, name[:120])
    for day in vietnam.weekend_workdays:
        if day.year == year:
            yield SpecialDay(day, True, "Làm bù")
