"""The office reminds units of what it chose itself: one mail a unit, and of the same thing once a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import groupby

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import compose
from app.domain.calendar import VIETNAM
from app.domain.errors import DomainError
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.permissions import Action, Actor, may
from app.domain.terms import MessageKind
from app.models import Assignment, MessageAssignment, OutboxMessage
from app.services import outbox
from app.services.acts import concern_of, note_in_log


def check(session: Session, *, actor: Actor, clock: Clock, assignment: Assignment, version: int) -> None:
    """Whether the unit may be reminded of it today. Locks the row, so that of two who press at once one tells.

    Raises DomainError: "not_found", "permission.denied", "stale", "remind.not_with_unit", "remind.told_today".
    """
    if assignment.office_id != actor.office_id:
        raise DomainError("not_found")
    if not may(actor, Action.REMIND, concern_of(session, assignment)):
        raise DomainError("permission.denied", action=Action.REMIND)
    session.refresh(assignment, with_for_update={"of": Assignment})
    if assignment.version != version:
        raise DomainError("stale")
    if assignment.state not in WITH_THE_UNIT:
        raise DomainError("remind.not_with_unit")
    if _told_today(session, clock, assignment):
        raise DomainError("remind.told_today")


def _told_today(session: Session, clock: Clock, assignment: Assignment) -> bool:
    """The outbox is the ledger: what it holds is what was told."""
    since = datetime.combine(clock.today(), time.min, tzinfo=VIETNAM)
    told = exists().where(
        MessageAssignment.assignment_id == assignment.id,
        OutboxMessage.id == MessageAssignment.message_id,
        OutboxMessage.kind == MessageKind.REMINDED,
        OutboxMessage.recipient == outbox.unit_key(assignment.unit_id),
        OutboxMessage.recorded_at >= since,
    )
    return bool(session.scalar(select(told)))


def remind(
    session: Session, *, actor: Actor, clock: Clock, links: Links, assignments: Iterable[Assignment]
) -> list[OutboxMessage]:
    """Queue one mail a unit of what has been checked, in the office's order of units."""
    chosen = sorted(assignments, key=lambda each: (each.unit.position, each.unit_id, str(each.due_on or "9"), each.id))
    queued = []
    for _, group in groupby(chosen, key=lambda each: each.unit_id):
        queued.append(_tell(session, actor, clock, links, list(group)))
    for assignment in chosen:
        assignment.last_reminded_on = clock.today()
        note_in_log(session, actor, clock, assignment, "reminded")
    session.flush()
    return [message for message in queued if message is not None]


def _tell(
    session: Session, actor: Actor, clock: Clock, links: Links, parts: Sequence[Assignment]
) -> OutboxMessage | None:
    unit = parts[0].unit
    composed = compose(
        MessageKind.REMINDED,
        sender=outbox.sender_of(session, office_id=actor.office_id),
        unit=unit,
        items=outbox.items_of(session, clock=clock, links=links, unit=unit, parts=parts),
        on=clock.today(),
        my_unit=links.my_unit(),
    )
    return outbox.put(
        session,
        clock=clock,
        office_id=actor.office_id,
        kind=MessageKind.REMINDED,
        key=f"reminded:{clock.today()}:{unit.public_id}:{parts[0].public_id}",
        recipient=outbox.unit_recipient(session, unit_id=unit.id, today=clock.today()),
        composed=composed,
        about=[part.id for part in parts],
    )
