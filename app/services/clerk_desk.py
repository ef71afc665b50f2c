"""Bàn văn thư: what waits for a number, for its signed scan, for an answer to be recorded. Oldest first, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from app.domain.permissions import Action, Actor, check
from app.domain.superior import SUPERIORS
from app.models import Assignment, Directive, IncomingPaper, Source, Unit, UrgingLetter, UrgingLetterAssignment

LISTED = 25  # of each queue; the count is of all
SCANS = (".pdf", ".png", ".jpg", ".jpeg")  # a notice that came so has its signature already
FROM_A_LIST = "list"  # how the extractor of imported lists begins: what was given years ago is not scanned again


@dataclass(frozen=True, slots=True)
class Queue:
    """The oldest rows, and how many there are."""

    rows: Sequence[Row[Any]]
    total: int


@dataclass(frozen=True, slots=True)
class Desk:
    """``numbers`` and ``scans`` are directives, ``papers`` what came in, ``letters`` letters of urging."""

    numbers: Queue
    scans: Queue
    papers: Queue
    letters: Queue


def desk(session: Session, *, actor: Actor) -> Desk:
    """All four queues, one statement each."""
    check(actor, Action.KEEP_PAPERS)
    queries = (_numbers(actor), _scans(actor), _papers(actor), _letters(actor))
    return Desk(*(_queue(session, query) for query in queries))


def _queue(session: Session, query: Select[Any]) -> Queue:
    rows = session.execute(query.add_columns(func.count().over().label("total")).limit(LISTED)).all()
    return Queue(rows, rows[0].total if rows else 0)


_DIRECTIVE = (
    Directive.public_id,
    Directive.version,
    Directive.kind,
    Directive.number,
    Directive.issuer,
    Directive.issued_on,
    Directive.given_on,
    Directive.subject,
)


def _numbers(actor: Actor) -> Select[Any]:
    """Notices that wait for their number. An order by word of mouth waits for a document, not for a number."""
    return (
        select(*_DIRECTIVE)
        .where(Directive.office_id == actor.office_id, Directive.number.is_(None), ~Directive.oral)
        .order_by(Directive.given_on, Directive.id)
    )


def _scans(actor: Actor) -> Select[Any]:
    """Numbered notices without a signed scan, unless their own file is one. A superior's document is not the office's
    to sign."""
    is_scan = or_(*(Source.filename.iendswith(suffix) for suffix in SCANS), Source.recognised.is_not(None))
    return (
        select(*_DIRECTIVE)
        .outerjoin(Source, Source.id == Directive.source_id)
        .where(
            Directive.office_id == actor.office_id,
            Directive.number.is_not(None),
            Directive.signed_sha256 == "",
            or_(Directive.source_of_assignment.is_(None), Directive.source_of_assignment.not_in(SUPERIORS)),
            or_(Source.id.is_(None), ~or_(is_scan, Source.extractor.startswith(FROM_A_LIST))),
        )
        .order_by(Directive.given_on, Directive.id)
    )


def _papers(actor: Actor) -> Select[Any]:
    paper = IncomingPaper
    return (
        select(
            *(paper.public_id, paper.version, paper.number, paper.issued_on, paper.received_on, paper.subject),
            *(paper.filename, Unit.name.label("unit")),
        )
        .join(Unit, Unit.id == paper.unit_id)
        .where(paper.office_id == actor.office_id, paper.settled_at.is_(None))
        .order_by(paper.received_on, paper.id)
    )


def _letters(actor: Actor) -> Select[Any]:
    letter, urged = UrgingLetter, UrgingLetterAssignment
    return (
        select(
            *(letter.public_id, letter.version, letter.subject, letter.made_at),
            func.count(Assignment.id).label("assignments"),
            func.count(func.distinct(Assignment.unit_id)).label("units"),
        )
        .outerjoin(urged, urged.letter_id == letter.id)
        .outerjoin(Assignment, Assignment.id == urged.assignment_id)
        .where(letter.office_id == actor.office_id, letter.number.is_(None))
        .group_by(letter.id)
        .order_by(letter.made_at, letter.id)
    )
