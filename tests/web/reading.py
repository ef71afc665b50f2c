"""What a page and a file say, as plain values to compare."""

from __future__ import annotations

import html
import io
import re
from datetime import datetime

import openpyxl

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def text_of(page) -> str:
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def rows_of(page) -> list[list[str]]:
    """The cells of the first list, as words, without those that hold a box to tick."""
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [
            " ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.S)
            if 'name="chon"' not in cell
        ]
        for row in re.findall(r"<tr.*?</tr>", body, re.S)
    ]


def _words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def sheet_of(answer, number: int = 0) -> tuple[list[str], list[str], list[tuple[object, ...]]]:
    """The words above the table, its heads and its rows."""
    assert (answer.status_code, answer.mimetype) == (200, EXCEL)
    page = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[number]
    lines = [tuple(row) for row in page.iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(lines) if row[0] is None and not any(row)) + 1
    return [row[0] for row in lines[: head - 1]], list(lines[head]), lines[head + 1 :]


def shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime) else str(value or "")
