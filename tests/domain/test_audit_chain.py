"""The chain of seals: what it proves holds for any log, and any meddling is told by its day and its entry."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import audit_chain as chain
from app.domain.audit_chain import BEGINNING, SEALED_AFTER, Entry, Fault, Finding, Seal
from app.domain.calendar import VIETNAM, bounds_of, local_day

DAY = date(2023, 9, 14)
Log = dict[date, list[Entry]]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
PAYLOADS = st.dictionaries(st.text(max_size=5), JSON, max_size=3)


def said(word: str, **more: object) -> bytes:
    about = {"office": 1, "at": datetime(2023, 9, 14, 1, tzinfo=UTC), "actor": "a", "action": word, "subject": "unit:x"}
    return chain.content(**{**about, "payload": {}, **more})


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Some days with entries whose contents are all different; the numbers of a day are not always neighbours."""
    log: Log = {}
    number = draw(st.integers(0, 10**6))
    for n in sorted(draw(st.sets(st.integers(0, 30), min_size=1, max_size=4))):
        entries = []
        for _ in range(draw(st.integers(1, 5))):
            number += draw(st.integers(1, 3))
            entries.append(Entry(number, said(f"act {number}")))
        log[DAY + timedelta(days=n)] = entries
    return log


def sealed(log: Log) -> list[Seal]:
    seals: list[Seal] = []
    for number, (day, entries) in enumerate(log.items(), 1):
        previous = seals[-1].hash if seals else BEGINNING
        seal = chain.seal_day(entries, office=1, number=number, day=day, previous=previous)
        assert seal is not None
        seals.append(seal)
    return seals


def inspected(log: Log, seals: list[Seal]) -> list[Finding]:
    """As the service walks along the chain."""
    numbers = {entry.number for entries in log.values() for entry in entries}
    found: list[Finding] = []
    for before, seal in zip([None, *seals], seals, strict=False):
        found += chain.inspect_link(before, seal)
        entries = partial(iter, log.get(seal.day, []))
        found += chain.inspect_day(seal, entries, elsewhere=lambda wanted: numbers & set(wanted))
    return found


def told(findings: list[Finding]) -> set[tuple[Fault, date, int]]:
    return {(found.fault, found.day, found.entry or found.seal) for found in findings}


# The canonical form.


def test_the_canonical_form_is_this_one_for_ever():
    """Whoever changes it breaks every seal there is. The hashes were made by sha256sum, not by this program."""
    at = datetime(2023, 9, 14, 8, 0, 0, 250, tzinfo=VIETNAM)
    content = said("unit.added", at=at, actor="a1", payload={"tên": "Đôn Đốc", "b": [1, 1.5, None], "a": {"z": True}})
    assert content.decode() == (
        '{"action":"unit.added","actor":"a1","at":"2023-09-14T01:00:00.000250Z","office":1,'
        '"payload":{"a":{"z":true},"b":[1,1.5,null],"tên":"Đôn Đốc"},"subject":"unit:x"}'
    )
    seal = chain.seal_day([Entry(17, content)], office=1, number=1, day=DAY, previous=BEGINNING)
    assert seal == Seal(
        office=1,
        number=1,
        day=DAY,
        previous=BEGINNING,
        first=17,
        last=17,
        entries=1,
        hash="f245cd0c3751d60985224bbb3c13e8e084b753ad7b0202987c14a5dce9767b63",
        marks="17:fb0af4348b1c;",
    )


def test_the_hash_is_that_of_the_lines_one_after_the_other():
    entries = [Entry(number, said(f"act {number}")) for number in (3, 5, 6)]
    seal = chain.seal_day(entries, office=1, number=4, day=DAY, previous="f" * 64)
    assert seal
    lines = [chain.head_line(seal), *map(chain.entry_line, entries)]
    assert seal.hash == hashlib.sha256(b"".join(lines)).hexdigest()
    assert [json.loads(line) for line in lines[:2]] == [
        {"seal": {"office": 1, "number": 4, "day": "2023-09-14", "previous": "f" * 64}},
        {"entry": json.loads(entries[0].content), "number": 3},
    ]
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)


@given(PAYLOADS)
def test_what_a_database_gives_back_has_the_same_form(payload):
    """Neither the order of keys nor the way through JSON changes it."""
    turned = dict(reversed(list(payload.items())))
    assert said("x", payload=payload) == said("x", payload=turned) == said("x", payload=json.loads(json.dumps(payload)))


