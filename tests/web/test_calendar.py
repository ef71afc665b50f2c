"""The calendar's pages: what would change before a day is saved or removed, a year from a list, and as a file."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import docx
import pytest

from app.models import CalendarDay
from tests.conftest import TODAY
from tests.web.reading import text_of

HERE = "/co-quan/lich/2023"
LIST = "22/09/2023; Nghỉ; Bão số 3\n23/09/2023; Làm bù; Cho ngày 22/9"


@pytest.fixture
def due(web_cast, give):
    give("noi_vu", due=date(2023, 9, 22))
    give("kinh_te", due=date(2023, 9, 22))
    web_cast.session.commit()


def post(client, path, **form):
    return client.post(f"{HERE}{path}", data={**form, "csrf_token": client.token()})


def seen(answer) -> str:
    return re.search(r'name="seen"[^>]*value="(\w+)"', answer.text)[1]


def is_kept(web_cast, day: date) -> bool:
    found = web_cast.session.get(CalendarDay, (web_cast.office.id, day)) is not None
    web_cast.session.expunge_all()
    web_cast.session.rollback()
    return found


def test_a_day_off_is_shown_with_all_that_follows_before_it_is_saved(chief, web_cast, due):
    form = {"day": "22/9", "kind": "nghi", "name": "Bão"}
    shown = post(chief, "/them", **form)
    page = text_of(shown)
    assert "Thứ Sáu, 22/09/2023 thành ngày nghỉ." in page
    assert "02 nhiệm vụ có thời hạn rơi vào ngày thành ngày nghỉ: thời hạn giữ nguyên" in page
    assert "Thứ Sáu, 22/09/2023 02 Thứ Sáu, 22/09/2023 → Thứ Năm, 21/09/2023 (02)" in page
    assert "Thư nhắc việc sáng Thứ Sáu, 22/09/2023 chờ đến sáng Thứ Hai, 25/09/2023: 02 đơn vị" in page
    link = re.search(r'href="(/nhiem-vu\?[^"]*)"', shown.text)[1].replace("&amp;", "&")
    assert "2 nhiệm vụ (2 lượt giao)" in text_of(chief.get(link))
    assert not is_kept(web_cast, date(2023, 9, 22))
    kept = dict(re.findall(r'name="(day|kind|name)" value="([^"]*)"', shown.text))
    assert post(chief, "/them", **kept, seen=seen(shown)).location == "/co-quan/lich?nam=2023"
    assert is_kept(web_cast, date(2023, 9, 22))


def test_what_changed_between_looking_and_saving_is_shown_anew(chief, web_cast, due, give):
    form = {"day": "22/9/2023", "kind": "nghi", "name": "Bão"}
    before = seen(post(chief, "/them", **form))
    give("tu_phap", due=date(2023, 9, 22))
    web_cast.session.commit()
    again = post(chief, "/them", **form, seen=before)
    assert again.status_code == 409
    assert "Dữ liệu đã thay đổi sau lần xem trước" in text_of(again)
    assert not is_kept(web_cast, date(2023, 9, 22))


def test_a_day_is_removed_after_a_look(chief, web_cast):
    shown = chief.get(f"{HERE}/9/1/bo")
    assert "Thứ Sáu, 01/09/2023 thành ngày làm việc." in text_of(shown)
    assert "Có ngày đã qua" in text_of(shown)
    assert post(chief, "/9/1/bo").status_code == 200
    assert is_kept(web_cast, date(2023, 9, 1))
    post(chief, "/9/1/bo", seen=seen(shown))
    assert not is_kept(web_cast, date(2023, 9, 1))
    gone = chief.get(f"{HERE}/9/1/bo")
    assert gone.location == "/co-quan/lich?nam=2023"
    assert chief.get(f"{HERE}/2/30/bo").status_code == 404


def checked(client, **form) -> dict[str, str]:
    """The hidden fields of the page that shows what an import would do."""
    answer = post(client, "/nhap", **form)
    assert answer.status_code == 200, text_of(answer)
    found = dict(re.findall(r'name="(drop|seen)"[^>]*value="([^"]*)"', answer.text))
    return {**found, "text": json.dumps(form["text"])} if "text" in form else found


def test_a_pasted_year_is_compared_and_saved(chief, web_cast, due):
    shown = post(chief, "/nhap", text=LIST)
    assert "Thêm: 02 ngày" in text_of(shown)
    assert "Thứ Sáu, 22/09/2023 Thêm Nghỉ: Bão số 3" in text_of(shown)
    assert "02 nhiệm vụ có ngày nhắc dời" in text_of(shown)
    answer = post(chief, "/nhap/luu", **checked(chief, text=LIST))
    assert answer.location == "/co-quan/lich?nam=2023"
    assert "Đã nhập lịch: thêm 02 ngày." in text_of(chief.get(answer.location))
    assert "Không có gì để lưu." in text_of(post(chief, "/nhap", text=LIST))


def test_a_bad_line_is_named_and_nothing_is_saved(chief, web_cast):
    answer = post(chief, "/nhap", text=f"{LIST}\n31/09/2023; Nghỉ; Gì đó")
    assert answer.status_code == 400
    assert "Dòng 3 31/09/2023; Nghỉ; Gì đó Không đọc được ngày ở dòng này" in text_of(answer)
    assert not is_kept(web_cast, date(2023, 9, 22))


def test_a_list_that_would_do_something_else_by_now_is_shown_again(chief, web_cast, due, give):
    sent = checked(chief, text=LIST)
    give("tu_phap", due=date(2023, 9, 22))
    web_cast.session.commit()
    assert post(chief, "/nhap/luu", **sent).status_code == 409
    assert not is_kept(web_cast, date(2023, 9, 22))
    assert post(chief, "/nhap/luu", text="nghịch").location == f"{HERE}/nhap"


def test_the_file_of_one_office_is_taken_by_another_as_it_is(chief, web_cast):
    with chief.get(f"{HERE}.xlsx") as file:
        assert f"lich-nghi-lam-bu-nam-2023-{TODAY:%Y%m%d}.xlsx" in file.headers["Content-Disposition"]
        content = file.data
    before = [row.name for row in web_cast.session.query(CalendarDay).filter(CalendarDay.day < date(2024, 1, 1))]
    web_cast.session.query(CalendarDay).delete()
    web_cast.session.commit()
    answer = post(chief, "/nhap", file=(io.BytesIO(content), "lich.xlsx"))
    assert f"Thêm: {len(before):02d} ngày." in text_of(answer)


def test_a_table_in_word_is_taken(chief, web_cast):
    document = docx.Document()
    document.add_paragraph("Lịch nghỉ năm 2023 theo Thông báo ngày 01/12/2022")
    table = document.add_table(rows=0, cols=4)
    for row in (("STT", "Ngày", "Loại", "Tên ngày"), ("1", "22/09/2023", "Nghỉ", "Bão số 3")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    answer = post(chief, "/nhap", file=(io.BytesIO(out.getvalue()), "lich.docx"))
    assert "Thêm: 01 ngày." in text_of(answer)


def test_nothing_chosen_is_said(chief):
    assert post(chief, "/nhap", text=" ").status_code == 400
    assert chief.get("/co-quan/lich/1900/nhap").status_code == 404


def test_the_administrator_sees_the_counts_without_links_to_tasks(client, log_in, web_cast, due):
    log_in(client, "admin")
    shown = post(client, "/them", day="22/9/2023", kind="nghi", name="Bão")
    assert "02 nhiệm vụ có thời hạn rơi vào ngày" in text_of(shown)
    assert "/nhiem-vu?" not in shown.text
