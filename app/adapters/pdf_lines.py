"""Glyphs become words and lines. Pure; the standard library only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from app.adapters.pdf_glyphs import Glyph

SAME_BASE = 0.2  # of the size: how far baselines of one line may stand apart
SAME_SIZE = 0.74  # letters of one line differ in size by less
SPACE = 0.14  # the gap that parts words where no blank is drawn; kerning and uneven setting stay below it
TWICE = 0.12  # nearer to each other the same letters are one, drawn twice to look bold
RAISED, LOWERED = 0.6, 0.25  # where small letters beside a line still belong to it
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
STAMPED = re.compile(r"\d{1,5}[a-z\u0111]?", re.IGNORECASE)  # a number or a day
WIDEST_GAP = 12  # letters wide


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]
    y: float
    size: float

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    def of(self, words: Sequence[Word]) -> Line:
        return Line(tuple(words), self.y, self.size)


def build_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of a page or of a cell, the highest first."""
    rows = [row for row in _rows(glyphs) if any(not glyph.is_blank for glyph in row)]
    made = [Line(tuple(_words(row)), row[0].y, max(g.size for g in row if not g.is_blank)) for row in rows]
    return _with_small_ones([line for line in made if line.words])


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs of one baseline and about one size; blanks go with the letters drawn before them."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: -each.y):
        for row in reversed(rows[-6:]):
            first = row[0]
            near = first.y - glyph.y <= SAME_BASE * min(first.size, glyph.size)
            alike = min(first.size, glyph.size) >= SAME_SIZE * max(first.size, glyph.size)
            if near and (alike or glyph.is_blank):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    return rows


def _words(row: list[Glyph]) -> list[Word]:
    letters = _clusters(row)
    size = max(glyph.size for glyph in row)
    gaps = [b[1] - a[2] for a, b in pairwise(letters)]
    spread = max(0.0, median(gaps)) if len(gaps) > 3 else 0.0
    spread = spread if spread > 0.05 * size else 0.0
    limit = SPACE * size + spread
    words: list[Word] = []
    held: list[tuple[str, float, float]] = []
    for text, x0, x1 in letters:
        if text.isspace() or (held and x0 - held[-1][2] > limit):
            words += _word(held)
            held = []
        if not text.isspace():
            held.append((text, x0, x1))
    return words + _word(held)


def _word(held: list[tuple[str, float, float]]) -> list[Word]:
    text = unicodedata.normalize("NFC", "".join(text for text, *_ in held))
    return [Word(text, held[0][1], max(x1 for *_, x1 in held))] if text else []


def _clusters(row: list[Glyph]) -> list[tuple[str, float, float]]:
    """Letters with the marks drawn over them, from left to right, each once."""
    based: list[tuple[str, float, float]] = []
    for glyph in row:
        if unicodedata.combining(glyph.char) and based:
            text, x0, x1 = based[-1]
            based[-1] = (text if glyph.char in text else text + glyph.char, x0, max(x1, glyph.x1))
        else:
            based.append((glyph.char, glyph.x0, glyph.x1))
    based.sort(key=lambda each: each[1])
    size = max(glyph.size for glyph in row)
    kept: list[tuple[str, float, float]] = []
    for each in based:
        twice = any(each[0] == before[0] and abs(each[1] - before[1]) < TWICE * size for before in kept[-2:])
        if not twice or each[0].isspace():
            kept.append(each)
    return kept


def _with_small_ones(lines: list[Line]) -> list[Line]:
    """Small letters (a footnote's mark, m²) go into the line they stand beside."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda each: -each.size):
        at = next((i for i, big in enumerate(kept) if _stands_beside(line, big)), None)
        if at is None:
            kept.append(line)
        else:
            kept[at] = _attached(kept[at], line)
    return sorted(kept, key=lambda each: -each.y)


def _stands_beside(small: Line, big: Line) -> bool:
    if small.size >= SAME_SIZE * big.size or not -LOWERED <= (small.y - big.y) / big.size <= RAISED:
        return False
    touches = small.x1 >= big.x0 - 0.5 * big.size and small.x0 <= big.x1 + 0.5 * big.size
    return touches and all(_is_free(word, big) for word in small.words)


def _is_free(word: Word, line: Line) -> bool:
    slack = 0.15 * line.size
    return all(word.x1 <= other.x0 + slack or word.x0 >= other.x1 - slack for other in line.words)


def _attached(big: Line, small: Line) -> Line:
    words = list(big.words)
    for word in small.words:
        raised = small.y > big.y + 0.15 * big.size and word.text.isdigit()
        text = word.text.translate(SUPERSCRIPTS) if raised else word.text
        before = next((i for i, other in enumerate(words) if abs(word.x0 - other.x1) <= 0.2 * big.size), None)
        if before is None:
            words.append(Word(text, word.x0, word.x1))
        else:
            words[before] = Word(words[before].text + text, words[before].x0, word.x1)
    return big.of(sorted(words, key=lambda each: each.x0))


def fill_in(lines: list[Line], notes: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Put a stamped number or day into the gap of the line it stands on; second, the notes that fill no gap."""
    lines, left = list(lines), []
    for note in notes:
        at = [_gap_for(word, note, lines) for word in note.words]
        if None in at:
            left.append(note)
            continue
        for word, place in zip(note.words, at, strict=True):
            if place is not None:
                lines[place] = lines[place].of(sorted((*lines[place].words, word), key=lambda each: each.x0))
    return lines, left


def _gap_for(word: Word, note: Line, lines: Sequence[Line]) -> int | None:
    """Which line has room for a stamped word between two of its own."""
    return next((at for at, line in enumerate(lines) if _fills(word, note, line)), None)


def _fills(word: Word, note: Line, line: Line) -> bool:
    if abs(note.y - line.y) > 0.5 * line.size or not STAMPED.fullmatch(word.text):
        return False
    before = [other.x1 for other in line.words if other.x1 <= word.x0 + 0.2 * line.size]
    after = [other.x0 for other in line.words if other.x0 >= word.x1 - 0.2 * line.size]
    if not before or not after or len(before) + len(after) != len(line.words):
        return False
    return min(after) - max(before) <= WIDEST_GAP * line.size
