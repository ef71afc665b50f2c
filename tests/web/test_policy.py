"""“Quy định của cơ quan”: what holds, what it means, and every version."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Policy
from app.wording.policy import RULES

PAGE, EDIT = "/co-quan/quy-dinh", "/co-quan/quy-dinh/sua"
NUMBERS = {
    "due_soon_working_days": "5",
    "acknowledge_working_days": "2",
    "decide_working_days": "2",
    "extensions_limit": "",
    "extension_notice_days": "",
    "update_days": "14",
    "inner_due_working_days": "3",
    "acknowledge_hours": "1",
    "remind_first_days": "5",
    "remind_second_days": "3",
    "remind_third_days": "1",
    "sign_working_days": "3",
    "escalate_head_days": "1",
    "escalate_chief_days": "3",
    "escalate_leader_days": "7",
    "quiet_from_hour": "21",
    "quiet_to_hour": "6",
    "link_days": "30",
    "links_report": "y",
    "retention_years": "",
}


def send(client, seen: int = 0, **typed: str):
    return client.post(EDIT, data={"csrf_token": client.token(), "seen": str(seen)} | NUMBERS | typed)


def test_the_page_says_what_each_rule_means_and_its_default(chief):
    html = chief.get(PAGE).text
    assert "Theo mặc định của phần mềm" in html
    assert all(rule.label in html for rule in RULES.values())
    assert "Mặc định: 02 ngày làm việc." in html
    assert "Thời hạn đã giao không thay đổi." in html
    assert "Chưa sửa lần nào." in html


def test_a_change_is_a_version_with_who_and_what(chief, stored):
    assert send(chief, decide_working_days="3", extensions_limit="2", links_report="").location == PAGE
    html = chief.get(PAGE).text
    assert "Đã lưu quy định, phiên bản 1. Thời hạn đã giao không thay đổi." in html
    assert "Văn phòng, lãnh đạo trả lời trong: 02 ngày làm việc → 03 ngày làm việc" in html
    assert "Số lần gia hạn nhiều nhất: không giới hạn → 02 lần" in html
    assert "Chánh Văn phòng Vinh" in html
    row = stored.scalars(select(Policy)).one()
    assert (row.version, row.decide_working_days, row.extensions_limit, row.links_report) == (1, 3, 2, False)


def test_nothing_changed_is_no_version(chief, stored):
    send(chief)
    assert "không lập phiên bản mới" in chief.get(PAGE).text
    assert stored.scalars(select(Policy)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("0", "Cần nhập một số từ 1 đến 30."), ("", "Không đọc được số này."), ("hai", "Không đọc được số này.")],
)
def test_a_number_out_of_range_is_said_beside_its_field(chief, stored, typed, said):
    answer = send(chief, acknowledge_working_days=typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert stored.scalars(select(Policy)).all() == []


def test_who_was_slower_sees_both_versions(chief):
    send(chief, link_days="10")
    answer = send(chief, link_days="20")
    assert answer.status_code == 409
    assert "Nội dung đã được người khác cập nhật." in answer.text


def test_the_administrator_is_not_led_to_what_only_the_chief_may_open(client, log_in):
    log_in(client, "admin")
    assert "Quy định của cơ quan" not in client.get("/co-quan/don-vi").text
    assert client.get(PAGE).status_code == 403
