"""An audit log on a database of its own, sealed, and the raw SQL of somebody who meddles with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.database import snapshot
from app.domain.audit_chain import Finding
from app.models import AuditEntry
from app.services import audit_inspection, audit_seals
from app.services.audit_inspection import Inspected

FIRST = date(2023, 9, 11)  # a Monday
OFFICE = 1
TABLES = ("audit_entries", "audit_seals")


def entry(day: date, word: str, *, hour: int = 8, actor: str = "a1", office: int = OFFICE) -> AuditEntry:
    return AuditEntry(
        office_id=office,
        at=FixedClock.at(day, hour).instant,
        actor=actor,
        action=f"unit.{word}",
        subject="unit:x",
        payload={"day": "2023-09-11", "of": {"tên": word}},
    )


def fill(session: Session, *, days: int = 5, a_day: int = 4) -> None:
    """Four entries a day from Monday on, none on Wednesday. Their numbers go up from 1."""
    for n in range(days):
        if n != 2:
            session.add_all([entry(FIRST + timedelta(days=n), f"act{n}{k}", hour=7 + k) for k in range(a_day)])
            session.flush()


def seal(session: Session, clock: FixedClock) -> int:
    """All that waits, as the job does; how many days."""
    waiting = audit_seals.days_to_seal(session, clock=clock)
    for office_id, day in waiting:
        made = audit_seals.make_seal(session, office_id=office_id, day=day)
        assert made
        assert audit_seals.put_seal(session, clock=clock, seal=made)
    return len(waiting)


def inspected(engine: Engine, clock: FixedClock, so_far: Inspected | None = None) -> list[str]:
    """What is wrong, as in "altered 13/09 7": the fault, the day, and the entry or else the seal."""
    with snapshot(engine) as connection, Session(connection) as session:
        so_far = so_far or Inspected()
        found = audit_inspection.inspect(session, office_id=OFFICE, clock=clock, so_far=so_far)
        return sorted(map(_short, found))


def _short(found: Finding) -> str:
    return f"{found.fault} {found.day:%d/%m} {found.entry or found.seal or found.count}"


def break_in(engine: Engine) -> None:
    """Take the triggers away, as only somebody can who has the database itself."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'")
            )
            for name in names.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in TABLES:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))


def meddle(engine: Engine, *statements: str) -> None:
    """Statements of somebody who has broken in; each must change something."""
    break_in(engine)
    with engine.begin() as connection:
        for statement in statements:
            before = _everything(connection)
            connection.execute(text(statement))
            assert _everything(connection) != before, statement


def _everything(connection: Connection) -> list[list[Any]]:
    return [list(connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))) for table in TABLES]
