"""Bytes become text, whatever file they come in, checked before anything is kept.

Only the programs that read old Office files are given a folder, which is gone when they have answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate, chain
from pathlib import PurePath

from app.adapters.compound import SIGNATURE as OLE_SIGNATURE
from app.adapters.doc_text import can_remake, remake
from app.adapters.docx_parts import ElsewhereError, LockedError, TooLargeError
from app.adapters.docx_text import WordText, open_docx
from app.adapters.legacy import Converted, Encoding, decided, unified, unified_bytes
from app.adapters.pdf import PdfText, pdf_heads, read_pdf
from app.adapters.plain_text import normalised, normalised_pages
from app.adapters.sheet_text import sheet_heads, sheet_text
from app.domain.errors import DomainError
from app.domain.reading import secrecy_mark

MEGABYTES = 20
MAX_BYTES = MEGABYTES * 1024 * 1024
# Some four hundred pages: no notice is as long, and the reader answers in seconds for whatever is shorter.
MAX_CHARACTERS = 1_000_000
ZIP_SIGNATURE = b"PK\x03\x04"
WORD, SHEETS = (".docx", ".doc"), (".xlsx", ".xls")
# Photographs of pages, with their first bytes.
PICTURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
BINARY_SIGNATURES = (
    b"%PDF",
    ZIP_SIGNATURE,
    OLE_SIGNATURE,
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"{\\rtf",
    b"GIF8",
    b"MZ",
    b"\x1f\x8b",
)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file (NFC, lines ended by \\n) and what made it, for instance "docx 1".

    ``page_starts``: of a file with pages, where each begins in the text; offsets, rising, the first 0.
    ``converted``: the old encoding the text was in, "TCVN3" or "VNI"; None where it was Unicode. Then ``typed`` is the
    text before it was converted, line for line.
    """

    text: str
    extractor: str
    page_starts: tuple[int, ...] | None = None
    converted: str | None = None
    typed: str | None = None


def extract(content: bytes, filename: str, *, every_table: bool = False) -> Extracted:
    """The text of an uploaded file: .docx, .doc, .pdf, .xlsx, .xls or .txt. With ``every_table`` each table of a Word
    document is lines of cells parted by TAB, not only a list of tasks.

    Raises ``DomainError`` with a code under ``file.``: empty, too_large, too_long, unknown_kind, not_what_it_says,
    encrypted, no_text, encoding, secret, and scan for photographs of pages; further those of ``app.adapters.pdf``,
    ``app.adapters.doc_text`` and ``app.adapters.sheet_text``, whose work takes a process of its own and tenths of a
    second, or some seconds: never inside a transaction.
    """
    if not content:
        raise DomainError("file.empty", filename=filename)
    if len(content) > MAX_BYTES:
        raise DomainError("file.too_large", filename=filename, megabytes=MEGABYTES)
    suffix = PurePath(filename).suffix.lower()
    if suffix in WORD:
        return _read_word(content, filename, every_table)
    if suffix == ".pdf":
        return _read_pdf(content, filename)
    if suffix in SHEETS:
        return _checked(sheet_text(content, filename), "xlsx 1", filename)
    if suffix == ".txt":
        return _read_txt(content, filename)
    if suffix not in PICTURES:
        raise DomainError("file.unknown_kind", filename=filename)
    raise DomainError(
        "file.scan" if content.startswith(PICTURES[suffix]) else "file.not_what_it_says", filename=filename
    )


