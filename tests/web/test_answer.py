"""The page behind a mail's link: one assignment, only for who has the token, and nothing happens before a press."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import Channel, DecisionForm, EventKind, State
from app.models import AnswerLink, Assignment, AuditEntry, Event, LoginAttempt, Policy
from app.services import answer_links, closing, outbox
from app.services.decisions import Decision
from app.web.answer_page import FORMS
from tests.cast import Cast
from tests.databases import LINK_KEYS
from tests.services.giving import Giving

NAME = "Trần Thị Bình"
NOT_OURS = Links("http://dondoc.test", ("khóa của nơi khác",))


@pytest.fixture
def links(app: Flask) -> Links:
    found: Links = app.extensions["dondoc"].links
    return found


@pytest.fixture
def given(give: Giving) -> Assignment:
    """Of the unit that has the link; another unit has another part of the same task."""
    first, _ = give.task(("noi_vu", "xa_ha"), due=date(2023, 10, 30), text="Rà soát thủ tục hành chính.")
    give.cast.session.commit()
    return first


def token_for(give: Giving, links: Links, assignment: Assignment) -> str:
    urls = answer_links.addresses(
        give.cast.session,
        clock=give.clock,
        links=links,
        office_id=assignment.office_id,
        unit_id=assignment.unit_id,
        recipient=f"unit:{assignment.unit_id}",
        assignment_ids=[assignment.id],
    )
    give.cast.session.commit()
    return urls[assignment.id].rpartition("/")[2]


@pytest.fixture
def token(give: Giving, links: Links, given: Assignment) -> str:
    return token_for(give, links, given)


def version_on(page: str) -> int:
    found = re.search(r'name="[a-z-]+-version" value="(\d+)"', page)
    assert found
    return int(found[1])


Press = Callable[..., object]


@pytest.fixture
def press(client: FlaskClient, token: str) -> Press:
    """Open the page as whoever has the mail does, and press a button of it."""

    def act(word: str, *, name: str = NAME, version: int = 0, **fields: object) -> object:
        page = client.get(f"/tra-loi/{token}").text
        version = version or version_on(page)
        typed = {f"{word}-{field}": value for field, value in fields.items()}
        data = {"csrf_token": client.token(), f"{word}-version": str(version), f"{word}-name": name, **typed}
        return client.post(f"/tra-loi/{token}/{word}", data=data)

    return act


def events(stored: Session) -> list[Event]:
    stored.rollback()
    found = list(stored.scalars(select(Event).where(Event.channel == Channel.LINK).order_by(Event.id)))
    stored.rollback()
    return found


def everything(stored: Session) -> list[object]:
    """What a look must not change."""
    stored.rollback()
    counted = [list(stored.scalars(select(table.id))) for table in (Event, AuditEntry, LoginAttempt)]
    link = stored.scalars(select(AnswerLink)).one()
    assignment = stored.get_one(Assignment, link.assignment_id)
    found = [*counted, link.last_used_at, link.expires_at, assignment.version, assignment.state]
    stored.rollback()
    return found


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_that_opens_the_link_does_nothing(app: Flask, token: str, stored: Session, method: str) -> None:
    scanner = FlaskClient(app, app.response_class)  # which looks at no page, since a HEAD has none
    before = everything(stored)
    for _ in range(3):
        assert scanner.open(f"/tra-loi/{token}", method=method).status_code == 200
    assert everything(stored) == before


def test_the_page_shows_the_one_assignment_and_nothing_of_anybody_else(client: FlaskClient, token: str) -> None:
    page = client.get(f"/tra-loi/{token}")
    for told in ("Phòng Nội vụ", "Rà soát thủ tục hành chính.", "Thứ Hai, 30/10/2023", "Trong hạn", "15/TB-UBND"):
        assert told in page.text
    for foreign in ("Xã Hạ", "UBND xã Hạ", "<nav", 'type="search"', "/don-vi", "/nhiem-vu", "Đăng xuất"):
        assert foreign not in page.text


def test_it_shows_no_more_to_somebody_who_is_logged_in(
    client: FlaskClient, token: str, log_in: Callable[[FlaskClient, str], None]
) -> None:
    log_in(client, "chief")
    page = client.get(f"/tra-loi/{token}").text
    for more in ("<nav", "Đăng xuất", "Bàn làm việc", 'type="search"', "Thu hồi liên kết"):
        assert more not in page


def test_nothing_on_the_way_keeps_the_address_or_passes_it_on(client: FlaskClient, token: str) -> None:
    for answer in (client.get(f"/tra-loi/{token}"), client.get("/tra-loi/x"), client.post(f"/tra-loi/{token}/gia-han")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert '<meta name="referrer" content="no-referrer">' in answer.text
        assert '<meta name="robots" content="noindex' in answer.text


def test_a_unit_acknowledges_and_reports_and_its_name_stands_in_the_other_forms(
    client: FlaskClient, press: Press, token: str, stored: Session
) -> None:
    assert press("tiep-nhan").status_code == 302
    page = client.get(f"/tra-loi/{token}").text
    assert "Đã xác nhận tiếp nhận nhiệm vụ." in page
    assert f"{NAME} (qua liên kết thư)" in page
    assert page.count(f'value="{NAME}"') == 3
    assert press("bao-cao", number="45/BC-NV", issued_on="14/09/2023", note="Đã xong.").status_code == 302
    page = client.get(f"/tra-loi/{token}").text
    assert "Chờ xác nhận" in page
    assert "45/BC-NV ngày 14/09/2023" in page
    found = events(stored)
    assert [(event.kind, event.recorder_id, event.recorder_name) for event in found] == [
        (EventKind.ACKNOWLEDGED, None, NAME),
        (EventKind.SUBMITTED, None, NAME),
    ]


def test_the_office_sees_who_answered_and_how(
    client: FlaskClient, press: Press, given: Assignment, log_in: Callable[[FlaskClient, str], None]
) -> None:
    press("tien-do", note="Đang lấy ý kiến các đơn vị.")
    log_in(client, "chief")
    page = client.get(f"/nhiem-vu/{given.public_id}").text
    assert f"{NAME} · qua liên kết thư" in page
    assert "Đang lấy ý kiến các đơn vị." in page
    log_in(client, "admin")
    assert "(qua liên kết thư)" in client.get("/nhat-ky").text
    assert NAME not in client.get("/nhat-ky").text


def test_a_file_comes_with_the_report_and_what_cannot_be_kept_is_refused_with_the_typing_there(
    client: FlaskClient, press: Press, token: str, stored: Session
) -> None:
    refused = press("bao-cao", note="Gửi kèm ảnh.", files=(io.BytesIO(b"MZ"), "a.exe"))
    assert refused.status_code == 400
    assert "Không nhận tệp a.exe" in refused.text
    assert "Gửi kèm ảnh." in refused.text
    assert press("bao-cao", files=(io.BytesIO(b"\xff\xd8\xff"), "bien-ban.jpg")).status_code == 302
    assert "bien-ban.jpg" in client.get(f"/tra-loi/{token}").text
    assert [event.kind for event in events(stored)] == [EventKind.SUBMITTED]


def test_more_time_is_asked_for_also_in_working_days(client: FlaskClient, press: Press, stored: Session) -> None:
    before = press("gia-han", asked_for="20/10/2023", reason="Chờ số liệu.")
    assert before.status_code == 400
    assert "phải sau ngày 30/10/2023" in before.text
    assert press("gia-han", asked_for="+40 ngày làm việc", reason="Chờ số liệu.").status_code == 302
    assert [(event.kind, event.named_on) for event in events(stored)] == [
        (EventKind.EXTENSION_ASKED, date(2023, 11, 9))
    ]


@pytest.mark.parametrize("word", FORMS)
def test_every_form_asks_who_presses(press: Press, stored: Session, word: str) -> None:
    answer = press(word, name=" ")
    assert answer.status_code == 400
    assert "Cần ghi họ tên người trả lời." in answer.text
    assert events(stored) == []


@pytest.mark.parametrize("word", FORMS)
def test_a_press_without_the_pages_token_does_nothing_and_loses_no_typing(
    client: FlaskClient, token: str, stored: Session, word: str
) -> None:
    answer = client.post(f"/tra-loi/{token}/{word}", data={f"{word}-version": "1", f"{word}-name": NAME})
    assert answer.status_code == 400
    assert "Trang đã mở quá lâu" in answer.text
    assert f'value="{NAME}"' in answer.text
    assert "Đăng nhập" not in answer.text
    assert events(stored) == []


def test_over_https_a_form_is_taken_though_the_page_tells_nobody_where_it_came_from(
    client: FlaskClient, token: str, stored: Session
) -> None:
    page = client.get(f"/tra-loi/{token}", base_url="https://localhost").text
    data = {"csrf_token": client.token(), "tiep-nhan-version": str(version_on(page)), "tiep-nhan-name": NAME}
    assert client.post(f"/tra-loi/{token}/tiep-nhan", data=data, base_url="https://localhost").status_code == 302
    assert [event.kind for event in events(stored)] == [EventKind.ACKNOWLEDGED]


def test_what_somebody_else_changed_meanwhile_is_said_and_the_typing_is_kept(
    client: FlaskClient, press: Press, token: str, stored: Session
) -> None:
    seen = version_on(client.get(f"/tra-loi/{token}").text)
    press("tien-do", note="Lần một.")
    late = press("tien-do", version=seen, note="Lần hai.")
    assert late.status_code == 409
    assert "Nội dung đã được người khác cập nhật" in late.text
    assert "Lần hai." in late.text
    press("bao-cao", note="Xong.")
    too_late = press("bao-cao", version=seen, note="Xong, bản khác.")
    assert too_late.status_code == 409
    assert "Xong, bản khác." in too_late.text, "though the form is not offered any more"
    assert len(events(stored)) == 2


def test_an_office_that_limits_links_offers_and_takes_no_more(
    client: FlaskClient, press: Press, token: str, web_cast: Cast, clock: FixedClock, stored: Session
) -> None:
    web_cast.session.add(Policy(office_id=web_cast.office.id, version=9, recorded_at=clock.now(), links_report=False))
    web_cast.session.commit()
    page = client.get(f"/tra-loi/{token}").text
    assert "Cập nhật tiến độ" in page
    assert "Báo cáo hoàn thành" not in page
    refused = press("bao-cao", note="Đã xong.")
    assert refused.status_code == 400
    assert "chỉ xác nhận đã nhận và cập nhật tiến độ" in refused.text
    assert events(stored) == []


def test_no_word_but_ours_is_an_act(client: FlaskClient, token: str) -> None:
    assert client.post(f"/tra-loi/{token}/xac-nhan").status_code == 404
    assert client.get(f"/tra-loi/{token}/tiep-nhan").status_code == 405


# What is refused


def forged(token: str) -> str:
    return token[:-4]


def of_another_place(assignment: Assignment, clock: FixedClock) -> str:
    return NOT_OURS.answer("0" * 20, clock.now() + timedelta(days=1)).rpartition("/")[2]


@pytest.fixture
def spoiled(
    token: str, given: Assignment, give: Giving, web_cast: Cast, clock: FixedClock, request: pytest.FixtureRequest
) -> tuple[str, int, str]:
    """A token that must not be taken, in one of the ways, with the status and the words it is refused with."""
    decision = Decision(decider_id=web_cast.users["chief"].id, form=DecisionForm.IN_SYSTEM)
    assignment = web_cast.session.get_one(Assignment, given.id)
    common = {"actor": web_cast.chief, "clock": clock, "assignment": assignment}
    ending = common | {"version": assignment.version, "reason": "Theo chỉ đạo.", "decision": decision}
    moving = ending | {"to_unit": web_cast.units["tu_phap"], "links": Links("http://dondoc.test", LINK_KEYS)}
    how = request.param
    if how == "revoked":
        answer_links.revoke(web_cast.session, **common)
    elif how == "closed":
        closing.close(web_cast.session, kind=EventKind.STOPPED, **ending)
    elif how == "transferred":
        closing.transfer(web_cast.session, **moving)
    elif how == "corrected":
        closing.correct_unit(web_cast.session, **moving)
    elif how == "expired":
        clock.instant += timedelta(days=31)
    web_cast.session.commit()
    used = {"forged": forged(token), "foreign": of_another_place(given, clock)}.get(how, token)
    status, words = {
        "forged": (404, "không đúng hoặc bị thiếu"),
        "foreign": (404, "không đúng hoặc bị thiếu"),
        "expired": (410, "đã hết hạn ngày 14/10/2023"),
        "revoked": (410, "đã được Văn phòng thu hồi"),
    }.get(how, (410, "không còn chờ trả lời"))
    return used, status, words


WAYS = ["forged", "foreign", "expired", "revoked", "closed", "transferred", "corrected"]


@pytest.mark.parametrize("spoiled", WAYS, indirect=True)
def test_a_token_that_does_not_hold_opens_nothing_does_nothing_and_tells_nothing(
    client: FlaskClient, stored: Session, spoiled: tuple[str, int, str]
) -> None:
    token, status, words = spoiled
    csrf = {"csrf_token": client.token()}
    asked = [client.get(f"/tra-loi/{token}")]
    for word in FORMS:
        data = csrf | {f"{word}-version": "1", f"{word}-name": NAME, f"{word}-note": "Xong.", f"{word}-reason": "Chờ."}
        asked.append(client.post(f"/tra-loi/{token}/{word}", data=data))
    for answer in asked:
        assert answer.status_code == status
        assert words in answer.text
        for secret in ("Rà soát thủ tục", "Nội vụ", "Tư pháp", "Thống kê", "15/TB-UBND", "30/10/2023"):
            assert secret not in answer.text
    assert events(stored) == []
    refused = stored.scalars(select(AuditEntry).where(AuditEntry.action == "link.refused")).all()
    assert len(refused) == len(asked)
    assert {entry.payload["channel"] for entry in refused} == {"link"}


def test_too_many_refusals_from_one_address_are_answered_so_and_good_links_still_work(
    client: FlaskClient, token: str
) -> None:
    for _ in range(answer_links.LIMITS["link_refused"]):
        assert client.get("/tra-loi/doan").status_code == 404
    refused = client.get("/tra-loi/doan")
    assert refused.status_code == 429
    assert "thử lại sau 15 phút" in refused.text
    assert client.get(f"/tra-loi/{token}").status_code == 200


def test_a_link_that_is_pressed_too_often_rests_and_loses_no_typing(press: Press) -> None:
    for n in range(answer_links.LIMITS["link"]):
        assert press("tien-do", note=f"Lần {n}.").status_code == 302
    rests = press("tien-do", note="Lần cuối.")
    assert rests.status_code == 429
    assert "thử lại sau 15 phút" in rests.text
    assert "Lần cuối." in rests.text


# The office


@pytest.mark.parametrize("login", ["admin", "clerk"])
def test_whoever_looks_after_the_mail_reads_it_without_the_token(
    client: FlaskClient,
    give: Giving,
    given: Assignment,
    links: Links,
    log_in: Callable[[FlaskClient, str], None],
    login: str,
) -> None:
    session = give.cast.session
    mail, *_ = outbox.queue_tasks_given(session, clock=give.clock, links=links, directive=given.task.directive)
    public_id, text = mail.public_id, mail.body_text
    session.commit()
    token = text.partition("/tra-loi/")[2].split()[0]
    log_in(client, login)
    for page in (f"/thu/{public_id}", f"/thu/{public_id}/html"):
        shown = client.get(page).text
        assert "/tra-loi/…" in shown
        assert token not in shown


def test_the_office_revokes_the_links_on_the_page_of_the_assignment(
    client: FlaskClient, token: str, given: Assignment, log_in: Callable[[FlaskClient, str], None]
) -> None:
    log_in(client, "staff")
    page = client.get(f"/nhiem-vu/{given.public_id}").text
    assert "Thu hồi liên kết" in page
    assert token not in page
    address = f"/nhiem-vu/{given.public_id}/lien-ket/thu-hoi"
    assert client.post(address, data={"csrf_token": client.token()}).location == f"/nhiem-vu/{given.public_id}"
    page = client.get(f"/nhiem-vu/{given.public_id}").text
    assert "Đã thu hồi liên kết" in page
    assert "Thu hồi liên kết" not in page
    client.post(address, data={"csrf_token": client.token()})
    assert "không có liên kết thư nào" in client.get(f"/nhiem-vu/{given.public_id}").text
    assert client.get(f"/tra-loi/{token}").status_code == 410


def test_the_unit_itself_sees_no_such_button(
    client: FlaskClient, token: str, given: Assignment, log_in: Callable[[FlaskClient, str], None]
) -> None:
    log_in(client, "noi_vu_head")
    assert "Thu hồi liên kết" not in client.get(f"/nhiem-vu/{given.public_id}").text


def test_a_unit_that_got_it_by_correction_reads_nothing_of_the_one_that_had_it_by_mistake(
    client: FlaskClient, press: Press, given: Assignment, give: Giving, web_cast: Cast, links: Links, clock: FixedClock
) -> None:
    press("tien-do", note="Lời của đơn vị cũ.")
    web_cast.session.expire_all()
    assignment = web_cast.session.get_one(Assignment, given.id)
    closing.correct_unit(
        web_cast.session,
        actor=web_cast.chief,
        clock=clock,
        links=links,
        assignment=assignment,
        version=assignment.version,
        to_unit=web_cast.units["tu_phap"],
        reason="Giao nhầm.",
        decision=Decision(decider_id=web_cast.users["chief"].id),
    )
    web_cast.session.commit()
    page = client.get(f"/tra-loi/{token_for(give, links, assignment)}")
    assert page.status_code == 200
    assert "Phòng Tư pháp" in page.text
    assert "Lời của đơn vị cũ." not in page.text
    assert assignment.state is State.OPEN
