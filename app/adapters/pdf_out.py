"""A .docx as it prints, by LibreOffice where that is installed; the fonts are inside the file."""

from __future__ import annotations

from app.adapters.office_program import NotConvertedError, convert, program
from app.domain.errors import DomainError

MIMETYPE = "application/pdf"


def can_make_pdf() -> bool:
    return program() is not None


def to_pdf(docx: bytes) -> bytes:
    """Takes some seconds in a process of its own: never inside a transaction. Raises ``report.no_pdf_program`` or
    ``report.pdf_not_made``."""
    if not can_make_pdf():
        raise DomainError("report.no_pdf_program")
    try:
        return convert(docx, source="docx", filter_name="MS Word 2007 XML", target="pdf")
    except NotConvertedError as error:
        raise DomainError("report.pdf_not_made") from error
