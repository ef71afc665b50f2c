"""The fold of the events, the standing on a day, and which act is possible when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.domain.deadlines import DeadlinePolicy
from app.domain.errors import DomainError
from app.domain.history import Course, DueDate, Event, check_completion, fold, standing
from app.domain.lifecycle import FINAL
from app.domain.terms import EventKind, Standing, State
from tests.domain.making import (
    OFFICIAL,
    Step,
    accepted,
    acknowledged,
    cancelled,
    corrected,
    day,
    due_dates_of,
    events_of,
    given,
    midnight_after,
    noon,
    progressed,
    reported,
    returned,
    returned_for_papers,
)

GIVEN = given("2/10", due="30/10")
DONE = (GIVEN, acknowledged("3/10"), progressed("9/10"), reported("27/10"), accepted("26/10", recorded="1/11"))
FAR = day("31/12/2030")
TICK = timedelta(microseconds=1)


def course_of(*steps: Step, cut_off: str = "31/12", known: str = "31/12") -> Course:
    known_at = midnight_after(day(known))
    return fold(events_of(*steps), due_dates_of(*steps), cut_off=day(cut_off), known_at=known_at)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        pytest.param((GIVEN,), State.OPEN, id="given"),
        pytest.param((GIVEN, acknowledged("3/10")), State.ACKNOWLEDGED, id="acknowledged"),
        pytest.param((GIVEN, progressed("3/10")), State.IN_PROGRESS, id="progress without acknowledging"),
        pytest.param((GIVEN, reported("3/10")), State.WAITING, id="reported at once"),
        pytest.param((GIVEN, reported("3/10"), progressed("4/10")), State.WAITING, id="a note while it waits"),
        pytest.param((GIVEN, reported("3/10"), returned("4/10")), State.IN_PROGRESS, id="returned"),
        pytest.param(DONE, State.DONE, id="accepted"),
        pytest.param((GIVEN, cancelled("4/10")), State.CANCELLED, id="cancelled"),
        pytest.param((*DONE, reported("2/11")), State.DONE, id="nothing happens after it is done"),
    ],
)
def test_the_events_come_to_a_state(steps: Sequence[Step], state: State) -> None:
    assert course_of(*steps).state is state


def test_the_days_of_a_course_are_kept() -> None:
    assert course_of(*DONE) == Course(
        state=State.DONE,
        given_on=day("2/10"),
        due_on=day("30/10"),
        due_sequence=1,
        exclusive=False,
        submitted_on=day("27/10"),
        completed_on=day("26/10"),
        closed_on=day("1/11"),
        last_activity_on=day("27/10"),
        acknowledged_on=day("3/10"),
        updated_on=day("27/10"),
    )


def test_a_unit_that_answers_has_received_the_task() -> None:
    assert course_of(GIVEN, progressed("9/10"), acknowledged("10/10")).acknowledged_on == day("9/10")
    assert course_of(GIVEN, reported("9/10")).acknowledged_on == day("9/10")


def test_after_a_return_no_report_stands() -> None:
    assert course_of(GIVEN, reported("9/10"), returned("10/10")).submitted_on is None


def test_what_is_not_yet_given_has_no_day_of_giving() -> None:
    course = course_of(GIVEN, cut_off="1/10")
    assert (course.given_on, course.due_on) == (None, None)


def test_an_acceptance_counts_for_the_day_it_confirms_even_before_the_report() -> None:
    steps = (GIVEN, reported("3/11"), accepted("25/10", recorded="6/11"))
    assert course_of(*steps, cut_off="31/10", known="6/11").completed_on == day("25/10")
    assert course_of(*steps, cut_off="31/10", known="5/11").state is State.OPEN


def test_while_a_return_is_not_yet_in_effect_the_first_report_stands() -> None:
    steps = (GIVEN, reported("20/10"), returned("3/11"), reported("1/11"))
    assert course_of(*steps, cut_off="1/11").submitted_on == day("20/10")


def test_closing_counts_on_the_local_day_of_recording() -> None:
    late_evening = datetime(2023, 10, 31, 18, 0, tzinfo=UTC)
    event = Event(sequence=2, kind=EventKind.CANCELLED, effective_on=day("31/10"), recorded_at=late_evening)
    assert fold([*events_of(GIVEN), event], [], cut_off=FAR, known_at=noon(FAR)).closed_on == day("1/11")


def test_what_is_recorded_at_the_very_instant_is_known() -> None:
    recorded = noon(day("2/10"))
    known = [fold(events_of(GIVEN), [], cut_off=FAR, known_at=at).given_on for at in (recorded, recorded - TICK)]
    assert known == [day("2/10"), None]


def test_the_newest_due_day_in_force_rules() -> None:
    steps = (GIVEN, corrected(due="15/11", recorded="5/11"), corrected(due="30/10", recorded="8/11"))
    assert [course_of(*steps, known=known).due_on for known in ("4/11", "5/11", "8/11")] == [
        day("30/10"),
        day("15/11"),
        day("30/10"),
    ]
    assert [course_of(*steps, known=known).due_sequence for known in ("4/11", "5/11", "8/11")] == [1, 2, 3]


def test_days_given_back_count_from_the_return_only() -> None:
    steps = (GIVEN, reported("25/10"), returned_for_papers("1/11"))
    assert course_of(*steps, cut_off="31/10").due_on == day("30/10")
    assert course_of(*steps, cut_off="1/11").due_on == day("6/11")


def test_an_exclusive_due_date_is_told_as_such() -> None:
    due = DueDate(1, day("30/10"), day("2/10"), noon(day("2/10")), exclusive=True)
    assert fold(events_of(GIVEN), [due], cut_off=FAR, known_at=noon(FAR)).exclusive


NEAR = st.dates(day("1/10"), day("30/11"))
EVENTS = st.lists(
    st.builds(
        Event,
        sequence=st.integers(1, 9),
        kind=st.sampled_from(EventKind),
        effective_on=NEAR,
        recorded_at=NEAR.map(noon),
    ),
    max_size=8,
    unique_by=lambda event: event.sequence,
)


@for_all(events=EVENTS, cut_off=NEAR, known=NEAR)
def test_no_order_of_events_breaks_the_fold(events: list[Event], cut_off: date, known: date) -> None:
    course = fold(events, [], cut_off=cut_off, known_at=noon(known))
    assert (course.closed_on is not None) == (course.state in FINAL)
    assert (course.completed_on is not None) == (course.state is State.DONE)
    assert course.submitted_on is not None or course.state is not State.WAITING


@for_all(events=EVENTS, cut_off=NEAR, known=NEAR, later=NEAR)
def test_what_is_recorded_later_changes_nothing_known_before(
    events: list[Event], cut_off: date, known: date, later: date
) -> None:
    known_at = noon(known)
    afterwards = Event(99, EventKind.ACCEPTED, later, known_at + timedelta(seconds=1))
    asked = {"cut_off": cut_off, "known_at": known_at}
    assert fold([*events, afterwards], [], **asked) == fold(events, [], **asked)  # type: ignore[arg-type]


@for_all(events=EVENTS, shuffled=st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_handed_in_does_not_matter(events: list[Event], shuffled: object) -> None:
    other = list(events)
    shuffled.shuffle(other)  # type: ignore[attr-defined]
    assert fold(other, [], cut_off=FAR, known_at=noon(FAR)) == fold(events, [], cut_off=FAR, known_at=noon(FAR))


@pytest.mark.parametrize(
    ("steps", "today", "expected"),
    [
        pytest.param((GIVEN,), "2/10", Standing.IN_TIME, id="far from the due day"),
        pytest.param((GIVEN,), "20/10", Standing.IN_TIME, id="six working days before"),
        pytest.param((GIVEN,), "23/10", Standing.DUE_SOON, id="five working days before"),
        pytest.param((GIVEN,), "29/10", Standing.DUE_SOON, id="the Sunday before"),
        pytest.param((GIVEN,), "30/10", Standing.DUE_TODAY, id="on the due day"),
        pytest.param((GIVEN,), "31/10", Standing.OVERDUE, id="the day after"),
        pytest.param((given("2/10"),), "31/10", Standing.UNDATED, id="without a deadline"),
        pytest.param((given("2/10"), reported("3/10")), "31/10", Standing.WAITING, id="undated, reported"),
        pytest.param((GIVEN, reported("30/10")), "15/11", Standing.WAITING, id="reported in time"),
        pytest.param((GIVEN, reported("31/10")), "31/10", Standing.OVERDUE, id="reported late"),
        pytest.param(DONE, "2/11", Standing.DONE_ON_TIME, id="done in time"),
        pytest.param(
            (GIVEN, reported("31/10"), accepted("31/10", recorded="1/11")), "2/11", Standing.DONE_LATE, id="done late"
        ),
        pytest.param(
            (given("2/10"), reported("3/10"), accepted("3/10", recorded="4/10")),
            "2/11",
            Standing.DONE_UNDATED,
            id="done without a deadline",
        ),
        pytest.param((GIVEN, cancelled("4/10")), "31/10", Standing.CANCELLED, id="cancelled, past the due day"),
    ],
)
def test_an_assignment_stands_on_a_day(steps: Sequence[Step], today: str, expected: Standing) -> None:
    found = standing(course_of(*steps), today=day(today), calendar=OFFICIAL, policy=DeadlinePolicy())
    assert found is expected


def test_how_soon_is_soon_is_the_offices_choice() -> None:
    policy = DeadlinePolicy(due_soon_working_days=2)
    course = course_of(GIVEN)
    found = [standing(course, today=day(one), calendar=OFFICIAL, policy=policy) for one in ("25/10", "26/10")]
    assert found == [Standing.IN_TIME, Standing.DUE_SOON]


@pytest.mark.parametrize(
    ("completed", "code"),
    [
        ("1/10", "completion.before_given"),
        ("2/10", None),
        ("30/10", None),
        ("31/10", "completion.after_decision"),
    ],
)
def test_the_day_that_counts_lies_between_giving_and_deciding(completed: str, code: str | None) -> None:
    codes = []
    try:
        check_completion(completed_on=day(completed), given_on=day("2/10"), decided_on=day("30/10"))
    except DomainError as refused:
        codes.append(refused.code)
    assert codes == ([code] if code else [])
