"""What units were called on a day: the one place that knows it. What a unit is called today stands on the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from app.domain.figures import UnitThen
from app.models import Succession, Unit, UnitName


@dataclass(frozen=True, slots=True)
class CalledThen:
    """A name and a short name, as they were."""

    name: str
    short_name: str


class FormerNames:
    """The names that units had until a day, of those that were ever renamed."""

    def __init__(self, rows: Mapping[int, list[tuple[date, CalledThen]]]) -> None:
        self._rows = rows

    def on(self, unit_id: int, day: date, now: CalledThen) -> CalledThen:
        """What the unit was called on the day; ``now`` is what it is called today."""
        return next((called for until, called in self._rows.get(unit_id, ()) if until >= day), now)


def former_names(session: Session, *, office_id: int) -> FormerNames:
    """All former names of the office's units, in one query; there are never many."""
    query = (
        select(UnitName.unit_id, UnitName.valid_to, UnitName.name, UnitName.short_name)
        .join(Unit, Unit.id == UnitName.unit_id)
        .where(Unit.office_id == office_id)
        .order_by(UnitName.valid_to, UnitName.id)
    )
    rows: defaultdict[int, list[tuple[date, CalledThen]]] = defaultdict(list)
    for unit_id, until, name, short_name in session.execute(query).tuples():
        rows[unit_id].append((until, CalledThen(name, short_name)))
    return FormerNames(rows)


@dataclass(frozen=True, slots=True)
class UnitPast:
    """What a unit was called and until when, the latest first; whom it took over from, and who took over from it."""

    called: tuple[tuple[str, date], ...]
    came_from: tuple[str, ...]
    went_to: tuple[str, ...]


def past_of(session: Session, *, unit_id: int) -> UnitPast:
    """In one query."""
    called = select(literal("called"), UnitName.name, UnitName.valid_to).where(UnitName.unit_id == unit_id)
    came_from = (
        select(literal("came_from"), Unit.name, Succession.effective_on)
        .join(Succession, Succession.unit_id == Unit.id)
        .where(Succession.successor_id == unit_id)
    )
    went_to = (
        select(literal("went_to"), Unit.name, Succession.effective_on)
        .join(Succession, Succession.successor_id == Unit.id)
        .where(Succession.unit_id == unit_id)
    )
    found: dict[str, list[tuple[str, date]]] = {"called": [], "came_from": [], "went_to": []}
    for what, name, day in session.execute(union_all(called, came_from, went_to)).tuples():
        found[what].append((name, day))
    by_day = {what: sorted(rows, key=lambda row: (row[1], row[0])) for what, rows in found.items()}
    return UnitPast(
        called=tuple(reversed(by_day["called"])),
        came_from=tuple(name for name, _ in by_day["came_from"]),
        went_to=tuple(name for name, _ in by_day["went_to"]),
    )


@dataclass(frozen=True, slots=True)
class PlacedUnit(UnitThen):
    """The same with what leads to it and its place in the office's own order."""

    public_id: str
    position: int


class UnitsOverTime:
    """Every unit of an office with the names it gave up, so that several days cost one query."""

    def __init__(self, rows: Iterable[tuple[int, str, bool, str, int, str | None, date | None]]) -> None:
        """Of each unit the name that was given up last comes first."""
        self._rows = list(rows)

    def on(self, day: date) -> dict[int, PlacedUnit]:
        """Under the names they had on the day: that which was given up first after it."""
        found: dict[int, PlacedUnit] = {}
        for unit_id, name, under_authority, public_id, position, former, until in self._rows:
            then = former if former is not None and until is not None and until >= day else None
            if then is not None or unit_id not in found:
                found[unit_id] = PlacedUnit(then or name, under_authority, public_id, position)
        return found


def units_over_time(session: Session, *, office_id: int) -> UnitsOverTime:
    query = (
        select(
            Unit.id,
            Unit.name,
            Unit.under_authority,
            Unit.public_id,
            Unit.position,
            UnitName.name,
            UnitName.valid_to,
        )
        .outerjoin(UnitName, UnitName.unit_id == Unit.id)
        .where(Unit.office_id == office_id)
        .order_by(Unit.id, UnitName.valid_to.desc(), UnitName.id.desc())
    )
    return UnitsOverTime(session.execute(query).tuples())


def units_then(session: Session, *, office_id: int, day: date) -> dict[int, PlacedUnit]:
    """Every unit of the office under the name it had on the day, in one query."""
    return units_over_time(session, office_id=office_id).on(day)
