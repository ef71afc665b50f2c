"""What a later notice is to an earlier one, and what that does to the earlier one's tasks: all of it or nothing.

A correction and a supplement are words alone. An amendment moves deadlines, a replacement closes what is still open, a
repetition that was found only after giving closes the later task and goes on with the first. Who decided is the later
notice: whoever signed it, on its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.lifecycle import NOT_CLOSED
from app.domain.permissions import Action, Actor, allowed, check
from app.domain.terms import AssignmentRole, DirectiveLink, EventKind, State
from app.models import Assignment, Directive, DirectiveRelation, DueDate, Task
from app.services import audit, closing, directive_links, due_dates, repeating, superiors
from app.services.decisions import Decision
from app.services.repeat_mails import tell_again
from app.services.repeating import Again, NamedDay, named_words
from app.services.trying import tried
from app.services.visibility import hidden_from
from app.wording import relations as words

# What somebody may write down here; the document of an oral order comes by an act of its own.
KINDS = tuple(kind for kind in DirectiveLink if kind is not DirectiveLink.FORMALISES)
# Of these there may be more to say later of the same two notices.
_GROWING = (DirectiveLink.REPEATS, DirectiveLink.REPLACES, DirectiveLink.AMENDS)
_ENDING = (DirectiveLink.REPLACES, DirectiveLink.REPEATS)  # they close assignments


@dataclass(frozen=True, slots=True)
class Seen:
    """An assignment as a page showed it."""

    public_id: str
    version: int


@dataclass(frozen=True, slots=True)
class NewDay:
    """A new deadline for an assignment of the earlier notice."""

    of: Seen
    named_on: date
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """An assignment of the earlier notice that is replaced, and the place of the later notice's task that does, if
    somebody said which."""

    of: Seen
    by_position: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """An assignment of the later notice that says again one of the earlier; ``adopt_date`` as in ``Repeat``."""

    later: Seen
    first: Seen
    adopt_date: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relating:
    """What somebody writes down."""

    kind: DirectiveLink
    note: str = ""
    days: Sequence[NewDay] = field(default=())
    closings: Sequence[Closing] = field(default=())
    pairs: Sequence[Pair] = field(default=())


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one assignment: its deadline and its state before and after."""

    public_id: str
    text: str
    unit: str
    due_before: date | None
    due_after: date | None
    state: State
    times: int


def kinds_for(actor: Actor) -> list[DirectiveLink]:
    """What the person may write down."""
    return [kind for kind in KINDS if kind not in _ENDING or allowed(actor, Action.SUPERSEDE)]


def check_right(actor: Actor, kind: DirectiveLink) -> None:
    """Whoever relates may write words; what ends assignments is for who may end them."""
    check(actor, Action.RELATE)
    if kind in _ENDING:
        check(actor, Action.SUPERSEDE)


def check_pair(session: Session, *, later: Directive, earlier: Directive, kind: DirectiveLink) -> None:
    """Raises DomainError: "relation.kind", "relation.itself", "relation.before", "relation.there" for one that is
    written down already, "relation.cycle" where the later one was itself replaced by the earlier."""
    if kind not in KINDS:
        raise DomainError("relation.kind")
    if later.id == earlier.id:
        raise DomainError("relation.itself")
    if later.given_on < earlier.given_on:
        raise DomainError("relation.before", later=later.given_on, earlier=earlier.given_on)
    if kind not in _GROWING and _there(session, later, earlier, kind):
        raise DomainError("relation.there", earlier=named_words(earlier))
    if kind is DirectiveLink.REPLACES and later.id in _replaced_by(session, earlier):
        raise DomainError("relation.cycle", earlier=named_words(earlier))


def _there(session: Session, later: Directive, earlier: Directive, kind: DirectiveLink) -> bool:
    r = DirectiveRelation
    found = select(r.id).where(r.later_id == later.id, r.earlier_id == earlier.id, r.kind == kind)
    return session.scalar(found) is not None


