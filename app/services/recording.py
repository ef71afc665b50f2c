"""Writing events and due dates, and keeping the assignment's columns equal to their fold."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from app.domain import history
from app.domain.history import Course
from app.models import Assignment, DueDate, Event

# Later than any day and instant that can be recorded: "as of now, with all that is known".
ALWAYS = date(9999, 12, 31)
EVER = datetime(9999, 12, 31, tzinfo=UTC)


def domain_event(row: Event) -> history.Event:
    return history.Event(
        sequence=row.id,
        kind=row.kind,
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        self_confirmed=row.self_confirmed,
        return_kind=row.return_kind,
        from_unit_id=row.from_unit_id,
        to_unit_id=row.to_unit_id,
    )


def domain_due_date(row: DueDate) -> history.DueDate:
    return history.DueDate(
        sequence=row.id,
        due_on=row.due_on,
        effective_on=row.effective_on,
        recorded_at=row.recorded_at,
        exclusive=row.exclusive,
        reason=row.reason,
    )


def course_of(assignment: Assignment, *, cut_off: date = ALWAYS, known_at: datetime = EVER) -> Course:
    """The fold of an assignment's rows; by default of all of them."""
    return history.fold(
        [domain_event(event) for event in assignment.events],
        [domain_due_date(due) for due in assignment.due_dates],
        cut_off=cut_off,
        known_at=known_at,
    )


def add(session: Session, assignment: Assignment, *rows: Event | DueDate) -> None:
    """Append rows to an assignment and bring its columns up to the fold. Flushes, so that the rows have their ids."""
    for row in rows:
        (assignment.events if isinstance(row, Event) else assignment.due_dates).append(row)  # type: ignore[arg-type]
    session.flush()
    project(assignment)
    session.flush()


def project(assignment: Assignment) -> None:
    """Set the projected columns from the fold of the events."""
    course = course_of(assignment)
    if course.given_on is None:
        raise ValueError("an assignment without its first event")
    assignment.state = course.state
    assignment.given_on = course.given_on
    assignment.due_on = course.due_on
    assignment.due_exclusive = course.exclusive
    assignment.due_date_id = course.due_sequence
    assignment.acknowledged_on = course.acknowledged_on
    assignment.submitted_on = course.submitted_on
    assignment.completed_on = course.completed_on
    assignment.closed_on = course.closed_on
    assignment.last_activity_on = course.last_activity_on
    assignment.updated_on = course.updated_on
    assignment.unit_id = course.unit_id or assignment.unit_id
    assignment.objective = course.objective
    assignment.extension_asked_on = course.extension_asked_on
    assignment.extensions_granted = course.extensions
    assignment.returns = course.returns
    assignment.repeats = course.repeats
    assignment.self_confirmed = course.self_confirmed
