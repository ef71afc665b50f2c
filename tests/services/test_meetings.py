"""Series and their meetings: what the days say, and what somebody puts in their place."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.domain.errors import DomainError
from app.domain.terms import MeetingDecision, MeetingState
from app.models import AuditEntry, Meeting
from app.services import calendar, meetings
from app.services.rules import load_rules
from tests.services.giving import Giving
from tests.services.meeting_cases import MONDAY, conclude, make_series, mondays, said, sitting_of

NEXT = date(2023, 9, 18)
HOLIDAY = date(2023, 9, 4)  # a Monday off after the second of September


@pytest.fixture
def series(cast, clock):
    return make_series(cast, clock)


def days(session, cast, series, first: date, through: date):
    in_force = load_rules(session, office_id=cast.office.id).calendar
    found = meetings.sittings(session, series=[series], first=first, through=through, calendar=in_force)
    return [(each.held_on, each.state.value, each.moved_from) for each in found[series.id]]


def test_meetings_follow_from_the_days_without_a_row_and_one_of_a_holiday_moves(session, cast, series):
    assert days(session, cast, series, date(2023, 8, 28), NEXT) == [
        (date(2023, 8, 28), "planned", None),
        (date(2023, 9, 5), "planned", HOLIDAY),
        (MONDAY, "planned", None),
        (NEXT, "planned", None),
    ]
    assert session.scalars(select(Meeting)).all() == []


def test_a_cancelled_meeting_stays_in_its_place_with_the_reason(session, cast, clock, series):
    meeting = meetings.cancel(
        session, actor=cast.chief, clock=clock, sitting=sitting_of(cast, series, NEXT), version=0, reason="Đi cơ sở."
    )
    assert (meeting.state, meeting.note) == (MeetingState.CANCELLED, "Đi cơ sở.")
    assert days(session, cast, series, NEXT, NEXT) == [(NEXT, "cancelled", None)]


def test_a_meeting_put_on_another_day_leaves_its_own_and_is_one_there(session, cast, clock, series):
    tuesday = date(2023, 9, 19)
    new = meetings.move(
        session, actor=cast.chief, clock=clock, sitting=sitting_of(cast, series, NEXT), version=0, to=tuesday
    )
    assert days(session, cast, series, NEXT, date(2023, 9, 24)) == [
        (NEXT, "cancelled", None),
        (tuesday, "planned", None),
    ]
    assert sitting_of(cast, series, NEXT).meeting.note == "Chuyển sang Thứ Ba, ngày 19/09/2023"
    assert (new.chair_id, new.chair_title) == (cast.users["leader"].id, "Phó Chủ tịch")
    # And back again: the day that was left has its meeting once more.
    back = sitting_of(cast, series, tuesday)
    meetings.move(session, actor=cast.chief, clock=clock, sitting=back, version=back.meeting.version, to=NEXT)
    assert days(session, cast, series, NEXT, date(2023, 9, 24)) == [
        (NEXT, "planned", None),
        (tuesday, "cancelled", None),
    ]


def test_a_meeting_moved_from_a_holiday_does_not_come_back_when_it_is_cancelled(session, cast, clock, series):
    clock.instant = type(clock).at(date(2023, 9, 1)).instant
    moved = sitting_of(cast, series, date(2023, 9, 5))
    meetings.cancel(session, actor=cast.chief, clock=clock, sitting=moved, version=0, reason="Nghỉ bù.")
    assert days(session, cast, series, HOLIDAY, date(2023, 9, 8)) == [(date(2023, 9, 5), "cancelled", None)]


def test_a_row_of_a_day_that_became_a_day_off_stands_for_its_meeting_alone(session, cast, clock, series):
    """The calendar changed after somebody had touched the meeting: it is not listed twice, on both days."""
    meetings.ensure(session, clock=clock, sitting=sitting_of(cast, series, NEXT), recorder_id=None)
    cast.session.execute(
        calendar.CalendarDay.__table__.insert().values(
            office_id=cast.office.id, day=NEXT, is_working=False, name="Nghỉ"
        )
    )
    assert days(session, cast, series, NEXT, date(2023, 9, 22)) == [(NEXT, "planned", None)]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 9, 13), "meeting.past"),
        (NEXT, "meeting.taken"),
        (date(2023, 9, 16), "meeting.day_off"),
    ],
)
def test_an_extra_meeting_on_a_bad_day_is_a_question(session, cast, clock, series, day, code):
    with pytest.raises(DomainError, match=code):
        meetings.add_extra(session, actor=cast.chief, clock=clock, series=series, held_on=day)


def test_an_extra_meeting_may_be_meant_for_a_day_off(session, cast, clock, series):
    saturday = date(2023, 9, 16)
    meetings.add_extra(session, actor=cast.staff, clock=clock, series=series, held_on=saturday, on_day_off=True)
    assert days(session, cast, series, saturday, saturday) == [(saturday, "planned", None)]


def test_a_meeting_with_opinions_is_neither_moved_nor_cancelled(session, cast, clock, series):
    assignment = Giving(cast, clock)("noi_vu", due=date(2023, 9, 8))
    conclude(session, cast, clock, series, said(assignment, MeetingDecision.URGED))
    sitting = sitting_of(cast, series)
    with pytest.raises(DomainError, match=r"meeting\.held"):
        meetings.cancel(
            session,
            actor=cast.chief,
            clock=clock,
            sitting=sitting,
            version=sitting.meeting.version,
            reason="Nhầm.",
        )
    assert (sitting.state, sitting.opinions) == (MeetingState.HELD, 1)


def test_what_somebody_else_changed_meanwhile_is_stale(session, cast, clock, series):
    seen = sitting_of(cast, series, NEXT)
    meetings.cancel(session, actor=cast.chief, clock=clock, sitting=seen, version=0, reason="Đi cơ sở.")
    now = sitting_of(cast, series, NEXT)
    with pytest.raises(DomainError, match="stale"):
        meetings.move(session, actor=cast.staff, clock=clock, sitting=now, version=0, to=date(2023, 9, 19))
    with pytest.raises(DomainError, match="stale"):
        meetings.change_series(session, actor=cast.chief, clock=clock, series=series, version=0, details=mondays(cast))


@pytest.mark.parametrize(
    ("said_of", "code", "field"),
    [
        ({"name": " "}, "series.no_name", "name"),
        ({"weekdays": ""}, "series.weekdays", "weekdays"),
        ({"valid_to": date(2023, 7, 1)}, "series.reversed", "valid_to"),
        ({"chair_id": "staff"}, "series.chair", "chair"),
    ],
)
def test_a_series_says_what_is_wrong_with_it(session, cast, clock, said_of, code, field):
    if "chair_id" in said_of:
        said_of = {"chair_id": cast.users[said_of["chair_id"]].id}
    with pytest.raises(DomainError, match=code) as refused:
        meetings.make_series(session, actor=cast.chief, clock=clock, details=mondays(cast, **said_of))
    assert refused.value.params["field"] == field


def test_a_series_is_changed_and_the_log_says_what_without_words(session, cast, clock, series):
    meetings.change_series(
        session,
        actor=cast.staff,
        clock=clock,
        series=series,
        version=series.version,
        details=mondays(cast, weekdays="03", name="Giao ban"),
    )
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "series.changed")).one()
    assert entry.payload == {"changed": ["name", "weekdays"]}
    assert days(session, cast, series, date(2023, 9, 14), NEXT) == [
        (date(2023, 9, 14), "planned", None),
        (NEXT, "planned", None),
    ]


def test_a_day_without_a_meeting_is_not_found_and_units_see_none(session, cast, series):
    with pytest.raises(DomainError, match="not_found"):
        sitting_of(cast, series, date(2023, 9, 12))
    with pytest.raises(DomainError, match=r"permission\.denied"):
        meetings.all_series(session, actor=cast.head("noi_vu"))
    with pytest.raises(DomainError, match=r"permission\.denied"):
        meetings.cancel(
            session,
            actor=cast.leader,
            clock=None,
            sitting=sitting_of(cast, series, NEXT),
            version=0,
            reason="x",
        )


@pytest.mark.parametrize(
    ("hour", "minute", "over"), [(7, 29, False), (7, 30, True), (23, 0, True)], ids=["before", "begun", "evening"]
)
def test_a_meeting_is_over_once_it_has_begun(cast, clock, clock_at, series, hour, minute, over):
    sitting = sitting_of(cast, series, NEXT)
    assert sitting.is_over(clock_at(NEXT, hour, minute).now()) is over
    assert not sitting.is_over(clock_at(MONDAY, 23).now())
    series.starts_at = None
    assert not sitting.is_over(clock_at(NEXT, 23).now())
    assert sitting.is_over(clock_at(date(2023, 9, 19)).now())
