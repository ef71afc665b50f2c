"""From the date a phrase names to the last good day, and the day reminders aim at (DESIGN.md, "Time and figures")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import WorkingCalendar
from app.domain.naming import fold

# Matched against the folded text, so that it is understood with and without accents, as people type it.
_TYPED_WORKING_DAYS = re.compile(r"\+?\s*(\d{1,3})\s*ngay\s+lam\s+viec")


@dataclass(frozen=True)
class DeadlinePolicy:
    """The office's choices about deadlines.

    ``exclusive_is_day_before``: "before 30/10" ends on 29/10 instead of on the date it names.
    ``roll_fixed_dates``: a fixed date on a day off moves to the next working day.
    ``due_soon_working_days``: how many working days ahead an assignment counts as due soon.
    """

    exclusive_is_day_before: bool = False
    roll_fixed_dates: bool = False
    due_soon_working_days: int = 5


def due_on(named_on: date, *, exclusive: bool, policy: DeadlinePolicy, calendar: WorkingCalendar) -> date:
    """The last good day for the date a phrase names. By default that date: nobody is blamed a day early."""
    day = named_on - timedelta(days=1) if exclusive and policy.exclusive_is_day_before else named_on
    return calendar.next_working(day) if policy.roll_fixed_dates else day


def aim_on(due_on_: date, *, exclusive: bool, policy: DeadlinePolicy, calendar: WorkingCalendar) -> date:
    """The working day reminders aim at: the due day or the last working day before it; for "before 30/10", whose due
    day is the 30th only so that nobody is blamed early, the last working day strictly before."""
    strictly_before = exclusive and not policy.exclusive_is_day_before
    if calendar.is_working(due_on_) and not strictly_before:
        return due_on_
    return calendar.previous_working(due_on_)


def due_after_return(*, submitted_on: date, due_on: date, returned_on: date, calendar: WorkingCalendar) -> date | None:
    """The due day after a return for missing papers: the working days the unit had left when it reported, at least
    one, are counted from the day after the return. A return never takes days away, so it is never before ``due_on``.

    None if the unit reported after the due day: it had nothing left, and gets nothing back.
    """
    if submitted_on > due_on:
        return None
    left = calendar.working_days_between(submitted_on, due_on)
    return max(due_on, calendar.add_working_days(returned_on, max(1, left)))


def extended_from(*, asked_on: date, due_on: date, decided_on: date) -> date:
    """The day from which an extension counts: the day it was asked for if that was in time, so that nobody is late by
    the decider's silence; else the day of the decision, so that the lateness until then stays on record."""
    return asked_on if asked_on <= due_on else decided_on


def typed_working_days(text: str, *, today: date, calendar: WorkingCalendar) -> date | None:
    """The day that "+5 working days", typed in Vietnamese with or without accents, means; None for any other text."""
    typed = _TYPED_WORKING_DAYS.fullmatch(fold(text))
    return calendar.add_working_days(today, int(typed[1])) if typed else None
