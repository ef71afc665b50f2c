"""Official documents as .docx, in the form of NĐ 30/2020/NĐ-CP, Phụ lục I. Knows the form, not what is written in it.

python-docx is imported when a document is made, never at start: it costs a web worker some 24 MB.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FONT = "Times New Roman"

# Millimetres: top, bottom, left, right within the decree's 20–25, 20–25, 30–35, 15–20; A4 upright.
MARGINS = (20.0, 20.0, 30.0, 15.0)
PAGE = (210.0, 297.0)
LEFT_COLUMN, RIGHT_COLUMN = 68.0, 97.0
# The line under the motto is as long as the motto in bold 13 pt Times.
MOTTO_LINE = 58.0


class Style(Enum):
    """What a paragraph of the body is: bold, italic, size in points, indent of the first line in millimetres."""

    HEADING = (True, False, 14, 12.7)
    BODY = (False, False, 14, 12.7)
    NOTE = (False, True, 12, 12.7)


class Align(Enum):
    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in millimetres."""

    title: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table whose head repeats on each page; each row has one text per column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    size: int = 12  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A list on landscape pages of its own, numbered from 1. ``attached_to`` is the line in brackets, left blank in
    the places the văn thư fills."""

    label: str
    title: str
    attached_to: str
    notes: tuple[str, ...]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """``parent`` may be empty; ``number_line`` and ``date_line`` leave blank what is not known before signing."""

    parent: str
    agency: str
    number_line: str
    date_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """``kind`` and ``about`` are tên loại and trích yếu; ``addressed_to`` is empty where there is no "Kính gửi"."""

    letterhead: Letterhead
    kind: str
    about: str
    addressed_to: str
    blocks: tuple[Paragraph | Table, ...]
    receivers: tuple[str, ...]
    signed_as: tuple[str, ...]
    annexes: tuple[Annex, ...] = ()
    made_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)


def render(document: OfficialDocument) -> bytes:
    """The .docx. The same document gives the same bytes, so that a frozen report can be compared by its hash."""
    from docx import Document as new_document

    word = new_document()
    _prepare(word, document)
    _letterhead(word, document.letterhead)
    _title(word, document)
    for block in document.blocks:
        _block(word, block)
    _signature(word, document)
    for annex in document.annexes:
        _annex(word, annex)
    buffer = io.BytesIO()
    word.save(buffer)
    return _same_bytes(buffer.getvalue())


def _prepare(word: Document, document: OfficialDocument) -> None:
    """Page, base font, language and the file's own properties."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    properties = word.core_properties
    properties.author = properties.last_modified_by = document.letterhead.agency
    properties.title, properties.language, properties.comments = document.about, "vi-VN", ""
    properties.created = properties.modified = document.made_at.astimezone(UTC).replace(tzinfo=None)
    _set_page(word.sections[0], landscape=False)


def _set_page(section: Section, *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = reversed(PAGE) if landscape else PAGE
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, MARGINS)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    _page_number(section.header.paragraphs[0])
    _restart_numbering(section)


def _restart_numbering(section: Section) -> None:
    """Each annex counts its own pages from 1, as the main text does."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    # The schema wants it before w:cols; after it, Word calls the file damaged.
    section._sectPr.find(qn("w:cols")).addprevious(numbering)


def _page_number(paragraph: WordParagraph) -> None:
    """Arabic, centred in the top margin; the first page's own header stays empty."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _format(paragraph, Align.CENTRE)
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        _font(run, 13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = instruction
        run._r.append(element)


def _letterhead(word: Document, head: Letterhead) -> None:
    table = _layout_table(word, (LEFT_COLUMN, RIGHT_COLUMN), rows=2)
    left, right = table.rows[0].cells
    if head.parent:
        _line(left, head.parent.upper(), size=12)
    _line(left, head.agency.upper(), size=12, bold=True)
    _rule(left, LEFT_COLUMN, 24)
    _line(right, COUNTRY, size=12, bold=True)
    _line(right, MOTTO, size=13, bold=True)
    _rule(right, RIGHT_COLUMN, MOTTO_LINE)
    left, right = table.rows[1].cells
    _line(left, head.number_line, size=13)
    _line(right, head.date_line, size=13, italic=True)


def _title(word: Document, document: OfficialDocument) -> None:
    _line(word, document.kind.upper(), size=14, bold=True, before=14)
    _line(word, document.about, size=14, bold=True)
    _rule(word, PAGE[0] - MARGINS[2] - MARGINS[3], 40)
    if document.addressed_to:
        _line(word, f"Kính gửi: {document.addressed_to}", size=14, before=6)
    _line(word, "", size=6)


def _block(word: Document, block: Paragraph | Table) -> None:
    from docx.shared import Mm, Pt

    if isinstance(block, Table):
        _ruled_table(word, block)
        return
    bold, italic, size, indent = block.style.value
    paragraph = word.add_paragraph()
    _font(paragraph.add_run(block.text), size, bold=bold, italic=italic)
    form = paragraph.paragraph_format
    form.first_line_indent = Mm(indent)
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), 1.15 if size >= 14 else 1.0
    form.keep_with_next = bold
    form.widow_control = True
    paragraph.alignment = 3  # justified


