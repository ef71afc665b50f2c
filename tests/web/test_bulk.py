"""Acts on many assignments from the list: ticked rows, the preview, the act, what is left out, the way back."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.terms import MessageKind, State
from app.models import Assignment, OutboxMessage
from app.services import bulk
from tests.web.drafting import fields_of, post, text_of

DUE = date(2023, 10, 30)


@pytest.fixture
def rows(web_cast, give, acts) -> list[Assignment]:
    """Two that wait for the office, one that is open, one without a day."""
    made = [give("noi_vu", due=DUE, text="Việc một."), give("tu_phap", due=DUE, text="Việc hai.")]
    for each in made:
        acts.report(each)
    made += [give("xa_ha", due=DUE, text="Việc ba."), give("noi_vu", text="Việc bốn.")]
    web_cast.session.commit()
    return made


def tick(client, act: str, *rows: Assignment, query: str = "", **more: object):
    return post(client, f"/hang-loat/{act}{query}", chon=[row.public_id for row in rows], **more)


def again(client, page, act: str, *, perform: bool = True, **changes: object):
    """Press a button of the preview, with some of it typed anew."""
    sent = fields_of(page, f"/hang-loat/{act}") | changes
    return client.post(f"/hang-loat/{act}{'/thuc-hien' if perform else ''}", data=sent)


def states(stored) -> list[State]:
    """Read anew, and let go: a reading holds the lock of the file."""
    found = list(stored.scalars(select(Assignment.state).order_by(Assignment.id)))
    stored.rollback()
    return found


def test_the_list_has_a_box_for_each_row_and_the_acts_of_the_office(chief, rows) -> None:
    page = chief.get("/nhiem-vu?tinh-trang=unfinished")
    assert len(re.findall(r'name="chon"', page.text)) == 4
    assert "Tất cả 4 dòng theo bộ lọc" in text_of(page)
    assert "/hang-loat/nhac-viec?tinh-trang=unfinished" in page.text


def test_who_has_none_of_the_rights_gets_no_boxes(client, log_in, rows) -> None:
    log_in(client, "clerk")
    page = client.get("/nhiem-vu").text
    assert 'name="chon"' not in page
    assert "hang-loat" not in page


def test_a_leader_is_not_offered_to_remind(client, log_in, rows) -> None:
    log_in(client, "leader")
    assert "Nhắc việc…" not in text_of(client.get("/nhiem-vu"))
    assert tick(client, "nhac-viec", rows[2]).status_code == 403


def test_reports_are_accepted_after_a_preview(chief, stored, rows) -> None:
    page = tick(chief, "xac-nhan", *rows[:3])
    words = text_of(page)
    assert "Sẽ thực hiện: 2 nhiệm vụ" in words
    assert "Để lại: 1 nhiệm vụ" in words
    assert "không hoàn tác được" in words
    assert states(stored)[:2] == [State.WAITING, State.WAITING], "nothing is done yet"
    done = again(chief, page, "xac-nhan")
    assert "Đã xác nhận hoàn thành 2 nhiệm vụ. 1 nhiệm vụ được để lại" in text_of(done)
    assert states(stored) == [State.DONE, State.DONE, State.OPEN, State.OPEN]


def test_what_changed_after_the_preview_is_left_out_and_said(chief, stored, rows, web_cast, acts) -> None:
    page = tick(chief, "nhac-viec", rows[2], rows[3])
    acts.acknowledge(rows[2])
    web_cast.session.commit()
    done = again(chief, page, "nhac-viec")
    assert "Nội dung đã được người khác cập nhật" in text_of(done)
    assert "Đã nhắc 1 nhiệm vụ" in text_of(done)
    mails = stored.scalars(select(OutboxMessage).where(OutboxMessage.kind == MessageKind.REMINDED)).all()
    assert [mail.to_name for mail in mails] == ["Phòng Nội vụ"]


def test_all_of_a_filter_are_taken_without_a_tick(chief, rows) -> None:
    page = post(chief, "/hang-loat/nhac-viec?tim=ba", **{"tat-ca": "1"})
    assert "1 nhiệm vụ đã chọn" in text_of(page)
    assert "Việc ba." in text_of(page)


def test_nothing_ticked_leads_back_to_the_list_as_it_was(chief, rows) -> None:
    answer = post(chief, "/hang-loat/nhac-viec?tinh-trang=overdue")
    assert (answer.status_code, answer.location) == (302, "/nhiem-vu?tinh-trang=overdue")
    assert "Chưa chọn nhiệm vụ nào" in chief.get(answer.location).text


def test_an_adjustment_asks_for_day_and_reason_first(chief, rows) -> None:
    page = tick(chief, "dieu-chinh", rows[2], rows[3])
    assert "Sẽ thực hiện" not in text_of(page)
    refused = again(chief, page, "dieu-chinh", perform=False, named_on="15/11/2023")
    assert "Cần nêu lý do." in text_of(refused)
    two = again(chief, page, "dieu-chinh", perform=False, named_on="15/11/2023", working_days="5", reason="Mưa lũ")
    assert two.status_code == 400
    assert "Chỉ nhập một trong hai" in text_of(two)


def test_an_adjustment_is_previewed_done_and_taken_back(chief, stored, rows, clock) -> None:
    asked = tick(chief, "dieu-chinh", rows[2], rows[3])
    page = again(chief, asked, "dieu-chinh", perform=False, working_days="5", reason="Mưa lũ")
    assert "30/10/2023 06/11/2023" in text_of(page)
    assert "Nhiệm vụ không có thời hạn nên không cộng thêm ngày được." in text_of(page)
    done = again(chief, page, "dieu-chinh")
    assert "Đã điều chỉnh thời hạn 1 nhiệm vụ." in text_of(done)
    assert stored.get_one(Assignment, rows[2].id).due_on == date(2023, 11, 6)
    stored.rollback()
    clock.instant += timedelta(minutes=5)
    address = re.search(r'href="(/hang-loat/hoan-tac/[^"]+)"', done.text)
    assert address is not None
    reason = chief.get(address[1])
    assert "1 nhiệm vụ" in text_of(reason)
    back = again(chief, reason, "hoan-tac", perform=False)
    assert "06/11/2023 30/10/2023" in text_of(back)
    assert "Đã hoàn tác điều chỉnh thời hạn của 1 nhiệm vụ." in text_of(again(chief, back, "hoan-tac"))
    stored.expire_all()
    assert stored.get_one(Assignment, rows[2].id).due_on == DUE


def test_what_was_typed_after_the_preview_is_shown_before_it_is_done(chief, stored, rows) -> None:
    asked = tick(chief, "dieu-chinh", rows[2])
    page = again(chief, asked, "dieu-chinh", perform=False, named_on="15/11/2023", reason="Mưa lũ")
    shown = again(chief, page, "dieu-chinh", named_on="20/11/2023")
    assert "Sẽ thực hiện: 1 nhiệm vụ" in text_of(shown)
    assert stored.get_one(Assignment, rows[2].id).due_on == DUE


def test_a_decision_on_paper_needs_a_name_and_a_title(chief, rows) -> None:
    asked = tick(chief, "dieu-chinh", rows[2])
    typed = {"named_on": "15/11/2023", "reason": "Mưa lũ", "decider": "", "form": "margin_note"}
    nameless = text_of(again(chief, asked, "dieu-chinh", perform=False, **typed))
    assert "Không có nhiệm vụ nào thực hiện được" in nameless
    assert "cần ghi họ tên" in nameless
    page = again(chief, asked, "dieu-chinh", perform=False, **typed, name="Trần Văn A", title="Chủ tịch")
    assert "Sẽ thực hiện: 1 nhiệm vụ" in text_of(page)


@pytest.mark.parametrize("address", ["/hang-loat/gi-do", "/hang-loat/hoan-tac"])
def test_what_is_no_act_is_not_found(chief, address: str) -> None:
    assert post(chief, address, at="không phải").status_code == 404
    assert chief.get("/hang-loat/hoan-tac/khong-co").status_code == 404


def test_as_many_rows_as_one_act_takes_fit_into_a_form(chief, rows) -> None:
    many = [f"{'x' * 22}:{n}" for n in range(bulk.MOST - 1)] + [f"{rows[2].public_id}:{rows[2].version}"]
    page = post(chief, "/hang-loat/nhac-viec", dong=many, seen="")
    assert "Sẽ thực hiện: 1 nhiệm vụ" in text_of(page)
