"""The wizard by which units change: three steps without script or session, a preview, and a record to print."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.domain.terms import AssignmentRole, Role, State, TaskKind
from app.models import Assignment, Membership, Reorganisation, Unit, UnitName
from tests.cast import Cast, add_person
from tests.conftest import count_queries

START = "/co-quan/sap-xep"
BASIS = "Nghị quyết số 12/NQ-HĐND"
DAY = "01/09/2023"


def fields_of(page: TestResponse) -> dict[str, list[str]]:
    """What the form of the preview would send as it stands: hidden fields, and nothing chosen."""
    form = page.text.partition('<form class="stack"')[2]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag)[1] for key in ("name", "value"))  # type: ignore[index]
        found.setdefault(name, []).append(unescape(value))
    return found


def look(client: FlaskClient, kind: str, *units: Unit, **more: Any) -> TestResponse:
    asked = {"kind": kind, "unit_ids": [unit.id for unit in units], "effective_on": DAY, "basis": BASIS}
    return client.get(f"{START}/moi/xem-truoc", query_string={**asked, "keeps_names": "y", **more})


def carry_out(client: FlaskClient, page: TestResponse, **more: Any) -> TestResponse:
    return client.post(f"{START}/thuc-hien", data={**fields_of(page), **more})


def post_of(cast: Cast, login: str) -> Membership:
    """Somebody's first role; what was begun to read it is ended, since it would lock the pages out."""
    found = cast.users[login].memberships[0]
    cast.session.commit()
    return found


def nothing_was_done(stored: Session) -> bool:
    found = stored.scalars(select(Reorganisation)).all()
    stored.rollback()  # it would lock the pages out
    return not found


def text_of(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2])).split())


@pytest.fixture
def given(give, web_cast: Cast) -> dict[str, Assignment]:
    found = {
        "own": give("noi_vu", due=date(2023, 9, 20), text="Việc của Nội vụ."),
        "other": give("tu_phap", due=date(2023, 9, 25), text="Việc của Tư pháp."),
    }
    found["shared"], found["shared_too"] = give.task(("noi_vu", "tu_phap"), due=date(2023, 10, 2), text="Việc chung.")
    web_cast.session.commit()
    return found


def test_the_wizard_leads_from_the_units_to_the_list_of_the_successor(chief, web_cast, given, stored: Session):
    units = web_cast.units
    assert f'href="{START}"' in chief.get("/co-quan/don-vi").text
    assert "Chưa có lần sắp xếp nào" in chief.get(START).text
    assert chief.get(f"{START}/moi").status_code == 200
    step = chief.get(f"{START}/moi/noi-dung?kind=merge&unit_ids={units['noi_vu'].id}")
    assert f'<option value="{units["noi_vu"].id}">' not in step.text  # it cannot come into itself
    page = look(chief, "merge", units["noi_vu"], successor_id=units["tu_phap"].id)
    said = text_of(page)
    assert page.status_code == 200
    assert "Việc của Nội vụ." in said
    assert "Việc của Tư pháp." not in said
    assert "Nhập vào nhiệm vụ này của Phòng Tư pháp" in said
    assert nothing_was_done(stored)
    done = carry_out(chief, page)
    assert done.status_code == 302
    record = chief.get(done.location)
    said = text_of(record)
    for words in ("Biên bản sắp xếp đơn vị: sáp nhập", BASIS, "Phòng Nội vụ → Phòng Tư pháp", "Chánh Văn phòng Vinh"):
        assert words in said
    listed = text_of(chief.get(f"/nhiem-vu?don-vi={units['tu_phap'].public_id}"))
    assert "Việc của Nội vụ." in listed
    assert listed.count("Việc chung.") == 1  # what gave way to it stays in the list of the old unit, closed
    assert "Sáp nhập" in text_of(chief.get(START))
    timeline = text_of(chief.get(f"/nhiem-vu/{given['own'].public_id}"))
    assert f"Phòng Nội vụ sáp nhập vào Phòng Tư pháp từ ngày {DAY}, căn cứ {BASIS}." in timeline


