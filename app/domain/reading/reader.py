"""The reader: text in, a reading out. Nothing is remembered between two texts and no clock is asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.domain.reading import accounting, lexicon_dates, lexicon_head
from app.domain.reading.dates import Mention, Use, mentions
from app.domain.reading.drafting import draft, draft_piece, settled
from app.domain.reading.duties import Sorter
from app.domain.reading.duty import Due, Duty, Issuer, Sorted, Source
from app.domain.reading.head import Frame, complete, frame
from app.domain.reading.model import DocumentHead, DraftTask, PartKind, Reading, Rule, UnusedDate
from app.domain.reading.notes import footnotes
from app.domain.reading.outline import Line, blocks, lines
from app.domain.reading.parties import self_named
from app.domain.reading.reasons import BY_USE, as_unused
from app.domain.reading.short_forms import spelled
from app.domain.reading.split import Piece, chosen
from app.domain.reading.tables import Table, find, read_table
from app.domain.reading.tail import tail_kinds
from app.domain.reading.text import Flow, flow

# What a date itself tells goes before where it stands.
TELLING = frozenset((Use.NAMED, Use.QUOTED, Use.IMPOSSIBLE, Use.DAMAGED, Use.START, Use.CUT_OFF))


def read(text: str) -> Reading:
    """Draft the header and the tasks of a document (NFC, lines ended by \n); offsets are into ``text``."""
    lists = find(text)
    written = _beside(lines(text), lists)
    notes = footnotes(written)
    found = [line for at, line in enumerate(written) if at not in notes]
    seen = frame(found)
    body = Sorter(blocks(text, found[seen.body : seen.tail]), seen.since).run()
    head = complete(seen.head, text, body.told)
    account = _Account(text, head, seen.since or head.meeting_on)
    account.of_lines(found[: seen.body], PartKind.HEAD, Rule.HEAD_LINES, lexicon_dates.WHY_HEAD)
    account.of_notes([written[at] for at in sorted(notes)])
    account.of_body(body, Issuer(head.issuer, _own_leads(head, body)))
    account.of_tail(found, seen)
    for table in lists:
        account.of_list(table)
    return account.closed()


def _beside(found: Sequence[Line], lists: Sequence[Table]) -> list[Line]:
    """The lines that stand in no list; one after a list begins anew."""
    kept: list[Line] = []
    ahead = deque(lists)
    broken = False
    for line in found:
        while ahead and ahead[0].end <= line.start:
            ahead.popleft()
        if ahead and ahead[0].start <= line.start:
            broken = True
            continue
        kept.append(replace(line, gap=line.gap or broken))
        broken = False
    return kept


def _own_leads(head: DocumentHead, body: Sorted) -> str | None:
    """Who carries out what names nobody: the issuer, in documents by which an office plans its own work."""
    if (head.kind or "").lower() not in lexicon_head.PLANS:
        return None
    return next((name for block in reversed(body.told) if (name := self_named(block.flow))), head.issuer)


@dataclass(slots=True)
class _Account:
    """What has been read so far, and which characters it was read from."""

    text: str
    head: DocumentHead
    since: date | None
    tasks: list[DraftTask] = field(default_factory=list)
    unused: list[UnusedDate] = field(default_factory=list)
    marks: list[accounting.Mark] = field(default_factory=list)

    def of_lines(self, found: Sequence[Line], kind: PartKind, rule: Rule, why: str) -> None:
        self.marks += accounting.of_lines(found, kind, rule)
        self.unused += _unused((flow(self.text, [(line.start, line.end)]) for line in found), why, self.head)

    def of_notes(self, found: Sequence[Line]) -> None:
        """A date of a note can wrap as one in the text can: notes are read as one stretch."""
        self.marks += accounting.of_lines(found, PartKind.NOTE, Rule.FOOTNOTE)
        whole = flow(self.text, [(line.start, line.end) for line in found])
        self.unused += _unused([whole], lexicon_dates.WHY_NOTE, self.head)

    def of_body(self, body: Sorted, issuer: Issuer) -> None:
        for duty in body.duties:
            made, whole, left = draft(duty, self.since, issuer, exact=self.since == self.head.issued_on)
            self.marks += accounting.of_duty(duty.blocks, made, len(self.tasks), duty.rule)
            self.tasks += made
            self.unused += [as_unused(whole, mention) for mention in left]
        for placed in body.other:
            self.marks += accounting.of_block(placed.block, placed.kind, placed.rule)
        governing = {(task.deadline_start, task.deadline_end) for task in self.tasks}
        for unused in _unused((placed.block.flow for placed in body.other), lexicon_dates.WHY_NO_TASK, self.head):
            governs = (unused.start, unused.end) in governing
            self.unused.append(replace(unused, why=lexicon_dates.WHY_GOVERNS) if governs else unused)

    def of_tail(self, found: Sequence[Line], seen: Frame) -> None:
        for line, (kind, rule) in zip(found[seen.tail :], tail_kinds(found[seen.tail :]), strict=True):
            self.of_lines([line], kind, rule, lexicon_dates.WHY_TAIL)

    def of_list(self, table: Table) -> None:
        made, left = read_table(self.text, table, self.head.issued_on)
        self.marks += accounting.of_table(self.text, table, made, len(self.tasks))
        self.tasks += made
        self.unused += left

    def closed(self) -> Reading:
        order = sorted(range(len(self.tasks)), key=lambda number: self.tasks[number].start)
        marks = accounting.renumbered(self.marks, order)
        unused = tuple(sorted(self.unused, key=lambda u: (u.start, u.end)))
        tasks = tuple(_spelled(self.tasks[number]) for number in order)
        return Reading(self.head, tasks, unused, accounting.parts(marks, len(self.text)))


def _spelled(task: DraftTask) -> DraftTask:
    """The task with the short forms in its units' names written out."""
    names = (task.leads, task.coordinating, task.report_to)
    leads, coordinating, report_to = map(spelled, names)
    return replace(task, leads=leads, coordinating=coordinating, report_to=report_to)


