"""Single cells of a list: what a deadline column means, and whom a column of units names."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.reading.table_dates import Due, due_in
from app.domain.reading.table_header import Column, column_of, plain
from app.domain.reading.table_sections import Section, section_in
from app.domain.reading.table_units import heading_units, parties_in
from app.domain.reading.text import flow

SINCE = date(2026, 7, 2)
DEADLINES: tuple[tuple[str, date | None], ...] = (
    ("31/12/2026", date(2026, 12, 31)),
    ("30.8.2026", date(2026, 8, 30)),
    ("2026-12-31 00:00:00", date(2026, 12, 31)),
    ("15/9", date(2026, 9, 15)),
    ("15/9/26", date(2026, 9, 15)),
    ("Trước 15/9", date(2026, 9, 15)),
    ("Thời gian hoàn thành 11/8/26", date(2026, 8, 11)),
    ("Trong tháng 8", date(2026, 8, 31)),
    ("Đầu tháng 9", date(2026, 9, 1)),
    ("Tháng 10 /2026", date(2026, 10, 31)),
    ("08/2026", date(2026, 8, 31)),
    ("Quý III/2026", date(2026, 9, 30)),
    ("Hết quý 4", date(2026, 12, 31)),
    ("Q3/2026", date(2026, 9, 30)),
    ("6 tháng cuối năm", date(2026, 12, 31)),
    ("Cuối năm", date(2026, 12, 31)),
    ("Cả năm 2027", date(2027, 12, 31)),
    ("2026-2030", date(2030, 12, 31)),
    ("Năm 2026 - 2027", date(2027, 12, 31)),
    ("Từ năm 2026 đến năm 2028", date(2028, 12, 31)),
    ("Từ tháng 8/2026 đến tháng 3/2027", date(2027, 3, 31)),
    ("tháng 8 đến tháng 11/2026", date(2026, 11, 30)),
    ("15/7/2026-15/8/2026", date(2026, 8, 15)),
    ("Quý III đến tháng 11/2026", date(2026, 11, 30)),
    ("Từ tháng 8/2026-12/2026", date(2026, 12, 31)),
    ("Ngay", None),
    ("Theo kế hoạch", None),
    ("Sau khi có hướng dẫn", None),
)


def read(words: str, since: date | None = SINCE, *, precise: bool = True) -> Due:
    return due_in(flow(words, [(0, len(words))]), since, precise=precise)


@pytest.mark.parametrize(("words", "day"), DEADLINES)
def test_a_deadline_column_names_a_day_for_certain(words: str, day: date | None) -> None:
    due = read(words)
    assert (due.day, due.sure) == (day, True)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("31/9/2026", None),
        ("Tháng 13/2026", None),
        ("10 ngày làm việc", None),
        ("Tuần 2 tháng 8", None),
        ("Năm học 2026-2027", None),
        ("30/7 (dự thảo); 30/9/2026 (chính thức)", date(2026, 9, 30)),
        ("tháng 9, tháng 12/2026", date(2026, 12, 31)),
        ("Trong quý III và trước ngày 30/10/2026", date(2026, 10, 30)),
        ("Tháng 9/2026 và thường xuyên", date(2026, 9, 30)),
    ],
)
def test_what_may_mean_another_day_is_unsure(words: str, day: date | None) -> None:
    due = read(words)
    assert (due.day, due.sure) == (day, False)


@pytest.mark.parametrize(
    "words", ["Thường xuyên", "Hằng tháng", "Trước ngày 25 hàng tháng", "Từ tháng 3 năm 2026 và thường xuyên"]
)
def test_what_comes_again_has_no_day(words: str) -> None:
    due = read(words)
    assert (due.day, due.sure, bool(due.recurrence)) == (None, True, True)


def test_a_year_that_is_not_written_is_that_of_the_day_it_was_given() -> None:
    assert read("Trong tháng 3", date(2026, 2, 10)) == Due(date(2026, 3, 31))
    assert read("Trong tháng 3", None) == Due(None, sure=False)
    assert read("Trong tháng 3", date(2026, 1, 1), precise=False) == Due(date(2026, 3, 31), sure=False)
    assert read("Trong tháng 1", date(2026, 2, 10)) == Due(date(2027, 1, 31), sure=False)


UNITS: tuple[tuple[str, list[str], list[str]], ...] = (
    ("Sở Nội vụ", ["Sở Nội vụ"], []),
    ("KT-HT", ["KT-HT"], []),
    ("Sở Y tế, Sở Văn hóa, Thể thao và Du lịch", ["Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"], []),
    ("Viện Quy hoạch, Dự án Cấp nước sạch", ["Viện Quy hoạch", "Dự án Cấp nước sạch"], []),
    ("Chi cục Thuế; Kho bạc Nhà nước", ["Chi cục Thuế", "Kho bạc Nhà nước"], []),
    ("Các phòng: Nội vụ, Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"], []),
    ("UBND xã An Lạc, xã Tân Lập", ["UBND xã An Lạc", "UBND xã Tân Lập"], []),
    ("UBND các xã, phường, thị trấn", ["UBND các xã, phường, thị trấn"], []),
    ("Phòng Nội vụ/Phòng Tư pháp", ["Phòng Nội vụ", "Phòng Tư pháp"], []),
    ("- Sở Y tế⏎- Sở Kế hoạch⏎và Đầu tư", ["Sở Y tế", "Sở Kế hoạch và Đầu tư"], []),
    ("Sở Tài chính; phối hợp: Sở Xây dựng, Sở Y tế", ["Sở Tài chính"], ["Sở Xây dựng", "Sở Y tế"]),
    ("Sở Y tế chủ trì, phối hợp với Công an tỉnh", ["Sở Y tế"], ["Công an tỉnh"]),
    ("Chủ trì: Sở Y tế⏎Phối hợp: Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
    ("Phòng Kinh tế (chủ trì)⏎Phòng Tư pháp (phối hợp)", ["Phòng Kinh tế"], ["Phòng Tư pháp"]),
    ("Sở TN&MT chủ trì, Sở Xây dựng phối hợp", ["Sở TN&MT"], ["Sở Xây dựng"]),
)


@pytest.mark.parametrize(("cell", "leads", "coordinating"), UNITS)
def test_a_cell_of_units_names_each_of_them(cell: str, leads: list[str], coordinating: list[str]) -> None:
    words = cell.replace("⏎", "\u2028")
    found = parties_in(words, 0, len(words))
    assert (found.leads, found.coordinating, found.sure) == (leads, coordinating, True)


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("PHÒNG QUẢN LÝ ĐÔ THỊ", ("Phòng Quản lý đô thị",)),
        ("PHÒNG TÀI CHÍNH - KẾ HOẠCH", ("Phòng Tài chính - Kế hoạch",)),
        ("UBND HUYỆN ĐÔNG HÀ", ("UBND huyện Đông Hà",)),
        ("Sở Nội vụ (05 nhiệm vụ)", ("Sở Nội vụ",)),
        ("Sở Y tế, Sở Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
        ("LĨNH VỰC KINH TẾ", ()),
        ("Xây dựng nông thôn mới", ()),
        ("Báo cáo kết quả kiểm tra", ()),
    ],
)
def test_a_section_row_names_units_or_a_topic(words: str, units: tuple[str, ...]) -> None:
    assert heading_units(words) == units


@pytest.mark.parametrize(
    ("number", "words", "below", "section"),
    [
        ("I", "SỞ NỘI VỤ", "1", Section(2, "I", ("Sở Nội vụ",))),
        ("", "A. Các sở, ngành", "1", Section(1, "A", ("Các sở, ngành",))),
        ("", "PHÒNG NỘI VỤ", "1", Section(3, "", ("Phòng Nội vụ",))),
        ("1", "Sở Y tế", "1.1", Section(4, "1", ("Sở Y tế",))),
        ("1", "Công tác cán bộ", "1.1", Section(4, "1", ())),
        ("", "Về quy hoạch", "", Section(8, "", ())),
        ("1", "Công tác cán bộ", "2", None),
        ("", "Rà soát hồ sơ", "", None),
    ],
)
def test_a_row_with_nothing_but_words_is_a_section_or_a_task(
    number: str, words: str, below: str, section: Section | None
) -> None:
    assert section_in(number, words, below=below, in_content=True) == section


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("TT", Column.NUMBER),
        ("Nội dung, công việc được giao", Column.CONTENT),
        ("Ý kiến chỉ đạo của Chủ tịch", Column.CONTENT),
        ("Cơ quan, đơn vị chủ trì thực hiện", Column.LEAD),
        ("Đơn vị/cá nhân chủ công", Column.LEAD),
        ("Phân công thực hiện", Column.LEAD),
        ("Các đơn vị phối hợp", Column.COORDINATING),
        ("Thời hạn hoàn thành", Column.DEADLINE),
        ("Tiến độ", Column.DEADLINE),
        ("Thời gian bắt đầu", Column.START),
        ("Thời gian bắt đầu, kết thúc", Column.DEADLINE),
        ("Thời gian giao việc", Column.SOURCE_DATE),
        ("Bắt đầu từ", Column.START),
        ("Số, ký hiệu văn bản giao", Column.SOURCE),
        ("Ngày văn bản", Column.SOURCE_DATE),
        ("Lãnh đạo phụ trách", Column.OVERSEER),
        ("Sản phẩm, kết quả", Column.PRODUCT),
        ("Kết quả thực hiện đến 30/6", Column.RESULT),
        ("Ghi chú", Column.NOTE),
        ("Kinh phí (triệu đồng)", Column.OTHER),
    ],
)
def test_the_first_word_of_a_heading_says_what_its_column_holds(title: str, column: Column) -> None:
    assert column_of(plain(title)) is column
