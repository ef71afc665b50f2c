"""Pages, recognised or read, as they go from child to child, and as one running text. Pure.

The lines go the way of those of a PDF file with text: the same columns, the same paragraphs, the same page numbers
left out. Beside them stands what only recognition knows: how sure it is of each word, and how much of the page it may
have passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.adapters.ocr_lines import DOUBTFUL, SeenWord, cleared, confidence, is_certain, is_rubbish, sure
from app.adapters.pdf_layout import Block, Kind, columns
from app.adapters.pdf_lines import Line, Word
from app.adapters.pdf_text import Page, running_text
from app.adapters.plain_text import normalised_pages
from app.domain.reading.outline import is_caps

HEAD_LINES = 40
WINDOW = 120  # characters: how far on a word is looked for in the running text


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The blocks of a page in points, and what stands apart from them. Only of a recognised page are known: the mean
    ``confidence`` of its letters, and which share of its ink belongs to no word (``missed``)."""

    blocks: tuple[Block, ...]
    apart: tuple[str, ...]
    width: float
    height: float
    confidence: float | None = None
    missed: float = 0.0

    @property
    def lines(self) -> list[Line]:
        return [line for block in self.blocks for line in block.lines]

    @property
    def words(self) -> list[Word]:
        return [word for line in self.lines for word in line.words]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, and the number of words, which the parent looks at."""
        return {
            "blocks": [[block.kind.value, block.opens, list(map(_line_out, block.lines))] for block in self.blocks],
            "apart": self.apart,
            "size": [self.width, self.height],
            "confidence": self.confidence,
            "missed": self.missed,
            "words": len(self.words),
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> SeenPage:
        blocks = (Block(Kind(kind), tuple(map(_line_in, lines)), opens) for kind, opens, lines in data["blocks"])
        width, height = data["size"]
        return SeenPage(tuple(blocks), tuple(data["apart"]), width, height, data["confidence"], data["missed"])


def _line_out(line: Line) -> list[Any]:
    return [line.y, line.size, [(word.text, word.x0, word.x1, sure(word)) for word in line.words]]


def _line_in(data: Sequence[Any]) -> Line:
    y, size, words = data
    return Line(tuple(SeenWord(*word) for word in words), y, size)


def seen_page(lines: Sequence[Line], more: Sequence[Line], *, width: float, height: float, missed: float) -> SeenPage:
    """A page, in points, of the lines that were found, and those of the ``more`` among what was left over that are
    certain."""
    good = [line for line in lines if not is_rubbish(line)] + [line for line in more if is_certain(line)]
    kept = cleared(good, height)
    return SeenPage(
        tuple(columns(sorted(kept, key=lambda line: -line.y))),
        tuple(line.text for line in (*lines, *more) if line not in good),
        width,
        height,
        round(confidence(kept), 1),
        round(missed, 3),
    )


@dataclass(frozen=True, slots=True)
class RunningText:
    """The text of all pages, where each begins, what stands apart from it, and the places of doubtful words."""

    text: str
    starts: tuple[int, ...]
    apart: tuple[str, ...]
    doubtful: tuple[tuple[int, int], ...]


def joined(pages: Sequence[SeenPage]) -> RunningText:
    """The pages as one running text. What is left out of it, and the lines in capitals at the head of each page, where
    a mark may stand, are apart."""
    laid = [Page(list(page.blocks), page.width, page.height) for page in pages]
    text, starts = normalised_pages(*running_text(laid))
    apart = [line for page in pages for line in (*page.apart, *_heads(page))]
    apart += [line for page in laid for line in page.apart]
    places = [place for page, begin in zip(pages, starts, strict=True) for place in _doubts(page, text, begin)]
    return RunningText(text, starts, tuple(apart), tuple(places))


def _heads(page: SeenPage) -> Iterator[str]:
    lines = sorted(page.lines, key=lambda line: -line.y)[:HEAD_LINES]
    return (line.text for line in lines if is_caps(line.text))


def _doubts(page: SeenPage, text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Where the words stand that recognition was not sure of, found by going along the text word by word."""
    at = begin
    for word in page.words:
        found = text.find(word.text, at, at + WINDOW)
        if found < 0:
            continue
        at = found + len(word.text)
        if sure(word) < DOUBTFUL and any(map(str.isalnum, word.text)):
            yield found, at
