"""What the page of one assignment shows: its forms, its deadlines, who else has a part in it, and its timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from app.domain import history
from app.domain.errors import DomainError
from app.domain.history import Course
from app.domain.lifecycle import GIVEN_UP
from app.domain.permissions import Action, Actor, Concern, allowed, may_see
from app.domain.terms import AssignmentRole, EventKind, Standing, State
from app.models import Assignment, DueDate, Event, Evidence, Task
from app.services import answer_links, assignments, comments, recording, shared_products
from app.services.acts import possible_kinds
from app.services.assignment_mails import mails_about
from app.services.listing import course_of_columns
from app.services.rules import Rules
from app.web import superior_section
from app.web.assignment_forms import (
    FORMS,
    GROUPS,
    Step,
    due_in_force,
    main_step,
    make_form,
    step_word,
    steps,
    waiting_request,
)
from app.web.forms.assignments import Act, ReportForm
from app.web.forms.turns import CommentForm, ProposeForm
from app.web.frame import actor, clock, session
from app.web.lists import kept_rules
from app.web.relation_pages import of_assignment
from app.web.timeline import Entry, Sight, decided, papers_of, timeline
from app.wording import course as words
from app.wording import story
from app.wording.errors import sentence

_RESULTS = (EventKind.SUBMITTED, EventKind.PART_GIVEN)
_RETURNS = (EventKind.RETURNED, EventKind.PART_RETURNED)
# Of the units with a part those that have none any more are no part of the picture; where it went stands apart.
_GONE = (State.TRANSFERRED, State.CANCELLED, State.SUPERSEDED)
SHOWN = 3  # entries of a long timeline that need no press, and the mails between them
SHORT = 6  # entries of one that is not long


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's part in the task, and how it stands; ``standing`` is None where the reader may not open it."""

    assignment: Assignment
    may_open: bool
    standing: Standing | None
    detail: str


@dataclass(frozen=True, slots=True)
class Change:
    """A deadline that replaced another: why, who decided and recorded it, and the picture of the note."""

    due: DueDate
    note: str
    who: str
    papers: Sequence[Evidence]


def page(
    assignment: Assignment,
    *,
    sent: Act | None = None,
    problem: DomainError | None = None,
    comment: CommentForm | None = None,
) -> dict[str, object]:
    """Everything the template needs. ``sent`` and ``comment`` are forms that could not be taken, shown again with their
    typing."""
    somebody, rows = actor(), [assignment, *assignments.siblings(session(), assignment=assignment)]
    concern = _concern(assignment, rows)
    rules, course = kept_rules(), recording.course_of(assignment)
    sight = sight_of(somebody, concern)
    talks = comments.may_comment(somebody, concern)
    entries = timeline(
        assignment,
        sight=sight,
        comments=comments.of(session(), assignment=assignment) if talks else (),
        mails=mails_about(session(), actor=somebody, assignment=assignment),
    )
    shared, stale = _shared(assignment, rules), problem is not None and problem.code == "stale"
    return {
        "assignment": assignment,
        "directive": assignment.task.directive,
        "course": course,
        "sight": sight,
        "problem": sentence(problem) if problem else None,
        **_forms(assignment, concern, sent, entries if stale else None, shared),
        **(_talk(concern, comment) if talks else {"comment_form": None}),
        **_others(assignment, rows, rules),
        "entries": entries,
        "shown": _shown(entries),
        "may_open_mail": allowed(somebody, Action.VIEW_OUTBOX),
        **_story(assignment, rules),
        **_deadlines(assignment),
        "turn": _turn(assignment),
        "links": answer_links.holding(session(), actor=actor(), clock=clock(), assignment=assignment),
        "words": words,
        "story": story,
        **_standing(assignment, course, rules),
        **superior_section.section(assignment, rows),
        **of_assignment(assignment),
        "shared": shared,
        "may_relate": allowed(somebody, Action.RELATE),
    }


def _shown(entries: Sequence[Entry]) -> int:
    told = [place for place, entry in enumerate(entries, start=1) if not entry.mail_id]
    return told[SHOWN - 1] if len(entries) > SHORT and len(told) > SHOWN else len(entries)


