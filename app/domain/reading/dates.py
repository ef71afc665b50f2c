"""Date phrases: which stand in a text, what day each names, and how the words before it use that day.

Rules of Bộ luật Dân sự 2015, Điều 146-148: đầu tháng is its first day, giữa tháng the 15th, cuối tháng the last; a
period does not count the day it starts from. A named day is never moved here. Working days are counted without the
office's calendar, and therefore never sure.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import Enum

from app.domain.reading import lexicon, lexicon_units
from app.domain.reading import lexicon_dates as words
from app.domain.reading.days import add_months, make_day, month_end
from app.domain.reading.text import Flow, hide_quotes


class Use(Enum):
    """How a sentence uses a date."""

    DEADLINE = "deadline"
    WEAK = "weak"  # a whole year: a deadline only where nothing more precise stands
    CITED = "cited"
    START = "start"
    CUT_OFF = "cut_off"
    NAMED = "named"
    UNCLEAR = "unclear"
    PAST = "past"  # before the day of issue: nobody can have been told to keep it
    DAMAGED = "damaged"  # digits that cannot be read
    QUOTED = "quoted"
    IMPOSSIBLE = "impossible"
    RECURRING = "recurring"


DOUBTFUL = frozenset((Use.UNCLEAR, Use.PAST, Use.DAMAGED, Use.IMPOSSIBLE))  # a deadline perhaps: somebody must look


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


_START = r"(?<![\d/.,-])(?<!\d )"
_STOP = r"(?!\d)(?! ?/ ?\d)(?!/[^\W\d_])(?!-[^\W\d_]{2})(?![.,]\d)(?! ?%)"
_D, _M, _Y = words.DAY, words.MONTH, words.YEAR
_OF_YEAR = rf"(?: ?/ ?|-|,? ?{_Y} ?)"
_RANGE_START = (
    rf"(?:{words.FROM} )?(?:{_D} )?\d{{1,2}}(?: ?/ ?\d{{1,2}}(?: ?/ ?\d{{4}})?| {_M} \d{{1,2}}(?:,? {_Y} \d{{4}})?)?"
)
_RANGE_END = rf"(?P<rd>\d{{1,2}})(?: ?/ ?| {_M} )(?P<rm>\d{{1,2}})(?:(?: ?/ ?|,? {_Y} )(?P<ry>\d{{4}}))?"
_DAY_LIST = rf"(?:{lexicon_units.EACH} )?{_D} \d{{1,2}}(?:/\d{{1,2}})?(?:, (?:{_D} )?\d{{1,2}}(?:/\d{{1,2}})?){{0,10}}"
_LONG = rf"(?:{_Y}|{words.QUARTER}) ?[\divx]{{1,4}}(?:{_OF_YEAR}\d{{4}})?"
_MONTHS_START = rf"{words.FROM} (?:{_M} ?\d{{1,2}}(?:{_OF_YEAR}\d{{4}})?|{_LONG})"
_MONTHS_END = rf"(?:{_M} ?(?P<em>\d{{1,2}})(?:{_OF_YEAR}(?P<ey>\d{{4}}))?|{_LONG})"
# A digit that a scan could not read makes the day unknown: no guess is as bad as a wrong one.
_BAD = rf"(?:\d?{words.UNREADABLE_DIGIT}|{words.UNREADABLE_DIGIT}\d?)"
_DAMAGED = (
    rf"(?:{_D} ?\d{{1,2}} ?)?{_M} ?{_BAD}(?![^\W_])(?:{_OF_YEAR}\d{{4}})?"
    rf"|{_D} ?(?:\d[^\W\d_]|[^\W\d_]\d)/\d{{1,2}}(?:/\d{{4}})?(?!\d)"
    rf"|{_D} ?{_BAD} ?(?:{_M} ?|/)\d{{1,2}}(?:{_OF_YEAR}\d{{4}})?"
    rf"|(?:{_D} ?\d{{1,2}} ?)?{_M} ?\d{{1,2}} ?{_Y} ?(?=\d{{1,3}}[^\w\s.,;:()/-])[^\s.,;:()]{{2,5}}"
)
_FULL = r"(?P<d>\d{1,2}) ?(?P<sep>[/.-]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<y>\d{4}|\d{2})"
ATOM = re.compile(
    # Only where a word that can begin a date phrase begins, or a digit stands.
    r"(?=[chnqt\d])(?:(?<![^\W_])|(?=\d))(?:"
    + "|".join(
        (
            f"(?P<damaged>{_DAMAGED})",
            rf"(?P<months>{_MONTHS_START} {words.TO} {_MONTHS_END})",
            rf"(?P<range>(?:{_START}{_RANGE_START}(?: ?- ?| {words.TO} )|{_DAY_LIST}(?:,? {lexicon.AND} |, ))(?:{_D} )?"
            rf"{_RANGE_END}{_STOP})",
            rf"(?P<full>(?:{_D} ?)?{_START}{_FULL}{_STOP})",
            rf"(?P<joint>{_M} ?(?P<jf>\d{{1,2}})(?: ?- ?|, | {lexicon.AND} (?:{_M} ?)?)(?P<jm>\d{{1,2}})"
            rf"{_OF_YEAR}(?P<jy>\d{{4}}))",
            rf"(?P<words>(?:{_D} ?|{words.DAYLESS})(?P<wd>\d{{1,2}})"
            rf" ?{_M} ?(?P<wm>\d{{1,2}})(?:,? ?{_Y} ?(?P<wy>\d{{4}}))?{_STOP})",
            rf"(?P<short>(?P<day>{_D} )?{_START}(?P<sd>\d{{1,2}})/(?P<sm>\d{{1,2}}){_STOP})",
            rf"(?P<month>{_M} ?(?P<mm>\d{{1,2}})(?:{_OF_YEAR}(?P<my>\d{{4}}))?{_STOP})",
            f"(?P<tet>{words.TET})",
            f"(?P<this>{words.THIS_MONTH})",
            rf"(?P<quarter>{words.QUARTER} ?(?:(?:iv|iii|ii|i)(?:, | ?- ?| {lexicon.AND} )(?:{words.QUARTER} ?)?)?"
            rf"(?P<q>iv|iii|ii|i|[1-4])(?![^\W_])(?:{_OF_YEAR}(?P<qy>\d{{4}}))?)",
            f"(?P<near>{words.NEARBY})(?![^\\W_])",
            rf"(?P<lone>{_D} ?(?P<ld>\d{{1,2}})(?: {_M} (?:{words.THIS}|(?P<on>{words.NEXT}))|(?=[.;:()]|$|, [^\W\d_])"
            rf"(?!, (?:{_M}|{words.EVERY}) )))",
            rf"(?P<year>{words.WHOLE_YEAR} ?(?P<yy>\d{{4}}){_STOP}(?! ?- ?\d))",
        )
    )
    + ")"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_RELATIONS = "|".join(
    f"(?P<{name}>{words})"
    for name, words in (
        ("cutoff", words.CUT_OFF),
        ("by", words.BY),
        ("before", words.BEFORE),
        ("within", words.WITHIN),
        ("starts", words.STARTS),
    )
)
RELATION = re.compile(rf"(?:^|(?<![^\W_]))(?:{_RELATIONS})(?: {words.CLOCK})?{words.DAY_WORD}[ ]?$")
BARE_TIME = re.compile(rf"(?:^|(?<![^\W_])){words.CLOCK} ?$")
DONE_BY = re.compile(rf"(?:^|(?<![^\W_])){words.DONE_BY} ?$")
CITING = re.compile(rf"(?:^|(?<![^\W_]))(?:{words.CITING})[^;]*$")
YEAR_DONE = re.compile(words.YEAR_DONE)
GOALS = re.compile(rf"(?<![^\W_]){words.GOALS}(?![^\W_])")
DATA = re.compile(rf"(?:^|(?<![^\W_]))(?:{words.DATA})[^.;,]*$")
RECURRING_AFTER = re.compile(words.RECURRING_AFTER)
RECURRING_BEFORE = re.compile(words.RECURRING_BEFORE)
OCCURRED = re.compile(rf"(?:^|(?<![^\W_])){words.OCCURRED} ?$")
EVENT = re.compile(rf"(?:^|(?<![^\W_])){words.EVENTS}(?: [^\W\d_]+){{0,3}} ?\(?$")
PLANNED = re.compile(words.PLANNED)
OWED = re.compile(rf"(?:^|[.;,:(] |(?<= ){lexicon.AND} ){words.OWED}(?![^\W_])[^.;,:()]{{0,70}}$")
COUNTED = re.compile(r"(?<![^\W_])" + words.COUNTED)
UNTIL = re.compile(rf"(?<![^\W_]){words.TO} (?:{_D} )?\d")
ANCHORED_HERE = re.compile(words.ANCHORED_HERE)
RECURRENCE = re.compile(rf"(?:{words.RECURRENCE})(?![^\W\d_])")
_BACK = 70  # how far back the words that govern a date can stand


@dataclass(frozen=True, slots=True)
class _Named:
    """What a date atom names: its first and last day, and whether its year was written."""

    first: date | None
    last: date | None
    dated: bool


def _next_day(day: int, month: int, since: date | None) -> date | None:
    """The next such day on or after ``since``."""
    if since is None:
        return None
    years = (since.year, since.year + 1)
    return next((d for year in years if (d := make_day(day, month, year)) and d >= since), None)


def _day(day: str, month: str, year: str | None, since: date | None) -> _Named:
    found = make_day(int(day), int(month), int(year)) if year else _next_day(int(day), int(month), since)
    return _Named(found, found, bool(year))


def _lone_day(day: int, since: date | None, *, later: bool) -> date | None:
    """The next day of that number, where no month is written; ``later``: in the month after this one."""
    if since is None:
        return None
    months = 1 if later or day < since.day else 0
    month = add_months(since.replace(day=1), months)
    return make_day(day, month.month, month.year)


def _months(first: int, last: int, year: str | None, since: date | None) -> _Named:
    """A month or a quarter; without a year the next one that is not over on ``since``."""
    if year is None and since is None:
        return _Named(None, None, dated=False)
    number = int(year) if year else since.year  # type: ignore[union-attr]
    end = month_end(number, last)
    if not year and since and end and end < since:
        number += 1
    return _Named(make_day(1, first, number), month_end(number, last), bool(year))


def _named(match: re.Match[str], since: date | None) -> _Named:
    """The days an atom names."""
    if match["damaged"] or match["tet"] or match["near"] or (match["months"] and not match["em"]):
        return _Named(None, None, dated=False)
    if match["lone"]:
        day = _lone_day(int(match["ld"]), since, later=bool(match["on"]))
        return _Named(day, day, dated=False)
    if match["joint"]:
        first, last = int(match["jf"]), int(match["jm"])
        return replace(_months(last, last, match["jy"], since), dated=last == first + 1)
    if match["months"]:
        return _months(int(match["em"]), int(match["em"]), match["ey"], since)
    if match["range"]:
        return _day(match["rd"], match["rm"], match["ry"], since)
    if match["full"]:
        return _day(match["d"], match["m"], match["y"], since)
    if match["words"]:
        return _day(match["wd"], match["wm"], match["wy"], since)
    if match["short"]:
        return _day(match["sd"], match["sm"], None, since)
    if match["month"]:
        return _months(int(match["mm"]), int(match["mm"]), match["my"], since)
    if match["quarter"]:
        last = 3 * QUARTERS[match["q"]]
        return _months(last - 2, last, match["qy"], since)
    if match["year"]:
        return _Named(make_day(1, 1, int(match["yy"])), make_day(31, 12, int(match["yy"])), dated=True)
    return _months(since.month, since.month, None, since) if since else _Named(None, None, dated=False)


def _is_day(match: re.Match[str]) -> bool:
    return any(match[name] for name in ("range", "full", "words", "short", "lone"))


def _bare_use(match: re.Match[str], canon_text: str, left: str, *, past: bool) -> Use | None:
    """The use of a date that no deadline word governs; None for a fraction such as 2/3.

    ``past``: it lay behind when the notice was issued, so that nobody can have been told to keep it.
    """
    if DONE_BY.search(left):
        return Use.DEADLINE
    if match["near"] or match["lone"] or (match["short"] and not match["day"]):
        return None
    if not _is_day(match):
        return Use.DAMAGED if match["damaged"] else None if match["tet"] else Use.NAMED
    if match["range"] and match[0].startswith(words.FROM) and not (DATA.search(left) or CITING.search(left)):
        return Use.NAMED if past or EVENT.search(left) else Use.DEADLINE
    if not left.strip(" (") and canon_text[match.end() : match.end() + 1] in {":", ",", ")"}:
        return Use.DEADLINE
    if CITING.search(left):
        return Use.CITED
    if not OWED.search(left):
        return Use.UNCLEAR
    return Use.PAST if past else Use.DEADLINE


def _year_use(left: str, relation: str, after: str) -> Use:
    """A whole year is a deadline only with a word of completion, or where "trong năm" opens or ends the sentence."""
    before = left[: len(left) - len(relation)] if relation else left
    within = relation.startswith(words.WITHIN_WORD)
    opens = within and not before.strip(" (")
    ends = within and after in {"", ".", ";"} and not GOALS.search(before)
    return Use.WEAK if relation and (opens or ends or YEAR_DONE.search(before)) else Use.NAMED


def _date_of(named: _Named, relation: str, *, whole_day: bool) -> tuple[date | None, bool]:
    """(the date a deadline phrase names, whether it is exclusive)."""
    if whole_day:
        return named.last, words.EARLIER in relation
    if words.EARLIER in relation and words.LATE not in relation:
        return (named.first - timedelta(days=1) if named.first else None), False
    if words.WEEK_START in relation:
        return (named.first + timedelta(days=6) if named.first else None), False
    if relation.endswith(words.EARLY):
        return named.first, False
    if relation.endswith(words.MIDDLE):
        return (named.first.replace(day=15) if named.first else None), False
    return named.last, False


def _mention(flow: Flow, hidden: str, match: re.Match[str], since: date | None) -> Mention | None:
    """What one atom is, seen with the words before it."""
    start, end = match.span()
    if hidden[end - 1] == "·":
        return Mention(start, end, Use.QUOTED)
    left = flow.canon[max(0, start - _BACK) : start]
    named = _named(match, since)
    relation = RELATION.search(left)
    clock = relation or BARE_TIME.search(left)
    word = _relation_word(relation)
    past = named.last is None or (since is not None and named.last < since)
    use = _related_use(relation, left) if relation else _bare_use(match, flow.canon, left, past=past)
    if use is None:
        return None
    if use is Use.DEADLINE and PLANNED.search(left):
        use = Use.NAMED
    if match["year"] and use is Use.DEADLINE:
        use = _year_use(left, left[relation.start() :] if relation else "", flow.canon[end : end + 1])
    if match["month"] and not 1 <= int(match["mm"]) <= 12 and use is not Use.DEADLINE:
        return None
    if RECURRING_AFTER.match(flow.canon, end) or (match["lone"] and RECURRING_BEFORE.search(left, left.rfind(".") + 1)):
        use = Use.RECURRING
    if use not in {Use.DEADLINE, Use.WEAK}:
        impossible = _is_day(match) and named.last is None and (named.dated or since is not None)
        return Mention(start, end, Use.IMPOSSIBLE if impossible else use, named.last)
    day, exclusive = _date_of(named, word, whole_day=_is_day(match))
    from_time = clock and (len(left) - clock.start()) <= start
    begin = start - (len(left) - clock.start()) if clock and from_time else start
    firm = relation is not None or DONE_BY.search(left) is not None or not left.strip(" (")
    sure = named.dated and day is not None and firm
    return Mention(begin, end, use, day, _clock(clock), exclusive, sure=sure)


def _relation_word(relation: re.Match[str] | None) -> str:
    return (relation["by"] or relation["before"] or relation["within"] or "") if relation else ""


def _related_use(relation: re.Match[str], left: str) -> Use:
    if relation["cutoff"] or (relation["by"] and DATA.search(left[: relation.start()])):
        return Use.CUT_OFF
    if (relation["by"] or relation["before"] or relation["within"]) and OCCURRED.search(left[: relation.start()]):
        return Use.NAMED
    return Use.START if relation["starts"] else Use.DEADLINE


def _clock(match: re.Match[str] | None) -> time | None:
    if not match or not match["h"]:
        return None
    hour, minute = int(match["h"]), int(match["min"] or 0)
    hour += 12 if match["noon"] and hour < 12 else 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _counted(match: re.Match[str], since: date | None) -> Mention | None:
    """A period ("trong 10 ngày kể từ ngày ký"): a day where it counts calendar days from a day we know."""
    unit, anchor = match["unit"], (match["anchor"] or "").strip(" ,")
    if (unit in {words.MONTH, words.YEAR} and not anchor) or UNTIL.search(anchor):
        return None
    origin = _origin(anchor, since)
    if origin is None or unit == words.HOUR:
        return Mention(*match.span(), Use.DEADLINE, sure=False)
    if match["work"]:
        return Mention(*match.span(), Use.DEADLINE, _working_day(origin, int(match["n"])), sure=False)
    day = _later(origin, int(match["n"]), unit)
    return Mention(*match.span(), Use.DEADLINE, day, sure=day is not None and day.weekday() < 5)


def _working_day(day: date, count: int) -> date:
    """The ``count``-th working day after a day, as far as it is known without the office's calendar: never sure."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and (day.month, day.day) not in words.FIXED_HOLIDAYS
    return day


