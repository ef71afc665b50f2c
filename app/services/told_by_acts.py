"""What the mail on an act told of an urgent deadline: the next run, minutes later, does not tell it again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain import urging
from app.domain.terms import AssignmentRole, Urgency
from app.domain.urging import Reminder
from app.domain.urging_rules import OpenAssignment
from app.models import Assignment, OutboxMessage
from app.services import ledger, urging_due
from app.services.rules import load_rules


def note_deadline(session: Session, *, clock: Clock, assignment: Assignment, message: OutboxMessage | None) -> None:
    """That this mail has just told its recipient of a deadline that begins the ladder anew: the rungs it has reached
    by now are in the ledger as covered, those to come are told as ever. What waits for the morning is left to it.

    None is a mail that was there before.
    """
    if message is None or assignment.task.urgency is Urgency.NORMAL:
        return
    rows = _reached(session, clock, assignment, message.recipient)
    ledger.cover(session, clock, message_id=message.id, rows=rows)


def _reached(session: Session, clock: Clock, assignment: Assignment, recipient: str) -> Sequence[Reminder]:
    """As if nothing had been told today: another deadline may have been."""
    rules = load_rules(session, office_id=assignment.office_id)
    return urging.plan(
        [_open(session, assignment)],
        (),
        audience=urging.Audience(units={assignment.unit_id: (recipient,)}),
        now=clock.now(),
        calendar=rules.calendar,
        policy=rules.urging,
        deadlines=rules.policy,
    )


def _open(session: Session, assignment: Assignment) -> OpenAssignment:
    """As acknowledged: whether it was is asked for apart from the deadline."""
    known = select(urging_due.due_anchor(), urging_due.came_at()).where(Assignment.id == assignment.id)
    anchor, came_at = session.execute(known).one()
    return OpenAssignment(
        assignment_id=assignment.id,
        unit_id=assignment.unit_id,
        state=assignment.state,
        came_at=came_at,
        came="",
        due_on=assignment.due_on,
        exclusive=assignment.due_exclusive,
        due_anchor=anchor,
        leads=assignment.role is AssignmentRole.LEAD,
        urgency=assignment.task.urgency,
        rated=not assignment.objective,
    )
