"""Công văn đôn đốc: which assignments a letter urges, and its number and date when they come from the văn thư."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, SQLColumnExpression, delete, exists, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.domain import lifecycle
from app.domain.calendar import local_day
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor
from app.domain.permissions import check as check_right
from app.domain.terms import EventKind
from app.models import Assignment, Event, UrgingLetter, UrgingLetterAssignment
from app.services import audit
from app.services.acts import begin, write
from app.services.rules import load_rules
from app.services.times_urged import times_urged
from app.wording.clerk import LETTER
from app.wording.mail import directive_words


def check(session: Session, *, actor: Actor, assignment: Assignment, version: int) -> None:
    """Whether a letter may urge it. Locks the row, so that of two letters at once one has it.

    Raises DomainError: those of ``acts.begin``, "letter.waits" for what another letter without number urges already.
    """
    begin(session, actor, EventKind.URGED, assignment, version)
    if session.scalar(select(waits_for(assignment.id))):
        raise DomainError("letter.waits")


def waits_for(assignment_id: int | SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether a letter that has no number yet urges the assignment."""
    return exists().where(
        UrgingLetterAssignment.assignment_id == assignment_id,
        UrgingLetter.id == UrgingLetterAssignment.letter_id,
        UrgingLetter.number.is_(None),
    )


class Urgeable(Protocol):
    """An assignment as far as a letter freezes it."""

    @property
    def id(self) -> int: ...

    @property
    def due_on(self) -> date | None: ...


def make(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    assignments: Iterable[Urgeable],
    subject: str,
    unit_id: int | None = None,
    report_by: date | None = None,
) -> UrgingLetter:
    """A letter that waits for its number, about what has been checked, with the numbers as they are just now.

    ``unit_id``: all of them are that unit's. Raises DomainError: "letter.no_subject", "letter.nothing".
    """
    check_right(actor, Action.REMIND)
    chosen = {each.id: each.due_on for each in assignments}
    if not subject.strip():
        raise DomainError("letter.no_subject", field="subject")
    if not chosen:
        raise DomainError("letter.nothing")
    letter = UrgingLetter(
        office_id=actor.office_id,
        unit_id=unit_id,
        subject=subject.strip(),
        made_at=clock.now(),
        report_by=report_by,
        recorder_id=actor.user_id,
    )
    session.add(letter)
    session.flush()
    session.add_all(_frozen(session, letter, chosen))
    _note(session, actor, clock, letter, "made")
    return letter


def _frozen(session: Session, letter: UrgingLetter, chosen: Mapping[int, date | None]) -> list[UrgingLetterAssignment]:
    """What the letter says of each, so that it says the same whenever it is opened."""
    calendar = load_rules(session, office_id=letter.office_id).calendar
    times, on = times_urged(session, assignment_ids=list(chosen)), local_day(letter.made_at)
    return [
        UrgingLetterAssignment(
            letter_id=letter.id,
            assignment_id=assignment_id,
            due_on=due_on,
            days_overdue=max(0, (on - due_on).days) if due_on else 0,
            working_days_overdue=calendar.working_days_between(due_on, on) if due_on else 0,
            times_urged=times[assignment_id],
        )
        for assignment_id, due_on in chosen.items()
    ]


def find(session: Session, *, actor: Actor, public_id: str, action: Action = Action.KEEP_PAPERS) -> UrgingLetter:
    """For who has the right to ``action``. Raises DomainError("not_found")."""
    check_right(actor, action)
    query = select(UrgingLetter).where(UrgingLetter.public_id == public_id, UrgingLetter.office_id == actor.office_id)
    found = session.scalars(query).first()
    if found is None:
        raise DomainError("not_found")
    return found


def number(
    session: Session, *, actor: Actor, clock: Clock, letter: UrgingLetter, version: int, number: str, issued_on: date
) -> int:
    """The letter was signed and numbered: each assignment that is still open is urged as of its date. Returns how many.

    Raises DomainError: "stale", "letter.numbered", "letter.no_number", "letter.day" for a date to come or one before
    the letter was made, "letter.duplicate".
    """
    check_right(actor, Action.KEEP_PAPERS)
    _begin(letter, version)
    if not number.strip():
        raise DomainError("letter.no_number")
    made_on = local_day(letter.made_at)
    if not made_on <= issued_on <= clock.today():
        raise DomainError("letter.day", earliest=made_on, latest=clock.today())
    _refuse_duplicate(session, actor, number.strip(), issued_on)
    letter.number, letter.issued_on = number.strip(), issued_on
    _flush(session)
    urged = [each for each in _assignments(session, letter) if _urge(session, actor, clock, letter, each)]
    _note(session, actor, clock, letter, "numbered")
    return len(urged)


def withdraw(session: Session, *, actor: Actor, clock: Clock, letter: UrgingLetter, version: int) -> None:
    """The letter was not signed, or was made by mistake: nothing was urged. Raises DomainError: "stale",
    "letter.numbered"."""
    check_right(actor, Action.KEEP_PAPERS)
    _begin(letter, version)
    session.execute(delete(UrgingLetterAssignment).where(UrgingLetterAssignment.letter_id == letter.id))
    session.delete(letter)
    _flush(session)
    _note(session, actor, clock, letter, "withdrawn")


def _begin(letter: UrgingLetter, version: int) -> None:
    if letter.number is not None:
        raise DomainError("letter.numbered", number=letter.number)
    if letter.version != version:
        raise DomainError("stale")


def _refuse_duplicate(session: Session, actor: Actor, number: str, issued_on: date) -> None:
    same = exists().where(
        UrgingLetter.office_id == actor.office_id, UrgingLetter.number == number, UrgingLetter.issued_on == issued_on
    )
    if session.scalar(select(same)):
        raise DomainError("letter.duplicate", number=number)


def _assignments(session: Session, letter: UrgingLetter) -> Iterable[Assignment]:
    return session.scalars(
        select(Assignment)
        .join(UrgingLetterAssignment, UrgingLetterAssignment.assignment_id == Assignment.id)
        .where(UrgingLetterAssignment.letter_id == letter.id)
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    ).all()


def _urge(session: Session, actor: Actor, clock: Clock, letter: UrgingLetter, assignment: Assignment) -> bool:
    """False for what has been closed since the letter was made. The văn thư enters what the office decided to urge."""
    if not lifecycle.is_possible(EventKind.URGED, assignment.state, assignment.role):
        return False
    name = directive_words(LETTER, letter.number, letter.issued_on)
    event = Event(kind=EventKind.URGED, effective_on=letter.issued_on, letter_id=letter.id, note=name)
    write(session, actor, clock, assignment, event)
    assert letter.issued_on is not None
    assignment.last_reminded_on = max(assignment.last_reminded_on or letter.issued_on, letter.issued_on)
    return True


def _flush(session: Session) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error


def _note(session: Session, actor: Actor, clock: Clock, letter: UrgingLetter, act: str) -> None:
    audit.record(session, actor=actor, clock=clock, action=f"letter.{act}", subject=f"letter:{letter.public_id}")
