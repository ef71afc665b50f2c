"""The system page: each job with its last run and its next, who runs the schedule, the mails, the backup, the
calendar; and everything that is wrong, for the page and for whoever watches by machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.timetable import TIMETABLE
from app.models import CalendarYear, JobRun, Lease
from app.services import health, runs
from app.services.health import ERROR, WARN, Mails, Problem

FAILURES_SINCE, FAILURES_SHOWN = timedelta(days=7), 10


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run of a job: whether it succeeded, and what it said of itself."""

    job: str
    day: date
    started_at: datetime
    finished_at: datetime
    ok: bool
    summary: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobState:
    """A job with its last run. ``runs_next`` is None for what runs all the time, ``missed`` the time of today at which
    it should have run and has not."""

    job: str
    last: Run | None
    runs_next: datetime | None
    missed: datetime | None


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup that succeeded: when, and how much it holds."""

    at: datetime
    rows: int
    files: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Holder:
    """Which process runs the schedule: since when, and until when unless it says so again."""

    owner: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """What the system page shows. ``processes`` are those that gave a sign lately, None where signs carry no name."""

    problems: tuple[Problem, ...]
    jobs: tuple[JobState, ...]
    failures: tuple[Run, ...]
    holder: Holder | None
    processes: int | None
    mails: Mails
    years: tuple[tuple[int, bool], ...]
    backup: Backup | None


def overview(
    session: Session, *, office_id: int, clock: Clock, production: bool = False, takes_backups: bool = True
) -> Overview:
    """``takes_backups``: a folder is configured, so that a night without a backup was missed."""
    known = health.facts(session, office_id=office_id, today=clock.today())
    seen = health.mails(session, clock=clock, office_id=office_id)
    jobs = _jobs(session, clock=clock, takes_backups=takes_backups)
    found = (
        health.problems_in(known, clock=clock, production=production) + health.stuck(seen.since, clock) + _of_jobs(jobs)
    )
    years = session.execute(
        select(CalendarYear.year, CalendarYear.confirmed)
        .where(CalendarYear.office_id == office_id, CalendarYear.year >= clock.today().year - 1)
        .order_by(CalendarYear.year)
    ).tuples()
    return Overview(
        problems=_worst_first(found),
        jobs=tuple(jobs),
        failures=tuple(_failures(session, clock=clock)),
        holder=_holder(session, clock=clock),
        processes=_processes(session, clock=clock),
        mails=seen,
        years=tuple(years.all()),
        backup=_last_backup(session),
    )


def findings(
    session: Session, *, office_id: int, clock: Clock, production: bool = False, takes_backups: bool = True
) -> tuple[Problem, ...]:
    """Everything the page would complain of, the worst first."""
    return overview(
        session, office_id=office_id, clock=clock, production=production, takes_backups=takes_backups
    ).problems


def _worst_first(found: Sequence[Problem]) -> tuple[Problem, ...]:
    """Where nothing runs at all, that single jobs were missed goes without saying; so does the digest's morning."""
    codes = {problem.code for problem in found}
    silent, morning = "jobs.silent" in codes, "morning.missing" in codes
    told = [
        problem
        for problem in found
        if problem.code != "job.missed" or not (silent or (morning and problem.params["job"] == runs.DIGEST))
    ]
    return tuple(sorted(told, key=lambda problem: problem.level != ERROR))


def _jobs(session: Session, *, clock: Clock, takes_backups: bool) -> list[JobState]:
    """Every job of the timetable in its order, then whatever else ever ran."""
    latest = select(func.max(JobRun.id)).group_by(JobRun.job).scalar_subquery()
    last = {run.job: run for run in _runs(session, JobRun.id.in_(latest))}
    done = frozenset(session.scalars(select(JobRun.job).where(JobRun.day == clock.today(), JobRun.ok).distinct()))
    names = [*TIMETABLE, *sorted(last.keys() - TIMETABLE.keys())]
    return [_job(name, last.get(name), name in done, clock, takes_backups) for name in names]


def _job(name: str, last: Run | None, done_today: bool, clock: Clock, takes_backups: bool) -> JobState:
    times, now = TIMETABLE.get(name), clock.now()
    if times is None or (name == runs.BACKUP and not takes_backups):
        return JobState(name, last, None, None)
    return JobState(name, last, times.next_after(now), times.missed(now, done_today=done_today))


def _of_jobs(jobs: Sequence[JobState]) -> list[Problem]:
    found = []
    for each in jobs:
        if each.last and not each.last.ok:
            found.append(Problem(ERROR, "job.failed", {"job": each.job, "at": each.last.started_at}))
        elif each.missed:
            found.append(Problem(WARN, "job.missed", {"job": each.job, "at": each.missed}))
    return found


def _failures(session: Session, *, clock: Clock) -> list[Run]:
    """Runs of the last days that were missed or did not succeed, the newest first."""
    return _runs(session, ~JobRun.ok, JobRun.started_at >= clock.now() - FAILURES_SINCE, most=FAILURES_SHOWN)


def _runs(session: Session, *where: Any, most: int | None = None) -> list[Run]:
    columns = (getattr(JobRun, name) for name in Run.__dataclass_fields__)
    query = select(*columns).where(*where).order_by(JobRun.started_at.desc(), JobRun.id.desc()).limit(most)
    return [Run(*row) for row in session.execute(query)]


def _holder(session: Session, *, clock: Clock) -> Holder | None:
    row = session.scalars(select(Lease).where(Lease.name == runs.SCHEDULER, Lease.expires_at > clock.now())).first()
    return Holder(row.owner, row.taken_at, row.expires_at) if row else None


def _processes(session: Session, *, clock: Clock) -> int | None:
    rows = session.scalars(
        select(JobRun.summary).where(
            JobRun.job == runs.HEARTBEAT, JobRun.ok, JobRun.started_at >= clock.now() - health.SILENT_AFTER
        )
    )
    return len({summary["process"] for summary in rows if "process" in summary}) or None


def _last_backup(session: Session) -> Backup | None:
    row = session.scalars(
        select(JobRun).where(JobRun.job == runs.BACKUP, JobRun.ok).order_by(JobRun.started_at.desc()).limit(1)
    ).first()
    if row is None:
        return None
    return Backup(row.started_at, row.summary["rows"], row.summary["files"], row.summary["bytes"])
