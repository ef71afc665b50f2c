"""Doing an act from the page of an assignment: the form, the service, and the page again with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.terms import DecisionForm
from app.models import Assignment
from app.services import assignments
from app.services.decisions import Decision
from app.services.evidence import NewEvidence, look_into
from app.web.assignment_forms import Step, deciders, make_form, right_to
from app.web.assignment_page import address, page
from app.web.forms.assignments import OTHER, Act, DecidedForm, ReportForm
from app.web.forms.turns import PartForm
from app.web.frame import actor, flash_ok, session

Answer = str | Response | tuple[str, int]


def find(public_id: str) -> Assignment:
    return assignments.find(session(), actor=actor(), public_id=public_id)


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
    return redirect(url_for("assignments.unit_page") if request.form.get("tu") == "don-vi" else address(assignment))


def _again(assignment: Assignment, form: Act, problem: DomainError | None) -> tuple[str, int]:
    status = 409 if problem is not None and problem.code == "stale" else 400
    return render_template("assignments/show.html", **page(assignment, sent=form, problem=problem)), status


def results_of(form: ReportForm | PartForm) -> tuple[NewEvidence, ...]:
    """What a unit hands in, looked into. The first file belongs to the document that was named; any further file
    stands by itself."""
    sent = _files(form.files.data)
    first, *rest = sent or [("", b"")]
    named = NewEvidence(
        number=form.number.data or "", issued_on=form.issued_on.data, filename=first[0], content=first[1]
    )
    return _looked_into([named, *(NewEvidence(filename=name, content=content) for name, content in rest)])


def decision_of(form: DecidedForm) -> Decision:
    """Who decided, when and how, as the form says it, with the pictures looked into."""
    pictures = _looked_into(NewEvidence(filename=name, content=content) for name, content in _files(form.pictures.data))
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


def _files(sent: Iterable[FileStorage] | None) -> list[tuple[str, bytes]]:
    return [(file.filename or "", file.stream.read()) for file in sent or [] if file.filename]


def _looked_into(results: Iterable[NewEvidence]) -> tuple[NewEvidence, ...]:
    found = tuple(results)
    if any(result.filename for result in found):
        session().rollback()  # Nobody waits for the database while files are looked into.
    return look_into(found)
