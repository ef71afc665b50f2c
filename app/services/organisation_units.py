"""Units: added, changed, ended and taken up again; the names they go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.lifecycle import NOT_CLOSED
from app.domain.naming import fold, is_collective
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole
from app.models import Assignment, Succession, Unit, UnitAlias
from app.services import aliases, audit
from app.services.organisation import (
    LIMITS,
    assign,
    changed_names,
    check_email,
    check_seen,
    check_span,
    check_text,
    iso,
    may_edit,
    record_change,
)
from app.wording.formats import day
from app.wording.tables import yes_word


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDetails:
    """What can be changed of a unit in one form."""

    name: str
    valid_from: date
    short_name: str = ""
    under_authority: bool = True
    is_secretariat: bool = False
    email: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    parent_id: int | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """Whose a name is already."""

    unit_id: int
    unit_name: str


class NameBook:
    """Every name of the office's units, folded: no two units in force may go by the same."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._taken: dict[str, list[Taken]] = {}
        for unit in units:
            for name in aliases.names_of(unit):
                self._taken.setdefault(name, []).append(Taken(unit.id, unit.name))

    def holder(self, name: str, *, but: int | None = None) -> Taken | None:
        """The unit that goes by the name, other than the one with the id."""
        return next((taken for taken in self._taken.get(fold(name), []) if taken.unit_id != but), None)

    def check(self, field: str, name: str, *, but: int | None) -> None:
        """Raise DomainError("unit.name_taken"), which names the other unit."""
        taken = self.holder(name, but=but) if name else None
        if taken:
            raise DomainError("unit.name_taken", field=field, text=name, unit=taken.unit_name)


def details_of(unit: Unit) -> UnitDetails:
    return UnitDetails(**{name: getattr(unit, name) for name in UnitDetails.__slots__})


def all_units(session: Session, *, actor: Actor) -> list[Unit]:
    """Every unit the office ever had, with its aliases, in the office's own order."""
    check(actor, Action.EDIT_ORGANISATION)
    return list(
        session.scalars(
            select(Unit)
            .where(Unit.office_id == actor.office_id)
            .options(selectinload(Unit.aliases))
            .order_by(Unit.position, Unit.name, Unit.id)
        )
    )


def not_ended(units: Iterable[Unit], today: date) -> list[Unit]:
    """Units in force and those that are to begin."""
    return [unit for unit in units if unit.valid_to is None or unit.valid_to >= today]


def open_leads(session: Session, *, unit_ids: Sequence[int]) -> dict[int, int]:
    """How many lead assignments of each unit are not closed; units without any are left out."""
    rows = session.execute(
        select(Assignment.unit_id, func.count())
        .where(
            Assignment.unit_id.in_(unit_ids),
            Assignment.state.in_(NOT_CLOSED),
            Assignment.role == AssignmentRole.LEAD,
        )
        .group_by(Assignment.unit_id)
    ).tuples()
    return dict(rows.all())


def add_unit(session: Session, *, actor: Actor, clock: Clock, details: UnitDetails) -> Unit:
    """Add a unit. Raises DomainErrors that say which field they are about."""
    may_edit(session, actor=actor)
    units = all_units(session, actor=actor)
    check_details(details)
    _check_place(details, None, units, clock.today())
    unit = Unit(office_id=actor.office_id)
    _write(session, actor, clock, unit, details, units)
    session.flush()
    audit.record(session, actor=actor, clock=clock, action="unit.added", subject=f"unit:{unit.public_id}")
    return unit


def change_unit(session: Session, *, actor: Actor, clock: Clock, unit: Unit, seen: str, details: UnitDetails) -> None:
    """Change a unit as seen. Raises DomainError("stale"), and DomainErrors that say which field they are about."""
    may_edit(session, actor=actor)
    units = all_units(session, actor=actor)
    before = details_of(unit)
    check_seen(before, seen)
    check_details(details)
    check_span((details.valid_from, unit.valid_to), end="valid_from")
    _check_place(details, unit, units, clock.today())
    _check_first(session, unit, details.valid_from)
    if details != before:
        _write(session, actor, clock, unit, details, units)
        record_change(session, actor, clock, "unit", unit.public_id, changed_names(before, details))


def check_details(details: UnitDetails) -> None:
    """What can be said of the values alone."""
    for name in ("name", "short_name", "email", "contact_name", "contact_phone", "contact_email"):
        check_text(name, getattr(details, name), most=LIMITS[name], needed=name == "name")
    check_name(details.name)
    for name in ("email", "contact_email"):
        check_email(name, getattr(details, name))
    if not 0 <= details.position < 10_000:
        raise DomainError("unit.position", field="position")


def check_name(name: str) -> None:
    """A unit is not called as several are: notices that mean everybody would be taken to mean it alone."""
    if name and not any(char.isalpha() for char in name):
        raise DomainError("unit.name_without_letters", field="name", text=name)
    if is_collective(name):
        raise DomainError("unit.name_collective", field="name", text=name)


def _check_place(details: UnitDetails, unit: Unit | None, units: Sequence[Unit], today: date) -> None:
    """What the other units have to say: names, the line of superiors, the one Văn phòng."""
    own = unit.id if unit else None
    book = NameBook(not_ended(units, today))
    book.check("name", details.name, but=own)
    book.check("short_name", details.short_name, but=own)
    check_parent({each.id: each.parent_id for each in units}, own, details.parent_id)
    if details.is_secretariat and (details.valid_from > today or (unit and unit.valid_to is not None)):
        raise DomainError("unit.secretariat_not_in_force", field="is_secretariat")
    if unit and unit.is_secretariat and not details.is_secretariat:
        raise DomainError("unit.secretariat_needed", field="is_secretariat")


