"""A page's lines in the order they are read: tables cell by cell, columns one after the other. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median

from app.adapters.pdf_glyphs import Glyph, Rule, Sheet
from app.adapters.pdf_lines import Line, Word, build_lines, fill_in

WIDE, WIDER = 1.2, 2.5  # a gap parts columns that is as wide in letters, and so many times the usual gap of its line
GUTTER = 0.7  # of a letter: what stays free between columns all the way down
ALONE = 4.0  # letters wide: the gap of a single line that has columns
FAR = 5.0  # lines of columns stand nearer to each other than so many letters
NEAR = 2.3
TABLE_LINES = 3  # upright rules of a table; two are a frame around a page
SLACK = 2.0  # points
ITEM = re.compile(r"(?:[-–—+•*●▪◦]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z\u0111]|[ivx]{1,4})[.)/]?)", re.IGNORECASE)


class Kind(Enum):
    BODY = "body"
    COLUMN = "column"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read one after the other."""

    kind: Kind
    lines: tuple[Line, ...]
    opens: bool = True  # False for a cell that stands in one row with the cell before it


@dataclass(frozen=True, slots=True)
class Table:
    """The rules of a table and the box they span."""

    upright: tuple[Rule, ...]
    level: tuple[Rule, ...]
    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, glyph: Glyph) -> bool:
        return self.x0 <= (glyph.x0 + glyph.x1) / 2 <= self.x1 and self.y0 <= glyph.y <= self.y1

    def cell(self, glyph: Glyph) -> tuple[float, float]:
        """The rule above and the rule to the left, only those that reach this place: merged cells stay whole."""
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.y + 0.2 * glyph.size
        above = min((r.y0 for r in self.level if r.y0 >= y and r.x0 - SLACK <= x <= r.x1 + SLACK), default=self.y1)
        left = max((r.x0 for r in self.upright if r.x0 <= x and r.y0 - SLACK <= y <= r.y1 + SLACK), default=self.x0)
        return -round(above), round(left)


def arrange(sheet: Sheet) -> tuple[list[Block], list[Line]]:
    """The blocks of a page in reading order; second, what its annotations write beside the text."""
    tables = _tables(sheet.rules)
    cells: dict[Table, dict[tuple[float, float], list[Glyph]]] = {table: {} for table in tables}
    free: list[Glyph] = []
    for glyph in sheet.glyphs:
        if not glyph.shown:
            continue
        table = next((each for each in tables if each.holds(glyph)), None)
        if table:
            cells[table].setdefault(table.cell(glyph), []).append(glyph)
        else:
            free.append(glyph)
    lines, beside = fill_in(build_lines(free), build_lines(sheet.notes))
    blocks: list[Block] = []
    for table in sorted(tables, key=lambda each: -each.y1):
        above = [line for line in lines if line.y > table.y1]
        lines = lines[len(above) :]
        blocks += columns(above)
        blocks += _cells(cells[table])
    return blocks + columns(lines), beside


def _cells(found: Mapping[tuple[float, float], list[Glyph]]) -> Iterator[Block]:
    """The cells of a table row by row."""
    row: float | None = None
    for (top, _), glyphs in sorted(found.items()):
        if lines := build_lines(glyphs):
            yield Block(Kind.CELL, tuple(lines), opens=top != row)
            row = top


def _tables(rules: Iterable[Rule]) -> list[Table]:
    """Rules that reach over common heights make a table, if there are enough of them."""
    upright = sorted((r for r in rules if r.is_upright and r.y1 - r.y0 >= 6), key=lambda r: -r.y1)
    groups: list[list[Rule]] = []
    for rule in upright:
        if groups and min(each.y0 for each in groups[-1]) - SLACK <= rule.y1:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    found = (_table(group, rules) for group in groups)
    return [table for table in found if table]


