"""Documents in the form of NĐ 30/2020: what stands in the file, without a word processor."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from app.adapters.word import (
    Annex,
    Column,
    Letterhead,
    ListDocument,
    OfficialDocument,
    Paragraph,
    Style,
    Table,
    render,
    render_list,
)
from app.adapters.word_parts import Align
from tests.papers import read_paper

LIST = Table(
    columns=(Column("TT", 20, Align.CENTRE), Column("Nội dung", 232)),
    rows=tuple((str(n), f"Việc thứ {n}\nhai dòng") for n in range(1, 41)),
)
DOCUMENT = OfficialDocument(
    letterhead=Letterhead(
        parent="UBND tỉnh Ví Dụ",
        agency=("Ủy ban nhân dân", "xã Ví Dụ"),
        number_line="Số:      /BC-UBND",
        date_line="Ví Dụ, ngày      tháng      năm 2023",
    ),
    kind="Báo cáo",
    about=("Tình hình thực hiện nhiệm vụ;", "quý III"),
    addressed_to="Ủy ban nhân dân tỉnh Ví Dụ.",
    blocks=(
        Paragraph("I. KẾT QUẢ", Style.HEADING),
        Paragraph("Một câu."),
        Table(columns=(Column("A", 80), Column("B", 85)), rows=(("một", "hai"),), total=("", "tổng")),
        Paragraph("Ghi chú.", Style.NOTE),
    ),
    receivers=("Như trên;", "Lưu: VT."),
    signed_as=("TM. Ủy ban nhân dân", "Chủ tịch"),
    annexes=(Annex(label="Phụ lục", title="Danh mục", attached_to="(Kèm theo …)", notes=("Tính đến …",), table=LIST),),
)


@pytest.fixture(scope="module")
def made():
    return read_paper(render(DOCUMENT))


def test_the_page_is_a4_with_the_margins_of_the_decree(made):
    upright, landscape = made.sections
    assert (upright.orientation, landscape.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    for section, (width, height) in ((upright, (210, 297)), (landscape, (297, 210))):
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (width, height)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_pages_are_numbered_in_the_middle_of_the_head_from_the_second_on_and_anew_in_the_annex(made):
    for section in made.sections:
        assert section.different_first_page_header_footer
        assert not [run.text for paragraph in section.first_page_header.paragraphs for run in paragraph.runs]
        (paragraph,) = section.header.paragraphs
        assert [element.text for element in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert paragraph.alignment == 1
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_letterhead_has_its_sizes_and_weights(made):
    left, right = (cell.paragraphs for cell in made.tables[0].rows[0].cells)
    seen = [
        (paragraph.text, paragraph.runs[0].font.size.pt, bool(paragraph.runs[0].bold))
        for paragraph in (*left, *right)
        if paragraph.text
    ]
    assert seen == [
        ("UBND TỈNH VÍ DỤ", 12, False),
        ("ỦY BAN NHÂN DÂN", 12, True),
        ("XÃ VÍ DỤ", 12, True),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True),
        ("Độc lập - Tự do - Hạnh phúc", 13, True),
    ]
    number, day = (cell.paragraphs[0] for cell in made.tables[0].rows[1].cells)
    assert (number.text, day.text) == ("Số:      /BC-UBND", "Ví Dụ, ngày      tháng      năm 2023")
    assert day.runs[0].italic


def test_lines_are_drawn_and_not_typed(made):
    xml = made.element.xml
    assert "____" not in "".join(paragraph.text for paragraph in made.paragraphs)
    assert xml.count("<w:pBdr>") == 3


def test_the_text_is_times_new_roman_justified_and_indented(made):
    normal = made.styles["Normal"].element.rPr.rFonts
    assert {normal.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    body = next(paragraph for paragraph in made.paragraphs if paragraph.text == "Một câu.")
    assert (body.runs[0].font.size, body.alignment) == (Pt(14), 3)
    assert abs(body.paragraph_format.first_line_indent - Mm(12.7)) < 1000
    assert body.paragraph_format.space_after == Pt(6)


def test_the_head_of_a_table_repeats_and_no_row_is_torn(made):
    table = made.tables[-1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [len(cell.paragraphs) for cell in table.rows[1].cells] == [1, 2]
    assert [round(cell.width.mm) for cell in table.rows[0].cells] == [20, 232]
    assert len(table.rows) == 41


def test_the_parts_stand_in_the_order_of_the_schema(made):
    orders = {
        "w:tblPr": ("tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"),
        "w:pPr": ("pStyle", "keepNext", "widowControl", "pBdr", "spacing", "ind", "jc", "rPr", "sectPr"),
        "w:sectPr": ("headerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"),
    }
    for name, order in orders.items():
        for element in made.element.iter(qn(name)):
            places = [order.index(child.tag.rpartition("}")[2]) for child in element]
            assert places == sorted(places), (name, places)


def test_the_superior_is_addressed_and_the_signer_left_open(made):
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "Kính gửi: Ủy ban nhân dân tỉnh Ví Dụ." in texts
    left, right = made.tables[2].rows[0].cells
    assert [paragraph.text for paragraph in left.paragraphs] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert [paragraph.text for paragraph in right.paragraphs if paragraph.text] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_without_a_superior_nobody_is_addressed():
    made = docx.Document(io.BytesIO(render(replace(DOCUMENT, addressed_to="", annexes=()))))
    assert not [paragraph for paragraph in made.paragraphs if "Kính gửi" in paragraph.text]
    assert len(made.sections) == 1


def test_the_same_document_gives_the_same_bytes():
    assert render(DOCUMENT) == render(DOCUMENT)
    with zipfile.ZipFile(io.BytesIO(render(DOCUMENT))) as parts:
        assert parts.testzip() is None
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}


def test_the_file_says_whose_it_is_and_in_which_language(made):
    properties = made.core_properties
    assert (properties.author, properties.language) == ("Ủy ban nhân dân xã Ví Dụ", "vi-VN")
    assert properties.title == "Tình hình thực hiện nhiệm vụ; quý III"
    assert 'w:lang w:val="vi-VN"' in made.styles.element.xml


def test_the_library_is_not_imported_before_a_document_is_made():
    code = "import sys, app.adapters.word; sys.exit('docx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_working_list_lies_on_landscape_pages_with_headings_across_its_table():
    columns = (Column("Nội dung", 120), Column("Đơn vị", 100))
    made = ListDocument(
        agency=("UBND xã An Bình",),
        title="Bảng giao ban",
        notes=("Đến ngày 20/11/2023",),
        table=Table(columns=columns, rows=(("Phòng Kinh tế",), ("Rà soát hộ nghèo", "Phòng Kinh tế"))),
    )
    opened = docx.Document(io.BytesIO(render_list(made)))
    section, table = opened.sections[0], opened.tables[0]
    assert section.page_width > section.page_height
    assert [cell.text for cell in table.rows[1].cells] == ["Phòng Kinh tế"] * 2
    assert [cell.text for cell in table.rows[2].cells] == ["Rà soát hộ nghèo", "Phòng Kinh tế"]
    assert render_list(made) == render_list(made)
