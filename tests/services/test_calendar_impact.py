"""What follows from a day off or a make-up day: counted before it is saved, and no deadline moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.calendar_change import Difference, Outcome, SpecialDay
from app.domain.errors import DomainError
from app.domain.terms import EventKind, MeetingState, Urgency
from app.models import Assignment, Meeting
from app.services import calendar_lists, organisation_calendar, recording
from app.services.calendar_impact import Impact, impact
from app.services.rules import load_rules
from tests.cast import Cast
from tests.conftest import TODAY
from tests.services.giving import Giving
from tests.services.meeting_cases import make_series
from tests.whole_acts import recur

THURSDAY, FRIDAY, MONDAY = date(2023, 9, 21), date(2023, 9, 22), date(2023, 9, 25)


@pytest.fixture
def give(cast, clock) -> Giving:
    return Giving(cast, clock)


def off(day: date) -> Difference:
    return Difference(day, Outcome.NEW, None, SpecialDay(day, False, "Nghỉ"))


def follows(cast: Cast, clock, *what: Difference) -> Impact:
    return impact(cast.session, actor=cast.chief, clock=clock, what=what)


def test_a_deadline_on_the_day_stands_and_its_aim_is_the_working_day_before(cast, clock, give):
    give("noi_vu", due=FRIDAY)
    give("kinh_te", due=FRIDAY)
    give("noi_vu", due=THURSDAY)
    give("noi_vu", due=MONDAY, exclusive=True)
    found = follows(cast, clock, off(FRIDAY))
    assert [(each.due_on, each.count, each.on_day_off, each.aims) for each in found.dues] == [
        (FRIDAY, 2, True, ((FRIDAY, THURSDAY, 2),)),
        (MONDAY, 1, False, ((FRIDAY, THURSDAY, 1),)),
    ]
    assert (found.on_days_off, found.aims_moved, found.past) == (2, 3, False)
    assert {each.due_on for each in cast.session.query(Assignment)} == {THURSDAY, FRIDAY, MONDAY}


def test_what_is_done_coordinated_or_urgent_is_not_moved(cast, clock, give):
    done = give("noi_vu", due=FRIDAY)
    for kind in (EventKind.SUBMITTED, EventKind.ACCEPTED):
        recording.add(cast.session, done, give.event(kind, TODAY))
    give("kinh_te", due=FRIDAY, urgency=Urgency.IMMEDIATE, coordinating=("tu_phap",))
    (due,) = follows(cast, clock, off(FRIDAY)).dues
    assert (due.count, due.aims) == (1, ())


def test_periods_that_are_not_made_yet_are_counted_by_the_day_of_their_rule(cast, clock, give):
    recur(give, [cast.units["noi_vu"], cast.units["kinh_te"]], phrase="trước ngày 15 hằng tháng")
    november = date(2023, 11, 14)
    (period,) = follows(cast, clock, off(november)).periods
    assert (period.named_on, period.before, period.after, period.count) == (
        date(2023, 11, 15), november, date(2023, 11, 13), 2
    )  # fmt: skip


def test_the_giao_ban_of_the_day_moves_unless_it_was_cancelled(cast, clock):
    series = make_series(cast, clock, name="Giao ban tuần", weekdays="04")
    (each,) = follows(cast, clock, off(FRIDAY)).meetings
    assert (each.series, each.move.planned, each.move.before, each.move.after) == (series.name, FRIDAY, FRIDAY, MONDAY)
    row = Meeting(
        office_id=cast.office.id, series_id=series.id, held_on=FRIDAY, state=MeetingState.CANCELLED,
        recorded_at=clock.now(),
    )  # fmt: skip
    cast.session.add(row)
    cast.session.flush()
    assert follows(cast, clock, off(FRIDAY)).meetings == ()


def test_the_mails_of_the_morning_wait_for_the_next_working_day(cast, clock, give):
    give("noi_vu", due=FRIDAY)  # today is its turn
    give("noi_vu", due=THURSDAY)  # overdue for the first time
    give("kinh_te", due=FRIDAY + timedelta(days=3))  # one working day before
    give("tu_phap", due=date(2023, 10, 30))
    (morning,) = follows(cast, clock, off(FRIDAY)).mornings
    assert (morning.day, morning.to, morning.units) == (FRIDAY, MONDAY, 2)


def test_a_day_that_is_over_changes_only_how_days_are_counted(cast, clock):
    found = follows(cast, clock, off(TODAY - timedelta(days=1)))
    assert (found.past, found.mornings, found.meetings) == (True, (), ())


def test_a_name_alone_changes_nothing(cast, clock, give):
    give("noi_vu", due=date(2023, 9, 1))
    before = SpecialDay(date(2023, 9, 1), False, "Nghỉ")
    after = SpecialDay(date(2023, 9, 1), False, "Quốc khánh")
    found = follows(cast, clock, Difference(before.day, Outcome.CHANGED, before, after))
    assert (found.days, found.is_empty) == ((), True)


def test_removing_a_day_gives_it_back_to_the_week(cast, clock, give):
    plan = organisation_calendar.plan_remove(cast.session, actor=cast.chief, clock=clock, day=date(2023, 9, 1))
    assert plan.impact.days == ((date(2023, 9, 1), True),)
    organisation_calendar.remove_day(cast.session, actor=cast.chief, clock=clock, day=date(2023, 9, 1))
    assert load_rules(cast.session, office_id=cast.office.id).calendar.is_working(date(2023, 9, 1))
    with pytest.raises(DomainError, match="stale"):
        organisation_calendar.plan_remove(cast.session, actor=cast.chief, clock=clock, day=date(2023, 9, 1))


# The year from a list


def plan(cast: Cast, clock, text: str, *, year: int = 2023, drop: bool = False) -> calendar_lists.CalendarPlan:
    return calendar_lists.plan_year(cast.session, actor=cast.chief, clock=clock, year=year, text=text, drop=drop)


@pytest.mark.parametrize(
    "line",
    [
        "29/12/2023\tNghỉ\tHoán đổi",
        "1\tThứ Sáu\t29/12/2023\tNghỉ\tHoán đổi",
        "29-12-2023; nghỉ; Hoán đổi",
        "Thứ Sáu, ngày 29/12/2023: nghỉ Hoán đổi",
        "29/12 | Ngày nghỉ | Hoán đổi",
        "2023-12-29, nghỉ, Hoán đổi",
        "29.12.2023\tHoán đổi\tNGHỈ",
    ],
)
def test_a_line_is_read_however_it_is_parted(cast, clock, line):
    (found,) = plan(cast, clock, line).differences
    assert (found.outcome, found.after) == (Outcome.NEW, SpecialDay(date(2023, 12, 29), False, "Hoán đổi"))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("29/12/2023; Hoán đổi", "calendar.line_kind"),
        ("31/11/2023; Nghỉ; Gì đó", "calendar.line_day"),
        ("29/12/2024; Nghỉ; Năm khác", "calendar.line_year"),
        ("28/12/2023; Làm bù; Là thứ Năm", "calendar.worked_already"),
        ("29/12/2023; Nghỉ; Một\n29/12/2023; Nghỉ; Hai", "calendar.line_twice"),
        ("29/12/2023; Nghỉ;", "text.missing"),
        ("29/12/2023; Nghỉ; Một\nmai nghỉ", "calendar.line_day"),
        ("không có gì", "calendar.no_lines"),
    ],
)
def test_a_bad_line_leaves_all_undone_and_says_why(cast, clock, lines, code):
    found = plan(cast, clock, lines)
    assert [each.error.code for each in found.problems][-1] == code
    assert found.differences == ()
    with pytest.raises(DomainError, match="stale"):
        calendar_lists.import_year(
            cast.session, actor=cast.chief, clock=clock, year=2023, text=lines, drop=False, seen=found.digest
        )


def take(cast: Cast, clock, text: str, *, year: int = 2023, drop: bool = False) -> calendar_lists.CalendarPlan:
    seen = plan(cast, clock, text, year=year, drop=drop).digest
    return calendar_lists.import_year(
        cast.session, actor=cast.chief, clock=clock, year=year, text=text, drop=drop, seen=seen
    )


def days_of(cast: Cast, year: int) -> list[tuple[date, bool, str]]:
    rows = organisation_calendar.days_of(cast.session, office_id=cast.office.id, year=year)
    return [(row.day, row.is_working, row.name) for row in rows]


def test_a_year_is_compared_row_by_row_and_taken_as_a_whole(cast, clock):
    before = days_of(cast, 2023)
    text = "Ngày\tLoại\tTên\n01/09/2023\tNghỉ\tTên khác\n29/12/2023\tNghỉ\tHoán đổi\n30/12/2023\tNghỉ\tThứ Bảy\n"
    kept = take(cast, clock, text)
    assert [kept.count(each) for each in Outcome] == [1, 1, 0, 1, 0]
    assert len(days_of(cast, 2023)) == len(before) + 1
    gone = take(cast, clock, text, drop=True)
    assert [gone.count(each) for each in Outcome] == [0, 0, 2, 1, len(before) - 1]
    assert days_of(cast, 2023) == [
        (date(2023, 9, 1), False, "Tên khác"), (date(2023, 12, 29), False, "Hoán đổi")
    ]  # fmt: skip
    assert plan(cast, clock, text, drop=True).effective == 0


def test_a_year_that_is_empty_begins_with_the_list_and_waits_to_be_confirmed(cast, clock):
    take(cast, clock, "01/01/2027; Nghỉ; Tết Dương lịch", year=2027)
    view = organisation_calendar.year_view(cast.session, actor=cast.chief, year=2027)
    assert (view.confirmed, [row.name for row in view.days]) == (False, ["Tết Dương lịch"])


def test_what_changed_since_it_was_shown_is_shown_anew(cast, clock, give):
    text = "22/09/2023; Nghỉ; Bão"
    seen = plan(cast, clock, text).digest
    give("noi_vu", due=FRIDAY)
    with pytest.raises(DomainError, match="stale"):
        calendar_lists.import_year(
            cast.session, actor=cast.chief, clock=clock, year=2023, text=text, drop=False, seen=seen
        )


def test_who_may_not_edit_the_organisation_may_not_look_either(cast, clock):
    with pytest.raises(DomainError, match=r"permission\.denied"):
        calendar_lists.plan_year(cast.session, actor=cast.staff, clock=clock, year=2023, text="x", drop=False)
