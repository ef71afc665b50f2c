"""Addresses, logins and texts as people type them."""

from __future__ import annotations

import unicodedata

import pytest

from app.domain.contact import as_login, is_email, is_login, tidy


@pytest.mark.parametrize(
    "address",
    ["phongkinhte@xa.example", "a.b+c@so-noi-vu.tinh.gov.vn", "VANPHONG@DONDOC.TEST", "van_phong@dondoc.test"],
)
def test_plain_addresses_are_taken(address):
    assert is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "phongkinhte",
        "@xa.example",
        "a@b",
        "a b@xa.example",
        "a@xa..example",
        ".a@xa.example",
        "a.@xa.example",
        "a@-xa.example",
        "a@xa.example.",
        "phòng@xa.example",
        "a@xã.example",
        "a@xa.example, b@xa.example",
        "Phòng <a@xa.example>",
        "a@xa.example\nBcc: b@xa.example",
        "a" * 65 + "@xa.example",
        "a@" + "x" * 64 + ".example",
        "a@" + "xa." * 90 + "example",
    ],
)
def test_what_no_mail_server_takes_is_no_address(address):
    assert not is_email(address)


@pytest.mark.parametrize("login", ["chanhvp", "noi_vu_head", "a.b-c", "lan@xa.example", "0912"])
def test_plain_letters_and_digits_make_a_login(login):
    assert is_login(login)


@pytest.mark.parametrize("login", ["", "a", "-a", "chánhvp", "a b", "a/b", "A" * 3, "a" * 101, "a\n"])
def test_anything_else_makes_none(login):
    assert not is_login(login)


def test_a_login_is_kept_without_regard_to_case():
    assert as_login(" ChanhVP ") == "chanhvp"


def test_a_text_is_kept_in_one_spelling():
    assert tidy(unicodedata.normalize("NFD", "  Phòng\u00a0Nội\t\nvụ\u200b ")) == "Phòng Nội vụ"
    assert tidy(None) == ""
