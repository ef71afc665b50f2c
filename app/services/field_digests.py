"""The morning's digest by field of work: to those who follow fields and to the leaders in charge of them.

One mail a person and working day, with a section for each of the person's fields that has something to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.models import Assignment, Event, OutboxMessage, Task, User
from app.services import digests
from app.services.digests import OLDEST, DayPlan, Explained, FieldPlan, FieldSection, Part, Pending, Share
from app.services.field_figures import UnitShare, unit_shares
from app.services.in_field import FieldsOn, fields_on, responsible
from app.services.outbox import user_key, user_recipient
from app.services.rules import Rules
from app.wording.rights import LIMITED_REASON


@dataclass(frozen=True, slots=True)
class _Morning:
    """What every section is made from. ``shares`` are those of the units with anything open."""

    shares: Mapping[int, Share]
    reasons: Mapping[int, str]
    rules: Rules
    today: date


def plan_fields(
    session: Session,
    *,
    office_id: int,
    parts: Sequence[Part],
    shares: Mapping[int, Share],
    rules: Rules,
    today: date,
) -> tuple[FieldPlan, ...]:
    """Whom to tell what, of the parts that a digest may name. Nothing for whoever has had today's."""
    known = fields_on(session, office_id=office_id, day=today)
    if not known.charges:
        return ()
    late = [part.assignment_id for part in parts if digests.is_late(part, today)]
    morning = _Morning(shares, _reasons(session, late), rules, today)
    wanted: defaultdict[int, list[FieldSection]] = defaultdict(list)
    for field_id, section in _sections(session, office_id, parts, known, morning):
        for user_id in known.responsible(field_id).user_ids:
            wanted[user_id].append(section)
    had = _had_today(session, office_id, today)
    users = session.scalars(select(User).where(User.id.in_(wanted)).order_by(User.id))
    limit = rules.practice.decide_working_days
    return tuple(
        FieldPlan(user_recipient(user), tuple(wanted[user.id]), limit) for user in users if user_key(user.id) not in had
    )


def _had_today(session: Session, office_id: int, today: date) -> frozenset[str]:
    ours = (OutboxMessage.office_id == office_id, OutboxMessage.key.startswith(digests.key_prefix(FieldPlan, today)))
    return frozenset(session.scalars(select(OutboxMessage.recipient).where(*ours)))


def _sections(
    session: Session, office_id: int, parts: Sequence[Part], known: FieldsOn, morning: _Morning
) -> list[tuple[int, FieldSection]]:
    """The fields in the office's order, those with something to say."""
    ids = [part.assignment_id for part in parts]
    found = responsible(session, office_id=office_id, assignment_ids=ids, today=morning.today, known=known)
    by_field: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if part.assignment_id in found:
            by_field[found[part.assignment_id].field_id].append(part)
    shares: defaultdict[int | None, list[UnitShare]] = defaultdict(list)
    for share in unit_shares(session, office_id=office_id, today=morning.today, known=known):
        shares[share.field_id].append(share)
    sections = [(key, _section(each.name, shares[key], by_field[key], morning)) for key, each in known.names.items()]
    return [(key, each) for key, each in sections if each.overdue or each.outside or each.waiting or each.asked]


def _section(name: str, shares: Sequence[UnitShare], parts: Sequence[Part], morning: _Morning) -> FieldSection:
    ours = [share for share in shares if share.under_authority]
    late = [part for part in parts if digests.is_late(part, morning.today) and not part.objective]
    oldest = [part for part in late if morning.shares[part.unit_id].under_authority][:OLDEST]
    return FieldSection(
        name=name,
        overdue=sum(share.overdue for share in ours),
        dated=sum(share.dated for share in ours),
        by_unit=tuple(share for share in ours if share.overdue),
        outside=tuple(share for share in shares if share.overdue and not share.under_authority),
        oldest=tuple(_explained(part, morning) for part in oldest),
        waiting=_longest_first(_pending(part, part.submitted_on, morning) for part in parts if part.waiting),
        asked=_longest_first(_pending(part, part.asked_on, morning) for part in parts if part.asked_on),
    )


def _explained(part: Part, morning: _Morning) -> Explained:
    late = digests.late(part, morning.shares, morning.today)
    return Explained(late, morning.reasons.get(part.assignment_id, ""))


def _pending(part: Part, since: date | None, morning: _Morning) -> Pending:
    return digests.pending(part, since, morning.shares, morning.rules.calendar, morning.today)


def _longest_first(pending: Iterable[Pending]) -> tuple[Pending, ...]:
    return tuple(sorted(pending, key=lambda each: -each.working_days))


def _reasons(session: Session, assignment_ids: Sequence[int]) -> dict[int, str]:
    """The newest reason that a unit gave for being late; of a task with a limited view, that there is one."""
    rows = session.execute(
        select(Event.assignment_id, case((Task.restricted, LIMITED_REASON), else_=Event.lateness_reason))
        .join(Assignment, Assignment.id == Event.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Event.assignment_id.in_(assignment_ids), Event.lateness_reason != "")
        .order_by(Event.id)
    ).tuples()
    return dict(rows.all())


def tell(session: Session, *, office_id: int, clock: Clock, plan: DayPlan) -> int:
    """Queue the mails, in the caller's transaction; how many are new."""
    made = [
        digests.put_digest(session, office_id=office_id, clock=clock, plan=plan, recipient=each.recipient, what=each)
        for each in plan.fields
    ]
    return sum(message is not None for message in made)
