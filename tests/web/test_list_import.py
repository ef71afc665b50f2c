"""An office's old list of tasks, through the pages: checked first, imported whole or not at all."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from openpyxl import Workbook, load_workbook

from app.models import Assignment, AuditEntry, Directive, OutboxMessage
from tests.web.test_organisation import chief, every, post, text_of

__all__ = ["chief"]  # the fixture
PAGE = "/van-ban/nhap-danh-sach"
HEAD = {
    "issuer": "UBND huyện Thử Nghiệm",
    "kind": "Thông báo",
    "number": "",
    "issued_on": "03/7/2023",
    "subject": "Danh sách nhiệm vụ",
}
COLUMNS = ("STT", "Nội dung giao", "Chủ trì", "Phối hợp", "Thời hạn", "Kết quả")
ROWS = (
    (1, "Rà soát biên chế", "Phòng Nội vụ", "Phòng Tư pháp", "30/9/2023", None),
    (2, "Mở lớp tập huấn", "Phòng Kinh tế", None, "Quý IV", "Đang làm"),
    (3, "Sửa trụ sở", "Phòng Kinh tế", None, None, "Đã hoàn thành"),
)


def pasted(*rows: tuple[object, ...]) -> str:
    return "\r\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check(client, *, file: tuple[bytes, str] | None = None, **fields: str):
    data: dict[str, object] = {"csrf_token": client.token(), **HEAD, **fields}
    if file:
        data["file"] = (io.BytesIO(file[0]), file[1])
    return client.post(PAGE, data=data, content_type="multipart/form-data")


def hidden(page) -> dict[str, str]:
    names = "text|filename|kind|number|issued_on|issuer|subject|tell|digest"
    found = re.findall(rf'name="({names})"[^>]*value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def test_a_pasted_list_is_checked_shown_and_taken(chief, web_cast):
    checked = check(chief, text=pasted(COLUMNS, *ROWS))
    page = text_of(checked)
    assert "02 nhiệm vụ (02 lượt giao chủ trì) của 01 văn bản; 01 dòng đã hoàn thành không nhập." in page
    assert "Không gửi thư báo cho các đơn vị." in page
    assert "Dòng 3 Mở lớp tập huấn Phòng Kinh tế 31/12/2023" in page
    assert every(web_cast, Directive) == []
    done = post(chief, f"{PAGE}/nhap", **hidden(checked))
    assert (done.status_code, done.location) == (302, "/van-ban")
    assert "Đã nhập 2 nhiệm vụ của 1 văn bản." in chief.get("/van-ban").text
    assert len(every(web_cast, Assignment)) == 3
    assert every(web_cast, OutboxMessage) == []
    (directive,) = every(web_cast, Directive)
    for page in ("", "/nguyen-van"):
        assert "Rà soát biên chế" in text_of(chief.get(f"/van-ban/{directive.public_id}{page}"))


def test_a_workbook_is_taken_and_mails_go_out_if_wished(chief, web_cast):
    checked = check(chief, file=(workbook(COLUMNS, *ROWS), "so-theo-doi.xlsx"), tell="y")
    assert "Các đơn vị được gửi thư báo." in text_of(checked)
    assert post(chief, f"{PAGE}/nhap", **hidden(checked)).status_code == 302
    assert len(every(web_cast, OutboxMessage)) == 3


def test_one_bad_row_stops_all_of_them(chief, web_cast):
    checked = check(chief, text=pasted(COLUMNS, *ROWS, (4, "Lập sổ", "Phòng Kimh tế", None, "31/9/2023", None)))
    assert checked.status_code == 400
    page = text_of(checked)
    assert "02 lỗi, chưa nhập được dòng nào" in page
    assert "Dòng 5 Đơn vị chủ trì Phòng Kimh tế Không có đơn vị “Phòng Kimh tế”; có phải là “Phòng Kinh tế”" in page
    assert "Dòng 5 Thời hạn hoàn thành 31/9/2023 Không hiểu được thời hạn “31/9/2023”." in page
    assert every(web_cast, Directive) == []


def test_who_corrects_a_list_finds_all_that_was_typed(chief):
    text = pasted(COLUMNS, (1, "Lập sổ", "Phòng Kimh tế", None, None, None))
    back = post(chief, f"{PAGE}/sua", **hidden(check(chief, text=text, number="7/TB-UBND", tell="y")))
    assert back.status_code == 200
    assert text.replace("\r\n", "\n") in unescape(back.text).replace("\r\n", "\n")
    for typed in ("UBND huyện Thử Nghiệm", "7/TB-UBND", "03/07/2023", "Danh sách nhiệm vụ"):
        assert f'value="{typed}"' in back.text
    assert re.search(r"<input[^>]*name=\"tell\"[^>]*checked|<input[^>]*checked[^>]*name=\"tell\"", back.text)
    of_file = post(
        chief, f"{PAGE}/sua", **hidden(check(chief, file=(workbook(COLUMNS, *ROWS), "a.xlsx"), number="9/TB"))
    )
    assert 'value="9/TB"' in of_file.text
    assert "Rà soát biên chế" not in of_file.text


def test_what_was_shown_is_what_is_done(chief, web_cast):
    sent = hidden(check(chief, text=pasted(COLUMNS, *ROWS)))
    again = post(chief, f"{PAGE}/nhap", **(sent | {"number": "7/TB-UBND"}))
    assert again.status_code == 409
    assert "Dữ liệu đã thay đổi sau lần kiểm tra trước" in text_of(again)
    assert every(web_cast, Directive) == []


@pytest.mark.parametrize("text", ["", "null", '"\\u0000"', "{"])
def test_what_no_page_of_ours_has_written_leads_back(chief, text):
    sent = hidden(check(chief, text=pasted(COLUMNS, *ROWS)))
    for act in ("nhap", "sua"):
        answer = post(chief, f"{PAGE}/{act}", **(sent | {"text": text}))
        assert (answer.status_code, answer.location) == (302, PAGE)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Chưa có văn bản."),
        ({"text": "Kính gửi: các phòng"}, "Không thấy bảng nhiệm vụ."),
        ({"text": "x", "issuer": ""}, "Cần nhập cơ quan ban hành."),
        ({"text": "x", "issued_on": "31/2"}, "Không đọc được ngày “31/2”."),
        ({"text": "MẬT\nSTT\tNội dung giao\tChủ trì"}, "độ mật"),
    ],
)
def test_what_cannot_be_checked_says_why(chief, web_cast, fields, words):
    answer = check(chief, **fields)
    assert answer.status_code == 400
    assert words in answer.text
    assert [entry.action for entry in every(web_cast, AuditEntry, action="upload.secret")] == (
        ["upload.secret"] if "độ mật" in words else []
    )


def test_the_empty_table_can_be_fetched_and_the_page_is_linked(chief):
    assert PAGE in chief.get("/van-ban/them").text
    book = load_workbook(io.BytesIO(chief.get(f"{PAGE}/mau.xlsx").data))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["STT", "Văn bản giao", "Nội dung nhiệm vụ"]


def test_a_list_uploaded_as_a_notice_is_a_draft_like_any_other(chief, web_cast):
    rows = (COLUMNS, *ROWS, (None, None, "Phòng Tư pháp", None, "15/10/2023", None))
    answer = post(chief, "/van-ban/them", text=pasted(*rows))
    assert answer.status_code == 302
    page = text_of(chief.get(answer.location))
    for words in ("Rà soát biên chế", "Mở lớp tập huấn", "Sửa trụ sở", "30/09/2023", "15/10/2023"):
        assert words in page