def sight_of(somebody: Actor, concern: Concern) -> Sight:
    """A unit's inside is its own and the office's; what the office keeps for itself no unit sees."""
    office = allowed(somebody, Action.VIEW_ALL_ASSIGNMENTS)
    return Sight(inside=office or concern.unit_id in somebody.unit_ids, office=office)


def _forms(
    assignment: Assignment,
    concern: Concern,
    sent: Act | None,
    stale: Sequence[Entry] | None,
    shared: Sequence[SharedTask],
) -> dict[str, object]:
    """The forms of what this person can do. One that could not be taken comes first, with its typing."""
    possible = steps(actor(), possible_kinds(actor(), assignment, concern))
    forms = {step: make_form(step, assignment, sent=False) for step in possible}
    _hand_over(shared, forms.values())
    again = next((step for step in FORMS if sent is not None and sent._prefix == f"{step}-"), None)
    if sent is not None and again in forms:
        forms[again] = sent
    main = again if again in forms else main_step(actor(), assignment, possible)
    groups = [(head, [step.value for step in group if step in forms and step is not main]) for head, group in GROUPS]
    versions = _both_versions(assignment, sent, again, stale) if sent and again and stale is not None else None
    return {
        "forms": {step.value: form for step, form in forms.items()},
        "main": main.value if main else None,
        "again": again.value if again else None,
        "groups": [(head, group) for head, group in groups if group],
        "versions": versions,
    }


def _both_versions(
    assignment: Assignment, sent: Act, again: Step, entries: Sequence[Entry]
) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed, beside what changed meanwhile: the last act of the timeline."""
    last, told = next(entry for entry in entries if entry.is_act), sent.typed()
    typed = {"Việc": step_word(again), "Người ghi": f"{actor().name}, chưa lưu", **told}
    current = {"Việc": last.what, "Người ghi": f"{last.who}, {last.when}", **dict.fromkeys(told, "")}
    request = waiting_request(assignment)
    if told:
        mine = isinstance(sent, ProposeForm) and request is not None
        current[next(iter(told))] = request.proposal if mine and request else last.note
    return typed, current


def _talk(concern: Concern, sent: CommentForm | None) -> dict[str, object]:
    called = comments.addressees(session(), office_id=actor().office_id, concern=concern)
    handles = [comments.handle(unit) for unit in called]
    form = sent or CommentForm(None, prefix="comment-")
    return {"comment_form": form, "may_call": story.may_call(handles) if handles else None}


def _others(assignment: Assignment, rows: Sequence[Assignment], rules: Rules) -> dict[str, object]:
    """The units with a part in the task, and where the assignment came from or went."""
    mine = [row for row in rows if row.period == assignment.period]
    parts = [_part(row, rows, rules) for row in mine if row.state not in _GONE or row is assignment]
    before = next((row for row in rows if row.id == assignment.predecessor_id), None)
    after = next((row for row in rows if row.predecessor_id == assignment.id), None)
    return {
        "parts": parts,
        "predecessor": _part(before, rows, rules) if before else None,
        "successor": _part(after, rows, rules) if after else None,
    }


def _part(row: Assignment, rows: Sequence[Assignment], rules: Rules) -> Part:
    if not may_see(actor(), _concern(row, rows)):
        return Part(row, False, None, "")
    standing, detail = _stands(course_of_columns(row), rules)
    return Part(row, True, standing, detail)


@dataclass(frozen=True, slots=True)
class SharedTask:
    """A task that ends with the same document, and its leads' parts."""

    task: Task
    text: str
    parts: Sequence[Part]
    result: Evidence | None


def _shared(assignment: Assignment, rules: Rules) -> list[SharedTask]:
    """A unit reads how the other stands, since both wait for one document; only who may opens its page."""
    office, units = allowed(actor(), Action.VIEW_ALL_ASSIGNMENTS), actor().unit_ids
    found = []
    for each in shared_products.others_of(session(), actor=actor(), task=assignment.task):
        stands = ((lead, _stands(course_of_columns(lead), rules)) for lead in each.leads)
        parts = [Part(lead, office or lead.unit_id in units, *how) for lead, how in stands]
        found.append(SharedTask(each.task, each.task.text, parts, each.result))
    return found


