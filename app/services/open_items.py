"""What is open with a person: it is handed over before the account is switched off or the last role ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.domain.errors import DomainError
from app.domain.terms import DraftState
from app.models import Assignment, Draft, Field, FieldCharge, Membership, Task, TaskViewer, User
from app.services.draft_content import from_json
from app.wording.mail import clause_words, directive_words
from app.wording.rights import LIMITED


class ItemKind(StrEnum):
    """What can be open with a person."""

    ASSIGNMENT = "assignment"  # handed to the person inside a unit
    VIEW = "view"  # named among those who alone see an open task
    FIELD = "field"
    DRAFT = "draft"
    STAND_IN = "stand_in"


@dataclass(frozen=True, slots=True)
class Item:
    """One open item as it is printed: ``what`` it is, its words, and the unit, field or last day that goes with it.

    ``person_id`` is whom the person stands in for; the name is read when it is shown. ``problem`` is the code of why
    the other cannot take it over.
    """

    kind: ItemKind
    id: int
    what: str
    text: str = ""
    where: str = ""
    due_on: date | None = None
    person_id: int | None = None
    problem: str = ""

    def as_content(self) -> dict[str, Any]:
        day = self.due_on.isoformat() if self.due_on else None
        facts = {"what": self.what, "text": self.text, "where": self.where, "due_on": day}
        return {"kind": self.kind.value, **facts, "person_id": self.person_id}

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> Item:
        """As it was recorded; which row it was is not kept, since that goes on living."""
        day = date.fromisoformat(content["due_on"]) if content["due_on"] else None
        facts = {name: content[name] for name in ("what", "text", "where", "person_id")}
        return cls(ItemKind(content["kind"]), 0, due_on=day, **facts)


def open_items(session: Session, *, user: User, today: date) -> list[Item]:
    """What is open with the person, in the order in which it is printed."""
    found = (_assignments, _views, _fields, _drafts, _stand_ins)
    return [item for read in found for item in read(session, user, today)]


def _assignments(session: Session, user: User, today: date) -> list[Item]:
    query = select(Assignment).where(Assignment.person_id == user.id, Assignment.closed_on.is_(None))
    whole = joinedload(Assignment.task).joinedload(Task.directive)
    rows = session.scalars(query.options(whole, joinedload(Assignment.unit)).order_by(Assignment.id))
    return [
        Item(
            ItemKind.ASSIGNMENT,
            row.id,
            _named(row.task),
            _words(row.task),
            row.unit.name,
            row.inner_due_on or row.due_on,
        )
        for row in rows
    ]


def _due(row: Assignment) -> date | None:
    return row.inner_due_on or row.due_on


def _named(task: Task) -> str:
    directive = task.directive
    name = directive_words(directive.kind, directive.number, directive.issued_on)
    return ", ".join(part for part in (name, clause_words(task.clause)) if part)


def _words(task: Task) -> str:
    return LIMITED if task.restricted else task.text


def _views(session: Session, user: User, today: date) -> list[Item]:
    is_open = select(Assignment.task_id).where(Assignment.closed_on.is_(None))
    query = select(Task).join(TaskViewer, TaskViewer.task_id == Task.id).options(joinedload(Task.directive))
    rows = session.scalars(query.where(TaskViewer.user_id == user.id, Task.id.in_(is_open)).order_by(Task.id))
    return [Item(ItemKind.VIEW, row.id, _named(row), LIMITED) for row in rows]


def _fields(session: Session, user: User, today: date) -> list[Item]:
    rows = session.scalars(
        select(FieldCharge)
        .join(Field, Field.id == FieldCharge.field_id)
        .where(FieldCharge.user_id == user.id)
        .where(or_(FieldCharge.valid_to.is_(None), FieldCharge.valid_to >= today))
        .options(joinedload(FieldCharge.field))
        .order_by(Field.position, FieldCharge.id)
    )
    # A row that was corrected on its first day ends before it: it never held.
    held = (row for row in rows if row.valid_to is None or row.valid_to >= row.valid_from)
    return [Item(ItemKind.FIELD, row.id, row.field.name, where=row.kind.value) for row in held]


def _drafts(session: Session, user: User, today: date) -> list[Item]:
    query = select(Draft).where(Draft.recorder_id == user.id, Draft.state == DraftState.OPEN)
    rows = session.scalars(query.options(joinedload(Draft.source)).order_by(Draft.id))
    return [Item(ItemKind.DRAFT, row.id, _name_of(row)) for row in rows]


def _name_of(draft: Draft) -> str:
    document = from_json(draft.content).document
    if not document.number and draft.source.filename:
        return draft.source.filename
    return directive_words(document.kind, document.number or None, document.issued_on)


def _stand_ins(session: Session, user: User, today: date) -> list[Item]:
    rows = session.execute(
        select(Membership.stands_in_for_id, func.max(Membership.valid_to))
        .where(Membership.user_id == user.id, Membership.stands_in_for_id.is_not(None), Membership.valid_to >= today)
        .group_by(Membership.stands_in_for_id)
        .order_by(Membership.stands_in_for_id)
    ).tuples()
    return [
        Item(ItemKind.STAND_IN, other_id, "", due_on=until, person_id=other_id) for other_id, until in rows if other_id
    ]


def check_nothing_open(session: Session, *, user: User, today: date) -> None:
    """Raise DomainError("person.open_items") for somebody with open items: they are handed over first."""
    number = len(open_items(session, user=user, today=today))
    if number:
        raise DomainError("person.open_items", number=number, name=user.name, public_id=user.public_id)
