"""What happened to an assignment, and what it comes to as of a day with what was known at an instant.

The fold of the events is the truth. An acceptance counts for the day of completion it confirms, whenever it was
recorded; that is why figures asked again later may differ from the frozen ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from app.domain.calendar import WorkingCalendar, local_day
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.errors import DomainError
from app.domain.lifecycle import AS_OF, FINAL, NOT_CLOSED, NOT_RATED, REPORTED
from app.domain.terms import DueReason, EventKind, ReturnKind, Standing, State

# What a unit itself says: signs that it has the task, and that it keeps the office informed.
OF_THE_UNIT = frozenset(
    {
        EventKind.ACKNOWLEDGED,
        EventKind.PROGRESS,
        EventKind.HANDED_ON,
        EventKind.SENT_FOR_SIGNATURE,
        EventKind.SUBMITTED,
        EventKind.PART_GIVEN,
        EventKind.EXTENSION_ASKED,
    }
)
_REPORTS = frozenset({EventKind.SENT_FOR_SIGNATURE, EventKind.SUBMITTED, EventKind.PART_GIVEN})
MOVES = frozenset({EventKind.UNIT_CORRECTED, EventKind.SUCCEEDED})
_GRANTS = frozenset({EventKind.EXTENSION_GRANTED, EventKind.EXTENSION_COUNTERED})
_ANSWERS = _GRANTS | {EventKind.EXTENSION_REFUSED, EventKind.EXTENSION_WITHDRAWN}
_MOVED_ON = frozenset({DueReason.EXTENDED, DueReason.ADJUSTED})
_BY_SEQUENCE = attrgetter("sequence")
# What figures need not read, and most of what is recorded: none of it leads to another class, day, unit or deadline.
UNCOUNTED = frozenset(
    {
        EventKind.ACKNOWLEDGED,
        EventKind.PROGRESS,
        EventKind.HANDED_ON,
        EventKind.EXTENSION_ASKED,
        EventKind.EXTENSION_WITHDRAWN,
        EventKind.EXTENSION_REFUSED,
        EventKind.CHECK_DATED,
        EventKind.REPEATED,
        EventKind.URGED,
        EventKind.FORMALISED,
    }
)


class Event(NamedTuple):
    """One thing that happened; a tuple, because a report makes hundreds of thousands of them.

    ``sequence`` is the order of recording, ``recorded_at`` an aware UTC instant.

    ``effective_on`` is the local day it counts for: of an acceptance the day of completion, of a report the day
    reported, of a decision the day of the decision, of a correction the day the task was given.
    ``from_unit_id`` and ``to_unit_id`` go with an event that moves the assignment to another unit.
    """

    sequence: int
    kind: EventKind
    effective_on: date
    recorded_at: datetime
    self_confirmed: bool = False
    return_kind: ReturnKind | None = None
    from_unit_id: int | None = None
    to_unit_id: int | None = None


class DueDate(NamedTuple):
    """A due day as it was set or changed. A correction of what was typed counts from the day the task was given, a
    return for missing papers from the day of the return, an extension from the day ``deadlines.extended_from`` says,
    what a leader moved on his own from the day he did."""

    sequence: int
    due_on: date
    effective_on: date
    recorded_at: datetime
    exclusive: bool = False
    reason: DueReason = DueReason.GIVEN


@dataclass(slots=True)
class Course:
    """Where an assignment stands by its events.

    ``given_on`` is None if it was not yet given; ``submitted_on`` is the day of the report that stands, or of the
    submission for signature before it, None after a return; ``closed_on`` is the local day on which the acceptance or
    another end was recorded; ``acknowledged_on`` the first day the unit gave a sign that it has the task,
    ``updated_on`` the last day it said anything; ``due_sequence`` names the due date in force. ``unit_id`` is the
    unit that has it, None if it never moved. ``extension_asked_on`` is set while a request waits for its answer.
    ``late_before`` are the calendar days it was late when its deadline was moved on, ``due_changes`` how often that
    happened for whatever reason; ``repeats`` how often a later notice or a meeting said it again. ``self_confirmed``:
    the office accepted its own work. Nobody writes to it but the fold, which makes a hundred thousand for a report.
    """

    state: State = State.OPEN
    given_on: date | None = None
    due_on: date | None = None
    due_sequence: int | None = None
    exclusive: bool = False
    submitted_on: date | None = None
    completed_on: date | None = None
    closed_on: date | None = None
    last_activity_on: date | None = None
    acknowledged_on: date | None = None
    updated_on: date | None = None
    objective: bool = False
    extension_asked_on: date | None = None
    extensions: int = 0
    returns: int = 0
    repeats: int = 0
    unit_id: int | None = None
    returns_for_papers: int = 0
    late_before: int = 0
    due_changes: int = 0
    self_confirmed: bool = False


_Recorded = TypeVar("_Recorded", Event, DueDate)


def in_force(rows: Iterable[_Recorded], *, cut_off: date, known_at: datetime) -> list[_Recorded]:
    """The rows that count as of the day and were known at the instant, in the order in which they were recorded."""
    found = [row for row in rows if row.effective_on <= cut_off and row.recorded_at <= known_at]
    found.sort(key=_BY_SEQUENCE)
    return found


def fold(events: Iterable[Event], due_dates: Iterable[DueDate], *, cut_off: date, known_at: datetime) -> Course:
    """What the events come to. Never raises: an event that makes no sense where it stands changes nothing."""
    happened = list(events)
    course = _course(in_force(happened, cut_off=cut_off, known_at=known_at))
    course.unit_id = course.unit_id or _first_unit(happened)
    dues = in_force(due_dates, cut_off=cut_off, known_at=known_at)
    if dues:
        due = dues[-1]
        course.due_on, course.due_sequence, course.exclusive = due.due_on, due.sequence, due.exclusive
        course.due_changes = len(dues) - 1
    if course.due_changes:
        course.late_before = _late_before(happened, dues, cut_off)
    return course


def _course(events: Iterable[Event]) -> Course:
    course = Course()
    for event in events:
        _take(course, event)
    return course


def _first_unit(events: list[Event]) -> int | None:
    """The unit that had it before it was first moved, by a move that is not in force."""
    moves = [event for event in events if event.kind in MOVES]
    return min(moves, key=_BY_SEQUENCE).from_unit_id if moves else None


def _late_before(events: list[Event], dues: list[DueDate], cut_off: date) -> int:
    """The days after a due day until it was moved on. What had been reported was late only until the report."""
    days = 0
    for before, after in pairwise(dues):
        if after.reason not in _MOVED_ON:
            continue
        then = _course(in_force(events, cut_off=cut_off, known_at=after.recorded_at))
        until = then.submitted_on if then.state in REPORTED and then.submitted_on else after.effective_on
        days += max(0, (until - before.due_on).days)
    return days


def _take(course: Course, event: Event) -> None:
    if event.kind is EventKind.GIVEN:
        course.given_on = course.given_on or event.effective_on
    else:
        after = AS_OF[event.kind].get(course.state)
        if after is None:
            return
        _note(course, event, after)
        course.state = after
    course.last_activity_on = _later(course.last_activity_on, event.effective_on)


def _note(course: Course, event: Event, after: State) -> None:
    """Keep the days that go with the step about to be taken."""
    kind = event.kind
    if kind in OF_THE_UNIT:
        course.acknowledged_on = course.acknowledged_on or event.effective_on
        course.updated_on = _later(course.updated_on, event.effective_on)
    if kind in _REPORTS:
        # Signed at last: the unit had done its part on the day it submitted the draft.
        course.submitted_on = course.submitted_on if course.state is State.SIGNING else event.effective_on
    elif kind in (EventKind.RETURNED, EventKind.PART_RETURNED):
        course.submitted_on = None
        course.returns += 1
        course.returns_for_papers += event.return_kind is ReturnKind.MISSING_PAPERS
    elif kind is EventKind.REPEATED:
        course.repeats += 1
    elif kind is EventKind.ACCEPTED:
        course.completed_on = event.effective_on
        course.self_confirmed = event.self_confirmed
    elif kind is EventKind.EXTENSION_ASKED:
        course.extension_asked_on = event.effective_on
    elif kind in _ANSWERS:
        course.extension_asked_on = None
        course.extensions += kind in _GRANTS
    elif kind in (EventKind.CAUSE_CONFIRMED, EventKind.CAUSE_WITHDRAWN):
        course.objective = kind is EventKind.CAUSE_CONFIRMED
    elif kind in MOVES:
        course.unit_id = event.to_unit_id
        if kind is EventKind.UNIT_CORRECTED:
            course.acknowledged_on = course.updated_on = None
    if after in FINAL and course.state not in FINAL:
        course.closed_on = local_day(event.recorded_at)
        course.extension_asked_on = None


def _later(known: date | None, day: date) -> date:
    return known if known is not None and known > day else day


def is_overdue(course: Course, *, on: date) -> bool:
    """Whether it is open past its due day. Waiting for a decision or a signature is no lateness if it was reported or
    submitted in time, and an objective cause that was confirmed excuses any."""
    if course.due_on is None or course.objective or course.state not in NOT_CLOSED:
        return False
    until = course.submitted_on if course.state in _HANDED_IN and course.submitted_on else on
    return until > course.due_on


_HANDED_IN = (*REPORTED, State.PART_GIVEN)


def is_done_late(course: Course) -> bool:
    """Whether it was completed after its due day; on the day itself is on time."""
    return course.due_on is not None and course.completed_on is not None and course.completed_on > course.due_on


def standing(course: Course, *, today: date, calendar: WorkingCalendar, policy: DeadlinePolicy) -> Standing:
    """How it looks today. What was reported late is overdue while it waits, as the figures count it."""
    if course.state in NOT_RATED:
        return Standing.CANCELLED
    if course.objective:
        return Standing.OBJECTIVE
    if course.state is State.DONE:
        return _standing_done(course)
    if is_overdue(course, on=today):
        return Standing.OVERDUE
    if course.state in _AS_IT_STANDS:
        return _AS_IT_STANDS[course.state]
    if course.due_on is None:
        return Standing.UNDATED
    if course.due_on == today:
        return Standing.DUE_TODAY
    aim = aim_on(course.due_on, exclusive=course.exclusive, policy=policy, calendar=calendar)
    soon = calendar.working_days_between(today, aim) <= policy.due_soon_working_days
    return Standing.DUE_SOON if soon else Standing.IN_TIME


_AS_IT_STANDS = {
    State.SIGNING: Standing.SIGNING,
    State.WAITING: Standing.WAITING,
    State.PART_GIVEN: Standing.PART_GIVEN,
}


def _standing_done(course: Course) -> Standing:
    if course.due_on is None:
        return Standing.DONE_UNDATED
    return Standing.DONE_LATE if is_done_late(course) else Standing.DONE_ON_TIME


def check_completion(*, completed_on: date, given_on: date, decided_on: date) -> None:
    """The day that counts lies between giving and deciding, both included.

    Raises ``completion.after_decision`` or ``completion.before_given``.
    """
    if completed_on > decided_on:
        raise DomainError("completion.after_decision", completed_on=completed_on, decided_on=decided_on)
    if completed_on < given_on:
        raise DomainError("completion.before_given", completed_on=completed_on, given_on=given_on)
