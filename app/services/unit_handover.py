"""All that is open with a unit, on one paper: for the day its head changes or its work goes to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, EventKind, Standing
from app.models import Assignment, Event, Evidence, Unit
from app.services.follow_up import Result
from app.services.listing import AssignmentRow, Wanted, every_assignment
from app.services.rules import Rules
from app.services.standing_filters import Narrow
from app.services.visibility import hidden_from


@dataclass(frozen=True, slots=True)
class Before:
    """Where a part came from: the unit, and its own part there if it is another; empty where it was moved whole."""

    unit_name: str
    public_id: str


@dataclass(frozen=True, slots=True)
class OpenPart:
    """One open part, the other units with one in the same task, the papers handed in so far, and where it came from."""

    row: AssignmentRow
    others: tuple[str, ...]
    papers: tuple[Result, ...]
    before: Before | None


@dataclass(frozen=True, slots=True)
class UnitHandover:
    """``left_out`` are open parts of tasks whose view is limited and which are not for the reader."""

    unit: Unit
    on: date
    leads: Sequence[OpenPart]
    coordinating: Sequence[OpenPart]
    overdue: int
    dated: int
    left_out: int


def unit_handover(session: Session, *, actor: Actor, unit_public_id: str, rules: Rules, today: date) -> UnitHandover:
    """All that is open with the unit today, the most pressing first. Raises ``not_found`` for another office's."""
    check(actor, Action.VIEW_REPORTS)
    unit = session.scalars(
        select(Unit).where(Unit.public_id == unit_public_id, Unit.office_id == actor.office_id)
    ).one_or_none()
    if unit is None:
        raise DomainError("not_found")
    wanted = Wanted(unit_ids=(unit.id,), standings=(Narrow.UNFINISHED,))
    rows = list(every_assignment(session, actor=actor, rules=rules, today=today, wanted=wanted))
    ours = (Assignment.unit_id == unit.id, Assignment.closed_on.is_(None))
    others, papers, before = _others(session, unit), _papers(session, unit), _before(session, unit)
    parts = [
        OpenPart(
            row,
            tuple(others.get(row.public_id, ())),
            tuple(papers.get(row.public_id, ())),
            before.get(row.public_id),
        )
        for row in rows
    ]
    leads = [part for part in parts if part.row.role is AssignmentRole.LEAD]
    rated = [part for part in leads if part.row.course.due_on and not part.row.course.objective]
    hidden = hidden_from(session, actor=actor).task_ids
    count = select(func.count(Assignment.id)).where(*ours, Assignment.task_id.in_(hidden))
    return UnitHandover(
        unit=unit,
        on=today,
        leads=leads,
        coordinating=[part for part in parts if part.row.role is AssignmentRole.COORDINATING],
        overdue=sum(part.row.standing is Standing.OVERDUE for part in rated),
        dated=len(rated),
        left_out=session.scalar(count) or 0,
    )


def _others(session: Session, unit: Unit) -> Mapping[str, Iterable[str]]:
    """By part: to a lead the units that coordinate, to a unit that coordinates those who lead."""
    other, theirs = aliased(Assignment), aliased(Unit)
    rows = session.execute(
        select(Assignment.public_id, theirs.name)
        .join(other, (other.task_id == Assignment.task_id) & (other.period == Assignment.period))
        .join(theirs, theirs.id == other.unit_id)
        .where(Assignment.unit_id == unit.id, Assignment.closed_on.is_(None))
        .where(other.closed_on.is_(None), other.role != Assignment.role)
        .order_by(theirs.position, theirs.name)
    ).tuples()
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for public_id, name in rows:
        found[public_id][name] = None
    return found


def _papers(session: Session, unit: Unit) -> Mapping[str, Sequence[Result]]:
    """By part: the documents that were named, and the files, by their names."""
    rows = session.execute(
        select(Assignment.public_id, Evidence.number, Evidence.issued_on, Evidence.filename)
        .join(Evidence, Evidence.assignment_id == Assignment.id)
        .where(Assignment.unit_id == unit.id, Assignment.closed_on.is_(None))
        .order_by(Evidence.id)
    ).tuples()
    found: defaultdict[str, list[Result]] = defaultdict(list)
    for public_id, number, issued_on, filename in rows:
        found[public_id].append(Result(number or filename, issued_on))
    return found


def _before(session: Session, unit: Unit) -> Mapping[str, Before]:
    """By part: the unit it was transferred from, or from which a reorganisation moved it last."""
    first, theirs = aliased(Assignment), aliased(Unit)
    ours = (Assignment.unit_id == unit.id, Assignment.closed_on.is_(None))
    transferred = session.execute(
        select(Assignment.public_id, theirs.name, first.public_id)
        .join(first, first.id == Assignment.predecessor_id)
        .join(theirs, theirs.id == first.unit_id)
        .where(*ours)
    ).tuples()
    moved = session.execute(
        select(Assignment.public_id, theirs.name)
        .join(Event, Event.assignment_id == Assignment.id)
        .join(theirs, theirs.id == Event.from_unit_id)
        .where(*ours, Event.kind == EventKind.SUCCEEDED)
        .order_by(Event.id)
    ).tuples()
    found = {public_id: Before(name, "") for public_id, name in moved}
    return {public_id: Before(name, there) for public_id, name, there in transferred} | found
