"""Which field of work an assignment is in: the one place that knows.

A task's own field is its field, if somebody said one. Else it is the one field its unit works in on the day. Of a unit
that works in several, or in none, nobody guesses: the assignment is in no field until the office says which.

``is_in`` says it as a condition for lists and counts, ``with_field`` as a column, ``FieldsOn.of`` for values that
have been read; a test proves them equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, ChargeKind
from app.models import Assignment, Directive, Field, FieldCharge, FieldUnit, Task, User
from app.services import audit, visibility

NAMED = 5_000  # ids in one query
# What a list or a count is narrowed to: ids of fields, None among them for "in no field"; None alone for all.
FieldIds = tuple[int | None, ...] | None


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field as a list or a page names it, in the office's order."""

    id: int
    public_id: str
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Charged:
    """Somebody in charge of a field, or who follows it."""

    field_id: int
    kind: ChargeKind
    user_id: int


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for the field of an assignment: the leader in charge, and the office's staff who follow it."""

    field_id: int
    leader_id: int | None
    follower_ids: tuple[int, ...]

    @property
    def user_ids(self) -> tuple[int, ...]:
        """Everybody once, the leader first."""
        leader = () if self.leader_id is None else (self.leader_id,)
        return tuple(dict.fromkeys((*leader, *self.follower_ids)))


@dataclass(frozen=True, slots=True)
class FieldsOn:
    """The fields of an office on a day. ``names`` has ended ones, too: a task may still be in one."""

    names: Mapping[int, FieldName]
    of_unit: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    charges: tuple[Charged, ...] = ()

    def of(self, said: int | None, unit_id: int) -> int | None:
        """The field of an assignment, by its task's own field and its unit."""
        theirs = self.of_unit.get(unit_id, ())
        return said if said is not None else theirs[0] if len(theirs) == 1 else None

    def of_user(self, user_id: int | None) -> tuple[FieldName, ...]:
        """What a person leads or follows on the day, in the office's order."""
        mine = {each.field_id for each in self.charges if each.user_id == user_id}
        return tuple(name for name in self.names.values() if name.id in mine)

    def responsible(self, field_id: int) -> Responsible:
        """Who is in charge of the field."""
        people: dict[ChargeKind, list[int]] = {kind: [] for kind in ChargeKind}
        for each in self.charges:
            if each.field_id == field_id:
                people[each.kind].append(each.user_id)
        leaders, followers = people[ChargeKind.LEADER], people[ChargeKind.FOLLOWER]
        return Responsible(field_id, leaders[0] if leaders else None, tuple(dict.fromkeys(followers)))

    def kinds_of(self, user_id: int | None) -> frozenset[ChargeKind]:
        return frozenset(each.kind for each in self.charges if each.user_id == user_id)


def fields_on(session: Session, *, office_id: int, day: date, people: bool = True) -> FieldsOn:
    """Two queries over short tables, the second where ``people`` are wanted and there are fields."""
    rows = session.execute(
        select(Field.id, Field.public_id, Field.name, Field.position, _is_valid(Field, day), FieldUnit.unit_id)
        .outerjoin(FieldUnit, FieldUnit.field_id == Field.id)
        .where(Field.office_id == office_id)
        .order_by(Field.position, Field.name, Field.id)
    ).tuples()
    names: dict[int, FieldName] = {}
    of_unit: defaultdict[int, list[int]] = defaultdict(list)
    for field_id, public_id, name, position, is_valid, unit_id in rows:
        names[field_id] = FieldName(field_id, public_id, name, position)
        if is_valid and unit_id is not None:
            of_unit[unit_id].append(field_id)
    rows_of_people = session.execute(_charges(office_id, day)) if people and names else ()
    charges = tuple(Charged(*row) for row in rows_of_people)
    return FieldsOn(names, {unit_id: tuple(theirs) for unit_id, theirs in of_unit.items()}, charges)


def _charges(office_id: int, day: date) -> Select[Any]:
    return (
        select(FieldCharge.field_id, FieldCharge.kind, FieldCharge.user_id)
        .join(Field, Field.id == FieldCharge.field_id)
        .join(User, User.id == FieldCharge.user_id)
        .where(Field.office_id == office_id, User.active, _is_valid(Field, day), _is_valid(FieldCharge, day))
        .order_by(FieldCharge.field_id, FieldCharge.id)
    )


def _is_valid(dated: type[Field] | type[FieldCharge], day: date) -> ColumnElement[bool]:
    return and_(dated.valid_from <= day, or_(dated.valid_to.is_(None), dated.valid_to >= day))


def is_in(field_ids: Collection[int | None], *, day: date) -> ColumnElement[bool]:
    """The condition on ``Assignment`` that it is in one of the fields; None stands for those in no field."""
    wanted = [field_id for field_id in field_ids if field_id is not None]
    said, theirs = _said(Task.field_id.in_(wanted)), _units_of_one_field(wanted, day)
    unsaid = Assignment.task_id.not_in(_said(Task.field_id.is_not(None)))
    named = or_(Assignment.task_id.in_(said), and_(unsaid, Assignment.unit_id.in_(theirs))) if wanted else false()
    if None not in field_ids:
        return named
    return or_(named, and_(unsaid, Assignment.unit_id.not_in(_units_of_one_field(None, day))))


