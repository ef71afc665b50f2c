"""Which texts name a person: a table of what units write when they say why they are late."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.persons import known_people, names_person

NAMED = (
    "Do đồng chí Nguyễn Văn A nghỉ ốm",
    "đ/c Lan đi học",
    "Đ/c. Tuấn nghỉ phép",
    "đc Hùng chuyển công tác",
    "ĐỒNG CHÍ TUẤN NGHỈ ỐM",
    "chờ ông Sáu ký",
    "Ông Đặng Văn Tám đi vắng",
    "Hộ bà Nguyễn Thị B chưa nhận tiền",
    "hộ ông (bà) Tư chưa đồng ý",
    "do ông/bà Lê Thị Tám khiếu nại",
    "anh\u00a0Tuấn nghỉ",
    "chị  H'Linh nghỉ thai sản",
    "các đồng chí An, Bình đi tập huấn",
    "đồng chí Phó Chủ tịch Trần Thị Lan chưa cho ý kiến",
    "chờ Chủ tịch Trần Lan ký",
    "công chức Lê Na nghỉ",
    "cán bộ Nguyễn Lan nghỉ",
    "Nguyễn Văn Cừ phụ trách đã chuyển công tác",
    "do TRẦN THỊ MƠ nghỉ",
    "anh T. nghỉ ốm",
)
NOBODY = (
    "",
    "Đang chờ báo giá in bảng.",
    "Bà con chưa đồng thuận",
    "VẬN ĐỘNG BÀ CON HIẾN ĐẤT",
    "ông nghè, ông cống",
    "anh em công nhân nghỉ Tết",
    "cửa sông Ông Đốc bị bồi lấp",
    "sông ông Đốc",
    "tỉnh Bà Rịa - Vũng Tàu",
    "núi Bà Đen đang mùa lễ hội",
    "chợ Bà Chiểu",
    "đường Nguyễn Văn Cừ đang thi công",
    "Trường THCS Nguyễn Thị Minh Khai chưa bàn giao",
    "học tập và làm theo tư tưởng Hồ Chí Minh",
    "chờ ý kiến đồng chí Chủ tịch",
    "Đ/c PCT UBND xã đi công tác",
    "đồng chí Trưởng Phòng Nội vụ đi vắng",
    "công chức Tư pháp - Hộ tịch nghỉ thai sản",
    "cán bộ Văn phòng đi tập huấn",
    "Phòng Kinh tế chủ trì, Sở Tài chính chưa trả lời",
    "chưa có tiếng Anh, tiếng Pháp",
    "Chú ý hạn nộp. Thầy thuốc ở Trạm Y tế thiếu",
    "UBND xã Lê Lợi chưa báo cáo",
    "03 hộ chưa nhận bồi thường tại thôn Đoàn Kết",
)
PEOPLE = known_people(["Đoàn Trọng Nghị", "Vi Sơn", "Phòng Kinh Tế", "Văn thư", "Trưởng Nội vụ", "Lan"])


@pytest.mark.parametrize("text", NAMED)
def test_a_text_names_a_person(text):
    assert names_person(text)
    assert names_person(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("text", NOBODY)
def test_a_text_names_nobody(text):
    assert not names_person(text)
    assert not names_person(text, PEOPLE)


@pytest.mark.parametrize(
    "text",
    ["do đoàn trọng nghị nghỉ", "Doan Trong Nghi chua ky", "chờ vi sơn ký", "(Vi Sơn)", "ĐOÀN TRỌNG NGHỊ đi vắng"],
)
def test_somebody_the_office_knows_is_seen_however_the_name_is_typed(text):
    assert names_person(text, PEOPLE)
    assert not names_person(text.lower())


@pytest.mark.parametrize(
    "text", ["phòng kinh tế chưa gửi", "văn thư nghỉ", "hoa lan", "trưởng nội vụ đi họp", "vi son"]
)
def test_the_account_of_a_unit_or_an_office_is_nobody_and_neither_is_a_name_of_one_word(text):
    assert not names_person(text, PEOPLE)


@given(some.text(alphabet="đ/cCôÔngbà AnhN.,;ễ_1\n'", max_size=40))
def test_every_text_can_be_asked(text):
    assert names_person(text) in (True, False)
    if text == text.lower():
        assert not names_person(text), "a name begins with a capital"
