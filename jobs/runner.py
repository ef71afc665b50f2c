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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from app.adapters.clock import Clock, SystemClock
from app.adapters.mailer import FlaskMailer
from app.domain.calendar import VIETNAM
from app.domain.timetable import TIMETABLE
from app.extensions import db
from app.factory import create_app
from app.services import runs
from config import Config
from jobs.lead import LASTS, RENEWED_EVERY, Lead
from jobs.schedule import JOBS, Job
from jobs.toolbox import Safe, Toolbox, Work

log = logging.getLogger("jobs")

MOST_AT_ONCE = 500  # units of work in one run; the rest comes with the next
GRACE = 2.0  # seconds a stopping process gives a mail that is on its way
JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600}
MISSED = "Missed"  # in the place of an error's name


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
            quota=config.smtp.hourly_quota if config.smtp else 0,
        )
    finally:
        engine.dispose()


def run_job(tools: Toolbox, name: str, work: Work) -> Counter[str]:
    """Do a job's units of work until there are no more, record the run, and say what was done.

    A run that did nothing is not recorded, but after one that failed: else the failure would stay its last word. An
    exception is recorded as a failed run and raised again.
    """
    started_at, total, worked, ok = tools.clock.now(), Counter[str](), False, True
    try:
        for _ in range(MOST_AT_ONCE):
            done = work(tools)
            if done is None:
                break
            worked, ok = True, ok and done.ok
            total.update(done.summary)
            if not done.more or tools.stopping():
                break
    except Exception as error:
        with suppress(SQLAlchemyError):
            _record(tools, name, started_at, ok=False, summary={**total, "error": _named(error)})
        raise
    if worked or _is_over_a_failure(tools, name):
        _record(tools, name, started_at, ok=ok, summary=dict(total))
    return total


def _is_over_a_failure(tools: Toolbox, name: str) -> bool:
    """Whether the job failed the last time. Of a daily one a run that did nothing says nothing: it may have been too
    early, too late, or another process's; and a success that is written down is the day's."""
    if TIMETABLE[name].daily:
        return False
    with tools.reading() as session:
        return runs.has_failed_last(session, job=name)


def _record(tools: Toolbox, name: str, started_at: datetime, *, ok: bool, summary: dict[str, int | str]) -> None:
    with tools.transaction() as session:
        runs.record_run(session, clock=tools.clock, job=name, started_at=started_at, ok=ok, summary=summary)


def _named(error: Exception) -> str:
    """What kind of error, without the values it may carry: those are people's words and addresses."""
    return type(error).__name__


def serve(tools: Toolbox, *, lasts: timedelta = LASTS, renewed_every: timedelta = RENEWED_EVERY) -> bool:
    """Run the schedule until SIGTERM or SIGINT; whether every job had ended when the time of grace was over.

    Any number of processes may serve one database; ``lasts`` is how long the one that plans may be silent before
    another takes its place, ``renewed_every`` how often each of them asks.
    """
    stop = threading.Event()
    clockwork = Clockwork(replace(tools, stopping=stop.is_set), lasts=lasts)
    told = _told_to_stop()
    log.info("started as %s", tools.owner)
    clockwork.start(renewed_every)
    os.read(told, 1)
    stop.set()
    return clockwork.stop()


class Clockwork:
    """The schedule of one process.

    The job store is memory: two processes on one store would fire twice. Coalescing and a long grace make a machine
    that slept run each job once when it wakes. What has come to be missed all the same is written down.
    """

    def __init__(self, tools: Toolbox, *, lasts: timedelta) -> None:
        self.tools = tools
        self.wall = SystemClock()  # the scheduler's own time, whatever the jobs are told
        self.lead = Lead(tools, lasts=lasts, on_taken=self.catch_up)
        self.scheduler = BackgroundScheduler(timezone=VIETNAM, job_defaults=JOB_DEFAULTS)
        self.scheduler.add_listener(self.note, EVENT_JOB_MISSED | EVENT_JOB_ERROR)

    def start(self, renewed_every: timedelta) -> None:
        """What runs in every process runs at once; what only one does, as soon as the lease is this one's."""
        for job in JOBS.values():
            when = {} if job.alone else {"next_run_time": self.wall.now()}
            self.scheduler.add_job(self.run, OrTrigger(job.triggers), args=(job,), id=job.name, **when)
        asking = IntervalTrigger(seconds=renewed_every.total_seconds(), timezone=VIETNAM)
        self.scheduler.add_job(self.lead.take, asking, id=runs.SCHEDULER, next_run_time=self.wall.now())
        self.scheduler.start()

    def stop(self) -> bool:
        self.scheduler.shutdown(wait=False)
        ended = _all_ended(GRACE)
        with suppress(SQLAlchemyError):
            self.lead.give_back()
        return ended

    def catch_up(self) -> None:
        """Whoever comes to plan does at once what is to be done by now: each job knows by itself what that is."""
        for job in JOBS.values():
            if job.alone:
                self.scheduler.modify_job(job.name, next_run_time=self.wall.now())

    def run(self, job: Job) -> None:
        """One bad run must not end the process: the next one repairs what it can."""
        if job.alone and not self.lead.take():
            return
        try:
            total = run_job(self.tools, job.name, job.scheduled)
        except Exception:
            log.exception("%s failed", job.name)
            return
        if total and job.name != runs.HEARTBEAT:
            log.info("%s: %s", job.name, ", ".join(f"{name} {count}" for name, count in total.items()))

    def note(self, event: JobExecutionEvent) -> None:
        """Write down a run that was missed, or that failed before it began; ``run_job`` has written down the others.
        What only one process does is missed only if this is the one."""
        job = JOBS.get(event.job_id)
        if job is None:
            return
        with suppress(SQLAlchemyError):
            if event.code == EVENT_JOB_MISSED and job.alone and not self.lead.take():
                return
            error = _named(event.exception) if event.exception else MISSED
            _record(self.tools, job.name, event.scheduled_run_time, ok=False, summary={"error": error})


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


def _all_ended(within: float) -> bool:
    deadline = time.monotonic() + within
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(max(0.0, deadline - time.monotonic()))
    return threading.active_count() == 1
