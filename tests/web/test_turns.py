"""The turns an assignment takes between giving and its end, as its page offers them."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest

from app.domain.terms import ReturnKind
from app.models import Assignment
from tests.cast import Cast
from tests.services.test_assignments import SCAN
from tests.web.test_assignments import again, decided, main_head, page_of, post

DUE = date(2023, 9, 20)
ASKED = {"asked_for": "29/9/2023", "reason": "Chờ số liệu của các xã."}


DECIDED = ("adjust_due_date", "confirm_cause", "transfer", "correct_unit", "cancel", "decide_extension")


def by_login(web_cast: Cast, login: str, action: str, fields: dict[str, object]) -> dict[str, object]:
    """What the form sends: where somebody decides, the person at the screen."""
    return decided(web_cast, login, **fields) if action in DECIDED and "decider" not in fields else fields


def state(web_cast: Cast, assignment: Assignment) -> str:
    return str(again(web_cast, assignment).state)


# Each form: who sends it, to where, which act, what; what the page then says.
GOOD = (
    ("noi_vu_head", "tien-do", "write_progress", {"note": "Xong một nửa.", "percent": "50 %"}, "Cập nhật tiến độ: 50%"),
    ("noi_vu_head", "giao-nguoi", "hand_on", {"person_name": "Lê Thị Ba", "inner_due_on": "18/9/2023"}, "Lê Thị Ba"),
    ("noi_vu_head", "da-trinh", "send_for_signature", {"desk": "Phó Chủ tịch Hà"}, "Đã trình Phó Chủ tịch Hà ngày"),
    ("noi_vu_member", "gia-han", "ask_extension", ASKED, "Đề nghị gia hạn lần 1: từ Thứ Tư, 20/09/2023"),
    ("staff", "gia-han", "ask_extension", ASKED | {"asked_on": "12/9/2023"}, "ngày 12/09/2023; chờ quyết định"),
    ("staff", "moc-theo-doi", "set_check_date", {"check_on": "18/9/2023"}, "Mốc theo dõi"),
    ("chief", "dieu-chinh-thoi-han", "adjust_due_date", {"named_on": "27/9", "reason": "Lùi họp."}, "27/09/2023"),
    ("leader", "dieu-chinh-thoi-han", "adjust_due_date", {"named_on": "27/9", "reason": "Lùi họp."}, "27/09/2023"),
    ("leader", "ly-do-khach-quan", "confirm_cause", {"reason": "Lũ lụt."}, "Lý do khách quan (đã xác nhận)"),
    ("chief", "dung", "cancel", {"kind": "superseded", "reason": "Có thông báo mới."}, "Đã được thay thế"),
    ("chief", "dung", "cancel", {"kind": "stopped", "reason": "Không còn cần."}, "Dừng thực hiện"),
)


@pytest.mark.parametrize(("login", "where", "action", "fields", "shown"), GOOD)
def test_a_turn_is_taken_and_told(client, log_in, web_cast, lead, login, where, action, fields, shown):
    log_in(client, login)
    assert f"{action}-version" in page_of(client, lead)
    answer = post(client, lead, where, action, **by_login(web_cast, login, action, fields))
    assert answer.status_code == 302, answer.text
    assert shown in page_of(client, lead)


# Who may not, and is refused at the door or by the relation.
WRONG = (
    ("noi_vu_member", "giao-nguoi", "hand_on", {"person_name": "Lê Thị Ba"}),
    ("xa_ha_head", "da-trinh", "send_for_signature", {"desk": "Phó Chủ tịch Hà"}),
    ("xa_ha_head", "gia-han", "ask_extension", ASKED),
    ("noi_vu_head", "moc-theo-doi", "set_check_date", {"check_on": "18/9/2023"}),
    ("noi_vu_head", "dieu-chinh-thoi-han", "adjust_due_date", {"named_on": "27/9", "reason": "Lùi."}),
    ("staff", "ly-do-khach-quan", "confirm_cause", {"reason": "Lũ lụt."}),
    ("leader", "chuyen-don-vi", "transfer", {"reason": "Đúng lĩnh vực."}),
    ("staff", "sua-don-vi", "correct_unit", {"reason": "Nhập nhầm."}),
    ("staff", "dung", "cancel", {"kind": "stopped", "reason": "Thôi."}),
    ("noi_vu_head", "quyet-dinh-gia-han", "decide_extension", {"answer": "extension_granted"}),
)


@pytest.mark.parametrize(("login", "where", "action", "fields"), WRONG)
def test_whoever_may_not_is_refused_and_finds_no_form(client, log_in, web_cast, lead, login, where, action, fields):
    before = lead.version
    log_in(client, login)
    assert f'name="{action}-version"' not in page_of(client, lead)
    assert post(client, lead, where, action, **fields).status_code == 403
    assert again(web_cast, lead).version == before


BAD = (
    (
        "noi_vu_head",
        "tien-do",
        "write_progress",
        {"note": "x", "percent": "101"},
        "Tỷ lệ hoàn thành là số từ 0 đến 100.",
    ),
    (
        "noi_vu_head",
        "tien-do",
        "write_progress",
        {"note": "x", "percent": "nửa"},
        "Tỷ lệ hoàn thành là số từ 0 đến 100.",
    ),
    ("noi_vu_head", "giao-nguoi", "hand_on", {}, "Cần chọn hoặc ghi tên người thực hiện."),
    ("noi_vu_head", "giao-nguoi", "hand_on", {"person": "nguoi-la"}, "Lựa chọn này không có trong danh sách."),
    (
        "noi_vu_head",
        "giao-nguoi",
        "hand_on",
        {"person_name": "Ba", "inner_due_on": "25/9/2023"},
        "không được sau thời hạn",
    ),
    ("noi_vu_head", "da-trinh", "send_for_signature", {"desk": ""}, "Cần ghi đã trình ai, ở đâu."),
    (
        "noi_vu_head",
        "da-trinh",
        "send_for_signature",
        {"desk": "PCT", "sent_on": "1/8/2023"},
        "Ngày báo cáo phải trong khoảng từ 04/09/2023",
    ),
    ("noi_vu_head", "gia-han", "ask_extension", {"reason": "Chờ."}, "Cần nhập thời hạn đề nghị."),
    ("noi_vu_head", "gia-han", "ask_extension", {"asked_for": "29/9/2023"}, "Cần nêu lý do."),
    (
        "noi_vu_head",
        "gia-han",
        "ask_extension",
        {"asked_for": "19/9/2023", "reason": "Chờ."},
        "phải sau ngày 20/09/2023",
    ),
    ("staff", "moc-theo-doi", "set_check_date", {"check_on": "1/9/2023"}, "không được ở trước ngày hôm nay"),
    ("chief", "dieu-chinh-thoi-han", "adjust_due_date", {"reason": "Lùi."}, "Cần nhập thời hạn mới."),
    (
        "chief",
        "dieu-chinh-thoi-han",
        "adjust_due_date",
        {"named_on": "20/9/2023", "reason": "Lùi."},
        "trùng với thời hạn",
    ),
    ("chief", "ly-do-khach-quan", "confirm_cause", {"reason": ""}, "Cần nêu lý do."),
    ("chief", "chuyen-don-vi", "transfer", {"reason": "Đúng lĩnh vực."}, "Cần chọn đơn vị."),
    ("chief", "dung", "cancel", {"kind": "transferred", "reason": "Nhầm."}, "Lựa chọn này không có trong danh sách."),
)


@pytest.mark.parametrize(("login", "where", "action", "fields", "sentence"), BAD)
def test_what_cannot_be_taken_is_said_beside_the_typing(
    client, log_in, web_cast, lead, login, where, action, fields, sentence
):
    before = lead.version
    log_in(client, login)
    answer = post(client, lead, where, action, **by_login(web_cast, login, action, fields))
    assert answer.status_code == 400
    assert sentence in answer.text
    for name in ("note", "reason", "person_name", "desk", "percent"):
        assert str(fields.get(name, "")) in answer.text
    assert again(web_cast, lead).version == before


@pytest.mark.parametrize(("login", "where", "action", "fields", "shown"), GOOD)
def test_two_who_take_a_turn_at_once_see_both_versions(
    client, log_in, web_cast, lead, acts, login, where, action, fields, shown
):
    seen = lead.version
    acts.progress(lead, note="Đồng nghiệp đã ghi trước.")
    web_cast.session.commit()
    log_in(client, login)
    sent = {f"{action}-version": seen}
    sent |= {f"{action}-{name}": value for name, value in by_login(web_cast, login, action, fields).items()}
    answer = client.post(f"/nhiem-vu/{lead.public_id}/{where}", data={"csrf_token": client.token(), **sent})
    assert answer.status_code == 409
    table = answer.text.partition('class="list versions"')[2].partition("</table>")[0]
    assert "Đồng nghiệp đã ghi trước." in table
    for field in ("note", "reason", "person_name", "desk"):
        if field in fields:
            assert fields[field] in table
            assert answer.text.count(fields[field]) >= 2  # in the table and still in the form
    assert f'name="{action}-version" value="{again(web_cast, lead).version}"' in answer.text


def test_a_stale_form_that_is_bad_besides_shows_both_versions_too(client, log_in, web_cast, lead, acts):
    """A colleague has submitted the draft meanwhile, and the report needs a number since."""
    seen = lead.version
    log_in(client, "noi_vu_head")
    post(client, lead, "da-trinh", "send_for_signature", desk="Phó Chủ tịch Hà")
    sent = {"report_done-version": seen, "report_done-note": "Đã xong cả."}
    answer = client.post(f"/nhiem-vu/{lead.public_id}/bao-cao", data={"csrf_token": client.token(), **sent})
    assert answer.status_code == 409
    for words in ("Nội dung đã được người khác cập nhật", "Đã trình, chờ ký: Phó Chủ tịch Hà", "Đã xong cả."):
        assert words in answer.text


def test_a_form_whose_turn_has_passed_keeps_its_typing_beside_what_came(client, log_in, web_cast, lead, acts):
    seen = lead.version
    acts.stop(lead)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    sent = {"ask_extension-version": seen, "ask_extension-asked_for": "29/9", "ask_extension-reason": "Chờ số liệu."}
    answer = client.post(f"/nhiem-vu/{lead.public_id}/gia-han", data={"csrf_token": client.token(), **sent})
    assert answer.status_code == 409
    table = answer.text.partition('class="list versions"')[2].partition("</table>")[0]
    assert "Chờ số liệu." in table
    assert "Dừng thực hiện" in table


# For signature, and parts.


def test_what_waits_for_a_signature_ends_with_number_and_date(client, log_in, web_cast, lead):
    log_in(client, "noi_vu_head")
    post(client, lead, "da-trinh", "send_for_signature", desk="Phó Chủ tịch Hà")
    html = page_of(client, again(web_cast, lead))
    assert "bắt buộc nhập số và ngày của văn bản đã ký" in html
    assert main_head(html) == "Việc cần làm: báo cáo hoàn thành"
    answer = post(client, lead, "bao-cao", "report_done", note="Đã ký.")
    assert answer.status_code == 400
    for sentence in ("cần nhập số, ký hiệu của văn bản đã ký", "cần nhập ngày của văn bản đã ký"):
        assert sentence in answer.text
    sent = post(client, lead, "bao-cao", "report_done", number="12/QĐ-UBND", issued_on="14/9/2023")
    assert sent.status_code == 302
    assert state(web_cast, lead) == "waiting"


def test_a_part_is_given_returned_and_dated_and_the_lead_sees_whom_it_waits_for(client, log_in, web_cast, lead, part):
    log_in(client, "noi_vu_head")
    html = page_of(client, lead)
    assert f"/nhiem-vu/{part.public_id}" in html
    assert html.partition("Đơn vị phối hợp")[2].partition("</dd>")[0].count("Sắp đến hạn") == 1
    answer = post(client, part, "han-phan-phoi-hop", "date_part", due_on="18/9/2023")
    assert answer.status_code == 302, answer.text
    assert (
        "không được sau thời hạn của đơn vị chủ trì"
        in post(client, again(web_cast, part), "han-phan-phoi-hop", "date_part", due_on="29/9/2023").text
    )
    log_in(client, "xa_ha_head")
    assert main_head(page_of(client, part)) == "Việc cần làm: xác nhận đã nhận nhiệm vụ"
    empty = post(client, part, "phan-phoi-hop", "give_part")
    assert (empty.status_code, "Cần ghi nội dung, số văn bản" in empty.text) == (400, True)
    given = post(
        client, part, "phan-phoi-hop", "give_part", note="Số liệu 12 thôn.", files=(io.BytesIO(SCAN), "so.pdf")
    )
    assert given.status_code == 302
    log_in(client, "noi_vu_head")
    assert "Đã gửi phần phối hợp" in page_of(client, lead).partition("Đơn vị phối hợp")[2].partition("</dd>")[0]
    assert "so.pdf" in page_of(client, part)
    sent = post(client, again(web_cast, part), "tra-lai-phan", "return_part", reason="Thiếu thôn 5.")
    assert sent.status_code == 302
    log_in(client, "xa_ha_head")
    assert "Thiếu thôn 5." in page_of(client, part)


def test_a_coordinating_unit_returns_nothing_to_itself(client, log_in, web_cast, lead, part):
    log_in(client, "xa_ha_head")
    post(client, part, "phan-phoi-hop", "give_part", note="Số liệu.")
    assert post(client, again(web_cast, part), "tra-lai-phan", "return_part", reason="Thử.").status_code == 403


# Within the unit, and between units.


def test_whom_a_unit_handed_it_to_only_the_unit_and_the_office_see(client, log_in, web_cast, lead):
    log_in(client, "noi_vu_head")
    person = web_cast.users["noi_vu_member"].public_id
    post(client, lead, "giao-nguoi", "hand_on", person=person, inner_due_on="18/9/2023")
    for login, seen in (("noi_vu_member", True), ("chief", True), ("leader", True), ("xa_ha_head", False)):
        log_in(client, login)
        html = page_of(client, lead)
        assert ("Chuyên viên Nội vụ" in html, "18/09/2023" in html) == (seen, seen), login


def test_the_check_date_is_the_offices_own(client, log_in, web_cast, lead):
    log_in(client, "chief")
    post(client, lead, "moc-theo-doi", "set_check_date", check_on="18/9/2023")
    assert "Đặt mốc theo dõi: Thứ Hai, 18/09/2023" in page_of(client, lead)
    log_in(client, "noi_vu_head")
    assert "18/09/2023" not in page_of(client, lead)


def test_a_transfer_leads_from_each_page_to_the_other_where_it_may_be_seen(client, log_in, web_cast, lead):
    log_in(client, "chief")
    unit = web_cast.units["tu_phap"].public_id
    answer = post(
        client, lead, "chuyen-don-vi", "transfer", **decided(web_cast, unit=unit, reason="Đúng lĩnh vực tư pháp.")
    )
    assert answer.status_code == 302, answer.text
    html = page_of(client, lead)
    assert "Chuyển đơn vị chủ trì: từ Phòng Nội vụ sang Phòng Tư pháp" in html
    after = re.search(r'Đã chuyển cho</dt><dd><a href="([^"]+)"', html)
    assert after is not None
    page = client.get(after.group(1)).text
    assert re.search(rf'Nhận từ</dt><dd><a href="[^"]*{lead.public_id}"', page)
    log_in(client, "tu_phap_head")
    mine = client.get(after.group(1)).text
    assert "Nhận từ</dt><dd>Phòng Nội vụ" in mine  # named, and not to be opened


def test_the_wrong_unit_is_put_right(client, log_in, web_cast, lead):
    log_in(client, "chief")
    units = {key: web_cast.units[key].public_id for key in ("noi_vu", "xa_ha", "tu_phap")}
    for key, sentence in (("noi_vu", "Lựa chọn này không có trong danh sách."), ("xa_ha", "đã có phần của mình")):
        more = decided(web_cast, unit=units[key], reason="Nhầm.")
        assert sentence in post(client, lead, "sua-don-vi", "correct_unit", **more).text
    more = decided(web_cast, unit=units["tu_phap"], reason="Nhập nhầm.")
    assert post(client, lead, "sua-don-vi", "correct_unit", **more).status_code == 302
    assert "Sửa thông tin nhập về đơn vị: từ Phòng Nội vụ sang Phòng Tư pháp" in page_of(client, lead)
    log_in(client, "noi_vu_head")
    assert client.get(f"/nhiem-vu/{lead.public_id}").status_code == 404


# The story.


def test_returns_are_counted_by_their_kind(client, log_in, web_cast, lead, acts):
    for kind in ReturnKind:
        acts.report(lead)
        acts.give_back(lead, kind=kind)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    assert "Trả lại 02 lần (thiếu hồ sơ 01, chưa đạt yêu cầu 01)" in page_of(client, lead)


def test_the_timeline_says_from_where_and_which_mails_went(client, log_in, web_cast, lead, acts):
    acts.report(lead)
    acts.give_back(lead)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    story = page_of(client, lead).partition('id="timeline"')[2]
    assert "Chánh Văn phòng Vinh · trên phần mềm" in story
    assert "Thư trả lại kết quả gửi Phòng Nội vụ" in story
    assert "Chờ gửi" in story
    assert "/thu/" not in story
    log_in(client, "chief")
    assert "/thu/" in page_of(client, lead).partition('id="timeline"')[2]
    log_in(client, "xa_ha_head")
    assert "Thư trả lại" not in page_of(client, lead)


def test_a_long_timeline_shows_three_and_folds_the_rest(client, log_in, web_cast, lead, acts):
    for number in range(8):
        acts.progress(lead, note=f"Lần ghi {number}.")
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    story = page_of(client, lead).partition('id="timeline"')[2]
    shown, _, folded = story.partition("<details")
    assert [number in shown for number in ("Lần ghi 7.", "Lần ghi 5.", "Lần ghi 4.")] == [True, True, False]
    assert "Các lần trước (6)" in folded
    assert "Giao nhiệm vụ" in folded
