"""Scans wait in quarantine, a job recognises their text, and each becomes a draft: queue, claim, progress, end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.ocr import Recognised, check_available
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import RecognitionState
from app.models import Draft, Recognition, User
from app.services import drafts
from app.services.people import load_actor

# A claim is renewed with every page; no page takes half as long.
LASTS = timedelta(minutes=4)
MOST_TRIES = 3  # a file that brings the process down each time is given up
KEPT = timedelta(days=30)  # so long a failed one is shown
ORPHANED = timedelta(days=1)
OPEN = (RecognitionState.WAITING, RecognitionState.WORKING)
SHOWN = (*OPEN, RecognitionState.FAILED)


def queue(
    session: Session, *, actor: Actor, clock: Clock, files: FileStore, content: bytes, filename: str
) -> Recognition:
    """Let a scan wait for the job that recognises it. Nothing of it is stored but in quarantine.

    Raises DomainError("file.no_ocr") where nobody could recognise it.
    """
    check(actor, Action.EDIT_DRAFT)
    check_available(filename)
    waiting = Recognition(
        office_id=actor.office_id,
        filename=filename[-255:],
        held=files.hold(content),
        recorder_id=actor.user_id,
        recorded_at=clock.now(),
    )
    session.add(waiting)
    session.flush()
    return waiting


def find(session: Session, *, actor: Actor, public_id: str) -> Recognition:
    """One of the actor's office. Raises DomainError("not_found")."""
    check(actor, Action.EDIT_DRAFT)
    query = select(Recognition).where(Recognition.public_id == public_id, Recognition.office_id == actor.office_id)
    found = session.scalars(query).first()
    if found is None:
        raise DomainError("not_found")
    return found


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A scan that is no draft yet, in the list."""

    public_id: str
    filename: str
    state: RecognitionState
    pages: int | None
    pages_done: int
    recorder: str
    recorded_at: datetime


def list_waiting(session: Session, *, actor: Actor) -> list[WaitingLine]:
    """What waits, is worked on or has failed, in the order it came."""
    check(actor, Action.EDIT_DRAFT)
    own = Recognition
    query = (
        select(own.public_id, own.filename, own.state, own.pages, own.pages_done, User.name, own.recorded_at)
        .join(User, User.id == own.recorder_id)
        .where(own.office_id == actor.office_id, own.state.in_(SHOWN))
        .order_by(own.id)
    )
    return [WaitingLine(*row) for row in session.execute(query).tuples()]


def ahead(session: Session, *, recognition: Recognition) -> int:
    """How many scans are recognised before this one."""
    before = select(Recognition.id).where(Recognition.state.in_(OPEN), Recognition.id < recognition.id)
    return len(session.scalars(before).all())


def cancel(session: Session, *, actor: Actor, recognition: Recognition) -> str:
    """Give up a scan that is no draft yet; the name of its file in quarantine, to be let go after the commit.

    Raises DomainError("draft.closed") for one that has become a draft.
    """
    check(actor, Action.EDIT_DRAFT)
    gone = (
        update(Recognition)
        .where(Recognition.id == recognition.id, Recognition.state.in_(SHOWN))
        .values(state=RecognitionState.CANCELLED, claimed_until=None)
        .returning(Recognition.held)
    )
    held = session.scalar(gone)
    if held is None:
        raise DomainError("draft.closed")
    return held


@dataclass(frozen=True, slots=True)
class Claimed:
    """A scan to be recognised, by the one who has claimed it."""

    id: int
    filename: str
    held: str
    tries: int
    recorder: Actor | None  # None for somebody who is no longer active


def is_any_waiting(session: Session, *, clock: Clock) -> bool:
    """Whether there is something to claim; only reads."""
    return session.scalar(select(Recognition.id).where(_is_free(clock)).limit(1)) is not None


def count_waiting(session: Session, *, clock: Clock) -> int:
    """How many there are to claim."""
    return session.scalar(select(func.count(Recognition.id)).where(_is_free(clock))) or 0


def _is_free(clock: Clock) -> ColumnElement[bool]:
    lapsed = and_(Recognition.state == RecognitionState.WORKING, Recognition.claimed_until < clock.now())
    return or_(Recognition.state == RecognitionState.WAITING, lapsed)


def claim(session: Session, *, clock: Clock) -> Claimed | None:
    """Take the scan that has waited longest, also one whose claim has lapsed; None if there is none."""
    first = select(Recognition.id).where(_is_free(clock)).order_by(Recognition.id).limit(1).scalar_subquery()
    taken = (
        update(Recognition)
        .where(Recognition.id == first, _is_free(clock))
        .values(
            state=RecognitionState.WORKING,
            claimed_until=clock.now() + LASTS,
            tries=Recognition.tries + 1,
            pages=None,
            pages_done=0,
        )
        .returning(Recognition.id, Recognition.filename, Recognition.held, Recognition.tries, Recognition.recorder_id)
    )
    row = session.execute(taken).tuples().one_or_none()
    if row is None:
        return None
    own_id, filename, held, tries, recorder_id = row
    recorder = load_actor(session, user_id=recorder_id, today=clock.today())
    return Claimed(own_id, filename, held, tries, recorder)


def page_done(session: Session, *, clock: Clock, claimed: Claimed, done: int, pages: int) -> bool:
    """Note the progress and renew the claim. False where it is no longer one's own: cancelled, or taken over."""
    return _change(session, claimed, pages=pages, pages_done=done, claimed_until=clock.now() + LASTS)


