"""A session lasts twelve hours from the last page, give or take ten minutes, and its cookie is signed no oftener."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

MINUTE, HOUR = 60, 3600


@pytest.fixture
def later(monkeypatch):
    """``later(seconds)``: cookies are signed and read as of then."""
    began = time.time()

    def move(seconds: float) -> None:
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda: began + seconds)

    return move


def page(client: FlaskClient):
    return client.get("/nhiem-vu")


def test_a_fresh_cookie_is_not_signed_again_with_every_page(client, log_in):
    log_in(client, "chief")
    page(client)  # the first form's token becomes part of the session
    assert "Set-Cookie" not in page(client).headers


def test_a_cookie_is_renewed_after_ten_minutes(client, log_in, later):
    log_in(client, "chief")
    page(client)
    later(9 * MINUTE)
    assert "Set-Cookie" not in page(client).headers
    later(11 * MINUTE)
    assert "HttpOnly" in page(client).headers["Set-Cookie"]
    later(12 * MINUTE)
    assert "Set-Cookie" not in page(client).headers


def test_whoever_works_stays_logged_in_and_whoever_has_left_does_not(client, log_in, later):
    log_in(client, "chief")
    for hours in (6, 12, 18, 24):
        later(hours * HOUR)
        assert page(client).status_code == 200
    later(36.1 * HOUR)
    assert page(client).status_code == 302


def test_a_cookie_that_somebody_has_changed_is_nobodys(client, log_in):
    log_in(client, "chief")
    value = client.get_cookie("dondoc").value
    # Not the last letter: of its bits some mean nothing.
    client.set_cookie("dondoc", value[:-5] + ("A" if value[-5] != "A" else "B") + value[-4:])
    assert page(client).status_code == 302
