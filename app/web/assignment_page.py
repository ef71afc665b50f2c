"""What the page of one assignment shows: its forms, its deadlines and its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.domain import history
from app.domain.calendar import local_day
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, allowed
from app.domain.terms import AssignmentRole, DueReason, EventKind, Standing, State
from app.models import Assignment, DueDate, Event
from app.services import answer_links, answering, assignments, recording
from app.services.acts import concern_of, possible_acts
from app.services.rules import Rules, load_rules
from app.web.forms.assignments import (
    AcceptForm,
    Act,
    CancelForm,
    CorrectForm,
    DecidedForm,
    ProgressForm,
    ReportForm,
    ReportForUnitForm,
    ReturnForm,
)
from app.web.frame import actor, clock, session
from app.wording import course as words
from app.wording.errors import sentence
from app.wording.formats import instant
from app.wording.terms import word

# In the order in which a page offers them; the first that is possible and the person's own step is the main one.
FORMS: Mapping[Action, type[Act]] = {
    Action.ACKNOWLEDGE: Act,
    Action.REPORT_DONE: ReportForm,
    Action.ACCEPT: AcceptForm,
    Action.RETURN: ReturnForm,
    Action.WRITE_PROGRESS: ProgressForm,
    Action.CORRECT_DUE_DATE: CorrectForm,
    Action.CANCEL: CancelForm,
}
STEPS_OF_A_UNIT = (Action.ACKNOWLEDGE, Action.REPORT_DONE, Action.WRITE_PROGRESS)


def make_form(action: Action, assignment: Assignment, *, sent: bool) -> Act:
    """The form of an act: with what was sent, or fresh."""
    kind = FORMS[action]
    if action is Action.REPORT_DONE and answering.may_name_the_day(actor(), assignment):
        kind = ReportForUnitForm
    form = kind(prefix=f"{action}-") if sent else kind(None, prefix=f"{action}-")
    if isinstance(form, DecidedForm):
        people = assignments.deciders(session(), actor=actor(), clock=clock())
        ours = [person.public_id for person in people]
        form.offer(people, actor().public_id if actor().public_id in ours else ours[0] if ours else "")
    if isinstance(form, AcceptForm):
        form.offer_days(assignment.submitted_on, document_day(assignment))
    if isinstance(form, CorrectForm):
        due = due_in_force(assignment)
        form.lean_on(due.named_on if due else None, assignment.given_on)
        if not sent:
            _fill_with_deadline(form, due)
    return form


def _fill_with_deadline(form: CorrectForm, due: DueDate | None) -> None:
    if due is not None:
        form.named_on.data, form.exclusive.data, form.phrase.data = due.named_on, due.exclusive, due.phrase


def document_day(assignment: Assignment) -> date | None:
    """The date of the newest result document."""
    return next((row.issued_on for row in reversed(assignment.evidence) if row.issued_on), None)


def due_in_force(assignment: Assignment) -> DueDate | None:
    return next((due for due in assignment.due_dates if due.id == assignment.due_date_id), None)


def _last(assignment: Assignment, kind: EventKind) -> Event | None:
    return next((event for event in reversed(assignment.events) if event.kind is kind), None)


def main_step(somebody: Actor, assignment: Assignment, possible: frozenset[Action]) -> Action | None:
    """The one next step of this person: a unit's own answer, or the office's decision."""
    steps: tuple[Action, ...] = (Action.ACCEPT,)
    if assignment.unit_id in somebody.unit_ids:
        steps = (*STEPS_OF_A_UNIT, *steps)
        if assignment.state is State.WAITING:
            steps = (Action.ACCEPT,)
    return next((step for step in steps if step in possible), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline; the macro of that name reads it."""

    when: str
    who: str
    what: str
    note: str
    self_confirmed: bool = False


def timeline(assignment: Assignment) -> list[Entry]:
    """Events and corrected deadlines, the newest first."""
    moments = [(event.recorded_at, 0, event.id, _of_event(assignment, event)) for event in assignment.events]
    moments += [
        (due.recorded_at, 1, due.id, _of_due_date(due))
        for due in assignment.due_dates
        if due.reason not in (DueReason.GIVEN, DueReason.DATA_CORRECTION, DueReason.ADJUSTED, DueReason.EXTENDED)
    ]
    return [entry for *_, entry in sorted(moments, key=lambda moment: moment[:3], reverse=True)]


def recorder_of(row: Event | DueDate) -> str:
    """Who wrote it down, or pressed the link of a mail."""
    return row.recorder.name if row.recorder else f"{row.recorder_name} ({word(row.channel)})"


def decider_of(row: Event | DueDate) -> str | None:
    return row.decider.name if row.decider else row.decider_name or None


