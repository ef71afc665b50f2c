"""Which jobs there are and when they run."""

from __future__ import annotations

from dataclasses import dataclass

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from app.domain.calendar import VIETNAM
from app.services.health import HEARTBEAT_EVERY
from jobs import backup, deliver, digest, heartbeat, recognise, recurring, retention, seal, update_call, urgent
from jobs.toolbox import Work

DELIVER_EVERY = 20  # seconds
RECOGNISE_EVERY = 3  # seconds: somebody looks at a page that says it will begin at once


@dataclass(frozen=True, slots=True)
class Job:
    """``work`` runs by hand, ``scheduled`` by the clock: at the start of the process and at each of the triggers."""

    name: str
    work: Work
    scheduled: Work
    triggers: tuple[BaseTrigger, ...]


JOBS = {
    job.name: job
    for job in (
        Job(
            backup.NAME,
            backup.take_backup,
            backup.take_missed_backup,
            (
                CronTrigger(hour=backup.NIGHT.hour, minute=backup.NIGHT.minute, timezone=VIETNAM),
                CronTrigger(hour="7-18", minute=15, timezone=VIETNAM),
            ),
        ),
        Job(
            "deliver",
            deliver.deliver_one,
            deliver.deliver_one,
            (IntervalTrigger(seconds=DELIVER_EVERY, timezone=VIETNAM),),
        ),
        Job(
            digest.NAME,
            digest.plan_morning,
            digest.plan_missed_morning,
            (
                CronTrigger(hour=6, minute=30, timezone=VIETNAM),
                CronTrigger(hour="7-18", minute=0, timezone=VIETNAM),
            ),
        ),
        Job(
            "heartbeat",
            heartbeat.beat,
            heartbeat.beat,
            (IntervalTrigger(seconds=int(HEARTBEAT_EVERY.total_seconds()), timezone=VIETNAM),),
        ),
        Job(
            recognise.NAME,
            recognise.recognise_one,
            recognise.recognise_one,
            (IntervalTrigger(seconds=RECOGNISE_EVERY, timezone=VIETNAM),),
        ),
        Job(
            recurring.NAME,
            recurring.give_due,
            recurring.give_missed,
            (
                CronTrigger(hour=recurring.MORNING.hour, minute=recurring.MORNING.minute, timezone=VIETNAM),
                CronTrigger(hour="7-18", minute=5, timezone=VIETNAM),
            ),
        ),
        Job(
            retention.NAME,
            retention.forget,
            retention.forget_once_a_day,
            (
                CronTrigger(hour=2, minute=30, timezone=VIETNAM),
                CronTrigger(hour="7-18", minute=45, timezone=VIETNAM),
            ),
        ),
        Job(
            seal.NAME,
            seal.seal_days,
            seal.seal_days,
            (
                CronTrigger(hour=seal.NIGHT.hour, minute=seal.NIGHT.minute, timezone=VIETNAM),
                CronTrigger(hour="7-18", minute=20, timezone=VIETNAM),
            ),
        ),
        Job(
            urgent.NAME,
            urgent.tell,
            urgent.tell,
            (CronTrigger(minute="*/5", timezone=VIETNAM),),
        ),
        Job(
            update_call.NAME,
            update_call.call,
            update_call.call_in_hours,
            (CronTrigger(hour="7-16", minute="10,40", timezone=VIETNAM),),
        ),
    )
}
