"""Giao việc nhanh on the screen: four fields, what cannot be taken, and where the page is found."""

from __future__ import annotations

from datetime import date, time
from io import BytesIO

import pytest
from sqlalchemy import select

from app.models import Assignment, Directive, Evidence
from tests.conftest import TODAY

ADDRESS = "/giao-viec-nhanh"
TEXT = "Báo cáo nhanh tình hình thiệt hại do mưa lũ"


@pytest.fixture
def send(client, log_in, web_cast):
    """``send(deadline="mai")``: the form as the staff fills it in; anything may be said otherwise."""

    def act(by: str = "staff", **more: object):
        log_in(client, by)
        cast = web_cast
        sent = {
            "text": TEXT,
            "to": [cast.units["noi_vu"].public_id],
            "deadline": "16h30 hôm nay",
            "leader": cast.users["leader"].public_id,
            "urgency": "immediate",
            "csrf_token": client.token(),
        }
        return client.post(ADDRESS, data=sent | more, content_type="multipart/form-data")

    return act


def parts(cast) -> list[Assignment]:
    cast.session.rollback()
    return list(cast.session.scalars(select(Assignment).order_by(Assignment.id)))


@pytest.mark.parametrize("login", ["leader", "staff", "chief"])
def test_the_button_stands_on_the_desk_and_above_the_list(client, log_in, login):
    log_in(client, login)
    for address in ("/", "/nhiem-vu"):
        assert f'href="{ADDRESS}"' in client.get(address).text


def test_who_may_not_give_finds_no_button(client, log_in):
    log_in(client, "clerk")
    assert ADDRESS not in client.get("/nhiem-vu").text


def test_an_order_is_given_in_one_go_and_its_page_follows(client, send, web_cast):
    answer = send()
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "Đã giao nhiệm vụ cho 01 đơn vị, thời hạn 16 giờ 30, Thứ Năm, 14/09/2023; thư báo đang chờ gửi." in page
    assert "<h1>Ý kiến chỉ đạo, ngày 14/09/2023</h1>" in page
    assert "chờ số" not in page
    (part,) = parts(web_cast)
    assert (part.due_on, part.due_dates[0].time_of_day, part.task.text) == (TODAY, time(16, 30), TEXT)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("16:30 hôm nay", TODAY, time(16, 30)),
        ("mai", date(2023, 9, 15), None),
        ("30/9", date(2023, 9, 30), None),
        ("cuối tháng", date(2023, 9, 30), None),
        ("+5 ngày làm việc", date(2023, 9, 21), None),
        ("", None, None),
    ],
)
def test_the_deadline_is_typed_as_people_say_it(send, web_cast, typed, day, at):
    assert send(deadline=typed).status_code == 302
    (part,) = parts(web_cast)
    assert part.due_on == day
    assert [due.time_of_day for due in part.due_dates] == ([at] if day else [])


def test_a_person_may_be_chosen_beside_units(send, web_cast):
    unit, person = web_cast.units["kinh_te"], web_cast.users["kinh_te_member"]
    send(to=[web_cast.units["noi_vu"].public_id, f"{unit.public_id}.{person.public_id}"])
    assert [part.person_name for part in parts(web_cast)] == ["", "Chuyên viên Kinh tế"]


def test_a_leader_stands_in_the_form_already(client, log_in, web_cast):
    log_in(client, "leader")
    chosen = f'<option selected value="{web_cast.users["leader"].public_id}">Phó Chủ tịch Hà</option>'
    assert chosen in client.get(ADDRESS).text
    log_in(client, "staff")
    assert chosen not in client.get(ADDRESS).text


def test_a_leader_without_an_account_is_named(send, web_cast):
    send(leader="khac", leader_name="Nguyễn Văn A, Bí thư Đảng ủy")
    assert parts(web_cast)[0].events[0].decider_name == "Nguyễn Văn A, Bí thư Đảng ủy"


def test_a_picture_of_the_note_can_be_attached(send, web_cast):
    assert send(pictures=(BytesIO(b"\xff\xd8\xff but phe"), "but phe.jpg")).status_code == 302
    web_cast.session.rollback()
    assert [row.filename for row in web_cast.session.scalars(select(Evidence))] == ["but phe.jpg"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Cần ghi nội dung nhiệm vụ."),
        ({"to": []}, "Cần chọn ít nhất một đơn vị hoặc một người."),
        ({"to": ["khong-co"]}, "Đơn vị được chọn không có trong danh sách của cơ quan. Đề nghị chọn lại."),
        ({"deadline": "13/9/2023"}, "Thời hạn 13/09/2023 đã qua. Đề nghị nhập lại thời hạn."),
        ({"deadline": "7h hôm nay"}, "Thời hạn 07:00 hôm nay đã qua, bây giờ là 08:00."),
        ({"deadline": "25h mai"}, "Không có giờ như “25h mai”."),
        ({"deadline": "bao giờ xong"}, "Không đọc được ngày “bao giờ xong”."),
        ({"leader": ""}, "Cần chọn lãnh đạo giao"),
        ({"leader": "khac"}, "Cần chọn lãnh đạo giao"),
        ({"leader": "khong-co"}, "Lựa chọn này không có trong danh sách."),
        ({"urgency": "rat-gap"}, "Lựa chọn này không có trong danh sách."),
        ({"pictures": (BytesIO(b"MZ"), "x.exe")}, "Chỉ nhận ảnh .jpg, .png hoặc tệp .pdf."),
        ({"pictures": (BytesIO(b"khong phai anh"), "x.jpg")}, "Nội dung tệp x.jpg không đúng với đuôi tệp."),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence_and_keeps_the_typing(send, web_cast, wrong, sentence):
    answer = send(**wrong)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert ("text" in wrong) or TEXT in answer.text
    assert ("deadline" in wrong) or 'value="16:30 14/09/2023"' in answer.text
    assert parts(web_cast) == []


def test_the_day_that_was_understood_is_echoed_with_its_weekday(send):
    assert "16 giờ 30, Thứ Năm, 14/09/2023" in send(text="").text


def test_the_same_order_twice_asks_and_can_be_given_all_the_same(send, web_cast):
    send()
    again = send()
    assert again.status_code == 409
    assert "đã được giao cho đơn vị này trong hôm nay" in again.text
    assert "Mở ý kiến chỉ đạo đã giao" in again.text
    assert 'name="even_if_alike"' in again.text
    assert send(even_if_alike="y").status_code == 302
    web_cast.session.rollback()
    assert len(web_cast.session.scalars(select(Directive)).all()) == 2


@pytest.mark.parametrize("login", ["clerk", "noi_vu_head"])
def test_others_are_refused(send, login):
    assert send(by=login).status_code == 403
