"""What a reorganisation of units would do: gathered, planned and shown before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.lifecycle import NOT_CLOSED
from app.domain.permissions import Action, Actor, allowed, check
from app.domain.reorganising import (
    Duty,
    DutyOutcome,
    Fate,
    OpenPart,
    Order,
    Outcome,
    Post,
    PostOutcome,
    settle_duties,
    settle_links,
    settle_parts,
    settle_posts,
)
from app.domain.terms import ReorganisationKind
from app.models import (
    AnswerLink,
    Assignment,
    Directive,
    Field,
    FieldUnit,
    Membership,
    Recurrence,
    Task,
    Unit,
    User,
)
from app.services.organisation_units import all_units, not_ended
from app.services.reorganising_wish import NONE_CHOSEN, Choices, Wish, check_wish


@dataclass(frozen=True, slots=True)
class PartLine:
    """An open part with the words that stand beside it; ``text`` is empty for whom it is not to be read."""

    outcome: Outcome
    version: int
    public_id: str
    text: str
    clause: str
    directive_kind: str
    directive_number: str | None


@dataclass(frozen=True, slots=True)
class PostLine:
    outcome: PostOutcome
    user_public_id: str
    user_name: str
    title: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    outcome: DutyOutcome
    text: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything that would move. ``names`` are those of the units by id; ``links`` pairs of a field and a unit, to be
    added and to be taken away, ``fields`` the names of the fields; ``children`` the units whose superior ends."""

    order: Order
    names: Mapping[int, str]
    parts: Sequence[PartLine]
    posts: Sequence[PostLine]
    duties: Sequence[DutyLine]
    links: tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]
    fields: Mapping[int, str]
    children: Sequence[Unit]
    answer_links: int

    def count(self, fate: Fate) -> int:
        return sum(line.outcome.fate is fate for line in self.parts)

    @property
    def seen(self) -> str:
        """What somebody has seen, for the form to carry: the version of each part, and a hash of the rest."""
        versions = [f"{line.outcome.part.assignment_id}:{line.version}" for line in self.parts]
        people = [line.outcome for line in self.posts]
        links = [sorted(pairs) for pairs in self.links]
        children = [unit.id for unit in self.children]
        rest = repr((self.order, sorted(self.names.items()), people, [line.outcome for line in self.duties]))
        digest = hashlib.sha256((rest + repr((links, children))).encode()).hexdigest()[:20]
        return " ".join([*versions, digest])


@dataclass(frozen=True, slots=True)
class Since:
    """What is different from what somebody had seen."""

    new: tuple[PartLine, ...]
    changed: tuple[PartLine, ...]
    gone: int
    others: bool  # people, fields, recurring duties or the units themselves


def since(seen: str, now: Preview) -> Since | None:
    """What changed after a preview; None if nothing did."""
    if seen == now.seen:
        return None
    *then_parts, then_rest = seen.split() or [""]
    then = dict(token.partition(":")[::2] for token in then_parts)
    by_id = {str(line.outcome.part.assignment_id): line for line in now.parts}
    return Since(
        new=tuple(line for key, line in by_id.items() if key not in then),
        changed=tuple(line for key, line in by_id.items() if key in then and then[key] != str(line.version)),
        gone=len(then.keys() - by_id.keys()),
        others=then_rest != now.seen.split()[-1],
    )


def preview(session: Session, *, actor: Actor, clock: Clock, wish: Wish, choices: Choices = NONE_CHOSEN) -> Preview:
    """What would be done; writes nothing.

    Raises DomainError: those of ``check_order``, "unit.unknown", "reorganisation.basis", "reorganisation.same_name",
    "reorganisation.before_rename", "reorganisation.choice", "reorganisation.successor_needed", and what is wrong with
    a new name, said of the form's field.
    """
    check(actor, Action.REORGANISE)
    order, units = wish.order, {unit.id: unit for unit in all_units(session, actor=actor)}
    ending = set(order.ending_ids)
    check_wish(session, wish, units, clock.today())
    choices.check(order)
    duties = _duties(session, order, choices)
    parts = _parts(session, actor, order, choices)
    if (parts or duties) and not order.result_ids and order.ending_ids:
        raise DomainError("reorganisation.successor_needed", field="successor_ids", count=len(parts) + len(duties))
    links, fields = _links(session, order)
    involved = {unit_id for unit_id in (*order.unit_ids, *order.result_ids) if unit_id > 0}
    return Preview(
        order=order,
        names={unit_id: units[unit_id].name for unit_id in involved}
        | {-n: new.name for n, new in enumerate(wish.new_units, 1)},
        parts=parts,
        posts=_posts(session, order, choices),
        duties=duties,
        links=links,
        fields=fields,
        children=[unit for unit in units.values() if unit.parent_id in ending and unit.id not in ending],
        answer_links=_count_links(session, clock, order, parts),
    )


