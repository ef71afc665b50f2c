"""The pages on which a superior's list is looked at row by row and taken in, as a file or pasted."""

from __future__ import annotations

import html
import io
import re
from datetime import date

import docx
import pytest
from openpyxl import Workbook

from app.models import Directive, SuperiorDuty, SuperiorStep
from tests.services.superior_making import give_from_above, new_task
from tests.web.drafting import count, multipart, text_of

ADDRESS = "/cap-tren-giao/nhap-danh-sach"
HEAD = ("STT", "Số, ký hiệu", "Ngày văn bản", "Nội dung", "Thời hạn", "Đánh giá", "Ghi chú")
PORTAL, ROAD = "Rà soát danh mục dịch vụ công trực tuyến", "Hoàn thành giải phóng mặt bằng tuyến ven biển"
ROWS = (
    ("1", "412/UBND-TH", "06/9/2023", PORTAL, "06/10/2023", "Quá hạn", ""),
    ("2", "500/KH-UBND", "08/9/2023", "Tổng kiểm kê tài sản công", "20/10/2023", "", ""),
)


def xlsx(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def word(*rows: tuple[str, ...]) -> bytes:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def upload(client, content: bytes, name: str = "danh-sach-tinh.xlsx", **fields: str):
    said = {"csrf_token": client.token(), "source": "province", "issuer": "UBND tỉnh Hồng Lam"} | fields
    return client.post(ADDRESS, data={**said, "file": (io.BytesIO(content), name)})


def shown(page) -> dict[str, str]:
    """What the browser would send of the page's form: hidden fields, boxes as they are ticked, chosen options."""
    form = page.text.partition(f'action="{ADDRESS}/nhap"')[2].partition("</form>")[0]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") != "checkbox" or " checked" in tag:
            fields[at["name"]] = html.unescape(at.get("value", "y"))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def send(client, page, path: str = "nhap", **changes: str):
    fields = {name: value for name, value in (shown(page) | changes).items() if value is not None}
    return client.post(f"{ADDRESS}/{path}", **multipart(client, **fields))


@pytest.fixture
def known(web_cast, clock) -> None:
    task = new_task(web_cast, PORTAL, inner=date(2023, 9, 26), superior=date(2023, 9, 29))
    give_from_above(web_cast, clock, task)
    web_cast.session.commit()


@pytest.fixture
def kinh_te(web_cast) -> str:
    found = str(web_cast.units["kinh_te"].id)
    web_cast.session.rollback()
    return found


@pytest.mark.parametrize(("made", "name"), [(xlsx, "tinh.xlsx"), (word, "tinh.docx")])
def test_a_list_is_shown_and_taken_in_and_the_second_time_nothing(chief, known, stored, kinh_te, made, name):
    page = upload(chief, made(*ROWS), name)
    assert page.status_code == 200, text_of(page)
    text = text_of(page)
    assert "Mới so với hệ thống (01)" in text
    assert "cùng số văn bản, nội dung giống 100 %" in text
    assert "29/09/2023 → 06/10/2023" in text
    assert (count(stored, SuperiorDuty), count(stored, SuperiorStep)) == (1, 1)
    refused = send(chief, page)
    assert refused.status_code == 400
    assert "Cần chọn đơn vị chủ trì cho nhiệm vụ mới" in text_of(refused)
    done = send(chief, page, **{"dong-1-unit": kinh_te})
    assert (done.status_code, done.location) == (302, "/cap-tren-giao"), text_of(done)
    assert (count(stored, SuperiorDuty), count(stored, Directive)) == (2, 2)
    assert "Đã nhập: 1 nhiệm vụ mới; 1 thời hạn cấp trên thay đổi; 1 tình trạng" in text_of(chief.get("/cap-tren-giao"))
    again = upload(chief, made(*ROWS), name)
    assert "Không có gì thay đổi." in text_of(again)
    assert "Nhập những mục đã chọn" not in again.text


def test_what_is_not_ticked_is_left(chief, known, stored):
    page = upload(chief, xlsx(*ROWS))
    left = {"dong-0-due": None, "dong-0-told": None, "dong-1-take": None}
    assert "Không có gì thay đổi." in text_of(chief.get(send(chief, page, **left).location))
    assert (count(stored, SuperiorDuty), count(stored, SuperiorStep)) == (1, 1)


def test_an_inner_date_after_the_superiors_is_refused_with_the_typing_kept(chief, known, stored, kinh_te):
    page = upload(chief, xlsx(*ROWS))
    answer = send(chief, page, **{"dong-1-unit": kinh_te, "dong-1-inner": "21/10/2023", "dong-0-told": None})
    assert answer.status_code == 400
    assert "Dòng 3, thời hạn của cơ quan : Thời hạn của cơ quan 21/10/2023 sau thời hạn" in text_of(answer)
    assert 'value="21/10/2023"' in answer.text
    assert "dong-0-told" not in shown(answer)
    assert count(stored, SuperiorStep) == 1


def test_a_row_that_may_be_two_is_answered_first(chief, web_cast, clock, stored):
    tasks = [new_task(web_cast, f"{ROAD} đoạn {n}", inner=None, superior=None) for n in ("Bắc", "Nam")]
    duty = give_from_above(web_cast, clock, *tasks).tasks[1].superior.public_id
    web_cast.session.commit()
    page = upload(chief, xlsx(("1", "412/UBND-TH", "06/9/2023", ROAD, "30/10/2023", "", "")))
    assert "Cần chọn là nhiệm vụ nào (01)" in text_of(page)
    assert "Nhập những mục đã chọn" not in page.text
    assert send(chief, page).status_code in (400, 409)
    again = send(chief, page, "xem-lai", **{"dong-0-which": duty})
    assert "Đã có trên hệ thống (01)" in text_of(again)
    assert f"Đang ghi: {ROAD} đoạn Nam" in text_of(again)
    assert send(chief, again).status_code == 302
    assert count(stored, SuperiorDuty) == 2


def test_what_changed_meanwhile_is_shown_again(chief, known, web_cast, clock, stored, kinh_te):
    page = upload(chief, xlsx(*ROWS))
    give_from_above(web_cast, clock, new_task(web_cast, ROAD, inner=None, superior=None), number="7/UBND")
    web_cast.session.commit()
    answer = send(chief, page, **{"dong-1-unit": kinh_te})
    assert answer.status_code == 409
    assert "Dữ liệu đã thay đổi sau lần kiểm tra trước" in text_of(answer)
    assert shown(answer)["dong-1-unit"] == kinh_te
    assert send(chief, answer).status_code == 302


def test_what_is_wrong_is_said_by_row(chief, stored):
    bad = (("1", "412/UBND-TH", "06/9/2023", PORTAL, "31/9/2023", "", ""),)
    page = upload(chief, xlsx(*bad))
    assert page.status_code == 400
    assert "Dòng 2 31/9/2023 Không hiểu được thời hạn" in text_of(page)
    assert upload(chief, b"khong phai tep", "a.xlsx").status_code == 400
    assert chief.post(ADDRESS, **multipart(chief, source="province", issuer="")).status_code == 400
    assert chief.post(f"{ADDRESS}/nhap", **multipart(chief, text="gì đó")).location == ADDRESS
    assert count(stored, Directive) == 0
