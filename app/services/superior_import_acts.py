"""Carrying out what was seen of a superior's list: all of it, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.naming import bare_number
from app.domain.permissions import Actor
from app.domain.superior_matching import Kind
from app.domain.terms import DecisionForm, SuperiorStepKind, TaskKind
from app.models import Directive, SuperiorDuty, Task
from app.services import assignments, audit, due_dates, superiors
from app.services.decisions import Decision
from app.services.directives import NewDirective, give_tasks
from app.services.giving import NewTask, add_tasks
from app.services.numbering import identity
from app.services.superior_import import OurDuty, PlannedRow, UpwardHead, UpwardPlan, may_import
from app.wording import superior_import as words


@dataclass(frozen=True, slots=True)
class NewChoice:
    """How a new row is given: which unit leads it, and the office's own date."""

    unit_id: int
    inner_due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpwardChoices:
    """What a person takes, by the index of the row. What is not named is left as it is; ``moved`` are the new deadlines
    of units that would end after the superior's new date."""

    new: Mapping[int, NewChoice] = field(default_factory=dict)
    due: frozenset[int] = frozenset()
    text: frozenset[int] = frozenset()
    told: frozenset[int] = frozenset()
    moved: Mapping[int, date] = field(default_factory=dict)
    tell: bool = True


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written."""

    tasks: int
    dues: int
    texts: int
    told: int
    moved: int

    @property
    def anything(self) -> bool:
        return any((self.tasks, self.dues, self.texts, self.told, self.moved))


def import_upward(
    session: Session, *, actor: Actor, clock: Clock, links: Links, plan: UpwardPlan, choices: UpwardChoices
) -> Imported:
    """Write what was chosen of a plan without problems and open questions, made in this very transaction.

    Raises DomainError: "upward.unanswered", "upward.not_ready", and those of giving and of adjusting a deadline; the
    caller rolls back, so that nothing is half done.
    """
    may_import(actor)
    if plan.problems:
        raise DomainError("upward.not_ready")
    if plan.unanswered:
        raise DomainError("upward.unanswered", where=plan.unanswered[0].row.where)
    doing = _Doing(session, actor, clock, links, plan.head, choices)
    done = Imported(
        tasks=doing.give([row for row in plan.of_kind(Kind.NEW) if row.row.index in choices.new]),
        **doing.change([row for row in plan.rows if row.duty and not row.left]),
    )
    counts = {"tasks": done.tasks, "dues": done.dues, "told": done.told}
    if done.anything:
        audit.record(session, actor=actor, clock=clock, action="superior.imported", subject="import:superior", **counts)
    return done


@dataclass(frozen=True, slots=True)
class _Doing:
    session: Session
    actor: Actor
    clock: Clock
    links: Links
    head: UpwardHead
    choices: UpwardChoices

    # --- What is new ---

    def give(self, rows: Sequence[PlannedRow]) -> int:
        """One directive a document; rows without a number are one together."""
        of_document: defaultdict[tuple[str, date | None], list[PlannedRow]] = defaultdict(list)
        for row in rows:
            of_document[bare_number(row.row.number), row.row.issued_on].append(row)
        for of_one in of_document.values():
            there = self._directive_of(of_one[0])
            if there is None:
                self._give_anew(of_one)
            else:
                self._add(there, of_one)
        return len(rows)

    def _directive_of(self, row: PlannedRow) -> Directive | None:
        """The document, where some of its tasks were given before."""
        number = bare_number(row.row.number)
        if not number:
            return None
        of_duties = select(SuperiorDuty).where(
            SuperiorDuty.office_id == self.actor.office_id,
            SuperiorDuty.source == self.head.source,
            SuperiorDuty.folded_number == number,
            SuperiorDuty.issued_on == row.row.issued_on,
        )
        for duty in self.session.scalars(of_duties.order_by(SuperiorDuty.id)):
            if bare_number(duty.task.directive.number or "") == number:
                return duty.task.directive
        key = identity(row.row.number, self.head.issuer, row.row.issued_on)
        by_identity = select(Directive).where(Directive.office_id == self.actor.office_id, Directive.identity == key)
        return self.session.scalars(by_identity).first()

    def _give_anew(self, rows: Sequence[PlannedRow]) -> None:
        first, tasks = rows[0].row, [self._task(row) for row in rows]
        directive = NewDirective(
            kind=first.kind or words.KIND,
            number=first.number or None,
            issuer=self.head.issuer,
            subject=words.subject(first.number),
            issued_on=first.issued_on,
            source_of_assignment=self.head.source,
            given_on=first.issued_on or self._given_on(tasks),
        )
        given = give_tasks(
            self.session,
            actor=self.actor,
            clock=self.clock,
            links=self.links,
            directive=directive,
            tasks=tasks,
            tell=self.choices.tell,
        )
        self._keep_standings(given.tasks, rows)

    def _given_on(self, tasks: Iterable[NewTask]) -> date:
        """Of a document without its day: today, or the first of its dates where that is over."""
        return min([self.clock.today(), *(task.named_on for task in tasks if task.named_on)])

    def _task(self, row: PlannedRow) -> NewTask:
        chosen = self.choices.new[row.row.index]
        return NewTask(
            clause="",
            text=row.row.text,
            kind=TaskKind.DATED if chosen.inner_due else TaskKind.PER_REPORT,
            lead_unit_ids=(chosen.unit_id,),
            named_on=chosen.inner_due,
            superior_due_on=row.row.due_on,
        )

    def _add(self, directive: Directive, rows: Sequence[PlannedRow]) -> None:
        """More tasks of a document that is there already."""
        if directive.source_of_assignment is not self.head.source:
            raise DomainError("upward.other_source", number=directive.number or "")
        added = add_tasks(
            self.session,
            actor=self.actor,
            clock=self.clock,
            links=self.links,
            directive=directive,
            tasks=[self._task(row) for row in rows],
            tell=self.choices.tell,
        )
        self._keep_standings(added, rows)

    def _keep_standings(self, tasks: Sequence[Task], rows: Sequence[PlannedRow]) -> None:
        """How the list says that each stands, so that the same list brings nothing the next time."""
        for task, row in zip(tasks, rows, strict=True):
            if row.row.standing and task.superior:
                self._add_step(task.superior, SuperiorStepKind.TOLD, row.row.said, standing=row.row.standing)

    # --- What changed ---

    def change(self, rows: Sequence[PlannedRow]) -> dict[str, int]:
        counts = dict.fromkeys(("dues", "texts", "told", "moved"), 0)
        for row in rows:
            assert row.duty is not None
            index, duty = row.row.index, self._locked(row.duty)
            if row.new_due and index in self.choices.due:
                self._add_step(duty, SuperiorStepKind.DUE_CHANGED, words.by_list(row.row.where), due_on=row.new_due)
                counts["dues"] += 1
                counts["moved"] += self._move_units(row, index)
            if row.reworded and index in self.choices.text:
                superiors.reword(self.session, duty=duty, text=row.row.text)
                counts["texts"] += 1
            if row.told and index in self.choices.told:
                self._add_step(duty, SuperiorStepKind.TOLD, row.row.said, standing=row.told)
                counts["told"] += 1
        return counts

    def _locked(self, seen: OurDuty) -> SuperiorDuty:
        duty = superiors.find(self.session, actor=self.actor, public_id=seen.public_id)
        superiors.lock(self.session, duty=duty, seen=seen.newest_step)
        return duty

    def _add_step(self, duty: SuperiorDuty, kind: SuperiorStepKind, note: str, **more: Any) -> None:
        who: dict[str, Any] = {"actor": self.actor, "clock": self.clock}
        superiors.add_step(self.session, **who, duty=duty, kind=kind, note=note, **more)

    def _move_units(self, row: PlannedRow, index: int) -> int:
        """The units' deadlines that would end after the superior's new date, if that was chosen."""
        if index not in self.choices.moved:
            return 0
        for public_id in row.too_late:
            assignment = assignments.find(self.session, actor=self.actor, public_id=public_id)
            due_dates.adjust_due_date(
                self.session,
                actor=self.actor,
                clock=self.clock,
                links=self.links,
                assignment=assignment,
                version=assignment.version,
                named_on=self.choices.moved[index],
                exclusive=False,
                reason=words.MOVED_BECAUSE,
                decision=Decision(name=self.head.issuer, title=words.SUPERIOR, form=DecisionForm.DOCUMENT),
            )
        return len(row.too_late)
