"""Which days an office works, and counting in working days (DOMAIN.md §4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5  # as date.weekday() counts


def local_day(instant: datetime) -> date:
    """The calendar day in Vietnam at an aware instant."""
    return instant.astimezone(VIETNAM).date()


@lru_cache(maxsize=4_096)  # a morning asks for the same days again and again
def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The instants at which the day and the next one begin in Vietnam."""
    first, second = (datetime.combine(each, time(), tzinfo=VIETNAM) for each in (day, day + _ONE_DAY))
    return first.astimezone(UTC), second.astimezone(UTC)


def last_instant(day: date) -> datetime:
    """The last instant of the day in Vietnam: what had been recorded by its end was known then, and later again."""
    return bounds_of(day)[1] - timedelta.resolution


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday, without the days off, with the make-up days; where both name a day, it is worked.

    ``confirmed_years`` are the years whose days off were checked against the official announcement.
    """

    days_off: frozenset[date]
    make_up: frozenset[date]
    confirmed_years: frozenset[int]

    def is_working(self, day: date) -> bool:
        return day in self.make_up or (day.weekday() < _SATURDAY and day not in self.days_off)

    def unconfirmed(self, days: Iterable[date]) -> tuple[int, ...]:
        """The years of the days that nobody has compared with an announcement, in order."""
        return tuple(sorted({day.year for day in days} - self.confirmed_years))

    def next_working(self, day: date) -> date:
        """The day itself if it is a working one, else the next one."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def previous_working(self, day: date) -> date:
        """The last working day strictly before the day."""
        day -= _ONE_DAY
        while not self.is_working(day):
            day -= _ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after the day; the day itself for n = 0."""
        target = self._rank(day) + n
        # A step of as many calendar days as are missing can never pass the target, so the last one lands on it.
        while (missing := target - self._rank(day)) > 0:
            day += timedelta(days=missing)
        return day

    def working_days_between(self, after: date, through: date) -> int:
        """How many working days d there are with after < d <= through; 0 if there is no such day."""
        return max(0, self._rank(through) - self._rank(after))

    def longer_ago(self, today: date, n: int) -> date:
        """The last day since which more than n working days have passed: those through it are over the limit."""
        target, day = self._rank(today) - n - 1, today
        # Back by as many calendar days as are too many can never pass the target, as in ``add_working_days``.
        while (too_many := self._rank(day) - target) > 0:
            day -= timedelta(days=too_many)
        return day

    def _rank(self, day: date) -> int:
        """The number of working days from the first day of year 1, a Monday, through the day."""
        weeks, rest = divmod(day.toordinal(), 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self._lost, day) + bisect_right(self._gained, day)

    @cached_property
    def _lost(self) -> list[date]:
        """Weekdays that are not worked, in order."""
        return sorted(day for day in self.days_off - self.make_up if day.weekday() < _SATURDAY)

    @cached_property
    def _gained(self) -> list[date]:
        """Saturdays and Sundays that are worked, in order."""
        return sorted(day for day in self.make_up if day.weekday() >= _SATURDAY)


class EveryDay(WorkingCalendar):
    """Each day of the week is worked: what is urgent knows no days off."""

    def is_working(self, day: date) -> bool:
        return True

    def _rank(self, day: date) -> int:
        return day.toordinal()
