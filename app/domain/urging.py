"""Whom to tell what, and why: open assignments + calendar + policy + ledger → a plan (DESIGN.md, "The ledger").

Everything is selected by where an assignment stands, never by "exactly N days before": run late, twice, or after ten
days off, the plan leads to the same end. What is told once is told once for its anchor: the deadline in force, or the
event where a silence began.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.domain.calendar import EveryDay, WorkingCalendar, local_day
from app.domain.deadlines import DeadlinePolicy, aim_on
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import ReminderRule, State, Urgency

ONCE = "1"  # the occurrence of what is told once for an anchor
WEEKS_BACK = 10  # more than any row of days off is long
_MILDEST_FIRST = tuple(ReminderRule)
_STEPS = _MILDEST_FIRST[_MILDEST_FIRST.index(ReminderRule.TO_HEAD) :]  # of escalation
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


Keys = Sequence[str]  # recipients, as in the ledger: "unit:5", "user:8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is told. Units by their id; leaders and followers by field, those under None where a field has none or an
    assignment is in no field: a step that nobody heard would be a silence."""

    units: Mapping[int, Keys]
    heads: Mapping[int, Keys] = field(default_factory=dict)
    chiefs: Keys = ()
    leaders: Mapping[int | None, Keys] = field(default_factory=dict)
    followers: Mapping[int | None, Keys] = field(default_factory=dict)

    def unit(self, assignment: OpenAssignment) -> Keys:
        return self.units.get(assignment.unit_id, ())

    def head(self, assignment: OpenAssignment) -> Keys:
        return self.heads.get(assignment.unit_id, ())

    def chief(self, assignment: OpenAssignment) -> Keys:
        return self.chiefs

    def leader(self, assignment: OpenAssignment) -> Keys:
        return self.leaders.get(assignment.field_id) or self.leaders.get(None, ())

    def office(self, assignment: OpenAssignment) -> Keys:
        """Who answers for what the office keeps waiting: the chief, and who follows the field."""
        return (*self.chiefs, *(self.followers.get(assignment.field_id) or self.followers.get(None, ())))


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the ledger. ``occurrence`` is "1", the number of days of a rung ("5"), or the ISO week of a weekly one
    ("2026-W47"); ``day`` is the day it was told."""

    assignment_id: int
    rule: ReminderRule
    anchor: str
    occurrence: str
    recipient: str
    day: date


@dataclass(frozen=True, slots=True)
class Reminder(Told):
    """A ledger row to write. A ``covered`` one was passed over by a more pressing one: it is recorded so that it never
    fires later, and not told.

    ``days_left`` count to the day aimed at (0 once it is reached): working days, of an urgent assignment calendar days;
    the overdue days count from the due day. ``waited`` are the working days of a silence.
    """

    covered: bool
    urgent: bool
    days_left: int
    days_overdue: int
    working_days_overdue: int
    waited: int


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


def plan(
    assignments: Iterable[OpenAssignment],
    told: Collection[Told],
    *,
    audience: Audience,
    now: datetime,
    calendar: WorkingCalendar,
    policy: UrgingPolicy,
    deadlines: DeadlinePolicy,
    call_days: Collection[date] = (),
    by_the_hour: bool = False,
) -> tuple[Reminder, ...]:
    """The reminders of an instant, each followed by the rungs it covers; on a day off those of urgent assignments only.

    An assignment gets at most one rule a day and recipient, the most pressing that was not told. With its own output
    among ``told`` there is nothing left. ``call_days`` are the working days before meetings, from ten weeks ago on.
    ``by_the_hour`` asks, before the morning, only for what cannot wait for it.
    """
    today = local_day(now)
    mark = weekly_mark(today, call_days, calendar)
    moment = _Moment(now, today, calendar, policy, deadlines, mark, calendar.is_working(today))
    ledger = _Ledger.of(told)
    return tuple(
        reminder
        for assignment in assignments
        if assignment.is_urgent or (moment.works and not by_the_hour)
        for reminder in _of_assignment(assignment, moment, audience, ledger, by_the_hour=by_the_hour)
    )


@dataclass(frozen=True, slots=True)
class _Moment:
    now: datetime
    today: date
    calendar: WorkingCalendar
    policy: UrgingPolicy
    deadlines: DeadlinePolicy
    mark: date | None
    works: bool


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What was told, by key, and who was told of what on which days."""

    days: dict[tuple[int, ReminderRule, str, str, str], date] = field(default_factory=dict)
    spoken: set[tuple[int, str, date]] = field(default_factory=set)

    @classmethod
    def of(cls, told: Iterable[Told]) -> _Ledger:
        ledger = cls()
        for row in told:
            ledger.days[row.assignment_id, row.rule, row.anchor, row.occurrence, row.recipient] = row.day
            ledger.spoken.add((row.assignment_id, row.recipient, row.day))
        return ledger

    def told_on(self, assignment: OpenAssignment, call: _Call, recipient: str) -> date | None:
        return self.days.get((assignment.assignment_id, call.rule, call.anchor, call.occurrence, recipient))


