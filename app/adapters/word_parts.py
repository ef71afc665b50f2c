"""The small parts python-docx has no word for: drawn lines, page numbers, table heads that repeat.

python-docx is imported when a part is made, never at start: it costs a web worker some 24 MB.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from enum import Enum
from typing import TYPE_CHECKING, Any

from app.wording.typography import set_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable
    from docx.table import _Row
    from docx.text.paragraph import Paragraph as WordParagraph


class Align(Enum):
    """The names are those of Word."""

    LEFT = "LEFT"
    CENTRE = "CENTER"
    RIGHT = "RIGHT"


def restart_numbering(section: Section) -> None:
    """Each annex counts its own pages from 1, as the main text does."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    # The schema wants it before w:cols; after it, Word calls the file damaged.
    section._sectPr.find(qn("w:cols")).addprevious(numbering)


def page_number(paragraph: WordParagraph) -> None:
    """Arabic, centred in the top margin; the first page's own header stays empty."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _format(paragraph, Align.CENTRE)
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        font(run, 13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = instruction
        run._r.append(element)


def layout_table(word: Document, widths: tuple[float, ...], *, rows: int) -> WordTable:
    """A table without rules or padding: the way two blocks stand side by side."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table: WordTable = word.add_table(rows=rows, cols=len(widths))
    fix_widths(table, widths)
    padding = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        edge = OxmlElement(side)
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        padding.append(edge)
    # The schema wants it before w:tblLook.
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(padding)
    keep_rows_whole(table)
    return table


def fix_widths(table: WordTable, widths: tuple[float, ...]) -> None:
    """The columns as given (millimetres), whatever stands in them."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def repeat_on_each_page(table: WordTable) -> None:
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_rows_whole(table: WordTable) -> None:
    """No row is torn over two pages. The schema wants it before the mark of a repeated head."""
    for row in table.rows:
        keep_row_whole(row)


def keep_row_whole(row: _Row) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


class RowModel:
    """The last row of a table, taken out of it with a paragraph in each of its cells and copied for each row of texts:
    a copy takes a tenth of the time in which the library builds a row."""

    def __init__(self, table: WordTable) -> None:
        keep_row_whole(table.rows[-1])
        self._table, self._row = table._tbl, table.rows[-1]._tr
        self._table.remove(self._row)

    def add(self, texts: Sequence[str]) -> None:
        """A line of a text is a paragraph."""
        row = deepcopy(self._row)
        self._table.append(row)
        for cell, text in zip(row.tc_lst, texts, strict=True):
            first, *rest = text.split("\n")
            (paragraph,) = cell.p_lst
            copies = [deepcopy(paragraph) for _ in rest]
            for copy, part in zip((paragraph, *copies), (first, *rest), strict=True):
                copy.r_lst[0].text = set_text(part)
                cell.append(copy)


def line(
    place: Any,
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    align: Align = Align.CENTRE,
    before: float = 0,
    around: float = 0,
) -> WordParagraph:
    """A paragraph at single spacing in the document or a cell (a new cell's own empty paragraph is used first)."""
    from docx.shared import Pt

    paragraph = _next_paragraph(place)
    _format(paragraph, align)
    paragraph.paragraph_format.space_before = Pt(before or around)
    paragraph.paragraph_format.space_after = Pt(around)
    write(paragraph, text, size, bold=bold, italic=italic)
    _font_of_mark(paragraph, size)
    return paragraph


def _next_paragraph(place: Any) -> WordParagraph:
    is_new_cell = hasattr(place, "_tc") and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    paragraph: WordParagraph = place.paragraphs[0] if is_new_cell else place.add_paragraph()
    return paragraph


def rule(place: Any, column: float, length: float) -> None:
    """A drawn line of a length in a column (both in millimetres): a paragraph's top border between two indents."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    paragraph = line(place, "", size=4, before=3)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((column - length) / 2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")):
        top.set(qn(name), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _format(paragraph: WordParagraph, align: Align) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align.value)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = 1.0


def write(paragraph: WordParagraph, text: str, size: float, *, bold: bool = False, italic: bool = False) -> None:
    """All that is written in a document goes through ``set_text``, here and in the rows of ``RowModel``."""
    font(paragraph.add_run(set_text(text)), size, bold=bold, italic=italic)


def font(run: Any, size: float, *, bold: bool = False, italic: bool = False) -> None:
    from docx.shared import Pt

    run.font.size, run.bold, run.italic = Pt(size), bold or None, italic or None


def _font_of_mark(paragraph: WordParagraph, size: float) -> None:
    """The height of an empty paragraph is that of its mark."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark, height = OxmlElement("w:rPr"), OxmlElement("w:sz")
    height.set(qn("w:val"), str(round(size * 2)))
    mark.append(height)
    paragraph._p.get_or_add_pPr().append(mark)


def same_bytes(content: bytes) -> bytes:
    """The same parts in the same order under one fixed date: zip entries otherwise carry the second they were made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in _parts(content):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            target.writestr(entry, part, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        for name in source.namelist():
            yield name, source.read(name)