def read_part(
    text: str,
    start: int,
    end: int,
    *,
    clause: str | None,
    leads: tuple[str, ...],
    coordinating: tuple[str, ...],
    since: date | None,
) -> tuple[DraftTask, tuple[UnusedDate, ...]]:
    """One duty between two offsets, where a person says that it is one; the units stand for those it does not name."""
    whole = flow(text, [(start, end)])
    duty = Duty(clause, [whole], leads, coordinating, Source.HEADING)
    found = mentions(whole, since)
    part = Piece(0, len(whole), tuple(found))
    mention, single = chosen(part)
    due = Due(whole, mention, Rule.ONE_DATE if single else Rule.LAST_DATE) if mention else None
    task = draft_piece(duty, whole, part, due, leads, Issuer())
    taken = settled(found, mention)
    return _spelled(task), tuple(as_unused(whole, m) for m in found if m not in taken)


def phrase_at(text: str, start: int, end: int, since: date | None) -> Mention | None:
    """The day that the phrase between two offsets names, read as a deadline; None where it names no single day."""
    return next((m for m in mentions(flow(text, [(start, end)]), since) if m.day), None)


def _unused(flows: Iterable[Flow], why: str, head: DocumentHead) -> list[UnusedDate]:
    """The date phrases of text that holds no task."""
    left: list[UnusedDate] = []
    for part in flows:
        for mention in mentions(part, head.issued_on):
            left.append(as_unused(part, mention, _outside(mention, why, head)))
    return left


def _outside(mention: Mention, why: str, head: DocumentHead) -> str:
    if mention.use is Use.CITED:
        return lexicon_dates.WHY_CITED
    if why == lexicon_dates.WHY_HEAD:
        return lexicon_dates.WHY_ISSUED if mention.day and mention.day == head.issued_on else why
    if (
        why == lexicon_dates.WHY_NO_TASK
        and mention.day
        and mention.day == head.meeting_on
        and mention.use is not Use.NAMED
    ):
        return lexicon_dates.WHY_MEETING
    return BY_USE[mention.use] if mention.use in TELLING else why
