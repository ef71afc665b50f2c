"""What the state of an assignment calls for on a day: the rules of urging, each reckoned from where it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.domain.calendar import EveryDay, WorkingCalendar, local_day
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.terms import ReminderRule, State, Urgency

ONCE = "1"  # the occurrence of what is told once for an anchor
WEEKS_BACK = 10  # more than any row of days off is long
_EVERY_DAY = EveryDay(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgingPolicy:
    """The office's choices. Days are working days; None: never.

    Limits (``acknowledge_…``, ``decide_…``, ``sign_…``) are what is allowed: somebody is told once more has passed.
    Rungs count to the day aimed at, steps of escalation from the due day: each is reached with that number of days.
    """

    acknowledge_working_days: int = 2
    acknowledge_hours: int = 1  # for what is immediate (Hỏa tốc)
    remind_first_days: int | None = 5
    remind_second_days: int | None = 3
    remind_third_days: int | None = 1
    decide_working_days: int = 2
    sign_working_days: int = 3
    escalate_head_days: int | None = 1
    escalate_chief_days: int | None = 3
    escalate_leader_days: int | None = 7

    @property
    def rungs(self) -> tuple[int, ...]:
        """The numbers of days before the day aimed at, the mildest (most days) first."""
        chosen = {self.remind_first_days, self.remind_second_days, self.remind_third_days}
        return tuple(sorted((days for days in chosen if days), reverse=True))


@dataclass(frozen=True, slots=True)
class Silence:
    """Something waits since a day; ``anchor`` names what it began with, "event:12"."""

    since: date
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAssignment:
    """An assignment that is not closed.

    ``came_at`` is the instant when it was recorded for its unit (``came`` names that event). ``due_anchor`` names the
    DueDate row in force ("due:17"), or the return that came after it ("event:30"): either begins the ladder anew, also
    when the date is an old one. ``lies`` is the report that waits for a decision, or the draft that lies for signature;
    ``asked`` a request for more time. What is not ``rated`` (an objective cause) is urged by no deadline.
    """

    assignment_id: int
    unit_id: int
    state: State
    came_at: datetime
    came: str
    due_on: date | None = None
    exclusive: bool = False
    due_anchor: str = ""
    leads: bool = True
    urgency: Urgency = Urgency.NORMAL
    rated: bool = True
    acknowledged: bool = True
    field_id: int | None = None
    lies: Silence | None = None
    asked: Silence | None = None

    @property
    def is_urgent(self) -> bool:
        return self.urgency is not Urgency.NORMAL


def iso_week(day: date) -> str:
    """The ISO week of a day, as in "2026-W47"; later weeks compare greater."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def weekly_mark(today: date, call_days: Collection[date], calendar: WorkingCalendar) -> date | None:
    """The last day through today on which what is overdue is named again; None after weeks without a working day.

    Each week has one: the first working day before a giao ban that lies in it (``call_days``), else its first working
    day.
    """
    monday = today - timedelta(days=today.weekday())
    for start in (monday - timedelta(weeks=back) for back in range(WEEKS_BACK)):
        week = [day for ahead in range(7) if calendar.is_working(day := start + timedelta(days=ahead))]
        mark = next((day for day in week if day in call_days), week[0] if week else None)
        if mark is not None and mark <= today:
            return mark
    return None


class Call(NamedTuple):
    """A rule that a state calls for, and the milder ones that telling it passes over. ``occurrence`` as in ``Told``;
    ``waited`` are the working days of a silence."""

    rule: ReminderRule
    occurrence: str = ONCE
    waited: int = 0
    covers: tuple[Call, ...] = ()


Calls = tuple[Call, ...]
_NONE: Calls = ()


@dataclass(frozen=True, slots=True)
class Days:
    """How far an assignment is from its due day, and what of the deadline that calls for, as long as it is not told.

    An urgent one goes by calendar days; what is said of its lateness in working days (``working_overdue``) does not.
    Steps of escalation are compared with ``late_by``.
    """

    left: int
    overdue: int
    working_overdue: int
    late_by: int
    calls: Calls


