"""Whom a name of several units may mean, and which units an unknown name resembles."""

from __future__ import annotations

import pytest

from app.domain.collective import members
from app.domain.likeness import MOST, closest
from app.domain.naming import KnownUnit

# A star marks those outside the office's authority.
NAMES = (
    "Văn phòng HĐND và UBND huyện",
    "Phòng Nội vụ",
    "Phòng Tài chính - Kế hoạch",
    "Thanh tra huyện",
    "Ban Quản lý dự án đầu tư xây dựng",
    "Trung tâm Văn hóa",
    "UBND xã Hạ",
    "UBND thị trấn Đông",
    "Trường THCS Hạ",
    "*Công an huyện",
    "*Chi cục Thuế khu vực",
    "*Ủy ban MTTQ Việt Nam huyện",
    "*Hội Nông dân huyện",
    "*Công an xã Hạ",
)
KNOWN = [KnownUnit(number, (name.strip("*"),), name.startswith("*")) for number, name in enumerate(NAMES)]
DEPARTMENTS = [0, 1, 2, 3]
PROJECTS, CULTURE, COMMUNE, TOWN, SCHOOL, POLICE, TAX, FRONT, FARMERS, COMMUNE_POLICE = range(4, 14)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("các phòng, ban", [*DEPARTMENTS, PROJECTS]),
        ("các phòng chuyên môn thuộc UBND huyện", DEPARTMENTS),
        ("các phòng, ban, ngành", [*DEPARTMENTS, PROJECTS, POLICE, TAX, COMMUNE_POLICE]),
        ("UBND các xã, thị trấn", [COMMUNE, TOWN]),
        ("Uỷ ban nhân dân cấp xã", [COMMUNE, TOWN]),
        ("Chủ tịch UBND các xã", [COMMUNE]),
        ("các xã, thị trấn", [COMMUNE, TOWN]),
        ("Thủ trưởng các cơ quan, đơn vị", [*DEPARTMENTS, PROJECTS, CULTURE, SCHOOL]),
        ("các cơ quan, đơn vị và địa phương", [*DEPARTMENTS, PROJECTS, CULTURE, COMMUNE, TOWN, SCHOOL]),
        ("các đơn vị sự nghiệp", [PROJECTS, CULTURE, SCHOOL]),
        ("các trường THCS", [SCHOOL]),
        ("các tổ chức đoàn thể", [FRONT, FARMERS]),
        ("Công an các xã, thị trấn", [COMMUNE_POLICE]),
    ],
)
def test_a_collective_name_stands_for_the_units_it_may_mean(written, expected):
    assert list(members(written, KNOWN)) == expected


@pytest.mark.parametrize(
    "written",
    ["các phòng, ban, ngành có liên quan", "các cơ quan chức năng", "Phòng Nội vụ", "Ban Quản lý bến thuyền", ""],
)
def test_a_name_that_tells_nobody_in_particular_or_is_one_units_stands_for_none(written):
    assert members(written, KNOWN) == ()


@pytest.mark.parametrize(
    ("written", "best"),
    [
        ("Phòng Tài chính", 2),
        ("Ban QLDA", PROJECTS),
        ("Phòng NV", 1),
        ("BQL dự án huyện", PROJECTS),
        ("Hội Nông dân", FARMERS),
        ("TT Văn hóa", CULTURE),
    ],
)
def test_an_unknown_name_suggests_the_likest_unit_first(written, best):
    found = closest(written, KNOWN)
    assert found[0] == best
    assert len(found) <= MOST


@pytest.mark.parametrize("written", ["Công ty Điện lực", "các phòng, ban", "", "?!", "Phòng"])
def test_nothing_is_suggested_for_what_resembles_no_unit(written):
    assert closest(written, KNOWN) == []
