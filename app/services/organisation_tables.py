"""From the cells of a table to records with named values; what is wrong is said by row, column and value."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from app.adapters.table_files import Fault, Table
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.reading.days import make_day
from app.wording.tables import HEADS, REQUIRED, is_example, read_yes

HEAD_WITHIN = 15  # rows: what stands above the head is the sheet's heading
# A like name is looked for among so many, for so many wrong cells of a file: each of thousands compared with each of
# thousands would take hours, while everybody who writes waits for the office's lock.
MOST_COMPARED, MOST_HELPED = 1_000, 50
# "Phòng Kimh tế" and "Phòng Kinh tế" share 0.92 of their letters; any two names that begin with "Phòng" some 0.6.
ALIKE = 0.7
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")


class TableKind(StrEnum):
    """What a table holds."""

    UNITS = "units"
    PEOPLE = "people"


class Outcome(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot be taken: the row (None for the file as a whole), the column's head, what stands there."""

    row: int | None
    column: str
    value: str
    error: DomainError


@dataclass(frozen=True, slots=True)
class Change:
    """A column's head with what is kept now and what the row says, as texts; nothing before for what is new."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    row: int
    outcome: Outcome
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, line by line, or why it cannot be done."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """Of what was shown: the import is made only if it would do the same still."""
        return hashlib.sha256(repr(self.lines).encode()).hexdigest()[:20]

    @property
    def effective(self) -> int:
        return sum(line.outcome is not Outcome.UNCHANGED for line in self.lines)

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome is outcome for line in self.lines)


@dataclass(slots=True)
class Notes:
    """Gathers what is wrong."""

    kind: TableKind
    problems: list[Problem] = field(default_factory=list)

    def add(self, row: int | None, key: str, value: str, error: DomainError) -> None:
        self.problems.append(Problem(row, HEADS[self.kind].get(key, key), value, error))

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.problems, key=lambda problem: problem.row or 0))


@dataclass(frozen=True, slots=True)
class Record:
    """A row's values by the keys of its columns; a column that the file lacks reads as blank, which means: as it is."""

    row: int
    values: Mapping[str, str]
    notes: Notes

    def text(self, key: str) -> str:
        return self.values.get(key, "")

    def note(self, key: str, error: DomainError) -> None:
        self.notes.add(self.row, key, self.text(key), error)

    def nearest(self, text: str, known: Iterable[str]) -> str:
        """The known word that is most like the text, for the first wrong cells of a file; "" for the others."""
        return nearest(text, known) if len(self.notes.problems) < MOST_HELPED else ""

    def check(self, key: str, rule: Callable[..., None], *values: object, **limits: object) -> None:
        """Ask a rule about the values; what it raises is noted at the column."""
        try:
            rule(*values, **limits)
        except DomainError as error:
            self.note(key, error)

    def day(self, key: str) -> date | None:
        """A full date; without its year a day of the past would be guessed, and wrongly."""
        typed = self.text(key)
        if not typed:
            return None
        match = _DAY.fullmatch(typed)
        day = None
        if match:
            d, m, y = (match["d"], match["m"], match["y"]) if match["y"] else match.groups()[:3]
            day = make_day(int(d), int(m), int(y))
        if day is None:
            self.note(key, DomainError("table.day", text=typed))
        return day

    def yes(self, key: str) -> bool | None:
        typed = self.text(key)
        answer = read_yes(typed)
        if typed and answer is None:
            self.note(key, DomainError("table.yes_no", text=typed))
        return answer

    def number(self, key: str, *, most: int) -> int | None:
        typed = self.text(key)
        if not typed:
            return None
        if typed.isascii() and typed.isdigit() and int(typed[:9]) <= most and len(typed) < 9:
            return int(typed)
        self.note(key, DomainError("table.number", text=typed, most=most))
        return None

    def words(self, key: str) -> list[str]:
        """What stands between semicolons."""
        return [part for part in (each.strip() for each in self.text(key).split(";")) if part]


