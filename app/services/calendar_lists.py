"""A year's days off and make-up days from a file or a paste: what each line says, what it would change in the calendar,
and the change itself, all or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.extraction import Extracted, check_pasted, extract
from app.adapters.files import FileStore
from app.domain.calendar_change import Difference, Outcome, SpecialDay, differences
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, check
from app.domain.reading.days import make_day
from app.models import CalendarDay, CalendarYear
from app.services import audit
from app.services.calendar_impact import Impact, digest, impact
from app.services.drafts import NotingSecrets
from app.services.organisation import may_edit
from app.services.organisation_calendar import checked_name, days_of
from app.wording.calendar import is_head, kind_and_rest, read_kind

_DAY = re.compile(r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?)(?![\d/])")
_CELLS = re.compile(r"\t|;|\|")
SHOWN = 120  # characters of a line that cannot be read


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why a list cannot be taken: the line (None for the whole list), what stands there."""

    line: int | None
    value: str
    error: DomainError


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What an import would do, day by day, and what follows from it; or why it cannot be done."""

    year: int
    differences: tuple[Difference, ...]
    problems: tuple[LineProblem, ...]
    impact: Impact | None

    @property
    def digest(self) -> str:
        return digest(self.year, self.differences, self.impact)

    @property
    def effective(self) -> int:
        return sum(self.count(each) for each in (Outcome.NEW, Outcome.CHANGED, Outcome.REMOVED))

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome is outcome for each in self.differences)


def read_file(
    session: Session, *, actor: Actor, clock: Clock, files: FileStore, content: bytes, filename: str
) -> Extracted:
    """The text of a file; nothing of it is kept. Raises DomainError("file.…"); commit also after "file.secret", which
    has been noted."""
    check(actor, Action.EDIT_ORGANISATION)
    with files.quarantine(content) as waiting, NotingSecrets(session, actor, clock):
        return extract(waiting.read_bytes(), filename, every_table=True)


def read_text(session: Session, *, actor: Actor, clock: Clock, text: str) -> Extracted:
    """The same for lines pasted into the form."""
    check(actor, Action.EDIT_ORGANISATION)
    with NotingSecrets(session, actor, clock):
        return check_pasted(text)


def plan_year(session: Session, *, actor: Actor, clock: Clock, year: int, text: str, drop: bool) -> CalendarPlan:
    """What the lines would do to the year; changes nothing. A problem anywhere leaves the import undone. With ``drop``
    the days that the list does not name are taken out of the calendar."""
    check(actor, Action.EDIT_ORGANISATION)
    listed, problems = read_lines(text, year)
    if problems:
        return CalendarPlan(year, (), problems, None)
    there = {
        row.day: SpecialDay(row.day, row.is_working, row.name)
        for row in days_of(session, office_id=actor.office_id, year=year)
    }
    found = differences(there, listed, drop=drop)
    return CalendarPlan(year, found, (), impact(session, actor=actor, clock=clock, what=found))


def import_year(
    session: Session, *, actor: Actor, clock: Clock, year: int, text: str, drop: bool, seen: str
) -> CalendarPlan:
    """Carry out the plan whose digest the person saw. A year that nobody has filled yet begins with it, and is not
    confirmed. Raises DomainError("stale") where it would come to something else by now."""
    may_edit(session, actor=actor)
    plan = plan_year(session, actor=actor, clock=clock, year=year, text=text, drop=drop)
    if plan.problems or plan.digest != seen:
        raise DomainError("stale")
    if session.get(CalendarYear, (actor.office_id, plan.year)) is None:
        session.add(CalendarYear(office_id=actor.office_id, year=plan.year, confirmed=False))
    for each in plan.differences:
        _write(session, actor.office_id, each)
    session.flush()
    counts = {outcome.value: plan.count(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.REMOVED)}
    subject = f"calendar:{plan.year}"
    audit.record(session, actor=actor, clock=clock, action="calendar.imported", subject=subject, **counts)
    return plan


def _write(session: Session, office_id: int, what: Difference) -> None:
    if what.outcome is Outcome.NEW and what.after:
        row = CalendarDay(office_id=office_id, day=what.day, is_working=what.after.is_working, name=what.after.name)
        session.add(row)
    elif what.outcome in (Outcome.CHANGED, Outcome.REMOVED):
        row = session.get_one(CalendarDay, (office_id, what.day))
        if what.after is None:
            session.delete(row)
        else:
            row.is_working, row.name = what.after.is_working, what.after.name


def read_lines(text: str, year: int) -> tuple[Mapping[date, SpecialDay], tuple[LineProblem, ...]]:
    """The days that the lines name: date, off or make-up, name; parted by tabs, semicolons or blanks, whatever stands
    before the date (a number, a day of the week). What stands above a head, or above the first date, is a heading."""
    lines = _body(list(enumerate(text.splitlines(), 1)))
    found: dict[date, tuple[int, SpecialDay]] = {}
    problems: list[LineProblem] = []
    for number, line in lines:
        try:
            special = _read(line, year)
            if special.day in found:
                raise DomainError("calendar.line_twice", day=special.day, line=found[special.day][0])
            found[special.day] = (number, special)
        except DomainError as problem:
            problems.append(LineProblem(number, " ".join(line.split())[:SHOWN], problem))
    if not lines:
        problems.append(LineProblem(None, "", DomainError("calendar.no_lines")))
    return {day: special for day, (_, special) in found.items()}, tuple(problems)


def _body(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    head = next((place for place, (_, line) in enumerate(lines) if is_head(_cells(line))), None)
    first = next((place for place, (_, line) in enumerate(lines) if _DAY.search(line)), len(lines))
    start = first if head is None else head + 1
    return [(number, line) for number, line in lines[start:] if line.strip()]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line)]


def _read(line: str, year: int) -> SpecialDay:
    """Raises DomainError for a line that does not say a day of the year, its kind and its name."""
    day, rest = _day_of(line, year)
    if day.year != year:
        raise DomainError("calendar.line_year", day=day, year=year)
    kind, name = _kind_of(rest)
    if kind is None:
        raise DomainError("calendar.line_kind", text=" ".join(rest.split())[:SHOWN])
    special = SpecialDay(day, kind, checked_name(name))
    if kind and special.is_needless:
        raise DomainError("calendar.worked_already", day=day)
    return special


def _day_of(line: str, year: int) -> tuple[date, str]:
    match = _DAY.search(line)
    day = None
    if match:
        y, m, d = match.groups()[:3] if match[1] else (match[6] or year, match[5], match[4])
        day = make_day(int(d), int(m), int(y))
    if match is None or day is None:
        raise DomainError("calendar.line_day", text=" ".join(line.split())[:SHOWN])
    return day, line[match.end() :]


def _kind_of(rest: str) -> tuple[bool | None, str]:
    """A cell that says the kind alone, else the first words of what follows the date."""
    cells = [cell.strip(" ,:-–") for cell in _cells(rest)]
    cells = [cell for cell in cells if cell]
    for place, cell in enumerate(cells if len(cells) > 1 else ()):
        kind = read_kind(cell)
        if kind is not None:
            return kind, " ".join((*cells[:place], *cells[place + 1 :]))
    return kind_and_rest(" ".join(cells))
