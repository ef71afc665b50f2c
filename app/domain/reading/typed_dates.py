"""A day as a person types it into a field."""

from __future__ import annotations

import calendar
import re
from datetime import date, time, timedelta
from enum import StrEnum
from unicodedata import normalize

from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.reading import lexicon_dates as words
from app.domain.reading.days import make_day, month_end
from app.domain.reading.text import canon

_TYPED_DAY = re.compile(
    rf"(?:{words.DAY} )?(?P<d>\d{{1,2}})(?: ?[/.-] ?| {words.MONTH} )(?P<m>\d{{1,2}})"
    rf"(?:(?: ?[/.-] ?|,? {words.YEAR} )(?P<y>\d{{4}}|\d{{2}}))?"
)
_TYPED_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_TYPED_MONTH = re.compile(
    rf"{words.LATE} {words.MONTH} ?(?P<m>\d{{1,2}})(?:(?: ?/ ?| {words.YEAR} )(?P<y>\d{{4}}|\d{{2}}))?"
)
_TYPED_MONTH_END = f"{words.LATE} {words.MONTH}"
_LEAP = 2000  # a year that has every day a year can have
_TYPED_CLOCK = (
    rf"(?P<h>\d{{1,2}}) ?{words.TYPED_HOUR}(?: ?(?P<min>\d\d)(?: ?{words.TYPED_MINUTE})?)?"
    rf"(?: (?:{words.TYPED_MORNING}|(?P<noon>{words.TYPED_AFTERNOON})))?"
)
_TYPED_MOMENT = (
    re.compile(rf"(?:{words.TYPED_AT} )?{_TYPED_CLOCK}(?:,? (?P<rest>.+))?"),
    re.compile(rf"(?P<rest>.+?),? (?:{words.TYPED_AT} )?{_TYPED_CLOCK}"),
)


class Leaning(StrEnum):
    """On which side of its anchor a day lies that was typed without its year; the anchor itself is on every side."""

    PAST = "past"  # the last such day: of what has happened
    ONWARD = "onward"  # the first such day: a deadline that is being set
    NEAREST = "nearest"  # the closest such day, the later of two that are equally close: a deadline put right


def parse_typed_date(text: str, *, anchor: date, leaning: Leaning) -> date:
    """The date somebody typed: "30/9/2026", "30/9/26", "30/9", "cuối tháng 9", "cuối tháng".

    Where the year is missing it is that of the anchor or one beside it, as the leaning says. "Cuối tháng" ends the
    anchor's month; leaning to the past, the last month that is over on the anchor.

    Raises ``DomainError("date.year_needed", text=…)`` for a 29/2 that no year nearby has, and
    ``DomainError("date.unreadable", text=…)`` for anything else and for days the calendar has not.
    """
    typed = " ".join(canon(text).split())
    if typed == _TYPED_MONTH_END:
        return _month_end_near(anchor, leaning)
    patterns = (_TYPED_ISO, _TYPED_DAY, _TYPED_MONTH)
    match = next((read for pattern in patterns if (read := pattern.fullmatch(typed))), None)
    if match is None or _in_year(match, int(match["y"] or _LEAP)) is None:
        raise DomainError("date.unreadable", text=text)
    years = [int(match["y"])] if match["y"] else range(anchor.year - 1, anchor.year + 2)
    days = [day for year in years if (day := _in_year(match, year))]
    found = days[0] if match["y"] else _closest(days, anchor, leaning)
    if found is None:
        raise DomainError("date.year_needed", text=text)
    return found


def parse_near_day(text: str, *, today: date) -> date | None:
    """The day that "hôm nay", "mai" or "ngày kia" means, typed with or without accents; None for any other text."""
    ahead = words.NEAR_DAYS.get(fold(text))
    return None if ahead is None else today + timedelta(days=ahead)


def split_time(text: str) -> tuple[time | None, str]:
    """A time of day before or behind what else was typed, and the rest: "16h30 hôm nay" is 16:30 and "hôm nay".

    In the afternoon people count to twelve anew: "4 giờ chiều mai" is 16:00 and "mai". A text without a time comes back
    as it is. Raises ``DomainError("time.unreadable", text=…)`` for a time that no clock shows.
    """
    typed = " ".join(canon(normalize("NFC", text)).split())
    match = next((read for pattern in _TYPED_MOMENT if (read := pattern.fullmatch(typed))), None)
    if match is None:
        return None, text
    hour, minute = int(match["h"]), int(match["min"] or 0)
    hour += 12 if match["noon"] and hour < 12 else 0
    if hour > 23 or minute > 59:
        raise DomainError("time.unreadable", text=text)
    return time(hour, minute), match["rest"] or ""


def _in_year(match: re.Match[str], year: int) -> date | None:
    """The day that was typed, or the end of the month, in this year."""
    if "d" in match.re.groupindex:
        return make_day(int(match["d"]), int(match["m"]), year)
    return month_end(year, int(match["m"]))


def _closest(days: list[date], anchor: date, leaning: Leaning) -> date | None:
    """The day closest to the anchor on the side that the leaning allows."""
    if leaning is not Leaning.NEAREST:
        days = [day for day in days if day == anchor or (day < anchor) == (leaning is Leaning.PAST)]
    return min(days, key=lambda day: (abs(day - anchor), -day.toordinal()), default=None)


def _month_end_near(anchor: date, leaning: Leaning) -> date:
    last = anchor.replace(day=calendar.monthrange(anchor.year, anchor.month)[1])
    if leaning is Leaning.PAST and last != anchor:
        return anchor.replace(day=1) - timedelta(days=1)
    return last
