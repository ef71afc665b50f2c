"""Logging in and out, and what guessing meets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app.adapters.clock import FixedClock
from app.extensions import db
from app.factory import create_app
from app.models import LoginAttempt, Report, User
from tests.cast import PASSWORD, Cast
from tests.databases import config_for
from tests.web.inspection import InspectingClient

LogIn = Callable[[FlaskClient, str], None]


def attempt(client: InspectingClient, login: str, password: str, **extra: str):
    return client.post(
        "/dang-nhap" + extra.get("query", ""),
        data={"login": login, "password": password, "csrf_token": client.token()},
    )


def test_the_right_password_leads_to_the_page_that_was_asked_for(client):
    answer = attempt(client, "chief", PASSWORD, query="?tiep=/bao-cao")
    assert (answer.status_code, answer.location) == (302, "/bao-cao")


@pytest.mark.parametrize("elsewhere", ["//evil.test/", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client, elsewhere):
    assert attempt(client, "chief", PASSWORD, query=f"?tiep={elsewhere}").location == "/"


@pytest.mark.parametrize(("login", "password"), [("chief", "sai"), ("không có", PASSWORD), ("chief", PASSWORD + " ")])
def test_a_wrong_login_or_password_gets_the_same_sentence(client, login, password):
    answer = attempt(client, login, password)
    assert answer.status_code == 401
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in answer.text


def test_a_password_typed_in_decomposed_letters_is_the_same_password(client):
    import unicodedata

    assert attempt(client, "chief", unicodedata.normalize("NFD", PASSWORD)).status_code == 302


def test_the_sixth_guess_within_a_quarter_of_an_hour_is_not_even_tried(client, clock: FixedClock):
    for _ in range(5):
        assert attempt(client, "chief", "sai").status_code == 401
    assert "nhiều lần" in attempt(client, "chief", PASSWORD).text
    clock.instant += timedelta(minutes=16)
    assert attempt(client, "chief", PASSWORD).status_code == 302


def test_a_changed_password_ends_the_sessions_that_were_open(client, log_in: LogIn, app):
    log_in(client, "chief")
    with app.app_context():
        db.session.query(User).filter_by(login="chief").one().password_hash = "$argon2id$khác"
        db.session.commit()
    assert client.get("/").location.startswith("/dang-nhap")


def test_a_person_without_a_role_today_cannot_log_in(client, web_cast: Cast):
    for membership in web_cast.users["clerk"].memberships:
        membership.valid_to = web_cast.today - timedelta(days=1)
    web_cast.session.commit()
    assert "không được phân vai trò" in attempt(client, "clerk", PASSWORD).text


def test_logging_out_ends_the_session(client, log_in: LogIn):
    log_in(client, "chief")
    page = client.get("/bao-cao")
    assert page.status_code == 200
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
    client.post("/dang-xuat", data={"csrf_token": token})
    assert client.get("/bao-cao").status_code == 302


HERE = {"Sec-Fetch-Site": "same-origin"}


def held_fields(page) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'name="(giu[^"]*)" value="([^"]*)"', page.text)}


def token_in(page) -> str:
    return re.search(r'<form class="sheet".*?name="csrf_token"[^>]*value="([^"]+)"', page.text, re.DOTALL).group(1)


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed_and_sends_it_after_all(client, app):
    typed = {"period": "free", "period_from": "01/9/2023", "cut_off": "14/09/2023", "note": 'a "b" <c>'}
    page = client.post("/bao-cao/them", data=typed, headers=HERE)
    assert page.status_code == 401
    held = held_fields(page)
    assert held == {"giu-toi": "/bao-cao/them", **{f"giu.{name}": value for name, value in typed.items()}}
    again = client.post(
        "/dang-nhap", data={"login": "chief", "password": PASSWORD, "csrf_token": token_in(page), **held}, headers=HERE
    )
    assert 'action="/bao-cao/them"' in again.text
    # With the very token that the page shows, as the button would send it.
    sent = client.post("/bao-cao/them", data={**typed, "csrf_token": token_in(again)}, headers=HERE)
    assert sent.status_code == 302, sent.text
    with app.app_context():
        assert db.session.query(Report).count() == 1


def test_passwords_are_not_held_for_whoever_logs_in_next(client):
    typed = {"old": PASSWORD, "new": "mật khẩu khác hẳn", "again": "mật khẩu khác hẳn"}
    answer = client.post("/mat-khau", data=typed, headers=HERE)
    assert (answer.status_code, answer.location) == (302, "/dang-nhap?tiep=/mat-khau")
    assert PASSWORD not in answer.text


def test_an_address_with_a_nul_leads_nowhere(client, log_in: LogIn):
    log_in(client, "chief")
    for address in ("/van-ban/%00", "/du-kien/a%00b/trang/1.png", "/co-quan/don-vi/%00"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}, {}])
def test_a_form_from_another_site_is_neither_held_nor_ends_the_session(client, log_in: LogIn, headers):
    log_in(client, "chief")
    before = client.get_cookie("dondoc").value
    client.delete_cookie("dondoc")  # SameSite keeps it from being sent along
    answer = client.post("/bao-cao/them", data={"period": "free"}, headers=headers)
    assert answer.status_code == 400
    assert "giu" not in answer.text
    assert "Set-Cookie" not in answer.headers
    client.set_cookie("dondoc", before)
    assert client.get("/bao-cao").status_code == 200


def test_an_address_with_a_line_break_leads_to_the_first_page(client):
    assert attempt(client, "chief", PASSWORD, query="?tiep=%2F%0A%2F%2Fevil").location == "/"


def test_a_database_that_does_not_answer_gets_a_page_in_vietnamese(client, app, log_in: LogIn, monkeypatch):
    from app.services import overview

    def locked(*args: object, **kwargs: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    log_in(client, "chief")
    monkeypatch.setattr(overview, "overview", locked)
    monkeypatch.setattr(app, "testing", False)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "Cơ sở dữ liệu đang bận" in answer.text


def test_held_typing_is_never_sent_to_another_site(client):
    again = client.post(
        "/dang-nhap",
        data={"login": "chief", "password": PASSWORD, "csrf_token": client.token(), "giu-toi": "https://evil.test/"},
    )
    assert "evil" not in again.text


def test_every_page_carries_the_headers_that_keep_it_safe(client):
    answer = client.get("/dang-nhap")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    attempt(client, "chief", PASSWORD)
    cookie = client.get_cookie("dondoc")
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_a_form_without_its_token_changes_nothing(client):
    answer = client.post("/dang-nhap", data={"login": "chief", "password": PASSWORD})
    assert answer.status_code == 400
    assert client.get("/bao-cao").status_code == 302


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_whose_failed_log_ins_these_are_a_trusted_proxy_says_and_nobody_else(sqlite, clock, tmp_path, proxies, address):
    config = replace(config_for(sqlite.fresh(), tmp_path), trusted_proxies=proxies)
    app = create_app(config, clock=clock)
    app.test_client_class = InspectingClient
    client = app.test_client()
    data = {"login": "ai", "password": "sai", "csrf_token": client.token()}
    client.post("/dang-nhap", data=data, headers={"X-Forwarded-For": "203.0.113.7"})
    with app.app_context():
        assert db.session.query(LoginAttempt).filter_by(key=f"address:{address}").count() == 1
