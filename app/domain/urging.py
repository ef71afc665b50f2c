"""Whom to tell what on a morning: open assignments + calendar + ledger → a plan (DESIGN.md, "The ledger").

Everything is selected by where an assignment stands, never by "exactly N days before", so that a missed morning
loses nothing: the next one tells what then holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.terms import ReminderRule

ONCE = "1"  # the occurrence of a rung that is told once for an anchor

# Working days left to the day aimed at, and the rung that is reached with so few.
_REACHED: tuple[tuple[int, ReminderRule], ...] = (
    (0, ReminderRule.DUE_TODAY),
    (1, ReminderRule.DUE_IN_1),
    (3, ReminderRule.DUE_IN_3),
    (5, ReminderRule.DUE_IN_5),
)
_MILDEST_FIRST = tuple(ReminderRule)


@dataclass(frozen=True, slots=True)
class OpenAssignment:
    """An assignment that is neither done nor cancelled and has a due day. ``anchor`` names the DueDate row in force
    ("due:17"): a changed deadline is a new anchor, and the ladder begins anew, also when it returns to an old date."""

    assignment_id: int
    unit_id: int
    due_on: date
    exclusive: bool
    anchor: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the ledger. ``occurrence`` is "1" for a rung and the ISO week ("2026-W47") for a weekly one; ``day``
    is the day it was told: weekly reminders start in a week after that of the first overdue one."""

    assignment_id: int
    rule: ReminderRule
    anchor: str
    occurrence: str
    recipient: str
    day: date


@dataclass(frozen=True, slots=True)
class Reminder(Told):
    """A ledger row to write. A ``covered`` one was passed over by a more urgent one: it is recorded so that it never
    fires later, and not told.

    ``working_days_left`` count to the day aimed at (0 once it is reached); the overdue days from the due day.
    """

    covered: bool
    working_days_left: int
    days_overdue: int
    working_days_overdue: int


def iso_week(day: date) -> str:
    """The ISO week of a day, as in "2026-W47"; later weeks compare greater."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def plan(
    assignments: Iterable[OpenAssignment],
    told: Collection[Told],
    *,
    recipients: Mapping[int, Sequence[str]],
    today: date,
    calendar: WorkingCalendar,
    policy: DeadlinePolicy,
) -> tuple[Reminder, ...]:
    """The reminders of a day, each followed by the rungs it covers; () on a day off.

    ``recipients`` are keyed by unit id. An assignment gets at most one rule a day and recipient. One that waits for a
    decision is not urged: the ball is in the office's court. With its own output among ``told`` there is nothing left.
    """
    if not calendar.is_working(today):
        return ()
    ledger = _Ledger.of(told)
    return tuple(
        reminder
        for assignment in assignments
        if not assignment.waiting
        for days in (_Days.of(assignment, today=today, calendar=calendar, policy=policy),)
        for recipient in dict.fromkeys(recipients.get(assignment.unit_id, ()))
        for reminder in _reminders(assignment, recipient, days, ledger)
    )


@dataclass(frozen=True, slots=True)
class _Days:
    """How far an assignment is from its due day today."""

    today: date
    left: int
    overdue: int
    working_overdue: int

    @classmethod
    def of(cls, assignment: OpenAssignment, *, today: date, calendar: WorkingCalendar, policy: DeadlinePolicy) -> _Days:
        aim = aim_on(assignment.due_on, exclusive=assignment.exclusive, policy=policy, calendar=calendar)
        return cls(
            today=today,
            left=calendar.working_days_between(today, aim),
            overdue=max(0, (today - assignment.due_on).days),
            working_overdue=calendar.working_days_between(assignment.due_on, today),
        )


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What was told, by key, and who was told of what on which days."""

    days: dict[tuple[int, ReminderRule, str, str, str], date] = field(default_factory=dict)
    spoken: set[tuple[int, str, date]] = field(default_factory=set)

    @classmethod
    def of(cls, told: Iterable[Told]) -> _Ledger:
        ledger = cls()
        for row in told:
            ledger.days[row.assignment_id, row.rule, row.anchor, row.occurrence, row.recipient] = row.day
            ledger.spoken.add((row.assignment_id, row.recipient, row.day))
        return ledger

    def told_on(
        self, assignment: OpenAssignment, recipient: str, rule: ReminderRule, occurrence: str = ONCE
    ) -> date | None:
        return self.days.get((assignment.assignment_id, rule, assignment.anchor, occurrence, recipient))


def _reminders(assignment: OpenAssignment, recipient: str, days: _Days, ledger: _Ledger) -> Iterator[Reminder]:
    """The one rule the state calls for, unless it was told, and the milder rungs it passes over."""
    if (assignment.assignment_id, recipient, days.today) in ledger.spoken:
        return
    first_overdue = ledger.told_on(assignment, recipient, ReminderRule.OVERDUE_FIRST)
    rule, occurrence = _called_for(days, first_overdue)
    if rule is None or ledger.told_on(assignment, recipient, rule, occurrence):
        return
    yield _reminder(assignment, recipient, days, rule, occurrence, covered=False)
    for milder in _MILDEST_FIRST[: _MILDEST_FIRST.index(rule)]:
        if ledger.told_on(assignment, recipient, milder) is None:
            yield _reminder(assignment, recipient, days, milder, ONCE, covered=True)


def _called_for(days: _Days, first_overdue: date | None) -> tuple[ReminderRule | None, str]:
    """The most urgent rule that holds and its occurrence; no rule far before the due day or within a told week."""
    if not days.overdue:
        return next((rule for limit, rule in _REACHED if days.left <= limit), None), ONCE
    if first_overdue is None:
        return ReminderRule.OVERDUE_FIRST, ONCE
    week = iso_week(days.today)
    return (ReminderRule.OVERDUE_WEEKLY if week > iso_week(first_overdue) else None), week


def _reminder(
    assignment: OpenAssignment, recipient: str, days: _Days, rule: ReminderRule, occurrence: str, *, covered: bool
) -> Reminder:
    return Reminder(
        assignment_id=assignment.assignment_id,
        rule=rule,
        anchor=assignment.anchor,
        occurrence=occurrence,
        recipient=recipient,
        day=days.today,
        covered=covered,
        working_days_left=days.left,
        days_overdue=days.overdue,
        working_days_overdue=days.working_overdue,
    )
