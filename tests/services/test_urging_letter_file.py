"""The công văn đôn đốc: what it freezes, and its .docx as the official form wants it (NĐ 30/2020, DOMAIN.md §2)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.office_program import convert, program
from app.adapters.pdf import read_pdf
from app.domain.terms import DueReason, EventKind, Urgency
from app.models import Assignment, UrgingLetter, UrgingLetterAssignment
from app.services import recording, urging_letters
from app.services.urging_choice import LetterWish, make_letters, offer
from app.services.urging_letter_file import letter_document, letter_docx
from app.services.urging_letter_rows import rows_of
from app.wording import urging_letter as say
from app.wording.rights import LIMITED_IN_MAIL
from tests.cast import Cast
from tests.conftest import TODAY
from tests.papers import read_paper
from tests.services.giving import Giving

DUE = date(2023, 9, 4)  # ten days, eight of them working, before the clock's day
FIVE = FixedClock.at(TODAY, 17, 0).instant


@pytest.fixture
def give(cast, clock) -> Giving:
    clock.instant = FIVE
    return Giving(cast, clock)


@pytest.fixture
def make(cast: Cast, clock):
    """The letters of a press on the page, of all units unless some are named."""

    def act(*units: str, **more: object) -> list[UrgingLetter]:
        found = offer(cast.session, actor=cast.staff, clock=clock)
        keys = [cast.units[each].public_id for each in units] or [unit.public_id for unit in found.units]
        wish = LetterWish(**({"units": keys, "subject": say.SUBJECT} | more))
        make_letters(cast.session, actor=cast.staff, clock=clock, wish=wish, seen=found.digest)
        return list(cast.session.scalars(select(UrgingLetter).order_by(UrgingLetter.id)))

    return act


def opened(cast: Cast, letter: UrgingLetter):
    return read_paper(letter_docx(cast.session, actor=cast.staff, letter=letter))


def texts(paragraphs) -> list[str]:
    return [paragraph.text for paragraph in paragraphs if paragraph.text]


def annex_rows(made, which: int) -> list[list[str]]:
    """The rows of an annex's table; letterhead and signature are tables, too."""
    return [[cell.text for cell in row.cells] for row in made.tables[2 + which].rows]


def said(event, **more):
    for name, value in more.items():
        setattr(event, name, value)
    return event


# The form, as a table of rules


@pytest.fixture
def two_units(cast, give, make):
    give("noi_vu", due=DUE, text="Rà soát hồ sơ.")
    give("kinh_te", due=date(2023, 9, 12), text="Lập danh mục chợ.")
    (letter,) = make()
    return opened(cast, letter)


def test_the_letterhead_leaves_number_and_day_blank_and_says_what_it_is_about_below_the_number(two_units):
    left, right = two_units.tables[0].rows[0].cells
    assert texts(left.paragraphs) == ["UBND TỈNH HỒNG LAM", "ỦY BAN NHÂN DÂN", "HUYỆN THỬ NGHIỆM"]
    assert texts(right.paragraphs)[0] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    number, day = two_units.tables[0].rows[1].cells
    assert texts(number.paragraphs) == ["Số:          /UBND-VP", "V/v đôn đốc thực hiện nhiệm vụ quá hạn"]
    assert [paragraph.runs[0].font.size.pt for paragraph in number.paragraphs] == [13, 12]
    assert texts(day.paragraphs) == ["Thử Nghiệm, ngày      tháng      năm 2023"]
    assert day.paragraphs[0].runs[0].italic


def test_several_are_addressed_on_lines_of_their_own_below_the_colon(two_units):
    body = texts(two_units.paragraphs)
    assert body[:3] == ["Kính gửi:", "- Phòng Nội vụ;", "- Phòng Kinh tế."]
    first, *dashes = [each for each in two_units.paragraphs if each.text in body[:3]]
    forms = [each.paragraph_format for each in dashes]
    begin = first.paragraph_format.left_indent
    assert all(form.left_indent + form.first_line_indent > begin + Mm(15) for form in forms)
    assert len({form.left_indent + form.first_line_indent for form in forms}) == 1