def with_field(query: Select[Any], *, day: date) -> Select[Any]:
    """A query from ``Assignment`` with the id of the field that each is in as its last column, "field_id"; NULL for
    none."""
    # Not asked by HAVING: PostgreSQL takes that to leave hardly a unit, and goes through them for each assignment.
    theirs = (
        _units_with_a_field(day)
        .add_columns(case((func.count() == 1, func.min(FieldUnit.field_id))).label("field_id"))
        .subquery()
    )
    # The index has those with a field of their own, which are few: most follow their unit.
    said = select(Task.id, Task.field_id).where(Task.field_id.is_not(None)).subquery()
    return (
        query.add_columns(func.coalesce(said.c.field_id, theirs.c.field_id).label("field_id"))
        .outerjoin(theirs, theirs.c.unit_id == Assignment.unit_id)
        .outerjoin(said, said.c.id == Assignment.task_id)
    )


def narrowed(field_ids: FieldIds, *, day: date) -> list[ColumnElement[bool]]:
    """The same for a query that may be narrowed; without it nothing is added."""
    return [] if field_ids is None else [is_in(field_ids, day=day)]


def _said(condition: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(Task.id).where(condition)


def _units_of_one_field(wanted: Sequence[int] | None, day: date) -> Select[tuple[int]]:
    """Units that work in exactly one field on the day, which is one of the wanted; None: in whichever."""
    query = _units_with_a_field(day).having(func.count() == 1)
    return query if wanted is None else query.having(func.min(FieldUnit.field_id).in_(wanted))


def _units_with_a_field(day: date) -> Select[tuple[int]]:
    return (
        select(FieldUnit.unit_id)
        .join(Field, Field.id == FieldUnit.field_id)
        .where(_is_valid(Field, day))
        .group_by(FieldUnit.unit_id)
    )


def fields_of(session: Session, *, assignment_ids: Sequence[int], known: FieldsOn) -> dict[int, int | None]:
    """The field of each assignment, by the columns it has now; ``known`` are the fields of the day."""
    found: dict[int, int | None] = {}
    for start in range(0, len(assignment_ids), NAMED):
        rows = session.execute(
            select(Assignment.id, Task.field_id, Assignment.unit_id)
            .join(Task, Task.id == Assignment.task_id)
            .where(Assignment.id.in_(assignment_ids[start : start + NAMED]))
        )
        found |= {assignment_id: known.of(said, unit_id) for assignment_id, said, unit_id in rows}
    return found


def said_fields(session: Session, *, office_id: int) -> dict[int, int]:
    """The tasks of the office that have a field of their own, and which: few, since most follow their unit."""
    rows = session.execute(
        select(Task.id, Task.field_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Task.field_id.is_not(None), Directive.office_id == office_id)
    )
    return {task_id: field_id for task_id, field_id in rows if field_id is not None}


def responsible(
    session: Session, *, office_id: int, assignment_ids: Sequence[int], today: date, known: FieldsOn | None = None
) -> dict[int, Responsible]:
    """By assignment: who is in charge of its field today. Those in no field are left out; ``known`` as it was read."""
    known = known or fields_on(session, office_id=office_id, day=today)
    found = fields_of(session, assignment_ids=assignment_ids, known=known)
    return {key: known.responsible(field_id) for key, field_id in found.items() if field_id is not None}


def offered(known: FieldsOn, lead_unit_ids: Collection[int]) -> tuple[FieldName, ...]:
    """The fields that a task may be said to be in: those its leading units work in, where they are several."""
    theirs = {field_id for unit_id in lead_unit_ids for field_id in known.of_unit.get(unit_id, ())}
    return tuple(name for name in known.names.values() if name.id in theirs) if len(theirs) > 1 else ()


def lead_units(session: Session, *, task: Task) -> frozenset[int]:
    """The units that lead the task, or led it."""
    leads = (Assignment.task_id == task.id, Assignment.role == AssignmentRole.LEAD)
    return frozenset(session.scalars(select(Assignment.unit_id).where(*leads)))


def set_field(
    session: Session, *, actor: Actor, clock: Clock, task: Task, seen: int | None, field_id: int | None
) -> None:
    """Say which field a task is in, or leave it to its unit again; ``seen`` is what the form showed.

    Raises DomainError: "stale" if it was changed meanwhile, "field.not_of_unit" for a field no leading unit works in.
    """
    check(actor, Action.GIVE_TASKS)
    session.refresh(task, with_for_update={"of": Task})
    if task.directive.office_id != actor.office_id or not visibility.may_read(session, actor=actor, task=task):
        raise DomainError("not_found")
    if task.field_id != seen:
        raise DomainError("stale")
    if task.field_id == field_id:
        return
    known = fields_on(session, office_id=actor.office_id, day=clock.today())
    choices = {each.id for each in offered(known, lead_units(session, task=task))}
    if field_id is not None and field_id not in choices:
        raise DomainError("field.not_of_unit", field="field_id")
    task.field_id = field_id
    session.flush()
    named = known.names[field_id].public_id if field_id is not None else ""
    subject = f"task:{task.public_id}"
    audit.record(session, actor=actor, clock=clock, action="task.field_set", subject=subject, field=named)
