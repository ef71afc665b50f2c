"""Gives what comes due again: one assignment per recurring duty, unit and period, in one transaction an office."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from app.domain.calendar import VIETNAM
from app.models import Office
from app.services import claims, recurring, runs
from jobs.toolbox import LEASE, Done, Toolbox, rehearsed

NAME = "recurring"
MORNING, EVENING = time(6, 0), time(18, 30)  # before the digest, which then counts what is new


def give_due(tools: Toolbox) -> Done | None:
    """Make what has come due at every office; None if another process is at it just now.

    Running again repairs and never doubles: what is there is not made again, whoever made it.
    """
    with tools.transaction() as session:
        if not claims.take_lease(session, clock=tools.clock, name=NAME, owner=tools.owner, lasts=LEASE):
            return None
        offices = list(session.scalars(select(Office.id).order_by(Office.id)))
    try:
        made = [_give_office(tools, office_id) for office_id in offices]
    finally:
        with tools.transaction() as session:
            claims.release_lease(session, name=NAME, owner=tools.owner)
    failed = sum(each.failed for each in made)
    total = {"assignments": sum(each.assignments for each in made), "unit_mails": sum(each.mails for each in made)}
    return Done(total | ({"failed": failed} if failed else {}), ok=not failed)


def give_missed(tools: Toolbox) -> Done | None:
    """The scheduled run: from six in the morning until the evening, unless today's has been done."""
    now = tools.clock.now().astimezone(VIETNAM).time()
    with tools.transaction() as session:
        if runs.has_succeeded(session, job=NAME, day=tools.clock.today()):
            return None
    return give_due(tools) if MORNING <= now < EVENING else None


def preview(tools: Toolbox) -> str:
    """What a run at this instant would give, in one line; writes nothing."""
    return rehearsed(tools, give_due)


def _give_office(tools: Toolbox, office_id: int) -> recurring.Made:
    with tools.transaction() as session:
        return recurring.make_due(session, office_id=office_id, clock=tools.clock, links=tools.links)
