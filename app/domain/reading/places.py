"""Places in a duty's sentence where another duty may begin: what a person is offered who splits it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.reading import lexicon
from app.domain.reading.text import canon, flow

_CONTEXT = 60  # characters shown on either side
_PLACES = re.compile(
    rf"(?<=[.;])\s+(?=\S)|,\s+(?=(?:{lexicon.SPLIT_BEHIND_COMMA})(?![^\W_]))|(?<!\s)\s+(?=(?:{lexicon.SPLIT_BEFORE})\s+\S)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """An offset into the text, and the words on both sides of it."""

    at: int
    before: str
    after: str


def places(text: str, start: int, end: int) -> list[Place]:
    """The places between two offsets, in the order of the text."""
    found = []
    for match in _PLACES.finditer(canon(text[start:end])):
        cut, at = start + match.start(), start + match.end()
        before = running_text(text, max(start, cut - _CONTEXT), cut)
        after = running_text(text, at, min(end, at + _CONTEXT))
        if before and after:
            found.append(Place(at, before, after))
    return found


def running_text(text: str, start: int, end: int) -> str:
    """The words between two offsets without markup and line ends."""
    return flow(text, [(start, end)]).text
