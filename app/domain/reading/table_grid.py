"""Where lists of tasks stand in a text: a row is one line, its cells are parted by TAB, lines in a cell by U+2028.

A paste from a spreadsheet puts a cell of several lines in quotation marks; its line ends count as those of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.reading.outline import is_caps, marker
from app.domain.reading.table_header import Column, Header, header_at, header_of
from app.domain.reading.text import flow
from app.domain.reading.units import starts_unit

_QUOTED = re.compile(r'"((?:[^"\t]|""){0,2000})"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")
_NOTHING = re.compile(r"[-–—.…_*/\s]*")  # what is drawn into a cell that has no words
_EDGE = " \u2028\n\r\u00a0"
_SECTION_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words in the source, ``start`` to ``end`` without the blanks around them; empty where both are one."""

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.start < self.end


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; ``number`` counts the table's rows from 1, the header among them."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int | None) -> Cell:
        """The cell of a column, an empty one where the row is shorter."""
        if column is None or column >= len(self.cells):
            return Cell(0, 0)
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """A list of tasks in the source: ``above`` are its rows up to the end of the header, ``rows`` those below it."""

    start: int
    end: int
    header: Header
    above: tuple[Row, ...]
    rows: tuple[Row, ...]

    def finest(self, column: Column) -> int | None:
        """Of several columns of a kind the one with most cells written: the others group its rows."""
        places = self.header.all_of(column)
        counted = {at: sum(bool(row.cell(at)) for row in self.rows) for at in places}
        return max(places, key=lambda at: (counted[at], -at), default=None)


def is_list(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table, given as the texts of its cells, is a list of tasks: its header row says so."""
    return header_of(rows) is not None


def find(text: str) -> list[Table]:
    """The lists of tasks in a text, in order."""
    found: list[Table] = []
    for lines in _runs(text):
        found += _lists(text, lines)
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    cells: tuple[Cell, ...]

    def texts(self, text: str) -> list[str]:
        return [text[cell.start : cell.end] for cell in self.cells]


def _runs(text: str) -> Iterator[list[_Line]]:
    """Lines with a TAB in them that follow each other; a lone heading between two of them belongs to the run."""
    run: list[_Line] = []
    loose: _Line | None = None
    at = 0
    while at < len(text):
        line = _line(text, at)
        at = line.end + 1
        if len(line.cells) > 1:
            run += [loose] if loose else []
            run.append(line)
            loose = None
        elif run and loose is None and _is_section(text, line):
            loose = line
        elif run:
            yield run
            run, loose = [], None
    if run:
        yield run


def _line(text: str, start: int) -> _Line:
    """The row that begins here; a line end inside quotation marks counts only where the row has several cells."""
    at, cells = start, []
    while True:
        match = _QUOTED.match(text, at) or _PLAIN.match(text, at)
        assert match is not None  # the plain form matches even nothing
        cells.append(_cell(text, *match.span(match.lastindex or 0)))
        at = match.end()
        if at >= len(text) or text[at] != "\t":
            break
        at += 1
    if len(cells) == 1 and "\n" in text[start:at]:
        at = text.index("\n", start)
        cells = [_cell(text, start, at)]
    return _Line(start, at, tuple(cells))


def _cell(text: str, start: int, end: int) -> Cell:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Cell(start, start if _NOTHING.fullmatch(text, start, end) else end)


def _is_section(text: str, line: _Line) -> bool:
    """Whether a line without TAB is a row whose only cell names a unit or a part of the list."""
    cell = line.cells[0]
    if not cell or cell.end - cell.start > _SECTION_LENGTH:
        return False
    words = text[cell.start : cell.end]
    found = marker(words)
    return is_caps(words) or starts_unit(flow(text, [(cell.start + (found[2] if found else 0), cell.end)]), 0)


def _lists(text: str, lines: list[_Line]) -> list[Table]:
    """The lists of one run: a header further down that is not the first one again begins another list."""
    rows = [line.texts(text) for line in lines]
    header = header_of(rows)
    found: list[Table] = []
    first = 0
    while header is not None:
        following = _next_header(rows, header)
        end = following.first if following else len(lines)
        numbered = [Row(at - first + 1, lines[at].cells) for at in range(first, end)]
        own = replace(header, first=header.first - first, last=header.last - first)
        above, body = numbered[: own.last + 1], numbered[own.last + 1 :]
        found.append(Table(lines[first].start, lines[end - 1].end, own, tuple(above), tuple(body)))
        header, first = following, end
    return found


def _next_header(rows: list[list[str]], before: Header) -> Header | None:
    for at in range(before.last + 1, len(rows)):
        header = header_at(rows, at, again=True)
        if header and header.titles != before.titles:
            return header
    return None
