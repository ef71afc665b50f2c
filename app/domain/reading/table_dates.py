"""The deadline column of a list: there every date is a deadline, however shortly it is written."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import pairwise

from app.domain.reading import lexicon_dates, lexicon_lists
from app.domain.reading.dates import Mention, Use, mentions, recurrence
from app.domain.reading.days import make_day, month_end
from app.domain.reading.text import Flow

_ASSIGNED = f"{lexicon_lists.DUE_BY} "
_YEAR_AWAY = timedelta(days=270)  # a day without its year that lies further off is a guess
_ISO = r"(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?: \d\d:\d\d(?::\d\d)?)?"
_QUARTER = rf"{lexicon_lists.QUARTER_SIGN}(?P<q>[1-4]) ?/ ?(?P<qy>(?:19|20)\d\d)"
_MONTH = r"(?P<mm>\d{1,2}) ?/ ?(?P<my>(?:19|20)\d\d)"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
# What only a column of deadlines can mean: 2026-12-31, 12/2026, 2026, Q3/2026, the end of the year.
_BARE = re.compile(
    rf"(?<![^\W_])(?<![/.])(?:{_ISO}|{_QUARTER}|{_MONTH}|{_YEAR}|{lexicon_lists.HALF_YEAR}|{lexicon_lists.YEAR_END})(?![\d/])"
)
_JOINT = re.compile(rf" ?(?:{lexicon_lists.SPAN}|{lexicon_dates.TO})? ?")
_UNTIL = re.compile(rf" {lexicon_dates.TO} | ?- ?(?=\d)")
_ALWAYS = re.compile(lexicon_lists.ALWAYS)
_NO_CALENDAR = re.compile(lexicon_lists.NO_CALENDAR)
_NOT_DUE = frozenset((Use.START, Use.QUOTED, Use.RECURRING, Use.CUT_OFF))


@dataclass(frozen=True, slots=True)
class Due:
    """What the cell of a deadline says; ``sure`` is about the day, or about there being none."""

    day: date | None = None
    at_time: time | None = None
    exclusive: bool = False
    recurrence: str | None = None
    sure: bool = True


def due_in(cell: Flow, since: date | None, *, precise: bool = True) -> Due:
    """The deadline that the words of a cell of the deadline column name.

    ``since``: the day the task was given, which finds the year where none is written; ``precise``: that day is known,
    not merely its year.
    """
    again = _repeated(cell)
    repeated = cell.text[again[0] : again[1]] if again else None
    found = [mention for mention in _named(cell, since) if mention.use not in _NOT_DUE]
    days = [mention for mention in found if mention.day]
    if _NO_CALENDAR.search(cell.canon):
        return Due(recurrence=repeated, sure=False)
    if not days:
        broken = any(mention.use is not Use.CITED for mention in found) or _has_number(cell, again)
        return Due(recurrence=repeated, sure=not broken)
    last = days[-1]
    sure = _one_span(cell, days) and len(days) == len(found) and not repeated
    sure = sure and (last.sure or _near(last.day, since, precise=precise))
    return Due(last.day, last.at_time, last.exclusive, repeated, sure)


def _repeated(cell: Flow) -> tuple[int, int] | None:
    if again := recurrence(cell):
        return again
    always = _ALWAYS.search(cell.canon)
    return always.span() if always else None


def _has_number(cell: Flow, again: tuple[int, int] | None) -> bool:
    """Whether digits stand in the cell that were not understood; a recurrence may hold some ("ngày 15 hằng tháng")."""
    return again is None and any(char.isdigit() for char in cell.text)


def _near(day: date | None, since: date | None, *, precise: bool) -> bool:
    return bool(day and since and precise and since <= day <= since + _YEAR_AWAY)


def _one_span(cell: Flow, days: list[Mention]) -> bool:
    """Whether the days are one span of time ("tháng 4 đến tháng 6"), whose last day is meant."""
    for first, second in pairwise(days):
        if first.day != second.day and not _JOINT.fullmatch(cell.canon, first.end, second.start):
            return False
    return all(a.day <= b.day for a, b in pairwise(days) if a.day and b.day)


def _named(cell: Flow, since: date | None) -> list[Mention]:
    """Every date phrase of the cell, each read as a deadline."""
    if not cell.text:
        return []
    size = len(_ASSIGNED)
    at = array("l", [cell.at[0]] * size + list(cell.at))
    led = Flow(_ASSIGNED + cell.text, _ASSIGNED + cell.canon, at)
    found = [
        replace(mention, start=max(mention.start - size, 0), end=mention.end - size) for mention in mentions(led, since)
    ]
    found = [part for mention in found for part in _ended(cell, _settled(mention, since), since)]
    for match in _BARE.finditer(cell.canon):
        if not any(mention.start < match.end() and match.start() < mention.end for mention in found):
            found.append(_bare(match, since))
    return sorted(found, key=lambda mention: mention.end)


def _ended(cell: Flow, mention: Mention, since: date | None) -> list[Mention]:
    """A span of time that names no day itself is the end it names; anything else is what it was."""
    joints = list(_UNTIL.finditer(cell.canon, mention.start, mention.end)) if mention.day is None else []
    if not joints:
        return [mention]
    at = joints[-1].end()
    return [
        replace(part, start=mention.start, end=part.end + at) for part in _named(cell.cut(at, mention.end), since)
    ] or [mention]


def _settled(mention: Mention, since: date | None) -> Mention:
    """A date that names a month, a quarter or a year is sure here; the year may still be guessed."""
    if mention.use in {Use.NAMED, Use.WEAK, Use.UNCLEAR, Use.PAST, Use.DAMAGED}:
        return replace(mention, use=Use.DEADLINE, sure=since is None or mention.sure)
    return mention


def _bare(match: re.Match[str], since: date | None) -> Mention:
    """A date that has no word before it; without a year, that of the day the task was given."""
    this = since.year if since else 0
    written = True
    if match["iy"]:
        day = make_day(int(match["id"]), int(match["im"]), int(match["iy"]))
    elif match["q"]:
        day = month_end(int(match["qy"]), 3 * int(match["q"]))
    elif match["my"]:
        day = month_end(int(match["my"]), int(match["mm"]))
    elif match["y"]:
        day = make_day(31, 12, int(match["y"]))
    else:
        first_half = match["half"] == lexicon_dates.EARLY
        day = month_end(int(match["hy"] or this), 6 if first_half else 12)
        written = bool(match["hy"])
    return Mention(*match.span(), Use.DEADLINE, day, sure=written)
