"""“Xin ý kiến lãnh đạo”: one request at a time, one press an answer."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.domain.terms import ExtensionState
from app.models import Assignment, Extension
from app.services import extensions

DUE, ASKED_FOR = date(2023, 9, 20), date(2023, 10, 2)
PILE = "/xin-y-kien"


@pytest.fixture
def request_(web_cast, give, clock) -> Extension:
    """Of Phòng Nội vụ, two days before it is looked at."""
    assignment = give("noi_vu", due=DUE, text="Rà soát hồ sơ.")
    about = {"actor": web_cast.head("noi_vu"), "clock": clock, "assignment": assignment, "version": assignment.version}
    found = extensions.ask(web_cast.session, **about, asked_for=ASKED_FOR, reason="Chờ số liệu của các xã.")
    web_cast.session.commit()
    return found


def press(client, request: Extension, answer: str, version: int | None = None, **typed: str):
    seen = version or request.assignment.version
    data = {"csrf_token": client.token(), "answer-version": str(seen)}
    data |= {f"answer-{name}": value for name, value in typed.items()}
    return client.post(f"{PILE}/{request.public_id}/{answer}", data=data)


def now(stored, request: Extension) -> tuple[ExtensionState, date | None]:
    kept = stored.get(Extension, request.id)
    found = kept.state, stored.get(Assignment, request.assignment_id).due_on
    stored.rollback()  # a reading, too, holds the one write lock of the file
    return found


def test_a_leader_sees_everything_and_answers_with_one_press(client, log_in, stored, request_):
    log_in(client, "leader")
    assert re.search(r'Xin ý kiến\s*<span class="count">1</span>', client.get("/").text)
    html = client.get(PILE).text
    for said in ("Rà soát hồ sơ.", "Phòng Nội vụ", "Thứ Tư, 20/09/2023", "Thứ Hai, 02/10/2023", "chưa lần nào"):
        assert said in html
    assert "Chờ số liệu của các xã." in html
    assert html.index(">Đồng ý</button>") < html.index("<summary>Đồng ý, với thời hạn khác / Không đồng ý")
    answer = press(client, request_, "dong-y")
    assert (answer.status_code, answer.location) == (302, PILE)
    html = client.get(PILE).text
    assert "Đồng ý gia hạn: Phòng Nội vụ, thời hạn mới Thứ Hai, 02/10/2023." in html
    assert "Không có đề nghị gia hạn nào chờ quyết định." in html
    assert now(stored, request_) == (ExtensionState.GRANTED, ASKED_FOR)
    assert 'class="count"' not in html


def test_the_enter_key_in_the_new_date_never_grants_the_old_one(client, log_in, request_):
    """A browser presses the first button of the form that holds the field."""
    log_in(client, "leader")
    form = re.search(r'<form class="form".*?</form>', client.get(PILE).text, re.DOTALL)
    assert form is not None
    assert f'action="{PILE}/{request_.public_id}/thoi-han-khac"' in form[0]
    assert re.findall(r"<button[^>]*>([^<]+)</button>", form[0])[0] == "Đồng ý, với thời hạn khác"


@pytest.mark.parametrize(
    ("answer", "typed", "said"),
    [
        ("thoi-han-khac", {}, "Cần nhập thời hạn mới."),
        ("thoi-han-khac", {"until": "hôm nào đó"}, "Không đọc được ngày"),
        ("thoi-han-khac", {"until": "15/9/2023"}, "Thời hạn mới phải sau ngày 20/09/2023."),
        ("khong-dong-y", {"note": "  "}, "Cần nêu lý do."),
    ],
)
def test_what_an_answer_needs_is_said_and_nothing_is_lost(client, log_in, stored, request_, answer, typed, said):
    log_in(client, "leader")
    sent = press(client, request_, answer, **({"note": "Giữ lại câu này."} | typed))
    assert sent.status_code == 400
    assert said in sent.text
    assert 'class="fold" open' in sent.text
    if answer == "thoi-han-khac":
        assert "Giữ lại câu này." in sent.text
    assert now(stored, request_) == (ExtensionState.OPEN, DUE)


def test_another_date_and_a_refusal(client, log_in, stored, request_):
    log_in(client, "leader")
    assert press(client, request_, "thoi-han-khac", until="25/9").status_code == 302
    assert now(stored, request_) == (ExtensionState.COUNTERED, date(2023, 9, 25))
    assert "Đồng ý, với thời hạn khác: Phòng Nội vụ, thời hạn mới Thứ Hai, 25/09/2023." in client.get(PILE).text


def test_a_request_that_was_answered_meanwhile_says_so(client, log_in, request_):
    log_in(client, "leader")
    version = request_.assignment.version
    press(client, request_, "khong-dong-y", note="Đã gia hạn nhiều lần.")
    answer = press(client, request_, "dong-y", version)
    assert (answer.status_code, answer.location) == (302, PILE)
    assert "Không có đề nghị gia hạn nào đang chờ quyết định." in client.get(PILE).text


def test_an_old_page_grants_nothing_when_the_assignment_has_moved_on(client, log_in, stored, acts, web_cast, request_):
    log_in(client, "leader")
    version = request_.assignment.version
    acts.progress(request_.assignment)
    web_cast.session.commit()
    answer = press(client, request_, "dong-y", version)
    assert answer.status_code == 409
    assert now(stored, request_) == (ExtensionState.OPEN, DUE)


def test_the_office_proposes_and_does_not_decide(client, log_in, stored, request_):
    log_in(client, "staff")
    html = client.get(PILE).text
    assert ">Đồng ý</button>" not in html
    assert 'class="count"' not in html, "it is not the work of those who record"
    data = {"csrf_token": client.token(), "own-version": str(request_.assignment.version)}
    sent = client.post(f"{PILE}/{request_.public_id}/de-xuat", data=data | {"own-proposal": "Đồng ý đến 25/9."})
    assert sent.status_code == 302
    proposed = request_.assignment.version + 1
    assert press(client, request_, "dong-y", proposed).status_code == 400
    assert now(stored, request_) == (ExtensionState.OPEN, DUE)
    log_in(client, "leader")
    html = client.get(PILE).text
    assert "Đồng ý đến 25/9." in html
    assert "Ghi đề xuất của Văn phòng" not in html


def test_an_unknown_answer_or_request_is_not_found(client, log_in, request_):
    log_in(client, "leader")
    assert press(client, request_, "dong-tinh").status_code == 404
    data = {"csrf_token": client.token(), "answer-version": "1"}
    assert client.post(f"{PILE}/khong-co/dong-y", data=data).status_code == 404


def test_the_address_in_a_mail_leads_to_the_request_wherever_it_lies(client, log_in, web_cast, give, clock, request_):
    assignment = give("tu_phap", due=DUE, text="Việc sau.")
    about = {"actor": web_cast.head("tu_phap"), "clock": clock, "assignment": assignment, "version": assignment.version}
    later = extensions.ask(web_cast.session, **about, asked_for=ASKED_FOR, reason="Chờ ý kiến.")
    web_cast.session.commit()
    log_in(client, "leader")
    assert client.get(f"{PILE}/{later.public_id}").location == f"{PILE}?trang=2"
    press(client, request_, "dong-y")
    assert client.get(f"{PILE}/{later.public_id}").location == f"{PILE}?trang=1"
    answered = client.get(f"{PILE}/{request_.public_id}")
    assert answered.location == PILE
    assert "alert" in client.get(PILE).text
    assert client.get(f"{PILE}/khong-co").status_code == 404
