"""What an office should know about its own installation: shown as banners and on the system page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ScalarSelect, exists, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.terms import OutboxState
from app.models import CalendarYear, JobRun, OutboxMessage
from app.services import runs

HEARTBEAT_EVERY = timedelta(minutes=5)
SILENT_AFTER = timedelta(minutes=20)
BACKUP_EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Problem:
    """``level`` is warn or error; ``code`` is worded in ``app.wording.health``."""

    level: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the problems are found in: when the two watched jobs last succeeded, and what waits for somebody."""

    heartbeat: datetime | None
    backup: datetime | None
    failed_mails: int
    confirmed_years: frozenset[int]


def problems(session: Session, *, office_id: int, clock: Clock, production: bool = False) -> list[Problem]:
    return problems_in(facts(session, office_id=office_id, today=clock.today()), clock=clock, production=production)


def facts(session: Session, *, office_id: int, today: date) -> Facts:
    """In one statement: every page shows what comes of it."""
    years = (today.year, today.year + 1)
    are_confirmed = (
        exists().where(CalendarYear.office_id == office_id, CalendarYear.confirmed, CalendarYear.year == year)
        for year in years
    )
    heartbeat, backup, failed, *answers = session.execute(
        select(_last_success(runs.HEARTBEAT), _last_success(runs.BACKUP), _failed(office_id), *are_confirmed)
    ).one()
    confirmed = frozenset(year for year, is_confirmed in zip(years, answers, strict=True) if is_confirmed)
    return Facts(heartbeat, backup, failed, confirmed)


def problems_in(known: Facts, *, clock: Clock, production: bool = False) -> list[Problem]:
    """A silent jobs process, mails given up, a year whose days off nobody confirmed (from December on the next one,
    too), and in production a backup that is a week old."""
    found = []
    if _is_older(known.heartbeat, SILENT_AFTER, clock):
        found.append(Problem("error", "jobs.silent", {"since": known.heartbeat}))
    if production and _is_older(known.backup, BACKUP_EVERY, clock):
        found.append(Problem("warn", "backup.old", {"since": known.backup, "days": BACKUP_EVERY.days}))
    if known.failed_mails:
        found.append(Problem("error", "mail.failed", {"count": known.failed_mails}))
    today = clock.today()
    wanted = {today.year} | ({today.year + 1} if today.month == 12 else set())
    years = sorted(wanted - known.confirmed_years)
    return found + [Problem("warn", "calendar.unconfirmed", {"year": year}) for year in years]


def jobs_are_silent(session: Session, *, clock: Clock) -> bool:
    """Whether the process that does the jobs has given no sign for a while."""
    return _is_older(session.scalar(select(_last_success(runs.HEARTBEAT))), SILENT_AFTER, clock)


def _last_success(job: str) -> ScalarSelect[datetime]:
    return select(func.max(JobRun.started_at)).where(JobRun.job == job, JobRun.ok).scalar_subquery()


def _is_older(last: datetime | None, age: timedelta, clock: Clock) -> bool:
    return last is None or clock.now() - last > age


def failed_mails(session: Session, *, office_id: int) -> int:
    return session.scalar(select(_failed(office_id))) or 0


def _failed(office_id: int) -> ScalarSelect[int]:
    failed = (OutboxMessage.office_id == office_id, OutboxMessage.state == OutboxState.FAILED)
    return select(func.count(OutboxMessage.id)).where(*failed).scalar_subquery()


@dataclass(frozen=True, slots=True)
class Run:
    """The last finished run of one job, and whether it succeeded."""

    job: str
    day: date
    started_at: datetime
    finished_at: datetime
    ok: bool


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup that succeeded: when, and how much it holds."""

    at: datetime
    rows: int
    files: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Overview:
    """What the system page shows."""

    runs: tuple[Run, ...]
    mails: dict[OutboxState, int]
    years: tuple[tuple[int, bool], ...]
    backup: Backup | None


def overview(session: Session, *, office_id: int, clock: Clock) -> Overview:
    latest = select(func.max(JobRun.id)).group_by(JobRun.job).scalar_subquery()
    last_runs = session.execute(
        select(JobRun.job, JobRun.day, JobRun.started_at, JobRun.finished_at, JobRun.ok)
        .where(JobRun.id.in_(latest))
        .order_by(JobRun.job)
    ).all()
    counts = session.execute(
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.office_id == office_id)
        .group_by(OutboxMessage.state)
    ).tuples()
    years = session.execute(
        select(CalendarYear.year, CalendarYear.confirmed)
        .where(CalendarYear.office_id == office_id, CalendarYear.year >= clock.today().year - 1)
        .order_by(CalendarYear.year)
    ).tuples()
    return Overview(
        tuple(Run(*run) for run in last_runs), dict(counts.all()), tuple(years.all()), _last_backup(session)
    )


def _last_backup(session: Session) -> Backup | None:
    row = session.scalars(
        select(JobRun).where(JobRun.job == runs.BACKUP, JobRun.ok).order_by(JobRun.started_at.desc()).limit(1)
    ).first()
    if row is None:
        return None
    return Backup(row.started_at, row.summary["rows"], row.summary["files"], row.summary["bytes"])
