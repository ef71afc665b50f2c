"""Word's older forms (.doc, RTF, web pages named .doc) made into .docx by LibreOffice, or into text by antiword."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from itertools import chain, groupby
from pathlib import Path

from app.adapters.child import MEGABYTE, ChildError, Limits, run_program
from app.adapters.compound import SIGNATURE, is_whole
from app.adapters.list_rows import as_lines
from app.adapters.office_program import NotConvertedError, convert, program
from app.domain.errors import DomainError
from app.domain.reading.tables import is_list

SECTOR = 512
# The first word of a Word document inside the compound file, since 1997 and before.
WORD_97, WORD_95 = b"\xec\xa5", b"\xdc\xa5"
VERSIONS = range(0x65, 0x200)
LOCKED_BIT = 0x0100
LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|meta|body)\b", re.I | re.S
)
WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\n){0,10}?MIME-Version:", re.I)
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
PAGE_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
# How LibreOffice calls what the content is, after the suffix it is given.
OLD, OLDER, RICH, PAGE, XML = (
    ("doc", "MS Word 97"),
    ("doc", "MS WinWord 6.0"),
    ("rtf", "Rich Text Format"),
    ("html", "HTML (StarWriter)"),
    ("xml", "MS Word 2003 XML"),
)
QUICK = Limits(memory=256 * MEGABYTE, processor=5, wall=20.0, output=8 * MEGABYTE)


@dataclass(frozen=True, slots=True)
class Remade:
    """The same document in a newer form: a .docx, or bare text where only antiword was there."""

    docx: bytes = b""
    text: str = ""


def remake(content: bytes, filename: str) -> Remade:
    """An old Word file in a form that is read here.

    Takes a second or two in a process of its own: never inside a transaction. Macros and links are not followed.
    Raises DomainError: file.encrypted, file.not_what_it_says, file.no_office, file.not_converted.
    """
    source, content = _told_apart(content, filename)
    if program() is not None:
        try:
            return Remade(docx=convert(content, source=source[0], filter_name=source[1], target="docx"))
        except NotConvertedError as error:
            if source is not OLD or antiword() is None:
                raise DomainError("file.not_converted", filename=filename) from error
    return Remade(text=_by_antiword(content, filename, source))


def antiword() -> str | None:
    """Where antiword is installed; None where it is not."""
    return shutil.which("antiword")


def can_remake() -> bool:
    """Whether any program that reads .doc is installed."""
    return program() is not None or antiword() is not None


def _told_apart(content: bytes, filename: str) -> tuple[tuple[str, str], bytes]:
    """What the content is, whatever its name, and the content to convert. What was cut off is refused: LibreOffice
    would give the part that is left for the whole."""
    if content.startswith(SIGNATURE):
        return _of_compound(content, filename), content
    if content.startswith(b"{\\rtf") and content.rstrip(b"\0\r\n\t ").endswith(b"}"):
        return RICH, content
    content = content.removeprefix(b"\xef\xbb\xbf")
    if MAIL.match(content[:2000]):
        content = _page_of_mail(content)
    if WORD_2003 in content[:5000] and not any(mark in content for mark in DECLARATIONS):
        return XML, content
    if is_whole_page(content):
        return PAGE, content
    raise DomainError("file.not_what_it_says", filename=filename)


def is_whole_page(content: bytes) -> bool:
    """Whether the content is a web page from its beginning to its end."""
    return bool(WEB_PAGE.match(content[:5000]) and PAGE_END.search(content))


def _of_compound(content: bytes, filename: str) -> tuple[str, str]:
    """A compound file is Word's where a sector begins as a Word document does."""
    if LOCKED_PACKAGE in content:
        raise DomainError("file.encrypted", filename=filename)
    for at in range(SECTOR, len(content) - 12, SECTOR):
        kind = content[at : at + 2]
        if kind in (WORD_97, WORD_95) and int.from_bytes(content[at + 2 : at + 4], "little") in VERSIONS:
            if int.from_bytes(content[at + 10 : at + 12], "little") & LOCKED_BIT:
                raise DomainError("file.encrypted", filename=filename)
            if not is_whole(content):
                break
            return OLD if kind == WORD_97 else OLDER
    raise DomainError("file.not_what_it_says", filename=filename)


def _page_of_mail(content: bytes) -> bytes:
    """The web page in a file that Word saved as one piece together with its pictures."""
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return page
    return b""


def _by_antiword(content: bytes, filename: str, source: tuple[str, str]) -> str:
    path = antiword()
    if path is None or source is not OLD:
        raise DomainError("file.no_office", filename=filename)
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        (Path(name) / "in.doc").write_bytes(content)
        try:
            words = [path, "-w", "0", "-m", "UTF-8.txt", "in.doc"]
            shown = run_program(words, folder=Path(name), limits=QUICK).decode("utf-8", "replace")
        except ChildError as error:
            raise DomainError("file.not_converted", filename=filename) from error
    return "\n".join(_with_rows(shown.splitlines()))


def _with_rows(lines: Sequence[str]) -> Iterator[str]:
    """Antiword draws tables with strokes, a line of text a line: back to rows where they are lists, else to cells."""
    for is_table, found in groupby(lines, lambda line: line.startswith("|") and line.rstrip().endswith("|")):
        group = list(found)
        if not is_table:
            yield from group
            continue
        rows = _rows(group)
        if is_list(rows):
            yield from chain([""], as_lines(rows), [""])
        else:
            yield from (cell for row in rows for cell in row if cell)


def _rows(group: Sequence[str]) -> list[list[str]]:
    """A line whose first cell is empty, with as many cells as the line above, goes on with that row."""
    widest = max((_strokes(line) for line in group), key=len)
    rows: list[list[str]] = []
    before = 0
    for line in group:
        cells = _placed(line, widest)
        strokes = line.count("|")
        if rows and strokes == before and not cells[0]:
            rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        before = strokes
    return rows


def _strokes(line: str) -> list[int]:
    """Where the cells of a line begin."""
    return [at for at, char in enumerate(line.rstrip()[:-1]) if char == "|"]


def _placed(line: str, columns: Sequence[int]) -> list[str]:
    """The cells of a line under the columns they stand in; what spans several stands in the first of them."""
    placed = [""] * len(columns)
    texts = [part.strip() for part in line.rstrip().strip("|").split("|")]
    for begin, text in zip(_strokes(line), texts, strict=False):
        at = min(range(len(columns)), key=lambda column: abs(columns[column] - begin))
        placed[at] = f"{placed[at]} {text}".strip()
    return placed
