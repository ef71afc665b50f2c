"""Văn bản hóa: the written document of an order that was given by word of mouth. The task stays one.

Either the order itself gets kind, number and signer (``write_down``), or a notice that was given meanwhile holds the
same duty (``link``): then the order's assignments go on, and those of the notice that say it again are superseded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.domain.alike import likeness
from app.domain.errors import DomainError
from app.domain.lifecycle import GIVEN_UP, is_possible
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, DirectiveLink, EventKind, State
from app.models import Assignment, Directive, DirectiveRelation, Event, Task, Unit
from app.services import audit, directive_links, numbering, superiors
from app.services.acts import write
from app.services.deciding import lapse_request
from app.services.parts import end_coordination
from app.services.visibility import hidden_from
from app.wording.mail import directive_words
from app.wording.quick import followed_by_order

EARLIER = timedelta(days=7)  # a document may bear a day shortly before the order was typed in
MOST = 10
_ENOUGH = 0.25  # below this two sentences share only the words that all orders share


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """What the written document says of itself."""

    kind: str
    number: str
    issued_on: date | None
    signer: str = ""
    signer_title: str = ""


def write_down(
    session: Session, *, actor: Actor, clock: Clock, directive: Directive, version: int, document: NewDocument
) -> None:
    """The order itself becomes the written document. What its tasks count from, and their deadlines, stay.

    Raises DomainError: "stale", "formalise.not_oral", "formalise.done", "formalise.no_kind", "formalise.no_day", and
    those of ``numbering``.
    """
    numbering.begin(actor, clock, directive, version, document.number)
    _check_oral(session, directive)
    if not document.kind.strip():
        raise DomainError("formalise.no_kind")
    if document.issued_on is None:
        raise DomainError("formalise.no_day")
    numbering.check_day(document.issued_on, clock)
    numbering.write(
        session,
        directive,
        number=document.number,
        issued_on=document.issued_on,
        kind=document.kind.strip(),
        signer=document.signer.strip(),
        signer_title=document.signer_title.strip(),
        oral=False,
    )
    _tell(session, actor, clock, directive, directive)
    _note(session, actor, clock, directive)


def formalised_by(session: Session, *, directive: Directive) -> Directive | None:
    """The notice that an order was linked to as its written document."""
    return session.scalars(
        select(Directive)
        .join(DirectiveRelation, DirectiveRelation.later_id == Directive.id)
        .where(DirectiveRelation.earlier_id == directive.id, DirectiveRelation.kind == DirectiveLink.FORMALISES)
    ).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A task of a notice that may say the same as the order, and why: the units both name, and how alike the words
    are (0 to 1). ``moved`` are those of them that have begun to answer the notice."""

    public_id: str
    text: str
    directive_id: str
    kind: str
    number: str | None
    issued_on: date | None
    due_on: date | None
    units: Sequence[str]
    moved: Sequence[str]
    alike: float


def candidates(session: Session, *, actor: Actor, directive: Directive) -> list[Candidate]:
    """Tasks of written notices that the order's own units lead, given since, the likest first; at most ten."""
    check(actor, Action.RELATE)
    order = _task_of(session, actor, directive)
    rows = session.execute(
        select(
            *(Task.public_id, Task.text, Directive.public_id.label("directive_id"), Directive.kind, Directive.number),
            *(Directive.issued_on, Assignment.due_on, Assignment.state, Unit.name),
        )
        .join(Directive, Directive.id == Task.directive_id)
        .join(Assignment, Assignment.task_id == Task.id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            Directive.office_id == actor.office_id,
            ~Directive.oral,
            Directive.given_on >= directive.given_on - EARLIER,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.state.not_in((*GIVEN_UP, State.SUPERSEDED)),
            Assignment.unit_id.in_(_units_of(session, directive)),
            *hidden_from(session, actor=actor).conditions(Task.id),
        )
        .order_by(Directive.given_on.desc(), Task.id, Unit.position)
    )
    found: dict[str, Candidate] = {}
    for row in rows:
        seen = found.get(row.public_id) or Candidate(
            **{name: getattr(row, name) for name in _AS_READ}, units=(), moved=(), alike=likeness(order.text, row.text)
        )
        moved = (row.name,) if row.state is not State.OPEN else ()
        found[row.public_id] = replace(seen, units=(*seen.units, row.name), moved=(*seen.moved, *moved))
    alike = [each for each in found.values() if each.alike >= _ENOUGH]
    return sorted(alike, key=lambda each: -each.alike)[:MOST]


_AS_READ = ("public_id", "text", "directive_id", "kind", "number", "issued_on", "due_on")


