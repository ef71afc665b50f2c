"""Seals every finished day of the audit log that has no seal yet."""

from __future__ import annotations

from datetime import date, time

from app.services import audit_seals
from jobs.toolbox import Done, Toolbox, rehearsed

NAME = "seal"
NIGHT = time(1, 10)  # an hour after midnight, as ``app.domain.audit_chain`` asks, and before the nightly backup


def seal_days(tools: Toolbox) -> Done | None:
    """Seal them one after the other, each in a transaction of its own; None if no day waits. What another process has
    sealed meanwhile is left to it: the next run looks again."""
    sealed = 0
    with tools.reading() as session:
        waiting = audit_seals.days_to_seal(session, clock=tools.clock)
    for office_id, day in waiting:
        if not _seal(tools, office_id, day):
            break
        sealed += 1
    return Done({"sealed_days": sealed}) if sealed else None


def preview(tools: Toolbox) -> str:
    """What a run at this instant would seal, in one line; writes nothing."""
    return rehearsed(tools, seal_days)


def _seal(tools: Toolbox, office_id: int, day: date) -> bool:
    """The day is read and hashed without the lock that writers queue for; they wait for one row only."""
    with tools.reading() as session:
        seal = audit_seals.make_seal(session, office_id=office_id, day=day)
    if seal is None:
        return False
    with tools.transaction() as session:
        return audit_seals.put_seal(session, clock=tools.clock, seal=seal)
