"""What happened to an assignment, and what it comes to as of a day with what was known at an instant.

The fold of the events is the truth. An acceptance counts for the day of completion it confirms, whenever it was
recorded; that is why figures asked again later may differ from the frozen ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import TypeVar

from app.domain.calendar import WorkingCalendar, local_day
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.errors import DomainError
from app.domain.terms import DueReason, EventKind, Standing, State

WITH_THE_UNIT = (State.OPEN, State.ACKNOWLEDGED, State.IN_PROGRESS)
NOT_CLOSED = (*WITH_THE_UNIT, State.WAITING)

# The state machine: which act is possible in which state, and the state it leads to.
_LEADS_TO: Mapping[EventKind, Mapping[State, State]] = {
    EventKind.GIVEN: {},
    EventKind.ACKNOWLEDGED: {State.OPEN: State.ACKNOWLEDGED},
    EventKind.PROGRESS: {**dict.fromkeys(WITH_THE_UNIT, State.IN_PROGRESS), State.WAITING: State.WAITING},
    EventKind.SUBMITTED: dict.fromkeys(WITH_THE_UNIT, State.WAITING),
    EventKind.ACCEPTED: {State.WAITING: State.DONE},
    EventKind.RETURNED: {State.WAITING: State.IN_PROGRESS},
    EventKind.CANCELLED: dict.fromkeys(NOT_CLOSED, State.CANCELLED),
}

# As of an earlier day an acceptance may count while the report it answered does not yet.
_AS_OF: Mapping[EventKind, Mapping[State, State]] = {
    **_LEADS_TO,
    EventKind.ACCEPTED: dict.fromkeys(NOT_CLOSED, State.DONE),
}

_SIGNS_OF_RECEIPT = (EventKind.ACKNOWLEDGED, EventKind.PROGRESS, EventKind.SUBMITTED)
_BY_SEQUENCE = attrgetter("sequence")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``sequence`` is the order of recording, ``recorded_at`` an aware UTC instant.

    ``effective_on`` is the local day it counts for: of an acceptance the day of completion (``completed_on`` may
    repeat it), of a report the day reported, of a return or cancellation the day of the decision.
    """

    sequence: int
    kind: EventKind
    effective_on: date
    recorded_at: datetime
    completed_on: date | None = None
    self_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due day as it was set or changed. A correction of what was typed counts from the day the task was given, a
    return for missing papers from the day of the return."""

    sequence: int
    due_on: date
    effective_on: date
    recorded_at: datetime
    exclusive: bool = False
    reason: DueReason = DueReason.GIVEN


@dataclass(frozen=True, slots=True)
class Course:
    """Where an assignment stands by its events.

    ``given_on`` is None if it was not yet given; ``submitted_on`` is the day of the report that stands, None after a
    return; ``closed_on`` is the local day on which the acceptance or cancellation was recorded; ``acknowledged_on``
    the first day the unit gave a sign that it has the task; ``due_sequence`` names the due date in force.
    """

    state: State
    given_on: date | None
    due_on: date | None
    due_sequence: int | None
    exclusive: bool
    submitted_on: date | None
    completed_on: date | None
    closed_on: date | None
    last_activity_on: date | None
    acknowledged_on: date | None


_Recorded = TypeVar("_Recorded", Event, DueDate)


def in_force(rows: Iterable[_Recorded], *, cut_off: date, known_at: datetime) -> list[_Recorded]:
    """The rows that count as of the day and were known at the instant, in the order in which they were recorded."""
    return sorted(
        (row for row in rows if row.effective_on <= cut_off and row.recorded_at <= known_at), key=_BY_SEQUENCE
    )


def fold(events: Iterable[Event], due_dates: Iterable[DueDate], *, cut_off: date, known_at: datetime) -> Course:
    """What the events come to. Never raises: an event that makes no sense where it stands changes nothing."""
    so_far = _SoFar()
    for event in in_force(events, cut_off=cut_off, known_at=known_at):
        so_far.take(event)
    dues = in_force(due_dates, cut_off=cut_off, known_at=known_at)
    due = dues[-1] if dues else None
    return Course(
        state=so_far.state,
        given_on=so_far.given_on,
        due_on=due.due_on if due else None,
        due_sequence=due.sequence if due else None,
        exclusive=due.exclusive if due else False,
        submitted_on=so_far.submitted_on,
        completed_on=so_far.completed_on,
        closed_on=so_far.closed_on,
        last_activity_on=so_far.last_activity_on,
        acknowledged_on=so_far.acknowledged_on,
    )


@dataclass(slots=True)
class _SoFar:
    """The fold between two events."""

    state: State = State.OPEN
    given_on: date | None = None
    submitted_on: date | None = None
    completed_on: date | None = None
    closed_on: date | None = None
    last_activity_on: date | None = None
    acknowledged_on: date | None = None

    def take(self, event: Event) -> None:
        if event.kind is EventKind.GIVEN:
            self.given_on = self.given_on or event.effective_on
        else:
            state = _AS_OF[event.kind].get(self.state)
            if state is None:
                return
            self.state = state
            self._note(event)
        self.last_activity_on = max(self.last_activity_on or event.effective_on, event.effective_on)

    def _note(self, event: Event) -> None:
        """Keep the days that go with the step just taken."""
        if event.kind in _SIGNS_OF_RECEIPT:
            self.acknowledged_on = self.acknowledged_on or event.effective_on
        if event.kind is EventKind.SUBMITTED:
            self.submitted_on = event.effective_on
        elif event.kind is EventKind.RETURNED:
            self.submitted_on = None
        elif event.kind is EventKind.ACCEPTED:
            self.completed_on = event.completed_on or event.effective_on
            self.closed_on = local_day(event.recorded_at)
        elif event.kind is EventKind.CANCELLED:
            self.closed_on = local_day(event.recorded_at)


def is_overdue(course: Course, *, on: date) -> bool:
    """Whether it is open past its due day. Waiting for a decision is no lateness if it was reported in time."""
    if course.due_on is None or course.state not in NOT_CLOSED:
        return False
    until = course.submitted_on if course.state is State.WAITING and course.submitted_on else on
    return until > course.due_on


def is_done_late(course: Course) -> bool:
    """Whether it was completed after its due day; on the day itself is on time."""
    return course.due_on is not None and course.completed_on is not None and course.completed_on > course.due_on


def standing(course: Course, *, today: date, calendar: WorkingCalendar, policy: DeadlinePolicy) -> Standing:
    """How it looks today. What was reported late is overdue while it waits, as the figures count it."""
    if course.state is State.CANCELLED:
        return Standing.CANCELLED
    if course.state is State.DONE:
        return _standing_done(course)
    if is_overdue(course, on=today):
        return Standing.OVERDUE
    if course.state is State.WAITING:
        return Standing.WAITING
    if course.due_on is None:
        return Standing.UNDATED
    if course.due_on == today:
        return Standing.DUE_TODAY
    aim = aim_on(course.due_on, exclusive=course.exclusive, policy=policy, calendar=calendar)
    soon = calendar.working_days_between(today, aim) <= policy.due_soon_working_days
    return Standing.DUE_SOON if soon else Standing.IN_TIME


def _standing_done(course: Course) -> Standing:
    if course.due_on is None:
        return Standing.DONE_UNDATED
    return Standing.DONE_LATE if is_done_late(course) else Standing.DONE_ON_TIME


def check_transition(state: State, kind: EventKind) -> None:
    """Raise ``assignment.wrong_state`` unless the act is possible in the state."""
    if state not in _LEADS_TO[kind]:
        raise DomainError("assignment.wrong_state", state=state, kind=kind)


def check_completion(*, completed_on: date, given_on: date, decided_on: date) -> None:
    """The day that counts lies between giving and deciding, both included.

    Raises ``completion.after_decision`` or ``completion.before_given``.
    """
    if completed_on > decided_on:
        raise DomainError("completion.after_decision", completed_on=completed_on, decided_on=decided_on)
    if completed_on < given_on:
        raise DomainError("completion.before_given", completed_on=completed_on, given_on=given_on)
