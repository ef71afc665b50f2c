"""Where lines may break: a table of what holds together and what does not."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wording.formats import number, percent
from app.wording.report import count, official_day
from app.wording.typography import NO_BREAK, set_text

# "~" stands for the space that does not break.
HELD = (
    ("Tính đến ngày 05/02/2023, có 03 nhiệm vụ", "Tính đến ngày~05/02/2023, có 03~nhiệm vụ"),
    ("ngày 5 tháng 9 năm 2023", "ngày~5~tháng~9~năm~2023"),
    ("đạt 86,4 % (14.068/16.274)", "đạt 86,4~% (14.068/16.274)"),
    ("Quý III năm 2023", "Quý~III năm~2023"),
    ("theo Điều 12 và điểm a khoản 1 Điều 24", "theo Điều~12 và điểm~a khoản~1 Điều~24"),
    ("chi tiết tại Phụ lục II kèm theo", "chi tiết tại Phụ lục~II kèm theo"),
    ("Thông báo số 12/TB-UBND ngày 13/9/2023, mục 3.1", "Thông báo số~12/TB-UBND ngày~13/9/2023, mục~3.1"),
    ("kỷ luật 03 cán bộ, 05 công chức", "kỷ luật 03~cán bộ, 05~công chức"),
    ("1.204 lượt giao của 10 cơ quan, đơn vị", "1.204~lượt giao của 10~cơ quan, đơn vị"),
    ("17 giờ 30 phút", "17~giờ 30~phút"),
    ("KẾT LUẬN NGÀY 05 THÁNG 02 NĂM 2026, 03 NHIỆM VỤ", "KẾT LUẬN NGÀY~05~THÁNG~02~NĂM~2026, 03~NHIỆM VỤ"),
    ("Số: 194/TB-UBND", "Số:~194/TB-UBND"),
    ("lập thành 02 bản", "lập thành 02~bản"),
    ("nhắc lại lần 10", "nhắc lại lần~10"),
)
FREE = (
    "Số:          /BC-UBND",
    "Ví Dụ, ngày      tháng      năm",
    "nhiệm vụ có thời hạn giao các cơ quan",
    "số Xã Ví Dụ",  # a word that begins like a Roman number
    "03 Nhiệm vụ",  # a heading is not counted
    "điểm ao hồ",
)


@pytest.mark.parametrize(("written", "held"), HELD)
def test_a_number_holds_on_to_what_it_belongs_to(written, held):
    assert set_text(written) == held.replace("~", NO_BREAK)


@pytest.mark.parametrize("written", FREE)
def test_what_is_no_number_and_what_is_left_blank_stays_as_it_is(written):
    assert set_text(written) == written


@given(st.text(alphabet=st.sampled_from("0123456789 %/.,aIVXđnygàtáhmvụệ")))
def test_setting_changes_spaces_and_months_alone_and_only_once(text):
    once = set_text(text)
    assert re.sub("/0([3-9])/", r"/\1/", once.replace(NO_BREAK, " ")) == re.sub("/0([3-9])/", r"/\1/", text)
    assert set_text(once) == once


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("đến 05/03/2023 và 14/09/2023", "đến 05/3/2023 và 14/9/2023"),
        ("05/02/2023", "05/02/2023"),
        ("14/10/2023", "14/10/2023"),
        ("12/05/2023/TB-UBND", "12/05/2023/TB-UBND"),
        ("1/12/05/2023", "1/12/05/2023"),
    ],
)
def test_days_in_a_document_have_months_as_the_decree_writes_them(written, official):
    assert set_text(written) == official


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (number(14068), "14.068"),
        (number(1234567), "1.234.567"),
        (percent(Decimal("86.44")), "86,4 %"),
        (count(0), "0"),
        (count(3), "03"),
        (count(10), "10"),
        (count(1204), "1.204"),
        (official_day(date(2023, 2, 5)), "05/02/2023"),
        (official_day(date(2023, 1, 15)), "15/01/2023"),
        (official_day(date(2023, 3, 5)), "05/3/2023"),
        (official_day(date(2023, 12, 31)), "31/12/2023"),
    ],
)
def test_numbers_and_days_are_written_as_offices_write_them(said, written):
    assert said == written
