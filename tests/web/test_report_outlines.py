"""The pages of the outline and of the whole report, and the facts for the yearly rating."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from sqlalchemy import select

from app.domain.terms import PeriodKind
from app.models import Snapshot
from app.services import reports
from app.services.report_view import seal
from app.wording.evaluation import FACTS, ROW_HEADS, ROWS_TAB, RULES_TAB, UNITS_TAB
from app.wording.outlines import MARKERS
from tests.services.report_cases import quarter_story

OWN = "Kết quả cải cách hành chính\nI. Kết quả chung\n" + "\n".join(MARKERS.values())
EDIT = "/bao-cao/de-cuong"


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


@pytest.fixture
def page(web_cast, clock) -> str:
    """The address of frozen figures of the third quarter of 2023."""
    quarter_story(web_cast)
    report = reports.make_report(
        web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3
    )
    snapshot = reports.freeze(web_cast.session, actor=web_cast.chief, clock=clock, report=report)
    web_cast.session.commit()
    return f"/bao-cao/{report.public_id}/chot/{snapshot.public_id}"


def send(client, content: str, path: str = EDIT, **fields: str):
    seen = client.get(f"{EDIT}?year=2023").text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    data = {"csrf_token": client.token(), "year": "2023", "seen": seen, "content": content, **fields}
    return client.post(path, data=data)


def test_an_outline_is_changed_and_the_report_follows_it(chief, page):
    assert "Đề cương có sẵn của phần mềm." in chief.get(f"{page}/de-cuong").text
    assert send(chief, OWN).status_code == 302
    shown = chief.get(f"{page}/de-cuong").text
    assert "Đề cương do cơ quan lập, dùng cho báo cáo từ năm 2023." in shown
    assert "I. KẾT QUẢ CHUNG" in shown
    made = docx.Document(io.BytesIO(chief.get(f"{page}/de-cuong.docx").data))
    assert "I. KẾT QUẢ CHUNG" in [paragraph.text for paragraph in made.paragraphs]


def test_it_is_seen_before_it_is_kept(chief):
    shown = send(chief, OWN, preview="Xem trước")
    assert shown.status_code == 200
    assert "I. KẾT QUẢ CHUNG" in shown.text
    assert "Đề cương có sẵn của phần mềm." in chief.get(f"{EDIT}?year=2023").text


@pytest.mark.parametrize("preview", [{}, {"preview": "Xem trước"}])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Kết quả\nI. Một", f"Đề cương chưa có dòng {next(iter(MARKERS.values()))}."),
        (f"{OWN}\n[Nhiệm vụ kỳ tới]", "Đề cương có nhiều hơn một dòng [Nhiệm vụ kỳ tới]."),
        (f"{OWN}\n[Nhiệm vụ]", "Không rõ dòng [Nhiệm vụ]."),
        ("", "Cần ghi đề cương."),
    ],
)
def test_what_cannot_be_used_gets_a_sentence_and_keeps_the_typing(chief, content, sentence, preview):
    answer = send(chief, content, **preview)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert all(line in answer.text for line in content.splitlines())


def test_of_a_stale_form_both_versions_are_shown_and_the_next_press_saves(chief):
    send(chief, OWN)
    mine = OWN.replace("chung", "riêng")
    stale = send(chief, mine, seen="khong-phai")
    assert stale.status_code == 409
    assert "I. Kết quả chung" in stale.text
    assert "I. Kết quả riêng" in stale.text
    assert send(chief, mine).status_code == 302


def test_the_shipped_outline_comes_back(chief):
    assert "Lấy lại đề cương có sẵn" not in chief.get(f"{EDIT}?year=2023").text
    send(chief, OWN)
    assert "Lấy lại đề cương có sẵn" in chief.get(f"{EDIT}?year=2023").text
    answer = send(chief, "", path=f"{EDIT}/co-san")
    assert "Đề cương có sẵn của phần mềm." in chief.get(answer.location).text


def test_the_frozen_figures_lead_to_both(chief, page):
    shown = chief.get(page).text
    assert f'href="{page}/de-cuong"' in shown
    assert f'href="{page}/danh-gia"' in shown


def test_an_audience_nobody_knows_is_not_found(chief, page):
    assert chief.get(f"{page}/de-cuong?ban=gui-cap-tren").status_code == 200
    assert chief.get(f"{page}/de-cuong?ban=ai-do").status_code == 404


def test_the_facts_of_each_unit_are_on_the_page_and_in_the_workbook(chief, page):
    shown = chief.get(f"{page}/danh-gia").text
    assert "không chấm điểm, không xếp loại và không nêu cá nhân" in shown
    book = openpyxl.load_workbook(io.BytesIO(chief.get(f"{page}/danh-gia.xlsx").data))
    assert book.sheetnames == [UNITS_TAB, ROWS_TAB, RULES_TAB]
    for sheet in book:
        head = sheet.auto_filter.ref.partition(":")[0]
        assert sheet.freeze_panes == f"A{int(head[1:]) + 1}"
    units = {row[0]: row[1:] for row in book[UNITS_TAB].iter_rows(values_only=True)}
    assert units["Phòng Kinh tế"][: len(FACTS)] == (3, 3, 0, 0, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 15, 20)
    assert units["Tổng cộng"][0] == 8
    rows = list(book[ROWS_TAB].iter_rows(values_only=True))
    assert sum(row[0] == "Phòng Kinh tế" for row in rows) == 3
    assert any(hasattr(row[4], "year") for row in rows)


def test_extensions_that_nobody_kept_are_a_dash_on_the_page_and_empty_cells_in_the_workbook(
    chief, page, web_cast, clock
):
    frozen = web_cast.session.scalars(select(Snapshot)).one()
    content = {name: value for name, value in frozen.content.items() if name != "beside"}
    older = Snapshot(
        report_id=frozen.report_id,
        known_at=frozen.known_at,
        policy_version=frozen.policy_version,
        content=content,
        sha256=seal(content),
        recorder_id=frozen.recorder_id,
    )
    web_cast.session.add(older)
    web_cast.session.commit()
    address = f"{page.rpartition('/')[0]}/{older.public_id}/danh-gia"
    assert '<td class="num" data-label="Số lần gia hạn">—</td>' in chief.get(address).text
    assert "—</td>" not in chief.get(f"{page}/danh-gia").text
    book = openpyxl.load_workbook(io.BytesIO(chief.get(f"{address}.xlsx").data))
    place = 1 + list(FACTS).index("extensions")
    units = {row[0]: row for row in book[UNITS_TAB].iter_rows(values_only=True)}
    assert (units["Phòng Kinh tế"][place], units["Phòng Kinh tế"][place + 1]) == (None, 0)
    rows = [row for row in book[ROWS_TAB].iter_rows(values_only=True) if row[0] == "Phòng Kinh tế"]
    assert {row[ROW_HEADS.index("Số lần gia hạn")] for row in rows} == {None}


def test_neither_page_nor_workbook_has_what_a_unit_wrote(chief, page):
    """A unit's words may name somebody."""
    book = openpyxl.load_workbook(io.BytesIO(chief.get(f"{page}/danh-gia.xlsx").data))
    told = str([list(sheet.iter_rows(values_only=True)) for sheet in book])
    assert "Đang chờ báo giá" not in told + chief.get(f"{page}/danh-gia").text


def test_an_empty_period_says_that_there_is_nothing_to_rate(chief, web_cast, clock):
    report = reports.make_report(
        web_cast.session, actor=web_cast.chief, clock=clock, kind=PeriodKind.MONTH, year=2022, month=3
    )
    snapshot = reports.freeze(web_cast.session, actor=web_cast.chief, clock=clock, report=report)
    web_cast.session.commit()
    address = f"/bao-cao/{report.public_id}/chot/{snapshot.public_id}/danh-gia"
    assert "Trong kỳ không có nhiệm vụ nào giao đơn vị thuộc thẩm quyền." in chief.get(address).text
    assert chief.get(f"{address}.xlsx").status_code == 200
