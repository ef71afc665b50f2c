"""A notice becomes a directive with its tasks, and one assignment for each unit: "Giao nhiệm vụ"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import SourceOfAssignment
from app.models import Directive, Source
from app.services import superiors, visibility
from app.services.decisions import Decided
from app.services.giving import Giving, NewTask, check_task, check_units, note_in_log
from app.services.numbering import identity, refuse_duplicate
from app.services.repeat_giving import firsts_by_place, give_again
from app.services.repeat_mails import tell_of_notice
from app.services.rules import load_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDirective:
    """The head of a notice as confirmed by a person. ``number`` is None while the văn thư has not given one.

    ``given_on``: the day its tasks count from where that is not the notice's nor the meeting's, of an old list.
    ``oral``: a leader's order by word of mouth, for which no document has come yet.
    """

    kind: str
    number: str | None
    issuer: str
    subject: str
    place: str = ""
    issued_on: date | None = None
    meeting_on: date | None = None
    chair: str = ""
    signer: str = ""
    signer_title: str = ""
    source_of_assignment: SourceOfAssignment | None = None
    leader: str = ""
    oral: bool = False
    source_id: int | None = None
    given_on: date | None = None


def give_tasks(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    directive: NewDirective,
    tasks: Sequence[NewTask],
    tell: bool = True,
    decided: Decided | None = None,
) -> Directive:
    """Create the directive, its tasks and an assignment for each unit, and queue one mail a unit (if ``tell``).
    ``decided`` says who gave it, where that is not what the notice says.

    The tasks count from the notice's date, else the meeting's, else today. Raises DomainError: "directive.no_tasks",
    "directive.no_subject", "directive.no_issuer", "directive.future_date", "directive.duplicate" (with the public id of
    the one that is there), "task.no_lead", "task.no_date", "task.no_rule", "task.due_before_given",
    "superior.inner_after", "unit.unknown", and of what is said again those of ``repeating``.

    What a source other than the office's own leaders gave is owed to a superior (``superiors``).
    """
    check(actor, Action.GIVE_ORALLY if directive.oral else Action.GIVE_TASKS)
    given_on = directive.given_on or directive.issued_on or directive.meeting_on or clock.today()
    _check_head(directive, tasks, given_on=given_on, today=clock.today())
    for task in tasks:
        check_task(task, given_on=given_on)
    _check_references(session, actor, directive, tasks)
    firsts = firsts_by_place(session, actor=actor, tasks=tasks, given_on=given_on)
    row = _directive_row(actor, clock, directive, given_on)
    _insert(session, row)
    rules = load_rules(session, office_id=actor.office_id)
    pending = Giving(session, actor, clock, row, rules, decided).give(tasks, firsts).pending
    said = give_again(session, actor=actor, clock=clock, links=links, pending=pending)
    superiors.check_tasks(session, task_ids={first.task_id for each in pending for first in each.firsts})
    if tell:
        tell_of_notice(session, clock=clock, links=links, directive=row, said=said)
    note_in_log(session, actor, clock, row, tasks)
    return row


def find_directive(session: Session, *, actor: Actor, public_id: str) -> Directive:
    """A directive of the actor's office. Raises DomainError("not_found")."""
    check(actor, Action.VIEW_ALL_ASSIGNMENTS)
    found = session.scalars(
        select(Directive).where(Directive.public_id == public_id, Directive.office_id == actor.office_id)
    ).first()
    if found is None:
        raise DomainError("not_found")
    return found


def source_of(session: Session, *, actor: Actor, directive: Directive) -> Source:
    """The notice's text and file, for one who may read all its tasks: they hold the words of each.

    Raises DomainError: "not_found" for a directive that was entered without a text, "source.limited".
    """
    if directive.source is None:
        raise DomainError("not_found")
    if not visibility.may_read_text(session, actor=actor, source_id=directive.source.id):
        raise DomainError("source.limited")
    return directive.source


def _check_head(directive: NewDirective, tasks: Sequence[NewTask], *, given_on: date, today: date) -> None:
    if not tasks:
        raise DomainError("directive.no_tasks")
    if not directive.subject.strip():
        raise DomainError("directive.no_subject")
    if not directive.issuer.strip():
        raise DomainError("directive.no_issuer")
    if given_on > today:
        raise DomainError("directive.future_date", day=given_on)


def _check_references(session: Session, actor: Actor, directive: NewDirective, tasks: Sequence[NewTask]) -> None:
    """Units and source must be the office's own, and the notice not given before."""
    check_units(session, actor=actor, tasks=tasks)
    source = session.get(Source, directive.source_id) if directive.source_id else None
    if directive.source_id and (source is None or source.office_id != actor.office_id):
        raise DomainError("not_found")
    key = identity(directive.number, directive.issuer, directive.issued_on)
    refuse_duplicate(session, actor.office_id, key, directive.number or "")


def _insert(session: Session, row: Directive) -> None:
    """Two people giving the same notice at the same moment: the database lets one through."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        refuse_duplicate(session, row.office_id, row.identity, row.number or "")
        raise


def _directive_row(actor: Actor, clock: Clock, new: NewDirective, given_on: date) -> Directive:
    number = (new.number or "").strip() or None
    return Directive(
        office_id=actor.office_id,
        source_id=new.source_id,
        kind=new.kind.strip(),
        number=number,
        identity=identity(number, new.issuer, new.issued_on),
        issuer=new.issuer.strip(),
        place=new.place.strip(),
        issued_on=new.issued_on,
        meeting_on=new.meeting_on,
        chair=new.chair.strip(),
        signer=new.signer.strip(),
        signer_title=new.signer_title.strip(),
        subject=new.subject.strip(),
        source_of_assignment=new.source_of_assignment,
        leader=new.leader.strip(),
        oral=new.oral,
        given_on=given_on,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
