"""Gathering what the plan looks at, and the plan itself, by recipient. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, or_, select
from sqlalchemy.orm import Session

from app.adapters.links import Links
from app.domain import meetings as meeting_days
from app.domain import urging as domain
from app.domain.calendar import WorkingCalendar, bounds_of, local_day
from app.domain.terms import AssignmentRole, EventKind, MeetingState, Role, State, Urgency
from app.domain.urging_rules import WEEKS_BACK, OpenAssignment, Silence, weekly_mark
from app.models import (
    Assignment,
    Directive,
    DueDate,
    Event,
    MeetingSeries,
    Membership,
    Reminder,
    Task,
    Unit,
    User,
)
from app.services import meetings, urging_due
from app.services.in_field import FieldsOn, fields_on
from app.services.morning import Part, Urged
from app.services.outbox import unit_key, user_key
from app.services.people import holders, in_force
from app.services.rules import Rules
from app.services.standing_filters import reported_on
from app.services.times_urged import times_urged
from app.services.urging_due import Search
from app.services.waiting import asked_for
from app.wording.rights import LIMITED_IN_MAIL

CHUNK = 900  # ids a statement
Told = Mapping[str, tuple[Urged, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """What is the same for every assignment: the instant, the rules, who is told, and the days before meetings."""

    office_id: int
    now: datetime
    rules: Rules
    links: Links
    fields: FieldsOn
    audience: domain.Audience
    call_days: frozenset[date]

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def search(self) -> Search:
        calendar = self.rules.calendar
        return Search(
            office_id=self.office_id,
            today=self.today,
            rules=self.rules,
            mark=weekly_mark(self.today, self.call_days, calendar),
            chiefs=self.audience.chiefs,
            leaders={each: self.audience.leaders_of(each) for each in (None, *self.fields.names)},
            office={each: self.audience.office_of(each) for each in (None, *self.fields.names)},
        )


def gathering(session: Session, *, office_id: int, now: datetime, rules: Rules, links: Links) -> Gathering:
    today = local_day(now)
    fields = fields_on(session, office_id=office_id, day=today)
    return Gathering(
        office_id=office_id,
        now=now,
        rules=rules,
        links=links,
        fields=fields,
        audience=_audience(session, office_id, today, fields),
        call_days=_call_days(session, office_id, today, rules.calendar),
    )


def _audience(session: Session, office_id: int, today: date, fields: FieldsOn) -> domain.Audience:
    units = session.scalars(select(Unit.id).where(Unit.office_id == office_id).order_by(Unit.id))
    heads: dict[int, list[str]] = defaultdict(list)
    for unit_id, user_id in session.execute(
        select(Membership.unit_id, Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(User.office_id == office_id, User.active, Membership.role == Role.UNIT_HEAD, *in_force(today))
        .order_by(Membership.id)
    ).tuples():
        heads[unit_id].append(user_key(user_id))
    people = holders(session, office_id=office_id, roles=(Role.CHIEF,), today=today)
    leaders = holders(session, office_id=office_id, roles=(Role.LEADER,), today=today)
    return domain.Audience(
        units={unit_id: (unit_key(unit_id),) for unit_id in units},
        heads=heads,
        chiefs=tuple(user_key(user.id) for user in people),
        leaders={None: tuple(user_key(user.id) for user in leaders), **_in_charge(fields)},
        followers=_following(fields),
    )


def _in_charge(fields: FieldsOn) -> dict[int | None, tuple[str, ...]]:
    """Fields that nobody is in charge of are left out: the step is heard by all leaders then."""
    charged = {field_id: fields.responsible(field_id).leader_id for field_id in fields.names}
    return {field_id: (user_key(user_id),) for field_id, user_id in charged.items() if user_id is not None}


def _following(fields: FieldsOn) -> dict[int | None, tuple[str, ...]]:
    return {
        field_id: tuple(user_key(user_id) for user_id in fields.responsible(field_id).follower_ids)
        for field_id in fields.names
    }


def _call_days(session: Session, office_id: int, today: date, calendar: WorkingCalendar) -> frozenset[date]:
    """The working days before the office's meetings, those cancelled left out, as far back as a mark can lie."""
    series = session.scalars(
        select(MeetingSeries).where(MeetingSeries.office_id == office_id).order_by(MeetingSeries.id)
    ).all()
    first, through = today - timedelta(weeks=WEEKS_BACK), today + timedelta(weeks=3)
    found = meetings.sittings(session, series=series, first=first, through=through, calendar=calendar)
    return frozenset(
        meeting_days.call_day(sitting.held_on, calendar)
        for sittings in found.values()
        for sitting in sittings
        if sitting.state is not MeetingState.CANCELLED
    )


