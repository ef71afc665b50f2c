"""What a meeting decided of the tasks that are still owed: entered in one pass, and written wholly or not at all.

Each opinion goes through the service of its own act, with the meeting named in the decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.adapters.mail_templates import compose
from app.domain.errors import DomainError
from app.domain.lifecycle import ACTION_FOR
from app.domain.permissions import Action, Actor, allowed, check
from app.domain.terms import (
    AssignmentRole,
    DecisionForm,
    EventKind,
    MeetingDecision,
    MeetingState,
    MessageKind,
)
from app.models import Assignment, Event, Meeting, Task, Unit, User
from app.services import audit, closing, due_dates, meeting_notice, meetings, outbox
from app.services.acts import begin, write
from app.services.decisions import Decided, Decision, settle, settle_since
from app.services.meeting_notice import NewDuty
from app.services.meetings import Sitting
from app.wording.meetings import decided_at

KINDS: Mapping[MeetingDecision, EventKind] = {
    MeetingDecision.NEW_DATE: EventKind.DUE_ADJUSTED,
    MeetingDecision.CLOSED: EventKind.STOPPED,
    MeetingDecision.REPEATED: EventKind.REPEATED,
    MeetingDecision.URGED: EventKind.URGED,
}
_AS_DECIDED = {kind: decision for decision, kind in KINDS.items()}


def kinds_for(actor: Actor) -> list[MeetingDecision]:
    """What the person may enter, each by the right to its act."""
    return [decision for decision, kind in KINDS.items() if allowed(actor, ACTION_FOR[kind])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What was said of one assignment, as the page showed it. ``kind`` is None where something was typed and nothing
    chosen; ``again``: it is meant although this meeting has decided of it before."""

    public_id: str
    version: int
    kind: MeetingDecision | None
    note: str = ""
    named_on: date | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Concluded:
    """What was written; nothing at all where there are ``problems``, by the public id of the assignment, or by the
    place of a new duty from 0."""

    meeting: Meeting
    opinions: int
    duties: int
    problems: Mapping[str | int, DomainError] = field(default_factory=dict)


def conclude(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    sitting: Sitting,
    version: int,
    decision: Decision,
    opinions: Sequence[Opinion],
    duties: Sequence[NewDuty] = (),
    confirmed: bool = False,
) -> Concluded:
    """Write what the meeting decided and what it gave anew, as of its day. ``decision`` says who decided.

    Raises DomainError: "meeting.not_yet", "meeting.cancelled", "meeting.nothing", "decider.unnamed",
    "decider.not_entitled", "stale" where somebody has changed the meeting, and where its notice has a number
    "meeting.numbered" unless ``confirmed``, "meeting.numbered_duties".
    """
    check(actor, Action.HOLD_MEETING)
    _check_sitting(sitting, clock, opinions, duties)
    meeting = _locked(session, clock, actor, sitting, version)
    _check_notice(meeting, duties, confirmed=confirmed)
    decision = replace(decision, decided_on=meeting.held_on, form=DecisionForm.MEETING, meeting_id=meeting.id)
    decided = settle_since(session, actor, clock, meeting.held_on, decision)
    run = _Run(session, actor, clock, links, meeting, decided)
    try:
        with session.begin_nested():
            _chaired_by(meeting, decision)
            run.write(opinions, duties)
            if run.problems:
                raise _Refused
            run.tell()
            _hold(session, actor, clock, meeting, len(opinions), len(duties))
    except _Refused:
        session.expire_all()
        return Concluded(meeting, 0, 0, run.problems)
    return Concluded(meeting, len(opinions), len(duties))


class _Refused(Exception):
    """Takes everything back."""


def _check_sitting(sitting: Sitting, clock: Clock, opinions: Sequence[Opinion], duties: Sequence[NewDuty]) -> None:
    if sitting.state is MeetingState.CANCELLED:
        raise DomainError("meeting.cancelled")
    if sitting.held_on > clock.today():
        raise DomainError("meeting.not_yet", day=sitting.held_on)
    if not opinions and not duties:
        raise DomainError("meeting.nothing")


def _locked(session: Session, clock: Clock, actor: Actor, sitting: Sitting, version: int) -> Meeting:
    """The row, with the version the person saw; one that had none is as it was made."""
    meeting = meetings.ensure(session, clock=clock, sitting=sitting, recorder_id=actor.user_id)
    session.refresh(meeting, with_for_update={"of": Meeting})
    if meeting.version != max(version, 1):
        raise DomainError("stale")
    return meeting


def _check_notice(meeting: Meeting, duties: Sequence[NewDuty], *, confirmed: bool) -> None:
    number = meeting.directive.number if meeting.directive else None
    if number and duties:
        raise DomainError("meeting.numbered_duties", number=number)
    if number and not confirmed:
        raise DomainError("meeting.numbered", number=number, field="confirmed")


