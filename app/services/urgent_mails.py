"""What is urgent is told by itself: at its hour, past quiet hours and days off, one mail a recipient and run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed, compose
from app.domain.calendar import VIETNAM
from app.domain.terms import MessageKind, Urgency
from app.models import Unit, User
from app.services import answer_links, outbox, urging_plan
from app.services.ledger import CouldNotTell, ToldMeanwhile, claim_items, note_told, one_of_many
from app.services.morning import Morning, Urged
from app.services.outbox import Recipient, unit_recipient, user_recipient
from app.services.rules import load_rules
from app.services.urging_plan import with_urls
from app.wording.mail import mail_as_text

# What goes by the day waits for the morning, also of urgent tasks: nobody is woken for "due in three days".
MORNING, NIGHT = time(6, 30), time(21, 0)
_MOST_PRESSING_FIRST = tuple(Urgency)[::-1]


@dataclass(frozen=True, slots=True)
class UrgentPlan:
    """What to tell one recipient now; ``unit_id`` is None for a person."""

    recipient: Recipient
    items: tuple[Urged, ...]
    unit_id: int | None
    under_authority: bool

    @property
    def is_unit(self) -> bool:
        return self.unit_id is not None

    @property
    def urgency(self) -> Urgency:
        """The highest degree among the items."""
        return min((item.part.urgency for item in self.items), key=_MOST_PRESSING_FIRST.index)


@dataclass(frozen=True, slots=True)
class Applied:
    """How many mails were queued, and how many could not be made."""

    mails: int
    failed: int


def plan_urgent(session: Session, *, office_id: int, clock: Clock, links: Links) -> tuple[Morning, list[UrgentPlan]]:
    """Whom to tell what of urgent tasks at this instant, on whichever day. Reads only."""
    rules, now = load_rules(session, office_id=office_id), clock.now()
    known = urging_plan.gathering(session, office_id=office_id, now=now, rules=rules, links=links)
    by_the_hour = not MORNING <= now.astimezone(VIETNAM).time() < NIGHT
    told = urging_plan.told_by_recipient(session, known=known, urgent=True, by_the_hour=by_the_hour)
    morning = Morning(
        office_id=office_id,
        at=now,
        today=clock.today(),
        rules=rules,
        sender=outbox.sender_of(session, office_id=office_id),
        links=links,
        days_off=None,
        told=told,
    )
    plans = (_plan(session, morning, key, items) for key, items in told.items())
    return morning, [plan for plan in plans if plan]


def _plan(session: Session, morning: Morning, key: str, items: tuple[Urged, ...]) -> UrgentPlan | None:
    kind, _, number = key.partition(":")
    if kind == "unit":
        unit = session.get_one(Unit, int(number))
        recipient = unit_recipient(session, unit_id=unit.id, today=morning.today)
        return UrgentPlan(recipient, items, unit.id, unit.under_authority)
    user = session.scalars(select(User).where(User.id == int(number))).first()
    return UrgentPlan(user_recipient(user), items, None, True) if user else None


def tell_urgent(session: Session, *, office_id: int, clock: Clock, links: Links) -> Applied:
    """Write the ledger and queue the mails, in the caller's transaction."""
    morning, plans = plan_urgent(session, office_id=office_id, clock=clock, links=links)
    mails = failed = 0
    for plan in plans:
        try:
            told = one_of_many(session, plan.recipient.key, partial(_tell, session, clock, morning, plan))
        except CouldNotTell:
            failed += 1
            continue
        mails += told is not None
    return Applied(mails, failed)


def _tell(session: Session, clock: Clock, morning: Morning, plan: UrgentPlan) -> int | None:
    """How many items the mail has; None where another process was faster with all of them."""
    items, row_ids = claim_items(session, clock, plan.items)
    if not items:
        return None
    told = replace(plan, items=_answerable(session, clock, morning, plan, items))
    first = items[0].reminder
    message = outbox.put(
        session,
        clock=clock,
        office_id=morning.office_id,
        kind=MessageKind.URGENT,
        # The ledger lets nothing be told twice: the first of its rows names the mail.
        key=f"urgent:{morning.today}:{plan.recipient.key}:{first.assignment_id}:{first.rule}",
        recipient=plan.recipient,
        composed=compose_urgent(morning, told),
        urgent=True,
    )
    if message is None:
        raise ToldMeanwhile
    note_told(session, row_ids, message.id, morning.today)
    return len(items)


def compose_urgent(morning: Morning, plan: UrgentPlan) -> Composed:
    return compose(MessageKind.URGENT, morning=morning, sender=morning.sender, it=plan)


def preview(session: Session, *, office_id: int, clock: Clock, links: Links) -> str:
    """The mails of this instant as text, for a dry run."""
    morning, plans = plan_urgent(session, office_id=office_id, clock=clock, links=links)
    composed = ((plan.recipient, compose_urgent(morning, plan)) for plan in plans)
    return "\n".join(mail_as_text(to.name, to.address, mail.subject, mail.text) for to, mail in composed)


def _answerable(
    session: Session, clock: Clock, morning: Morning, plan: UrgentPlan, items: Sequence[Urged]
) -> tuple[Urged, ...]:
    """The items with the addresses where a unit answers them without logging in."""
    if plan.unit_id is None:
        return tuple(items)
    urls = answer_links.addresses(
        session,
        clock=clock,
        links=morning.links,
        office_id=morning.office_id,
        unit_id=plan.unit_id,
        recipient=plan.recipient.key,
        assignment_ids=[item.part.assignment_id for item in items],
    )
    return with_urls(items, urls)
