"""People and their roles from a table: a plan that says row by row what would be, and the same plan carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.adapters.clock import Clock
from app.domain.contact import as_login
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.permissions import Actor
from app.domain.spans import Span
from app.domain.terms import ChargeKind, Role
from app.models import Field, Membership, Unit, User
from app.services import audit, passwords
from app.services.organisation import (
    PERSON_LIMITS,
    assign,
    changed_names,
    check_email,
    check_span,
    check_text,
    may_edit,
    record_change,
)
from app.services.organisation_fields import (
    ENTITLED,
    all_fields,
    begin_charge,
    charges_on,
    check_charge,
    record_charge,
)
from app.services.organisation_import_units import unknown_unit
from app.services.organisation_people import (
    MANAGERS,
    PersonDetails,
    check_login,
    is_earlier,
    person_details,
    unmanaged_from,
)
from app.services.organisation_roles import (
    RoleDetails,
    check_at_unit,
    check_not_self,
    clashes,
    record_role,
    role_details,
)
from app.services.organisation_tables import Change, Line, Notes, Outcome, Plan, Record
from app.services.organisation_units import NameBook, all_units, not_ended
from app.wording.formats import day
from app.wording.tables import HEADS, read_role
from app.wording.terms import word

_HEADS = HEADS["people"]
_PERSON = ("name", "email", "phone")


@dataclass(slots=True)
class _Person:
    """Everybody the table names, once: who they are now, if anybody, and what the rows say of them."""

    login: str
    user: User | None
    records: list[Record] = field(default_factory=list)
    given: dict[str, tuple[str, Record]] = field(default_factory=dict)

    @property
    def details(self) -> PersonDetails:
        return PersonDetails(login=self.login, **{key: self.value(key) for key in _PERSON})

    def value(self, key: str) -> str:
        return self.given[key][0] if key in self.given else self.before(key)

    def before(self, key: str) -> str:
        return getattr(self.user, key) if self.user else ""


@dataclass(slots=True)
class _Row:
    """A record's role: the membership it changes (None for a new one) and what that will be."""

    record: Record
    person: _Person
    unit: Unit | None
    role: Role | None
    membership: Membership | None = None
    details: RoleDetails | None = None
    charges: list[tuple[Field, ChargeKind, date]] = field(default_factory=list)
    line: Line = field(init=False)


@dataclass(frozen=True, slots=True)
class PeoplePlan(Plan):
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class NewPassword:
    """Shown once, and kept nowhere."""

    login: str
    name: str
    password: str


def plan_people(session: Session, *, actor: Actor, clock: Clock, records: Sequence[Record], notes: Notes) -> PeoplePlan:
    """What the records would do; changes nothing. A problem anywhere leaves the import undone."""
    may_edit(session, actor=actor)
    today = clock.today()
    units = not_ended(all_units(session, actor=actor), today)
    people = _people(session, actor, records)
    rows = [_read(actor, record, people[as_login(record.text("login"))], units, today) for record in records]
    _check_twice(rows)
    _plan_charges(rows, all_fields(session, actor=actor), today)
    _check_managed(session, actor, rows, notes, today)
    lines = tuple(_line(row) for row in rows)
    return PeoplePlan(lines, notes.sorted(), tuple(rows))


def import_people(session: Session, *, actor: Actor, clock: Clock, plan: PeoplePlan) -> list[NewPassword]:
    """Carry out a plan without problems, made in this very transaction; returns the new people's passwords."""
    assert not plan.problems
    made: list[NewPassword] = []
    for row in plan.rows:
        _write_person(session, actor, clock, row.person, made)
        _write_role(session, actor, clock, row)
    for row in plan.rows:
        assert row.person.user is not None
        for in_field, kind, since in row.charges:
            begin_charge(session, field=in_field, kind=kind, user_id=row.person.user.id, since=since)
            record_charge(session, actor, clock, in_field, kind, since)
    session.flush()
    audit.record(
        session, actor=actor, clock=clock, action="import.people", subject="import:people", rows=plan.effective
    )
    return made


def _write_person(session: Session, actor: Actor, clock: Clock, person: _Person, made: list[NewPassword]) -> None:
    if person.user is not None:
        changed = changed_names(person_details(person.user), person.details)
        if changed:
            assign(person.user, person.details)
            record_change(session, actor, clock, "person", person.user.public_id, changed)
        return
    user = User(office_id=actor.office_id)
    assign(user, person.details)
    made.append(NewPassword(user.login, user.name, passwords.give_temporary(user)))
    session.add(user)
    session.flush()
    person.user = user
    audit.record(session, actor=actor, clock=clock, action="person.added", subject=f"person:{user.public_id}")


