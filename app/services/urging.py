"""The morning's urging: gather what is open, let the domain plan, write the ledger and one digest a recipient."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, or_, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain import urging as domain
from app.domain.calendar import local_day
from app.domain.lifecycle import NOT_CLOSED, WITH_THE_UNIT
from app.domain.terms import AssignmentRole, OutboxState, ReminderRule, State
from app.models import Assignment, Directive, DueDate, OutboxMessage, Reminder, Task, Unit
from app.services import answer_links, digests
from app.services.chief_digests import plan_chiefs
from app.services.claims import insert_new
from app.services.digests import DayPlan, put_digest
from app.services.field_digests import FieldPlan, plan_fields
from app.services.leader_digests import plan_leaders
from app.services.morning import Morning, Share
from app.services.office_state import office_state
from app.services.outbox import sender_of, unit_key, unit_recipient
from app.services.rules import Rules, load_rules
from app.services.standing_filters import overdue, reported_on
from app.services.unit_digests import Part, UnitPlan, Urged
from app.services.waiting import asked_for
from app.wording.rights import LIMITED_IN_MAIL

# The mildest rung stands five working days before the day aimed at, which may itself be one before the due day.
HORIZON = 6
CHUNK = 500  # ids a statement
_URGING = (ReminderRule.OVERDUE_FIRST, ReminderRule.OVERDUE_WEEKLY)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a morning came to: mails queued to units, to leaders, and to others in charge of fields; and the assignments
    that are urged."""

    unit_mails: int
    office_mails: int
    items: int
    field_mails: int = 0


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
    parts = _parts(session, office_id=office_id, links=links, rules=rules, today=today)
    counted = shares(session, office_id=office_id, today=today)
    had = _had_today(session, office_id=office_id, today=today)
    morning = replace(morning, shares=counted, had=had)
    units = _unit_plans(session, parts=parts, shares=counted, had=had, rules=rules, now=clock.now())
    office = office_state(session, morning=morning)
    leaders = plan_leaders(session, morning=morning, office=office)
    chiefs = plan_chiefs(session, morning=morning, office=office)
    taken = [*(each.recipient.key for each in leaders), *(each.recipient.key for each in chiefs)]
    fields = plan_fields(session, morning=morning, taken=taken)
    return DayPlan(morning, is_working=True, plans=(*units, *leaders, *chiefs, *fields))


def _had_today(session: Session, *, office_id: int, today: date) -> frozenset[str]:
    """The recipients whose digest of today is queued or sent already."""
    return frozenset(
        session.scalars(
            select(OutboxMessage.recipient).where(
                OutboxMessage.office_id == office_id, OutboxMessage.key.startswith(digests.key_prefix(today))
            )
        )
    )


def _parts(session: Session, *, office_id: int, links: Links, rules: Rules, today: date) -> list[Part]:
    """The lead assignments a digest may name: overdue, due within the horizon, or waiting for the office's answer to a
    report or to a request for more time. What lies for signature is named to nobody."""
    rows = session.execute(
        select(
            Assignment.id,
            Assignment.public_id,
            Assignment.unit_id,
            Assignment.state,
            Assignment.due_on,
            Assignment.due_exclusive,
            Assignment.due_date_id,
            case((Assignment.state == State.WAITING, reported_on())),
            Assignment.objective,
            Assignment.extension_asked_on,
            case((Assignment.extension_asked_on.is_not(None), asked_for())),
            Task.clause,
            case((Task.restricted, LIMITED_IN_MAIL), else_=Task.text),
            Directive.kind,
            Directive.number,
            DueDate.phrase,
            DueDate.time_of_day,
        )
        .join(Task, Assignment.task_id == Task.id)
        .join(Directive, Task.directive_id == Directive.id)
        .outerjoin(DueDate, Assignment.due_date_id == DueDate.id)
        .where(*_in_view(office_id=office_id, rules=rules, today=today))
        .order_by(Assignment.due_on, Assignment.id)
    ).tuples()
    return [_part(links, *row) for row in rows]


def _in_view(*, office_id: int, rules: Rules, today: date) -> Sequence[ColumnElement[bool]]:
    horizon = rules.calendar.add_working_days(today, HORIZON)
    return (
        Assignment.office_id == office_id,
        Assignment.role == AssignmentRole.LEAD,
        or_(
            and_(Assignment.state.in_(WITH_THE_UNIT), Assignment.due_on <= horizon, ~Assignment.objective),
            Assignment.state == State.WAITING,
            and_(Assignment.state.in_(WITH_THE_UNIT), Assignment.extension_asked_on.is_not(None)),
        ),
    )


