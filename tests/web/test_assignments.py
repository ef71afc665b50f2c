"""The lists, a unit's page, and what is done on the page of one assignment."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest

from app.extensions import db
from app.models import Assignment
from app.wording.formats import day_with_weekday
from tests.cast import Cast
from tests.conftest import count_queries
from tests.services.test_assignments import SCAN

DUE = date(2023, 9, 20)
TODAY = date(2023, 9, 14)


def post(client, assignment: Assignment, where: str, action: str, **fields: object):
    """Send one form of the assignment's page; the names of its fields carry the form's prefix."""
    data = {"csrf_token": client.token(), f"{action}-version": assignment.version}
    data |= {f"{action}-{name}": value for name, value in fields.items()}
    return client.post(f"/nhiem-vu/{assignment.public_id}/{where}", data=data)


def decided(web_cast: Cast, who: str = "chief", **fields: object) -> dict[str, object]:
    return {"decider": web_cast.users[who].public_id, **fields}


def state_of(app, assignment: Assignment) -> str:
    with app.app_context():
        return str(db.session.get(Assignment, assignment.id).state)


def again(web_cast: Cast, assignment: Assignment) -> Assignment:
    """The assignment as the pages have left it."""
    web_cast.session.refresh(assignment)
    assert assignment.evidence is not None
    web_cast.session.commit()
    return assignment


def page_of(client, assignment: Assignment) -> str:
    return client.get(f"/nhiem-vu/{assignment.public_id}").text


def main_head(html: str) -> str | None:
    found = re.search(r'id="next-step">([^<]+)<', html)
    return found and found.group(1)


def test_a_unit_answers_step_by_step_and_the_office_accepts(app, client, log_in, web_cast, give):
    assignment = give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    assert "Xác nhận đã nhận" in client.get("/don-vi").text
    assert post(client, assignment, "tiep-nhan", "acknowledge").status_code == 302
    again(web_cast, assignment)
    sent = {"number": "45/BC-NV", "issued_on": "13/9/2023", "note": "Đã niêm yết xong."}
    sent["files"] = (io.BytesIO(SCAN), "ket qua.pdf")
    assert post(client, assignment, "bao-cao", "report_done", **sent).status_code == 302
    log_in(client, "chief")
    html = page_of(client, assignment)
    for text in ("45/BC-NV ngày 13/09/2023", "ket qua.pdf", "Đang chờ: Văn phòng xác nhận", "Đã niêm yết xong."):
        assert text in html
    again(web_cast, assignment)
    answer = post(client, assignment, "xac-nhan", "accept", **decided(web_cast, counts="document"))
    assert answer.status_code == 302
    again(web_cast, assignment)
    assert (assignment.state, assignment.completed_on) == ("done", date(2023, 9, 13))
    assert "Hoàn thành đúng hạn" in page_of(client, assignment)


@pytest.mark.parametrize(
    ("road", "login", "head"),
    [
        ((), "noi_vu_head", "Việc cần làm: xác nhận đã nhận nhiệm vụ"),
        (("acknowledge",), "noi_vu_head", "Việc cần làm: báo cáo hoàn thành"),
        (("report",), "noi_vu_head", None),
        ((), "chief", None),
        (("report",), "chief", "Việc cần làm: xác nhận hoàn thành"),
        (("report",), "leader", "Việc cần làm: xác nhận hoàn thành"),
        (("report", "accept"), "chief", None),
        ((), "xa_ha_head", None),  # coordinates, and only reads the lead's part
    ],
)
def test_the_page_offers_the_one_next_step_of_each(client, log_in, web_cast, give, acts, road, login, head):
    assignment = give("noi_vu", due=DUE, coordinating=("xa_ha",))
    for step in road:
        getattr(acts, step)(assignment)
    web_cast.session.commit()
    log_in(client, login)
    assert main_head(page_of(client, assignment)) == head


@pytest.mark.parametrize("login", ["tu_phap_head", "cong_an_member"])
def test_another_unit_finds_nothing_and_cannot_act(app, client, log_in, web_cast, give, login):
    assignment = give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, login)
    assert client.get(f"/nhiem-vu/{assignment.public_id}").status_code == 404
    assert post(client, assignment, "tien-do", "write_progress", note="Thử").status_code == 404
    assert state_of(app, assignment) == "open"


def test_a_coordinating_unit_reads_the_leads_page_and_cannot_act_on_it(app, client, log_in, web_cast, give):
    assignment = give("noi_vu", due=DUE, coordinating=("xa_ha",))
    web_cast.session.commit()
    log_in(client, "xa_ha_head")
    assert '<form class="form two"' not in page_of(client, assignment)
    assert post(client, assignment, "tien-do", "write_progress", note="Thử").status_code == 403
    assert state_of(app, assignment) == "open"


def test_a_stale_form_keeps_the_typing_and_shows_both_versions(app, client, log_in, web_cast, give, acts):
    assignment = give("noi_vu", due=DUE)
    seen = assignment.version
    acts.progress(assignment, note="Đồng nghiệp đã ghi trước.")
    web_cast.session.commit()
    log_in(client, "noi_vu_member")
    fields = {"write_progress-version": seen, "write_progress-note": "Đang tổng hợp số liệu của 12 thôn."}
    url = f"/nhiem-vu/{assignment.public_id}/tien-do"
    answer = client.post(url, data={"csrf_token": client.token(), **fields})
    assert answer.status_code == 409
    assert "Nội dung đã được người khác cập nhật" in answer.text
    assert "Đồng nghiệp đã ghi trước." in answer.text
    assert re.search(r"<textarea[^>]*write_progress-note[^>]*>\s*Đang tổng hợp số liệu của 12 thôn\.", answer.text)
    assert f'name="write_progress-version" value="{assignment.version}"' in answer.text
    second = {"write_progress-version": assignment.version, "write_progress-note": "Đang tổng hợp."}
    assert client.post(url, data={"csrf_token": client.token(), **second}).status_code == 302


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40])
def test_a_version_that_was_tampered_with_is_simply_stale(client, log_in, web_cast, give, version):
    assignment = give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    url = f"/nhiem-vu/{assignment.public_id}/tiep-nhan"
    answer = client.post(url, data={"csrf_token": client.token(), "acknowledge-version": version})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("where", "action", "fields", "sentence"),
    [
        ("tien-do", "write_progress", {"note": ""}, "Cần ghi nội dung tiến độ thực hiện."),
        ("bao-cao", "report_done", {"issued_on": "31/2/2023"}, "Ngày văn bản kết quả"),
        ("bao-cao", "report_done", {"issued_on": "20/9/2023"}, "ở sau ngày hôm nay"),
        ("bao-cao", "report_done", {"files": (io.BytesIO(b"MZ"), "chay.exe")}, "Không nhận tệp chay.exe"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_form_stays(
    app, client, log_in, web_cast, give, where, action, fields, sentence
):
    assignment = give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    answer = post(client, assignment, where, action, **fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert state_of(app, assignment) == "open"


@pytest.mark.parametrize(
    ("where", "action", "fields", "sentence"),
    [
        ("xac-nhan", "accept", {"counts": "other"}, "Cần nhập ngày hoàn thành."),
        ("xac-nhan", "accept", {"counts": "document"}, "Lựa chọn này không có trong danh sách."),
        ("xac-nhan", "accept", {"counts": "other", "other_day": "1/9/2023"}, "ở trước ngày giao"),
        ("xac-nhan", "accept", {"counts": "reported", "decider": "nguoi-la"}, "Lựa chọn này không có trong danh sách."),
        ("tra-lai", "return", {"kind": "missing_papers", "reason": ""}, "Cần nêu lý do."),
        ("tra-lai", "return", {"reason": "Thiếu."}, "Cần chọn lý do trả lại."),
        ("dung", "cancel", {"kind": "x", "reason": "Nhầm."}, "Lựa chọn này không có trong danh sách."),
        ("sua-thoi-han", "correct_due_date", {"reason": "Nhầm."}, "Cần nhập thời hạn."),
        ("sua-thoi-han", "correct_due_date", {"named_on": "20/9/2023", "reason": "Nhầm."}, "không có gì để sửa"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_said(
    app, client, log_in, web_cast, give, acts, where, action, fields, sentence
):
    assignment = give("noi_vu", due=DUE)
    acts.report(assignment)
    web_cast.session.commit()
    log_in(client, "chief")
    answer = post(client, assignment, where, action, **decided(web_cast) | fields)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert state_of(app, assignment) == "waiting"


def test_returning_for_papers_shows_both_deadlines_and_the_reason(
    client, log_in, web_cast, give, acts, clock, clock_at
):
    assignment = give("noi_vu", due=DUE)
    acts.report(assignment)
    web_cast.session.commit()
    clock.instant = clock_at(date(2023, 9, 18)).instant
    log_in(client, "chief")
    sent = decided(web_cast, kind="missing_papers", reason="Thiếu phụ lục số liệu.")
    assert post(client, assignment, "tra-lai", "return", **sent).status_code == 302
    html = page_of(client, assignment)
    for text in ("Thứ Sáu, 22/09/2023", "Thứ Tư, 20/09/2023", "Trả lại: thiếu hồ sơ", "Thiếu phụ lục số liệu."):
        assert text in html
    assert "Bị trả lại" in client.get("/nhiem-vu").text


def test_what_the_secretariat_confirms_of_its_own_says_so_everywhere(client, log_in, web_cast, give, acts):
    assignment = give("van_phong", due=DUE)
    acts.report(assignment)
    web_cast.session.commit()
    log_in(client, "chief")
    assert "Đang chờ: lãnh đạo xác nhận" in page_of(client, assignment)
    post(client, assignment, "xac-nhan", "accept", **decided(web_cast, counts="reported"))
    assert "Văn phòng tự xác nhận" in page_of(client, assignment)
    assert "Văn phòng tự xác nhận" in client.get("/nhiem-vu").text


def test_a_result_is_always_saved_as_a_file_and_only_for_those_who_may_see_it(client, log_in, web_cast, give):
    assignment = give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    post(client, assignment, "bao-cao", "report_done", files=(io.BytesIO(SCAN), "kết quả.pdf"))
    again(web_cast, assignment)
    url = f"/nhiem-vu/{assignment.public_id}/tep/{assignment.evidence[0].public_id}"
    with client.get(url) as answer:
        assert (answer.status_code, answer.data) == (200, SCAN)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.mimetype == "application/octet-stream"
    log_in(client, "tu_phap_head")
    assert client.get(url).status_code == 404


def test_the_office_records_a_report_on_paper_for_its_day(client, log_in, web_cast, give):
    assignment = give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "staff")
    answer = post(client, assignment, "bao-cao", "report_done", number="45/BC-NV", reported_on="11/9/2023")
    assert answer.status_code == 302
    again(web_cast, assignment)
    assert assignment.submitted_on == date(2023, 9, 11)


# Days typed without their year, on Sunday 22/11/2026.

GIVEN_2026 = date(2026, 10, 5)


@pytest.fixture
def november(web_cast: Cast, give, clock, clock_at) -> Callable[..., Assignment]:
    """``november(due)``: an assignment of the autumn, seen in November."""
    clock.instant = clock_at(date(2026, 11, 22)).instant

    def make(due: date | None = date(2026, 11, 4)) -> Assignment:
        made: Assignment = give("noi_vu", due=due, given_on=GIVEN_2026)
        web_cast.session.commit()
        return made

    return make


@pytest.mark.parametrize(
    ("due", "typed", "day"),
    [
        (date(2026, 11, 4), "14/11", date(2026, 11, 14)),
        (date(2026, 11, 4), "14/11/26", date(2026, 11, 14)),
        (date(2026, 12, 30), "5/1", date(2027, 1, 5)),
        (date(2027, 1, 5), "30/12", date(2026, 12, 30)),
        (date(2026, 11, 4), "cuối tháng", date(2026, 11, 30)),
        (date(2026, 11, 4), "+5 ngày làm việc", date(2026, 11, 30)),  # 24/11 is a day off
        (None, "5/10", GIVEN_2026),
        (None, "4/10", date(2027, 10, 4)),
    ],
)
def test_a_corrected_deadline_is_the_such_day_nearest_to_the_one_in_force(
    client, log_in, web_cast, november, due, typed, day
):
    assignment = november(due)
    log_in(client, "chief")
    answer = post(
        client, assignment, "sua-thoi-han", "correct_due_date", **decided(web_cast, named_on=typed, reason="Nhập nhầm.")
    )
    assert answer.status_code == 302
    assert again(web_cast, assignment).due_on == day
    assert f"Đã sửa thời hạn thành {day_with_weekday(day)}; " in page_of(client, assignment)


def test_a_late_assignment_whose_deadline_is_corrected_stays_late(client, log_in, web_cast, november):
    assignment = november()
    log_in(client, "chief")
    sent = decided(web_cast, named_on="14/11", reason="Nhập nhầm ngày.")
    post(client, assignment, "sua-thoi-han", "correct_due_date", **sent)
    assert "Thứ Bảy, 14/11/2026" in page_of(client, assignment)
    assert assignment.task.text in client.get("/nhiem-vu?tinh-trang=overdue").text


def test_the_form_of_a_correction_tells_the_script_the_deadline_in_force(client, log_in, november):
    assignment = november()
    log_in(client, "chief")
    html = page_of(client, assignment)
    assert re.search(r'<input[^>]*data-anchor="2026-11-04"[^>]*data-leaning="nearest"[^>]*named_on', html)


def test_the_days_of_a_report_lie_in_the_past(client, log_in, web_cast, november):
    assignment = november()
    log_in(client, "staff")
    sent = {"number": "45/BC-NV", "issued_on": "20/11", "reported_on": "21/11"}
    assert post(client, assignment, "bao-cao", "report_done", **sent).status_code == 302
    again(web_cast, assignment)
    assert (assignment.evidence[0].issued_on, assignment.submitted_on) == (date(2026, 11, 20), date(2026, 11, 21))


def test_another_day_of_completion_lies_in_the_past_and_is_named_in_full(client, log_in, web_cast, november, acts):
    assignment = november()
    acts.report(assignment)
    web_cast.session.commit()
    log_in(client, "chief")
    sent = decided(web_cast, counts="other", other_day="20/11")
    assert post(client, assignment, "xac-nhan", "accept", **sent).status_code == 302
    assert again(web_cast, assignment).completed_on == date(2026, 11, 20)
    said = "Đã xác nhận hoàn thành; ngày hoàn thành được tính: Thứ Sáu, 20/11/2026."
    assert said in page_of(client, assignment)


def test_working_days_ahead_are_no_day_of_completion(client, log_in, web_cast, november, acts):
    assignment = november()
    acts.report(assignment)
    web_cast.session.commit()
    log_in(client, "chief")
    sent = decided(web_cast, counts="other", other_day="+5 ngày làm việc")
    answer = post(client, assignment, "xac-nhan", "accept", **sent)
    assert answer.status_code == 400
    assert "Không đọc được ngày “+5 ngày làm việc”" in answer.text


# Lists.


def test_the_list_narrows_by_its_address_and_says_so_in_words(client, log_in, web_cast, give):
    late = give("noi_vu", due=date(2023, 9, 11), text="Việc đã quá hạn của phòng.")
    give("tu_phap", due=date(2023, 9, 12), text="Việc của đơn vị khác.")
    give("noi_vu", due=date(2023, 12, 1), text="Việc còn lâu mới đến hạn.")
    web_cast.session.commit()
    log_in(client, "chief")
    html = client.get(f"/nhiem-vu?tinh-trang=overdue&don-vi={web_cast.units['noi_vu'].public_id}").text
    assert late.task.text in html
    assert "Việc của đơn vị khác." not in html
    assert "Việc còn lâu" not in html
    for chosen in ("Quá hạn, chưa hoàn thành", "Phòng Nội vụ", "Chủ trì"):
        assert f"<b>{chosen}</b>" in html
    assert "1 dòng" in html


@pytest.mark.parametrize(
    "query", ["tinh-trang=lạ&don-vi=x&vai-tro=y&van-ban=z&trang=abc", "trang=999", "trang=-1", "tim=%25"]
)
def test_an_address_with_nonsense_still_shows_a_list(client, log_in, web_cast, give, query):
    give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "chief")
    assert client.get(f"/nhiem-vu?{query}").status_code == 200


def test_pages_keep_the_filters(client, log_in, web_cast, give):
    for _ in range(51):
        give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "chief")
    html = client.get("/nhiem-vu?vai-tro=tat-ca&tim=rà soát").text
    assert "trang 1/2" in html
    link = re.search(r'rel="next" href="([^"]+)"', html).group(1).replace("&amp;", "&")
    second = client.get(link).text
    assert "trang 2/2" in second
    assert "có chữ “rà soát”" in second


def test_a_units_page_leads_with_the_overdue_and_lists_coordination_apart(client, log_in, web_cast, give, acts):
    give("noi_vu", due=date(2023, 12, 1), text="Còn trong hạn.")
    give("noi_vu", due=date(2023, 9, 11), text="Đã quá hạn từ lâu.")
    give("tu_phap", due=DUE, coordinating=("noi_vu",), text="Chỉ phối hợp.")
    done = give("noi_vu", due=DUE, text="Đã xong rồi.")
    acts.report(done)
    acts.accept(done)
    web_cast.session.commit()
    log_in(client, "noi_vu_member")
    html = client.get("/don-vi").text
    assert html.index("Đã quá hạn từ lâu.") < html.index("Còn trong hạn.") < html.index("Chỉ phối hợp.")
    assert "Đã xong rồi." not in html
    assert "01/02" in html
    assert "Đã xong rồi." in client.get("/don-vi?xem=tat-ca").text


def test_a_person_of_two_units_chooses_and_of_none_of_them_sees_others(client, log_in, web_cast, give):
    from app.models import Membership

    head = web_cast.users["noi_vu_head"]
    head.memberships.append(
        Membership(unit_id=web_cast.units["tu_phap"].id, role="unit_head", valid_from=date(2020, 1, 1))
    )
    give("tu_phap", due=DUE, text="Của phòng thứ hai.")
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    assert "Của phòng thứ hai." not in client.get("/don-vi").text
    assert "Của phòng thứ hai." in client.get(f"/don-vi?don-vi={web_cast.units['tu_phap'].public_id}").text
    foreign = client.get(f"/don-vi?don-vi={web_cast.units['kinh_te'].public_id}")
    assert "Nhiệm vụ của Phòng Nội vụ" in foreign.text


def test_acknowledging_from_the_list_comes_back_to_the_list(app, client, log_in, web_cast, give):
    assignment = give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "noi_vu_head")
    data = {"csrf_token": client.token(), "acknowledge-version": assignment.version, "tu": "don-vi"}
    answer = client.post(f"/nhiem-vu/{assignment.public_id}/tiep-nhan", data=data)
    assert (answer.status_code, answer.location) == (302, "/don-vi")
    assert state_of(app, assignment) == "acknowledged"


@pytest.mark.parametrize("address", ["/nhiem-vu", "/"])
def test_a_longer_list_takes_no_more_queries(app, client, log_in, web_cast, give, address):
    give("noi_vu", due=DUE)
    web_cast.session.commit()
    log_in(client, "chief")
    assert _queries(app, client, address) == _with_more(app, client, web_cast, give, address)


def _with_more(app, client, web_cast, give, address: str) -> int:
    for unit in ("noi_vu", "tu_phap", "xa_ha", "cong_an"):
        for _ in range(5):
            give(unit, due=date(2023, 9, 11))
    web_cast.session.commit()
    return _queries(app, client, address)


def _queries(app, client, address: str) -> int:
    with app.app_context():
        engine = db.engine
    with count_queries(engine) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_page_with_a_long_story_takes_no_more_queries_than_a_short_one(app, client, log_in, web_cast, give, acts):
    assignment = give("noi_vu", due=DUE, coordinating=("xa_ha",))
    acts.report(assignment)
    web_cast.session.commit()
    log_in(client, "chief")
    before = _queries(app, client, f"/nhiem-vu/{assignment.public_id}")
    for _ in range(6):
        acts.give_back(assignment)
        acts.progress(assignment)
        acts.report(assignment)
    web_cast.session.commit()
    assert _queries(app, client, f"/nhiem-vu/{assignment.public_id}") == before
