"""A list as an Excel file: the rows of the screen, all its pages, with the filter written above them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from flask import send_file
from werkzeug.wrappers import Response

from app.adapters.excel import MIMETYPE, Column, Sheet, workbook
from app.domain.calendar import local_day
from app.domain.naming import fold
from app.services.listing import EXPORT_LIMIT
from app.web.frame import clock
from app.wording import lists as words

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAME_LENGTH = 80


def send_rows(
    title: str,
    *,
    filters: Sequence[str],
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    total: int,
    counted: str = "",
    named: Sequence[str] = (),
) -> Response:
    """The file as a download. ``named`` are the words of its name, the title if there are none; ``counted`` says how
    many there are where that is more than a number of rows."""
    lines = [title, words.filtered(filters), counted, words.rows_words(total, min(total, EXPORT_LIMIT))]
    lines = [line for line in lines if line] + [words.made_at(clock().now())]
    return send_sheets([Sheet(title, lines, columns, rows)], named=named or (title,))


def send_sheets(sheets: Sequence[Sheet], *, named: Sequence[str]) -> Response:
    return send_file(
        io.BytesIO(workbook(sheets)), mimetype=MIMETYPE, as_attachment=True, download_name=file_name(named)
    )


def send_word(content: bytes, *, named: Sequence[str]) -> Response:
    """A .docx as a download."""
    return send_file(
        io.BytesIO(content), mimetype=DOCX, as_attachment=True, download_name=file_name(named, suffix="docx")
    )


def file_name(named: Sequence[str], *, suffix: str = "xlsx") -> str:
    """As in: nhiem-vu-qua-han-20261122.xlsx. Letters and digits only, so that every machine keeps the name."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(" ".join(named)))[:_NAME_LENGTH].strip("-")
    return f"{slug}-{local_day(clock().now()):%Y%m%d}.{suffix}"
