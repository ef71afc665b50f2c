"""Logging in and out, and what guessing meets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.adapters.clock import FixedClock
from app.extensions import db
from app.models import User
from tests.cast import PASSWORD, Cast
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


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed(client, log_in: LogIn):
    page = client.post("/bao-cao/them", data={"kind": "free", "period_from": "01/9", "note": 'a "b" <c>'})
    assert page.status_code == 401
    held = dict(re.findall(r'name="(giu[^"]*)" value="([^"]*)"', page.text))
    assert held == {
        "giu-toi": "/bao-cao/them",
        "giu.kind": "free",
        "giu.period_from": "01/9",
        "giu.note": "a &#34;b&#34; &lt;c&gt;",
    }
    again = client.post(
        "/dang-nhap",
        data={
            "login": "chief",
            "password": PASSWORD,
            "csrf_token": client.token(),
            "giu-toi": "/bao-cao",
            "giu.kind": "free",
        },
    )
    assert 'action="/bao-cao"' in again.text
    assert 'name="kind" value="free"' in again.text


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