def _parts(session: Session, actor: Actor, order: Order, choices: Choices) -> list[PartLine]:
    if order.kind is ReorganisationKind.RENAME:
        return []
    rows = session.execute(_open_parts(order)).all()
    parts = [
        OpenPart(
            assignment_id=row.id,
            task_id=row.task_id,
            period=row.period,
            unit_id=row.unit_id,
            role=row.role,
            state=row.state,
            given_on=row.given_on,
            due_on=row.due_on,
            objective=row.objective,
        )
        for row in rows
    ]
    goes_to = {part.assignment_id: _goes_to(part, order, choices) for part in parts}
    reads = allowed(actor, Action.VIEW_ALL_ASSIGNMENTS)
    outcomes = settle_parts(parts, goes_to)
    met = {outcome.gives_way_to for outcome in outcomes}
    return [
        _part_line(row, outcome, reads)
        for row, outcome in zip(rows, outcomes, strict=True)
        if row.unit_id in order.unit_ids or row.id in met or outcome.fate is not Fate.STAYS
    ]


def _goes_to(part: OpenPart, order: Order, choices: Choices) -> int:
    """The successors' own parts stay where they are."""
    if part.unit_id not in order.unit_ids:
        return part.unit_id
    usual = choices.usual(order, part.unit_id)
    return choices.parts.get(part.assignment_id, part.unit_id if usual is None else usual)


