"""The numbers of a draft's annexes, and how they go on. Patterns are for folded text (``fold``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.draft_headings import ANNEX_HEADING, DraftParagraph, is_annex
from app.domain.naming import fold
from app.domain.numerals import roman

_NUMBER = r"(?:\d{1,2}|[ivxlc]{1,6})"
# Annexes that go with the report in files of their own. Others are only mentioned: those of what a report cites.
_ATTACHED = re.compile(
    rf"phu luc(?: so)? (?:{_NUMBER}(?:, | va ))*(?P<number>{_NUMBER}),? (?:duoc )?(?:dinh kem|kem theo|gui kem)"
    r"(?= bao cao\b| ?[).,;:]|$)"
)


@dataclass(frozen=True, slots=True)
class AnnexLabel:
    """``heading`` as the draft writes its own, ``reference`` as a sentence names it."""

    heading: str
    reference: str


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A number as it stands behind its words: "Ph. 02" is 2 of width 2."""

    words: str
    value: int
    kind: str  # "0" arabic, "i" roman, "a" letters
    width: int

    def next(self, by: int) -> AnnexLabel:
        numeral = self._numeral(self.value + by)
        words = self.words.capitalize() if self.words.isupper() else self.words
        return AnnexLabel(f"{self.words} {numeral}", f"{words} {numeral}")

    def _numeral(self, value: int) -> str:
        if self.kind == "i":
            return roman(value)
        return chr(ord("A") + value - 1) if self.kind == "a" else f"{value:0{self.width}d}"


def continued(paragraphs: Sequence[DraftParagraph], count: int) -> tuple[AnnexLabel, ...] | None:
    """Labels for so many further annexes, or None where the draft has none of its own."""
    headings = [_headed(each.text) for each in paragraphs if is_annex(each)]
    found = [each for each in headings if each] or [each for one in paragraphs for each in _attached(one.text)]
    if not found:
        return None
    highest = max(reversed(found), key=lambda each: each.value)
    return tuple(highest.next(by) for by in range(1, count + 1))


def _headed(text: str) -> _Numbered | None:
    """An annex without a number is the first one; what follows it is numbered in Roman (ND 30/2020)."""
    match = ANNEX_HEADING.match(fold(text))
    if match is None:
        return None
    words = " ".join(text.split()[: 3 if match["of"] else 2]).rstrip(".:")
    return _numbered(words, match["number"]) if match["number"] else _Numbered(words, 1, "i", 1)


def _attached(text: str) -> Iterator[_Numbered]:
    folded = fold(text)
    if len(folded) == len(text):
        for match in _ATTACHED.finditer(folded):
            length = len("phu luc so" if folded.startswith("phu luc so ", match.start()) else "phu luc")
            yield _numbered(text[match.start() : match.start() + length], match["number"])


def _numbered(words: str, number: str) -> _Numbered:
    if number.isdigit():
        return _Numbered(words, int(number), "0", len(number))
    value = next((value for value in range(1, 90) if roman(value).lower() == number), None)
    return _Numbered(words, value, "i", 1) if value else _Numbered(words, ord(number[0]) - ord("a") + 1, "a", 1)
