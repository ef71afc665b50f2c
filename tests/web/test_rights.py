"""The table of rights, stand-ins, handovers, limited views and people's data, as the pages show them."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.permissions import TABLE, Action
from app.domain.terms import Relation, Role
from app.extensions import db
from app.models import Handover, Membership, Task, TaskViewer, User
from app.wording.rights import ACT_GROUPS, NOT_OF_ASSIGNMENTS
from app.wording.terms import word
from tests.services.giving import Giving


@pytest.fixture
def giving(web_cast, clock) -> Giving:
    return Giving(web_cast, clock)


@pytest.fixture
def stored(app):
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as opened:
        yield lambda query: _look(opened, query)


def _look(opened: Session, query):
    """The rows as they are now; no transaction stays open, since it would lock the pages out."""
    opened.expire_all()
    rows = opened.scalars(query).all()
    opened.commit()
    return rows


def text_of(page) -> str:
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def post(client, path: str, **fields: object):
    return client.post(path, data={"csrf_token": client.token(), **fields})


def person(web_cast, login: str) -> str:
    return f"/co-quan/nguoi-dung/{web_cast.users[login].public_id}"


def test_every_act_stands_under_a_heading_once():
    placed = [act for acts in ACT_GROUPS.values() for act in acts]
    assert sorted(placed) == sorted(Action)


def test_what_is_shown_as_a_plain_yes_holds_for_any_assignment():
    relations = {TABLE[role].get(act, frozenset()) for role in Role for act in NOT_OF_ASSIGNMENTS if act in TABLE[role]}
    assert relations == {frozenset(Relation)}


def test_the_table_of_rights_is_drawn_from_the_domain(client, log_in):
    log_in(client, "admin")
    page = client.get("/co-quan/bang-quyen")
    words = text_of(page)
    assert all(word(act) in words for act in Action)
    row = re.search(rf"<tr><th scope=\"row\">{word(Action.HAND_ON)}</th>(.*?)</tr>", page.text, re.DOTALL)[1]
    cells = [unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
    expected = {Role.CHIEF: "Mọi nhiệm vụ", Role.STAFF: "Mọi nhiệm vụ", Role.UNIT_HEAD: "Nhiệm vụ của đơn vị mình"}
    assert cells == [expected.get(role, "") for role in Role]


def test_a_stand_in_is_begun_said_in_the_head_of_every_page_and_ended(client, log_in, web_cast, stored):
    log_in(client, "admin")
    path = person(web_cast, "tu_phap_head")
    other = web_cast.users["noi_vu_head"]
    late = post(client, f"{path}/xu-ly-thay", user_id=other.id, valid_from="14/9/2023", valid_to="1/12/2024")
    assert late.status_code == 400
    assert "không quá một năm" in text_of(late)
    done = post(client, f"{path}/xu-ly-thay", user_id=other.id, valid_from="14/9/2023", valid_to="30/9/2023")
    assert done.status_code == 302
    assert "Trưởng Tư pháp xử lý thay đ/c Trưởng Nội vụ" in text_of(client.get(path))
    log_in(client, "tu_phap_head")
    assert "đang xử lý thay đ/c Trưởng Nội vụ đến ngày 30/9/2023" in client.get("/don-vi").text.replace("30/09", "30/9")
    log_in(client, "admin")
    assert post(client, f"{path}/xu-ly-thay/{other.public_id}/ket-thuc").status_code == 302
    assert stored(select(Membership).where(Membership.stands_in_for_id.is_not(None))) == []


def test_an_account_with_open_items_is_handed_over_first(client, log_in, web_cast, giving, stored):
    row = giving("noi_vu", due=date(2023, 9, 30), text="Rà soát hồ sơ người có công.")
    row.person_id = web_cast.users["noi_vu_member"].id
    web_cast.session.commit()
    log_in(client, "chief")
    path = person(web_cast, "noi_vu_member")
    refused = post(client, f"{path}/ngung")
    assert refused.location.endswith(f"{path}/ban-giao")
    page = client.get(refused.location)
    assert "còn 1 việc chưa bàn giao" in text_of(page)
    assert "Rà soát hồ sơ người có công." in text_of(page)
    to = web_cast.users["noi_vu_head"].public_id
    preview = client.get(f"{path}/ban-giao?user_id={to}")
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', preview.text)[1]
    assert post(client, f"{path}/ban-giao", receiver=to, seen="x").status_code == 409
    done = post(client, f"{path}/ban-giao", receiver=to, seen=seen)
    (record,) = stored(select(Handover))
    assert done.location.endswith(f"/co-quan/ban-giao/{record.public_id}")
    assert "Rà soát hồ sơ người có công." in text_of(client.get(done.location))
    assert "Chuyên viên Nội vụ" in text_of(client.get("/co-quan/ban-giao"))
    log_in(client, "admin")
    assert "Rà soát" not in text_of(client.get(done.location)), "the administrator reads no tasks"
    post(client, f"{path}/ngung")
    assert [user.active for user in stored(select(User).where(User.login == "noi_vu_member"))] == [False]


def test_a_task_is_limited_and_opened_again_on_its_page(client, log_in, web_cast, giving, stored):
    row = giving("noi_vu", due=date(2023, 9, 30), text="Xác minh đơn tố cáo.")
    web_cast.session.commit()
    log_in(client, "chief")
    path = f"/nhiem-vu/{row.public_id}"
    assert f'href="{path}/han-che-xem"' in client.get(path).text
    nobody = post(client, f"{path}/han-che-xem")
    assert nobody.status_code == 400
    assert "Cần chọn ít nhất một người của Phòng Nội vụ" in text_of(nobody)
    done = post(client, f"{path}/han-che-xem", user_ids=web_cast.users["noi_vu_head"].id)
    assert done.status_code == 302
    assert "Hạn chế xem." in text_of(client.get(path))
    assert len(stored(select(TaskViewer))) == 2
    log_in(client, "staff")
    assert client.get(path).status_code == 404
    log_in(client, "chief")
    assert post(client, f"{path}/bo-han-che-xem").status_code == 302
    assert [task.restricted for task in stored(select(Task))] == [False]


def test_a_persons_data_is_given_out_and_erased(client, log_in, web_cast):
    log_in(client, "admin")
    path = person(web_cast, "noi_vu_member")
    answer = post(client, f"{path}/du-lieu")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.data)["account"]["login"] == "noi_vu_member"
    post(client, f"{path}/xoa-du-lieu")
    assert "Chỉ xóa dữ liệu cá nhân của tài khoản đã ngừng" in text_of(client.get(path))
    post(client, f"{path}/ngung")
    post(client, f"{path}/xoa-du-lieu")
    page = client.get(path)
    assert "Người dùng đã xóa" in text_of(page)
    assert "Mở lại tài khoản" not in text_of(page)