def _of_event(assignment: Assignment, event: Event) -> Entry:
    what = words.happened(
        event.kind,
        effective_on=event.effective_on,
        recorded_on=local_day(event.recorded_at),
        return_kind=event.return_kind,
        role=assignment.role,
        named_on=event.named_on,
    )
    shown = [row for row in assignment.evidence if row.event_id == event.id]
    papers = [words.result(row.number, row.issued_on) or row.filename for row in shown]
    note = "\n".join(line for line in (event.note, "; ".join(papers)) if line)
    return Entry(
        instant(event.recorded_at),
        words.who(recorder_of(event), decider_of(event)),
        what,
        note,
        event.self_confirmed,
    )


def _of_due_date(due: DueDate) -> Entry:
    return Entry(
        instant(due.recorded_at),
        words.who(recorder_of(due), decider_of(due)),
        words.new_deadline(due.reason, due.due_on),
        due.note,
    )


def may_open(somebody: Actor, part: Assignment, parts: list[Assignment]) -> bool:
    """Whether the person may follow the link to another unit's part: as ``assignments.find`` decides."""
    if allowed(somebody, Action.VIEW_ALL_ASSIGNMENTS) or part.unit_id in somebody.unit_ids:
        return True
    coordinating = {each.unit_id for each in parts if each.role is AssignmentRole.COORDINATING}
    return part.role is AssignmentRole.LEAD and not somebody.unit_ids.isdisjoint(coordinating)


def page(assignment: Assignment, *, sent: Act | None = None, problem: DomainError | None = None) -> dict[str, object]:
    """Everything the template needs. ``sent`` is a form that could not be taken, shown again with its typing."""
    rules = load_rules(session(), office_id=assignment.office_id)
    possible = possible_acts(actor(), assignment, concern_of(session(), assignment))
    forms = {action: make_form(action, assignment, sent=False) for action in FORMS if action in possible}
    again = next((action for action in FORMS if sent is not None and sent._prefix == f"{action}-"), None)
    if sent is not None and again in forms:
        forms[again] = sent
    parts = [assignment, *assignments.siblings(session(), assignment=assignment)]
    entries = timeline(assignment)
    return {
        "assignment": assignment,
        "directive": assignment.task.directive,
        "forms": {action.value: form for action, form in forms.items()},
        # A form that could not be taken comes first, with its typing.
        "main": again if again in forms else main_step(actor(), assignment, possible),
        "again": again,
        "problem": sentence(problem) if problem else None,
        "versions": _both_versions(sent, again, entries) if problem and problem.code == "stale" else None,
        "parts": [(part, may_open(actor(), part, parts)) for part in parts],
        "entries": entries,
        "due": due_in_force(assignment),
        "report": _last(assignment, EventKind.SUBMITTED),
        "returned": _last(assignment, EventKind.RETURNED) if assignment.state is State.IN_PROGRESS else None,
        "original": assignment.due_dates[0] if assignment.due_dates else None,
        "turn": _turn(assignment),
        "links": answer_links.holding(session(), actor=actor(), clock=clock(), assignment=assignment),
        "words": words,
        **_standing(assignment, rules),
    }


def _turn(assignment: Assignment) -> str:
    unit = assignment.unit
    return words.turn(assignment.state, role=assignment.role, unit=unit.name, is_secretariat=unit.is_secretariat)


def _standing(assignment: Assignment, rules: Rules) -> dict[str, object]:
    today = clock().today()
    course = recording.course_of(assignment)
    standing: Standing = history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy)
    waited = rules.calendar.working_days_between(course.submitted_on, today) if course.submitted_on else 0
    is_waiting = assignment.state is State.WAITING
    return {
        "standing": standing,
        "detail": words.detail(course, standing, today=today, calendar=rules.calendar, policy=rules.policy),
        "subtitle": words.subtitle(_turn(assignment), assignment.due_on, words.waited(waited) if is_waiting else ""),
    }


def _both_versions(
    sent: Act | None, again: Action | None, entries: list[Entry]
) -> tuple[dict[str, str], dict[str, str]] | None:
    """What was typed, beside what changed meanwhile: the last entry of the timeline."""
    if sent is None or again is None:
        return None
    last, told = entries[0], sent.typed()
    typed = {"Việc": word(again), "Người ghi": f"{actor().name}, chưa lưu", **told}
    current = {"Việc": last.what, "Người ghi": f"{last.who}, {last.when}", **dict.fromkeys(told, "")}
    if told:
        current[next(iter(told))] = last.note
    return typed, current


def address(assignment: Assignment) -> str:
    return url_for("assignments.show", public_id=assignment.public_id)