def told_by_recipient(
    session: Session, *, known: Gathering, had: Collection[str] = (), urgent: bool = False, by_the_hour: bool = False
) -> Told:
    """What there is to tell now, by recipient, the oldest deadline first; ``had`` are left out until tomorrow.

    ``urgent`` asks for urgent assignments alone, which are told outside the digests; else they are left out.
    """
    may_be_due = urging_due.urgent_ids(session, known.search) if urgent else urging_due.due_ids(session, known.search)
    found = list(_assignments(session, may_be_due, known, urgent=urgent))
    ids = [row.part.assignment_id for row in found]
    told, times = _ledger(session, ids, known.today), times_urged(session, assignment_ids=ids)
    reminders = domain.plan(
        [row.open for row in found],
        told,
        audience=_without(known.audience, frozenset(had)),
        now=known.now,
        calendar=known.rules.calendar,
        policy=known.rules.urging,
        deadlines=known.rules.policy,
        call_days=known.call_days,
        by_the_hour=by_the_hour,
    )
    return _grouped(found, reminders, times)


def _without(audience: domain.Audience, had: frozenset[str]) -> domain.Audience:
    def left(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if key not in had)

    if not had:
        return audience
    return domain.Audience(
        units={each: left(keys) for each, keys in audience.units.items()},
        heads={each: left(keys) for each, keys in audience.heads.items()},
        chiefs=left(audience.chiefs),
        leaders={each: left(keys) for each, keys in audience.leaders.items()},
        followers={each: left(keys) for each, keys in audience.followers.items()},
    )


@dataclass(frozen=True, slots=True)
class _Found:
    open: OpenAssignment
    part: Part


class _Row(NamedTuple):
    """A row of ``_columns``, in their order: as it comes from the database it takes four times as long to read by
    name, and there are tens of thousands."""

    id: int
    due_on: date | None
    public_id: str
    unit_id: int
    unit_name: str
    under_authority: bool
    role: AssignmentRole
    state: State
    given_on: date
    exclusive: bool
    objective: bool
    acknowledged_on: date | None
    urgency: Urgency
    field_id: int | None
    clause: str
    text: str
    kind: str
    number: str | None
    phrase: str | None
    time_of_day: time | None
    due_anchor: str
    came: str | None
    came_at: datetime | None
    lies: int | None
    lies_since: date | None
    desk: str | None
    asked: int | None
    asked_on: date | None
    asked_for: date | None


def _assignments(
    session: Session, ids: Sequence[int], known: Gathering, *, urgent: bool | None = None
) -> Iterator[_Found]:
    """What the plan looks at and what a mail says, of these assignments, the oldest deadline first; with ``urgent``
    only of those that are, or that are not."""
    is_urgent = Task.urgency != Urgency.NORMAL
    query = _columns() if urgent is None else _columns().where(is_urgent if urgent else ~is_urgent)
    rows = [_Row(*row) for some in _chunks(ids) for row in session.execute(query, {"ids": some})]
    rows.sort(key=lambda row: (row.due_on or date.max, row.id))
    for row in rows:
        field_id = known.fields.of(row.field_id, row.unit_id)
        yield _Found(_open(row, field_id), _part(row, field_id, known.links))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _columns() -> Select[Any]:
    """Of assignments ``ids``, in the order of ``_Row``. What few of them have (a silence of their own) is looked for
    only where the state says so."""
    a = Assignment
    newest = urging_due.newest
    is_open, is_signing, is_asking = a.state == State.OPEN, a.state == State.SIGNING, a.extension_asked_on.is_not(None)
    # What is urgent is looked at every five minutes, also on the day it came and after it was acknowledged.
    comes = or_(is_open, Task.urgency != Urgency.NORMAL)
    sent = (EventKind.SENT_FOR_SIGNATURE,)
    reported = urging_due.newest_id((EventKind.SUBMITTED,))
    return (
        select(
            *(a.id, a.due_on, a.public_id, a.unit_id, Unit.name, Unit.under_authority),
            *(a.role, a.state, a.given_on, a.due_exclusive, a.objective, a.acknowledged_on),
            *(Task.urgency, Task.field_id, Task.clause, case((Task.restricted, LIMITED_IN_MAIL), else_=Task.text)),
            *(Directive.kind, Directive.number, DueDate.phrase, DueDate.time_of_day),
            urging_due.due_anchor(),
            *(case((is_open, urging_due.came())), case((comes, urging_due.came_at()))),
            case((is_signing, urging_due.newest_id(sent)), (a.state == State.WAITING, reported)),
            case((is_signing, a.submitted_on), (a.state == State.WAITING, reported_on())),
            case((is_signing, newest(Event.desk, sent))),
            case((is_asking, urging_due.newest_id((EventKind.EXTENSION_ASKED,)))),
            *(a.extension_asked_on, case((is_asking, asked_for()))),
        )
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Unit, Unit.id == a.unit_id)
        .outerjoin(DueDate, DueDate.id == a.due_date_id)
        .where(a.id.in_(bindparam("ids", expanding=True)))
    )


