"""Several tasks in one cell, and the lines of the cells beside it that belong to each of them."""

from __future__ import annotations

import re

from app.domain.reading import lexicon_lists
from app.domain.reading.duties import opens_duty
from app.domain.reading.outline import marker
from app.domain.reading.table_units import cell_lines
from app.domain.reading.text import canon, flow

Span = tuple[int, int]
_DITTO = re.compile(lexicon_lists.DITTO)


def is_ditto(words: str) -> bool:
    """Whether a cell only points to the one above it: "nt", "-nt-", a ditto mark."""
    return bool(_DITTO.fullmatch(canon(words).strip(" .")))


def tasks_in(text: str, cell: Span, beside: int) -> list[Span]:
    """The parts of a cell that are tasks, without their numbers or bullets.

    Every paragraph with a verb of its own is one, unless a sentence opens a list of steps; where the cells beside it
    have as many lines (``beside``) as this cell has paragraphs, each paragraph is one whatever it begins with.
    """
    lines = _paragraphs(text, cell)
    if not lines:
        return []
    if len(lines) > 1 and beside == len(lines):
        return [_unmarked(text, line) for line in lines]
    opening = [opens_duty(flow(text, [_unmarked(text, line)])) for line in lines]
    listed = any(text[end - 1] == ":" for _, end in lines)
    if listed or sum(opening) < 2 or not opening[0]:
        return [_unmarked(text, (cell[0], cell[1]))]
    parts: list[Span] = []
    for line, opens in zip(lines, opening, strict=True):
        if opens:
            parts.append(_unmarked(text, line))
        else:
            parts[-1] = (parts[-1][0], line[1])
    return parts


def _paragraphs(text: str, cell: Span) -> list[Span]:
    """The lines of a cell; one that begins small goes on with the line before it."""
    found: list[Span] = []
    for start, end in cell_lines(text, *cell):
        if found and text[start].islower() and not marker(text[start:end]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _unmarked(text: str, span: Span) -> Span:
    found = marker(text[span[0] : span[1]])
    return (span[0] + found[2], span[1]) if found and span[0] + found[2] < span[1] else span


def lines_for(lines: list[Span], cell: Span, parts: int) -> list[Span]:
    """For each task the line of a cell beside it; the whole cell where its lines do not match the tasks."""
    return lines if len(lines) == parts else [cell] * parts
