"""The office's calendar of a year: days off, make-up days, and the announcement it was compared with."""

from __future__ import annotations

import json
from datetime import date
from itertools import groupby

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.adapters.excel import Column, Kind, Sheet
from app.domain.calendar_change import Outcome
from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.services import calendar_lists
from app.services import organisation_calendar as calendar
from app.web.forms.calendar import CalendarListForm, CheckedCalendarForm, RemoveDayForm
from app.web.forms.organisation import WORKED, ConfirmYearForm, SpecialDayForm, the_day
from app.web.frame import actor, clock, flash_error, flash_ok, requires, session
from app.web.list_import import list_text, take_list
from app.web.organisation_forms import Answer, FormPage, act, forget, save
from app.web.sheets import send_sheets
from app.wording import calendar as words
from app.wording.calendar import ANNOUNCEMENTS
from app.wording.errors import sentence
from app.wording.formats import day_with_weekday

bp = Blueprint("calendar", __name__, url_prefix="/lich")
KINDS: tuple[Kind, ...] = ("day", "text", "text")


@bp.get("")
@requires(Action.EDIT_ORGANISATION)
def index() -> str:
    view = calendar.year_view(session(), actor=actor(), year=_asked())
    return render_template(
        "organisation/calendar.html",
        view=view,
        months=[(month, list(days)) for month, days in groupby(view.days, key=lambda row: row.day.month)],
        years=calendar.YEARS,
        announced=ANNOUNCEMENTS.get(view.year, ""),
    )


def _asked() -> int:
    """The year of the address; this year if it is none."""
    asked = request.args.get("nam", "")
    is_year = asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in calendar.YEARS
    return int(asked) if is_year else clock().today().year


def _address(year: int) -> str:
    return url_for("organisation.calendar.index", nam=year)


def _checked(year: int) -> int:
    if year not in calendar.YEARS:
        raise NotFound
    return year


@bp.post("/<int:year>/lap")
@requires(Action.EDIT_ORGANISATION)
def fill(year: int) -> Response:
    def change() -> None:
        calendar.fill_year(session(), actor=actor(), clock=clock(), year=_checked(year))

    return act(change, f"Đã lập lịch nghỉ dự kiến năm {year}.", _address(year))


