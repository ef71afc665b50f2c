"""The digests of a morning as plain values, and how they are composed and printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import Composed, compose
from app.domain.calendar import WorkingCalendar
from app.domain.figures import most_overdue_first
from app.domain.terms import MessageKind
from app.domain.urging import Reminder
from app.models import OutboxMessage
from app.services.field_figures import UnitShare
from app.services.outbox import Recipient, Sender, put
from app.wording import mail as words

NEAR = 10  # days ahead in which a holiday is worth a line
OLDEST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A lead assignment as a digest names it. ``source`` is the notice's number, or its kind while it has none."""

    assignment_id: int
    unit_id: int
    waiting: bool
    due_on: date | None
    exclusive: bool
    anchor: str
    submitted_on: date | None  # the day of the report that waits
    objective: bool
    asked_on: date | None  # a request for more time that waits, and the day it asks for
    asked_for: date | None
    clause: str
    text: str
    source: str
    phrase: str
    time_of_day: time | None
    url: str
    answer_url: str = ""  # without logging in; made when the mail is written, not when it is planned


@dataclass(frozen=True, slots=True)
class Urged:
    """A part with the reminder that is told, all ledger rows to write (the covered rungs too), and how often the
    unit was urged before."""

    part: Part
    reminder: Reminder
    rows: tuple[Reminder, ...]
    times: int


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's unfinished lead assignments: ``open_with_unit`` and ``late_with_unit`` are in its own hands;
    ``overdue`` of ``dated`` is n/N (class d of c + d), with what was reported late and waits."""

    unit_id: int
    name: str
    short_name: str
    under_authority: bool
    is_secretariat: bool
    open_with_unit: int
    late_with_unit: int
    overdue: int
    dated: int


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit's digest: at least one item; ``waiting`` lies with the office and is told for completeness, and so are
    the requests for more time, ``asked``."""

    recipient: Recipient
    share: Share
    items: tuple[Urged, ...]
    waiting: tuple[Part, ...]
    asked: tuple[Part, ...]

    @property
    def overdue(self) -> list[Urged]:
        return [item for item in self.items if item.reminder.days_overdue]

    @property
    def due_soon(self) -> list[Urged]:
        """By deadline, so that what is due today comes first."""
        return [item for item in self.items if not item.reminder.days_overdue]

    @property
    def overdue_not_listed(self) -> int:
        """Overdue ones that were urged earlier this week, so that today's mail leaves them out."""
        return self.share.late_with_unit - len(self.overdue)


@dataclass(frozen=True, slots=True)
class Pending:
    """A report or a request that waits for a decision; ``working_days`` since it was made."""

    part: Part
    unit_name: str
    working_days: int


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue assignment, with the calendar days past its deadline."""

    part: Part
    unit_name: str
    days: int


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """The chief's and the leaders' digest. Units outside the authority are counted apart, in ``outside``.

    ``fields`` are by the key of a recipient the sections of the fields in his charge, told inside this one mail;
    ``sections`` are those of the recipient for whom it is composed."""

    recipients: tuple[Recipient, ...]
    overdue: int
    dated: int
    by_unit: tuple[Share, ...]
    outside: tuple[Share, ...]
    oldest: tuple[Late, ...]
    this_week: tuple[Late, ...]
    waiting: tuple[Pending, ...]
    asked: tuple[Pending, ...]
    waiting_for_leader: int
    failed_mails: int
    limit: int
    fields: Mapping[str, tuple[FieldSection, ...]] = field(default_factory=dict)
    sections: tuple[FieldSection, ...] = ()

    def to(self, recipient: Recipient) -> OfficePlan:
        return replace(self, sections=self.fields.get(recipient.key, ()))

    @property
    def late_decisions(self) -> int:
        """Reports without decision past the office's own limit, in working days."""
        return sum(pending.working_days > self.limit for pending in self.waiting)

    @property
    def late_answers(self) -> int:
        return sum(pending.working_days > self.limit for pending in self.asked)


@dataclass(frozen=True, slots=True)
class Explained:
    """An overdue assignment with the reason that the unit gave; empty if it gave none."""

    late: Late
    reason: str


@dataclass(frozen=True, slots=True)
class FieldSection:
    """What there is to say of a field of work: n/N and its units with something overdue, those outside the authority
    apart; the oldest; what waits for the office."""

    name: str
    overdue: int
    dated: int
    by_unit: tuple[UnitShare, ...]
    outside: tuple[UnitShare, ...]
    oldest: tuple[Explained, ...]
    waiting: tuple[Pending, ...]
    asked: tuple[Pending, ...]


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """The digest of somebody who leads or follows fields and has not the office's: a section for each field that has
    something to say."""

    recipient: Recipient
    sections: tuple[FieldSection, ...]
    limit: int

    @property
    def overdue(self) -> int:
        return sum(section.overdue for section in self.sections)

    @property
    def dated(self) -> int:
        return sum(section.dated for section in self.sections)

    @property
    def waiting(self) -> int:
        return sum(len(section.waiting) + len(section.asked) for section in self.sections)


