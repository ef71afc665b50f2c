"""Builds the app once, hands each job what it needs, and keeps the clockwork going."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.date import DateTrigger
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.adapters.clock import Clock
from app.adapters.mailer import FlaskMailer
from app.domain.calendar import VIETNAM
from app.extensions import db
from app.factory import create_app
from app.services import runs
from config import Config
from jobs.schedule import JOBS, Job
from jobs.toolbox import Safe, Toolbox, Work

log = logging.getLogger("jobs")

MOST_AT_ONCE = 500  # units of work in one run; the rest comes with the next
GRACE = 2.0  # seconds a stopping process gives a mail that is on its way
JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600}


@contextmanager
def toolbox(config: Config, *, clock: Clock) -> Iterator[Toolbox]:
    """The one place that constructs what the jobs are handed; closes the database at the end."""
    app = create_app(config, clock=clock)
    frame = app.extensions["dondoc"]
    with app.app_context():
        engine = db.engine
    sender = (config.mail_from_name, config.mail_from_address)
    try:
        yield Toolbox(
            sessions=sessionmaker(engine, class_=Session),
            clock=clock,
            links=frame.links,
            mailer=FlaskMailer(app, settings=config.smtp, sender=sender) if config.smtp else None,
            owner=f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}",
            files=frame.files,
            safe=Safe(engine, frame.files, frame.version, config.backup_dir) if config.backup_dir else None,
        )
    finally:
        engine.dispose()


def run_job(tools: Toolbox, name: str, work: Work, *, stopping: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Do a job's units of work until there are no more, record the run, and say what was done.

    A run that did nothing is not recorded. An exception is recorded as a failed run and raised again.
    """
    started_at, total, worked, ok = tools.clock.now(), Counter[str](), False, True
    try:
        for _ in range(MOST_AT_ONCE):
            done = work(tools)
            if done is None:
                break
            worked, ok = True, ok and done.ok
            total.update(done.summary)
            if not done.more or stopping():
                break
    except Exception as error:
        with suppress(SQLAlchemyError):
            _record(tools, name, started_at, ok=False, summary={**total, "error": _named(error)})
        raise
    if worked:
        _record(tools, name, started_at, ok=ok, summary=dict(total))
    return total


def _record(tools: Toolbox, name: str, started_at: datetime, *, ok: bool, summary: dict[str, int | str]) -> None:
    with tools.transaction() as session:
        runs.record_run(session, clock=tools.clock, job=name, started_at=started_at, ok=ok, summary=summary)


def _named(error: Exception) -> str:
    """What kind of error, without the values it may carry: those are people's words and addresses."""
    return type(error).__name__


def serve(tools: Toolbox) -> bool:
    """Run the schedule until SIGTERM or SIGINT; whether every job had ended when the time of grace was over.

    The job store is memory: two processes on one store would fire twice. Coalescing and a long grace make a machine
    that slept run each job once when it wakes.
    """
    stop = threading.Event()
    scheduler = BackgroundScheduler(timezone=VIETNAM, job_defaults=JOB_DEFAULTS)
    for job in JOBS.values():
        _schedule(scheduler, tools, job, stop)
    told = _told_to_stop()
    log.info("started as %s", tools.owner)
    scheduler.start()
    os.read(told, 1)
    stop.set()
    scheduler.shutdown(wait=False)
    return _all_ended(GRACE)


def _told_to_stop() -> int:
    """A pipe that can be read once SIGTERM or SIGINT has come. A signal that raised something in this thread could be
    swallowed by whatever runs in it (the scheduler does, while it submits a job), and one that set an event could meet
    the event's own lock."""
    reading, writing = os.pipe()

    def leave(signum: int, frame: FrameType | None) -> None:
        os.write(writing, b".")

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    return reading


def _schedule(scheduler: BackgroundScheduler, tools: Toolbox, job: Job, stop: threading.Event) -> None:
    """Once at the start, so that nothing waits for the first tick, and then at each of the job's times."""
    trigger = OrTrigger([DateTrigger(timezone=VIETNAM), *job.triggers])
    scheduler.add_job(_run_and_log, trigger, args=(tools, job, stop), id=job.name)


def _run_and_log(tools: Toolbox, job: Job, stop: threading.Event) -> None:
    """One bad run must not end the process: the next one repairs what it can."""
    try:
        total = run_job(tools, job.name, job.scheduled, stopping=stop.is_set)
    except Exception:
        log.exception("%s failed", job.name)
        return
    if total:
        log.info("%s: %s", job.name, ", ".join(f"{name} {count}" for name, count in total.items()))


def _all_ended(within: float) -> bool:
    deadline = time.monotonic() + within
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(max(0.0, deadline - time.monotonic()))
    return threading.active_count() == 1
