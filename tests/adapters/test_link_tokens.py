"""Tokens of mails' links: only our keys make them, for as long as they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.link_tokens import read, sign
from app.adapters.links import Links, without_tokens
from app.domain.errors import DomainError

NEW, OLD, OTHER = "khóa mới", "khóa cũ", "khóa của nơi khác"
LINK = "0123456789abcdef0123"
NOW = datetime(2023, 9, 14, 1, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)


def refused(keys: tuple[str, ...], token: str, *, now: datetime = NOW) -> str:
    with pytest.raises(DomainError) as caught:
        read(keys, token, now=now)
    return caught.value.code


def test_a_token_names_its_link_until_the_instant_it_was_signed_for() -> None:
    token = sign((NEW,), LINK, UNTIL)
    assert read((NEW,), token, now=NOW) == LINK
    assert read((NEW,), token, now=UNTIL - timedelta(seconds=1)) == LINK
    assert refused((NEW,), token, now=UNTIL) == "link.expired"


def test_an_expired_token_says_the_day_it_ended_in_vietnam_and_whose_it_was() -> None:
    with pytest.raises(DomainError) as caught:
        read((NEW,), sign((NEW,), LINK, datetime(2023, 9, 13, 20, 0, tzinfo=UTC)), now=NOW)
    assert caught.value.params == {"expired_on": datetime(2023, 9, 14).date(), "link": LINK}


def test_keys_are_rotated_the_newest_signs_and_the_listed_ones_are_read() -> None:
    before, after = sign((OLD,), LINK, UNTIL), sign((NEW, OLD), LINK, UNTIL)
    assert read((NEW, OLD), before, now=NOW) == LINK
    assert after == sign((NEW,), LINK, UNTIL)
    assert refused((NEW,), before) == "link.invalid", "a key that is no longer listed"
    assert refused((OLD,), after) == "link.invalid"


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        LINK,
        f"{LINK}.{int(UNTIL.timestamp())}",
        sign((OTHER,), LINK, UNTIL),
        sign((NEW,), LINK, UNTIL)[:-1],
        sign((NEW,), LINK, UNTIL)[1:],
        sign((NEW,), LINK, UNTIL) + "a",
        sign((NEW,), LINK, UNTIL).replace(LINK, "f" * 20),
        sign((NEW,), LINK, UNTIL).replace(str(int(UNTIL.timestamp())), str(int(UNTIL.timestamp()) + 1)),
        "chữ có dấu.và.chấm",
    ],
)
def test_what_our_keys_did_not_sign_is_refused(token: str) -> None:
    assert refused((NEW, OLD), token) == "link.invalid"


@given(st.integers(0, 200), st.characters())
def test_no_letter_of_a_token_can_be_another(place: int, letter: str) -> None:
    token = sign((NEW,), LINK, UNTIL)
    place %= len(token)
    altered = token[:place] + letter + token[place + 1 :]
    # The last letter of a signature holds four bits that decoding drops.
    if altered != token and place < len(token) - 1:
        assert refused((NEW,), altered) == "link.invalid"


def test_an_address_holds_the_token_and_without_keys_there_is_none() -> None:
    links = Links("https://dondoc.test", (NEW,))
    address = links.answer(LINK, UNTIL)
    head, _, token = address.rpartition("/")
    assert head == "https://dondoc.test/tra-loi"
    assert links.read(token, now=NOW) == LINK
    with pytest.raises(DomainError, match=r"link\.invalid"):
        Links("https://dondoc.test").read(token, now=NOW)


def test_keys_are_never_printed_with_the_links() -> None:
    assert NEW not in repr(Links("https://dondoc.test", (NEW,)))


def test_whoever_looks_after_the_mail_sees_no_token() -> None:
    address = Links("https://dondoc.test", (NEW,)).answer(LINK, UNTIL)
    assert without_tokens(f'Trả lời: {address}\n<a href="{address}">') == (
        'Trả lời: https://dondoc.test/tra-loi/…\n<a href="https://dondoc.test/tra-loi/…">'
    )
