"""Pictures of the pages of kept PDF files: drawn once, kept beside the file store, made again when lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.adapters.files import FileStore
from app.adapters.pdf import DPI, draw_page


def page_image(files: FileStore, digest: str, number: int) -> Path:
    """The picture (PNG) of a page (from 1) of the file with this hash. Drawing takes some tenths of a second: never
    inside a transaction. Raises DomainError: not_found for a page that is not there, file.pdf_heavy."""
    path = files.root / "pages" / digest[:2] / f"{digest}-{number}-{DPI}.png"
    if not path.exists():
        _put(path, draw_page(files.read(digest), number))
    return path


def _put(path: Path, content: bytes) -> None:
    """Written beside and renamed, so that nobody is sent half a picture. What is lost is drawn again: no fsync."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(content)
    os.replace(part.name, path)
