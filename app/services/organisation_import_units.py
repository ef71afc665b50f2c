"""Units from a table: a plan that says row by row what would be, and the same plan carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.naming import fold, is_collective
from app.domain.permissions import Actor
from app.models import Assignment, Unit, UnitAlias
from app.services import audit
from app.services.organisation import (
    LIMITS,
    assign,
    check_email,
    check_span,
    check_text,
    may_edit,
    record_change,
)
from app.services.organisation_tables import Change, Line, Notes, Outcome, Plan, Record
from app.services.organisation_units import (
    NameBook,
    UnitDetails,
    all_units,
    check_given,
    check_name,
    details_of,
    not_ended,
    texts,
)
from app.wording.tables import HEADS

_TEXTS = ("short_name", "email", "contact_name", "contact_phone", "contact_email")
_HEADS = HEADS["units"]


@dataclass(slots=True)
class _Row:
    """A record with the unit it is about (None for a new one) and what that unit will be."""

    record: Record
    unit: Unit | None
    details: UnitDetails
    valid_to: date | None
    aliases: list[str]
    parent: Unit | _Row | None = None
    line: Line = field(init=False)
    changed: tuple[str, ...] = ()  # the keys of the columns


@dataclass(frozen=True, slots=True)
class UnitPlan(Plan):
    rows: tuple[_Row, ...]


def plan_units(session: Session, *, actor: Actor, clock: Clock, records: Sequence[Record], notes: Notes) -> UnitPlan:
    """What the records would do; changes nothing. A problem anywhere leaves the import undone."""
    may_edit(session, actor=actor)
    units = not_ended(all_units(session, actor=actor), clock.today())
    by_name = {fold(unit.name): unit for unit in units}
    last = max((unit.position for unit in units), default=0)
    rows: list[_Row] = []
    for record in records:
        row = _read(record, by_name.get(fold(record.text("name"))), clock.today(), last + len(rows) + 1)
        rows.append(row)
    _check_names(rows, NameBook(units))
    _check_parents(rows, units)
    _check_days(session, rows, clock.today())
    parents = {unit.id: unit.name for unit in units}
    lines = tuple(_line(row, parents) for row in rows)
    return UnitPlan(lines, notes.sorted(), tuple(rows))


def import_units(session: Session, *, actor: Actor, clock: Clock, plan: UnitPlan) -> None:
    """Carry out a plan without problems, made in this very transaction."""
    assert not plan.problems
    for row in plan.rows:
        if row.unit is None:
            row.unit = Unit(office_id=actor.office_id)
            session.add(row.unit)
            _write(row, row.unit)
            session.flush()
            audit.record(session, actor=actor, clock=clock, action="unit.added", subject=f"unit:{row.unit.public_id}")
        elif row.line.outcome is Outcome.CHANGED:
            _write(row, row.unit)
            record_change(session, actor, clock, "unit", row.unit.public_id, row.changed)
    for row in plan.rows:
        if row.parent is not None and row.unit is not None:
            above = row.parent.unit if isinstance(row.parent, _Row) else row.parent
            row.unit.parent_id = above.id if above else None
    session.flush()
    audit.record(session, actor=actor, clock=clock, action="import.units", subject="import:units", rows=plan.effective)


def _write(row: _Row, unit: Unit) -> None:
    assign(unit, row.details)
    unit.valid_to = row.valid_to
    unit.aliases.extend(UnitAlias(alias=alias, folded=fold(alias)) for alias in row.aliases)


def _read(record: Record, unit: Unit | None, today: date, position: int) -> _Row:
    """What the cells say, over what is there; blank cells leave it as it is."""
    for key in ("name", *_TEXTS):
        record.check(key, check_text, key, record.text(key), most=LIMITS[key], needed=key == "name")
    record.check("name", check_name, record.text("name"))
    for key in ("email", "contact_email"):
        record.check(key, check_email, key, record.text(key))
    before = details_of(unit) if unit else UnitDetails(name="", valid_from=today, position=position)
    under, number = record.yes("under_authority"), record.number("position", most=9999)
    details = replace(
        before,
        name=record.text("name"),
        short_name=record.text("short_name") or before.short_name,
        email=record.text("email") or before.email,
        contact_name=record.text("contact_name") or before.contact_name,
        contact_phone=record.text("contact_phone") or before.contact_phone,
        contact_email=record.text("contact_email") or before.contact_email,
        under_authority=before.under_authority if under is None else under,
        position=before.position if number is None else number,
        valid_from=record.day("valid_from") or before.valid_from,
    )
    known = {fold(alias.alias) for alias in unit.aliases} if unit else set()
    known |= {fold(details.name), fold(details.short_name)}
    aliases = {fold(alias): alias for alias in record.words("aliases")}
    for alias in aliases.values():
        record.check("aliases", check_text, "alias", alias, most=LIMITS["alias"])
        if is_collective(alias):
            record.note("aliases", DomainError("alias.collective", name=alias))
    valid_to = record.day("valid_to") or (unit.valid_to if unit else None)
    return _Row(record, unit, details, valid_to, [alias for key, alias in aliases.items() if key not in known])


def _check_names(rows: Sequence[_Row], book: NameBook) -> None:
    """No name of a row may be another unit's, in the office or in the file."""
    first: dict[str, _Row] = {}
    for row in rows:
        own = row.unit.id if row.unit else None
        named = [("name", row.details.name), ("short_name", row.details.short_name)]
        named += [("aliases", alias) for alias in row.aliases]
        for key, name in named:
            if not name:
                continue
            other = first.setdefault(fold(name), row)
            if other is not row:
                row.record.note(key, DomainError("table.twice", text=name, row=other.record.row))
            row.record.check(key, book.check, key, name, but=own)


