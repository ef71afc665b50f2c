"""How the audit log is sealed day by day, and what an inspection of the seals can find.

The hash of a seal is the SHA-256 of some lines, each ended by a line feed: the head of the seal, then the entries of
its day in the order of their numbers. The head holds the hash of the seal before, so that the seals are a chain. A line
is canonical JSON (sorted keys, no blanks, UTF-8, instants in UTC with microseconds), and the same lines stand in an
exported file: ``sha256sum`` over them gives the hash. Whoever adds a column to the log must leave it out of ``content``
where it is empty: seals that were made before it must hold.

Beside its hash a seal keeps a short mark of each entry. The hash is the proof; the marks only say which entry it was.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.domain.calendar import local_day

BEGINNING = "0" * 64  # stands where the first seal has no hash before it
MARK_DIGITS = 12
# What was recorded before midnight has long been committed by then: no request and no job lasts as long.
SEALED_AFTER = timedelta(hours=1)
# The jobs process seals at night or as soon as it runs. A day that has waited longer than this is a finding.
MISSED_AFTER = timedelta(days=1)


class Entry(NamedTuple):
    """An entry as it is hashed: its number in the log, and the canonical JSON of everything else."""

    number: int
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal of one office's day. ``number`` is its place in the office's chain, from 1; ``previous`` the hash of the
    seal before; ``first`` and ``last`` are numbers of entries, ``entries`` says how many; ``marks`` is for each of them
    as "17:0f3a9c1b2d4e;"."""

    office: int
    number: int
    day: date
    previous: str
    first: int = 0
    last: int = 0
    entries: int = 0
    hash: str = ""
    marks: str = ""


class Fault(StrEnum):
    """What can be wrong with a sealed log."""

    ALTERED = "altered"
    REMOVED = "removed"
    MOVED = "moved"  # the entry has the content of another one: reordered, exchanged or renumbered
    UNSEALED = "unsealed"  # the day has a seal, and the entry is not in it: recorded late, or put in
    SEAL_ALTERED = "seal_altered"
    SEAL_MISSING = "seal_missing"  # the day has entries and no seal
    GAP = "gap"  # seals are missing from the chain
    BROKEN = "broken"  # a seal does not continue the one before it
    LATE = "late"  # a day sealed after a later one: its entries were recorded late, or its first seal was removed


@dataclass(frozen=True, slots=True)
class Finding:
    """``entry`` is the number of the entry in question, ``other`` the entry whose content it has; ``seal`` the number
    of the seal in question, ``after`` that of the one before it in the chain, nought for none; ``count`` is in entries.
    """

    fault: Fault
    day: date
    entry: int = 0
    other: int = 0
    seal: int = 0
    after: int = 0
    count: int = 0