def test_one_is_addressed_on_the_same_line(cast, give, make):
    give("noi_vu", due=DUE)
    (letter,) = make("noi_vu")
    assert "Kính gửi: Phòng Nội vụ" in texts(opened(cast, letter).paragraphs)
    assert letter.unit_id == cast.units["noi_vu"].id


def test_there_is_no_title_as_a_letter_has_none(two_units):
    assert texts(two_units.paragraphs)[0] == "Kính gửi:"


def test_the_text_is_justified_in_fourteen_points_and_ends_as_it_must(two_units):
    body = [each for each in two_units.paragraphs if each.alignment == 3]
    assert {each.runs[0].font.size.pt for each in body} == {14}
    assert body[-1].text.endswith("./.")
    assert "số liệu cập nhật đến 17 giờ 00 ngày 14/9/2023" in body[0].text
    assert "còn 02 nhiệm vụ quá hạn" in body[0].text
    assert "Phòng Nội vụ (01 nhiệm vụ); Phòng Kinh tế (01 nhiệm vụ)" in body[0].text
    assert "(chi tiết tại Phụ lục I, II kèm theo)" in body[0].text


def test_it_is_signed_by_the_head_of_the_office_by_order_and_goes_to_those_it_is_sent_to(two_units):
    left, right = two_units.tables[1].rows[0].cells
    assert texts(left.paragraphs) == [
        "Nơi nhận:", "- Như trên;", "- Lãnh đạo Ủy ban nhân dân (để b/c);", "- Lưu: VT, VP."
    ]  # fmt: skip
    assert texts(right.paragraphs) == ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]


def test_each_unit_has_an_annex_of_its_own_numbered_in_roman_on_landscape_pages_counted_from_one(two_units):
    upright, *annexes = two_units.sections
    assert upright.orientation == WD_ORIENT.PORTRAIT
    assert [section.orientation for section in annexes] == [WD_ORIENT.LANDSCAPE] * 2
    for section in two_units.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.different_first_page_header_footer
    body = texts(two_units.paragraphs)
    assert [each for each in body if each.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]
    assert body.count("(Số liệu cập nhật đến 17 giờ 00 ngày 14/9/2023)") == 2
    blank = "(Kèm theo Công văn số          /UBND-VP ngày      tháng      năm           của Ủy ban nhân dân huyện Thử Nghiệm)"  # fmt: skip  # noqa: E501
    assert body.count(blank) == 2
    assert [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in two_units.tables[2:]] == [True] * 2
    assert [cell.text for cell in two_units.tables[2].rows[0].cells] == list(say.HEADS)


def test_an_annex_names_the_task_its_document_and_how_late_it_is(two_units):
    (row,) = annex_rows(two_units, 0)[1:]
    assert row == [
        "1", "Rà soát hồ sơ.", "Thông báo số 15/TB-UBND ngày 04/9/2023, mục 1", "04/9/2023", "10 (08)", "–",
        "Đơn vị chưa báo cáo", "",
    ]  # fmt: skip


def test_one_unit_has_an_annex_without_a_number(cast, give, make):
    give("noi_vu", due=DUE)
    (letter,) = make("noi_vu")
    made = opened(cast, letter)
    assert "Phụ lục" in texts(made.paragraphs)
    assert any("Phòng Nội vụ còn 01 nhiệm vụ quá hạn, chưa hoàn thành (chi tiết tại Phụ lục kèm theo)" in each
               for each in texts(made.paragraphs))  # fmt: skip


