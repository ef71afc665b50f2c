"""The only place that asks what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol

from app.domain.calendar import VIETNAM, local_day


class Clock(Protocol):
    """Gives the instant (aware, UTC) and the day it is in Vietnam."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return local_day(self.now())


@dataclass
class FixedClock:
    """A clock that stands until it is moved: tests, the browser story and ``--today`` hand it in."""

    instant: datetime

    @classmethod
    def at(cls, day: date, hour: int = 8, minute: int = 0) -> FixedClock:
        return cls(datetime.combine(day, time(hour, minute), tzinfo=VIETNAM).astimezone(UTC))

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return local_day(self.instant)
