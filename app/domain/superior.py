"""What an office owes to a superior: two dates, the office's own report, and figures upward.

The unit's deadline is the office's own, inner date and is rated like any other. The superior's date stands beside it,
and a duty ends upward by one thing alone: the office's own report, with number and date. Like the office's figures
these are a fold: the same steps, day and instant give the same figures for ever.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter

from app.domain.calendar import WorkingCalendar
from app.domain.errors import DomainError
from app.domain.terms import SourceOfAssignment, SuperiorStanding, SuperiorStepKind

_BY_SEQUENCE = attrgetter("sequence")


def is_superiors(source: SourceOfAssignment | None) -> bool:
    """Whether what comes from there is owed to a superior; what has no source is the office's own."""
    return source is not None and source is not SourceOfAssignment.OWN


SUPERIORS = tuple(source for source in SourceOfAssignment if is_superiors(source))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened upward. ``sequence`` is the order of recording, ``recorded_at`` an aware UTC instant.

    ``effective_on`` is the local day it counts for: of the giving the day of the superior's document, of a report the
    report's own date, of what takes a report back the day somebody says, of anything else the day it was entered.
    """

    sequence: int
    kind: SuperiorStepKind
    effective_on: date
    recorded_at: datetime
    due_on: date | None = None
    number: str = ""
    issued_on: date | None = None
    standing: SuperiorStanding | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The office's own report upward."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Told:
    """How the superior's own list says that the duty stands, and since when we know it."""

    standing: SuperiorStanding
    on: date


@dataclass(frozen=True, slots=True)
class SuperiorCourse:
    """Where a duty stands by its steps: ``given_on`` is None if it was not yet given, ``due_on`` if the superior set no
    date, ``report`` while none of the office's stands."""

    given_on: date | None = None
    due_on: date | None = None
    report: Report | None = None
    withdrawn: bool = False
    told: Told | None = None

    @property
    def is_open(self) -> bool:
        """The superior waits for the office's report."""
        return self.report is None and not self.withdrawn

    @property
    def binding_due(self) -> date | None:
        """The date that no unit's deadline may lie behind: while the superior waits."""
        return self.due_on if self.is_open else None


def fold(steps: Iterable[Step], *, on: date, known_at: datetime) -> SuperiorCourse:
    """What the steps come to as of a day, with what was known at an instant. Never raises."""
    so_far = _SoFar()
    in_force = (step for step in steps if step.effective_on <= on and step.recorded_at <= known_at)
    for step in sorted(in_force, key=_BY_SEQUENCE):
        so_far.take(step)
    return SuperiorCourse(so_far.given_on, so_far.due_on, so_far.report, so_far.withdrawn, so_far.told)


@dataclass(slots=True)
class _SoFar:
    """The fold between two steps."""

    given_on: date | None = None
    due_on: date | None = None
    report: Report | None = None
    withdrawn: bool = False
    told: Told | None = None

    def take(self, step: Step) -> None:
        match step.kind:
            case SuperiorStepKind.GIVEN:
                self.given_on, self.due_on = step.effective_on, step.due_on
            case SuperiorStepKind.DUE_CHANGED:
                self.due_on = step.due_on
            case SuperiorStepKind.REPORTED:
                self.report = Report(step.number, step.issued_on or step.effective_on)
            case SuperiorStepKind.REOPENED:
                self.report, self.withdrawn = None, False
            case SuperiorStepKind.WITHDRAWN:
                self.withdrawn = True
            case SuperiorStepKind.TOLD:
                self.told = Told(step.standing, step.effective_on) if step.standing else None


def standing(course: SuperiorCourse, on: date) -> SuperiorStanding:
    """How it stands upward on a day; the superior's day itself is in time, for a report and for waiting."""
    if course.withdrawn:
        return SuperiorStanding.WITHDRAWN
    if course.report is not None:
        late = course.due_on is not None and course.report.issued_on > course.due_on
        return SuperiorStanding.REPORTED_LATE if late else SuperiorStanding.REPORTED_ON_TIME
    return SuperiorStanding.OVERDUE if course.due_on is not None and on > course.due_on else SuperiorStanding.OPEN


class UpwardClass(StrEnum):
    """The four classes of what is owed upward with a date, and the two that are listed apart."""

    ON_TIME = "on_time"
    LATE = "late"
    IN_TIME = "in_time"  # open
    OVERDUE = "overdue"  # open
    UNDATED = "undated"
    WITHDRAWN = "withdrawn"


