"""What may be due to be told, as conditions on assignments: the plan reads this, and not everything that is open.

Each condition takes in all that ``app.domain.urging`` would tell (a test plans a random office over everything and over
this, and gets the same), and leaves out what the ledger holds already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
    values,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.domain.lifecycle import NOT_CLOSED, WITH_THE_UNIT
from app.domain.terms import (
    DIGESTS,
    AssignmentRole,
    EventKind,
    OutboxState,
    ReminderRule,
    Role,
    State,
    Urgency,
)
from app.domain.urging_rules import ONCE, iso_week
from app.models import Assignment, DueDate, Event, Membership, OutboxMessage, Reminder, Task, User
from app.models.assignments import IS_RETURN
from app.services.in_field import with_field
from app.services.people import in_force
from app.services.rules import Rules

UNDELIVERED = (OutboxState.FAILED, OutboxState.SKIPPED)
NOT_LEFT = (OutboxState.PENDING, OutboxState.RETRY)
# With these an assignment comes to a unit, which cannot have acknowledged before.
_COMING = (EventKind.GIVEN, EventKind.UNIT_CORRECTED, EventKind.SUCCEEDED)
Value = TypeVar("Value")
ByField = Mapping[int | None, Sequence[str]]
_NO_FIELD = 0  # where NULL would be equal to nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """For which office and day something is looked for. ``chiefs`` are recipients; ``leaders`` and ``office`` (who
    answers for what the office keeps waiting) are those by field, None for what is in no field. ``mark`` as
    ``domain.urging.weekly_mark``."""

    office_id: int
    today: date
    rules: Rules
    mark: date | None
    chiefs: Sequence[str] = ()
    leaders: ByField = field(default_factory=dict)
    office: ByField = field(default_factory=dict)


def due_ids(session: Session, search: Search) -> list[int]:
    """The ids of what a morning may have to tell of, in a fixed number of statements."""
    found: set[int] = set()
    for query in _queries(search):
        found.update(session.scalars(query))
    return sorted(found)


def urgent_ids(session: Session, search: Search) -> list[int]:
    """The ids of all that is urgent and open: there is little of it, and it goes by the hour."""
    query = select(Assignment.id).join(Task, Task.id == Assignment.task_id).where(Task.urgency != Urgency.NORMAL)
    return list(session.scalars(query.where(*_open(search)).order_by(Assignment.id)))


def _open(search: Search, *states: State) -> tuple[ColumnElement[bool], ...]:
    """In these states, else in any that is not closed. Both roles are named for the sake of the index that begins with
    office and role, and goes on to state and due day; what else is asked of all of them keeps SQLite from it."""
    return (
        Assignment.office_id == search.office_id,
        Assignment.role.in_(tuple(AssignmentRole)),
        Assignment.state.in_(states or NOT_CLOSED),
    )


def _queries(search: Search) -> Iterator[Select[tuple[int]] | CompoundSelect[tuple[int]]]:
    a, rules = Assignment, search.rules
    with_unit = (*_open(search, *WITH_THE_UNIT), ~a.objective)
    # The day aimed at may be a working day before the due day.
    horizon = rules.calendar.add_working_days(search.today, max(rules.urging.rungs, default=0) + 1)
    yield select(a.id).where(*with_unit, a.due_on.between(search.today, horizon))
    late = _Candidates(search, due_anchor(), *with_unit, a.due_on < search.today)
    yield union_all(_overdue_not_named(search, late), *_steps(search, late))
    yield _silent(search)
    yield from _kept_waiting(search)
    yield _undelivered(search)


class _Candidates:
    """Assignments that the ledger is asked about, with the anchor they are told for and their field, each reckoned once
    for an assignment: without being materialised they would be reckoned for each question."""

    def __init__(
        self, search: Search, anchor: ColumnElement[str], *where: ColumnElement[bool], by_field: bool = True
    ) -> None:
        a = Assignment
        found: Select[Any] = select(a.id, a.unit_id, a.role, a.due_on, anchor.label("anchor")).where(*where)
        found = with_field(found, day=search.today) if by_field else found
        self._rows = found.cte("candidates").prefix_with("MATERIALIZED")
        self.c = self._rows.c

    def of_which(self, *conditions: ColumnElement[bool]) -> Select[tuple[int]]:
        return select(self.c.id).where(*conditions)

    def somebody_of_field_not_told(
        self, rule: ReminderRule, people: ByField, *conditions: ColumnElement[bool]
    ) -> Select[tuple[int]]:
        """Those of which somebody whom the field names was not told. A question for each: SQLite would begin a join
        with the people, and go through all assignments for each of them."""
        rows = [(each or _NO_FIELD, key) for each, keys in people.items() for key in keys]
        columns = column("field_id", Integer), column("recipient", String)
        told = values(*columns, literal_binds=True).data(rows or [(-1, "")]).cte("people")
        not_told = select(told.c.recipient).where(
            told.c.field_id == func.coalesce(self.c.field_id, _NO_FIELD), ~self.is_told(rule, told.c.recipient, told)
        )
        return self.of_which(*conditions, exists(not_told.correlate(self._rows)))

    @property
    def unit(self) -> ColumnElement[str]:
        """The recipient that the assignment's unit is."""
        return literal("unit:") + cast(self.c.unit_id, String)

    def is_told(
        self,
        rule: ReminderRule,
        recipient: ColumnElement[str],
        *beside: type[Membership] | CTE,
        occurrence: str = ONCE,
        since: date | None = None,
    ) -> ColumnElement[bool]:
        """Whether the ledger has the row; ``beside`` is what else the query around has."""
        r = aliased(Reminder)
        row = select(r.id).where(
            r.assignment_id == self.c.id,
            r.rule == rule,
            r.anchor == self.c.anchor,
            r.occurrence == occurrence,
            r.recipient == recipient,
        )
        if since is not None:
            row = row.where(r.day >= since)
        return exists(row.correlate(self._rows, *beside))