def _part(row: _Row, field_id: int | None, links: Links) -> Part:
    return Part(
        assignment_id=row.id,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        under_authority=row.under_authority,
        leads=row.role is AssignmentRole.LEAD,
        state=row.state,
        urgency=row.urgency,
        field_id=field_id,
        clause=row.clause,
        text=row.text,
        source=row.number or row.kind,
        phrase=row.phrase or "",
        due_on=row.due_on,
        time_of_day=row.time_of_day,
        given_on=row.given_on,
        since=row.lies_since or row.asked_on,
        desk=row.desk or "",
        asked_for=row.asked_for,
        url=links.assignment(row.public_id),
    )


def _open(row: _Row, field_id: int | None) -> OpenAssignment:
    return OpenAssignment(
        assignment_id=row.id,
        unit_id=row.unit_id,
        state=row.state,
        came_at=row.came_at or bounds_of(row.given_on)[0],
        came=row.came or "",
        due_on=row.due_on,
        exclusive=row.exclusive,
        due_anchor=row.due_anchor,
        leads=row.role is AssignmentRole.LEAD,
        urgency=row.urgency,
        rated=not row.objective,
        acknowledged=row.acknowledged_on is not None,
        field_id=field_id,
        lies=Silence(row.lies_since, f"event:{row.lies}") if row.lies and row.lies_since else None,
        asked=Silence(row.asked_on, f"event:{row.asked}") if row.asked and row.asked_on else None,
    )


def _ledger(session: Session, ids: Sequence[int], today: date) -> Iterator[domain.Told]:
    """The rows of these assignments that stand for something told or on its way."""
    r = Reminder
    query = (
        select(r.assignment_id, r.rule, r.anchor, r.occurrence, r.recipient, r.day, r.covered)
        .where(urging_due.was_delivered(today))
        .where(r.assignment_id.in_(bindparam("ids", expanding=True)))
    )
    return (domain.Told(*row) for some in _chunks(ids) for row in session.execute(query, {"ids": some}))


def _grouped(found: Sequence[_Found], reminders: Sequence[domain.Reminder], times: Mapping[int, int]) -> Told:
    """By recipient; a reminder that is told is followed by those it covers."""
    rows: dict[str, dict[int, list[domain.Reminder]]] = defaultdict(lambda: defaultdict(list))
    for reminder in reminders:
        rows[reminder.recipient][reminder.assignment_id].append(reminder)
    parts = {each.part.assignment_id: each.part for each in found}
    return {
        recipient: tuple(
            Urged(parts[assignment_id], group[0], tuple(group), times.get(assignment_id, 0))
            for assignment_id, group in by_assignment.items()
        )
        for recipient, by_assignment in rows.items()
    }


def parts_of(session: Session, *, known: Gathering, assignment_ids: Sequence[int]) -> dict[int, Part]:
    """Assignments as a mail names them."""
    return {row.part.assignment_id: row.part for row in _assignments(session, assignment_ids, known)}


def with_urls(items: Sequence[Urged], urls: Mapping[int, str]) -> tuple[Urged, ...]:
    """The items with the addresses where they are answered without logging in."""
    return tuple(
        replace(item, part=replace(item.part, answer_url=urls.get(item.part.assignment_id, ""))) for item in items
    )
