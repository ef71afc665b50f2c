"""What the office's desk shows: what waits for it, who is behind, and whether the morning's mails went out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.figures import most_overdue_first
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.permissions import Action, Actor, allowed
from app.domain.terms import AssignmentRole, DraftState, OutboxState, Standing
from app.domain.updating import Updates
from app.models import Assignment, JobRun, OutboxMessage, Unit
from app.services import health, in_field
from app.services.drafts import DraftLine, list_drafts
from app.services.in_field import FieldIds
from app.services.listing import (
    AssignmentRow,
    Wanted,
    list_assignments,
)
from app.services.rules import Rules
from app.services.runs import DIGEST, has_succeeded
from app.services.standing_filters import Narrow, is_not_closed, overdue, standing_is
from app.services.unacknowledged import SilentUnit, UrgentUnit, silent_units, urgent_units
from app.services.waiting import Asked, Signing, Waiting, waiting_for_signature, waiting_reports, waiting_requests

SHOWN, PRESSING_SHOWN = 8, 5
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """Lead assignments by how they stand, and what waits for somebody. ``dated`` is the N of n/N; those that are
    ``late`` were left longer than the office's own choices allow."""

    overdue: int
    due_today: int
    due_soon: int
    dated: int
    undecided: int
    undecided_late: int
    asked: int  # requests for more time
    asked_late: int
    signing: int
    not_acknowledged: int
    not_acknowledged_late: int
    urgent: int  # of those not acknowledged
    check_reached: int
    returned: int


@dataclass(frozen=True, slots=True)
class UnitRank:
    """n/N of a unit: open lead assignments past their due day, of the open ones that have one; and how well it keeps
    the office informed."""

    public_id: str
    name: str
    under_authority: bool
    overdue: int
    dated: int
    updates: Updates


@dataclass(frozen=True, slots=True)
class Mails:
    """The last morning run that was finished, and the outbox. ``missing`` says that today's should have run."""

    last_run: datetime | None
    last_run_ok: bool
    sent_since: int
    waiting: int
    failed: int
    missing: bool


@dataclass(frozen=True, slots=True)
class Week:
    """How many lead assignments that are still with their units fall due from ``first`` to ``last``, both included."""

    first: date
    last: date
    due: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted over all assignments: it changes only when something is written, or the day does."""

    tally: Tally
    waiting: Sequence[Waiting]
    asked: Sequence[Asked]
    signing: Sequence[Signing]
    pressing: Sequence[AssignmentRow]
    ranking: Sequence[UnitRank]
    urgent: Sequence[UrgentUnit]
    silent: Sequence[SilentUnit]
    weeks: Sequence[Week]


@dataclass(frozen=True, slots=True)
class Overview:
    figures: Figures
    drafts: Sequence[DraftLine]
    mails: Mails


def overview(
    session: Session, *, actor: Actor, rules: Rules, clock: Clock, known_figures: Figures | None = None
) -> Overview:
    """Everything on the desk, in a fixed number of queries; ``known_figures`` are handed in by who has them."""
    made = known_figures or figures(session, actor=actor, rules=rules, today=clock.today())
    seen = mails(session, office_id=actor.office_id, rules=rules, clock=clock)
    return Overview(made, _open_drafts(session, actor), seen)


def figures(session: Session, *, actor: Actor, rules: Rules, today: date, field_ids: FieldIds = None) -> Figures:
    """``field_ids`` narrow all of it to some fields of work."""
    office_id = actor.office_id
    pressing = list_assignments(
        session,
        actor=actor,
        rules=rules,
        today=today,
        wanted=Wanted(role=AssignmentRole.LEAD, standings=(Standing.OVERDUE,), field_ids=field_ids),
        per_page=PRESSING_SHOWN,
        total=PRESSING_SHOWN,
    )
    return Figures(
        tally=tally(session, office_id=office_id, rules=rules, today=today, field_ids=field_ids),
        waiting=waiting_reports(session, actor=actor, rules=rules, today=today, limit=SHOWN, field_ids=field_ids),
        asked=waiting_requests(session, actor=actor, rules=rules, today=today, limit=SHOWN, field_ids=field_ids),
        signing=waiting_for_signature(session, actor=actor, rules=rules, today=today, limit=SHOWN, field_ids=field_ids),
        pressing=pressing.items,
        ranking=rank_units(session, office_id=office_id, rules=rules, today=today, field_ids=field_ids),
        urgent=urgent_units(session, office_id=office_id, today=today, field_ids=field_ids),
        silent=silent_units(session, office_id=office_id, rules=rules, today=today, field_ids=field_ids),
        weeks=coming_weeks(session, office_id=office_id, today=today, field_ids=field_ids),
    )


def coming_weeks(session: Session, *, office_id: int, today: date, field_ids: FieldIds = None) -> list[Week]:
    """What falls due from today on, this week and the three after it; weeks end on Sunday."""
    monday = today - timedelta(days=today.weekday())
    end = monday + timedelta(days=7 * WEEKS - 1)
    a = Assignment
    rows = session.execute(
        select(a.due_on, func.count(a.id))
        .where(a.office_id == office_id, a.role == AssignmentRole.LEAD, a.due_on.between(today, end))
        .where(a.state.in_(WITH_THE_UNIT), ~a.objective, *in_field.narrowed(field_ids, day=today))
        .group_by(a.due_on)
    )
    due = [0] * WEEKS
    for day, number in rows:
        due[(day - monday).days // 7] += number
    starts = [monday + timedelta(days=7 * place) for place in range(WEEKS)]
    return [Week(max(first, today), first + timedelta(days=6), n) for first, n in zip(starts, due, strict=True)]


# How a unit's open lead assignments stand: each is one of these, so that the parts make the whole.
OPEN_STANDINGS = (
    Standing.OVERDUE,
    Standing.DUE_TODAY,
    Standing.DUE_SOON,
    Standing.IN_TIME,
    Standing.SIGNING,
    Standing.WAITING,
    Standing.UNDATED,
    Standing.OBJECTIVE,
)


def own_standing(session: Session, *, office_id: int, rules: Rules, today: date, unit_id: int) -> dict[Standing, int]:
    """How many of the unit's open lead assignments stand how, in one query."""
    conditions = [standing_is(each, rules=rules, today=today) for each in OPEN_STANDINGS]
    sums = map(_how_many, conditions)
    row = session.execute(
        select(*sums).where(
            Assignment.office_id == office_id,
            Assignment.unit_id == unit_id,
            Assignment.role == AssignmentRole.LEAD,
            is_not_closed(),
        )
    ).one()
    return {standing: int(number) for standing, number in zip(OPEN_STANDINGS, row, strict=True)}


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """The sum of what holds; a condition on a day that is missing is neither true nor false."""
    return func.coalesce(func.sum(cast(condition, Integer)), 0)


