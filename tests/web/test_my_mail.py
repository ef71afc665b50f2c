"""The page of one's own mails."""

from __future__ import annotations

import pytest

from app.models import User
from tests.web.test_organisation import one


def choose(client, **typed: str):
    data = {"mail_hour": "", "mail_as_text": "html", "csrf_token": client.token()} | typed
    return client.post("/thu-cua-toi", data=data)


@pytest.mark.parametrize("login", ["noi_vu_member", "leader", "admin"])
def test_everybody_chooses_for_himself_and_for_nobody_else(client, log_in, web_cast, login):
    log_in(client, login)
    assert f"{login}@dondoc.test" in client.get("/thu-cua-toi").text
    assert choose(client, mail_hour="9", mail_as_text="chu").location == "/thu-cua-toi"
    page = client.get("/thu-cua-toi").text
    assert "Đã lưu cách nhận thư." in page
    assert '<option selected value="9">Từ 09 giờ 00' in page
    assert 'checked id="mail_as_text-1"' in page
    mine, other = one(web_cast, User, login=login), one(web_cast, User, login="staff")
    assert (mine.mail_hour, mine.mail_as_text, other.mail_hour, other.mail_as_text) == (9, True, None, False)


@pytest.mark.parametrize("typed", [{"mail_hour": "6"}, {"mail_hour": "x"}, {"mail_as_text": "word"}])
def test_what_is_not_offered_is_refused_with_a_sentence(client, log_in, web_cast, typed):
    log_in(client, "leader")
    answer = choose(client, **typed)
    assert answer.status_code == 400
    assert "Lựa chọn này không có trong danh sách." in answer.text
    assert one(web_cast, User, login="leader").mail_hour is None


def test_who_has_no_address_is_told_so(client, log_in, web_cast):
    web_cast.users["leader"].email = ""
    web_cast.session.commit()
    log_in(client, "leader")
    assert "chưa có địa chỉ thư" in client.get("/thu-cua-toi").text


def test_every_page_leads_there(client, log_in):
    log_in(client, "noi_vu_head")
    assert 'href="/thu-cua-toi">Thư của tôi</a>' in client.get("/don-vi").text
