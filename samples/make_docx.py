"""Make thong-bao-mau.docx from thong-bao-mau.txt, in the form of NĐ 30/2020/NĐ-CP (Phụ lục I).

Run from anywhere: ``python samples/make_docx.py``. The notice, its commune and its people are invented.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

HERE = Path(__file__).resolve().parent
SOURCE, TARGET = HERE / "thong-bao-mau.txt", HERE / "thong-bao-mau.docx"
HEAD_LINES = 6
WRITTEN_AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def write(paragraph: Any, text: str, size: float = 14, *, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def add(container: Any, text: str, size: float = 14, *, align: Any = CENTRE, **style: bool) -> Any:
    """A paragraph; the empty one a new cell begins with is used first."""
    first = container.paragraphs[0] if hasattr(container, "_tc") and not container.paragraphs[0].text else None
    paragraph = first or container.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    return write(paragraph, text, size, **style)


def rule(container: Any, share: float, width_mm: float) -> None:
    """A line below what was written last, as long as ``share`` of its column: a thin paragraph with a border."""
    paragraph = write(container.add_paragraph(), "", 2)
    side = Mm(width_mm * (1 - share) / 2)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = side
    shape.space_after, shape.line_spacing = Pt(4), Pt(3)
    border, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc")


def columns(document: Any, left_mm: float, right_mm: float) -> tuple[Any, Any]:
    """A borderless table of one row and two columns."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (left_mm, right_mm), strict=True):
        column.width = column.cells[0].width = Mm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return table.rows[0].cells[0], table.rows[0].cells[1]


def page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")


def head(document: Any, lines: list[str]) -> None:
    left, right = columns(document, 66, 99)
    superior, place, number, state, motto, dated = lines
    add(left, superior, 12, bold=True)
    add(left, place, 12, bold=True)
    rule(left, 0.35, 62)
    add(left, number, 13)
    add(right, state, 12, bold=True)
    add(right, motto, 13, bold=True)
    rule(right, 0.6, 95)
    add(right, dated, 13, italic=True)


def title(document: Any, kind: str, subject: str) -> None:
    add(document, kind, bold=True).paragraph_format.space_before = Pt(18)
    add(document, subject, bold=True)
    rule(document, 0.4, 165)


def body(document: Any, lines: list[str]) -> None:
    for line in lines:
        heading = line.isupper() or not line.endswith((".", ":", "./.", ";"))
        paragraph = add(document, line, align=JUSTIFY, bold=heading)
        paragraph.paragraph_format.first_line_indent = Mm(12.7)
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.keep_with_next = heading


def tail(document: Any, recipients: list[str], signature: list[str]) -> None:
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    left, right = columns(document, 80, 85)
    add(left, recipients[0], 12, align=WD_ALIGN_PARAGRAPH.LEFT, bold=True, italic=True)
    for line in recipients[1:]:
        add(left, line, 11, align=WD_ALIGN_PARAGRAPH.LEFT)
    for line in signature[:-1]:
        add(right, line, bold=True)
    add(right, signature[-1], bold=True).paragraph_format.space_before = Pt(60)


def main() -> None:
    lines = [line for line in SOURCE.read_text(encoding="utf-8").split("\n") if line.strip()]
    kind, subject = lines[HEAD_LINES : HEAD_LINES + 2]
    end = lines.index("Nơi nhận:")
    signed = next(i for i, line in enumerate(lines) if line.startswith("TL. "))
    document = Document()
    page(document)
    head(document, lines[:HEAD_LINES])
    title(document, kind, subject)
    body(document, lines[HEAD_LINES + 2 : end])
    tail(document, lines[end:signed], lines[signed:])
    document.core_properties.title, document.core_properties.author = subject, "Đôn Đốc"
    document.core_properties.created = document.core_properties.modified = WRITTEN_AT
    document.save(str(TARGET))


if __name__ == "__main__":
    main()
