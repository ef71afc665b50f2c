"""Fields of work: the units that belong to each, the leader in charge, the staff who follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.permissions import Action, Actor, check
from app.domain.terms import ChargeKind, Role
from app.models import Field, FieldCharge, FieldUnit, Unit, User
from app.services import audit, people
from app.services.organisation import (
    changed_names,
    check_seen,
    check_span,
    check_text,
    iso,
    may_edit,
    record_change,
)

# Who can be put in charge: a leader leads, the office's own people follow.
ENTITLED = {
    ChargeKind.LEADER: (Role.LEADER,),
    ChargeKind.FOLLOWER: (Role.STAFF, Role.CHIEF, Role.CLERK),
}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDetails:
    """What can be changed of a field in one form; ``unit_ids`` in order."""

    name: str
    valid_from: date
    valid_to: date | None = None
    position: int = 0
    unit_ids: tuple[int, ...] = ()


def in_charge(session: Session, *, unit_id: int, today: date) -> list[tuple[ChargeKind, User, Field]]:
    """Who leads and who follows the fields a unit works in today: leaders first, then by field."""
    rows = session.execute(
        select(FieldCharge.kind, User, Field)
        .join(Field, Field.id == FieldCharge.field_id)
        .join(FieldUnit, FieldUnit.field_id == Field.id)
        .join(User, User.id == FieldCharge.user_id)
        .where(FieldUnit.unit_id == unit_id, User.active, *_on(FieldCharge, today), *_on(Field, today))
        .order_by(Field.position, Field.name, User.name, FieldCharge.id)
    ).tuples()
    return sorted(rows.all(), key=lambda row: row[0] is not ChargeKind.LEADER)


def _on(dated: type[FieldCharge] | type[Field], today: date) -> tuple[ColumnElement[bool], ...]:
    start: InstrumentedAttribute[date] = dated.valid_from
    end: InstrumentedAttribute[date | None] = dated.valid_to
    return start <= today, or_(end.is_(None), end >= today)


def all_fields(session: Session, *, actor: Actor) -> list[Field]:
    """Every field the office ever had, with its units and everybody who was ever in charge, in the office's order."""
    check(actor, Action.EDIT_ORGANISATION)
    return list(
        session.scalars(
            select(Field)
            .where(Field.office_id == actor.office_id)
            .options(selectinload(Field.units), selectinload(Field.charges).selectinload(FieldCharge.user))
            .order_by(Field.position, Field.name, Field.id)
        )
    )


def field_details(field: Field) -> FieldDetails:
    return FieldDetails(
        name=field.name,
        valid_from=field.valid_from,
        valid_to=field.valid_to,
        position=field.position,
        unit_ids=tuple(sorted(unit.id for unit in field.units)),
    )


def add_field(session: Session, *, actor: Actor, clock: Clock, details: FieldDetails) -> Field:
    """Add a field. Raises DomainErrors that say which form field they are about."""
    may_edit(session, actor=actor)
    units = _check(session, actor, details, None, clock.today())
    field = Field(office_id=actor.office_id)
    _write(field, details, units)
    session.add(field)
    session.flush()
    audit.record(session, actor=actor, clock=clock, action="field.added", subject=f"field:{field.public_id}")
    return field


def change_field(
    session: Session, *, actor: Actor, clock: Clock, field: Field, seen: str, details: FieldDetails
) -> None:
    """Change a field as seen. A field with a last day is ended; without it, taken up again."""
    may_edit(session, actor=actor)
    before = field_details(field)
    check_seen(before, seen)
    units = _check(session, actor, details, field, clock.today())
    if details != before:
        _write(field, details, units)
        record_change(session, actor, clock, "field", field.public_id, changed_names(before, details))


def _check(session: Session, actor: Actor, details: FieldDetails, own: Field | None, today: date) -> Sequence[Unit]:
    check_text("name", details.name, most=200, needed=True)
    check_span((details.valid_from, details.valid_to))
    if not 0 <= details.position < 10_000:
        raise DomainError("unit.position", field="position")
    others = session.execute(
        select(Field.name).where(
            Field.office_id == actor.office_id,
            Field.id != (own.id if own else 0),
            or_(Field.valid_to.is_(None), Field.valid_to >= today),
        )
    ).scalars()
    twin = next((name for name in others if fold(name) == fold(details.name)), None)
    if twin and (details.valid_to is None or details.valid_to >= today):
        raise DomainError("field.name_taken", field="name", text=twin)
    units = session.scalars(select(Unit).where(Unit.id.in_(details.unit_ids), Unit.office_id == actor.office_id)).all()
    if len(units) != len(set(details.unit_ids)):
        raise DomainError("unit.unknown", field="unit_ids")
    return units


