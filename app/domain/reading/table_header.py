"""The header row of a list of tasks: which column holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.reading import lexicon_lists
from app.domain.reading.text import canon

DEEPEST_HEADER = 8  # a list's title and its header stand in its first rows
WIDEST = 120  # no header cell is longer
MOST_COLUMNS = 60
_LONGEST_NUMBER = 16  # characters of the heading of a column of numbers
_BEFORE_WORD = 20  # how far into a header cell the word stands that says what the column holds
_NUMERAL = re.compile(r"\(?\s*(?:\d{1,2}|[a-z])\s*\)?(?:\s*=.{1,20})?")
_BLANKS = re.compile(r"[\s*_]+")
_CELL_END = " .:;,-"


class Column(Enum):
    """What a column of a list holds."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    COORDINATING = "coordinating"
    DEADLINE = "deadline"
    START = "start"
    SOURCE = "source"  # the document that assigned the task
    SOURCE_DATE = "source_date"
    OVERSEER = "overseer"
    PRODUCT = "product"
    RESULT = "result"
    NOTE = "note"
    OTHER = "other"


# In the order in which they win where two begin at the same place of a header cell.
_WORDS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(words))
    for column, words in (
        (Column.NUMBER, lexicon_lists.COLUMN_NUMBER),
        (Column.NOTE, lexicon_lists.COLUMN_NOTE),
        (Column.START, lexicon_lists.COLUMN_START),
        (Column.SOURCE_DATE, lexicon_lists.COLUMN_SOURCE_DATE),
        (Column.PRODUCT, lexicon_lists.COLUMN_PRODUCT),
        (Column.COORDINATING, lexicon_lists.COLUMN_COORDINATING),
        (Column.OVERSEER, lexicon_lists.COLUMN_OVERSEER),
        (Column.OTHER, lexicon_lists.COLUMN_OTHER),
        (Column.LEAD, lexicon_lists.COLUMN_LEAD),
        (Column.RESULT, lexicon_lists.COLUMN_RESULT),
        (Column.DEADLINE, lexicon_lists.COLUMN_DEADLINE),
        (Column.SOURCE, lexicon_lists.COLUMN_SOURCE),
        (Column.CONTENT, lexicon_lists.COLUMN_CONTENT),
    )
)
_NUMBER = re.compile(lexicon_lists.COLUMN_NUMBER)
_PERSON = re.compile(lexicon_lists.COLUMN_PERSON)
_ORDERS = re.compile(lexicon_lists.COLUMN_ORDERS)
_START = re.compile(lexicon_lists.COLUMN_START)
_FINISH = re.compile(lexicon_lists.COLUMN_FINISH)
_DONE_ON = re.compile(lexicon_lists.COLUMN_DONE_ON)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a list's header stands (``first`` to ``last``, row numbers) and what each of its columns holds."""

    first: int
    last: int
    columns: tuple[Column, ...]
    titles: tuple[str, ...]

    def all_of(self, column: Column) -> tuple[int, ...]:
        return tuple(at for at, found in enumerate(self.columns) if found is column)

    def of(self, column: Column) -> int | None:
        """The first column that holds this."""
        return next(iter(self.all_of(column)), None)


def plain(cell: str) -> str:
    """A header cell as it is matched."""
    return _BLANKS.sub(" ", canon(cell)).strip(_CELL_END)


def column_of(title: str) -> Column:
    """What the words of a header cell (in plain form) say that its column holds."""
    found = [
        (match.start(), rank, column) for rank, (column, words) in enumerate(_WORDS) if (match := words.search(title))
    ]
    at, _, column = min(found, key=lambda one: one[:2], default=(0, 0, Column.OTHER))
    if column is Column.DEADLINE and _START.search(title) and not _FINISH.search(title):
        return Column.START
    return column if at <= _BEFORE_WORD else Column.OTHER


