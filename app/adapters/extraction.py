"""Bytes become text: .docx, .pdf and .txt, checked before anything is kept. Nothing here writes to disk."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from pathlib import PurePath

from app.adapters.docx_parts import LockedError, TooLargeError
from app.adapters.docx_text import WordText, open_docx
from app.adapters.pdf import pdf_heads, read_pdf
from app.domain.errors import DomainError
from app.domain.reading import secrecy_mark

MEGABYTES = 20
MAX_BYTES = MEGABYTES * 1024 * 1024
# Some four hundred pages: no notice is as long, and the reader answers in seconds for whatever is shorter.
MAX_CHARACTERS = 1_000_000
OLE_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
BINARY_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    OLE_SIGNATURE,
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"{\\rtf",
    b"GIF8",
    b"MZ",
    b"\x1f\x8b",
)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Blanks that are no blanks, marks that are no marks: what office programs leave in text.
_BLANKS = str.maketrans(dict.fromkeys("\xa0\u2007\u202f", " ") | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\xad"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file (NFC, lines ended by \\n) and what made it, for instance "docx 1".

    ``page_starts``: of a file with pages, where each begins in the text; offsets, rising, the first 0.
    """

    text: str
    extractor: str
    page_starts: tuple[int, ...] | None = None


def extract(content: bytes, filename: str) -> Extracted:
    """The text of an uploaded file.

    Raises ``DomainError`` with a code under ``file.``: empty, too_large, too_long, unknown_kind, not_what_it_says,
    encrypted, no_text, encoding, secret; for .pdf those of ``app.adapters.pdf``, whose work takes a process of its
    own and some tenths of a second: never inside a transaction.
    """
    if not content:
        raise DomainError("file.empty", filename=filename)
    if len(content) > MAX_BYTES:
        raise DomainError("file.too_large", filename=filename, megabytes=MEGABYTES)
    suffix = PurePath(filename).suffix.lower()
    if suffix == ".docx":
        text, extractor = _read_docx(content, filename), "docx 1"
    elif suffix == ".pdf":
        return _read_pdf(content, filename)
    elif suffix == ".txt":
        text, extractor = _read_txt(content, filename), "txt 1"
    else:
        raise DomainError("file.unknown_kind", filename=filename)
    return _checked(text, extractor, filename)


def check_pasted(text: str) -> Extracted:
    """The same checks for text pasted into a form."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DomainError("file.too_large", filename="", megabytes=MEGABYTES)
    if not text.strip():
        raise DomainError("file.no_text", filename="")
    return _checked(text, "pasted 1", "")


def normalised(text: str) -> str:
    """NFC, lines ended by \\n, plain blanks, no invisible or control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def _checked(text: str, extractor: str, filename: str) -> Extracted:
    if len(text) > MAX_CHARACTERS:
        raise DomainError("file.too_long", filename=filename, characters=len(text), most=MAX_CHARACTERS)
    text = normalised(text)
    if not any(char.isalpha() for char in text):
        raise DomainError("file.no_text", filename=filename)
    _refuse_mark(text, filename)
    return Extracted(text, extractor)


def _read_txt(content: bytes, filename: str) -> str:
    if content.startswith(BINARY_SIGNATURES):
        raise DomainError("file.not_what_it_says", filename=filename)
    wide = content.startswith(UTF16_MARKS)
    if not wide and b"\0" in content:
        raise DomainError("file.not_what_it_says", filename=filename)
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("file.encoding", filename=filename) from error


def _read_pdf(content: bytes, filename: str) -> Extracted:
    """Pages are normalised one by one, so that each still begins where it is said to."""
    found = read_pdf(content, filename)
    for text in found.apart:
        _refuse_mark(text, filename)
    _refuse_mark(found.text, filename)
    if found.problem:
        raise found.problem
    ends = (*found.page_starts[1:], len(found.text))
    pages = [normalised(found.text[start:end]) for start, end in zip(found.page_starts, ends, strict=True)]
    starts = accumulate((len(page) for page in pages[:-1]), initial=0)
    checked = _checked("".join(pages), "pdf-ocr 1" if found.by_machine else "pdf 1", filename)
    return replace(checked, page_starts=tuple(starts))


def refuse_secret_pdf(content: bytes, filename: str) -> None:
    """Look only for a secrecy mark, as far as the pages have text; a scan passes.

    Raises ``DomainError``: file.secret, and what keeps the file from being looked into (``app.adapters.pdf``). Not to
    be done inside a transaction either.
    """
    for text in pdf_heads(content, filename):
        _refuse_mark(text, filename)


def refuse_secret_docx(content: bytes, filename: str) -> None:
    """Look only for a secrecy mark: in the first lines, in text boxes, page headers and footers.

    A document without words passes. Raises ``DomainError``: file.secret, and what keeps the file from being looked
    into: file.too_large, file.encrypted, file.not_what_it_says.
    """
    with _open_docx(content, filename) as word:
        for text in chain([word.head()], word.apart):
            _refuse_mark(text, filename)


def _read_docx(content: bytes, filename: str) -> str:
    with _open_docx(content, filename) as word:
        for text in word.apart:
            _refuse_mark(text, filename)
        return "\n".join(word.lines)


@contextmanager
def _open_docx(content: bytes, filename: str) -> Iterator[WordText]:
    """The package, with whatever goes wrong in reading it told as a reason."""
    if content.startswith(OLE_SIGNATURE):
        raise DomainError("file.encrypted", filename=filename)
    try:
        yield open_docx(content)
    except DomainError:
        raise
    except TooLargeError as error:
        raise DomainError("file.too_large", filename=filename, megabytes=MEGABYTES) from error
    except LockedError as error:
        raise DomainError("file.encrypted", filename=filename) from error
    except Exception as error:  # a damaged package fails in as many ways as there are parts in it
        raise DomainError("file.not_what_it_says", filename=filename) from error


def _refuse_mark(text: str, filename: str) -> None:
    if mark := secrecy_mark(normalised(text)):
        raise DomainError("file.secret", filename=filename, mark=mark)
