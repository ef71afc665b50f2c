"""More time on the page of an assignment: asked for, proposed on, decided; and who decided, whoever wrote it down."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest

from app.models import Assignment
from tests.cast import Cast
from tests.services.test_assignments import SCAN
from tests.web.test_assignments import again, decided, main_head, page_of, post

DUE = date(2023, 9, 20)
OTHER = {
    "decider": "khac",
    "decider_name": "Nguyễn Văn An",
    "decider_title": "Chủ tịch UBND",
    "decided_by": "margin_note",
}
ASKED = {"asked_for": "29/9/2023", "reason": "Chờ số liệu của các xã."}
GONE_LATE = date(2023, 9, 11)


def ask(client, log_in, assignment: Assignment, web_cast: Cast) -> Assignment:
    log_in(client, "noi_vu_head")
    assert post(client, assignment, "gia-han", "ask_extension", **ASKED).status_code == 302
    return again(web_cast, assignment)


@pytest.mark.parametrize(
    ("answer", "due", "shown"),
    [
        ({"answer": "extension_granted"}, date(2023, 9, 29), "Đồng ý gia hạn đến Thứ Sáu, 29/09/2023"),
        (
            {"answer": "extension_countered", "granted_until": "25/9"},
            date(2023, 9, 25),
            "Đồng ý, với thời hạn khác: Thứ Hai, 25/09/2023",
        ),
        ({"answer": "extension_refused", "reason": "Việc gấp."}, DUE, "Không đồng ý gia hạn"),
    ],
)
def test_a_request_is_decided_one_way_or_another(client, log_in, web_cast, lead, answer, due, shown):
    ask(client, log_in, lead, web_cast)
    log_in(client, "chief")
    assert main_head(page_of(client, lead)) == "Việc cần làm: quyết định gia hạn"
    sent = post(client, lead, "quyet-dinh-gia-han", "decide_extension", **decided(web_cast), **answer)
    assert sent.status_code == 302, sent.text
    assert again(web_cast, lead).due_on == due
    log_in(client, "noi_vu_head")
    html = page_of(client, lead)
    assert shown in html
    assert ("Gia hạn 01 lần" in html) == (due != DUE)
    assert ("Thời hạn ban đầu</dt>" in html) == (due != DUE)
    assert ("Lý do đơn vị đề nghị: Chờ số liệu của các xã." in html) == (due != DUE)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Cần chọn đồng ý, đồng ý với thời hạn khác, hoặc không đồng ý."),
        ({"answer": "extension_countered"}, "Cần nhập thời hạn khác."),
        ({"answer": "extension_countered", "granted_until": "19/9/2023"}, "phải sau ngày 20/09/2023"),
        ({"answer": "extension_refused"}, "Không đồng ý gia hạn thì cần nêu lý do."),
        ({"answer": "extension_granted", "decided_on": "1/9/2023"}, "Ngày quyết định phải từ"),
    ],
)
def test_a_decision_on_more_time_that_cannot_be_taken_is_said(client, log_in, web_cast, lead, fields, sentence):
    ask(client, log_in, lead, web_cast)
    log_in(client, "chief")
    answer = post(client, lead, "quyet-dinh-gia-han", "decide_extension", **decided(web_cast), **fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert again(web_cast, lead).due_on == DUE


def test_a_unit_takes_its_request_back_and_asks_again(client, log_in, web_cast, lead):
    ask(client, log_in, lead, web_cast)
    html = page_of(client, lead)
    assert "Rút đề nghị gia hạn" in html
    assert 'name="ask_extension-version"' not in html
    assert post(client, lead, "rut-gia-han", "withdraw_extension").status_code == 302
    assert 'name="ask_extension-version"' in page_of(client, again(web_cast, lead))


def test_the_office_proposes_and_the_leader_reads_it_but_no_unit(client, log_in, web_cast, lead):
    ask(client, log_in, lead, web_cast)
    log_in(client, "staff")
    proposal = "Đồng ý đến 25/9 là đủ."
    assert post(client, lead, "de-xuat-gia-han", "propose_extension", proposal=proposal).status_code == 302
    log_in(client, "leader")
    html = page_of(client, lead)
    assert "Văn phòng đề xuất:" in html
    assert proposal in html
    assert "propose_extension" not in html
    log_in(client, "noi_vu_head")
    assert proposal not in page_of(client, lead)


def test_two_who_propose_at_once_see_both_proposals(client, log_in, web_cast, lead):
    seen = ask(client, log_in, lead, web_cast).version
    log_in(client, "chief")
    post(client, lead, "de-xuat-gia-han", "propose_extension", proposal="Đồng ý đến 25/9.")
    log_in(client, "staff")
    sent = {"propose_extension-version": seen, "propose_extension-proposal": "Không đồng ý."}
    answer = client.post(f"/nhiem-vu/{lead.public_id}/de-xuat-gia-han", data={"csrf_token": client.token(), **sent})
    assert answer.status_code == 409
    table = answer.text.partition('class="list versions"')[2].partition("</table>")[0]
    assert "Đồng ý đến 25/9." in table
    assert "Không đồng ý." in table


def test_a_late_extension_leaves_the_lateness_on_record_in_words(client, log_in, web_cast, give):
    late = give("noi_vu", due=GONE_LATE)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    assert "Lý do chậm" in page_of(client, late)
    post(client, late, "tien-do", "write_progress", note="Đang làm.", lateness_reason="Thiếu người.")
    post(client, again(web_cast, late), "gia-han", "ask_extension", **ASKED)
    log_in(client, "chief")
    more = decided(web_cast, answer="extension_granted")
    post(client, again(web_cast, late), "quyet-dinh-gia-han", "decide_extension", **more)
    html = page_of(client, late)
    assert "Đã chậm 03 ngày trước khi thời hạn được lùi." in html
    assert "Thiếu người." in html


# Who decided, and how.


def test_the_person_at_the_screen_decides_with_nothing_more_to_say(client, log_in, web_cast, lead, acts):
    acts.report(lead)
    web_cast.session.commit()
    log_in(client, "chief")
    html = page_of(client, lead)
    fold = html.partition("accept-decider")[2].partition("<details")[2].partition(">")[0]
    assert "open" not in fold
    assert post(client, lead, "xac-nhan", "accept", **decided(web_cast, counts="reported")).status_code == 302
    assert "bút phê" not in page_of(client, lead).partition('id="timeline"')[2].lower()


def test_a_note_in_the_margin_is_recorded_with_name_title_day_and_picture(client, log_in, web_cast, lead):
    ask(client, log_in, lead, web_cast)
    log_in(client, "staff")
    form = page_of(client, lead).partition('name="decide_extension-version"')[2]
    assert "open" in form.partition("<details")[2].partition(">")[0]  # the staff decides nothing by itself
    more = {"answer": "extension_granted", "decided_on": "14/9/2023", "pictures": (io.BytesIO(SCAN), "but phe.pdf")}
    answer = post(client, lead, "quyet-dinh-gia-han", "decide_extension", **OTHER, **more)
    assert answer.status_code == 302, answer.text
    html = page_of(client, lead)
    for words in (
        "Chuyên viên Hoa ghi, Nguyễn Văn An (Chủ tịch UBND) quyết định, bút phê ngày 14/09/2023",
        "but phe.pdf",
    ):
        assert html.count(words) == 2  # in the timeline, and beside the deadline it moved
    url = re.search(r'/nhiem-vu/[^"]+/tep/[^"]+', html)
    assert url is not None
    with client.get(url.group()) as file:
        assert file.data == SCAN


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"decider": "khac", "decided_by": "document"}, "Cần ghi họ tên người quyết định."),
        (OTHER | {"decider_title": " "}, "Cần ghi chức vụ của người quyết định."),
        (OTHER | {"decided_by": "in_system"}, "Ghi thay người quyết định: cần chọn bút phê"),
        (OTHER | {"decided_by": "by_dream"}, "Lựa chọn này không có trong danh sách."),
        (OTHER | {"decided_on": "31/2/2023"}, "Không đọc được ngày"),
        (OTHER | {"pictures": (io.BytesIO(b"PK\x03\x04"), "to trinh.docx")}, "Chỉ nhận ảnh .jpg, .png hoặc tệp .pdf."),
        (OTHER | {"pictures": (io.BytesIO(b"GIF89a"), "anh.png")}, "Nội dung tệp anh.png không đúng với đuôi tệp."),
    ],
)
def test_a_decision_of_another_that_lacks_something_says_what(client, log_in, web_cast, lead, fields, sentence):
    log_in(client, "chief")
    more = {"named_on": "27/9", "reason": "Lùi họp."}
    answer = post(client, lead, "dieu-chinh-thoi-han", "adjust_due_date", **more, **fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert again(web_cast, lead).due_on == DUE


def test_a_member_of_the_staff_cannot_stand_as_the_one_who_moved_a_deadline(client, log_in, web_cast, lead):
    log_in(client, "staff")
    more = decided(web_cast, "staff", named_on="27/9", reason="Lùi.")
    answer = post(client, lead, "dieu-chinh-thoi-han", "adjust_due_date", **more)
    assert answer.status_code == 400
    assert "Lựa chọn này không có trong danh sách." in answer.text


def test_an_objective_cause_is_confirmed_shown_and_taken_back(client, log_in, web_cast, lead):
    log_in(client, "chief")
    post(client, lead, "ly-do-khach-quan", "confirm_cause", **decided(web_cast, reason="Lũ lụt tháng 9."))
    html = page_of(client, lead)
    assert "Lũ lụt tháng 9." in html
    assert "Bỏ xác nhận lý do khách quan" in html
    post(client, again(web_cast, lead), "ly-do-khach-quan", "confirm_cause", **decided(web_cast, reason="Nhầm việc."))
    assert not again(web_cast, lead).objective


def test_the_third_extension_is_marked(client, log_in, web_cast, lead, acts):
    for day in ("25/9/2023", "29/9/2023"):
        log_in(client, "noi_vu_head")
        post(client, lead, "gia-han", "ask_extension", asked_for=day, reason="Chờ.")
        log_in(client, "chief")
        more = decided(web_cast, answer="extension_granted")
        post(client, again(web_cast, lead), "quyet-dinh-gia-han", "decide_extension", **more)
        again(web_cast, lead)
    log_in(client, "noi_vu_head")
    post(client, lead, "gia-han", "ask_extension", asked_for="6/10/2023", reason="Chờ.")
    assert '<span class="tag amber">Gia hạn lần 3</span>' in page_of(client, lead)