def check_pasted(text: str) -> Extracted:
    """The same checks for text pasted into a form."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DomainError("file.too_large", filename="", megabytes=MEGABYTES)
    if not text.strip():
        raise DomainError("file.no_text", filename="")
    return _checked(text, "pasted 1", "")


def check_recognised(text: str, apart: Iterable[str], filename: str) -> None:
    """The same checks for text recognised in pictures; ``apart`` stands on the pages beside it."""
    for each in apart:
        _refuse_mark(each, filename)
    _checked(text, "", filename)


def _checked(
    text: str,
    extractor: str,
    filename: str,
    fonts: frozenset[str] = frozenset(),
    legacy: Converted | None = None,
) -> Extracted:
    if len(text) > MAX_CHARACTERS:
        raise DomainError("file.too_long", filename=filename, characters=len(text), most=MAX_CHARACTERS)
    legacy = legacy or unified(text, fonts)
    typed = normalised(text)
    text = normalised(legacy.text) if legacy else typed
    if not any(char.isalpha() for char in text):
        raise DomainError("file.no_text", filename=filename)
    _refuse_mark(text, filename)
    if legacy is None:
        return Extracted(text, extractor)
    return Extracted(text, f"{extractor}+{legacy.encoding}", converted=legacy.encoding, typed=typed)


def _read_txt(content: bytes, filename: str) -> Extracted:
    if content.startswith(BINARY_SIGNATURES):
        raise DomainError("file.not_what_it_says", filename=filename)
    wide = content.startswith(UTF16_MARKS)
    if not wide and b"\0" in content:
        raise DomainError("file.not_what_it_says", filename=filename)
    try:
        return _checked(content.decode("utf-16" if wide else "utf-8-sig"), "txt 1", filename)
    except UnicodeDecodeError as error:
        legacy = None if wide else unified_bytes(content)
        if legacy is None:
            raise DomainError("file.encoding", filename=filename) from error
        return _checked(content.decode("cp1252", "replace"), "txt 1", filename, legacy=legacy)


def _read_pdf(content: bytes, filename: str) -> Extracted:
    found = read_pdf(content, filename)
    for text in found.apart:
        _refuse_mark(text, filename)
    _refuse_mark(found.text, filename)
    if found.problem:
        return _old_pdf(found, filename)
    text, starts = normalised_pages(found.text, found.page_starts)
    return replace(_checked(text, "pdf-ocr 1" if found.by_machine else "pdf 1", filename), page_starts=starts)


def _old_pdf(found: PdfText, filename: str) -> Extracted:
    """The text of a PDF that was typed in VNI. In one typed in TCVN3 a letter is a soft hyphen, which many programs
    leave out when they write a PDF: nobody could tell what is missing."""
    assert found.problem is not None
    decision = decided(found.text) if found.problem.code == "file.pdf_legacy" else None
    if decision is None or decision.encoding is not Encoding.VNI:
        raise found.problem
    ends = (*found.page_starts[1:], len(found.text))
    pages = [decision.applied(found.text[start:end]) for start, end in zip(found.page_starts, ends, strict=True)]
    text, starts = normalised_pages("".join(pages), tuple(accumulate(map(len, pages[:-1]), initial=0)))
    legacy = Converted(text, decision.encoding.value)
    return replace(_checked(found.text, "pdf 1", filename, legacy=legacy), page_starts=starts)


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
    into: file.too_large, file.encrypted, file.not_converted, file.not_what_it_says.
    """
    with _open_docx(content, filename) as word:
        fonts = word.fonts()
        for text in chain([word.head()], word.apart):
            _refuse_mark(text, filename, fonts)


def refuse_secret_doc(content: bytes, filename: str) -> None:
    """The same for .doc. Where no program that reads it is installed nobody can tell, and it passes. Takes a second:
    not to be done inside a transaction."""
    if not can_remake():
        return
    remade = remake(content, filename)
    if remade.docx:
        refuse_secret_docx(remade.docx, filename)
    else:
        _refuse_mark(remade.text, filename)


def refuse_secret_xlsx(content: bytes, filename: str) -> None:
    """The same for .xlsx: in the first rows of every sheet. Not to be done inside a transaction either."""
    _refuse_mark(sheet_heads(content, filename), filename)


def _read_word(content: bytes, filename: str, every_table: bool) -> Extracted:
    """By what the content is: a .doc may be a .docx that was renamed, and the other way round."""
    if content.startswith(ZIP_SIGNATURE):
        return _read_docx(content, filename, "docx 2", every_table)
    remade = remake(content, filename)
    if remade.docx:
        return _read_docx(remade.docx, filename, "doc 1", every_table)
    return _checked(remade.text, "doc-antiword 1", filename)


def _read_docx(content: bytes, filename: str, extractor: str, every_table: bool) -> Extracted:
    with _open_docx(content, filename, every_table) as word:
        fonts = word.fonts()
        for text in word.apart:
            _refuse_mark(text, filename, fonts)
        text = "\n".join(word.lines)
    return _checked(text, extractor, filename, fonts)


@contextmanager
def _open_docx(content: bytes, filename: str, every_table: bool = False) -> Iterator[WordText]:
    """The package, with whatever goes wrong in reading it told as a reason."""
    try:
        yield open_docx(content, every_table=every_table)
    except DomainError:
        raise
    except TooLargeError as error:
        raise DomainError("file.too_large", filename=filename, megabytes=MEGABYTES) from error
    except LockedError as error:
        raise DomainError("file.encrypted", filename=filename) from error
    except ElsewhereError as error:
        raise DomainError("file.not_converted", filename=filename) from error
    except Exception as error:  # a damaged package fails in as many ways as there are parts in it
        raise DomainError("file.not_what_it_says", filename=filename) from error


def _refuse_mark(text: str, filename: str, fonts: frozenset[str] = frozenset()) -> None:
    """``fonts``: of the document; the few words of a mark alone do not show that they are of an old encoding."""
    legacy = unified(text, fonts) if fonts else None
    for each in (text, legacy.text if legacy else ""):
        if mark := secrecy_mark(normalised(each)):
            raise DomainError("file.secret", filename=filename, mark=mark)
