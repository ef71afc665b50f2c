"""Bàn văn thư on the screen: where it is found, each queue's act in its row, and what cannot be taken."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select

from app.domain.terms import EventKind, State
from app.models import Assignment, Directive, IncomingPaper, UrgingLetter
from tests.web.drafting import fields_of, post, text_of

HOME = "/van-thu"
PICTURE = b"\xff\xd8\xff ban ky"


@pytest.fixture
def clerk(client, log_in):
    log_in(client, "clerk")
    return client


@pytest.fixture
def waiting(web_cast, give) -> Directive:
    """The notice of the tests, without its number."""
    give("noi_vu", text="Việc một.")
    give.directive.number = None
    web_cast.session.commit()
    return give.directive


@pytest.fixture
def numbered(web_cast, give) -> Directive:
    give("noi_vu", text="Việc một.")
    web_cast.session.commit()
    return give.directive


def send(client, way: str, key: str, **fields: object):
    """One row's form, as the page writes it."""
    named = {f"{key}-{name}": value for name, value in fields.items()}
    return client.post(way, data=named | {"csrf_token": client.token()}, content_type="multipart/form-data")


def again(web_cast, row):
    """The row as it is now; nothing stays locked."""
    web_cast.session.rollback()
    web_cast.session.refresh(row)
    web_cast.session.expunge(row)
    web_cast.session.rollback()
    return row


def test_a_clerk_begins_here_and_others_find_it_from_their_desk(clerk, client, log_in):
    assert clerk.get("/").location == HOME
    assert 'aria-current="page">Bàn văn thư' in clerk.get(HOME).text
    log_in(client, "staff")
    page = client.get("/").text
    assert f'<a class="btn" href="{HOME}">Bàn văn thư</a>' in page
    assert 'aria-current="page">Bàn văn thư' not in page


def test_an_empty_desk_says_so(clerk):
    page = text_of(clerk.get(HOME))
    assert "Không có văn bản nào chờ số." in page
    assert "Không có công văn đôn đốc nào chờ số." in page


def test_a_number_is_entered_in_its_row(clerk, web_cast, waiting):
    assert "10 ngày" in text_of(clerk.get(HOME))
    answer = send(clerk, f"{HOME}/so/{waiting.public_id}", waiting.public_id, number="9/TB-UBND", version="2")
    assert answer.location == HOME
    assert "Đã nhập số văn bản 9/TB-UBND." in text_of(clerk.get(HOME))
    assert again(web_cast, waiting).number == "9/TB-UBND"


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"number": ""}, 400, "Cần nhập số văn bản."),
        ({"number": "9", "version": "7"}, 409, "Nội dung đã được người khác cập nhật."),
    ],
)
def test_a_number_that_cannot_be_taken_is_said_above_and_keeps_the_typing(clerk, waiting, fields, status, sentence):
    sent = {"version": "2"} | fields
    answer = send(clerk, f"{HOME}/so/{waiting.public_id}", waiting.public_id, **sent)
    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert f'value="{fields["number"]}"' in answer.text


def test_a_number_that_another_notice_has_leads_there_and_says_what_to_do(clerk, web_cast, waiting):
    other = Directive(
        office_id=waiting.office_id,
        kind="Thông báo",
        number="9/TB-UBND",
        identity="9/tb-ubnd|uy ban nhan dan huyen thu nghiem|2023-09-04",
        issuer=waiting.issuer,
        issued_on=waiting.issued_on,
        subject="Kết luận khác",
        given_on=waiting.given_on,
        recorded_at=waiting.recorded_at,
        recorder_id=waiting.recorder_id,
    )
    web_cast.session.add(other)
    web_cast.session.commit()
    answer = send(clerk, f"{HOME}/so/{waiting.public_id}", waiting.public_id, number="09/TB-UBND", version="2")
    assert answer.status_code == 409
    assert "hủy do nhập nhầm các lượt giao ở đây" in text_of(answer)
    assert f'href="/van-ban/{other.public_id}">Mở văn bản đã có' in answer.text


