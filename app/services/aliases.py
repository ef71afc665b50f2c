"""Other names of units: how notices write them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.naming import fold, is_collective
from app.domain.permissions import Actor
from app.models import Unit, UnitAlias
from app.services import audit


def add_alias(
    session: Session, *, actor: Actor, clock: Clock, unit: Unit, alias: str, units: Iterable[Unit]
) -> UnitAlias | None:
    """Remember another name of a unit; ``units`` are those of the office in force, with their aliases. None where the
    unit goes by that name already. Raises DomainError: "alias.collective" for a name of several units, "alias.taken"
    where another unit bears it."""
    alias = " ".join(alias.split())[:200]
    if is_collective(alias):
        raise DomainError("alias.collective", name=alias)
    bearer = next((each for each in units if fold(alias) in names_of(each)), None)
    if bearer is not None and bearer.id != unit.id:
        raise DomainError("alias.taken", name=alias, unit=bearer.name)
    if fold(alias) in names_of(unit):
        return None
    added = UnitAlias(alias=alias, folded=fold(alias))
    unit.aliases.append(added)
    session.flush()
    audit.record(session, actor=actor, clock=clock, action="unit.alias_added", subject=f"unit:{unit.public_id}")
    return added


def names_of(unit: Unit) -> set[str]:
    """Every name that a unit goes by, folded."""
    return {fold(unit.name), fold(unit.short_name), *(alias.folded for alias in unit.aliases)} - {""}
