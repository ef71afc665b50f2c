"""A person's own data: given out as a whole, and erased once the person has left (Luật Bảo vệ dữ liệu cá nhân 91/2025).

What happened stays on record and keeps pointing at the row, which then names nobody; the log has opaque ids only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, allowed, check
from app.domain.terms import OutboxState, SkipReason
from app.models import (
    Assignment,
    AuditEntry,
    Comment,
    Event,
    Extension,
    Field,
    FieldCharge,
    LoginAttempt,
    Membership,
    OutboxMessage,
    SavedFilter,
    Unit,
    User,
)
from app.models.urging import IS_WAITING
from app.services import audit
from app.services.open_items import check_nothing_open
from app.services.organisation import may_edit
from app.services.outbox import user_key
from app.services.plain_values import plain
from app.services.visibility import hidden_from
from app.wording.rights import ERASED_NAME, LIMITED

NO_PASSWORD = ""  # of an erased account: no password matches it


def export(session: Session, *, actor: Actor, clock: Clock, user: User) -> dict[str, Any]:
    """All that is stored about the person, as plain JSON values; days and instants as ISO 8601."""
    check(actor, Action.EDIT_ORGANISATION)
    parts: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
        "roles": lambda: _roles(session, user),
        "charges": lambda: _charges(session, user),
        "acts": lambda: _acts(session, user),
        "log": lambda: _log(session, user),
        "comments": lambda: _comments(session, actor, user),
        "mails": lambda: _mails(session, user),
        "saved_filters": lambda: _filters(session, user),
    }
    account = {name: getattr(user, name) for name in ("public_id", "name", "login", "email", "phone", "active")}
    _record(session, actor, clock, "person.exported", user)
    return {"account": account, **{name: plain([*read()]) for name, read in parts.items()}}


def _roles(session: Session, user: User) -> Iterator[dict[str, Any]]:
    query = select(Membership, Unit.name).join(Unit, Unit.id == Membership.unit_id)
    for row, unit in session.execute(query.where(Membership.user_id == user.id).order_by(Membership.id)).tuples():
        days = {"from": row.valid_from, "to": row.valid_to}
        yield {"role": row.role, "unit": unit, "title": row.title, **days, "is_stand_in": bool(row.stands_in_for_id)}


def _charges(session: Session, user: User) -> Iterator[dict[str, Any]]:
    query = select(FieldCharge, Field.name).join(Field, Field.id == FieldCharge.field_id)
    for row, field in session.execute(query.where(FieldCharge.user_id == user.id).order_by(FieldCharge.id)).tuples():
        yield {"field": field, "kind": row.kind, "from": row.valid_from, "to": row.valid_to}


def _acts(session: Session, user: User) -> Iterator[dict[str, Any]]:
    """What the person recorded or decided about assignments, without the words that were written there."""
    query = (
        select(Event.kind, Event.effective_on, Event.recorded_at, Assignment.public_id, Event.recorder_id)
        .join(Assignment, Assignment.id == Event.assignment_id)
        .where(or_(Event.recorder_id == user.id, Event.decider_id == user.id))
        .order_by(Event.id)
    )
    for kind, day, at, assignment, recorder_id in session.execute(query).tuples():
        part = "recorded" if recorder_id == user.id else "decided"
        yield {"act": kind, "as": part, "assignment": assignment, "day": day, "at": at}


def _log(session: Session, user: User) -> Iterator[dict[str, Any]]:
    query = select(AuditEntry).where(
        or_(AuditEntry.actor == user.public_id, AuditEntry.subject == f"person:{user.public_id}")
    )
    for row in session.scalars(query.order_by(AuditEntry.id)):
        by = "self" if row.actor == user.public_id else "another"
        yield {"at": row.at, "by": by, "action": row.action, "subject": row.subject}


def _comments(session: Session, actor: Actor, user: User) -> Iterator[dict[str, Any]]:
    """Their words as far as whoever asks may read the tasks they are about."""
    hidden, reads = hidden_from(session, actor=actor), allowed(actor, Action.VIEW_ALL_ASSIGNMENTS)
    query = select(Comment, Assignment.public_id, Assignment.task_id).join(
        Assignment, Assignment.id == Comment.assignment_id
    )
    for row, assignment, task_id in session.execute(
        query.where(Comment.author_id == user.id).order_by(Comment.id)
    ).tuples():
        text = row.text if reads and task_id not in hidden else LIMITED
        yield {"at": row.recorded_at, "assignment": assignment, "text": text}


def _mails(session: Session, user: User) -> Iterator[dict[str, Any]]:
    for row in session.scalars(_mails_to(user).order_by(OutboxMessage.id)):
        yield {"at": row.recorded_at, "subject": row.subject, "to": row.to_address, "state": row.state}


def _mails_to(user: User) -> Any:
    return select(OutboxMessage).where(OutboxMessage.recipient == user_key(user.id))


def _filters(session: Session, user: User) -> Iterator[dict[str, Any]]:
    for row in session.scalars(select(SavedFilter).where(SavedFilter.user_id == user.id).order_by(SavedFilter.id)):
        yield {"name": row.name, "query": row.query}


def is_erased(user: User) -> bool:
    return user.password_hash == NO_PASSWORD


def check_not_erased(user: User) -> None:
    """Raise DomainError("person.erased"): nobody takes the place of one who was erased."""
    if is_erased(user):
        raise DomainError("person.erased")


def erase(session: Session, *, actor: Actor, clock: Clock, user: User) -> None:
    """Take away who it was: name, login, addresses, password, and the copies of them beside what happened.

    Raises DomainError: "person.erased", "person.still_active", "person.open_items".
    """
    may_edit(session, actor=actor)
    erase_row(session, actor=actor, clock=clock, user=user)


def erase_row(session: Session, *, actor: Actor, clock: Clock, user: User) -> None:
    """The same for a job, which has no right to ask for."""
    check_not_erased(user)
    if user.active:
        raise DomainError("person.still_active", name=user.name)
    check_nothing_open(session, user=user, today=clock.today())
    _forget_attempts(session, user.login)
    _forget_copies(session, user)
    user.name, user.login = ERASED_NAME, f"da-xoa-{user.public_id}"
    user.email = user.phone = ""
    user.password_hash = NO_PASSWORD
    session.flush()
    _record(session, actor, clock, "person.erased", user)


def _forget_attempts(session: Session, login: str) -> None:
    """Failed log-ins are kept under the login; see ``app.services.access``."""
    keys = or_(LoginAttempt.key == f"login:{login}", LoginAttempt.key.startswith(f"pair:{login}|", autoescape=True))
    session.execute(delete(LoginAttempt).where(keys))


def _forget_copies(session: Session, user: User) -> None:
    """Names beside what happened, mails to the person, filters and titles. The rows stay; they point at the person."""
    for row in session.scalars(select(Assignment).where(Assignment.person_id == user.id)):
        row.person_name = ""
    for model, owner, name in (
        (Event, Event.decider_id, "decider_name"),
        (Extension, Extension.asker_id, "asker_name"),
    ):
        session.execute(update(model).where(owner == user.id).values({name: ""}))
    session.execute(update(Membership).where(Membership.user_id == user.id).values(title=""))
    session.execute(delete(SavedFilter).where(SavedFilter.user_id == user.id))
    words = {"to_name": ERASED_NAME, "to_address": "", "copies": [], "refusals": {}}
    bodies = {"body_text": "", "body_html": "", "short_text": ""}
    mails = update(OutboxMessage).where(OutboxMessage.recipient == user_key(user.id))
    session.execute(mails.values(words | bodies).execution_options(synchronize_session="fetch"))
    unsent = {"state": OutboxState.SKIPPED, "skip_reason": SkipReason.NO_ADDRESS}
    session.execute(mails.where(IS_WAITING).values(unsent).execution_options(synchronize_session="fetch"))


def _record(session: Session, actor: Actor, clock: Clock, action: str, user: User) -> None:
    audit.record(session, actor=actor, clock=clock, action=action, subject=f"person:{user.public_id}")
