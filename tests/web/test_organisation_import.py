"""Units and people from a file, through the pages: checked first, imported whole or not at all."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import pytest
from openpyxl import Workbook

from app.adapters.table_files import read_table
from app.models import Unit, User
from tests.web.test_organisation import chief, every, one, post, text_of

__all__ = ["chief"]  # the fixture
UNITS = "/co-quan/nhap-tep/don-vi"
PEOPLE = "/co-quan/nhap-tep/nguoi-dung"


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client, path: str, content: bytes, name: str = "danh-sach.csv"):
    data = {"csrf_token": client.token(), "file": (io.BytesIO(content), name)}
    return client.post(path, data=data, content_type="multipart/form-data")


def hidden(page) -> dict[str, str]:
    found = re.findall(r'name="(rows|digest|made)"[^>]*value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def test_units_are_checked_shown_and_taken(chief, web_cast):
    content = workbook(("Tên đơn vị", "Tên ngắn"), ("Phòng Y tế", "Y tế"), ("Phòng Nội vụ", "NV"), ("Phòng Tư pháp",))
    checked = upload(chief, UNITS, content, "danh-sach.xlsx")
    page = text_of(checked)
    assert "01 dòng mới, 01 dòng thay đổi, 01 dòng không thay đổi." in page
    assert "3 Thay đổi Phòng Nội vụ Tên ngắn: Nội vụ → NV" in page
    assert "Nhập 2 dòng" in page
    assert every(web_cast, Unit, name="Phòng Y tế") == []
    done = post(chief, f"{UNITS}/nhap", **hidden(checked))
    assert "Đã nhập 2 dòng." in text_of(done)
    assert one(web_cast, Unit, name="Phòng Y tế").short_name == "Y tế"
    assert one(web_cast, Unit, name="Phòng Nội vụ").short_name == "NV"


def test_one_bad_row_stops_all_of_them(chief, web_cast):
    checked = upload(chief, UNITS, csv("Tên đơn vị;Hoạt động đến ngày", "Phòng Y tế;", "Phòng Dân tộc;31/02/2026"))
    assert checked.status_code == 400
    page = text_of(checked)
    assert "01 lỗi, chưa nhập được dòng nào" in page
    assert "Dòng 3 Hoạt động đến ngày 31/02/2026 Không đọc được ngày “31/02/2026”." in page
    assert hidden(checked) == {}
    # Whoever sends the rows by hand all the same is refused as well.
    rows = read_table(csv("Tên đơn vị;Hoạt động đến ngày", "Phòng Y tế;", "Phòng Dân tộc;31/02/2026"), "a.csv").rows
    assert post(chief, f"{UNITS}/nhap", rows=json.dumps(rows), digest="x").status_code in (400, 409)
    assert every(web_cast, Unit, name="Phòng Y tế") == []


def test_what_somebody_changed_meanwhile_is_shown_before_anything_is_taken(chief, web_cast):
    checked = upload(chief, UNITS, csv("Tên đơn vị;Tên ngắn", "Phòng Nội vụ;NV"))
    web_cast.units["noi_vu"].short_name = "Nội vụ mới"
    web_cast.session.commit()
    again = post(chief, f"{UNITS}/nhap", **hidden(checked))
    assert again.status_code == 409
    assert "Dữ liệu đã thay đổi sau lần kiểm tra trước" in text_of(again)
    assert "Tên ngắn: Nội vụ mới → NV" in text_of(again)
    assert post(chief, f"{UNITS}/nhap", **hidden(again)).status_code == 200
    assert one(web_cast, Unit, id=web_cast.units["noi_vu"].id).short_name == "NV"


def test_new_people_get_passwords_that_are_shown_once_and_can_be_downloaded(chief, web_cast):
    content = csv(
        "Tên đăng nhập,Họ và tên,Đơn vị,Vai trò",
        "lan,Nguyễn Thị Lan,Phòng Nội vụ,Thủ trưởng đơn vị",
        "lan,,Tư pháp,Công chức của đơn vị",
        "staff,Chuyên viên Hoa,Văn phòng,Chuyên viên Văn phòng",
    )
    checked = upload(chief, PEOPLE, content)
    assert "02 dòng mới, 00 dòng thay đổi, 01 dòng không thay đổi." in text_of(checked)
    done = post(chief, f"{PEOPLE}/nhap", **hidden(checked))
    page = text_of(done)
    assert "Mật khẩu tạm của 01 người dùng mới" in page
    password = re.search(r"lan Nguyễn Thị Lan ([a-z-]{12,})", page)[1]
    assert one(web_cast, User, login="lan").password_temporary
    file = post(chief, "/co-quan/nhap-tep/mat-khau.csv", **hidden(done))
    assert file.headers["Content-Disposition"] == "attachment; filename=mat-khau-tam.csv"
    assert read_table(file.data, "a.csv").rows[1][1] == ("lan", "Nguyễn Thị Lan", password)
    assert password not in chief.get("/co-quan/nguoi-dung").text


def test_a_file_with_nothing_new_offers_nothing_to_take(chief):
    checked = upload(chief, UNITS, csv("Tên đơn vị", "Phòng Nội vụ"))
    assert "Không có gì để nhập." in text_of(checked)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "", "Chưa chọn tệp."),
        (b"", "trong.csv", "Tệp trong.csv không có nội dung."),
        (b"x", "a.docx", "Không nhận tệp a.docx: chỉ nhận .xlsx và .csv."),
        (b"PK not", "a.xlsx", "Tệp a.xlsx bị hỏng"),
        (b"x\n" * 5_001, "a.csv", "có quá 5000 dòng"),
    ],
)
def test_a_file_that_is_no_table_gets_its_sentence_beside_the_field(chief, content, name, sentence):
    answer = upload(chief, UNITS, content, name)
    assert answer.status_code == 400
    assert sentence in unescape(re.search(r'id="file-error"[^>]*>([^<]*)<', answer.text)[1])


@pytest.mark.parametrize("rows", ["", "không", "[1]", '[["a",["b"]]]', "[[1,[]]]", "{}", "[[1,[2]]]"])
def test_rows_that_no_page_has_written_are_refused(chief, rows):
    answer = post(chief, f"{UNITS}/nhap", rows=rows, digest="x")
    assert answer.status_code == 400
    assert "Đề nghị chọn lại tệp." in text_of(answer) or "Không tìm thấy dòng tên cột" in text_of(answer)


@pytest.mark.parametrize("made", ["", "[1]", "không", '[["a"]]'])
def test_a_table_of_passwords_that_no_page_has_written_is_refused(chief, made):
    assert post(chief, "/co-quan/nhap-tep/mat-khau.csv", made=made).status_code == 400


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("path", [UNITS, PEOPLE])
def test_a_template_can_be_filled_and_comes_back_without_a_fault(chief, path, form):
    answer = chief.get(f"{path}/mau.{form}")
    assert answer.headers["Content-Disposition"].endswith(f".{form}")
    checked = upload(chief, path, answer.data, f"mau.{form}")
    assert "Dưới dòng tên cột không có dòng nào để nhập." in text_of(checked)


def test_a_large_file_travels_through_the_page(chief, web_cast):
    rows = [f"Đơn vị số {n} của cơ quan có tên khá dài để thử;ĐV {n}" for n in range(5000)]
    checked = upload(chief, UNITS, csv("Tên đơn vị;Tên ngắn", *rows[:4998]))
    assert "Nhập 4.998 dòng" in text_of(checked)
