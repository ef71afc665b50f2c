"""Who leads and who takes part in the tasks of a row: its own cells, the section it stands in, the row above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.reading import lexicon_units
from app.domain.reading.model import Rule
from app.domain.reading.table_cells import Span, is_ditto
from app.domain.reading.table_dates import Due
from app.domain.reading.table_grid import Cell, Row, Table
from app.domain.reading.table_header import Column
from app.domain.reading.table_sections import Sections, section_in
from app.domain.reading.table_sources import SourceDocument
from app.domain.reading.table_units import FullNames, Parties, parties_in
from app.domain.reading.text import Flow
from app.domain.reading.units import all_collective

_LEADING = re.compile(f"(?:{lexicon_units.PRESIDING})(?!.*(?:{lexicon_units.COORDINATION}))")


@dataclass(slots=True)
class Carried:
    """What the row above said, for cells that were merged with it."""

    content: Span | None = None
    leads: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    due: tuple[Flow, Due] | None = None
    source: SourceDocument | None = None


@dataclass(slots=True)
class Said:
    """What one row says of the tasks in it."""

    number: str
    leads: tuple[str, ...] = ()
    by: Rule = Rule.TABLE_ROW
    sure: bool = True
    coordinating: tuple[str, ...] = ()
    coordinating_sure: bool = True
    merged: bool = False  # the row goes on with the one above it


class Team:
    """Reads the units of a list's rows."""

    def __init__(self, text: str, table: Table) -> None:
        self.text, self.table, self.header = text, table, table.header
        self.lead = table.finest(Column.LEAD)
        self.helpers, self.number = self.header.of(Column.COORDINATING), self.header.of(Column.NUMBER)
        self.sections, self.above = Sections(), Carried()
        self._read: dict[str, Parties] = {}  # by the words of a cell: most cells say what others say too
        self.full = FullNames(self._full_names())

    def _full_names(self) -> Iterable[str]:
        """The units that section rows and cells of units name in full."""
        for row in self.table.rows:
            written = [cell for cell in row.cells if cell]
            if len(written) <= 2 and written:
                section = section_in("", self._words(written[-1]), below="", in_content=True)
                yield from section.leads if section else ()
            for column in (self.lead, self.helpers):
                if cell := row.cell(column):
                    yield from self._named(cell.start, cell.end).leads

    def said(self, row: Row, number: str, *, one_each: bool = False) -> Said:
        """The units of a row: those of its own cells, else of its section, else, merged, of the row above."""
        cell, helpers = row.cell(self.lead), row.cell(self.helpers)
        said = Said(number, merged=not number and self.number is not None and self.above.content is not None)
        found = self._parties(cell)
        if cell and is_ditto(self._words(cell)):
            said.leads, said.by = self.above.leads, Rule.BEFORE_IT
        elif found.leads:
            said.leads, said.sure = tuple(found.leads), found.sure
        elif self.sections.leads:
            said.leads, said.by = self.sections.leads, Rule.HEADING_ABOVE
            said.sure = len(said.leads) == 1 and not all_collective(said.leads)
        elif self.lead is not None:
            said.leads, said.by, said.sure = self.above.leads, Rule.BEFORE_IT, said.merged
        if self.helpers is None and len(found.leads) > 1 and not one_each and self._mixes():
            said.leads, found.coordinating = said.leads[:1], [*said.leads[1:], *found.coordinating]
            said.sure = said.coordinating_sure = False
        self._add_helpers(said, found, helpers)
        return said

    def _add_helpers(self, said: Said, found: Parties, cell: Cell) -> None:
        beside = self._parties(cell)
        named = (*found.coordinating, *beside.leads, *beside.coordinating)
        if (cell and is_ditto(self._words(cell))) or (not cell and said.merged and not found.leads):
            named = self.above.coordinating
        said.coordinating = tuple(dict.fromkeys(named))
        said.coordinating_sure = said.coordinating_sure and beside.sure

    def _mixes(self) -> bool:
        """Whether the only column of units may hold more than leads: its title does not say that they lead."""
        return self.lead is not None and not _LEADING.search(self.header.titles[self.lead])

    def _parties(self, cell: Cell | Span) -> Parties:
        span = cell if isinstance(cell, tuple) else (cell.start, cell.end)
        if is_ditto(self.text[slice(*span)]):
            return Parties()
        found = self._named(*span)
        return replace(
            found,
            leads=[self.in_full(name) for name in found.leads],
            coordinating=[self.in_full(name) for name in found.coordinating],
        )

    def _named(self, start: int, end: int) -> Parties:
        words = self.text[start:end]
        if words not in self._read:
            self._read[words] = parties_in(self.text, start, end)
        return self._read[words]

    def in_full(self, name: str) -> str:
        """An abbreviated name as the section row or another cell writes it out."""
        section = FullNames(self.sections.leads).of(name) if self.sections.leads else name
        return section if section != name else self.full.of(name)

    def parted(self, said: Said, span: Span) -> Said:
        """The units of one line of a cell that has a line for every task."""
        found = self._parties(span)
        if not found.leads:
            return said
        helpers = tuple(dict.fromkeys((*found.coordinating, *said.coordinating)))
        return replace(said, leads=tuple(found.leads), sure=found.sure, coordinating=helpers)

    def _words(self, cell: Cell) -> str:
        return self.text[cell.start : cell.end]
