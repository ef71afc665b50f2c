"""Who has not acknowledged what was given; of what is urgent, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, ScalarSelect, case, cast, func, select
from sqlalchemy.orm import Session

from app.domain.terms import Role, State, Urgency
from app.models import Assignment, Event, Membership, Task, Unit, User
from app.services import in_field
from app.services.in_field import FieldIds
from app.services.people import in_force
from app.services.rules import Rules
from app.services.standing_filters import Narrow, standing_is

_BY_DEGREE = tuple(Urgency)


@dataclass(frozen=True, slots=True)
class SilentUnit:
    """A unit with assignments it has not acknowledged, ``since`` the day the oldest was given; ``late`` of them longer
    than the office allows."""

    public_id: str
    name: str
    count: int
    urgent: int
    late: int
    since: date


@dataclass(frozen=True, slots=True)
class UrgentUnit:
    """A unit with urgent assignments that it has not acknowledged: how many, the highest degree among them, when the
    oldest was recorded for it, and whom to call. Names and numbers are empty where nobody has entered them."""

    public_id: str
    name: str
    count: int
    urgency: Urgency
    since: datetime
    contact_name: str
    contact_phone: str
    head_name: str
    head_phone: str


def urgent_units(session: Session, *, office_id: int, today: date, field_ids: FieldIds = None) -> list[UrgentUnit]:
    """The highest degree first, then the longest silent. One statement."""
    came = select(func.min(Event.recorded_at)).where(Event.assignment_id == Assignment.id).scalar_subquery()
    degree = func.max(case({each: rank for rank, each in enumerate(_BY_DEGREE)}, value=Task.urgency)).label("degree")
    since = func.min(came).label("since")
    shown = (Unit.public_id, Unit.name, Unit.contact_name, Unit.contact_phone, User.name, User.phone)
    rows = session.execute(
        select(*shown, func.count(Assignment.id), degree, since)
        .select_from(Assignment)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(Task, Task.id == Assignment.task_id)
        .outerjoin(User, User.id == _head_of_unit(today))
        .where(Assignment.office_id == office_id, Assignment.state == State.OPEN, Task.urgency != Urgency.NORMAL)
        .where(*in_field.narrowed(field_ids, day=today))
        .group_by(Unit.id, *shown)
        .order_by(degree.desc(), since, Unit.position, Unit.id)
    )
    return [
        UrgentUnit(public_id, name, count, _BY_DEGREE[rank], first, contact, phone, head or "", head_phone or "")
        for public_id, name, contact, phone, head, head_phone, count, rank, first in rows
    ]


def _head_of_unit(today: date) -> ScalarSelect[int]:
    """The one who has led the unit for the longest, of those who do so today."""
    return (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.unit_id == Unit.id, Membership.role == Role.UNIT_HEAD, User.active, *in_force(today))
        .order_by(Membership.id)
        .limit(1)
        .correlate(Unit)
        .scalar_subquery()
    )


def silent_units(
    session: Session, *, office_id: int, rules: Rules, today: date, field_ids: FieldIds = None
) -> list[SilentUnit]:
    """Units that have not acknowledged, those with urgent tasks first, then the longest silent."""
    urgent = func.sum(cast(Task.urgency != Urgency.NORMAL, Integer)).label("urgent")
    late = func.coalesce(
        func.sum(cast(standing_is(Narrow.NOT_ACKNOWLEDGED_LATE, rules=rules, today=today), Integer)), 0
    )
    since = func.min(Assignment.given_on).label("since")
    rows = session.execute(
        select(Unit.public_id, Unit.name, func.count(Assignment.id), urgent, late, since)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.office_id == office_id, Assignment.state == State.OPEN)
        .where(*in_field.narrowed(field_ids, day=today))
        .group_by(Unit.id, Unit.public_id, Unit.name, Unit.position)
        .order_by(urgent.desc(), since, Unit.position, Unit.id)
    )
    return [
        SilentUnit(public_id, name, count, int(hurry), int(over), day)
        for public_id, name, count, hurry, over, day in rows
    ]
