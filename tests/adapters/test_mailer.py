from __future__ import annotations

import socket
import time
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.mailer import FlaskMailer, MailError, Outgoing
from tests.adapters.smtp import HANG, Server, free_port, stalling, taking_mail

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


def send(app: Flask, port: int, mail: Outgoing = MAIL, **settings: object) -> dict[str, str]:
    with mailer(app, port, **settings).connected() as post:
        return post.send(mail)


def composed(app: Flask, mail: Outgoing) -> bytes:
    """The bytes as they go over the wire to somebody who takes every address."""
    addresses = [mail.to_address, *(address for _, address in mail.copies)]
    with mailer(app, 1).connected() as post:
        return post.compose(mail, {address: address for address in addresses})  # type: ignore[attr-defined]


def decoded(raw: bytes, header: str) -> str:
    """By the older decoder: the newer one of Python 3.11 puts a space between the encoded words of a name."""
    return str(make_header(decode_header(message_from_bytes(raw)[header])))


def test_a_mail_arrives_whole(flask_app: Flask) -> None:
    with taking_mail() as mailbox:
        assert send(flask_app, mailbox.port) == {}
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
    raw = composed(flask_app, replace(MAIL, subject=subject))
    assert message_from_bytes(raw, policy=policy.default)["Subject"] == subject


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĐƯ" + "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
TYPED = st.text(
    LETTERS + unicodedata.normalize("NFD", "ếộữ") + " ,;:.@<>()[]\"'\\/=?_-–&%0123456789\r\n\t", max_size=150
)


def one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=TYPED, names=st.lists(TYPED, min_size=1, max_size=4))
def test_whatever_is_typed_as_a_name_or_a_subject_arrives_and_leads_the_mail_nowhere_else(
    flask_app: Flask, subject: str, names: list[str]
) -> None:
    first, *others = [(name, f"nguoi{n}@dondoc.test") for n, name in enumerate(names)]
    mail = replace(MAIL, subject=subject, to_name=first[0], to_address=first[1], copies=tuple(others))
    raw = composed(flask_app, mail)
    parsed = message_from_bytes(raw)
    assert decoded(raw, "Subject") == one_line(subject) if one_line(subject) else "Subject" not in parsed
    found = getaddresses([*parsed.get_all("To", []), *parsed.get_all("Cc", [])])
    said = {(str(make_header(decode_header(name))), address) for name, address in found}
    assert said == {(one_line(name), address) for name, address in (first, *others)}
    assert set(parsed.keys()) - {"Subject", "Cc"} == {
        "Content-Type", "MIME-Version", "From", "To", "Date", "Message-ID", "Auto-Submitted",
        "X-Auto-Response-Suppress",
    }  # fmt: skip
    assert max(map(len, raw.splitlines())) <= 998


def test_a_mail_in_text_alone_has_no_html_part(flask_app: Flask) -> None:
    parsed = message_from_bytes(composed(flask_app, replace(MAIL, html="")), policy=policy.default)
    assert parsed.get_content_type() == "text/plain"
    assert parsed.get_content() == MAIL.text


def test_the_parts_of_a_mail_are_told_apart_whatever_they_say(flask_app: Flask) -> None:
    mail = replace(MAIL, text="--=_1_abc123\n--=_1_abc123--\n--=_0_abc123--\n")
    raw = composed(flask_app, mail)
    parts = [part for part in message_from_bytes(raw, policy=policy.default).walk() if not part.is_multipart()]
    assert [part.get_content() for part in parts] == [mail.text, mail.html]
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_the_name_service_is_asked_once_for_all_mails_of_a_line(
    flask_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(socket, "getfqdn", lambda: asked.append("") or "may-chu.dondoc.test")
    with mailer(flask_app, 1).connected() as post:
        for n in range(3):
            post.compose(replace(MAIL, reference=f"thu{n}"), {MAIL.to_address: MAIL.to_address})  # type: ignore[attr-defined]
    assert len(asked) == 1


def test_a_stalled_server_is_given_up_in_time(flask_app: Flask) -> None:
    with stalling() as port:
        begun = time.monotonic()
        with pytest.raises(MailError) as caught:
            send(flask_app, port, timeout=0.3)
    assert time.monotonic() - begun < 3
    assert caught.value.text == "Máy chủ thư không trả lời trong thời gian cho phép."
    assert not caught.value.permanent
    assert caught.value.concerns_all


def test_a_server_that_is_down_may_come_back(flask_app: Flask) -> None:
    with pytest.raises(MailError) as caught:
        send(flask_app, free_port())
    assert caught.value.text.startswith("Không kết nối được tới máy chủ thư.")
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("address", "permanent", "said"),
    [
        ("khong@dondoc.test", True, "không nhận địa chỉ khong@dondoc.test"),
        ("khong-sach@dondoc.test", True, "(Chi tiết: 550 no such mailbox.)"),
        ("ban@dondoc.test", False, "tạm thời chưa nhận thư"),
        ("a@dondoc.test\nBcc: b@dondoc.test", True, "ký tự không hợp lệ"),
    ],
)
def test_a_refusal_is_told_in_words(flask_app: Flask, address: str, permanent: bool, said: str) -> None:
    with taking_mail() as mailbox, pytest.raises(MailError) as caught:
        send(flask_app, mailbox.port, replace(MAIL, to_address=address))
    assert caught.value.permanent is permanent
    assert not caught.value.concerns_all
    assert said in caught.value.text
    assert list(caught.value.refusals) == [address]
    assert mailbox.raw == []