def header_of(rows: Sequence[Sequence[str]]) -> Header | None:
    """The header among the first rows of a table, or None where the table is no list of tasks."""
    places = range(min(len(rows), DEEPEST_HEADER))
    return next((header for at in places if (header := header_at(rows, at))), None)


def header_at(rows: Sequence[Sequence[str]], at: int, *, again: bool = False) -> Header | None:
    """The header that begins with this row. ``again``: further down, where only a numbered one is believed."""
    if again and not any(_NUMBER.match(plain(cell)) for cell in rows[at] if len(cell) <= _LONGEST_NUMBER):
        return None
    top = [plain(cell) for cell in rows[at]]
    if not _may_be_header(top):
        return None
    below = [plain(cell) for cell in rows[at + 1]] if at + 1 < len(rows) else []
    parted = _parts_groups(top, below)
    titles = _parted(top, below) if parted else top
    columns = _settled([column_of(title) for title in titles], titles)
    if not _tells_of_tasks(columns, titles):
        return None
    return Header(at, at + parted, tuple(columns), tuple(titles))


def is_numbering(row: Sequence[str]) -> bool:
    """The row under a header that numbers its columns: (1) (2) (3), or A B 1 2."""
    written = [cell.strip().lower() for cell in row if cell.strip()]
    return len(written) >= 3 and all(_NUMERAL.fullmatch(cell) for cell in written)


def _may_be_header(titles: Sequence[str]) -> bool:
    written = [title for title in titles if title]
    if len(written) < 2 or len(titles) > MOST_COLUMNS or any(len(title) > WIDEST for title in written):
        return False
    return not written[0].isdigit() and not any(_PERSON.search(title) for title in written)


def _parted(top: list[str], below: list[str]) -> list[str]:
    """The titles of a header of two rows: a column of a group goes by its own words where they are enough."""
    titles: list[str] = []
    group = ""
    for over, under in zip(top, below, strict=True):
        group = over or group
        enough = column_of(under) not in {Column.OTHER, Column.NUMBER, Column.DEADLINE}
        titles.append(over if not under else under if enough else f"{group} {under}")
    return titles


def _parts_groups(top: list[str], below: list[str]) -> bool:
    """Whether a row only divides columns of the row above it: whatever stands alone there is empty here."""
    if len(below) != len(top):
        return False
    written = [at for at, cell in enumerate(below) if cell]
    if not written or not all(len(below[at]) <= WIDEST // 2 for at in written) or is_numbering(below):
        return False
    grouped = {at for at, cell in enumerate(top) if not cell}
    grouped |= {at - 1 for at in grouped}
    return all(at in grouped for at in written) and any(at in written for at, cell in enumerate(top) if not cell)


def _settled(columns: list[Column], titles: Sequence[str]) -> list[Column]:
    """One deadline and one lead: of several the words decide, then the order."""
    due = [at for at, column in enumerate(columns) if column is Column.DEADLINE]
    for at in due:
        if len(due) > 1 and _DONE_ON.search(titles[at]) and not all(_DONE_ON.search(titles[one]) for one in due):
            columns[at] = Column.RESULT
    if Column.CONTENT not in columns and Column.PRODUCT in columns:
        columns[columns.index(Column.PRODUCT)] = Column.CONTENT
    return columns


def _tells_of_tasks(columns: Sequence[Column], titles: Sequence[str]) -> bool:
    """What is to be done, and who does it or until when, or by which document until when; a programme of a meeting
    and a report of results do not."""
    if Column.CONTENT not in columns:
        return False
    if Column.LEAD in columns or {Column.SOURCE, Column.DEADLINE} <= set(columns):
        return True
    ordered = any(_ORDERS.search(titles[at]) for at, column in enumerate(columns) if column is Column.CONTENT)
    firm = {Column.DEADLINE, Column.SOURCE, Column.COORDINATING, Column.RESULT} & set(columns)
    return ordered and bool(firm)