def _hand_over(shared: Sequence[SharedTask], forms: Iterable[Act]) -> None:
    """Offer the document that another task with the same product has reported."""
    result = next((each.result for each in shared if each.result), None)
    for form in forms:
        if result is not None and isinstance(form, ReportForm):
            form.number.data, form.issued_on.data = result.number, result.issued_on


def _concern(row: Assignment, rows: Sequence[Assignment]) -> Concern:
    """As ``acts.concern_of``, from rows that are read already."""
    units = {
        role: frozenset(each.unit_id for each in rows if each.role is role and each.state not in GIVEN_UP)
        for role in AssignmentRole
    }
    return Concern(row.unit_id, row.role, units[AssignmentRole.LEAD], units[AssignmentRole.COORDINATING])


def _last(assignment: Assignment, kinds: Sequence[EventKind]) -> Event | None:
    return next((event for event in reversed(assignment.events) if event.kind in kinds), None)


def _story(assignment: Assignment, rules: Rules) -> dict[str, object]:
    """What of the events stands beside the timeline: the result, what it lacked, how far it is, what it waits for."""
    told = [event for event in reversed(assignment.events) if event.kind is EventKind.PROGRESS]
    report = _last(assignment, _RESULTS)
    results = {event.id for event in assignment.events if event.kind in _RESULTS}
    request = waiting_request(assignment)
    return {
        "report": report,
        "results": [row for row in assignment.evidence if row.event_id in results],
        "returned": _last(assignment, _RETURNS) if assignment.state is State.IN_PROGRESS else None,
        "signing": _last(assignment, (EventKind.SENT_FOR_SIGNATURE,)) if assignment.state is State.SIGNING else None,
        "percent": next((event for event in told if event.percent is not None), None),
        "lateness": next((event for event in told if event.lateness_reason), None),
        "cause": _last(assignment, (EventKind.CAUSE_CONFIRMED,)) if assignment.objective else None,
        "end": assignment.events[-1]
        if assignment.state in _GONE or assignment.state is State.NOT_IMPLEMENTED
        else None,
        "decided": decided,
        "request": request,
        "request_waited": rules.calendar.working_days_between(request.asked_on, clock().today()) if request else 0,
        "request_is_late": request is not None
        and rules.calendar.working_days_between(request.asked_on, clock().today()) > rules.practice.decide_working_days,
    }


def _deadlines(assignment: Assignment) -> dict[str, object]:
    """The deadline in force, the original one, and every change between them, the newest first."""
    events = {event.id: event for event in assignment.events}
    requests = {request.id: request for request in assignment.requests}

    def note(due: DueDate) -> str:
        event = events.get(due.event_id or 0)
        request = requests.get(event.extension_id or 0) if event else None
        asked = story.asked_because(request.reason) if request else ""
        return "\n".join(line for line in (due.note or (event.note if event else ""), asked) if line)

    changes = [
        Change(due, note(due), decided(due), papers_of(assignment, due.event_id)) for due in assignment.due_dates
    ]
    return {
        "due": due_in_force(assignment),
        "original": assignment.due_dates[0] if assignment.due_dates else None,
        "changes": changes[:0:-1],
    }


def _turn(assignment: Assignment) -> str:
    unit = assignment.unit
    return words.turn(
        assignment.state,
        role=assignment.role,
        unit=unit.name,
        is_secretariat=unit.is_secretariat,
        asks_for_time=assignment.extension_asked_on is not None,
    )


def _standing(assignment: Assignment, course: Course, rules: Rules) -> dict[str, object]:
    standing, detail = _stands(course, rules)
    waited = rules.calendar.working_days_between(course.submitted_on, clock().today()) if course.submitted_on else 0
    is_waiting = assignment.state is State.WAITING
    return {
        "standing": standing,
        "detail": detail,
        "subtitle": words.subtitle(_turn(assignment), assignment.due_on, words.waited(waited) if is_waiting else ""),
    }


def _stands(course: Course, rules: Rules) -> tuple[Standing, str]:
    today = clock().today()
    standing = history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy)
    return standing, words.detail(course, standing, today=today, calendar=rules.calendar, policy=rules.policy)


def address(assignment: Assignment) -> str:
    return url_for("assignments.show", public_id=assignment.public_id)
