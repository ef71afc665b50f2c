from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wording import mail, office_mail

MONDAY = date(2026, 1, 5)


@given(st.integers(1, 9999), st.integers(1, 9999), st.text(min_size=1, max_size=200), st.text(max_size=60))
def test_a_subject_fits_and_keeps_its_numbers_and_its_day(late: int, soon: int, name: str, short: str) -> None:
    head = mail.counted([(late, "quá hạn"), (soon, "sắp đến hạn")])
    subject = mail.fit(head, name, "ngày 23/11", short)
    assert len(subject) <= mail.SUBJECT_LENGTH
    assert subject.startswith(head)
    assert subject.endswith(", ngày 23/11")


def test_a_short_name_is_tried_before_anything_is_cut() -> None:
    long, short = "Phòng Văn hóa, Khoa học và Thông tin huyện Thử Nghiệm", "Phòng VHKHTT"
    assert mail.fit("02 quá hạn", long, "ngày 23/11", short) == "02 quá hạn – Phòng VHKHTT, ngày 23/11"


def test_a_head_of_many_counts_gives_its_last_away_before_the_name_and_the_day() -> None:
    head = "01 quá hạn, 01 sắp đến hạn, 01 chưa xác nhận, 01 phối hợp"
    assert mail.fit(head, "Phòng Kinh tế", "ngày 23/11") == "01 quá hạn, 01 sắp đến hạn – Phòng Kinh tế, ngày 23/11"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (mail.directive_words("Thông báo", "15/TB-UBND", date(2026, 11, 2)), "Thông báo số 15/TB-UBND ngày 02/11/2026"),
        (mail.directive_words("Thông báo", None, None), "Thông báo (chờ số)"),
        (mail.clause_words("2.1"), "mục 2.1"),
        (mail.clause_words("Điều 3"), "Điều 3"),
        (mail.clause_words(""), ""),
        (mail.source_words("15/TB-UBND", "II.2"), "15/TB-UBND, mục II.2"),
        (mail.capitalised("mục II.2"), "Mục II.2"),
        (mail.part_of(5, 42), "05/42"),
        (mail.counted([(0, "quá hạn"), (3, "sắp đến hạn")]), "03 sắp đến hạn"),
        (mail.due_words(date(2023, 10, 30), time(15, 30)), "15 giờ 30, Thứ Hai, 30/10/2023"),
        (mail.deadline_words("", None, None, "thường xuyên"), "thường xuyên"),
        (mail.deadline_words("", MONDAY, None, ""), "Thứ Hai, 05/01/2026"),
        (mail.deadline_words("trước ngày 06/01", MONDAY, None, ""), "trước ngày 06/01 (Thứ Hai, 05/01/2026)"),
        (mail.deadline_words("trong ngày 05/01/2026", MONDAY, None, ""), "trong ngày 05/01/2026 (Thứ Hai)"),
        (mail.deadline_words("trước 10h00 ngày 5/1/2026", MONDAY, time(10), ""), "trước 10h00 ngày 5/1/2026 (Thứ Hai)"),
        (
            mail.deadline_words("ngày 05 tháng 01 năm 2026", MONDAY, None, ""),
            "ngày 05 tháng 01 năm 2026 (Thứ Hai)",
        ),
        (mail.deadline_words("ngày 15/01/2026", MONDAY, None, ""), "ngày 15/01/2026 (Thứ Hai, 05/01/2026)"),
        (mail.moment_words(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)), "06 giờ 30 ngày 23/11/2026"),
        (mail.contact_words("Trần Thị B", "0200 000 000"), "đ/c Trần Thị B, điện thoại 0200 000 000"),
        (mail.contact_words("", "0200 000 000"), "điện thoại 0200 000 000"),
        (mail.shorten("một hai ba bốn", 10), "một hai…"),
        (office_mail.chief_news(5, 42, 3, 7, 2), "05/42 quá hạn, 03 chờ xử lý"),
        (office_mail.chief_news(0, 42, 0, 0, 2), "02 thư gửi không thành công"),
        (office_mail.chief_news(0, 42, 0, 7, 0), "07 đến hạn trong tuần"),
        (office_mail.leader_news(2, 5, 42, 7), "02 xin ý kiến, 05/42 quá hạn"),
        (office_mail.leader_news(0, 0, 42, 0), "00 quá hạn"),
        (office_mail.overdue_words(5, 42, SimpleNamespace(overdue=7, dated=45)), "05/42, tuần trước 07/45"),
        (office_mail.period_words(MONDAY, MONDAY), "ngày 05/01"),
        (
            office_mail.reports_words(SimpleNamespace(total=3, late=1, limit=2)),
            "Văn phòng còn 03 báo cáo chờ xác nhận, 01 việc quá 02 ngày làm việc.",
        ),
        (
            mail.days_off_words((date(2023, 9, 1), date(2023, 9, 4))),
            "Lưu ý lịch nghỉ: từ ngày 01/09 đến hết ngày 04/09.",
        ),
        (mail.days_off_words((date(2023, 9, 4), date(2023, 9, 4))), "Lưu ý lịch nghỉ: ngày 04/09."),
        (
            office_mail.reports_words(SimpleNamespace(total=0, late=0, limit=2)),
            "Văn phòng không còn báo cáo chờ xác nhận.",
        ),
        (
            mail.delivery_error("timeout", ""),
            "Máy chủ thư không trả lời trong thời gian cho phép.",
        ),
        (
            mail.delivery_error("refused_recipient", "550 no such user.", address="a@b.vn"),
            "Máy chủ thư không nhận địa chỉ a@b.vn. Kiểm tra lại địa chỉ thư của đơn vị rồi gửi lại. "
            "(Chi tiết: 550 no such user.)",
        ),
    ],
)
def test_phrases_read_as_offices_write_them(said: str, expected: str) -> None:
    assert said == expected


def test_no_sentence_of_a_failed_delivery_raises_its_voice() -> None:
    for sentence in mail.DELIVERY.values():
        assert not re.search(r"!|\bbạn\b", sentence.casefold())
