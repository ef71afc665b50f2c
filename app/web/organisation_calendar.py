"""The office's calendar of a year: days off, make-up days, and the announcement it was compared with."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.domain.permissions import Action
from app.services import organisation_calendar as calendar
from app.web.forms.organisation import WORKED, ConfirmYearForm, SpecialDayForm, the_day
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, FormPage, act, save
from app.wording.calendar import ANNOUNCEMENTS
from app.wording.formats import day_with_weekday

bp = Blueprint("calendar", __name__, url_prefix="/lich")


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
    form, back = SpecialDayForm(), _address(_checked(year))
    form.day.anchor = date(year, 7, 1)  # a day without its year is one of the calendar's
    page = FormPage(
        title=f"Thêm ngày vào lịch năm {year}",
        back=back,
        button="Thêm ngày",
        note="Thời hạn đã giao không đổi; ngày làm việc, nhắc việc và thời hạn tính sau đây theo lịch mới.",
    )

    def change() -> str:
        day = the_day(form.day)
        is_working, name = form.kind.data == WORKED, form.name.data or ""
        calendar.set_day(session(), actor=actor(), clock=clock(), day=day, is_working=is_working, name=name)
        flash_ok(f"Đã thêm {day_with_weekday(day)} vào lịch.")
        return _address(day.year)

    return save(form, page, change)


@bp.post("/<int:year>/<int:month>/<int:day>/bo")
@requires(Action.EDIT_ORGANISATION)
def remove(year: int, month: int, day: int) -> Response:
    try:
        which = date(year, month, day)
    except ValueError:
        raise NotFound from None

    def change() -> None:
        calendar.remove_day(session(), actor=actor(), clock=clock(), day=which)

    return act(change, f"Đã bỏ {day_with_weekday(which)} khỏi lịch.", _address(year))


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
