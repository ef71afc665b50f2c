"""What the child does with a workbook: its sheets as lines of text, or only their first rows."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl.reader.excel import load_workbook

from app.adapters.list_rows import as_lines
from app.adapters.table_files import LAST_ROW, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MEGABYTE, bounded_parts
from app.domain.errors import DomainError
from app.domain.reading.table_header import DEEPEST_HEADER, header_of

HEAD_ROWS = 60
LONGEST_LAYOUT = 40
DEEPEST_TITLE = 40  # rows of letterhead and titles that may stand above a list
# A cell that holds something, by its column.
_FILLED = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{2,3})\d+"[^>]*>\s*<(?:\w+:)?(?:v|is|f)\b')
_ASIDE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')
_NUMBER = re.compile(r"(?P<before>[^#0?]*)(?P<core>[#0?][#0?,.]*)(?P<after>[^#0?]*)")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|[_*].')
Answer = tuple[dict[str, Any], bytes]


def answer(request: Mapping[str, Any], content: bytes) -> Answer:
    """``{"do": "text" | "heads"}`` → ``{"text": …}``; what cannot be taken is told as ``{"error": …, "params": …}``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not support (pictures, validations) is not read here
            sheets = _sheets(content, heads=request["do"] == "heads")
    except DomainError as error:
        return {"error": error.code, "params": error.params}, b""
    except Exception:  # a damaged package raises whatever its layers raise
        return {"error": "table.damaged", "params": {}}, b""
    return {"text": "\n\n".join(sheets)}, b""


def _sheets(content: bytes, *, heads: bool) -> list[str]:
    parts = bounded_parts(content, "")
    if not heads and any(
        _number(found[1]) > MAX_COLUMNS for part in parts.values() for found in _FILLED.finditer(part)
    ):
        raise DomainError("table.too_large", megabytes=MAX_BYTES // MEGABYTE)
    book: Any = load_workbook(  # type: ignore[no-untyped-call]
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    shown = [sheet for sheet in book.worksheets if heads or sheet.sheet_state == "visible"]
    found = [list(_rows(sheet, HEAD_ROWS if heads else None)) for sheet in shown]
    return [
        "\n".join(cell for row in rows for cell in row) if heads else "\n".join(_lines(rows)) for rows in found if rows
    ]


def _rows(sheet: Any, last: int | None) -> Iterator[list[str]]:
    """The rows that hold anything. Of merged cells only the first has a value."""
    kept = 0
    sheet.reset_dimensions()  # A sheet may say that it is larger or smaller than it is.
    blank = None
    for number, cells in enumerate(sheet.iter_rows(max_row=last, max_col=MAX_COLUMNS), 1):
        if cells is blank:  # The rows that a sheet leaves out are one and the same; there may be a million of them.
            continue
        row = [shown(cell.value, cell.number_format) for cell in cells if cell is not None]
        if any(row):
            kept += 1
            if kept > MAX_ROWS or number > LAST_ROW:
                raise DomainError("table.too_many_rows", most=MAX_ROWS)
            yield row
        else:
            blank = cells


def _lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a list parted by TAB; what stands above its header, cell by cell."""
    width = max(at + 1 for row in rows for at, cell in enumerate(row) if cell)
    first = _first_row(rows)
    for row in rows[:first]:
        yield from (cell for cell in row if cell)
    if first:
        yield ""
    yield from as_lines([row[:width] for row in rows[first:]])


def _first_row(rows: Sequence[Sequence[str]]) -> int:
    """Where the list begins: at its header, or where a row has several cells if it has none."""
    for above in range(0, DEEPEST_TITLE, DEEPEST_HEADER):
        if header := header_of(rows[above:]):
            return above + header.first
    return next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 2), 0)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def shown(value: object, layout: str) -> str:
    """A cell as a person in Vietnam sees it: a day as dd/mm/yyyy, a month without a day as mm/yyyy, 1.234,5."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, date):
        return _day(value, layout)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | float):
        return _figure(value, layout)
    return str(value).strip()


def _day(value: date, layout: str) -> str:
    """A cell that shows no day names none: 01/10/2018 behind "Oct-18" is the month."""
    plain = _ASIDE.sub("", layout.split(";")[0]).lower()
    if "d" in plain or "y" not in plain:
        hour = f" {value:%H:%M}" if "h" in plain and isinstance(value, datetime) and value.time() != time() else ""
        return f"{value:%d/%m/%Y}{hour}"
    return f"{value:%m/%Y}" if "m" in plain else f"{value:%Y}"


def _figure(value: float, layout: str) -> str:
    pattern = _NUMBER.fullmatch(_LITERAL.sub("", layout.split(";")[0]))
    if (
        pattern is None
        or len(pattern[0]) > LONGEST_LAYOUT
        or any(char.isalpha() for char in pattern["before"] + pattern["after"])
    ):
        return (
            f"{value:.10g}".replace(".", ",")
            if isinstance(value, float) and not value.is_integer()
            else str(int(value))
        )
    percent = "%" in pattern["after"]
    whole, _, decimals = pattern["core"].partition(".")
    number = (
        f"{value * 100 if percent else value:0{_width(whole, decimals)}{',' if ',' in whole else ''}.{len(decimals)}f}"
    )
    return number.translate(_MARKS) + "%" * percent


def _width(whole: str, decimals: str) -> int:
    """The zeros a layout such as 000 asks for, with the decimals."""
    return whole.count("0") + (len(decimals) + 1 if decimals else 0) if "," not in whole else 0


_MARKS = str.maketrans(",.", ".,")
