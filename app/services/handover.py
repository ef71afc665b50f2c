"""Handover (bàn giao công việc): all that is open with a person passes to another in one act, with a record.

What the other cannot take over stays, and the preview says why; so that nothing is lost, an account with open items is
neither switched off nor left without a role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.lifecycle import is_possible
from app.domain.permissions import Action, Actor, allowed, check
from app.domain.terms import EventKind
from app.models import (
    Assignment,
    Draft,
    Event,
    FieldCharge,
    Handover,
    Membership,
    TaskViewer,
    User,
)
from app.services import acts, audit, standing_in
from app.services.open_items import Item, ItemKind, open_items
from app.services.organisation import fingerprint, may_edit
from app.services.organisation_fields import ENTITLED
from app.services.people import load_actor, roles_of

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would pass, and what would stay; ``seen`` goes with the form, so that what was shown is what is done."""

    passing: Sequence[Item]
    staying: Sequence[Item]

    @property
    def seen(self) -> str:
        return fingerprint(self)


def plan(session: Session, *, actor: Actor, clock: Clock, user: User, receiver: User) -> Plan:
    """What would pass to the other today. Raises DomainError: "handover.self", "handover.inactive"."""
    check(actor, Action.HAND_OVER)
    if receiver.office_id != actor.office_id or user.office_id != actor.office_id:
        raise DomainError("not_found")
    if receiver.id == user.id:
        raise DomainError("handover.self", field="user_id")
    somebody = load_actor(session, user_id=receiver.id, today=clock.today())
    if somebody is None:
        raise DomainError("handover.inactive", field="user_id")
    looked_at = [
        (item, _problem(session, actor, somebody, item, clock.today()))
        for item in open_items(session, user=user, today=clock.today())
    ]
    passing = [item for item, problem in looked_at if not problem]
    return Plan(passing, [_staying(item, problem) for item, problem in looked_at if problem])


def _staying(item: Item, problem: str) -> Item:
    facts = (item.kind, item.id, item.what, item.text, item.where, item.due_on, item.person_id)
    return Item(*facts, problem)


def _problem(session: Session, actor: Actor, receiver: Actor, item: Item, today: date) -> str:
    """The code of why the receiver cannot take the item over; empty if nothing is in the way."""
    if item.kind is ItemKind.ASSIGNMENT:
        return "" if session.get_one(Assignment, item.id).unit_id in receiver.unit_ids else "handover.not_at_unit"
    if item.kind is ItemKind.VIEW:
        return _view_problem(session, actor, receiver, item.id)
    if item.kind is ItemKind.FIELD:
        charge = session.get_one(FieldCharge, item.id)
        roles = roles_of(session, user_id=receiver.user_id or 0, today=today)
        return "" if roles & set(ENTITLED[charge.kind]) else "charge.not_entitled"
    if item.kind is ItemKind.DRAFT:
        return "" if allowed(receiver, Action.EDIT_DRAFT) else "handover.no_drafts"
    if receiver.user_id in (actor.user_id, item.person_id):
        return "role.own" if receiver.user_id == actor.user_id else "stand_in.self"
    return ""


def _view_problem(session: Session, actor: Actor, receiver: Actor, task_id: int) -> str:
    """Whoever hands over must not come to see by it what is kept from him."""
    if receiver.user_id == actor.user_id and session.get(TaskViewer, (task_id, actor.user_id)) is None:
        return "handover.limited_self"
    units = set(session.scalars(select(Assignment.unit_id).where(Assignment.task_id == task_id)))
    sees = allowed(receiver, Action.VIEW_ALL_ASSIGNMENTS) or units & receiver.unit_ids
    return "" if sees else "handover.not_at_unit"