_NO_DEADLINE = Days(0, 0, 0, 0, _NONE)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, its day (``works``: not a day off), and the rules by which it is reckoned; ``mark`` as
    ``weekly_mark``. What is the same for all that fall due on a day is reckoned once."""

    now: datetime
    today: date
    works: bool
    mark: date | None
    calendar: WorkingCalendar
    policy: UrgingPolicy
    deadlines: DeadlinePolicy
    _days: dict[tuple[date, bool, bool], Days] = field(default_factory=dict, init=False, repr=False, compare=False)

    def days(self, assignment: OpenAssignment) -> Days:
        if assignment.due_on is None:
            return _NO_DEADLINE
        key = assignment.due_on, assignment.exclusive, assignment.is_urgent
        found = self._days.get(key)
        if found is None:
            found = self._days[key] = self._reckoned(*key)
        return found

    def _reckoned(self, due_on: date, exclusive: bool, urgent: bool) -> Days:
        counting = _EVERY_DAY if urgent else self.calendar
        aim = aim_on(due_on, exclusive=exclusive, policy=self.deadlines, calendar=counting)
        left, overdue = counting.working_days_between(self.today, aim), max(0, (self.today - due_on).days)
        return Days(
            left=left,
            overdue=overdue,
            working_overdue=self.calendar.working_days_between(due_on, self.today),
            late_by=counting.working_days_between(due_on, self.today),
            calls=self._of_deadline(left, overdue),
        )

    def _of_deadline(self, left: int, overdue: int) -> Calls:
        """The rung that is reached, which covers the milder ones."""
        rungs = self.policy.rungs
        before = tuple(Call(ReminderRule.DUE_SOON, str(rung)) for rung in rungs)
        today = Call(ReminderRule.DUE_TODAY, covers=before)
        if overdue:
            first = Call(ReminderRule.OVERDUE_FIRST, covers=(*before, Call(ReminderRule.DUE_TODAY)))
            return (first,) if self.mark is None else (first, Call(ReminderRule.OVERDUE_WEEKLY, iso_week(self.mark)))
        if not left:
            return (today,)
        reached = [place for place, rung in enumerate(rungs) if left <= rung]
        return (before[reached[-1]]._replace(covers=before[: reached[-1]]),) if reached else _NONE


def not_acknowledged(assignment: OpenAssignment, moment: Moment) -> Calls:
    """Past the deadline there is more to ask for than whether it was received."""
    if assignment.state is not State.OPEN or assignment.acknowledged:
        return _NONE
    if assignment.due_on is not None and assignment.due_on < moment.today:
        return _NONE
    came_on = local_day(assignment.came_at)
    if assignment.urgency is Urgency.IMMEDIATE:
        late = moment.now - assignment.came_at >= timedelta(hours=moment.policy.acknowledge_hours)
    else:
        counting = _EVERY_DAY if assignment.is_urgent else moment.calendar
        late = counting.working_days_between(came_on, moment.today) > moment.policy.acknowledge_working_days
    waited = moment.calendar.working_days_between(came_on, moment.today)
    return (Call(ReminderRule.NOT_ACKNOWLEDGED, waited=waited),) if late else _NONE


def of_the_deadline(assignment: OpenAssignment, moment: Moment, days: Days, silent: Calls) -> Calls:
    """The rung of the deadline that is reached: it covers the milder ones, and being asked to acknowledge. On the day
    it comes, the mail that gives it names the deadline."""
    calls = days.calls
    if not calls or not assignment.rated:
        return _NONE
    if not days.overdue and local_day(assignment.came_at) == moment.today:
        return _NONE
    if silent:
        return (calls[0]._replace(covers=(*silent, *calls[0].covers)), *calls[1:])
    return calls


def of_the_office(assignment: OpenAssignment, moment: Moment) -> Calls:
    """What the office has kept waiting longer than it allows itself."""
    if assignment.asked is None and assignment.lies is None:
        return _NONE
    policy = moment.policy
    lying = {
        State.WAITING: (ReminderRule.UNDECIDED, policy.decide_working_days),
        State.SIGNING: (ReminderRule.UNSIGNED, policy.sign_working_days),
    }.get(assignment.state)
    calls = []
    for silence, known in (
        (assignment.asked, (ReminderRule.UNANSWERED, policy.decide_working_days)),
        (assignment.lies, lying),
    ):
        if silence is None or known is None:
            continue
        rule, limit = known
        waited = moment.calendar.working_days_between(silence.since, moment.today)
        if waited > limit:
            calls.append(Call(rule, waited=waited))
    return tuple(calls)


def anchor_of(assignment: OpenAssignment, rule: ReminderRule) -> str:
    """What a rule is told for: what began the silence, else the deadline in force."""
    if rule is ReminderRule.NOT_ACKNOWLEDGED:
        return assignment.came
    if rule is ReminderRule.UNANSWERED:
        return assignment.asked.anchor if assignment.asked else ""
    if rule is ReminderRule.UNDECIDED or rule is ReminderRule.UNSIGNED:
        return assignment.lies.anchor if assignment.lies else ""
    return assignment.due_anchor
