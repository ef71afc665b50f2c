"""The organisation's pages: units, people, fields of work, the calendar and the office itself."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, CalendarDay, CalendarYear, Field, FieldCharge, Membership, Office, Unit, User
from tests.cast import add_unit
from tests.conftest import count_queries
from tests.services.report_cases import give, make_directive, make_task

UNIT = {"name": "Phòng Y tế", "valid_from": "01/07/2023", "position": "5"}
PERSON = {"name": "Nguyễn Thị Lan", "login": "lan", "role": "unit_member", "valid_from": "1/9/2023"}


@pytest.fixture
def chief(client, log_in):
    log_in(client, "chief")
    return client


def text_of(page) -> str:
    """The words of the main part, with single spaces."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def post(client, path: str, **fields: str):
    return client.post(path, data={"csrf_token": client.token(), **fields})


def seen(client, path: str) -> str:
    return re.search(r'name="seen"[^>]*value="([^"]*)"', client.get(path).text)[1]


def one(web_cast, model, **values):
    """As the pages have left it; the transaction is closed, since it would lock them out."""
    found = every(web_cast, model, **values)
    assert len(found) == 1
    return found[0]


def every(web_cast, model, **values):
    web_cast.session.expire_all()
    found = web_cast.session.scalars(select(model).filter_by(**values)).all()
    web_cast.session.commit()
    return found


def path_of(unit: Unit) -> str:
    return f"/co-quan/don-vi/{unit.public_id}"


def test_the_menu_leads_to_the_units_with_their_open_tasks(chief, web_cast):
    give(web_cast, make_task(web_cast, make_directive(web_cast, "1/TB"), "Việc."), "noi_vu", date(2023, 9, 20))
    web_cast.units["kinh_te"].valid_to = web_cast.today - timedelta(days=1)
    web_cast.session.commit()
    page = chief.get("/co-quan", follow_redirects=True)
    assert '<a href="/co-quan" aria-current="page">Cơ quan</a>' in page.text
    assert "Phòng Nội vụ Nội vụ noi_vu@dondoc.test Đầu mối Nội vụ, 0900 000 000 từ 01/01/2020 1" in text_of(page)
    assert "Đơn vị đã kết thúc hoạt động (1)" in text_of(page)
    assert "ngoài thẩm quyền" in text_of(page)


@pytest.mark.parametrize(("words", "found"), [("tu phap", 1), ("KINH TẾ VÀ", 1), ("phong", 4), ("không có", 0)])
def test_units_are_found_by_any_of_their_names(chief, words, found):
    page = text_of(chief.get(f"/co-quan/don-vi?tim={words}"))
    assert f"có chữ “{words}” {found} dòng" in page


