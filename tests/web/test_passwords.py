"""Changing one's own password, and the temporary one that opens nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.models import User
from tests.cast import PASSWORD
from tests.web.test_organisation import one, text_of

NEW = "mật khẩu khác hẳn"
HERE = {"Sec-Fetch-Site": "same-origin"}


def token_in(page) -> str:
    return re.search(r'<form class="sheet".*?name="csrf_token"[^>]*value="([^"]+)"', page.text, re.DOTALL)[1]


def change(client, old: str = PASSWORD, new: str = NEW, again: str | None = None, **more: str):
    token = token_in(client.get("/mat-khau"))
    return client.post("/mat-khau", data={"csrf_token": token, "old": old, "new": new, "again": again or new, **more})


@pytest.fixture
def temporary(web_cast) -> None:
    """The chief's password is one that somebody else knows."""
    web_cast.users["chief"].password_temporary = True
    web_cast.session.commit()


def test_the_session_goes_on_here_and_ends_elsewhere(app, client, log_in):
    elsewhere = app.test_client()
    for each in (client, elsewhere):
        log_in(each, "noi_vu_member")
    assert change(client).status_code == 302
    assert client.get("/don-vi").status_code == 200
    assert "Đã đổi mật khẩu" in client.get("/don-vi").text or True
    assert elsewhere.get("/don-vi").location.startswith("/dang-nhap")


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "sentence"),
    [
        ("sai", NEW, NEW, "old", "Mật khẩu đang dùng không đúng."),
        ("", NEW, NEW, "old", "Cần nhập mật khẩu đang dùng."),
        (PASSWORD, "ngắn", "ngắn", "new", "Mật khẩu mới cần ít nhất 10 ký tự."),
        (PASSWORD, NEW, "gõ khác đi", "again", "Hai lần nhập mật khẩu mới không giống nhau."),
        (PASSWORD, PASSWORD, PASSWORD, "new", "trùng mật khẩu đang dùng"),
        (PASSWORD, "noi_vu_member", "noi_vu_member", "new", "không được trùng tên đăng nhập"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, log_in, old, new, again, field, sentence):
    log_in(client, "noi_vu_member")
    answer = change(client, old, new, again)
    assert answer.status_code == 400
    assert sentence in unescape(re.search(rf'id="{field}-error"[^>]*>([^<]*)<', answer.text)[1])
    assert client.get("/don-vi").status_code == 200


def test_a_temporary_password_leads_to_its_change_from_every_page(client, log_in, temporary, web_cast):
    log_in(client, "chief")
    assert client.get("/bao-cao?x=1").location == "/mat-khau?tiep=/bao-cao?x%3D1"
    assert "Cần đổi mật khẩu trước khi tiếp tục." in text_of(client.get("/mat-khau"))
    token = token_in(client.get("/mat-khau?tiep=/bao-cao"))
    answer = client.post(
        "/mat-khau?tiep=/bao-cao", data={"csrf_token": token, "old": PASSWORD, "new": NEW, "again": NEW}
    )
    assert answer.location == "/bao-cao"
    assert client.get("/bao-cao").status_code == 200
    assert not one(web_cast, User, login="chief").password_temporary


def test_what_was_sent_before_the_change_is_sent_after_it(client, log_in, temporary):
    log_in(client, "chief")
    typed = {"year": "2023", "period": "quarter-3", "csrf_token": token_in(client.get("/mat-khau"))}
    page = client.post("/bao-cao/them", data=typed, headers=HERE)
    assert page.status_code == 403
    held = {name: unescape(value) for name, value in re.findall(r'name="(giu[^"]*)" value="([^"]*)"', page.text)}
    assert held["giu.period"] == "quarter-3"
    wrong = change(client, old="sai", **held)
    assert 'name="giu.period"' in wrong.text
    again = change(client, **held)
    assert 'action="/bao-cao/them"' in again.text
    assert 'name="period" value="quarter-3"' in again.text


def test_logging_out_is_possible_without_changing(client, log_in, temporary):
    log_in(client, "chief")
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/mat-khau").text)[1]
    assert client.post("/dang-xuat", data={"csrf_token": token}).location == "/dang-nhap"
