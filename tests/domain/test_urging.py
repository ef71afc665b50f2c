"""Whom to tell what: which rule a state calls for, what it covers, and that nothing is lost or said twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import VIETNAM, WorkingCalendar
from app.domain.deadlines import DeadlinePolicy
from app.domain.terms import ReminderRule as Rule
from app.domain.terms import State, Urgency
from app.domain.urging import Audience, Reminder, Told, plan
from app.domain.urging_rules import OpenAssignment, Silence, UrgingPolicy, iso_week, weekly_mark
from tests.domain.making import OFFICIAL, day, noon

DEADLINES = DeadlinePolicy()
EVERYBODY = Audience(
    units={1: ["unit:1"], 2: ["unit:2", "user:8"]},
    heads={1: ["user:1"]},
    chiefs=["user:90"],
    leaders={7: ["user:70"], None: ["user:99"]},
    followers={7: ["user:71"]},
)
UNITS_ALONE = Audience(units=EVERYBODY.units)
DUE_30_10 = OpenAssignment(
    assignment_id=1,
    unit_id=1,
    state=State.IN_PROGRESS,
    came_at=noon(day("2/10")),
    came="event:1",
    due_on=day("30/10"),
    due_anchor="due:17",
)
NOT_ACKNOWLEDGED = replace(DUE_30_10, state=State.OPEN, acknowledged=False, due_on=None)


def at(text: str, hour: int = 6, minute: int = 30) -> datetime:
    on = day(text)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=VIETNAM)


def run(
    assignments: Iterable[OpenAssignment],
    now: datetime | str,
    told: Iterable[Told] = (),
    *,
    audience: Audience = UNITS_ALONE,
    policy: UrgingPolicy = UrgingPolicy(),  # noqa: B008
    call_days: Sequence[date] = (),
    by_the_hour: bool = False,
) -> tuple[Reminder, ...]:
    return plan(
        assignments,
        list(told),
        audience=audience,
        now=at(now) if isinstance(now, str) else now,
        calendar=OFFICIAL,
        policy=policy,
        deadlines=DEADLINES,
        call_days=call_days,
        by_the_hour=by_the_hour,
    )


def said(reminders: Iterable[Reminder]) -> list[tuple[Rule, str]]:
    return [(reminder.rule, reminder.occurrence) for reminder in reminders if not reminder.covered]


def heard(reminders: Iterable[Reminder]) -> dict[str, Rule]:
    """By recipient, what it is told."""
    return {reminder.recipient: reminder.rule for reminder in reminders if not reminder.covered}


def run_days(assignment: OpenAssignment, texts: str, call_days: Sequence[date] = ()) -> list[list[tuple[Rule, str]]]:
    """What is said on each of the days, each run knowing the ones before."""
    told: list[Told] = []
    spoken = []
    for text in texts.split():
        made = run([assignment], text, told, call_days=call_days)
        told += made
        spoken.append(said(made))
    return spoken


def test_run_every_morning_the_ladder_is_climbed_rung_by_rung() -> None:
    mornings = "20/10 23/10 24/10 25/10 26/10 27/10 30/10 31/10 1/11 2/11 3/11 6/11 7/11 13/11"
    assert run_days(DUE_30_10, mornings) == [
        [],  # six working days left
        [(Rule.DUE_SOON, "5")],
        [],
        [(Rule.DUE_SOON, "3")],
        [],
        [(Rule.DUE_SOON, "1")],
        [(Rule.DUE_TODAY, "1")],
        [(Rule.OVERDUE_FIRST, "1")],
        [],
        [],
        [],
        [(Rule.OVERDUE_WEEKLY, "2023-W45")],
        [],
        [(Rule.OVERDUE_WEEKLY, "2023-W46")],
    ]


def test_what_is_overdue_is_named_again_on_the_working_day_before_the_giao_ban() -> None:
    """The giao ban is on Mondays: Fridays, and the Thursday before a Friday that is off."""
    before_mondays = [day("3/11"), day("10/11"), day("17/11")]
    assert run_days(DUE_30_10, "31/10 1/11 2/11 3/11 6/11 9/11 10/11 13/11 20/11", before_mondays) == [
        [(Rule.OVERDUE_FIRST, "1")],
        [],
        [],
        [(Rule.OVERDUE_WEEKLY, "2023-W44")],
        [],
        [],
        [(Rule.OVERDUE_WEEKLY, "2023-W45")],
        [],
        [(Rule.OVERDUE_WEEKLY, "2023-W47")],  # the 17th was missed, and no meeting is known of the week after
    ]


@pytest.mark.parametrize(
    ("today", "call_days", "mark"),
    [
        pytest.param("8/11", [], "6/11", id="without meetings: Monday"),
        pytest.param("6/9", [], "5/9", id="Monday is off: Tuesday"),
        pytest.param("9/11", ["10/11"], "30/10", id="the day before the meeting is to come: that of last week"),
        pytest.param("10/11", ["10/11"], "10/11", id="it is today"),
        pytest.param("11/11", ["8/11", "10/11"], "8/11", id="two meetings a week are named before the first"),
        pytest.param("5/11", ["3/11"], "3/11", id="on a Sunday, of the week that ends"),
    ],
)
def test_each_week_has_one_day_on_which_overdue_is_named_again(today: str, call_days: list[str], mark: str) -> None:
    assert weekly_mark(day(today), [day(each) for each in call_days], OFFICIAL) == day(mark)


@pytest.mark.parametrize(
    ("today", "rule", "covers"),
    [
        pytest.param("24/10", (Rule.DUE_SOON, "5"), [], id="four days left: the rung of five was missed, told now"),
        pytest.param("26/10", (Rule.DUE_SOON, "3"), [(Rule.DUE_SOON, "5")], id="two days left"),
        pytest.param("27/10", (Rule.DUE_SOON, "1"), [(Rule.DUE_SOON, "5"), (Rule.DUE_SOON, "3")], id="one day left"),
        pytest.param(
            "30/10",
            (Rule.DUE_TODAY, "1"),
            [(Rule.DUE_SOON, "5"), (Rule.DUE_SOON, "3"), (Rule.DUE_SOON, "1")],
            id="today",
        ),
        pytest.param(
            "15/11",
            (Rule.OVERDUE_FIRST, "1"),
            [(Rule.DUE_SOON, "5"), (Rule.DUE_SOON, "3"), (Rule.DUE_SOON, "1"), (Rule.DUE_TODAY, "1")],
            id="long overdue, never told",
        ),
    ],
)
def test_the_most_urgent_rung_is_told_and_the_milder_ones_are_covered(
    today: str, rule: tuple[Rule, str], covers: list[tuple[Rule, str]]
) -> None:
    first, *rest = run([DUE_30_10], today)
    assert ((first.rule, first.occurrence), first.covered) == (rule, False)
    assert [((row.rule, row.occurrence), row.covered) for row in rest] == [(milder, True) for milder in covers]


def test_before_monday_is_urged_for_friday() -> None:
    before_monday = replace(DUE_30_10, exclusive=True)
    assert run_days(before_monday, "26/10 27/10 30/10 31/10") == [
        [(Rule.DUE_SOON, "1")],
        [(Rule.DUE_TODAY, "1")],
        [],  # the named date is still good, and was urged for
        [(Rule.OVERDUE_FIRST, "1")],
    ]


def test_a_reminder_carries_its_days() -> None:
    (early,) = run([DUE_30_10], "24/10")
    assert (early.days_left, early.days_overdue, early.working_days_overdue) == (4, 0, 0)
    due_13_11 = replace(DUE_30_10, due_on=day("13/11/2026"))
    late, *_ = run([due_13_11], "23/11/2026")
    assert (late.days_left, late.days_overdue, late.working_days_overdue) == (0, 10, 6)


def test_an_office_chooses_its_rungs() -> None:
    policy = UrgingPolicy(remind_first_days=None, remind_second_days=10, remind_third_days=2)
    assert policy.rungs == (10, 2)
    assert said(run([DUE_30_10], "16/10", policy=policy)) == [(Rule.DUE_SOON, "10")]
    assert run([DUE_30_10], "13/10", policy=policy) == ()
    assert said(run([DUE_30_10], "26/10", policy=policy)) == [(Rule.DUE_SOON, "2")]


@pytest.mark.parametrize("off", ["28/10", "29/10", "2/9", "24/11/2026"])
def test_nothing_is_told_on_a_day_off(off: str) -> None:
    overdue = replace(DUE_30_10, due_on=day("1/1"))
    assert run([overdue, replace(NOT_ACKNOWLEDGED, came_at=noon(day("1/1")))], off, audience=EVERYBODY) == ()


def test_a_make_up_saturday_is_a_morning_like_others() -> None:
    overdue = replace(DUE_30_10, due_on=day("20/8/2026"))
    assert said(run([overdue], "22/8/2026")) == [(Rule.OVERDUE_FIRST, "1")]


@pytest.mark.parametrize("state", [State.WAITING, State.SIGNING, State.PART_GIVEN])
def test_only_what_runs_the_clock_is_urged(state: State) -> None:
    assert run([replace(DUE_30_10, state=state)], "15/11", audience=EVERYBODY) == ()


def test_what_has_an_objective_cause_is_not_urged_by_its_deadline() -> None:
    assert run([replace(DUE_30_10, rated=False)], "15/11", audience=EVERYBODY) == ()


def test_a_coordinating_part_reminds_its_unit_and_climbs_no_step() -> None:
    part = replace(DUE_30_10, leads=False)
    assert heard(run([part], "15/11", audience=EVERYBODY)) == {"unit:1": Rule.OVERDUE_FIRST}


# Acknowledging.


@pytest.mark.parametrize(
    ("now", "told"),
    [("4/10", False), ("5/10", True), ("9/10", True)],  # it came on Monday the second
)
def test_a_unit_that_has_not_acknowledged_is_told_after_two_working_days(now: str, told: bool) -> None:
    made = run([NOT_ACKNOWLEDGED], now)
    assert said(made) == [(Rule.NOT_ACKNOWLEDGED, "1")] * told
    assert run([NOT_ACKNOWLEDGED], "10/10", made) == () or not told


@pytest.mark.parametrize("known", [{"acknowledged": True}, {"state": State.IN_PROGRESS}])
def test_a_unit_that_has_said_anything_is_not_asked_to_acknowledge(known: dict[str, object]) -> None:
    assert run([replace(NOT_ACKNOWLEDGED, **known)], "9/10") == ()  # type: ignore[arg-type]


def test_a_deadline_that_presses_covers_the_missing_acknowledgement() -> None:
    both = replace(NOT_ACKNOWLEDGED, due_on=day("30/10"))
    made = run([both], "30/10")
    assert heard(made) == {"unit:1": Rule.DUE_TODAY}
    assert Rule.NOT_ACKNOWLEDGED in {row.rule for row in made if row.covered}
    assert run([replace(both, due_on=None)], "31/10", made) == ()


def test_past_the_deadline_nobody_asks_for_an_acknowledgement() -> None:
    both = replace(NOT_ACKNOWLEDGED, due_on=day("4/10"))
    assert run_days(both, "4/10 5/10 6/10") == [[(Rule.DUE_TODAY, "1")], [(Rule.OVERDUE_FIRST, "1")], []]


def test_an_acknowledgement_that_comes_due_after_a_rung_is_told_by_itself() -> None:
    both = replace(NOT_ACKNOWLEDGED, came_at=noon(day("23/10")), due_on=day("30/10"))
    assert run_days(both, "23/10 24/10 25/10 26/10 27/10") == [
        [],  # given on that day: the mail that gives it names the deadline
        [(Rule.DUE_SOON, "5")],
        [(Rule.DUE_SOON, "3")],
        [(Rule.NOT_ACKNOWLEDGED, "1")],
        [(Rule.DUE_SOON, "1")],
    ]


@pytest.mark.parametrize(
    ("minutes", "by_the_hour", "told"), [(59, True, False), (60, True, True), (600, True, True), (60, False, True)]
)
def test_what_is_immediate_is_asked_for_after_an_hour_also_on_a_saturday_night(
    minutes: int, by_the_hour: bool, told: bool
) -> None:
    came = at("28/10", 22, 0)
    immediate = replace(NOT_ACKNOWLEDGED, urgency=Urgency.IMMEDIATE, came_at=came)
    made = run([immediate], came + timedelta(minutes=minutes), by_the_hour=by_the_hour)
    assert said(made) == [(Rule.NOT_ACKNOWLEDGED, "1")] * told
    assert all(row.urgent for row in made)


# What is urgent.


def test_what_is_urgent_goes_by_calendar_days_and_knows_no_day_off() -> None:
    due_on_sunday = replace(DUE_30_10, due_on=day("29/10"), urgency=Urgency.URGENT)
    assert run_days(due_on_sunday, "23/10 24/10 26/10 28/10 29/10 30/10") == [
        [],
        [(Rule.DUE_SOON, "5")],
        [(Rule.DUE_SOON, "3")],
        [(Rule.DUE_SOON, "1")],  # a Saturday
        [(Rule.DUE_TODAY, "1")],
        [(Rule.OVERDUE_FIRST, "1")],
    ]


def test_before_the_morning_even_what_is_urgent_waits_for_it() -> None:
    urgent = replace(DUE_30_10, urgency=Urgency.VERY_URGENT)
    assert run([urgent], at("30/10", 2), by_the_hour=True) == ()
    assert said(run([urgent], "30/10")) == [(Rule.DUE_TODAY, "1")]


def test_lateness_of_what_is_urgent_is_said_in_working_days_and_escalated_by_calendar_days() -> None:
    urgent = replace(DUE_30_10, due_on=day("27/10"), urgency=Urgency.URGENT)  # a Friday
    made = run([urgent], "30/10", audience=EVERYBODY)
    assert {row.working_days_overdue for row in made} == {1}
    assert heard(made) == {"unit:1": Rule.OVERDUE_FIRST, "user:1": Rule.TO_HEAD, "user:90": Rule.TO_CHIEF}


# Escalation.


def test_steps_of_escalation_are_climbed_once_each_by_working_days_overdue() -> None:
    in_field = replace(DUE_30_10, field_id=7)
    told: list[Told] = []
    steps: list[tuple[str, str, Rule]] = []
    for text in ["30/10", "31/10", "1/11", "2/11", "3/11", "6/11", "7/11", "8/11", "9/11", "10/11"]:
        made = run([in_field], text, told, audience=EVERYBODY)
        told += made
        steps += [(text, to, rule) for to, rule in heard(made).items() if to.startswith("user:")]
    assert steps == [
        ("31/10", "user:1", Rule.TO_HEAD),
        ("2/11", "user:90", Rule.TO_CHIEF),
        ("8/11", "user:70", Rule.TO_LEADER),
    ]


def test_who_is_both_head_and_chief_is_told_the_later_step_and_never_the_earlier_one_after_it() -> None:
    both = replace(EVERYBODY, heads={1: ("user:90",)})
    missed = run([DUE_30_10], "3/11", audience=both)
    assert heard(missed)["user:90"] is Rule.TO_CHIEF
    assert [row.rule for row in missed if row.recipient == "user:90" and row.covered] == [Rule.TO_HEAD]
    assert "user:90" not in heard(run([DUE_30_10], "6/11", missed, audience=both))
    told = list(run([DUE_30_10], "31/10", audience=both))
    assert heard(told)["user:90"] is Rule.TO_HEAD
    assert heard(run([DUE_30_10], "2/11", told, audience=both))["user:90"] is Rule.TO_CHIEF


def test_without_a_leader_in_charge_the_last_step_is_heard_by_those_who_stand_in_for_all_fields() -> None:
    made = run([replace(DUE_30_10, field_id=8)], "8/11", audience=EVERYBODY)
    assert heard(made)["user:99"] is Rule.TO_LEADER


def test_a_step_that_the_office_does_not_want_is_not_climbed() -> None:
    policy = UrgingPolicy(escalate_head_days=None, escalate_leader_days=None)
    assert heard(run([DUE_30_10], "30/11", audience=EVERYBODY, policy=policy)) == {
        "unit:1": Rule.OVERDUE_FIRST,
        "user:90": Rule.TO_CHIEF,
    }


# The office's own delay.


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"state": State.WAITING, "lies": Silence(day("2/10"), "event:5")}, Rule.UNDECIDED),
        ({"asked": Silence(day("2/10"), "event:6")}, Rule.UNANSWERED),
    ],
)
def test_the_office_is_urged_as_well_once_more_than_two_working_days_have_passed(
    changes: dict[str, object], rule: Rule
) -> None:
    waiting = replace(DUE_30_10, field_id=7, **changes)  # type: ignore[arg-type]
    assert run([waiting], "4/10", audience=EVERYBODY) == ()
    made = run([waiting], "5/10", audience=EVERYBODY)
    assert heard(made) == {"user:90": rule, "user:71": rule}
    assert {row.waited for row in made} == {3}
    assert run([waiting], "6/10", made, audience=EVERYBODY) == ()


def test_a_draft_that_lies_for_signature_is_named_after_three_working_days() -> None:
    lying = replace(DUE_30_10, state=State.SIGNING, lies=Silence(day("2/10"), "event:5"))
    assert run([lying], "5/10", audience=EVERYBODY) == ()
    assert heard(run([lying], "6/10", audience=EVERYBODY)) == {"user:90": Rule.UNSIGNED}


def test_a_recipient_hears_of_one_assignment_once_a_day_the_more_pressing_first() -> None:
    both = replace(DUE_30_10, asked=Silence(day("20/10"), "event:6"))
    first = run([both], "3/11", audience=EVERYBODY)
    assert heard(first)["user:90"] is Rule.TO_CHIEF
    assert heard(run([both], "6/11", first, audience=EVERYBODY))["user:90"] is Rule.UNANSWERED


# Anchors.


def test_a_changed_deadline_begins_the_ladder_anew_also_back_on_the_old_date() -> None:
    told = run([DUE_30_10], "30/10")
    moved = replace(DUE_30_10, due_on=day("6/11"), due_anchor="due:18")
    told += run([moved], "1/11", told)
    back = replace(DUE_30_10, due_anchor="due:19")
    assert [reminder.rule for reminder in told if reminder.anchor == "due:18" and not reminder.covered] == [
        Rule.DUE_SOON
    ]
    assert said(run([back], "2/11", told)) == [(Rule.OVERDUE_FIRST, "1")]


def test_a_deadline_changed_during_the_day_is_not_urged_for_twice_that_day() -> None:
    told = run([DUE_30_10], "27/10")
    moved = replace(DUE_30_10, due_on=day("1/11"), due_anchor="due:18")
    assert run([moved], "27/10", told) == ()
    assert said(run([moved], "30/10", told)) == [(Rule.DUE_SOON, "3")]


def test_each_recipient_of_a_unit_has_a_ledger_of_its_own() -> None:
    of_two = replace(DUE_30_10, unit_id=2)
    made = run([of_two], "27/10")
    only_one_was_told = [reminder for reminder in made if reminder.recipient == "unit:2"]
    assert {reminder.recipient for reminder in made} == {"unit:2", "user:8"}
    assert {reminder.recipient for reminder in run([of_two], "27/10", only_one_was_told)} == {"user:8"}


def test_a_unit_nobody_reads_for_is_passed_over() -> None:
    assert run([replace(DUE_30_10, unit_id=3)], "27/10") == ()


@pytest.mark.parametrize(
    ("text", "week"), [("20/11/2026", "2026-W47"), ("1/1/2023", "2022-W52"), ("31/12/2024", "2025-W01")]
)
def test_weeks_are_named_after_iso_8601(text: str, week: str) -> None:
    assert iso_week(day(text)) == week


# Random lives: a random calendar, deadlines that move, results that come back, mornings on which nobody planned.
FIRST, LAST = day("25/8"), day("15/10")
NEAR = st.dates(FIRST, LAST)
DAYS = [FIRST + timedelta(days=ahead) for ahead in range((LAST - FIRST).days + 1)]
CALENDARS = st.builds(
    lambda off, make_up: WorkingCalendar(frozenset(off), frozenset(make_up), frozenset()),
    st.sets(NEAR, max_size=12),
    st.sets(NEAR.filter(lambda each: each.weekday() == 5), max_size=3),
)


@st.composite
def lives(draw: st.DrawFn) -> list[OpenAssignment]:
    """An assignment as it stands on each day of the time: deadlines are extended and moved, results reported and
    returned; every change of the deadline and every return is an anchor of its own."""
    urgency = draw(st.sampled_from([Urgency.NORMAL, Urgency.NORMAL, Urgency.URGENT, Urgency.IMMEDIATE]))
    now = OpenAssignment(
        assignment_id=1,
        unit_id=draw(st.sampled_from([1, 2])),
        state=State.OPEN,
        acknowledged=False,
        came_at=noon(FIRST),
        came="event:1",
        due_on=draw(NEAR),
        exclusive=draw(st.booleans()),
        due_anchor="due:1",
        urgency=urgency,
        field_id=draw(st.sampled_from([None, 7])),
    )
    course = []
    for number, today in enumerate(DAYS, start=2):
        turn = draw(st.sampled_from(["", "", "", "", "", "acknowledge", "move", "report", "return"]))
        if turn == "acknowledge" and now.state is State.OPEN:
            now = replace(now, state=State.ACKNOWLEDGED, acknowledged=True)
        elif turn == "move":
            now = replace(now, due_on=draw(NEAR), due_anchor=f"due:{number}")
        elif turn == "report" and now.state is not State.WAITING:
            now = replace(now, state=State.WAITING, acknowledged=True, lies=Silence(today, f"event:{number}"))
        elif turn == "return" and now.state is State.WAITING:
            now = replace(now, state=State.IN_PROGRESS, lies=None, due_anchor=f"event:{number}")
        course.append(now)
    return course


@settings(max_examples=200, deadline=None)
@given(life=lives(), calendar=CALENDARS, outages=st.sets(NEAR, max_size=30), meeting=st.integers(0, 4))
def test_whatever_happens_each_thing_is_told_once_nothing_is_lost_and_days_off_are_kept(
    life: list[OpenAssignment], calendar: WorkingCalendar, outages: set[date], meeting: int
) -> None:
    call_days = {calendar.previous_working(each) for each in DAYS if each.weekday() == meeting}
    told: list[Reminder] = []
    for today, now in zip(DAYS, life, strict=True):
        instant = datetime(today.year, today.month, today.day, 6, 30, tzinfo=VIETNAM)
        if today in outages:
            continue

        def planned(
            known: list[Reminder], now: OpenAssignment = now, instant: datetime = instant
        ) -> tuple[Reminder, ...]:
            return plan(
                [now],
                known,
                audience=EVERYBODY,
                now=instant,
                calendar=calendar,
                policy=UrgingPolicy(),
                deadlines=DEADLINES,
                call_days=call_days,
            )

        made = planned(told)
        assert planned([*told, *made]) == (), "running again tells nothing"
        told += made
        _keeps_days_off(made, now, calendar, today)
        _loses_nothing(told, now, calendar, today, call_days)
    keys = [(row.rule, row.anchor, row.occurrence, row.recipient) for row in told]
    assert len(keys) == len(set(keys)), "each rung at most once per anchor and recipient"
    spoken = [(row.recipient, row.day) for row in told if not row.covered]
    assert len(spoken) == len(set(spoken)), "one rule a day and recipient"


def _keeps_days_off(made: Sequence[Reminder], now: OpenAssignment, calendar: WorkingCalendar, today: date) -> None:
    assert not made or now.is_urgent or calendar.is_working(today)


def _loses_nothing(
    told: Sequence[Reminder], now: OpenAssignment, calendar: WorkingCalendar, today: date, call_days: set[date]
) -> None:
    """After a morning's run whatever the state calls for stands in the ledger, however many mornings were missed, but
    for what another rule of the same day kept from this recipient until the next."""
    if not (now.is_urgent or calendar.is_working(today)) or now.state is State.WAITING or now.due_on is None:
        return
    rows = {(row.recipient, row.rule, row.anchor) for row in told}
    today_for = {row.recipient for row in told if row.day == today and not row.covered}
    if today > now.due_on:
        for unit in EVERYBODY.unit(now):
            assert (unit, Rule.OVERDUE_FIRST, now.due_anchor) in rows or unit in today_for
        late_by = (today - now.due_on).days if now.is_urgent else calendar.working_days_between(now.due_on, today)
        if late_by >= 7:
            for leader in EVERYBODY.leaders_of(now.field_id):
                assert (leader, Rule.TO_LEADER, now.due_anchor) in rows or leader in today_for
        mark = weekly_mark(today, call_days, calendar)
        firsts = [row for row in told if row.rule is Rule.OVERDUE_FIRST and row.anchor == now.due_anchor]
        for first in firsts:
            if mark is not None and first.day < mark:
                wanted = (Rule.OVERDUE_WEEKLY, now.due_anchor, iso_week(mark), first.recipient)
                assert wanted in {(row.rule, row.anchor, row.occurrence, row.recipient) for row in told} or (
                    first.recipient in today_for
                )