def _signature(word: Document, document: OfficialDocument) -> None:
    """Nơi nhận on the left, level with the signer's office on the right; the name is left to whoever signs."""
    _line(word, "", size=6)
    table = _layout_table(word, (80.0, 85.0), rows=1)
    left, right = table.rows[0].cells
    _line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=Align.LEFT)
    for receiver in document.receivers:
        _line(left, f"- {receiver}", size=11, align=Align.LEFT)
    for title in document.signed_as:
        _line(right, title.upper(), size=14, bold=True)
    for _ in range(4):
        _line(right, "", size=14)


def _annex(word: Document, annex: Annex) -> None:
    from docx.enum.section import WD_SECTION

    _set_page(word.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    _line(word, annex.label, size=14, bold=True)
    _line(word, annex.title.upper(), size=14, bold=True)
    _line(word, annex.attached_to, size=13, italic=True)
    for note in annex.notes:
        _line(word, note, size=13)
    _line(word, "", size=6)
    _ruled_table(word, annex.table)


def _ruled_table(word: Document, table: Table) -> None:
    made = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    _fix_widths(made, tuple(column.width for column in table.columns))
    _repeat_on_each_page(made)
    _fill(made.rows[0].cells, tuple(column.title for column in table.columns), table, bold=True, head=True)
    for texts in table.rows:
        _fill(made.add_row().cells, texts, table)
    if table.total:
        _fill(made.add_row().cells, table.total, table, bold=True)
    _keep_rows_whole(made)
    _line(word, "", size=6)


def _fill(
    cells: tuple[_Cell, ...], texts: tuple[str, ...], table: Table, *, bold: bool = False, head: bool = False
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL

    for cell, text, column in zip(cells, texts, table.columns, strict=True):
        align = Align.CENTRE if head else column.align
        for line in text.split("\n"):
            _line(cell, line, size=table.size, bold=bold, align=align, around=1.5)
        if head:
            cell.vertical_alignment = VERTICAL.CENTER


def _layout_table(word: Document, widths: tuple[float, ...], *, rows: int) -> WordTable:
    """A table without rules or padding: the way two blocks stand side by side."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = word.add_table(rows=rows, cols=len(widths))
    _fix_widths(table, widths)
    padding = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        edge = OxmlElement(side)
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        padding.append(edge)
    table._tbl.tblPr.append(padding)
    _keep_rows_whole(table)
    return table


def _fix_widths(table: WordTable, widths: tuple[float, ...]) -> None:
    """The columns as given (millimetres), whatever stands in them."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _repeat_on_each_page(table: WordTable) -> None:
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_rows_whole(table: WordTable) -> None:
    """No row is torn over two pages. The schema wants it before the mark of a repeated head."""
    from docx.oxml import OxmlElement

    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _line(
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
    _font(paragraph.add_run(text), size, bold=bold, italic=italic)
    _font_of_mark(paragraph, size)
    return paragraph


def _next_paragraph(place: Any) -> WordParagraph:
    is_new_cell = hasattr(place, "_tc") and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    paragraph: WordParagraph = place.paragraphs[0] if is_new_cell else place.add_paragraph()
    return paragraph


def _rule(place: Any, column: float, length: float) -> None:
    """A drawn line of a length in a column (both in millimetres): a paragraph's top border between two indents."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    paragraph = _line(place, "", size=4, before=2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((column - length) / 2)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")):
        top.set(qn(name), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _format(paragraph: WordParagraph, align: Align) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH(align.value)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = 1.0


def _font(run: Any, size: float, *, bold: bool = False, italic: bool = False) -> None:
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


def _same_bytes(content: bytes) -> bytes:
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