def canonical(value: object) -> bytes:
    """Plain JSON values in the one form that is hashed. Half a surrogate pair, which is no UTF-8, stays an escape."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")


def canonical_instant(at: datetime) -> str:
    """2023-09-14T01:00:00.000000Z"""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def content(
    *, office: int, at: datetime, actor: str, action: str, subject: str, payload: Mapping[str, object]
) -> bytes:
    """Everything an entry says, but for its number."""
    said = {"office": office, "at": canonical_instant(at), "actor": actor, "action": action, "subject": subject}
    return canonical({**said, "payload": payload})


def content_as_found(values: Iterable[object]) -> bytes:
    """Of an entry whose values are none that the program writes: somebody has put them there."""
    return canonical({"unreadable": [str(value) for value in values]})


def entry_line(entry: Entry) -> bytes:
    return b'{"entry":%b,"number":%d}\n' % (entry.content, entry.number)


def head_line(seal: Seal) -> bytes:
    """What a seal says of itself before its entries follow."""
    head = {"office": seal.office, "number": seal.number, "day": seal.day.isoformat(), "previous": seal.previous}
    return canonical({"seal": head}) + b"\n"


def mark_of(entry: Entry) -> str:
    """Of the content alone, so that it is known again under another number."""
    return hashlib.sha256(entry.content).hexdigest()[:MARK_DIGITS]


def seal_day(entries: Iterable[Entry], *, office: int, number: int, day: date, previous: str) -> Seal | None:
    """The seal of a day with these entries; None if there are none. They are read once, in the order given."""
    bare = Seal(office=office, number=number, day=day, previous=previous)
    hashed, marks = hashlib.sha256(head_line(bare)), io.StringIO()
    first, last, count = 0, 0, 0
    for entry in entries:
        count += 1
        hashed.update(entry_line(entry))
        first, last = first or entry.number, entry.number
        marks.write(f"{entry.number}:{mark_of(entry)};")
    if not count:
        return None
    return replace(bare, first=first, last=last, entries=count, hash=hashed.hexdigest(), marks=marks.getvalue())


def over_since(now: datetime, wait: timedelta) -> date:
    """The first local day that has not been over for as long as ``wait``; those before it have."""
    return local_day(now - wait)


def inspect_link(before: Seal | None, seal: Seal) -> Iterator[Finding]:
    """Whether the seal continues the one before it; None before the first of an office."""
    number, known = (before.number, before.hash) if before else (0, BEGINNING)
    if seal.number != number + 1:
        yield Finding(Fault.GAP, seal.day, seal=seal.number, after=number)
    elif seal.previous != known:
        yield Finding(Fault.BROKEN, seal.day, seal=seal.number, after=number)
    if before and seal.day <= before.day:
        yield Finding(Fault.LATE, seal.day, seal=seal.number, after=number)


def inspect_day(
    seal: Seal,
    entries: Callable[[], Iterable[Entry]],
    *,
    elsewhere: Callable[[Collection[int]], Collection[int]] = lambda numbers: (),
) -> Iterator[Finding]:
    """What is wrong with a sealed day. ``entries`` gives the day's entries in the order of their numbers, and is asked
    once more only if something is wrong; ``elsewhere`` says which of some numbers still stand in the log, on whatever
    day."""
    again = _seal_again(seal, entries())
    if again == seal:
        return
    if again is not None and again.hash == seal.hash:
        # The entries are proven; it is what the seal says beside its hash that is not so.
        yield _altered(seal)
        return
    yield from _differences(seal, entries(), elsewhere)


def _seal_again(seal: Seal, entries: Iterable[Entry]) -> Seal | None:
    return seal_day(entries, office=seal.office, number=seal.number, day=seal.day, previous=seal.previous)


def _altered(seal: Seal) -> Finding:
    return Finding(Fault.SEAL_ALTERED, seal.day, seal=seal.number)


def _differences(
    seal: Seal, entries: Iterable[Entry], elsewhere: Callable[[Collection[int]], Collection[int]]
) -> Iterator[Finding]:
    lost, odd = _read_marks(seal.marks), dict[int, str]()
    if not lost:
        yield _altered(seal)  # and nobody can say any more which entry it is about
        return

    def known() -> Iterator[Entry]:
        """The entries that the seal knows; on the way it is noted which fit their marks."""
        for entry in entries:
            found, is_known = mark_of(entry), entry.number in lost
            if lost.get(entry.number) == found:
                del lost[entry.number]
            else:
                odd[entry.number] = found
            if is_known:
                yield entry

    again = _seal_again(seal, known())
    yield from _odd_entries(seal, lost, odd)
    yield from _lost_entries(seal, lost, odd, elsewhere)
    if not lost and again != seal:
        yield _altered(seal)


def _odd_entries(seal: Seal, lost: Mapping[int, str], odd: Mapping[int, str]) -> Iterator[Finding]:
    """Entries that are not what the seal has under their numbers."""
    places = {mark: number for number, mark in lost.items()}
    for number, mark in odd.items():
        if mark in places:
            yield Finding(Fault.MOVED, seal.day, entry=number, other=places[mark])
        else:
            yield Finding(Fault.ALTERED if number in lost else Fault.UNSEALED, seal.day, entry=number)


def _lost_entries(
    seal: Seal,
    lost: Mapping[int, str],
    odd: Mapping[int, str],
    elsewhere: Callable[[Collection[int]], Collection[int]],
) -> Iterator[Finding]:
    """Entries that the seal has and the day has not, nor their content under another number. One that stands in the log
    on another day, or as another office's, was altered."""
    contents = set(odd.values())
    missing = [number for number, mark in lost.items() if number not in odd and mark not in contents]
    altered = elsewhere(missing) if missing else ()
    for number in missing:
        yield Finding(Fault.ALTERED if number in altered else Fault.REMOVED, seal.day, entry=number)


def _read_marks(marks: str) -> dict[int, str]:
    """Nothing at all if somebody has made them unreadable."""
    try:
        pairs = [piece.split(":") for piece in marks.split(";") if piece]
        return {int(number): mark for number, mark in pairs}
    except ValueError:
        return {}
