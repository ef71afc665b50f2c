"""Units whose last day comes near or has passed while something is still open with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import Session

from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole
from app.models import Assignment, Field, FieldUnit, Membership, Unit

COMING = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class EndingUnit:
    """What is open with a unit that ends: its parts, roles that last beyond its last day, fields of work."""

    id: int
    public_id: str
    name: str
    last_day: date
    leads: int
    coordinating: int
    roles: int
    fields: int

    @property
    def has_anything(self) -> bool:
        return bool(self.leads or self.coordinating or self.roles or self.fields)


def ending_units(session: Session, *, actor: Actor, today: date) -> list[EndingUnit]:
    """Those that end within sixty days or have ended, the earliest first, as long as anything is open. One query."""
    check(actor, Action.REORGANISE)
    u, a = Unit, Assignment
    lasting = (or_(Membership.valid_to.is_(None), Membership.valid_to > u.valid_to), Membership.valid_from <= today)
    in_force = (Field.id == FieldUnit.field_id, or_(Field.valid_to.is_(None), Field.valid_to > u.valid_to))
    rows = session.execute(
        select(
            *(u.id, u.public_id, u.name, u.valid_to),
            _how_many(a.id, a.unit_id == u.id, a.closed_on.is_(None), a.role == AssignmentRole.LEAD),
            _how_many(a.id, a.unit_id == u.id, a.closed_on.is_(None), a.role == AssignmentRole.COORDINATING),
            _how_many(Membership.id, Membership.unit_id == u.id, *lasting),
            _how_many(FieldUnit.field_id, FieldUnit.unit_id == u.id, *in_force),
        )
        .where(u.office_id == actor.office_id, u.valid_to <= today + COMING)
        .order_by(u.valid_to, u.position, u.name, u.id)
    ).tuples()
    found = (
        EndingUnit(unit_id, public_id, name, end, *counts) for unit_id, public_id, name, end, *counts in rows if end
    )
    return [unit for unit in found if unit.has_anything]


def _how_many(column: SQLColumnExpression[int], *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).correlate(Unit).scalar_subquery()