def _replaced_by(session: Session, directive: Directive) -> set[int]:
    """The ids of all notices that this one replaces, and those that these replaced before."""
    r = DirectiveRelation
    found: set[int] = set()
    asked = {directive.id}
    while asked:
        rows = session.scalars(select(r.earlier_id).where(r.later_id.in_(asked), r.kind == DirectiveLink.REPLACES))
        asked = set(rows) - found
        found |= asked
    return found


def preview(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    later: Directive,
    earlier: Directive,
    relating: Relating,
) -> list[Line]:
    """What ``relate`` would do just now. Nothing of it stays. Raises as ``relate``."""
    return tried(
        session,
        lambda: relate(session, actor=actor, clock=clock, links=links, later=later, earlier=earlier, relating=relating),
    )


def relate(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    later: Directive,
    earlier: Directive,
    relating: Relating,
) -> list[Line]:
    """Write the relation and do what it does to the assignments that were chosen.

    Raises DomainError: those of ``check_pair``, "relation.nothing" where nothing was chosen that the kind is about,
    "relation.foreign" for an assignment of another notice, "relation.units" for a pair of two units, and whatever one
    of the acts refuses.
    """
    check_right(actor, relating.kind)
    if {later.office_id, earlier.office_id} != {actor.office_id}:
        raise DomainError("not_found")
    check_pair(session, later=later, earlier=earlier, kind=relating.kind)
    run = _Run(session, actor, clock, links, later, earlier, relating.note.strip())
    lines = list(run.lines(relating))
    _write(session, actor, clock, later, earlier, relating)
    audit.record(
        session,
        actor=actor,
        clock=clock,
        action="directive.related",
        subject=f"directive:{later.public_id}",
        kind=relating.kind.value,
        earlier=f"directive:{earlier.public_id}",
        assignments=len(lines),
    )
    return lines


def _write(
    session: Session, actor: Actor, clock: Clock, later: Directive, earlier: Directive, relating: Relating
) -> None:
    """Of two people at the same moment one is told that it is there; of what grows there may be more to say."""
    is_new = directive_links.write(
        session,
        actor=actor,
        clock=clock,
        later_id=later.id,
        earlier_id=earlier.id,
        kind=relating.kind,
        note=relating.note,
    )
    if not is_new and relating.kind not in _GROWING:
        raise DomainError("relation.there", earlier=named_words(earlier))