def test_a_unit_is_added_and_shown(chief, web_cast):
    answer = post(chief, "/co-quan/don-vi/them", **UNIT, outside="y", parent_id=str(web_cast.units["noi_vu"].id))
    assert answer.status_code == 302
    page = text_of(chief.get(answer.location))
    assert "Ngoài thẩm quyền: được đề nghị, không được giao" in page
    assert "Đơn vị cấp trên Phòng Nội vụ Hoạt động từ 01/07/2023" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", " ", "Cần nhập tên đơn vị."),
        ("name", "PHÒNG NỘI VỤ", "Tên gọi “PHÒNG NỘI VỤ” đã là của Phòng Nội vụ."),
        ("email", "a@b", "Không đọc được địa chỉ thư “a@b”."),
        ("valid_from", "31/02", "Không đọc được ngày “31/02”"),
        ("valid_from", "", "Cần nhập ngày."),
        ("position", "mười", "Thứ tự là số từ 0 đến 9999."),
        ("parent_id", "999", "Lựa chọn này không có trong danh sách."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(chief, field, typed, sentence):
    answer = post(chief, "/co-quan/don-vi/them", **(UNIT | {"contact_name": "Đồng chí Tố", field: typed}))
    assert answer.status_code == 400
    beside = re.search(rf'id="{field}-error"[^>]*>([^<]*)<', answer.text)
    assert sentence in unescape(beside[1])
    assert 'value="Đồng chí Tố"' in answer.text


def test_two_who_edit_the_same_unit_see_both_versions(chief, web_cast):
    unit = web_cast.units["noi_vu"]
    path = f"{path_of(unit)}/sua"
    before = seen(chief, path)
    form = {"name": unit.name, "short_name": unit.short_name, "valid_from": "01/01/2020", "position": "1"}
    assert post(chief, path, **form, seen=before, contact_name="Người thứ nhất").status_code == 302
    stale = post(chief, path, **form, seen=before, contact_name="Người thứ hai")
    assert stale.status_code == 409
    assert "Đầu mối Người thứ nhất Người thứ hai khác" in text_of(stale)
    again = re.search(r'name="seen"[^>]*value="([^"]*)"', stale.text)[1]
    assert post(chief, path, **form, seen=again, contact_name="Người thứ hai").status_code == 302
    assert one(web_cast, Unit, id=unit.id).contact_name == "Người thứ hai"


def test_a_unit_ends_with_a_word_on_what_stays_and_is_taken_up_again(chief, web_cast):
    unit = web_cast.units["noi_vu"]
    give(web_cast, make_task(web_cast, make_directive(web_cast, "1/TB"), "Việc."), "noi_vu", date(2023, 9, 20))
    web_cast.session.commit()
    assert "còn 01 nhiệm vụ chủ trì chưa hoàn thành" in text_of(chief.get(f"{path_of(unit)}/ket-thuc"))
    answer = post(chief, f"{path_of(unit)}/ket-thuc", last_day="31/12/2019")
    assert "Ngày kết thúc 31/12/2019 ở trước ngày bắt đầu 01/01/2020" in text_of(answer)
    assert post(chief, f"{path_of(unit)}/ket-thuc", last_day="30/9/2023").status_code == 302
    assert one(web_cast, Unit, id=unit.id).valid_to == date(2023, 9, 30)
    assert "đến hết 30/09/2023" in text_of(chief.get(path_of(unit)))
    post(chief, f"{path_of(unit)}/hoat-dong-lai")
    assert one(web_cast, Unit, id=unit.id).valid_to is None
    again = post(chief, f"{path_of(unit)}/hoat-dong-lai")
    assert "Nội dung đã được người khác cập nhật" in chief.get(again.location).text


def test_the_secretariat_cannot_end_and_moves_by_marking_another(chief, web_cast):
    own, other = web_cast.units["van_phong"], web_cast.units["noi_vu"]
    assert "Kết thúc hoạt động…" not in text_of(chief.get(path_of(own)))
    assert "đúng một Văn phòng" in text_of(post(chief, f"{path_of(own)}/ket-thuc", last_day="30/9/2023"))
    path = f"{path_of(other)}/sua"
    form = {"name": other.name, "valid_from": "01/01/2020", "position": "1", "is_secretariat": "y"}
    assert post(chief, path, **form, seen=seen(chief, path)).status_code == 302
    assert not one(web_cast, Unit, id=own.id).is_secretariat


def test_a_unit_gets_and_loses_another_name(chief, web_cast):
    unit = web_cast.units["noi_vu"]
    taken = post(chief, f"{path_of(unit)}/ten-goi", alias="tư pháp")
    assert "Phòng Tư pháp" in text_of(taken)
    assert 'value="tư pháp"' in taken.text
    assert post(chief, f"{path_of(unit)}/ten-goi", alias="Phòng NV").status_code == 302
    page = chief.get(path_of(unit))
    assert "Phòng NV Bỏ" in text_of(page)
    [action] = re.findall(r'action="([^"]*/ten-goi/\d+/bo)"', page.text)
    post(chief, action)
    assert "Phòng NV Bỏ" not in text_of(chief.get(path_of(unit)))


def test_the_list_of_units_comes_as_a_file(chief):
    answer = chief.get("/co-quan/don-vi.xlsx?tim=phap")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("Tên đơn vị" in row for row in cells)
    assert cells[-1][0] == "Phòng Tư pháp"


def test_a_new_person_is_shown_the_password_once(chief, web_cast):
    unit = web_cast.units["noi_vu"]
    answer = post(chief, "/co-quan/nguoi-dung/them", **PERSON, unit_id=str(unit.id))
    assert answer.status_code == 200
    password = re.search(r"Mật khẩu tạm ([a-z-]{12,})", text_of(answer))[1]
    page = chief.get(f"/co-quan/nguoi-dung/{one(web_cast, User, login='lan').public_id}")
    assert "Công chức của đơn vị Phòng Nội vụ từ 01/09/2023" in text_of(page)
    assert password not in page.text
    assert password not in " ".join(str(each.payload) for each in every(web_cast, AuditEntry))
    listed = text_of(chief.get(f"/co-quan/nguoi-dung?don-vi={unit.public_id}&vai-tro=unit_member&tim=lan"))
    assert "Nguyễn Thị Lan lan Công chức của đơn vị, Phòng Nội vụ mật khẩu tạm" in listed
    assert "Phòng Nội vụ · Công chức của đơn vị · Đang dùng · có chữ “lan” 1 dòng" in listed


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("login", "có dấu", "Tên đăng nhập “có dấu” không dùng được"),
        ("login", "chief", "đã là của đồng chí Chánh Văn phòng Vinh"),
        ("name", "", "Cần nhập họ và tên."),
        ("email", "lan@", "Không đọc được địa chỉ thư"),
        ("unit_id", "", "Cần chọn đơn vị."),
        ("role", "vua", "Lựa chọn này không có trong danh sách."),
        ("valid_to", "01/01/2023", "ở trước ngày bắt đầu 01/09/2023"),
    ],
)
def test_a_person_with_bad_values_is_not_added(chief, web_cast, field, typed, sentence):
    form = PERSON | {"unit_id": str(web_cast.units["noi_vu"].id), field: typed}
    answer = post(chief, "/co-quan/nguoi-dung/them", **form)
    assert answer.status_code == 400
    assert sentence in unescape(re.search(rf'id="{field}-error"[^>]*>([^<]*)<', answer.text)[1])
    assert 'value="Nguyễn Thị Lan"' in answer.text or field == "name"
    assert every(web_cast, User, name="Nguyễn Thị Lan") == []


