from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.mentions import mentioned
from app.domain.naming import KnownUnit

INTERIOR, JUSTICE, OFFICE, COMMUNE = 1, 2, 3, 4
KNOWN = (
    KnownUnit(INTERIOR, ("Phòng Nội vụ", "Nội vụ")),
    KnownUnit(JUSTICE, ("Phòng Tư pháp", "Tư pháp")),
    KnownUnit(OFFICE, ("Văn phòng HĐND và UBND", "Văn phòng")),
    KnownUnit(COMMUNE, ("UBND xã Hạ", "Xã Hạ")),
)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Đề nghị @Nội vụ cho ý kiến.", (INTERIOR,)),
        ("@noi vu, @NỘI VỤ và @Phòng Nội vụ", (INTERIOR,)),
        ("Gửi @Tư pháp và @Nội vụ", (JUSTICE, INTERIOR)),
        ("@Văn phòng HĐND và UBND xem giúp", (OFFICE,)),
        ("@Văn phòng: đã gửi.", (OFFICE,)),
        ("(@xã hạ)", (COMMUNE,)),
        ("@Xã Hạnh Phúc", ()),
        ("Nội vụ không có dấu", ()),
        ("thu@noi vu.vn", ()),
        ("@Nội chính", ()),
        ("@", ()),
        ("", ()),
    ],
)
def test_a_unit_is_called_by_one_of_its_names(text: str, called: tuple[int, ...]) -> None:
    assert mentioned(text, KNOWN) == called


def test_a_name_of_two_units_calls_neither() -> None:
    known = (KnownUnit(1, ("Trạm Y tế xã Hạ", "Y tế")), KnownUnit(2, ("Trạm Y tế xã Đoài", "Y tế")))
    assert mentioned("@Y tế và @Trạm Y tế xã Đoài", known) == (2,)


def test_nobody_is_called_where_nobody_can_be() -> None:
    assert mentioned("@Nội vụ", ()) == ()
    assert mentioned("@", (KnownUnit(1, ("",)),)) == ()


@given(some.text(max_size=80), some.lists(some.sampled_from(KNOWN), max_size=4))
def test_whoever_is_called_stands_behind_an_at_and_only_once(text: str, called: list[KnownUnit]) -> None:
    written = text.replace("@", "") + "".join(f" @{unit.names[0]}." for unit in called)
    assert mentioned(written, KNOWN) == tuple(dict.fromkeys(unit.id for unit in called))
