"""Carrying a reorganisation out: what becomes of each open part, written in its own history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.history import MOVES
from app.domain.permissions import Actor
from app.domain.reorganising import Fate, Order, Outcome
from app.domain.terms import AssignmentRole, DecisionForm, DueReason, EventKind
from app.models import Assignment, DueDate, Event, Unit
from app.services import audit
from app.services.acts import write
from app.services.deciding import lapse_request
from app.services.decisions import Decided, Decision
from app.services.reorganising import Preview
from app.services.reorganising_wish import Choices, Wish
from app.wording import reorganising as words


@dataclass(frozen=True, slots=True)
class Doing:
    """What every step needs. ``units`` has every unit that takes part by the ids of the plan, the new ones too;
    ``old_names`` all names that each unit that changes went by."""

    session: Session
    actor: Actor
    clock: Clock
    wish: Wish
    choices: Choices
    made: Preview
    units: dict[int, Unit]
    old_names: Mapping[int, list[str]]

    @property
    def order(self) -> Order:
        return self.made.order

    def happened(self, old_id: int, to_id: int) -> str:
        """Said of what passes from one unit to another, under the names of that day."""
        names = self.made.names
        return words.told(
            self.order.kind, names[old_id], names[to_id], self.order.effective_on, self.wish.basis.strip()
        )

    def record(self, action: str, unit: Unit, **payload: str) -> None:
        subject = f"unit:{unit.public_id}"
        audit.record(self.session, actor=self.actor, clock=self.clock, action=action, subject=subject, **payload)


def lock_parts(doing: Doing) -> dict[int, Assignment]:
    """The assignments, so that nobody acts on them meanwhile. Raises DomainError("stale") if somebody just did."""
    versions = {line.outcome.part.assignment_id: line.version for line in doing.made.parts}
    rows = doing.session.scalars(
        select(Assignment)
        .where(Assignment.id.in_(versions))
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
        .execution_options(populate_existing=True)
        .options(selectinload(Assignment.events), selectinload(Assignment.due_dates), selectinload(Assignment.requests))
    ).all()
    if {row.id: row.version for row in rows} != versions:
        raise DomainError("stale")
    return {row.id: row for row in rows}


def move_parts(doing: Doing, assignments: Mapping[int, Assignment]) -> None:
    """What gives way ends first: a unit cannot have two open parts in a task even for a moment."""
    outcomes = [line.outcome for line in doing.made.parts]
    for outcome in sorted(outcomes, key=lambda each: each.fate is not Fate.GIVES_WAY):
        assignment = assignments[outcome.part.assignment_id]
        since = _since(doing.order, assignment)
        if outcome.fate is Fate.GIVES_WAY:
            _give_way(doing, assignment, outcome, since)
        elif outcome.fate is Fate.MOVES:
            _succeed(doing, assignment, outcome, since)
        if outcome.due_of is not None:
            _take_deadline(doing, assignment, outcome, assignments[outcome.due_of], since)


def _since(order: Order, assignment: Assignment) -> date:
    """The day the move counts for: not before the unit was given it, or took it over itself."""
    had_since = [event.effective_on for event in assignment.events if event.kind in MOVES]
    return max([order.effective_on, assignment.given_on, *had_since])


def _write(doing: Doing, assignment: Assignment, event: Event, since: date, due: DueDate | None = None) -> None:
    decided = Decided(Decision(), None, frozenset(), since, DecisionForm.DOCUMENT)
    write(doing.session, doing.actor, doing.clock, assignment, event, due=due, decided=decided)


def _give_way(doing: Doing, assignment: Assignment, outcome: Outcome, since: date) -> None:
    lapse_request(assignment, on=doing.clock.today())
    note = words.told_joined(_because(doing, outcome), doing.made.names[outcome.unit_id])
    _write(doing, assignment, Event(kind=EventKind.SUPERSEDED, note=note), since)


def _because(doing: Doing, outcome: Outcome) -> str:
    """What happened, of the unit that changed: the part's own, or that of the part it has to do with."""
    units = {line.outcome.part.assignment_id: line.outcome.part.unit_id for line in doing.made.parts}
    concerned = (outcome.part.assignment_id, outcome.gives_way_to, outcome.due_of)
    changed = next(units[id_] for id_ in concerned if id_ is not None and units[id_] in doing.order.unit_ids)
    return doing.happened(changed, outcome.unit_id)


def _succeed(doing: Doing, assignment: Assignment, outcome: Outcome, since: date) -> None:
    """The successor has it as it stands. Whom the unit had handed it to keeps it only by going along."""
    old, to = outcome.part.unit_id, doing.units[outcome.unit_id]
    goes_along = any(
        line.outcome.post.user_id == assignment.person_id and line.outcome.unit_id == outcome.unit_id
        for line in doing.made.posts
    )
    if assignment.person_id is not None and not goes_along:
        assignment.person_id, assignment.person_name, assignment.inner_due_on = None, "", None
    note = doing.happened(old, outcome.unit_id)
    event = Event(kind=EventKind.SUCCEEDED, note=note, from_unit_id=old, to_unit_id=to.id)
    _write(doing, assignment, event, since)


def _take_deadline(doing: Doing, assignment: Assignment, outcome: Outcome, other: Assignment, since: date) -> None:
    """The later deadline of a part that gave way, as it was written there."""
    later = next(row for row in other.due_dates if row.id == other.due_date_id)
    is_lead = assignment.role is AssignmentRole.LEAD
    due = DueDate(
        phrase=later.phrase,
        named_on=later.named_on,
        exclusive=later.exclusive,
        time_of_day=later.time_of_day,
        due_on=later.due_on,
        reason=DueReason.ADJUSTED if is_lead else DueReason.PART,
        effective_on=since,
    )
    kind = EventKind.DUE_ADJUSTED if is_lead else EventKind.PART_DATED
    note = words.told_longer(_because(doing, outcome))
    _write(doing, assignment, Event(kind=kind, note=note, named_on=later.due_on), since, due)
