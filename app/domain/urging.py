"""Whom to tell what, and why: open assignments + calendar + policy + ledger → a plan (DESIGN.md, "The ledger").

Everything is selected by where an assignment stands, never by "exactly N days before": run late, twice, or after ten
days off, the plan leads to the same end. What is told once is told once for its anchor: the deadline in force, or the
event where a silence began. Which rules a state calls for is in ``urging_rules``; here is whom they are for, and what
of it the ledger has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from app.domain.calendar import WorkingCalendar, local_day
from app.domain.deadlines import DeadlinePolicy
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import ReminderRule, Urgency
from app.domain.urging_rules import (
    ONCE,
    Call,
    Calls,
    Days,
    Moment,
    OpenAssignment,
    UrgingPolicy,
    anchor_of,
    not_acknowledged,
    of_the_deadline,
    of_the_office,
    weekly_mark,
)

_PRESSING = {rule: place for place, rule in enumerate(ReminderRule)}  # the mildest first
_STEPS = frozenset({ReminderRule.TO_HEAD, ReminderRule.TO_CHIEF, ReminderRule.TO_LEADER})

Keys = Sequence[str]  # recipients, as in the ledger: "unit:5", "user:8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told. Units by their id; leaders and followers by field, those under None where a field has none or an
    assignment is in no field: a step that nobody heard would be a silence."""

    units: Mapping[int, Keys]
    heads: Mapping[int, Keys] = field(default_factory=dict)
    chiefs: Keys = ()
    leaders: Mapping[int | None, Keys] = field(default_factory=dict)
    followers: Mapping[int | None, Keys] = field(default_factory=dict)

    def unit(self, assignment: OpenAssignment) -> Keys:
        return self.units.get(assignment.unit_id, ())

    def head(self, assignment: OpenAssignment) -> Keys:
        return self.heads.get(assignment.unit_id, ())

    def leaders_of(self, field_id: int | None) -> Keys:
        return self.leaders.get(field_id) or self.leaders.get(None, ())

    def office_of(self, field_id: int | None) -> Keys:
        """Who answers for what the office keeps waiting: the chief, and who follows the field."""
        return (*self.chiefs, *(self.followers.get(field_id) or self.followers.get(None, ())))


class Told(NamedTuple):
    """A row of the ledger. ``occurrence`` is "1", the number of days of a rung ("5"), or the ISO week of a weekly one
    ("2026-W47"); ``day`` is the day it was told, or ``covered`` by something else that was."""

    assignment_id: int
    rule: ReminderRule
    anchor: str
    occurrence: str
    recipient: str
    day: date
    covered: bool = False


class Reminder(NamedTuple):
    """A ledger row to write, with the fields of ``Told``. A ``covered`` one was passed over by a more pressing one: it
    is recorded so that it never fires later, and not told.

    ``days_left`` count to the day aimed at (0 once it is reached): working days, of an urgent assignment calendar days;
    the overdue days count from the due day. ``waited`` are the working days of a silence.
    """

    assignment_id: int
    rule: ReminderRule
    anchor: str
    occurrence: str
    recipient: str
    day: date
    covered: bool
    urgent: bool
    days_left: int
    days_overdue: int
    working_days_overdue: int
    waited: int


def plan(
    assignments: Iterable[OpenAssignment],
    told: Iterable[Told | Reminder],
    *,
    audience: Audience,
    now: datetime,
    calendar: WorkingCalendar,
    policy: UrgingPolicy,
    deadlines: DeadlinePolicy,
    call_days: Collection[date] = (),
    by_the_hour: bool = False,
) -> tuple[Reminder, ...]:
    """The reminders of an instant, each followed by the rungs it covers; on a day off those of urgent assignments only.

    An assignment gets at most one rule a day and recipient, the most pressing that was not told. With its own output
    among ``told`` there is nothing left. ``call_days`` are the working days before meetings, from ten weeks ago on.
    ``by_the_hour`` asks, before the morning, only for what cannot wait for it.
    """
    today = local_day(now)
    mark = weekly_mark(today, call_days, calendar)
    moment = Moment(now, today, calendar.is_working(today), mark, calendar, policy, deadlines)
    ledger = _Ledger.of(told, today)
    return tuple(
        reminder
        for assignment in assignments
        if assignment.is_urgent or (moment.works and not by_the_hour)
        for reminder in _of_assignment(assignment, moment, audience, ledger, by_the_hour=by_the_hour)
    )


_Row = tuple[ReminderRule, str, str, str]  # rule, anchor, occurrence, recipient
_NO_ROWS: Mapping[_Row, date] = {}