def person(web_cast, login: str) -> str:
    return f"/co-quan/nguoi-dung/{web_cast.users[login].public_id}"


def test_a_person_is_changed_and_stands_in_for_another(chief, web_cast):
    here = person(web_cast, "staff")
    form = {"name": "Chuyên viên Hoa Mai", "login": "STAFF", "phone": "091", "seen": seen(chief, f"{here}/sua")}
    assert post(chief, f"{here}/sua", **form).status_code == 302
    assert post(chief, f"{here}/sua", **form).status_code == 409
    stand_in = {"unit_id": str(web_cast.units["tu_phap"].id), "role": "unit_head", "title": "Xử lý thay",
                "valid_from": "14/9/2023", "valid_to": "20/9/2023"}  # fmt: skip
    assert post(chief, f"{here}/vai-tro/them", **stand_in).status_code == 302
    assert "trùng thời gian" in text_of(post(chief, f"{here}/vai-tro/them", **stand_in))
    page = text_of(chief.get(here))
    assert "Thủ trưởng đơn vị Phòng Tư pháp Xử lý thay từ 14/09/2023 đến hết 20/09/2023" in page


def test_nobody_is_offered_a_role_for_himself_or_gets_one_by_asking(chief, web_cast):
    here = person(web_cast, "chief")
    assert f"{here}/vai-tro/them" not in chief.get(here).text
    other = person(web_cast, "staff")
    assert f"{other}/vai-tro/them" in chief.get(other).text
    wish = {"unit_id": str(web_cast.units["van_phong"].id), "role": "leader", "title": "", "valid_from": "14/9/2023"}
    refused = post(chief, f"{here}/vai-tro/them", **wish)
    assert (refused.status_code, "Không tự giao hoặc kéo dài vai trò" in text_of(refused)) == (400, True)
    assert [each.role for each in every(web_cast, Membership, user_id=web_cast.users["chief"].id)] == ["chief"]


