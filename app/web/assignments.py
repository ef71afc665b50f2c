"""Lists of assignments, a unit's own page, and the page of one assignment with everything that is done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.terms import EventKind, ReturnKind
from app.models import Assignment
from app.services import answering, assignments, closing, deciding, due_dates
from app.services.decisions import Decision
from app.services.evidence import NewEvidence, find_file, look_into
from app.web.assignment_page import address, document_day, make_form, page
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
from app.web.frame import actor, clock, files, flash_ok, links, requires, session
from app.web.lists import assignment_file, assignment_list, unit_file, unit_lists
from app.wording.formats import day_with_weekday

bp = Blueprint("assignments", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/nhiem-vu")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def index() -> str:
    return render_template("assignments/index.html", **assignment_list())


@bp.get("/nhiem-vu.xlsx")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def index_file() -> Response:
    return assignment_file()


@bp.get("/don-vi")
@requires(Action.VIEW_OWN_ASSIGNMENTS)
def unit_page() -> str:
    return render_template("assignments/unit.html", **unit_lists())


@bp.get("/don-vi.xlsx")
@requires(Action.VIEW_OWN_ASSIGNMENTS)
def unit_sheet() -> Response:
    return unit_file()


@bp.get("/nhiem-vu/<public_id>")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def show(public_id: str) -> str:
    return render_template("assignments/show.html", **page(_find(public_id)))


@bp.get("/nhiem-vu/<public_id>/tep/<file_id>")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def download(public_id: str, file_id: str) -> Response:
    """A result's file: always saved, never opened in the page, whatever is inside."""
    row = find_file(session(), assignment=_find(public_id), public_id=file_id)
    return send_file(
        files().path(row.sha256),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=row.filename,
    )


@bp.post("/nhiem-vu/<public_id>/tiep-nhan")
@requires(Action.ACKNOWLEDGE)
def acknowledge(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        answering.acknowledge(session(), actor=actor(), clock=clock(), assignment=assignment, version=form.seen_version)
        return "Đã xác nhận tiếp nhận nhiệm vụ."

    return _perform(Action.ACKNOWLEDGE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/tien-do")
@requires(Action.WRITE_PROGRESS)
def write_progress(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        answering.write_progress(
            session(),
            actor=actor(),
            clock=clock(),
            assignment=assignment,
            version=form.seen_version,
            note=cast(ProgressForm, form).note.data or "",
        )
        return "Đã ghi tiến độ thực hiện."

    return _perform(Action.WRITE_PROGRESS, public_id, act)


@bp.post("/nhiem-vu/<public_id>/bao-cao")
@requires(Action.REPORT_DONE)
def report_done(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        report = cast(ReportForm, form)
        session().rollback()  # Nobody waits for the database while files are looked into.
        results = look_into(_results(report))
        answering.report_done(
            session(),
            actor=actor(),
            clock=clock(),
            assignment=assignment,
            version=form.seen_version,
            note=report.note.data or "",
            reported_on=report.reported_on.data if isinstance(report, ReportForUnitForm) else None,
            results=results,
            files=files(),
        )
        return "Đã gửi báo cáo hoàn thành; chờ Văn phòng xác nhận."

    return _perform(Action.REPORT_DONE, public_id, act)


def _results(form: ReportForm) -> list[NewEvidence]:
    """The first file belongs to the document that was named; any further file stands by itself."""
    sent = [(file.filename or "", file.stream.read()) for file in form.files.data or [] if file.filename]
    first, *rest = sent or [("", b"")]
    named = NewEvidence(
        number=form.number.data or "", issued_on=form.issued_on.data, filename=first[0], content=first[1]
    )
    return [named, *(NewEvidence(filename=name, content=content) for name, content in rest)]


@bp.post("/nhiem-vu/<public_id>/xac-nhan")
@requires(Action.ACCEPT)
def accept(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(AcceptForm, form)
        completed_on = chosen.chosen_day(assignment.submitted_on, document_day(assignment))
        deciding.accept(
            session(),
            actor=actor(),
            clock=clock(),
            assignment=assignment,
            version=form.seen_version,
            completed_on=completed_on,
            decision=_decision(chosen),
            note=chosen.note.data or "",
        )
        return f"Đã xác nhận hoàn thành; ngày hoàn thành được tính: {day_with_weekday(completed_on)}."

    return _perform(Action.ACCEPT, public_id, act)


@bp.post("/nhiem-vu/<public_id>/tra-lai")
@requires(Action.RETURN)
def return_result(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(ReturnForm, form)
        deciding.return_result(
            session(),
            actor=actor(),
            clock=clock(),
            links=links(),
            assignment=assignment,
            version=form.seen_version,
            return_kind=ReturnKind(chosen.kind.data),
            reason=chosen.reason.data or "",
            decision=_decision(chosen),
        )
        return "Đã trả lại kết quả; đơn vị được báo bằng thư."

    return _perform(Action.RETURN, public_id, act)


@bp.post("/nhiem-vu/<public_id>/dung")
@requires(Action.CANCEL)
def cancel(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(CancelForm, form)
        closing.close(
            session(),
            actor=actor(),
            clock=clock(),
            assignment=assignment,
            version=form.seen_version,
            kind=EventKind(chosen.kind.data),
            reason=chosen.reason.data or "",
            decision=_decision(chosen),
        )
        return "Đã dừng theo dõi nhiệm vụ này."

    return _perform(Action.CANCEL, public_id, act)


@bp.post("/nhiem-vu/<public_id>/sua-thoi-han")
@requires(Action.CORRECT_DUE_DATE)
def correct_due_date(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(CorrectForm, form)
        if chosen.named_on.data is None:
            raise ValueError("the form lets no empty day through")
        due_dates.correct_due_date(
            session(),
            actor=actor(),
            clock=clock(),
            links=links(),
            assignment=assignment,
            version=form.seen_version,
            named_on=chosen.named_on.data,
            exclusive=bool(chosen.exclusive.data),
            phrase=chosen.phrase.data or "",
            reason=chosen.reason.data or "",
            decision=_decision(chosen),
        )
        due_on = assignment.due_on or chosen.named_on.data
        return f"Đã sửa thời hạn thành {day_with_weekday(due_on)}; thời hạn cũ còn trong quá trình."

    return _perform(Action.CORRECT_DUE_DATE, public_id, act)


def _find(public_id: str) -> Assignment:
    return assignments.find(session(), actor=actor(), public_id=public_id)


def _decision(form: DecidedForm) -> Decision:
    people = assignments.deciders(session(), actor=actor(), clock=clock())
    return Decision(decider_id=next(person.id for person in people if person.public_id == form.decider.data))


def _perform(action: Action, public_id: str, act: Callable[[Assignment, Act], str]) -> Answer:
    """One act: its form, the service and the page again with what the act says; what was typed is kept when it cannot
    be taken."""
    assignment = assignments.find(session(), actor=actor(), public_id=public_id, action=action)
    form = make_form(action, assignment, sent=True)
    if not form.validate_on_submit():
        return render_template("assignments/show.html", **page(assignment, sent=form)), 400
    try:
        done = act(assignment, form)
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code in ("not_found", "permission.denied"):
            raise
        status = 409 if problem.code == "stale" else 400
        return render_template("assignments/show.html", **page(_find(public_id), sent=form, problem=problem)), status
    flash_ok(done)
    return redirect(url_for("assignments.unit_page") if request.form.get("tu") == "don-vi" else address(assignment))