def _overdue_not_named(search: Search, late: _Candidates) -> Select[tuple[int]]:
    """Never named, or not since the weekly mark. What was named in the mark's week had been named a first time."""
    if search.mark is None:
        return late.of_which(~late.is_told(ReminderRule.OVERDUE_FIRST, late.unit))
    again = late.is_told(ReminderRule.OVERDUE_WEEKLY, late.unit, occurrence=iso_week(search.mark))
    return late.of_which(~again, ~late.is_told(ReminderRule.OVERDUE_FIRST, late.unit, since=search.mark))


def _steps(search: Search, late: _Candidates) -> Iterator[Select[tuple[int]]]:
    """Steps of escalation that are reached and that somebody they are for was not told."""
    policy, lead = search.rules.urging, late.c.role == AssignmentRole.LEAD

    def by(days: int) -> ColumnElement[bool]:
        return late.c.due_on <= search.rules.calendar.longer_ago(search.today, days - 1)

    if policy.escalate_head_days is not None:
        yield late.of_which(lead, by(policy.escalate_head_days), _some_head_not_told(search.today, late))
    if policy.escalate_chief_days is not None:
        for key in search.chiefs:
            not_told = ~late.is_told(ReminderRule.TO_CHIEF, literal(key))
            yield late.of_which(lead, by(policy.escalate_chief_days), not_told)
    if policy.escalate_leader_days is not None:
        reached = lead, by(policy.escalate_leader_days)
        yield late.somebody_of_field_not_told(ReminderRule.TO_LEADER, search.leaders, *reached)


def _some_head_not_told(today: date, late: _Candidates) -> ColumnElement[bool]:
    m = Membership
    key = literal("user:") + cast(m.user_id, String)
    return exists(
        select(m.id)
        .join(User, User.id == m.user_id)
        .where(m.unit_id == late.c.unit_id, m.role == Role.UNIT_HEAD, *in_force(today), User.active)
        .where(~late.is_told(ReminderRule.TO_HEAD, key, m))
    )


def _silent(search: Search) -> Select[tuple[int]]:
    a = Assignment
    since = search.rules.calendar.longer_ago(search.today, search.rules.urging.acknowledge_working_days)
    not_past = or_(a.due_on.is_(None), a.due_on >= search.today)
    unheard = (a.acknowledged_on.is_(None), a.given_on <= since, not_past)
    silent = _Candidates(search, came(), *_open(search, State.OPEN), *unheard, by_field=False)
    return silent.of_which(~silent.is_told(ReminderRule.NOT_ACKNOWLEDGED, silent.unit))


