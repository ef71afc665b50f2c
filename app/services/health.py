"""What an office should know about its own installation: shown as banners and on the system page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.terms import OutboxState
from app.models import CalendarYear, JobRun, OutboxMessage

HEARTBEAT_EVERY = timedelta(minutes=5)
SILENT_AFTER = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Problem:
    """``level`` is warn or error; ``code`` is worded in ``app.wording.health``."""

    level: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


def problems(session: Session, *, office_id: int, clock: Clock) -> list[Problem]:
    """In three small queries: a silent jobs process, mails given up, a year whose days off nobody confirmed."""
    found = []
    last = session.scalar(select(func.max(JobRun.started_at)).where(JobRun.job == "heartbeat"))
    if last is None or clock.now() - last > SILENT_AFTER:
        found.append(Problem("error", "jobs.silent", {"since": last}))
    failed = failed_mails(session, office_id=office_id)
    if failed:
        found.append(Problem("error", "mail.failed", {"count": failed}))
    years = _unconfirmed(session, office_id, clock)
    found += [Problem("warn", "calendar.unconfirmed", {"year": year}) for year in years]
    return found


def failed_mails(session: Session, *, office_id: int) -> int:
    return (
        session.scalar(
            select(func.count()).where(OutboxMessage.office_id == office_id, OutboxMessage.state == OutboxState.FAILED)
        )
        or 0
    )


def _unconfirmed(session: Session, office_id: int, clock: Clock) -> list[int]:
    """This year, and from December on the next one."""
    today: date = clock.today()
    wanted = {today.year} | ({today.year + 1} if today.month == 12 else set())
    confirmed = session.scalars(
        select(CalendarYear.year).where(
            CalendarYear.office_id == office_id, CalendarYear.confirmed, CalendarYear.year.in_(wanted)
        )
    )
    return sorted(wanted - set(confirmed))


@dataclass(frozen=True, slots=True)
class Run:
    """The last finished run of one job, and whether it succeeded."""

    job: str
    day: date
    started_at: datetime
    finished_at: datetime
    ok: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the system page shows."""

    runs: tuple[Run, ...]
    mails: dict[OutboxState, int]
    years: tuple[tuple[int, bool], ...]


def overview(session: Session, *, office_id: int, clock: Clock) -> Overview:
    latest = select(func.max(JobRun.id)).group_by(JobRun.job).scalar_subquery()
    runs = session.execute(
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
    return Overview(tuple(Run(*run) for run in runs), dict(counts.all()), tuple(years.all()))
