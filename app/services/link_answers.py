"""What a unit answers by the link of a mail: the same acts by the same rules, with a typed name instead of a log-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, Channel, EventKind, Role
from app.models import AnswerLink
from app.services import answering, extensions, parts
from app.services.acts import concern_of, possible_kinds, said
from app.services.evidence import NewEvidence
from app.services.rules import load_rules

# What a link may do, and what of it the office cannot take away.
ALWAYS = (EventKind.ACKNOWLEDGED, EventKind.PROGRESS)
ACTS = (*ALWAYS, EventKind.SUBMITTED, EventKind.PART_GIVEN, EventKind.EXTENSION_ASKED)


def offered(session: Session, *, link: AnswerLink) -> frozenset[EventKind]:
    """What can be done by the link as the assignment stands, within what the office allows."""
    actor = _actor(link, "")
    possible = possible_kinds(actor, link.assignment, concern_of(session, link.assignment))
    return possible & frozenset(_allowed(session, link))


def acknowledge(session: Session, *, clock: Clock, link: AnswerLink, name: str, version: int) -> None:
    """Somebody of the unit says that it has received the task. Raises DomainError("link.name") without a name, and
    those of ``answering.acknowledge``."""
    actor = _begin(session, clock, link, name, EventKind.ACKNOWLEDGED)
    answering.acknowledge(session, **_who(actor, clock, link, version))


def write_progress(
    session: Session,
    *,
    clock: Clock,
    link: AnswerLink,
    name: str,
    version: int,
    note: str,
    lateness_reason: str = "",
) -> None:
    """How far the unit is, and why it is late. Raises as ``acknowledge``."""
    actor = _begin(session, clock, link, name, EventKind.PROGRESS)
    answering.write_progress(
        session,
        **_who(actor, clock, link, version),
        note=note,
        lateness_reason=lateness_reason,
    )


def report_done(
    session: Session,
    *,
    clock: Clock,
    link: AnswerLink,
    name: str,
    version: int,
    note: str = "",
    results: Sequence[NewEvidence] = (),
    files: FileStore | None = None,
) -> None:
    """The lead reports done, a coordinating unit gives its part. Raises DomainError("link.limited") where the office
    wants that done after logging in, and as ``acknowledge``."""
    leads = link.assignment.role is AssignmentRole.LEAD
    actor = _begin(session, clock, link, name, EventKind.SUBMITTED if leads else EventKind.PART_GIVEN)
    report = answering.report_done if leads else parts.give_part
    report(
        session,
        **_who(actor, clock, link, version),
        note=note,
        results=results,
        files=files,
    )


def ask_extension(
    session: Session, *, clock: Clock, link: AnswerLink, name: str, version: int, asked_for: date, reason: str
) -> None:
    """The lead asks for a later day. Raises as ``report_done``."""
    actor = _begin(session, clock, link, name, EventKind.EXTENSION_ASKED)
    extensions.ask(
        session,
        **_who(actor, clock, link, version),
        asked_for=asked_for,
        reason=reason,
    )


def _who(actor: Actor, clock: Clock, link: AnswerLink, version: int) -> dict[str, Any]:
    """What every act is told: who acts, when, on what, and the version that was seen."""
    return {"actor": actor, "clock": clock, "assignment": link.assignment, "version": version}


def _begin(session: Session, clock: Clock, link: AnswerLink, name: str, kind: EventKind) -> Actor:
    if kind not in _allowed(session, link):
        raise DomainError("link.limited")
    link.last_used_at = clock.now()
    return _actor(link, said(name, "link.name"))


def _allowed(session: Session, link: AnswerLink) -> tuple[EventKind, ...]:
    practice = load_rules(session, office_id=link.assignment.office_id).practice
    return ACTS if practice.links_report else ALWAYS


def _actor(link: AnswerLink, name: str) -> Actor:
    """Somebody of the unit, by the name that was typed; the log knows the link."""
    return Actor(
        user_id=None,
        public_id=link.public_id,
        name=name,
        office_id=link.assignment.office_id,
        roles=frozenset({Role.UNIT_MEMBER}),
        unit_roles=frozenset({(Role.UNIT_MEMBER, link.unit_id)}),
        channel=Channel.LINK,
    )