def test_an_office_of_many_units_numbers_them_all(cast, give, make):
    for unit in ("van_phong", "noi_vu", "tu_phap", "kinh_te", "xa_ha"):
        give(unit, due=DUE)
    (letter,) = make()
    document = letter_document(cast.session, actor=cast.staff, letter=letter)
    assert [annex.label.split()[-1] for annex in document.annexes] == ["I", "II", "III", "IV", "V"]
    assert any("các Phụ lục từ I đến V kèm theo" in block.text for block in document.blocks)


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_set_by_libreoffice_each_annex_begins_a_page_and_its_head_stands_on_each_of_them(cast, give, make):
    for n in range(25):
        give("noi_vu", due=DUE, text=f"Rà soát, công khai thủ tục thuộc phạm vi quản lý, phần thứ {n}.")
    give("kinh_te", due=DUE)
    (letter,) = make()
    content = letter_docx(cast.session, actor=cast.staff, letter=letter)
    set_ = read_pdf(convert(content, source="docx", filter_name="MS Word 2007 XML", target="pdf"), "a.pdf")
    starts = [*set_.page_starts, len(set_.text)]
    pages = [" ".join(set_.text[a:b].split()) for a, b in pairwise(starts)]
    assert len(pages) >= 4
    assert [n for n, page in enumerate(pages) if "Phụ lục I" in page and "Kèm theo" in page] == [1, len(pages) - 1]
    assert all("Tình trạng" in page for page in pages[1:])
    assert "Kính gửi" in pages[0]
    assert "CHÁNH VĂN PHÒNG" in pages[0]


# What it says


def test_a_unit_outside_the_authority_is_asked_in_a_paragraph_of_its_own(cast, give, make):
    give("noi_vu", due=DUE)
    give("cong_an", due=DUE)
    (letter,) = make()
    body = [block.text for block in letter_document(cast.session, actor=cast.staff, letter=letter).blocks]
    own = [text for text in body if "Công an huyện" in text]
    assert len(own) == 2
    assert "quá thời hạn đề nghị" in own[0]
    assert own[1].startswith("Kính đề nghị Công an huyện quan tâm")
    assert not any("giao" in text or "nguyên nhân" in text for text in own)
    assert not any("Yêu cầu" in text for text in body)


def test_nobody_is_named_as_late(cast, give, make):
    assignment = give("noi_vu", due=DUE)
    assignment.person_name, assignment.person_id = "Nguyễn Văn Chậm", cast.users["noi_vu_member"].id
    cast.session.flush()
    (letter,) = make()
    xml = opened(cast, letter).element.xml
    assert "Nguyễn Văn Chậm" not in xml
    assert not any(user.name in xml for user in cast.users.values())


def test_what_falls_due_soon_is_named_only_if_it_is_wished_and_apart_from_what_is_overdue(cast, give, make):
    give("noi_vu", due=DUE, text="Quá hạn.")
    give("noi_vu", due=TODAY + timedelta(days=7), text="Sắp đến hạn.")
    give("noi_vu", due=TODAY + timedelta(days=8), text="Còn lâu.")
    (plain,) = make()
    assert annex_rows(opened(cast, plain), 0)[1][1] == "Quá hạn."
    urging_letters.withdraw(cast.session, actor=cast.clerk, clock=FixedClock(FIVE), letter=plain, version=1)
    (both,) = make(due_soon=True)
    rows = annex_rows(opened(cast, both), 0)[1:]
    assert [row[1] for row in rows] == ["Quá hạn, chưa hoàn thành (01)", "Quá hạn.", "Sắp đến hạn (01)", "Sắp đến hạn."]
    assert [row[0] for row in rows if row[0].isdigit()] == ["1", "2"]
    body = [block.text for block in letter_document(cast.session, actor=cast.staff, letter=both).blocks]
    assert any(text.startswith("Ngoài ra có 01 nhiệm vụ sắp đến hạn") for text in body)


def test_a_limited_task_is_counted_and_its_words_stay_inside(cast, give, make):
    assignment = give("noi_vu", due=DUE, text="Điều không ai được đọc.")
    progress = said(give.event(EventKind.PROGRESS, TODAY), note="Lời kín.", lateness_reason="Cớ kín.")
    recording.add(cast.session, assignment, progress)
    assignment.task.restricted = True
    cast.session.flush()
    (letter,) = make()
    made = opened(cast, letter)
    assert annex_rows(made, 0)[1][1] == LIMITED_IN_MAIL
    assert not any(words in made.element.xml for words in ("không ai được đọc", "Lời kín", "Cớ kín"))


