"""An office's old list of tasks: what each row would become or what is wrong with it, and the giving of all rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.extraction import Extracted, check_pasted, extract
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.naming import KnownUnit, fold, is_collective
from app.domain.permissions import Action, Actor, check
from app.domain.reading import tables
from app.models import Directive, Source
from app.services import audit
from app.services.directives import NewDirective, give_tasks
from app.services.draft_content import DraftedTask, Named
from app.services.draft_giving import new_task
from app.services.draft_making import LENGTHS, known_units, look_up, task_of
from app.services.drafts import NotingSecrets, missing_of
from app.services.numbering import identity
from app.services.organisation_import_units import unknown_unit
from app.services.organisation_tables import MOST_HELPED, nearest
from app.services.people import units_with_aliases
from app.wording.drafts import NOTICE
from app.wording.formats import shortened
from app.wording.list_import import COLUMNS, DOUBTS, NOT_ASKED, TEXT_FILE, place
from app.wording.tables import is_example

EXTRACTOR = "list 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHead:
    """What somebody typed about the list: the directive of the rows that name none, and the issuer of all.

    ``issued_on`` is also the day that tasks of an undated document count from; None for today.
    """

    kind: str
    number: str
    issuer: str
    subject: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class ListProblem:
    """Why a list cannot be taken: where (a row, "" for the whole list), the column's head, what stands there."""

    where: str
    column: str
    value: str
    error: DomainError


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A row as the task it would become. ``doubts`` are sentences about what was guessed."""

    where: str
    task: DraftedTask
    leads: tuple[str, ...]  # names of the units
    coordinating: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(slots=True)
class PlannedDirective:
    """The document that assigned some of the rows, and the day they count from."""

    kind: str
    number: str
    issued_on: date | None
    given_on: date
    tasks: list[PlannedTask] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What an import would do, or why it cannot be done. ``done``: rows left out because they are done."""

    head: ListHead
    directives: tuple[PlannedDirective, ...]
    problems: tuple[ListProblem, ...]
    done: int

    @property
    def tasks(self) -> tuple[PlannedTask, ...]:
        return tuple(task for directive in self.directives for task in directive.tasks)

    @property
    def assignments(self) -> int:
        """How many units are put in the lead, over all tasks."""
        return sum(len(set(planned.task.lead_ids)) for planned in self.tasks)

    @property
    def digest(self) -> str:
        """Of what was shown: the import is made only if it would do the same still."""
        return hashlib.sha256(repr((self.head, self.directives, self.done)).encode()).hexdigest()[:20]


def read_list_file(
    session: Session, *, actor: Actor, clock: Clock, files: FileStore, content: bytes, filename: str
) -> Extracted:
    """The text of a list's file; nothing of it is kept. Raises DomainError("file.…"); commit also after "file.secret",
    which has been noted."""
    _may(actor)
    with files.quarantine(content) as waiting, NotingSecrets(session, actor, clock):
        return extract(waiting.read_bytes(), filename)


def read_list_text(session: Session, *, actor: Actor, clock: Clock, text: str) -> Extracted:
    """The same for a list pasted into the form."""
    _may(actor)
    with NotingSecrets(session, actor, clock):
        return check_pasted(text)


def _may(actor: Actor) -> None:
    check(actor, Action.EDIT_DRAFT)
    check(actor, Action.GIVE_TASKS)


def plan_list(session: Session, *, actor: Actor, clock: Clock, text: str, head: ListHead) -> ListPlan:
    """What the rows would become; changes nothing. A problem anywhere leaves the import undone."""
    _may(actor)
    found = tables.find(text)
    units = units_with_aliases(session, office_id=actor.office_id, today=clock.today())
    planner = _Planner(head, clock.today(), known_units(units), {unit.id: unit.name for unit in units})
    if not found:
        planner.add("", "", "", DomainError("list.no_table"))
    for number, table in enumerate(found, 1):
        reading = tables.read_list(text, table, head.issued_on)
        places = {row.number: place(number, row.number, tables=len(found)) for row in table.rows}
        planner.take(reading, places)
    planner.check_whole(session, actor)
    return ListPlan(head, tuple(planner.directives.values()), tuple(planner.problems), planner.done)


