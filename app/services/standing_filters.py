"""How an assignment stands, as conditions on its columns; a test proves them equal to ``app.domain.history``."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, exists, func, or_, select

from app.domain.calendar import VIETNAM
from app.domain.lifecycle import NOT_RATED, WITH_THE_UNIT
from app.domain.terms import EventKind, Standing, State, Urgency
from app.domain.updating import UPDATED_KINDS, since_of
from app.models import Assignment, Event, Task
from app.services.rules import Rules

OFTEN = 3  # extensions from which on an assignment is tagged
# With these an assignment comes to a unit, which cannot have answered before.
COMING = (EventKind.GIVEN, EventKind.UNIT_CORRECTED, EventKind.SUCCEEDED)


class Narrow(StrEnum):
    """Filters that are not a standing: they cut across several."""

    UNFINISHED = "unfinished"
    UNFINISHED_DATED = "unfinished_dated"  # the N of n/N
    UNDECIDED = "undecided"  # waiting for the office, reported late or not
    UNDECIDED_LATE = "undecided_late"  # longer than the office's own limit
    FOR_SIGNATURE = "for_signature"  # lies for signature, submitted late or not
    PART_HANDED_IN = "part_handed_in"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    NOT_ACKNOWLEDGED_LATE = "not_acknowledged_late"
    URGENT_NOT_ACKNOWLEDGED = "urgent_not_acknowledged"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_LATE = "extension_late"  # asked, and not decided within the office's own limit
    EXTENDED_OFTEN = "extended_often"
    CHECK_REACHED = "check_reached"
    TO_UPDATE = "to_update"  # what the update rate counts
    NOT_UPDATED = "not_updated"  # of that, what was not


# Standings that only what has a due day can have.
DATED = frozenset(
    {
        Standing.OVERDUE,
        Standing.DUE_TODAY,
        Standing.DUE_SOON,
        Standing.IN_TIME,
        Standing.DONE_ON_TIME,
        Standing.DONE_LATE,
        Narrow.UNFINISHED_DATED,
    }
)
PRESSING: tuple[Standing | Narrow, ...] = (
    Standing.OVERDUE,
    Narrow.RETURNED,
    Standing.DUE_TODAY,
    Standing.DUE_SOON,
    Standing.SIGNING,
    Standing.WAITING,
    Standing.PART_GIVEN,
    Standing.IN_TIME,
    Standing.OBJECTIVE,
    Standing.UNDATED,
)


def standing_is(standing: Standing | Narrow, *, rules: Rules, today: date) -> ColumnElement[bool]:
    """The condition on the columns of ``Assignment`` under which it has the standing on the day."""
    if isinstance(standing, Narrow):
        return _narrows(rules, today)[standing]
    return _standings(rules, today)[standing]


def _standings(rules: Rules, today: date) -> dict[Standing, ColumnElement[bool]]:
    a = Assignment
    rated, due = ~a.objective, a.due_on
    with_unit, done = and_(a.state.in_(WITH_THE_UNIT), rated), and_(a.state == State.DONE, rated)
    in_time = and_(rated, or_(due.is_(None), a.submitted_on <= due))
    later = and_(with_unit, due > today)
    soon = _is_due_soon(rules, today)
    return {
        Standing.OVERDUE: overdue(today),
        Standing.DUE_TODAY: and_(with_unit, due == today),
        Standing.DUE_SOON: and_(later, soon),
        Standing.IN_TIME: and_(later, ~soon),
        Standing.SIGNING: and_(a.state == State.SIGNING, in_time),
        Standing.WAITING: and_(a.state == State.WAITING, in_time),
        Standing.PART_GIVEN: and_(a.state == State.PART_GIVEN, in_time),
        Standing.UNDATED: and_(with_unit, due.is_(None)),
        Standing.DONE_ON_TIME: and_(done, a.completed_on <= due),
        Standing.DONE_LATE: and_(done, a.completed_on > due),
        Standing.DONE_UNDATED: and_(done, due.is_(None)),
        Standing.OBJECTIVE: and_(a.objective, a.state.not_in(NOT_RATED)),
        Standing.CANCELLED: a.state.in_(NOT_RATED),
    }


def _narrows(rules: Rules, today: date) -> dict[Narrow, ColumnElement[bool]]:
    a = Assignment
    return {
        Narrow.UNFINISHED: is_not_closed(),
        Narrow.UNFINISHED_DATED: and_(is_not_closed(), a.due_on.is_not(None), ~a.objective),
        Narrow.UNDECIDED: a.state == State.WAITING,
        Narrow.FOR_SIGNATURE: a.state == State.SIGNING,
        Narrow.PART_HANDED_IN: a.state == State.PART_GIVEN,
        Narrow.EXTENSION_ASKED: a.extension_asked_on.is_not(None),
        Narrow.EXTENDED_OFTEN: a.extensions_granted >= OFTEN,
        Narrow.CHECK_REACHED: and_(is_not_closed(), a.check_on <= today),
        Narrow.NOT_ACKNOWLEDGED: a.state == State.OPEN,
        Narrow.URGENT_NOT_ACKNOWLEDGED: and_(a.state == State.OPEN, _is_urgent()),
        Narrow.RETURNED: is_returned(),
        **_past_limits(rules, today),
        **_updating(rules, today),
    }


def _past_limits(rules: Rules, today: date) -> dict[Narrow, ColumnElement[bool]]:
    """What was left lying longer than the office's own choices allow: by units, and by the office itself."""
    a, practice = Assignment, rules.practice
    told = rules.calendar.longer_ago(today, practice.acknowledge_working_days)
    asked = rules.calendar.longer_ago(today, practice.decide_working_days)
    return {
        # A unit that has asked for more time has the task, though it never said so.
        Narrow.NOT_ACKNOWLEDGED_LATE: and_(
            a.state == State.OPEN, a.acknowledged_on.is_(None), a.given_on <= told, ~_came_after(told)
        ),
        Narrow.UNDECIDED_LATE: and_(a.state == State.WAITING, a.submitted_on <= asked, reported_on() <= asked),
        Narrow.EXTENSION_LATE: a.extension_asked_on <= asked,
    }


