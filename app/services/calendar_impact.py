"""What follows if days of the office's calendar become other days: counted before anything is saved."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain import calendar_change, recurrence
from app.domain.calendar import WorkingCalendar
from app.domain.calendar_change import LONGEST_REST, AimMove, Difference, MeetingMove
from app.domain.deadlines import aim_on, due_on
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.meetings import Rhythm, weekdays_of
from app.domain.permissions import Actor
from app.domain.terms import AssignmentRole, Every, MeetingState, Urgency
from app.models import Assignment, Meeting, MeetingSeries, Recurrence, Task
from app.services.rules import Rules, load_rules
from app.services.standing_filters import is_not_closed

_REMINDED_WITHIN = timedelta(days=45)  # of the morning that is its turn; thirty working days are the most of a rung


@dataclass(frozen=True, slots=True)
class DueDay:
    """Open leads due on one day. ``on_day_off``: it becomes one, and the deadline stands; ``aims`` are the working days
    that reminders aim at, before and after, with how many assignments."""

    due_on: date
    count: int
    on_day_off: bool
    aims: tuple[tuple[date, date, int], ...]


@dataclass(frozen=True, slots=True)
class PeriodDay:
    """Periods of recurring duties that nobody has made yet, by the day their rule names; before and after are the days
    aimed at. A deadline that is counted by the calendar when it is made may differ, too."""

    named_on: date
    before: date
    after: date
    count: int


@dataclass(frozen=True, slots=True)
class SeriesMove:
    """A meeting of a series that is held on another day."""

    series: str
    public_id: str
    move: MeetingMove


@dataclass(frozen=True, slots=True)
class Morning:
    """A morning without mails: what would leave then waits for the next working day. ``units`` have something whose
    turn it is."""

    day: date
    to: date
    units: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of the calendar comes to; ``past``: days that are over are among those that change."""

    days: tuple[tuple[date, bool], ...]  # with whether it is worked then
    dues: tuple[DueDay, ...]
    periods: tuple[PeriodDay, ...]
    meetings: tuple[SeriesMove, ...]
    mornings: tuple[Morning, ...]
    past: bool

    @property
    def on_days_off(self) -> int:
        return sum(due.count for due in self.dues if due.on_day_off)

    @property
    def aims_moved(self) -> int:
        return sum(count for due in self.dues for _, _, count in due.aims)

    @property
    def is_empty(self) -> bool:
        return not (self.dues or self.periods or self.meetings or self.mornings or self.past)


