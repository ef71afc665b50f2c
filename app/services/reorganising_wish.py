"""What somebody wants done with units, and whether it can be done: days, numbers, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import DomainError
from app.domain.reorganising import Order, UnitFacts, check_order
from app.domain.terms import ReorganisationKind
from app.models import Unit, UnitName
from app.services.organisation import check_text
from app.services.organisation_units import NameBook, UnitDetails, check_details, not_ended

BASIS_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit that begins with the reorganisation; the rest of it comes from the first of those it takes over from."""

    name: str
    short_name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants done. ``goes_on``: of a split, the unit itself stays; ``keeps_names``: the usual successor
    takes the old names as other names, so that notices that still write them are understood. ``name`` and
    ``short_name`` are the new ones of a unit that is renamed."""

    kind: ReorganisationKind
    unit_ids: tuple[int, ...]
    effective_on: date
    basis: str
    successor_ids: tuple[int, ...] = ()
    new_units: tuple[NewUnit, ...] = ()
    goes_on: bool = False
    keeps_names: bool = True
    name: str = ""
    short_name: str = ""

    @property
    def order(self) -> Order:
        own = self.unit_ids if self.goes_on and self.kind is ReorganisationKind.SPLIT else ()
        new = tuple(-n for n in range(1, len(self.new_units) + 1))
        return Order(
            kind=self.kind,
            effective_on=self.effective_on,
            unit_ids=self.unit_ids,
            result_ids=(*own, *self.successor_ids, *new),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Where things go, by id: a unit's things in general, and exceptions. What is not named goes to the usual one."""

    units: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[int, int] = field(default_factory=dict)
    duties: Mapping[int, int] = field(default_factory=dict)
    posts: Mapping[int, int | None] = field(default_factory=dict)

    def check(self, order: Order) -> None:
        chosen = {*self.units.values(), *self.parts.values(), *self.duties.values(), *self.posts.values()} - {None}
        if not chosen <= set(order.result_ids):
            raise DomainError("reorganisation.choice")

    def usual(self, order: Order, unit_id: int) -> int | None:
        """Where a unit's things go in general; None if there is nobody to take them."""
        return self.units.get(unit_id, order.result_ids[0] if order.result_ids else None)


NONE_CHOSEN = Choices()


def check_wish(session: Session, wish: Wish, units: Mapping[int, Unit], today: date) -> None:
    """Raise unless it can be done; ``units`` are all of the office, with their aliases. Writes nothing."""
    if not {*wish.unit_ids, *wish.successor_ids} <= units.keys():
        raise DomainError("unit.unknown", field="unit_ids")
    facts = {
        unit.id: UnitFacts(unit.id, unit.name, unit.valid_from, unit.valid_to, unit.is_secretariat)
        for unit in units.values()
    }
    check_order(wish.order, facts, today=today)
    if not wish.basis.strip():
        raise DomainError("reorganisation.basis", field="basis")
    check_text("basis", wish.basis, most=BASIS_MOST)
    _check_names(session, wish, units, today)


def _check_names(session: Session, wish: Wish, units: Mapping[int, Unit], today: date) -> None:
    """A new unit may bear the name of one that ends."""
    ending = set(wish.order.ending_ids)
    going_on = [unit for unit in not_ended(units.values(), today) if unit.id not in ending]
    if wish.kind is ReorganisationKind.RENAME:
        _check_rename(session, wish, units[wish.unit_ids[0]], NameBook(going_on))
    for n, new in enumerate(wish.new_units, 1):
        try:
            check_details(details_of_new(new, wish.effective_on))
            book = NameBook([*going_on, *(_as_unit(each) for each in wish.new_units[: n - 1])])
            book.check("name", new.name, but=None)
            book.check("short_name", new.short_name, but=None)
        except DomainError as error:
            raise DomainError(error.code, **error.params | {"field": f"{error.params['field']}_{n}"}) from error


def details_of_new(new: NewUnit, valid_from: date) -> UnitDetails:
    return UnitDetails(name=new.name, short_name=new.short_name, email=new.email, valid_from=valid_from)


def _as_unit(new: NewUnit) -> Unit:
    return Unit(id=0, name=new.name, short_name=new.short_name)


def _check_rename(session: Session, wish: Wish, unit: Unit, book: NameBook) -> None:
    check_details(UnitDetails(name=wish.name, short_name=wish.short_name, valid_from=unit.valid_from))
    if (wish.name, wish.short_name) == (unit.name, unit.short_name):
        raise DomainError("reorganisation.same_name", field="name")
    book.check("name", wish.name, but=unit.id)
    book.check("short_name", wish.short_name, but=unit.id)
    until = session.scalar(select(func.max(UnitName.valid_to)).where(UnitName.unit_id == unit.id))
    if until is not None and wish.effective_on <= until:
        raise DomainError("reorganisation.before_rename", field="effective_on", until=until)
