"""The office's calendar by hand: days off, make-up days, and whether a year was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.contact import tidy
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.models import AuditEntry, CalendarDay, CalendarYear
from app.services import audit, calendar
from app.services.organisation import check_text, may_edit

YEARS = range(2000, 2100)
NAME_MOST, BASIS_MOST = 120, 200
_SATURDAY = 5  # as date.weekday() counts


@dataclass(frozen=True, slots=True)
class YearView:
    """A year's special days in order. ``confirmed`` is None for a year that nobody has filled yet.

    ``basis`` is what the announcement was called by the person who confirmed the year; "" if nobody wrote it.
    """

    year: int
    confirmed: bool | None
    basis: str
    days: tuple[CalendarDay, ...]


def year_view(session: Session, *, actor: Actor, year: int) -> YearView:
    check(actor, Action.EDIT_ORGANISATION)
    row = session.get(CalendarYear, (actor.office_id, year))
    days = session.scalars(
        select(CalendarDay)
        .where(
            CalendarDay.office_id == actor.office_id,
            CalendarDay.day >= date(year, 1, 1),
            CalendarDay.day <= date(year, 12, 31),
        )
        .order_by(CalendarDay.day)
    )
    confirmed = row.confirmed if row else None
    return YearView(year, confirmed, _basis(session, actor, year) if confirmed else "", tuple(days))


def _basis(session: Session, actor: Actor, year: int) -> str:
    """The announcement has no column of its own: it stands where the act of confirming does, in the log."""
    payload = session.scalars(
        select(AuditEntry.payload)
        .where(
            AuditEntry.office_id == actor.office_id,
            AuditEntry.action == "calendar.confirmed",
            AuditEntry.subject == _subject(year),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
    return str(payload.get("basis", "")) if payload else ""


def fill_year(session: Session, *, actor: Actor, clock: Clock, year: int) -> None:
    """Put in what is known or expected of a year that is empty still."""
    may_edit(session, actor=actor)
    if year not in YEARS or session.get(CalendarYear, (actor.office_id, year)) is not None:
        raise DomainError("stale")
    calendar.fill(session, office_id=actor.office_id, years=[year])
    _record(session, actor, clock, "calendar.filled", year)


def set_day(session: Session, *, actor: Actor, clock: Clock, day: date, is_working: bool, name: str) -> None:
    """Add a day off or a make-up day.

    Raises DomainError("calendar.day_taken"), ("calendar.off_already"), ("calendar.worked_already"), ("calendar.year").
    """
    may_edit(session, actor=actor)
    name = tidy(name)
    check_text("name", name, most=NAME_MOST, needed=True)
    if session.get(CalendarYear, (actor.office_id, day.year)) is None:
        raise DomainError("calendar.year", field="day", year=day.year)
    taken = session.get(CalendarDay, (actor.office_id, day))
    if taken:
        raise DomainError("calendar.day_taken", field="day", day=day, name=taken.name)
    if not is_working and day.weekday() >= _SATURDAY:
        raise DomainError("calendar.off_already", field="day", day=day)
    if is_working and day.weekday() < _SATURDAY:
        raise DomainError("calendar.worked_already", field="day", day=day)
    session.add(CalendarDay(office_id=actor.office_id, day=day, is_working=is_working, name=name))
    _record(session, actor, clock, "calendar.day_set", day.year, day=day.isoformat())


def remove_day(session: Session, *, actor: Actor, clock: Clock, day: date) -> None:
    """The day is again what its weekday says."""
    may_edit(session, actor=actor)
    row = session.get(CalendarDay, (actor.office_id, day))
    if row is None:
        raise DomainError("stale")
    session.delete(row)
    _record(session, actor, clock, "calendar.day_removed", day.year, day=day.isoformat())


def confirm_year(session: Session, *, actor: Actor, clock: Clock, year: int, basis: str) -> None:
    """Say that a year was compared with the official announcement, and with which."""
    may_edit(session, actor=actor)
    basis = tidy(basis)
    check_text("basis", basis, most=BASIS_MOST, needed=True)
    row = _year(session, actor, year)
    row.confirmed = True
    _record(session, actor, clock, "calendar.confirmed", year, basis=basis)


def unconfirm_year(session: Session, *, actor: Actor, clock: Clock, year: int) -> None:
    may_edit(session, actor=actor)
    row = _year(session, actor, year)
    if not row.confirmed:
        raise DomainError("stale")
    row.confirmed = False
    _record(session, actor, clock, "calendar.unconfirmed", year)


def _year(session: Session, actor: Actor, year: int) -> CalendarYear:
    row = session.get(CalendarYear, (actor.office_id, year))
    if row is None:
        raise DomainError("calendar.year", field="basis", year=year)
    return row


def _subject(year: int) -> str:
    return f"calendar:{year}"


def _record(session: Session, actor: Actor, clock: Clock, action: str, year: int, **payload: str) -> None:
    audit.record(session, actor=actor, clock=clock, action=action, subject=_subject(year), **payload)
