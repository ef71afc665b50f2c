"""The morning's urging: gather what is due, let the domain plan, write the ledger and one digest a recipient."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.lifecycle import NOT_CLOSED, WITH_THE_UNIT
from app.domain.terms import DIGESTS, AssignmentRole, OutboxState, SkipReason
from app.models import Assignment, OutboxMessage, Unit
from app.services import answer_links, digests, unit_digests, urging_plan
from app.services.chief_digests import plan_chiefs
from app.services.digests import AnyPlan, DayPlan, put_digest
from app.services.field_digests import plan_fields, sections_of
from app.services.leader_digests import plan_leaders
from app.services.ledger import CouldNotTell, ToldMeanwhile, claim_items, note_told, one_of_many
from app.services.morning import Morning, Share, Urged
from app.services.office_state import office_state
from app.services.outbox import Recipient, sender_of
from app.services.rules import load_rules
from app.services.standing_filters import overdue
from app.services.unit_digests import HeadPlan, UnitPlan
from app.services.urging_due import NOT_LEFT
from app.services.urging_plan import Gathering, with_urls

# These have nothing to say without an item of the plan; the others tell how things stand as well.
ONLY_ITEMS = (UnitPlan, HeadPlan)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a morning came to: mails queued to units and to people, the items of the plan that they tell, and how many
    digests could not be made."""

    unit_mails: int
    person_mails: int
    items: int
    failed: int = 0


