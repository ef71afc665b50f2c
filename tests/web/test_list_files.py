"""Lists as files with the rows of their pages, charts with their numbers, and a notice as a table."""

from __future__ import annotations

import html
import io
import re
from datetime import date

import openpyxl
import pytest

from app.domain.terms import AssignmentRole, OutboxState
from app.models import OutboxMessage
from tests.web.reading import rows_of, sheet_of, shown, text_of

DUE = date(2023, 9, 20)


# The same rows as files.


@pytest.mark.parametrize("query", ["", "?vai-tro=tat-ca", "?tinh-trang=overdue&xep=-han", "?tim=viec&xep=ngay-giao"])
def test_the_file_of_the_list_has_the_rows_of_the_page_and_its_filter(chief, few, query):
    page, (said, heads, rows) = chief.get(f"/nhiem-vu{query}"), sheet_of(chief.get(f"/nhiem-vu.xlsx{query}"))
    assert f'href="/nhiem-vu.xlsx{query}"'.replace("&", "&amp;") in page.text
    seen = rows_of(page)
    assert len(rows) == len(seen) > 0
    at = {head: place for place, head in enumerate(heads)}
    for row, cells in zip(rows, seen, strict=True):
        assert cells[0].startswith(str(row[at["Nhiệm vụ"]])[:170])
        assert row[at["Đơn vị"]] == cells[1]
        assert shown(row[at["Ngày giao"]]) == cells[-3]
        assert shown(row[at["Thời hạn"]]) == cells[-2].replace("Không quy định", "Không quy định thời hạn")
        assert cells[-1] == f"{row[at['Tình trạng']]} {row[at['Chi tiết']] or ''}".strip()
    assert said[0] == "Danh sách nhiệm vụ"
    assert said[1].startswith("Điều kiện: ")
    assert ("Quá hạn, chưa hoàn thành" in said[1]) == ("overdue" in query)
    assert said[2] in text_of(page)
    assert said[3] == f"{len(rows)} dòng"
    assert said[4] == "Số liệu lúc 08:00 ngày 14/09/2023"


def test_the_file_has_all_pages_and_its_name_says_what_it_holds(chief, web_cast, give):
    for _ in range(27):
        give("noi_vu", due=date(2023, 9, 1))
    web_cast.session.commit()
    answer = chief.get("/nhiem-vu.xlsx?so-dong=25&trang=2&tinh-trang=overdue")
    assert len(sheet_of(answer)[2]) == 27
    name = "nhiem-vu-qua-han-chua-hoan-thanh-20230914.xlsx"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_a_text_that_looks_like_a_formula_stays_text(chief, few):
    page = openpyxl.load_workbook(io.BytesIO(chief.get("/nhiem-vu.xlsx?xep=-han").data)).active
    cells = [cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("=1+1")]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_file_that_was_cut_says_so(chief, few, monkeypatch):
    monkeypatch.setattr("app.services.listing.EXPORT_LIMIT", 2)
    monkeypatch.setattr("app.web.sheets.EXPORT_LIMIT", 2)
    said, _, rows = sheet_of(chief.get("/nhiem-vu.xlsx"))
    assert len(rows) == 2
    assert "2 dòng đầu trong tổng số 6 dòng" in said[3]


def test_the_units_page_as_a_file(client, log_in, few):
    log_in(client, "kinh_te_head")
    said, heads, rows = sheet_of(client.get("/don-vi.xlsx"))
    roles = [row[heads.index("Vai trò")] for row in rows]
    assert roles == ["Chủ trì", "Phối hợp"]
    assert said[0] == "Nhiệm vụ của Phòng Kinh tế"
    page = client.get("/don-vi").text
    assert all(html.escape(str(row[0])) in page for row in rows)


def test_the_notices_as_a_file(chief, few):
    page, (_, _, rows) = chief.get("/van-ban"), sheet_of(chief.get("/van-ban.xlsx"))
    number, kind, _, _, subject, tasks, parts, done, overdue = rows[0]
    seen = rows_of(page)[0]
    assert (number, str(tasks)) == (seen[0], seen[3])
    assert seen[2].startswith(subject)
    assert kind in seen[2]
    assert f"{done:02d}/{parts:02d}" in seen[4].replace(" ", "")
    assert int(seen[5]) == overdue == 1


def test_a_notices_table_as_a_file(chief, few):
    address = f"/van-ban/{few.directive.public_id}"
    page, answer = chief.get(address), chief.get(f"{address}.xlsx")
    _, heads, rows = sheet_of(answer)
    assert heads[2:-3] == ["Phòng Nội vụ", "Phòng Tư pháp", "Phòng Kinh tế", "UBND xã Hạ", "Công an huyện"]
    assert len(rows) == len(rows_of(page)) + 1, "and the sums"
    for row, cells in zip(rows, rows_of(page), strict=False):
        assert [bool(cell) for cell in row[2:-3]] == [bool(cell) for cell in cells[1:-2]]
    assert rows[0][2] == "CT: Quá hạn, 11/09/2023"
    assert rows[1][4] == "PH: Sắp đến hạn, 20/09/2023"
    assert rows[-1][-3:] == (6, 0, 1)
    _, _, parts = sheet_of(answer, 1)
    assert len(parts) == 7
    only = sheet_of(chief.get(f"{address}.xlsx?loc=qua-han"))
    assert len(only[2]) == 2
    assert "quá hạn" in only[0][1]
    assert "van-ban-15-tb-ubnd-20230914.xlsx" in answer.headers["Content-Disposition"]


