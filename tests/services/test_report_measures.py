"""What stands beside a report's figures: gathered, shown with the rows behind each number, and frozen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.terms import DueReason, EventKind, PeriodKind, ReorganisationKind, TaskKind
from app.domain.updating import Updates, is_counted, is_updated, since_of
from app.models import Event, Reorganisation, Report, Succession
from app.services import recording, reports
from app.services.report_comparison import compare_now
from app.services.report_slices import SLICES, by_directive, by_month, rows_of
from app.services.report_view import ReportView, from_content, to_content
from app.services.rules import load_rules
from tests.cast import Cast
from tests.services.report_cases import done, give, happens, make_directive, make_task, quarter_story, set_due, tamper


@pytest.fixture
def report(session: Session, cast: Cast, clock: FixedClock) -> Report:
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


def look(session: Session, cast: Cast, clock: FixedClock, report: Report) -> ReportView:
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    assert view is not None
    assert view.beside is not None
    return view


def lead(cast: Cast, unit: str, due_on: date | None, text: str = "Rà soát hồ sơ.", **more: object):
    return give(cast, make_task(cast, make_directive(cast, f"{unit}{due_on}{text}/TB"), text), unit, due_on, **more)


def test_the_days_late_of_the_quarter_are_in_calendar_and_working_days(session, cast, clock, report):
    quarter_story(cast)
    measures = look(session, cast, clock, report).beside.measures
    # Overdue at 14/9: 20 and 10 days; 1/9 and 4/9 were days off. Done late: due 20/8, a Sunday, done on 27/8, another.
    assert (measures.overdue.calendar.median, measures.overdue.calendar.worst) == (15.0, 20)
    assert (measures.overdue.working.median, measures.overdue.working.worst) == (10.0, 12)
    assert (measures.done_late.calendar.worst, measures.done_late.working.worst) == (7, 5)


def test_extensions_are_those_granted_by_the_cut_off(session, cast, clock, report):
    for times in (0, 1, 3):
        task = lead(cast, "noi_vu", date(2023, 9, 4), f"Việc gia hạn {times} lần.")
        for n in range(times):
            happens(cast, task, EventKind.EXTENSION_ASKED, date(2023, 8, 7 + n))
            happens(cast, task, EventKind.EXTENSION_GRANTED, date(2023, 8, 7 + n))
            set_due(cast, task, date(2023, 9, 10 + n), on=date(2023, 8, 7 + n), reason=DueReason.EXTENDED)
    view = look(session, cast, clock, report)
    extended = view.beside.measures.extended
    assert (extended.assignments, extended.times, extended.more_than_once, extended.many) == (2, 4, 1, 1)
    assert [row.text for row in rows_of(view, "gia-han-nhieu-lan")] == ["Việc gia hạn 3 lần."]


def test_the_update_rate_is_that_of_the_desk_by_the_fold_of_all_events(session, cast, clock, report):
    quarter_story(cast)
    silent = lead(cast, "tu_phap", date(2023, 10, 2), "Chưa nói gì.")
    told = lead(cast, "tu_phap", None, "Đã nói.")
    happens(cast, told, EventKind.PROGRESS, date(2023, 9, 4), note="Đang làm.")
    once = lead(cast, "noi_vu", date(2023, 10, 3), "Nói đã lâu.")
    happens(cast, once, EventKind.ACKNOWLEDGED, date(2023, 8, 2))
    continuous = lead(cast, "noi_vu", None, "Việc thường xuyên.")
    continuous.task.kind = TaskKind.CONTINUOUS
    late_entry = lead(cast, "xa_ha", date(2023, 10, 3), "Nhập muộn.")
    for row in late_entry.events:
        row.recorded_at = clock.now() - timedelta(days=3)
    session.flush()
    view = look(session, cast, clock, report)
    since = since_of(view.cut_off, load_rules(session, office_id=cast.office.id).practice.update_days)
    expected = {}
    for row in view.rows:
        if not row.counted.under_authority:
            continue
        assignment = session.get_one(type(silent), row.counted.assignment_id)
        course = recording.course_of(assignment, cut_off=view.cut_off, known_at=view.known_at)
        came_on = max(event.recorded_at for event in assignment.events if event.kind is EventKind.GIVEN).date()
        if is_counted(course, kind=assignment.task.kind, came_on=came_on, since=since):
            expected[row.public_id] = is_updated(course, since=since)
    assert {row.public_id: row.counted.updated for row in rows_of(view, "can-cap-nhat")} == expected
    assert [expected[one.public_id] for one in (silent, told, once)] == [False, True, False]
    assert not {continuous.public_id, late_entry.public_id} & set(expected)
    assert view.beside.measures.updates == Updates(sum(expected.values()), len(expected))


def test_what_the_office_confirmed_of_its_own_stands_apart_and_in_the_total(session, cast, clock, report):
    own = lead(cast, "van_phong", date(2023, 9, 4))
    done(cast, own, date(2023, 9, 1))
    session.query(Event).filter(Event.assignment_id == own.id, Event.kind == EventKind.ACCEPTED).update(
        {Event.self_confirmed: True}
    )
    session.expire_all()
    view = look(session, cast, clock, report)
    assert (view.beside.measures.self_confirmed, view.counts.a) == (1, 1)
    assert [row.public_id for row in rows_of(view, "tu-xac-nhan")] == [own.public_id]


def test_a_unit_late_in_the_last_quarter_and_in_this_is_named_also_after_a_merger(session, cast, clock, report):
    for unit in ("noi_vu", "tu_phap", "kinh_te"):
        late = lead(cast, unit, date(2023, 5, 15), "Việc quý trước.", given_on=date(2023, 4, 3))
        done(cast, late, date(2023, 5, 22))
    for unit in ("noi_vu", "xa_ha"):
        lead(cast, unit, date(2023, 9, 4), "Việc quý này.")
    view = look(session, cast, clock, report)
    assert view.beside.late_again == (cast.units["noi_vu"].public_id,)
    assert (view.beside.before_from, view.beside.before_cut_off) == (date(2023, 3, 15), date(2023, 6, 14))
    merger = Reorganisation(
        office_id=cast.office.id,
        kind=ReorganisationKind.MERGE,
        effective_on=date(2023, 7, 1),
        content={},
        recorded_at=clock.now(),
        recorder_id=cast.users["chief"].id,
    )
    session.add(merger)
    session.flush()
    old, new = cast.units["tu_phap"], cast.units["xa_ha"]
    session.add(
        Succession(unit_id=old.id, successor_id=new.id, reorganisation_id=merger.id, effective_on=merger.effective_on)
    )
    session.flush()
    again = set(look(session, cast, clock, report).beside.late_again)
    assert again == {cast.units["noi_vu"].public_id, new.public_id}


def late_in_the_last_quarter(cast: Cast, unit: str):
    late = lead(cast, unit, date(2023, 5, 15), "Việc quý trước.", given_on=date(2023, 4, 3))
    done(cast, late, date(2023, 5, 22))
    return late


def test_what_was_frozen_for_the_last_period_says_who_was_late_in_it(session, cast, clock, report):
    """The office signed that one was late; what was found out since stands in no report yet."""
    signed, corrected = lead(cast, "noi_vu", date(2023, 5, 15), given_on=date(2023, 4, 3)), "tu_phap"
    last = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=2)
    frozen = reports.freeze(session, actor=cast.chief, clock=clock, report=last)
    clock.instant += timedelta(hours=1)
    done(cast, signed, date(2023, 5, 10), recorded_on=clock.today())
    late_in_the_last_quarter(cast, corrected)
    for unit in ("noi_vu", corrected):
        lead(cast, unit, date(2023, 9, 4), "Việc quý này.")
    beside = look(session, cast, clock, report).beside
    assert (beside.late_again, beside.before_frozen_at) == ((cast.units["noi_vu"].public_id,), frozen.known_at)
    tamper(session, frozen, content={**frozen.content, "tasks": 9})
    beside = look(session, cast, clock, report).beside
    assert (beside.late_again, beside.before_frozen_at) == ((cast.units[corrected].public_id,), None)


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": PeriodKind.MONTH, "year": 2023, "month": 9},
        {"kind": PeriodKind.QUARTER, "year": 2023, "quarter": 3},
        {"kind": PeriodKind.QUARTER, "year": 2023, "quarter": 4},  # on 20/9 it has just begun
        {"kind": PeriodKind.SECOND_HALF, "year": 2023},
        {"kind": PeriodKind.NINE_MONTHS, "year": 2023},
        {"kind": PeriodKind.YEAR, "year": 2023},
        {"kind": PeriodKind.FREE, "period_from": date(2023, 8, 1), "cut_off": date(2023, 8, 31)},
        {"kind": PeriodKind.FREE, "period_from": date(2023, 1, 1), "cut_off": date(2023, 8, 28)},
    ],
)
def test_the_last_period_is_the_one_of_the_comparison(session, cast, clock, asked):
    """Also while it runs: the whole of the period before, not as many days as have passed."""
    lead(cast, "noi_vu", date(2023, 8, 4), given_on=date(2022, 3, 1))
    clock.instant += timedelta(days=6)
    made = reports.make_report(session, actor=cast.chief, clock=clock, **asked)
    beside = look(session, cast, clock, made).beside
    compared = compare_now(session, actor=cast.chief, clock=clock, report=made)
    assert compared is not None
    first = compared.earlier[0]  # the previous one, or last year's where that is the same
    assert (beside.before_from, beside.before_cut_off) == (first.period_from, first.cut_off)
    assert beside.before_empty is (first.totals is None or not first.totals.listed)


def test_nobody_is_late_again_where_the_last_period_has_nothing_written_down(session, cast, clock, report):
    lead(cast, "noi_vu", date(2023, 9, 4))
    beside = look(session, cast, clock, report).beside
    assert (beside.late_again, beside.before_empty) == ((), True)
    late_in_the_last_quarter(cast, "tu_phap")
    beside = look(session, cast, clock, report).beside
    assert (beside.late_again, beside.before_empty) == ((), False)


def test_a_unit_that_gave_its_late_task_away_since_was_late_all_the_same(session, cast, clock, report):
    moved = lead(cast, "noi_vu", date(2023, 5, 15), given_on=date(2023, 4, 3))
    for unit in ("noi_vu", "tu_phap"):
        lead(cast, unit, date(2023, 9, 4), "Việc quý này.")
    happens(cast, moved, EventKind.UNIT_CORRECTED, date(2023, 7, 3))
    moved.events[-1].from_unit_id, moved.events[-1].to_unit_id = moved.unit_id, cast.units["tu_phap"].id
    moved.unit_id = cast.units["tu_phap"].id
    session.flush()
    beside = look(session, cast, clock, report).beside
    assert beside.late_again == (cast.units["noi_vu"].public_id,)


def test_what_was_frozen_without_measures_is_still_read(session, cast, clock, report):
    quarter_story(cast)
    view = look(session, cast, clock, report)
    assert from_content(to_content(view)) == view
    content = to_content(view)
    del content["beside"]
    for row in content["rows"]:
        del row["field"]
        for name in ("extensions", "self_confirmed", "working_days_overdue", "updated"):
            del row["counted"][name]
    older = from_content(content)
    assert (older.beside, older.counts, by_month(older)) == (None, view.counts, by_month(view))
    assert {name for name in SLICES if rows_of(older, name)} <= set(SLICES)


def test_what_was_frozen_before_the_last_period_was_looked_up_is_still_read(session, cast, clock, report):
    quarter_story(cast)
    content = to_content(look(session, cast, clock, report))
    for name in ("before_frozen_at", "before_empty"):
        del content["beside"][name]
    older = from_content(content).beside
    assert (older.before_frozen_at, older.before_empty) == (None, False)
    assert older.before_from == date(2023, 3, 15)


def test_measures_stay_as_they_were_frozen(session, cast, clock, report):
    story = quarter_story(cast)
    frozen = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    before = reports.load_view(frozen).beside
    clock.instant += timedelta(days=2)
    happens(cast, story["d"], EventKind.PROGRESS, date(2023, 9, 14), recorded_on=date(2023, 9, 16), note="Bổ sung.")
    done(cast, story["d2"], date(2023, 9, 1), recorded_on=date(2023, 9, 16))
    session.flush()
    session.expire_all()
    assert reports.load_view(frozen).beside == before
    assert look(session, cast, clock, report).beside != before


def test_a_period_without_anything_has_measures_of_nothing(session, cast, clock, report):
    view = look(session, cast, clock, report)
    assert (view.rows, view.units, view.beside.late_again) == ((), (), ())
    assert (by_month(view), by_directive(view)) == ([], [])
    assert view.beside.measures.updates.rate() is None


def test_a_unit_without_assignments_is_in_no_table(session, cast, clock, report):
    lead(cast, "noi_vu", date(2023, 9, 4))
    view = look(session, cast, clock, report)
    assert [unit.name for unit in view.units] == [cast.units["noi_vu"].name]


def test_overlapping_periods_each_count_what_is_theirs(session, cast, clock, report):
    """A month within the quarter counts the same assignments at its own cut-off; neither knows of the other."""
    lead(cast, "noi_vu", date(2023, 8, 10))
    month = reports.make_report(
        session,
        actor=cast.chief,
        clock=clock,
        kind=PeriodKind.FREE,
        period_from=date(2023, 8, 1),
        cut_off=date(2023, 8, 31),
    )
    (of_month,), (of_quarter,) = look(session, cast, clock, month).rows, look(session, cast, clock, report).rows
    assert (of_month.public_id, of_month.counted.days_overdue) == (of_quarter.public_id, 21)
    assert of_quarter.counted.days_overdue == 35
