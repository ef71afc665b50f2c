"""What superiors gave: the upward table with the duties behind each number, and the page of one duty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.superior import SUPERIORS, UpwardFigures
from app.domain.terms import SourceOfAssignment
from app.models import Assignment, SuperiorDuty
from app.services import assignments, superiors
from app.services.listing import Page
from app.services.superior_view import SLICES, WAITING, UpwardLine, UpwardList, upward_figures, upward_list
from app.services.superiors import Document
from app.web import superior_section
from app.web.assignment_page import address
from app.web.forms.assignments import Act
from app.web.forms.superior import ChangeDueForm, MarkForm, ReasonForm, ReopenForm, ReportUpForm, UpwardFilter
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.lists import file_url, kept_rules, page_number, per_page, url_for_page, url_with
from app.web.organisation_forms import forget
from app.web.sheets import send_rows
from app.wording import superior as words
from app.wording.errors import sentence
from app.wording.terms import word

bp = Blueprint("superiors", __name__)
Answer = str | Response | tuple[str, int]
Sent = TypeVar("Sent", bound=Act)
COLUMNS = (
    Column("Nhiệm vụ", 60),
    Column("Nguồn giao", 18),
    Column("Văn bản của cấp trên", 26),
    Column("Đơn vị chủ trì", 28),
    Column("Thời hạn của cơ quan", 14, "day"),
    Column("Tình trạng ở đơn vị", 26),
    Column("Thời hạn cấp trên giao", 14, "day"),
    Column("Với cấp trên", 24),
    Column("Báo cáo của cơ quan", 28),
    Column("Cấp trên ghi", 24),
    Column("Ghi chú", 24),
)


@bp.get("/cap-tren-giao")
@requires(Action.VIEW_REPORTS, Action.VIEW_ALL_ASSIGNMENTS)
def index() -> str:
    form, on, problem = _day()
    figures = upward_figures(session(), actor=actor(), clock=clock(), on=on)
    everything = _list(figures)
    found = everything.narrowed(_slice(), _source())
    page = _paged(found.lines)
    return render_template(
        "superiors/index.html",
        form=form,
        problem=problem,
        figures=figures,
        found=page,
        hidden=len(found.hidden),
        said=_said(),
        waiting=len(everything.narrowed(WAITING).lines),
        report_forms=_report_forms(page.items),
        drawn=superior_section.DRAWN,
        slices=SLICES,
        may_import=allowed(actor(), Action.GIVE_TASKS),
        url_with=url_with,
        url_for_page=url_for_page,
        file_url=file_url(),
    )


def _paged(lines: Sequence[UpwardLine]) -> Page[UpwardLine]:
    size = per_page()
    number = min(max(page_number(), 1), max(1, -(-len(lines) // size)))
    return Page(lines[(number - 1) * size : number * size], number, len(lines), size)


def _day() -> tuple[UpwardFilter, date, str]:
    """The day that the address asks for, today if it says nothing that can be; and what is wrong with it."""
    form = UpwardFilter(request.args)
    read = form.validate()
    day = form.ngay.data if read else None
    problem = "" if read else " ".join(form.ngay.errors)
    if day and day > clock().today():
        day, problem = None, words.FUTURE
    return form, day or clock().today(), problem


def _slice() -> str:
    asked = request.args.get("lop", "")
    return asked if asked in SLICES else ""


def _source() -> SourceOfAssignment | None:
    asked = request.args.get("nguon", "")
    return next((source for source in SUPERIORS if source.value == asked), None)


def _said() -> list[str]:
    source = _source()
    return [text for text in (word(source) if source else "", words.SLICES.get(_slice(), "")) if text]


def _list(figures: UpwardFigures) -> UpwardList:
    return upward_list(session(), actor=actor(), clock=clock(), rules=kept_rules(), figures=figures)


def _report_forms(lines: Sequence[UpwardLine]) -> dict[str, ReportUpForm]:
    """For those of the page that wait for the office's report, if the visitor may enter it."""
    if not allowed(actor(), Action.REPORT_UP):
        return {}
    return {line.public_id: ReportUpForm(None, prefix=f"{line.public_id}-") for line in lines if line.waits}


