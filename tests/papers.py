"""Documents as their words are: where lines may break is a question of its own (tests/web/test_typography.py)."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml.ns import qn

from app.wording.typography import NO_BREAK


def read_paper(content: bytes) -> Document:
    """A .docx with each space that does not break as one that does."""
    document = docx.Document(io.BytesIO(content))
    for text in document.element.body.iter(qn("w:t")):
        text.text = (text.text or "").replace(NO_BREAK, " ")
    return document
