"""The forms of an assignment's page: which there are, for whom, and what stands in them before anybody types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from flask import g

from app.domain import history, lifecycle
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.permissions import Action, Actor, records_for_others
from app.domain.terms import EventKind, Role, State
from app.models import Assignment, DueDate, Extension
from app.services import answering, people, recording
from app.services.decisions import DECIDING_ROLES
from app.services.extensions import open_request
from app.web.forms.assignments import (
    AcceptForm,
    Act,
    CancelForm,
    CorrectForm,
    DecidedForm,
    LateProgressForm,
    ProgressForm,
    ReportForm,
    ReportForUnitForm,
    ReturnForm,
)
from app.web.forms.turns import (
    AdjustForm,
    AskForm,
    AskForUnitForm,
    CauseForm,
    CauseWithdrawnForm,
    CheckDateForm,
    DatePartForm,
    DecideExtensionForm,
    HandOnForm,
    MoveForm,
    PartForm,
    ProposeForm,
    ReturnPartForm,
    SignatureForm,
)
from app.web.frame import actor, clock, session
from app.wording import story
from app.wording.formats import day_with_weekday
from app.wording.terms import word


class Own(StrEnum):
    """Forms of their own that go by the right to another act."""

    WITHDRAW = "withdraw_extension"
    PROPOSE = "propose_extension"


Step = Action | Own
FORMS: Mapping[Step, type[Act]] = {
    Action.ACKNOWLEDGE: Act,
    Action.REPORT_DONE: ReportForm,
    Action.GIVE_PART: PartForm,
    Action.ACCEPT: AcceptForm,
    Action.RETURN: ReturnForm,
    Action.RETURN_PART: ReturnPartForm,
    Action.WRITE_PROGRESS: ProgressForm,
    Action.SEND_FOR_SIGNATURE: SignatureForm,
    Action.HAND_ON: HandOnForm,
    Action.ASK_EXTENSION: AskForm,
    Own.WITHDRAW: Act,
    Action.DECIDE_EXTENSION: DecideExtensionForm,
    Own.PROPOSE: ProposeForm,
    Action.ADJUST_DUE_DATE: AdjustForm,
    Action.DATE_PART: DatePartForm,
    Action.SET_CHECK_DATE: CheckDateForm,
    Action.CONFIRM_CAUSE: CauseForm,
    Action.TRANSFER: MoveForm,
    Action.CANCEL: CancelForm,
    Action.CORRECT_DUE_DATE: CorrectForm,
    Action.CORRECT_UNIT: MoveForm,
}
# As the page offers those that are not the next step, under their heads.
GROUPS: tuple[tuple[str, tuple[Step, ...]], ...] = (
    (
        "Thực hiện",
        (
            Action.ACKNOWLEDGE,
            Action.REPORT_DONE,
            Action.GIVE_PART,
            Action.ACCEPT,
            Action.RETURN,
            Action.RETURN_PART,
            Action.WRITE_PROGRESS,
            Action.SEND_FOR_SIGNATURE,
            Action.HAND_ON,
        ),
    ),
    (
        "Thời hạn",
        (
            Action.ASK_EXTENSION,
            Own.WITHDRAW,
            Action.DECIDE_EXTENSION,
            Own.PROPOSE,
            Action.ADJUST_DUE_DATE,
            Action.DATE_PART,
            Action.SET_CHECK_DATE,
        ),
    ),
    ("Lý do khách quan, chuyển, dừng", (Action.CONFIRM_CAUSE, Action.TRANSFER, Action.CANCEL)),
    ("Sửa thông tin nhập", (Action.CORRECT_DUE_DATE, Action.CORRECT_UNIT)),
)
STEPS_OF_A_UNIT = (Action.ACKNOWLEDGE, Action.REPORT_DONE, Action.GIVE_PART, Action.WRITE_PROGRESS)
STEPS_OF_THE_OFFICE = (Action.ACCEPT, Action.DECIDE_EXTENSION)
# What stands in the form of another act: an end is one form with a choice, and withdrawing a request has its own.
_IN_FORM: Mapping[EventKind, Step] = {
    EventKind.STOPPED: Action.CANCEL,
    EventKind.SUPERSEDED: Action.CANCEL,
    EventKind.EXTENSION_WITHDRAWN: Own.WITHDRAW,
}


def steps(somebody: Actor, kinds: Collection[EventKind]) -> tuple[Step, ...]:
    """The forms for what the person can do, in the order of the page."""
    found: set[Step] = {_IN_FORM.get(kind) or lifecycle.ACTION_FOR[kind] for kind in kinds}
    if Action.DECIDE_EXTENSION in found and records_for_others(somebody):
        found.add(Own.PROPOSE)
    return tuple(step for step in FORMS if step in found)


def right_to(step: Step) -> Action:
    """The right by which the form is sent."""
    if isinstance(step, Action):
        return step
    return Action.ASK_EXTENSION if step is Own.WITHDRAW else Action.DECIDE_EXTENSION


def step_word(step: Step) -> str:
    if isinstance(step, Action):
        return word(step)
    return story.WITHDRAW_REQUEST if step is Own.WITHDRAW else story.PROPOSE


def main_step(somebody: Actor, assignment: Assignment, possible: Collection[Step]) -> Step | None:
    """The one next step of this person: a unit's own answer, or the office's decision."""
    of_the_unit = assignment.unit_id in somebody.unit_ids and assignment.state in (*WITH_THE_UNIT, State.SIGNING)
    wanted = (*STEPS_OF_A_UNIT, *STEPS_OF_THE_OFFICE) if of_the_unit else STEPS_OF_THE_OFFICE
    return next((step for step in wanted if step in possible), None)


def make_form(step: Step, assignment: Assignment, *, sent: bool) -> Act:
    """The form of an act: with what was sent, or fresh."""
    kind = _kind(step, assignment)
    form = kind(prefix=f"{step}-") if sent else kind(None, prefix=f"{step}-")
    if isinstance(form, DecidedForm):
        form.offer([(row[1], row[2]) for row in deciders(form.roles)], actor().public_id)
    _offer(form, assignment)
    if not sent:
        _fill(form, assignment)
    return form


def _kind(step: Step, assignment: Assignment) -> type[Act]:
    """Some acts ask more of one than of another: of what is late, and of the office that records for a unit."""
    kind = FORMS[step]
    if kind is ProgressForm and is_overdue(assignment):
        return LateProgressForm
    if kind is CauseForm and assignment.objective:
        return CauseWithdrawnForm
    if kind in (ReportForm, AskForm) and answering.may_name_the_day(actor(), assignment):
        return ReportForUnitForm if kind is ReportForm else AskForUnitForm
    return kind


def _offer(form: Act, assignment: Assignment) -> None:
    """What the choices are, and which way a day without a year leans."""
    due = due_in_force(assignment)
    if isinstance(form, AcceptForm):
        form.offer_days(assignment.submitted_on, document_day(assignment))
    elif isinstance(form, ReportForm) and assignment.state is State.SIGNING:
        form.require_document()
    elif isinstance(form, CorrectForm):
        form.lean_on(due.named_on if due else None, assignment.given_on)
    elif isinstance(form, AdjustForm):
        form.lean_on(due.named_on if due else None)
    elif isinstance(form, AskForm):
        form.asked_for.anchor = _after(assignment)
    elif isinstance(form, DecideExtensionForm):
        request = waiting_request(assignment)
        form.offer_answers(day_with_weekday(request.asked_for) if request else "")
        form.granted_until.anchor = _after(assignment)
    elif isinstance(form, HandOnForm):
        form.offer(_people(assignment))
    elif isinstance(form, MoveForm):
        form.offer_units(_other_units(assignment))


def _after(assignment: Assignment) -> date:
    """More time is asked for from the deadline on, or from today."""
    return max(assignment.due_on or clock().today(), clock().today())


def _fill(form: Act, assignment: Assignment) -> None:
    """What holds now, where it is to be changed."""
    if isinstance(form, CorrectForm):
        due = due_in_force(assignment)
        if due is not None:
            form.named_on.data, form.exclusive.data, form.phrase.data = due.named_on, due.exclusive, due.phrase
    elif isinstance(form, CheckDateForm):
        form.check_on.data = assignment.check_on
    elif isinstance(form, ProposeForm):
        request = waiting_request(assignment)
        form.proposal.data = request.proposal if request else ""


def deciders(roles: Iterable[Role]) -> list[tuple[int, str, str]]:
    """Id, public id and name of those who may stand as the one that decided, read once a request."""
    if "deciders" not in g:
        office_id, today = actor().office_id, clock().today()
        found = people.roles_by_holder(session(), office_id=office_id, roles=DECIDING_ROLES, today=today)
        g.deciders = [(held, (person.id, person.public_id, person.name)) for person, held in found.items()]
    return [person for held, person in g.deciders if not held.isdisjoint(roles)]


def _people(assignment: Assignment) -> list[tuple[str, str]]:
    found = people.people_of_unit(session(), unit_id=assignment.unit_id, today=clock().today())
    return [(person.public_id, person.name) for person in found]


def _other_units(assignment: Assignment) -> list[tuple[str, str]]:
    if "units_in_force" not in g:
        found = people.units_in_force(session(), office_id=actor().office_id, today=clock().today())
        g.units_in_force = [(unit.id, unit.public_id, unit.name) for unit in found]
    return [(public_id, name) for unit_id, public_id, name in g.units_in_force if unit_id != assignment.unit_id]


def is_overdue(assignment: Assignment) -> bool:
    return history.is_overdue(recording.course_of(assignment), on=clock().today())


def waiting_request(assignment: Assignment) -> Extension | None:
    """The request for more time that nobody has answered."""
    return open_request(assignment) if assignment.extension_asked_on else None


def document_day(assignment: Assignment) -> date | None:
    """The date of the newest result document."""
    return next((row.issued_on for row in reversed(assignment.evidence) if row.issued_on), None)


def due_in_force(assignment: Assignment) -> DueDate | None:
    return next((due for due in assignment.due_dates if due.id == assignment.due_date_id), None)
