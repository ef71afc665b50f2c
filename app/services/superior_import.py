"""A superior's own list of what was given to the office: what is new in it, what it changes, what it says otherwise
than we, and what of ours it does not name. Nothing is written here: ``superior_import_acts`` does what was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.adapters.clock import Clock
from app.domain import superior, superior_matching
from app.domain.errors import DomainError
from app.domain.lifecycle import NOT_CLOSED
from app.domain.naming import bare_number
from app.domain.permissions import Action, Actor, check
from app.domain.reading import tables
from app.domain.superior import Proposal, SuperiorCourse
from app.domain.superior_matching import Candidate, Item, Kind
from app.domain.terms import AssignmentRole, SourceOfAssignment, SuperiorStanding
from app.models import Assignment, SuperiorDuty, Task
from app.services import superiors, visibility
from app.services.draft_making import LENGTHS, known_units, look_up
from app.services.people import units_with_aliases
from app.services.rules import load_rules
from app.wording.list_import import place

NEW, LEAVE = "moi", "bo"  # what a person may answer instead of naming a duty


@dataclass(frozen=True, slots=True)
class UpwardHead:
    """What somebody typed about the list: whose it is, and the issuer of the documents that are new."""

    source: SourceOfAssignment
    issuer: str


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row as it was read; ``standing`` is None where the list does not say how it stands."""

    index: int
    where: str
    number: str
    kind: str
    issued_on: date | None
    text: str
    due_on: date | None
    standing: SuperiorStanding | None
    said: str
    lead_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OurDuty:
    """A duty of ours as it stands now; ``open_leads`` are the units' open leads with their deadlines, by public id.
    ``limited``: its words are kept from whoever imports."""

    public_id: str
    newest_step: int
    number: str
    text: str
    course: SuperiorCourse
    open_leads: tuple[tuple[str, date | None], ...]
    limited: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a row of the list would do. Of a new one ``proposal`` is the inner date to propose; of a known one the
    changes: the superior's new date, that it is worded otherwise, how the list says that it stands. ``likeness`` is in
    per cent. ``too_late``: the public ids of open leads that would end after the new date. ``answered``: a person said
    which duty it is."""

    row: ListedRow
    kind: Kind
    duty: OurDuty | None = None
    candidates: tuple[tuple[OurDuty, int], ...] = ()
    likeness: int = 0
    same_number: bool = False
    answered: bool = False
    left: bool = False
    proposal: Proposal | None = None
    new_due: date | None = None
    reworded: bool = False
    told: SuperiorStanding | None = None
    too_late: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        return bool(self.new_due or self.reworded or self.told)

    @property
    def contradicts(self) -> bool:
        """The list says that it is owed, and we say that it was reported; or the other way round."""
        if self.duty is None or self.row.standing is None:
            return False
        said_open = self.row.standing in (SuperiorStanding.OPEN, SuperiorStanding.OVERDUE)
        reported = self.duty.course.report is not None
        said_reported = self.row.standing in (SuperiorStanding.REPORTED_ON_TIME, SuperiorStanding.REPORTED_LATE)
        return (said_open and reported) or (said_reported and not reported and not self.duty.course.withdrawn)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why the list cannot be taken: where (a row, "" for the whole list), and what stands there."""

    where: str
    value: str
    error: DomainError


@dataclass(frozen=True, slots=True)
class UpwardPlan:
    """What an import would do, or why it cannot be done. ``unlisted``: open duties of that source which it does not
    name."""

    head: UpwardHead
    rows: tuple[PlannedRow, ...]
    problems: tuple[RowProblem, ...]
    unlisted: tuple[OurDuty, ...]

    def of_kind(self, kind: Kind) -> list[PlannedRow]:
        return [row for row in self.rows if row.kind is kind and not row.left]

    @property
    def unanswered(self) -> list[PlannedRow]:
        return self.of_kind(Kind.AMBIGUOUS)

    @property
    def does_something(self) -> bool:
        return any(row.kind is Kind.NEW or row.changes for row in self.rows if not row.left)

    @property
    def digest(self) -> str:
        """Of what was shown: the import is made only if it would do the same still."""
        return hashlib.sha256(repr((self.head, self.rows, self.unlisted)).encode()).hexdigest()[:20]


def may_import(actor: Actor) -> None:
    check(actor, Action.GIVE_TASKS)


