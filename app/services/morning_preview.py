"""The mails of the next working morning, as they would be if it were now: for the screen, and written nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256

from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.calendar import VIETNAM, WorkingCalendar
from app.services import digests, urging
from app.services.digests import DayPlan
from app.services.outbox import Recipient
from app.services.people import units_in_force
from app.services.rules import load_rules

MORNING = time(6, 30)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A mail that would be sent. ``mark`` tells it from the others in the address of a page; ``address`` is empty where
    none is known."""

    mark: str
    name: str
    address: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Morning:
    day: date
    mails: tuple[Foreseen, ...]


def preview(session: Session, *, office_id: int, at: datetime, links: Links) -> Morning:
    """What the first working morning after the instant would send, as far as it is known then. Reads only."""
    rules = load_rules(session, office_id=office_id)
    day = next_morning(at, rules.calendar)
    clock = FixedClock.at(day, hour=MORNING.hour, minute=MORNING.minute)
    known = units_in_force(session, office_id=office_id, today=day)  # read at once, and not one by one for each mail
    plan = urging.plan_day(session, office_id=office_id, clock=clock, links=links)
    mails = tuple(_mails(plan))
    del known
    return Morning(day, mails)


def next_morning(at: datetime, calendar: WorkingCalendar) -> date:
    """The working day whose morning is the next to come."""
    local = at.astimezone(VIETNAM)
    if calendar.is_working(local.date()) and local.time() < MORNING:
        return local.date()
    return calendar.add_working_days(local.date(), 1)


def _mails(plan: DayPlan) -> Iterator[Foreseen]:
    for unit in plan.units:
        yield _mail(plan, unit.recipient, unit)
    if plan.office:
        for recipient in plan.office.recipients:
            yield _mail(plan, recipient, plan.office.to(recipient))
    for each in plan.fields:
        yield _mail(plan, each.recipient, each)


def _mail(plan: DayPlan, recipient: Recipient, what: digests.AnyPlan) -> Foreseen:
    composed = digests.compose_digest(plan, what)
    mark = sha256(recipient.key.encode()).hexdigest()[:12]
    return Foreseen(mark, recipient.name, recipient.address, composed.subject, composed.text)