@dataclass(frozen=True, slots=True)
class _Run:
    """Does to the assignments what the relation does."""

    session: Session
    actor: Actor
    clock: Clock
    links: Links
    later: Directive
    earlier: Directive
    note: str

    def lines(self, relating: Relating) -> Iterator[Line]:
        if relating.kind is DirectiveLink.AMENDS:
            self._needed(relating.days)
            yield from map(self._move, relating.days)
        elif relating.kind is DirectiveLink.REPLACES:
            yield from map(self._replace, relating.closings)
        elif relating.kind is DirectiveLink.REPEATS:
            self._needed(relating.pairs)
            if len({pair.first.public_id for pair in relating.pairs}) < len(relating.pairs):
                raise DomainError("relation.twice")
            said = [self._pair(pair) for pair in relating.pairs]
            tell_again(
                self.session, clock=self.clock, links=self.links, directive=self.later, again=[a for a, _ in said]
            )
            yield from (line for _, line in said)

    def _needed(self, chosen: Sequence[object]) -> None:
        if not chosen:
            raise DomainError("relation.nothing")

    @property
    def _reason(self) -> str:
        by = words.by_notice(named_words(self.later))
        return f"{by}: {self.note}" if self.note else by

    def _decision(self, assignment: Assignment) -> Decision:
        """Of the notice's day; never before the unit had the assignment."""
        decision = repeating.decision_of(self.later)
        return replace(decision, decided_on=max(self.later.given_on, assignment.given_on))

    def _find(self, seen: Seen, directive: Directive) -> Assignment:
        found = self.session.scalars(
            select(Assignment)
            .join(Task, Task.id == Assignment.task_id)
            .where(
                Assignment.public_id == seen.public_id,
                Task.directive_id == directive.id,
                Assignment.role == AssignmentRole.LEAD,
                *hidden_from(self.session, actor=self.actor).conditions(Assignment.task_id),
            )
        ).first()
        if found is None:
            raise DomainError("relation.foreign")
        return found

    def _common(self, assignment: Assignment, version: int) -> dict[str, object]:
        return {"actor": self.actor, "clock": self.clock, "assignment": assignment, "version": version}

    def _move(self, day: NewDay) -> Line:
        assignment = self._find(day.of, self.earlier)
        before = assignment.due_on
        due_dates.adjust_due_date(
            self.session,
            actor=self.actor,
            clock=self.clock,
            links=self.links,
            assignment=assignment,
            version=day.of.version,
            named_on=day.named_on,
            exclusive=day.exclusive,
            reason=self._reason,
            decision=self._decision(assignment),
        )
        return _line(assignment, before)

    def _replace(self, chosen: Closing) -> Line:
        assignment = self._find(chosen.of, self.earlier)
        self._close(assignment, chosen.of.version, self._reason, self._task_at(chosen.by_position))
        return _line(assignment, assignment.due_on)

    def _task_at(self, position: int | None) -> Task | None:
        return next((task for task in self.later.tasks if task.position == position), None)

    def _close(self, assignment: Assignment, version: int, reason: str, by: Task | None) -> None:
        closing.close(
            self.session,
            actor=self.actor,
            clock=self.clock,
            assignment=assignment,
            version=version,
            kind=EventKind.SUPERSEDED,
            reason=reason,
            decision=self._decision(assignment),
            by_task_id=by.id if by else None,
        )

    def _pair(self, pair: Pair) -> tuple[Again, Line]:
        """The later assignment is closed, and the first goes on: counted once, in the notice that gave it."""
        later, first = self._find(pair.later, self.later), self._find(pair.first, self.earlier)
        if later.unit_id != first.unit_id:
            raise DomainError("relation.units")
        before, day = first.due_on, _day_of(self.session, later)
        self._close(later, pair.later.version, words.COUNTED_IN_FIRST, None)
        said = repeating.say_again(
            self.session,
            actor=self.actor,
            clock=self.clock,
            links=self.links,
            first=first,
            task=later.task,
            day=day,
            adopt_date=pair.adopt_date,
            version=pair.first.version,
        )
        superiors.go_with_first(self.session, later=later.task, first=first.task)
        return said, _line(first, before)


def _day_of(session: Session, assignment: Assignment) -> NamedDay | None:
    due = session.get(DueDate, assignment.due_date_id) if assignment.due_date_id else None
    return NamedDay(due.named_on, due.exclusive, due.time_of_day, due.phrase) if due else None


def _line(assignment: Assignment, due_before: date | None) -> Line:
    return Line(
        public_id=assignment.public_id,
        text=assignment.task.text,
        unit=assignment.unit.name,
        due_before=due_before,
        due_after=assignment.due_on,
        state=assignment.state,
        times=assignment.repeats,
    )


def open_leads(session: Session, *, actor: Actor, directive: Directive) -> list[Assignment]:
    """The notice's lead assignments that are not closed, as far as the person may read them, in the notice's order."""
    return list(
        session.scalars(
            select(Assignment)
            .join(Task, Task.id == Assignment.task_id)
            .where(
                Task.directive_id == directive.id,
                Assignment.role == AssignmentRole.LEAD,
                Assignment.state.in_(NOT_CLOSED),
                *hidden_from(session, actor=actor).conditions(Task.id),
            )
            .options(joinedload(Assignment.unit), joinedload(Assignment.task))
            .order_by(Task.position, Assignment.id)
        )
    )
