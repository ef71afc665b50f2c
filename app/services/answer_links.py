"""The signed links of mails, by which a unit answers without logging in: one assignment, one recipient, until a day.

What is done by one is in ``link_answers``; here links are made, read, revoked, and those who try too often slowed down.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.lifecycle import FINAL
from app.domain.permissions import Action, Actor, allowed, check
from app.domain.terms import Channel
from app.models import AnswerLink, Assignment, Event, Office, Task
from app.models.base import new_public_id
from app.services import access, audit
from app.services.rules import load_rules

# Within the window of ``access``: a link that is pressed, all that is pressed from one address (a whole commune's, or
# many behind one proxy), and what is refused from one address before it is no longer written down.
LIMITS = {"link": 20, "link_address": 300, "link_refused": 30}
REFUSALS = ("link.invalid", "link.expired", "link.revoked", "link.closed", "link.limited_view")


class Asked(NamedTuple):
    """An assignment that a recipient, somebody of the unit, is to answer by a link."""

    assignment_id: int
    unit_id: int
    recipient: str


def addresses(
    session: Session,
    *,
    clock: Clock,
    links: Links,
    office_id: int,
    unit_id: int,
    recipient: str,
    assignment_ids: Collection[int],
) -> dict[int, str]:
    """Where the recipient, somebody of the unit, answers each of the assignments; empty where there are no keys."""
    if not (links.keys and assignment_ids):
        return {}
    asked = [Asked(each, unit_id, recipient) for each in assignment_ids]
    days = load_rules(session, office_id=office_id).practice.link_days
    return {
        each.assignment_id: url
        for each, url in addresses_of(session, clock=clock, links=links, days=days, asked=asked).items()
    }


def addresses_of(
    session: Session, *, clock: Clock, links: Links, days: int, asked: Collection[Asked]
) -> dict[Asked, str]:
    """Where each is answered for so many days; empty where there are no keys.

    A link that is there already is used again and lasts as long as a new one would; an older mail's token still ends
    on the day it was signed for. A task with a limited view has none: whoever reads the mailbox could open it. At most
    four statements, however many are asked for.
    """
    if not (links.keys and asked):
        return {}
    asked = _for_everybody(session, asked)
    now = clock.now()
    expires_at = now + timedelta(days=days)
    found = _lengthened(session, asked, now=now, expires_at=expires_at)
    made = {each: new_public_id() for each in set(asked) - found.keys()}
    if made:
        same = {"made_at": now, "expires_at": expires_at}
        rows = [{**each._asdict(), **same, "public_id": link_id} for each, link_id in made.items()]
        session.execute(insert(AnswerLink.__table__), rows)  # type: ignore[arg-type]
    return {each: links.answer(link_id, expires_at) for each, link_id in (found | made).items()}


def _for_everybody(session: Session, asked: Collection[Asked]) -> list[Asked]:
    query = select(Assignment.id).join(Task, Task.id == Assignment.task_id)
    open_to_all = set(session.scalars(query.where(Assignment.id.in_(_assignments(asked)), ~Task.restricted)))
    return [each for each in asked if each.assignment_id in open_to_all]


def _lengthened(session: Session, asked: Collection[Asked], *, now: datetime, expires_at: datetime) -> dict[Asked, str]:
    """The links that still hold, made to last until the instant."""
    link = AnswerLink
    rows = session.execute(
        select(link.id, link.assignment_id, link.unit_id, link.recipient).where(
            link.assignment_id.in_(_assignments(asked)), *_holding(now)
        )
    ).tuples()
    wanted = set(asked)
    holding = {link_id: each for link_id, of, unit_id, whom in rows if (each := Asked(of, unit_id, whom)) in wanted}
    if not holding:
        return {}
    lengthened = session.execute(
        update(link)
        .where(link.id.in_(list(holding)), *_holding(now))
        .values(expires_at=expires_at)
        .returning(link.id, link.public_id)
    ).tuples()
    return {holding[link_id]: public_id for link_id, public_id in lengthened}


def _assignments(asked: Collection[Asked]) -> list[int]:
    return sorted({each.assignment_id for each in asked})


def _holding(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (AnswerLink.revoked_at.is_(None), AnswerLink.expires_at > now)


def find(session: Session, *, clock: Clock, links: Links, token: str) -> AnswerLink:
    """The link of a token that holds, with the assignment and what its page shows.

    Raises DomainError: "link.invalid", "link.expired", "link.closed" once the assignment has ended or is another
    unit's, "link.limited_view" for a task with a limited view, "link.revoked".
    """
    link_id = links.read(token, now=clock.now())
    link = session.scalars(
        select(AnswerLink)
        .where(AnswerLink.public_id == link_id)
        .options(
            joinedload(AnswerLink.unit),
            joinedload(AnswerLink.assignment).options(
                joinedload(Assignment.unit),
                joinedload(Assignment.task).joinedload(Task.directive),
                selectinload(Assignment.events).joinedload(Event.recorder),
                selectinload(Assignment.due_dates),
                selectinload(Assignment.evidence),
            ),
        )
    ).first()
    if link is None:
        raise DomainError("link.invalid")
    if link.assignment.state in FINAL or link.assignment.unit_id != link.unit_id:
        raise DomainError("link.closed", link=link_id)
    if link.assignment.task.restricted:
        raise DomainError("link.limited_view", link=link_id)
    if link.revoked_at is not None:
        raise DomainError("link.revoked", link=link_id)
    return link


def note_refusal(session: Session, *, clock: Clock, problem: DomainError, address: str) -> None:
    """Write down that a token was refused: whose, if it names a link, and why.

    Raises DomainError("link.throttled") for an address from which too much was refused; that is no longer written.
    """
    keys = {"link_refused": f"link-refused:{address}"[:200]}
    access.check_throttle(session, clock=clock, keys=keys, limits=LIMITS, code="link.throttled")
    access.count(session, clock=clock, keys=keys)
    link_id = str(problem.params.get("link", ""))
    office_id = session.scalar(
        select(Assignment.office_id).join(AnswerLink).where(AnswerLink.public_id == link_id)
    ) or session.scalar(select(func.min(Office.id)))
    if office_id is None:
        return
    nobody = Actor(None, link_id or "link", "", office_id, frozenset(), frozenset(), Channel.LINK)
    audit.record(
        session,
        actor=nobody,
        clock=clock,
        action="link.refused",
        subject=f"link:{link_id}",
        channel=Channel.LINK.value,
        refusal=problem.code,
    )


def count_use(session: Session, *, clock: Clock, link: AnswerLink, address: str) -> None:
    """Count that somebody pressed. Raises DomainError("link.throttled") for a link or an address that was pressed too
    often lately."""
    keys = {"link": f"link:{link.public_id}", "link_address": f"link-address:{address}"[:200]}
    access.check_throttle(session, clock=clock, keys=keys, limits=LIMITS, code="link.throttled")
    access.count(session, clock=clock, keys=keys)


@dataclass(frozen=True, slots=True)
class Holding:
    """The links of an assignment that hold: how many, until when the last one does, and when one was last used."""

    count: int
    expires_at: datetime
    last_used_at: datetime | None


def holding(session: Session, *, actor: Actor, clock: Clock, assignment: Assignment) -> Holding | None:
    """For who may revoke them; None for anybody else, and where no link holds."""
    if not allowed(actor, Action.MANAGE_LINKS):
        return None
    count, expires_at, last_used_at = session.execute(
        select(func.count(AnswerLink.id), func.max(AnswerLink.expires_at), func.max(AnswerLink.last_used_at)).where(
            AnswerLink.assignment_id == assignment.id, *_holding(clock.now())
        )
    ).one()
    return Holding(count, expires_at, last_used_at) if count else None


def revoke(session: Session, *, actor: Actor, clock: Clock, assignment: Assignment) -> None:
    """The office ends every link of the assignment; the next mail brings a new one. Raises DomainError:
    "permission.denied", "link.none"."""
    check(actor, Action.MANAGE_LINKS)
    if not end(session, clock=clock, assignment=assignment):
        raise DomainError("link.none")
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action="link.revoked",
        subject=f"assignment:{assignment.public_id}",
        channel=actor.channel.value,
    )


def end(session: Session, *, clock: Clock, assignment: Assignment) -> int:
    """End every link of the assignment, as when it is closed or passes to another unit; how many there were."""
    ended = session.scalars(
        update(AnswerLink)
        .where(AnswerLink.assignment_id == assignment.id, AnswerLink.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .returning(AnswerLink.id)
    )
    return len(ended.all())
