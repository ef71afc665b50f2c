"""Giao việc nhanh on the screen: four fields, what cannot be taken, and where the page is found."""

from __future__ import annotations

from datetime import date, time
from io import BytesIO

import pytest
from sqlalchemy import select

from app.adapters.links import Links
from app.domain.terms import TaskKind
from app.models import Assignment, Directive, Evidence
from app.services.directives import NewDirective, give_tasks
from app.services.giving import NewTask
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


# Văn bản hóa


@pytest.fixture
def given(send, client, web_cast):
    """The address of an order that was given, seen by the staff."""
    return send().location


def test_an_order_leads_to_its_document_and_becomes_it(client, given):
    way = f"{given}/van-ban-hoa"
    assert f'href="{way}"' in client.get(given).text
    page = client.get(way).text
    assert "Chưa có văn bản nào giao việc giống ý kiến chỉ đạo này." in page
    sent = {"kind": "Công văn", "number": "88/UBND-VP", "issued_on": "14/9", "version": "1"}
    answer = client.post(way, data=sent | {"csrf_token": client.token()})
    assert answer.location == given
    shown = client.get(given).text
    assert "Đã văn bản hóa: Công văn số 88/UBND-VP ngày 14/09/2023." in shown
    assert way not in shown
    assert client.get(way).location == given


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"kind": ""}, 400, "Cần nhập loại văn bản."),
        ({"number": ""}, 400, "Cần nhập số văn bản."),
        ({"issued_on": ""}, 400, "Cần nhập ngày ban hành của văn bản."),
        ({"issued_on": "15/9/2023"}, 400, "ở sau ngày hôm nay"),
        ({"version": "7"}, 409, "Nội dung đã được người khác cập nhật."),
    ],
)
def test_what_is_no_document_keeps_the_typing(client, given, wrong, status, sentence):
    sent = {"kind": "Công văn", "number": "88/UBND-VP", "issued_on": "14/9/2023", "version": "1"} | wrong
    answer = client.post(f"{given}/van-ban-hoa", data=sent | {"csrf_token": client.token()})
    assert answer.status_code == status
    assert sentence in answer.text
    assert ("number" in wrong) or 'value="88/UBND-VP"' in answer.text


def test_a_notice_with_the_same_duty_is_offered_with_why_and_linked(client, given, web_cast, clock):
    task = notice(web_cast, clock, "noi_vu", text=f"{TEXT} trong tuần")
    page = client.get(f"{given}/van-ban-hoa").text
    assert "cùng đơn vị Phòng Nội vụ; nội dung giống 9" in page
    sent = {"task": task, "version": "1", "csrf_token": client.token()}
    assert client.post(f"{given}/van-ban-hoa/da-giao", data=sent).location == given
    assert "Nhiệm vụ được tính một lần, tại ý kiến chỉ đạo này." in client.get(given).text
    again = client.post(f"{given}/van-ban-hoa/da-giao", data=sent)
    assert again.status_code == 409


def test_a_notice_that_does_not_exist_is_not_found(client, given):
    sent = {"task": "khong-co", "version": "1", "csrf_token": client.token()}
    assert client.post(f"{given}/van-ban-hoa/da-giao", data=sent).status_code == 404


def notice(cast, clock, unit: str, text: str) -> str:
    """The public id of the task of a written notice."""
    made = give_tasks(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=Links("http://dondoc.test"),
        directive=NewDirective(kind="Thông báo", number="30/TB-UBND", issuer="UBND huyện", subject="Kết luận họp"),
        tasks=[NewTask(clause="1", text=text, kind=TaskKind.CONTINUOUS, lead_unit_ids=(cast.units[unit].id,))],
    )
    found = made.tasks[0].public_id
    cast.session.commit()
    return found


@pytest.mark.parametrize(
    ("urgency", "said"),
    [("normal", "Thư sẽ gửi lúc 06 giờ 00 Thứ Hai, 18/09."), ("immediate", "")],
)
def test_who_gives_in_quiet_hours_is_told_when_the_mail_leaves(client, send, clock, clock_at, urgency, said):
    clock.instant = clock_at(date(2023, 9, 15), 21, 30).instant
    page = client.get(send(deadline="mai", urgency=urgency).location).text
    assert "Đã giao nhiệm vụ cho 01 đơn vị" in page
    assert ("Thư sẽ gửi lúc" in page) is bool(said)
    assert said in page
