"""What only people know of a report's period: letters sent, inspections held, persons disciplined, each with the
document that proves it. Numbers and documents alone; no person is named."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.terms import FactKind
from app.models import Report, ReportFact, UrgingLetter
from app.services import audit

MOST = 100_000
LONGEST = 200  # characters, as the column has it


def facts_of(session: Session, report: Report) -> list[ReportFact]:
    """In the order in which they were typed."""
    return list(session.scalars(select(ReportFact).where(ReportFact.report_id == report.id).order_by(ReportFact.id)))


def add(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    report: Report,
    kind: FactKind,
    amount: int,
    document: str,
    document_on: date | None,
) -> ReportFact:
    """Raises ``report_fact.amount``, ``report_fact.document`` (missing, or too long) or ``report_fact.day``."""
    check(actor, Action.EDIT_REPORT)
    document = " ".join(document.split())
    if not 0 <= amount <= MOST:
        raise DomainError("report_fact.amount", most=MOST)
    if not document or len(document) > LONGEST:
        raise DomainError("report_fact.document", most=LONGEST)
    if document_on and document_on > clock.today():
        raise DomainError("report_fact.day")
    fact = ReportFact(
        report_id=report.id,
        kind=kind,
        amount=amount,
        document=document,
        document_on=document_on,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    session.add(fact)
    session.flush()
    subject = f"report:{report.public_id}"
    audit.record(
        session, actor=actor, clock=clock, action="report.fact_added", subject=subject, kind=kind, amount=amount
    )
    return fact


def remove(session: Session, *, actor: Actor, clock: Clock, report: Report, public_id: str) -> None:
    """Raises ``not_found`` also for one of another report."""
    check(actor, Action.EDIT_REPORT)
    query = select(ReportFact).where(ReportFact.public_id == public_id, ReportFact.report_id == report.id)
    fact = session.scalars(query).first()
    if fact is None:
        raise DomainError("not_found")
    session.delete(fact)
    session.flush()
    subject = f"report:{report.public_id}"
    audit.record(session, actor=actor, clock=clock, action="report.fact_removed", subject=subject, kind=fact.kind)


def letters_sent(session: Session, report: Report) -> int:
    """Letters of urging that got their number and a date within the period: what the system itself knows of."""
    query = select(func.count()).where(
        UrgingLetter.office_id == report.office_id,
        UrgingLetter.number.is_not(None),
        UrgingLetter.issued_on.between(report.period_from, report.cut_off),
    )
    return session.scalar(query) or 0
