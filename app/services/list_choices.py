"""What the filters of a list offer: plain values, so that they can be kept between requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.domain.permissions import Actor
from app.models import Directive, Field, Unit

RECENT = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit or a field of work. ``ended`` is the last day of one that is no longer in force."""

    id: int
    public_id: str
    name: str
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class DirectiveChoice:
    """A notice as a filter offers it."""

    id: int
    public_id: str
    kind: str
    number: str | None
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Choices:
    """``directives`` are those entered last: all of them would be longer than the list they filter."""

    units: tuple[Choice, ...]
    fields: tuple[Choice, ...]
    directives: tuple[DirectiveChoice, ...]


def choices(session: Session, *, actor: Actor, today: date) -> Choices:
    """Three queries, each over a short table or the end of one."""
    newest = _directives(actor).order_by(Directive.id.desc()).limit(RECENT)
    return Choices(
        units=_in_force(session, Unit, actor, today),
        fields=_in_force(session, Field, actor, today),
        directives=tuple(DirectiveChoice(*row) for row in session.execute(newest)),
    )


def _in_force(session: Session, model: type[Unit] | type[Field], actor: Actor, today: date) -> tuple[Choice, ...]:
    """In the office's own order."""
    rows = session.execute(
        select(model.id, model.public_id, model.name)
        .where(
            model.office_id == actor.office_id,
            model.valid_from <= today,
            or_(model.valid_to.is_(None), model.valid_to >= today),
        )
        .order_by(model.position, model.name, model.id)
    )
    return tuple(Choice(*row) for row in rows)


def find_unit(session: Session, *, actor: Actor, public_id: str) -> Choice | None:
    """A unit of the office by its public id, also one that has ended."""
    row = session.execute(
        select(Unit.id, Unit.public_id, Unit.name, Unit.valid_to).where(
            Unit.office_id == actor.office_id, Unit.public_id == public_id
        )
    ).first()
    return Choice(*row) if row else None


def find_directive(session: Session, *, actor: Actor, public_id: str) -> DirectiveChoice | None:
    """One notice by its public id; None if the office has none such."""
    row = session.execute(_directives(actor).where(Directive.public_id == public_id)).first()
    return DirectiveChoice(*row) if row else None


def _directives(actor: Actor) -> Select[Any]:
    d = Directive
    return select(d.id, d.public_id, d.kind, d.number, d.issued_on).where(d.office_id == actor.office_id)
