"""Shows that the jobs process is alive: the run that the runner records is the whole of it."""

from __future__ import annotations

from app.services import runs
from jobs.toolbox import Done, Toolbox


def beat(tools: Toolbox) -> Done:
    with tools.transaction() as session:
        runs.forget_heartbeats(session, clock=tools.clock)
    return Done({})
