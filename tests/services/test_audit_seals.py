"""The log is sealed by state, however late, and whoever meddles with it by raw SQL is found, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.audit_chain import Seal, seal_day
from app.models import AuditEntry, AuditSeal, Office
from app.services import audit_entries, audit_seals
from app.services.audit_inspection import Inspected
from tests.databases import engine_for
from tests.services import sealing
from tests.services.sealing import FIRST, OFFICE, entry, inspected, meddle, seal

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (FIRST + timedelta(days=n) for n in range(5))
SATURDAY = FRIDAY + timedelta(days=1)
NIGHT = FixedClock.at(SATURDAY, 1, 10)


@pytest.fixture
def engine(peopled_url: str) -> Iterator[Engine]:
    """With entries 1 to 16 from Monday to Friday, none on Wednesday."""
    made = engine_for(peopled_url)
    with Session(made) as session, session.begin():
        sealing.fill(session)
    yield made
    made.dispose()


@pytest.fixture
def sealed(engine: Engine) -> Engine:
    seal_at(engine, NIGHT)
    return engine


def seal_at(engine: Engine, clock: FixedClock) -> int:
    with Session(engine) as session, session.begin():
        return seal(session, clock)


def chain(engine: Engine) -> list[Seal]:
    with Session(engine) as session:
        return list(audit_seals.seals_of(session, office_id=OFFICE))


def add(engine: Engine, *entries: AuditEntry) -> None:
    with Session(engine) as session, session.begin():
        session.add_all(entries)


# Sealing.


def test_every_finished_day_with_entries_gets_the_next_seal_of_the_chain(sealed: Engine) -> None:
    seals = chain(sealed)
    assert [(each.number, each.day) for each in seals] == [(1, MONDAY), (2, TUESDAY), (3, THURSDAY), (4, FRIDAY)]
    assert [(each.first, each.last, each.entries) for each in seals] == [(1, 4, 4), (5, 8, 4), (9, 12, 4), (13, 16, 4)]
    assert [each.previous for each in seals] == ["0" * 64, *(each.hash for each in seals[:-1])]
    assert inspected(sealed, NIGHT) == []


def test_running_each_night_twice_or_after_ten_days_gives_the_same_chain(engine: Engine) -> None:
    nights = [FixedClock.at(MONDAY + timedelta(days=n), 1, 10) for n in range(1, 6)]
    assert [seal_at(engine, night) for night in nights for _ in range(2)] == [1, 0, 1, 0, 0, 0, 1, 0, 1, 0]
    each_night = chain(engine)
    sealing.break_in(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_seals"))
    assert seal_at(engine, FixedClock.at(SATURDAY + timedelta(days=10))) == 4
    assert chain(engine) == each_night


@pytest.mark.parametrize(("hour", "minute", "count"), [(0, 0, 3), (0, 59, 3), (1, 0, 4)])
def test_a_day_is_sealed_no_sooner_than_an_hour_after_its_end(
    engine: Engine, hour: int, minute: int, count: int
) -> None:
    assert seal_at(engine, FixedClock.at(SATURDAY, hour, minute)) == count


def test_the_day_ends_at_midnight_in_vietnam(engine: Engine) -> None:
    late, early = entry(FRIDAY, "late", hour=23), entry(SATURDAY, "early", hour=0)
    add(engine, early, late)
    seal_at(engine, NIGHT)
    assert (chain(engine)[-1].entries, chain(engine)[-1].last) == (5, 18)
    assert inspected(engine, NIGHT) == []


def test_of_two_processes_that_made_the_same_seal_one_puts_it(engine: Engine) -> None:
    with Session(engine) as session:
        made = audit_seals.make_seal(session, office_id=OFFICE, day=MONDAY)
        other = audit_seals.make_seal(session, office_id=OFFICE, day=TUESDAY)
    assert made
    assert other
    put = []
    for each in (made, made, other):
        with Session(engine) as session, session.begin():
            put.append(audit_seals.put_seal(session, clock=NIGHT, seal=each))
    assert put == [True, False, False], "the same day, and another day at the same place of the chain"
    assert seal_at(engine, NIGHT) == 3
    assert inspected(engine, NIGHT) == []


def test_each_office_has_a_chain_of_its_own(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        other = Office(name="UBND huyện Khác")
        session.add(other)
        session.flush()
        other_id = other.id
        session.add_all(entry(day, "elsewhere", office=other_id) for day in (TUESDAY, WEDNESDAY))
    assert seal_at(engine, NIGHT) == 6
    with Session(engine) as session:
        theirs = list(audit_seals.seals_of(session, office_id=other_id))
    assert [(each.number, each.day, each.entries) for each in theirs] == [(1, TUESDAY, 1), (2, WEDNESDAY, 1)]
    assert [each.entries for each in chain(engine)] == [4, 4, 4, 4]
    assert inspected(engine, NIGHT) == []


# What an inspection tells.


def test_what_waits_is_counted_and_is_no_fault(sealed: Engine) -> None:
    add(sealed, *(entry(SATURDAY, f"new{n}") for n in range(3)))
    so_far = Inspected()
    assert inspected(sealed, FixedClock.at(SATURDAY + timedelta(days=2), 0, 59), so_far) == []
    assert (so_far.seals, so_far.entries, so_far.first_day, so_far.last_day) == (4, 16, MONDAY, FRIDAY)
    assert (so_far.waiting, so_far.waiting_since) == (3, SATURDAY)


def test_a_day_that_was_never_sealed_is_found_after_a_day(sealed: Engine) -> None:
    add(sealed, *(entry(SATURDAY, f"new{n}") for n in range(3)))
    assert inspected(sealed, FixedClock.at(SATURDAY + timedelta(days=2), 1, 0)) == ["seal_missing 16/09 3"]


def test_an_entry_that_comes_after_its_day_was_sealed_stays_outside_and_is_told(sealed: Engine) -> None:
    add(sealed, entry(TUESDAY, "late"))
    assert seal_at(sealed, NIGHT) == 0
    assert inspected(sealed, NIGHT) == ["unsealed 12/09 17"]


def test_an_entry_that_comes_late_on_a_day_without_any_is_sealed_and_told(sealed: Engine) -> None:
    add(sealed, entry(WEDNESDAY, "late"))
    assert inspected(sealed, NIGHT) == ["seal_missing 13/09 1"]
    assert seal_at(sealed, NIGHT) == 1
    assert inspected(sealed, NIGHT) == ["late 13/09 5"]


def test_an_entry_from_ahead_of_its_time_waits_for_its_day(sealed: Engine) -> None:
    """The clock of the machine was wrong for a while."""
    add(sealed, entry(SATURDAY + timedelta(days=900), "ahead"))
    so_far = Inspected()
    assert inspected(sealed, NIGHT, so_far) == []
    assert so_far.waiting == 1
    assert seal_at(sealed, NIGHT) == 0


def test_a_hash_that_was_kept_elsewhere_is_found_in_the_chain(sealed: Engine) -> None:
    so_far = Inspected(known=chain(sealed)[1].hash[:16])
    inspected(sealed, NIGHT, so_far)
    assert so_far.found
    assert so_far.found.day == TUESDAY


def test_erasing_a_person_breaks_no_seal(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        actor = session.scalar(text("SELECT public_id FROM users WHERE login = 'chief'"))
        session.add(entry(FRIDAY, "by.somebody", actor=str(actor)))
    seal_at(engine, NIGHT)
    with engine.begin() as connection:
        gone = "name = '', email = '', login = 'x', public_id = 'x', phone = '', password_hash = ''"
        erased = connection.execute(text(f"UPDATE users SET {gone} WHERE public_id = '{actor}' RETURNING id"))
        assert erased.all()
    assert inspected(engine, NIGHT) == []


# Whoever has the database can do anything to it, and is found out.


def exchange(table: str, column: str, one: int, other: int) -> list[str]:
    steps = ((one, 99), (other, one), (99, other))
    return [f"UPDATE {table} SET {column} = {new} WHERE {column} = {old}" for old, new in steps]


MEDDLING: dict[str, tuple[list[str], list[str]]] = {
    "the act": (["UPDATE audit_entries SET action = 'x' WHERE id = 6"], ["altered 12/09 6"]),
    "the actor": (["UPDATE audit_entries SET actor = 'x' WHERE id = 6"], ["altered 12/09 6"]),
    "the subject": (["UPDATE audit_entries SET subject = 'x' WHERE id = 6"], ["altered 12/09 6"]),
    "the payload": (["UPDATE audit_entries SET payload = '{}' WHERE id = 16"], ["altered 15/09 16"]),
    "the time, within the day": (
        ["UPDATE audit_entries SET at = '2023-09-12 01:00:00.000001+00:00' WHERE id = 6"],
        ["altered 12/09 6"],
    ),
    "the time, to a day without entries": (
        ["UPDATE audit_entries SET at = '2023-09-13 01:00:00.000000' WHERE id = 6"],
        ["altered 12/09 6", "seal_missing 13/09 1"],
    ),
    "the time, to a sealed day": (
        ["UPDATE audit_entries SET at = '2023-09-14 01:00:00.000000' WHERE id = 6"],
        ["altered 12/09 6", "unsealed 14/09 6"],
    ),
    "one removed": (["DELETE FROM audit_entries WHERE id = 6"], ["removed 12/09 6"]),
    "the first removed": (["DELETE FROM audit_entries WHERE id = 1"], ["removed 11/09 1"]),
    "a whole day removed": (
        ["DELETE FROM audit_entries WHERE id BETWEEN 5 AND 8"],
        [f"removed 12/09 {number}" for number in (5, 6, 7, 8)],
    ),
    "a whole day removed with its seal": (
        ["DELETE FROM audit_entries WHERE id BETWEEN 5 AND 8", "DELETE FROM audit_seals WHERE number = 2"],
        ["gap 14/09 3"],
    ),
    "one put in": (
        [
            "INSERT INTO audit_entries (id, office_id, at, actor, action, subject, payload) "
            "VALUES (99, 1, '2023-09-12 01:00:00.000000', 'x', 'x', 'x', '{}')"
        ],
        ["unsealed 12/09 99"],
    ),
    "two exchanged": (exchange("audit_entries", "id", 6, 7), ["moved 12/09 6", "moved 12/09 7"]),
    "two exchanged over two days": (
        exchange("audit_entries", "id", 6, 10),
        ["moved 12/09 10", "moved 14/09 6"],
    ),
    "one renumbered": (["UPDATE audit_entries SET id = 99 WHERE id = 6"], ["moved 12/09 99"]),
    "the hash of a seal": (
        [f"UPDATE audit_seals SET hash = '{'0' * 64}' WHERE number = 2"],
        ["broken 14/09 3", "seal_altered 12/09 2"],
    ),
    "what a seal continues": (
        [f"UPDATE audit_seals SET previous = '{'1' * 64}' WHERE number = 2"],
        ["broken 12/09 2", "seal_altered 12/09 2"],
    ),
    "the marks of a seal": (["UPDATE audit_seals SET marks = '5:0;' WHERE number = 2"], ["seal_altered 12/09 2"]),
    "the count of a seal": (["UPDATE audit_seals SET entries = 5 WHERE number = 2"], ["seal_altered 12/09 2"]),
    "a seal removed": (["DELETE FROM audit_seals WHERE number = 2"], ["gap 14/09 3", "seal_missing 12/09 4"]),
    "the first seal removed": (["DELETE FROM audit_seals WHERE number = 1"], ["gap 12/09 2", "seal_missing 11/09 4"]),
    "two seals exchanged": (
        exchange("audit_seals", "number", 2, 3),
        [
            "broken 12/09 3",
            "broken 14/09 2",
            "broken 15/09 4",
            "late 12/09 3",
            "seal_altered 12/09 3",
            "seal_altered 14/09 2",
        ],
    ),
}


@pytest.mark.parametrize(("statements", "told"), MEDDLING.values(), ids=MEDDLING)
def test_meddling_is_told_by_day_and_entry(sealed: Engine, statements: list[str], told: list[str]) -> None:
    meddle(sealed, *statements)
    assert inspected(sealed, NIGHT) == told


def test_the_last_seal_removed_is_found_a_day_later_unless_it_was_kept_elsewhere(sealed: Engine) -> None:
    last = chain(sealed)[-1].hash
    meddle(sealed, "DELETE FROM audit_seals WHERE number = 4")
    so_far = Inspected(known=last)
    assert inspected(sealed, NIGHT, so_far) == []
    assert so_far.found is None
    assert inspected(sealed, FixedClock.at(SATURDAY + timedelta(days=1), 1, 10)) == ["seal_missing 15/09 4"]


def test_a_removed_seal_that_the_job_makes_again_is_still_told(sealed: Engine) -> None:
    meddle(sealed, "DELETE FROM audit_seals WHERE number = 2", "UPDATE audit_entries SET action = 'x' WHERE id = 6")
    assert seal_at(sealed, NIGHT) == 1
    assert inspected(sealed, NIGHT) == ["gap 14/09 3", "late 12/09 5"]


def test_a_forged_day_with_its_seal_made_anew_breaks_the_chain_behind_it(sealed: Engine) -> None:
    meddle(sealed, "UPDATE audit_entries SET action = 'x' WHERE id = 6")
    with Session(sealed) as session:
        entries = audit_entries.entries_of(session, office_id=OFFICE, day=TUESDAY)
        forged = seal_day(entries, office=OFFICE, number=2, day=TUESDAY, previous=chain(sealed)[0].hash)
    assert forged
    meddle(sealed, f"UPDATE audit_seals SET hash = '{forged.hash}', marks = '{forged.marks}' WHERE number = 2")
    assert inspected(sealed, NIGHT) == ["broken 14/09 3"]


def test_a_chain_forged_to_its_end_agrees_with_itself_but_not_with_a_hash_kept_elsewhere(sealed: Engine) -> None:
    known = chain(sealed)[-1].hash
    meddle(sealed, "UPDATE audit_entries SET action = 'x' WHERE id = 6", "DELETE FROM audit_seals WHERE number > 1")
    assert seal_at(sealed, NIGHT) == 3
    so_far = Inspected(known=known)
    assert inspected(sealed, NIGHT, so_far) == []
    assert so_far.found is None


# What a file of SQLite holds may be anything: its columns have no types.

RUBBISH: dict[str, tuple[str, list[str]]] = {
    "no time": ("UPDATE audit_entries SET at = 'x' WHERE id = 6", ["altered 12/09 6"]),
    "no day of the calendar": (
        "UPDATE audit_entries SET at = '2023-09-12 99:00:00.000000' WHERE id = 6",
        ["altered 12/09 6"],
    ),
    "the end of time": ("UPDATE audit_entries SET at = '9999-12-31 23:59:59.000000' WHERE id = 6", ["altered 12/09 6"]),
    "no JSON": ("UPDATE audit_entries SET payload = '{' WHERE id = 6", ["altered 12/09 6"]),
    "bytes": ("UPDATE audit_entries SET payload = x'ff' WHERE id = 6", ["altered 12/09 6"]),
    "bytes for an actor": ("UPDATE audit_entries SET actor = x'ff' WHERE id = 6", ["altered 12/09 6"]),
    "a number for an act": ("UPDATE audit_entries SET action = 7 WHERE id = 6", ["altered 12/09 6"]),
    "a seal without day": (
        "UPDATE audit_seals SET day = 'x' WHERE number = 2",
        ["gap 14/09 3", "seal_missing 12/09 4"],
    ),
    "a seal without hash": (
        "UPDATE audit_seals SET hash = x'ff' WHERE number = 2",
        ["broken 14/09 3", "seal_altered 12/09 2"],
    ),
}


@pytest.mark.parametrize(("statement", "told"), RUBBISH.values(), ids=RUBBISH)
def test_rubbish_in_a_file_is_told_and_stops_neither_the_inspection_nor_the_job(
    sqlite, statement: str, told: list[str]
) -> None:
    engine = engine_for(sqlite.peopled())
    with Session(engine) as session, session.begin():
        sealing.fill(session)
    seal_at(engine, NIGHT)
    meddle(engine, statement)
    assert inspected(engine, NIGHT) == told
    add(engine, entry(SATURDAY, "new"))
    seal_at(engine, FixedClock.at(SATURDAY + timedelta(days=1), 1, 10))
    with Session(engine) as session:
        assert session.scalar(select(func.count(AuditSeal.id)).where(AuditSeal.day == SATURDAY)) == 1
    engine.dispose()
