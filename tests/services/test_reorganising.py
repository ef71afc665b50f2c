"""Units merge, split, are renamed, dissolved: nothing is lost, nothing counted twice, and the past stays as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.domain.figures import Figures, figures
from app.domain.lifecycle import NOT_CLOSED
from app.domain.terms import AssignmentRole, EventKind, ExtensionState, ReorganisationKind, State
from app.models import Assignment, Succession, Unit
from app.services import recording
from app.services.reorganising_wish import Choices
from app.services.report_leads import gather_leads
from app.services.unit_names import units_then
from tests.cast import Cast
from tests.services.district import District

K = ReorganisationKind
FIRST, SECOND = date(2023, 1, 1), date(2025, 7, 1)
PHONG = ("noi_vu", "tu_phap", "kinh_te")
XA = ("xa_ha", "xa_thuong", "xa_trung")


@pytest.fixture
def district(cast: Cast) -> District:
    return District(cast, FixedClock.at(date(2022, 10, 3)))


@dataclass(frozen=True)
class Was:
    """An open assignment before, as plain values."""

    id: int
    task_id: int
    period: str
    unit_id: int
    role: AssignmentRole
    state: State
    due_on: date | None
    events: int
    dues: int


def open_parts(district: District) -> list[Was]:
    rows = district.cast.session.scalars(select(Assignment).where(Assignment.state.in_(NOT_CLOSED))).all()
    return [
        Was(row.id, row.task_id, row.period, row.unit_id, row.role, row.state, row.due_on, len(row.events),
            len(row.due_dates))
        for row in rows
    ]  # fmt: skip


def figures_of(district: District, period_from: date, cut_off: date) -> Figures:
    """As a report makes them, with all that is known now."""
    office_id = district.cast.office.id
    return figures(
        gather_leads(district.cast.session, office_id=office_id, period_from=period_from),
        period_from=period_from,
        cut_off=cut_off,
        known_at=district.clock.now(),
        units=units_then(district.cast.session, office_id=office_id, day=cut_off),
    )


def assert_none_lost(district: District, before: Sequence[Was], old: Sequence[int], new: Sequence[int]) -> int:
    """Each open part moves, stays, or gives way to one of the same task at a successor. Returns how many gave way."""
    session = district.cast.session
    session.expire_all()
    after = {row.id: row for row in session.scalars(select(Assignment))}
    slots = Counter((row.unit_id, row.task_id, row.period) for row in after.values() if row.closed_on is None)
    assert max(slots.values()) == 1, "a unit has a task twice"
    gave_way = 0
    for was in before:
        row = after[was.id]
        assert recording.course_of(row).state is row.state
        if row.state is State.SUPERSEDED:
            gave_way += 1
            assert any((unit_id, was.task_id, was.period) in slots for unit_id in new)
            assert all(request.state is not ExtensionState.OPEN for request in row.requests)
            continue
        assert row.state is was.state
        assert row.unit_id in new if was.unit_id in old else row.unit_id == was.unit_id
        assert recording.course_of(row).unit_id in (None, row.unit_id)
        assert row.due_on == was.due_on or row.due_on > (was.due_on or date.min)
        moved = [event for event in row.events if event.kind is EventKind.SUCCEEDED][-1:] if was.unit_id in old else []
        assert [(event.from_unit_id, event.to_unit_id) for event in moved] == (
            [(was.unit_id, row.unit_id)] if was.unit_id in old else []
        )
        assert len(row.events) >= was.events + len(moved)
        assert row.due_dates[: was.dues] == row.due_dates[: was.dues]
    return gave_way


def assert_past_kept(district: District, then: Figures, now: Figures) -> None:
    """Figures of a day before the reorganisation are the same, unit by unit and name by name."""
    assert [(u.unit_id, u.unit_name, u.counts) for u in then.by_unit] == [
        (u.unit_id, u.unit_name, u.counts) for u in now.by_unit
    ]
    assert then.rows == now.rows
    assert (then.outside, then.undated, then.not_rated) == (now.outside, now.undated, now.not_rated)


def assert_adds_up(before: Figures, after: Figures, gone: int) -> None:
    """On the day itself each lead is counted once, before and after; those that gave way are not rated any more."""
    assert sorted(row.assignment_id for row in before.rows) == sorted(row.assignment_id for row in after.rows)
    assert after.not_rated >= before.not_rated
    assert (
        after.counts.total + after.undated + after.not_rated == before.counts.total + before.undated + before.not_rated
    )
    assert after.not_rated - before.not_rated <= gone
    assert (before.counts.a, before.counts.b) == (after.counts.a, after.counts.b)


def test_a_whole_huyen_passes_to_new_communes(district: District):
    session, unit = district.cast.session, district.unit
    everybody = ("van_phong", "y_te", *PHONG, *XA, "xa_dong")
    district.give(everybody, tasks=15, first=date(2022, 10, 3), last=date(2022, 12, 30))

    # A phòng is dissolved into the Văn phòng; it is written down two days later.
    district.it_is(FIRST + timedelta(days=2))
    before, then = open_parts(district), figures_of(district, date(2022, 10, 1), date(2022, 12, 31))
    on_the_day = figures_of(district, FIRST, FIRST)
    district.reorganise(K.DISSOLVE, "y_te", on=FIRST, into=("van_phong",))
    gone = assert_none_lost(district, before, district.ids("y_te"), district.ids("van_phong"))
    assert gone > 0
    assert unit("y_te").valid_to == date(2022, 12, 31)
    assert_past_kept(district, then, figures_of(district, date(2022, 10, 1), date(2022, 12, 31)))
    after = figures_of(district, FIRST, FIRST)
    assert_adds_up(on_the_day, after, gone)
    assert "Phòng Y tế" in {row.unit_name for row in then.rows}
    open_then = {row.unit_name for row in after.rows if row.figure_class.value in "cd"}
    assert "Phòng Y tế" not in open_then

    # Two years later the level of the huyện ends: three communes become one, and every phòng goes somewhere.
    district.give([key for key in everybody if key != "y_te"], tasks=45, first=date(2025, 3, 3), last=date(2025, 6, 27))
    district.it_is(SECOND)
    quarter = figures_of(district, date(2025, 4, 1), date(2025, 6, 30))
    old_quarter = figures_of(district, date(2022, 10, 1), date(2022, 12, 31))
    on_the_day, before = figures_of(district, SECOND, SECOND), open_parts(district)
    assert len(before) > 150
    district.reorganise(K.CONSOLIDATE, *XA, on=SECOND, new="UBND xã Trung")  # named as one of the three was
    new_xa = session.scalars(select(Unit).where(Unit.name == "UBND xã Trung", Unit.valid_to.is_(None))).one()
    gone = assert_none_lost(district, before, district.ids(*XA), [new_xa.id])
    district.cast.units["xa_moi"] = new_xa

    before = open_parts(district)
    apart = {was.id: unit("xa_dong").id for was in before[::2] if was.unit_id in district.ids(*PHONG)}
    district.reorganise(K.DISSOLVE, *PHONG, on=SECOND, into=("xa_moi", "xa_dong"), choices=Choices(parts=apart))
    moved = session.scalars(select(Assignment).where(Assignment.id.in_(apart), Assignment.closed_on.is_(None)))
    assert {row.unit_id for row in moved} == {unit("xa_dong").id}
    gone += assert_none_lost(district, before, district.ids(*PHONG), district.ids("xa_moi", "xa_dong"))

    before = open_parts(district)
    district.reorganise(K.CONSOLIDATE, "van_phong", "xa_dong", on=SECOND, new="UBND xã Đông Hòa")
    last = session.scalars(select(Unit).where(Unit.name == "UBND xã Đông Hòa")).one()
    gone += assert_none_lost(district, before, district.ids("van_phong", "xa_dong"), [last.id])
    assert last.is_secretariat
    assert not unit("van_phong").is_secretariat

    # Nothing is held by a unit that ended; the past is as it was, under the old names.
    holders = set(session.scalars(select(Assignment.unit_id).where(Assignment.closed_on.is_(None))))
    assert holders <= {new_xa.id, last.id, unit("cong_an").id}
    assert_past_kept(district, quarter, figures_of(district, date(2025, 4, 1), date(2025, 6, 30)))
    assert_past_kept(district, old_quarter, figures_of(district, date(2022, 10, 1), date(2022, 12, 31)))
    after = figures_of(district, SECOND, SECOND)
    assert_adds_up(on_the_day, after, gone)
    assert {row.unit_name for row in after.rows if row.figure_class.value in "cd"} <= {
        "UBND xã Trung",
        "UBND xã Đông Hòa",
    }
    assert session.scalars(select(Succession)).all()