@dataclass(slots=True)
class _Planner:
    """Goes over the rows and gathers directives and what is wrong."""

    head: ListHead
    today: date
    known: Sequence[KnownUnit]
    names: dict[int, str]
    directives: dict[tuple[str, date | None], PlannedDirective] = field(default_factory=dict)
    problems: list[ListProblem] = field(default_factory=list)
    done: int = 0
    seen: dict[tuple[str, ...], str] = field(default_factory=dict)
    found: dict[str, Named] = field(default_factory=dict)
    drafted: int = 0

    def add(self, where: str, column: str, value: str, error: DomainError) -> None:
        self.problems.append(ListProblem(where, COLUMNS[column][0] if column else "", value, error))

    def take(self, reading: tables.ListReading, places: dict[int, str]) -> None:
        problems = len(self.problems)
        for row in reading.wordless:
            self.add(places[row], "content", "", DomainError("list.no_content"))
        for item in reading.items:
            if is_example(item.task.text):
                continue
            if item.done:
                self.done += 1
            else:
                self._row(item, places[item.row])
        order = {where: number for number, where in enumerate(places.values())}
        self.problems[problems:] = sorted(self.problems[problems:], key=lambda problem: order[problem.where])

    def _row(self, item: tables.ListItem, where: str) -> None:
        self.drafted += 1
        drafted = replace(
            task_of(f"t{self.drafted}", item.task, ()),
            leads=self._looked_up(item.task.leads),
            coordinating=self._looked_up(item.task.coordinating),
        )
        directive = self._directive(item.source)
        self._check_twice(drafted, directive, where)
        self._check_units(item, drafted, where)
        self._check_day(item, drafted, directive, where)
        kept = tuple(name for name in drafted.coordinating if name.unit_ids)
        doubts = tuple(self._doubts(item, drafted))
        task = replace(drafted, coordinating=kept, unsure=(), doubted=())
        leads, helpers = self._named(task.lead_ids), self._named(task.coordinating_ids)
        directive.tasks.append(PlannedTask(where, task, leads, helpers, doubts))

    def _looked_up(self, names: Iterable[str]) -> tuple[Named, ...]:
        """The units of names; a list names the same few in row after row, and each is looked for once."""
        for name in names:
            if name not in self.found:
                self.found.update({each.written: each for each in look_up([name], self.known, expand=True)})
        return tuple(self.found[name] for name in dict.fromkeys(names))

    def _named(self, unit_ids: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.names[each] for each in unit_ids)

    def _directive(self, source: tables.SourceDocument | None) -> PlannedDirective:
        """The document that a row names, else the one that was typed for the whole list."""
        if source and source.number:
            number, kind, day = source.number[: LENGTHS["number"]], source.kind or NOTICE, source.on
        else:
            number, kind, day = self.head.number, self.head.kind, self.head.issued_on
        key = (fold(number), day)
        if key not in self.directives:
            given_on = day or self.head.issued_on or self.today
            self.directives[key] = PlannedDirective(kind, number, day, given_on)
        return self.directives[key]

    def _check_twice(self, drafted: DraftedTask, directive: PlannedDirective, where: str) -> None:
        key = (fold(drafted.text), fold(directive.number), str(drafted.deadline), *sorted(map(str, drafted.lead_ids)))
        other = self.seen.setdefault(key, where)
        if other != where:
            self.add(where, "content", shortened(drafted.text), DomainError("list.twice", where=other))

    def _check_units(self, item: tables.ListItem, drafted: DraftedTask, where: str) -> None:
        if not drafted.leads:
            self.add(where, "leads", "", DomainError("list.no_lead", text=shortened(drafted.text)))
        for name in drafted.leads:
            if not name.unit_ids:
                self.add(where, "leads", name.written, self._unknown(name))

    def _unknown(self, name: Named) -> DomainError:
        if is_collective(name.written):
            return DomainError("list.collective", text=name.written)
        helped = len(self.problems) < MOST_HELPED
        near = nearest(name.written, (each for unit in self.known for each in unit.names)) if helped else ""
        return unknown_unit(name.written, near)

    def _check_day(self, item: tables.ListItem, drafted: DraftedTask, directive: PlannedDirective, where: str) -> None:
        phrase = drafted.deadline_text
        if self._is_bad_day(drafted):
            self.add(where, "deadline", phrase, DomainError("list.bad_date", text=phrase))
        for problem in missing_of(drafted, given_on=directive.given_on):
            if problem.code == "task.due_before_given":
                params = {name: value for name, value in problem.params.items() if name != "clause"}
                self.add(where, "deadline", phrase, DomainError("list.due_before_given", **params))

    @staticmethod
    def _is_bad_day(drafted: DraftedTask) -> bool:
        """Digits in the place of a deadline that name no day."""
        unclear = drafted.deadline is None and "deadline" in drafted.doubted
        return unclear and any(char.isdigit() for char in drafted.deadline_text)

    def _doubts(self, item: tables.ListItem, drafted: DraftedTask) -> Iterator[str]:
        if item.inherited:
            yield DOUBTS["source"]
        for name in drafted.doubted:
            if name == "deadline" and self._is_bad_day(drafted):
                continue  # That is an error, and said as one.
            key = "deadline_missing" if name == "deadline" and drafted.deadline is None else name
            yield DOUBTS[key].format(phrase=drafted.deadline_text)
        if unknown := [name.written for name in drafted.coordinating if not name.unit_ids]:
            yield NOT_ASKED.format(names=", ".join(unknown))

    def check_whole(self, session: Session, actor: Actor) -> None:
        """What only the whole list can have wrong, and documents whose tasks were given before."""
        if not self.directives and not self.problems:
            self.add("", "", "", DomainError("list.all_done" if self.done else "list.no_rows"))
        for directive in self.directives.values():
            where = directive.tasks[0].where
            if directive.given_on > self.today:
                error = DomainError("directive.future_date", day=directive.given_on)
                self.add(where, "source", directive.number, error)
            key = identity(directive.number, self.head.issuer, directive.issued_on)
            rows = select(Directive.public_id).where(Directive.office_id == actor.office_id, Directive.identity == key)
            if key and (there := session.scalars(rows).first()):
                error = DomainError("directive.duplicate", number=directive.number, public_id=there)
                self.add(where, "source", directive.number, error)


