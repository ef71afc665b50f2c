"""Date phrases: which stand in a text, what day each names, and how the words before it use that day.

Rules of Bộ luật Dân sự 2015, Điều 146-148: đầu tháng is its first day, giữa tháng the 15th, cuối tháng the last; a period
does not count the day it starts from. A named day is never moved here, and working days are not counted: that needs
the calendar.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import Enum

from app.domain.errors import DomainError
from app.domain.reading import lexicon
from app.domain.reading.text import Flow, canon, hide_quotes

YEARS = range(1945, 2200)


class Use(Enum):
    """How a sentence uses a date."""

    DEADLINE = "deadline"
    WEAK = "weak"  # a whole year: a deadline only where nothing more precise stands
    CITED = "cited"
    START = "start"
    CUT_OFF = "cut_off"
    NAMED = "named"
    UNCLEAR = "unclear"
    QUOTED = "quoted"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Mention:
    """A date phrase of a flow, ``start`` to ``end`` with the words that make it a deadline.

    ``day`` is None for a deadline that names no day (a count of working days, an unknown start, 31/9).
    """

    start: int
    end: int
    use: Use
    day: date | None = None
    at_time: time | None = None
    exclusive: bool = False
    sure: bool = True


_D, _M, _Y = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})"
_NOT_NUMBER = r"(?<![\d/.,-])(?<!\d )"
_AFTER = r"(?!\d)(?!/\d)(?!/[a-zđ])(?!-[a-zđ]{2})(?![.,]\d)(?! ?%)"
_SLASH = r" ?/ ?"
ATOM = re.compile(
    "|".join(
        (
            rf"(?P<range>(?:từ )?(?:ngày )?{_NOT_NUMBER}\d{{1,2}}(?:{_SLASH}\d{{1,2}}(?:{_SLASH}\d{{4}})?| tháng \d{{1,2}}(?: năm \d{{4}})?)?"
            rf"(?: ?- ?| đến(?: hết)? )(?:ngày )?(?=\d{{1,2}}(?:{_SLASH}\d| tháng \d)))"
            rf"(?P<rd>\d{{1,2}})(?:{_SLASH}| tháng )(?P<rm>\d{{1,2}})(?:(?:{_SLASH}|,? năm )(?P<ry>\d{{4}}))?{_AFTER}",
            rf"(?P<full>(?P<w1>ngày )?{_NOT_NUMBER}(?P<d1>\d{{1,2}}) ?(?P<sep>[/.-]) ?(?P<m1>\d{{1,2}}) ?(?P=sep) ?(?P<y1>\d{{4}}|\d{{2}}){_AFTER})",
            rf"(?P<words>ngày ?(?P<d2>\d{{1,2}}) ?tháng ?(?P<m2>\d{{1,2}})(?:,? ?năm ?(?P<y2>\d{{4}}))?{_AFTER})",
            rf"(?P<short>(?P<w3>ngày )?{_NOT_NUMBER}(?P<d3>\d{{1,2}})/(?P<m3>\d{{1,2}}){_AFTER})",
            rf"(?P<month>tháng ?(?P<m4>\d{{1,2}})(?:(?:{_SLASH}|-|,? ?năm ?)(?P<y4>\d{{4}}))?{_AFTER})",
            rf"(?P<thismonth>(?:cuối tháng|tháng)(?: này| nay)|(?<=trước )cuối tháng|(?<=trong )cuối tháng)(?![^\W_])(?! \d)",
            rf"(?P<quarter>qu[ýí] ?(?P<q>iv|iii|ii|i|[1-4])(?:(?:{_SLASH}|-|,? ?năm ?)(?P<y5>\d{{4}}))?(?![^\W_]))",
            rf"(?P<year>(?:cuối |hết |đầu |giữa )?năm ?(?P<y6>\d{{4}}){_AFTER}(?!-))",
        )
    )
)
_TIME = r"(?P<h>\d{1,2}) ?(?:giờ|h|g)(?: ?(?P<min>\d{2})(?: ?phút)?)?,?(?: (?:cùng|trong))?"
_RELATIONS = "|".join(
    f"(?P<{name}>{words})"
    for name, words in (
        ("cutoff", lexicon.CUT_OFF),
        ("by", lexicon.BY),
        ("before", lexicon.BEFORE),
        ("within", lexicon.WITHIN),
        ("starts", lexicon.STARTS),
    )
)
RELATION = re.compile(rf"(?:^|(?<![^\W_]))(?:{_RELATIONS})(?: {_TIME})?(?: ngày| thời điểm)?[ ]?$")
BARE_TIME = re.compile(rf"(?:^|(?<![^\W_])){_TIME} ?$")
DONE_BY = re.compile(rf"(?:^|(?<![^\W_])){lexicon.DONE_BY} ?$")
CITING = re.compile(rf"(?:^|(?<![^\W_])){lexicon.CITING}[^;]*$")
YEAR_DONE = re.compile(lexicon.YEAR_DONE)
DATA = re.compile(r"(?:^|(?<![^\W_]))(?:số liệu|giai đoạn|kỳ báo cáo|thời điểm|lũy kế|nhiệm kỳ)[^.;,]*$")
RECURRING_AFTER = re.compile(r" (?:hằng|hàng) ")
COUNTED = re.compile(
    r"(?<![^\W_])(?:(?:chậm|muộn) nhất(?: là)?(?: trong| sau)?|không quá|sau|trong)(?: vòng| thời hạn| thời gian| khoảng)? (?P<n>\d{1,3})"
    r"(?: \([^()]{1,20}\))? (?P<unit>ngày làm việc|ngày|tuần|tháng|năm|giờ)(?! đầu| cuối| qua| gần| tới)(?: làm việc)?(?![^\W_])"
    r"(?P<anchor>,? ?(?:kể từ|tính từ|từ khi|từ ngày|sau khi|sau ngày|sau)[^.;,()]{0,90})?"
)
_BACK = 70  # how far back the words that govern a date can stand


def make_day(day: int, month: int, year: int) -> date | None:
    """The day, or None where the calendar has none such (31/9) or the year is no year of ours."""
    if year < 100:
        year += 2000
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def month_end(year: int, month: int) -> date | None:
    if year not in YEARS or not 1 <= month <= 12:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The corresponding day of a later month, or that month's last (BLDS 148)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class _Named:
    """What a date atom names: its first and last day, whether the year was written, how precise it is."""

    first: date | None
    last: date | None
    year_written: bool
    grain: str  # day, month, quarter, year


def _nearest(day: int, month: int, since: date | None) -> date | None:
    """The next such day on or after ``since``."""
    if since is None:
        return None
    found = make_day(day, month, since.year)
    return found if found and found >= since else make_day(day, month, since.year + 1) or found


def _named_day(day: int, month: int, year: str | None, since: date | None) -> _Named:
    found = make_day(day, month, int(year)) if year else _nearest(day, month, since)
    return _Named(found, found, bool(year), "day")


def _named_months(first: int, last: int, year: str | None, since: date | None, grain: str) -> _Named:
    if not 1 <= first <= last <= 12:
        return _Named(None, None, bool(year), grain)
    if year:
        return _Named(make_day(1, first, int(year)), month_end(int(year), last), True, grain)
    if since is None:
        return _Named(None, None, False, grain)
    when = since.year + (month_end(since.year, last) or since < since)  # type: ignore[operator]
    return _Named(make_day(1, first, when), month_end(when, last), False, grain)