def test_the_mails_as_a_file(chief, web_cast, clock):
    for number, state in enumerate((OutboxState.SENT, OutboxState.FAILED)):
        web_cast.session.add(
            OutboxMessage(
                office_id=web_cast.office.id,
                kind="unit_digest",
                key=f"thu:{number}",
                recipient="unit:1",
                to_name="Phòng Nội vụ",
                to_address="noi_vu@dondoc.test",
                subject=f"{number} quá hạn",
                body_text="",
                body_html="",
                state=state,
                next_attempt_at=clock.now(),
                sent_at=clock.now() if state is OutboxState.SENT else None,
                recorded_at=clock.now(),
            )
        )
    web_cast.session.commit()
    said, _, rows = sheet_of(chief.get("/thu.xlsx"))
    assert (
        [row[0] for row in rows]
        == ["1 quá hạn", "0 quá hạn"]
        == [r[0].split(" Tổng")[0] for r in rows_of(chief.get("/thu"))]
    )
    assert said[1] == "Điều kiện: không lọc"
    said, _, rows = sheet_of(chief.get("/thu.xlsx?state=failed"))
    assert [row[0] for row in rows] == ["1 quá hạn"]
    assert "trạng thái “lạ”" in text_of(chief.get("/thu?state=lạ"))


def test_the_log_as_a_file(client, log_in, web_cast, give, acts):
    acts.acknowledge(give("noi_vu", due=DUE))
    web_cast.session.commit()
    log_in(client, "admin")
    _, _, rows = sheet_of(client.get("/nhat-ky.xlsx"))
    seen = rows_of(client.get("/nhat-ky"))
    assert [row[:4] for row in rows] == [(int(cells[0]), *cells[1:4]) for cells in seen]
    said, _, rows = sheet_of(client.get("/nhat-ky.xlsx?viec=report.frozen"))
    assert (said[1], rows) == ("Điều kiện: Chốt số liệu", [])
    assert "việc đã làm “lạ”" in text_of(client.get("/nhat-ky?viec=lạ"))


def test_the_ranking_of_the_desk_as_a_file(chief, few):
    _, _, rows = sheet_of(chief.get("/ban-lam-viec/don-vi.xlsx"))
    assert rows[0][:4] == ("Phòng Nội vụ", "Đơn vị thuộc thẩm quyền", 1, 1)
    assert rows[-1][:4] == ("Công an huyện", "Cơ quan được đề nghị", 0, 1)
    ranking = chief.get("/").text.partition('id="ranking"')[2].partition("</section>")[0]
    positions = [ranking.index(f">{row[0]}</a>") for row in rows]
    assert positions == sorted(positions)


# Charts, each with its numbers.


def test_the_desk_draws_the_coming_weeks(chief, few):
    page = chief.get("/").text
    chart = page.partition('aria-labelledby="weeks-chart-title')[2].partition("</section>")[0]
    assert "<title id=" in chart
    assert "<desc id=" in chart
    assert re.findall(r'<text class="mid" [^>]*>(\d+)</text>', chart) == ["0", "1", "0", "1"]
    assert re.findall(r'<th scope="row">([^<]+)</th><td class="num" data-label="Đến hạn">(\d+)', chart) == [
        ("14/09–17/09", "0"),
        ("18/09–24/09", "1"),
        ("25/09–01/10", "0"),
        ("02/10–08/10", "1"),
    ]


def test_a_units_page_draws_its_own_standing(client, log_in, few):
    log_in(client, "noi_vu_head")
    own = client.get("/don-vi").text.partition('id="own"')[2]
    assert 'role="img"' in own
    table = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="num" data-label="Số việc">(\d+)', own))
    assert (table["Quá hạn, chưa hoàn thành"], table["Không quy định thời hạn"], table["Cộng"]) == ("1", "1", "2")
    log_in(client, "van_phong_head")
    assert 'id="own"' not in client.get("/don-vi").text


# A notice as a table.


def test_a_notice_is_a_table_of_tasks_and_units_with_sums(chief, few):
    page = chief.get(f"/van-ban/{few.directive.public_id}")
    rows = rows_of(page)
    assert [row[-2:] for row in rows] == [["00/01", "01"], ["00/01", ""], ["00/02", ""], ["00/01", ""], ["00/01", ""]]
    assert 'class="cell st-overdue" href="/nhiem-vu/' in page.text
    assert 'title="Phòng Kinh tế, phối hợp: Sắp đến hạn' in page.text
    assert "<b>PH</b>" in page.text, "who coordinates is told apart by letters, too"
    assert "landscape.css" in page.text


def test_a_notice_narrows_to_what_is_overdue_in_either_form(chief, few):
    address = f"/van-ban/{few.directive.public_id}"
    for form in ("", "&dang=danh-sach"):
        page = chief.get(f"{address}?loc=qua-han{form}")
        assert len(rows_of(page)) == 1
        assert "5 nhiệm vụ (6 lượt giao chủ trì)" in text_of(page), "the numbers above are always of all"
    assert "Bảng theo đơn vị" in chief.get(f"{address}?dang=danh-sach").text


def test_a_notice_without_anything_overdue_says_so(chief, web_cast, give):
    give("noi_vu", due=DUE)
    web_cast.session.commit()
    page = chief.get(f"/van-ban/{give.directive.public_id}?loc=qua-han")
    assert "Không có nhiệm vụ nào quá hạn." in text_of(page)


@pytest.mark.parametrize("role", list(AssignmentRole))
def test_a_role_is_named_in_the_list_of_all_roles(chief, few, role):
    page = chief.get("/nhiem-vu?vai-tro=tat-ca")
    words = {"lead": "Chủ trì", "coordinating": "Phối hợp"}
    assert words[role] in {row[2] for row in rows_of(page)}