def plan_upward(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    text: str,
    head: UpwardHead,
    answers: Mapping[int, str] | None = None,
) -> UpwardPlan:
    """What the list would do; changes nothing. ``answers`` say by a row's index which duty it is (a public id), that it
    is new, or that it is to be left."""
    may_import(actor)
    reader = _Reader(session, actor, clock)
    reader.read(text)
    duties = _duties(session, actor, head.source)
    found = superior_matching.match(
        [Item(row.index, bare_number(row.number), row.text) for row in reader.rows],
        [Item(place, bare_number(duty.number), duty.text) for place, duty in enumerate(duties)],
    )
    planner = _Planner(session, actor, clock, duties, dict(answers or {}))
    rows = [planner.plan(row, each.kind, each.candidates) for row, each in zip(reader.rows, found, strict=True)]
    _refuse_one_duty_twice(rows, reader.problems)
    reader.problems.extend(_impossible_days(rows, clock.today()))
    named = {candidate.key for each in found for candidate in each.candidates}
    unlisted = [
        duty for place, duty in enumerate(duties) if place not in named and duty.course.is_open and not duty.limited
    ]
    return UpwardPlan(head, tuple(rows), tuple(reader.problems), tuple(unlisted))


def _refuse_one_duty_twice(rows: Sequence[PlannedRow], problems: list[RowProblem]) -> None:
    """Two rows that a person took for the same duty of ours."""
    seen: dict[str, str] = {}
    for row in rows:
        if row.duty is None or row.left:
            continue
        other = seen.setdefault(row.duty.public_id, row.row.where)
        if other != row.row.where:
            problems.append(RowProblem(row.row.where, row.row.text, DomainError("upward.twice", where=other)))


def _impossible_days(rows: Sequence[PlannedRow], today: date) -> Iterator[RowProblem]:
    """What nobody could have given so: a document of a day to come, a date from before the giving."""
    for each in rows:
        row, is_new = each.row, each.kind is Kind.NEW
        given_on = each.duty.course.given_on if each.duty else row.issued_on
        due_on = row.due_on if is_new else each.new_due
        if is_new and row.issued_on and row.issued_on > today:
            yield RowProblem(row.where, row.text, DomainError("superior.given_future", day=row.issued_on))
        elif given_on and due_on and due_on < given_on:
            error = DomainError("superior.due_before_given", due_on=due_on, given_on=given_on)
            yield RowProblem(row.where, row.text, error)


class _Reader:
    """Goes over the tables of the text and gathers rows and what is wrong with them."""

    def __init__(self, session: Session, actor: Actor, clock: Clock) -> None:
        units = units_with_aliases(session, office_id=actor.office_id, today=clock.today())
        self.known = known_units(units)
        self.rows: list[ListedRow] = []
        self.problems: list[RowProblem] = []
        self.seen: dict[tuple[str, tuple[str, ...]], str] = {}

    def read(self, text: str) -> None:
        found = tables.find(text)
        for number, table in enumerate(found, 1):
            reading = tables.read_list(text, table, None)
            where = {row.number: place(number, row.number, tables=len(found)) for row in table.rows}
            for row in reading.wordless:
                self.problems.append(RowProblem(where[row], "", DomainError("upward.no_content")))
            for item in reading.items:
                self._take(item, where[item.row])
        if not self.rows and not self.problems:
            code = "upward.no_rows" if found else "upward.no_table"
            self.problems.append(RowProblem("", "", DomainError(code)))

    def _take(self, item: tables.ListItem, where: str) -> None:
        task, source = item.task, item.source
        number = (source.number or "")[: LENGTHS["number"]] if source else ""
        words = task.deadline_text or ""
        unclear = task.deadline is None and "deadline" in task.unsure and any(char.isdigit() for char in words)
        if unclear:
            self.problems.append(RowProblem(where, words, DomainError("list.bad_date", text=words)))
        key = (bare_number(number), superior_matching.words_of(task.text))
        other = self.seen.setdefault(key, where)
        if other != where:
            self.problems.append(RowProblem(where, task.text, DomainError("list.twice", where=other)))
        leads = look_up(task.leads, self.known, expand=False)
        said = "; ".join(part for part in (item.result, item.note) if part)
        self.rows.append(
            ListedRow(
                index=len(self.rows),
                where=where,
                number=number,
                kind=(source.kind if source else None) or "",
                issued_on=source.on if source else None,
                text=task.text,
                due_on=task.deadline,
                standing=superior_matching.standing_said(said, done=item.done),
                said=said,
                lead_ids=tuple(dict.fromkeys(unit for name in leads for unit in name.unit_ids)),
            )
        )


