"""n/N of a day that has passed is what the fold of every event says, whatever has happened since."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.adapters.clock import FixedClock
from app.domain.calendar import last_instant
from app.domain.errors import DomainError
from app.domain.figures import figures
from app.domain.terms import EventKind
from app.models import Assignment
from app.services import recording, urging
from app.services.report_leads import gather_leads
from app.services.standing_then import Standing, standing_then
from app.services.unit_names import units_then
from tests.conftest import count_queries
from tests.services.giving import Giving
from tests.services.lives import ACTS, PEOPLE, Life

TODAY = date(2023, 9, 14)
WEEK_AGO = date(2023, 9, 7)
LONG_AGO = date(2023, 8, 21)
UNITS = ("noi_vu", "tu_phap", "cong_an")
# Days that pass before each act, the act, who does it, to which part, and a number that varies what is said.
STEP = st.tuples(
    st.integers(0, 5),
    st.sampled_from(sorted(ACTS)),
    st.sampled_from(PEOPLE),
    st.integers(0, 7),
    st.integers(0, 5),
)
# Days after the first on which a task is given, its unit, and the days from then until it is due.
GIVEN = st.tuples(st.integers(0, 20), st.sampled_from(UNITS), st.sampled_from((None, 2, 5, 9, 14, 40)))


def by_the_fold(session, cast, day: date) -> Standing:
    """The same by every event of every assignment."""
    counts = figures(
        gather_leads(session, office_id=cast.office.id),
        period_from=day,
        cut_off=day,
        known_at=last_instant(day),
        units=units_then(session, office_id=cast.office.id, day=day),
    ).counts
    return Standing(counts.d, counts.open)


def by_the_columns(session, cast) -> Standing:
    """Today's, as a digest has it."""
    shares = urging.shares(session, office_id=cast.office.id, today=TODAY).values()
    ours = [share for share in shares if share.under_authority]
    return Standing(sum(share.overdue for share in ours), sum(share.dated for share in ours))


def then_of(session, cast, day: date) -> Standing:
    now = by_the_columns(session, cast)
    return standing_then(session, office_id=cast.office.id, day=day, today=TODAY, now=now)


def live(cast, tasks, steps) -> None:
    """An office in which tasks are given over three weeks while people act on those that are there."""
    clock = FixedClock.at(LONG_AGO)
    give = Giving(cast, clock)
    give.directive.number = None
    life = Life(cast, clock, [])
    left = sorted(tasks, key=lambda task: task[0])
    for days, name, who, place, number in [*steps, (30, "progress", "chief", 0, 0)]:
        clock.instant += timedelta(days=days, minutes=1)
        while left and LONG_AGO + timedelta(days=left[0][0]) <= clock.today():
            _, unit, until = left.pop(0)
            due = None if until is None else clock.today() + timedelta(days=until)
            life.parts += give.task((unit,), due=due, given_on=clock.today())
        if life.parts:
            with suppress(DomainError):  # most acts of anybody at any time are refused
                life.act(name, who, place, number)
    cast.session.flush()


# The session is rolled back after the test, not after each example: each example undoes what it made.
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tasks=st.lists(GIVEN, min_size=3, max_size=8), steps=st.lists(STEP, min_size=4, max_size=14))
@example(
    [(0, "noi_vu", 2), (0, "noi_vu", 5), (18, "tu_phap", 2)],
    [(9, "report", "noi_vu_head", 0, 1), (9, "accept", "chief", 0, 0), (1, "wrong_unit", "chief", 1, 1)],
)
def test_what_is_counted_by_columns_and_what_is_folded_make_the_whole(session, cast, tasks, steps):
    undo = session.begin_nested()
    live(cast, tasks, steps)
    for ago in (0, 1, 5, 7, 10, 15):
        day = TODAY - timedelta(days=ago)
        assert then_of(session, cast, day) == by_the_fold(session, cast, day), day
    undo.rollback()
    session.expire_all()


def given_at(cast, day: date, unit: str, due: date) -> Assignment:
    return Giving(cast, FixedClock.at(day))(unit, due=due, given_on=day)


def happen(cast, assignment: Assignment, kind: EventKind, day: date, **more: object) -> None:
    event = Giving(cast, FixedClock.at(day)).event(kind, day)
    for name, value in more.items():
        setattr(event, name, value)
    recording.add(cast.session, assignment, event)


def test_a_week_ago_is_told_as_it_was_then(session, cast):
    late = date(2023, 9, 5)
    given_at(cast, LONG_AGO, "noi_vu", late)  # late then, late now
    given_at(cast, LONG_AGO, "noi_vu", date(2023, 9, 11))  # open then, late now
    given_at(cast, LONG_AGO, "cong_an", late)  # asked, not ordered: counted apart
    given_at(cast, date(2023, 9, 8), "noi_vu", date(2023, 9, 8))  # not yet given then
    done = given_at(cast, LONG_AGO, "noi_vu", late)  # late then, done since
    happen(cast, done, EventKind.SUBMITTED, date(2023, 9, 8))
    happen(cast, done, EventKind.ACCEPTED, date(2023, 9, 8))
    moved = given_at(cast, LONG_AGO, "noi_vu", late)  # late then at a unit under the authority
    units = {"from_unit_id": moved.unit_id, "to_unit_id": cast.units["cong_an"].id}
    happen(cast, moved, EventKind.UNIT_CORRECTED, date(2023, 9, 11), **units)
    session.flush()
    assert then_of(session, cast, WEEK_AGO) == Standing(3, 4)
    assert then_of(session, cast, TODAY) == Standing(3, 3)


def test_a_day_before_the_first_task_has_nothing(session, cast):
    given_at(cast, LONG_AGO, "noi_vu", WEEK_AGO)
    before = LONG_AGO - timedelta(days=1)
    assert then_of(session, cast, before) == Standing(0, 0)


def test_more_work_is_no_more_statements(session, cast):
    def asked() -> int:
        session.flush()
        with count_queries(session.get_bind().engine) as seen:
            then_of(session, cast, WEEK_AGO)
        return len(seen)

    def some(times: int) -> None:
        for _ in range(times):
            given_at(cast, LONG_AGO, "noi_vu", TODAY)
            happen(cast, given_at(cast, LONG_AGO, "noi_vu", TODAY), EventKind.PROGRESS, date(2023, 9, 12))

    some(1)
    few = asked()
    some(15)
    assert asked() == few
