"""The digests of a morning: which kind of mail each plan is, how it is composed, queued and printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.mail_templates import Composed, compose
from app.domain.calendar import VIETNAM, WorkingCalendar
from app.domain.terms import MessageKind
from app.models import OutboxMessage
from app.services.chief_digests import ChiefPlan
from app.services.claims import insert_new_values
from app.services.field_digests import FieldPlan
from app.services.leader_digests import LeaderPlan
from app.services.morning import Morning
from app.services.outbox import as_leaving
from app.services.unit_digests import HeadPlan, UnitPlan
from app.wording import mail as words

NEAR = 10  # days ahead in which a holiday is worth a line

AnyPlan = UnitPlan | HeadPlan | ChiefPlan | LeaderPlan | FieldPlan
KINDS: Mapping[type, MessageKind] = {
    UnitPlan: MessageKind.UNIT_DIGEST,
    HeadPlan: MessageKind.HEAD_DIGEST,
    ChiefPlan: MessageKind.OFFICE_DIGEST,
    LeaderPlan: MessageKind.LEADER_DIGEST,
    FieldPlan: MessageKind.FIELD_DIGEST,
}
# These go to people of the office, who know whom to call there.
_INSIDE = (ChiefPlan, LeaderPlan, FieldPlan)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What a morning would send, a digest a recipient; printable, and empty on a day off. ``places`` are, by recipient,
    those in the queue that digests of earlier mornings had and never left from."""

    morning: Morning
    is_working: bool
    plans: tuple[AnyPlan, ...] = ()
    places: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.morning.today


def next_days_off(calendar: WorkingCalendar, today: date) -> tuple[date, date] | None:
    """First and last day of the next holiday within ten days, with the weekend it touches; None for mere weekends."""
    holiday = next((day for day in _days(today, NEAR) if day.weekday() < 5 and not calendar.is_working(day)), None)
    if holiday is None:
        return None
    first, last = holiday, holiday
    while not calendar.is_working(first - timedelta(days=1)) and first - timedelta(days=1) > today:
        first -= timedelta(days=1)
    while not calendar.is_working(last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last


def _days(today: date, count: int) -> Iterator[date]:
    return (today + timedelta(days=ahead) for ahead in range(1, count + 1))


def compose_digest(morning: Morning, what: AnyPlan) -> Composed:
    """A unit's mail names whom it can call; the leaders and the staff know their own office."""
    sender = morning.sender
    known = replace(sender, contact_name="", contact_phone="") if isinstance(what, _INSIDE) else sender
    return compose(KINDS[type(what)], morning=morning, sender=known, it=what)


def key_prefix(day: date) -> str:
    """How the keys of a day's digests begin: of whatever kind, one a recipient."""
    return f"digest:{day.isoformat()}:"


def put_digests(
    session: Session, *, clock: Clock, plan: DayPlan, composed: Sequence[tuple[AnyPlan, Composed]]
) -> dict[str, int]:
    """Queue digests, each to leave at the hour its reader wants: by recipient the id of each that was not there.

    All of a morning queue from the same instant, whatever their hour, but for those that were overtaken before; of
    equals they leave in this order. Leaders never wait behind anybody: there are few of them.
    """
    now = clock.now()
    rows = [
        {
            "office_id": plan.morning.office_id,
            "kind": KINDS[type(what)],
            "key": key_prefix(plan.day) + what.recipient.key,
            "urgent": isinstance(what, LeaderPlan),
            "queued_at": plan.places.get(what.recipient.key, plan.morning.at),
            **as_leaving(what.recipient, mail, now=now, not_before=_wanted(plan, what)),
        }
        for what, mail in composed
    ]
    made = insert_new_values(session, OutboxMessage, rows, returning=("recipient", "id"))
    return {row.recipient: row.id for row in made}


def _wanted(plan: DayPlan, what: AnyPlan) -> datetime | None:
    hour = what.recipient.hour
    return datetime.combine(plan.day, time(hour), tzinfo=VIETNAM) if hour is not None else None


def describe(plan: DayPlan) -> str:
    """The whole plan as text, for a dry run: each mail with its recipient, subject and body."""
    if not plan.is_working:
        return words.no_digest_words(plan.day)
    mails = [_describe(each, compose_digest(plan.morning, each)) for each in plan.plans]
    return "\n".join([words.plan_words(plan.day, len(mails)), *mails])


def _describe(what: AnyPlan, composed: Composed) -> str:
    recipient = what.recipient
    return words.mail_as_text(recipient.name, recipient.address, composed.subject, composed.text)
