"""The audit log as it is sealed and inspected: entries of a day in the order of their numbers, in little memory.

Values are taken as they lie in the database. Whoever meddles with a file of SQLite may leave anything in a column, and
an inspection must tell it, not stumble over it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from app.domain.audit_chain import Entry, content, content_as_found
from app.domain.calendar import bounds_of, local_day
from app.models import AuditEntry

BATCH = 1_000
_RAW_AT = type_coerce(AuditEntry.at, NullType())
_RAW_PAYLOAD = type_coerce(AuditEntry.payload, NullType())


def entries_of(session: Session, *, office_id: int, day: date) -> Iterator[Entry]:
    rows = session.execute(
        select(
            AuditEntry.id,
            AuditEntry.office_id,
            _RAW_AT,
            AuditEntry.actor,
            AuditEntry.action,
            AuditEntry.subject,
            _RAW_PAYLOAD,
        )
        .where(AuditEntry.office_id == office_id, _on(day))
        .order_by(AuditEntry.id),
        execution_options={"yield_per": BATCH},
    )
    for number, *said in rows:
        yield Entry(number, _content(*said))


def _on(day: date) -> ColumnElement[bool]:
    begins, ends = bounds_of(day)
    return and_(AuditEntry.at >= begins, AuditEntry.at < ends)


def _content(office: int, at: Any, actor: str, action: str, subject: str, payload: Any) -> bytes:
    try:
        said = json.loads(payload) if isinstance(payload, str | bytes) else payload
        return content(office=office, at=_instant(at), actor=actor, action=action, subject=subject, payload=said)
    except (ValueError, TypeError, RecursionError):
        return content_as_found((office, at, actor, action, subject, payload))


def _instant(raw: Any) -> datetime:
    """SQLite gives text without a zone; it is UTC. Raises ValueError or TypeError for what is no instant."""
    at = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def days_with_entries(session: Session, *, office_id: int, before: date | None = None) -> Iterator[date]:
    """The local days on which anything was recorded, the earliest first: one look into the index for each."""
    first = select(_RAW_AT).where(AuditEntry.office_id == office_id).order_by(AuditEntry.at).limit(1)
    if before:
        first = first.where(AuditEntry.at < bounds_of(before)[0])
    found = session.scalar(first)
    while found is not None:
        try:
            day = local_day(_instant(found))
        except (ValueError, OverflowError):  # Somebody has put it there; of a sealed day the entry is missed.
            found = session.scalar(first.where(type_coerce(AuditEntry.at, String) > found))
            continue
        yield day
        found = session.scalar(first.where(AuditEntry.at >= bounds_of(day)[1]))


def count_on(session: Session, *, office_id: int, day: date) -> int:
    query = select(func.count(AuditEntry.id)).where(AuditEntry.office_id == office_id, _on(day))
    return session.scalar(query) or 0


def still_there(session: Session, *, numbers: Collection[int]) -> set[int]:
    """Which of the numbers stand in the log, on whatever day."""
    wanted, found = sorted(numbers), set[int]()
    for start in range(0, len(wanted), BATCH):
        found.update(session.scalars(select(AuditEntry.id).where(AuditEntry.id.in_(wanted[start : start + BATCH]))))
    return found