def test_copies_go_in_the_same_mail_and_who_was_refused_is_told_by_address(flask_app: Flask) -> None:
    copies = (("Đầu mối, Nội vụ", "dau_moi@dondoc.test"), ("Ai", "khong@dondoc.test"), ("Gì", "sai địa chỉ"))
    with taking_mail() as mailbox:
        refusals = send(flask_app, mailbox.port, replace(MAIL, copies=copies))
    assert len(mailbox.raw) == 1
    assert mailbox.recipients == [MAIL.to_address, "dau_moi@dondoc.test"]
    assert "Đầu mối, Nội vụ <dau_moi@dondoc.test>" in decoded(mailbox.raw[0], "Cc")
    assert list(refusals) == ["sai địa chỉ", "khong@dondoc.test"]
    assert refusals["khong@dondoc.test"].startswith("Máy chủ thư không nhận địa chỉ khong@dondoc.test.")


def test_a_copy_gets_the_mail_where_the_first_address_is_refused(flask_app: Flask) -> None:
    for address in ("khong@dondoc.test", "không phải địa chỉ"):
        with taking_mail() as mailbox:
            mail = replace(MAIL, to_address=address, copies=(("Đầu mối", "dau_moi@dondoc.test"),))
            assert list(send(flask_app, mailbox.port, mail)) == [address]
        assert mailbox.recipients == ["dau_moi@dondoc.test"]


@pytest.mark.parametrize(
    ("copy", "permanent"), [("khong2@dondoc.test", True), ("ban@dondoc.test", False), ("sai địa chỉ", True)]
)
def test_a_mail_that_nobody_took_is_tried_again_if_one_of_them_only_asked_to_wait(
    flask_app: Flask, copy: str, permanent: bool
) -> None:
    mail = replace(MAIL, to_address="khong@dondoc.test", copies=(("Đầu mối", copy),))
    with taking_mail() as mailbox, pytest.raises(MailError) as caught:
        send(flask_app, mailbox.port, mail)
    assert caught.value.permanent is permanent
    assert caught.value.text.startswith("Máy chủ thư không nhận địa chỉ khong@dondoc.test.")
    assert set(caught.value.refusals) == {"khong@dondoc.test", copy}


def test_an_international_domain_is_told_the_server_in_its_ascii_form(flask_app: Flask) -> None:
    with taking_mail() as mailbox:
        assert send(flask_app, mailbox.port, replace(MAIL, to_address="a@tỉnh.vn")) == {}
    assert mailbox.recipients == ["a@xn--tnh-dlz.vn"]


def test_many_mails_go_over_one_connection_whatever_became_of_the_one_before(flask_app: Flask) -> None:
    with taking_mail() as mailbox, mailer(flask_app, mailbox.port).connected() as post:
        for n in range(20):
            post.send(replace(MAIL, to_address=f"a{n}@dondoc.test"))
            with pytest.raises(MailError):
                post.send(replace(MAIL, to_address="khong@dondoc.test"))
    assert len(mailbox.raw) == 20
    assert mailbox.connections == 1


@pytest.mark.parametrize("ending", ["drops", "says goodbye", "hangs", "hangs up"])
def test_a_server_that_ends_the_connection_between_two_mails_is_called_again(flask_app: Flask, ending: str) -> None:
    with taking_mail() as mailbox, mailer(flask_app, mailbox.port, timeout=HANG / 2).connected() as post:
        for n in range(6):
            mailbox.endings += [ending] * (n % 2)
            post.send(replace(MAIL, reference=f"thu{n}"))
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<thu{n}@dondoc.test>" for n in range(6)]
    assert mailbox.connections == 3 + (ending != "hangs up")


@pytest.mark.parametrize("ending", ["keeps quiet", "forgets"])
def test_a_mail_that_has_begun_is_not_begun_again_by_itself(flask_app: Flask, ending: str) -> None:
    """Whether the server has it nobody knows: the delivery tries it again later, and says so."""
    with taking_mail() as mailbox, mailer(flask_app, mailbox.port).connected() as post:
        post.send(replace(MAIL, reference="thu0"))
        mailbox.endings = [ending]
        with pytest.raises(MailError) as caught:
            post.send(replace(MAIL, reference="thu1"))
        post.send(replace(MAIL, reference="thu2"))
    assert (caught.value.permanent, caught.value.concerns_all) == (False, True)
    taken = ["thu0", *(["thu1"] if ending == "keeps quiet" else []), "thu2"]
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<{name}@dondoc.test>" for name in taken]
    assert mailbox.connections == 2


def test_a_server_that_ends_every_connection_is_called_again_once(flask_app: Flask) -> None:
    with taking_mail() as mailbox, mailer(flask_app, mailbox.port).connected() as post:
        post.send(MAIL)
        mailbox.endings = ["drops"] * 3
        with pytest.raises(MailError) as caught:
            post.send(MAIL)
    assert caught.value.concerns_all
    assert (len(mailbox.raw), mailbox.connections, mailbox.endings) == (1, 2, ["drops"])


def test_a_line_over_which_nothing_is_sent_is_never_opened(flask_app: Flask) -> None:
    with taking_mail() as mailbox, mailer(flask_app, mailbox.port).connected():
        pass
    assert mailbox.connections == 0


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
        send(flask_app, mailbox.port, **settings)
    assert said in caught.value.text
    assert mailbox.raw == []