@bp.route("/<int:year>/them", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def add(year: int) -> Answer:
    """What would change is shown first; what was shown is what is saved."""
    form, back = SpecialDayForm(), _address(_checked(year))
    form.day.anchor = date(year, 7, 1)  # a day without its year is one of the calendar's
    page = FormPage(title=f"Thêm ngày vào lịch năm {year}", back=back, button="Xem trước", note=words.STAND)

    def change() -> str | Response:
        day, name = the_day(form.day), form.name.data or ""
        said = {"day": day, "is_working": form.kind.data == WORKED, "name": name}
        plan = calendar.plan_set(session(), actor=actor(), clock=clock(), **said)
        if plan.digest != form.seen.data:
            return _day_preview(year, plan, form, url_for(".add", year=year))
        calendar.set_day(session(), actor=actor(), clock=clock(), **said)
        flash_ok(f"Đã thêm {day_with_weekday(day)} vào lịch.")
        return _address(day.year)

    return save(form, page, change)


@bp.route("/<int:year>/<int:month>/<int:day>/bo", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def remove(year: int, month: int, day: int) -> Answer:
    which, form = _day(year, month, day), RemoveDayForm()
    try:
        plan = calendar.plan_remove(session(), actor=actor(), clock=clock(), day=which)
        if not form.is_submitted() or form.seen.data != plan.digest:
            return _day_preview(year, plan, form, url_for(".remove", year=year, month=month, day=day))
        calendar.remove_day(session(), actor=actor(), clock=clock(), day=which)
        session().commit()
    except DomainError as problem:
        session().rollback()
        flash_error(sentence(problem))
        return redirect(_address(year))
    flash_ok(f"Đã bỏ {day_with_weekday(which)} khỏi lịch.")
    return redirect(_address(year))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotFound from None


def _day_preview(year: int, plan: calendar.DayPlan, form: SpecialDayForm | RemoveDayForm, address: str) -> Response:
    """The change with all that follows from it. What has changed since it was shown is said."""
    is_stale = bool(form.seen.data)
    form.seen.data = plan.digest
    page = render_template(
        "organisation/calendar_change.html",
        year=year,
        plan=plan,
        form=form,
        sent_to=address,
        back=_address(year),
        is_stale=is_stale,
        words=words,
        may_list=allowed(actor(), Action.VIEW_ALL_ASSIGNMENTS),
    )
    return make_response(page, 409 if is_stale else 200)


@bp.get("/<int:year>.xlsx")
@requires(Action.EDIT_ORGANISATION)
def export(year: int) -> Response:
    """The year in the shape that it is read in again, by another office too."""
    view = calendar.year_view(session(), actor=actor(), year=_checked(year))
    columns = [Column(head, width, kind) for head, width, kind in zip(words.HEADS, (14, 12, 60), KINDS, strict=True)]
    rows = [(row.day, words.kind_word(row.is_working), row.name) for row in view.days]
    title = words.year_title(year)
    return send_sheets([Sheet(title, [title], columns, rows)], named=(title,))


@bp.route("/<int:year>/nhap", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def upload(year: int) -> Answer:
    form = CalendarListForm()
    _checked(year)
    if not form.is_submitted():
        return _upload_page(year, form)
    try:
        extracted, _ = take_list(
            form.file.data, form.text.data or "", read_file=calendar_lists.read_file, read_text=calendar_lists.read_text
        )
    except DomainError as problem:
        return _upload_page(year, form, sentence(problem)), 400
    return _dry_run(year, extracted.text, drop=bool(form.drop.data))


def _upload_page(year: int, form: CalendarListForm, problem: str = "") -> str:
    return render_template(
        "organisation/calendar_upload.html", year=year, form=form, problem=problem, back=_address(year)
    )


def _dry_run(year: int, text: str, *, drop: bool, is_stale: bool = False) -> Answer:
    plan = calendar_lists.plan_year(session(), actor=actor(), clock=clock(), year=year, text=text, drop=drop)
    form = CheckedCalendarForm(formdata=None)
    form.text.data, form.drop.data, form.seen.data = json.dumps(text, ensure_ascii=False), drop, plan.digest
    page = render_template(
        "organisation/calendar_check.html",
        year=year,
        plan=plan,
        form=form,
        is_stale=is_stale,
        back=_address(year),
        words=words,
        sentence=sentence,
        may_list=allowed(actor(), Action.VIEW_ALL_ASSIGNMENTS),
    )
    return page, 409 if is_stale else 400 if plan.problems else 200


@bp.post("/<int:year>/nhap/luu")
@requires(Action.EDIT_ORGANISATION)
def carry_out(year: int) -> Answer:
    form = CheckedCalendarForm()
    try:
        text = list_text(form.text.data or "")
    except ValueError:
        return redirect(url_for(".upload", year=_checked(year)))
    asked = {"year": _checked(year), "text": text, "drop": form.drops}
    try:
        plan = calendar_lists.import_year(
            session(),
            actor=actor(),
            clock=clock(),
            seen=form.seen.data or "",
            **asked,  # type: ignore[arg-type]
        )
        session().commit()
    except DomainError as problem:
        forget()
        if problem.code != "stale":
            raise
        return _dry_run(year, text, drop=form.drops, is_stale=True)
    counts = (plan.count(each) for each in (Outcome.NEW, Outcome.CHANGED, Outcome.REMOVED))
    flash_ok(words.imported(*counts))
    return redirect(_address(year))


@bp.route("/<int:year>/xac-nhan", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def confirm(year: int) -> Answer:
    form = ConfirmYearForm()
    page = FormPage(title=f"Xác nhận lịch nghỉ năm {year}", back=_address(_checked(year)), button="Xác nhận")
    if not form.is_submitted():
        form.basis.data = ANNOUNCEMENTS.get(year, "")

    def change() -> str:
        basis = form.basis.data or ""
        calendar.confirm_year(session(), actor=actor(), clock=clock(), year=year, basis=basis)
        flash_ok(f"Đã xác nhận lịch nghỉ năm {year}.")
        return _address(year)

    return save(form, page, change)


@bp.post("/<int:year>/bo-xac-nhan")
@requires(Action.EDIT_ORGANISATION)
def unconfirm(year: int) -> Response:
    def change() -> None:
        calendar.unconfirm_year(session(), actor=actor(), clock=clock(), year=_checked(year))

    return act(change, f"Đã bỏ xác nhận lịch nghỉ năm {year}.", _address(year))