@dataclass(frozen=True, slots=True)
class _Call:
    """A rule that the state calls for, and the milder ones that telling it passes over."""

    rule: ReminderRule
    anchor: str
    occurrence: str = ONCE
    covers: tuple[_Call, ...] = ()
    waited: int = 0


@dataclass(frozen=True, slots=True)
class _Days:
    """How far an assignment is from its due day. An urgent one goes by calendar days; what is said of its lateness in
    working days does not."""

    left: int
    overdue: int
    working_overdue: int
    late_by: int  # what steps of escalation are compared with

    @classmethod
    def of(cls, assignment: OpenAssignment, moment: _Moment) -> _Days:
        if assignment.due_on is None:
            return cls(0, 0, 0, 0)
        counting = _EVERY_DAY if assignment.is_urgent else moment.calendar
        aim = aim_on(assignment.due_on, exclusive=assignment.exclusive, policy=moment.deadlines, calendar=counting)
        return cls(
            left=counting.working_days_between(moment.today, aim),
            overdue=max(0, (moment.today - assignment.due_on).days),
            working_overdue=moment.calendar.working_days_between(assignment.due_on, moment.today),
            late_by=counting.working_days_between(assignment.due_on, moment.today),
        )


def _of_assignment(
    assignment: OpenAssignment, moment: _Moment, audience: Audience, ledger: _Ledger, *, by_the_hour: bool
) -> Iterator[Reminder]:
    days = _Days.of(assignment, moment)
    called: dict[str, list[_Call]] = {}
    for recipients, calls in _calls(assignment, moment, audience, days, by_the_hour=by_the_hour):
        for recipient in dict.fromkeys(recipients):
            called.setdefault(recipient, []).extend(calls)
    for recipient, calls in called.items():
        if (assignment.assignment_id, recipient, moment.today) not in ledger.spoken:
            yield from _told_now(assignment, recipient, calls, moment, days, ledger)


def _told_now(
    assignment: OpenAssignment, recipient: str, calls: list[_Call], moment: _Moment, days: _Days, ledger: _Ledger
) -> Iterator[Reminder]:
    """The most pressing call that this recipient was not told, and what it covers: of two steps the earlier one."""
    new = [call for call in calls if _is_new(assignment, call, recipient, moment, ledger)]
    if not new:
        return
    call = max(new, key=lambda each: _MILDEST_FIRST.index(each.rule))
    milder = (*call.covers, *(each for each in new if each.rule in _STEPS and each is not call))
    for each, covered in ((call, False), *((each, True) for each in milder)):
        if covered and ledger.told_on(assignment, each, recipient) is not None:
            continue
        yield Reminder(
            assignment_id=assignment.assignment_id,
            rule=each.rule,
            anchor=each.anchor,
            occurrence=each.occurrence,
            recipient=recipient,
            day=moment.today,
            covered=covered,
            urgent=assignment.is_urgent,
            days_left=days.left,
            days_overdue=days.overdue,
            working_days_overdue=days.working_overdue,
            waited=each.waited,
        )


def _is_new(assignment: OpenAssignment, call: _Call, recipient: str, moment: _Moment, ledger: _Ledger) -> bool:
    """Whether it was not told. What is named week by week is so from the first mark after its first time."""
    if ledger.told_on(assignment, call, recipient) is not None:
        return False
    if call.rule is not ReminderRule.OVERDUE_WEEKLY:
        return True
    first = ledger.told_on(assignment, _Call(ReminderRule.OVERDUE_FIRST, call.anchor), recipient)
    return first is not None and moment.mark is not None and first < moment.mark