def test_a_signed_scan_is_uploaded_and_downloaded_as_it_came(clerk, numbered):
    way, key = f"{HOME}/ban-ky/{numbered.public_id}", numbered.public_id
    assert send(clerk, way, key, scan=(BytesIO(PICTURE), "ban ky.jpg"), version="1").location == HOME
    page = clerk.get(f"/van-ban/{key}").text
    assert "Tải bản ký số" in page
    assert "Thay bản ký số, bản quét" in page
    with clerk.get(f"/van-ban/{key}/ban-ky") as file:
        assert (file.data, file.headers["Content-Type"]) == (PICTURE, "application/octet-stream")
        assert "attachment" in file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Cần chọn tệp bản ký số hoặc bản quét."),
        ((b"PK\x03\x04", "ban ky.docx"), "Không nhận tệp ban ky.docx"),
        ((b"khong phai anh", "ban ky.jpg"), "không đúng với đuôi tệp"),
    ],
)
def test_what_is_no_scan_is_refused(clerk, numbered, file, sentence):
    sent = {"scan": (BytesIO(file[0]), file[1])} if file else {}
    answer = send(clerk, f"{HOME}/ban-ky/{numbered.public_id}", numbered.public_id, version="1", **sent)
    assert answer.status_code == 400
    assert sentence in text_of(answer)


def test_a_scan_that_was_never_uploaded_is_not_found(clerk, numbered):
    assert clerk.get(f"/van-ban/{numbered.public_id}/ban-ky").status_code == 404


# Papers


@pytest.fixture
def paper(clerk, web_cast, numbered) -> str:
    """The address of a paper of the Phòng Nội vụ that has been registered."""
    answer = register(clerk, web_cast)
    assert answer.location == HOME
    found = web_cast.session.scalars(select(IncomingPaper.public_id)).one()
    web_cast.session.rollback()
    return f"{HOME}/bao-cao/{found}"


def register(client, cast, **more: object):
    sent = {
        "unit": cast.units["noi_vu"].public_id,
        "subject": "Báo cáo kết quả rà soát",
        "number": "12/BC-NV",
        "issued_on": "12/9",
        "received_on": "13/9",
        "scan": (BytesIO(PICTURE), "bao cao.jpg"),
    }
    return send(client, f"{HOME}/bao-cao", "moi", **(sent | more))


def test_a_registered_paper_waits_and_the_staff_says_what_it_answers(client, log_in, web_cast, paper):
    assert "Báo cáo kết quả rà soát" in text_of(client.get(HOME))
    with client.get(f"{paper}/tep") as file:
        assert file.data == PICTURE
    page = client.get(paper)
    assert "Ghi báo cáo hoàn thành" not in page.text
    log_in(client, "staff")
    page = client.get(paper)
    assert "Việc một. (Thông báo số 15/TB-UBND, không quy định thời hạn)" in text_of(page)
    assignment = web_cast.session.scalars(select(Assignment)).one()
    public_id = assignment.public_id
    web_cast.session.rollback()
    sent = fields_of(page, paper) | {"tra-loi-assignment": public_id}
    answer = client.post(paper, data=sent)
    assert answer.location == f"/nhiem-vu/{public_id}"
    assert again(web_cast, assignment).state is State.WAITING
    shown = text_of(client.get(answer.location))
    assert "Báo cáo hoàn thành, ngày 13/09/2023" in shown
    assert "12/BC-NV" in shown
    assert client.post(paper, data=sent).status_code == 400


def test_a_paper_may_answer_nothing_but_somebody_says_why(client, paper):
    sent = fields_of(client.get(paper), f"{paper}/khac")
    refused = client.post(f"{paper}/khac", data=sent)
    assert refused.status_code == 400
    assert "Cần ghi vì sao báo cáo không trả lời nhiệm vụ nào." in text_of(refused)
    assert client.post(f"{paper}/khac", data=sent | {"khac-note": "Để báo cáo biết"}).location == HOME
    assert "Để báo cáo biết" in text_of(client.get(paper))
    assert "Không có báo cáo giấy nào chờ xử lý." in text_of(client.get(HOME))


