"""Inspecting the sealed log of an office, day by day: what ``flask audit verify`` tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from app.adapters.audit_file import AuditFile, SealedDay
from app.adapters.clock import Clock
from app.domain.audit_chain import (
    MISSED_AFTER,
    SEALED_AFTER,
    Fault,
    Finding,
    Seal,
    inspect_day,
    inspect_link,
    over_since,
)
from app.services.audit_entries import count_on, entries_of, still_there
from app.services.audit_seals import seals_of, unsealed_days


@dataclass(slots=True)
class Inspected:
    """What an inspection has looked at so far: seals and the entries they say they hold, the first and the last day
    among them, the last seal of the chain; the entries that still wait for a seal, with the first of their days.
    ``known`` is how a hash begins that somebody has kept elsewhere, and ``found`` the seal that has it."""

    known: str = ""
    found: Seal | None = None
    seals: int = 0
    entries: int = 0
    first_day: date | None = None
    last_day: date | None = None
    last: Seal | None = None
    waiting: int = 0
    waiting_since: date | None = None

    def add(self, seal: Seal) -> None:
        self.seals, self.entries, self.last = self.seals + 1, self.entries + seal.entries, seal
        self.first_day = min(self.first_day or seal.day, seal.day)
        self.last_day = max(self.last_day or seal.day, seal.day)
        if self.known and seal.hash.startswith(self.known):
            self.found = seal

    def add_waiting(self, day: date, count: int) -> None:
        self.waiting, self.waiting_since = self.waiting + count, self.waiting_since or day


def inspect(session: Session, *, office_id: int, clock: Clock, so_far: Inspected) -> Iterator[Finding]:
    """Everything that is wrong with the office's log, while ``so_far`` counts what was looked at. The session must see
    one state of the database from the beginning to the end."""
    before: Seal | None = None
    for seal in seals_of(session, office_id=office_id):
        so_far.add(seal)
        yield from inspect_link(before, seal)
        yield from inspect_day(
            seal,
            partial(entries_of, session, office_id=office_id, day=seal.day),
            elsewhere=lambda numbers: still_there(session, numbers=numbers),
        )
        before = seal
    yield from _without_seal(session, office_id, clock, so_far)


def _without_seal(session: Session, office_id: int, clock: Clock, so_far: Inspected) -> Iterator[Finding]:
    """Days that should have been sealed by now; the others only wait. Days that lie ahead were recorded under a wrong
    clock, and wait as well."""
    missed_before = over_since(clock.now(), SEALED_AFTER + MISSED_AFTER)
    for day in unsealed_days(session, office_id=office_id):
        count = count_on(session, office_id=office_id, day=day)
        if day < missed_before or (so_far.last_day and day < so_far.last_day):
            yield Finding(Fault.SEAL_MISSING, day, count=count)
        else:
            so_far.add_waiting(day, count)


def inspect_file(file: AuditFile, *, so_far: Inspected) -> Iterator[Finding]:
    """The same of an exported file, which needs no database. Its chain may begin anywhere. Raises DomainError as
    ``AuditFile.days`` does."""
    before: dict[int, Seal] = {}
    for day in file.days():
        if not isinstance(day, SealedDay):
            so_far.add_waiting(day.day, day.entries)
            continue
        seal = day.seal
        so_far.add(seal)
        if seal.office in before or seal.number == 1:
            yield from inspect_link(before.get(seal.office), seal)
        yield from inspect_day(seal, partial(file.entries, day))
        before[seal.office] = seal