def records_of(table: Table, kind: TableKind) -> tuple[list[Record], Notes]:
    """The rows below the head as records. Without a usable head there are none, and the notes say why."""
    notes = Notes(kind)
    at = _head_row(table, kind)
    if at is None:
        wanted = ", ".join(HEADS[kind][key] for key in REQUIRED[kind])
        notes.add(None, "", "", DomainError("table.no_head", columns=wanted))
        return [], notes
    keys = _keys(table.rows[at], kind, notes)
    body = [(number, cells) for number, cells in table.rows[at + 1 :] if not is_example(cells[0])]
    _note_faults(table.faults, {number for number, _ in body} | {table.rows[at][0]}, table.rows[at][1], notes)
    _note_loose_cells(body, table.rows[at][1], notes)
    if not body:
        notes.add(None, "", "", DomainError("table.no_rows"))
    records = [
        Record(number, {key: cells[column] for column, key in keys.items() if column < len(cells)}, notes)
        for number, cells in body
    ]
    return records, notes


def _plain(head: str) -> str:
    return fold(head).rstrip(" *:")


def _head_row(table: Table, kind: TableKind) -> int | None:
    """The place of the row near the top that names the most columns; None if none names any."""
    known = {_plain(words) for words in HEADS[kind].values()}
    named = [sum(_plain(cell) in known for cell in cells) for _, cells in table.rows[:HEAD_WITHIN]]
    return named.index(max(named)) if any(named) else None


def _keys(head: tuple[int, tuple[str, ...]], kind: TableKind, notes: Notes) -> dict[int, str]:
    """The key of each column by its place; unknown, repeated and missing heads are noted."""
    number, cells = head
    by_words = {_plain(words): key for key, words in HEADS[kind].items()}
    keys: dict[int, str] = {}
    for column, cell in enumerate(cells):
        key = by_words.get(_plain(cell))
        if key is not None and key in keys.values():
            notes.add(number, cell, cell, DomainError("table.column_twice", text=cell))
        elif key is not None:
            keys[column] = key
        elif cell:
            notes.add(number, cell, cell, _unknown_column(cell, kind))
    for key in REQUIRED[kind]:
        if key not in keys.values():
            notes.add(number, key, "", _missing_column(HEADS[kind][key], cells, by_words))
    return keys


def _unknown_column(cell: str, kind: TableKind) -> DomainError:
    near = nearest(cell, HEADS[kind].values())
    if near:
        return DomainError("table.column_near", text=cell, near=near)
    return DomainError("table.column_unknown", text=cell)


def _missing_column(words: str, cells: Sequence[str], known: Mapping[str, str]) -> DomainError:
    near = nearest(words, [cell for cell in cells if cell and _plain(cell) not in known])
    if near:
        return DomainError("table.column_missing_near", column=words, near=near)
    return DomainError("table.column_missing", column=words)


def nearest(text: str, known: Iterable[str]) -> str:
    """The known word that is most like the text, accents aside; "" if none is, or there are too many to compare."""
    folded = {fold(each): each for each in known}
    if len(folded) > MOST_COMPARED:
        return ""
    found = get_close_matches(fold(text), folded, n=1, cutoff=ALIKE)
    return folded[found[0]] if found else ""


def _note_faults(faults: Sequence[Fault], rows: set[int], head: Sequence[str], notes: Notes) -> None:
    for fault in faults:
        if fault.row in rows:
            column = head[fault.column] if fault.column < len(head) else ""
            notes.add(fault.row, column, fault.value, _FAULTS[fault.kind])


_FAULTS = {
    "formula": DomainError("table.formula"),
    "merged": DomainError("table.merged"),
    "error": DomainError("table.excel_error"),
    "too_long": DomainError("table.cell_too_long"),
}


def _note_loose_cells(body: Sequence[tuple[int, tuple[str, ...]]], head: Sequence[str], notes: Notes) -> None:
    """A cell under no head at all would be lost silently."""
    named = {column for column, words in enumerate(head) if words}
    for number, cells in body:
        loose = next((cell for column, cell in enumerate(cells) if cell and column not in named), "")
        if loose:
            notes.add(number, "", loose, DomainError("table.no_column", text=loose))