def test_what_changed_after_the_preview_is_shown_and_nothing_is_done(chief, web_cast, give, given, acts, stored):
    units = web_cast.units
    page = look(chief, "merge", units["noi_vu"], successor_id=units["tu_phap"].id)
    acts.acknowledge(given["own"])
    give("noi_vu", due=date(2023, 9, 30), text="Việc vừa giao.")
    add_person(web_cast, "moi", "Đồng chí Mới", "noi_vu", Role.UNIT_MEMBER)
    web_cast.session.commit()
    again = carry_out(chief, page)
    assert again.status_code == 409
    said = text_of(again)
    assert "01 nhiệm vụ mới giao hoặc mới chuyển đến; 01 nhiệm vụ đã có người cập nhật;" in said
    assert "đơn vị, người, lĩnh vực hoặc lựa chọn đã khác;" in said
    assert "Việc vừa giao." in said
    assert nothing_was_done(stored)
    assert carry_out(chief, again).status_code == 302


def test_a_split_takes_choices_one_by_one_and_shows_them_before_it_is_done(chief, web_cast, given, stored):
    units, own = web_cast.units, given["own"]
    new = {"name_1": "Phòng Văn hóa", "short_name_1": "Văn hóa"}
    page = look(chief, "split", units["noi_vu"], goes_on="y", **new)
    membership = post_of(web_cast, "noi_vu_member")
    chosen = {f"u{units['noi_vu'].id}": str(units["noi_vu"].id), f"p{own.id}": "-1", f"m{membership.id}": "-1"}
    seen = carry_out(chief, page, **chosen, again="1")
    assert seen.status_code == 200
    assert "Chuyển về Phòng Văn hóa" in text_of(seen)
    assert nothing_was_done(stored)
    assert carry_out(chief, seen, **chosen).status_code == 302
    made = stored.scalars(select(Unit).where(Unit.name == "Phòng Văn hóa")).one()
    assert stored.get_one(Assignment, own.id).unit_id == made.id
    assert stored.get_one(Assignment, given["shared"].id).unit_id == units["noi_vu"].id
    assert stored.get_one(Unit, units["noi_vu"].id).valid_to is None


def test_a_person_can_be_left_behind(chief, web_cast, stored):
    units, membership = web_cast.units, post_of(web_cast, "noi_vu_member")
    page = look(chief, "merge", units["noi_vu"], successor_id=units["tu_phap"].id)
    left = {f"m{membership.id}": "khong"}
    seen = carry_out(chief, page, **left, again="1")
    assert "Không chuyển" in text_of(seen)
    done = carry_out(chief, seen, **left)
    assert "Không chuyển" in text_of(chief.get(done.location))


