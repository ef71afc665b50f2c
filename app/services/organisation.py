"""What all changes of the organisation share: the right, the order they come in, and forms that have become stale."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.contact import is_email
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.spans import Span
from app.models import Field, Office, Unit, User
from app.services import audit

Kept = TypeVar("Kept", Unit, Field, User)
# As wide as the columns.
LIMITS = {
    "name": 200,
    "short_name": 60,
    "email": 254,
    "contact_name": 100,
    "contact_phone": 30,
    "contact_email": 254,
    "alias": 200,
}
PERSON_LIMITS = {"login": 100, "name": 100, "email": 254, "phone": 30, "title": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeDetails:
    """What can be changed of the office itself."""

    name: str
    parent_name: str = ""
    place: str = ""


def may_edit(session: Session, *, actor: Actor) -> Office:
    """The office, for one who may change its organisation; others raise DomainError("permission.denied").

    The office's row stays locked to the end of the transaction: what is checked here (no name twice, one Văn phòng,
    somebody left who may do this) holds only while such changes come one after the other.
    """
    check(actor, Action.EDIT_ORGANISATION)
    session.expire_all()  # what was read before the lock may have changed while waiting for it
    return session.scalars(select(Office).where(Office.id == actor.office_id).with_for_update()).one()


def find(session: Session, model: type[Kept], *, actor: Actor, public_id: str) -> Kept:
    """A unit, a field or a person of the office. Raises DomainError("not_found")."""
    check(actor, Action.EDIT_ORGANISATION)
    query = select(model).where(model.public_id == public_id, model.office_id == actor.office_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise DomainError("not_found")
    return found


def fingerprint(details: Any) -> str:
    """A short hash of the values of a dataclass: a form carries that of the values it was filled with."""
    values = repr([getattr(details, field.name) for field in fields(details)])
    return hashlib.sha256(values.encode()).hexdigest()[:20]


def check_seen(details: Any, seen: str) -> None:
    """Raise DomainError("stale") unless the form was filled with these values."""
    if fingerprint(details) != seen:
        raise DomainError("stale")


def changed_names(before: Any, after: Any) -> list[str]:
    """The names of the fields in which two dataclasses of one kind differ."""
    return [field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name)]


def check_text(name: str, value: str, *, most: int, needed: bool = False) -> None:
    """Raise DomainError("text.missing") or ("text.too_long"), said of the field ``name``."""
    if needed and not value:
        raise DomainError("text.missing", field=name)
    if len(value) > most:
        raise DomainError("text.too_long", field=name, most=most)


def check_email(name: str, value: str) -> None:
    if value and not is_email(value):
        raise DomainError("email.bad", field=name, text=value)


def check_span(span: Span, *, end: str = "valid_to") -> None:
    """Raise DomainError("span.reversed"), said of the field ``end``, for an end before the start."""
    start, last = span
    if last is not None and last < start:
        raise DomainError("span.reversed", field=end, start=start, end=last)


def office_details(office: Office) -> OfficeDetails:
    return OfficeDetails(name=office.name, parent_name=office.parent_name, place=office.place)


def change_office(session: Session, *, actor: Actor, clock: Clock, seen: str, details: OfficeDetails) -> None:
    """Change the office's own name, its superior's and its place."""
    office = may_edit(session, actor=actor)
    before = office_details(office)
    check_seen(before, seen)
    check_office_values(details)
    if details != before:
        assign(office, details)
        record_change(session, actor, clock, "office", office.public_id, changed_names(before, details))


def check_office_values(details: OfficeDetails) -> None:
    for name, most in (("name", 200), ("parent_name", 200), ("place", 100)):
        check_text(name, getattr(details, name), most=most, needed=name == "name")


def assign(row: Any, details: Any) -> None:
    """Put every value of a dataclass into the column of its name."""
    for field in fields(details):
        setattr(row, field.name, getattr(details, field.name))


def record_change(
    session: Session, actor: Actor, clock: Clock, kind: str, public_id: str, changed: Iterable[str]
) -> None:
    """Log which fields of a thing were changed; the words that stood in them are nobody's business."""
    subject = f"{kind}:{public_id}"
    audit.record(session, actor=actor, clock=clock, action=f"{kind}.changed", subject=subject, changed=list(changed))


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
