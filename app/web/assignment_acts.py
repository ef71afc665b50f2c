"""Doing an act from the page of an assignment: the form, the service, and the page again with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.terms import DecisionForm
from app.models import Assignment
from app.services import assignments
from app.services.decisions import Decision
from app.services.evidence import NewEvidence, look_into
from app.web.assignment_forms import Step, deciders, make_form, right_to
from app.web.assignment_page import address, page
from app.web.forms.assignments import OTHER, Act, DecidedForm, ReportForm, files_of, handed_in
from app.web.forms.fields import DayField
from app.web.forms.turns import PartForm
from app.web.frame import actor, clock, flash_ok, session
from app.web.year_doubt import warn_of

Answer = str | Response | tuple[str, int]


def find(public_id: str) -> Assignment:
    return assignments.find(session(), actor=actor(), public_id=public_id)


def who(assignment: Assignment, form: Act) -> dict[str, Any]:
    """What every service that acts on an assignment is told: who acts, when, on what, and the version that was seen."""
    return {"actor": actor(), "clock": clock(), "assignment": assignment, "version": form.seen_version}


def perform(step: Step, public_id: str, act: Callable[[Assignment, Act], str]) -> Answer:
    """One act: its form, the service and the page again with what the act says; what was typed is kept when it cannot
    be taken."""
    assignment = assignments.find(session(), actor=actor(), public_id=public_id, action=right_to(step))
    form = make_form(step, assignment, sent=True)
    if not form.validate_on_submit():
        # What somebody else has changed meanwhile may be the very reason: then both versions are shown.
        problem = DomainError("stale") if form.seen_version != assignment.version else None
        return _again(assignment, form, problem)
    try:
        done = act(assignment, form)
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code in ("not_found", "permission.denied"):
            raise
        return _again(find(public_id), form, problem)
    flash_ok(done)
    warn_of(*(field.data for field in form if isinstance(field, DayField) and field.is_ahead))
    return redirect(url_for("assignments.unit_page") if request.form.get("tu") == "don-vi" else address(assignment))


def _again(assignment: Assignment, form: Act, problem: DomainError | None) -> tuple[str, int]:
    status = 409 if problem is not None and problem.code == "stale" else 400
    return render_template("assignments/show.html", **page(assignment, sent=form, problem=problem)), status


def results_of(form: ReportForm | PartForm) -> tuple[NewEvidence, ...]:
    """What a unit hands in, looked into."""
    return _looked_into(handed_in(form.number, form.issued_on, form.files))


def decision_of(form: DecidedForm) -> Decision:
    """Who decided, when and how, as the form says it, with the pictures looked into."""
    pictures = _looked_into(NewEvidence(filename=name, content=content) for name, content in files_of(form.pictures))
    by_public_id = {public_id: user_id for user_id, public_id, _ in deciders(form.roles)}
    is_other = form.decider.data == OTHER
    return Decision(
        decider_id=None if is_other else by_public_id[form.decider.data],
        name=(form.decider_name.data or "") if is_other else "",
        title=form.decider_title.data or "",
        decided_on=form.decided_on.data,
        form=DecisionForm(form.decided_by.data),
        pictures=pictures,
    )


def _looked_into(results: Iterable[NewEvidence]) -> tuple[NewEvidence, ...]:
    found = tuple(results)
    if any(result.filename for result in found):
        session().rollback()  # Nobody waits for the database while files are looked into.
    return look_into(found)
