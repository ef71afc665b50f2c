"""Official documents as .docx, in the form of NĐ 30/2020/NĐ-CP, Phụ lục I. Knows the form, not what is written in it.

python-docx is imported when a document is made, never at start: it costs a web worker some 24 MB.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from app.adapters.word_parts import (
    Align,
    RowModel,
    fix_widths,
    keep_rows_whole,
    layout_table,
    line,
    page_number,
    repeat_on_each_page,
    restart_numbering,
    rule,
    same_bytes,
    write,
)
from app.wording.documents import COUNTRY, MOTTO, RECEIVERS, SUBJECT, TO
from app.wording.line_widths import bold_width

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable
    from docx.table import _Cell

FONT = "Times New Roman"

# Millimetres: top, bottom, left, right within the decree's 20–25, 20–25, 30–35, 15–20; A4 upright.
MARGINS = (20.0, 20.0, 30.0, 15.0)
PAGE = (210.0, 297.0)
TEXT_WIDTH = PAGE[0] - MARGINS[2] - MARGINS[3]
LEFT_COLUMN, RIGHT_COLUMN = 68.0, 97.0
# Of the text above it, the length of the line under an agency and under a subject: a third to a half.
LINE_OF_TEXT = 0.4
# Where "Kính gửi:" of several begins, and how far behind it its colon stands in 14 pt Times: the dashes are below it.
TO_INDENT, TO_COLON = 25.0, 17.5


class Style(Enum):
    """What a paragraph of the body is: bold, italic, size in points, indent of the first line in millimetres."""

    HEADING = (True, False, 14, 12.7)
    BODY = (False, False, 14, 12.7)
    NOTE = (False, True, 13, 12.7)


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
    """A ruled table whose head repeats on each page; each row has one text per column, or one text alone: a heading
    across the table."""

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
    agency: tuple[str, ...]
    number_line: str
    date_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """``kind`` and ``about`` are tên loại and trích yếu; a công văn has no kind, and its ``about`` stands as one line
    under the number. ``addressed_to`` is empty where there is no "Kính gửi"; several are in the places of one each."""

    letterhead: Letterhead
    kind: str
    about: tuple[str, ...]
    addressed_to: str | tuple[str, ...]
    blocks: tuple[Paragraph | Table, ...]
    receivers: tuple[str, ...]
    signed_as: tuple[str, ...]
    annexes: tuple[Annex, ...] = ()
    made_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocument:
    """A working list on landscape pages, for a meeting or a handover: no number. ``agency`` stands at its head,
    ``notes`` under the title, ``closing`` below the table; each of ``signed_by`` signs side by side at the end, the
    first line of each who it is."""

    agency: tuple[str, ...]
    title: str
    notes: tuple[str, ...]
    table: Table
    closing: tuple[str, ...] = ()
    signed_by: tuple[tuple[str, ...], ...] = ()
    made_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)


def render_list(document: ListDocument) -> bytes:
    """The .docx of a working list; the same list gives the same bytes."""
    from docx import Document as new_document

    word = new_document()
    _describe(word, " ".join(document.agency), document.title, document.made_at)
    _set_page(word.sections[0], landscape=True)
    for part in document.agency:
        line(word, part.upper(), size=12, bold=True, align=Align.LEFT)
    line(word, document.title.upper(), size=14, bold=True)
    for note in document.notes:
        line(word, note, size=13, italic=True)
    line(word, "", size=6)
    _ruled_table(word, document.table)
    for text in document.closing:
        line(word, text, size=13, align=Align.LEFT)
    if document.signed_by:
        _signatures(word, document.signed_by)
    buffer = io.BytesIO()
    word.save(buffer)
    return same_bytes(buffer.getvalue())


def _signatures(word: Document, signed_by: tuple[tuple[str, ...], ...]) -> None:
    """Side by side, with room to sign; never on a page of their own."""
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    width = (PAGE[1] - MARGINS[2] - MARGINS[3]) / len(signed_by)
    cells = layout_table(word, (width,) * len(signed_by), rows=1).rows[0].cells
    for cell, (who, *rest) in zip(cells, signed_by, strict=True):
        line(cell, who.upper(), size=13, bold=True)
        for text in rest:
            line(cell, text, size=12, italic=True)
        for _ in range(4):
            line(cell, "", size=13)


def render(document: OfficialDocument) -> bytes:
    """The .docx. The same document gives the same bytes, so that a frozen report can be compared by its hash."""
    from docx import Document as new_document

    word = new_document()
    _prepare(word, document)
    _letterhead(word, document.letterhead, "" if document.kind else f"{SUBJECT} {' '.join(document.about)}")
    if document.kind:
        _title(word, document)
    _addressees(word, document.addressed_to)
    line(word, "", size=6)
    for block in document.blocks:
        _block(word, block)
    _signature(word, document)
    for annex in document.annexes:
        _annex(word, annex)
    buffer = io.BytesIO()
    word.save(buffer)
    return same_bytes(buffer.getvalue())


def annex_blocks(annex: Annex) -> list[Any]:
    """The paragraphs and the table of an annex as elements, for another document; its section is left to the caller."""
    from docx import Document as new_document

    word = new_document()
    _annex_content(word, annex)
    return [block for block in word.element.body if not block.tag.endswith("}sectPr")]


def _prepare(word: Document, document: OfficialDocument) -> None:
    head = " ".join(document.letterhead.agency)
    _describe(word, head, " ".join(document.about), document.made_at)
    _set_page(word.sections[0], landscape=False)


def _describe(word: Document, author: str, title: str, made_at: datetime) -> None:
    """Base font, language and the file's own properties."""
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
    properties.author = properties.last_modified_by = author
    properties.title, properties.language, properties.comments = title, "vi-VN", ""
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)


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
    page_number(section.header.paragraphs[0])
    restart_numbering(section)