@bp.get("/cap-tren-giao.xlsx")
@requires(Action.VIEW_REPORTS, Action.VIEW_ALL_ASSIGNMENTS)
def file() -> Response:
    _, on, _ = _day()
    figures = upward_figures(session(), actor=actor(), clock=clock(), on=on)
    found = _list(figures).narrowed(_slice(), _source())
    counted = words.hidden_words(len(found.hidden)) if found.hidden else ""
    return send_rows(
        words.TITLE,
        filters=[words.as_of(on), *_said()],
        columns=COLUMNS,
        rows=_cells(found.lines),
        total=len(found.lines),
        counted=counted,
    )


def _cells(lines: Sequence[UpwardLine]) -> Iterator[tuple[object, ...]]:
    for line in lines:
        course = line.row.course
        report, told = course.report, course.told
        yield (
            line.text,
            word(line.row.source),
            words.document_words(line.number, line.issued_on),
            "; ".join(lead.unit_name for lead in line.leads),
            line.inner_due,
            "; ".join(word(lead.standing) for lead in line.leads),
            course.due_on,
            word(line.row.standing),
            words.document_words(report.number, report.issued_on) if report else "",
            word(told.standing) if told else "",
            words.WAITS if line.waits else "",
        )


@bp.get("/cap-tren-giao/<public_id>")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def show(public_id: str) -> str:
    return _page(_find(public_id))


def _find(public_id: str) -> SuperiorDuty:
    return superiors.find(session(), actor=actor(), public_id=public_id)


FORMS: dict[str, type[Act]] = {"mo-lai": ReopenForm, "khong-theo-doi": ReasonForm, "thoi-han": ChangeDueForm}


def _forms(duty: SuperiorDuty) -> dict[str, Act]:
    """What the visitor can do besides the report, by the word in the address."""
    is_open = superiors.course_of(duty).is_open
    possible = ["mo-lai"] if not is_open and allowed(actor(), Action.REPORT_UP) else []
    possible += ["khong-theo-doi", "thoi-han"] if is_open and allowed(actor(), Action.GIVE_TASKS) else []
    return {name: FORMS[name](None, prefix=f"{name}-") for name in possible}


def _page(duty: SuperiorDuty, name: str = "", sent: Act | None = None, problem: str = "") -> str:
    """``sent`` is the form that could not be taken, by its word in the address, shown again with its typing."""
    rows = superiors.parts_of(session(), duty=duty)
    above = superior_section.of_duty(duty, rows)
    forms = _forms(duty)
    if sent and name == "bao-cao" and above["report_form"]:
        above["report_form"] = sent
    elif sent and name in forms:
        forms[name] = sent
    return render_template(
        "superiors/show.html",
        above=above,
        duty=duty,
        leads=rows,
        forms=forms,
        again=name if sent else "",
        problem=problem,
        seen=superiors.newest_step(duty),
    )


@bp.post("/cap-tren-giao/<public_id>/bao-cao")
@requires(Action.REPORT_UP)
def report(public_id: str) -> Answer:
    def act(duty: SuperiorDuty, form: ReportUpForm) -> None:
        number, issued_on = form.number.data or "", form.issued_on.data or clock().today()
        superiors.report(session(), **_who(duty, form), number=number, issued_on=issued_on)

    return _act(public_id, "bao-cao", lambda duty: superior_section.report_form(duty, sent=True), act)


@bp.post("/cap-tren-giao/<public_id>/mo-lai")
@requires(Action.REPORT_UP)
def reopen(public_id: str) -> Answer:
    def act(duty: SuperiorDuty, form: ReopenForm) -> None:
        superiors.reopen(session(), **_who(duty, form), reason=form.reason.data or "", on=form.on.data)

    return _act(public_id, "mo-lai", lambda duty: ReopenForm(prefix="mo-lai-"), act)