def _open_parts(order: Order) -> Select[Any]:
    """The units' open parts, and the successors' own in the same tasks."""
    a = Assignment
    of_units = and_(a.unit_id.in_(order.unit_ids), a.state.in_(NOT_CLOSED))
    beside = and_(
        a.unit_id.in_(order.result_ids),
        a.state.in_(NOT_CLOSED),
        a.task_id.in_(select(a.task_id).where(of_units)),
    )
    return (
        select(
            *(a.id, a.task_id, a.period, a.unit_id, a.role, a.state, a.given_on, a.due_on, a.objective, a.version),
            *(a.public_id, Task.text, Task.clause, Task.restricted),
            *(Directive.kind.label("directive_kind"), Directive.number.label("directive_number")),
        )
        .join(Task, Task.id == a.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(or_(of_units, beside))
        .order_by(a.unit_id, Directive.given_on, Directive.id, Task.position, a.id)
    )


def _part_line(row: Any, outcome: Outcome, reads: bool) -> PartLine:
    text = row.text if reads and not row.restricted else ""
    return PartLine(outcome, row.version, row.public_id, text, row.clause, row.directive_kind, row.directive_number)


def _duties(session: Session, order: Order, choices: Choices) -> list[DutyLine]:
    """The recurring duties of the units, and the successors' own of the same tasks, that have not ended."""
    if order.kind is ReorganisationKind.RENAME:
        return []
    r = Recurrence
    lives = or_(r.ended_on.is_(None), r.ended_on >= order.effective_on)
    of_units = and_(r.unit_id.in_(order.unit_ids), lives)
    beside = and_(r.unit_id.in_(order.result_ids), lives, r.task_id.in_(select(r.task_id).where(of_units)))
    rows = session.execute(
        select(r.id, r.task_id, r.unit_id, r.role, Task.text, Task.clause, Task.restricted)
        .join(Task, Task.id == r.task_id)
        .where(or_(of_units, beside))
        .order_by(r.unit_id, r.id)
    ).all()
    duties = [Duty(recurrence_id=row.id, task_id=row.task_id, unit_id=row.unit_id, role=row.role) for row in rows]
    outcomes = settle_duties(duties, {duty.recurrence_id: _duty_goes_to(duty, order, choices) for duty in duties})
    words = {row.id: ("" if row.restricted else row.text, row.clause) for row in rows}
    lines = [DutyLine(outcome, *words[outcome.duty.recurrence_id]) for outcome in outcomes]
    return [
        line for line in lines if line.outcome.duty.unit_id in order.unit_ids or line.outcome.fate is not Fate.STAYS
    ]


def _duty_goes_to(duty: Duty, order: Order, choices: Choices) -> int:
    if duty.unit_id not in order.unit_ids:
        return duty.unit_id
    usual = choices.usual(order, duty.unit_id)
    return choices.duties.get(duty.recurrence_id, duty.unit_id if usual is None else usual)


def _posts(session: Session, order: Order, choices: Choices) -> list[PostLine]:
    if order.kind is ReorganisationKind.RENAME:
        return []
    m = Membership
    lasting = or_(m.valid_to.is_(None), m.valid_to >= order.effective_on)
    here = select(m.user_id).where(m.unit_id.in_(order.unit_ids), lasting)
    rows = session.execute(
        select(m, User.public_id, User.name)
        .join(User, User.id == m.user_id)
        .where(m.unit_id.in_({*order.unit_ids, *order.result_ids}), lasting, m.user_id.in_(here))
        .order_by(m.unit_id, User.name, m.id)
    ).tuples()
    found = {membership.id: (membership, public_id, name) for membership, public_id, name in rows}
    posts = [_post(membership) for membership, _, _ in found.values()]
    of_units = [post for post in posts if post.unit_id in order.unit_ids]
    there = [post for post in posts if post.unit_id in order.result_ids]
    goes_to = {post.post_id: choices.posts.get(post.post_id, choices.usual(order, post.unit_id)) for post in of_units}
    outcomes = settle_posts(of_units, there, goes_to, effective_on=order.effective_on)
    moving = {outcome.post.post_id: outcome for outcome in outcomes}
    return [_post_line(post, moving.get(post.post_id), found) for post in of_units]


def _post(membership: Membership) -> Post:
    return Post(
        post_id=membership.id,
        user_id=membership.user_id,
        unit_id=membership.unit_id,
        role=membership.role,
        valid_from=membership.valid_from,
        valid_to=membership.valid_to,
    )


def _post_line(post: Post, moved: PostOutcome | None, found: Mapping[int, tuple[Membership, str, str]]) -> PostLine:
    membership, public_id, name = found[post.post_id]
    outcome = moved or PostOutcome(post, post.unit_id, post.valid_from, post.valid_to)
    return PostLine(outcome, public_id, name, membership.title)


def _links(
    session: Session, order: Order
) -> tuple[tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]], dict[int, str]]:
    rows = session.execute(
        select(FieldUnit.field_id, FieldUnit.unit_id, Field.name)
        .join(Field, Field.id == FieldUnit.field_id)
        .where(FieldUnit.unit_id.in_({*order.unit_ids, *order.result_ids}))
        .order_by(Field.position, Field.name, Field.id)
    ).all()
    added, taken = settle_links({(row.field_id, row.unit_id) for row in rows}, order)
    changed = {field_id for field_id, _ in added | taken}
    return (frozenset(added), frozenset(taken)), {row.field_id: row.name for row in rows if row.field_id in changed}


def _count_links(session: Session, clock: Clock, order: Order, parts: Sequence[PartLine]) -> int:
    revoked = links_to_revoke(order, moving_ids(parts))
    query = select(func.count()).select_from(AnswerLink).where(revoked, AnswerLink.expires_at > clock.now())
    return session.scalar(query) or 0


def moving_ids(parts: Sequence[PartLine]) -> list[int]:
    """The assignments that leave their unit, or end."""
    return [line.outcome.part.assignment_id for line in parts if line.outcome.fate is not Fate.STAYS]


def links_to_revoke(order: Order, assignment_ids: Collection[int]) -> ColumnElement[bool]:
    """Links by which a unit answered that has ended, or that has the assignment no more."""
    of_units = or_(
        AnswerLink.unit_id.in_(order.ending_ids),
        and_(AnswerLink.unit_id.in_(order.unit_ids), AnswerLink.assignment_id.in_(assignment_ids)),
    )
    return and_(AnswerLink.revoked_at.is_(None), of_units)


def offered_units(session: Session, *, actor: Actor, today: date) -> Iterator[Unit]:
    """Units that can change: those in force or to come, and those that ended with open parts or duties."""
    check(actor, Action.REORGANISE)
    units = all_units(session, actor=actor)
    lasting = {unit.id for unit in not_ended(units, today)}
    holding = set(session.scalars(select(Assignment.unit_id).where(Assignment.state.in_(NOT_CLOSED)).distinct()))
    return (unit for unit in units if unit.id in lasting | holding)