def _chaired_by(meeting: Meeting, decision: Decision) -> None:
    """Who decided has chaired the meeting, and the notice says so. Later passes add to what stands."""
    if meeting.state is MeetingState.HELD:
        return
    same = decision.decider_id is not None and decision.decider_id == meeting.chair_id
    meeting.chair_id, meeting.chair_name = decision.decider_id, decision.name.strip()
    meeting.chair_title = decision.title.strip() or (meeting.chair_title if same else "")


def _hold(session: Session, actor: Actor, clock: Clock, meeting: Meeting, opinions: int, duties: int) -> None:
    """The version rises with every pass, so that the same page sent twice is not written twice."""
    meeting.state = MeetingState.HELD
    flag_modified(meeting, "state")
    try:
        session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error
    subject = f"meeting:{meeting.public_id}"
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action="meeting.concluded",
        subject=subject,
        opinions=opinions,
        duties=duties,
    )


@dataclass
class _Run:
    session: Session
    actor: Actor
    clock: Clock
    links: Links
    meeting: Meeting
    decided: (
        Decided  # before anything is given in somebody's name; each opinion checks besides what it needs of its own
    )
    problems: dict[str | int, DomainError] = field(default_factory=dict)
    to_tell: list[tuple[Assignment, Event]] = field(default_factory=list)

    def write(self, opinions: Sequence[Opinion], duties: Sequence[NewDuty]) -> None:
        """Each in a savepoint of its own, so that all that is wrong is said at once; in the order of the assignments,
        so that two who write never wait for each other."""
        found = self._find(opinions)
        before = self._decided_before(list(found.values()))
        for opinion in sorted(opinions, key=lambda each: found[each.public_id].id if each.public_id in found else 0):
            try:
                with self.session.begin_nested():
                    self._one(opinion, found.get(opinion.public_id), before)
            except DomainError as problem:
                self.problems[opinion.public_id] = problem
        self._give(duties)

    def _find(self, opinions: Sequence[Opinion]) -> dict[str, Assignment]:
        rows = self.session.scalars(
            select(Assignment)
            .where(
                Assignment.office_id == self.actor.office_id,
                Assignment.public_id.in_([each.public_id for each in opinions]),
                Assignment.role == AssignmentRole.LEAD,
            )
            .options(joinedload(Assignment.unit), joinedload(Assignment.task).joinedload(Task.directive))
        )
        return {row.public_id: row for row in rows}

    def _decided_before(self, rows: Sequence[Assignment]) -> frozenset[int]:
        """Those of which this meeting has decided already."""
        ids = [row.id for row in rows]
        query = select(Event.assignment_id).where(Event.meeting_id == self.meeting.id, Event.assignment_id.in_(ids))
        return frozenset(self.session.scalars(query.where(Event.kind.in_(_AS_DECIDED))))

    def _one(self, opinion: Opinion, assignment: Assignment | None, before: frozenset[int]) -> None:
        if assignment is None:
            raise DomainError("not_found")
        if assignment.task.restricted:
            raise DomainError("meeting.limited")
        if opinion.kind is None:
            raise DomainError("meeting.no_choice")
        if opinion.named_on is not None and opinion.kind is not MeetingDecision.NEW_DATE:
            raise DomainError("meeting.date_unused", kind=opinion.kind)
        if assignment.id in before and not opinion.again:
            raise DomainError("meeting.decided_already")
        if opinion.kind is MeetingDecision.NEW_DATE:
            self._move(opinion, assignment)
        elif opinion.kind is MeetingDecision.CLOSED:
            self._close(opinion, assignment)
        else:
            self._say(opinion, assignment, KINDS[opinion.kind])

    def _move(self, opinion: Opinion, assignment: Assignment) -> None:
        if opinion.named_on is None:
            raise DomainError("meeting.no_date")
        if opinion.named_on < self.meeting.held_on:
            raise DomainError("meeting.date_before", held_on=self.meeting.held_on)
        due_dates.adjust_due_date(
            self.session,
            actor=self.actor,
            clock=self.clock,
            links=self.links,
            assignment=assignment,
            version=opinion.version,
            named_on=opinion.named_on,
            exclusive=False,
            reason=opinion.note.strip() or decided_at(self.meeting.held_on),
            decision=self.decided.decision,
        )

    def _close(self, opinion: Opinion, assignment: Assignment) -> None:
        closing.close(
            self.session,
            actor=self.actor,
            clock=self.clock,
            assignment=assignment,
            version=opinion.version,
            kind=EventKind.STOPPED,
            reason=opinion.note,
            decision=self.decided.decision,
        )

    def _say(self, opinion: Opinion, assignment: Assignment, kind: EventKind) -> None:
        begin(self.session, self.actor, kind, assignment, opinion.version)
        decided = settle(self.session, self.actor, self.clock, assignment, self.decided.decision)
        event = Event(kind=kind, note=opinion.note.strip())
        write(self.session, self.actor, self.clock, assignment, event, decided=decided)
        self.to_tell.append((assignment, event))

    def _give(self, duties: Sequence[NewDuty]) -> None:
        """What is wrong with any of them is said of each; they are given together, so that a unit has one mail."""
        for place, duty in enumerate(duties):
            try:
                meeting_notice.check_duty(self.session, meeting=self.meeting, duty=duty, today=self.clock.today())
            except DomainError as problem:
                self.problems[place] = problem
        if duties and not self.problems:
            meeting_notice.give(
                self.session,
                actor=self.actor,
                clock=self.clock,
                links=self.links,
                meeting=self.meeting,
                duties=duties,
                decided=self.decided,
            )

    def tell(self) -> None:
        """One mail a unit of what was repeated or urged; those whose deadline moved are told by its own service."""
        pairs = sorted(self.to_tell, key=lambda pair: (pair[0].unit_id, pair[1].id))
        for _, group in groupby(pairs, key=lambda pair: pair[0].unit_id):
            self._tell_unit(list(group))

    def _tell_unit(self, pairs: Sequence[tuple[Assignment, Event]]) -> None:
        parts, unit = [assignment for assignment, _ in pairs], pairs[0][0].unit
        items = outbox.items_of(self.session, clock=self.clock, links=self.links, unit=unit, parts=parts)
        composed = compose(
            MessageKind.MEETING_SAID,
            sender=outbox.sender_of(self.session, office_id=self.actor.office_id),
            unit=unit,
            held_on=self.meeting.held_on,
            items=[(item, event.kind, event.note) for item, (_, event) in zip(items, pairs, strict=True)],
            my_unit=self.links.my_unit(),
        )
        outbox.put(
            self.session,
            clock=self.clock,
            office_id=self.actor.office_id,
            kind=MessageKind.MEETING_SAID,
            key=f"meeting:{self.meeting.public_id}:{outbox.unit_key(unit.id)}:{pairs[0][1].id}",
            recipient=outbox.unit_recipient(self.session, unit_id=unit.id, today=self.clock.today()),
            composed=composed,
            about=[part.id for part in parts],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """An opinion that was entered. ``decider`` is a name as written or of an account."""

    public_id: str
    unit_name: str
    clause: str
    text: str
    kind: MeetingDecision
    named_on: date | None
    note: str
    decider: str
    recorder: str
    recorded_at: datetime


def opinions_of(session: Session, *, actor: Actor, meeting: Meeting | None) -> list[Entered]:
    """What was entered at a meeting, by unit, in one statement. A task that was limited since is left out."""
    check(actor, Action.VIEW_MEETINGS)
    if meeting is None:
        return []
    a, decider, recorder = Assignment, aliased(User), aliased(User)
    rows = session.execute(
        select(a.public_id, Unit.name, Task.clause, Task.text, Event, decider.name, recorder.name)
        .join(a, a.id == Event.assignment_id)
        .join(Task, Task.id == a.task_id)
        .join(Unit, Unit.id == a.unit_id)
        .outerjoin(decider, decider.id == Event.decider_id)
        .outerjoin(recorder, recorder.id == Event.recorder_id)
        .where(
            Event.meeting_id == meeting.id,
            Event.kind.in_(_AS_DECIDED),
            a.role == AssignmentRole.LEAD,
            a.office_id == actor.office_id,
            ~Task.restricted,
        )
        .order_by(Unit.position, Unit.name, Unit.id, Event.id)
    ).tuples()
    return [_entered(*row) for row in rows]


def _entered(
    public_id: str, unit_name: str, clause: str, text: str, event: Event, decider: str | None, recorder: str | None
) -> Entered:
    return Entered(
        public_id=public_id,
        unit_name=unit_name,
        clause=clause,
        text=text,
        kind=_AS_DECIDED[event.kind],
        named_on=event.named_on,
        note=event.note,
        decider=decider or event.decider_name,
        recorder=recorder or event.recorder_name,
        recorded_at=event.recorded_at,
    )


def gone(session: Session, *, actor: Actor, public_ids: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """Public id, words, unit and version of assignments that a page had shown and that are no longer owed."""
    rows = session.execute(
        select(Assignment.public_id, Task.text, Unit.name, Assignment.version)
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.office_id == actor.office_id, Assignment.public_id.in_(public_ids), ~Task.restricted)
        .order_by(Assignment.id)
    )
    return [tuple(row) for row in rows]