def hand_over(session: Session, *, actor: Actor, clock: Clock, user: User, receiver: User, seen: str) -> Handover:
    """Pass what was shown to the other, from today on, and keep the record.

    Raises DomainError: those of ``plan``, "stale" where something else is open now than was shown, "handover.nothing".
    """
    may_edit(session, actor=actor)
    planned = plan(session, actor=actor, clock=clock, user=user, receiver=receiver)
    if planned.seen != seen:
        raise DomainError("stale")
    if not planned.passing:
        raise DomainError("handover.nothing", field="user_id")
    passing = _Passing(session, actor, clock, user, receiver)
    for item in planned.passing:
        passing.give(item)
    row = Handover(
        office_id=actor.office_id,
        from_user_id=user.id,
        to_user_id=receiver.id,
        effective_on=clock.today(),
        content={"items": [item.as_content() for item in planned.passing]},
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    session.add(row)
    session.flush()
    session.expire(user, ["memberships"])
    session.expire(receiver, ["memberships"])
    facts = {"from_person": user.public_id, "to_person": receiver.public_id, "items": len(planned.passing)}
    subject = f"handover:{row.public_id}"
    audit.record(session, actor=actor, clock=clock, action="handover.made", subject=subject, **facts)
    return row


@dataclass(frozen=True, slots=True)
class _Passing:
    """Gives each item to the receiver."""

    session: Session
    actor: Actor
    clock: Clock
    user: User
    receiver: User

    def give(self, item: Item) -> None:
        if item.kind is ItemKind.ASSIGNMENT:
            self._assignment(self.session.get_one(Assignment, item.id))
        elif item.kind is ItemKind.VIEW:
            self._view(item.id)
        elif item.kind is ItemKind.FIELD:
            self._field(self.session.get_one(FieldCharge, item.id))
        elif item.kind is ItemKind.DRAFT:
            self.session.get_one(Draft, item.id).recorder_id = self.receiver.id
        else:
            self._stand_in(item.id)

    def _assignment(self, row: Assignment) -> None:
        row.person_id, row.person_name = self.receiver.id, self.receiver.name
        if is_possible(EventKind.HANDED_ON, row.state, row.role):
            event = Event(kind=EventKind.HANDED_ON, person_name=self.receiver.name, named_on=row.inner_due_on)
            acts.write(self.session, self.actor, self.clock, row, event)

    def _view(self, task_id: int) -> None:
        ours = delete(TaskViewer).where(TaskViewer.task_id == task_id, TaskViewer.user_id == self.user.id)
        self.session.execute(ours)
        if self.session.get(TaskViewer, (task_id, self.receiver.id)) is None:
            self.session.add(TaskViewer(task_id=task_id, user_id=self.receiver.id))

    def _field(self, row: FieldCharge) -> None:
        """The one ends the day before the other begins."""
        since, last_day = max(self.clock.today(), row.valid_from), row.valid_to
        row.valid_to = since - _ONE_DAY
        same = (each for each in row.field.charges if each.kind is row.kind and each.user_id == self.receiver.id)
        if not any(each.valid_to is None or each.valid_to >= since for each in same):
            self.session.add(
                FieldCharge(
                    field_id=row.field_id,
                    user_id=self.receiver.id,
                    kind=row.kind,
                    valid_from=since,
                    valid_to=last_day,
                )
            )
        self.session.flush()
        self.session.expire(row.field, ["charges"])

    def _stand_in(self, other_id: int) -> None:
        """The receiver has the rest of the days."""
        today = self.clock.today()
        for row in [each for each in self.user.memberships if each.stands_in_for_id == other_id]:
            if row.valid_to is not None and row.valid_to >= today:
                self.session.add(
                    Membership(
                        user_id=self.receiver.id,
                        unit_id=row.unit_id,
                        role=row.role,
                        valid_from=max(row.valid_from, today),
                        valid_to=row.valid_to,
                        stands_in_for_id=other_id,
                    )
                )
                standing_in.cut(self.session, row, today - _ONE_DAY)


def list_handovers(session: Session, *, actor: Actor) -> list[tuple[Handover, User, User]]:
    """The newest first, each with who gave and who received."""
    return _read(session, actor, "")


def find_handover(session: Session, *, actor: Actor, public_id: str) -> tuple[Handover, User, User]:
    """Raises DomainError("not_found")."""
    found = _read(session, actor, public_id)
    if not found:
        raise DomainError("not_found")
    return found[0]


def _read(session: Session, actor: Actor, public_id: str) -> list[tuple[Handover, User, User]]:
    check(actor, Action.HAND_OVER)
    rows = session.scalars(
        select(Handover)
        .where(Handover.office_id == actor.office_id, *([Handover.public_id == public_id] if public_id else []))
        .order_by(Handover.id.desc())
    ).all()
    ids = {user_id for row in rows for user_id in (row.from_user_id, row.to_user_id)}
    users = {user.id: user for user in session.scalars(select(User).where(User.id.in_(ids)))}
    return [(row, users[row.from_user_id], users[row.to_user_id]) for row in rows]


def items_of(session: Session, handover: Handover) -> list[tuple[Item, str]]:
    """The items as they were recorded, each with the name of the person it is about as that is now."""
    return named(session, [Item.from_content(each) for each in handover.content["items"]])


def named(session: Session, items: Sequence[Item]) -> list[tuple[Item, str]]:
    """Each with the name of the person it is about; empty for most."""
    ids = {item.person_id for item in items if item.person_id}
    names = dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).tuples().all()) if ids else {}
    return [(item, names.get(item.person_id or 0, "")) for item in items]
