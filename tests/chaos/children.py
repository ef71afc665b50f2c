"""The processes that are killed: one that plans, and those that deliver, by the jobs' own code in a loop."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_double
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import QueuePool
from sqlalchemy.orm import Session, sessionmaker

from app.adapters.links import Links
from app.adapters.mailer import FlaskMailer
from app.domain.calendar import local_day
from jobs import deliver, digest
from jobs.runner import run_job
from jobs.toolbox import Toolbox
from tests.adapters.smtp import Server
from tests.chaos.server import HANG
from tests.chaos.world import tell_an_act
from tests.databases import LINK_KEYS, engine_for

PAUSE = 0.02  # seconds between two acts, and between two looks into an empty outbox
BATCH = 20  # so that connections end as well


@dataclass(frozen=True)
class SharedClock:
    """One clock for all processes, which the harness puts forward: claims and leases lapse, delays and nights pass."""

    ahead: c_double  # seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead.value, UTC)

    def today(self) -> date:
        return local_day(self.now())


@contextmanager
def tools_for(url: str, port: int, clock: SharedClock, stopping: Callable[[], bool]) -> Iterator[Toolbox]:
    engine = engine_for(url, pool=QueuePool)
    settings = Server(port, timeout=HANG * 0.8)
    yield Toolbox(
        sessions=sessionmaker(engine, class_=Session),
        clock=clock,
        links=Links("https://dondoc.test", LINK_KEYS),
        mailer=FlaskMailer(Flask("chaos"), settings=settings, sender=("Văn phòng, UBND", "vanphong@dondoc.test")),
        owner=f"chaos:{os.getpid()}",
        stopping=stopping,
    )
    engine.dispose()


@contextmanager
def _life(url: str, port: int, clock: SharedClock) -> Iterator[Toolbox]:
    """Until SIGTERM, or SIGKILL."""
    told: list[int] = []
    signal.signal(signal.SIGTERM, lambda signum, _: told.append(signum))
    with tools_for(url, port, clock, lambda: bool(told)) as tools:
        yield tools


def plan(url: str, port: int, clock: SharedClock) -> None:
    """The morning, as soon as it can be done; and one act after the other."""
    lot = random.Random(os.getpid())
    with _life(url, port, clock) as tools:
        number = 0
        while not tools.stopping():
            run_job(tools, digest.NAME, digest.plan_missed_morning)
            number += 1
            with tools.transaction() as session:
                tell_an_act(session, clock, f"{tools.owner}:{clock.ahead.value}:{number}", lot)
            time.sleep(PAUSE)


def deliver_all(url: str, port: int, clock: SharedClock) -> None:
    with _life(url, port, clock) as tools:
        while not tools.stopping():
            run_job(tools, deliver.NAME, lambda tools: deliver.deliver_batch(tools, most=BATCH))
            time.sleep(PAUSE)
