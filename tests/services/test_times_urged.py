"""How often a unit was urged: mails that left and letters with a number, since the deadline in force fell due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import DueReason, EventKind, MessageKind, OutboxState, ReminderRule
from app.models import Assignment, OutboxMessage, Reminder, UrgingLetterAssignment
from app.services import recording, reminding, urging, urging_letters
from app.services.times_urged import CHUNK, times_urged
from tests.cast import Cast
from tests.query_plans import steps_of
from tests.services.giving import Giving

LINKS = Links("https://dondoc.test")
DUE, LATE = date(2023, 9, 8), date(2023, 9, 11)


@pytest.fixture
def give(cast, clock) -> Giving:
    return Giving(cast, clock)


@pytest.fixture
def urge(cast: Cast, clock):
    """A ledger row with its mail."""
    keys = iter(range(10_000))

    def act(
        assignment: Assignment,
        day: date = LATE,
        rule: ReminderRule = ReminderRule.OVERDUE_FIRST,
        state: OutboxState = OutboxState.SENT,
        *,
        covered: bool = False,
        recipient: str = "unit:1",
    ) -> None:
        mail = OutboxMessage(
            office_id=cast.office.id, kind=MessageKind.UNIT_DIGEST, key=f"key:{next(keys)}", recipient=recipient,
            to_name="", to_address="a@dondoc.test", subject="", body_text="", body_html="", state=state,
            next_attempt_at=clock.now(), recorded_at=clock.now(),
        )  # fmt: skip
        cast.session.add(mail)
        cast.session.flush()
        row = Reminder(
            assignment_id=assignment.id, rule=rule, anchor=f"due:{assignment.due_date_id}", occurrence=f"{day:%G-W%V}",
            recipient=recipient, day=day, covered=covered, message_id=mail.id, recorded_at=clock.now(),
        )  # fmt: skip
        cast.session.add(row)
        cast.session.flush()

    return act


def count(cast: Cast, assignment: Assignment) -> int:
    return times_urged(cast.session, assignment_ids=[assignment.id])[assignment.id]


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ({}, 1),
        ({"rule": ReminderRule.OVERDUE_WEEKLY}, 1),
        ({"rule": ReminderRule.DUE_TODAY}, 0),
        ({"rule": ReminderRule.TO_HEAD}, 0),
        ({"covered": True}, 0),
        ({"state": OutboxState.PENDING}, 0),
        ({"state": OutboxState.FAILED}, 0),
        ({"state": OutboxState.SKIPPED}, 0),
    ],
)
def test_only_a_mail_that_left_and_said_that_it_is_overdue_counts(cast, give, urge, told, counts):
    assignment = give("noi_vu", due=DUE)
    urge(assignment, **told)
    assert count(cast, assignment) == counts


def test_two_mails_of_one_morning_are_one_urging_and_those_of_two_weeks_are_two(cast, give, urge):
    assignment = give("noi_vu", due=DUE)
    urge(assignment)
    urge(assignment, recipient="user:9")
    urge(assignment, LATE + timedelta(days=7), ReminderRule.OVERDUE_WEEKLY)
    assert count(cast, assignment) == 2


def test_a_letter_or_a_meeting_counts_beside_the_mails(cast, give, urge):
    assignment, other = give("noi_vu", due=DUE), give("noi_vu", due=DUE)
    urge(assignment)
    recording.add(cast.session, assignment, give.event(EventKind.URGED, LATE))
    found = times_urged(cast.session, assignment_ids=[assignment.id, other.id])
    assert (found[assignment.id], found[other.id]) == (2, 0)


@pytest.fixture
def press(cast: Cast):
    """Somebody presses "Nhắc" on a day, and the mail gets so far."""

    def act(*assignments: Assignment, day: date = LATE, hour: int = 9, state: OutboxState = OutboxState.SENT) -> None:
        at = FixedClock.at(day, hour)
        mails = reminding.remind(cast.session, actor=cast.chief, clock=at, links=LINKS, assignments=assignments)
        for mail in mails:
            mail.state = state
        cast.session.flush()

    return act


@pytest.mark.parametrize(
    ("pressed", "counts"),
    [
        ({}, 1),
        ({"hour": 0}, 1),
        ({"day": DUE}, 0),
        ({"day": DUE, "hour": 23}, 0),
        ({"state": OutboxState.PENDING}, 0),
        ({"state": OutboxState.FAILED}, 0),
        ({"state": OutboxState.SKIPPED}, 0),
    ],
)
def test_a_reminder_by_hand_counts_by_the_same_rule(cast, give, press, pressed, counts):
    assignment = give("noi_vu", due=DUE)
    press(assignment, **pressed)
    assert count(cast, assignment) == counts


def test_a_day_counts_once_whoever_urged_on_it(cast, give, urge, press):
    assignment, other = give("noi_vu", due=DUE), give("noi_vu", due=DUE)
    urge(assignment)
    press(assignment, other)
    found = times_urged(cast.session, assignment_ids=[assignment.id, other.id])
    assert (found[assignment.id], found[other.id]) == (1, 1)
    press(assignment, day=LATE + timedelta(days=1))
    urge(other, LATE + timedelta(days=2), ReminderRule.OVERDUE_WEEKLY)
    recording.add(cast.session, other, give.event(EventKind.URGED, LATE))
    found = times_urged(cast.session, assignment_ids=[assignment.id, other.id])
    assert (found[assignment.id], found[other.id]) == (2, 3)


def test_what_was_pressed_before_a_deadline_was_moved_is_past_and_without_one_everything_counts(cast, give, press):
    moved, undated = give("noi_vu", due=DUE), give("noi_vu")
    press(moved, undated)
    recording.add(cast.session, moved, give.due_date(date(2023, 9, 12), DueReason.ADJUSTED, LATE))
    assert (count(cast, moved), count(cast, undated)) == (0, 1)


def test_the_next_mail_and_a_letter_say_the_same_number(cast, clock, give, press):
    assignment = give("noi_vu", due=DUE)
    press(assignment)
    press(assignment, day=LATE + timedelta(days=1))
    clock.instant = FixedClock.at(date(2023, 9, 14), 6, 30).instant
    plan = urging.plan_day(cast.session, office_id=cast.office.id, clock=clock, links=LINKS)
    assert {item.times for each in plan.plans for item in each.items} == {2}
    letter = urging_letters.make(
        cast.session, actor=cast.chief, clock=clock, assignments=[assignment], subject="Đôn đốc"
    )
    rows = select(UrgingLetterAssignment).where(UrgingLetterAssignment.letter_id == letter.id)
    assert [row.times_urged for row in cast.session.scalars(rows)] == [2]


def test_hand_reminders_are_read_from_an_index_that_has_all_that_is_asked(session, give, urge):
    assignment = give("noi_vu", due=DUE)
    for week in range(60):
        urge(assignment, LATE + timedelta(weeks=week))
    steps = steps_of(session, lambda: times_urged(session, assignment_ids=[1]), holds="kind = 'reminded'")
    assert any("ix_outbox_messages_by_hand" in step for step in steps), steps


def test_a_deadline_that_is_moved_begins_the_counting_anew(cast, give, urge):
    assignment = give("noi_vu", due=DUE)
    urge(assignment)
    recording.add(cast.session, assignment, give.event(EventKind.URGED, LATE))
    recording.add(cast.session, assignment, give.due_date(date(2023, 9, 12), DueReason.ADJUSTED, LATE))
    assert count(cast, assignment) == 0
    recording.add(cast.session, assignment, give.event(EventKind.URGED, date(2023, 9, 13)))
    assert count(cast, assignment) == 1


def test_of_what_has_no_deadline_every_letter_counts(cast, give):
    assignment = give("noi_vu")
    recording.add(cast.session, assignment, give.event(EventKind.URGED, LATE))
    assert count(cast, assignment) == 1


def test_more_ids_than_one_statement_takes_are_all_counted(cast, give):
    assignment = give("noi_vu", due=DUE)
    recording.add(cast.session, assignment, give.event(EventKind.URGED, LATE))
    ids = [*range(10**6, 10**6 + CHUNK), assignment.id]
    assert times_urged(cast.session, assignment_ids=ids) == {assignment.id: 1}
