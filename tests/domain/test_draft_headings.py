"""How deep the paragraphs of a draft stand: by typed numbers, by Word's styles, by capitals."""

from __future__ import annotations

import pytest

from app.domain.draft_headings import BOLD, DASH, ROMAN, Written, is_annex, levelled, title_of


def levels(*lines: str | Written) -> list[int | None]:
    written = [line if isinstance(line, Written) else Written(text=line) for line in lines]
    return [each.level for each in levelled(written)]


def styled(text: str, outline: int) -> Written:
    return Written(text=text, outline=outline)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Phụ lục 1", "Phần I"),
        ("Phần thứ nhất", "A. Kết quả"),
        ("A. Kết quả", "I. Kết quả"),
        ("Phần I", "I. Kết quả"),
        ("II. Kết quả", "1. Cải cách thể chế"),
        ("II/ Kết quả", "1) Cải cách thể chế"),
        ("4. Cải cách", "4.1. Kết quả"),
        ("4.1 Kết quả", "4.1.1. Kết quả"),
        ("4.1.1. Kết quả", "a) Tuyển dụng"),
        ("4.Cải cách", "a. Tuyển dụng"),
        ("1) Cải cách", "a) Tuyển dụng"),
        ("đ) Tuyển dụng", "- Việc tuyển dụng"),
        ("-Việc tuyển dụng", "+ Cấp xã"),
        ("– Việc tuyển dụng", "+ Cấp xã"),
    ],
)
def test_what_stands_higher_has_the_smaller_level(upper, lower):
    above, below = levels(upper, lower)
    assert above is not None
    assert below is not None
    assert above < below


@pytest.mark.parametrize(
    "text",
    [
        "Tổng số 14 thủ tục",
        "2.722 hồ sơ đã giải quyết",
        "30/9 là ngày cuối",
        "1.449 hồ sơ",
        "-5 độ",
        "Phần mềm một cửa",
        "Phần thu năm 2020 tăng",
        "Phần thu ngân sách tăng",
        "Phụ lục kèm theo báo cáo này",
        "Phụ lục 2 kèm theo báo cáo này nêu rõ",
        "",
    ],
)
def test_body_text_has_no_level(text):
    assert levels(text) == [None]


@pytest.mark.parametrize(
    "text", ["Phụ lục", "PHỤ LỤC II", "Phụ lục số 02", "Phụ lục 1: Danh sách", "Phụ lục I DANH SÁCH", "PHỤ LỤC 3."]
)
def test_an_annex_is_known_by_its_label(text):
    assert is_annex(levelled([Written(text=text)])[0])


def test_a_list_that_begins_again_within_a_heading_stands_under_it():
    found = levels("4. Cải cách", "1. một", "2. hai", "3. ba", "5. Tài chính", "II. Kết quả", "1. Cải cách")
    assert found[1] == found[2] == found[3] > found[0]
    assert found[4] == found[0] == found[6]


def test_numbers_begin_again_under_a_higher_heading():
    found = levels("Phần thứ nhất", "1. một", "2. hai", "Phần thứ hai", "1. một")
    assert found[4] == found[1]


def test_bullets_are_bullets_and_deeper_than_headings():
    for text in ("- một", "+ hai", "• ba", "* bốn"):
        (found,) = levelled([Written(text=text)])
        assert found.is_bullet
        assert found.level >= DASH
    assert not levelled([Written(text="a) một")])[0].is_bullet


def test_an_automatic_list_goes_deeper_with_its_levels():
    upper, lower = levelled([Written(text="- một"), Written(text="- hai", depth=1)])
    assert upper.level < lower.level


def test_headings_of_styles_alone_stand_in_their_order():
    found = levels(styled("Kết quả", 1), styled("Thể chế", 2), styled("Văn bản", 3), "1. một", styled("Hạn chế", 1))
    assert found[0] < found[1] < found[2] < found[3]
    assert found[4] == found[0]


