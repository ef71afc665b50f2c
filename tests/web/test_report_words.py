"""The pages on which people write for a report: its sentences, and facts with their documents."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.domain.terms import PeriodKind
from app.models import Report, ReportFact, ReportText
from app.services import reports
from tests.services.report_cases import quarter_story

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


def say(client, path: str, slot: str, *, seen: str, text: str, press: str = "save"):
    """Type a text in the place of the sentence that was seen, and press a button of its own."""
    fields = {f"{slot}-seen": seen, f"{slot}-shown": seen, f"{slot}-text": text, press: slot}
    return post(client, f"{path}/cau-chu?ban=noi-bo", **fields)


def kept(web_cast) -> dict[str, tuple[str, str]]:
    """By place what was written, and in whose place it stands."""
    found = {text.slot: (text.text, text.generated) for text in web_cast.session.query(ReportText)}
    web_cast.session.rollback()
    return found


def test_a_sentence_is_changed_beside_the_generated_one_marked_frozen_and_brought_back(chief, report, web_cast):
    path = f"/bao-cao/{report.public_id}"
    page = chief.get(f"{path}/cau-chu")
    generated = seen_in(page, "rates")
    assert generated in text_of(page)
    answer = say(chief, path, "rates", seen=generated, text=OWN)
    assert answer.location == f"{path}/cau-chu?ban=noi-bo#rates"
    page = chief.get(f"{path}/cau-chu")
    assert f"Tỷ lệ hoàn thành Đã sửa Câu tự động: {generated}" in text_of(page)
    assert OWN in page.text
    assert OWN not in chief.get(f"{path}/cau-chu?ban=gui-cap-tren").text
    frozen = text_of(chief.get(post(chief, f"{path}/chot").location))
    assert OWN in frozen
    assert f"Đã sửa Tỷ lệ hoàn thành. Câu tự động: {generated}" in frozen
    say(chief, path, "rates", seen=generated, text=OWN, press="restore")
    assert web_cast.session.query(ReportText).count() == 0


def test_before_freezing_it_is_said_what_no_longer_stands_for_the_figures(chief, report):
    path = f"/bao-cao/{report.public_id}"
    say(chief, path, "rates", seen="Tỷ lệ cũ.", text=OWN)
    page = text_of(chief.get(f"{path}/cau-chu"))
    assert "Lúc sửa: Tỷ lệ cũ." in page
    assert "01 câu đã sửa được viết cho số liệu trước đó" in text_of(chief.get(f"{path}/chot"))


def test_too_long_a_sentence_is_refused_and_kept_in_its_field(chief, report):
    long = "dài " * 1000
    answer = say(chief, f"/bao-cao/{report.public_id}", "rates", seen="x", text=long)
    assert answer.status_code == 400
    assert "Câu quá dài." in answer.text
    assert "dài dài dài" in answer.text


def test_what_was_typed_elsewhere_on_the_page_is_kept_by_the_same_press(chief, report, web_cast):
    """And a text that no longer stands for the figures is not taken again by a press for another."""
    path = f"/bao-cao/{report.public_id}"
    say(chief, path, "undated", seen="Câu cũ.", text="Câu khác.")
    page = chief.get(f"{path}/cau-chu")
    fields = {}
    for slot in ("total", "rates", "undated"):
        seen = seen_in(page, slot)
        shown = "Câu khác." if slot == "undated" else seen
        fields |= {f"{slot}-seen": seen, f"{slot}-shown": shown, f"{slot}-text": shown}
    typed = {"total-text": "Câu một.", "rates-text": "Câu hai."}
    post(chief, f"{path}/cau-chu?ban=noi-bo", **{**fields, **typed}, save="rates")
    assert kept(web_cast) == {
        "total": ("Câu một.", seen_in(page, "total")),
        "rates": ("Câu hai.", seen_in(page, "rates")),
        "undated": ("Câu khác.", "Câu cũ."),
    }
    post(chief, f"{path}/cau-chu?ban=noi-bo", **fields, save="undated")
    assert kept(web_cast)["undated"] == ("Câu khác.", seen_in(page, "undated"))


def test_readers_that_do_not_exist_are_not_found(chief, report):
    assert chief.get(f"/bao-cao/{report.public_id}/cau-chu?ban=la").status_code == 404


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
