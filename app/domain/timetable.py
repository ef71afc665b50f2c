"""When the jobs run, as far as a page says it: the clockwork itself is ``jobs.schedule``, and a test holds both
together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.domain.calendar import VIETNAM, local_day

# A machine that starts a little late has not yet missed anything.
GRACE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a job on every day, the one it is meant for first; ``every`` for one that runs all the time.

    ``daily`` is a job that succeeds once on each day and says so: without a run of today it was missed.
    """

    first: time | None = None
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    every: timedelta | None = None
    daily: bool = False

    def on(self, day: date) -> list[datetime]:
        """The instants of a day in Vietnam, in order; none for what runs all the time."""
        times = {time(hour, minute) for hour in self.hours for minute in self.minutes}
        if self.first is not None:
            times.add(self.first)
        return [datetime.combine(day, each, tzinfo=VIETNAM).astimezone(UTC) for each in sorted(times)]

    def next_after(self, now: datetime) -> datetime | None:
        """The first of its times after the instant; None for what runs all the time."""
        today = local_day(now)
        later = (each for day in (today, today + timedelta(days=1)) for each in self.on(day))
        return next((each for each in later if each > now), None)

    def missed(self, now: datetime, *, done_today: bool) -> datetime | None:
        """When a daily job should have run today and has not, a short grace granted; None if all is well."""
        if not self.daily or done_today or self.first is None:
            return None
        due = datetime.combine(local_day(now), self.first, tzinfo=VIETNAM)
        return due.astimezone(UTC) if now >= due + GRACE else None


_BY_DAY = tuple(range(7, 19))
# In the order of a day.
TIMETABLE = {
    "heartbeat": Times(every=timedelta(minutes=5)),
    "deliver": Times(every=timedelta(seconds=20)),
    "urgent": Times(every=timedelta(minutes=5)),
    "recognise": Times(every=timedelta(seconds=3)),
    "seal": Times(first=time(1, 10), hours=_BY_DAY, minutes=(20,)),
    "backup": Times(first=time(1, 30), hours=_BY_DAY, minutes=(15,), daily=True),
    "retention": Times(first=time(2, 30), hours=_BY_DAY, minutes=(45,), daily=True),
    "recurring": Times(first=time(6), hours=_BY_DAY, minutes=(5,), daily=True),
    "digest": Times(first=time(6, 30), hours=_BY_DAY, minutes=(0,), daily=True),
    "update_call": Times(hours=tuple(range(7, 17)), minutes=(10, 40)),
}
