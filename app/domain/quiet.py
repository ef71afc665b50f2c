"""When a mail on an act may leave: not in the office's quiet hours, nor on a day off, unless it is urgent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from app.domain.calendar import VIETNAM, WorkingCalendar


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one full hour of the day to another, over midnight where the first is the later one; none where they are
    the same."""

    from_hour: int
    to_hour: int

    def hold(self, hour: int) -> bool:
        """Whether the hour that begins then is quiet."""
        if self.from_hour <= self.to_hour:
            return self.from_hour <= hour < self.to_hour
        return hour >= self.from_hour or hour < self.to_hour


def leaves_at(now: datetime, *, calendar: WorkingCalendar, quiet: QuietHours, urgent: bool) -> datetime:
    """The first instant (UTC) from ``now`` on at which a mail may leave.

    What the quiet hours or a day off hold back leaves when the quiet hours of the next working day end; what is urgent
    is never held back.
    """
    local = now.astimezone(VIETNAM)
    if urgent or (calendar.is_working(local.date()) and not quiet.hold(local.hour)):
        return now
    day = calendar.next_working(local.date())
    if day == local.date() and local.hour >= quiet.to_hour:
        day = calendar.add_working_days(day, 1)
    return datetime.combine(day, time(quiet.to_hour), tzinfo=VIETNAM).astimezone(UTC)