@given(PAYLOADS, PAYLOADS)
def test_two_payloads_have_one_form_only_if_they_are_the_same(one, other):
    assert (said("x", payload=one) == said("x", payload=other)) == (
        json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    )


def test_half_a_surrogate_pair_is_told_from_the_words_that_escape_it():
    assert chain.canonical("\ud800") == b'"\\ud800"'
    assert chain.canonical("\\ud800") == b'"\\\\ud800"'


@given(st.datetimes(timezones=st.sampled_from([UTC, VIETNAM, timezone(timedelta(hours=-9, minutes=-30))])))
def test_an_instant_is_written_in_utc_whatever_its_zone(at):
    if at.year in (1, 9999):
        return
    written = chain.canonical_instant(at)
    assert len(written) == len("2023-09-14T01:00:00.000000Z")
    assert datetime.fromisoformat(written) == at


# A log that nobody has touched.


@given(logs())
def test_an_untouched_log_holds(log):
    assert inspected(log, sealed(log)) == []


def test_a_day_without_entries_has_no_seal():
    assert chain.seal_day([], office=1, number=1, day=DAY, previous=BEGINNING) is None


@pytest.mark.parametrize(
    ("at", "first_open"),
    [("00:00", date(2023, 9, 13)), ("00:59", date(2023, 9, 13)), ("01:00", DAY), ("23:59", DAY)],
)
def test_a_day_is_over_when_an_hour_has_passed_since_midnight_in_vietnam(at, first_open):
    now = datetime.fromisoformat(f"2023-09-14T{at}:00+07:00")
    assert chain.over_since(now, SEALED_AFTER) == first_open


@given(st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2199, 1, 1), timezones=st.just(UTC)))
def test_every_instant_lies_between_the_bounds_of_its_day(at):
    begins, ends = bounds_of(local_day(at))
    assert begins <= at < ends
    assert ends - begins == timedelta(days=1)


# A log that somebody has meddled with.


@given(logs(), st.data())
def test_an_altered_entry_is_named(log, data):
    seals = sealed(log)
    day = data.draw(st.sampled_from(list(log)))
    place = data.draw(st.integers(0, len(log[day]) - 1))
    number = log[day][place].number
    log[day][place] = Entry(number, said("something else"))
    assert told(inspected(log, seals)) == {(Fault.ALTERED, day, number)}


@given(logs(), st.data())
def test_a_removed_entry_is_named(log, data):
    seals = sealed(log)
    day = data.draw(st.sampled_from(list(log)))
    gone = log[day].pop(data.draw(st.integers(0, len(log[day]) - 1)))
    assert told(inspected(log, seals)) == {(Fault.REMOVED, day, gone.number)}


@given(logs(), st.data())
def test_an_entry_put_in_is_named_and_the_others_stay_proven(log, data):
    seals = sealed(log)
    day = data.draw(st.sampled_from(list(log)))
    late = Entry(10**7, said("late"))
    log[day].append(late)
    assert told(inspected(log, seals)) == {(Fault.UNSEALED, day, late.number)}
    log[day][0] = Entry(log[day][0].number, said("altered as well"))
    assert told(inspected(log, seals)) == {
        (Fault.UNSEALED, day, late.number),
        (Fault.ALTERED, day, log[day][0].number),
    }


@given(logs(), st.data())
def test_two_entries_that_changed_places_are_named_with_each_other(log, data):
    seals = sealed(log)
    places = [(day, place) for day, entries in log.items() for place in range(len(entries))]
    if len(places) < 2:
        return
    one, other = data.draw(st.lists(st.sampled_from(places), min_size=2, max_size=2, unique=True))
    first, second = log[one[0]][one[1]], log[other[0]][other[1]]
    log[one[0]][one[1]] = Entry(first.number, second.content)
    log[other[0]][other[1]] = Entry(second.number, first.content)
    found = inspected(log, seals)
    if one[0] == other[0]:
        assert {(each.fault, each.entry, each.other) for each in found} == {
            (Fault.MOVED, first.number, second.number),
            (Fault.MOVED, second.number, first.number),
        }
    else:
        # Each day knows its own entries only: there stands something else now.
        assert told(found) == {(Fault.ALTERED, one[0], first.number), (Fault.ALTERED, other[0], second.number)}


def test_an_entry_under_another_number_is_known_again():
    log = {DAY: [Entry(number, said(f"act {number}")) for number in (1, 2, 3)]}
    seals = sealed(log)
    log[DAY][1:] = [log[DAY][2], Entry(9, log[DAY][1].content)]
    assert inspected(log, seals) == [Finding(Fault.MOVED, DAY, entry=9, other=2)]