def import_list(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    links: Links,
    files: FileStore,
    plan: ListPlan,
    text: str,
    filename: str,
    tell: bool = False,
) -> list[Directive]:
    """Give the tasks of a plan without problems, made in this very transaction; the text is kept as their source.

    ``tell``: the units get the usual mail about tasks given to them.
    """
    assert not plan.problems
    _may(actor)
    source = _source(session, actor, clock, files, text, filename)
    given = [
        give_tasks(
            session,
            actor=actor,
            clock=clock,
            links=links,
            directive=_new_directive(plan.head, directive, source.id),
            tasks=[new_task(planned.task) for planned in directive.tasks],
            tell=tell,
        )
        for directive in plan.directives
    ]
    counts = {"directives": len(given), "tasks": len(plan.tasks), "done": plan.done}
    audit.record(session, actor=actor, clock=clock, action="import.tasks", subject="import:tasks", **counts)
    return given


def _source(session: Session, actor: Actor, clock: Clock, files: FileStore, text: str, filename: str) -> Source:
    """The text as a file of its own: between the check and the import only the text travels."""
    content = text.encode()
    stem = filename.rpartition(".")[0] or filename
    source = Source(
        office_id=actor.office_id,
        filename=TEXT_FILE.format(name=stem[-240:]) if stem else "",
        sha256=files.put(content),
        text=text,
        text_sha256=hashlib.sha256(content).hexdigest(),
        extractor=EXTRACTOR,
        recorded_at=clock.now(),
        recorder_id=actor.user_id,
    )
    session.add(source)
    session.flush()
    return source


def _new_directive(head: ListHead, planned: PlannedDirective, source_id: int) -> NewDirective:
    return NewDirective(
        kind=planned.kind,
        number=planned.number or None,
        issuer=head.issuer,
        issued_on=planned.issued_on,
        subject=head.subject,
        source_id=source_id,
        given_on=planned.given_on,
    )
