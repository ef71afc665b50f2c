from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import OutboxState, SkipReason
from app.extensions import db
from app.models import OutboxMessage
from app.services import delivery, urging
from config import SmtpConfig
from tests.cast import Cast
from tests.services.giving import Giver

LogIn = Callable[[FlaskClient, str], None]


@pytest.fixture
def mails(web_cast: Cast, clock: FixedClock) -> list[OutboxMessage]:
    """This morning's: those of people, then that of a unit."""
    session = web_cast.session
    # An open transaction would hold SQLite's one write lock against the pages, so nothing is read again by accident.
    session.expire_on_commit = False
    giver = Giver(web_cast, clock)
    giver.give("noi_vu", date(2023, 9, 13), task=giver.task("Rà soát <b>hồ sơ</b>"))
    giver.give("tu_phap", date(2023, 9, 14))
    office_id = web_cast.office.id
    plan = urging.plan_day(session, office_id=office_id, clock=clock, links=Links("https://dondoc.test"))
    urging.apply_day(session, office_id=office_id, clock=clock, plan=plan)
    session.commit()
    found = list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))
    session.commit()
    return found


@pytest.fixture
def with_server(app: Flask) -> None:
    """As if a mail server were configured; no page talks to it."""
    frame = app.extensions["dondoc"]
    smtp = SmtpConfig("127.0.0.1", 25, "none", "", "")
    app.extensions["dondoc"] = replace(frame, config=replace(frame.config, smtp=smtp))


def fail(cast: Cast, clock: FixedClock, error: str, *, permanent: bool) -> OutboxMessage:
    claimed = delivery.claim(cast.session, clock=clock)
    assert claimed is not None
    delivery.settle_failed(cast.session, clock=clock, claimed=claimed, error=error, permanent=permanent)
    message = cast.session.get_one(OutboxMessage, claimed.id)
    cast.session.commit()
    return message


def test_an_empty_outbox_says_when_mails_are_made(client: FlaskClient, log_in: LogIn) -> None:
    log_in(client, "clerk")
    page = client.get("/thu").text
    assert "Chưa có thư nào" in page
    assert "06 giờ 30" in page


def test_without_a_server_the_page_says_so_and_mails_can_be_read(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage]
) -> None:
    log_in(client, "chief")
    page = client.get("/thu").text
    assert "Chưa khai báo máy chủ gửi thư" in page
    assert "01 quá hạn – Phòng Nội vụ, ngày 14/09" in page
    assert "noi_vu@dondoc.test" in page
    shown = client.get(f"/thu/{mails[0].public_id}").text
    assert "Chưa khai báo máy chủ gửi thư" in shown
    assert "Rà soát &lt;b&gt;hồ sơ&lt;/b&gt;" in shown
    assert f'<iframe sandbox src="/thu/{mails[0].public_id}/html"' in shown


def test_the_html_part_stands_behind_a_policy_of_its_own(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage]
) -> None:
    log_in(client, "chief")
    answer = client.get(f"/thu/{mails[0].public_id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in client.get(f"/thu/{mails[0].public_id}").headers["Content-Security-Policy"]


@pytest.mark.usefixtures("with_server")
def test_a_server_that_is_down_is_told_with_the_next_try(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], web_cast: Cast, clock: FixedClock
) -> None:
    fail(web_cast, clock, "Không kết nối được tới máy chủ thư.", permanent=False)
    log_in(client, "chief")
    page = client.get("/thu").text
    assert "Lần gửi gần nhất chưa thành công: Không kết nối được tới máy chủ thư." in page
    assert "sẽ gửi lại lúc 08:01 ngày 14/09/2023" in page
    assert "Chưa khai báo máy chủ" not in page


