"""The morning's digest by field of work: to those who follow fields and to the leaders in charge of them.

One mail a person and working day, with a section for each of the person's fields that has something to say. Whoever
gets the office's digest finds the sections in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.models import Assignment, Event, Task, User
from app.services import digests
from app.services.digests import OLDEST, DayPlan, Explained, FieldPlan, FieldSection, OfficePlan, Part, Pending, Share
from app.services.field_figures import UnitShare, unit_shares
from app.services.in_field import FieldsOn, fields_on, responsible
from app.services.outbox import user_key, user_recipient
from app.services.rules import Rules
from app.wording.rights import LIMITED_REASON

Sections = Mapping[int, tuple[FieldSection, ...]]  # by the id of the person who is told


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
) -> Sections:
    """Whom to tell what, of the parts that a digest may name."""
    known = fields_on(session, office_id=office_id, day=today)
    if not known.charges:
        return {}
    late = [part.assignment_id for part in parts if digests.is_late(part, today)]
    morning = _Morning(shares, _reasons(session, late), rules, today)
    wanted: defaultdict[int, list[FieldSection]] = defaultdict(list)
    for field_id, section in _sections(session, office_id, parts, known, morning):
        for user_id in known.responsible(field_id).user_ids:
            wanted[user_id].append(section)
    return {user_id: tuple(sections) for user_id, sections in wanted.items()}


def shared_out(
    session: Session, *, sections: Sections, office: OfficePlan | None, had: Collection[str], limit: int
) -> tuple[OfficePlan | None, tuple[FieldPlan, ...]]:
    """The office's digest with the sections of those who get it, and a digest by field for all the others who have had
    none today."""
    told = {recipient.key for recipient in office.recipients} if office else set()
    inside = {user_key(user_id): theirs for user_id, theirs in sections.items() if user_key(user_id) in told}
    alone = [user_id for user_id in sections if user_key(user_id) not in {*told, *had}]
    users = session.scalars(select(User).where(User.id.in_(alone)).order_by(User.id))
    plans = tuple(FieldPlan(user_recipient(user), sections[user.id], limit) for user in users)
    return replace(office, fields=inside) if office else None, plans


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