def plan_day(session: Session, *, office_id: int, clock: Clock, links: Links) -> DayPlan:
    """Whom to tell what today. Reads only; nothing is planned for whoever has had today's digest, or on a day off."""
    with _nothing_to_collect():
        return _plan_day(session, office_id, clock, links)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """All that is read stays until the plan is there: to look through it again and again for what may be freed would
    take a quarter of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _plan_day(session: Session, office_id: int, clock: Clock, links: Links) -> DayPlan:
    rules, today = load_rules(session, office_id=office_id), clock.today()
    morning = Morning(
        office_id=office_id,
        at=clock.now(),
        today=today,
        rules=rules,
        sender=sender_of(session, office_id=office_id),
        links=links,
        days_off=digests.next_days_off(rules.calendar, today),
    )
    if not rules.calendar.is_working(today):
        return DayPlan(morning, is_working=False)
    known = urging_plan.gathering(session, office_id=office_id, now=clock.now(), rules=rules, links=links)
    had = had_today(session, office_id=office_id, today=today)
    morning = replace(morning, told=urging_plan.told_by_recipient(session, known=known, had=had), had=had)
    if morning.told or _readers(morning, known):  # else nobody would read what is counted
        morning = replace(morning, shares=shares(session, office_id=office_id, today=today))
    return DayPlan(morning, is_working=True, plans=_plans(session, morning, known))


def _plans(session: Session, morning: Morning, known: Gathering) -> tuple[AnyPlan, ...]:
    """One digest a recipient: of several that a person might have, a leader's, a chief's, a follower's, a head's. They
    leave in this order: where the relay takes only so many an hour, the leaders do not wait behind all units."""
    office = office_state(session, morning=morning) if _readers(morning, known) else None
    sections = sections_of(session, morning=morning)
    people: list[AnyPlan] = []
    people += plan_leaders(session, morning=morning, office=office, sections=sections)
    people += plan_chiefs(session, morning=morning, office=office, sections=sections)
    people += plan_fields(session, morning=morning, taken=_taken(people), sections=sections)
    heads = unit_digests.plan_heads(session, morning=morning, taken=_taken(people))
    return (*people, *unit_digests.plan_units(session, morning=morning, known=known), *heads)


def _readers(morning: Morning, known: Gathering) -> set[str]:
    """Those who are told how the whole office stands, and have not been today."""
    return {*known.audience.chiefs, *known.audience.leaders_of(None)} - morning.had


def _taken(plans: Sequence[AnyPlan]) -> frozenset[str]:
    return frozenset(plan.recipient.key for plan in plans)


def had_today(session: Session, *, office_id: int, today: date) -> frozenset[str]:
    """The recipients whose digest of today is queued or sent already."""
    return frozenset(
        session.scalars(
            select(OutboxMessage.recipient).where(
                OutboxMessage.office_id == office_id, OutboxMessage.key.startswith(digests.key_prefix(today))
            )
        )
    )


def shares(session: Session, *, office_id: int, today: date) -> dict[int, Share]:
    """By unit: what it leads and has not finished. n and N are class d, and c + d, as of today."""
    a = Assignment
    leads = a.role == AssignmentRole.LEAD
    with_unit = and_(leads, a.state.in_(WITH_THE_UNIT), ~a.objective)
    # Counted before the units come in: in the order of the index by unit, which has all of it.
    counted = (
        select(
            a.unit_id,
            func.count().filter(with_unit).label("open_with_unit"),
            func.count().filter(with_unit, a.due_on < today).label("late_with_unit"),
            func.count().filter(leads, overdue(today)).label("overdue"),
            func.count().filter(leads, a.due_on.is_not(None), ~a.objective).label("dated"),
        )
        .where(a.office_id == office_id, a.closed_on.is_(None), a.state.in_(NOT_CLOSED))
        .group_by(a.unit_id)
        .subquery()
    )
    units = (Unit.id, Unit.name, Unit.short_name, Unit.under_authority, Unit.is_secretariat)
    rows = session.execute(
        select(*units, counted.c.open_with_unit, counted.c.late_with_unit, counted.c.overdue, counted.c.dated)
        .join(counted, counted.c.unit_id == Unit.id)
        .order_by(Unit.position, Unit.id)
    )
    return {row[0]: Share(*row) for row in rows}


def apply_day(session: Session, *, office_id: int, clock: Clock, plan: DayPlan) -> Applied:
    """Write the ledger and queue the digests, in the caller's transaction. Done twice, the second time does nothing.

    A digest that cannot be made does not stop the others: nothing of it is written, so that the next run tries again.
    """
    _replace(session, plan)
    units = people = items = failed = 0
    for each in plan.plans:
        try:
            told = one_of_many(session, each.recipient.key, partial(_write, session, clock, plan, each))
        except CouldNotTell:
            failed += 1
            continue
        if told is not None:
            units += isinstance(each, UnitPlan)
            people += not isinstance(each, UnitPlan)
            items += told
    return Applied(units, people, items, failed)


def _replace(session: Session, plan: DayPlan) -> None:
    """A digest that has not left by the next morning never will: what of it still holds is told by the new one. Where
    nothing does there is no new one, and the old one would urge for what has been done."""
    if not plan.is_working:
        return
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.office_id == plan.morning.office_id,
            OutboxMessage.kind.in_(DIGESTS),
            OutboxMessage.state.in_(NOT_LEFT),
            ~OutboxMessage.key.startswith(digests.key_prefix(plan.day)),
        )
        .values(state=OutboxState.SKIPPED, skip_reason=SkipReason.REPLACED)
        .execution_options(synchronize_session=False)
    )


def _write(session: Session, clock: Clock, plan: DayPlan, what: AnyPlan) -> int | None:
    """The ledger rows, and a digest of the items whose row came back; how many items it has, None without a digest.
    What would have been ours alone, had nobody else been faster, stays for the next morning."""
    items, ids = claim_items(session, clock, what.items)
    if not items and isinstance(what, ONLY_ITEMS):
        return None
    if isinstance(what, UnitPlan):
        items = _answerable(session, clock, plan, what, items)
    told = replace(what, items=items)
    message = put_digest(session, clock=clock, plan=plan, what=told)
    if message is None:
        raise ToldMeanwhile
    note_told(session, ids, message.id, [item.part.assignment_id for item in items], plan.day)
    return len(items)


def _answerable(
    session: Session, clock: Clock, plan: DayPlan, unit: UnitPlan, items: Sequence[Urged]
) -> tuple[Urged, ...]:
    """The items with the addresses where the unit answers them without logging in."""
    return with_urls(items, _addresses(session, clock, plan.morning, unit.recipient, unit.share.unit_id, items))


def _addresses(
    session: Session, clock: Clock, morning: Morning, recipient: Recipient, unit_id: int, items: Sequence[Urged]
) -> dict[int, str]:
    return answer_links.addresses(
        session,
        clock=clock,
        links=morning.links,
        office_id=morning.office_id,
        unit_id=unit_id,
        recipient=recipient.key,
        assignment_ids=[item.part.assignment_id for item in items],
    )
