"""Excel out: plain sheets with a few words above the table, ready to print on A4.

What people typed stays text: a cell that begins with "=" is no formula here and an address is no link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Kind = Literal["text", "number", "day"]
MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What Excel takes: characters in a cell, characters in a sheet's name, and what such a name must not contain.
CELL_LIMIT, NAME_LIMIT = 32_767, 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DAY_FORMAT = "dd/mm/yyyy"
_THIN = {"border": 1, "border_color": "#7B8695", "valign": "top"}
_A4 = 9


@dataclass(frozen=True, slots=True)
class Column:
    """A head, a width in characters, and what stands below: text, numbers, or days as real dates."""

    head: str
    width: int = 14
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with ``words`` above it, the first of which is its heading. ``title`` is the name on the tab;
    ``filtered`` puts a filter on each column.

    ``rows`` may be a generator: it is read once. A cell is a string, a number, a date or None. ``filtered`` puts
    Excel's own filters on the head.
    """

    title: str
    words: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]] = field(default=())
    filtered: bool = False


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as the bytes of an .xlsx file. Rows are written as they come, so that a long list needs no memory."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        formats = _formats(book)
        names: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_tab(sheet.title, names))
            _lay_out(page, sheet)
            _write(page, sheet, formats)
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12}
    return {
        "title": book.add_format({**base, "font_size": 14, "bold": True}),
        "words": book.add_format({**base, "italic": True}),
        "head": book.add_format({**base, **_THIN, "bold": True, "text_wrap": True, "bg_color": "#E9EFF9"}),
        "text": book.add_format({**base, **_THIN, "text_wrap": True}),
        "number": book.add_format({**base, **_THIN, "num_format": "#,##0"}),
        "day": book.add_format({**base, **_THIN, "num_format": DAY_FORMAT, "align": "center"}),
    }


def _tab(title: str, names: set[str]) -> str:
    """A name Excel accepts and no other sheet has."""
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", title).split())[:NAME_LIMIT].strip() or "1"
    name, number = plain, 1
    while name.casefold() in names:
        number += 1
        suffix = f" {number}"
        name = plain[: NAME_LIMIT - len(suffix)] + suffix
    names.add(name.casefold())
    return name


def _lay_out(page: Any, sheet: Sheet) -> None:
    """A4 landscape, one page wide; the head stands still on the screen and comes again on every printed page."""
    head = head_row(sheet)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.set_footer("&C&P/&N")
    page.repeat_rows(head)
    page.freeze_panes(head + 1, 0)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)


def head_row(sheet: Sheet) -> int:
    """The row of the table's head, from nought: below the words and an empty line."""
    return len(sheet.words) + 1 if sheet.words else 0


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for number, line in enumerate(sheet.words):
        page.write_string(number, 0, _plain(line), formats["words" if number else "title"])
    head = head_row(sheet)
    for number, column in enumerate(sheet.columns):
        page.write_string(head, number, _plain(column.head), formats["head"])
    kinds = [column.kind for column in sheet.columns]
    below = head
    for below, row in enumerate(sheet.rows, head + 1):
        for number, (kind, value) in enumerate(zip(kinds, row, strict=True)):
            _put(page, below, number, value, formats, kind)
    if sheet.filtered:
        page.autofilter(head, 0, below, len(kinds) - 1)


def _put(page: Any, row: int, column: int, value: object, formats: dict[str, Any], kind: Kind) -> None:
    """What is not of the column's kind is written as the words it is."""
    if value is None or value == "":
        page.write_blank(row, column, None, formats["text"])
    elif isinstance(value, date) and not isinstance(value, datetime):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int | float) and not isinstance(value, bool) and kind == "number":
        page.write_number(row, column, value, formats["number"])
    else:
        page.write_string(row, column, _plain(str(value)), formats["text"])


def _plain(text: str) -> str:
    """Without the characters that would spoil the file, and no longer than a cell holds."""
    text = _CONTROL.sub("", text)
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"