def test_a_unit_is_renamed_and_its_page_tells_what_it_was_called(chief, web_cast, stored):
    unit = web_cast.units["noi_vu"]
    page = look(chief, "rename", unit, name="Phòng Nội vụ và Lao động", short_name="Nội vụ")
    assert "Phòng Nội vụ và Lao động" in text_of(page)
    assert carry_out(chief, page).status_code == 302
    assert stored.scalars(select(UnitName.name)).all() == ["Phòng Nội vụ"]
    said = text_of(chief.get(f"/co-quan/don-vi/{unit.public_id}"))
    assert "Phòng Nội vụ và Lao động" in said
    assert "Phòng Nội vụ, đến hết 31/08/2023" in said


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"kind": "merge"}, "Số đơn vị được chọn không phù hợp"),
        ({"kind": "", "unit_ids": "{noi_vu}"}, "Cần chọn việc sắp xếp."),
        ({"kind": "consolidate", "unit_ids": "{noi_vu}"}, "Số đơn vị được chọn không phù hợp"),
        ({"unit_ids": "{noi_vu}", "successor_id": ""}, "Số đơn vị tiếp nhận không phù hợp"),
        ({"unit_ids": "{noi_vu}", "effective_on": ""}, "Cần nhập ngày."),
        ({"unit_ids": "{noi_vu}", "basis": " "}, "Cần ghi căn cứ"),
        ({"unit_ids": "{noi_vu}", "effective_on": "15/9/2023"}, "Ngày sắp xếp không được sau hôm nay (14/09/2023)"),
        ({"unit_ids": "{noi_vu}", "effective_on": "1/1/2020"}, "Phòng Nội vụ hoạt động từ ngày 01/01/2020."),
        ({"kind": "split", "unit_ids": "{noi_vu}", "name_1": "Phòng Mới", "goes_on": "y", "short_name_2": "B"},
         "Tên đơn vị mới thứ hai : Cần nhập nội dung này."),
        ({"kind": "split", "unit_ids": "{noi_vu}", "name_1": "Phòng Tư pháp", "goes_on": "y"}, "đã là của Phòng Tư"),
        ({"kind": "dissolve", "unit_ids": "{noi_vu}"}, "Còn 2 nhiệm vụ chưa kết thúc. Đề nghị chọn đơn vị tiếp nhận."),
        ({"kind": "rename", "unit_ids": "{noi_vu}", "name": "Phòng Nội vụ", "short_name": "Nội vụ"}, "Tên mới giống"),
        ({"unit_ids": "{noi_vu}", "p1": "999999"}, "Có lựa chọn nằm ngoài các đơn vị tiếp nhận."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_where_it_was_typed(chief, web_cast, given, asked, sentence):
    ids = {key: str(unit.id) for key, unit in web_cast.units.items()}
    usual = {"kind": "merge", "effective_on": DAY, "basis": BASIS, "successor_id": "{tu_phap}"}
    sent = {name: value.format(**ids) for name, value in (usual | asked).items()}
    page = chief.get(f"{START}/moi/xem-truoc", query_string=sent)
    assert page.status_code == 400
    assert sentence in text_of(page)


def test_who_reads_no_assignments_sees_their_number_and_not_their_words(client, log_in, web_cast, give, given):
    log_in(client, "admin")
    units = web_cast.units
    page = look(client, "merge", units["noi_vu"], successor_id=units["tu_phap"].id)
    assert "Nhiệm vụ chưa kết thúc (3)" in text_of(page)
    assert "Việc của Nội vụ." not in page.text
    record = client.get(carry_out(client, page).location)
    assert "Việc của Nội vụ." not in record.text


def test_the_words_of_a_limited_task_stand_on_no_page_of_the_wizard(chief, web_cast, given):
    given["own"].task.restricted = True
    web_cast.session.commit()
    page = look(chief, "merge", web_cast.units["noi_vu"], successor_id=web_cast.units["tu_phap"].id)
    assert "Việc của Nội vụ." not in page.text
    assert "Nội dung chỉ hiện với người được xem nhiệm vụ." in page.text


def test_a_preview_of_many_asks_no_more_than_one_of_few(chief, web_cast, give, app):
    units = web_cast.units
    give("noi_vu", due=date(2023, 9, 20))
    web_cast.session.commit()
    engine = web_cast.session.get_bind()
    counts = []
    for _ in range(2):
        with app.app_context(), count_queries(engine) as seen:
            assert look(chief, "merge", units["noi_vu"], successor_id=units["tu_phap"].id).status_code == 200
        counts.append(len(seen))
        for _ in range(30):
            give("noi_vu", due=date(2023, 9, 20))
        web_cast.session.commit()
    assert counts[0] == counts[1] > 0


def test_parts_of_a_task_that_is_not_closed_are_the_successors_in_every_list(chief, web_cast, give, stored):
    task = give.new_task("Việc phối hợp.", "{n}", kind=TaskKind.CONTINUOUS)
    part = give.assign(task, "noi_vu", AssignmentRole.COORDINATING, None)
    web_cast.session.commit()
    page = look(chief, "dissolve", web_cast.units["noi_vu"], successor_ids=[web_cast.units["tu_phap"].id])
    assert carry_out(chief, page).status_code == 302
    moved = stored.get_one(Assignment, part.id)
    assert (moved.unit_id, moved.state) == (web_cast.units["tu_phap"].id, State.OPEN)
