"""The office's calendar by hand: days off, make-up days, and whether a year was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.calendar_change import Difference, Outcome, SpecialDay
from app.domain.contact import tidy
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.models import AuditEntry, CalendarDay, CalendarYear
from app.services import audit, calendar
from app.services.calendar_impact import Impact, digest, impact
from app.services.organisation import check_text, may_edit

YEARS = range(2000, 2100)
NAME_MOST, BASIS_MOST = 120, 200


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
    confirmed = row.confirmed if row else None
    basis = _basis(session, actor, year) if confirmed else ""
    return YearView(year, confirmed, basis, days_of(session, office_id=actor.office_id, year=year))


def days_of(session: Session, *, office_id: int, year: int) -> tuple[CalendarDay, ...]:
    """The year's special days in order."""
    days = session.scalars(
        select(CalendarDay)
        .where(
            CalendarDay.office_id == office_id,
            CalendarDay.day >= date(year, 1, 1),
            CalendarDay.day <= date(year, 12, 31),
        )
        .order_by(CalendarDay.day)
    )
    return tuple(days)


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
    special = day_to_set(session, actor=actor, day=day, is_working=is_working, name=name)
    session.add(CalendarDay(office_id=actor.office_id, day=day, is_working=is_working, name=special.name))
    _record(session, actor, clock, "calendar.day_set", day.year, day=day.isoformat())


def day_to_set(session: Session, *, actor: Actor, day: date, is_working: bool, name: str) -> SpecialDay:
    """What ``set_day`` would write; raises as it does."""
    check(actor, Action.EDIT_ORGANISATION)
    special = SpecialDay(day, is_working, checked_name(name))
    if session.get(CalendarYear, (actor.office_id, day.year)) is None:
        raise DomainError("calendar.year", field="day", year=day.year)
    taken = session.get(CalendarDay, (actor.office_id, day))
    if taken:
        raise DomainError("calendar.day_taken", field="day", day=day, name=taken.name)
    if special.is_needless:
        raise DomainError("calendar.worked_already" if is_working else "calendar.off_already", field="day", day=day)
    return special


def checked_name(name: str) -> str:
    """Raises DomainError for one that is empty or too long."""
    name = tidy(name)
    check_text("name", name, most=NAME_MOST, needed=True)
    return name


def day_to_remove(session: Session, *, actor: Actor, day: date) -> SpecialDay:
    """The day as it stands in the calendar. Raises DomainError("stale") where it does not."""
    check(actor, Action.EDIT_ORGANISATION)
    row = session.get(CalendarDay, (actor.office_id, day))
    if row is None:
        raise DomainError("stale")
    return SpecialDay(row.day, row.is_working, row.name)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What saving or removing one day would do, before it is done."""

    what: Difference
    impact: Impact

    @property
    def digest(self) -> str:
        return digest(self.what, self.impact)


def plan_set(session: Session, *, actor: Actor, clock: Clock, day: date, is_working: bool, name: str) -> DayPlan:
    """What ``set_day`` would come to; raises as it does."""
    special = day_to_set(session, actor=actor, day=day, is_working=is_working, name=name)
    return _day_plan(session, actor, clock, Difference(day, Outcome.NEW, None, special))


def plan_remove(session: Session, *, actor: Actor, clock: Clock, day: date) -> DayPlan:
    """The same of ``remove_day``."""
    special = day_to_remove(session, actor=actor, day=day)
    return _day_plan(session, actor, clock, Difference(day, Outcome.REMOVED, special, None))


def _day_plan(session: Session, actor: Actor, clock: Clock, what: Difference) -> DayPlan:
    return DayPlan(what, impact(session, actor=actor, clock=clock, what=[what]))


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
