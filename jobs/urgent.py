"""Tells what is urgent at its hour, on whichever day and at night: each mail once, by the keys of the ledger."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Office
from app.services import urgent_mails
from app.services.urgent_mails import Applied
from jobs.toolbox import Done, Toolbox

NAME = "urgent"


def tell(tools: Toolbox) -> Done | None:
    """Plan and queue the urgent mails of every office at this instant; None if there is nothing to tell."""
    with tools.reading() as session:
        offices = list(session.scalars(select(Office.id).order_by(Office.id)))
    told = [_tell_office(tools, office_id) for office_id in offices]
    mails, failed = sum(each.mails for each in told), sum(each.failed for each in told)
    if not (mails or failed):
        return None
    return Done({"mails": mails, **({"failed": failed} if failed else {})}, ok=not failed)


def _tell_office(tools: Toolbox, office_id: int) -> Applied:
    """A look without the lock of writers first: it runs every five minutes, and mostly finds nothing."""
    with tools.reading() as session:
        _, plans = urgent_mails.plan_urgent(session, office_id=office_id, clock=tools.clock, links=tools.links)
    if not plans:
        return Applied(0, 0)
    with tools.transaction() as session:
        return urgent_mails.tell_urgent(session, office_id=office_id, clock=tools.clock, links=tools.links)


def preview(tools: Toolbox) -> str:
    """What a run at this instant would send, as text; writes nothing."""
    with tools.reading() as session:
        offices = session.scalars(select(Office.id).order_by(Office.id)).all()
        return "\n".join(
            urgent_mails.preview(session, office_id=office_id, clock=tools.clock, links=tools.links)
            for office_id in offices
        )
