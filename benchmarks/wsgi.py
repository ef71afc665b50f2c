"""What gunicorn serves while measuring: the app as in production, on a clock that began on the day of the data."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import Flask

from app.adapters.clock import FixedClock
from app.domain.calendar import local_day
from app.factory import create_app
from benchmarks.office import DAY

URL, INSTANCE = "BENCH_DATABASE_URL", "BENCH_INSTANCE"


@dataclass
class RunningClock:
    """Goes on from the morning of the day as time goes by: nothing that is kept for a while is kept for ever."""

    morning: datetime = field(default_factory=lambda: FixedClock.at(DAY).now())
    started: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.morning + timedelta(seconds=time.monotonic() - self.started)

    def today(self) -> date:
        return local_day(self.now())


def app() -> Flask:
    # Here, not above: the loader's part of the data needs more than a web worker should hold.
    from benchmarks.places import Place, config_for

    return create_app(config_for(Place(os.environ[URL], Path(os.environ[INSTANCE]))), clock=RunningClock())
