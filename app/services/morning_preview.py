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
    plan = urging.plan_day(session, office_id=office_id, clock=clock, links=links)
    return Morning(day, tuple(_mails(plan)))


def next_morning(at: datetime, calendar: WorkingCalendar) -> date:
    """The working day whose morning is the next to come."""
    local = at.astimezone(VIETNAM)
    if calendar.is_working(local.date()) and local.time() < MORNING:
        return local.date()
    return calendar.add_working_days(local.date(), 1)


def _mails(plan: DayPlan) -> Iterator[Foreseen]:
    for each in plan.plans:
        composed = digests.compose_digest(plan.morning, each)
        mark = sha256(each.recipient.key.encode()).hexdigest()[:12]
        yield Foreseen(mark, each.recipient.name, each.recipient.address, composed.subject, composed.text)
