"""Which field of work a task is in, where its units work in several: said by the office on the assignment's page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.terms import AssignmentRole
from app.models import Assignment
from app.services import assignments, in_field
from app.web.assignment_page import Part, address
from app.web.forms.task_field import TaskFieldForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.lists import kept_fields
from app.web.organisation_forms import forget, refuse
from app.wording import in_field as words

bp = Blueprint("task_field", __name__, url_prefix="/nhiem-vu/<public_id>")
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class FieldFact:
    """What the page of an assignment says of its field; ``change_url`` is empty where there is nothing to choose."""

    name: str
    change_url: str


@bp.app_template_global()
def field_fact(assignment: Assignment, parts: Iterable[Part]) -> FieldFact | None:
    """For the office alone; None in an office without fields."""
    known, said = kept_fields(), assignment.task.field_id
    if not known.names or not allowed(actor(), Action.VIEW_ALL_ASSIGNMENTS):
        return None
    found = known.of(said, assignment.unit_id)
    leads = {part.assignment.unit_id for part in parts if part.assignment.role is AssignmentRole.LEAD}
    may_set = allowed(actor(), Action.GIVE_TASKS) and (said is not None or in_field.offered(known, leads))
    url = url_for("task_field.show", public_id=assignment.public_id) if may_set else ""
    return FieldFact(known.names[found].name if found is not None else words.NONE, url)


@bp.get("/linh-vuc")
@requires(Action.GIVE_TASKS)
def show(public_id: str) -> str:
    assignment = _find(public_id)
    return _page(assignment, _form(assignment))


@bp.post("/linh-vuc")
@requires(Action.GIVE_TASKS)
def change(public_id: str) -> Answer:
    assignment = _find(public_id)
    form = _form(assignment)
    if not form.validate():
        return _page(assignment, form), 400
    try:
        in_field.set_field(
            session(),
            actor=actor(),
            clock=clock(),
            task=assignment.task,
            seen=form.seen_field,
            field_id=form.chosen,
        )
        session().commit()
    except DomainError as error:
        forget()
        refuse(form, error)
        return _page(_find(public_id), form), 409 if error.code == "stale" else 400
    flash_ok(words.SET)
    return redirect(address(assignment))


def _find(public_id: str) -> Assignment:
    return assignments.find(session(), actor=actor(), public_id=public_id, action=Action.GIVE_TASKS)


def _form(assignment: Assignment) -> TaskFieldForm:
    form = TaskFieldForm()
    known, task = kept_fields(), assignment.task
    offered = in_field.offered(known, in_field.lead_units(session(), task=task))
    form.offer(offered, known.names[task.field_id] if task.field_id is not None else None)
    return form


def _page(assignment: Assignment, form: TaskFieldForm) -> str:
    return render_template(
        "assignments/field.html", assignment=assignment, form=form, back=address(assignment), words=words
    )
