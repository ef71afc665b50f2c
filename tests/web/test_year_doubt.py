"""A deadline in a year whose days off nobody has confirmed is told wherever it is set, and stops nobody."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.calendar import WorkingCalendar
from app.models import Assignment
from tests.conftest import TODAY
from tests.services.notices import NOTICE, drafted
from tests.web.reading import text_of
from tests.web.test_turns import post

FAR, TOLD = date(2027, 3, 1), "lịch nghỉ năm 2027 chưa được xác nhận"


@pytest.mark.parametrize(
    ("days", "years"),
    [([], ()), ([TODAY], ()), ([FAR, TODAY, FAR], (2027,)), ([FAR, date(2025, 1, 1)], (2025, 2027))],
)
def test_the_years_nobody_has_confirmed_are_told_once_in_order(days, years):
    assert WorkingCalendar(frozenset(), frozenset(), frozenset({2023})).unconfirmed(days) == years


def send(client, path: str, **form):
    return client.post(path, data={**form, "csrf_token": client.token()})


def test_giving_at_once_says_it_above_the_page_that_follows(chief, web_cast, stored):
    form = {"text": "Lập kế hoạch năm.", "to": web_cast.units["noi_vu"].public_id, "urgency": "normal"}
    form["leader"] = web_cast.users["leader"].public_id
    answer = send(chief, "/giao-viec-nhanh", **form, deadline="01/03/2027")
    assert answer.status_code == 302
    page = text_of(chief.get(answer.location))
    assert "Lịch nghỉ năm 2027 chưa được xác nhận." in page
    assert stored.query(Assignment).one().due_on == FAR
    stored.rollback()
    assert TOLD not in text_of(send(chief, "/giao-viec-nhanh", **(form | {"text": ""}), deadline="01/11/2023"))
    assert TOLD in text_of(send(chief, "/giao-viec-nhanh", **(form | {"text": ""}), deadline="01/03/2027"))


def test_the_page_of_a_task_says_it_beside_its_deadline(chief, give, web_cast):
    far, near = give("noi_vu", due=FAR), give("noi_vu", due=date(2023, 9, 20))
    web_cast.session.commit()
    assert f"Thứ Hai, 01/03/2027 {TOLD}" in text_of(chief.get(f"/nhiem-vu/{far.public_id}"))
    assert TOLD not in chief.get(f"/nhiem-vu/{near.public_id}").text


def test_asking_for_more_time_says_it_to_the_unit_and_to_who_decides(client, log_in, give, web_cast):
    assignment = give("noi_vu", due=date(2023, 9, 20))
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    here = f"/nhiem-vu/{assignment.public_id}"
    asked = {"asked_for": "01/03/2027", "reason": "Chờ số liệu."}
    assert post(client, assignment, "gia-han", "ask_extension", **asked).status_code == 302
    assert "Lịch nghỉ năm 2027 chưa được xác nhận." in text_of(client.get(here))
    log_in(client, "leader")
    assert f"01/03/2027, {TOLD}" in text_of(client.get("/xin-y-kien"))


def test_a_draft_says_it_on_its_card_and_before_the_giving(client, log_in, app, web_cast, clock):
    text = NOTICE.replace("30/10/2023", "01/03/2027")
    with web_cast.session as session:
        draft = drafted(session, web_cast, clock, app.extensions["dondoc"].files, text)
        session.commit()
        address = f"/du-kien/{draft.public_id}"
    log_in(client, "staff")
    assert TOLD in text_of(client.get(address))
    assert text_of(client.get(address)).count(TOLD) == 1


def test_moving_many_deadlines_says_it_beside_each_new_one(chief, give, web_cast):
    assignment = give("noi_vu", due=date(2023, 9, 20))
    web_cast.session.commit()
    form = {
        "dong": f"{assignment.public_id}:{assignment.version}",
        "seen": "",
        "named_on": "01/03/2027",
        "reason": "Lùi.",
    }
    form |= {"decider": web_cast.users["chief"].public_id, "form": "in_system", "decided_on": ""}
    page = text_of(send(chief, "/hang-loat/dieu-chinh", **form))
    assert f"20/09/2023 01/03/2027 {TOLD}" in page


def test_a_superiors_list_says_it_beside_the_date_of_a_row(chief):
    text = "Số văn bản\tNội dung\tThời hạn\n12/UBND-VX\tLập kế hoạch chuyển đổi số.\t01/03/2027\n"
    form = {"text": text, "source": "province", "issuer": "UBND tỉnh Hồng Lam"}
    assert f"01/03/2027 {TOLD}" in text_of(send(chief, "/cap-tren-giao/nhap-danh-sach", **form))


def test_the_page_before_giving_says_it_once(client, log_in, app, web_cast, clock):
    text = "THÔNG BÁO\nKết luận họp\n\nPhó Chủ tịch kết luận:\n\n1. Phòng Nội vụ rà soát hồ sơ trước ngày 01/3/2027.\n"
    with web_cast.session as session:
        draft = drafted(session, web_cast, clock, app.extensions["dondoc"].files, text)
        session.commit()
        address = f"/du-kien/{draft.public_id}/giao"
    log_in(client, "staff")
    assert f"Có thời hạn rơi vào năm chưa chắc ngày làm việc: {TOLD}." in text_of(client.get(address))
