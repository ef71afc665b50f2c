"""Sealing the audit log by days: which days wait, the seal of one, and up to where the log is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from app.adapters.clock import Clock
from app.domain.audit_chain import BEGINNING, SEALED_AFTER, Seal, over_since, seal_day
from app.domain.calendar import bounds_of
from app.domain.permissions import Action, Actor, check
from app.models import AuditSeal, Office
from app.services.audit_entries import days_with_entries, entries_of
from app.services.claims import insert_new

_BATCH = 8  # a seal of a busy day is long
_RAW_DAY = type_coerce(AuditSeal.day, NullType())


@dataclass(frozen=True, slots=True)
class LastSeal:
    """The newest seal: the day it seals, when it was made, and its hash."""

    day: date
    sealed_at: datetime
    hash: str


def days_to_seal(session: Session, *, clock: Clock) -> list[tuple[int, date]]:
    """Office and day of every finished day with entries that has no seal, however long ago; the earliest first."""
    before = over_since(clock.now(), SEALED_AFTER)
    return [
        (office_id, day)
        for office_id in session.scalars(select(Office.id).order_by(Office.id)).all()
        for day in unsealed_days(session, office_id=office_id, before=before)
    ]


def unsealed_days(session: Session, *, office_id: int, before: date | None = None) -> Iterator[date]:
    days = session.scalars(select(_RAW_DAY).where(AuditSeal.office_id == office_id))
    sealed = {str(day) for day in days}
    return (
        day for day in days_with_entries(session, office_id=office_id, before=before) if day.isoformat() not in sealed
    )


def make_seal(session: Session, *, office_id: int, day: date) -> Seal | None:
    """The seal that the day would have as the next of its office's chain; None for a day without entries."""
    last = session.execute(
        select(AuditSeal.number, AuditSeal.hash)
        .where(AuditSeal.office_id == office_id)
        .order_by(AuditSeal.number.desc())
        .limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, BEGINNING)
    entries = entries_of(session, office_id=office_id, day=day)
    return seal_day(entries, office=office_id, number=number, day=day, previous=previous)


def put_seal(session: Session, *, clock: Clock, seal: Seal) -> bool:
    """Append the seal to the chain. False if somebody else was first: the day is sealed, or the chain has gone on."""
    row = {
        "office_id": seal.office,
        "number": seal.number,
        "day": seal.day,
        "first_entry": seal.first,
        "last_entry": seal.last,
        "entries": seal.entries,
        "previous": seal.previous,
        "hash": seal.hash,
        "marks": seal.marks,
        "sealed_at": clock.now(),
    }
    return bool(insert_new(session, AuditSeal, [row]))


def seals_of(session: Session, *, office_id: int, numbers: tuple[int, int] | None = None) -> Iterator[Seal]:
    """The chain in its order, or the part of it from a number through another. A seal that somebody has made unreadable
    is left out, so that it is missed."""
    query = _whole_seals().where(AuditSeal.office_id == office_id)
    if numbers:
        query = query.where(AuditSeal.number.between(*numbers))
    for row in session.execute(query, execution_options={"yield_per": _BATCH}):
        seal = _seal(*row)
        if seal is not None:
            yield seal


def _whole_seals() -> Select[Any]:
    return select(
        AuditSeal.office_id,
        AuditSeal.number,
        _RAW_DAY,
        AuditSeal.previous,
        AuditSeal.first_entry,
        AuditSeal.last_entry,
        AuditSeal.entries,
        AuditSeal.hash,
        AuditSeal.marks,
    ).order_by(AuditSeal.number)


def _seal(
    office: int, number: Any, day: Any, previous: Any, first: Any, last: Any, entries: Any, hashed: Any, marks: Any
) -> Seal | None:
    try:
        bounds_of(date.fromisoformat(str(day)))  # A day that has none is no day.
        return Seal(
            office=office,
            number=int(number),
            day=date.fromisoformat(str(day)),
            previous=str(previous),
            first=int(first),
            last=int(last),
            entries=int(entries),
            hash=str(hashed),
            marks=str(marks),
        )
    except (ValueError, OverflowError):
        return None


def last_seal(session: Session, *, actor: Actor) -> LastSeal | None:
    """Up to where the log is sealed, for whoever may read it."""
    check(actor, Action.VIEW_AUDIT)
    row = session.execute(
        select(AuditSeal.day, AuditSeal.sealed_at, AuditSeal.hash)
        .where(AuditSeal.office_id == actor.office_id)
        .order_by(AuditSeal.day.desc())
        .limit(1)
    ).first()
    return LastSeal(*row) if row else None