def digest(*shown: object) -> str:
    """Of what a page showed: it is done only if it would come to the same still."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:20]


def impact(session: Session, *, actor: Actor, clock: Clock, what: Iterable[Difference]) -> Impact:
    """Reads only, in a number of statements that the number of days and of assignments does not change."""
    rules, today = load_rules(session, office_id=actor.office_id), clock.today()
    after = calendar_change.changed(rules.calendar, what)
    days = calendar_change.differing_days(rules.calendar, after)
    if not days:
        return Impact((), (), (), (), (), False)
    seen = _Seen(session, actor.office_id, rules, after, days, today)
    return Impact(
        days=tuple((day, after.is_working(day)) for day in days),
        dues=seen.dues(),
        periods=seen.periods(),
        meetings=seen.meetings(),
        mornings=seen.mornings(),
        past=days[0] < today,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    session: Session
    office_id: int
    rules: Rules
    after: WorkingCalendar
    days: Sequence[date]
    today: date

    @property
    def _last(self) -> date:
        return self.days[-1] + LONGEST_REST

    def dues(self) -> tuple[DueDay, ...]:
        """Whatever a changed day reaches is due on it or after it. Urgent tasks know no days off."""
        a = Assignment
        rows = self.session.execute(
            select(a.due_on, a.due_exclusive, func.count(), func.count().filter(Task.urgency == Urgency.NORMAL))
            .join(Task, Task.id == a.task_id)
            .where(*self._open(), a.due_on.between(self.days[0], self._last))
            .group_by(a.due_on, a.due_exclusive)
            .order_by(a.due_on)
        ).tuples()
        total: Counter[date] = Counter()
        aimed: Counter[tuple[date, bool]] = Counter()
        for day, exclusive, count, by_calendar in rows:
            assert day is not None
            total[day] += count
            aimed[day, exclusive] = by_calendar
        moves = self._moves(key for key, count in aimed.items() if count)
        off = {day for day in self.days if not self.after.is_working(day)}
        return tuple(
            DueDay(day, total[day], day in off, _aims(moves[day], aimed))
            for day in sorted({*moves, *(off & total.keys())})
        )

    def _moves(self, due: Iterable[tuple[date, bool]]) -> defaultdict[date, list[AimMove]]:
        found: defaultdict[date, list[AimMove]] = defaultdict(list)
        for move in calendar_change.aim_moves(due, self.rules.calendar, self.after, self.rules.policy):
            found[move.due_on].append(move)
        return found

    def _open(self) -> tuple[Any, ...]:
        a = Assignment
        return a.office_id == self.office_id, a.role == AssignmentRole.LEAD, is_not_closed()

    def periods(self) -> tuple[PeriodDay, ...]:
        r = Recurrence
        columns = (r.every, r.day, r.month, r.months_after, r.exclusive, r.from_on)
        rows = self.session.execute(
            select(*columns, func.count())
            .where(r.office_id == self.office_id, r.ended_on.is_(None), r.role == AssignmentRole.LEAD)
            .group_by(*columns)
        ).tuples()
        found: Counter[tuple[date, date, date]] = Counter()
        for every, day, month, months_after, exclusive, from_on, count in rows:
            rule = recurrence.Recurrence(Every(every), day, month, months_after, exclusive)
            for named_on in self._not_made(rule, max(from_on, self.days[0] - LONGEST_REST)):
                aims = (
                    self._period_aim(rule, named_on, self.rules.calendar),
                    self._period_aim(rule, named_on, self.after),
                )
                if aims[0] != aims[1]:
                    found[named_on, *aims] += count
        return tuple(PeriodDay(*key, count) for key, count in sorted(found.items()))

    def _not_made(self, rule: recurrence.Recurrence, from_on: date) -> Iterable[date]:
        """The days of the periods that no assignment stands for yet."""
        coming = takewhile(lambda each: each.due_on <= self._last, recurrence.coming(rule, from_on=from_on))
        for period in coming:
            made_on = recurrence.making_day(period, working=self.rules.calendar)
            if min(period.begins_on, made_on) > self.today:
                yield period.due_on

    def _period_aim(self, rule: recurrence.Recurrence, named_on: date, calendar: WorkingCalendar) -> date:
        policy = self.rules.policy
        due = due_on(named_on, exclusive=rule.exclusive, policy=policy, calendar=calendar)
        return aim_on(due, exclusive=rule.exclusive, policy=policy, calendar=calendar)

    def meetings(self) -> tuple[SeriesMove, ...]:
        """A meeting that was cancelled or held by then moves no more."""
        series = self.session.scalars(
            select(MeetingSeries).where(MeetingSeries.office_id == self.office_id).order_by(MeetingSeries.name)
        ).all()
        settled = set(
            self.session.execute(
                select(Meeting.series_id, Meeting.held_on).where(
                    Meeting.office_id == self.office_id,
                    Meeting.state != MeetingState.PLANNED,
                    Meeting.held_on >= min(self.today, self.days[0]) - LONGEST_REST,
                )
            ).tuples()
        )
        found = []
        for each in series:
            rhythm = Rhythm(weekdays_of(each.weekdays), each.valid_from, each.valid_to)
            for move in calendar_change.meeting_moves(rhythm, self.rules.calendar, self.after, since=self.today):
                if (each.id, move.before) not in settled:
                    found.append(SeriesMove(each.name, each.public_id, move))
        return tuple(found)

    def mornings(self) -> tuple[Morning, ...]:
        """The mornings to come that have no mails any more."""
        off = [day for day in self.days if day >= self.today and not self.after.is_working(day)]
        turns = self._turns(off) if off else {}
        return tuple(Morning(day, self.after.next_working(day), len(turns.get(day, ()))) for day in off)

    def _turns(self, mornings: Collection[date]) -> dict[date, set[int]]:
        """By morning the units that have something whose turn it is."""
        a = Assignment
        rows = self.session.execute(
            select(a.unit_id, a.due_on, a.due_exclusive)
            .distinct()
            .where(
                *self._open(),
                a.state.in_(WITH_THE_UNIT),
                ~a.objective,
                a.due_on.between(min(mornings) - LONGEST_REST, max(mornings) + _REMINDED_WITHIN),
            )
        ).tuples()
        units: defaultdict[tuple[date, bool], set[int]] = defaultdict(set)
        for unit_id, due, exclusive in rows:
            assert due is not None
            units[due, exclusive].add(unit_id)
        is_turn = partial(
            calendar_change.is_told_on,
            calendar=self.rules.calendar,
            deadlines=self.rules.policy,
            urging=self.rules.urging,
        )
        turns: defaultdict[date, set[int]] = defaultdict(set)
        for (due, exclusive), of_day in units.items():
            for morning in mornings:
                if is_turn(morning, due, exclusive=exclusive):
                    turns[morning] |= of_day
        return turns


def _aims(moves: Iterable[AimMove], counts: Counter[tuple[date, bool]]) -> tuple[tuple[date, date, int], ...]:
    return tuple((each.before, each.after, counts[each.due_on, each.exclusive]) for each in moves)
