"""Plain makers for the tests of the rules: days, instants, the official calendar, and histories told step by step.

A history reads ``given("14/9", due="30/10"), reported("25/10"), accepted("25/10", recorded="2/11")``. Days are in 2023
unless they name a year; a step is recorded at noon of the day it counts for unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from app.domain.calendar import VIETNAM, WorkingCalendar
from app.domain.deadlines import due_after_return, extended_from
from app.domain.figures import Lead
from app.domain.history import DueDate, Event
from app.domain.terms import DueReason, EventKind


def day(text: str) -> date:
    """A day from "d/m" or "d/m/yyyy"."""
    number, month, *year = (int(part) for part in text.split("/"))
    return date(year[0] if year else 2023, month, number)


def days(text: str) -> list[date]:
    """Days from "d/m/yyyy d/m/yyyy …", a range as "d-d/m/yyyy"."""
    found = []
    for word in text.split():
        numbers, month, year = word.split("/")
        first, _, last = numbers.partition("-")
        found += [date(int(year), int(month), n) for n in range(int(first), int(last or first) + 1)]
    return found


def noon(when: date) -> datetime:
    """Noon of the day in Vietnam, as a UTC instant."""
    return datetime.combine(when, time(12), tzinfo=VIETNAM).astimezone(UTC)


def midnight_after(when: date) -> datetime:
    """The end of the day in Vietnam: everything recorded on it is known."""
    return noon(when) + timedelta(hours=12)


# The announced days off of 2023 to 2026 that fall on weekdays, and the Saturdays worked for some of them.
OFFICIAL = WorkingCalendar(
    days_off=frozenset(
        days(
            "2/1/2023 20/1/2023 23-26/1/2023 1-3/5/2023 1/9/2023 4/9/2023 "
            "1/1/2024 8-9/2/2024 12-14/2/2024 18/4/2024 29-30/4/2024 1/5/2024 2-3/9/2024 "
            "1/1/2025 27-31/1/2025 7/4/2025 30/4/2025 1-2/5/2025 1-2/9/2025 "
            "1-2/1/2026 16-20/2/2026 27/4/2026 30/4/2026 1/5/2026 31/8/2026 1-2/9/2026 24/11/2026"
        )
    ),
    make_up=frozenset(days("4/5/2024 26/4/2025 10/1/2026 22/8/2026")),
    confirmed_years=frozenset({2023, 2024, 2025, 2026}),
)


@dataclass(frozen=True)
class Step:
    """One thing that happened: an event, a change of the due day, or both. ``told`` is how the table tells it."""

    told: str
    kind: EventKind | None
    on: date
    recorded: date
    due: date | None = None
    gives_days_back: bool = False
    asked: date | None = None  # of an extension
    units: tuple[int, int] | None = None  # from one to the other


def given(on: str, *, due: str | None = None) -> Step:
    told = f"given {on}, due {due}" if due else f"given {on} without a deadline"
    return Step(told, EventKind.GIVEN, day(on), day(on), day(due) if due else None)


def acknowledged(on: str) -> Step:
    return Step(f"acknowledged {on}", EventKind.ACKNOWLEDGED, day(on), day(on))


def progressed(on: str) -> Step:
    return Step(f"progress {on}", EventKind.PROGRESS, day(on), day(on))


def reported(on: str) -> Step:
    return Step(f"reported {on}", EventKind.SUBMITTED, day(on), day(on))


def accepted(on: str, *, recorded: str) -> Step:
    return Step(f"accepted as done on {on}, recorded {recorded}", EventKind.ACCEPTED, day(on), day(recorded))


def returned(on: str) -> Step:
    return Step(f"returned {on} as not good enough", EventKind.RETURNED, day(on), day(on))


def returned_for_papers(on: str) -> Step:
    return Step(f"returned {on} for missing papers", EventKind.RETURNED, day(on), day(on), gives_days_back=True)


def sent_for_signature(on: str) -> Step:
    return Step(f"submitted for signature {on}", EventKind.SENT_FOR_SIGNATURE, day(on), day(on))


def extended(*, asked: str, decided: str, due: str) -> Step:
    told = f"more time asked for {asked}, granted {decided} until {due}"
    return Step(told, EventKind.EXTENSION_GRANTED, day(decided), day(decided), day(due), asked=day(asked))


def adjusted(on: str, *, due: str) -> Step:
    return Step(f"deadline moved by the leader {on} to {due}", EventKind.DUE_ADJUSTED, day(on), day(on), day(due))


def repeated(on: str, *, due: str | None = None) -> Step:
    told = f"repeated by a later notice {on}" + (f", which moves it to {due}" if due else "")
    return Step(told, EventKind.REPEATED, day(on), day(on), day(due) if due else None)


def excused(on: str) -> Step:
    return Step(f"objective cause confirmed {on}", EventKind.CAUSE_CONFIRMED, day(on), day(on))


def transferred(on: str) -> Step:
    return Step(f"transferred to another unit {on}", EventKind.TRANSFERRED, day(on), day(on))


def superseded(on: str) -> Step:
    return Step(f"superseded {on}", EventKind.SUPERSEDED, day(on), day(on))


def merged(on: str) -> Step:
    return Step(f"unit 1 merged into unit 2 {on}", EventKind.SUCCEEDED, day(on), day(on), units=(1, 2))


def unit_corrected(recorded: str) -> Step:
    told = f"given to unit 1 by mistake, put right to unit 2, recorded {recorded}"
    return Step(told, EventKind.UNIT_CORRECTED, day("2/10"), day(recorded), units=(1, 2))


def cancelled(on: str) -> Step:
    return Step(f"cancelled {on}", EventKind.CANCELLED, day(on), day(on))


def corrected(*, due: str, recorded: str) -> Step:
    """The due day had been typed wrong: counts from the day the task was given."""
    return Step(f"due day corrected to {due}, recorded {recorded}", None, date.min, day(recorded), day(due))


def tell(steps: Iterable[Step]) -> str:
    """The steps as one line."""
    return "; ".join(step.told for step in steps)


def events_of(*steps: Step) -> tuple[Event, ...]:
    return tuple(
        Event(
            sequence=n,
            kind=step.kind,
            effective_on=step.on,
            recorded_at=noon(step.recorded),
            from_unit_id=step.units[0] if step.units else None,
            to_unit_id=step.units[1] if step.units else None,
        )
        for n, step in enumerate(steps, start=1)
        if step.kind is not None
    )


def due_dates_of(*steps: Step) -> tuple[DueDate, ...]:
    return tuple(_due_rows(steps))


def _due_rows(steps: Iterable[Step]) -> Iterator[DueDate]:
    given_on, reported_on, due = date.min, date.min, None
    for n, step in enumerate(steps, start=1):
        if step.kind is EventKind.GIVEN:
            given_on = step.on
        if step.kind is EventKind.SUBMITTED:
            reported_on = step.on
        due_again = step.due
        if step.gives_days_back and due is not None:
            due_again = due_after_return(submitted_on=reported_on, due_on=due, returned_on=step.on, calendar=OFFICIAL)
        if due_again is not None:
            counts_from = step.on if step.kind is not None else given_on
            if step.asked is not None and due is not None:
                counts_from = extended_from(asked_on=step.asked, due_on=due, decided_on=step.on)
            due = due_again
            yield DueDate(n, due, counts_from, noon(step.recorded), reason=_reason(step))


def _reason(step: Step) -> DueReason:
    if step.gives_days_back:
        return DueReason.RETURNED_FOR_PAPERS
    by_kind = {
        EventKind.GIVEN: DueReason.GIVEN,
        EventKind.EXTENSION_GRANTED: DueReason.EXTENDED,
        EventKind.DUE_ADJUSTED: DueReason.ADJUSTED,
        EventKind.REPEATED: DueReason.ADJUSTED,
    }
    return by_kind.get(step.kind, DueReason.DATA_CORRECTION) if step.kind else DueReason.DATA_CORRECTION


def lead_of(*steps: Step, number: int = 1, unit_id: int = 1, under_authority: bool = True) -> Lead:
    """A lead assignment with this history; ``number`` is its id and its task's."""
    return Lead(number, number, unit_id, f"Unit {unit_id}", under_authority, events_of(*steps), due_dates_of(*steps))


def numbered(lead: Lead, number: int, *, task_id: int | None = None) -> Lead:
    """The same history as another assignment, of the same task if one is named."""
    return replace(lead, assignment_id=number, task_id=number if task_id is None else task_id)
