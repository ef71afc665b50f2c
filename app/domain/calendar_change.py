"""What changes if the office's calendar does: two calendars, and which days, aims, mornings and meetings differ.

Deadlines that were given stand as they are: none of this moves one, it says what follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.meetings import Rhythm
from app.domain.urging_rules import UrgingPolicy

LONGEST_REST = timedelta(days=31)  # longer than any row of days off: what a change reaches lies within it
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5  # as date.weekday() counts


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday."""

    day: date
    is_working: bool
    name: str

    @property
    def is_needless(self) -> bool:
        """The weekday says so already."""
        return self.is_working == (self.day.weekday() < _SATURDAY)


class Outcome(StrEnum):
    """What a list of special days does to one of them."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NEEDLESS = "needless"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A day as it stands in the calendar, and as it would; None where it does not."""

    day: date
    outcome: Outcome
    before: SpecialDay | None
    after: SpecialDay | None


def differences(
    there: Mapping[date, SpecialDay], listed: Mapping[date, SpecialDay], *, drop: bool
) -> tuple[Difference, ...]:
    """Day by day what taking the list would do; with ``drop`` the days that it does not name go. Both are keyed by
    the day. A day off on a weekend needs no row, and an announcement names many of them."""
    found = [_difference(each, there.get(each.day)) for each in listed.values()]
    if drop:
        gone = (each for day, each in there.items() if day not in listed)
        found += [Difference(each.day, Outcome.REMOVED, each, None) for each in gone]
    return tuple(sorted(found, key=lambda each: each.day))


def _difference(said: SpecialDay, before: SpecialDay | None) -> Difference:
    if before is None and said.is_needless:
        return Difference(said.day, Outcome.NEEDLESS, None, None)
    if before is None:
        return Difference(said.day, Outcome.NEW, None, said)
    if said.is_needless:
        return Difference(said.day, Outcome.REMOVED, before, None)
    return Difference(said.day, Outcome.UNCHANGED if said == before else Outcome.CHANGED, before, said)


def changed(calendar: WorkingCalendar, what: Iterable[Difference]) -> WorkingCalendar:
    """The calendar as it would be."""
    off, make_up = set(calendar.days_off), set(calendar.make_up)
    for each in what:
        if each.outcome in (Outcome.UNCHANGED, Outcome.NEEDLESS):
            continue
        off.discard(each.day)
        make_up.discard(each.day)
        if each.after:
            (make_up if each.after.is_working else off).add(each.day)
    return replace(calendar, days_off=frozenset(off), make_up=frozenset(make_up))


def differing_days(before: WorkingCalendar, after: WorkingCalendar) -> tuple[date, ...]:
    """The days worked in one of the two and off in the other, in order."""
    named = (before.days_off ^ after.days_off) | (before.make_up ^ after.make_up)
    return tuple(sorted(day for day in named if before.is_working(day) != after.is_working(day)))


@dataclass(frozen=True, slots=True)
class AimMove:
    """Reminders of what is due on a day aim at another working day than before."""

    due_on: date
    exclusive: bool
    before: date
    after: date


def aim_moves(
    due: Iterable[tuple[date, bool]], before: WorkingCalendar, after: WorkingCalendar, policy: DeadlinePolicy
) -> tuple[AimMove, ...]:
    """Of due days, each with whether it is one "before" a day, those whose aim moves."""
    found = []
    for day, exclusive in due:
        was, is_now = (
            aim_on(day, exclusive=exclusive, policy=policy, calendar=calendar) for calendar in (before, after)
        )
        if was != is_now:
            found.append(AimMove(day, exclusive, was, is_now))
    return tuple(found)


def is_told_on(
    morning: date,
    due_on: date,
    *,
    exclusive: bool,
    calendar: WorkingCalendar,
    deadlines: DeadlinePolicy,
    urging: UrgingPolicy,
) -> bool:
    """Whether the morning is the turn of something due on a day: the first that reaches one of its rungs, the day
    aimed at, or the first on which it is overdue."""
    if not calendar.is_working(morning):
        return False
    if due_on < morning:
        return calendar.previous_working(morning) <= due_on
    aim = aim_on(due_on, exclusive=exclusive, policy=deadlines, calendar=calendar)
    return calendar.working_days_between(morning, aim) in (0, *urging.rungs)


@dataclass(frozen=True, slots=True)
class MeetingMove:
    """A meeting planned for a day is held on another than before."""

    planned: date
    before: date
    after: date


def meeting_moves(
    rhythm: Rhythm, before: WorkingCalendar, after: WorkingCalendar, *, since: date
) -> tuple[MeetingMove, ...]:
    """The planned meetings that move, of those that were to be held on ``since`` or later."""
    days = differing_days(before, after)
    if not days:
        return ()
    day, found = max(days[0] - LONGEST_REST, rhythm.valid_from), []
    while day <= days[-1]:
        if rhythm.plans(day):
            was, is_now = before.next_working(day), after.next_working(day)
            if was != is_now and max(was, is_now) >= since:
                found.append(MeetingMove(day, was, is_now))
        day += _ONE_DAY
    return tuple(found)