AnyPlan = UnitPlan | OfficePlan | FieldPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """What a morning would send; printable, and empty on a day off."""

    day: date
    at: datetime
    is_working: bool
    sender: Sender
    days_off: tuple[date, date] | None
    desk: str
    my_unit: str
    links: Links
    units: tuple[UnitPlan, ...] = field(default=())
    office: OfficePlan | None = None
    fields: tuple[FieldPlan, ...] = field(default=())


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


def office_plan(
    *,
    parts: Sequence[Part],
    shares: Mapping[int, Share],
    recipients: tuple[Recipient, ...],
    calendar: WorkingCalendar,
    limit: int,
    today: date,
    failed_mails: int,
) -> OfficePlan:
    """Count for the office, under its authority and outside it apart; units with the most overdue come first."""
    ranked = sorted((share for share in shares.values() if share.overdue), key=_rank)
    inside = [share for share in shares.values() if share.under_authority]
    of_inside = [part for part in parts if shares[part.unit_id].under_authority and not part.objective]
    waiting = [pending(part, part.submitted_on, shares, calendar, today) for part in parts if part.waiting]
    asked = [pending(part, part.asked_on, shares, calendar, today) for part in parts if part.asked_on]
    sunday = today + timedelta(days=6 - today.weekday())
    return OfficePlan(
        recipients=recipients,
        overdue=sum(share.overdue for share in inside),
        dated=sum(share.dated for share in inside),
        by_unit=tuple(share for share in ranked if share.under_authority),
        outside=tuple(share for share in ranked if not share.under_authority),
        oldest=tuple(late(part, shares, today) for part in of_inside if is_late(part, today))[:OLDEST],
        this_week=tuple(late(part, shares, today) for part in of_inside if _is_due(part, today, sunday)),
        waiting=tuple(sorted(waiting, key=lambda pending: -pending.working_days)),
        asked=tuple(sorted(asked, key=lambda pending: -pending.working_days)),
        waiting_for_leader=sum(shares[part.unit_id].is_secretariat for part in parts if part.waiting),
        failed_mails=failed_mails,
        limit=limit,
    )


def _rank(share: Share) -> tuple[int, float, str]:
    return most_overdue_first(share.overdue, share.dated, share.name)


def pending(
    part: Part, since: date | None, shares: Mapping[int, Share], calendar: WorkingCalendar, today: date
) -> Pending:
    days = calendar.working_days_between(since or today, today)
    return Pending(part, shares[part.unit_id].name, days)


def late(part: Part, shares: Mapping[int, Share], today: date) -> Late:
    return Late(part, shares[part.unit_id].name, (today - part.due_on).days if part.due_on else 0)


def is_late(part: Part, today: date) -> bool:
    return not part.waiting and part.due_on is not None and part.due_on < today


def _is_due(part: Part, today: date, through: date) -> bool:
    return not part.waiting and part.due_on is not None and today <= part.due_on <= through


KINDS: Mapping[type, MessageKind] = {
    UnitPlan: MessageKind.UNIT_DIGEST,
    OfficePlan: MessageKind.OFFICE_DIGEST,
    FieldPlan: MessageKind.FIELD_DIGEST,
}


def compose_digest(plan: DayPlan, what: AnyPlan) -> Composed:
    """A unit's mail names whom it can call; the leaders and the staff know their own office."""
    known = plan.sender if isinstance(what, UnitPlan) else replace(plan.sender, contact_name="", contact_phone="")
    return compose(KINDS[type(what)], plan=plan, sender=known, it=what)


def key_prefix(day: date) -> str:
    """How the keys of a day's digests begin: of whatever kind, one a recipient."""
    return f"digest:{day.isoformat()}:"


def put_digest(
    session: Session, *, office_id: int, clock: Clock, plan: DayPlan, recipient: Recipient, what: AnyPlan
) -> OutboxMessage | None:
    """Queue a digest; None if the recipient has today's."""
    return put(
        session,
        clock=clock,
        office_id=office_id,
        kind=KINDS[type(what)],
        key=key_prefix(plan.day) + recipient.key,
        recipient=recipient,
        composed=compose_digest(plan, what),
    )


def describe(plan: DayPlan) -> str:
    """The whole plan as text, for a dry run: each mail with its recipient, subject and body."""
    if not plan.is_working:
        return words.no_digest_words(plan.day)
    office = plan.office
    mails = [_describe(unit.recipient, compose_digest(plan, unit)) for unit in plan.units]
    if office:
        mails += [_describe(each, compose_digest(plan, office.to(each))) for each in office.recipients]
    mails += [_describe(each.recipient, compose_digest(plan, each)) for each in plan.fields]
    return "\n".join([words.plan_words(plan.day, len(mails)), *mails])


def _describe(recipient: Recipient, composed: Composed) -> str:
    return words.mail_as_text(recipient.name, recipient.address, composed.subject, composed.text)
