"""The list of what goes over into the next year: every lead assignment that is not finally closed on the day.

It is the figures' own population, as it was known at the end of the day: asked for in February it is the same list.
What was given before the day and entered after it is not in it, and is said to be missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy.orm import Session

from app.domain.calendar import last_instant
from app.domain.figures import Counts, Figures, Lead, figures
from app.domain.periods import year as reporting_year
from app.domain.permissions import Action, Actor, check
from app.domain.terms import EventKind, FigureClass
from app.models import Office
from app.services import report_rows
from app.services.report_leads import gather_leads
from app.services.report_view import RowView
from app.services.unit_names import units_then
from app.services.visibility import limited_tasks


class YearEnd(StrEnum):
    """Which day the year turns on; the values are those of the address."""

    CALENDAR = "31-12"
    REPORTING = "14-12"  # NĐ 09/2019/NĐ-CP


def day_of(year: int, end: YearEnd) -> date:
    return date(year, 12, 31) if end is YearEnd.CALENDAR else reporting_year(year).cut_off


@dataclass(frozen=True, slots=True)
class UnitCarried:
    """What a unit carries over, the longest overdue first; ``overdue`` of ``dated`` is n/N (class d of c + d)."""

    public_id: str
    name: str
    under_authority: bool
    overdue: int
    dated: int
    rows: Sequence[RowView]


@dataclass(frozen=True, slots=True)
class CarryOver:
    """The list as of ``day``, which is ``year_end`` or, while the year still runs, today.

    ``counts`` and ``outside`` are of what has a deadline: c and d, and of c what waits. ``undated`` and ``excused``
    (objective cause) are all the others. ``entered_late`` were given by the day, recorded after it, and are missing.
    """

    office_name: str
    year: int
    end: YearEnd
    year_end: date
    day: date
    known_at: datetime
    counts: Counts
    outside: Counts
    undated: int
    excused: int
    units: Sequence[UnitCarried]
    entered_late: int

    @property
    def total(self) -> int:
        return sum(len(unit.rows) for unit in self.units)

    @property
    def is_early(self) -> bool:
        return self.day < self.year_end


def carry_over(session: Session, *, actor: Actor, year: int, end: YearEnd, today: date) -> CarryOver:
    """In a handful of queries. The words of tasks with a limited view are in it for nobody: it is printed and sent."""
    check(actor, Action.VIEW_REPORTS)
    office_id, year_end = actor.office_id, day_of(year, end)
    day = min(year_end, today)
    known_at, units = last_instant(day), units_then(session, office_id=office_id, day=day)
    late = _EnteredLate(day, known_at)
    made = figures(
        late.noted(gather_leads(session, office_id=office_id, period_from=day + timedelta(days=1))),
        period_from=day + timedelta(days=1),  # what was closed on the day itself is closed
        cut_off=day,
        known_at=known_at,
        units=units,
    )
    rows = report_rows.describe(session, made.rows, cut_off=day, known_at=known_at, units=units)
    shown = report_rows.limited(rows, limited_tasks(session, office_id=office_id))
    return CarryOver(
        office_name=session.get_one(Office, office_id).name,
        year=year,
        end=end,
        year_end=year_end,
        day=day,
        known_at=known_at,
        counts=made.counts,
        outside=made.outside,
        undated=_of(made, FigureClass.UNDATED),
        excused=_of(made, FigureClass.NOT_RATED),
        units=list(_by_unit(shown)),
        entered_late=late.count,
    )


class _EnteredLate:
    """Counts, while leads are read for the figures, those that the day's knowledge misses."""

    def __init__(self, day: date, known_at: datetime) -> None:
        self._day, self._known_at, self.count = day, known_at, 0

    def noted(self, leads: Iterable[Lead]) -> Iterator[Lead]:
        for lead in leads:
            given = next((event for event in lead.events if event.kind is EventKind.GIVEN), None)
            self.count += given is not None and given.effective_on <= self._day and given.recorded_at > self._known_at
            yield lead


def _of(made: Figures, figure_class: FigureClass) -> int:
    return sum(row.figure_class is figure_class for row in made.rows)


_OVERDUE = FigureClass.OPEN_OVERDUE
_DATED = (FigureClass.OPEN_IN_TIME, _OVERDUE)


def _by_unit(rows: Sequence[RowView]) -> Iterator[UnitCarried]:
    """The rows stand in the office's order of units already."""
    for public_id, group in groupby(rows, key=lambda row: row.unit_public_id):
        theirs = list(group)
        classes = [row.counted.figure_class for row in theirs]
        yield UnitCarried(
            public_id,
            theirs[0].counted.unit_name,
            theirs[0].counted.under_authority,
            overdue=classes.count(_OVERDUE),
            dated=sum(each in _DATED for each in classes),
            rows=theirs,
        )
