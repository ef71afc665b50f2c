"""The audit log of some days as a file for an inspection, with its seals."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.audit_file import AuditWriter
from app.adapters.clock import Clock
from app.models import AuditSeal, Office
from app.services.audit_entries import entries_of
from app.services.audit_seals import seals_of, unsealed_days


def export(session: Session, *, writer: AuditWriter, clock: Clock, since: date, through: date) -> None:
    """Write the days from one through another of every office. The session must see one state of the database."""
    offices = dict(session.execute(select(Office.id, Office.name).order_by(Office.id)).tuples().all())
    writer.begin(since=since, through=through, made_at=clock.now(), offices=offices)
    for office_id in offices:
        _sealed(session, writer, office_id, since, through)
        for day in unsealed_days(session, office_id=office_id):
            if since <= day <= through:
                writer.add_unsealed(office_id, day, entries_of(session, office_id=office_id, day=day))
    writer.finish()


def _sealed(session: Session, writer: AuditWriter, office_id: int, since: date, through: date) -> None:
    """The part of the chain that holds all these days. A day that was sealed late lies further on in the chain: the
    seals between come along, since a chain with gaps proves nothing."""
    numbers = session.execute(
        select(func.min(AuditSeal.number), func.max(AuditSeal.number)).where(
            AuditSeal.office_id == office_id, AuditSeal.day.between(since, through)
        )
    ).one()
    if numbers[0] is None:
        return
    for seal in seals_of(session, office_id=office_id, numbers=(numbers[0], numbers[1])):
        writer.add_sealed(seal, entries_of(session, office_id=office_id, day=seal.day))