def _open_drafts(session: Session, actor: Actor) -> list[DraftLine]:
    """None for a leader, who does not work on drafts."""
    if not allowed(actor, Action.EDIT_DRAFT):
        return []
    return list_drafts(session, actor=actor, state=DraftState.OPEN, limit=SHOWN)


# In the order of the fields of ``Tally``.
WAITS = (
    Narrow.UNDECIDED,
    Narrow.UNDECIDED_LATE,
    Narrow.EXTENSION_ASKED,
    Narrow.EXTENSION_LATE,
    Narrow.FOR_SIGNATURE,
    Narrow.NOT_ACKNOWLEDGED,
    Narrow.NOT_ACKNOWLEDGED_LATE,
    Narrow.URGENT_NOT_ACKNOWLEDGED,
    Narrow.CHECK_REACHED,
    Narrow.RETURNED,
)


def tally(
    session: Session,
    *,
    office_id: int,
    rules: Rules,
    today: date,
    unit_id: int | None = None,
    field_ids: FieldIds = None,
) -> Tally:
    """In one query; of one unit, of some fields, or of all."""
    lead = Assignment.role == AssignmentRole.LEAD
    counted = (
        lead & standing_is(Standing.OVERDUE, rules=rules, today=today),
        lead & standing_is(Standing.DUE_TODAY, rules=rules, today=today),
        lead & standing_is(Standing.DUE_SOON, rules=rules, today=today),
        lead & standing_is(Narrow.UNFINISHED_DATED, rules=rules, today=today),
        *(standing_is(each, rules=rules, today=today) for each in WAITS),
    )
    sums = map(_how_many, counted)
    query = select(*sums).where(Assignment.office_id == office_id, is_not_closed())
    query = query.where(*in_field.narrowed(field_ids, day=today))
    if unit_id is not None:
        query = query.where(Assignment.unit_id == unit_id)
    row = session.execute(query).one()
    return Tally(*(int(value) for value in row))


def rank_units(
    session: Session, *, office_id: int, rules: Rules, today: date, field_ids: FieldIds = None
) -> list[UnitRank]:
    """Units with open lead assignments that n/N or the update rate counts, in the order of the report and the mails."""
    counted = (
        overdue(today),
        standing_is(Narrow.UNFINISHED_DATED, rules=rules, today=today),
        standing_is(Narrow.TO_UPDATE, rules=rules, today=today),
        standing_is(Narrow.NOT_UPDATED, rules=rules, today=today),
    )
    rows = session.execute(
        select(Unit.public_id, Unit.name, Unit.under_authority, *map(_how_many, counted))
        .join(Assignment, Assignment.unit_id == Unit.id)
        .where(Assignment.office_id == office_id, Assignment.role == AssignmentRole.LEAD, is_not_closed())
        .where(*in_field.narrowed(field_ids, day=today))
        .group_by(Unit.id, Unit.public_id, Unit.name, Unit.under_authority)
        .order_by(Unit.id)
    )
    ranks = [
        UnitRank(public_id, name, ours, int(late), int(dated), Updates(int(to_update - silent), int(to_update)))
        for public_id, name, ours, late, dated, to_update, silent in rows
        if dated or to_update
    ]
    return sorted(ranks, key=lambda rank: most_overdue_first(rank.overdue, rank.dated, rank.name))


def mails(session: Session, *, office_id: int, rules: Rules, clock: Clock) -> Mails:
    last = session.execute(
        select(JobRun.started_at, JobRun.ok).where(JobRun.job == DIGEST).order_by(JobRun.started_at.desc()).limit(1)
    ).first()
    by_state = dict(
        session.execute(
            select(OutboxMessage.state, func.count(OutboxMessage.id))
            .where(OutboxMessage.office_id == office_id, OutboxMessage.state != OutboxState.SENT)
            .group_by(OutboxMessage.state)
        )
        .tuples()
        .all()
    )
    return Mails(
        last_run=last.started_at if last else None,
        last_run_ok=bool(last and last.ok),
        sent_since=_sent_since(session, office_id, last.started_at) if last else 0,
        waiting=sum(by_state.get(state, 0) for state in health.ON_THE_WAY),
        failed=by_state.get(OutboxState.FAILED, 0),
        missing=health.morning_is_missing(
            works=rules.calendar.is_working(clock.today()),
            planned=has_succeeded(session, job=DIGEST, day=clock.today()),
            clock=clock,
        ),
    )


def _sent_since(session: Session, office_id: int, instant: datetime) -> int:
    return (
        session.scalar(
            select(func.count(OutboxMessage.id)).where(
                OutboxMessage.office_id == office_id, OutboxMessage.sent_at >= instant
            )
        )
        or 0
    )
