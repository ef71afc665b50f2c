"""How well units keep the office informed: the share of their open assignments that they said something of lately.

Units are judged by it, so it counts nothing that a unit could not have done: what waits for the office or for a
signature, what came to the unit within the days that are looked at, what runs without end or from report to report,
and what an objective cause holds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.figures import Rate
from app.domain.history import Course
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import TaskKind

# Continuous duties and those per report period are looked at by the office's own check date, never by age.
UPDATED_KINDS = (TaskKind.DATED, TaskKind.RECURRING)
FORMULA = "u ÷ m"


def since_of(today: date, days: int) -> date:
    """The day before the first of the last so many days, of which today is one."""
    return today - timedelta(days=days)


def is_counted(course: Course, *, kind: TaskKind, came_on: date, since: date) -> bool:
    """Whether a lead assignment belongs to m, the denominator. ``came_on`` is the local day on which it was recorded
    for the unit that has it: a notice entered late blames nobody."""
    return (
        kind in UPDATED_KINDS
        and course.state in WITH_THE_UNIT
        and not course.objective
        and course.given_on is not None
        and max(course.given_on, came_on) <= since
    )


def is_updated(course: Course, *, since: date) -> bool:
    """Whether the unit said anything in the days after ``since``: acknowledged, wrote, handed on, asked."""
    return course.updated_on is not None and course.updated_on > since


@dataclass(frozen=True, slots=True)
class Updates:
    """Of the ``counted`` (m) lead assignments of a unit, those ``updated`` (u)."""

    updated: int
    counted: int

    def rate(self) -> Rate | None:
        """u ÷ m; None where nothing is counted."""
        return Rate(self.updated, self.counted, FORMULA) if self.counted else None