def finish(
    session: Session, *, clock: Clock, files: FileStore, claimed: Claimed, content: bytes, found: Recognised
) -> Draft | None:
    """Keep the file with the draft made of its text. None where the claim is no longer one's own: roll back then.

    Raises DomainError("permission.denied") where the one who uploaded it may no longer edit drafts.
    """
    if claimed.recorder is None:
        raise DomainError("permission.denied")
    draft = drafts.take_recognised(
        session,
        actor=claimed.recorder,
        clock=clock,
        files=files,
        content=content,
        filename=claimed.filename,
        found=found,
    )
    done = _change(session, claimed, state=RecognitionState.DONE, claimed_until=None, draft_id=draft.id)
    return draft if done else None


def fail(session: Session, *, clock: Clock, claimed: Claimed, problem: DomainError) -> bool:
    """Say why no draft was made. Of a marked document the fact is noted, and nothing of it stays, not even its name.

    False where the claim is no longer one's own.
    """
    secret = problem.code == "file.secret"
    params = {name: value for name, value in problem.params.items() if isinstance(value, str | int)}
    values = {"filename": "", "params": {**params, "filename": ""}} if secret else {"params": params}
    ended = {"state": RecognitionState.FAILED, "claimed_until": None, "problem": problem.code}
    if not _change(session, claimed, **ended, **values):
        return False
    if secret and claimed.recorder:
        drafts.note_secret(session, actor=claimed.recorder, clock=clock)
    return True


def _change(session: Session, claimed: Claimed, **values: object) -> bool:
    """A change by the one who has the claim: each claim counts the tries up."""
    own = and_(
        Recognition.id == claimed.id,
        Recognition.state == RecognitionState.WORKING,
        Recognition.tries == claimed.tries,
    )
    return session.scalar(update(Recognition).where(own).values(**values).returning(Recognition.id)) is not None


def tidy(session: Session, *, clock: Clock, files: FileStore) -> None:
    """Forget what ended long ago, and delete from quarantine what no row knows any more."""
    over = Recognition.state.not_in(OPEN)
    session.execute(delete(Recognition).where(over, Recognition.recorded_at < clock.now() - KEPT))
    known = set(session.scalars(select(Recognition.held).where(Recognition.state.in_(OPEN))))
    files.let_go_forgotten(known, before=clock.now() - ORPHANED)
