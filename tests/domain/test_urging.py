"""The ladder of reminders: which rung a state calls for, what it covers, and that nothing is lost or said twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.deadlines import DeadlinePolicy
from app.domain.terms import ReminderRule as Rule
from app.domain.urging import OpenAssignment, Reminder, Told, iso_week, plan
from tests.domain.making import OFFICIAL, day

POLICY = DeadlinePolicy()
RECIPIENTS = {1: ["unit:1"], 2: ["unit:2", "user:8"]}
DUE_30_10 = OpenAssignment(1, unit_id=1, due_on=day("30/10"), exclusive=False, anchor="due:17", waiting=False)


def run(assignments: Iterable[OpenAssignment], today: date, told: Iterable[Told] = ()) -> tuple[Reminder, ...]:
    return plan(assignments, list(told), recipients=RECIPIENTS, today=today, calendar=OFFICIAL, policy=POLICY)


def said(reminders: Iterable[Reminder]) -> list[tuple[Rule, str]]:
    return [(reminder.rule, reminder.occurrence) for reminder in reminders if not reminder.covered]


def run_days(assignment: OpenAssignment, texts: str) -> list[list[tuple[Rule, str]]]:
    """What is said on each of the days, each run knowing the ones before."""
    told: list[Told] = []
    spoken = []
    for text in texts.split():
        made = run([assignment], day(text), told)
        told += made
        spoken.append(said(made))
    return spoken


def test_run_every_morning_the_ladder_is_climbed_rung_by_rung() -> None:
    mornings = "20/10 23/10 24/10 25/10 26/10 27/10 30/10 31/10 1/11 2/11 3/11 6/11 7/11 13/11"
    assert run_days(DUE_30_10, mornings) == [
        [],  # six working days left
        [(Rule.DUE_IN_5, "1")],
        [],
        [(Rule.DUE_IN_3, "1")],
        [],
        [(Rule.DUE_IN_1, "1")],
        [(Rule.DUE_TODAY, "1")],
        [(Rule.OVERDUE_FIRST, "1")],
        [],
        [],
        [],
        [(Rule.OVERDUE_WEEKLY, "2023-W45")],
        [],
        [(Rule.OVERDUE_WEEKLY, "2023-W46")],
    ]


@pytest.mark.parametrize(
    ("today", "rule", "covers"),
    [
        pytest.param("24/10", Rule.DUE_IN_5, [], id="four days left: the rung of five was missed, it is told now"),
        pytest.param("26/10", Rule.DUE_IN_3, [Rule.DUE_IN_5], id="two days left"),
        pytest.param("27/10", Rule.DUE_IN_1, [Rule.DUE_IN_5, Rule.DUE_IN_3], id="one day left"),
        pytest.param("30/10", Rule.DUE_TODAY, [Rule.DUE_IN_5, Rule.DUE_IN_3, Rule.DUE_IN_1], id="today"),
        pytest.param(
            "15/11",
            Rule.OVERDUE_FIRST,
            [Rule.DUE_IN_5, Rule.DUE_IN_3, Rule.DUE_IN_1, Rule.DUE_TODAY],
            id="long overdue, never told",
        ),
    ],
)
def test_the_most_urgent_rung_is_told_and_the_milder_ones_are_covered(
    today: str, rule: Rule, covers: list[Rule]
) -> None:
    first, *rest = run([DUE_30_10], day(today))
    assert (first.rule, first.covered) == (rule, False)
    assert [(reminder.rule, reminder.covered) for reminder in rest] == [(milder, True) for milder in covers]


def test_before_monday_is_urged_for_friday() -> None:
    before_monday = replace(DUE_30_10, exclusive=True)
    assert run_days(before_monday, "26/10 27/10 30/10 31/10") == [
        [(Rule.DUE_IN_1, "1")],
        [(Rule.DUE_TODAY, "1")],
        [],  # the named date is still good, and was urged for
        [(Rule.OVERDUE_FIRST, "1")],
    ]


def test_a_reminder_carries_its_days() -> None:
    (early,) = run([DUE_30_10], day("24/10"))
    assert (early.working_days_left, early.days_overdue, early.working_days_overdue) == (4, 0, 0)
    due_13_11 = replace(DUE_30_10, due_on=day("13/11/2026"))
    late, *_ = run([due_13_11], day("23/11/2026"))
    assert (late.working_days_left, late.days_overdue, late.working_days_overdue) == (0, 10, 6)


@pytest.mark.parametrize("off", ["28/10", "29/10", "2/9", "24/11/2026"])
def test_nothing_is_told_on_a_day_off(off: str) -> None:
    overdue = replace(DUE_30_10, due_on=day("1/1"))
    assert run([overdue], day(off)) == ()


def test_a_make_up_saturday_is_a_morning_like_others() -> None:
    overdue = replace(DUE_30_10, due_on=day("20/8/2026"))
    assert said(run([overdue], day("22/8/2026"))) == [(Rule.OVERDUE_FIRST, "1")]


def test_what_waits_for_the_office_is_never_urged() -> None:
    assert run([replace(DUE_30_10, waiting=True)], day("15/11")) == ()


def test_a_changed_deadline_begins_the_ladder_anew_also_back_on_the_old_date() -> None:
    told = run([DUE_30_10], day("30/10"))
    moved = replace(DUE_30_10, due_on=day("6/11"), anchor="due:18")
    told += run([moved], day("1/11"), told)
    back = replace(DUE_30_10, anchor="due:19")
    assert [reminder.rule for reminder in told if reminder.anchor == "due:18" and not reminder.covered] == [
        Rule.DUE_IN_3
    ]
    assert said(run([back], day("2/11"), told)) == [(Rule.OVERDUE_FIRST, "1")]


def test_a_deadline_changed_during_the_day_is_not_urged_for_twice_that_day() -> None:
    told = run([DUE_30_10], day("27/10"))
    moved = replace(DUE_30_10, due_on=day("1/11"), anchor="due:18")
    assert run([moved], day("27/10"), told) == ()
    assert said(run([moved], day("30/10"), told)) == [(Rule.DUE_IN_3, "1")]


def test_each_recipient_of_a_unit_has_a_ledger_of_its_own() -> None:
    of_two = replace(DUE_30_10, unit_id=2)
    made = run([of_two], day("27/10"))
    only_one_was_told = [reminder for reminder in made if reminder.recipient == "unit:2"]
    assert {reminder.recipient for reminder in made} == {"unit:2", "user:8"}
    assert {reminder.recipient for reminder in run([of_two], day("27/10"), only_one_was_told)} == {"user:8"}


def test_a_unit_nobody_reads_for_is_passed_over() -> None:
    assert run([replace(DUE_30_10, unit_id=3)], day("27/10")) == ()


@pytest.mark.parametrize(
    ("text", "week"), [("20/11/2026", "2026-W47"), ("1/1/2023", "2022-W52"), ("31/12/2024", "2025-W01")]
)
def test_weeks_are_named_after_iso_8601(text: str, week: str) -> None:
    assert iso_week(day(text)) == week


# Few assignments around few days, so that rungs, weekends, changed anchors and missed mornings meet.
NEAR = st.dates(day("25/8"), day("15/10"))
ASSIGNMENTS = st.lists(
    st.builds(
        OpenAssignment,
        assignment_id=st.integers(1, 5),
        unit_id=st.sampled_from([1, 2]),
        due_on=NEAR,
        exclusive=st.booleans(),
        anchor=st.sampled_from(["due:1", "due:2"]),
        waiting=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda assignment: assignment.assignment_id,
)
MORNINGS = st.lists(NEAR, max_size=12, unique=True).map(sorted)


def tell(assignments: list[OpenAssignment], mornings: list[date]) -> list[Reminder]:
    told: list[Reminder] = []
    for morning in mornings:
        told += run(assignments, morning, told)
    return told


@settings(max_examples=150)
@given(assignments=ASSIGNMENTS, mornings=MORNINGS, today=NEAR)
def test_running_again_with_its_own_output_tells_nothing(
    assignments: list[OpenAssignment], mornings: list[date], today: date
) -> None:
    told = tell(assignments, [morning for morning in mornings if morning < today])
    first = run(assignments, today, told)
    assert run(assignments, today, [*told, *first]) == ()


@settings(max_examples=150)
@given(assignments=ASSIGNMENTS, mornings=MORNINGS)
def test_a_missed_morning_loses_nothing(assignments: list[OpenAssignment], mornings: list[date]) -> None:
    told = tell(assignments, mornings)
    for assignment in assignments:
        runs = [morning for morning in mornings if OFFICIAL.is_working(morning) and morning > assignment.due_on]
        days_told = [row.day for row in told if row.assignment_id == assignment.assignment_id and not row.covered
                     and row.rule is Rule.OVERDUE_FIRST]  # fmt: skip
        expected = [] if assignment.waiting else runs[:1]
        assert sorted(set(days_told)) == expected


@settings(max_examples=150)
@given(assignments=ASSIGNMENTS, mornings=MORNINGS)
def test_each_week_of_lateness_is_told_once_if_there_was_a_morning(
    assignments: list[OpenAssignment], mornings: list[date]
) -> None:
    told = tell(assignments, mornings)
    for assignment in assignments:
        late = [one for one in mornings if OFFICIAL.is_working(one) and one > assignment.due_on]
        weeks = sorted({iso_week(one) for one in late})
        spoken = [row for row in told if row.assignment_id == assignment.assignment_id and row.recipient != "user:8"]
        weekly = [row.occurrence for row in spoken if row.rule is Rule.OVERDUE_WEEKLY]
        assert weekly == ([] if assignment.waiting else weeks[1:])


@settings(max_examples=150)
@given(assignments=ASSIGNMENTS, mornings=MORNINGS)
def test_the_ledger_holds_each_key_once_and_one_rule_a_day(
    assignments: list[OpenAssignment], mornings: list[date]
) -> None:
    told = tell(assignments, mornings)
    keys = [(row.assignment_id, row.rule, row.anchor, row.occurrence, row.recipient) for row in told]
    spoken = [(row.assignment_id, row.recipient, row.day) for row in told if not row.covered]
    assert len(keys) == len(set(keys))
    assert len(spoken) == len(set(spoken))


@given(assignments=ASSIGNMENTS, mornings=MORNINGS)
def test_the_rungs_for_one_deadline_only_grow_more_urgent(
    assignments: list[OpenAssignment], mornings: list[date]
) -> None:
    order = list(Rule)
    told = tell(assignments, mornings)
    for assignment in assignments:
        rungs = [
            order.index(row.rule)
            for row in told
            if row.assignment_id == assignment.assignment_id and row.recipient != "user:8" and not row.covered
        ]
        assert rungs == sorted(rungs)


def test_run_on_every_day_to_the_end_of_the_year_each_late_week_is_told() -> None:
    mornings = [day("1/9") + timedelta(days=n) for n in range(120)]
    told = tell([DUE_30_10], mornings)
    weekly = [row.occurrence for row in told if row.rule is Rule.OVERDUE_WEEKLY]
    assert weekly == [f"2023-W{week}" for week in range(45, 53)]
