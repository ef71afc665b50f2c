"""An office's own draft report, opened: its paragraphs as people see them, and what is refused before it is touched."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.adapters.compound import SIGNATURE
from app.adapters.docx_contents import in_contents
from app.adapters.docx_numbering import Numbering, W, is_on
from app.adapters.docx_parts import STRICT, USUAL, LockedError, Package, TooLargeError
from app.adapters.docx_text import REFERRED, paragraphs
from app.domain.draft_headings import DraftParagraph, Written, levelled
from app.domain.errors import DomainError

CONTENT_TYPES = "[Content_Types].xml"
WORD_DOCUMENT, MACRO_DOCUMENT, MACROS = b"wordprocessingml.document.main+xml", b"macroEnabled", "vbaProject.bin"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TRACKED = tuple(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange")
)
# All parts of a package together; pictures hardly get larger when they are unpacked.
MAX_UNPACKED = 200 * 1024 * 1024
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Draft:
    """An opened package. ``root`` is the element of its main part, to be changed; ``numbering`` begins a new count.

    ``first_page``: something is written in the header or the footer of first pages alone.
    """

    content: bytes
    main: str
    root: Any
    numbering: Callable[[], Numbering]
    is_strict: bool
    first_page: bool

    @property
    def body(self) -> Any:
        return self.root.find(f"{W}body")

    def read(self) -> tuple[list[Any], tuple[DraftParagraph, ...]]:
        """The paragraphs as elements and as people see them, in reading order."""
        numbering, found = self.numbering(), list(paragraphs(self.body))
        contents = in_contents(self.body)
        written = [_written(each, text, numbering, contents, in_table=in_table) for each, text, in_table in found]
        return [element for element, _, _ in found], levelled(written)

    def saved(self) -> bytes:
        """The package with its main part as it is now; every other part, its place and its date stay.

        Raises DomainError("report_draft.too_large").
        """
        from lxml import etree

        xml = etree.tostring(self.root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
        with _telling():
            return _replaced(self.content, self.main, xml.replace(USUAL, STRICT) if self.is_strict else xml)


def open_draft(content: bytes) -> Draft:
    """Raises DomainError with a code under ``report_draft.``: not_docx, macros, encrypted, too_large,
    tracked_changes."""
    if content.startswith(SIGNATURE):
        raise DomainError("report_draft.encrypted" if ENCRYPTED in content else "report_draft.not_docx")
    with _telling():
        draft = _opened(content)
        if next(draft.root.iter(*TRACKED), None) is not None:
            raise DomainError("report_draft.tracked_changes")
        draft.read()
    return draft


@contextmanager
def _telling() -> Iterator[None]:
    """Whatever goes wrong in reading is told as a reason."""
    try:
        yield
    except DomainError:
        raise
    except TooLargeError as error:
        raise DomainError("report_draft.too_large") from error
    except LockedError as error:
        raise DomainError("report_draft.encrypted") from error
    except Exception as error:  # a damaged package fails in as many ways as there are parts in it
        raise DomainError("report_draft.not_docx") from error


def _opened(content: bytes) -> Draft:
    package = Package(content)
    types, raw = package.unpacked(CONTENT_TYPES), package.unpacked(package.main)
    names = _names(content)
    if MACRO_DOCUMENT in types or any(name.endswith(MACROS) for name in names):
        raise DomainError("report_draft.macros")
    if len(set(names)) < len(names):
        raise ValueError("programs differ in which of two parts of one name they read")
    if WORD_DOCUMENT not in types or (STRICT in raw and USUAL in raw):
        raise ValueError("no Word document")
    root = parsed(raw.replace(STRICT, USUAL))
    draft = Draft(
        content=content,
        main=posixpath.normpath(package.main).lstrip("/"),
        root=root,
        numbering=_numbering(package),
        is_strict=STRICT in raw,
        first_page=_has_first_page(package, root),
    )
    if draft.body is None:
        raise ValueError("no Word document")
    return draft


def _names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.namelist()


def parsed(raw: bytes) -> Any:
    """The root element. Unlike python-docx's own way of reading, this keeps every blank."""
    from lxml import etree

    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False))


def _numbering(package: Package) -> Callable[[], Numbering]:
    """A counting from the beginning, each time it is asked for."""
    numberings, styles = package.related("numbering"), package.related("styles")
    return lambda: Numbering(numberings, styles)


def _has_first_page(package: Package, root: Any) -> bool:
    edges = (edge for name in ("header", "footer") for edge in root.iter(f"{W}{name}Reference"))
    shown = (package.referred(edge.get(REFERRED)) for edge in edges if edge.get(f"{W}type") == "first")
    return any(any(map(str.isalpha, "".join(part.itertext()))) for part in shown if part is not None)


def _written(paragraph: Any, text: str, numbering: Numbering, contents: set[Any], *, in_table: bool) -> Written:
    label = numbering.label(paragraph)
    return Written(
        text=label + text if text.strip() else "",
        outline=numbering.styles.outline(paragraph),
        depth=numbering.depth(paragraph) if label else 0,
        in_table=in_table,
        listed=paragraph in contents or numbering.styles.is_listed(paragraph),
        bold=_is_bold(paragraph, numbering),
    )


def _is_bold(paragraph: Any, numbering: Numbering) -> bool:
    """Whether every word of a paragraph is: by itself or, where it says nothing, by the paragraph's style."""
    written = {text.getparent() for text in paragraph.iter(f"{W}t") if (text.text or "").strip()}
    marks = [run.find(f"{W}rPr/{W}b") for run in written]
    by_itself = all(is_on(mark) for mark in marks if mark is not None)
    return bool(marks) and by_itself and (None not in marks or numbering.styles.is_bold(paragraph))


def _replaced(content: bytes, name: str, part: bytes) -> bytes:
    buffer, left = io.BytesIO(), MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        target.comment = source.comment
        for entry in source.infolist():
            with target.open(_like(entry), "w") as copy, source.open(entry) as original:
                if entry.filename == name:
                    copy.write(part)
                    continue
                while chunk := original.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise TooLargeError
                    copy.write(chunk)
    return buffer.getvalue()


def _like(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The same entry for another archive; of its extra fields none tells of the part."""
    made = zipfile.ZipInfo(entry.filename, entry.date_time)
    made.compress_type, made.comment = entry.compress_type, entry.comment
    made.create_system, made.internal_attr, made.external_attr = (
        entry.create_system,
        entry.internal_attr,
        entry.external_attr,
    )
    return made