def test_a_style_without_number_stands_with_numbered_headings_of_its_level():
    found = levels(
        styled("I. Kết quả", 1), styled("1. Thể chế", 2), styled("Công vụ", 2), styled("Việc khác", 3), "- a"
    )
    assert found[2] == found[1] < found[3] < found[4]


def test_capitals_are_a_heading_and_go_on_with_the_one_above():
    found = levels("ĐỀ XUẤT NHIỆM VỤ", "GIAI ĐOẠN 2021 - 2030", "văn bản", "KIẾN NGHỊ", "Phần thứ ba", "NHIỆM VỤ KHÁC")
    assert found[0] is not None
    assert found[1] is None
    assert found[3] == found[0]
    assert found[5] is None


def bold(text: str) -> Written:
    return Written(text=text, bold=True)


SENTENCE = "Các cơ quan, đơn vị đã thực hiện đầy đủ các quy định của Nhà nước trong quý."


def test_a_short_line_in_bold_letters_alone_is_a_heading_below_the_numbered_ones():
    found = levels(
        "I. Kết quả", bold("Cải cách thể chế."), SENTENCE, "- một", bold("Chế độ công vụ:"), "2. Khác", "a) b"
    )
    assert found[1] == found[4]
    assert max(found[0], found[5], found[6]) < found[1] < found[3]
    assert found[2] is None


@pytest.mark.parametrize("first", ["1. Chỉ đạo, điều hành", "1) Chỉ đạo", "a) Chỉ đạo", "a. Chỉ đạo"])
def test_a_list_that_begins_under_bold_letters_belongs_to_them_and_the_next_bold_line_ends_it(first):
    found = levels("I. Kết quả", SENTENCE, bold("Kỷ luật"), first, SENTENCE, bold("Tài chính công"), "II. Kết quả")
    assert found[0] < found[2] < found[3]
    assert found[5] == found[2]


def test_a_list_that_goes_on_behind_bold_letters_does_not():
    found = levels("1. Kết quả", bold("Công tác chỉ đạo"), "2. Hạn chế", bold("Nguyên nhân"), SENTENCE, "3. Khác")
    assert found[0] == found[2] == found[5] < found[1] == found[3]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        f"{SENTENCE}[1]",
        "Kết quả đạt được như sau:",
        "Trong đó gồm:",
        "trong đó cấp xã",
        "98,6 %",
        "Kết quả, " * 11,
        " ".join(["Kết quả đạt được"] * 6),
    ],
)
def test_emphasis_is_no_heading(text):
    assert levels("I. Kết quả", bold(text), SENTENCE)[1] is None


def test_the_title_of_a_report_is_no_heading_though_it_is_bold():
    title = bold("Tình hình chấp hành kỷ luật, kỷ cương hành chính quý III")
    assert levels("BÁO CÁO", title, SENTENCE, bold("Kỷ luật, kỷ cương"))[1:] == [None, None, BOLD]
    assert levels("BÁO CÁO", title) == [ROMAN, None]


def test_bold_letters_in_tables_and_contents_head_nothing():
    in_table = Written(text="Kết quả đạt được", bold=True, in_table=True)
    listed = Written(text="Kết quả đạt được", bold=True, listed=True)
    assert levels("I. Kết quả", in_table, listed) == [ROMAN, None, None]


def test_tables_and_contents_head_nothing():
    assert levels(Written(text="1. Cải cách", in_table=True), Written(text="I. Kết quả\t3", listed=True)) == [
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("4. Cải cách", "Cải cách"),
        ("II.  KẾT QUẢ", "KẾT QUẢ"),
        ("- Tình hình", "Tình hình"),
        ("Phần thứ hai: NHIỆM VỤ", "NHIỆM VỤ"),
        ("Tình hình", "Tình hình"),
        ("4.1. Kết quả", "Kết quả"),
    ],
)
def test_a_title_is_what_stands_behind_the_number(text, title):
    assert title_of(levelled([Written(text=text)])[0].text) == title
