"""Pages become one running text: paragraphs whole again over line and page ends, page numbers and stamps left out.

Pure. Where a line would have had room for the next word, its paragraph is at an end; where it had none, the next line
goes on with it, unless it is set in like a first line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from app.adapters.pdf_layout import Block, Kind
from app.adapters.pdf_lines import Line, Word
from app.domain.reading.outline import PAGE_NUMBER, ends_sentence, is_caps, marker
from app.wording.stamps import SIGNATURE

EDGE = 0.12  # of the page's height: where page numbers and running heads stand
LONG_LINE = 0.45  # of the page's width: lines that show where the margins are
REPEATED = 3  # pages with the same line at the same height make it a running head
SMALL = 0.88  # of the usual size: footnotes, signature boxes
BODY_SIZE = 12.0  # points: no office text is smaller, though on a scan the signature may be all the text there is
FOOT = 0.5  # footnotes stand in the lower half
IN, OUT = 0.6, 0.5  # of a letter: what counts as set in, and what still counts as flush
AIR = 1.75  # lines farther apart than so many times the usual are of two paragraphs
SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NOTE_MARK = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[?\d{1,3}\]?(?=\s|[^\W\d_]))")
# A break after a hyphen or a stroke that stands inside a symbol such as 27/TB-UBND puts no blank into it.
UNBROKEN = re.compile(r"[^\W_][-/]$")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the running text of a page begins and ends; the usual distance of its lines, the usual size."""

    left: float
    right: float
    leading: float
    size: float


@dataclass(slots=True)
class Page:
    """The blocks of a page, and what has been taken out of them because it is no part of the text."""

    blocks: list[Block]
    width: float
    height: float
    apart: list[str] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    @property
    def body(self) -> list[Line]:
        return [line for block in self.blocks if block.kind is Kind.BODY for line in block.lines]

    def drop(self, gone: Sequence[Line]) -> None:
        """Take lines out of the blocks."""
        names = {id(line) for line in gone}
        kept = (Block(b.kind, tuple(line for line in b.lines if id(line) not in names), b.opens) for b in self.blocks)
        self.blocks = [block for block in kept if block.lines]


@dataclass(slots=True)
class Paragraph:
    """Text on one or more pages; ``parts`` are (page, text), the lines of one page joined."""

    parts: list[tuple[int, str]]
    last: Line
    room: float  # what the last line leaves free before the right margin
    first_in: float  # how far the first line is set in from the left margin
    rest_in: float | None = None  # and the others
    hang: float | None = None  # where the text begins after an item's mark
    apart: bool = False  # air stands before it

    def add(self, page: int, line: Line, margins: Margins) -> None:
        if self.parts[-1][0] == page:
            self.parts[-1] = (page, glued(self.parts[-1][1], line.text))
        else:
            self.parts.append((page, line.text))
        self.rest_in, self.room, self.last = line.x0 - margins.left, margins.right - line.x1, line


def glued(before: str, after: str) -> str:
    """Two lines of one paragraph."""
    return f"{before}{after}" if UNBROKEN.search(before) and after[:1].isalnum() else f"{before} {after}"


def running_text(pages: list[Page]) -> tuple[str, list[int]]:
    """The text (NFC not assured), and where in it each page begins. What is taken out goes to ``Page.apart``."""
    _drop_stamps(pages)
    _drop_running_heads(pages)
    for page in pages:
        _take_notes(page)
    found: list[Paragraph] = []
    for number, page in enumerate(pages):
        before = len(found)
        _read_page(found, number, page)
        _place_notes(found, before, number, page)
    return _joined(found, [set(_numbers(page.notes)) for page in pages])


def _drop_stamps(pages: Sequence[Page]) -> None:
    """The box of a digital signature that has become part of the page."""
    for page in pages:
        lines = [line for block in page.blocks for line in block.lines]
        seeds = [line for line in lines if SIGNATURE.match(line.text)]
        usual = max(_usual_size(lines), BODY_SIZE)
        box = [line for line in seeds if line.size < SMALL * usual]
        for line in lines * 2 if box else ():
            if line not in box and any(_is_neighbour(line, each) for each in box):
                box.append(line)
        page.apart += [line.text for line in box]
        page.drop(box)


def _is_neighbour(line: Line, other: Line) -> bool:
    near = abs(line.y - other.y) <= 1.8 * other.size and abs(line.size - other.size) <= 0.15 * other.size
    return near and line.x0 < other.x1 and other.x0 < line.x1


