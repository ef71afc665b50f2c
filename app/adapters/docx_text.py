"""The text of a Word document, in reading order, with its automatic numbers written out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.adapters.docx_parts import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT, PARAGRAPH, CELL, BOX = f"{W}t", f"{W}p", f"{W}tc", f"{W}txbxContent"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
WRITTEN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Words taken out, what floats beside the text, what only says how the text looks, and the second of two renderings.
SKIPPED = {f"{W}del", f"{W}moveFrom", BOX, f"{W}pict", f"{W}drawing", f"{W}instrText"}
SKIPPED |= {f"{W}pPr", f"{W}rPr", f"{W}sdtPr"}
SKIPPED |= {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# Word has nine levels of a list, short labels and short chains of styles. What goes beyond is made up, and without
# these bounds a small file could cost hours and all memory.
DEEPEST, LONGEST_LABEL, LARGEST_ROMAN, LONGEST_CHAIN = 8, 60, 999, 20
# A mark stands in the first lines of a text; no head has as many paragraphs, and none of them is as long.
HEAD_PARAGRAPHS, HEAD_WIDTH = 200, 5_000


@dataclass(frozen=True, slots=True)
class WordText:
    """The body line by line as it is read, and the texts apart from it: text boxes, WordArt, page headers, footers."""

    lines: Iterator[str]
    apart: Iterator[str]

    def head(self) -> str:
        """The first written lines of the body."""
        return _head(self.lines)


def open_docx(content: bytes) -> WordText:
    """The text of a Word document. Raises what ``docx_parts.Package`` raises, at the latest while it is read."""
    package = Package(content)
    body = package.root(package.main).find(f"{W}body")
    if body is None:
        raise ValueError("no Word document")
    numbering = _Numbering(package.related("numbering"), package.related("styles"))
    edges = [*package.related("header"), *package.related("footer")]
    return WordText((_line(paragraph, numbering) for paragraph in _paragraphs(body)), _apart(body, edges))


def _paragraphs(element: Any) -> Iterator[Any]:
    """Paragraphs in reading order, through whatever holds them: tables cell by cell, content controls, insertions."""
    for child in element:
        if child.tag == PARAGRAPH:
            yield child
        elif child.tag not in SKIPPED and not (child.tag == CELL and _is_merged(child)):
            yield from _paragraphs(child)


def _is_merged(cell: Any) -> bool:
    """Whether a cell only continues the one above it, whose text has been read."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _line(paragraph: Any, numbering: _Numbering) -> str:
    text = "".join(_written(paragraph))
    return numbering.label(paragraph) + text if text.strip() else ""


def _written(element: Any) -> Iterator[str]:
    """Text as it is shown: insertions taken, deletions and what floats beside the text left out."""
    for child in element:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in WRITTEN:
            yield WRITTEN[child.tag]
        elif child.tag not in SKIPPED:
            yield from _written(child)


def _head(lines: Iterator[str]) -> str:
    return "\n".join(islice((line[:HEAD_WIDTH] for line in lines if line.strip()), HEAD_PARAGRAPHS))


def _apart(body: Any, edges: list[Any]) -> Iterator[str]:
    """The heads of the texts apart; a page header that is shown on the first or on even pages only is among them."""
    for root in (body, *edges):
        for box in root.iter(BOX):
            yield _head("".join(_written(paragraph)) for paragraph in _paragraphs(box))
        for art in root.iter(WORD_ART):
            yield str(art.get("string", ""))[:HEAD_WIDTH]
    for edge in edges:
        yield _head("".join(_written(paragraph)) for paragraph in _paragraphs(edge))


class _Numbering:
    """Word's automatic lists: counts as Word does, so that a clause keeps the number people see."""

    def __init__(self, numberings: list[Any], styles: list[Any]) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.lists: dict[str, str] = {}
        self.styles = _Styles(styles)
        for root in numberings:
            self._read(root)

    def _read(self, root: Any) -> None:
        abstract = {a.get(f"{W}abstractNumId"): self._read_levels(a) for a in root.iter(f"{W}abstractNum")}
        for num in root.iter(f"{W}num"):
            link = num.find(f"{W}abstractNumId")
            if link is not None:
                number, shared = num.get(f"{W}numId"), link.get(f"{W}val")
                self.levels[number], self.lists[number] = abstract.get(shared, {}), shared

    @staticmethod
    def _read_levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
        """level → (format, text such as "%1.%2.", first number)."""

        def value(level: Any, name: str, default: str) -> str:
            found = level.find(f"{W}{name}")
            return str(found.get(f"{W}val", default)) if found is not None else default

        return {
            int(level.get(f"{W}ilvl", "0")): (
                value(level, "numFmt", "decimal"),
                value(level, "lvlText", "")[:LONGEST_LABEL],
                int(value(level, "start", "1")),
            )
            for level in abstract.iter(f"{W}lvl")
        }

    def label(self, paragraph: Any) -> str:
        """The number or bullet Word would show before a paragraph, with a blank after it; "" without one."""
        place = self.styles.list_place(paragraph)
        if place is None or place[0] not in self.levels:
            return ""
        number, level = place
        levels = self.levels[number]
        style, shown, start = levels.get(level, ("bullet", "", 1))
        if style == "bullet":
            return "- "
        if style == "none":
            return ""
        counts = self.counts.setdefault(self.lists[number], {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        for at in range(level + 1):
            kind, _, first = levels.get(at, ("decimal", "", 1))
            shown = shown.replace(f"%{at + 1}", _numeral(counts.get(at, first), kind))
        return f"{shown.strip()} " if shown.strip() else ""


class _Styles:
    """Paragraph styles, as far as they make a paragraph part of a list."""

    def __init__(self, roots: list[Any]) -> None:
        found = [style for root in roots for style in root.iter(f"{W}style") if style.get(f"{W}type") == "paragraph"]
        self.by_id = {style.get(f"{W}styleId"): style for style in found}
        self.default = next((style for style in found if style.get(f"{W}default") in {"1", "true", "on"}), None)

    def list_place(self, paragraph: Any) -> tuple[str, int] | None:
        """(list, level) of a paragraph, by itself or by its style."""
        for source in (paragraph, *self._chain(paragraph)):
            place = source.find(f"{W}pPr/{W}numPr")
            if place is None:
                continue
            number, level = place.find(f"{W}numId"), place.find(f"{W}ilvl")
            if number is None or number.get(f"{W}val") == "0":
                return None
            return str(number.get(f"{W}val")), min(int(level.get(f"{W}val")), DEEPEST) if level is not None else 0
        return None

    def _chain(self, paragraph: Any) -> Iterator[Any]:
        """The style of a paragraph and those it is based on; a chain that goes round in a circle ends all the same."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self.default if named is None else self.by_id.get(named.get(f"{W}val"), self.default)
        for _ in range(LONGEST_CHAIN):
            if style is None:
                return
            yield style
            base = style.find(f"{W}basedOn")
            style = None if base is None else self.by_id.get(base.get(f"{W}val"))


def _numeral(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"} and number <= LARGEST_ROMAN:
        roman = _roman(number)
        return roman.upper() if kind == "upperRoman" else roman
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, numeral in ROMAN:
        while number >= value:
            written, number = written + numeral, number - value
    return written