@bp.post("/cap-tren-giao/<public_id>/khong-theo-doi")
@requires(Action.GIVE_TASKS)
def withdraw(public_id: str) -> Answer:
    def act(duty: SuperiorDuty, form: ReasonForm) -> None:
        superiors.withdraw(session(), **_who(duty, form), reason=form.reason.data or "")

    return _act(public_id, "khong-theo-doi", lambda duty: ReasonForm(prefix="khong-theo-doi-"), act)


@bp.post("/cap-tren-giao/<public_id>/thoi-han")
@requires(Action.GIVE_TASKS)
def change_due(public_id: str) -> Answer:
    def act(duty: SuperiorDuty, form: ChangeDueForm) -> None:
        due_on, note = form.due_on.data or clock().today(), form.reason.data or ""
        superiors.change_due(session(), **_who(duty, form), due_on=due_on, note=note)

    return _act(public_id, "thoi-han", lambda duty: ChangeDueForm(prefix="thoi-han-"), act)


def _who(duty: SuperiorDuty, form: Act) -> dict[str, Any]:
    return {"actor": actor(), "clock": clock(), "duty": duty, "seen": form.seen_version}


def _act(
    public_id: str, name: str, make: Callable[[SuperiorDuty], Sent], act: Callable[[SuperiorDuty, Sent], None]
) -> Answer:
    """One form of a duty: the service, and back; what was typed is kept when it cannot be taken."""
    duty = _find(public_id)
    form, problem, status = make(duty), "", 400
    if _is_valid(form):
        try:
            act(duty, form)
            session().commit()
            flash_ok(words.SAVED[name])
            return redirect(_back(public_id))
        except DomainError as error:
            forget()
            if error.code in PASSED_ON:
                raise
            problem, status = sentence(error), 409 if error.code == "stale" else 400
    return _page(_find(public_id), name, form, problem), status


def _is_valid(form: Act) -> bool:
    return bool(form.validate_on_submit())


PASSED_ON = ("not_found", "permission.denied")  # refusals that have a page of their own


def _back(public_id: str) -> str:
    """To the list or the assignment from whose page the form was sent; else to the duty's own page."""
    came_from = request.form.get("ve", "")
    if came_from == "danh-sach":
        return url_for("superiors.index", lop=WAITING)
    if came_from:
        return url_for("assignments.show", public_id=came_from)
    return url_for("superiors.show", public_id=public_id)


@bp.get("/nhiem-vu/<public_id>/cap-tren")
@requires(Action.GIVE_TASKS)
def marking(public_id: str) -> Answer:
    assignment = _assignment(public_id)
    there = superiors.of_task(session(), task_id=assignment.task_id)
    if there:
        return redirect(url_for("superiors.show", public_id=there.public_id))
    return _mark_page(assignment, MarkForm(None))


@bp.post("/nhiem-vu/<public_id>/cap-tren")
@requires(Action.GIVE_TASKS)
def mark(public_id: str) -> Answer:
    assignment, form = _assignment(public_id), MarkForm()
    problem = ""
    if form.validate_on_submit():
        try:
            _mark(assignment, form.document(), form.due_on.data)
            session().commit()
            flash_ok(words.MARKED)
            return redirect(address(assignment))
        except DomainError as error:
            forget()
            problem = sentence(error)
    return _mark_page(_assignment(public_id), form, problem), 400


def _mark(assignment: Assignment, document: Document, due_on: date | None) -> None:
    task = assignment.task
    superiors.mark(session(), actor=actor(), clock=clock(), task=task, document=document, due_on=due_on)


def _assignment(public_id: str) -> Assignment:
    return assignments.find(session(), actor=actor(), public_id=public_id)


def _mark_page(assignment: Assignment, form: MarkForm, problem: str = "") -> str:
    return render_template("superiors/mark.html", assignment=assignment, form=form, problem=problem)