def check_parent(parents: dict[int, int | None], own: int | None, parent: int | None) -> None:
    """Raise unless the line of superiors from ``parent`` ends, and ends without this unit."""
    above = parent
    while above is not None:
        if above not in parents:
            raise DomainError("unit.unknown", field="parent_id")
        if above == own:
            raise DomainError("unit.parent_loop", field="parent_id")
        above = parents[above]


def _check_first(session: Session, unit: Unit, valid_from: date) -> None:
    first = session.scalar(select(func.min(Assignment.given_on)).where(Assignment.unit_id == unit.id))
    check_given(first, unit.valid_from, valid_from)


def check_given(first: date | None, before: date, after: date) -> None:
    """A unit cannot have begun after the day it was given its first task; what stands wrong already may stay."""
    if first is not None and after > first and after != before:
        raise DomainError("unit.given_before", field="valid_from", given_on=first)


def _write(
    session: Session, actor: Actor, clock: Clock, unit: Unit, details: UnitDetails, units: Sequence[Unit]
) -> None:
    """Write the values; the office has one secretariat, so that marking this unit takes the mark from the other."""
    marked = next((each for each in units if each.is_secretariat and each is not unit), None)
    if marked and details.is_secretariat:
        marked.is_secretariat = False
        record_change(session, actor, clock, "unit", marked.public_id, ["is_secretariat"])
    assign(unit, details)
    session.add(unit)


def end_unit(session: Session, *, actor: Actor, clock: Clock, unit: Unit, last_day: date) -> None:
    """The unit's last day. Its assignments stay with it until it is reorganised, which also sets the last day."""
    may_edit(session, actor=actor)
    if unit.valid_to is not None:
        raise DomainError("stale")
    if unit.is_secretariat:
        raise DomainError("unit.secretariat_needed", field="last_day")
    check_span((unit.valid_from, last_day), end="last_day")
    unit.valid_to = last_day
    _record(session, actor, clock, "unit.ended", unit, ended_on=last_day)


def resume_unit(session: Session, *, actor: Actor, clock: Clock, unit: Unit) -> None:
    """Take the end back. Raises DomainError("unit.reorganised") where others have taken over from it, and
    "unit.name_taken" where another unit goes by one of its names by now."""
    may_edit(session, actor=actor)
    if unit.valid_to is None:
        raise DomainError("stale")
    ended_by = select(Succession.id).where(Succession.unit_id == unit.id, Succession.effective_on > unit.valid_to)
    if session.scalars(ended_by).first() is not None:
        raise DomainError("unit.reorganised", name=unit.name)
    book = NameBook(not_ended(all_units(session, actor=actor), clock.today()))
    for name in (unit.name, unit.short_name, *(alias.alias for alias in unit.aliases)):
        book.check("name", name, but=unit.id)
    unit.valid_to = None
    _record(session, actor, clock, "unit.resumed", unit)


def add_alias(session: Session, *, actor: Actor, clock: Clock, unit: Unit, alias: str) -> None:
    """Another way notices write the unit. Raises what ``aliases.add_alias`` does, and DomainError("unit.alias_own")."""
    may_edit(session, actor=actor)
    check_text("alias", alias, most=LIMITS["alias"], needed=True)
    units = not_ended(all_units(session, actor=actor), clock.today())
    if aliases.add_alias(session, actor=actor, clock=clock, unit=unit, alias=alias, units=units) is None:
        raise DomainError("unit.alias_own", field="alias", text=alias)


def remove_alias(session: Session, *, actor: Actor, clock: Clock, unit: Unit, alias_id: int) -> str:
    """Returns the alias that is gone. Raises DomainError("stale") for one that is not there any more."""
    may_edit(session, actor=actor)
    alias = session.scalars(
        select(UnitAlias).where(UnitAlias.id == alias_id, UnitAlias.unit_id == unit.id)
    ).one_or_none()
    if alias is None:
        raise DomainError("stale")
    session.delete(alias)
    session.flush()
    session.expire(unit, ["aliases"])
    _record(session, actor, clock, "unit.alias_removed", unit)
    return alias.alias


def _record(session: Session, actor: Actor, clock: Clock, action: str, unit: Unit, **days: date) -> None:
    subject = f"unit:{unit.public_id}"
    payload = {name: iso(day) for name, day in days.items()}
    audit.record(session, actor=actor, clock=clock, action=action, subject=subject, **payload)


def possible_parents(session: Session, *, actor: Actor, unit: Unit | None, today: date) -> list[Unit]:
    """Units that may stand above this one: not ended, or standing there already."""
    units = all_units(session, actor=actor)
    current = unit.parent_id if unit else None
    good = {each.id for each in not_ended(units, today)} | {current}
    return [each for each in units if each.id in good and each is not unit]


def cells(unit: Unit, names: Mapping[int, str]) -> dict[str, str]:
    """A unit as the table of units writes it, by the keys of the columns; ``names`` are those of units by id."""
    aliases = "; ".join(alias.alias for alias in unit.aliases)
    return {**texts(details_of(unit), unit.valid_to, names), "aliases": aliases}


def texts(details: UnitDetails, valid_to: date | None, names: Mapping[int, str]) -> dict[str, str]:
    """Values as the table writes them; without the other names, of which a table only adds."""
    return {
        "name": details.name,
        "short_name": details.short_name,
        "email": details.email,
        "contact_name": details.contact_name,
        "contact_phone": details.contact_phone,
        "contact_email": details.contact_email,
        "under_authority": yes_word(details.under_authority),
        "parent": names.get(details.parent_id, "") if details.parent_id else "",
        "position": str(details.position),
        "valid_from": day(details.valid_from),
        "valid_to": day(valid_to),
    }
