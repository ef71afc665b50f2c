"""The digest of a unit, for its mailbox and contact, and that of its head: what the plan has to tell each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import AssignmentRole, ReminderRule, State
from app.models import Assignment, Unit, User
from app.services.morning import Morning, Part, Share, Urged
from app.services.outbox import Recipient, unit_key, unit_recipient, user_key, user_recipient
from app.services.standing_filters import reported_on
from app.services.urging_plan import Gathering, parts_of

SHOWN = 50  # of a section; the rest is said as a number
BESIDE = 10  # of what waits for the office, which is told for completeness


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies with the office, the longest first, and how much of it there is; it is never news by itself."""

    parts: tuple[Part, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        return self.total - len(self.parts)


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit's digest: at least one item."""

    recipient: Recipient
    share: Share
    items: tuple[Urged, ...]
    waiting: Beside = NOTHING
    asked: Beside = NOTHING
    shown: int = SHOWN

    @property
    def overdue(self) -> list[Urged]:
        return [item for item in self._led if item.reminder.days_overdue]

    @property
    def due_soon(self) -> list[Urged]:
        """By deadline, so that what is due today comes first."""
        return [item for item in self._led if not item.reminder.days_overdue]

    @property
    def coordinating(self) -> list[Urged]:
        return [item for item in self._by_deadline if not item.part.leads]

    @property
    def silent(self) -> list[Urged]:
        """What the unit has not acknowledged, leading or coordinating."""
        return [item for item in self.items if item.reminder.rule is ReminderRule.NOT_ACKNOWLEDGED]

    @property
    def overdue_not_listed(self) -> int:
        """Overdue ones that were named before, so that today's mail leaves them out."""
        return max(0, self.share.late_with_unit - len(self.overdue))

    @property
    def _by_deadline(self) -> list[Urged]:
        return [item for item in self.items if item.reminder.rule is not ReminderRule.NOT_ACKNOWLEDGED]

    @property
    def _led(self) -> list[Urged]:
        return [item for item in self._by_deadline if item.part.leads]


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """What has reached the head of one or more units: each is overdue by the working days that the office chose."""

    recipient: Recipient
    shares: tuple[Share, ...]
    items: tuple[Urged, ...]
    shown: int = SHOWN

    @property
    def under_authority(self) -> bool:
        """Of any of the units."""
        return any(share.under_authority for share in self.shares)


def plan_units(session: Session, *, morning: Morning, known: Gathering) -> tuple[UnitPlan, ...]:
    """A digest for each unit that has something to be told, in the office's order."""
    told = [share for share in morning.shares.values() if morning.told.get(unit_key(share.unit_id))]
    told_ids = [share.unit_id for share in told]
    if not told_ids:
        return ()
    waiting, asked = _waiting(session, known, told_ids), _asked(session, known, told_ids)
    # Held while their recipients are asked for, so that each is found in the session.
    units = session.scalars(select(Unit).where(Unit.id.in_(told_ids))).all()
    recipients = {unit.id: unit_recipient(session, unit_id=unit.id, today=morning.today) for unit in units}
    return tuple(
        UnitPlan(
            recipient=recipients[share.unit_id],
            share=share,
            items=morning.told[unit_key(share.unit_id)],
            waiting=waiting.get(share.unit_id, NOTHING),
            asked=asked.get(share.unit_id, NOTHING),
        )
        for share in told
    )


def plan_heads(session: Session, *, morning: Morning, taken: Collection[str]) -> tuple[HeadPlan, ...]:
    """A digest for each person who is told as the head of a unit and gets no other digest (``taken``)."""
    keys = [key for key in morning.told if key.startswith("user:") and key not in taken]
    users = {user_key(user.id): user for user in session.scalars(select(User).where(User.id.in_(_ids(keys))))}
    return tuple(_head(morning, users[key]) for key in keys if key in users)


def _ids(keys: Sequence[str]) -> list[int]:
    return [int(key.partition(":")[2]) for key in keys]


def _head(morning: Morning, user: User) -> HeadPlan:
    items = morning.told[user_key(user.id)]
    unit_ids = dict.fromkeys(item.part.unit_id for item in items)
    return HeadPlan(user_recipient(user), tuple(morning.shares[each] for each in unit_ids), items)


def _waiting(session: Session, known: Gathering, unit_ids: Sequence[int]) -> dict[int, Beside]:
    return _beside(session, known, unit_ids, reported_on(), Assignment.state == State.WAITING)


def _asked(session: Session, known: Gathering, unit_ids: Sequence[int]) -> dict[int, Beside]:
    asked_on = Assignment.extension_asked_on
    return _beside(session, known, unit_ids, asked_on, asked_on.is_not(None), Assignment.state.in_(WITH_THE_UNIT))


def _beside(
    session: Session,
    known: Gathering,
    unit_ids: Sequence[int],
    since: SQLColumnExpression[Any],
    *conditions: ColumnElement[bool],
) -> dict[int, Beside]:
    """Of each unit the first of what lies with the office, and the number of all, in two statements."""
    a = Assignment
    place = func.row_number().over(partition_by=a.unit_id, order_by=(since, a.id)).label("place")
    total = func.count().over(partition_by=a.unit_id).label("total")
    ranked = (
        select(a.id, a.unit_id, place, total)
        .where(a.office_id == known.office_id, a.unit_id.in_(unit_ids), a.role == AssignmentRole.LEAD)
        .where(a.closed_on.is_(None), *conditions)
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.id, ranked.c.unit_id, ranked.c.total)
        .where(ranked.c.place <= BESIDE)
        .order_by(ranked.c.unit_id, ranked.c.place)
    ).all()
    parts = parts_of(session, known=known, assignment_ids=[row.id for row in rows])
    found: dict[int, list[Part]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(parts[row.id])
    totals = {row.unit_id: row.total for row in rows}
    return {unit_id: Beside(tuple(each), totals[unit_id]) for unit_id, each in found.items()}