def _letterhead(word: Document, head: Letterhead, subject: str) -> None:
    table = layout_table(word, (LEFT_COLUMN, RIGHT_COLUMN), rows=2)
    left, right = table.rows[0].cells
    if head.parent:
        line(left, head.parent.upper(), size=12)
    for part in head.agency:
        line(left, part.upper(), size=12, bold=True)
    rule(left, LEFT_COLUMN, _line_under(map(str.upper, head.agency), 12, LEFT_COLUMN))
    line(right, COUNTRY, size=12, bold=True)
    line(right, MOTTO, size=13, bold=True)
    rule(right, RIGHT_COLUMN, bold_width(MOTTO, 13))  # as long as the motto
    left, right = table.rows[1].cells
    line(left, head.number_line, size=13)
    line(right, head.date_line, size=13, italic=True)
    if subject:
        line(left, subject, size=12, before=6)


def _title(word: Document, document: OfficialDocument) -> None:
    line(word, document.kind.upper(), size=14, bold=True, before=14)
    for part in document.about:
        line(word, part, size=14, bold=True)
    rule(word, TEXT_WIDTH, _line_under(document.about, 14, TEXT_WIDTH))


def _line_under(lines: Iterable[str], size: float, room: float) -> float:
    """Millimetres: by the longest of the lines, which breaks where there is no more room."""
    return LINE_OF_TEXT * min(room, max(bold_width(text, size) for text in lines))


def _addressees(word: Document, to: str | tuple[str, ...]) -> None:
    """One stands behind "Kính gửi:"; several on lines of their own, their dashes below its colon."""
    from docx.shared import Mm

    if isinstance(to, str) or len(to) == 1:
        if to:
            line(word, f"{TO} {to if isinstance(to, str) else to[0]}", size=14, before=6)
        return
    line(word, TO, size=14, align=Align.LEFT, before=12).paragraph_format.left_indent = Mm(TO_INDENT)
    for place, each in enumerate(to, 1):
        form = line(word, f"- {each}{'.' if place == len(to) else ';'}", size=14, align=Align.LEFT).paragraph_format
        form.left_indent, form.first_line_indent = Mm(TO_INDENT + TO_COLON + 3), Mm(-3)


def _block(word: Document, block: Paragraph | Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    if isinstance(block, Table):
        _ruled_table(word, block)
        return
    bold, italic, size, indent = block.style.value
    paragraph = word.add_paragraph()
    write(paragraph, block.text, size, bold=bold, italic=italic)
    form = paragraph.paragraph_format
    form.first_line_indent = Mm(indent)
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), 1.15 if size >= 14 else 1.0
    form.keep_with_next = bold  # a head never ends a page
    form.widow_control = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if bold else WD_ALIGN_PARAGRAPH.JUSTIFY


def _signature(word: Document, document: OfficialDocument) -> None:
    """Nơi nhận on the left, level with the signer's office on the right; the name is left to whoever signs."""
    # The last words go with the signature, which never stands on a page alone.
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    line(word, "", size=6).paragraph_format.keep_with_next = True
    table = layout_table(word, (80.0, 85.0), rows=1)
    left, right = table.rows[0].cells
    line(left, RECEIVERS, size=12, bold=True, italic=True, align=Align.LEFT)
    for receiver in document.receivers:
        line(left, f"- {receiver}", size=11, align=Align.LEFT)
    for title in document.signed_as:
        line(right, title.upper(), size=14, bold=True)
    for _ in range(4):
        line(right, "", size=14)


def _annex(word: Document, annex: Annex) -> None:
    from docx.enum.section import WD_SECTION

    _set_page(word.add_section(WD_SECTION.NEW_PAGE), landscape=True)
    _annex_content(word, annex)


def _annex_content(word: Document, annex: Annex) -> None:
    line(word, annex.label, size=14, bold=True)
    line(word, annex.title.upper(), size=14, bold=True)
    line(word, annex.attached_to, size=13, italic=True)
    for note in annex.notes:
        line(word, note, size=13)
    line(word, "", size=6)
    _ruled_table(word, annex.table)


def _ruled_table(word: Document, table: Table) -> None:
    made = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    fix_widths(made, tuple(column.width for column in table.columns))
    repeat_on_each_page(made)
    keep_rows_whole(made)
    _fill(made.rows[0].cells, tuple(column.title for column in table.columns), table, bold=True, head=True)
    heading, ordinary = _heading_model(made, table), _row_model(made, table)
    for texts in table.rows:
        (heading if len(texts) == 1 else ordinary).add(texts)
    if table.total:
        _row_model(made, table, bold=True).add(table.total)
    line(word, "", size=6)


def _heading_model(made: WordTable, table: Table) -> RowModel:
    """A row that is one cell."""
    cells = made.add_row().cells
    line(cells[0].merge(cells[-1]), "", size=table.size, bold=True, align=Align.LEFT, around=1.5)
    return RowModel(made)


def _row_model(made: WordTable, table: Table, *, bold: bool = False) -> RowModel:
    _fill(made.add_row().cells, ("",) * len(table.columns), table, bold=bold)
    return RowModel(made)


def _fill(
    cells: tuple[_Cell, ...], texts: tuple[str, ...], table: Table, *, bold: bool = False, head: bool = False
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL

    for cell, text, column in zip(cells, texts, table.columns, strict=True):
        align = Align.CENTRE if head else column.align
        for part in text.split("\n"):
            line(cell, part, size=table.size, bold=bold, align=align, around=1.5)
        if head:
            cell.vertical_alignment = VERTICAL.CENTER
