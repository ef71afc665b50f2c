"""What the jobs did, and when: the desk, the banners and the catch-up of a missed morning read it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.calendar import local_day
from app.models import JobRun

HEARTBEAT = "heartbeat"
BACKUP = "backup"
DIGEST = "digest"
SCHEDULER = "scheduler"  # the lease of the process that runs the schedule
KEEP_HEARTBEATS = timedelta(days=1)


def record_run(
    session: Session, *, clock: Clock, job: str, started_at: datetime, ok: bool, summary: dict[str, Any]
) -> None:
    """Write down a run that has just ended, or that was missed; it counts for the day on which it began."""
    day, finished_at = local_day(started_at), clock.now()
    session.add(JobRun(job=job, day=day, started_at=started_at, finished_at=finished_at, ok=ok, summary=dict(summary)))


def has_succeeded(session: Session, *, job: str, day: date) -> bool:
    return bool(session.scalar(select(exists().where(JobRun.job == job, JobRun.day == day, JobRun.ok))))


def has_failed_last(session: Session, *, job: str) -> bool:
    """Whether the last run of the job that was written down failed or was missed."""
    newest = select(JobRun.ok).where(JobRun.job == job).order_by(JobRun.started_at.desc(), JobRun.id.desc()).limit(1)
    return session.scalar(newest) is False


def forget_heartbeats(session: Session, *, clock: Clock) -> None:
    """Only the last one tells anything; a day's worth is kept for whoever looks for a gap."""
    session.execute(delete(JobRun).where(JobRun.job == HEARTBEAT, JobRun.started_at < clock.now() - KEEP_HEARTBEATS))
