"""Which jobs there are, when they run, in which process, and what for: one table."""

from __future__ import annotations

from dataclasses import dataclass

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from app.domain.calendar import VIETNAM
from app.services.health import HEARTBEAT_EVERY
from app.wording.jobs import DESCRIPTIONS
from jobs import backup, deliver, digest, heartbeat, recognise, recurring, retention, seal, update_call, urgent
from jobs.toolbox import Work

DELIVER_EVERY = 20  # seconds
URGENT_EVERY = 300
RECOGNISE_EVERY = 3  # seconds: somebody looks at a page that says it will begin at once
ONE, ALL = True, False  # of all processes: the one that has the scheduler's lease, or each of them


@dataclass(frozen=True, slots=True)
class Job:
    """``work`` runs by hand, ``scheduled`` by the clock: when a process begins to plan, and at each of the triggers.

    ``alone``: by the clock it runs only in the process that has the scheduler's lease.
    """

    name: str
    work: Work
    scheduled: Work
    alone: bool
    triggers: tuple[BaseTrigger, ...]

    @property
    def purpose(self) -> str:
        return DESCRIPTIONS[self.name]


def at(hour: int | str, minute: int | str = 0) -> CronTrigger:
    """A time of the day in Vietnam, wherever the machine stands; "7-18" is every hour from seven to eighteen."""
    return CronTrigger(hour=hour, minute=minute, timezone=VIETNAM)


def every(seconds: float) -> IntervalTrigger:
    return IntervalTrigger(seconds=int(seconds), timezone=VIETNAM)


# Name, by hand, by the clock, where, when. What runs at night is made up for by day.
TABLE = (
    (backup.NAME, backup.take_backup, backup.take_missed_backup, ONE, (at(1, 30), at("7-18", 15))),
    (deliver.NAME, deliver.deliver_batch, deliver.deliver_batch, ALL, (every(DELIVER_EVERY),)),
    (digest.NAME, digest.plan_morning, digest.plan_missed_morning, ONE, (at(6, 30), at("7-18"))),
    ("heartbeat", heartbeat.beat, heartbeat.beat, ALL, (every(HEARTBEAT_EVERY.total_seconds()),)),
    (recognise.NAME, recognise.recognise_one, recognise.recognise_one, ALL, (every(RECOGNISE_EVERY),)),
    (recurring.NAME, recurring.give_due, recurring.give_missed, ONE, (at(6), at("7-18", 5))),
    (retention.NAME, retention.forget, retention.forget_once_a_day, ONE, (at(2, 30), at("7-18", 45))),
    (seal.NAME, seal.seal_days, seal.seal_days, ONE, (at(1, 10), at("7-18", 20))),
    (urgent.NAME, urgent.tell, urgent.tell, ONE, (every(URGENT_EVERY),)),
    (update_call.NAME, update_call.call, update_call.call_in_hours, ONE, (at("7-16", "10,40"),)),
)
JOBS = {job.name: job for job in (Job(*row) for row in TABLE)}
