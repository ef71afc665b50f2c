"""What goes over into the next year, what a unit hands over, and which units end while something is open with them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from app.adapters.clock import FixedClock
from app.domain.calendar import last_instant
from app.domain.errors import DomainError
from app.domain.figures import figures
from app.domain.terms import AssignmentRole, EventKind, FigureClass, Standing
from app.models import Assignment, Event, Evidence, Field, Membership
from app.services import limiting, recording
from app.services.carry_over import CarryOver, YearEnd, carry_over, day_of
from app.services.ending_units import ending_units
from app.services.record_documents import carried_list, carried_notes, handover_list, handover_notes
from app.services.report_leads import gather_leads
from app.services.rules import load_rules
from app.services.unit_handover import UnitHandover, unit_handover
from app.services.unit_names import units_then
from app.wording.rights import LIMITED
from tests.cast import Cast
from tests.conftest import TODAY, count_queries
from tests.services.giving import Giving
from tests.services.report_cases import give, happens, make_directive, make_task
from tests.services.test_assignments import Acts

FEBRUARY = date(2024, 2, 20)


@pytest.fixture
def acts(session, cast, clock) -> Acts:
    return Acts(session, cast, clock)


@pytest.fixture
def story(session, cast: Cast) -> Cast:
    """Of the end of 2023: late, in time, waiting, undated, asked; done before; accepted in January as of December;
    entered in January; given in January; cancelled in December."""
    notice = make_directive(cast)
    late = give(cast, make_task(cast, notice, "Quá hạn."), "noi_vu", date(2023, 11, 1))
    happens(cast, late, EventKind.PROGRESS, date(2023, 12, 20), note="Còn 02 hộ.")
    give(cast, make_task(cast, notice, "Trong hạn."), "noi_vu", date(2024, 3, 1))
    waits = give(cast, make_task(cast, notice, "Chờ xác nhận."), "kinh_te", date(2023, 12, 28))
    happens(cast, waits, EventKind.SUBMITTED, date(2023, 12, 27))
    happens(cast, waits, EventKind.ACCEPTED, date(2023, 12, 27), recorded_on=date(2024, 1, 5))
    give(cast, make_task(cast, notice, "Không thời hạn."), "kinh_te")
    give(cast, make_task(cast, notice, "Đề nghị."), "cong_an", date(2023, 11, 1))
    done = give(cast, make_task(cast, notice, "Đã xong."), "noi_vu", date(2023, 10, 1))
    happens(cast, done, EventKind.SUBMITTED, date(2023, 9, 20))
    happens(cast, done, EventKind.ACCEPTED, date(2023, 9, 20))
    wrong = give(cast, make_task(cast, notice, "Nhập nhầm."), "noi_vu", date(2023, 10, 1))
    happens(cast, wrong, EventKind.CANCELLED, date(2023, 12, 30))
    entered = give(cast, make_task(cast, notice, "Ghi sau."), "xa_ha", date(2024, 2, 1), given_on=date(2023, 12, 29))
    for row in (*entered.events, *entered.due_dates):
        row.recorded_at = FixedClock.at(date(2024, 1, 3)).now()
    january = make_directive(cast, "1/TB-UBND", given_on=date(2024, 1, 4))
    give(cast, make_task(cast, january, "Năm sau."), "xa_ha", date(2024, 2, 1), given_on=date(2024, 1, 4))
    session.flush()
    return cast


def carried(cast: Cast, today: date = FEBRUARY, end: YearEnd = YearEnd.CALENDAR) -> CarryOver:
    return carry_over(cast.session, actor=cast.chief, year=2023, end=end, today=today)


def said(found: CarryOver) -> list[tuple[str, int, int, list[str]]]:
    return [(unit.name, unit.overdue, unit.dated, [row.text for row in unit.rows]) for unit in found.units]


def test_it_lists_what_stood_open_by_unit_with_its_ratio(story):
    assert said(carried(story)) == [
        ("Phòng Nội vụ", 1, 2, ["Quá hạn.", "Trong hạn."]),
        ("Phòng Kinh tế", 0, 1, ["Chờ xác nhận.", "Không thời hạn."]),
        ("Công an huyện", 1, 1, ["Đề nghị."]),
    ]


def test_asked_in_february_it_is_the_list_of_the_last_day_of_the_year(story):
    then, later = carried(story, date(2023, 12, 31)), carried(story)
    assert then.units == later.units
    assert (then.counts, then.outside, then.undated, then.excused) == (
        later.counts,
        later.outside,
        later.undated,
        later.excused,
    )
    assert later.entered_late == 1


@pytest.mark.parametrize("end", YearEnd)
def test_its_numbers_are_those_of_the_figures_of_the_same_day(session, story, end):
    found, day = carried(story, end=end), day_of(2023, end)
    office_id = story.office.id
    made = figures(
        gather_leads(session, office_id=office_id),
        period_from=date(2022, 12, 15),
        cut_off=day,
        known_at=last_instant(day),
        units=units_then(session, office_id=office_id, day=day),
    )
    classes = Counter(row.figure_class for row in made.rows if row.completed_on is None)
    assert (found.counts.c, found.counts.d, found.counts.waiting) == (made.counts.c, made.counts.d, made.counts.waiting)
    assert (found.outside.c, found.outside.d) == (made.outside.c, made.outside.d)
    assert found.undated == classes[FigureClass.UNDATED]
    assert (found.counts.a, found.counts.b, found.outside.done) == (0, 0, 0)
    assert found.total == found.counts.open + found.outside.open + found.undated + found.excused
    assert {(u.unit_id, u.counts.d, u.counts.open) for u in made.by_unit if u.counts.open} == {
        (story.units[key].id, unit.overdue, unit.dated)
        for unit in found.units
        if unit.under_authority and unit.dated
        for key in story.units
        if story.units[key].name == unit.name
    }


def test_the_year_may_end_on_the_day_of_the_reports(story):
    found = carried(story, end=YearEnd.REPORTING)
    assert found.day == date(2023, 12, 14)
    assert "Chờ xác nhận." in str(said(found))
    assert carried_notes(found)[0] == "Tính đến hết ngày 14/12/2023"


def test_while_the_year_runs_it_is_the_list_of_today_and_says_so(story):
    found = carried(story, date(2023, 9, 19))
    assert (found.day, found.is_early) == (date(2023, 9, 19), True)
    assert "chưa đến mốc" in carried_notes(found)[0]
    assert "Đã xong." in str(said(found))


def test_the_document_numbers_all_rows_through_under_headings_of_units(story, clock):
    found = carried(story)
    rows = carried_list(found, made_at=clock.now()).table.rows
    assert [row[0] for row in rows] == [
        "1. Phòng Nội vụ: 02 lượt, quá hạn 01/02",
        "1",
        "2",
        "2. Phòng Kinh tế: 02 lượt, quá hạn 00/01",
        "3",
        "4",
        "3. Công an huyện: 01 lượt, quá hạn 01/01",
        "5",
    ]
    assert rows[1][7] == "Còn 02 hộ."
    assert carried_notes(found)[1] == "5 lượt giao chủ trì chuyển sang"
    assert "01 lượt đã giao đến mốc nhưng được ghi vào hệ thống sau mốc" in carried_notes(found)[-1]


def test_nobody_finds_the_words_of_a_limited_task_in_it(session, story, clock):
    task = next(row.task for row in session.query(Assignment) if row.task.text == "Quá hạn.")
    named = [story.users[login].id for login in ("chief", "noi_vu_head")]
    limiting.limit(session, actor=story.chief, clock=clock, task=task, user_ids=named)
    (unit, *_) = said(carried(story))
    assert unit == ("Phòng Nội vụ", 1, 2, [LIMITED, "Trong hạn."])
    assert "Còn 02 hộ." not in str(carried(story))


@pytest.mark.parametrize("who", ["clerk", "admin", "noi_vu_head"])
def test_only_those_who_read_reports_get_it(session, cast, who):
    with pytest.raises(DomainError) as refused:
        carry_over(session, actor=cast.actor(who), year=2023, end=YearEnd.CALENDAR, today=TODAY)
    assert refused.value.code == "permission.denied"


def test_more_rows_are_no_more_statements(session, story):
    def asked() -> int:
        session.expire_all()
        with count_queries(session.get_bind().engine) as seen:
            carried(story)
        return len(seen)

    few = asked()
    notice = make_directive(story, "88/TB-UBND")
    for n in range(20):
        give(story, make_task(story, notice, f"Việc {n}."), "xa_ha", date(2023, 12, 1))
    assert asked() == few


# What a unit hands over.


def handed(cast: Cast, unit: str = "noi_vu", who: str = "chief") -> UnitHandover:
    rules = load_rules(cast.session, office_id=cast.office.id)
    return unit_handover(
        cast.session, actor=cast.actor(who), unit_public_id=cast.units[unit].public_id, rules=rules, today=TODAY
    )


def test_a_handover_has_every_open_part_with_its_papers_and_where_it_came_from(session, cast, clock, acts):
    giving = Giving(cast, clock)
    late = giving("noi_vu", due=date(2023, 9, 1), coordinating=("tu_phap",), text="Việc quá hạn.")
    giving("kinh_te", due=date(2023, 10, 2), coordinating=("noi_vu",), text="Việc phối hợp.")
    acts.cancel(giving("noi_vu", due=date(2023, 9, 1), text="Nhập nhầm."))
    moved = giving("xa_ha", due=date(2023, 12, 1), text="Việc chuyển đến.")
    closed = giving("noi_vu", due=date(2023, 12, 2), text="Việc nhận từ đơn vị khác.")
    closed.predecessor_id = moved.id
    session.add(Evidence(assignment_id=late.id, event_id=late.events[0].id, number="7/NV", issued_on=TODAY))
    event = Event(
        kind=EventKind.SUCCEEDED,
        effective_on=TODAY,
        recorded_at=clock.now(),
        from_unit_id=cast.units["tu_phap"].id,
        to_unit_id=cast.units["noi_vu"].id,
    )
    recording.add(session, late, event)
    found = handed(cast)
    assert [(part.row.text, part.row.standing, part.others) for part in found.leads] == [
        ("Việc quá hạn.", Standing.OVERDUE, ("Phòng Tư pháp",)),
        ("Việc nhận từ đơn vị khác.", Standing.IN_TIME, ()),
    ]
    assert [(part.row.text, part.row.role, part.others) for part in found.coordinating] == [
        ("Việc phối hợp.", AssignmentRole.COORDINATING, ("Phòng Kinh tế",))
    ]
    first, second = found.leads
    assert [paper.number for paper in first.papers] == ["7/NV"]
    assert first.before is not None
    assert (first.before.unit_name, first.before.public_id) == ("Phòng Tư pháp", "")
    assert second.before is not None
    assert (second.before.unit_name, second.before.public_id) == ("UBND xã Hạ", moved.public_id)
    assert (found.overdue, found.dated) == (1, 2)
    rules = load_rules(session, office_id=cast.office.id)
    document = handover_list(found, rules, office_name=cast.office.name, made_at=clock.now())
    assert [row[0] for row in document.table.rows] == ["I. NHIỆM VỤ CHỦ TRÌ", "1", "2", "II. NHIỆM VỤ PHỐI HỢP", "1"]
    assert document.table.rows[1][6] == "7/NV ngày 14/09/2023\nNhận từ Phòng Tư pháp"
    assert len(document.signed_by) == 2


def test_what_is_limited_is_not_in_it_and_is_said_to_be_missing(session, cast, clock):
    giving = Giving(cast, clock)
    secret = giving("noi_vu", due=date(2023, 9, 1), text="Xác minh đơn.")
    named = [cast.users[login].id for login in ("chief", "noi_vu_head")]
    limiting.limit(session, actor=cast.chief, clock=clock, task=secret.task, user_ids=named)
    assert [part.row.text for part in handed(cast).leads] == ["Xác minh đơn."]
    found = handed(cast, who="staff")
    assert (found.leads, found.left_out) == ([], 1)
    assert handover_notes(found)[-1] == "Còn 01 nhiệm vụ hạn chế xem, bàn giao riêng"


def test_a_unit_of_nobody_is_not_found(session, cast):
    rules = load_rules(session, office_id=cast.office.id)
    with pytest.raises(DomainError) as refused:
        unit_handover(session, actor=cast.chief, unit_public_id="khong-co", rules=rules, today=TODAY)
    assert refused.value.code == "not_found"


# Units that end.


def test_units_that_end_are_told_as_long_as_anything_is_open(session, cast, clock):
    giving = Giving(cast, clock)
    ends = {"noi_vu": 60, "tu_phap": 61, "kinh_te": -10, "xa_ha": 5, "cong_an": -1}
    for key, days in ends.items():
        cast.units[key].valid_to = TODAY + timedelta(days=days)
    giving("kinh_te", due=date(2023, 9, 1), coordinating=("noi_vu",))
    giving("tu_phap", due=date(2023, 9, 1))
    for membership in session.query(Membership).filter(Membership.unit_id != cast.units["van_phong"].id):
        membership.valid_to = next(u.valid_to for u in cast.units.values() if u.id == membership.unit_id)
    lasting = session.query(Membership).filter_by(unit_id=cast.units["cong_an"].id).first()
    lasting.valid_to = None
    field = Field(office_id=cast.office.id, name="Nội chính", valid_from=date(2020, 1, 1))
    field.units = [cast.units["noi_vu"]]
    session.add(field)
    session.flush()
    found = ending_units(session, actor=cast.chief, today=TODAY)
    assert [(unit.name, unit.leads, unit.coordinating, unit.roles, unit.fields) for unit in found] == [
        ("Phòng Kinh tế", 1, 0, 0, 0),
        ("Công an huyện", 0, 0, 1, 0),
        ("Phòng Nội vụ", 0, 1, 0, 1),
    ]


@pytest.mark.parametrize("who", ["staff", "leader", "clerk", "noi_vu_head"])
def test_only_those_who_reorganise_are_told_of_units_that_end(session, cast, who):
    with pytest.raises(DomainError) as refused:
        ending_units(session, actor=cast.actor(who), today=TODAY)
    assert refused.value.code == "permission.denied"
