"""The rows of a list become tasks: each cell is read by what its column holds, merged cells carry over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.domain.reading import lexicon_dates, lexicon_lists
from app.domain.reading.dates import Mention, Use, mentions
from app.domain.reading.drafting import draft_piece, settled
from app.domain.reading.duty import Due, Duty, Issuer, Source
from app.domain.reading.model import DraftTask, Rule, UnusedDate
from app.domain.reading.reasons import as_unused
from app.domain.reading.split import Piece, chosen, pieces
from app.domain.reading.table_cells import Span, is_ditto, lines_for, tasks_in
from app.domain.reading.table_dates import Due as CellDue
from app.domain.reading.table_dates import due_in
from app.domain.reading.table_grid import Cell, Row, Table
from app.domain.reading.table_header import Column, is_numbering, plain
from app.domain.reading.table_sections import section_in
from app.domain.reading.table_sources import SourceDocument, day_before, source_in, usual_year
from app.domain.reading.table_team import Carried, Said, Team
from app.domain.reading.table_units import cell_lines, unit_lines
from app.domain.reading.text import Flow, flow
from app.domain.terms import TaskKind

_DONE = re.compile(lexicon_lists.DONE)
_DONE_COLUMN, _DONE_DAY = re.compile(lexicon_lists.DONE_COLUMN), re.compile(lexicon_lists.DONE_DAY)
_SAID_DONE = re.compile(lexicon_lists.SAID_DONE)
_NOT_DONE = re.compile(rf"(?<![^\W_])(?:{lexicon_lists.NOT_DONE})")
_TICK = re.compile(lexicon_lists.TICK)
_FIRM = re.compile(lexicon_lists.FIRM_DEADLINE)
_PLANNED = re.compile(lexicon_lists.PLANNED)
_REACH = 45  # how far before a date the words stand that make it the deadline rather than a day that is planned


@dataclass(frozen=True, slots=True)
class ListItem:
    """A task of a list with what else its row says; ``row`` counts the table's rows from 1, the header among them.

    ``source`` is the row's own document, or, ``inherited``, that of the row above, whose cell may be merged with it.
    """

    task: DraftTask
    row: int
    done: bool
    source: SourceDocument | None
    inherited: bool
    result: str
    overseer: str
    product: str
    note: str


@dataclass(frozen=True, slots=True)
class ListReading:
    """A list as it was understood. ``wordless``: rows that name a unit or a deadline but no task."""

    items: tuple[ListItem, ...]
    unused: tuple[UnusedDate, ...]
    wordless: tuple[int, ...]


def read_table(text: str, table: Table, since: date | None) -> tuple[list[DraftTask], list[UnusedDate]]:
    """The tasks of a list and the date phrases none of them took. ``since``: the day the document was issued."""
    reading = read_list(text, table, since)
    return [item.task for item in reading.items], list(reading.unused)


def read_list(text: str, table: Table, since: date | None) -> ListReading:
    """The same with everything the rows say."""
    return _Reader(text, table, since).run()


class _Reader:
    def __init__(self, text: str, table: Table, since: date | None) -> None:
        self.text, self.table, self.header = text, table, table.header
        self.content = table.finest(Column.CONTENT)
        self.number, self.lead = self.header.of(Column.NUMBER), table.finest(Column.LEAD)
        self.deadlines, self.helpers = self.header.all_of(Column.DEADLINE), self.header.of(Column.COORDINATING)
        self.titles = {self._titles(row) for row in table.above[self.header.first :]}
        self.sources: dict[int, SourceDocument | None] = {}
        self.since, self.precise = self._default_since(since)
        self.team = Team(text, table)
        self.items: list[ListItem] = []
        self.unused: list[UnusedDate] = []
        self.wordless: list[int] = []
        self.row = table.above[0]

    # --- What the whole list says ---

    def _default_since(self, since: date | None) -> tuple[date | None, bool]:
        if since:
            return since, True
        day, precise = day_before(self.text, self.table.above[self.header.first].cells[0].start)
        found = (self._source(row) for row in self.table.rows)
        return (day, precise) if day else (usual_year([source for source in found if source]), False)

    # --- Cells ---

    def _words(self, cell: Cell) -> str:
        return self.text[cell.start : cell.end]

    def _flow(self, cell: Cell) -> Flow:
        return flow(self.text, [(cell.start, cell.end)])

    def _titles(self, row: Row) -> tuple[str, ...]:
        """The words of a row as a header is told again."""
        return tuple(" ".join(self._words(cell).lower().split()) for cell in row.cells)

    def _of(self, column: Column) -> str:
        cells = (self._flow(self.row.cell(at)).text for at in self.header.all_of(column))
        return "; ".join(words for words in cells if words)

    def _source(self, row: Row) -> SourceDocument | None:
        if row.number not in self.sources:
            self.sources[row.number] = self._source_of(row)
        return self.sources[row.number]

    def _source_of(self, row: Row) -> SourceDocument | None:
        words, day = row.cell(self.header.of(Column.SOURCE)), row.cell(self.header.of(Column.SOURCE_DATE))
        return source_in(self._flow(words), self._flow(day) if day else None)

    # --- Rows ---

    def run(self) -> ListReading:
        for row in self.table.above:
            self._leave(row.cells, lexicon_dates.WHY_HEAD)
        rows = [row for row in self.table.rows if any(row.cells)]
        numbers = [self._words(row.cell(self.number)) for row in rows]
        for at, row in enumerate(rows):
            self.row = row
            self._take(row, numbers[at + 1] if at + 1 < len(rows) else "")
        unused = tuple(sorted(self.unused, key=lambda one: (one.start, one.end)))
        return ListReading(tuple(self.items), unused, tuple(self.wordless))

    def _take(self, row: Row, below: str) -> None:
        if self._titles(row) in self.titles or is_numbering([self._words(cell) for cell in row.cells]):
            self._leave(row.cells, lexicon_dates.WHY_HEAD)
        elif self._enters(row, below):
            self._leave(row.cells, lexicon_dates.WHY_NO_TASK)
        elif row.cell(self.content):
            self._tasks(row, (row.cell(self.content).start, row.cell(self.content).end))
        elif any(row.cell(at) for at in (self.lead, *self.deadlines, self.helpers)):
            self._go_on(row)
        else:
            self._leave(row.cells, lexicon_dates.WHY_NO_TASK)

    def _enters(self, row: Row, below: str) -> bool:
        """Whether a row is a section; then it is in force from here on."""
        written = [at for at, cell in enumerate(row.cells) if cell]
        others = [at for at in written if at != self.number] or written
        if len(others) != 1 or (others[0] == self.number and self._words(row.cells[others[0]]).strip(" .").isdigit()):
            return False
        at = others[0]
        number = self._words(row.cell(self.number)) if at != self.number else ""
        if at in {self.lead, *self.deadlines, self.helpers} and (number or at):
            return False
        section = section_in(number, self._flow(row.cells[at]).text, below=below, in_content=at == self.content)
        if section is None:
            return False
        self.team.sections.enter(section)
        self.team.above = Carried()
        return True

    def _go_on(self, row: Row) -> None:
        """A row without a task of its own: another unit or another deadline for the task above it."""
        number = self._words(row.cell(self.number)).strip()
        if self.team.above.content is None or number:
            self.wordless.append(row.number)
            self._leave(row.cells, lexicon_dates.WHY_NO_TASK)
        elif any(row.cell(at) for at in self.deadlines) or not self.items:
            self._tasks(row, self.team.above.content)
        else:
            self._join(row)

    def _join(self, row: Row) -> None:
        """More units for the last task."""
        said = self.team.said(row, "")
        last = self.items[-1]
        task = last.task
        leads = tuple(dict.fromkeys((*task.leads, *(said.leads if row.cell(self.lead) else ()))))
        helpers = tuple(dict.fromkeys((*task.coordinating, *said.coordinating)))
        unsure = tuple(dict.fromkeys((*task.unsure, "leads"))) if leads != task.leads else task.unsure
        helpers = tuple(name for name in helpers if name not in leads)
        self.items[-1] = replace(last, task=replace(task, leads=leads, coordinating=helpers, unsure=unsure))
        self._leave([cell for at, cell in enumerate(row.cells) if at != self.content], lexicon_lists.WHY_COLUMN)

    def _leave(self, cells: Iterable[Cell], why: str) -> None:
        """The date phrases of cells that set no deadline."""
        for cell in cells:
            part = self._flow(cell)
            for mention in mentions(part, self.since):
                cited = mention.use is Use.CITED
                self.unused.append(as_unused(part, mention, lexicon_dates.WHY_CITED if cited else why))

    # --- Tasks ---

    def _tasks(self, row: Row, content: Span) -> None:
        number = self._words(row.cell(self.number)).strip(" .)")
        due_at = self._due_at(row)
        due_cell, lead_cell = self._due_cell(row, due_at), row.cell(self.lead)
        due_lines = cell_lines(self.text, due_cell.start, due_cell.end)
        lead_lines = unit_lines(self.text, lead_cell.start, lead_cell.end)
        beside = max(len(due_lines), len(lead_lines))
        parts = tasks_in(self.text, content, beside)
        source = self._source(row) or self.team.above.source
        one_each = len(lead_lines) == len(parts) > 1
        said = self.team.said(row, number, one_each=one_each)
        dues = lines_for(due_lines, (due_cell.start, due_cell.end), len(parts))
        leads = lines_for(lead_lines, (lead_cell.start, lead_cell.end), len(parts))
        first = self.team.above
        for part, due_span, lead_span in zip(parts, dues, leads, strict=True):
            own = self.team.parted(said, lead_span) if one_each else said
            several = (len(due_lines) > 1 and len(due_lines) != len(parts)) or self._moved(row)
            due = self._due(due_span, source, first, own, several=several)
            self._draft(part, own, due, source)
            self.team.above = Carried(content, own.leads, own.coordinating, due, source)
        self._leave_others(row, due_at)

    def _due_at(self, row: Row) -> int | None:
        """The column that tells by when: of several, each for a time or for a change of the time, the last one."""
        return next((at for at in reversed(self.deadlines) if row.cell(at)), None)

    def _due_cell(self, row: Row, at: int | None) -> Cell:
        """The words that name the day; a tick stands for the words at the head of its column."""
        if at is None or not self._is_ticked(row, at):
            return row.cell(at)
        heads = (self.table.above[number].cell(at) for number in (self.header.last, self.header.first))
        return next((head for head in heads if head), row.cell(at))

    def _is_ticked(self, row: Row, at: int) -> bool:
        return bool(_TICK.fullmatch(plain(self._words(row.cell(at)))))

    def _moved(self, row: Row) -> bool:
        """Whether several columns name a day, so that the last one has to be looked at."""
        return sum(bool(row.cell(at)) and not self._is_ticked(row, at) for at in self.deadlines) > 1

    def _leave_others(self, row: Row, due_at: int | None) -> None:
        cited = {self.header.of(Column.SOURCE), self.header.of(Column.SOURCE_DATE)}
        for at, cell in enumerate(row.cells):
            if at not in {self.content, due_at}:
                self._leave([cell], lexicon_dates.WHY_CITED if at in cited else lexicon_lists.WHY_COLUMN)

    def _due(
        self, span: Span, source: SourceDocument | None, above: Carried, said: Said, *, several: bool
    ) -> tuple[Flow, CellDue] | None:
        """What the deadline column says to a task; None where it says nothing."""
        words = flow(self.text, [span])
        if words.text and not is_ditto(words.text):
            since, precise = (source.on, True) if source and source.on else (self.since, self.precise)
            due = due_in(words, since, precise=precise)
            return words, replace(due, sure=due.sure and not several)
        if above.due and (words.text or said.merged):
            return above.due[0], replace(above.due[1], sure=above.due[1].sure and bool(words.text))
        return None

    def _draft(self, part: Span, said: Said, due: tuple[Flow, CellDue] | None, source: SourceDocument | None) -> None:
        whole = flow(self.text, [part])
        duty = Duty(self._clause(said.number), [whole], said.leads, (), Source.HEADING, rule=Rule.TABLE_ROW)
        found = mentions(whole, source.on if source and source.on else self.since)
        taken: set[Mention] = set()
        for piece in [_whole(whole, found)] if due else pieces(duty, whole, found):
            mention, single = (None, True) if due else _picked(whole, piece)
            phrase = _column_due(*due) if due else None
            if mention:
                phrase = Due(whole, mention, Rule.ONE_DATE if single else Rule.LAST_DATE)
            day = due[1].day if due else mention.day if mention else None
            taken |= settled(piece.mentions, mention) | {m for m in piece.mentions if m.day and m.day == day}
            task = self._settled(draft_piece(duty, whole, piece, phrase, said.leads, Issuer()), said, due, piece)
            self._add(task, source)
        self.unused += [as_unused(whole, mention) for mention in found if mention not in taken]
        if due and due[1].day is None:
            self.unused += [as_unused(due[0], mention) for mention in mentions(due[0], self.since)]

    def _clause(self, number: str) -> str | None:
        section = self.team.sections.label
        return ".".join(part for part in (section, number) if part)[:20] or None

    def _settled(self, task: DraftTask, said: Said, due: tuple[Flow, CellDue] | None, piece: Piece) -> DraftTask:
        """A drafted task with what its columns say, which goes before what its sentence says."""
        unsure = [name for name in task.unsure if name == "deadline" and not due]
        leads, by, sure = (
            (said.leads, said.by, said.sure) if said.leads else (task.leads, task.leads_by, _is_named(task))
        )
        if said.leads and said.by is Rule.BEFORE_IT and not said.merged and task.leads_by is Rule.OWN_WORDS:
            leads, by = task.leads, task.leads_by
        helpers = tuple(dict.fromkeys((*said.coordinating, *map(self.team.in_full, task.coordinating))))
        again = due[1].recurrence if due and due[1].recurrence else None if due and due[1].day else task.recurrence
        kind = task.kind
        if kind is not TaskKind.DATED:
            kind = TaskKind.CONTINUOUS if again or kind is TaskKind.CONTINUOUS else TaskKind.PER_REPORT
        unsure += [] if sure else ["leads"]
        unsure += [] if said.coordinating_sure else ["coordinating"]
        if due and not (due[1].sure and self._agrees(piece, due[1])):
            unsure.append("deadline")
        return replace(
            task,
            leads=leads,
            leads_by=by if leads else None,
            coordinating=tuple(name for name in helpers if name not in leads),
            recurrence=again,
            general=False,
            kind=kind,
            unsure=tuple(dict.fromkeys(unsure)),
        )

    @staticmethod
    def _agrees(piece: Piece, due: CellDue) -> bool:
        """Whether the sentence does not name another day as its deadline."""
        return all(m.day == due.day for m in piece.mentions if m.use is Use.DEADLINE and m.sure and m.day)

    def _add(self, task: DraftTask, source: SourceDocument | None) -> None:
        texts = (self._of(column) for column in (Column.RESULT, Column.OVERSEER, Column.PRODUCT, Column.NOTE))
        inherited = source is not None and self._source(self.row) is None
        self.items.append(ListItem(task, self.row.number, self._is_done(), source, inherited, *texts))

    def _is_done(self) -> bool:
        """Whether a result column tells that the task is done, and nothing takes it back."""
        for at in self.header.all_of(Column.RESULT):
            words, title = plain(self._words(self.row.cell(at))), self.header.titles[at]
            if _DONE_COLUMN.match(title) and (_TICK.fullmatch(words) or _DONE_DAY.fullmatch(words)):
                return True
            if _DONE.match(words) and not _NOT_DONE.search(words):
                return True
        beside = (plain(self._of(column)) for column in (Column.NOTE, Column.PRODUCT))
        return any(_SAID_DONE.match(words) and not _NOT_DONE.search(words) for words in beside)


def _is_named(task: DraftTask) -> bool:
    """Whether a task's own words say for certain who leads."""
    return bool(task.leads) and "leads" not in task.unsure


def _whole(words: Flow, found: list[Mention]) -> Piece:
    return Piece(0, len(words), tuple(found))


def _column_due(words: Flow, due: CellDue) -> Due:
    phrase = Mention(0, len(words), Use.DEADLINE, due.day, due.at_time, due.exclusive, sure=due.sure)
    return Due(words, phrase, Rule.TABLE_ROW)


def _picked(words: Flow, piece: Piece) -> tuple[Mention | None, bool]:
    """The deadline a sentence names itself; of several the one that words of completion stand before.

    A day that something is merely planned for, a meeting's, is none.
    """
    mention, single = chosen(piece)
    firm = [m for m in piece.mentions if m.use is Use.DEADLINE and m.day and _FIRM.search(_before(words, m))]
    if not single and len({m.day for m in firm}) == 1:
        return firm[0], False
    planned = mention is not None and mention not in firm and _PLANNED.search(_before(words, mention))
    return (None if planned else mention), single


def _before(words: Flow, mention: Mention) -> str:
    return words.canon[max(0, mention.start - _REACH) : mention.end]
