"""The form of NĐ 30/2020/NĐ-CP, Phụ lục I, read back from the produced .docx, rule by rule (DOMAIN.md §2.1–2.4)."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from app.adapters.word_widths import bold_width
from app.domain.terms import Audience
from app.services.discipline import discipline_docx
from tests.services.report_views import view_of

INTERNAL, SUPERIOR = Audience.INTERNAL, Audience.SUPERIOR
LEFT, CENTRE, JUSTIFIED = 0, 1, 3
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@cache
def paper(audience: Audience):
    """A report with both lists, opened again."""
    return docx.Document(io.BytesIO(discipline_docx(view_of(overdue=60, late=3), audience=audience)))


def plain(paragraph: Paragraph) -> str:
    return paragraph.text.replace("\u00a0", " ")


def body(audience: Audience) -> list[Paragraph]:
    return [paragraph for paragraph in paper(audience).paragraphs if paragraph.text]


def layout_tables(audience: Audience):
    """The letterhead and the foot: tables without rules."""
    return [table for table in paper(audience).tables if table.style.name != "Table Grid"]


def cell(audience: Audience, place: str) -> list[Paragraph]:
    head, foot = layout_tables(audience)
    cells = {
        "head left": head.rows[0].cells[0],
        "head right": head.rows[0].cells[1],
        "number": head.rows[1].cells[0],
        "date": head.rows[1].cells[1],
        "foot left": foot.rows[0].cells[0],
        "foot right": foot.rows[0].cells[1],
    }
    return [paragraph for paragraph in cells[place].paragraphs if paragraph.text]


@dataclass(frozen=True)
class Element:
    """What the decree says of one: where it stands, its sizes, its weight and slope, its letters and its position."""

    where: str  # "body", or a cell of the letterhead or the foot
    text: str  # a pattern of the whole line
    sizes: tuple[float, float]
    bold: bool = False
    italic: bool = False
    upper: bool = False
    align: int = CENTRE
    of: Audience = INTERNAL


ELEMENTS = {
    "Quốc hiệu": Element("head right", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), bold=True, upper=True),
    "Tiêu ngữ": Element("head right", MOTTO, (13, 14), bold=True),
    "Cơ quan chủ quản": Element("head left", "UBND TỈNH VÍ DỤ", (12, 13), upper=True),
    "Cơ quan ban hành": Element("head left", "ỦY BAN NHÂN DÂN", (12, 13), bold=True, upper=True),
    "Cơ quan ban hành, dòng hai": Element("head left", "XÃ VÍ DỤ", (12, 13), bold=True, upper=True),
    "Số, ký hiệu để trống": Element("number", r"Số: {4,}/BC-UBND", (13, 13)),
    "Địa danh, ngày để trống": Element("date", r"Ví Dụ, ngày {4,}tháng {4,}năm 2023", (13, 14), italic=True),
    "Tên loại": Element("body", "BÁO CÁO", (13, 14), bold=True, upper=True),
    "Trích yếu": Element("body", "Tình hình thực hiện nhiệm vụ được giao;", (13, 14), bold=True),
    "Kính gửi": Element("body", r"Kính gửi: Ủy ban nhân dân tỉnh Ví Dụ\.", (13, 14), of=SUPERIOR),
    "Tiêu đề phần": Element("body", r"I\. TÌNH HÌNH THỰC HIỆN .*", (13, 14), bold=True, upper=True, align=LEFT),
    "Nội dung": Element("body", r"Tính đến ngày 14/9/2023, .*", (13, 14), align=JUSTIFIED),
    "Cách tính": Element("body", r"Công thức: .*", (13, 14), italic=True, align=JUSTIFIED),
    "Quyền hạn": Element("foot right", "TM. ỦY BAN NHÂN DÂN", (13, 14), bold=True, upper=True),
    "Chức vụ": Element("foot right", "CHỦ TỊCH", (13, 14), bold=True, upper=True),
    "Nơi nhận": Element("foot left", "Nơi nhận:", (12, 12), bold=True, italic=True, align=LEFT),
    "Nơi nhận, danh sách": Element("foot left", r"- Lưu: VT, VP\.", (11, 11), align=LEFT),
    "Như trên": Element("foot left", "- Như trên;", (11, 11), align=LEFT, of=SUPERIOR),
    "Phụ lục I": Element("body", "Phụ lục I", (14, 14), bold=True),
    "Phụ lục II": Element("body", "Phụ lục II", (14, 14), bold=True),
    "Tên phụ lục": Element("body", "DANH MỤC NHIỆM VỤ QUÁ HẠN, CHƯA HOÀN THÀNH", (13, 14), bold=True, upper=True),
    "Kèm theo, để trống": Element("body", r"\(Kèm theo Báo cáo số {4,}/BC-UBND ngày {4,}.*", (13, 14), italic=True),
}  # fmt: skip


@pytest.mark.parametrize("name", ELEMENTS)
def test_each_element_has_its_place_size_weight_and_letters(name):
    element = ELEMENTS[name]
    lines = body(element.of) if element.where == "body" else cell(element.of, element.where)
    line = next(each for each in lines if re.fullmatch(element.text, plain(each)))
    sizes = {run.font.size.pt for run in line.runs}
    assert all(element.sizes[0] <= size <= element.sizes[1] for size in sizes), sizes
    assert {(bool(run.bold), bool(run.italic)) for run in line.runs} == {(element.bold, element.italic)}
    assert (line.text == line.text.upper()) is element.upper
    assert line.alignment == element.align


@pytest.mark.parametrize("audience", Audience)
def test_the_page_is_a4_with_its_margins_and_one_black_face(audience):
    made = paper(audience)
    for section in made.sections:
        sides = (round(section.page_width.mm), round(section.page_height.mm))
        assert sides in ((210, 297), (297, 210))
        ranges = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
        for side, (least, most) in ranges.items():
            assert least <= round(getattr(section, f"{side}_margin").mm) <= most, side
    fonts = {
        fonts.get(qn(f"w:{script}")) for fonts in made.element.iter(qn("w:rFonts")) for script in ("ascii", "hAnsi")
    }
    assert fonts <= {"Times New Roman"}
    assert made.styles["Normal"].font.name == "Times New Roman"
    assert {colour.get(qn("w:val")) for colour in made.element.iter(qn("w:color"))} <= {"000000", "auto"}


@pytest.mark.parametrize("audience", Audience)
def test_pages_are_numbered_in_the_top_margin_from_the_second_on(audience):
    for section in paper(audience).sections:
        assert section.different_first_page_header_footer
        assert "".join(paragraph.text for paragraph in section.first_page_header.paragraphs) == ""
        (number,) = section.header.paragraphs
        assert [each.text for each in number._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert number.alignment == CENTRE
        assert {(run.font.size.pt, bool(run.bold), bool(run.italic)) for run in number.runs} == {(13, False, False)}
        assert section.header_distance < section.top_margin
        assert not [paragraph for paragraph in section.footer.paragraphs if paragraph.text or paragraph.runs]


def test_each_annex_counts_its_own_pages_on_landscape_ones_and_the_text_is_upright():
    text, *annexes = paper(INTERNAL).sections
    assert text.orientation == WD_ORIENT.PORTRAIT
    assert [annex.orientation for annex in annexes] == [WD_ORIENT.LANDSCAPE] * 2
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in (text, *annexes)]
    assert starts == ["1", "1", "1"]


def test_the_text_is_set_with_first_lines_indented_and_room_between_paragraphs():
    paragraphs = [each for each in body(SUPERIOR) if each.alignment == JUSTIFIED]
    assert len(paragraphs) >= 5
    for paragraph in paragraphs:
        form = paragraph.paragraph_format
        assert round(form.first_line_indent.mm, 1) in (10.0, 12.7)
        assert form.space_after.pt >= 6
        assert 1.0 <= form.line_spacing <= 1.5


@pytest.mark.parametrize("audience", Audience)
def test_the_text_ends_with_its_sign_once(audience):
    ends = [plain(each) for each in body(audience) if "./." in each.text]
    assert len(ends) == 1
    assert ends[0].endswith("./.")
    justified = [plain(each) for each in body(audience) if each.alignment == JUSTIFIED]
    assert justified[-1] == ends[0]


def rules_drawn(paragraphs, column: float) -> list[float]:
    """The lengths of the drawn lines in a column, in millimetres."""
    drawn = [each for each in paragraphs if each._p.find(f".//{qn('w:pBdr')}") is not None]
    return [column - each.paragraph_format.left_indent.mm - each.paragraph_format.right_indent.mm for each in drawn]


def test_lines_are_drawn_and_as_long_as_the_decree_has_them():
    head = layout_tables(INTERNAL)[0].rows[0].cells
    (under_agency,) = rules_drawn(head[0].paragraphs, head[0].width.mm)
    (under_motto,) = rules_drawn(head[1].paragraphs, head[1].width.mm)
    (under_subject,) = rules_drawn(paper(INTERNAL).paragraphs, 165)
    agency, subject = bold_width("ỦY BAN NHÂN DÂN", 12), max(bold_width(each, 14) for each in subject_lines())
    assert agency / 3 <= under_agency <= agency / 2
    assert subject / 3 <= under_subject <= subject / 2
    assert under_motto == pytest.approx(bold_width(MOTTO, 13), abs=0.2)
    assert "__" not in "".join(plain(each) for each in paper(INTERNAL).paragraphs)


def subject_lines() -> list[str]:
    texts = [plain(each) for each in body(INTERNAL)]
    start = texts.index("BÁO CÁO") + 1
    return texts[start : start + 2]


def test_the_receivers_stand_level_with_the_signature_and_end_with_the_file():
    for audience, first in ((INTERNAL, "- Lãnh đạo Ủy ban nhân dân;"), (SUPERIOR, "- Như trên;")):
        lines = [plain(each) for each in cell(audience, "foot left")]
        assert lines[:2] == ["Nơi nhận:", first]
        assert all(line.endswith(";") for line in lines[1:-1])
        assert re.fullmatch(r"- Lưu: VT, .+\.", lines[-1])
    assert not [each for each in body(INTERNAL) if each.text.startswith("Kính gửi")]


def test_the_text_refers_to_its_annexes_and_heads_of_tables_repeat():
    text = " ".join(plain(each) for each in body(INTERNAL) if each.alignment == JUSTIFIED)
    assert "Phụ lục I kèm theo" in text
    assert "Phụ lục II kèm theo" in text
    ruled = [table for table in paper(INTERNAL).tables if table.style.name == "Table Grid"]
    assert len(ruled) == 3
    for table in ruled:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert sum(cell.width.mm for cell in table.rows[0].cells) <= 252.5
    assert not [table for table in paper(SUPERIOR).tables if table.style.name == "Table Grid"]


def test_a_single_annex_has_no_number():
    made = docx.Document(io.BytesIO(discipline_docx(view_of(overdue=2), audience=INTERNAL)))
    assert [each.text for each in made.paragraphs if each.text.startswith("Phụ lục")] == ["Phụ lục"]


def test_counts_days_and_months_carry_the_noughts_they_should():
    texts = "\n".join(plain(each) for audience in Audience for each in body(audience))
    assert "03 nhiệm vụ" in texts
    assert not re.search(r"(?<![\d/.])[1-9] nhiệm vụ", texts)
    assert not re.search(r"ngày \d/|/0[3-9]/", texts)


def test_the_signer_is_left_room_and_no_name():
    paragraphs = layout_tables(INTERNAL)[1].rows[0].cells[1].paragraphs
    assert [each.text for each in paragraphs if each.text] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert len([each for each in paragraphs if not each.text]) >= 3
