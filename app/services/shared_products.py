"""Two duties that end with one document or event ("cùng sản phẩm"): each is counted for its own unit, and both say what
has become of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, delete, or_, select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.repeating import Duty, common_product
from app.domain.terms import AssignmentRole, EventKind, TaskKind
from app.models import Assignment, Directive, Event, Evidence, SharedProduct, Task
from app.services import audit, visibility
from app.services.claims import insert_new
from app.services.visibility import hidden_from, readable_by


@dataclass(frozen=True, slots=True)
class Other:
    """A task that ends with the same document: its leads, and the document that one of them has reported, if any."""

    task: Task
    leads: Sequence[Assignment]
    result: Evidence | None


def join(session: Session, *, actor: Actor, clock: Clock, task: Task, other: Task) -> None:
    """Say that both end with one document. Raises DomainError: "not_found", "product.itself", "product.joined"."""
    first, second = _in_order(session, actor, task, other)
    row = {"task_id": first, "other_id": second, "recorded_at": clock.now(), "recorder_id": actor.user_id}
    if not insert_new(session, SharedProduct, [row]):
        raise DomainError("product.joined")
    _note(session, actor, clock, "joined", task, other)


def part(session: Session, *, actor: Actor, clock: Clock, task: Task, other: Task) -> None:
    """Take that back. Raises DomainError: "not_found", "product.itself", "product.none"."""
    first, second = _in_order(session, actor, task, other)
    gone = delete(SharedProduct).where(SharedProduct.task_id == first, SharedProduct.other_id == second)
    if session.execute(gone.returning(SharedProduct.task_id)).first() is None:
        raise DomainError("product.none")
    _note(session, actor, clock, "parted", task, other)


def _in_order(session: Session, actor: Actor, task: Task, other: Task) -> tuple[int, int]:
    check(actor, Action.RELATE)
    for each in (task, other):
        is_ours = each.directive.office_id == actor.office_id
        if not is_ours or not visibility.may_read(session, actor=actor, task=each):
            raise DomainError("not_found")
    if task.id == other.id:
        raise DomainError("product.itself")
    return min(task.id, other.id), max(task.id, other.id)


def _note(session: Session, actor: Actor, clock: Clock, act: str, task: Task, other: Task) -> None:
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action=f"product.{act}",
        subject=f"task:{task.public_id}",
        other=f"task:{other.public_id}",
    )


def others_of(session: Session, *, actor: Actor, task: Task) -> list[Other]:
    """The tasks that end with the same document as this one, as far as the person may read them: one query where there
    is none."""
    s = SharedProduct
    ids = select(case((s.task_id == task.id, s.other_id), else_=s.task_id)).where(
        or_(s.task_id == task.id, s.other_id == task.id)
    )
    leads = session.scalars(
        select(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .where(Task.id.in_(ids), Assignment.role == AssignmentRole.LEAD, readable_by(actor))
        .options(joinedload(Assignment.unit), joinedload(Assignment.task).joinedload(Task.directive))
        .order_by(Assignment.task_id, Assignment.id)
    ).all()
    if not leads:
        return []
    results = _results(session, [lead.id for lead in leads])
    found: dict[int, list[Assignment]] = {}
    for lead in leads:
        found.setdefault(lead.task_id, []).append(lead)
    return [
        Other(parts[0].task, parts, next((results[lead.id] for lead in parts if lead.id in results), None))
        for parts in found.values()
    ]


def _results(session: Session, ids: Sequence[int]) -> dict[int, Evidence]:
    """The newest result document that each assignment has reported, by its number or its date."""
    rows = session.scalars(
        select(Evidence)
        .join(Event, Event.id == Evidence.event_id)
        .where(
            Evidence.assignment_id.in_(ids),
            Event.kind == EventKind.SUBMITTED,
            or_(Evidence.number != "", Evidence.issued_on.is_not(None)),
        )
        .order_by(Evidence.id)
    )
    return {row.assignment_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Offer:
    """Another task of the same notice; ``product`` is what both are to bring, by their words, empty if nothing is."""

    task: Task
    product: str


def offers(session: Session, *, actor: Actor, task: Task) -> list[Offer]:
    """The tasks of the same notice that this one could be joined to, those with a like product first."""
    check(actor, Action.RELATE)
    s = SharedProduct
    joined = select(s.other_id).where(s.task_id == task.id).union(select(s.task_id).where(s.other_id == task.id))
    rows = session.scalars(
        select(Task)
        .where(
            Task.directive_id == task.directive_id,
            Task.id != task.id,
            Task.kind != TaskKind.GENERAL,
            Task.id.not_in(joined),
            *hidden_from(session, actor=actor).conditions(Task.id),
        )
        .order_by(Task.position)
    )
    own = Duty(task.id, 0, task.text)
    found = [Offer(row, common_product(own, Duty(row.id, 0, row.text))) for row in rows]
    return sorted(found, key=lambda each: not each.product)


def find_task(session: Session, *, actor: Actor, public_id: str) -> Task:
    """A task by its own id or by that of one of its assignments. Raises DomainError("not_found")."""
    check(actor, Action.RELATE)
    of_assignment = select(Assignment.task_id).where(Assignment.public_id == public_id)
    found = session.scalars(
        select(Task)
        .join(Directive, Directive.id == Task.directive_id)
        .where(Directive.office_id == actor.office_id, or_(Task.public_id == public_id, Task.id.in_(of_assignment)))
    ).first()
    if found is None or not visibility.may_read(session, actor=actor, task=found):
        raise DomainError("not_found")
    return found
