"""PDF files: their text with page starts, the heads of their pages, and pictures of them. The work is the child's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.adapters.child import ChildError, Limits, Reply, run
from app.domain.errors import DomainError

MAX_PAGES = 200
# An annex of a thousand pages may be a good result; of what is kept without being read so many heads are seen.
MAX_HEADS = 500
# Two hundred pages are read in about ten seconds, a heavy page is drawn in one; what takes longer is meant to.
READING, DRAWING = Limits(processor=20, wall=40.0), Limits(processor=10, wall=20.0)
DPI = 110
MAX_PIXELS = 4_000_000
HEADER = b"%PDF-"
HEADER_WITHIN = 1024  # readers of PDF accept some bytes before the header
OTHERS = (
    b"PK\x03\x04",
    bytes.fromhex("D0CF11E0A1B11AE1"),
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"{\\rtf",
    b"<",
)


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a file, where each page begins in it, and what stands on its pages apart from the text.

    ``problem`` is why the text cannot be used all the same; a secrecy mark, which is looked for in what there is, goes
    before it.
    """

    text: str
    page_starts: tuple[int, ...]
    apart: tuple[str, ...]
    by_machine: bool  # some of it was laid over the images of a scan by text recognition
    problem: DomainError | None


def read_pdf(content: bytes, filename: str) -> PdfText:
    """The text layer of a PDF file. Raises DomainError: file.not_what_it_says, file.pdf_locked, file.pdf_broken,
    file.pdf_pages, file.pdf_heavy; and says, without raising, file.scan where there are pages that only show what they
    say (``app.adapters.ocr`` can read those), and file.pdf_legacy."""
    data = _ask(content, filename, {"do": "text", "most": MAX_PAGES}).data
    problem = _problem(data, filename)
    return PdfText(data["text"], tuple(data["starts"]), tuple(data["apart"]), bool(data["by_machine"]), problem)


def pdf_heads(content: bytes, filename: str) -> Sequence[str]:
    """Where a secrecy mark may stand: the first lines of each page, and what is written beside the text. A scan has
    none. Raises DomainError: file.not_what_it_says, file.pdf_locked, file.pdf_broken, file.pdf_heavy."""
    return tuple(_ask(content, filename, {"do": "heads", "most": MAX_HEADS}).data["apart"])


def draw_page(content: bytes, number: int, *, dpi: int = DPI) -> bytes:
    """A page (from 1) as PNG. Raises DomainError: not_found for a page that is not there, file.pdf_heavy."""
    request = {"do": "image", "page": number, "dpi": dpi, "pixels": MAX_PIXELS}
    return _ask(content, "", request).body


def _ask(content: bytes, filename: str, request: Mapping[str, Any]) -> Reply:
    if content.startswith(OTHERS) or HEADER not in content[:HEADER_WITHIN]:
        raise DomainError("file.not_what_it_says", filename=filename)
    limits = DRAWING if request["do"] == "image" else READING
    try:
        reply = run("app.adapters.pdf_worker", request, content, limits=limits)
    except ChildError as error:
        raise DomainError("file.pdf_heavy", filename=filename) from error
    match reply.data.get("error"):
        case None:
            return reply
        case "no_page":
            raise DomainError("not_found")
        case "locked":
            raise DomainError("file.pdf_locked", filename=filename)
        case "pages":
            raise DomainError("file.pdf_pages", filename=filename, pages=reply.data["pages"], most=MAX_PAGES)
        case _:
            raise DomainError("file.pdf_broken", filename=filename)


def _problem(data: Mapping[str, Any], filename: str) -> DomainError | None:
    """Why the text is no text, or not all of it."""
    if data["scanned"] or data["complaint"] == "garbled":
        return DomainError("file.scan", filename=filename)
    return DomainError("file.pdf_legacy", filename=filename) if data["complaint"] else None
