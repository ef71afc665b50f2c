"""Giao việc nhanh: a leader's order by word of mouth or by a note in the margin becomes a task within half a minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.calendar import VIETNAM
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.permissions import Action, Actor, check
from app.domain.terms import DecisionForm, EventKind, Role, SourceOfAssignment, TaskKind, Urgency
from app.models import Assignment, Directive, Event, Membership, Office, Task, Unit, User
from app.services import outbox
from app.services.acts import write
from app.services.decisions import Decided, Decision, keep_pictures
from app.services.directives import NewDirective, give_tasks
from app.services.evidence import NewEvidence, check_evidence
from app.services.giving import NewTask
from app.services.people import holders, in_force, people_of_unit, units_with_aliases
from app.services.visibility import readable_by
from app.wording.documents import ORAL
from app.wording.quick import subject

GIVING_ROLES = (Role.LEADER,)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A unit, or a person of it: the unit stays accountable and has handed it on from the start."""

    unit_id: int
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as it was spoken. The leader has an account (``leader_id``), or a name alone.

    Without ``named_on`` it has no deadline; ``pictures`` show the note.
    """

    text: str
    to: tuple[Addressee, ...]
    leader_id: int | None = None
    leader_name: str = ""
    urgency: Urgency = Urgency.NORMAL
    named_on: date | None = None
    time_of_day: time | None = None
    pictures: tuple[NewEvidence, ...] = ()


def leaders(session: Session, *, actor: Actor, clock: Clock) -> list[User]:
    """Who may have given an order, among those with an account."""
    check(actor, Action.GIVE_ORALLY)
    return holders(session, office_id=actor.office_id, roles=GIVING_ROLES, today=clock.today())


def addressees(session: Session, *, actor: Actor, clock: Clock) -> list[tuple[Unit, list[User]]]:
    """The office's units of today with their other names, each with its people, in three statements."""
    check(actor, Action.GIVE_ORALLY)
    units = units_with_aliases(session, office_id=actor.office_id, today=clock.today())
    people: dict[int, list[User]] = {}
    rows = session.execute(
        select(Membership.unit_id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            User.office_id == actor.office_id,
            User.active,
            Membership.role.in_((Role.UNIT_HEAD, Role.UNIT_MEMBER)),
            *in_force(clock.today()),
        )
        .order_by(Membership.role != Role.UNIT_HEAD, User.name, User.id)
    ).tuples()
    for unit_id, user in rows:
        known = people.setdefault(unit_id, [])
        known += [] if user in known else [user]
    return [(unit, people.get(unit.id, [])) for unit in units]


def give(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    files: FileStore,
    order: NewOrder,
    even_if_alike: bool = False,
) -> Directive:
    """One directive without number, one task, one assignment a unit; each unit, and each person named, gets a mail.

    Raises DomainError: "quick.no_text", "quick.nobody", "quick.two_people", "quick.no_leader", "quick.not_a_leader",
    "quick.past_day", "quick.past_time", "unit.unknown", "unit.ended", "hand_on.stranger", those of evidence, and
    "quick.given_today" for the same words to the same unit on the same day, unless ``even_if_alike``.
    """
    check(actor, Action.GIVE_ORALLY)
    _check_words(order)
    _check_deadline(order, clock)
    _check_units(session, actor, clock, order)
    people = _people(session, clock, order)
    check_evidence(order.pictures, today=clock.today())
    decided = _decided(session, actor, clock, order)
    if not even_if_alike:
        _refuse_second(session, actor, clock, order)
    directive = give_tasks(
        session,
        actor=actor,
        clock=clock,
        links=links,
        directive=_directive(session, actor, clock, _name_of(decided)),
        tasks=[_task(order)],
        decided=decided,
    )
    for assignment in _assignments(session, directive):
        keep_pictures(assignment, assignment.events[0], decided, files=files)
        if person := people.get(assignment.unit_id):
            _hand_on(session, actor, clock, assignment, person)
            outbox.queue_given_to_person(session, clock=clock, links=links, assignment=assignment, user=person)
    session.flush()
    return directive


def _check_words(order: NewOrder) -> None:
    if not order.text.strip():
        raise DomainError("quick.no_text")
    if not order.to:
        raise DomainError("quick.nobody")


def _check_deadline(order: NewOrder, clock: Clock) -> None:
    now = clock.now().astimezone(VIETNAM)
    if order.named_on and order.named_on < now.date():
        raise DomainError("quick.past_day", day=order.named_on)
    if order.named_on == now.date() and order.time_of_day and order.time_of_day <= now.time():
        raise DomainError("quick.past_time", at=order.time_of_day, now=now)


