"""The account of a document: every character of it belongs to one part, and each part says what it is and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.reading.model import DraftTask, Part, PartKind, Rule
from app.domain.reading.outline import Block, Line
from app.domain.reading.tables import Table


@dataclass(frozen=True, slots=True)
class Mark:
    """From this offset on the source is what is said here; ``of`` tells marks of one part from those of the next."""

    at: int
    kind: PartKind
    rule: Rule
    of: int
    task: int | None = None


def of_block(block: Block, kind: PartKind, rule: Rule) -> list[Mark]:
    """A block that is no task."""
    return [Mark(at, kind, rule, block.start) for at in block.places]


def of_lines(found: Sequence[Line], kind: PartKind, rule: Rule) -> list[Mark]:
    """Lines that are one thing together."""
    return [Mark(line.start, kind, rule, -1) for line in found]


def of_duty(blocks: Sequence[Block], tasks: Sequence[DraftTask], first: int, rule: Rule) -> list[Mark]:
    """The blocks of one duty, whose tasks begin one after another in them; ``first`` is the first one's index."""
    marks: list[Mark] = []
    starts = [task.start for task in tasks]
    begin = min(starts[0], blocks[0].start)
    for at in (place for block in blocks for place in block.places):
        number = max(0, sum(start <= at for start in starts) - 1)
        if blocks[0].start < starts[0] and at < starts[0]:
            marks.append(Mark(at, PartKind.STATEMENT, Rule.NO_ORDER, blocks[0].start))
            continue
        marks.append(Mark(at, PartKind.TASK, rule, first + number, first + number))
    return marks + [
        Mark(start, PartKind.TASK, rule, first + number, first + number)
        for number, start in enumerate(starts)
        if (number or starts[0] > blocks[0].start) and start > begin
    ]


def of_table(text: str, table: Table, tasks: Sequence[DraftTask], first: int) -> list[Mark]:
    """A list: each row belongs to the tasks that begin in it; its header and sections are the table's own."""
    frame = Mark(table.start, PartKind.TABLE, Rule.TABLE_FRAME, table.start)
    marks = [frame]
    starts = [text.rfind("\n", 0, row.cells[0].start) + 1 for row in table.rows]
    at = 0
    for start, end in zip(starts, [*starts[1:], table.end], strict=True):
        begun = at
        while at < len(tasks) and tasks[at].start < end:
            number = first + at
            begin = start if at == begun else tasks[at].start
            marks.append(Mark(begin, PartKind.TASK, Rule.TABLE_ROW, number, number))
            at += 1
        if at == begun:
            marks.append(replace(frame, at=start))
    return marks


def renumbered(marks: Iterable[Mark], order: Sequence[int]) -> Iterator[Mark]:
    """The marks with tasks named by their place in ``order``, which lists them by their present numbers."""
    places = {number: place for place, number in enumerate(order)}
    for mark in marks:
        yield mark if mark.task is None else replace(mark, task=places[mark.task], of=places[mark.task])


def parts(marks: Iterable[Mark], length: int) -> tuple[Part, ...]:
    """The parts between the marks; what stands before a mark and is no part of its own belongs to the part before."""
    found: list[Part] = []
    ordered = sorted(marks, key=lambda mark: mark.at) or [Mark(0, PartKind.STATEMENT, Rule.NO_ORDER, -1)]
    ends = [mark.at for mark in ordered[1:]] + [length]
    last: Mark | None = None
    for mark, end in zip(ordered, ends, strict=True):
        start = mark.at if found else 0
        if end <= start:
            continue
        if last and (last.kind, last.rule, last.of) == (mark.kind, mark.rule, mark.of):
            start = found.pop().start
        found.append(Part(mark.kind, start, end, mark.rule, mark.task))
        last = mark
    return tuple(found)
