"""Rows of a list of tasks as lines of the source text: cells parted by TAB, lines inside a cell by U+2028."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

CELL, INSIDE = "\t", "\u2028"
FEWEST = 3  # columns of a list that may go on in a table of its own
_BREAKS = re.compile(r"\s*[\n\u2028]\s*")


def as_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A line a row, each with as many cells as the widest; rows without a word are left out."""
    columns = max(map(len, rows), default=0)
    for row in rows:
        cells = [_BREAKS.sub(INSIDE, cell.strip().replace(CELL, " ")) for cell in row]
        if any(cells):
            yield CELL.join(cells + [""] * (columns - len(cells)))


def goes_on(rows: Sequence[Sequence[str]], columns: int) -> bool:
    """Whether a table without a header continues the list of so many columns before it: a number begins it."""
    if columns < FEWEST or not rows or max(map(len, rows)) != columns:
        return False
    return bool(rows[0]) and any(char.isdigit() for char in rows[0][0]) and len(rows[0][0]) < 12