@pytest.mark.usefixtures("with_server")
def test_a_failed_mail_is_shown_filtered_and_sent_again_by_hand(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], web_cast: Cast, clock: FixedClock
) -> None:
    failed = fail(web_cast, clock, "Máy chủ thư không nhận địa chỉ.", permanent=True)
    log_in(client, "clerk")
    listed = client.get("/thu?state=failed").text
    assert failed.subject in listed
    assert mails[1].subject not in listed
    assert "Gửi không thành công" in listed
    page = client.get(f"/thu/{failed.public_id}").text
    assert "Gửi lại" in page
    assert "Máy chủ thư không nhận địa chỉ." in page

    clock.instant += timedelta(hours=1)
    answer = client.post(f"/thu/{failed.public_id}/gui-lai", data={"csrf_token": client.token()})
    assert answer.status_code == 302
    assert "xếp lại vào hàng chờ" in client.get(answer.location).text
    web_cast.session.expire_all()
    assert (failed.state, failed.attempts, failed.next_attempt_at) == (OutboxState.PENDING, 0, clock.now())


def test_a_mail_shows_who_got_it_besides_who_was_refused_and_the_short_form_to_copy(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], web_cast: Cast
) -> None:
    mail = mails[0]
    mail.state, mail.copies = OutboxState.SENT, [["Đầu mối Nội vụ", "dau_moi@dondoc.test"]]
    mail.refusals = {"dau_moi@dondoc.test": "Máy chủ thư không nhận địa chỉ dau_moi@dondoc.test."}
    mail.short_text, mail.body_html = "01 quá hạn <b>", ""
    mails[1].short_text = ""  # as one from before there were any
    web_cast.session.commit()
    log_in(client, "chief")
    assert "Đã gửi, 01 địa chỉ không nhận" in client.get("/thu").text
    page = client.get(f"/thu/{mail.public_id}").text
    assert "Đầu mối Nội vụ" in page
    assert "Máy chủ thư không nhận địa chỉ dau_moi@dondoc.test." in page
    assert "Bản ngắn để sao chép" in page
    assert "01 quá hạn &lt;b&gt;</textarea>" in page
    assert "<iframe" not in page
    assert "Bản ngắn" not in client.get(f"/thu/{mails[1].public_id}").text


@pytest.mark.usefixtures("with_server")
def test_each_state_has_its_filter_and_says_what_comes_next(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], web_cast: Cast, clock: FixedClock
) -> None:
    waiting = fail(web_cast, clock, "Máy chủ thư tạm thời chưa nhận thư.", permanent=False)
    mails[1].state, mails[1].skip_reason = OutboxState.SKIPPED, SkipReason.REPLACED
    web_cast.session.commit()
    log_in(client, "clerk")
    listed = client.get("/thu?state=retry").text
    assert waiting.subject in listed
    assert mails[1].subject not in listed
    assert "Chờ gửi lại, đã thử 01 lần" in listed
    assert "08:01 ngày 14/09/2023" in client.get(f"/thu/{waiting.public_id}").text
    assert mails[1].subject in client.get("/thu?state=skipped").text
    page = client.get(f"/thu/{mails[1].public_id}").text
    assert "Quá ngày, phần còn phải nhắc đã chuyển sang thư sau" in page
    assert "gui-lai" not in page
    answer = client.post(f"/thu/{mails[1].public_id}/gui-lai", data={"csrf_token": client.token()})
    assert "Thư này không gửi lại vì đã quá ngày" in client.get(answer.location).text


def test_a_mail_without_address_says_what_to_do(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], web_cast: Cast
) -> None:
    (mail,) = [each for each in mails if each.to_name == "Phòng Nội vụ"]
    other = next(each for each in mails if each is not mail)
    mail.to_address = ""
    mail.state, mail.skip_reason = OutboxState.SKIPPED, SkipReason.NO_ADDRESS
    web_cast.units["noi_vu"].email = ""
    web_cast.users["noi_vu_head"].email = ""
    web_cast.session.commit()
    log_in(client, "staff")
    listed = client.get("/thu?state=no_address").text
    assert "Chưa có địa chỉ" in listed
    assert other.subject not in listed
    answer = client.post(f"/thu/{mail.public_id}/gui-lai", data={"csrf_token": client.token()})
    assert "Chưa có địa chỉ thư của Phòng Nội vụ" in client.get(answer.location).text


