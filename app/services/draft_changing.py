"""A change of a draft: who may, against which version, kept as a step so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import DraftState
from app.models import Draft, DraftStep, User
from app.services import audit
from app.services.draft_content import HEAD, DraftContent, from_json, to_json

KEPT = 50  # steps of a draft that can be taken back


def begin(session: Session, actor: Actor, draft: Draft, version: int, state: DraftState = DraftState.OPEN) -> None:
    """Raises DomainError: "not_found", "draft.closed", "stale"."""
    check(actor, Action.EDIT_DRAFT)
    if draft.office_id != actor.office_id:
        raise DomainError("not_found")
    if draft.state is not state:
        raise DomainError("draft.closed")
    if draft.version != version:
        raise DomainError("stale")


def store(session: Session, actor: Actor, clock: Clock, draft: Draft, content: DraftContent, *, act: str) -> None:
    """Put new content in the place of the old, which is kept as a step. ``begin`` comes before."""
    session.add(
        DraftStep(draft_id=draft.id, act=act, content=draft.content, recorder_id=actor.user_id, recorded_at=clock.now())
    )
    draft.content = to_json(content)
    finish(session, actor, clock, draft, "changed")
    _forget(session, draft, beyond=KEPT)


def finish(session: Session, actor: Actor, clock: Clock, draft: Draft, act: str) -> None:
    flush(session, clock, draft)
    note(session, actor, clock, draft, act)


def flush(session: Session, clock: Clock, draft: Draft) -> None:
    """Two people at the same moment: the version in the database lets the first one through."""
    draft.updated_at = clock.now()
    try:
        session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error


def note(session: Session, actor: Actor, clock: Clock, draft: Draft, act: str, **payload: int) -> None:
    subject = f"draft:{draft.public_id}"
    audit.record(session, actor=actor, clock=clock, action=f"draft.{act}", subject=subject, **payload)


def last_act(session: Session, *, draft: Draft) -> str | None:
    """What ``undo`` would take back; None where there is nothing."""
    step = _last(session, draft)
    return step.act if step else None


@dataclass(frozen=True, slots=True)
class Done:
    """A step that can still be taken back: what was done, by whom, when, and the key of the card it was done on."""

    act: str
    key: str
    who: str
    at: datetime


def newest_step(session: Session, *, draft: Draft) -> int:
    """What ``since`` counts from; 0 before the first step."""
    return session.scalar(select(func.max(DraftStep.id)).where(DraftStep.draft_id == draft.id)) or 0


def since(session: Session, *, draft: Draft, step: int) -> list[Done]:
    """What was done behind a step, the oldest first. What was taken back meanwhile has left no step."""
    query = select(DraftStep, User.name).join(User, User.id == DraftStep.recorder_id)
    rows = session.execute(
        query.where(DraftStep.draft_id == draft.id, DraftStep.id > step).order_by(DraftStep.id)
    ).all()
    held = [from_json(each.content) for each, _ in rows] + [from_json(draft.content)]
    return [
        Done(each.act, _touched(before, after), who, each.recorded_at)
        for (each, who), (before, after) in zip(rows, pairwise(held), strict=True)
    ]


def undo(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int) -> str:
    """Take the last change back; the key of the card it was made on. Raises DomainError: "stale", "draft.closed",
    "draft.nothing_to_undo"."""
    begin(session, actor, draft, version)
    step = _last(session, draft)
    if step is None:
        raise DomainError("draft.nothing_to_undo")
    now, before = from_json(draft.content), from_json(step.content)
    draft.content = step.content
    session.delete(step)
    finish(session, actor, clock, draft, "undone")
    return _touched(now, before)


def forget_steps(session: Session, *, draft: Draft) -> None:
    """What was given cannot be taken back here any more."""
    _forget(session, draft, beyond=0)


def _last(session: Session, draft: Draft) -> DraftStep | None:
    query = select(DraftStep).where(DraftStep.draft_id == draft.id).order_by(DraftStep.id.desc()).limit(1)
    return session.scalars(query).first()


def _forget(session: Session, draft: Draft, *, beyond: int) -> None:
    ids = select(DraftStep.id).where(DraftStep.draft_id == draft.id).order_by(DraftStep.id.desc()).offset(beyond)
    if newest := session.scalar(ids.limit(1)):
        session.execute(delete(DraftStep).where(DraftStep.draft_id == draft.id, DraftStep.id <= newest))


def _touched(was: DraftContent, now: DraftContent) -> str:
    """The first card that is other than it was; the header's where no task is."""
    old = {task.key: (place, task) for place, task in enumerate(was.tasks)}
    changed = (task.key for place, task in enumerate(now.tasks) if old.get(task.key) != (place, task))
    return next(changed, HEAD)
