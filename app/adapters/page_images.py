"""Pictures of the pages of kept files: drawn once, kept beside the file store, made again when lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.adapters.files import FileStore
from app.adapters.ocr import draw_picture
from app.adapters.pdf import DPI, draw_page
from app.domain.errors import DomainError

PICTURES = (b"\x89PNG", b"\xff\xd8\xff")


def page_image(files: FileStore, digest: str, number: int) -> Path:
    """The picture (PNG) of a page (from 1) of the file with this hash. Drawing takes some tenths of a second: never
    inside a transaction. Raises DomainError: not_found for a page that is not there, file.pdf_heavy."""
    path = files.root / "pages" / digest[:2] / f"{digest}-{number}-{DPI}.png"
    if not path.exists():
        _put(path, _drawn(files.read(digest), number))
    return path


def _drawn(content: bytes, number: int) -> bytes:
    """A photograph is its own first page."""
    if not content.startswith(PICTURES):
        return draw_page(content, number)
    if number != 1:
        raise DomainError("not_found")
    return draw_picture(content)


def _put(path: Path, content: bytes) -> None:
    """Written beside and renamed, so that nobody is sent half a picture. What is lost is drawn again: no fsync."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(content)
    os.replace(part.name, path)
