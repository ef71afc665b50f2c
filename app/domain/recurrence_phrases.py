"""The rule that a phrase of a notice names: "trước ngày 15 hằng tháng". What it does not say is never guessed.

A phrase is read as a row of tokens, parted into stretches at words that nobody knows here. A stretch that says how
often and which day gives a rule; a phrase whose stretches do not agree gives none.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain import recurrence_lexicon as words
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.recurrence import LAST_DAY, MONTHS, Recurrence
from app.domain.terms import Every

_KNOWN = "|".join(rf"(?P<{kind}>(?:{pattern})(?![^\W_]))" for kind, pattern in words.TOKENS.items())
_TOKENS = re.compile(rf"{_KNOWN}|(?P<word>\w+)|(?P<stop>[.;!?])")
_HOW_OFTEN = re.compile(words.HOW_OFTEN)
_UNKNOWN = frozenset({"noise", "word"})
_PARTING = _UNKNOWN | {"start", "stop"}
_EVERY = {
    (1, words.WEEK): Every.WEEKLY,
    (1, words.MONTH): Every.MONTHLY,
    (3, words.MONTH): Every.QUARTERLY,
    (1, words.QUARTER): Every.QUARTERLY,
    (6, words.MONTH): Every.SIX_MONTHS,
    (2, words.QUARTER): Every.SIX_MONTHS,
    (12, words.MONTH): Every.YEARLY,
    (1, words.YEAR): Every.YEARLY,
}
_BY_DAYS_A_YEAR = {12 // months: every for every, months in MONTHS.items()}


@dataclass(frozen=True, slots=True)
class _MonthOf:
    """A month of a period: ``nth`` as written, of a quarter or whatever the period is, of this one or the next."""

    nth: str
    of_quarter: bool = True
    of_next: bool = False


@dataclass(slots=True)
class _Stretch:
    """What neighbouring tokens say together.

    ``often``: every rhythm that is named, None for one that is none of ours.
    ``evident``: it says that something comes again, as "cuối tháng" alone does not.
    ``starting``: it tells when something begins or what is counted, not when a duty is due.
    ``behind``: the word of the unit in "tháng sau", "năm sau".
    """

    starting: bool = False
    evident: bool = False
    exclusive: bool = False
    behind: str = ""
    often: set[Every | None] = field(default_factory=set)
    weekdays: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    dated: list[tuple[int, int]] = field(default_factory=list)  # day and month
    months_of: list[_MonthOf] = field(default_factory=list)

    @property
    def has_day(self) -> bool:
        return bool(self.weekdays or self.days or self.dated)


def parse(phrase: str) -> Recurrence | None:
    """The rule of a phrase, written with or without accents. None where it names no day, several, or one that does not
    tell the day of every period."""
    with_days = [stretch for stretch in _stretches(phrase) if stretch.has_day and not stretch.starting]
    rules = {_rule(stretch) for stretch in with_days if stretch.evident and stretch.often}
    # "ngày 05 … ngày 20 hằng tháng": a day that no rhythm was found for may belong to the one found elsewhere.
    stray = any(s.days or s.weekdays for s in with_days if not (s.evident and s.often))
    return rules.pop() if len(rules) == 1 and not stray else None


def parse_every(phrase: str) -> Every | None:
    """How often, also where the day is not told; None where that is not said either, or two rhythms are."""
    if rule := parse(phrase):
        return rule.every
    return _one_rhythm({every for stretch in _stretches(phrase) if stretch.evident for every in stretch.often})


def _stretches(phrase: str) -> list[_Stretch]:
    tokens = list(_TOKENS.finditer(fold(phrase)))
    stretches = list(_parted(tokens))
    if len(stretches) == 1 and not any(token.lastgroup in _UNKNOWN for token in tokens):
        stretches[0].evident = True  # "Tháng" as the whole of what stands in a column
    return stretches


def _parted(tokens: Sequence[re.Match[str]]) -> Iterator[_Stretch]:
    stretch = _Stretch()
    for token in tokens:
        if token.lastgroup in _PARTING:
            yield stretch
            stretch = _Stretch(starting=token.lastgroup == "start")
        else:
            _take(stretch, token)
    yield stretch


def _take(stretch: _Stretch, token: re.Match[str]) -> None:
    """What one token adds to its stretch; a time of day and fillers add nothing."""
    said = token[0]
    match token.lastgroup:
        case "again" | "unit" as kind:
            stretch.often.add(_how_often(said))
            stretch.evident |= kind == "again"
        case "often":
            stretch.often.add(None)
        case "evident":
            stretch.evident = True
        case "before":
            stretch.exclusive = True
        case "behind":
            stretch.behind = token["unit_behind"]
        case "weekday":
            stretch.weekdays.append(_weekday(token["of_week"]))
        case "day":
            stretch.days.append(int(token["of_month"]))
        case "last_day":
            stretch.days.append(LAST_DAY)
        case "month":
            stretch.months.append(int(token["of_year"]))
        case "dated":
            stretch.dated.append((int(token["dated_day"]), int(token["dated_month"])))
        case "month_of":
            _take_month_of(stretch, token)
        case "last_of":
            _take_last_of(stretch, token)


def _take_month_of(stretch: _Stretch, token: re.Match[str]) -> None:
    of_quarter = token["period"] == words.QUARTER
    stretch.months_of.append(_MonthOf(token["nth"].split()[-1], of_quarter, bool(token["next"])))
    if of_quarter:
        stretch.often.add(Every.QUARTERLY)
        stretch.evident = True


def _take_last_of(stretch: _Stretch, token: re.Match[str]) -> None:
    """The end of a month, a quarter or a year (BLDS 146)."""
    unit = token["ending"]
    stretch.often.add(_EVERY[1, unit])
    stretch.evident |= bool(token["each"])
    if unit == words.YEAR:
        stretch.dated.append((LAST_DAY, 12))
        return
    stretch.days.append(LAST_DAY)
    if unit == words.QUARTER:
        stretch.months_of.append(_MonthOf(words.LAST))


def _how_often(said: str) -> Every | None:
    """The rhythm of a token, by its last unit: the last week of a month comes every month."""
    *_, last = _HOW_OFTEN.finditer(said)
    return _EVERY.get((_number(last["number"]), last["unit"]))


def _number(said: str | None) -> int:
    return words.NUMBERS.get(said, 0) or int(said) if said else 1


def _weekday(said: str | None) -> int:
    """ISO weekday: "thu hai" and "thu 2" are Monday, without either it is Sunday."""
    if said is None:
        return 7
    return words.WEEKDAYS.get(said, 0) or int(said) - 1


def _one_rhythm(often: set[Every | None]) -> Every | None:
    """Reports of six months and of the year are two a year: every six months."""
    if often == {Every.SIX_MONTHS, Every.YEARLY}:
        return Every.SIX_MONTHS
    return next(iter(often)) if len(often) == 1 else None


def _rule(stretch: _Stretch) -> Recurrence | None:
    try:
        if stretch.dated or stretch.months:
            return _on_dates(stretch)
        every = _one_rhythm(stretch.often)
        return _in_week(stretch) if every is Every.WEEKLY else _in_months(stretch, every)
    except DomainError:  # a 45th, a 13th month
        return None


def _in_week(stretch: _Stretch) -> Recurrence | None:
    if len(stretch.weekdays) != 1 or stretch.days or stretch.months_of or stretch.behind:
        return None
    return Recurrence(Every.WEEKLY, stretch.weekdays[0], exclusive=stretch.exclusive)


def _in_months(stretch: _Stretch, every: Every | None) -> Recurrence | None:
    """A day of some month of the period, or of one behind it."""
    if every is None or len(stretch.days) != 1 or stretch.weekdays:
        return None
    place = _month_of(stretch, every)
    return Recurrence(every, stretch.days[0], *place, exclusive=stretch.exclusive) if place else None


def _month_of(stretch: _Stretch, every: Every) -> tuple[int, int] | None:
    """(month of the period, months behind it); None where the phrase leaves it open."""
    last = MONTHS[every]
    if stretch.months_of:
        return _nth_month(stretch.months_of, every) if not stretch.behind else None
    if stretch.behind:
        return (last, 1) if stretch.behind == words.MONTH else None
    return (last, 0) if every is Every.MONTHLY else None


def _nth_month(months_of: Sequence[_MonthOf], every: Every) -> tuple[int, int] | None:
    last, said = MONTHS[every], months_of[0]
    fits = len(months_of) == 1 and (every is Every.QUARTERLY or not said.of_quarter)
    if not fits or (said.nth == words.MIDDLE and every is not Every.QUARTERLY):
        return None
    nth = last if said.nth == words.LAST else words.NTH.get(said.nth, 0) or int(said.nth)
    return (last, nth) if said.of_next else (nth, 0)


def _on_dates(stretch: _Stretch) -> Recurrence | None:
    """From days with their months: one is yearly, several are a rule if they part the year evenly."""
    dates = _dates(stretch)
    every = _BY_DAYS_A_YEAR.get(len(dates))
    if every is None or stretch.weekdays or stretch.months_of or not _says_yearly(stretch.often, every):
        return None
    first, day = min(month for _, month in dates), _common_day(dates)
    if day is None or {month for _, month in dates} != set(range(first, 13, MONTHS[every])):
        return None
    if not stretch.behind:
        return Recurrence(every, day, first, exclusive=stretch.exclusive)
    if every is Every.YEARLY and stretch.behind == words.YEAR:
        return Recurrence(every, day, MONTHS[every], first, exclusive=stretch.exclusive)
    return None


def _says_yearly(often: set[Every | None], every: Every) -> bool:
    return often <= {Every.YEARLY, every}


def _dates(stretch: _Stretch) -> list[tuple[int, int]]:
    """(day, month) of each, where one day may stand before several months; nothing if they do not pair."""
    days = stretch.days * len(stretch.months) if len(stretch.days) == 1 else stretch.days
    if len(days) != len(stretch.months):
        return []
    return [*stretch.dated, *zip(days, stretch.months, strict=True)]


def _common_day(dates: Sequence[tuple[int, int]]) -> int | None:
    """The day that all months share; 30/6 and 31/12 are both the last."""
    days = {day for day, _ in dates}
    if len(days) == 1:
        return days.pop()
    return LAST_DAY if all(_is_last(day, month) for day, month in dates) else None


def _is_last(day: int, month: int) -> bool:
    return 1 <= month <= 12 and day in {calendar.monthrange(year, month)[1] for year in (2027, 2028)}