def link(
    session: Session, *, actor: Actor, clock: Clock, directive: Directive, version: int, task_public_id: str
) -> Directive:
    """The notice of that task is the order's written document. Returns the notice.

    Raises DomainError: "stale", "not_found", "formalise.not_oral", "formalise.done", "formalise.no_unit" for a task
    that none of the order's units leads, "formalise.moved" where a unit has begun to answer the notice: then somebody
    has to say which of the two goes on; "superior.inner_after" where the order ends after the date of the superior
    whose document it is.
    """
    check(actor, Action.RELATE)
    if directive.office_id != actor.office_id:
        raise DomainError("not_found")
    if directive.version != version:
        raise DomainError("stale")
    _check_oral(session, directive)
    order = _task_of(session, actor, directive)
    task = _written_task(session, actor, task_public_id)
    doubles = _doubles(session, directive, task)
    directive_links.write(
        session,
        actor=actor,
        clock=clock,
        later_id=task.directive_id,
        earlier_id=directive.id,
        kind=DirectiveLink.FORMALISES,
    )
    _next_version(session, directive)
    _tell(session, actor, clock, directive, task.directive, task)
    for double in doubles:
        _supersede(session, actor, clock, double, directive)
    superiors.go_with_first(session, later=task, first=order)
    _note(session, actor, clock, directive)
    return task.directive


def _next_version(session: Session, directive: Directive) -> None:
    """None of its columns changes, and yet whoever acts on what was seen before is told."""
    flag_modified(directive, "subject")
    try:
        session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error


def _check_oral(session: Session, directive: Directive) -> None:
    if not directive.oral:
        raise DomainError("formalise.not_oral")
    if formalised_by(session, directive=directive) is not None:
        raise DomainError("formalise.done")


def _task_of(session: Session, actor: Actor, directive: Directive) -> Task:
    """The order's one task, for who may read it."""
    hidden = hidden_from(session, actor=actor)
    query = select(Task).where(Task.directive_id == directive.id, *hidden.conditions(Task.id)).order_by(Task.position)
    found = session.scalars(query).first()
    if found is None:
        raise DomainError("not_found")
    return found


def _written_task(session: Session, actor: Actor, public_id: str) -> Task:
    hidden = hidden_from(session, actor=actor)
    found = session.scalars(
        select(Task)
        .join(Directive, Directive.id == Task.directive_id)
        .where(
            Task.public_id == public_id,
            Directive.office_id == actor.office_id,
            ~Directive.oral,
            *hidden.conditions(Task.id),
        )
    ).first()
    if found is None:
        raise DomainError("not_found")
    return found


def _units_of(session: Session, directive: Directive) -> list[int]:
    """The units that answer for the order today or have done it: what was stopped or replaced nobody goes on with."""
    parts = _parts(session, directive)
    return [part.unit_id for part in parts if is_possible(EventKind.FORMALISED, part.state, part.role)]


def _parts(session: Session, directive: Directive) -> Sequence[Assignment]:
    query = select(Assignment).join(Task, Task.id == Assignment.task_id).where(Task.directive_id == directive.id)
    return session.scalars(query.order_by(Assignment.id)).all()


def _doubles(session: Session, directive: Directive, task: Task) -> list[Assignment]:
    """The notice's own assignments of units that the order has already, locked, none of them begun."""
    units = _units_of(session, directive)
    rows = session.scalars(
        select(Assignment)
        .where(
            Assignment.task_id == task.id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.unit_id.in_(units),
            Assignment.state.not_in((*GIVEN_UP, State.SUPERSEDED)),
        )
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    ).all()
    if not rows:
        raise DomainError("formalise.no_unit")
    begun = next((row for row in rows if row.state is not State.OPEN), None)
    if begun is not None:
        raise DomainError("formalise.moved", unit=begun.unit.name, state=begun.state)
    return list(rows)


def _tell(
    session: Session,
    actor: Actor,
    clock: Clock,
    directive: Directive,
    document: Directive,
    task: Task | None = None,
) -> None:
    """The event on every assignment of the order that has not ended otherwise than done."""
    name = directive_words(document.kind, document.number, document.issued_on)
    for part in _parts(session, directive):
        session.refresh(part, with_for_update={"of": Assignment})
        if is_possible(EventKind.FORMALISED, part.state, part.role):
            event = Event(kind=EventKind.FORMALISED, note=name, task_id=task.id if task else None)
            write(session, actor, clock, part, event)


def _supersede(session: Session, actor: Actor, clock: Clock, double: Assignment, directive: Directive) -> None:
    """Counted once: under the order, which was given first. Nobody decides anything by it."""
    lapse_request(double, on=clock.today())
    note = followed_by_order(directive.leader, directive.given_on)
    write(session, actor, clock, double, Event(kind=EventKind.SUPERSEDED, note=note))
    end_coordination(session, actor=actor, clock=clock, assignment=double, kind=EventKind.SUPERSEDED, decided=None)


def _note(session: Session, actor: Actor, clock: Clock, directive: Directive) -> None:
    subject = f"directive:{directive.public_id}"
    audit.record(session, actor=actor, clock=clock, action="directive.formalised", subject=subject)
    session.flush()
