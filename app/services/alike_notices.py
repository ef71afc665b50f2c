"""A notice without number that looks like one that was given already: asked about before it is given a second time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.alike import Sentences
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.models import Directive, Source, Task
from app.wording.alike import SAME_TEXT, shared_tasks
from app.wording.mail import directive_words

LOOKED_BACK = timedelta(days=400)


def refuse_alike(session: Session, *, actor: Actor, clock: Clock, source: Source, texts: Sequence[str]) -> None:
    """``texts`` are the tasks' own words. Raises DomainError("directive.alike") with the public id of the notice that
    has the same text, or at least half of the tasks of the longer of the two, and why."""
    since = clock.today() - LOOKED_BACK
    same = _same_text(session, actor, source, since)
    if same is not None:
        _refuse(same, SAME_TEXT)
    found = _most_shared(session, actor, texts, since)
    if found is not None:
        directive_id, shared, of = found
        _refuse(session.get_one(Directive, directive_id), shared_tasks(shared, of))


def _refuse(there: Directive, reason: str) -> None:
    name = directive_words(there.kind, there.number, there.issued_on)
    raise DomainError("directive.alike", public_id=there.public_id, name=name, given_on=there.given_on, reason=reason)


def _same_text(session: Session, actor: Actor, source: Source, since: date) -> Directive | None:
    return session.scalars(
        select(Directive)
        .join(Source, Source.id == Directive.source_id)
        .where(
            Directive.office_id == actor.office_id,
            Directive.given_on >= since,
            Source.text_sha256 == source.text_sha256,
        )
        .order_by(Directive.id.desc())
    ).first()


def _most_shared(session: Session, actor: Actor, texts: Sequence[str], since: date) -> tuple[int, int, int] | None:
    """The directive that shares most tasks: its id, how many, and of how many. Only of those with about as many tasks
    are the words read, and only as columns."""
    ours, counted = Sentences(texts), func.count(Task.id)
    near = (
        select(Task.directive_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Directive.office_id == actor.office_id, Directive.given_on >= since, ~Directive.oral)
        .group_by(Task.directive_id)
        .having(counted * 2 >= len(texts), counted <= len(texts) * 2)
    )
    rows = session.execute(
        select(Task.directive_id, Task.text).where(Task.directive_id.in_(near)).order_by(Task.directive_id.desc())
    ).tuples()
    best: tuple[int, int, int] | None = None
    for directive_id, group in groupby(rows, key=lambda row: row[0]):
        theirs = [text for _, text in group]
        shared, of = ours.shared_with(theirs), max(len(texts), len(theirs))
        if shared * 2 >= of and (best is None or shared > best[1]):
            best = (directive_id, shared, of)
    return best
