"""The pages of what superiors gave: the upward table, the office's own report, and what the page of a task says."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

import pytest
from openpyxl import load_workbook

from app.domain.terms import SourceOfAssignment
from app.models import SuperiorDuty, Task
from app.services import superiors
from tests.services.superior_making import give_from_above, lead_of, new_task, report
from tests.web.drafting import post, text_of

INNER, SUPERIOR = date(2023, 9, 11), date(2023, 9, 20)


@dataclass(frozen=True)
class Owed:
    """A duty as the tests name it: what is read again behind their back would lock the file."""

    id: int
    task_id: int
    public_id: str
    newest: int
    lead_id: str


@pytest.fixture
def owed(web_cast, clock, acts):
    """Of the province one done and not reported, one overdue, one in time, one reported; of the party one undated."""
    cast = web_cast
    tasks = [
        new_task(cast, "Việc đã xong ở đơn vị.", inner=INNER, superior=SUPERIOR),
        new_task(cast, "Việc quá hạn với tỉnh.", inner=INNER, superior=date(2023, 9, 12)),
        new_task(cast, "Việc còn trong hạn.", inner=INNER, superior=SUPERIOR),
        new_task(cast, "Việc đã báo cáo.", inner=INNER, superior=SUPERIOR),
    ]
    province = give_from_above(cast, clock, *tasks)
    undated = new_task(cast, "Việc của Đảng ủy.", inner=None, superior=None)
    party = give_from_above(cast, clock, undated, source=SourceOfAssignment.PARTY, number="12-KL/ĐU")
    duties = [task.superior for task in (*province.tasks, *party.tasks)]
    done = lead_of(cast, duties[0])
    acts.report(done)
    acts.accept(done)
    report(cast, clock, duties[3], "96/BC-UBND", date(2023, 9, 14))
    found = [
        Owed(duty.id, duty.task_id, duty.public_id, superiors.newest_step(duty), lead_of(cast, duty).public_id)
        for duty in duties
    ]
    cast.session.commit()
    return found


def table_of(page) -> str:
    return text_of(page).partition("Không theo dõi nữa")[2].partition("Một nhiệm vụ chỉ kết thúc")[0].strip()


def test_the_table_counts_by_source_and_each_number_opens_its_list(chief, owed):
    page = chief.get("/cap-tren-giao")
    assert table_of(page) == "Tỉnh 4 1 0 2 1 0 0 Đảng ủy 0 0 0 0 0 1 0 Tổng số 4 1 0 2 1 1 0"
    assert 'href="/cap-tren-giao?lop=qua-han&amp;nguon=province#danh-sach"' in page.text
    overdue = text_of(chief.get("/cap-tren-giao?lop=qua-han&nguon=province"))
    assert ("Việc quá hạn với tỉnh." in overdue, "Việc còn trong hạn." in overdue) == (True, False)


def test_what_waits_for_the_offices_report_comes_first(chief, owed):
    page = text_of(chief.get("/cap-tren-giao"))
    places = [page.index(text) for text in ("Việc đã xong", "Việc quá hạn", "Việc còn", "Việc của Đảng", "Việc đã báo")]
    assert places == sorted(places)
    assert "Chờ báo cáo của cơ quan: 01" in page
    waiting = text_of(chief.get("/cap-tren-giao?lop=cho-bao-cao"))
    assert ("Việc đã xong" in waiting, "Việc quá hạn" in waiting) == (True, False)


def test_the_table_is_as_of_a_day_that_is_chosen(chief, owed):
    page = chief.get("/cap-tren-giao?ngay=13/9/2023")
    assert "Tính đến hết ngày 13/09/2023" in text_of(page)
    assert table_of(page).startswith("Tỉnh 4 0 0 3 1 0 0")
    future = text_of(chief.get("/cap-tren-giao?ngay=1/1/2024"))
    assert "Ngày ở sau ngày hôm nay." in future
    assert "Không đọc được ngày" in text_of(chief.get("/cap-tren-giao?ngay=xyz"))


def test_the_list_is_a_file_too(chief, owed):
    answer = chief.get("/cap-tren-giao.xlsx?nguon=province")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "Nhiệm vụ")
    assert len(rows) - head - 1 == 4
    first = dict(zip(rows[head], rows[head + 1], strict=True))
    assert (first["Nhiệm vụ"], first["Nguồn giao"], first["Ghi chú"]) == (
        "Việc đã xong ở đơn vị.", "Tỉnh", "chờ báo cáo của cơ quan",
    )  # fmt: skip
    assert first["Thời hạn cấp trên giao"].date() == SUPERIOR
    assert first["Thời hạn của cơ quan"].date() == INNER


def sent(duty, **fields: str) -> dict[str, str]:
    prefix = duty.public_id
    return {f"{prefix}-{name}": value for name, value in fields.items()} | {f"{prefix}-version": str(duty.newest)}


def test_the_clerk_enters_the_offices_report_from_the_list(client, log_in, owed, stored):
    log_in(client, "clerk")
    duty = owed[0]
    assert f'action="/cap-tren-giao/{duty.public_id}/bao-cao"' in client.get("/cap-tren-giao").text
    fields = sent(duty, number="97/BC-UBND", issued_on="14/9") | {"ve": "danh-sach"}
    answer = post(client, f"/cap-tren-giao/{duty.public_id}/bao-cao", **fields)
    assert (answer.status_code, answer.location) == (302, "/cap-tren-giao?lop=cho-bao-cao")
    assert stood(stored, duty).report.number == "97/BC-UBND"


def stood(stored, duty: Owed):
    """How the duty stands in the database."""
    stored.expire_all()
    course = superiors.course_of(stored.get_one(SuperiorDuty, duty.id))
    stored.rollback()
    return course


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": "", "issued_on": "14/9/2023"}, "Cần nhập số báo cáo của cơ quan."),
        ({"number": "97/BC", "issued_on": ""}, "Cần nhập ngày báo cáo."),
        ({"number": "97/BC", "issued_on": "15/9/2023"}, "Ngày báo cáo 15/09/2023 ở sau ngày hôm nay"),
        ({"number": "97/BC", "issued_on": "5/9/2023"}, "ở trước ngày cấp trên giao 06/09/2023"),
    ],
)
def test_a_report_that_cannot_be_is_refused_with_its_typing(chief, owed, fields, sentence):
    answer = post(chief, f"/cap-tren-giao/{owed[0].public_id}/bao-cao", **sent(owed[0], **fields))
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert f'value="{fields["number"]}"' in answer.text


def test_a_stale_form_is_shown_again(chief, owed):
    duty = owed[0]
    fields = sent(duty, number="97/BC-UBND", issued_on="14/9")
    post(chief, f"/cap-tren-giao/{duty.public_id}/bao-cao", **fields)
    again = post(chief, f"/cap-tren-giao/{duty.public_id}/bao-cao", **fields)
    assert again.status_code == 409


def act(client, duty, name: str, **fields: str):
    prefixed = {f"{name}-{field}": value for field, value in (fields | {"version": str(duty.newest)}).items()}
    return post(client, f"/cap-tren-giao/{duty.public_id}/{name}", **prefixed)


def test_a_duty_is_opened_again_moved_and_withdrawn_on_its_page(chief, owed, stored):
    assert act(chief, owed[3], "mo-lai", reason="").status_code == 400
    assert act(chief, owed[3], "mo-lai", reason="Tỉnh yêu cầu bổ sung").status_code == 302
    assert stood(stored, owed[3]).report is None
    assert act(chief, owed[2], "thoi-han", due_on="10/9/2023", reason="Công văn 500").status_code == 302
    assert stood(stored, owed[2]).due_on == date(2023, 9, 10)
    page = text_of(chief.get(f"/cap-tren-giao/{owed[2].public_id}"))
    assert "Thời hạn của cơ quan 11/09/2023 ở sau thời hạn cấp trên giao 10/09/2023." in page
    assert act(chief, owed[1], "khong-theo-doi", reason="Tỉnh giao cơ quan khác").status_code == 302
    assert stood(stored, owed[1]).withdrawn
    assert "Cấp trên không theo dõi nữa" in text_of(chief.get(f"/cap-tren-giao/{owed[1].public_id}"))


def test_the_page_of_a_task_says_both_dates_and_what_it_waits_for(chief, client, log_in, owed):
    address = f"/nhiem-vu/{owed[0].lead_id}"
    page = text_of(chief.get(address))
    assert "Chưa kết thúc với cấp trên: chờ báo cáo của cơ quan (thời hạn cấp trên 20/09/2023)." in page
    log_in(client, "noi_vu_head")
    page = text_of(client.get(address))
    assert "Thời hạn cấp trên giao Thứ Tư, 20/09/2023" in page
    assert "Chưa kết thúc với cấp trên" not in page


def test_a_task_is_marked_as_a_superiors(chief, lead):
    address = f"/nhiem-vu/{lead.public_id}/cap-tren"
    assert f'href="{address}"' in chief.get(f"/nhiem-vu/{lead.public_id}").text
    fields = {"source": "council", "number": "15/NQ-HĐND", "issued_on": "4/9/2023"}
    early = post(chief, address, **fields, due_on="5/9/2023")
    assert early.status_code == 400
    assert "sau thời hạn cấp trên giao 05/09/2023" in text_of(early)
    answer = post(chief, address, **fields, due_on="30/12/2023")
    assert (answer.status_code, answer.location) == (302, f"/nhiem-vu/{lead.public_id}")
    assert "15/NQ-HĐND ngày 04/09/2023" in text_of(chief.get(f"/nhiem-vu/{lead.public_id}"))
    assert chief.get(address).location.startswith("/cap-tren-giao/")


def test_what_is_limited_is_counted_and_not_listed(client, log_in, owed, web_cast):
    web_cast.session.get_one(Task, owed[1].task_id).restricted = True
    web_cast.session.commit()
    log_in(client, "leader")
    page = client.get("/cap-tren-giao")
    assert table_of(page).startswith("Tỉnh 4 1 0 2 1")
    assert "Việc quá hạn với tỉnh." not in page.text
    assert "Có 1 nhiệm vụ hạn chế xem" in text_of(page)
