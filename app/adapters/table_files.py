"""Tables out of .xlsx and .csv files, within bounds that hold before anything is trusted.

Cells come as text, as a person reads them: days as dd/mm/yyyy, whole numbers without a point. What a table must not
hold (formulas, merged cells, Excel's own errors) is said with its place and stops nobody from reading the rest.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from app.domain.contact import tidy
from app.domain.errors import DomainError

MEGABYTE = 1024 * 1024
MAX_BYTES = 5 * MEGABYTE
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5_000, 60, 1_000
# Unpacked, for all parts together: five thousand rows of fifteen cells are 10 MB and 600,000 tags and attributes.
MAX_UNPACKED = 40 * MEGABYTE
MAX_NODES = 1_500_000
MAX_ENTRIES = 200
LAST_ROW = 20_000  # as Excel counts: empty rows between are passed over, but not for ever
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):')
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx behind a password
_CSV_ESCAPE = "=+-@\t\r"

FaultKind = Literal["formula", "merged", "error", "too_long"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken; row from 1 as the program shows it, column from 0."""

    row: int
    column: int
    kind: FaultKind
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that hold anything, with their numbers as Excel shows them."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Fault, ...] = ()


def read_table(content: bytes, filename: str) -> Table:
    """The first sheet of an .xlsx, or a .csv with commas, semicolons or tabs in UTF-8.

    Raises DomainError("table.empty"), ("table.too_large"), ("table.too_many_rows"), ("table.unknown_kind"),
    ("table.locked"), ("table.damaged") or ("table.encoding").
    """
    if not content.strip():
        raise DomainError("table.empty", filename=filename)
    if len(content) > MAX_BYTES:
        raise DomainError("table.too_large", filename=filename, megabytes=MAX_BYTES // MEGABYTE)
    kind = filename.rpartition(".")[2].lower()
    if content.startswith(_OLD_OFFICE):
        raise DomainError("table.locked", filename=filename)
    if kind == "csv":
        return _gathered(_of_csv(content, filename), filename)
    if kind == "xlsx":
        return _of_xlsx(content, filename)
    raise DomainError("table.unknown_kind", filename=filename)


def _gathered(rows: Iterable[tuple[int, Sequence[object]]], filename: str) -> Table:
    kept: list[tuple[int, tuple[str, ...]]] = []
    faults: list[Fault] = []
    for number, cells in rows:
        texts = [_text(cell) for cell in cells[:MAX_COLUMNS]]
        for column, text in enumerate(texts):
            if fault := _fault(text):
                faults.append(Fault(number, column, fault, text[:100]))
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            kept.append((number, tuple(text[:MAX_CELL] for text in texts)))
        if len(kept) > MAX_ROWS or number > LAST_ROW:
            raise DomainError("table.too_many_rows", filename=filename, most=MAX_ROWS)
    return Table(tuple(kept), tuple(faults))


def _fault(text: str) -> FaultKind | None:
    if text.startswith("="):
        return "formula"
    if re.fullmatch(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)", text):
        return "error"
    return "too_long" if len(text) > MAX_CELL else None


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):  # a moment too: its day
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))


def _of_csv(content: bytes, filename: str) -> Iterator[tuple[int, Sequence[object]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("table.encoding", filename=filename) from error
    top = text.splitlines()[:15] or [""]  # above the head stands a heading without any
    delimiter = max(",;\t", key=lambda mark: max(line.count(mark) for line in top))
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    except csv.Error as error:
        raise DomainError("table.damaged", filename=filename) from error


def _of_xlsx(content: bytes, filename: str) -> Table:
    """Read by openpyxl row by row, once the package is known to unpack to something a table may be."""
    try:
        parts = bounded_parts(content, filename)
        table, sheet = _first_sheet(content, filename)
    except DomainError:
        raise
    except Exception as error:  # a damaged package raises whatever its layers raise
        raise DomainError("table.damaged", filename=filename) from error
    found = _MERGED.findall(parts.get(sheet, b""))
    merged = [Fault(int(row), _column(letters.decode()), "merged", "") for letters, row in found]
    used = {number for number, _ in table.rows}
    return Table(table.rows, (*table.faults, *(fault for fault in merged if fault.row in used)))


def bounded_parts(content: bytes, filename: str) -> dict[str, bytes]:
    """The sheets of the package, unpacked. A zip reader gives no more of an entry than its directory declares."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        too_much = len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED
        if too_much:
            raise DomainError("table.too_large", filename=filename, megabytes=MAX_BYTES // MEGABYTE)
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise DomainError("table.locked", filename=filename)
        parts = {entry.filename: package.read(entry) for entry in entries if entry.filename.endswith((".xml", ".rels"))}
    if sum(part.count(b"<") + part.count(b"=") for part in parts.values()) > MAX_NODES:
        raise DomainError("table.too_large", filename=filename, megabytes=MAX_BYTES // MEGABYTE)
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts.values()):
        raise DomainError("table.damaged", filename=filename)
    return parts


def _first_sheet(content: bytes, filename: str) -> tuple[Table, str]:
    """The rows of the first sheet and the name of its part."""
    import warnings

    from openpyxl.reader.excel import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not support (pictures, validations) is not read here
        book: Any = load_workbook(  # type: ignore[no-untyped-call]
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        try:
            sheet: Any = next(iter(book.worksheets), None)
            if sheet is None:
                raise DomainError("table.empty", filename=filename)
            rows = sheet.iter_rows(max_row=LAST_ROW + 1, max_col=MAX_COLUMNS)
            return _gathered(_numbered(rows), filename), sheet._worksheet_path.lstrip("/")
        finally:
            book.close()


def _numbered(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Sequence[object]]]:
    for number, cells in enumerate(rows, 1):
        yield number, [_value(cell) for cell in cells]


def _value(cell: Any) -> object:
    """A formula as it is written, whatever kind; an array formula has a body of its own."""
    if cell.data_type == "f":
        return "=" + str(getattr(cell.value, "text", cell.value) or "").lstrip("=")
    return cell.value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as Excel in Vietnam opens them: UTF-8 with its mark, semicolons; no cell can become a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return "'" + cell if cell[:1] and cell[0] in _CSV_ESCAPE else cell