def _later(origin: date, count: int, unit: str) -> date | None:
    if unit == words.DAY:
        return origin + timedelta(days=count)
    if unit == words.WEEK:
        return origin + timedelta(weeks=count)
    return add_months(origin, count * (12 if unit == words.YEAR else 1))


def _origin(anchor: str, since: date | None) -> date | None:
    """The day a period counts from: a written date, or the notice's own when its signing or issue is named."""
    if ANCHORED_HERE.fullmatch(anchor):
        return since
    written = ATOM.search(anchor)
    return _named(written, since).last if written and _is_day(written) else None


def mentions(flow: Flow, since: date | None, *, exact: bool = True) -> list[Mention]:
    """Every date phrase of a text, in order and without overlap. ``since`` is the day the notice was issued; where it
    is not ``exact`` it only tells years, and no period is counted from it."""
    counted = [m for match in COUNTED.finditer(flow.canon) if (m := _counted(match, since if exact else None))]
    ahead = deque(counted)
    hidden = hide_quotes(flow.canon)
    found: list[Mention] = []
    for match in ATOM.finditer(flow.canon):
        while ahead and ahead[0].end <= match.start():
            ahead.popleft()
        if ahead and ahead[0].start < match.end():
            continue
        if mention := _mention(flow, hidden, match, since):
            found.append(mention)
    return _apart([*counted, *found])


def _apart(found: list[Mention]) -> list[Mention]:
    """In order; a phrase that begins inside the one before it begins after it instead."""
    apart: list[Mention] = []
    for mention in sorted(found, key=lambda m: m.end):
        if apart and mention.start < apart[-1].end:
            mention = replace(mention, start=min(apart[-1].end, mention.end - 1))
        apart.append(mention)
    return apart


def recurrence(flow: Flow) -> tuple[int, int] | None:
    """Where a text says that something comes again and again."""
    if not any(word in flow.canon for word in words.RECURRING_WORDS):
        return None
    match = RECURRENCE.search(flow.canon)
    return match.span() if match else None