def _part(
    links: Links,
    assignment_id: int,
    public_id: str,
    unit_id: int,
    state: State,
    due_on: date | None,
    exclusive: bool,
    due_date_id: int | None,
    reported: date | None,
    objective: bool,
    asked_on: date | None,
    asked_until: date | None,
    clause: str,
    text: str,
    kind: str,
    number: str | None,
    phrase: str | None,
    time_of_day: time | None,
) -> Part:
    return Part(
        assignment_id=assignment_id,
        unit_id=unit_id,
        waiting=state is State.WAITING,
        due_on=due_on,
        exclusive=exclusive,
        anchor=f"due:{due_date_id}",
        submitted_on=reported,
        objective=objective,
        asked_on=asked_on,
        asked_for=asked_until,
        clause=clause,
        text=text,
        source=number or kind,
        phrase=phrase or "",
        time_of_day=time_of_day,
        url=links.assignment(public_id),
    )


def shares(session: Session, *, office_id: int, today: date) -> dict[int, Share]:
    """By unit: what it leads and has not finished. n and N are class d, and c + d, as of today."""
    with_unit = and_(Assignment.state.in_(WITH_THE_UNIT), ~Assignment.objective)
    rows = session.execute(
        select(
            Unit.id,
            Unit.name,
            Unit.short_name,
            Unit.under_authority,
            Unit.is_secretariat,
            func.count(Assignment.id).filter(with_unit),
            func.count(Assignment.id).filter(with_unit, Assignment.due_on < today),
            func.count(Assignment.id).filter(overdue(today)),
            func.count(Assignment.id).filter(Assignment.due_on.is_not(None), ~Assignment.objective),
        )
        .join(Assignment, Assignment.unit_id == Unit.id)
        .where(
            Assignment.office_id == office_id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.state.in_(NOT_CLOSED),
        )
        .group_by(Unit.id)
        .order_by(Unit.position, Unit.id)
    )
    return {row[0]: Share(*row) for row in rows}


def _told(session: Session, *, assignment_ids: Sequence[int], today: date) -> tuple[list[domain.Told], dict[int, int]]:
    """The ledger of these assignments for the deadline in force, with all that was told today, and how often each
    was urged since it fell due by a mail that did leave."""
    told: list[domain.Told] = []
    urged: dict[int, int] = defaultdict(int)
    anchor_in_force = literal("due:") + cast(Assignment.due_date_id, String)
    for start in range(0, len(assignment_ids), CHUNK):
        rows = session.execute(
            select(Reminder, OutboxMessage.state)
            .join(Assignment, Reminder.assignment_id == Assignment.id)
            .outerjoin(OutboxMessage, Reminder.message_id == OutboxMessage.id)
            .where(
                Reminder.assignment_id.in_(assignment_ids[start : start + CHUNK]),
                or_(Reminder.anchor == anchor_in_force, Reminder.day == today),
            )
        ).tuples()
        for row, state in rows:
            told.append(domain.Told(row.assignment_id, row.rule, row.anchor, row.occurrence, row.recipient, row.day))
            urged[row.assignment_id] += state is OutboxState.SENT and row.rule in _URGING and not row.covered
    return told, urged


def _unit_plans(
    session: Session,
    *,
    parts: Sequence[Part],
    shares: dict[int, Share],
    had: frozenset[str],
    rules: Rules,
    now: datetime,
) -> tuple[UnitPlan, ...]:
    today = local_day(now)
    told, urged = _told(session, assignment_ids=[part.assignment_id for part in parts], today=today)
    units = {unit_id: (unit_key(unit_id),) for unit_id in shares if unit_key(unit_id) not in had}
    reminders = domain.plan(
        [_open_assignment(part, now) for part in parts if part.due_on and not part.objective],
        told,
        audience=domain.Audience(units=units),
        now=now,
        calendar=rules.calendar,
        policy=rules.urging,
        deadlines=rules.policy,
    )
    items, waiting = _by_unit(parts, reminders, urged), _of_units(part for part in parts if part.waiting)
    asked = _of_units(part for part in parts if part.asked_on)
    return tuple(
        UnitPlan(
            recipient=unit_recipient(session, unit_id=unit_id, today=today),
            share=share,
            items=tuple(items[unit_id]),
            waiting=tuple(waiting[unit_id]),
            asked=tuple(asked[unit_id]),
        )
        for unit_id, share in shares.items()
        if unit_id in items
    )


def _of_units(parts: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.unit_id].append(part)
    return found


