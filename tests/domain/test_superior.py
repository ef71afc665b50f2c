"""What is owed upward: worked cases as a table, and figures that always add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from app.domain.calendar import WorkingCalendar
from app.domain.errors import DomainError
from app.domain.superior import (
    SUPERIORS,
    Duty,
    Proposal,
    Step,
    SuperiorCourse,
    Told,
    UpwardClass,
    UpwardCounts,
    check_inner,
    fold,
    inner_due,
    is_superiors,
    propose,
    standing,
    upward,
)
from app.domain.terms import SourceOfAssignment, SuperiorStanding, SuperiorStepKind
from tests.domain.making import day, midnight_after, noon

WEEKDAYS = WorkingCalendar(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True)
class Happened:
    """A step as the table writes it; recorded on the day it counts for if nothing else is said."""

    kind: SuperiorStepKind
    on: str
    recorded: str = ""
    due: str = ""
    standing: SuperiorStanding | None = None


def given(on: str, *, due: str = "", recorded: str = "") -> Happened:
    return Happened(SuperiorStepKind.GIVEN, on, recorded, due)


def moved(on: str, *, due: str) -> Happened:
    return Happened(SuperiorStepKind.DUE_CHANGED, on, due=due)


def reported(on: str, *, recorded: str = "") -> Happened:
    return Happened(SuperiorStepKind.REPORTED, on, recorded)


def reopened(on: str, *, recorded: str = "") -> Happened:
    return Happened(SuperiorStepKind.REOPENED, on, recorded)


def withdrawn(on: str) -> Happened:
    return Happened(SuperiorStepKind.WITHDRAWN, on)


def told(on: str, how: SuperiorStanding) -> Happened:
    return Happened(SuperiorStepKind.TOLD, on, standing=how)


def steps_of(*happened: Happened) -> tuple[Step, ...]:
    return tuple(
        Step(
            sequence=number,
            kind=each.kind,
            effective_on=day(each.on),
            recorded_at=noon(day(each.recorded or each.on)),
            due_on=day(each.due) if each.due else None,
            number=f"{number}/BC-UBND" if each.kind is SuperiorStepKind.REPORTED else "",
            issued_on=day(each.on) if each.kind is SuperiorStepKind.REPORTED else None,
            standing=each.standing,
        )
        for number, each in enumerate(happened, 1)
    )


G = given("1/9", due="30/9")
# What happened, as of which day, known at the end of which day, and its class; None for what is not there yet.
CASES: dict[str, tuple[tuple[Happened, ...], str, str, UpwardClass | None]] = {
    "open before its day": ((G,), "29/9", "29/9", UpwardClass.IN_TIME),
    "open on its very day": ((G,), "30/9", "30/9", UpwardClass.IN_TIME),
    "open the day after": ((G,), "1/10", "1/10", UpwardClass.OVERDUE),
    "reported on the day itself": ((G, reported("30/9")), "5/10", "5/10", UpwardClass.ON_TIME),
    "reported a day late": ((G, reported("1/10")), "5/10", "5/10", UpwardClass.LATE),
    "reported in time, entered late": ((G, reported("29/9", recorded="4/10")), "30/9", "4/10", UpwardClass.ON_TIME),
    "the same, before it was known": ((G, reported("29/9", recorded="4/10")), "3/10", "3/10", UpwardClass.OVERDUE),
    "as of a day before the report": ((G, reported("2/10")), "1/10", "9/10", UpwardClass.OVERDUE),
    "moved on before it was due": ((G, moved("28/9", due="15/10")), "5/10", "5/10", UpwardClass.IN_TIME),
    "as of a day before it was moved": ((G, moved("5/10", due="15/10")), "4/10", "9/10", UpwardClass.OVERDUE),
    "moved nearer, then late": ((G, moved("10/9", due="20/9"), reported("25/9")), "30/9", "30/9", UpwardClass.LATE),
    "moved after a report": ((G, reported("2/10"), moved("5/10", due="9/10")), "9/10", "9/10", UpwardClass.ON_TIME),
    "the report was not taken": ((G, reported("28/9"), reopened("3/10")), "5/10", "5/10", UpwardClass.OVERDUE),
    "as of the days it was believed": ((G, reported("28/9"), reopened("3/10")), "2/10", "5/10", UpwardClass.ON_TIME),
    "entered by mistake: it never was": (
        (G, reported("28/9"), reopened("28/9", recorded="3/10")), "2/10", "5/10", UpwardClass.OVERDUE,
    ),
    "reported again": ((G, reported("28/9"), reopened("3/10"), reported("4/10")), "5/10", "5/10", UpwardClass.LATE),
    "withdrawn": ((G, withdrawn("5/10")), "6/10", "6/10", UpwardClass.WITHDRAWN),
    "as of a day before it was withdrawn": ((G, withdrawn("5/10")), "4/10", "6/10", UpwardClass.OVERDUE),
    "withdrawn by mistake": ((G, withdrawn("5/10"), reopened("6/10")), "7/10", "7/10", UpwardClass.OVERDUE),
    "without a date": ((given("1/9"),), "5/10", "5/10", UpwardClass.UNDATED),
    "reported without a date": ((given("1/9"), reported("2/10")), "5/10", "5/10", UpwardClass.UNDATED),
    "dated at last": ((given("1/9"), moved("10/9", due="20/9")), "21/9", "21/9", UpwardClass.OVERDUE),
    "what they say rates nothing": (
        (G, reported("30/9"), told("5/10", SuperiorStanding.OVERDUE)), "6/10", "6/10", UpwardClass.ON_TIME,
    ),
    "not yet given on the day": ((G,), "31/8", "30/9", None),
    "given by then, entered later": ((given("1/9", due="30/9", recorded="9/9"),), "5/9", "8/9", None),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_worked_cases(case: str) -> None:
    happened, on, known, expected = CASES[case]
    duty = Duty(1, SourceOfAssignment.PROVINCE, steps_of(*happened))
    made = upward([duty], on=day(on), known_at=midnight_after(day(known)))
    assert [row.upward_class for row in made.rows] == ([expected] if expected else [])


def test_what_they_told_last_stands_beside() -> None:
    steps = steps_of(G, told("5/9", SuperiorStanding.OPEN), told("2/10", SuperiorStanding.OVERDUE))
    course = fold(steps, on=day("3/10"), known_at=midnight_after(day("3/10")))
    assert course.told == Told(SuperiorStanding.OVERDUE, day("2/10"))
    assert standing(course, day("30/9")) is SuperiorStanding.OPEN


def test_nothing_is_open_and_nothing_is_counted() -> None:
    assert fold((), on=day("1/9"), known_at=noon(day("1/9"))) == SuperiorCourse()
    assert upward((), on=day("1/9"), known_at=noon(day("1/9"))).counts == UpwardCounts()


def test_only_the_leaders_of_the_office_itself_are_no_superior() -> None:
    assert not is_superiors(None)
    assert not is_superiors(SourceOfAssignment.OWN)
    assert set(SUPERIORS) == set(SourceOfAssignment) - {SourceOfAssignment.OWN}


DAYS = st.dates(date(2023, 9, 1), date(2023, 10, 31))
INSTANTS = DAYS.map(noon)
STEPS = st.builds(
    Step,
    sequence=st.integers(1, 50),
    kind=st.sampled_from(SuperiorStepKind),
    effective_on=DAYS,
    recorded_at=INSTANTS,
    due_on=st.none() | DAYS,
    issued_on=st.none() | DAYS,
    standing=st.none() | st.sampled_from(SuperiorStanding),
)
DUTIES = st.lists(
    st.tuples(st.sampled_from(SUPERIORS), st.lists(STEPS, max_size=8, unique_by=lambda step: step.sequence)), max_size=8
).map(lambda made: [Duty(number, source, tuple(steps)) for number, (source, steps) in enumerate(made)])


@for_all(DUTIES, DAYS, INSTANTS)
def test_the_classes_part_what_was_given_and_the_sources_add_up(duties, on, known_at) -> None:
    made = upward(duties, on=on, known_at=known_at)
    given_by_then = [
        duty.duty_id
        for duty in duties
        if any(
            step.kind is SuperiorStepKind.GIVEN and step.effective_on <= on and step.recorded_at <= known_at
            for step in duty.steps
        )
    ]
    assert [row.duty_id for row in made.rows] == given_by_then
    counted = Counter(row.upward_class for row in made.rows)
    assert [getattr(made.counts, each.value) for each in UpwardClass] == [counted[each] for each in UpwardClass]
    apart = made.counts.undated + made.counts.withdrawn
    assert made.counts.total == made.counts.reported + made.counts.open == len(given_by_then) - apart
    assert made.counts.total == sum(counts.total for counts in made.by_source.values())


@for_all(DUTIES, DAYS, INSTANTS, st.lists(STEPS, max_size=5))
def test_what_is_recorded_later_or_counts_later_changes_no_figures(duties, on, known_at, more) -> None:
    later = [step for step in more if step.recorded_at > known_at or step.effective_on > on]
    added = [Duty(duty.duty_id, duty.source, (*duty.steps, *later)) for duty in duties]
    assert upward(added, on=on, known_at=known_at) == upward(duties, on=on, known_at=known_at)


@pytest.mark.parametrize(
    ("superior", "working_days", "expected"),
    [("29/9", 3, "26/9"), ("29/9", 0, "29/9"), ("2/10", 1, "29/9"), ("1/10", 3, "27/9"), ("4/9", 5, "28/8")],
)
def test_the_inner_date_lies_so_many_working_days_before(superior, working_days, expected) -> None:
    assert inner_due(day(superior), WEEKDAYS, working_days) == day(expected)


@for_all(DAYS, st.integers(0, 60))
def test_between_the_two_dates_lie_the_working_days_of_the_policy(superior, working_days) -> None:
    inner = inner_due(superior, WEEKDAYS, working_days)
    between = WEEKDAYS.working_days_between(inner, superior)
    assert between == (working_days - (not WEEKDAYS.is_working(superior)) if working_days else 0)
    check_inner(inner, superior)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("14/9", Proposal(day("26/9"), False)),
        ("26/9", Proposal(day("26/9"), False)),
        ("27/9", Proposal(day("29/9"), True)),
    ],
)
def test_an_inner_date_that_is_over_is_not_proposed(today, expected) -> None:
    assert propose(day("29/9"), today=day(today), calendar=WEEKDAYS, working_days=3) == expected


def test_no_days_before_is_no_shortage() -> None:
    assert propose(day("29/9"), today=day("5/10"), calendar=WEEKDAYS, working_days=0) == Proposal(day("29/9"), False)


def test_an_inner_date_after_the_superiors_is_refused() -> None:
    check_inner(day("29/9"), day("29/9"))
    check_inner(day("29/9"), None)
    with pytest.raises(DomainError) as refused:
        check_inner(day("30/9"), day("29/9"))
    assert refused.value.code == "superior.inner_after"
    assert refused.value.params == {"inner": day("30/9"), "superior": day("29/9")}
