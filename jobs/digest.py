"""Plans the morning: the ledger and one digest a recipient, some recipients a transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.calendar import VIETNAM
from app.models import Office
from app.services import claims, digests, runs, urging, urging_write
from app.services.digests import DayPlan
from app.services.urging_write import Applied
from jobs.toolbox import LEASE, Done, Toolbox

NAME = runs.DIGEST
MORNING, EVENING = time(6, 30), time(18, 30)  # between them a missed morning is caught up with
SUMMARY = ("unit_mails", "person_mails", "items", "failed")  # fields of ``Applied``


def plan_morning(tools: Toolbox) -> Done | None:
    """Plan today for every office and queue its mails; None if another process is at it just now.

    Running again repairs and never doubles: the ledger's keys are the guarantee, the lease only saves work.
    """
    with tools.transaction() as session:
        if not claims.take_lease(session, clock=tools.clock, name=NAME, owner=tools.owner, lasts=LEASE):
            return None
        offices = _offices(session)
    try:
        done = [_plan_office(tools, office_id) for office_id in offices]
    finally:
        with tools.transaction() as session:
            claims.release_lease(session, name=NAME, owner=tools.owner)
    total = {name: sum(summary[name] for summary in done) for name in SUMMARY}
    return Done(total, ok=not total["failed"])


def plan_missed_morning(tools: Toolbox) -> Done | None:
    """The scheduled run: from half past six until the evening, unless today's has been done."""
    now = tools.clock.now().astimezone(VIETNAM).time()
    with tools.transaction() as session:
        if runs.has_succeeded(session, job=NAME, day=tools.clock.today()):
            return None
    return plan_morning(tools) if MORNING <= now < EVENING else None


def preview(tools: Toolbox) -> str:
    """What today's run would send, as text; writes nothing, and waits for nobody who does."""
    with tools.reading() as session:
        plans = [
            urging.plan_day(session, office_id=office_id, clock=tools.clock, links=tools.links)
            for office_id in _offices(session)
        ]
        return "\n".join(digests.describe(plan) for plan in plans)


def _offices(session: Session) -> list[int]:
    return list(session.scalars(select(Office.id).order_by(Office.id)))


def plan(tools: Toolbox, office_id: int) -> DayPlan:
    """What today's run is to write for an office."""
    with tools.reading() as session, _nothing_to_collect():
        return urging.plan_day(session, office_id=office_id, clock=tools.clock, links=tools.links)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """All that is read stays until the plan is there: to look through it again and again for what may be freed would
    take a quarter of the time. Of the whole process, so nothing that answers pages may do it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _plan_office(tools: Toolbox, office_id: int) -> dict[str, int]:
    applied = write(tools, plan(tools, office_id))
    return {name: getattr(applied, name) for name in SUMMARY}


def write(tools: Toolbox, plan: DayPlan) -> Applied:
    """Each part of the plan by itself, so that a large office can go on writing. Planning and composing hold no lock.

    A run that dies in between leaves whole digests, each with its rows of the ledger, and the next run plans the rest;
    what has changed since the plan was made is the claims' business, as it is between two processes.
    """
    with tools.transaction() as session:
        urging_write.replace_older(session, plan=plan)
    done = Applied()
    for some in urging_write.parts(plan):
        with tools.transaction() as session:
            answerable = urging_write.answerable(session, clock=tools.clock, plan=plan, some=some)
        letters = urging_write.composed(plan, answerable)
        with tools.transaction() as session:
            done += urging_write.write(session, clock=tools.clock, plan=plan, some=some, letters=letters)
    return done