def test_a_role_is_ended_or_removed(chief, web_cast):
    here, held = person(web_cast, "staff"), one(web_cast, Membership, user_id=web_cast.users["staff"].id)
    edit = f"{here}/vai-tro/{held.id}"
    assert "Chuyên viên Văn phòng" in text_of(chief.get(edit))
    form = {"valid_from": "01/01/2020", "valid_to": "13/9/2023", "seen": seen(chief, edit)}
    assert post(chief, edit, **form).status_code == 302
    assert "đã kết thúc" in text_of(chief.get(here))
    post(chief, f"{edit}/xoa")
    assert every(web_cast, Membership, id=held.id) == []
    assert "Người chưa có vai trò không đăng nhập được." in text_of(chief.get(here))


def test_the_last_manager_cannot_lock_everybody_out(chief, web_cast):
    web_cast.users["admin"].active = False
    web_cast.session.commit()
    here = person(web_cast, "chief")
    answer = post(chief, f"{here}/ngung")
    assert "sẽ không còn ai quản lý được đơn vị và người dùng" in text_of(chief.get(answer.location))
    held = one(web_cast, Membership, user_id=web_cast.users["chief"].id)
    form = {"valid_from": "01/01/2020", "valid_to": "14/9/2023", "seen": seen(chief, f"{here}/vai-tro/{held.id}")}
    refused = post(chief, f"{here}/vai-tro/{held.id}", **form)
    assert "Từ ngày 15/09/2023 sẽ không còn ai" in text_of(refused)
    assert "trang Đổi mật khẩu" in text_of(post(chief, f"{here}/mat-khau"))


def test_an_account_is_closed_and_opened(chief, web_cast):
    here = person(web_cast, "staff")
    post(chief, f"{here}/ngung")
    assert "Tài khoản đã ngừng" in text_of(chief.get(here))
    assert "Chuyên viên Hoa" not in text_of(chief.get("/co-quan/nguoi-dung?tim=hoa"))
    assert "Chuyên viên Hoa" in text_of(chief.get("/co-quan/nguoi-dung?tim=hoa&tai-khoan=ngung"))
    post(chief, f"{here}/mo-lai")
    assert "Tài khoản đang dùng" in text_of(chief.get(here))


def test_the_list_of_people_comes_as_a_file(chief):
    sheet = load_workbook(io.BytesIO(chief.get("/co-quan/nguoi-dung.xlsx?vai-tro=clerk").data)).active
    assert [cell.value for cell in list(sheet.iter_rows())[-1]][:6] == [
        "clerk", "Văn thư Lan", "clerk@dondoc.test", None, "Văn phòng HĐND và UBND huyện", "Văn thư",
    ]  # fmt: skip


def test_a_field_shows_its_people_on_the_units_page(chief, web_cast):
    unit = web_cast.units["noi_vu"]
    added = post(chief, "/co-quan/linh-vuc/them", name="Nội chính", valid_from="1/1/2023", unit_ids=str(unit.id))
    here = added.location
    post(chief, f"{here}/lanh-dao", user_id=str(web_cast.users["leader"].id), since="1/1/2023")
    post(chief, f"{here}/theo-doi", user_id=str(web_cast.users["staff"].id), since="1/1/2023")
    page = text_of(chief.get(path_of(unit)))
    assert "Phó Chủ tịch Hà Lãnh đạo phụ trách Nội chính" in page
    assert "Chuyên viên Hoa Chuyên viên theo dõi Nội chính" in page
    assert "Nội chính Phó Chủ tịch Hà Chuyên viên Hoa Phòng Nội vụ" in text_of(chief.get("/co-quan/linh-vuc"))
    again = post(chief, f"{here}/theo-doi", user_id=str(web_cast.users["staff"].id), since="1/9/2023")
    assert "đã được giao lĩnh vực" in text_of(again)
    row = one(web_cast, FieldCharge, user_id=web_cast.users["staff"].id)
    end = f"{here}/phu-trach/{row.id}/thoi"
    assert chief.get(end).status_code == 200
    assert post(chief, end, last_day="13/9/2023").status_code == 302
    assert "Chuyên viên Hoa" not in text_of(chief.get(path_of(unit)))
    assert "Trước đây (1)" in text_of(chief.get(here))