def _check_units(session: Session, actor: Actor, clock: Clock, order: NewOrder) -> None:
    wanted = {each.unit_id for each in order.to}
    units = session.scalars(select(Unit).where(Unit.office_id == actor.office_id, Unit.id.in_(wanted))).all()
    if len(units) < len(wanted):
        raise DomainError("unit.unknown")
    for unit in units:
        if unit.valid_to is not None and unit.valid_to < clock.today():
            raise DomainError("unit.ended", name=unit.name)


def _people(session: Session, clock: Clock, order: NewOrder) -> dict[int, User]:
    """The person named in each unit, by the unit's id."""
    found: dict[int, User] = {}
    for each in order.to:
        if each.person_id is None:
            continue
        known = people_of_unit(session, unit_id=each.unit_id, today=clock.today())
        person = next((one for one in known if one.id == each.person_id), None)
        if person is None:
            raise DomainError("quick.stranger")
        if found.get(each.unit_id, person) is not person:
            raise DomainError("quick.two_people", first=found[each.unit_id].name, second=person.name)
        found[each.unit_id] = person
    return found


def _decided(session: Session, actor: Actor, clock: Clock, order: NewOrder) -> Decided:
    """Whoever gives it at the screen decides there; a picture is of a note in the margin, and else nobody asks how."""
    person = None
    if order.leader_id is not None:
        person = next((one for one in leaders(session, actor=actor, clock=clock) if one.id == order.leader_id), None)
        if person is None:
            raise DomainError("quick.not_a_leader")
    elif not order.leader_name.strip():
        raise DomainError("quick.no_leader")
    own = person is not None and person.id == actor.user_id
    form = DecisionForm.IN_SYSTEM if own else DecisionForm.MARGIN_NOTE if order.pictures else None
    decision = Decision(decider_id=order.leader_id, name=order.leader_name, pictures=order.pictures)
    return Decided(decision, person, frozenset(GIVING_ROLES if person else ()), clock.today(), form)


def _name_of(decided: Decided) -> str:
    return decided.person.name if decided.person else decided.decision.name.strip()


def _directive(session: Session, actor: Actor, clock: Clock, leader: str) -> NewDirective:
    """Its subject says who gave it and when, and none of its words: they may be for some people alone one day."""
    return NewDirective(
        kind=ORAL,
        number=None,
        issuer=session.get_one(Office, actor.office_id).name,
        subject=subject(leader, clock.today()),
        issued_on=clock.today(),
        leader=leader,
        oral=True,
        source_of_assignment=SourceOfAssignment.OWN,
    )


def _task(order: NewOrder) -> NewTask:
    return NewTask(
        clause="",
        text=order.text,
        kind=TaskKind.DATED if order.named_on else TaskKind.PER_REPORT,
        lead_unit_ids=tuple(dict.fromkeys(each.unit_id for each in order.to)),
        urgency=order.urgency,
        named_on=order.named_on,
        time_of_day=order.time_of_day if order.named_on else None,
    )


def _assignments(session: Session, directive: Directive) -> Sequence[Assignment]:
    query = select(Assignment).join(Task, Task.id == Assignment.task_id).where(Task.directive_id == directive.id)
    return session.scalars(query.order_by(Assignment.id)).all()


def _hand_on(session: Session, actor: Actor, clock: Clock, assignment: Assignment, person: User) -> None:
    """A leader may name who does it, though handing on is otherwise the unit's own affair."""
    assignment.person_id, assignment.person_name = person.id, person.name
    write(session, actor, clock, assignment, Event(kind=EventKind.HANDED_ON, person_name=person.name))


def _refuse_second(session: Session, actor: Actor, clock: Clock, order: NewOrder) -> None:
    """On a slow line a button is pressed twice, and two people may hear the same sentence."""
    given = session.execute(
        select(Task.text, Directive.public_id)
        .join(Directive, Directive.id == Task.directive_id)
        .join(Assignment, Assignment.task_id == Task.id)
        .where(
            Directive.office_id == actor.office_id,
            Directive.oral,
            Directive.given_on == clock.today(),
            Directive.recorded_at > clock.now() - timedelta(days=1),
            Assignment.unit_id.in_({each.unit_id for each in order.to}),
            readable_by(actor),
        )
        .order_by(Directive.id.desc())
    ).tuples()
    there = next((public_id for text, public_id in given if fold(text) == fold(order.text)), None)
    if there is not None:
        raise DomainError("quick.given_today", public_id=there)