def _open_assignment(part: Part, now: datetime) -> domain.OpenAssignment:
    return domain.OpenAssignment(
        assignment_id=part.assignment_id,
        unit_id=part.unit_id,
        state=State.WAITING if part.waiting else State.IN_PROGRESS,
        came_at=now,
        came="",
        due_on=part.due_on,
        exclusive=part.exclusive,
        due_anchor=part.anchor,
    )


def _by_unit(
    parts: Iterable[Part], reminders: Iterable[domain.Reminder], urged: dict[int, int]
) -> dict[int, list[Urged]]:
    """Each assignment's reminder with the rungs it covers, in the order of the parts: the oldest deadline first."""
    rows: dict[int, list[domain.Reminder]] = defaultdict(list)
    for reminder in reminders:
        rows[reminder.assignment_id].append(reminder)
    items: dict[int, list[Urged]] = defaultdict(list)
    for part in parts:
        if found := rows.get(part.assignment_id):
            told = next(row for row in found if not row.covered)
            items[part.unit_id].append(Urged(part, told, tuple(found), urged.get(part.assignment_id, 0)))
    return items


def apply_day(session: Session, *, office_id: int, clock: Clock, plan: DayPlan) -> Applied:
    """Write the ledger and queue the digests, in the caller's transaction. Done twice, the second time does nothing."""
    units = [each for each in plan.plans if isinstance(each, UnitPlan)]
    told = [_tell_unit(session, office_id=office_id, clock=clock, plan=plan, unit=unit) for unit in units]
    others = [each for each in plan.plans if not isinstance(each, UnitPlan)]
    made = [each for each in others if put_digest(session, clock=clock, plan=plan, what=each)]
    fields = sum(isinstance(each, FieldPlan) for each in made)
    return Applied(sum(1 for count in told if count), len(made) - fields, sum(told), fields)


class _ToldMeanwhile(Exception):
    """Another planner queued this recipient's digest between our look and our write."""


def _tell_unit(session: Session, *, office_id: int, clock: Clock, plan: DayPlan, unit: UnitPlan) -> int:
    """Queue one unit's digest; how many items it has. What another planner was faster with stays as it wrote it, and
    what would have been ours alone stays for the next morning."""
    try:
        with session.begin_nested():
            return _write_unit(session, office_id=office_id, clock=clock, plan=plan, unit=unit)
    except _ToldMeanwhile:
        return 0


def _write_unit(session: Session, *, office_id: int, clock: Clock, plan: DayPlan, unit: UnitPlan) -> int:
    """The ledger rows, and a digest of the items whose row came back."""
    rows = insert_new(session, Reminder, [_ledger_row(row, clock.now()) for item in unit.items for row in item.rows])
    ours = {(row.assignment_id, row.rule) for row in rows}
    items = tuple(item for item in unit.items if (item.part.assignment_id, item.reminder.rule) in ours)
    if not items:
        return 0
    told = replace(unit, items=_with_links(session, office_id, clock, plan.morning.links, unit, items))
    message = put_digest(session, clock=clock, plan=plan, what=told)
    if message is None:
        raise _ToldMeanwhile
    for row in rows:
        row.message_id = message.id
    _note_reminded(session, [item.part.assignment_id for item in items], plan.day)
    return len(items)


def _with_links(
    session: Session, office_id: int, clock: Clock, links: Links, unit: UnitPlan, items: Sequence[Urged]
) -> tuple[Urged, ...]:
    """The items with the addresses where the unit answers them without logging in."""
    urls = answer_links.addresses(
        session,
        clock=clock,
        links=links,
        office_id=office_id,
        unit_id=unit.share.unit_id,
        recipient=unit.recipient.key,
        assignment_ids=[item.part.assignment_id for item in items],
    )
    return tuple(
        replace(item, part=replace(item.part, answer_url=urls.get(item.part.assignment_id, ""))) for item in items
    )


def _ledger_row(reminder: domain.Reminder, recorded_at: datetime) -> dict[str, object]:
    return {
        "assignment_id": reminder.assignment_id,
        "rule": reminder.rule,
        "anchor": reminder.anchor,
        "occurrence": reminder.occurrence,
        "recipient": reminder.recipient,
        "day": reminder.day,
        "covered": reminder.covered,
        "recorded_at": recorded_at,
    }


def _note_reminded(session: Session, assignment_ids: Sequence[int], day: date) -> None:
    """Straight on the table: a reminder must not make the form somebody is filling in stale."""
    table = Assignment.__table__
    for start in range(0, len(assignment_ids), CHUNK):
        ids = assignment_ids[start : start + CHUNK]
        session.execute(update(table).where(table.c.id.in_(ids)).values(last_reminded_on=day))  # type: ignore[arg-type]
