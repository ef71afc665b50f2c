"""The turn of the year, a unit's handover and units that end, as pages and files."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import openpyxl
import pytest

from tests.conftest import TODAY


@pytest.fixture
def ready(few, web_cast):
    web_cast.units["kinh_te"].valid_to = TODAY + timedelta(days=30)
    web_cast.session.commit()
    return few


def test_reports_lead_to_the_lists_of_the_year_and_of_moves(chief, ready):
    assert 'href="/so-sach"' in chief.get("/bao-cao").text
    page = chief.get("/so-sach").text
    assert 'href="/so-sach/chuyen-nam?nam=2023"' in page
    assert f'href="/so-sach/ban-giao/{ready.cast.units["noi_vu"].public_id}"' in page


def test_the_carry_over_list_has_its_numbers_and_its_switch(chief, ready, clock, clock_at):
    clock.instant = clock_at(date(2024, 2, 20)).instant
    page = chief.get("/so-sach/chuyen-nam").text
    assert "<h1>Danh mục nhiệm vụ chuyển sang năm 2024</h1>" in page
    assert "Tính đến hết ngày 31/12/2023" in page
    assert "6 lượt giao chủ trì chuyển sang" in page
    assert "1. Phòng Nội vụ: 02 lượt, quá hạn 01/01" in page
    earlier = chief.get("/so-sach/chuyen-nam?nam=2023&moc=14-12").text
    assert "Tính đến hết ngày 14/12/2023" in earlier
    assert "moc=14-12" in earlier, "the files are of the same day"


@pytest.mark.parametrize("query", ["nam=abc", "nam=99999", "moc=30-2", "nam=&moc="])
def test_an_address_that_means_nothing_shows_the_usual_list(chief, ready, query):
    page = chief.get(f"/so-sach/chuyen-nam?{query}")
    assert page.status_code == 200
    assert "chưa đến mốc" in page.text


def test_the_carry_over_files_have_every_row(chief, ready):
    rows = openpyxl.load_workbook(io.BytesIO(chief.get("/so-sach/chuyen-nam.xlsx").data)).active
    values = list(rows.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(values) if row[0] == "Đơn vị chủ trì")
    assert [row[1] for row in values[head + 1 :]] == ["1", "2", "3", "4", "5", "6"]
    made = docx.Document(io.BytesIO(chief.get("/so-sach/chuyen-nam.docx").data))
    assert made.sections[0].page_width > made.sections[0].page_height
    assert [row.cells[0].text for row in made.tables[0].rows][1].startswith("1. Phòng Nội vụ")


def test_a_handover_has_a_place_for_both_signatures(chief, ready):
    address = f"/so-sach/ban-giao/{ready.cast.units['kinh_te'].public_id}"
    page = chief.get(address).text
    for said in ("I. NHIỆM VỤ CHỦ TRÌ", "II. NHIỆM VỤ PHỐI HỢP", "Đại diện bên giao", "Đại diện bên nhận"):
        assert said in page
    made = docx.Document(io.BytesIO(chief.get(f"{address}.docx").data))
    signatures = [cell.text for cell in made.tables[-1].rows[0].cells]
    assert [text.splitlines()[0] for text in signatures] == ["ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN"]
    sheets = openpyxl.load_workbook(io.BytesIO(chief.get(f"{address}.xlsx").data))
    assert len(sheets.sheetnames) == 2


def test_the_unit_and_the_desk_lead_to_what_ends(client, log_in, ready):
    unit = ready.cast.units["kinh_te"].public_id
    log_in(client, "chief")
    assert f'href="/so-sach/ban-giao/{unit}">Biên bản bàn giao</a>' in client.get(f"/co-quan/don-vi/{unit}").text
    assert "01 đơn vị đã hoặc sắp kết thúc hoạt động" in client.get("/").text
    page = client.get("/so-sach/don-vi-ket-thuc").text
    assert "còn 30 ngày" in page
    assert f"/sap-xep/moi?unit_ids={ready.cast.units['kinh_te'].id}" in page
    log_in(client, "staff")
    assert "sắp kết thúc hoạt động" not in client.get("/").text
    assert client.get("/so-sach/don-vi-ket-thuc").status_code == 403
    log_in(client, "admin")
    assert "Biên bản bàn giao" not in client.get("/so-sach/don-vi-ket-thuc").text


def test_where_nothing_ends_the_page_says_so(chief, few):
    assert "Không có đơn vị nào." in chief.get("/so-sach/don-vi-ket-thuc").text
    assert "sắp kết thúc hoạt động" not in chief.get("/").text
