"""Công văn đôn đốc: which assignments a letter urges, and its number and date when they come from the văn thư."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import delete, exists, select
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
from app.wording.clerk import LETTER
from app.wording.mail import directive_words


def check(session: Session, *, actor: Actor, assignment: Assignment, version: int) -> None:
    """Whether a letter may urge it. Locks the row, so that of two letters at once one has it.

    Raises DomainError: those of ``acts.begin``, "letter.waits" for what another letter without number urges already.
    """
    begin(session, actor, EventKind.URGED, assignment, version)
    waits = exists().where(
        UrgingLetterAssignment.assignment_id == assignment.id,
        UrgingLetter.id == UrgingLetterAssignment.letter_id,
        UrgingLetter.number.is_(None),
    )
    if session.scalar(select(waits)):
        raise DomainError("letter.waits")


def make(
    session: Session, *, actor: Actor, clock: Clock, assignments: Iterable[Assignment], subject: str
) -> UrgingLetter:
    """A letter that waits for its number, about what has been checked. Raises DomainError: "letter.no_subject",
    "letter.nothing"."""
    check_right(actor, Action.REMIND)
    chosen = list(dict.fromkeys(assignments))
    if not subject.strip():
        raise DomainError("letter.no_subject")
    if not chosen:
        raise DomainError("letter.nothing")
    letter = UrgingLetter(
        office_id=actor.office_id, subject=subject.strip(), made_at=clock.now(), recorder_id=actor.user_id
    )
    session.add(letter)
    session.flush()
    session.add_all(UrgingLetterAssignment(letter_id=letter.id, assignment_id=each.id) for each in chosen)
    _note(session, actor, clock, letter, "made")
    return letter


def find(session: Session, *, actor: Actor, public_id: str) -> UrgingLetter:
    """Raises DomainError("not_found")."""
    check_right(actor, Action.KEEP_PAPERS)
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