def _table(upright: list[Rule], rules: Iterable[Rule]) -> Table | None:
    if len({round(rule.x0 / 4) for rule in upright}) < TABLE_LINES:
        return None
    bottom, top = min(rule.y0 for rule in upright), max(rule.y1 for rule in upright)
    left, right = min(rule.x0 for rule in upright), max(rule.x1 for rule in upright)
    level = tuple(
        rule
        for rule in rules
        if not rule.is_upright and bottom - SLACK <= rule.y0 <= top + SLACK and rule.x1 >= left and rule.x0 <= right
    )
    return Table(tuple(upright), level, left, bottom, right, top) if len(level) >= 2 else None


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one height: one line, or the parts of it that wide gaps keep apart."""

    parts: tuple[Line, ...]

    @property
    def y(self) -> float:
        return max(part.y for part in self.parts)

    @property
    def size(self) -> float:
        return max(part.size for part in self.parts)

    def line(self) -> Line:
        return Row._one(self.parts)

    def sides(self, gutter: tuple[float, float]) -> tuple[Line | None, Line | None]:
        """What stands left and right of a gutter."""
        left = [part for part in self.parts if part.x1 <= gutter[1]]
        right = [part for part in self.parts if part.x1 > gutter[1]]
        return Row._one(left) if left else None, Row._one(right) if right else None

    @staticmethod
    def _one(parts: Sequence[Line]) -> Line:
        words = sorted((word for part in parts for word in part.words), key=lambda word: word.x0)
        return Line(tuple(words), max(part.y for part in parts), max(part.size for part in parts))


def _rows(lines: Iterable[Line]) -> list[Row]:
    """Lines that stand at nearly one height and beside each other are one row."""
    rows: list[Row] = []
    for line in lines:
        parts = tuple(_parts(line))
        if rows and rows[-1].y - line.y < 0.6 * min(rows[-1].size, line.size) and _beside(line, rows[-1]):
            rows[-1] = Row(tuple(sorted((*rows[-1].parts, *parts), key=lambda part: part.x0)))
        else:
            rows.append(Row(parts))
    return rows


def _beside(line: Line, row: Row) -> bool:
    room = 0.8 * line.size
    return all(line.x1 + room <= part.x0 or line.x0 - room >= part.x1 for part in row.parts)


def _parts(line: Line) -> list[Line]:
    """A line cut at its wide gaps; the mark of a list item is no column."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(line.words)]
    usual = median(gaps) if len(gaps) > 2 else 0.0
    limit = max(WIDE * line.size, WIDER * usual)
    parts: list[list[Word]] = [[line.words[0]]]
    for gap, word in zip(gaps, line.words[1:], strict=True):
        mark = len(parts) == 1 and len(parts[0]) == 1 and ITEM.fullmatch(parts[0][0].text)
        if gap > limit and not mark:
            parts.append([])
        parts[-1].append(word)
    return [line.of(words) for words in parts]


def columns(lines: Sequence[Line]) -> list[Block]:
    """Blocks of lines outside tables: the running text, and columns where there are any."""
    rows = _rows(lines)
    blocks: list[Block] = []
    body: list[Line] = []
    at = 0
    while at < len(rows):
        region = _region(rows, at)
        if not region:
            body.append(rows[at].line())
            at += 1
            continue
        end, gutter = region
        sides = [row.sides(gutter) for row in rows[at:end]]
        blocks += _block(Kind.BODY, body)
        blocks += _block(Kind.COLUMN, [left for left, _ in sides if left])
        blocks += _block(Kind.COLUMN, [right for _, right in sides if right])
        body, at = [], end
    return blocks + _block(Kind.BODY, body)


def _block(kind: Kind, lines: Sequence[Line]) -> list[Block]:
    return [Block(kind, tuple(lines))] if lines else []


def _region(rows: Sequence[Row], at: int) -> tuple[int, tuple[float, float]] | None:
    """Where two columns that begin in a row end (exclusive), and what stays free between them."""
    parts = rows[at].parts
    gaps = sorted(((a.x1, b.x0) for a, b in pairwise(parts)), key=lambda gap: gap[0] - gap[1])
    for gap in gaps:
        end, gutter = _reach(rows, at, gap)
        both = [row.sides(gutter) for row in rows[at:end]]
        pairs = [(left, right) for left, right in both if left and right]
        if all(ITEM.fullmatch(left.text) for left, _ in pairs):
            continue
        if len(pairs) > 1 or gap[1] - gap[0] >= ALONE * rows[at].size:
            return end, gutter
    return None


def _reach(rows: Sequence[Row], at: int, gap: tuple[float, float]) -> tuple[int, tuple[float, float]]:
    """Follow a gap downwards as long as nothing crosses it; what comes after the columns is not taken along."""
    gutter, end, kept = gap, at, gap
    for place in range(at, len(rows)):
        row = rows[place]
        if place > at and rows[place - 1].y - row.y > FAR * row.size:
            break
        narrowed = _narrowed(gutter, row)
        if narrowed is None:
            break
        gutter = narrowed
        left, right = row.sides(gutter)
        if (left and right) or (end == place and _continues(rows[at:end], row, gutter)):
            end, kept = place + 1, gutter
    return end, kept


def _narrowed(gutter: tuple[float, float], row: Row) -> tuple[float, float] | None:
    """The widest part of a gutter that a row leaves free."""
    edges = [(part.x0, part.x1) for part in row.parts]
    free = zip([gutter[0], *(x1 for _, x1 in edges)], [*(x0 for x0, _ in edges), gutter[1]], strict=True)
    parts = [(max(a, gutter[0]), min(b, gutter[1])) for a, b in free]
    widest = max(parts, key=lambda part: part[1] - part[0])
    return widest if widest[1] - widest[0] >= GUTTER * row.size else None


def _continues(above: Sequence[Row], row: Row, gutter: tuple[float, float]) -> bool:
    """Whether a row with one side only stands within that column, close below it."""
    left, right = row.sides(gutter)
    line = left or right
    column = [each for each in (r.sides(gutter)[0 if left else 1] for r in above) if each]
    if line is None or not column or column[-1].y - line.y > NEAR * line.size:
        return False
    inside = min(each.x0 for each in column) - line.size, max(each.x1 for each in column) + line.size
    return inside[0] <= line.x0 and line.x1 <= inside[1]
