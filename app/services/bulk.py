"""One act on many assignments, each by its own service and in a savepoint of its own: what one of them refuses is left
out and said, and the others go on. A preview is the same run, taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock, FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor
from app.domain.permissions import check as check_right
from app.domain.terms import DueReason
from app.models import Assignment, DueDate, Task
from app.services import audit, deciding, due_dates, reminding, urging_letters
from app.services.decisions import Decision
from app.services.rules import Rules, load_rules
from app.services.trying import tried
from app.services.visibility import hidden_from

MOST = 500  # assignments in one act


@dataclass(frozen=True, slots=True)
class Chosen:
    """An assignment as a page showed it."""

    public_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Accept:
    """Each with the day of its report as the day that counts."""

    decision: Decision
    name = "accept"
    right = Action.ACCEPT


@dataclass(frozen=True, slots=True)
class Remind:
    """One mail a unit of all that was chosen of it."""

    name = "remind"
    right = Action.REMIND


@dataclass(frozen=True, slots=True)
class Adjust:
    """To one day for all, or each by so many working days more."""

    decision: Decision
    reason: str
    named_on: date | None = None
    working_days: int | None = None
    name = "adjust"
    right = Action.ADJUST_DUE_DATE


@dataclass(frozen=True, slots=True)
class TakeBack:
    """An adjustment of many is put right: each has the deadline again that it had."""

    reason: str
    of: datetime  # when the rows of that act were recorded
    name = "take_back"
    right = Action.CORRECT_DUE_DATE


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of urging about all of them, which waits for its number."""

    subject: str
    name = "letter"
    right = Action.REMIND


BulkAct: TypeAlias = Accept | Remind | Adjust | TakeBack | Letter


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one assignment; ``problem`` says why it is left out."""

    public_id: str
    version: int
    text: str
    unit: str
    due_before: date | None
    due_after: date | None
    counts_on: date | None
    problem: DomainError | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of all of them, in the order they were chosen in. ``at`` names the act."""

    lines: Sequence[Line]
    at: datetime

    @property
    def done(self) -> list[Line]:
        return [line for line in self.lines if line.problem is None]

    @property
    def left_out(self) -> list[Line]:
        return [line for line in self.lines if line.problem is not None]


def preview(
    session: Session, *, actor: Actor, clock: Clock, links: Links, act: BulkAct, chosen: Sequence[Chosen]
) -> Outcome:
    """What ``perform`` would do just now. Nothing of it stays."""
    return tried(session, lambda: perform(session, actor=actor, clock=clock, links=links, act=act, chosen=chosen))


def perform(
    session: Session, *, actor: Actor, clock: Clock, links: Links, act: BulkAct, chosen: Sequence[Chosen]
) -> Outcome:
    """Do it to each, as of one instant. Raises DomainError: "permission.denied", "bulk.nothing", and what is wrong with
    the act itself: "bulk.no_day", "bulk.two_days", "letter.no_subject"."""
    check_right(actor, act.right)
    _check_act(act)
    if not chosen:
        raise DomainError("bulk.nothing")
    run = _Run(session, actor, FixedClock(clock.now()), links, load_rules(session, office_id=actor.office_id))
    outcome = run.perform(act, chosen[:MOST])
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action=f"bulk.{act.name}",
        subject=f"bulk:{stamp_of(outcome.at)}",
        done=len(outcome.done),
        left_out=len(outcome.left_out),
    )
    session.flush()
    return outcome


def chosen_of(session: Session, *, actor: Actor, public_ids: Sequence[str]) -> list[Chosen]:
    """The assignments as they are now, in the order they were chosen in; what is not the office's is left out."""
    check_right(actor, Action.VIEW_ALL_ASSIGNMENTS)
    wanted = list(dict.fromkeys(public_ids))[:MOST]
    rows = session.execute(
        select(Assignment.public_id, Assignment.version).where(
            Assignment.office_id == actor.office_id, Assignment.public_id.in_(wanted)
        )
    ).tuples()
    versions = dict(rows.all())
    return [Chosen(each, versions[each]) for each in wanted if each in versions]


_STAMP = "%Y%m%dT%H%M%S%f"


def stamp_of(at: datetime) -> str:
    """What names an act in an address: the instant it was done."""
    return at.astimezone(UTC).strftime(_STAMP)


def instant_of(stamp: str) -> datetime:
    """Raises DomainError("not_found") for what names no act."""
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise DomainError("not_found") from None


def _check_act(act: BulkAct) -> None:
    if isinstance(act, Adjust):
        if act.named_on is None and act.working_days is None:
            raise DomainError("bulk.no_day")
        if act.named_on is not None and act.working_days is not None:
            raise DomainError("bulk.two_days")
    if isinstance(act, Letter) and not act.subject.strip():
        raise DomainError("letter.no_subject")


