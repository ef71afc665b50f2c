"""Names as people write them find the one unit that is meant, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.naming import KnownUnit, fold, is_collective, resolve, without_title

NAMES = [
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công",
    "Ban Chỉ huy Quân sự xã",
    "Công an xã Đông Vĩ",
    "Trường Tiểu học Đông Vĩ",
    "Trạm Y tế xã",
    "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "UBND xã Sơn Trà",
    "UBND xã Sơn Lạc",
    "Phòng Tư pháp",
    "Phòng Lao động - Thương binh và Xã hội",
]
KNOWN = [KnownUnit(number, (name,)) for number, name in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("VĂN PHÒNG HĐND VÀ UBND", "Văn phòng HĐND và UBND"),
        ("VP.HĐND&UBND", "Văn phòng HĐND và UBND"),
        ("Văn phòng HĐND - UBND xã", "Văn phòng HĐND và UBND"),
        ("Chánh Văn phòng HĐND và UBND", "Văn phòng HĐND và UBND"),
        ("Trưởng phòng Nội vụ", "Phòng Nội vụ"),
        ("P. Nội vụ", "Phòng Nội vụ"),
        ("Phòng VH-XH", "Phòng Văn hóa - Xã hội"),
        ("Phòng Văn hoá và Xã hội", "Phòng Văn hóa - Xã hội"),
        ("VHXH", "Phòng Văn hóa - Xã hội"),
        ("TC-KH", "Phòng Tài chính - Kế hoạch"),
        ("NN&PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
        ("Phòng Nông nghiệp & PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
        ("LĐ-TB&XH", "Phòng Lao động - Thương binh và Xã hội"),
        ("Phòng TP", "Phòng Tư pháp"),
        ("Chủ tịch Uỷ ban nhân dân xã Sơn Trà", "UBND xã Sơn Trà"),
        ("Công an", "Công an xã Đông Vĩ"),
        ("Trưởng Công an xã", "Công an xã Đông Vĩ"),
        ("Ban CHQS xã", "Ban Chỉ huy Quân sự xã"),
        ("Trạm Y tế xã Đông Vĩ", "Trạm Y tế xã"),
        ("Trạm trưởng Trạm Y tế", "Trạm Y tế xã"),
        ("Hiệu trưởng Trường Tiểu học Đông Vĩ", "Trường Tiểu học Đông Vĩ"),
        ("Bộ phận Một cửa", "Trung tâm Phục vụ hành chính công"),
        ("TT HCC", "Trung tâm Phục vụ hành chính công"),
    ],
)
def test_a_name_finds_its_unit(written, name):
    assert resolve(written, KNOWN) == NAMES.index(name)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "TP",
        "NV",
        "UBND xã",
        "UBND xã Sơn",
        "Tổ công nghệ số cộng đồng",
        "các phòng, ban",
        "UBND các xã",
        "Phòng",
        "Sở Nội vụ",
    ],
)
def test_an_unknown_collective_or_ambiguous_name_finds_nothing(written):
    assert resolve(written, KNOWN) is None


def test_a_place_tells_two_units_apart():
    assert resolve("Công an xã Sơn Trà", KNOWN) is None


def test_an_alias_is_a_name():
    assert resolve("Tổ số", [KnownUnit(7, ("Tổ công nghệ số cộng đồng", "Tổ số"))]) == 7


@pytest.mark.parametrize(
    "written",
    [
        "các đơn vị, địa phương",
        "UBND các xã, thị trấn",
        "UBND phường, xã",
        "UBND cấp xã",
        "Thủ trưởng các sở, ban, ngành",
        "Các phòng liên quan",
    ],
)
def test_collective_names_are_known(written):
    assert is_collective(written)


@pytest.mark.parametrize(
    "written", ["Phòng Nội vụ", "UBND xã Sơn Trà", "Ban Quản lý các dự án đầu tư", "Công an xã", "Hội Nông dân xã"]
)
def test_a_single_unit_is_not_collective(written):
    assert not is_collective(written)


def test_a_title_stands_for_the_unit():
    assert without_title("Giám đốc Sở Y tế") == "Sở Y tế"
    assert without_title("Trưởng phòng Nội vụ") == "Phòng Nội vụ"
    assert without_title("Phó Chủ tịch UBND xã") == "Phó Chủ tịch UBND xã"


@given(st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title, str]))
def test_case_never_matters(name, change):
    assert resolve(change(name), KNOWN) == NAMES.index(name)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_any_text_resolves_or_not_but_never_fails(text):
    assert resolve(text, KNOWN) in {None, *range(len(NAMES))}
