"""A jobs process as ``python -m jobs`` runs it, but at another time and with a lease of seconds.

Usage: python -m tests.jobs.serving SECONDS_AHEAD LASTS RENEWED_EVERY
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta

from app.adapters.clock import SystemClock
from app.domain.calendar import local_day
from config import load
from jobs.runner import serve, toolbox


class ShiftedClock:
    """Goes as the machine's does, so many seconds ahead of it."""

    def __init__(self, ahead: float) -> None:
        self.ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead

    def today(self) -> date:
        return local_day(self.now())


def main(ahead: float, lasts: float, renewed_every: float) -> None:
    with toolbox(load(), clock=ShiftedClock(ahead)) as tools:
        serve(tools, lasts=timedelta(seconds=lasts), renewed_every=timedelta(seconds=renewed_every))


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
