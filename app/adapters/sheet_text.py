"""The text of a workbook: the rows of its sheets as lines, in the child; older workbooks by way of LibreOffice."""

from __future__ import annotations

from app.adapters.child import ChildError, Limits, run
from app.adapters.compound import SIGNATURE, is_whole
from app.adapters.doc_text import LOCKED_PACKAGE, is_whole_page
from app.adapters.office_program import NotConvertedError, convert, program
from app.domain.errors import DomainError

ZIP = b"PK\x03\x04"
WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
READING = Limits(processor=20, wall=40.0)


def sheet_text(content: bytes, filename: str) -> str:
    """The rows of every sheet that is shown, cells parted by TAB; titles above a list as plain lines.

    Some tenths of a second in a process of its own: never inside a transaction. Raises DomainError: file.encrypted,
    file.not_what_it_says, file.no_office, file.not_converted, and table.damaged, table.locked, table.too_large,
    table.too_many_rows.
    """
    return _asked("text", content if content.startswith(ZIP) else _renewed(content, filename), filename)


def sheet_heads(content: bytes, filename: str) -> str:
    """The first rows of all sheets, hidden ones too, a cell a line. Raises DomainError as ``sheet_text``."""
    return _asked("heads", content, filename)


def _asked(what: str, content: bytes, filename: str) -> str:
    try:
        data = run("app.adapters.sheet_worker", {"do": what}, content, limits=READING).data
    except ChildError as error:
        raise DomainError("file.sheet_heavy", filename=filename) from error
    if code := data.get("error"):
        raise DomainError(code, **{**data["params"], "filename": filename})
    return str(data["text"])


def _renewed(content: bytes, filename: str) -> bytes:
    """An .xls, or a web page that is called a workbook, as .xlsx."""
    if LOCKED_PACKAGE in content:
        raise DomainError("file.encrypted", filename=filename)
    if content.startswith(SIGNATURE) and any(name in content for name in WORKBOOK) and is_whole(content):
        source, name = "xls", "MS Excel 97"
    elif is_whole_page(content):
        source, name = "html", "calc_HTML_WebQuery"
    else:
        raise DomainError("file.not_what_it_says", filename=filename)
    if program() is None:
        raise DomainError("file.no_office", filename=filename)
    try:
        return convert(content, source=source, filter_name=name, target="xlsx")
    except NotConvertedError as error:
        raise DomainError("file.not_converted", filename=filename) from error
