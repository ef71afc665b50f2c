"""The morning's urging: gather what is due, let the domain plan, write the ledger and one digest a recipient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.lifecycle import NOT_CLOSED, WITH_THE_UNIT
from app.domain.terms import AssignmentRole
from app.models import Assignment, OutboxMessage, Unit
from app.services import digests, unit_digests, urging_plan, urging_write
from app.services.chief_digests import plan_chiefs
from app.services.digests import AnyPlan, DayPlan
from app.services.field_digests import plan_fields, sections_of
from app.services.leader_digests import plan_leaders
from app.services.morning import Morning, Share
from app.services.office_state import office_state
from app.services.outbox import sender_of
from app.services.queue_places import places
from app.services.rules import load_rules
from app.services.standing_filters import overdue
from app.services.urging_plan import Gathering
from app.services.urging_write import Applied


def plan_day(session: Session, *, office_id: int, clock: Clock, links: Links) -> DayPlan:
    """Whom to tell what today. Reads only; nothing is planned for whoever has had today's digest, or on a day off."""
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
    plans = _plans(session, morning, known)
    waiting = places(session, office_id=office_id, today=today) if plans else {}
    return DayPlan(morning, is_working=True, plans=plans, places=waiting)


def _plans(session: Session, morning: Morning, known: Gathering) -> tuple[AnyPlan, ...]:
    """One digest a recipient: of several that a person might have, a leader's, a chief's, a follower's, a head's. They
    leave in this order: where the relay takes only so many an hour, the leaders do not wait behind all units, nor
    anybody who was not reached yesterday behind one who was."""
    office = office_state(session, morning=morning) if _readers(morning, known) else None
    sections = sections_of(session, morning=morning, known=known.fields)
    people: list[AnyPlan] = []
    people += plan_leaders(session, morning=morning, office=office, sections=sections)
    people += plan_chiefs(session, morning=morning, office=office, sections=sections)
    people += plan_fields(session, morning=morning, taken=_taken(people), sections=sections, known=known.fields)
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

    ``jobs.digest`` goes the same steps in a transaction each, so that others write in between.
    """
    urging_write.replace_older(session, plan=plan)
    return sum((_write(session, clock, plan, some) for some in urging_write.parts(plan)), Applied())


def _write(session: Session, clock: Clock, plan: DayPlan, some: Sequence[AnyPlan]) -> Applied:
    answerable = urging_write.answerable(session, clock=clock, plan=plan, some=some)
    letters = urging_write.composed(plan, answerable)
    return urging_write.write(session, clock=clock, plan=plan, some=some, letters=letters)