@dataclass(frozen=True, slots=True)
class _Ledger:
    """By assignment when each thing was told, and who was told of which assignment today."""

    rows: dict[int, dict[_Row, date]] = field(default_factory=dict)
    spoken: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def of(cls, told: Iterable[Told | Reminder], today: date) -> _Ledger:
        ledger = cls()
        for assignment_id, rule, anchor, occurrence, recipient, day, covered, *_ in told:
            ledger.rows.setdefault(assignment_id, {})[rule, anchor, occurrence, recipient] = day
            if day == today and not covered:
                ledger.spoken.add((assignment_id, recipient))
        return ledger


def _of_assignment(
    assignment: OpenAssignment, moment: Moment, audience: Audience, ledger: _Ledger, *, by_the_hour: bool
) -> Iterator[Reminder]:
    days = moment.days(assignment)
    called: dict[str, Calls] = {}
    for recipients, calls in _calls(assignment, moment, audience, days, by_the_hour=by_the_hour):
        for recipient in dict.fromkeys(recipients):
            called[recipient] = called[recipient] + calls if recipient in called else calls
    rows = ledger.rows.get(assignment.assignment_id, _NO_ROWS)
    for recipient, calls in called.items():
        if (assignment.assignment_id, recipient) not in ledger.spoken:
            yield from _told_now(assignment, recipient, calls, moment, days, rows)


def _told_now(
    assignment: OpenAssignment, recipient: str, calls: Calls, moment: Moment, days: Days, rows: Mapping[_Row, date]
) -> Iterator[Reminder]:
    """The most pressing call that this recipient was not told, and what it covers: of two steps the earlier one."""
    new = [call for call in calls if _is_new(assignment, call, recipient, moment, rows)]
    if not new:
        return
    call = new[0] if len(new) == 1 else max(new, key=lambda each: _PRESSING[each.rule])
    yield _reminder(assignment, recipient, call, moment, days, covered=False)
    for each in (*call.covers, *(other for other in new if other.rule in _STEPS and other is not call)):
        if (each.rule, anchor_of(assignment, each.rule), each.occurrence, recipient) not in rows:
            yield _reminder(assignment, recipient, each, moment, days, covered=True)


def _reminder(
    assignment: OpenAssignment, recipient: str, call: Call, moment: Moment, days: Days, *, covered: bool
) -> Reminder:
    return Reminder(
        assignment.assignment_id,
        call.rule,
        anchor_of(assignment, call.rule),
        call.occurrence,
        recipient,
        moment.today,
        covered,
        assignment.is_urgent,
        days.left,
        days.overdue,
        days.working_overdue,
        call.waited,
    )


def _is_new(assignment: OpenAssignment, call: Call, recipient: str, moment: Moment, rows: Mapping[_Row, date]) -> bool:
    """Whether it was not told. What is named week by week is so from the first mark after its first time."""
    weekly = call.rule is ReminderRule.OVERDUE_WEEKLY
    if not rows:
        return not weekly
    anchor = anchor_of(assignment, call.rule)
    if (call.rule, anchor, call.occurrence, recipient) in rows:
        return False
    if not weekly:
        return True
    first = rows.get((ReminderRule.OVERDUE_FIRST, anchor, ONCE, recipient))
    return first is not None and moment.mark is not None and first < moment.mark


def _calls(
    assignment: OpenAssignment, moment: Moment, audience: Audience, days: Days, *, by_the_hour: bool
) -> Iterator[tuple[Keys, Calls]]:
    """Whom the state calls for to be told, and by which rules."""
    silent = not_acknowledged(assignment, moment)
    if by_the_hour:
        if silent and assignment.urgency is Urgency.IMMEDIATE:
            yield audience.unit(assignment), silent
        return
    with_unit = assignment.state in WITH_THE_UNIT
    if with_unit:
        yield audience.unit(assignment), silent + of_the_deadline(assignment, moment, days, silent)
    if delays := of_the_office(assignment, moment):
        yield audience.office_of(assignment.field_id), delays
    if with_unit and assignment.leads and assignment.rated and days.late_by:
        yield from _steps(assignment, moment.policy, audience, days.late_by)


def _steps(
    assignment: OpenAssignment, policy: UrgingPolicy, audience: Audience, late_by: int
) -> Iterator[tuple[Keys, Calls]]:
    """The steps of escalation that are reached."""
    if policy.escalate_head_days is not None and late_by >= policy.escalate_head_days:
        yield audience.head(assignment), _TO_HEAD
    if policy.escalate_chief_days is not None and late_by >= policy.escalate_chief_days:
        yield audience.chiefs, _TO_CHIEF
    if policy.escalate_leader_days is not None and late_by >= policy.escalate_leader_days:
        yield audience.leaders_of(assignment.field_id), _TO_LEADER


_TO_HEAD, _TO_CHIEF, _TO_LEADER = (
    (Call(rule),) for rule in (ReminderRule.TO_HEAD, ReminderRule.TO_CHIEF, ReminderRule.TO_LEADER)
)
