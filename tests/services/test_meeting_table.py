"""The rolling table: what is on it, in which order, and what its numbers count."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.terms import EventKind, MeetingDecision, Standing
from app.models import Field, FieldUnit, Office
from app.services import answering, meeting_table, recording
from app.services.meeting_table import WantedTable
from app.services.meeting_table_file import due_of, said_of, table_document, table_docx
from app.services.rules import load_rules
from tests.conftest import TODAY, count_queries
from tests.services.giving import Giving
from tests.services.meeting_cases import conclude, make_series, said, sitting_of

LATE, SOON, FAR = date(2023, 9, 8), date(2023, 9, 15), date(2023, 12, 1)


@pytest.fixture
def series(cast, clock):
    return make_series(cast, clock)


@pytest.fixture
def give(cast, clock):
    return Giving(cast, clock)


def table(session, cast, clock, actor="chief", **wanted):
    rules = load_rules(session, office_id=cast.office.id)
    return meeting_table.rolling_table(
        session,
        actor=cast.actor(actor),
        clock=clock,
        rules=rules,
        held_on=date(2023, 9, 18),
        wanted=WantedTable(**wanted),
    )


def words(found):
    return [(unit.name, [row.text for row in unit.rows]) for unit in found.units]


def test_units_stand_in_the_offices_order_and_the_most_overdue_first_within(session, cast, clock, give):
    give("tu_phap", due=SOON, text="Tư pháp.")
    give("noi_vu", text="Thường xuyên.")
    give("noi_vu", due=FAR, text="Xa.")
    waiting = give("noi_vu", due=SOON, text="Đã báo cáo.")
    give("noi_vu", due=LATE, text="Quá hạn.")
    give("noi_vu", due=LATE - timedelta(days=2), text="Quá hạn lâu hơn.")
    recording.add(session, waiting, give.event(EventKind.SUBMITTED, TODAY))
    assert words(table(session, cast, clock)) == [
        ("Phòng Nội vụ", ["Quá hạn lâu hơn.", "Quá hạn.", "Đã báo cáo.", "Xa.", "Thường xuyên."]),
        ("Phòng Tư pháp", ["Tư pháp."]),
    ]
    assert [row.standing for row in table(session, cast, clock).units[0].rows][2] is Standing.WAITING
    assert words(table(session, cast, clock, undated=False))[0][1][-1] == "Xa."
    assert words(table(session, cast, clock, only_overdue=True)) == [("Phòng Nội vụ", ["Quá hạn lâu hơn.", "Quá hạn."])]


def test_only_leads_given_before_the_day_and_not_closed_are_owed(session, cast, clock, give):
    give("noi_vu", due=FAR, text="Có phối hợp.", coordinating=("tu_phap",))
    give("noi_vu", due=FAR, text="Giao ngày họp.", given_on=date(2023, 9, 18))
    done = give("noi_vu", due=FAR, text="Đã xong.")
    recording.add(session, done, give.event(EventKind.SUBMITTED, TODAY), give.event(EventKind.ACCEPTED, TODAY))
    assert words(table(session, cast, clock)) == [("Phòng Nội vụ", ["Có phối hợp."])]


def test_n_of_n_counts_what_is_dated_and_not_excused_and_stays_that_of_all_when_narrowed(session, cast, clock, give):
    for unit, due in (("noi_vu", LATE), ("noi_vu", FAR), ("noi_vu", None), ("tu_phap", LATE), ("cong_an", LATE)):
        give(unit, due=due)
    excused = give("tu_phap", due=LATE)
    recording.add(session, excused, give.event(EventKind.CAUSE_CONFIRMED, TODAY))
    found = table(session, cast, clock, only_overdue=True)
    assert (found.overdue, found.dated, found.outside_overdue, found.outside_dated) == (2, 3, 1, 1)
    assert [(unit.name, unit.overdue, unit.dated) for unit in found.units] == [
        ("Phòng Nội vụ", 1, 2),
        ("Phòng Tư pháp", 1, 1),
        ("Công an huyện", 1, 1),
    ]
    assert words(table(session, cast, clock, unit_id=cast.units["tu_phap"].id))[0][0] == "Phòng Tư pháp"


def test_a_field_is_what_a_task_says_or_else_the_one_its_unit_works_in(session, cast, clock, give):
    land, law = (
        Field(office_id=cast.office.id, name=name, valid_from=date(2020, 1, 1)) for name in ("Đất đai", "Pháp luật")
    )
    session.add_all([land, law])
    session.flush()
    session.add_all(FieldUnit(field_id=field.id, unit_id=cast.units["tu_phap"].id) for field in (land, law))
    give("tu_phap", due=FAR, text="Không nói.")
    give("tu_phap", due=FAR, text="Việc đất.").task.field_id = land.id
    give("noi_vu", due=FAR, text="Của đơn vị khác.").task.field_id = law.id
    session.flush()
    give("xa_ha", due=FAR, text="Của đơn vị một lĩnh vực.")
    session.add(FieldUnit(field_id=law.id, unit_id=cast.units["xa_ha"].id))
    session.flush()
    # Of a unit that works in both nobody can tell, unless the task says it.
    assert words(table(session, cast, clock, field_id=land.id)) == [("Phòng Tư pháp", ["Việc đất."])]
    assert words(table(session, cast, clock, field_id=law.id)) == [
        ("Phòng Nội vụ", ["Của đơn vị khác."]),
        ("UBND xã Hạ", ["Của đơn vị một lĩnh vực."]),
    ]


def test_what_the_unit_said_last_and_how_often_the_deadline_moved(session, cast, clock, series, give):
    row = give("noi_vu", due=LATE)
    for note, why in (("Đang làm.", ""), ("Xong 05 xã.", "chờ số liệu")):
        answering.write_progress(
            session,
            actor=cast.head("noi_vu"),
            clock=clock,
            assignment=row,
            version=row.version,
            note=note,
            percent=None,
            lateness_reason=why,
        )
    conclude(session, cast, clock, series, said(row, MeetingDecision.REPEATED))
    conclude(session, cast, clock, series, said(row, MeetingDecision.NEW_DATE, named_on=FAR, again=True))
    (owed,) = table(session, cast, clock).rows
    assert said_of(owed) == "Xong 05 xã. Lý do chậm: chờ số liệu (14/09/2023)"
    assert due_of(owed) == "01/12/2023 (điều chỉnh 01 lần, nhắc lại lần 01)"


def test_what_a_unit_says_when_it_sends_for_signature_is_its_word(session, cast, clock, give):
    row = give("noi_vu", due=LATE)
    for kind, note in ((EventKind.PROGRESS, "Đang soạn."), (EventKind.SENT_FOR_SIGNATURE, "Dự thảo đã trình.")):
        recording.add(session, row, give.event(kind, TODAY, note))
    (owed,) = table(session, cast, clock).rows
    assert said_of(owed) == "Dự thảo đã trình (14/09/2023)"


def test_a_unit_that_said_nothing_is_called_silent_unless_its_report_waits(session, cast, clock, give):
    silent, waits = give("noi_vu", due=LATE), give("tu_phap", due=SOON)
    recording.add(session, waits, give.event(EventKind.SUBMITTED, TODAY))
    found = {row.public_id: said_of(row) for row in table(session, cast, clock).rows}
    assert found == {silent.public_id: "Đơn vị chưa báo cáo", waits.public_id: ""}


def test_a_limited_task_is_left_out_for_everybody_and_that_is_said(session, cast, clock, series, give):
    give("noi_vu", due=LATE, text="Thường.")
    give("noi_vu", due=LATE, text="Mật.").task.restricted = True
    session.flush()
    found = table(session, cast, clock)
    assert (words(found), found.left_out, found.overdue) == ([("Phòng Nội vụ", ["Thường."])], 1, 1)
    assert table(session, cast, clock, unit_id=cast.units["tu_phap"].id).left_out == 0


def test_the_file_holds_each_row_under_its_unit_with_two_empty_columns(session, cast, clock, series, give):
    give("noi_vu", due=LATE, text="Rà soát.")
    give("cong_an", due=LATE, text="Phối hợp.")
    rules = load_rules(session, office_id=cast.office.id)
    office = session.scalars(select(Office)).one()
    sitting = sitting_of(cast, series, date(2023, 9, 18))
    found = table(session, cast, clock)
    document = table_document(found, sitting=sitting, office=office, rules=rules)
    assert document.title == "Nhiệm vụ chưa hoàn thành báo cáo giao ban tuần"
    assert document.notes == (
        "Họp ngày 18/9/2023. Cập nhật đến 08 giờ 00 ngày 14/09/2023.",
        "Quá hạn 01/01 lượt giao chủ trì có thời hạn, chưa hoàn thành; các cơ quan ngoài thẩm quyền theo dõi riêng: "
        "quá thời hạn đề nghị 01/01.",
    )
    assert document.table.rows == (
        ("Phòng Nội vụ: 01 việc, quá hạn 01/01",),
        (
            "1",
            "Rà soát.",
            "Thông báo số 15/TB-UBND ngày 04/9/2023, mục 1",
            "08/09/2023",
            "Quá hạn, chưa hoàn thành, quá 06 ngày (04 ngày làm việc)",
            "Đơn vị chưa báo cáo",
            "",
            "",
        ),
        ("Công an huyện (ngoài thẩm quyền, theo dõi riêng): 01 việc, quá hạn 01/01",),
        document.table.rows[3],
    )
    made = [table_docx(found, sitting=sitting, office=office, rules=rules) for _ in range(2)]
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        assert 'w:orient="landscape"' in archive.read("word/document.xml").decode()


def test_the_table_costs_the_same_however_long_it_is(session, shared_engine, cast, clock, give):
    def statements() -> int:
        with count_queries(shared_engine) as seen:
            table(session, cast, clock)
        return len([each for each in seen if "SAVEPOINT" not in each])

    give("noi_vu", due=LATE)
    session.flush()
    few = statements()
    for _ in range(30):
        recording.add(session, give("tu_phap", due=LATE), give.event(EventKind.PROGRESS, TODAY))
    assert statements() == few


def test_units_may_not_open_it(session, cast, clock):
    with pytest.raises(Exception, match=r"permission\.denied"):
        table(session, cast, clock, actor="noi_vu_head")
