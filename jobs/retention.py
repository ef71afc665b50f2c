"""Forgets, once a night, what is older than the office keeps it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.database import reading_only
from app.models import Office
from app.services import retention, runs
from app.services.retention import Outdated
from app.wording.rights import would_forget
from jobs.toolbox import Done, Toolbox

NAME = "retention"


def forget(tools: Toolbox) -> Done:
    """Each office by its own rule, each in a transaction of its own; where none was set nothing is forgotten."""
    with tools.transaction() as session:
        offices = _offices(session)
    found = []
    for office_id in offices:
        with tools.transaction() as session:
            found.append(retention.forget(session, office_id=office_id, clock=tools.clock))
    failed = sum(each.failed for each in found)
    return Done(_sum(found) | ({"people_not_erased": failed} if failed else {}), ok=not failed)


def forget_once_a_day(tools: Toolbox) -> Done | None:
    """The scheduled run: not again on a day on which it has been done."""
    with tools.transaction() as session:
        if runs.has_succeeded(session, job=NAME, day=tools.clock.today()):
            return None
    return forget(tools)


def preview(tools: Toolbox) -> str:
    """What today's run would forget, as text; writes nothing."""
    token = reading_only.set(True)
    try:
        with tools.sessions() as session:
            found = [retention.outdated(session, office_id=each, clock=tools.clock) for each in _offices(session)]
            return would_forget(**_sum(found))
    finally:
        reading_only.reset(token)


def _offices(session: Session) -> list[int]:
    return list(session.scalars(select(Office.id).order_by(Office.id)))


def _sum(found: list[Outdated]) -> dict[str, int]:
    return {
        "people_erased": sum(len(each.people) for each in found),
        "attempts_forgotten": sum(each.attempts for each in found),
        "mails_emptied": sum(each.mails for each in found),
    }