@dataclass(frozen=True, slots=True)
class _Run:
    session: Session
    actor: Actor
    clock: FixedClock
    links: Links
    rules: Rules

    def perform(self, act: BulkAct, chosen: Sequence[Chosen]) -> Outcome:
        found = self._find(chosen)
        step = self._step(act)
        lines, done = [], []
        for each in chosen:
            assignment = found.get(each.public_id)
            if assignment is not None:
                lines.append(line := self._one(assignment, each.version, step))
                done += [assignment] if line.problem is None else []
        if isinstance(act, Remind):
            self._remind(done)
        if isinstance(act, Letter) and done:
            self._write_letter(done, act.subject)
        return Outcome(lines, self.clock.now())

    def _find(self, chosen: Sequence[Chosen]) -> dict[str, Assignment]:
        rows = self.session.scalars(
            select(Assignment)
            .where(
                Assignment.office_id == self.actor.office_id,
                Assignment.public_id.in_([each.public_id for each in chosen]),
                *hidden_from(self.session, actor=self.actor).conditions(Assignment.task_id),
            )
            .options(joinedload(Assignment.unit), joinedload(Assignment.task).joinedload(Task.directive))
        )
        return {row.public_id: row for row in rows}

    def _one(self, assignment: Assignment, version: int, step: Callable[[Assignment, int], None]) -> Line:
        before, counts_on, problem = assignment.due_on, None, None
        try:
            with self.session.begin_nested():
                step(assignment, version)
            counts_on = assignment.completed_on
        except DomainError as refusal:
            problem = refusal
        return Line(
            public_id=assignment.public_id,
            version=assignment.version if problem is None else version,
            text=assignment.task.text,
            unit=assignment.unit.name,
            due_before=before,
            due_after=assignment.due_on,
            counts_on=counts_on,
            problem=problem,
        )

    def _step(self, act: BulkAct) -> Callable[[Assignment, int], None]:
        match act:
            case Accept():
                return lambda assignment, version: self._accept(act, assignment, version)
            case Adjust():
                return lambda assignment, version: self._adjust(act, assignment, version)
            case TakeBack():
                return lambda assignment, version: self._take_back(act, assignment, version)
            case Remind():
                return self._may_be_reminded
            case Letter():
                return self._may_be_urged

    def _accept(self, act: Accept, assignment: Assignment, version: int) -> None:
        deciding.accept(
            self.session,
            actor=self.actor,
            clock=self.clock,
            assignment=assignment,
            version=version,
            completed_on=assignment.submitted_on or self.clock.today(),
            decision=act.decision,
        )

    def _adjust(self, act: Adjust, assignment: Assignment, version: int) -> None:
        named_on = act.named_on
        if act.working_days is not None:
            if assignment.due_on is None:
                raise DomainError("bulk.undated")
            named_on = self.rules.calendar.add_working_days(assignment.due_on, act.working_days)
        assert named_on is not None
        due_dates.adjust_due_date(
            self.session,
            actor=self.actor,
            clock=self.clock,
            links=self.links,
            assignment=assignment,
            version=version,
            named_on=named_on,
            exclusive=False,
            reason=act.reason,
            decision=act.decision,
        )

    def _take_back(self, act: TakeBack, assignment: Assignment, version: int) -> None:
        """Only while nothing has happened since: who has answered meanwhile relied on the deadline that was moved."""
        before, moved = _before_and_moved(assignment, act.of)
        if moved is None or assignment.due_date_id != moved.id or assignment.events[-1].id != moved.event_id:
            raise DomainError("bulk.moved_since")
        if before is None:
            raise DomainError("bulk.was_undated")
        due_dates.correct_due_date(
            self.session,
            actor=self.actor,
            clock=self.clock,
            links=self.links,
            assignment=assignment,
            version=version,
            named_on=before.named_on,
            exclusive=before.exclusive,
            phrase=before.phrase,
            reason=act.reason,
            decision=Decision(decider_id=self.actor.user_id),
        )

    def _may_be_reminded(self, assignment: Assignment, version: int) -> None:
        reminding.check(self.session, actor=self.actor, clock=self.clock, assignment=assignment, version=version)

    def _remind(self, checked: Sequence[Assignment]) -> None:
        reminding.remind(self.session, actor=self.actor, clock=self.clock, links=self.links, assignments=checked)

    def _may_be_urged(self, assignment: Assignment, version: int) -> None:
        urging_letters.check(self.session, actor=self.actor, assignment=assignment, version=version)

    def _write_letter(self, checked: Sequence[Assignment], subject: str) -> None:
        urging_letters.make(self.session, actor=self.actor, clock=self.clock, assignments=checked, subject=subject)


def _before_and_moved(assignment: Assignment, at: datetime) -> tuple[DueDate | None, DueDate | None]:
    """The row of an adjustment that was recorded at the instant, and the one that was in force until then."""
    rows = assignment.due_dates
    moved = next((row for row in rows if row.recorded_at == at and row.reason is DueReason.ADJUSTED), None)
    earlier = [row for row in rows if moved is not None and row.id < moved.id]
    return (earlier[-1] if earlier else None), moved


@dataclass(frozen=True, slots=True)
class Moved:
    """What one adjustment of many has moved, and the reason it gave."""

    chosen: Sequence[Chosen]
    reason: str


def adjusted_at(session: Session, *, actor: Actor, at: datetime) -> Moved:
    """The assignments that the person has moved by one act, as they are now. Raises DomainError("not_found")."""
    check_right(actor, Action.ADJUST_DUE_DATE)
    rows = session.execute(
        select(Assignment.public_id, Assignment.version, DueDate.note)
        .join(DueDate, DueDate.assignment_id == Assignment.id)
        .where(
            Assignment.office_id == actor.office_id,
            DueDate.recorded_at == at,
            DueDate.recorder_id == actor.user_id,
            DueDate.reason == DueReason.ADJUSTED,
        )
        .order_by(Assignment.id)
    ).all()
    if not rows:
        raise DomainError("not_found")
    return Moved([Chosen(public_id, version) for public_id, version, _ in rows], rows[0].note)
