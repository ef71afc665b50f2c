"""On which days a series of meetings is held: its days of the week, moved where the office does not work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import WorkingCalendar
from app.domain.errors import DomainError

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``weekdays`` are as ``date.weekday()`` counts, 0 for Monday; the days planned by them lie from ``valid_from``
    through ``valid_to`` (None: without end)."""

    weekdays: frozenset[int]
    valid_from: date
    valid_to: date | None = None

    def plans(self, day: date) -> bool:
        """Whether the series has a meeting on the day, were it a working one."""
        return day.weekday() in self.weekdays and self.valid_from <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting is held on a working day; ``moved_from`` is the day off that it was planned for, None for none."""

    on: date
    moved_from: date | None = None


def weekdays_of(digits: str) -> frozenset[int]:
    """The days of a series as they are stored: "03" for Monday and Thursday. Raises DomainError("series.weekdays")."""
    found = frozenset(int(each) for each in digits if each in "0123456")
    if not found or len(found) != len(digits):
        raise DomainError("series.weekdays", field="weekdays")
    return found


def digits_of(weekdays: Iterable[int]) -> str:
    return "".join(str(each) for each in sorted(set(weekdays)))


def held_between(rhythm: Rhythm, first: date, through: date, calendar: WorkingCalendar) -> list[Held]:
    """The meetings held from one day through another, in their order: two that fall on one day are one. What was
    planned for a day off before ``first`` may be held on it or after."""
    day = max(calendar.previous_working(first) + _ONE_DAY, rhythm.valid_from)
    found: list[Held] = []
    while day <= min(rhythm.valid_to or through, through):
        if rhythm.plans(day):
            held = _held(rhythm, day, calendar)
            if held.on <= through and (not found or held.on != found[-1].on):
                found.append(held)
        day += _ONE_DAY
    return found


def call_day(held_on: date, calendar: WorkingCalendar) -> date:
    """The working day before a meeting: on it the units are asked to say where they are."""
    return calendar.previous_working(held_on)


def _held(rhythm: Rhythm, planned: date, calendar: WorkingCalendar) -> Held:
    """A working day that has a meeting of its own is not said to stand for another day."""
    on = calendar.next_working(planned)
    return Held(on) if rhythm.plans(on) else Held(on, _first_planned(rhythm, planned, calendar))


def _first_planned(rhythm: Rhythm, planned: date, calendar: WorkingCalendar) -> date:
    """Of several days off in a row that move to one day, the first."""
    day = earliest = planned
    while not calendar.is_working(day):
        earliest = day if rhythm.plans(day) else earliest
        day -= _ONE_DAY
    return earliest