def test_a_field_is_changed_and_ended(chief, web_cast):
    here = post(chief, "/co-quan/linh-vuc/them", name="Nội chính", valid_from="1/1/2023").location
    form = {"name": "Nội chính", "valid_from": "1/1/2023", "valid_to": "13/9/2023"}
    assert post(chief, f"{here}/sua", **form, seen=seen(chief, f"{here}/sua")).status_code == 302
    assert "Lĩnh vực thôi áp dụng (1)" in text_of(chief.get("/co-quan/linh-vuc"))
    assert one(web_cast, Field, name="Nội chính").valid_to == date(2023, 9, 13)
    assert post(chief, f"{here}/sua", **form, seen="cũ").status_code == 409


def twice(client, path, **form):
    """Look at what would change, and do it."""
    shown = post(client, path, **form)
    return post(client, path, **form, seen=re.search(r'name="seen"[^>]*value="(\w+)"', shown.text)[1])


def test_the_calendar_is_read_by_month_and_corrected(chief, web_cast):
    page = text_of(chief.get("/co-quan/lich"))
    assert "Lịch làm việc năm 2023" in page
    assert "Tháng 9 Thứ Sáu, 01/09/2023 Nghỉ" in page
    answer = twice(chief, "/co-quan/lich/2023/them", day="29/12", kind="nghi", name="Nghỉ hoán đổi")
    assert answer.location == "/co-quan/lich?nam=2023"
    assert "Thứ Sáu, 29/12/2023 Nghỉ Nghỉ hoán đổi" in text_of(chief.get(answer.location))
    refused = post(chief, "/co-quan/lich/2023/them", day="30/12", kind="nghi", name="Nghỉ")
    assert "vốn đã là ngày nghỉ" in text_of(refused)
    twice(chief, "/co-quan/lich/2023/12/29/bo")
    assert every(web_cast, CalendarDay, day=date(2023, 12, 29)) == []


def test_a_future_year_is_expected_until_it_is_confirmed(chief, web_cast):
    assert "Chưa có lịch năm 2027" in text_of(chief.get("/co-quan/lich?nam=2027"))
    post(chief, "/co-quan/lich/2027/lap")
    assert "Lịch nghỉ năm 2027 chưa được xác nhận" in text_of(chief.get("/co-quan/lich?nam=2027"))
    assert "Cần ghi thông báo chính thức." in text_of(post(chief, "/co-quan/lich/2027/xac-nhan", basis=""))
    post(chief, "/co-quan/lich/2027/xac-nhan", basis="10/TB-BNV ngày 01/10/2026")
    assert "thông báo chính thức: 10/TB-BNV ngày 01/10/2026." in text_of(chief.get("/co-quan/lich?nam=2027"))
    post(chief, "/co-quan/lich/2027/bo-xac-nhan")
    assert not one(web_cast, CalendarYear, year=2027).confirmed


@pytest.mark.parametrize("year", ["", "x", "99999", "-1", "²", "1900"])
def test_a_year_that_is_none_means_this_year(chief, year):
    assert "Lịch làm việc năm 2023" in text_of(chief.get(f"/co-quan/lich?nam={year}"))


