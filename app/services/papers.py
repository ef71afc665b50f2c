"""Reports that came on paper: the văn thư registers them, the office says what each answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, State
from app.models import Assignment, IncomingPaper, Task, Unit
from app.services import answering, audit
from app.services.evidence import NewEvidence, bare_name, check_evidence
from app.services.visibility import hidden_from

ANSWERABLE = (*WITH_THE_UNIT, State.SIGNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A paper as it lies on the desk; ``scan`` may be empty."""

    unit_id: int
    number: str = ""
    issued_on: date | None = None
    received_on: date
    subject: str
    scan: NewEvidence | None = None


def register(session: Session, *, actor: Actor, clock: Clock, files: FileStore, paper: NewPaper) -> IncomingPaper:
    """Raises DomainError: "unit.unknown", "paper.no_subject", "paper.future", "paper.before_issue", and those of
    evidence for the scan."""
    check(actor, Action.KEEP_PAPERS)
    unit = session.get(Unit, paper.unit_id)
    if unit is None or unit.office_id != actor.office_id:
        raise DomainError("unit.unknown")
    if not paper.subject.strip():
        raise DomainError("paper.no_subject")
    if paper.received_on > clock.today():
        raise DomainError("paper.future", day=paper.received_on)
    if paper.issued_on and paper.issued_on > paper.received_on:
        raise DomainError("paper.before_issue", issued_on=paper.issued_on, received_on=paper.received_on)
    row = IncomingPaper(
        office_id=actor.office_id,
        unit_id=unit.id,
        number=paper.number.strip(),
        issued_on=paper.issued_on,
        received_on=paper.received_on,
        subject=paper.subject.strip(),
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    if paper.scan is not None:
        check_evidence((paper.scan,), today=clock.today())
        row.filename, row.size = bare_name(paper.scan.filename), len(paper.scan.content)
        row.sha256 = files.put(paper.scan.content)
    session.add(row)
    session.flush()
    _note(session, actor, clock, row, "registered")
    return row


def find(session: Session, *, actor: Actor, public_id: str) -> IncomingPaper:
    """Raises DomainError("not_found")."""
    check(actor, Action.KEEP_PAPERS)
    query = select(IncomingPaper).where(
        IncomingPaper.public_id == public_id, IncomingPaper.office_id == actor.office_id
    )
    found = session.scalars(query.options(joinedload(IncomingPaper.unit))).first()
    if found is None:
        raise DomainError("not_found")
    return found


def answerable(session: Session, *, actor: Actor, paper: IncomingPaper) -> Sequence[Assignment]:
    """What the paper may answer: the lead assignments that its unit has in hand, the most pressing first."""
    check(actor, Action.REPORT_DONE)
    return session.scalars(
        select(Assignment)
        .where(
            Assignment.office_id == actor.office_id,
            Assignment.unit_id == paper.unit_id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.state.in_(ANSWERABLE),
            *hidden_from(session, actor=actor).conditions(Assignment.task_id),
        )
        .options(joinedload(Assignment.task).joinedload(Task.directive))
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
    ).all()


def answer(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    files: FileStore,
    paper: IncomingPaper,
    version: int,
    assignment_public_id: str,
) -> Assignment:
    """The paper is the unit's report of being done with this assignment, as of the day it was received; its number,
    date and scan are the evidence.

    Raises DomainError: "stale", "paper.settled", "paper.not_answerable" for what is not the unit's, or not in its
    hands, and those of ``answering.report_done``.
    """
    _begin(paper, version)
    chosen = (each for each in answerable(session, actor=actor, paper=paper) if each.public_id == assignment_public_id)
    assignment = next(chosen, None)
    if assignment is None:
        raise DomainError("paper.not_answerable")
    content = files.read(paper.sha256) if paper.sha256 else b""
    result = NewEvidence(
        number=paper.number,
        issued_on=paper.issued_on,
        filename=paper.filename,
        content=content,
        is_looked_into=True,  # when it was registered
    )
    answering.report_done(
        session,
        actor=actor,
        clock=clock,
        assignment=assignment,
        version=assignment.version,
        note=paper.subject,
        reported_on=paper.received_on,
        results=(result,),
        files=files,
    )
    paper.assignment_id = assignment.id
    _settle(session, actor, clock, paper)
    _note(session, actor, clock, paper, "answered")
    return assignment


def set_aside(session: Session, *, actor: Actor, clock: Clock, paper: IncomingPaper, version: int, note: str) -> None:
    """It answers no task. Raises DomainError: "stale", "paper.settled", "paper.no_note"."""
    check(actor, Action.KEEP_PAPERS)
    _begin(paper, version)
    if not note.strip():
        raise DomainError("paper.no_note")
    paper.note = note.strip()
    _settle(session, actor, clock, paper)
    _note(session, actor, clock, paper, "set_aside")


def _begin(paper: IncomingPaper, version: int) -> None:
    if paper.settled_at is not None:
        raise DomainError("paper.settled")
    if paper.version != version:
        raise DomainError("stale")


def _settle(session: Session, actor: Actor, clock: Clock, paper: IncomingPaper) -> None:
    paper.settled_at, paper.settler_id = clock.now(), actor.user_id
    try:
        session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error


def _note(session: Session, actor: Actor, clock: Clock, paper: IncomingPaper, act: str) -> None:
    audit.record(session, actor=actor, clock=clock, action=f"paper.{act}", subject=f"paper:{paper.public_id}")