def _check_parents(rows: Sequence[_Row], units: Sequence[Unit]) -> None:
    """Find the superiors that are named, in the file first; none may stand above itself."""
    in_file = {fold(row.details.name): row for row in rows if row.details.name}
    in_office = {fold(name): unit for unit in units for name in (unit.name, unit.short_name) if name}
    for row in rows:
        written = row.record.text("parent")
        if not written:
            continue
        row.parent = in_file.get(fold(written)) or in_office.get(fold(written))
        if row.parent is None:
            names = chain((unit.name for unit in units), (each.details.name for each in rows))
            row.record.note("parent", unknown_unit(written, row.record.nearest(written, names)))
    of_unit = {row.unit.id: row for row in rows if row.unit}
    by_id = {unit.id: unit for unit in units}
    known: dict[int, bool] = {}
    for row in rows:
        if row.parent is not None and _loops(row, of_unit, by_id, known):
            row.record.note("parent", DomainError("unit.parent_loop"))


def unknown_unit(written: str, near: str) -> DomainError:
    if near:
        return DomainError("table.unit_near", text=written, near=near)
    return DomainError("table.unit_unknown", text=written)


def _loops(row: _Row, of_unit: dict[int, _Row], by_id: dict[int, Unit], known: dict[int, bool]) -> bool:
    """Whether the line of superiors, as it would be, comes back to where it has been.

    ``known`` keeps what was found of everybody on the way, so that no line is walked twice.
    """
    passed: set[int] = set()
    at: Unit | _Row | None = row
    while at is not None:
        if isinstance(at, Unit):
            at = of_unit.get(at.id, at)
        if id(at) in passed or id(at) in known:
            break
        passed.add(id(at))
        at = _above(at, by_id)
    found = at is not None and known.get(id(at), True)
    known.update(dict.fromkeys(passed, found))
    return found


def _above(at: Unit | _Row, by_id: dict[int, Unit]) -> Unit | _Row | None:
    if isinstance(at, _Row):
        if at.parent is not None or at.unit is None:
            return at.parent
        at = at.unit
    return by_id.get(at.parent_id) if at.parent_id is not None else None


def _check_days(session: Session, rows: Sequence[_Row], today: date) -> None:
    ids = [row.unit.id for row in rows if row.unit]
    given = select(Assignment.unit_id, func.min(Assignment.given_on)).where(Assignment.unit_id.in_(ids))
    first: dict[int, date] = dict(session.execute(given.group_by(Assignment.unit_id)).tuples().all())
    for row in rows:
        column = "valid_to" if row.record.text("valid_to") else "valid_from"
        row.record.check(column, check_span, (row.details.valid_from, row.valid_to))
        if row.unit is None:
            continue
        if row.unit.is_secretariat and (row.details.valid_from > today or row.valid_to is not None):
            row.record.note("valid_to", DomainError("unit.secretariat_needed"))
        days = (row.unit.valid_from, row.details.valid_from)
        row.record.check("valid_from", check_given, first.get(row.unit.id), *days)


def _line(row: _Row, names: dict[int, str]) -> Line:
    """The row as the page shows it; keeps what it says on the row, for the import."""
    before = texts(details_of(row.unit), row.unit.valid_to, names) if row.unit else {}
    after = texts(row.details, row.valid_to, names)
    if row.parent is not None:
        after["parent"] = row.parent.details.name if isinstance(row.parent, _Row) else row.parent.name
    row.changed = tuple(key for key, text in after.items() if text != before.get(key, ""))
    shown = [key for key in row.changed if row.unit or key != "name"]
    changes = [Change(_HEADS[key], before.get(key, ""), after[key]) for key in shown]
    if row.aliases:
        row.changed += ("aliases",)
        changes += [Change(_HEADS["aliases"], "", alias) for alias in row.aliases]
    outcome = Outcome.NEW if row.unit is None else Outcome.CHANGED if changes else Outcome.UNCHANGED
    row.line = Line(row.record.row, outcome, row.details.name, tuple(changes))
    return row.line