def _updating(rules: Rules, today: date) -> dict[Narrow, ColumnElement[bool]]:
    """The two sides of ``app.domain.updating``, where each condition has its reason."""
    a, since = Assignment, since_of(today, rules.practice.update_days)
    is_kind = exists().where(Task.id == a.task_id, Task.kind.in_(UPDATED_KINDS))
    counted = and_(
        is_not_closed(), a.state.in_(WITH_THE_UNIT), ~a.objective, a.given_on <= since, is_kind, ~_came_after(since)
    )
    return {
        Narrow.TO_UPDATE: counted,
        Narrow.NOT_UPDATED: and_(or_(a.updated_on.is_(None), a.updated_on <= since), counted),
    }


def _came_after(day: date) -> ColumnElement[bool]:
    """Whether it was recorded for its unit after the day: a notice that was entered late blames nobody."""
    end = datetime.combine(day, time.max, VIETNAM)
    return exists().where(Event.assignment_id == Assignment.id, Event.kind.in_(COMING), Event.recorded_at > end)


def reported_on() -> ScalarSelect[date]:
    """The day of the newest report. ``submitted_on`` may lie earlier: while a draft waits for its signature nobody
    keeps the office waiting."""
    newest = select(func.max(Event.effective_on)).where(
        Event.assignment_id == Assignment.id, Event.kind == EventKind.SUBMITTED
    )
    return newest.correlate(Assignment).scalar_subquery()


def is_not_closed() -> ColumnElement[bool]:
    """Said of the day of closing, which an index of the open ones is made by, and not of the four states."""
    return Assignment.closed_on.is_(None)


def overdue(today: date) -> ColumnElement[bool]:
    """Open past the due day: class d, with what was reported late and waits. A report lies never ahead of today, so
    the due day of a late one has passed as well: one range, which an index of due days serves."""
    a = Assignment
    late = or_(a.state.in_(WITH_THE_UNIT), a.submitted_on > a.due_on)
    return and_(is_not_closed(), a.due_on < today, ~a.objective, late)


def is_returned() -> ColumnElement[bool]:
    """A result can only be reported again by leaving this state, so an earlier return is the last word here."""
    return and_(Assignment.state == State.IN_PROGRESS, Assignment.returns > 0)


def _is_urgent() -> ColumnElement[bool]:
    return exists().where(Task.id == Assignment.task_id, Task.urgency != Urgency.NORMAL)


def rank(*, rules: Rules, today: date) -> ColumnElement[int]:
    """The place of an assignment among ``PRESSING``, from nought; what is closed comes last."""
    ranks = [(standing_is(standing, rules=rules, today=today), place) for place, standing in enumerate(PRESSING)]
    return case((~is_not_closed(), len(PRESSING)), *ranks)


def _is_due_soon(rules: Rules, today: date) -> ColumnElement[bool]:
    """Due within the policy's working days: before the first day that is too far. "Before that day" itself, as
    reminders aim at the working day before it, still counts, unless the policy has already moved the due day."""
    too_far = rules.calendar.add_working_days(today, rules.policy.due_soon_working_days + 1)
    soon = Assignment.due_on < too_far
    if rules.policy.exclusive_is_day_before:
        return soon
    return or_(soon, and_(Assignment.due_exclusive, Assignment.due_on == too_far))
