"""The text of a Word document, in reading order, with its automatic numbers written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from app.adapters.docx_numbering import VALUE, Numbering, W
from app.adapters.docx_parts import ElsewhereError, Package
from app.adapters.list_rows import as_lines, goes_on
from app.domain.reading.tables import is_list

REFERRED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TEXTS = {f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
PARAGRAPH, RUN, TABLE, ROW, CELL, BOX = (f"{W}{name}" for name in ("p", "r", "tbl", "tr", "tc", "txbxContent"))
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
WRITTEN = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
WRITTEN[f"{W}softHyphen"] = "\xad"  # a letter in texts of before Unicode
SYMBOL, BULLET = f"{W}sym", "•"
NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
# One of two renderings of the same thing.
ALTERNATIVES, FALLBACK = (
    f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}"
    for name in ("AlternateContent", "Fallback")
)
FLOATING = {f"{W}pict", f"{W}drawing", f"{W}object"}
# Words taken out, what only says how the text looks, and what is read at another place.
SKIPPED = {f"{W}del", f"{W}moveFrom", BOX, f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", *FLOATING}
# A mark stands in the first lines of a text; no head has as many paragraphs, and none of them is as long.
HEAD_PARAGRAPHS, HEAD_WIDTH = 200, 5_000
WIDEST = 63  # columns Word gives a table


@dataclass(frozen=True, slots=True)
class WordText:
    """The body line by line as it is read, and the texts apart from it: text boxes, WordArt, page headers, footers.

    The lines of a letterhead that stands in the page header come first, those of text boxes after the paragraph they
    hang on, those of footnotes and endnotes last.
    """

    lines: Iterator[str]
    apart: Iterator[str]
    body: Any
    styles: list[Any]

    def head(self) -> str:
        """The first written lines of the body."""
        return _head(self.lines)

    def fonts(self) -> frozenset[str]:
        """The names of the fonts that the text is set in, by itself or by a style in use."""
        used = {link.get(VALUE) for name in ("pStyle", "rStyle") for link in self.body.iter(f"{W}{name}")}
        roots = [self.body]
        for root in self.styles:
            roots += root.iter(f"{W}docDefaults")
            roots += [s for s in root.iter(f"{W}style") if s.get(f"{W}default") or s.get(f"{W}styleId") in used]
        every = (font for root in roots for font in root.iter(f"{W}rFonts"))
        return frozenset(name for font in every for at in ("ascii", "hAnsi") if (name := font.get(f"{W}{at}")))


def open_docx(content: bytes, *, every_table: bool = False) -> WordText:
    """The text of a Word document; with ``every_table`` each table is lines of cells, as a list of tasks is.

    Raises ElsewhereError and what ``docx_parts.Package`` raises, at the latest while it is read.
    """
    package = Package(content)
    body = package.root(package.main).find(f"{W}body")
    if body is None:
        raise ValueError("no Word document")
    if any(next(body.iter(f"{W}{name}"), None) is not None for name in ("altChunk", "subDoc")):
        raise ElsewhereError
    styles = package.related("styles")
    edges = [*package.related("header"), *package.related("footer")]
    reading = _Reading(Numbering(package.related("numbering"), styles), every_table=every_table)
    notes = {kind: package.related(f"{kind}s") for kind in NOTES.values()}
    letterhead = _letterhead(package, body, reading)
    lines = chain(letterhead, reading.lines(body), reading.noted(notes))
    return WordText(lines, _apart(body, edges), body, styles)


def _letterhead(package: Package, body: Any, reading: _Reading) -> list[str]:
    """What the page header of the first page says, where it is more than the one line of a running title."""
    section = next(body.iter(f"{W}sectPr"), None)
    if section is None:
        return []
    kind = "default" if section.find(f"{W}titlePg") is None else "first"
    shown = [each for each in section.findall(f"{W}headerReference") if each.get(f"{W}type", "default") == kind]
    header = package.referred(shown[0].get(REFERRED)) if shown else None
    lines = [] if header is None else [line for line in reading.lines(header) if any(map(str.isalpha, line))]
    return [*lines, ""] if len(lines) > 1 else []


def paragraphs(body: Any) -> Iterator[tuple[Any, str, bool]]:
    """Each paragraph in reading order, with its text and whether it stands in a table; text boxes are left out."""
    reading = _Reading(Numbering([], []))
    for block in _inside(body, {PARAGRAPH, TABLE}):
        for paragraph in [block] if block.tag == PARAGRAPH else _inside(block, {PARAGRAPH}):
            yield paragraph, reading.written(paragraph), block.tag == TABLE


class _Reading:
    """One way through a document: numbers are counted and notes collected as they come."""

    def __init__(self, numbering: Numbering, *, every_table: bool = False) -> None:
        self.numbering = numbering
        self.every_table = every_table
        self.notes: list[tuple[str, str]] = []
        self.held = ""  # of paragraphs whose end has been taken out

    def lines(self, element: Any, *, in_cell: bool = False) -> Iterator[str]:
        """The lines of whatever holds paragraphs and tables; a list of tasks stands between blank lines."""
        columns = 0  # of the list just read, as long as nothing but blank lines has followed it
        for block in _inside(element, {PARAGRAPH, TABLE}):
            if block.tag == TABLE:
                rows = [self._row(row) for row in _inside(block, {ROW}) if not _is_removed(row)]
                texts = [["\n".join(cell) for cell in row] for row in rows]
                own = self.every_table or is_list(texts)
                if own or goes_on(texts, columns):
                    yield from chain([""] if own else [], as_lines(texts))
                    columns = max(map(len, texts))
                    continue
                found: Iterator[str] = (line for row in rows for cell in row for line in cell)
            else:
                found = self._paragraph(block, in_cell=in_cell)
            for line in found:
                if columns and line.strip():
                    columns = 0
                    yield ""
                if not columns:
                    yield line

    def _row(self, row: Any) -> list[list[str]]:
        """The lines of each cell of a row, one for every column: what a cell covers beside or below itself is empty."""
        before, after = (row.find(f"{W}trPr/{W}{name}") for name in ("gridBefore", "gridAfter"))
        cells: list[list[str]] = [[] for _ in range(_count(before))]
        for cell in _inside(row, {CELL}):
            if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                continue
            covered = _is_covered(cell)
            cells.append([] if covered else list(self.lines(cell, in_cell=True)))
            cells += [[] for _ in range(_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)]
        return cells + [[] for _ in range(_count(after))]

    def _paragraph(self, paragraph: Any, *, in_cell: bool) -> Iterator[str]:
        floating: list[Any] = []
        text = self.held + "".join(self._written(paragraph, floating))
        if _has_lost_its_end(paragraph):
            self.held = text
        else:
            self.held = ""
            # Word counts a paragraph without words too. In a cell its number is all that stands there.
            label = self.numbering.label(paragraph)
            yield label + text if text.strip() else label.strip() if in_cell else ""
        for box in _boxes(floating):
            yield from self.lines(box)

    def written(self, paragraph: Any) -> str:
        return "".join(self._written(paragraph, []))

    def _written(self, element: Any, floating: list[Any]) -> Iterator[str]:
        """Text as it is shown: insertions taken, deletions and what is hidden left out, what floats put aside."""
        for child in element:
            tag = child.tag
            if tag in TEXTS:
                yield (child.text or "").replace("\n", " ")
            elif tag in WRITTEN:
                yield WRITTEN[tag]
            elif tag in FLOATING:
                floating.append(child)
            elif tag == ALTERNATIVES:
                yield from self._written(_rendering(child), floating)
            elif tag == SYMBOL:
                yield _symbol(child.get(f"{W}char", ""))
            elif tag in NOTES:
                yield self._note(NOTES[tag], child.get(f"{W}id", ""))
            elif tag not in SKIPPED and not (tag == RUN and _is_hidden(child)):
                yield from self._written(child, floating)

    def _note(self, kind: str, number: str) -> str:
        self.notes.append((kind, number))
        return f"[{len(self.notes)}]"

    def noted(self, parts: dict[str, list[Any]]) -> Iterator[str]:
        """The notes that were referred to, each with its mark, after a blank line."""
        found = {
            (kind, note.get(f"{W}id")): note
            for kind, roots in parts.items()
            for root in roots
            for note in root.iter(f"{W}{kind}")
        }
        wanted = [(f"[{at}]", found[note]) for at, note in enumerate(self.notes, 1) if note in found]
        for at, (mark, note) in enumerate(wanted):
            text = " ".join(line.strip() for line in self.lines(note) if line.strip())
            if text:
                yield from ("", f"{mark} {text}") if at == 0 else (f"{mark} {text}",)


def _inside(element: Any, tags: set[str]) -> Iterator[Any]:
    """What is looked for, in reading order, through whatever holds it: content controls, insertions, custom XML."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag == ALTERNATIVES:
            yield from _inside(_rendering(child), tags)
        elif child.tag not in SKIPPED:
            yield from _inside(child, tags)