def _write_role(session: Session, actor: Actor, clock: Clock, row: _Row) -> None:
    assert row.person.user is not None
    assert row.details is not None
    user, before = row.person.user, role_details(row.membership) if row.membership else None
    if row.membership is None:
        row.membership = Membership(user_id=user.id)
        session.add(row.membership)
    assign(row.membership, row.details)
    if before is None:
        record_role(session, actor, clock, "role.given", user, row.membership)
    elif changed := changed_names(before, row.details):
        record_role(session, actor, clock, "role.changed", user, row.membership, changed=changed)


def _people(session: Session, actor: Actor, records: Sequence[Record]) -> dict[str, _Person]:
    """By login; what two rows say differently of one person is noted."""
    logins = {as_login(record.text("login")) for record in records}
    # All at once rather than by login: a list of thousands is longer than a statement may be.
    known = {
        user.login: user
        for user in session.scalars(select(User).options(selectinload(User.memberships)))
        if user.login in logins
    }
    people: dict[str, _Person] = {}
    for record in records:
        login = as_login(record.text("login"))
        person = people.setdefault(login, _Person(login, known.get(login)))
        person.records.append(record)
        record.check("login", check_text, "login", login, most=PERSON_LIMITS["login"], needed=True)
        if login:
            _take(person, record)
        if login and person.records[0] is record:
            _check_person(actor, person, record)
    return people


def _take(person: _Person, record: Record) -> None:
    for key in _PERSON:
        written = record.text(key)
        if not written:
            continue
        said, first = person.given.setdefault(key, (written, record))
        if said != written:
            record.note(key, DomainError("table.differs", text=written, other=said, row=first.row))
        record.check(key, check_text, key, written, most=PERSON_LIMITS[key])
    record.check("email", check_email, "email", record.text("email"))


def _check_person(actor: Actor, person: _Person, record: Record) -> None:
    record.check("login", check_login, person.login)
    user, written = person.user, record.text("name")
    if user is None:
        record.check("name", check_text, "name", written, most=PERSON_LIMITS["name"], needed=True)
    elif user.office_id != actor.office_id or (written and fold(written) != fold(user.name)):
        # The same login with quite another name is most likely somebody else, who would be written over.
        record.note("login", DomainError("person.login_taken", text=person.login, name=user.name))


def _read(actor: Actor, record: Record, person: _Person, units: Sequence[Unit], today: date) -> _Row:
    unit, role = _unit(record, units), _role(record)
    row = _Row(record, person, unit, role)
    start, end = record.day("valid_from"), record.day("valid_to")
    record.check("title", check_text, "title", record.text("title"), most=PERSON_LIMITS["title"])
    if unit is None or role is None:
        return row
    held = person.user.memberships if person.user else []
    current = [each for each in held if each.unit_id == unit.id and each.role == role]
    row.membership = next((each for each in current if each.valid_to is None or each.valid_to >= today), None)
    before = role_details(row.membership) if row.membership else None
    row.details = RoleDetails(
        unit_id=unit.id,
        role=role,
        valid_from=start or (before.valid_from if before else today),
        valid_to=end or (before.valid_to if before else None),
        title=record.text("title") or (before.title if before else ""),
    )
    record.check("valid_to" if end else "valid_from", check_span, (row.details.valid_from, row.details.valid_to))
    record.check("unit", check_at_unit, unit, row.details.valid_from)
    if person.user:
        record.check("role", check_not_self, actor, person.user, before, row.details)
    twin = next((each for each in held if each is not row.membership and clashes(each, row.details)), None)
    if twin:
        record.note("valid_from", DomainError("role.twice", start=twin.valid_from))
    return row


def _unit(record: Record, units: Sequence[Unit]) -> Unit | None:
    written = record.text("unit")
    record.check("unit", check_text, "unit", written, most=200, needed=True)
    taken = NameBook(units).holder(written) if written else None
    if written and taken is None:
        record.note("unit", unknown_unit(written, record.nearest(written, (unit.name for unit in units))))
    return next((unit for unit in units if taken and unit.id == taken.unit_id), None)


def _role(record: Record) -> Role | None:
    written = record.text("role")
    role = read_role(written)
    if role is None:
        known = ", ".join(word(each) for each in Role)
        near = record.nearest(written, (word(each) for each in Role))
        missing = DomainError("table.role_unknown", text=written, known=known)
        record.note("role", DomainError("table.role_near", text=written, near=near) if near else missing)
    return role


def _check_twice(rows: Sequence[_Row]) -> None:
    first: dict[tuple[str, int, Role], int] = {}
    for row in rows:
        if row.unit is not None and row.role is not None and row.person.login:
            same = first.setdefault((row.person.login, row.unit.id, row.role), row.record.row)
            if same != row.record.row:
                row.record.note("login", DomainError("table.twice", text=row.record.text("login"), row=same))


