"""The outline of an office's whole report: the one that comes with the software, or the office's own from a year on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.errors import DomainError
from app.domain.outlines import Outline, read_outline
from app.domain.permissions import Action, Actor, check
from app.models import Office, ReportOutline
from app.services import audit
from app.services.outline_view import InForce
from app.services.report_view import ReportView
from app.wording.outlines import MARKERS, shipped


def in_force(session: Session, *, office_id: int, year: int) -> InForce:
    """The office's newest outline of that year or an earlier one, else the shipped one of its level."""
    own = session.scalars(
        select(ReportOutline)
        .where(ReportOutline.office_id == office_id, ReportOutline.year <= year)
        .order_by(ReportOutline.year.desc())
        .limit(1)
    ).first()
    if own is not None:
        return InForce(own.content, own.year)
    return InForce(shipped(session.get_one(Office, office_id).name, year), None)


def of_report(session: Session, *, office_id: int, view: ReportView) -> InForce:
    """The outline as it was frozen with the figures, else the one now in force: for figures that are not frozen, and
    for those that were before outlines were."""
    return view.outline or in_force(session, office_id=office_id, year=year_of(view))


def year_of(view: ReportView) -> int:
    return view.year or view.cut_off.year


def read(content: str) -> Outline:
    """Raises as ``domain.outlines.read_outline``."""
    return read_outline(content, markers=MARKERS)


def save(session: Session, *, actor: Actor, clock: Clock, year: int, content: str, seen: str) -> None:
    """Keep the outline for reports from the year on; ``seen`` is the seal of what it was changed from.

    Raises ``stale``, and what ``read`` raises.
    """
    check(actor, Action.EDIT_REPORT)
    content = tidy(content)
    read(content)
    now = in_force(session, office_id=actor.office_id, year=year)
    if now.seal != seen:
        raise DomainError("stale")
    if content != now.content:
        _write(session, actor, clock, year, content)
        audit.record(session, actor=actor, clock=clock, action="report_outline.changed", subject=_subject(year))


def restore(session: Session, *, actor: Actor, clock: Clock, year: int) -> None:
    """Let the shipped outline be in force from the year on. Where an earlier year has one of the office's own, the
    shipped one is written down for this year; else the office's is simply dropped."""
    check(actor, Action.EDIT_REPORT)
    own = _of_year(session, actor.office_id, year)
    if own is not None:
        session.delete(own)
        session.flush()
    if in_force(session, office_id=actor.office_id, year=year).since is not None:
        _write(session, actor, clock, year, shipped(session.get_one(Office, actor.office_id).name, year))
    audit.record(session, actor=actor, clock=clock, action="report_outline.restored", subject=_subject(year))


def _write(session: Session, actor: Actor, clock: Clock, year: int, content: str) -> None:
    own = _of_year(session, actor.office_id, year)
    if own is not None:
        session.delete(own)
        session.flush()
    session.add(
        ReportOutline(
            office_id=actor.office_id,
            year=year,
            content=content,
            recorded_at=clock.now(),
            recorder_id=actor.user_id,
        )
    )
    session.flush()


def tidy(content: str) -> str:
    """As it is kept: without empty lines at the ends and spaces behind lines, whatever a browser puts between them."""
    return "\n".join(line.rstrip() for line in content.strip().splitlines()) + "\n"


def _of_year(session: Session, office_id: int, year: int) -> ReportOutline | None:
    return session.scalars(
        select(ReportOutline).where(ReportOutline.office_id == office_id, ReportOutline.year == year)
    ).first()


def _subject(year: int) -> str:
    return f"report_outline:{year}"
