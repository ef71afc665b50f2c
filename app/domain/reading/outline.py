"""Lines become blocks: numbered items, bullets and paragraphs, joined over line and page ends."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.reading import lexicon
from app.domain.reading.text import UPPER, Flow, canon, flow

PAGE_NUMBER = re.compile(
    rf"[\s*#_]*(?:-\s*)?(?:{lexicon.PAGE}\s+)?\d{{1,3}}(?:\s*/\s*\d{{1,3}})?(?:\s*-)?[\s*_]*", re.IGNORECASE
)
RULE_LINE = re.compile(r"[\s*_=—–.\-|]+")
# What a scanner sees in stamps, folds and borders: lines without a word, and strokes at the ends of a line.
SPECK = re.compile(r"[.,;:]|.*[^\w\s.,;:/%-]|.*\S\s{2,}\S")
SPECK_LENGTH = 14
CLOSING = re.compile(f"(?:{lexicon.CLOSING})")
STROKES = re.compile(r"[|`_~°¬¦]{1,3}\s+(?=[^\s|])")
STROKE_MARKS = frozenset("|`_~¬¦")
END_STROKES = re.compile(r"(?<!\s)\s+[|`_~¬¦]$")
TERMINAL = (".", ";", ":", "!", "?", "…", "./")
FULL_LINE = 0.75  # a line shorter than this share of the usual width ends its paragraph

MARKDOWN = re.compile(r"(?:\s*#{1,6}\s*)?\s*(?:\*{1,3}(?=[^\s*]))?_?")
# rank, pattern: the smaller the rank, the higher the heading.
MARKERS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"(?P<label>{lexicon.PART})[.:]?(?=$|\s+[{UPPER}]{{2}})")),
    (1, re.compile(rf"(?P<label>[A-E])\.\s+(?=[{UPPER}])")),
    (2, re.compile(r"(?P<label>[IVX]{1,5})(?:[.)/]|\s+-)\s*(?=[^\W\d_])")),
    (3, re.compile(rf"(?P<label>{lexicon.ARTICLE})[.:]\s*")),
    (4, re.compile(rf"(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:[.,)/]\s*|\s+)(?=[“\"(*]{{0,3}}[{UPPER}])")),
    (4, re.compile(r"(?P<label>\d{1,2})(?:[.)](?!\d)\s*|/\s+)(?=\S)")),
    (4, re.compile(rf"(?P<label>\d{{1,2}}),\s+(?=[{UPPER}])")),
    (4, re.compile(rf"(?P<label>\d{{1,2}}\.{lexicon.GARBLED_NUMBER})[.,]\s+(?=[{UPPER}])")),
    (4, re.compile(rf"(?P<label>{lexicon.GARBLED_NUMBER}|I(?=,))[.,]\s+(?=[{UPPER}])")),
    (2, re.compile(rf"(?P<label>[\[\]H]|Il|lI|ll)\.\s+(?=[{UPPER}])")),
    (10, re.compile(rf"(?P<label>{lexicon.GARBLED_LETTER})\)\s*(?=\S)")),
    (10, re.compile(rf"(?P<label>[a-z\u0111])\s?(?:\)|\.(?=\s*[{UPPER}]))\s*(?=\S)")),
    (11, re.compile(r"\((?P<label>\d{1,2}|[a-z\u0111]|[ivx]{1,4})\)\s*(?=\S)")),
    (13, re.compile(r"(?P<label>)\+\s*(?=\S)")),
    (12, re.compile(rf"(?P<label>)(?:[-–—−•●▪◦·]|[*%~»](?=\s)|o(?=\s+[{UPPER}]))\s*(?=[^\s\-–—])")),
)
BULLET = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer blanks; ``gap``: a blank line stands before it, ``page``: a page break does."""

    start: int
    end: int
    indent: int
    text: str
    gap: bool = False
    page: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One item or paragraph. ``rank`` is None for a paragraph without marker."""

    rank: int | None
    label: str
    flow: Flow
    places: tuple[int, ...] = ()  # where its lines begin, markers included

    @property
    def start(self) -> int:
        return self.flow.at[0]

    @property
    def end(self) -> int:
        return self.flow.at[-1] + 1


def lines(text: str) -> list[Line]:
    """The lines that carry text; page numbers and ruled lines only leave a mark on the line after them."""
    found: list[Line] = []
    at, gap, page = 0, False, False
    for raw in text.split("\n"):
        page = page or "\f" in raw
        body, skipped = _without_strokes(raw.strip())
        if not body:
            gap = True
        elif PAGE_NUMBER.fullmatch(raw) or _is_speck(body):
            page = True
        elif not RULE_LINE.fullmatch(body):
            start = at + len(raw) - len(raw.lstrip()) + skipped
            indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
            found.append(Line(start, start + len(body), indent, body, gap and not page, page))
            gap = page = False
        at += len(raw) + 1
    return found


def _without_strokes(body: str) -> tuple[str, int]:
    """(a line without the strokes at its ends, how many characters went before it); a row of a table keeps its own."""
    if body.count("|") > 1:
        return body, 0
    stroke = STROKES.match(body)
    skipped = stroke.end() if stroke else 0
    kept = body[skipped:]
    return (END_STROKES.sub("", kept) if kept[-1:] in STROKE_MARKS else kept), skipped


def _is_speck(body: str) -> bool:
    """A short line with hardly a letter in it, that no sentence can have wrapped to."""
    if len(body) > SPECK_LENGTH or any(char.islower() for char in body) or not SPECK.match(body):
        return False
    return sum(char.isalpha() for char in body) <= 3 and sum(char.isdigit() for char in body) <= 1


def marker(text: str) -> tuple[int, str, int] | None:
    """(rank, label, length) of the list marker a line begins with."""
    skip = MARKDOWN.match(text)
    at = skip.end() if skip else 0
    for rank, pattern in MARKERS:
        for offset in {at, 0}:
            if match := pattern.match(text, offset):
                label = match["label"]
                return (rank + label.count(".") if rank == 4 else rank), label, match.end()
    return None


def is_caps(text: str) -> bool:
    """Written in capitals, at least two letters of them."""
    return text.isupper() and sum(map(str.isalpha, text)) >= 2


def ends_sentence(text: str) -> bool:
    return text.rstrip('*_ ”")').endswith(TERMINAL)


def _starts_low(text: str) -> bool:
    first = text.lstrip('*_“"(')[:1]
    return first.islower() or first in {",", ")", ";", "&", "%"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a document breaks its lines: whether it wraps, where its left margin is and how wide it runs."""

    wrapped: bool
    margin: int
    width: int
    indented: bool

    @classmethod
    def of(cls, found: Sequence[Line]) -> Style:
        pairs = [(a, b) for a, b in itertools.pairwise(found) if not b.gap]
        runs = [b for a, b in pairs if _starts_low(b.text) and not marker(b.text) and not ends_sentence(a.text)]
        wrapped = len(runs) >= 3 and len(runs) >= 0.15 * len(pairs)
        margin = Counter(b.indent for b in runs).most_common(1)[0][0] if runs else 0
        widths = sorted(line.indent + len(line.text) for line in found)
        width = widths[len(widths) * 9 // 10] if widths else 0
        deep = sum(line.indent >= margin + 3 for line in found)
        return cls(wrapped, margin, width, indented=wrapped and deep >= 0.1 * len(found))

    def short(self, line: Line) -> bool:
        return line.indent + len(line.text) < FULL_LINE * self.width

    def deep(self, line: Line) -> bool:
        return self.indented and line.indent >= self.margin + 3


def _is_item(line: Line, before: Line | None, style: Style) -> tuple[int, str, int] | None:
    """The marker of a line, unless the line only looks like an item because a sentence wraps there."""
    found = marker(line.text)
    if not found or before is None or not style.wrapped:
        return found
    if line.gap or style.deep(line) or ends_sentence(before.text) or style.short(before):
        return found
    rest = line.text[found[2] :]
    joins = style.indented or found[0] >= BULLET or rest[:1].islower() or rest[:1].isdigit()
    return None if joins else found


def _runs_on(text: str) -> bool:
    """Whether a sentence cannot end here: after a comma or inside brackets."""
    return text.endswith(",") or text.rfind("(") > text.rfind(")")


def _is_paragraph(line: Line, before: Line, style: Style) -> bool:
    """Whether a line without marker begins a paragraph of its own."""
    if is_caps(line.text) and len(line.text) > 8 and not line.text[0].isdigit():
        return not (is_caps(before.text) and not line.gap)
    if is_caps(before.text) and len(before.text) > 8:
        return True
    if _starts_low(line.text):
        return ends_sentence(before.text) and (not style.wrapped or line.gap)
    if not style.wrapped or (ends_sentence(before.text) and CLOSING.match(canon(line.text))):
        return True
    if line.gap:
        return not _runs_on(before.text) and (ends_sentence(before.text) or style.deep(line) or not style.indented)
    if style.indented and not (style.short(before) and ends_sentence(before.text) and not line.page):
        return style.deep(line)
    return style.short(before) and not line.page


def blocks(text: str, found: Sequence[Line]) -> list[Block]:
    """The outline of these lines."""
    style = Style.of(found)
    grouped: list[tuple[int | None, str, int, list[Line]]] = []
    before: Line | None = None
    for line in found:
        item = _is_item(line, before, style)
        if item:
            grouped.append((*item, [line]))
        elif before is None or _is_paragraph(line, before, style):
            grouped.append((None, "", 0, [line]))
        else:
            grouped[-1][3].append(line)
        before = line
    return _relabelled([block for group in grouped if len((block := _block(text, *group)).flow)])


def _relabelled(found: list[Block]) -> list[Block]:
    """Labels that a scan has damaged ("ö." for "8.", "I." for "1.") follow from the ones beside them."""
    last: dict[int, int] = {}
    for at, block in enumerate(found):
        rank = block.rank
        if rank not in {2, 4, 5, 10}:
            continue
        if block.label == "I" and _next_label(found, at) == (4, "2"):
            rank = 4
            block = found[at] = replace(block, rank=4, label="1")
        known = _ordinal(block.label, rank)
        if known is None:
            known = last.get(rank, 0) + 1
            outer = block.label.rpartition(".")[0]
            found[at] = replace(block, label=f"{outer}.{known}" if outer else _written_label(known, rank))
        last[rank] = known
        for deeper in [other for other in last if other > rank]:
            del last[deeper]
    return found


def _next_label(found: Sequence[Block], at: int) -> tuple[int, str] | None:
    """Rank and label of the next numbered block, letters and bullets passed over."""
    return next(((b.rank, b.label) for b in found[at + 1 :] if b.rank is not None and b.rank <= 4), None)


GARBLED = frozenset(("[", "]", "H", "Il", "lI", "ll"))  # what scans make of "I" and "II"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _ordinal(label: str, rank: int | None) -> int | None:
    """1 for "1", "I" and "a"; None for a label that is none."""
    if rank == 2:
        return ROMAN.index(label) + 1 if label in ROMAN else None if label in GARBLED else 0
    if rank in {4, 5}:
        own = label.rpartition(".")[2]
        return int(own) if own.isdigit() else None
    return lexicon.LETTERS.index(label) + 1 if label in lexicon.LETTERS else 0 if label.isascii() else None


def _written_label(number: int, rank: int | None) -> str:
    if rank == 2:
        return ROMAN[number - 1] if number <= len(ROMAN) else str(number)
    return str(number) if rank == 4 else lexicon.LETTERS[(number - 1) % len(lexicon.LETTERS)]


def _block(text: str, rank: int | None, label: str, marked: int, found: Sequence[Line]) -> Block:
    """The lines as one block; the first ``marked`` characters are its marker."""
    spans = [(line.start + (0 if at else marked), line.end) for at, line in enumerate(found)]
    return Block(rank, label, flow(text, spans), tuple(line.start for line in found))
