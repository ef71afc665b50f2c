"""The source's text cut into pieces, so that a page can mark each task's sentence, its deadline and the loose dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """A task's sentence in the text, and the phrase of its deadline; offsets, the ends exclusive."""

    key: str
    start: int
    end: int
    phrase_start: int | None = None
    phrase_end: int | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``why`` says of a loose date why nothing took it."""

    text: str
    strong: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that belong to one task, or, with an empty key, to none."""

    key: str
    unsure: bool
    pieces: Sequence[Piece]


def blocks(text: str, spans: Iterable[Span], loose: Iterable[tuple[int, int, str]] = ()) -> list[Block]:
    """The whole text in order. Where sentences overlap, the one that begins first keeps what they share."""
    dates, at, found = sorted(loose), 0, []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        start, end = max(span.start, at), min(span.end, len(text))
        if start >= end:
            continue
        found.append(Block("", False, list(_pieces(text, at, start, dates))))
        phrase = (span.phrase_start, span.phrase_end)
        found.append(Block(span.key, span.unsure, list(_pieces(text, start, end, dates, phrase))))
        at = end
    found.append(Block("", False, list(_pieces(text, at, len(text), dates))))
    return [block for block in found if block.pieces]


def _pieces(
    text: str,
    start: int,
    end: int,
    dates: Sequence[tuple[int, int, str]],
    phrase: tuple[int | None, int | None] = (None, None),
) -> Iterator[Piece]:
    """Cut at every place where something begins or ends."""
    begin, stop = phrase[0] or 0, phrase[1] or 0
    cuts = {start, end, begin, stop, *(place for date in dates for place in date[:2])}
    places = sorted(place for place in cuts if start <= place <= end)
    for left, right in pairwise(places):
        why = next((reason for first, last, reason in dates if first <= left < last), "")
        yield Piece(text[left:right], begin <= left < stop, why)
