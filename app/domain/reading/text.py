"""Source text made matchable without losing its offsets."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar
from unicodedata import normalize

from app.domain.reading import lexicon_units
from app.domain.reading.spelling import mended

Answer = TypeVar("Answer")
MARKUP = re.compile(r"<br ?/?>|\*+|^\s*#{1,6}|&nbsp;|_{2,}", re.IGNORECASE)
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
QUOTED = re.compile(r"“[^“”]{0,600}”|\"[^\"]{1,600}\"|«[^«»]{0,600}»")
# Capital letters for a character class; the two ranges hold the Vietnamese ones.
UPPER = "A-Z" + "".join(c for c in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))) if c.isupper())
# "BộY tế": a scan loses the blank behind a short head noun.
GLUED = re.compile(rf"(?<![^\W_])(?:{lexicon_units.SHORT_HEADS.title()})(?=[{UPPER}])")
# What running text drops or changes; a stretch without it is taken as it stands.
UNEVEN = re.compile(rf"[^\S ]|  |[{''.join(sorted(INVISIBLE))}<*#&]|__|{GLUED.pattern}")
DASHES = {ord(c): "-" for c in "‐‑‒–—―−"} | {ord(c): " " for c in "\u00a0\u2007\u202f\t\n\f\r\v"}
TRANSLATED = re.compile("[" + "".join(map(re.escape, map(chr, DASHES))) + "]")

# The tone stands on the first vowel in the style used here (hòa, thủy); the newer style (hoà, thuỷ) is brought to it.
_MARKS = "\u0300\u0301\u0309\u0303\u0323"
_TONES = {
    first + normalize("NFC", second + mark): normalize("NFC", first + mark) + second
    for first, second in ("oa", "oe", "uy")
    for mark in _MARKS
}
_NEW_STYLE = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?![^\W\d_])")


def canon(text: str) -> str:
    """Lower case, one tone style, one dash, one kind of space, damaged accents mended; exactly as long as ``text``."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if TRANSLATED.search(low):
        low = low.translate(DASHES)
    return mended(_NEW_STYLE.sub(lambda m: _TONES[m[0]], low))


def hide_quotes(text: str) -> str:
    """The same text with what stands in quotation marks made unreadable, at the same length."""
    return QUOTED.sub(lambda m: m[0][0] + "·" * (len(m[0]) - 2) + m[0][-1], text)


@dataclass(frozen=True, slots=True)
class Flow:
    """Running text: markup, line ends and page numbers gone, every character knows its source offset."""

    text: str
    canon: str
    at: array[int]
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of the characters ``start`` to ``end`` (end exclusive, never empty)."""
        return self.at[start], self.at[end - 1] + 1

    def cut(self, start: int, end: int) -> Flow:
        """The part between two places, without blanks at its ends."""
        end = min(end, len(self.text))
        if start == 0 and end == len(self.text) and not self.text.startswith(" ") and not self.text.endswith(" "):
            return self
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return Flow(self.text[start:end], self.canon[start:end], self.at[start:end])


def remembered(asked: Callable[[Flow], Answer]) -> Callable[[Flow], Answer]:
    """A question about a text that is put more than once; its answer is kept with the text."""

    @wraps(asked)
    def once(flow: Flow) -> Answer:
        if asked.__name__ not in flow.memo:
            flow.memo[asked.__name__] = asked(flow)
        answer: Answer = flow.memo[asked.__name__]
        return answer

    return once


def joined(flows: Sequence[Flow]) -> Flow:
    """Several stretches as one text, one blank between them."""
    if len(flows) == 1:
        return flows[0]
    at = array("l")
    for number, part in enumerate(flows):
        if number:
            at.append(at[-1])
        at.extend(part.at)
    return Flow(" ".join(part.text for part in flows), " ".join(part.canon for part in flows), at)


def _blanked(markup: re.Match[str]) -> str:
    """Markup as it counts in running text: a break or a hard blank parts words, the rest is not there."""
    return (" " if markup[0][0] in "<&" else "\0") * len(markup[0])


def flow(source: str, spans: Iterable[tuple[int, int]]) -> Flow:
    """Running text of the given source spans, blanks collapsed and markup dropped."""
    chars: list[str] = []
    at = array("l")
    for start, end in spans:
        if chars and chars[-1] != " ":
            chars.append(" ")
            at.append(start)
        if not UNEVEN.search(source, start, end) and source[start : start + 1] != " ":
            chars += source[start:end]
            at.extend(range(start, end))
            continue
        piece = MARKUP.sub(_blanked, source[start:end])
        glued = {start + match.end() for match in GLUED.finditer(piece)}
        for offset, char in enumerate(piece, start):
            if offset in glued:
                chars.append(" ")
                at.append(offset)
            if char == "\0" or char in INVISIBLE:
                continue
            if char.isspace():
                if not chars or chars[-1] == " ":
                    continue
                char = " "
            chars.append(char)
            at.append(offset)
    if chars and chars[-1] == " ":
        chars.pop()
        at.pop()
    text = "".join(chars)
    return Flow(text, canon(text), at)