def test_a_sent_mail_offers_no_second_sending(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], web_cast: Cast, clock: FixedClock
) -> None:
    claimed = delivery.claim(web_cast.session, clock=clock)
    assert claimed is not None
    delivery.settle_sent(web_cast.session, clock=clock, claimed=claimed)
    web_cast.session.commit()
    log_in(client, "clerk")
    page = client.get(f"/thu/{claimed.public_id}").text
    assert "gui-lai" not in page
    assert "08:00 ngày 14/09/2023" in page


@pytest.mark.parametrize(
    ("login", "status"),
    [("chief", 200), ("staff", 200), ("clerk", 200), ("admin", 200), ("leader", 403), ("noi_vu_head", 403)],
)
def test_the_outbox_is_the_offices_and_the_administrators(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], login: str, status: int
) -> None:
    log_in(client, login)
    for path in ("/thu", f"/thu/{mails[0].public_id}", f"/thu/{mails[0].public_id}/html"):
        assert client.get(path).status_code == status, path


def test_an_unknown_mail_is_not_found_and_odd_filters_do_no_harm(client: FlaskClient, log_in: LogIn) -> None:
    log_in(client, "chief")
    assert client.get("/thu/khongco").status_code == 404
    assert client.get("/thu?state=lạ&page=x").status_code == 200
    assert client.get("/thu?page=-3").status_code == 200
    assert client.post("/thu/khongco/gui-lai", data={"csrf_token": client.token()}).status_code == 404


def test_the_list_pages_without_reading_the_bodies(
    app: Flask, client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage]
) -> None:
    from tests.conftest import count_queries

    log_in(client, "chief")
    with app.app_context():
        engine = db.engine
    with count_queries(engine) as seen:
        client.get("/thu")
    assert not any("body_html" in statement for statement in seen)


# All that failed at once.


def test_all_failed_mails_are_sent_again_after_a_look_at_how_many(
    client: FlaskClient, log_in: LogIn, mails: list[OutboxMessage], web_cast: Cast, clock: FixedClock
) -> None:
    for _ in range(2):
        fail(web_cast, clock, "Máy chủ từ chối địa chỉ.", permanent=True)
    log_in(client, "clerk")
    assert 'class="btn main" href="/thu/gui-lai">Gửi lại' in client.get("/tinh-trang").text
    page = client.get("/thu/gui-lai").text
    assert "Sẽ gửi lại 02 thư" in page
    assert "Máy chủ từ chối địa chỉ." in page
    answer = client.post("/thu/gui-lai", data={"csrf_token": client.token()}, follow_redirects=True)
    assert "2 thư đã được xếp lại vào hàng chờ và sẽ gửi trong ít phút." in answer.text
    assert "Không có thư nào cần gửi lại." in client.get("/thu/gui-lai").text


# Tomorrow's mails.


def test_the_mails_of_the_next_morning_are_shown_and_opened_on_demand(
    client: FlaskClient, log_in: LogIn, web_cast: Cast, clock: FixedClock
) -> None:
    giver = Giver(web_cast, clock)
    giver.give("noi_vu", date(2023, 9, 13), task=giver.task("Rà soát <b>hồ sơ</b>"))
    web_cast.session.commit()
    log_in(client, "clerk")
    listed = client.get("/thu/sang-mai").text
    assert "Thử lập thư của sáng Thứ Sáu, ngày 15/09/2023" in listed
    assert "noi_vu@dondoc.test" in listed
    assert "Rà soát" not in listed
    mark = listed.partition("/thu/sang-mai?thu=")[2].partition('"')[0]
    assert "Rà soát &lt;b&gt;hồ sơ&lt;/b&gt;" in client.get(f"/thu/sang-mai?thu={mark}").text
    assert "Thư đã chọn không còn trong dự kiến gửi." in client.get("/thu/sang-mai?thu=khac").text
    with Session(web_cast.session.get_bind()) as session:
        assert session.scalars(select(OutboxMessage)).all() == []


def test_a_morning_without_anything_to_say_says_so(client: FlaskClient, log_in: LogIn) -> None:
    log_in(client, "chief")
    assert "Sáng đó chưa có thư nào cần gửi." in client.get("/thu/sang-mai").text