def test_an_entry_that_went_to_another_day_was_altered_and_not_removed():
    log = {DAY: [Entry(1, said("one")), Entry(2, said("two"))]}
    seals = sealed(log)
    log[DAY + timedelta(days=1)] = [Entry(2, said("two, later"))]
    log[DAY].pop()
    assert told(inspected(log, seals)) == {(Fault.ALTERED, DAY, 2)}


def test_of_two_entries_that_say_the_same_the_missing_one_is_named():
    log = {DAY: [Entry(1, said("same")), Entry(2, said("same")), Entry(3, said("other"))]}
    seals = sealed(log)
    del log[DAY][1]
    assert told(inspected(log, seals)) == {(Fault.REMOVED, DAY, 2)}


ALTERED_SEALS: dict[str, Callable[[Seal], Seal]] = {
    "hash": lambda seal: replace(seal, hash="0" * 64),
    "previous": lambda seal: replace(seal, previous="1" * 64),
    "entries": lambda seal: replace(seal, entries=seal.entries + 1),
    "first": lambda seal: replace(seal, first=seal.first - 1),
    "last": lambda seal: replace(seal, last=seal.last + 1),
    "a mark": lambda seal: replace(seal, marks=seal.marks.replace(":", ":0", 1)),
    "no marks": lambda seal: replace(seal, marks=""),
    "marks that are none": lambda seal: replace(seal, marks="x;y"),
}


@pytest.mark.parametrize("alter", ALTERED_SEALS.values(), ids=ALTERED_SEALS)
@given(logs(), st.data())
def test_an_altered_seal_is_named_and_no_entry_is_suspected(alter, log, data):
    seals = sealed(log)
    place = data.draw(st.integers(0, len(seals) - 1))
    seals[place] = alter(seals[place])
    found = inspected(log, seals)
    assert (Fault.SEAL_ALTERED, seals[place].day, seals[place].number) in told(found)
    assert {each.fault for each in found} <= {Fault.SEAL_ALTERED, Fault.BROKEN}


@given(logs(), st.data())
def test_a_removed_seal_leaves_a_gap_unless_it_was_the_last(log, data):
    seals = sealed(log)
    gone = seals.pop(data.draw(st.integers(0, len(seals) - 1)))
    found = inspected(log, seals)
    if gone.number > len(seals):
        assert found == [], "there is nothing behind it that remembers: the service asks which days have no seal"
    else:
        assert [(each.fault, each.after) for each in found] == [(Fault.GAP, gone.number - 1)]


@given(logs(), st.data())
def test_whoever_seals_an_altered_day_anew_breaks_the_chain_behind_it(log, data):
    seals = sealed(log)
    place = data.draw(st.integers(0, len(seals) - 1))
    old = seals[place]
    log[old.day][0] = Entry(log[old.day][0].number, said("forged"))
    forged = chain.seal_day(log[old.day], office=1, number=old.number, day=old.day, previous=old.previous)
    assert forged
    seals[place] = forged
    behind = {(Fault.BROKEN, seals[place + 1].day, old.number + 1)} if place + 1 < len(seals) else set()
    assert told(inspected(log, seals)) == behind
    assert forged.hash != old.hash, "of the last one only a hash that was kept elsewhere tells"


def test_a_day_sealed_after_a_later_one_is_told():
    log = {DAY: [Entry(1, said("one"))], DAY - timedelta(days=2): [Entry(2, said("late"))]}
    assert inspected(log, sealed(log)) == [Finding(Fault.LATE, DAY - timedelta(days=2), seal=2, after=1)]


def test_an_inspection_needs_no_more_memory_for_a_longer_log():
    """Entries are made as they are read; what an inspection keeps would show."""

    def entries(day: date) -> Iterator[Entry]:
        return (Entry(number, said(f"act {day} {number}")) for number in range(1, 201))

    def peak(days: int) -> int:
        tracemalloc.start()
        before: Seal | None = None
        for n in range(days):
            day = DAY + timedelta(days=n)
            previous = before.hash if before else BEGINNING
            seal = chain.seal_day(entries(day), office=1, number=n + 1, day=day, previous=previous)
            assert seal
            assert [*chain.inspect_link(before, seal), *chain.inspect_day(seal, partial(entries, day))] == []
            before = seal
        reached = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return reached

    assert peak(30) < 1.2 * peak(3)