def test_the_clerk_reports_for_nobody(client, web_cast, paper):
    assignment = web_cast.session.scalars(select(Assignment.public_id)).one()
    web_cast.session.rollback()
    answer = post(client, paper, **{"tra-loi-version": "1", "tra-loi-assignment": assignment})
    assert answer.status_code == 400  # to a clerk no task is offered


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"unit": ""}, "Cần chọn đơn vị gửi báo cáo."),
        ({"subject": ""}, "Cần nhập trích yếu của báo cáo."),
        ({"received_on": ""}, "Cần nhập ngày đến."),
        ({"received_on": "15/9/2023"}, "Ngày đến 15/09/2023 ở sau ngày hôm nay."),
        ({"issued_on": "14/9"}, "ở sau ngày đến (13/09/2023)"),
    ],
)
def test_a_paper_that_cannot_be_registered_keeps_its_typing(clerk, web_cast, wrong, sentence):
    answer = register(clerk, web_cast, **wrong)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert ("number" in wrong) or 'value="12/BC-NV"' in answer.text
    assert '<details class="fold" open>' in answer.text


# Letters of urging


@pytest.fixture
def letter(client, log_in, web_cast, give) -> str:
    """The public id of one that the staff made from the list, seen by the clerk."""
    rows = [give("noi_vu", text="Việc một."), give("kinh_te", text="Việc hai.")]
    web_cast.session.commit()
    log_in(client, "staff")
    asked = post(client, "/hang-loat/cong-van", chon=[row.public_id for row in rows])
    assert "Trích yếu công văn" in text_of(asked)
    sent = fields_of(asked, "/hang-loat/cong-van") | {"subject": "Đôn đốc việc tháng 9"}
    preview = client.post("/hang-loat/cong-van", data=sent)
    done = client.post("/hang-loat/cong-van/thuc-hien", data=fields_of(preview, "/hang-loat/cong-van"))
    assert "Đã lập công văn đôn đốc về 2 nhiệm vụ; công văn chờ số ở Bàn văn thư." in text_of(done)
    log_in(client, "clerk")
    found = web_cast.session.scalars(select(UrgingLetter.public_id)).one()
    web_cast.session.rollback()
    return found


def test_a_letter_made_from_the_list_gets_its_number_at_the_desk(client, web_cast, letter):
    assert "Đôn đốc việc tháng 9" in text_of(client.get(HOME))
    assert "02 nhiệm vụ của 02 đơn vị" in text_of(client.get(HOME))
    way = f"{HOME}/cong-van/{letter}"
    assert send(client, way, letter, number="77/UBND-VP", issued_on="14/9", version="1").location == HOME
    assert "Đã nhập số công văn; 02 nhiệm vụ được ghi đôn đốc." in text_of(client.get(HOME))
    web_cast.session.expire_all()
    urged = web_cast.session.scalars(select(Assignment)).all()
    assert {row.events[-1].kind for row in urged} == {EventKind.URGED}
    public_id = urged[0].public_id
    web_cast.session.rollback()
    assert "Công văn đôn đốc số 77/UBND-VP ngày 14/09/2023" in text_of(client.get(f"/nhiem-vu/{public_id}"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": "", "issued_on": "14/9"}, "Cần nhập số của công văn."),
        ({"number": "77", "issued_on": ""}, "Cần nhập ngày công văn."),
        ({"number": "77", "issued_on": "13/9"}, "Ngày công văn phải trong khoảng từ ngày lập 14/09/2023"),
    ],
)
def test_a_letters_number_that_cannot_be_taken(client, letter, fields, sentence):
    answer = send(client, f"{HOME}/cong-van/{letter}", letter, version="1", **fields)
    assert answer.status_code == 400
    assert sentence in text_of(answer)


def test_a_letter_that_was_not_signed_is_withdrawn(client, letter):
    assert send(client, f"{HOME}/cong-van/{letter}/bo", letter, version="1").location == HOME
    assert "Không có công văn đôn đốc nào chờ số." in text_of(client.get(HOME))


@pytest.mark.parametrize("login", ["leader", "noi_vu_head", "admin"])
def test_others_have_no_business_here(client, log_in, login):
    log_in(client, login)
    assert client.get(HOME).status_code == 403
