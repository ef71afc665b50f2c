"""Lists of assignments, a unit's own page, and the page of one assignment with everything that is done to it."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from app.domain.permissions import Action
from app.domain.terms import EventKind, ReturnKind
from app.models import Assignment
from app.services import answering, closing, deciding, due_dates
from app.services.evidence import find_file
from app.web import assignment_turns
from app.web.assignment_acts import Answer, decision_of, find, perform, results_of, who
from app.web.assignment_forms import document_day
from app.web.assignment_page import page
from app.web.forms.assignments import (
    AcceptForm,
    Act,
    CancelForm,
    CorrectForm,
    LateProgressForm,
    ProgressForm,
    ReportForm,
    ReportForUnitForm,
    ReturnForm,
)
from app.web.frame import files, links, requires, session
from app.web.lists import assignment_file, assignment_list, unit_file, unit_lists
from app.wording.formats import day_with_weekday
from app.wording.terms import word

bp = Blueprint("assignments", __name__)
bp.register_blueprint(assignment_turns.bp)


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
    return render_template("assignments/show.html", **page(find(public_id)))


@bp.get("/nhiem-vu/<public_id>/tep/<file_id>")
@requires(Action.VIEW_ALL_ASSIGNMENTS, Action.VIEW_OWN_ASSIGNMENTS)
def download(public_id: str, file_id: str) -> Response:
    """A result's file: always saved, never opened in the page, whatever is inside."""
    row = find_file(session(), assignment=find(public_id), public_id=file_id)
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
        answering.acknowledge(session(), **who(assignment, form))
        return "Đã xác nhận tiếp nhận nhiệm vụ."

    return perform(Action.ACKNOWLEDGE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/tien-do")
@requires(Action.WRITE_PROGRESS)
def write_progress(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        said = cast(ProgressForm, form)
        answering.write_progress(
            session(),
            **who(assignment, form),
            note=said.note.data or "",
            percent=said.percent.data,
            lateness_reason=(said.lateness_reason.data or "") if isinstance(said, LateProgressForm) else "",
        )
        return "Đã ghi tiến độ thực hiện."

    return perform(Action.WRITE_PROGRESS, public_id, act)


@bp.post("/nhiem-vu/<public_id>/bao-cao")
@requires(Action.REPORT_DONE)
def report_done(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        report = cast(ReportForm, form)
        results = results_of(report)
        answering.report_done(
            session(),
            **who(assignment, form),
            note=report.note.data or "",
            reported_on=report.reported_on.data if isinstance(report, ReportForUnitForm) else None,
            results=results,
            files=files(),
        )
        return "Đã gửi báo cáo hoàn thành; chờ Văn phòng xác nhận."

    return perform(Action.REPORT_DONE, public_id, act)


@bp.post("/nhiem-vu/<public_id>/xac-nhan")
@requires(Action.ACCEPT)
def accept(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(AcceptForm, form)
        decision = decision_of(chosen)
        completed_on = chosen.chosen_day(assignment.submitted_on, document_day(assignment))
        deciding.accept(
            session(),
            **who(assignment, form),
            completed_on=completed_on,
            decision=decision,
            files=files(),
            note=chosen.note.data or "",
        )
        return f"Đã xác nhận hoàn thành; ngày hoàn thành được tính: {day_with_weekday(completed_on)}."

    return perform(Action.ACCEPT, public_id, act)


@bp.post("/nhiem-vu/<public_id>/tra-lai")
@requires(Action.RETURN)
def return_result(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(ReturnForm, form)
        decision = decision_of(chosen)
        deciding.return_result(
            session(),
            **who(assignment, form),
            links=links(),
            return_kind=ReturnKind(chosen.kind.data),
            reason=chosen.reason.data or "",
            decision=decision,
            files=files(),
        )
        return "Đã trả lại kết quả; đơn vị được báo bằng thư."

    return perform(Action.RETURN, public_id, act)


@bp.post("/nhiem-vu/<public_id>/dung")
@requires(Action.STOP, Action.SUPERSEDE, Action.CANCEL)
def cancel(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(CancelForm, form)
        decision = decision_of(chosen)
        closing.close(
            session(),
            **who(assignment, form),
            kind=EventKind(chosen.kind.data),
            reason=chosen.reason.data or "",
            decision=decision,
            files=files(),
        )
        return f"Đã dừng theo dõi nhiệm vụ này: {word(EventKind(chosen.kind.data)).lower()}."

    return perform(Action.CANCEL, public_id, act)


@bp.post("/nhiem-vu/<public_id>/sua-thoi-han")
@requires(Action.CORRECT_DUE_DATE)
def correct_due_date(public_id: str) -> Answer:
    def act(assignment: Assignment, form: Act) -> str:
        chosen = cast(CorrectForm, form)
        if chosen.named_on.data is None:
            raise ValueError("the form lets no empty day through")
        decision = decision_of(chosen)
        due_dates.correct_due_date(
            session(),
            **who(assignment, form),
            links=links(),
            named_on=chosen.named_on.data,
            exclusive=bool(chosen.exclusive.data),
            phrase=chosen.phrase.data or "",
            reason=chosen.reason.data or "",
            decision=decision,
            files=files(),
        )
        due_on = assignment.due_on or chosen.named_on.data
        return f"Đã sửa thời hạn thành {day_with_weekday(due_on)}; thời hạn cũ còn trong quá trình."

    return perform(Action.CORRECT_DUE_DATE, public_id, act)