def _duties(session: Session, actor: Actor, source: SourceOfAssignment) -> list[OurDuty]:
    """All of the office's duties of a source, as they stand now, in a fixed number of queries."""
    rows = session.scalars(
        select(SuperiorDuty)
        .where(SuperiorDuty.office_id == actor.office_id, SuperiorDuty.source == source)
        .options(joinedload(SuperiorDuty.task).joinedload(Task.directive), joinedload(SuperiorDuty.steps))
        .order_by(SuperiorDuty.id)
    ).unique()
    hidden, leads = visibility.hidden_from(session, actor=actor), _open_leads(session, actor)
    return [
        OurDuty(
            public_id=duty.public_id,
            newest_step=superiors.newest_step(duty),
            number=duty.number or duty.task.directive.number or "",
            text=duty.text,
            course=superiors.course_of(duty),
            open_leads=tuple(leads.get(duty.task_id, ())),
            limited=duty.task_id in hidden,
        )
        for duty in rows
    ]


def _open_leads(session: Session, actor: Actor) -> dict[int, list[tuple[str, date | None]]]:
    query = (
        select(Assignment.task_id, Assignment.public_id, Assignment.due_on)
        .join(SuperiorDuty, SuperiorDuty.task_id == Assignment.task_id)
        .where(
            Assignment.office_id == actor.office_id,
            Assignment.role == AssignmentRole.LEAD,
            Assignment.state.in_(NOT_CLOSED),
        )
        .order_by(Assignment.id)
    )
    found: dict[int, list[tuple[str, date | None]]] = {}
    for task_id, public_id, due_on in session.execute(query).tuples():
        found.setdefault(task_id, []).append((public_id, due_on))
    return found


@dataclass(frozen=True, slots=True)
class _Planner:
    """Says of each row what it would do."""

    session: Session
    actor: Actor
    clock: Clock
    duties: Sequence[OurDuty]
    answers: Mapping[int, str]

    def plan(self, row: ListedRow, kind: Kind, candidates: Sequence[Candidate]) -> PlannedRow:
        shown = tuple((self.duties[each.key], round(100 * each.likeness)) for each in candidates)
        planned = PlannedRow(row, kind, candidates=shown)
        if kind is Kind.AMBIGUOUS:
            planned = self._answered(planned)
        elif kind is Kind.MATCHED:
            planned = replace(planned, duty=shown[0][0], likeness=shown[0][1], same_number=candidates[0].same_number)
        if planned.duty is not None:
            return self._compared(planned, planned.duty)
        return self._proposed(planned) if planned.kind is Kind.NEW else planned

    def _answered(self, planned: PlannedRow) -> PlannedRow:
        """What a person said of a row that may be several; any other answer leaves the question."""
        answer = self.answers.get(planned.row.index, "")
        if answer == LEAVE:
            return replace(planned, left=True, answered=True)
        if answer == NEW:
            return replace(planned, kind=Kind.NEW, answered=True)
        chosen = next((pair for pair in planned.candidates if pair[0].public_id == answer), None)
        if chosen is None:
            return planned
        return replace(planned, kind=Kind.MATCHED, duty=chosen[0], likeness=chosen[1], answered=True)

    def _proposed(self, planned: PlannedRow) -> PlannedRow:
        if planned.row.due_on is None:
            return planned
        rules = load_rules(self.session, office_id=self.actor.office_id)
        days = rules.practice.inner_due_working_days
        today, due_on = self.clock.today(), planned.row.due_on
        return replace(
            planned, proposal=superior.propose(due_on, today=today, calendar=rules.calendar, working_days=days)
        )

    @staticmethod
    def _compared(planned: PlannedRow, duty: OurDuty) -> PlannedRow:
        """What the list says otherwise than we know it; a duty that is kept from the reader is left alone."""
        if duty.limited:
            return replace(planned, left=True)
        row, course = planned.row, duty.course
        new_due = row.due_on if row.due_on and row.due_on != course.due_on and not course.withdrawn else None
        binding = replace(course, due_on=new_due).binding_due
        late = (public_id for public_id, due_on in duty.open_leads if superior.is_too_late(due_on, binding))
        told_before = course.told.standing if course.told else None
        return replace(
            planned,
            new_due=new_due,
            reworded=not superior_matching.same_words(row.text, duty.text),
            told=row.standing if row.standing != told_before else None,
            too_late=tuple(late),
        )