def _drop_running_heads(pages: Sequence[Page]) -> None:
    """Page numbers, and lines that come back at the same height on page after page."""
    edges = [(page, line) for page in pages for line in page.body if not EDGE < line.y / (page.height or 1) < 1 - EDGE]
    seen = Counter(_place(page, line) for page, line in edges)
    for page in pages:
        numbers = [line for line in _outermost(page) if PAGE_NUMBER.fullmatch(line.text)]
        heads = [line for owner, line in edges if owner is page and seen[_place(page, line)] >= REPEATED]
        page.apart += [line.text for line in heads]
        page.drop([*numbers, *heads])


def _place(page: Page, line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round((page.height - line.y if line.y > page.height / 2 else line.y) / 3)


def _outermost(page: Page) -> list[Line]:
    lines = sorted((line for block in page.blocks for line in block.lines), key=lambda line: line.y)
    ends = [*lines[:1], *lines[-1:]]
    return [line for line in ends if not EDGE < line.y / (page.height or 1) < 1 - EDGE]


def _take_notes(page: Page) -> None:
    """Footnotes: small lines below the text, the first of them with a number."""
    lines = page.body
    usual = _usual_size(lines)
    foot: list[Line] = []
    for line in reversed(lines):
        if line.size >= SMALL * usual or line.y > FOOT * page.height:
            break
        foot.insert(0, line)
    while foot and not NOTE_MARK.match(foot[0].text):
        foot.pop(0)
    page.notes = foot
    page.drop(foot)


def _numbers(notes: Sequence[Line]) -> list[str]:
    marks = (NOTE_MARK.match(line.text) for line in notes)
    return [mark[0].translate(PLAIN).strip("[]") for mark in marks if mark]


def _usual_size(lines: Sequence[Line]) -> float:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _margins(page: Page) -> Margins:
    lines = page.body
    long = [line for line in lines if line.x1 - line.x0 >= LONG_LINE * page.width] or lines
    if not long:
        return Margins(0.0, page.width, 0.0, 0.0)
    ends, mode = Counter(round(line.x1) for line in long), max(line.x1 for line in long)
    common, times = ends.most_common(1)[0]
    near = sum(count for end, count in ends.items() if abs(end - common) <= 1)
    right = common + 1 if times >= 2 and near >= 0.25 * len(long) else mode
    begins = Counter(round(line.x0) for line in long)
    left = min(x0 for x0, count in begins.items() if count >= max(1, 0.15 * len(long)) or count == max(begins.values()))
    steps = [a.y - b.y for a, b in pairwise(lines) if 0 < a.y - b.y < 3 * a.size]
    return Margins(left, right, median(steps) if steps else 0.0, _usual_size(lines))


def _read_page(found: list[Paragraph], number: int, page: Page) -> None:
    margins = _margins(page)
    for block in page.blocks:
        bounds = margins if block.kind is Kind.BODY else _own_margins(block)
        for at, line in enumerate(block.lines):
            previous = found[-1] if found else None
            goes_on = at > 0 or (block is page.blocks[0] and block.kind is Kind.BODY and number > 0)
            joins = JOINS[block.kind]
            if previous and goes_on and joins(previous, line, bounds, crossing=at == 0):
                previous.add(number, line, bounds)
            else:
                found.append(_begun(number, line, bounds, previous, first=at == 0 and block.opens))


def _own_margins(block: Block) -> Margins:
    left, right = min(line.x0 for line in block.lines), max(line.x1 for line in block.lines)
    return Margins(left, right, 0.0, _usual_size(block.lines))


def _begun(page: int, line: Line, margins: Margins, before: Paragraph | None, *, first: bool) -> Paragraph:
    far = bool(margins.leading) and (not before or before.last.y - line.y > AIR * margins.leading)
    set_in, room = line.x0 - margins.left, margins.right - line.x1
    return Paragraph([(page, line.text)], line, room, set_in, hang=_hang(line, margins.left), apart=first or far)


def _hang(line: Line, left: float) -> float | None:
    """How far the text after an item's mark is set in."""
    mark = marker(line.text)
    if not mark or len(line.words) < 2:
        return None
    return next((word.x0 - left for word, at in _starts(line) if at >= mark[2]), None)


def _starts(line: Line) -> list[tuple[Word, int]]:
    places, at = [], 0
    for word in line.words:
        places.append((word, at))
        at += len(word.text) + 1
    return places


def _fits(last: Line, line: Line, room: float) -> bool:
    """Whether the first word of a line would have had room at the end of the line before."""
    word = line.words[0]
    return 0.25 * last.size + word.x1 - word.x0 <= room - 0.1 * last.size


def _goes_on_in_body(before: Paragraph, line: Line, margins: Margins, *, crossing: bool) -> bool:
    last, size = before.last, line.size
    if abs(last.size - size) > 0.15 * size:
        return False
    if not crossing and last.y - line.y > AIR * max(margins.leading, 1.2 * size):
        return False
    if _is_centred(last, margins) and _is_centred(line, margins):
        room = margins.right - margins.left - (last.x1 - last.x0)
        return is_caps(last.text) == is_caps(line.text) and not _fits(last, line, room)
    return not _fits(last, line, before.room) and _is_flush(before, line, line.x0 - margins.left, crossing=crossing)


def _is_flush(before: Paragraph, line: Line, set_in: float, *, crossing: bool) -> bool:
    """Whether a line after a full one begins where the paragraph's further lines do."""
    size, ended = line.size, ends_sentence(before.last.text)
    if not ended and line.text[0].islower() and not marker(line.text):
        return True  # In the middle of a sentence, wherever the line begins.
    rest = before.rest_in
    if rest is not None and abs(set_in - rest) > OUT * size:
        return False
    if before.first_in > (rest or 0.0) + IN * size:  # A first line is set in: any flush line goes on with it.
        return rest is not None or (set_in < before.first_in - IN * size and not (ended and marker(line.text)))
    if ended and (crossing or marker(line.text)):
        return False
    if rest is not None or (before.hang is not None and abs(set_in - before.hang) <= size):
        return True
    return set_in <= IN * size and not marker(line.text)


def _is_centred(line: Line, margins: Margins) -> bool:
    left, right = line.x0 - margins.left, margins.right - line.x1
    return left > 0.5 * line.size and abs(left - right) <= max(line.size, 0.12 * (left + right))


def _goes_on_in_cell(before: Paragraph, line: Line, margins: Margins, *, crossing: bool) -> bool:
    if crossing or marker(line.text) is not None:
        return False
    room = margins.right - margins.left - (before.last.x1 - before.last.x0)
    return line.text[:1].islower() or not _fits(before.last, line, room)


def _stands_alone(before: Paragraph, line: Line, margins: Margins, *, crossing: bool) -> bool:
    return False


JOINS = {Kind.BODY: _goes_on_in_body, Kind.CELL: _goes_on_in_cell, Kind.COLUMN: _stands_alone}


def _place_notes(found: list[Paragraph], before: int, number: int, page: Page) -> None:
    """Footnotes come after the page's last whole paragraph, so that none stands inside a sentence that goes on."""
    made: list[Paragraph] = []
    for line in page.notes:
        if made and not NOTE_MARK.match(line.text):
            made[-1].add(number, line, Margins(0.0, 0.0, 0.0, 0.0))
        else:
            made.append(Paragraph([(number, line.text)], line, 0.0, 0.0, apart=not made))
    at = len(found) - 1
    if made and at > before and not ends_sentence(found[at].last.text):
        found[at:at] = made
    else:
        found += made


def _joined(found: Sequence[Paragraph], noted: Sequence[set[str]]) -> tuple[str, list[int]]:
    parts: list[str] = []
    starts: list[int] = []
    size = 0

    def write(text: str) -> None:
        nonlocal size
        parts.append(text)
        size += len(text)

    for paragraph in found:
        if size:
            write("\n\n" if paragraph.apart else "\n")
        for at, (page, text) in enumerate(paragraph.parts):
            if at and not UNBROKEN.search(parts[-1]):
                write(" ")
            starts += [size] * (page + 1 - len(starts))
            write(_with_marks(text, noted[page]))
    return "".join(parts), starts + [size] * (len(noted) - len(starts))


def _with_marks(text: str, noted: set[str]) -> str:
    """A raised number that a footnote answers to stands in brackets; any other stays raised (m²)."""

    def written(raised: re.Match[str]) -> str:
        plain = raised[0].translate(PLAIN)
        return f"[{plain}]" if plain in noted else raised[0]

    return SUPERSCRIPT.sub(written, text)
