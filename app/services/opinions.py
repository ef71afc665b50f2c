"""Requests for more time as a leader sees them: one at a time, with all that is needed to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import EventKind, ExtensionState, Role, State
from app.models import Assignment, Directive, Extension, Task, Unit
from app.services import extensions
from app.services.decisions import MOVING_ROLES, Decision
from app.services.rules import Rules
from app.services.visibility import readable_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An open request. ``working_days`` it has waited, ``late`` past the office's own limit; ``extended`` is how often
    the assignment has been given more time. ``refusal`` says why this person does not decide it: the code of a
    DomainError, empty for who may. ``limited``: few may read it, so that nothing of it leaves the system."""

    public_id: str
    assignment_public_id: str
    version: int
    text: str
    clause: str
    directive_kind: str
    number: str | None
    unit_name: str
    due_on: date
    asked_for: date
    asked_on: date
    asker_name: str
    reason: str
    proposal: str
    extended: int
    working_days: int
    late: bool
    refusal: str
    limited: bool


@dataclass(frozen=True, slots=True)
class Pile:
    """The open requests of an office, of which one lies on top: ``place`` counts from 1, the oldest first."""

    total: int
    place: int
    request: Request | None


@dataclass(frozen=True, slots=True)
class OwnResult:
    """A result of the secretariat that a leader confirms."""

    assignment_public_id: str
    text: str
    submitted_on: date


def decides_in_person(actor: Actor) -> bool:
    """Whether the person decides requests, and does not only record what a leader decided."""
    return not actor.roles.isdisjoint(MOVING_ROLES)


def count_requests(session: Session, *, actor: Actor) -> int:
    """How many requests wait."""
    return session.scalar(_open(actor, func.count(Extension.id))) or 0


def pile(session: Session, *, actor: Actor, rules: Rules, today: date, place: int = 1) -> Pile:
    """The request at a place, the oldest being the first. A place beyond the last is the last. Two queries."""
    check(actor, Action.DECIDE_EXTENSION)
    total = count_requests(session, actor=actor)
    place = min(max(1, place), max(1, total))
    row = session.execute(_requests(actor).offset(place - 1).limit(1)).first()
    return Pile(total, place, _request(row, actor, rules, today) if row else None)


def first_requests(session: Session, *, actor: Actor, rules: Rules, today: date, limit: int) -> list[Request]:
    """The oldest of the pile, in one query."""
    check(actor, Action.DECIDE_EXTENSION)
    return [_request(row, actor, rules, today) for row in session.execute(_requests(actor).limit(limit))]


def place_of(session: Session, *, actor: Actor, request: Extension) -> int:
    """Where a request lies in the pile, from 1."""
    before = or_(
        Extension.asked_on < request.asked_on,
        and_(Extension.asked_on == request.asked_on, Extension.id < request.id),
    )
    return 1 + (session.scalar(_open(actor, func.count(Extension.id)).where(before)) or 0)


def _open(actor: Actor, *columns: SQLColumnExpression[Any]) -> Select[Any]:
    """The requests that wait, of tasks that the person may read."""
    return (
        select(*columns)
        .select_from(Extension)
        .join(Assignment, Assignment.id == Extension.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            Assignment.office_id == actor.office_id,
            Assignment.extension_asked_on.is_not(None),  # by the index of those
            Extension.state == ExtensionState.OPEN,
            readable_by(actor),
        )
    )


def _requests(actor: Actor) -> Select[Any]:
    """The oldest first, by the names of ``Request``."""
    e, a = Extension, Assignment
    return (
        _open(
            actor,
            *(e.public_id, a.public_id.label("assignment_public_id"), a.version, Task.text, Task.clause),
            *(Directive.kind.label("directive_kind"), Directive.number, Unit.name.label("unit_name"), a.due_on),
            *(e.asked_for, e.asked_on, e.asker_name, e.reason, e.proposal, a.extensions_granted.label("extended")),
            *(e.asker_id, Unit.is_secretariat, Task.restricted.label("limited")),
        )
        .join(Directive, Directive.id == Task.directive_id)
        .join(Unit, Unit.id == a.unit_id)
        .order_by(e.asked_on, e.id)
    )


def _request(row: Row[Any], actor: Actor, rules: Rules, today: date) -> Request:
    said = dict(row._mapping)
    asker_id, is_secretariat = said.pop("asker_id"), said.pop("is_secretariat")
    days = rules.calendar.working_days_between(row.asked_on, today)
    return Request(
        **said,
        working_days=days,
        late=days > rules.practice.decide_working_days,
        refusal=_refusal(actor, asker_id, is_secretariat),
    )


def _refusal(actor: Actor, asker_id: int | None, is_secretariat: bool) -> str:
    """What ``extensions.decide`` would say to this person as the decider."""
    if not decides_in_person(actor):
        return "decider.not_entitled"
    if asker_id is not None and asker_id == actor.user_id:
        return "extension.requester_decides"
    if is_secretariat and Role.LEADER not in actor.roles:
        return "extension.own"
    return ""


def own_results(session: Session, *, actor: Actor, limit: int) -> list[OwnResult]:
    """Results of the secretariat itself that wait, the oldest first: they are a leader's to confirm, and nobody
    else's."""
    if Role.LEADER not in actor.roles:
        return []
    rows = session.execute(
        select(Assignment.public_id, Task.text, Assignment.submitted_on)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.office_id == actor.office_id, Assignment.state == State.WAITING, Unit.is_secretariat)
        .where(readable_by(actor))
        .order_by(Assignment.submitted_on, Assignment.id)
        .limit(limit)
    )
    return [OwnResult(*row) for row in rows]


def find_request(session: Session, *, actor: Actor, public_id: str) -> Extension:
    """A request of the office, answered or not. Raises DomainError("not_found")."""
    check(actor, Action.DECIDE_EXTENSION)
    query = select(Extension).join(Assignment, Assignment.id == Extension.assignment_id).join(Task)
    ours = (Extension.public_id == public_id, Assignment.office_id == actor.office_id, readable_by(actor))
    found = session.scalars(query.where(*ours)).one_or_none()
    if found is None:
        raise DomainError("not_found")
    return found


def answer(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    request: Extension,
    version: int,
    answer: EventKind,
    granted_until: date | None = None,
    reason: str = "",
) -> None:
    """The person decides, here and now: decider and recorder are one.

    Raises DomainError("extension.none_open") for a request that was answered meanwhile, and those of
    ``extensions.decide``.
    """
    if request.state is not ExtensionState.OPEN:
        raise DomainError("extension.none_open")
    extensions.decide(
        session,
        actor=actor,
        clock=clock,
        links=links,
        assignment=request.assignment,
        version=version,
        answer=answer,
        decision=Decision(decider_id=actor.user_id),
        granted_until=granted_until,
        reason=reason,
    )