def _calls(
    assignment: OpenAssignment, moment: _Moment, audience: Audience, days: _Days, *, by_the_hour: bool
) -> Iterator[tuple[Keys, list[_Call]]]:
    """Whom the state calls for to be told, and by which rules."""
    silent = _not_acknowledged(assignment, moment)
    if by_the_hour:
        if silent and assignment.urgency is Urgency.IMMEDIATE:
            yield audience.unit(assignment), silent
        return
    with_unit = assignment.state in WITH_THE_UNIT
    if with_unit:
        yield audience.unit(assignment), silent + _due(assignment, moment.policy, days, moment, silent)
    yield audience.office(assignment), _office(assignment, moment)
    if with_unit and assignment.leads and assignment.rated and days.late_by:
        steps = (
            (moment.policy.escalate_head_days, ReminderRule.TO_HEAD, audience.head),
            (moment.policy.escalate_chief_days, ReminderRule.TO_CHIEF, audience.chief),
            (moment.policy.escalate_leader_days, ReminderRule.TO_LEADER, audience.leader),
        )
        for after, rule, whom in steps:
            if after is not None and days.late_by >= after:
                yield whom(assignment), [_Call(rule, assignment.due_anchor)]


def _not_acknowledged(assignment: OpenAssignment, moment: _Moment) -> list[_Call]:
    """Past the deadline there is more to ask for than whether it was received."""
    past = assignment.due_on is not None and assignment.due_on < moment.today
    if assignment.state is not State.OPEN or assignment.acknowledged or past:
        return []
    if assignment.urgency is Urgency.IMMEDIATE:
        late = moment.now - assignment.came_at >= timedelta(hours=moment.policy.acknowledge_hours)
    else:
        counting = _EVERY_DAY if assignment.is_urgent else moment.calendar
        passed = counting.working_days_between(local_day(assignment.came_at), moment.today)
        late = passed > moment.policy.acknowledge_working_days
    waited = moment.calendar.working_days_between(local_day(assignment.came_at), moment.today)
    return [_Call(ReminderRule.NOT_ACKNOWLEDGED, assignment.came, waited=waited)] if late else []


def _due(
    assignment: OpenAssignment, policy: UrgingPolicy, days: _Days, moment: _Moment, silent: list[_Call]
) -> list[_Call]:
    """The rung of the deadline that is reached: it covers the milder ones, and being asked to acknowledge. On the day
    it comes, the mail that gives it names the deadline."""
    if assignment.due_on is None or not assignment.rated:
        return []
    if not days.overdue and local_day(assignment.came_at) == moment.today:
        return []
    anchor, rungs = assignment.due_anchor, policy.rungs
    before = [_Call(ReminderRule.DUE_SOON, anchor, str(rung)) for rung in rungs]
    today = _Call(ReminderRule.DUE_TODAY, anchor)
    if days.overdue:
        first = _Call(ReminderRule.OVERDUE_FIRST, anchor, covers=(*silent, *before, today))
        mark = moment.mark
        return [first] if mark is None else [first, _Call(ReminderRule.OVERDUE_WEEKLY, anchor, iso_week(mark))]
    if not days.left:
        return [_Call(ReminderRule.DUE_TODAY, anchor, covers=(*silent, *before))]
    reached = [place for place, rung in enumerate(rungs) if days.left <= rung]
    if not reached:
        return []
    place = reached[-1]
    return [_Call(ReminderRule.DUE_SOON, anchor, str(rungs[place]), covers=(*silent, *before[:place]))]


def _office(assignment: OpenAssignment, moment: _Moment) -> list[_Call]:
    """What the office has kept waiting longer than it allows itself."""
    policy, calls = moment.policy, []
    lying = {
        State.WAITING: (ReminderRule.UNDECIDED, policy.decide_working_days),
        State.SIGNING: (ReminderRule.UNSIGNED, policy.sign_working_days),
    }.get(assignment.state)
    for silence, known in (
        (assignment.asked, (ReminderRule.UNANSWERED, policy.decide_working_days)),
        (assignment.lies, lying),
    ):
        if silence is None or known is None:
            continue
        rule, limit = known
        waited = moment.calendar.working_days_between(silence.since, moment.today)
        if waited > limit:
            calls.append(_Call(rule, silence.anchor, waited=waited))
    return calls
