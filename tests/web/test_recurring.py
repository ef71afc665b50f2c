"""Recurring duties on the screen: offered and corrected in the draft, shown with the notice, changed and ended."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.domain.terms import TaskKind
from app.models import Assignment, Recurrence
from tests.services.test_directives import give as give_notice
from tests.services.test_recurring import MONTHLY, again
from tests.web.drafting import content_of, fields_of, paste, post, text_of

NOTICE = """THÔNG BÁO
Kết luận tại cuộc họp giao ban

Phó Chủ tịch kết luận:

1. Phòng Nội vụ báo cáo kết quả thực hiện trước ngày 15 hằng tháng.
2. Phòng Tư pháp báo cáo tiến độ vào thứ Sáu hằng tuần.
3. Phòng Kinh tế thường xuyên theo dõi, tổng hợp.
"""


@pytest.fixture
def duty(web_cast, clock):
    """A monthly duty of two units, given."""
    directive = give_notice(web_cast, clock, again(web_cast, "noi_vu", "xa_ha"))
    task = directive.tasks[0]
    web_cast.session.commit()
    return task


def test_a_draft_offers_what_recurs_with_its_rule_in_words(chief, stored) -> None:
    page = text_of(chief.get(paste(chief, NOTICE)))
    assert "Định kỳ, trước ngày 15 hằng tháng" in page
    assert "Định kỳ, thứ Sáu hằng tuần" in page
    tasks = content_of(stored).tasks
    assert [task.kind for task in tasks] == [TaskKind.RECURRING, TaskKind.RECURRING, TaskKind.PER_REPORT]
    assert ["recurrence" in task.unsure for task in tasks] == [False, True, False], "the phrase alone lacks the day"


def test_the_rule_is_corrected_in_the_form_of_the_card(chief, stored) -> None:
    address = paste(chief, NOTICE)
    key = content_of(stored).tasks[0].key
    form = chief.get(f"{address}?sua={key}").text
    assert '<option selected value="monthly">' in form
    sent = {
        "version": "1",
        "kind": "recurring",
        "urgency": "normal",
        "text": "Báo cáo kết quả thực hiện.",
        "recurrence": "trước ngày 15 hằng tháng",
        "every": "quarterly",
        "on_day": "5",
        "in_month": "",
        "months_after": "1",
    }
    assert post(chief, f"{address}/nhiem-vu/{key}", **sent).status_code == 302
    task = content_of(stored).tasks[0]
    assert (task.recurrence, task.kind) == ("ngày 05 của tháng đầu quý sau", TaskKind.RECURRING)


@pytest.mark.parametrize(
    ("every", "on_day", "typed", "said"),
    [
        ("weekly", "15", "", "Cần chọn đủ"),
        ("monthly", "w1", "", "Cần chọn đủ"),
        ("", "", "hằng tháng", "Cần chọn đủ"),
    ],
)
def test_a_rule_that_names_no_day_is_refused_in_the_form(chief, stored, every, on_day, typed, said) -> None:
    address = paste(chief, NOTICE)
    key = content_of(stored).tasks[2].key
    sent = {"version": "1", "kind": "recurring", "urgency": "normal", "text": "Theo dõi.", "months_after": "0"}
    answer = post(chief, f"{address}/nhiem-vu/{key}", **sent, every=every, on_day=on_day, recurrence=typed)
    assert answer.status_code == 400
    assert said in text_of(answer)


def test_words_typed_anew_are_read_as_the_rule(chief, stored) -> None:
    address = paste(chief, NOTICE)
    key = content_of(stored).tasks[2].key
    sent = {"version": "1", "kind": "recurring", "urgency": "normal", "text": "Theo dõi.", "months_after": "0"}
    assert post(chief, f"{address}/nhiem-vu/{key}", **sent, recurrence="ngày 20 hàng tháng").status_code == 302
    assert content_of(stored).tasks[2].recurrence == "ngày 20 hằng tháng"


def test_a_task_that_lacks_its_rule_holds_up_the_giving(chief, stored) -> None:
    address = paste(chief, NOTICE)
    key = content_of(stored).tasks[2].key
    post(chief, f"{address}/nhiem-vu/{key}/loai", version="1", kind="recurring")
    assert "Mục 3 là nhiệm vụ định kỳ nhưng chưa rõ chu kỳ" in text_of(chief.get(f"{address}/giao"))


def test_the_notice_shows_what_recurs(chief, duty) -> None:
    page = text_of(chief.get(f"/van-ban/{duty.directive.public_id}"))
    assert "Nhiệm vụ định kỳ" in page
    assert "Phòng Nội vụ trước ngày 15 hằng tháng tháng 9/2023 15/10/2023" in page
    assert "Đổi chu kỳ, kết thúc" in page


def test_a_leader_sees_it_and_is_offered_no_act(client, log_in, duty) -> None:
    log_in(client, "leader")
    page = text_of(client.get(f"/van-ban/{duty.directive.public_id}"))
    assert "trước ngày 15 hằng tháng" in page
    assert "Đổi chu kỳ, kết thúc" not in page


def test_the_rule_is_changed_for_the_units_that_are_ticked(chief, stored, duty) -> None:
    address = f"/dinh-ky/{duty.public_id}"
    sent = fields_of(chief.get(address), f"{address}/doi")
    assert sent["doi-seen"] == [MONTHLY]
    one = sent["doi-units"][:1]
    answer = chief.post(f"{address}/doi", data={**sent, "doi-on_day": "20", "doi-units": one})
    assert answer.status_code == 302
    rows = stored.scalars(select(Recurrence).order_by(Recurrence.id)).all()
    assert [(row.day, row.from_on) for row in rows] == [(20, date(2023, 10, 20)), (15, date(2023, 9, 15))]


def test_a_change_of_a_rule_that_was_changed_meanwhile_is_told_and_loses_no_typing(chief, duty) -> None:
    address = f"/dinh-ky/{duty.public_id}"
    sent = fields_of(chief.get(address), f"{address}/doi")
    chief.post(f"{address}/doi", data={**sent, "doi-on_day": "20"})
    answer = chief.post(f"{address}/doi", data={**sent, "doi-on_day": "25"})
    assert answer.status_code == 409
    assert "Nội dung đã được người khác cập nhật" in text_of(answer)
    assert '<option selected value="25">' in answer.text


def test_a_duty_is_ended_with_a_reason(chief, stored, duty) -> None:
    address = f"/dinh-ky/{duty.public_id}"
    sent = fields_of(chief.get(address), f"{address}/ket-thuc")
    assert chief.post(f"{address}/ket-thuc", data=sent).status_code == 400
    answer = chief.post(f"{address}/ket-thuc", data={**sent, "ket-thuc-reason": "Đã sơ kết"})
    assert answer.status_code == 302
    assert {row.end_reason for row in stored.scalars(select(Recurrence))} == {"Đã sơ kết"}
    page = text_of(chief.get(answer.location))
    assert "Kết thúc ngày 14/09/2023: Đã sơ kết" in page
    assert "Đổi chu kỳ, kết thúc" not in page


def test_no_unit_ticked_is_refused(chief, duty) -> None:
    address = f"/dinh-ky/{duty.public_id}"
    sent = fields_of(chief.get(address), f"{address}/ket-thuc") | {"ket-thuc-reason": "Thôi"}
    del sent["ket-thuc-units"]
    answer = chief.post(f"{address}/ket-thuc", data=sent)
    assert answer.status_code == 400
    assert "Cần chọn ít nhất một đơn vị." in text_of(answer)


def test_an_assignment_says_which_period_it_is(chief, web_cast, duty) -> None:
    made = web_cast.session.scalars(select(Assignment).where(Assignment.task_id == duty.id)).first()
    page = text_of(chief.get(f"/nhiem-vu/{made.public_id}"))
    assert "tháng 9/2023 (định kỳ, trước ngày 15 hằng tháng)" in page
