"""The source's text cut into pages and pieces, so that each task's sentence, its deadline and the loose dates can be
marked, and each page be compared with its picture."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
    """Pieces that belong to one task, or, with an empty key, to none.

    A sentence that goes over a page end is two blocks: the second is a ``sequel``, the first knows in ``rest`` how many
    characters follow.
    """

    key: str
    unsure: bool
    pieces: Sequence[Piece]
    sequel: bool = False
    rest: int = 0

    def __len__(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page; a source without pages is one page without a picture and without a number."""

    blocks: Sequence[Block]
    number: int = 0
    total: int = 0
    image: str = ""  # the address of its picture


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


def pages(found: Sequence[Block], starts: Sequence[int] | None, image: Callable[[int], str]) -> list[Page]:
    """Blocks of a whole text put on the pages that begin at these places; ``image`` gives a page's picture."""
    if not starts:
        return [Page(found)]
    ends = [*starts[1:], sum(map(len, found))]
    return [
        Page(list(_between(found, start, end)), number, len(starts), image(number))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def _between(found: Iterable[Block], start: int, end: int) -> Iterator[Block]:
    """The parts of blocks between two places of the text."""
    at = 0
    for block in found:
        first, last = max(start - at, 0), min(end - at, len(block))
        if first < last:
            rest = len(block) - last if block.key else 0
            yield replace(block, pieces=_cut(block.pieces, first, last), sequel=bool(block.key and first), rest=rest)
        at += len(block)


def _cut(found: Iterable[Piece], first: int, last: int) -> list[Piece]:
    parts, at = [], 0
    for piece in found:
        text = piece.text[max(first - at, 0) : max(last - at, 0)]
        parts += [replace(piece, text=text)] if text else []
        at += len(piece.text)
    return parts


def _pieces(
    text: str,
    start: int,
    end: int,
    dates: Sequence[tuple[int, int, str]],
    phrase: tuple[int | None, int | None] = (None, None),
) -> Iterator[Piece]:
    """Cut at every place where something begins or ends."""
    begin, stop = phrase[0] or 0, phrase[1] or 0
    here = [date for date in dates[: bisect_left(dates, (end,))] if date[1] > start]
    cuts = {start, end, begin, stop, *(place for date in here for place in date[:2])}
    places = sorted(place for place in cuts if start <= place <= end)
    for left, right in pairwise(places):
        why = next((reason for first, last, reason in here if first <= left < last), "")
        yield Piece(text[left:right], begin <= left < stop, why)