def _kept_waiting(search: Search) -> Iterator[Select[tuple[int]]]:
    """What waits for the office longer than it allows itself. A report's day is never before that of the signature."""
    a, policy = Assignment, search.rules.urging
    decided = search.rules.calendar.longer_ago(search.today, policy.decide_working_days)
    signed = search.rules.calendar.longer_ago(search.today, policy.sign_working_days)
    for states, since, rule, began in (
        ((State.WAITING,), a.submitted_on <= decided, ReminderRule.UNDECIDED, EventKind.SUBMITTED),
        ((State.SIGNING,), a.submitted_on <= signed, ReminderRule.UNSIGNED, EventKind.SENT_FOR_SIGNATURE),
        ((), a.extension_asked_on <= decided, ReminderRule.UNANSWERED, EventKind.EXTENSION_ASKED),
    ):
        waits = _Candidates(search, _event(newest_id((began,))), *_open(search, *states), since)
        yield waits.somebody_of_field_not_told(rule, search.office)


def _undelivered(search: Search) -> Select[tuple[int]]:
    """What was put into a mail that did not reach anybody. From the mails on: there are few of those."""
    lost = select(OutboxMessage.id).where(_is_lost())
    told = select(Reminder.assignment_id).where(Reminder.day < search.today, Reminder.message_id.in_(lost)).distinct()
    found = told.cte("told").prefix_with("MATERIALIZED")
    return select(Assignment.id).join(found, found.c.assignment_id == Assignment.id).where(*_open(search))


def was_delivered(today: date) -> ColumnElement[bool]:
    """Whether a row of Reminder stands for something that was told, or is on its way: its message left, or is of today,
    or is no digest and will be tried again. Asked from the few that are lost: to look up each message takes longer."""
    lost = select(OutboxMessage.id).where(_is_lost())
    return or_(Reminder.message_id.is_(None), Reminder.day >= today, Reminder.message_id.not_in(lost))


def _is_lost() -> ColumnElement[bool]:
    """Of a message of an earlier day: nobody has it, and nobody will."""
    overtaken = and_(OutboxMessage.state.in_(NOT_LEFT), OutboxMessage.kind.in_(DIGESTS))
    return or_(OutboxMessage.state.in_(UNDELIVERED), overtaken)


def due_anchor() -> ColumnElement[str]:
    """The deadline in force, or the return that came after it: "due:17", "event:30"; '' without a deadline."""
    a = Assignment
    set_at = select(DueDate.recorded_at).where(DueDate.id == a.due_date_id).correlate(a).scalar_subquery()
    back = (
        select(func.max(Event.id))
        .where(Event.assignment_id == a.id, IS_RETURN, Event.recorded_at > set_at)
        .correlate(a)
        .scalar_subquery()
    )
    by_deadline = literal("due:") + cast(a.due_date_id, String)
    may_have_come_back = or_(a.returns > 0, a.role == AssignmentRole.COORDINATING)
    by_return = case((back.is_not(None), literal("event:") + cast(back, String)), else_=by_deadline)
    return func.coalesce(case((may_have_come_back, by_return), else_=by_deadline), "")


def came() -> ColumnElement[str]:
    """The event with which the assignment came to its unit."""
    return _event(newest_id(_COMING))


def _event(found: ScalarSelect[int]) -> ColumnElement[str]:
    """An event as the ledger names it."""
    return literal("event:") + cast(found, String)


def came_at() -> ScalarSelect[datetime]:
    """The instant at which that was recorded."""
    return newest(Event.recorded_at, _COMING)


def newest_id(kinds: Sequence[EventKind]) -> ScalarSelect[int]:
    """The id of the assignment's newest event of these kinds. PostgreSQL finds the greatest without sorting."""
    found = select(func.max(Event.id)).where(Event.assignment_id == Assignment.id, Event.kind.in_(kinds))
    return found.correlate(Assignment).scalar_subquery()


def newest(column: InstrumentedAttribute[Value], kinds: Sequence[EventKind]) -> ScalarSelect[Value]:
    """A column of the assignment's newest event of these kinds."""
    e = Event
    found = select(column).where(e.assignment_id == Assignment.id, e.kind.in_(kinds)).order_by(e.id.desc()).limit(1)
    return found.correlate(Assignment).scalar_subquery()
