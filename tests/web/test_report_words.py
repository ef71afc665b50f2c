"""The pages on which people write for a report: its sentences, and facts with their documents."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.domain.terms import EventKind, PeriodKind
from app.models import Assignment, Report, ReportFact, ReportText, Task
from app.services import reports
from app.wording.report_texts import LEFT_OUT, TO_TEXTS, left_out_words
from tests.services.report_cases import happens, quarter_story

OWN = "Còn một số việc chậm do chờ ý kiến của tỉnh."


@pytest.fixture
def report(web_cast, clock) -> Report:
    quarter_story(web_cast)
    made = reports.make_report(
        web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3
    )
    web_cast.session.commit()
    return made


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


def text_of(page) -> str:
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def seen_in(page, slot: str) -> str:
    """What the form of a sentence sends along: the generated one that stood beside it."""
    return re.search(rf'id="{slot}-seen"[^>]*value="([^"]*)"', page.text)[1]


def post(client, path: str, **fields: str):
    return client.post(path, data={"csrf_token": client.token(), **fields})


def test_a_sentence_is_changed_beside_the_generated_one_marked_frozen_and_brought_back(chief, report, web_cast):
    path = f"/bao-cao/{report.public_id}"
    page = chief.get(f"{path}/cau-chu")
    generated = seen_in(page, "rates")
    assert generated in text_of(page)
    answer = post(chief, f"{path}/cau-chu/rates?ban=noi-bo", seen=generated, text=OWN)
    assert answer.location == f"{path}/cau-chu?ban=noi-bo#rates"
    page = chief.get(f"{path}/cau-chu")
    assert f"Tỷ lệ hoàn thành Đã sửa Câu tự động: {generated}" in text_of(page)
    assert OWN in page.text
    assert OWN not in chief.get(f"{path}/cau-chu?ban=gui-cap-tren").text
    frozen = text_of(chief.get(post(chief, f"{path}/chot").location))
    assert OWN in frozen
    assert f"Đã sửa Tỷ lệ hoàn thành. Câu tự động: {generated}" in frozen
    post(chief, f"{path}/cau-chu/rates?ban=noi-bo", seen=generated, text=OWN, restore="1")
    assert web_cast.session.query(ReportText).count() == 0


def test_before_freezing_it_is_said_what_no_longer_stands_for_the_figures(chief, report):
    path = f"/bao-cao/{report.public_id}"
    post(chief, f"{path}/cau-chu/rates?ban=noi-bo", seen="Tỷ lệ cũ.", text=OWN)
    page = text_of(chief.get(f"{path}/cau-chu"))
    assert "Lúc sửa: Tỷ lệ cũ." in page
    assert "01 câu đã sửa được viết cho số liệu trước đó" in text_of(chief.get(f"{path}/chot"))


def test_too_long_a_sentence_is_refused_and_kept_in_its_field(chief, report):
    long = "dài " * 1000
    answer = post(chief, f"/bao-cao/{report.public_id}/cau-chu/rates?ban=noi-bo", seen="x", text=long)
    assert answer.status_code == 400
    assert "Câu quá dài." in answer.text
    assert "dài dài dài" in answer.text


@pytest.mark.parametrize("path", ["cau-chu?ban=la", "cau-chu/la"])
def test_what_does_not_exist_is_not_found(chief, report, path):
    address = f"/bao-cao/{report.public_id}/{path}"
    answer = post(chief, address) if path == "cau-chu/la" else chief.get(address)
    assert answer.status_code == 404


def test_a_fact_is_added_said_and_removed(chief, report, web_cast):
    path = f"/bao-cao/{report.public_id}/thong-tin"
    assert "hệ thống chưa ghi nhận công văn đôn đốc nào đã có số" in text_of(chief.get(path))
    fact = {"kind": "officials", "amount": "5", "document": "Quyết định số 12/QĐ-UBND", "document_on": "05/9/2023"}
    assert post(chief, path, **fact).status_code == 302
    page = text_of(chief.get(path))
    assert "cấp có thẩm quyền: 05 công chức (Quyết định số 12/QĐ-UBND ngày 05/9/2023)." in page
    (kept,) = web_cast.session.scalars(select(ReportFact.public_id))
    web_cast.session.rollback()
    assert post(chief, f"{path}/{kept}/bo").status_code == 302
    assert web_cast.session.query(ReportFact).count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "-1"}, "Cần nhập số lượng: một số nguyên"),
        ({"amount": "9999999"}, "Số lượng phải là số nguyên từ 0 đến"),
        ({"amount": "ba"}, "Cần nhập số lượng: một số nguyên"),
        ({"document": " "}, "Cần ghi loại và số của văn bản"),
        ({"document_on": "05/9/2030"}, "Ngày của văn bản không được sau hôm nay."),
        ({"document_on": "hôm nọ"}, "ngày"),
    ],
)
def test_a_wrong_fact_gets_a_sentence(chief, report, web_cast, wrong, said):
    fact = {"kind": "letters", "amount": "5", "document": "Công văn số 1", "document_on": "05/9/2023", **wrong}
    answer = post(chief, f"/bao-cao/{report.public_id}/thong-tin", **fact)
    assert answer.status_code == 400
    assert said in answer.text
    assert web_cast.session.query(ReportFact).count() == 0


def test_a_leader_reads_reports_and_writes_nothing_for_them(client, log_in, report):
    log_in(client, "leader")
    for path in ("cau-chu", "thong-tin"):
        assert client.get(f"/bao-cao/{report.public_id}/{path}").status_code == 403
    assert "Câu chữ" not in client.get(f"/bao-cao/{report.public_id}").text


def test_a_reason_that_names_a_person_is_told_where_a_sentence_can_be_written_instead(chief, report, web_cast):
    overdue = web_cast.session.scalars(select(Assignment).join(Task).where(Task.text.startswith("Kiểm kê"))).one()
    happens(web_cast, overdue, EventKind.PROGRESS, date(2023, 9, 2), note="Do đồng chí Nguyễn Văn Tám nghỉ ốm.")
    web_cast.session.commit()
    path = f"/bao-cao/{report.public_id}"
    pages = [chief.get(f"{path}/chot"), chief.get(f"{path}/cau-chu")]
    pages.append(chief.get(post(chief, f"{path}/chot").location))
    for page in pages:
        assert left_out_words("01") in text_of(page)
        assert f'<a href="/nhiem-vu/{overdue.public_id}">' in page.text
        assert "Nguyễn Văn Tám" not in page.text
    link = f'<a href="{path}/cau-chu#reasons">{TO_TEXTS}</a>'
    assert [link in page.text for page in pages] == [True, False, False]
    assert "nguyên nhân của 01 nhiệm vụ khác lưu trong hệ thống" in seen_in(pages[1], "reasons")


def test_where_no_reason_names_anybody_nothing_is_told(chief, report):
    assert LEFT_OUT not in chief.get(f"/bao-cao/{report.public_id}/cau-chu").text
