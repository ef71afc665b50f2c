"""Asks the units, on the working day before a meeting of a series, to say where they are with what they owe."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from app.domain.calendar import VIETNAM
from app.models import Office
from app.services import claims, update_calls
from jobs.toolbox import LEASE, Done, Toolbox, rehearsed

NAME = "update_call"
OPENS, CLOSES = time(7, 0), time(17, 0)  # a unit is not asked when nobody is there to answer


def call(tools: Toolbox) -> Done | None:
    """Ask for every meeting whose call is due at every office; None if there is nobody to ask, or another process is at
    it just now.

    Running again repairs and never doubles: the keys of the outbox are the guarantee, the lease only saves work.
    """
    with tools.transaction() as session:
        if not claims.take_lease(session, clock=tools.clock, name=NAME, owner=tools.owner, lasts=LEASE):
            return None
        offices = list(session.scalars(select(Office.id).order_by(Office.id)))
    try:
        called = [_call_office(tools, office_id) for office_id in offices]
    finally:
        with tools.transaction() as session:
            claims.release_lease(session, name=NAME, owner=tools.owner)
    mails, failed = sum(each.mails for each in called), sum(each.failed for each in called)
    if not (mails or failed):
        return None
    total = {"meetings": sum(each.meetings for each in called), "unit_mails": mails}
    return Done(total | ({"failed": failed} if failed else {}), ok=not failed)


def call_in_hours(tools: Toolbox) -> Done | None:
    """The scheduled run: in working hours only. The service leaves out days off and knows the days made up."""
    now = tools.clock.now().astimezone(VIETNAM).time()
    return call(tools) if OPENS <= now < CLOSES else None


def preview(tools: Toolbox) -> str:
    """What a run at this instant would ask, in one line; writes nothing."""
    return rehearsed(tools, call)


def _call_office(tools: Toolbox, office_id: int) -> update_calls.Called:
    with tools.transaction() as session:
        return update_calls.call_units(session, office_id=office_id, clock=tools.clock, links=tools.links)
