"""Fields of work on the desk, in the list, on the page of an assignment and in a report."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest

from app.domain.terms import ChargeKind
from app.models import Field, FieldCharge, Task

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def fields(web_cast) -> dict[str, Field]:
    """Nội vụ and Tư pháp are in the one, Tư pháp and Kinh tế in the other; Hoa follows the first, Hà leads it."""
    made = {}
    for key, units in {"Nội chính": ("noi_vu", "tu_phap"), "Kinh tế": ("tu_phap", "kinh_te")}.items():
        made[key] = Field(office_id=web_cast.office.id, name=key, valid_from=LONG_AGO)
        made[key].units = [web_cast.units[unit] for unit in units]
        web_cast.session.add(made[key])
    for login, kind in (("staff", ChargeKind.FOLLOWER), ("leader", ChargeKind.LEADER)):
        row = FieldCharge(user_id=web_cast.users[login].id, kind=kind, valid_from=LONG_AGO)
        made["Nội chính"].charges.append(row)
    web_cast.session.commit()
    return made


@pytest.fixture
def given(few, fields, web_cast):
    few("kinh_te", due=date(2023, 9, 11), text="Việc kinh tế chậm.")
    web_cast.session.commit()
    return few


@pytest.mark.parametrize(("login", "words"), [("staff", "Lĩnh vực tôi theo dõi"), ("leader", "Lĩnh vực tôi phụ trách")])
def test_the_desk_can_be_narrowed_to_ones_own_fields_and_says_so(client, log_in, given, login, words):
    log_in(client, login)
    whole = client.get("/").text
    assert f'href="/?linh-vuc=cua-toi">{words}</a>' in whole
    assert "Việc kinh tế chậm." in whole
    mine = client.get("/?linh-vuc=cua-toi").text
    assert f"<b>{words}: Nội chính</b>" in mine
    assert "Việc kinh tế chậm." not in mine
    assert "Việc quá hạn." in mine
    assert all("linh-vuc=cua-toi" in each for each in re.findall(r'class="tile[^>]*><a href="(/nhiem-vu[^"]*)"', mine))


def test_the_file_of_units_is_narrowed_with_the_desk(client, log_in, given):
    log_in(client, "staff")
    assert 'href="/ban-lam-viec/don-vi.xlsx?linh-vuc=cua-toi"' in client.get("/?linh-vuc=cua-toi").text
    file = client.get("/ban-lam-viec/don-vi.xlsx?linh-vuc=cua-toi").data
    rows = str(list(openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True)))
    assert "Lĩnh vực tôi theo dõi: Nội chính" in rows
    assert "Phòng Nội vụ" in rows
    assert "Phòng Kinh tế" not in rows


def test_who_follows_no_field_is_offered_no_switch(chief, given):
    assert "Lĩnh vực tôi" not in chief.get("/").text
    assert "Việc kinh tế chậm." in chief.get("/?linh-vuc=cua-toi").text, "nothing to narrow to"


def test_the_desk_counts_by_field(chief, given):
    page = " ".join(re.sub(r"<[^>]+>", " ", chief.get("/").text).split())
    table = page.partition("Quá hạn theo lĩnh vực")[2].replace(" /", "/").lstrip()
    assert table.startswith("Lĩnh vực Quá hạn/có thời hạn Nội chính 01/01 Kinh tế 01/02 Chưa gắn lĩnh vực 00/01"), table


@pytest.mark.parametrize(
    ("value", "found", "lost", "said"),
    [
        ("cua-toi", "Việc quá hạn.", "Việc kinh tế chậm.", "Lĩnh vực của tôi: Nội chính"),
        ("chua-gan", "Việc có phối hợp.", "Việc quá hạn.", "Chưa gắn lĩnh vực"),
    ],
)
def test_the_list_is_narrowed_by_the_same_rule(client, log_in, given, value, found, lost, said):
    log_in(client, "staff")
    page = client.get(f"/nhiem-vu?linh-vuc={value}").text
    assert f"<b>{said}</b>" in page
    assert found in page
    assert lost not in page
    log_in(client, "chief")
    page = client.get("/nhiem-vu?linh-vuc=cua-toi").text
    assert "Không có trong danh sách lọc" in page


@pytest.fixture
def of_two(web_cast, given) -> str:
    """The address of an assignment whose unit works in two fields."""
    task = web_cast.session.query(Task).filter_by(text="Việc có phối hợp.").one()
    lead = given("tu_phap", due=date(2023, 9, 20), text="Việc của hai lĩnh vực.")
    web_cast.session.commit()
    assert task.field_id is None
    return f"/nhiem-vu/{lead.public_id}"


def test_the_office_says_the_field_of_a_task_on_its_page(client, log_in, of_two, fields, stored):
    log_in(client, "staff")
    page = client.get(of_two).text
    assert "<dt>Lĩnh vực</dt>" in page
    assert "Chưa gắn lĩnh vực" in page
    assert f'href="{of_two}/linh-vuc">Ghi lĩnh vực</a>' in page
    form = client.get(f"{of_two}/linh-vuc").text
    assert "Theo lĩnh vực của đơn vị" in form
    sent = {"field_id": str(fields["Kinh tế"].id), "seen": "", "csrf_token": client.token()}
    answer = client.post(f"{of_two}/linh-vuc", data=sent)
    assert (answer.status_code, answer.location) == (302, of_two)
    assert "<dd>Kinh tế" in client.get(of_two).text
    stale = client.post(f"{of_two}/linh-vuc", data=sent | {"field_id": ""})
    assert stale.status_code == 409
    assert "Nội dung đã được người khác cập nhật" in stale.text


@pytest.mark.parametrize("field_id", ["999999", "x"])
def test_a_field_that_is_not_offered_is_refused(client, log_in, of_two, field_id):
    log_in(client, "staff")
    sent = {"field_id": field_id, "seen": "", "csrf_token": client.token()}
    assert client.post(f"{of_two}/linh-vuc", data=sent).status_code == 400


def test_the_unit_sees_nothing_of_fields(client, log_in, of_two):
    log_in(client, "tu_phap_head")
    assert "<dt>Lĩnh vực</dt>" not in client.get(of_two).text
    assert client.get(f"{of_two}/linh-vuc").status_code == 403


def test_where_there_is_no_choice_none_is_offered(client, log_in, web_cast, given, fields):
    lead = given("noi_vu", due=date(2023, 9, 20))
    web_cast.session.commit()
    log_in(client, "staff")
    page = client.get(f"/nhiem-vu/{lead.public_id}").text
    assert "<dd>Nội chính</dd>" in page


def test_a_report_has_a_table_by_field(chief, given):
    sent = {"period": "free", "year": "2023", "period_from": "1/9/2023", "cut_off": "14/9/2023"}
    made = chief.post("/bao-cao/them", data=sent | {"csrf_token": chief.token()})
    page = " ".join(re.sub(r"<[^>]+>", " ", chief.get(made.location).text).split())
    assert "Theo lĩnh vực" in page
    assert "Kinh tế 01/02" in page.replace(" / ", "/")
    frozen = chief.post(f"{made.location}/chot", data={"csrf_token": chief.token()})
    assert "Theo lĩnh vực" in chief.get(frozen.location).text