def test_the_unit_s_own_words_say_why_and_extensions_are_told_with_the_day_they_began_from(cast, give, make):
    assignment = give("noi_vu", due=date(2023, 8, 30), urgency=Urgency.URGENT)
    recording.add(cast.session, assignment, give.due_date(date(2023, 9, 13), DueReason.EXTENDED, DUE))
    progress = said(give.event(EventKind.PROGRESS, TODAY), note="Đã xong 03 xã.", lateness_reason="Thiếu số liệu.")
    recording.add(cast.session, assignment, progress)
    (letter,) = make()
    row = annex_rows(opened(cast, letter), 0)[1]
    assert row[3] == "13/9/2023\n(đã gia hạn 01 lần, từ ngày 30/8/2023)"
    assert row[4] == "01 (01)"
    assert row[6] == "Đã xong 03 xã.\nNguyên nhân: Thiếu số liệu."
    assert row[7] == "Khẩn"


def test_the_day_to_report_by_is_named_where_somebody_filled_it_in(cast, give, make):
    give("noi_vu", due=DUE)
    (letter,) = make(report_by=date(2023, 9, 22))
    body = [block.text for block in letter_document(cast.session, actor=cast.staff, letter=letter).blocks]
    assert any("báo cáo kết quả về Văn phòng trước ngày 22/9/2023" in text for text in body)


# What it freezes


def test_a_letter_says_the_same_whatever_happens_later(cast, clock, give, make):
    first, other = give("noi_vu", due=DUE), give("kinh_te", due=DUE)
    recording.add(cast.session, first, said(give.event(EventKind.PROGRESS, TODAY), note="Đang làm."))
    (letter,) = make()
    before = letter_docx(cast.session, actor=cast.staff, letter=letter)
    clock.instant = FixedClock.at(date(2023, 11, 20)).instant
    later = TODAY + timedelta(days=20)
    recording.add(cast.session, first, said(give.event(EventKind.PROGRESS, later), note="Lời nói sau."))
    recording.add(cast.session, first, give.due_date(date(2023, 12, 1), DueReason.EXTENDED, later))
    moved = said(give.event(EventKind.UNIT_CORRECTED, later), from_unit_id=other.unit_id)
    moved.to_unit_id = other.unit_id = cast.units["xa_ha"].id
    recording.add(cast.session, other, moved)
    urging_letters.number(
        cast.session, actor=cast.clerk, clock=clock, letter=letter, version=letter.version, number="7", issued_on=later
    )
    cast.session.expire_all()
    assert letter_docx(cast.session, actor=cast.staff, letter=letter) == before


def test_numbers_are_frozen_with_the_letter_and_earlier_letters_are_counted(cast, clock, give, make):
    give("noi_vu", due=DUE)
    (first,) = make()
    urging_letters.number(
        cast.session, actor=cast.clerk, clock=clock, letter=first, version=first.version, number="7", issued_on=TODAY
    )
    clock.instant = FixedClock.at(date(2023, 9, 21), 17, 0).instant
    _, second = make()
    frozen = cast.session.get_one(
        UrgingLetterAssignment, (second.id, cast.session.scalars(select(Assignment.id)).one())
    )
    assert (frozen.due_on, frozen.days_overdue, frozen.working_days_overdue, frozen.times_urged) == (DUE, 17, 13, 1)
    assert annex_rows(opened(cast, second), 0)[1][4:6] == ["17 (13)", "01 lần"]


def test_a_letter_of_five_hundred_rows_names_each_once_in_its_unit_s_annex(cast, give, make):
    units = ("van_phong", "noi_vu", "tu_phap", "kinh_te", "xa_ha")
    for n in range(500):
        give(units[n % 5], due=DUE - timedelta(days=n % 7), text=f"Việc thứ {n}.")
    (letter,) = make()
    groups = rows_of(cast.session, letter=letter)
    assert [len(group.rows) for group in groups] == [100] * 5
    assert sorted(row.text for group in groups for row in group.rows) == sorted(f"Việc thứ {n}." for n in range(500))
    for group in groups:
        days = [row.days_overdue for row in group.rows]
        assert days == sorted(days, reverse=True)
    document = letter_document(cast.session, actor=cast.staff, letter=letter)
    assert [row[0] for row in document.annexes[0].table.rows] == [str(n) for n in range(1, 101)]
    assert "còn 500 nhiệm vụ quá hạn" in document.blocks[0].text
