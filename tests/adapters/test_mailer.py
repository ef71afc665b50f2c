from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.mailer import FlaskMailer, MailError, Outgoing
from tests.adapters.smtp import Server, free_port, stalling, taking_mail

SENDER = ("Phòng Tổng hợp, Tiếp công dân; Văn phòng", "vanphong@dondoc.test")
MAIL = Outgoing(
    reference="abc123",
    to_name="Phòng Nội vụ, xã Thử",
    to_address="noi_vu@dondoc.test",
    subject="02 quá hạn, 03 sắp đến hạn – Phòng Nội vụ, ngày 23/11",
    text="Kính gửi: Phòng Nội vụ\n\n" + "một câu rất dài " * 120 + "\n",
    html="<p>Kính gửi: " + "một câu rất dài " * 120 + "</p>",
    at=datetime(2023, 9, 14, 1, 0, tzinfo=UTC),
)
WORDS = ("02", "quá", "hạn,", "sắp", "đến", "–", "Phòng", "Văn", "hóa", "ngày", "23/11", "ở", "UBND", "Nghiệm")


@pytest.fixture
def flask_app() -> Flask:
    app = Flask("mailer")
    app.testing = True
    return app


def mailer(app: Flask, port: int, **settings: object) -> FlaskMailer:
    return FlaskMailer(app, settings=replace(Server(port), **settings), sender=SENDER)  # type: ignore[arg-type]


def decoded(raw: bytes, header: str) -> str:
    """By the older decoder: the newer one of Python 3.11 puts a space between the encoded words of a name."""
    return str(make_header(decode_header(message_from_bytes(raw)[header])))


def test_a_mail_arrives_whole(flask_app: Flask) -> None:
    with taking_mail() as mailbox:
        mailer(flask_app, mailbox.port).send(MAIL)
    (mail,) = mailbox.mails
    assert mail["Subject"] == MAIL.subject
    assert mailbox.recipients == [MAIL.to_address]
    assert decoded(mailbox.raw[0], "From") == f"{SENDER[0]} <{SENDER[1]}>"
    assert decoded(mailbox.raw[0], "To") == f"{MAIL.to_name} <{MAIL.to_address}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == "<abc123@dondoc.test>"
    assert mail["Date"].datetime == MAIL.at
    parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    assert parts == {"text/plain": MAIL.text, "text/html": MAIL.html}
    assert max(len(line) for line in mailbox.raw[0].splitlines()) <= 998


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join))
def test_a_subject_decodes_exactly(flask_app: Flask, subject: str) -> None:
    post = mailer(flask_app, 1)
    with flask_app.app_context():
        raw = post._message(replace(MAIL, subject=subject)).as_bytes()
    assert message_from_bytes(raw, policy=policy.default)["Subject"] == subject


def test_a_stalled_server_is_given_up_in_time(flask_app: Flask) -> None:
    with stalling() as port:
        begun = time.monotonic()
        with pytest.raises(MailError) as caught:
            mailer(flask_app, port, timeout=0.3).send(MAIL)
    assert time.monotonic() - begun < 3
    assert caught.value.text == "Máy chủ thư không trả lời trong thời gian cho phép."
    assert not caught.value.permanent


def test_a_server_that_is_down_may_come_back(flask_app: Flask) -> None:
    with pytest.raises(MailError) as caught:
        mailer(flask_app, free_port()).send(MAIL)
    assert caught.value.text.startswith("Không kết nối được tới máy chủ thư.")
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("address", "permanent", "said"),
    [
        ("khong@dondoc.test", True, "không nhận địa chỉ khong@dondoc.test"),
        ("ban@dondoc.test", False, "tạm thời chưa nhận thư"),
        ("a@dondoc.test\nBcc: b@dondoc.test", True, "ký tự không hợp lệ"),
    ],
)
def test_a_refusal_is_told_in_words(flask_app: Flask, address: str, permanent: bool, said: str) -> None:
    with taking_mail() as mailbox, pytest.raises(MailError) as caught:
        mailer(flask_app, mailbox.port).send(replace(MAIL, to_address=address))
    assert caught.value.permanent is permanent
    assert said in caught.value.text
    assert mailbox.raw == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"security": "starttls"}, "không hỗ trợ kết nối mã hóa"),
        ({"username": "ai", "password": "gì"}, "không hỗ trợ kết nối mã hóa hoặc đăng nhập"),
        ({"security": "tls"}, "Chứng chỉ"),
    ],
)
def test_nothing_is_sent_when_the_server_is_not_as_configured(
    flask_app: Flask, settings: dict[str, str], said: str
) -> None:
    with taking_mail() as mailbox, pytest.raises(MailError) as caught:
        mailer(flask_app, mailbox.port, **settings).send(MAIL)
    assert said in caught.value.text
    assert mailbox.raw == []
