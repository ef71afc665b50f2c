"""Where the section on discipline belongs in a draft, and what its paragraphs should look like."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from app.domain.draft_headings import Written, levelled
from app.domain.draft_places import PlaceKind, find_place, model_for

RESULTS, PUBLIC, FINANCE = "II. KẾT QUẢ THỰC HIỆN", "4. Cải cách chế độ công vụ", "5. Cải cách tài chính công"
BODY = "Ủy ban nhân dân đã chỉ đạo các cơ quan, đơn vị thực hiện nghiêm."
DISCIPLINE = "Tình hình chấp hành kỷ luật, kỷ cương hành chính"


def read(lines):
    return levelled([line if isinstance(line, Written) else Written(text=line) for line in lines])


def found(*lines):
    """(kind, text of the heading, text it follows)"""
    paragraphs = read(lines)
    place = find_place(paragraphs)
    return place and (place.kind, paragraphs[place.heading].text, paragraphs[place.after].text)


@pytest.mark.parametrize(
    "heading",
    [
        f"- {DISCIPLINE}",
        f"– {DISCIPLINE} của cán bộ, công chức: Tiếp tục thực hiện. Đã kiểm tra 05 đơn vị.",
        f"4.5. {DISCIPLINE}",
        f"a) {DISCIPLINE}",
        "b) Việc chấp hành kỷ luật, kỷ cương hành chính ngày càng được nâng cao; các đơn vị đều nghiêm túc trong "
        "chấp hành giờ giấc làm việc, tinh thần và thái độ phục vụ.",
        "+ Công tác kiểm tra kỷ cương, kỷ luật hành chính",
        "- Kỷ luật và kỷ cương hành chính",
        "- Về kỷ luật - kỷ cương hành chính:",
        "- TÌNH HÌNH CHẤP HÀNH KỶ LUẬT, KỶ CƯƠNG HÀNH CHÍNH",
        "-  Tình  hình chấp hành kỷ luật , kỷ cương hành chính",
        normalize("NFD", f"- {DISCIPLINE}"),
        "- Tình hình chấp hành k\u1ef7 luật, k\u1ef7 cương hành ch\u00ed\u200bnh",
    ],
)
def test_a_heading_or_bullet_on_discipline_is_the_place(heading):
    assert found(RESULTS, PUBLIC, heading, BODY, FINANCE)[::2] == (PlaceKind.DISCIPLINE, BODY)


def test_a_heading_by_style_alone_is_one():
    lines = [("Kết quả", 1), ("Cải cách chế độ công vụ", 2), (DISCIPLINE, 3), (BODY, None), ("Tuyển dụng", 3)]
    place = found(*(Written(text=text, outline=outline) for text, outline in lines))
    assert place == (PlaceKind.DISCIPLINE, DISCIPLINE, BODY)


@pytest.mark.parametrize(
    "mention",
    [
        "Việc chấp hành kỷ luật, kỷ cương hành chính ngày càng được nâng cao.",
        "- Ủy ban nhân dân đã ban hành kế hoạch kiểm tra kỷ luật, kỷ cương hành chính năm 2020.",
        "- Tuyển dụng: thực hiện cùng với kỷ luật, kỷ cương hành chính.",
        "Chỉ thị về tăng cường kỷ luật, kỷ cương hành chính",
        Written(text=f"- {DISCIPLINE}", in_table=True),
        Written(text=f"4. {DISCIPLINE}\t7", listed=True),
        "- Xử lý kỷ luật cán bộ, công chức: 03 người",
    ],
)
def test_a_mention_is_no_place(mention):
    assert found(RESULTS, "1. Cải cách thể chế", mention) is None


@pytest.mark.parametrize(
    "part",
    [
        ["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI"],
        ["V. MỘT SỐ NHIỆM VỤ TRỌNG TÂM TRONG QUÝ IV"],
        ["IV. NHIỆM VỤ, GIẢI PHÁP TRỌNG TÂM NĂM 2021"],
        ["Phần thứ hai", "ĐỀ XUẤT NHIỆM VỤ", "GIAI ĐOẠN 2021 - 2030"],
        ["PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ IV"],
        ["III. ĐÁNH GIÁ CHUNG", "2. Những tồn tại, hạn chế"],
        ["III. KHÓ KHĂN, NGUYÊN NHÂN"],
        ["V. KIẾN NGHỊ, ĐỀ XUẤT"],
        ["Nơi nhận:"],
        ["Phụ lục 1"],
    ],
)
@pytest.mark.parametrize("heading", [f"1. {DISCIPLINE}", "5. Về xây dựng và nâng cao chất lượng đội ngũ cán bộ"])
def test_what_comes_next_what_fell_short_and_what_is_annexed_has_no_place(part, heading):
    assert found(RESULTS, "1. Cải cách thể chế", BODY, *part, heading, BODY) is None


@pytest.mark.parametrize(
    "part", ["II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ TRỌNG TÂM", "I. TÌNH HÌNH THỰC HIỆN NHIỆM VỤ; TỒN TẠI, HẠN CHẾ"]
)
def test_a_part_that_looks_back_is_one_of_results(part):
    assert found(part, f"1. {DISCIPLINE}", BODY)[0] is PlaceKind.DISCIPLINE


@pytest.mark.parametrize(
    "heading",
    [
        PUBLIC,
        "4. Xây dựng và nâng cao chất lượng đội ngũ cán bộ, công chức, viên chức",
        "4. Xây dựng, nâng cao chất lượng đội ngũ cán bộ, công chức",
        "4. Về cải cách chế độ công vụ, công chức",
        "- Cải cách chế độ công vụ:",
        "d) Công tác nâng cao chất lượng đội ngũ cán bộ, công chức",
        "4. CẢI CÁCH CÔNG VỤ",
        Written(text="Cải cách chế độ công vụ", outline=2),
    ],
)
def test_else_the_end_of_the_part_on_public_service(heading):
    behind = Written(text="Cải cách tài chính công", outline=2) if isinstance(heading, Written) else "II. ĐÁNH GIÁ"
    assert found("I. KẾT QUẢ", heading, BODY, "+ Cấp xã: 03 người", "", behind, BODY) == (
        PlaceKind.PUBLIC_SERVICE,
        heading.text if isinstance(heading, Written) else heading,
        "+ Cấp xã: 03 người",
    )


def test_discipline_comes_before_public_service_wherever_it_stands():
    assert found(RESULTS, PUBLIC, BODY, FINANCE, BODY, f"6. {DISCIPLINE}", BODY)[0] is PlaceKind.DISCIPLINE


def test_a_heading_comes_before_a_sentence_about_it():
    sentence = "- Kỷ luật, kỷ cương hành chính được giữ vững ở tất cả các cơ quan, đơn vị, địa phương trong tỉnh, việc "
    sentence += "chấp hành giờ giấc làm việc được nâng lên."
    assert found(RESULTS, "1. Cải cách thể chế", sentence, PUBLIC, f"- {DISCIPLINE}:", BODY)[1] == f"- {DISCIPLINE}:"


@pytest.mark.parametrize("end", ["Nơi nhận:", "Trên đây là báo cáo của Ủy ban nhân dân.", "Phụ lục 1", "III. ĐÁNH GIÁ"])
def test_a_part_ends_where_the_report_does(end):
    assert found(RESULTS, PUBLIC, BODY, end, BODY)[2] == BODY


def test_a_table_belongs_to_its_part():
    table = Written(text="Tổng số", in_table=True)
    assert found(RESULTS, PUBLIC, BODY, table, FINANCE)[2] == "Tổng số"


def test_a_heading_with_nothing_below_is_followed_directly():
    assert found(RESULTS, PUBLIC, "", FINANCE)[2] == PUBLIC


@pytest.mark.parametrize("lines", [(), ("",), (BODY,), (RESULTS, "1. Cải cách thể chế", BODY)])
def test_without_a_fitting_heading_a_person_chooses(lines):
    assert found(*lines) is None


@pytest.mark.parametrize(
    ("lines", "model"),
    [
        # Under a heading like the text below it; among bullets a bullet of the highest level, so that it stands apart.
        ((RESULTS, PUBLIC, BODY), BODY),
        ((RESULTS, PUBLIC, "- Tuyển dụng", BODY, "+ Cấp xã", "+ Cấp tỉnh"), "- Tuyển dụng"),
        ((RESULTS, PUBLIC, "- Tuyển dụng", BODY), "- Tuyển dụng"),
        # Under a bullet on discipline like its own text, where it has any.
        ((RESULTS, PUBLIC, "- Tuyển dụng", f"- {DISCIPLINE}: tốt", BODY), BODY),
        ((RESULTS, PUBLIC, "- Tuyển dụng", f"- {DISCIPLINE}: tốt"), f"- {DISCIPLINE}: tốt"),
        # Under a heading with nothing below it like the text before, or behind.
        ((RESULTS, "1. Cải cách thể chế", BODY, PUBLIC), BODY),
        ((RESULTS, PUBLIC, "", Written(text=BODY, in_table=True)), None),
        ((), None),
    ],
)
def test_new_paragraphs_look_like_their_neighbours(lines, model):
    paragraphs = read(lines)
    at = model_for(paragraphs, len(lines) - 1)
    assert (None if at is None else paragraphs[at].text) == model


def test_before_all_text_new_paragraphs_look_like_what_follows():
    assert model_for(read(["BÁO CÁO", BODY]), -1) == 1
