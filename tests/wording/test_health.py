"""What the health page says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.wording.formats import age, tel
from app.wording.health import holder_words, outcome

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), "chưa đầy 01 phút"),
        (timedelta(seconds=59), "chưa đầy 01 phút"),
        (timedelta(minutes=5), "05 phút"),
        (timedelta(hours=1), "01 giờ"),
        (timedelta(hours=2, minutes=15), "02 giờ 15 phút"),
        (timedelta(hours=47, minutes=59), "47 giờ 59 phút"),
        (timedelta(hours=48), "02 ngày"),
    ],
)
def test_an_age_is_said_as_exactly_as_it_matters(passed: timedelta, said: str) -> None:
    assert age(NOW - passed, NOW) == said


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0900 000 000", "0900000000"),
        ("(+84) 912-345-678", "+84912345678"),
        ("0200 000 001; 0200 000 002", "0200000001"),
        ("0200 000 001 - máy lẻ 12", "0200000001"),
        ("", ""),
    ],
)
def test_a_telephone_dials_the_first_number_that_is_written(written: str, dialled: str) -> None:
    assert tel(written) == dialled


@pytest.mark.parametrize(
    ("ok", "summary", "said"),
    [
        (True, {}, "Hoàn thành"),
        (True, {"process": 12}, "Hoàn thành"),
        (True, {"sent": 3, "not_sent": 1}, "Hoàn thành: đã gửi: 3, chưa gửi được: 1"),
        (False, {"error": "Missed"}, "Bị lỡ"),
        (False, {"sent": 2, "error": "OSError"}, "Không thành công: OSError; đã gửi: 2"),
        (False, {}, "Không thành công: không rõ lý do"),
    ],
)
def test_how_a_run_ended(ok: bool, summary: dict[str, object], said: str) -> None:
    assert outcome(ok, summary) == said


def test_a_process_is_named_by_its_machine_and_number() -> None:
    assert holder_words("may-chu:42:ab12") == "máy may-chu, tiến trình 42"
    assert holder_words("may-chu") == "may-chu"
