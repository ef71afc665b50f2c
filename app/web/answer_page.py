"""What the page behind a mail's link shows: the one assignment, what was last said of it, and its forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain import history
from app.domain.errors import DomainError
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import Channel, EventKind, Standing
from app.models import AnswerLink, Assignment, Event, Office
from app.services import link_answers, recording
from app.services.rules import Rules, load_rules
from app.web.assignment_forms import due_in_force
from app.web.forms.answer import AnswerForm, ExtensionByLink, ProgressByLink, ReportByLink
from app.web.frame import clock, session
from app.web.timeline import decided
from app.wording import course as words
from app.wording import story
from app.wording.errors import sentence
from app.wording.formats import instant

SHOWN = 3  # events, the newest first
# Of the office's own day to look again nobody else is told.
NOT_TOLD = (EventKind.CHECK_DATED,)
# By the word in the address, in the order of the page; the first that is possible is the main one.
FORMS: Mapping[str, type[AnswerForm]] = {
    "tiep-nhan": AnswerForm,
    "bao-cao": ReportByLink,
    "tien-do": ProgressByLink,
    "gia-han": ExtensionByLink,
}
KINDS: Mapping[str, tuple[EventKind, ...]] = {
    "tiep-nhan": (EventKind.ACKNOWLEDGED,),
    "bao-cao": (EventKind.SUBMITTED, EventKind.PART_GIVEN),
    "tien-do": (EventKind.PROGRESS,),
    "gia-han": (EventKind.EXTENSION_ASKED,),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What happened, as ``macros/ui.html`` writes a line of a timeline."""

    when: str
    who: str
    what: str
    note: str
    self_confirmed: bool = False


def sent_form(act: str, assignment: Assignment) -> AnswerForm:
    """The form of an act with what was sent. A later day is one after the deadline."""
    form = FORMS[act](prefix=f"{act}-")
    if isinstance(form, ExtensionByLink):
        form.asked_for.anchor = assignment.due_on
    return form


def page(
    link: AnswerLink, *, sent: AnswerForm | None = None, problem: DomainError | None = None, name: str = ""
) -> dict[str, object]:
    """Everything the template needs. ``sent`` is a form that could not be taken, shown again with its typing; ``name``
    stands in the others."""
    assignment = link.assignment
    rules = load_rules(session(), office_id=assignment.office_id)
    forms = dict(_forms(link, name))
    again = next((act for act in forms if sent is not None and sent._prefix == f"{act}-"), None)
    return {
        "unit": link.unit,
        "assignment": assignment,
        "task": assignment.task,
        "directive": assignment.task.directive,
        "due": due_in_force(assignment),
        "entries": _last_said(assignment),
        "forms": {act: (kind, sent if act == again else form) for act, (kind, form) in forms.items()},
        "main": again or (next(iter(forms), None) if assignment.state in WITH_THE_UNIT else None),
        "unsent": sent.typed() if sent is not None and again is None else None,
        "again": again,
        "problem": sentence(problem) if problem else None,
        "office_name": session().get_one(Office, assignment.office_id).name,
        "words": words,
        **_standing(assignment, rules),
    }


def _forms(link: AnswerLink, name: str) -> Iterator[tuple[str, tuple[EventKind, AnswerForm]]]:
    """What can be done, each with the step it is and a fresh form."""
    offered = link_answers.offered(session(), link=link)
    for act, kinds in KINDS.items():
        kind = next((each for each in kinds if each in offered), None)
        if kind is not None:
            form = FORMS[act](None, prefix=f"{act}-")
            form.name.data = name
            yield act, (kind, form)


def _last_said(assignment: Assignment) -> list[Said]:
    """The last events, the newest first; none of a unit that had the task by mistake."""
    told: list[Event] = []
    for event in reversed(assignment.events):
        if event.kind is EventKind.UNIT_CORRECTED or len(told) == SHOWN:
            break
        if event.kind not in NOT_TOLD:
            told.append(event)
    return [_said(assignment, event) for event in told]


def _said(assignment: Assignment, event: Event) -> Said:
    what = story.happened(event, role=assignment.role)
    papers = [row for row in assignment.evidence if row.event_id == event.id]
    shown = "; ".join(words.result(row.number, row.issued_on) or row.filename for row in papers)
    note = "\n".join(line for line in (event.note, shown) if line)
    who = f"{decided(event)} ({story.where(event.channel)})" if event.channel is Channel.LINK else decided(event)
    return Said(instant(event.recorded_at), who, what, note)


def _standing(assignment: Assignment, rules: Rules) -> dict[str, object]:
    today, course = clock().today(), recording.course_of(assignment)
    standing = history.standing(course, today=today, calendar=rules.calendar, policy=rules.policy)
    return {
        "standing": standing,
        "detail": words.detail(course, standing, today=today, calendar=rules.calendar, policy=rules.policy),
        "is_late": standing is Standing.OVERDUE,
    }
