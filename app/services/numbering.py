"""Number, issuer and date tell notices apart: the number that comes late, and the one that is there already."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.naming import bare_number, spelled_out
from app.domain.permissions import Action, Actor, check
from app.models import Directive
from app.services import audit

TAKEN = "directive.number_taken"  # as told to whoever enters a number late: the tasks have been given already


def set_number(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    directive: Directive,
    number: str,
    issued_on: date | None,
    version: int,
) -> None:
    """Enter the number (and the date, where it waited too) that the văn thư gave. What the tasks count from stays.

    Raises DomainError: "stale", "directive.has_number", "directive.oral" for an order that is no document yet,
    "directive.no_number", "directive.no_day", "directive.future_date", "directive.number_taken": without its day a
    number tells no notice from another.
    """
    begin(actor, clock, directive, version, number)
    if directive.oral:
        raise DomainError("directive.oral")
    day = directive.issued_on or issued_on
    if day is None:
        raise DomainError("directive.no_day")
    check_day(day, clock)
    write(session, directive, number=number, issued_on=day)
    subject = f"directive:{directive.public_id}"
    audit.record(session, actor=actor, clock=clock, action="directive.numbered", subject=subject, number=number.strip())


def begin(actor: Actor, clock: Clock, directive: Directive, version: int, number: str) -> None:
    """The right, the version that was seen, and a number for what has none."""
    check(actor, Action.SET_NUMBER)
    if directive.office_id != actor.office_id:
        raise DomainError("not_found")
    if directive.number:
        raise DomainError("directive.has_number", number=directive.number)
    if directive.version != version:
        raise DomainError("stale")
    if not number.strip():
        raise DomainError("directive.no_number")


def check_day(day: date | None, clock: Clock) -> None:
    """A document cannot have been issued on a day to come."""
    if day and day > clock.today():
        raise DomainError("directive.future_date", day=day)


def write(session: Session, directive: Directive, *, number: str, issued_on: date | None, **more: object) -> None:
    """The number and what comes with it. Two people at the same moment: the version, or the key of another notice, lets
    the first one through."""
    key = identity(number, directive.issuer, issued_on)
    refuse_duplicate(session, directive.office_id, key, number, TAKEN)
    try:
        with session.begin_nested():
            directive.number, directive.issued_on, directive.identity = number.strip(), issued_on, key
            for name, value in more.items():
                setattr(directive, name, value)
    except StaleDataError as error:
        raise DomainError("stale") from error
    except IntegrityError:
        refuse_duplicate(session, directive.office_id, key, number, TAKEN)
        raise


def identity(number: str | None, issuer: str, issued_on: date | None) -> str | None:
    """Number, issuer and date as one key; None while the number is missing."""
    if not number or not number.strip():
        return None
    return f"{bare_number(number)}|{spelled_out(issuer)}|{issued_on.isoformat() if issued_on else ''}"[:300]


def refuse_duplicate(
    session: Session, office_id: int, key: str | None, number: str, code: str = "directive.duplicate"
) -> None:
    """Raises DomainError(code) with the public id of the notice that has the key."""
    if key is None:
        return
    there = session.scalars(
        select(Directive.public_id).where(Directive.office_id == office_id, Directive.identity == key)
    ).first()
    if there is not None:
        raise DomainError(code, number=number.strip(), public_id=there)
