"""The column of a list that names the document a task was given by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.reading import lexicon_dates, lexicon_head
from app.domain.reading.dates import Mention, mentions
from app.domain.reading.days import make_day
from app.domain.reading.text import Flow, canon, flow

_SYMBOL = re.compile(r"\d{1,5}(?:/\d{4})?\s?/\s?(?P<kind>[^\W\d_]+)[^\W_]*(?:[-.&/][^\W_]+)*")
_BARE_NUMBER = re.compile(rf"(?<![^\W_]){lexicon_head.NUMBER_WORD}:? *(?P<number>\d{{1,5}})(?![\d/])")
_SYMBOLS = dict(zip(lexicon_head.KIND_SYMBOLS.split("|"), lexicon_head.KINDS.split("|"), strict=False))
_KINDS = [(canon(kind), kind) for kind in lexicon_head.KINDS.split("|")]
_YEAR = re.compile(rf"{lexicon_dates.YEAR} (?P<year>20\d\d)(?!\d| ?-)")
_TITLE_LINES = 12


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The assigning document as a list names it: the cell's words, its number, its kind and its day where written."""

    words: str
    number: str | None = None
    kind: str | None = None
    on: date | None = None


def source_in(cell: Flow, day: Flow | None = None) -> SourceDocument | None:
    """The document a cell names; ``day`` is the cell of a column that holds its date alone."""
    if not cell.text and (day is None or not day.text):
        return None
    symbol = _SYMBOL.search(cell.text)
    bare = None if symbol else _BARE_NUMBER.search(cell.canon)
    number = re.sub(r"\s", "", symbol[0]) if symbol else bare["number"] if bare else None
    dates = _days(day) or _days(cell) if day else _days(cell)
    return SourceDocument(
        cell.text, number, _kind(cell, symbol["kind"] if symbol else None), dates[0] if dates else None
    )


def _days(cell: Flow) -> list[date]:
    return [mention.day for mention in mentions(cell, None) if mention.day and _is_whole(cell, mention)]


def _is_whole(cell: Flow, mention: Mention) -> bool:
    """Whether day, month and year are written, and not only a month or a year."""
    return len(re.findall(r"\d+", cell.text[mention.start : mention.end])) >= 3


def _kind(cell: Flow, symbol: str | None) -> str | None:
    """The kind that the cell names or the symbol stands for; a letter's symbol names none."""
    low = cell.canon
    written = next((kind for begins, kind in _KINDS if low.startswith(begins)), None)
    return written or _SYMBOLS.get(symbol or "")


def day_before(text: str, at: int) -> tuple[date | None, bool]:
    """(the day that the lines before a table are of, whether it is a day and not merely a year)."""
    start = at
    for _ in range(_TITLE_LINES):
        start = text.rfind("\n", 0, max(start, 0)) if start > 0 else -1
        if start < 0:
            break
    head = flow(text, [(max(start, 0), at)]) if at > max(start, 0) else None
    if head is None or not head.text:
        return None, False
    if days := _days(head):
        return days[-1], True
    years = [int(match["year"]) for match in _YEAR.finditer(head.canon)]
    return (make_day(1, 1, years[-1]), False) if years else (None, False)


def usual_year(sources: Sequence[SourceDocument]) -> date | None:
    """The first day of the year that most assigning documents of a list are of."""
    years = Counter(source.on.year for source in sources if source.on)
    return date(years.most_common(1)[0][0], 1, 1) if years else None
