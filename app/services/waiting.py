"""What waits for the office or for a leader: reports, requests for more time, drafts that lie for signature.

None of it is the unit's delay. An office that says how long it has kept others waiting is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from app.domain.permissions import Actor
from app.domain.terms import EventKind, ExtensionState
from app.models import Assignment, Event, Extension
from app.services.in_field import FieldIds
from app.services.listing import AssignmentRow, oldest
from app.services.rules import Rules
from app.services.standing_filters import Narrow, reported_on


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of a list that waits since a day, and the working days from then; ``late`` past the office's own limit."""

    row: AssignmentRow
    since: date
    working_days: int
    late: bool


@dataclass(frozen=True, slots=True)
class Asked(Waiting):
    """A request for more time."""

    asked_for: date


@dataclass(frozen=True, slots=True)
class Signing(Waiting):
    """A draft that lies for signature at a desk; no limit of the office's holds there."""

    desk: str


def waiting_reports(
    session: Session, *, actor: Actor, rules: Rules, today: date, limit: int, field_ids: FieldIds = None
) -> list[Waiting]:
    """Results that wait for the office's decision, the oldest first."""
    found = oldest(
        session,
        actor=actor,
        rules=rules,
        today=today,
        narrow=Narrow.UNDECIDED,
        since=reported_on(),
        limit=limit,
        field_ids=field_ids,
    )
    return [Waiting(row, since, *_waited(since, rules, today)) for row, (since,) in found]


def waiting_requests(
    session: Session, *, actor: Actor, rules: Rules, today: date, limit: int, field_ids: FieldIds = None
) -> list[Asked]:
    """Requests for more time that nobody has answered, the oldest first."""
    found = oldest(
        session,
        actor=actor,
        rules=rules,
        today=today,
        narrow=Narrow.EXTENSION_ASKED,
        since=Assignment.extension_asked_on,
        beside=(asked_for(),),
        limit=limit,
        field_ids=field_ids,
    )
    return [Asked(row, since, *_waited(since, rules, today), until) for row, (since, until) in found]


def waiting_for_signature(
    session: Session, *, actor: Actor, rules: Rules, today: date, limit: int, field_ids: FieldIds = None
) -> list[Signing]:
    """Drafts that lie for signature, the longest first."""
    found = oldest(
        session,
        actor=actor,
        rules=rules,
        today=today,
        narrow=Narrow.FOR_SIGNATURE,
        since=Assignment.submitted_on,
        beside=(desk(),),
        limit=limit,
        field_ids=field_ids,
    )
    return [
        Signing(row, since, _days(since, rules, today), late=False, desk=desk or "") for row, (since, desk) in found
    ]


def asked_for() -> ScalarSelect[date]:
    """The day that the open request of an assignment asks for; there is one at most."""
    e = Extension
    open_ones = select(e.asked_for).where(e.assignment_id == Assignment.id, e.state == ExtensionState.OPEN)
    return open_ones.order_by(e.id.desc()).limit(1).correlate(Assignment).scalar_subquery()


def desk() -> ScalarSelect[str]:
    e = Event
    sent = select(e.desk).where(e.assignment_id == Assignment.id, e.kind == EventKind.SENT_FOR_SIGNATURE)
    return sent.order_by(e.id.desc()).limit(1).correlate(Assignment).scalar_subquery()


def _waited(since: date, rules: Rules, today: date) -> tuple[int, bool]:
    days = _days(since, rules, today)
    return days, days > rules.practice.decide_working_days


def _days(since: date, rules: Rules, today: date) -> int:
    return rules.calendar.working_days_between(since, today)