def _write(field: Field, details: FieldDetails, units: Sequence[Unit]) -> None:
    field.name, field.position = details.name, details.position
    field.valid_from, field.valid_to = details.valid_from, details.valid_to
    field.units = sorted(units, key=lambda unit: (unit.position, unit.name, unit.id))


def entitled(session: Session, *, actor: Actor, kind: ChargeKind, today: date) -> list[User]:
    """Who can be put in charge today."""
    return people.holders(session, office_id=actor.office_id, roles=ENTITLED[kind], today=today)


def charges_on(field: Field, kind: ChargeKind, day: date) -> list[FieldCharge]:
    """The rows of a kind that hold on the day or later. One corrected on its first day ends before it: never."""
    return [
        each
        for each in field.charges
        if each.kind is kind and (each.valid_to is None or each.valid_to >= max(day, each.valid_from))
    ]


def put_in_charge(
    session: Session, *, actor: Actor, clock: Clock, field: Field, kind: ChargeKind, user_id: int, since: date
) -> None:
    """Somebody leads the field, or follows it, from a day on. There is one leader: the one before ends the day before.

    Raises DomainError("charge.not_entitled"), ("charge.same") and ("charge.before"), said of ``user_id`` or ``since``.
    """
    may_edit(session, actor=actor)
    if user_id not in {user.id for user in entitled(session, actor=actor, kind=kind, today=clock.today())}:
        raise DomainError("charge.not_entitled", field="user_id")
    check_charge(field, kind, user_id, since)
    begin_charge(session, field=field, kind=kind, user_id=user_id, since=since)
    record_charge(session, actor, clock, field, kind, since)


def record_charge(session: Session, actor: Actor, clock: Clock, field: Field, kind: ChargeKind, since: date) -> None:
    """Log that somebody has been put in charge of the field."""
    _record(session, actor, clock, "field.charge_given", field, kind=kind.value, since=iso(since))


def begin_charge(session: Session, *, field: Field, kind: ChargeKind, user_id: int, since: date) -> None:
    """Add a row that ``check_charge`` has passed; of a leader before, the row is closed."""
    for row in charges_on(field, kind, since) if kind is ChargeKind.LEADER else ():
        row.valid_to = since - _ONE_DAY
    session.add(FieldCharge(field_id=field.id, user_id=user_id, kind=kind, valid_from=since))
    session.flush()
    session.expire(field, ["charges"])


def check_charge(field: Field, kind: ChargeKind, user_id: int, since: date) -> None:
    """Whether a new row may begin on the day: it would not be the same person's, nor lie before the row it ends."""
    if field.valid_to is not None and field.valid_to < since:
        raise DomainError("span.reversed", field="since", start=since, end=field.valid_to)
    standing = charges_on(field, kind, since)
    if any(row.user_id == user_id for row in standing):
        raise DomainError("charge.same", field="user_id")
    later = [row.valid_from for row in standing if row.valid_from > since]
    if kind is ChargeKind.LEADER and later:
        raise DomainError("charge.before", field="since", start=max(later))


def end_charge(session: Session, *, actor: Actor, clock: Clock, field: Field, charge_id: int, last_day: date) -> None:
    """The last day somebody leads or follows the field."""
    may_edit(session, actor=actor)
    row = next((each for each in field.charges if each.id == charge_id), None)
    if row is None or row.valid_to is not None:
        raise DomainError("stale")
    check_span((row.valid_from, last_day), end="last_day")
    row.valid_to = last_day
    _record(session, actor, clock, "field.charge_ended", field, kind=row.kind.value, ended_on=iso(last_day))


def _record(session: Session, actor: Actor, clock: Clock, action: str, field: Field, **payload: str | None) -> None:
    audit.record(session, actor=actor, clock=clock, action=action, subject=f"field:{field.public_id}", **payload)