def _plan_charges(rows: Sequence[_Row], fields: Sequence[Field], today: date) -> None:
    """Which fields each row's person begins to lead or to follow; what stands already is no change."""
    by_name = {fold(each.name): each for each in fields if each.valid_to is None or each.valid_to >= today}
    taken: dict[tuple[int, ChargeKind, str], _Row] = {}
    for row in rows:
        for name in row.record.words("fields"):
            in_field = by_name.get(fold(name))
            if in_field is None:
                near = row.record.nearest(name, (each.name for each in by_name.values()))
                unknown = DomainError("table.field_unknown", text=name)
                row.record.note("fields", DomainError("table.field_near", text=name, near=near) if near else unknown)
            elif row.role is not None and row.details is not None:
                _plan_charge(row, in_field, row.role, max(today, row.details.valid_from), taken)


def _plan_charge(
    row: _Row, in_field: Field, role: Role, since: date, taken: dict[tuple[int, ChargeKind, str], _Row]
) -> None:
    kind = next((kind for kind, roles in ENTITLED.items() if role in roles), None)
    if kind is None:
        return row.record.note("fields", DomainError("charge.not_entitled"))
    # A field has one leader, and anybody follows it once.
    key = (in_field.id, kind, "" if kind is ChargeKind.LEADER else row.person.login)
    first = taken.setdefault(key, row)
    if first.person is not row.person:
        other = DomainError("table.leader_twice", text=in_field.name, row=first.record.row)
        return row.record.note("fields", other)
    user_id = row.person.user.id if row.person.user else 0
    standing = charges_on(in_field, kind, since)
    planned = any((each, of) == (in_field, kind) for each, of, _ in first.charges)
    if not planned and not any(each.user_id == user_id for each in standing):
        row.record.check("fields", check_charge, in_field, kind, user_id, since)
        row.charges.append((in_field, kind, since))
    return None


def _check_managed(session: Session, actor: Actor, rows: Sequence[_Row], notes: Notes, today: date) -> None:
    """Somebody who may change the organisation must be left."""
    spans: dict[int, Span] = {}
    more: list[Span] = []
    at: _Row | None = None
    for row in rows:
        if row.details is None or row.role not in MANAGERS:
            continue
        span = (row.details.valid_from, row.details.valid_to)
        if row.membership is not None:
            spans[row.membership.id], at = span, row
        elif row.person.user is None or row.person.user.active:
            more.append(span)
    before = unmanaged_from(session, office_id=actor.office_id, today=today)
    after = unmanaged_from(session, office_id=actor.office_id, today=today, instead=spans, more=more)
    if is_earlier(after, before):
        number, typed = (at.record.row, at.record.text("valid_to")) if at else (None, "")
        notes.add(number, "valid_to", typed, DomainError("person.last_manager", day=after))


def _line(row: _Row) -> Line:
    """The row as the page shows it; a person's own changes stand in their first row."""
    changes: list[Change] = []
    if row.person.records[0] is row.record:
        changes += [
            Change(_HEADS[key], row.person.before(key), row.person.value(key))
            for key in _PERSON
            if row.person.before(key) != row.person.value(key) and (row.person.user or key != "name")
        ]
    if row.details is not None:
        before = role_details(row.membership) if row.membership else None
        changes += _role_changes(row, before)
    changes += [_charge_change(row, *charge) for charge in row.charges]
    is_new = row.membership is None or row.person.user is None
    outcome = Outcome.NEW if is_new else Outcome.CHANGED if changes else Outcome.UNCHANGED
    unit = row.unit.name if row.unit else row.record.text("unit")
    role = word(row.role) if row.role else row.record.text("role")
    name = f"{row.person.value('name')} ({row.person.login}), {role}, {unit}"
    row.line = Line(row.record.row, outcome, name, tuple(changes))
    return row.line


def _role_changes(row: _Row, before: RoleDetails | None) -> list[Change]:
    assert row.details is not None
    after = row.details
    pairs = (
        ("title", before.title if before else "", after.title),
        ("valid_from", day(before.valid_from) if before else "", day(after.valid_from)),
        ("valid_to", day(before.valid_to) if before else "", day(after.valid_to)),
    )
    return [Change(_HEADS[key], was, will) for key, was, will in pairs if was != will]


def _charge_change(row: _Row, in_field: Field, kind: ChargeKind, since: date) -> Change:
    """A field's leader follows another; those who follow it only become more."""
    standing = charges_on(in_field, kind, since) if kind is ChargeKind.LEADER else []
    before = ", ".join(each.user.name for each in standing)
    return Change(f"{word(kind)}: {in_field.name}", before, f"{row.person.value('name')} ({day(since)})")
