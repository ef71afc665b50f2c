"""The text of a Word document, in reading order, with its automatic numbers written out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WRITTEN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}pict", f"{W}drawing", f"{W}instrText"}
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def docx_text(content: bytes) -> tuple[str, list[str]]:
    """(the body's text, the texts that stand apart from it: text boxes, page headers and footers)."""
    from docx import Document

    document = Document(io.BytesIO(content))
    numbering = _Numbering(document)
    lines = [line for paragraph in _paragraphs(document) for line in [_line(paragraph, numbering)]]
    return "\n".join(lines), list(_apart(document))


def _paragraphs(container: Any) -> Iterator[Any]:
    """Paragraphs of a body or a cell; tables are read cell by cell, a merged cell once."""
    from docx.table import Table

    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            yield block
            continue
        seen: set[Any] = set()
        for row in block.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    yield from _paragraphs(cell)


def _line(paragraph: Any, numbering: _Numbering) -> str:
    text = "".join(_written(paragraph._p))
    return numbering.label(paragraph) + text if text.strip() else ""


def _written(element: Any) -> Iterator[str]:
    """Text as it is shown: insertions taken, deletions and what floats beside the text left out."""
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in WRITTEN:
            yield WRITTEN[child.tag]
        elif child.tag not in SKIPPED:
            yield from _written(child)


def _apart(document: Any) -> Iterator[str]:
    for box in document.element.body.iter(f"{W}txbxContent"):
        yield "\n".join("".join(_written(p)) for p in box.iter(f"{W}p"))
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            yield "\n".join("".join(_written(p)) for p in part._element.iter(f"{W}p"))


class _Numbering:
    """Word's automatic lists: counts as Word does, so that a clause keeps the number people see."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.lists: dict[str, str] = {}
        root = self._root(document)
        if root is None:
            return
        abstract = {a.get(f"{W}abstractNumId"): self._read_levels(a) for a in root.iter(f"{W}abstractNum")}
        for num in root.iter(f"{W}num"):
            link = num.find(f"{W}abstractNumId")
            if link is not None:
                number, shared = num.get(f"{W}numId"), link.get(f"{W}val")
                self.levels[number], self.lists[number] = abstract.get(shared, {}), shared

    @staticmethod
    def _root(document: Any) -> Any:
        from docx.opc.constants import RELATIONSHIP_TYPE

        related = (
            r for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING and not r.is_external
        )
        part = next((r.target_part for r in related), None)
        return getattr(part, "element", None)

    @staticmethod
    def _read_levels(abstract: Any) -> dict[int, tuple[str, str, int]]:
        """level → (format, text such as "%1.%2.", first number)."""

        def value(level: Any, name: str, default: str) -> str:
            found = level.find(f"{W}{name}")
            return str(found.get(f"{W}val", default)) if found is not None else default

        return {
            int(level.get(f"{W}ilvl", "0")): (
                value(level, "numFmt", "decimal"),
                value(level, "lvlText", ""),
                int(value(level, "start", "1")),
            )
            for level in abstract.iter(f"{W}lvl")
        }

    def label(self, paragraph: Any) -> str:
        """The number or bullet Word would show before a paragraph, with a blank after it; "" without one."""
        place = _list_place(paragraph)
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


def _list_place(paragraph: Any) -> tuple[str, int] | None:
    """(list, level) of a paragraph, by itself or by its style."""
    sources = [paragraph._p.pPr]
    style = paragraph.style
    while style is not None:
        sources.append(style.element.pPr)
        style = style.base_style
    for properties in sources:
        place = properties.find(f"{W}numPr") if properties is not None else None
        if place is None:
            continue
        number, level = place.find(f"{W}numId"), place.find(f"{W}ilvl")
        if number is None or number.get(f"{W}val") == "0":
            return None
        return str(number.get(f"{W}val")), int(level.get(f"{W}val")) if level is not None else 0
    return None


def _numeral(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman.upper() if kind == "upperRoman" else roman
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, numeral in ROMAN:
        while number >= value:
            written, number = written + numeral, number - value
    return written
