"""What is said about an assignment between those who see it; a unit that is called by @ gets a mail."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.mentions import mentioned
from app.domain.naming import KnownUnit
from app.domain.permissions import Action, Actor, Concern, may, relation
from app.domain.terms import Relation
from app.models import Assignment, Comment, Unit
from app.services import act_mails
from app.services.acts import concern_of, note_in_log, said
from app.wording.story import SECRETARIAT

LONGEST = 4000


def may_comment(actor: Actor, concern: Concern) -> bool:
    """Who may say something is also who reads what was said."""
    return actor.user_id is not None and may(actor, Action.COMMENT, concern)


def of(session: Session, *, assignment: Assignment) -> list[Comment]:
    """What was said, the oldest first, with who said it and the units called."""
    return list(
        session.scalars(
            select(Comment)
            .where(Comment.assignment_id == assignment.id)
            .order_by(Comment.id)
            .options(joinedload(Comment.author), selectinload(Comment.units))
        )
    )


def addressees(session: Session, *, office_id: int, concern: Concern) -> list[Unit]:
    """Whom a comment may call: the units whose people can read it, and the office's secretariat."""
    parts = {concern.unit_id} | concern.lead_unit_ids | concern.coordinating_unit_ids
    readers = [unit_id for unit_id in parts if relation(unit_id, concern) is not Relation.OTHER]
    return list(
        session.scalars(
            select(Unit)
            .where(Unit.office_id == office_id, or_(Unit.id.in_(readers), Unit.is_secretariat))
            .order_by(Unit.position, Unit.id)
        )
    )


def handle(unit: Unit) -> str:
    """What to write after @ for the unit."""
    return SECRETARIAT if unit.is_secretariat else unit.short_name or unit.name


def add(session: Session, *, actor: Actor, clock: Clock, links: Links, assignment: Assignment, text: str) -> Comment:
    """Say something, and tell the units called by @, each by one mail.

    Raises DomainError: "not_found", "permission.denied", "comment.empty", "comment.too_long".
    """
    if assignment.office_id != actor.office_id:
        raise DomainError("not_found")
    concern = concern_of(session, assignment)
    if actor.user_id is None or not may_comment(actor, concern):
        raise DomainError("permission.denied", action=Action.COMMENT)
    words = said(text, "comment.empty")
    if len(words) > LONGEST:
        raise DomainError("comment.too_long")
    units = {unit.id: unit for unit in addressees(session, office_id=actor.office_id, concern=concern)}
    called = mentioned(words, [KnownUnit(unit.id, _names(unit)) for unit in units.values()])
    comment = Comment(
        assignment_id=assignment.id,
        author_id=actor.user_id,
        text=words,
        recorded_at=clock.now(),
        units=[units[unit_id] for unit_id in called],
    )
    session.add(comment)
    session.flush()
    note_in_log(session, actor, clock, assignment, "commented")
    for unit in comment.units:
        act_mails.queue_mentioned(
            session, clock=clock, links=links, assignment=assignment, comment=comment, author=actor.name, unit=unit
        )
    return comment


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.short_name, *([SECRETARIAT] if unit.is_secretariat else []))
