"""The account of a document: every character of it belongs to one part, and each part says what it is and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.reading.model import DraftTask, Part, PartKind, Rule
from app.domain.reading.outline import Block, Line


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