def test_the_office_is_renamed_in_sight_of_what_others_changed(chief, web_cast):
    before = seen(chief, "/co-quan/thong-tin")
    assert post(chief, "/co-quan/thong-tin", name="UBND xã Mới", seen=before).status_code == 302
    assert one(web_cast, Office).name == "UBND xã Mới"
    assert post(chief, "/co-quan/thong-tin", name="UBND xã Khác", seen=before).status_code == 409


def test_units_are_taken_from_a_starter_list(chief, web_cast):
    assert "Huyện (đến 30/6/2025)" in text_of(chief.get("/co-quan/don-vi-mau"))
    page = chief.get("/co-quan/don-vi-mau?mau=huyen").text
    ticked = set(re.findall(r'name="(u\d+)-take"[^>]*checked|checked[^>]*name="(u\d+)-take"', page))
    names = dict(re.findall(r'name="(u\d+)-name"[^>]*value="([^"]*)"', page))
    assert {"Phòng Nội vụ", "Phòng Tư pháp"}.isdisjoint(names[a or b] for a, b in ticked)
    nothing = post(chief, "/co-quan/don-vi-mau?mau=huyen", since="1/9/2023")
    assert "Chưa chọn đơn vị nào." in text_of(nothing)
    blank = post(chief, "/co-quan/don-vi-mau?mau=huyen", **{"since": "1/9/2023", "u0-take": "y", "u0-name": ""})
    assert "Cần nhập tên đơn vị." in text_of(blank)
    rows = {"u1-take": "y", "u1-name": "Phòng Nội vụ", "u10-take": "y", "u10-name": "Phòng Y tế và Dân số"}
    taken = post(chief, "/co-quan/don-vi-mau?mau=huyen", since="1/9/2023", **rows)
    page = text_of(chief.get(taken.location))
    assert "Đã thêm 1 đơn vị." in page
    assert "Bỏ qua vì đã có: Phòng Nội vụ." in page
    assert one(web_cast, Unit, name="Phòng Y tế và Dân số").valid_from == date(2023, 9, 1)


@pytest.mark.parametrize(
    "path",
    ["/co-quan/don-vi/khong-co", "/co-quan/nguoi-dung/khong-co", "/co-quan/linh-vuc/khong-co",
     "/co-quan/lich/1900/them", "/co-quan/nhap-tep/khong-co", "/co-quan/nhap-tep/don-vi/mau.doc"]
)  # fmt: skip
def test_what_does_not_exist_is_not_found(chief, path):
    assert chief.get(path).status_code == 404


def test_a_link_of_the_log_leads_to_the_unit(chief, web_cast):
    post(chief, f"{path_of(web_cast.units['noi_vu'])}/ten-goi", alias="Phòng NV")
    assert path_of(web_cast.units["noi_vu"]) in chief.get("/nhat-ky").text


def test_the_pages_take_as_many_queries_for_many_rows_as_for_few(app, chief, web_cast):
    paths = ("/co-quan/don-vi", path_of(web_cast.units["noi_vu"]), "/co-quan/nguoi-dung", "/co-quan/linh-vuc",
             "/co-quan/lich", person(web_cast, "chief"))  # fmt: skip
    post(chief, "/co-quan/linh-vuc/them", name="Lĩnh vực", valid_from="1/1/2023",
         unit_ids=str(web_cast.units["noi_vu"].id))  # fmt: skip

    def queries() -> list[int]:
        counted = []
        for path in paths:
            with app.app_context(), count_queries(db.engine) as statements:
                assert chief.get(path).status_code == 200
            counted.append(len(statements))
        return counted

    few = queries()
    for n in range(12):
        add_unit(web_cast, f"unit{n}", f"Đơn vị số {n}", "", (f"Tên khác {n}",))
    web_cast.session.commit()
    for n in range(5):
        post(chief, "/co-quan/linh-vuc/them", name=f"Lĩnh vực {n}", valid_from="1/1/2023",
             unit_ids=str(web_cast.units["noi_vu"].id))  # fmt: skip
    assert queries() == few
