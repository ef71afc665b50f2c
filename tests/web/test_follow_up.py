"""The follow-up table of a notice on its page, as a document and as a workbook."""

from __future__ import annotations

import io

import openpyxl
import pytest

from app.domain.terms import TaskKind
from tests.papers import read_paper


@pytest.fixture
def address(few, web_cast) -> str:
    few.new_task("Nghiêm túc thực hiện.", "{n}", kind=TaskKind.GENERAL, addressee="Các đơn vị")
    web_cast.session.commit()
    return f"/van-ban/{few.directive.public_id}/tinh-hinh"


def test_the_page_tells_every_point_with_its_sums(chief, address):
    page = chief.get(address).text
    for said in ("Việc quá hạn.", "Phối hợp: Phòng Kinh tế", "Nội dung chung", "quá 03 ngày", "=1+1 là công thức"):
        assert said in page, said
    assert "5 nhiệm vụ (6 lượt giao chủ trì; trong đó cơ quan được đề nghị: 01)" in page
    assert "quá hạn, chưa hoàn thành: 01" in page
    assert "Tính đến hết ngày 14/09/2023" in page


def test_the_notice_leads_to_it(chief, address):
    assert f'href="{address}"' in chief.get(address.removesuffix("/tinh-hinh")).text


@pytest.mark.parametrize(("typed", "said"), [("20/9/2023", "Đề nghị nhập lại ngày"), ("hôm kìa", "Không đọc được")])
def test_a_day_that_cannot_be_shown_is_said_and_today_stands_there(chief, address, typed, said):
    page = chief.get(address, query_string={"ngay": typed})
    assert page.status_code == 200
    assert said in page.text
    assert "Tính đến hết ngày 14/09/2023" in page.text


def test_a_later_day_asks_for_what_was_then(chief, address, clock, clock_at):
    clock.instant = clock_at(clock.today().replace(day=25)).instant
    page = chief.get(address, query_string={"ngay": "20/9/2023"}).text
    assert "Tính đến hết ngày 20/09/2023" in page
    assert "quá 09 ngày" in page
    assert "ngay=20%2F9%2F2023" in page, "the files are of the same day"


def test_the_document_lies_on_its_side_and_has_every_line(chief, address):
    answer = chief.get(f"{address}.docx")
    made = read_paper(answer.data)
    assert made.sections[0].page_width > made.sections[0].page_height
    cells = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert cells[0][2] == "Nội dung kết luận"
    assert [row[0] for row in cells[1:-2]] == ["1", "2", "3", "", "4", "5", "6"]
    assert cells[-2][0].startswith("Tổng cộng: 5 nhiệm vụ")
    assert "TÌNH HÌNH THỰC HIỆN" in " ".join(paragraph.text for paragraph in made.paragraphs)


def test_it_comes_in_the_form_of_a_report_with_the_table_as_its_annex(chief, address):
    made = read_paper(chief.get(f"{address}/bao-cao.docx").data)
    listed = read_paper(chief.get(f"{address}.docx").data)
    head, *_, annex = made.tables
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head.cell(0, 1).text
    lines = [[cell.text for cell in row.cells] for row in annex.rows]
    assert lines == [[cell.text for cell in row.cells] for row in listed.tables[0].rows][: len(lines)]
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "BÁO CÁO" in texts
    assert "Phụ lục" in texts
    assert sum(text.endswith("./.") for text in texts) == 1
    assert made.sections[-1].page_width > made.sections[-1].page_height


def test_the_workbook_has_the_same_lines(chief, address):
    sheet = openpyxl.load_workbook(io.BytesIO(chief.get(f"{address}.xlsx").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "TT")
    assert [row[0] for row in rows[head + 1 :]] == ["1", "2", "3", None, "4", "5", "6"]
    assert rows[head + 5][2] == "=1+1 là công thức"


@pytest.mark.parametrize("who", ["noi_vu_head", "admin"])
def test_units_and_the_administrator_do_not_open_it(client, log_in, address, who):
    log_in(client, who)
    assert [client.get(f"{address}{suffix}").status_code for suffix in ("", ".docx", "/bao-cao.docx", ".xlsx")] == [
        403
    ] * 4