def _rendering(alternatives: Any) -> Any:
    """The first of several renderings; the fallback is for programs that know none of the others."""
    return next((one for one in alternatives if one.tag != FALLBACK), next(iter(alternatives), ()))


def _boxes(floating: list[Any]) -> Iterator[Any]:
    for thing in floating:
        if thing.tag == BOX:
            yield thing
        else:
            yield from _boxes([_rendering(thing)] if thing.tag == ALTERNATIVES else list(thing))


def _is_removed(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _is_covered(cell: Any) -> bool:
    """Whether a cell only continues the one above it or beside it, whose text has been read."""
    merges = [cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge")]
    return any(merge is not None and merge.get(VALUE, "continue") == "continue" for merge in merges)


def _count(element: Any, least: int = 0) -> int:
    return least if element is None else max(least, min(int(element.get(VALUE, "0")), WIDEST))


def _has_lost_its_end(paragraph: Any) -> bool:
    """Whether the paragraph's mark was taken out or moved away, so that it runs on into the next one."""
    marks = [paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") for name in ("del", "moveFrom")]
    return any(mark is not None for mark in marks)


def _is_hidden(run: Any) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(VALUE, "1") not in {"0", "false", "off"}


def _symbol(code: str) -> str:
    """A character of a symbol font is known by its place in that font only: a bullet, most often."""
    number = int(code, 16) if code else 0
    return BULLET if number < 0x20 or 0xD800 <= number < 0xF900 or number > 0x10FFFF else chr(number)


def _head(lines: Iterator[str]) -> str:
    return "\n".join(islice((line[:HEAD_WIDTH] for line in lines if line.strip()), HEAD_PARAGRAPHS))


def _apart(body: Any, edges: list[Any]) -> Iterator[str]:
    """The heads of the texts apart; a page header that is shown on the first or on even pages only is among them."""
    for root in (body, *edges):
        for box in root.iter(BOX):
            yield _head(_plain_lines(box))
        for art in root.iter(WORD_ART):
            yield str(art.get("string", ""))[:HEAD_WIDTH]
    for edge in edges:
        yield _head(_plain_lines(edge))


def _plain_lines(element: Any) -> Iterator[str]:
    return _Reading(Numbering([], [])).lines(element)