_CLASS_OF = {
    SuperiorStanding.REPORTED_ON_TIME: UpwardClass.ON_TIME,
    SuperiorStanding.REPORTED_LATE: UpwardClass.LATE,
    SuperiorStanding.OPEN: UpwardClass.IN_TIME,
    SuperiorStanding.OVERDUE: UpwardClass.OVERDUE,
    SuperiorStanding.WITHDRAWN: UpwardClass.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with all its steps."""

    duty_id: int
    source: SourceOfAssignment
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class UpwardRow:
    """One duty as it was counted."""

    duty_id: int
    source: SourceOfAssignment
    course: SuperiorCourse
    standing: SuperiorStanding
    upward_class: UpwardClass


@dataclass(frozen=True, slots=True)
class UpwardCounts:
    """Numbers of duties: reported on time or late, open in time or overdue; without a date and withdrawn apart."""

    on_time: int = 0
    late: int = 0
    in_time: int = 0
    overdue: int = 0
    undated: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """Those with a date that are still the superior's: reported and open."""
        return self.reported + self.open

    @property
    def reported(self) -> int:
        return self.on_time + self.late

    @property
    def open(self) -> int:
        return self.in_time + self.overdue


@dataclass(frozen=True, slots=True)
class UpwardFigures:
    """The figures as of ``on`` with what was known at ``known_at``; sources in the order of their vocabulary."""

    on: date
    known_at: datetime
    counts: UpwardCounts
    by_source: Mapping[SourceOfAssignment, UpwardCounts]
    rows: tuple[UpwardRow, ...]


def upward(duties: Iterable[Duty], *, on: date, known_at: datetime) -> UpwardFigures:
    """Count what had been given by the day."""
    rows = tuple(row for duty in duties if (row := _row(duty, on, known_at)))
    of_source: defaultdict[SourceOfAssignment, list[UpwardRow]] = defaultdict(list)
    for row in rows:
        of_source[row.source].append(row)
    by_source = {source: _counts(of_source[source]) for source in SourceOfAssignment if source in of_source}
    made = UpwardFigures(on, known_at, _counts(rows), by_source, rows)
    _prove(made)
    return made


def _row(duty: Duty, on: date, known_at: datetime) -> UpwardRow | None:
    course = fold(duty.steps, on=on, known_at=known_at)
    if course.given_on is None:
        return None
    stands = standing(course, on)
    undated = course.due_on is None and not course.withdrawn
    return UpwardRow(duty.duty_id, duty.source, course, stands, UpwardClass.UNDATED if undated else _CLASS_OF[stands])


def _counts(rows: Iterable[UpwardRow]) -> UpwardCounts:
    counted = Counter(row.upward_class for row in rows)
    return UpwardCounts(**{each.value: counted[each] for each in UpwardClass})


def _prove(made: UpwardFigures) -> None:
    """Figures that do not add up are never shown: the sources are counted apart from the whole."""
    names = [each.value for each in UpwardClass]
    sums = {name: sum(getattr(counts, name) for counts in made.by_source.values()) for name in names}
    whole = {name: getattr(made.counts, name) for name in names}
    if sums != whole or sum(whole.values()) != len(made.rows):
        raise AssertionError(f"the figures upward do not add up: {whole}, by source {sums}")


def inner_due(superior_due: date, calendar: WorkingCalendar, working_days: int) -> date:
    """The date so many working days before the superior's; the superior's own for none."""
    day = superior_due
    for _ in range(working_days):
        day = calendar.previous_working(day)
    return day


@dataclass(frozen=True, slots=True)
class Proposal:
    """The inner date to propose. ``short``: the working days of the policy are not left, so that it is the superior's
    own date."""

    day: date
    short: bool


def propose(superior_due: date, *, today: date, calendar: WorkingCalendar, working_days: int) -> Proposal:
    """A day that is over when the unit hears of it is never proposed: nobody is late from the start."""
    day = inner_due(superior_due, calendar, working_days)
    return Proposal(day, False) if day >= today else Proposal(superior_due, working_days > 0)


def is_too_late(inner: date | None, superior: date | None) -> bool:
    """Whether a unit would end after the superior's date."""
    return inner is not None and superior is not None and inner > superior


def check_inner(inner: date, superior: date | None) -> None:
    """The office's own date lies by the superior's. Raises DomainError("superior.inner_after")."""
    if is_too_late(inner, superior):
        raise DomainError("superior.inner_after", inner=inner, superior=superior)
