"""The giao ban: the series with their meetings, and what the office changes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.meetings import weekdays_of
from app.domain.permissions import Action, allowed
from app.models import MeetingSeries, User
from app.services import assignments, meetings
from app.services.decisions import MOVING_ROLES
from app.services.meetings import Sitting
from app.web.forms.meetings import CANCEL, ChangeForm, ExtraForm, SeriesForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.lists import kept_rules
from app.web.organisation_forms import forget, refuse
from app.wording import meetings as words
from app.wording.formats import day_with_weekday

bp = Blueprint("meetings", __name__, url_prefix="/giao-ban")
Answer = str | Response | tuple[str, int]
LAST = 5  # meetings of a series that the list shows
BACK = timedelta(days=92)


@bp.get("")
@requires(Action.VIEW_MEETINGS)
def index() -> str:
    today = clock().today()
    series = meetings.all_series(session(), actor=actor())
    found = meetings.sittings(
        session(), series=series, first=today - BACK, through=today + meetings.AHEAD, calendar=kept_rules().calendar
    )
    return render_template(
        "meetings/index.html",
        listed=[_listed(each, found[each.id], today) for each in series],
        may_hold=allowed(actor(), Action.HOLD_MEETING),
        words=words,
        state_of=state_of,
        today=today,
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """A series with its next meeting, those cancelled meanwhile, and the last ones, the newest first."""

    series: MeetingSeries
    rhythm: str
    coming: list[Sitting]
    past: list[Sitting]


def _listed(series: MeetingSeries, found: Iterable[Sitting], today: date) -> _Listed:
    every = list(found)
    ahead = [each for each in every if each.held_on >= today]
    planned = next((n for n, each in enumerate(ahead) if each.state != "cancelled"), len(ahead) - 1)
    put = [each for n, each in enumerate(ahead) if n <= planned or each.meeting is not None]
    past = [each for each in reversed(every) if each.held_on < today]
    return _Listed(series, words.rhythm(weekdays_of(series.weekdays), series.starts_at), put, past[:LAST])


def state_of(sitting: Sitting) -> str:
    return words.state(sitting.state, opinions=sitting.opinions, is_over=sitting.is_over(clock().now()))


def find_sitting(public_id: str, day: str) -> Sitting:
    """The meeting that an address names. Raises DomainError("not_found")."""
    series = meetings.find_series(session(), actor=actor(), public_id=public_id)
    try:
        held_on = date.fromisoformat(day)
    except ValueError:
        raise DomainError("not_found") from None
    calendar = kept_rules().calendar
    return meetings.find_sitting(session(), actor=actor(), series=series, held_on=held_on, calendar=calendar)


def address_of(sitting: Sitting, endpoint: str = "meeting_tables.show") -> str:
    return url_for(endpoint, public_id=sitting.series.public_id, day=sitting.held_on.isoformat())


@bp.route("/them", methods=["GET", "POST"])
@requires(Action.HOLD_MEETING)
def add() -> Answer:
    form = _series_form(None)

    def change() -> str:
        made = meetings.make_series(session(), actor=actor(), clock=clock(), details=form.details(_chair(form)))
        flash_ok(f"Đã lập {made.name}.")
        return url_for("meetings.index")

    return _save(form, "Lập chuỗi họp giao ban", change)


@bp.route("/<public_id>/sua", methods=["GET", "POST"])
@requires(Action.HOLD_MEETING)
def edit(public_id: str) -> Answer:
    series = meetings.find_series(session(), actor=actor(), public_id=public_id)
    form = _series_form(series)

    def change() -> str:
        details, version = form.details(_chair(form)), int(form.seen.data or 0)
        meetings.change_series(session(), actor=actor(), clock=clock(), series=series, version=version, details=details)
        flash_ok(f"Đã lưu {series.name}.")
        return url_for("meetings.index")

    return _save(form, "Sửa chuỗi họp giao ban", change, current=lambda: _series_form(series, sent=False))


def _series_form(series: MeetingSeries | None, *, sent: bool = True) -> SeriesForm:
    """With what was sent, or else with what is kept."""
    form = SeriesForm() if sent else SeriesForm(formdata=None)
    form.offer((user.public_id, user.name) for user in _chairs())
    if not (sent and form.is_submitted()):
        if series is not None:
            form.fill(series)
        else:
            form.valid_from.data = clock().today()
    return form


def _chairs() -> list[User]:
    return assignments.deciders(session(), actor=actor(), clock=clock(), roles=MOVING_ROLES)


def _chair(form: SeriesForm) -> int | None:
    return next((user.id for user in _chairs() if user.public_id == form.chair.data), None)


@bp.route("/<public_id>/them-cuoc-hop", methods=["GET", "POST"])
@requires(Action.HOLD_MEETING)
def extra(public_id: str) -> Answer:
    series, form = meetings.find_series(session(), actor=actor(), public_id=public_id), ExtraForm()

    def change() -> str:
        held_on, off = form.the_day(), bool(form.on_day_off.data)
        meetings.add_extra(session(), actor=actor(), clock=clock(), series=series, held_on=held_on, on_day_off=off)
        flash_ok(f"Đã thêm cuộc họp {day_with_weekday(held_on)}.")
        return url_for("meetings.index")

    return _save(form, "Thêm cuộc họp", change, subtitle=series.name)


@bp.route("/<public_id>/<day>/doi", methods=["GET", "POST"])
@requires(Action.HOLD_MEETING)
def alter(public_id: str, day: str) -> Answer:
    sitting, form = find_sitting(public_id, day), ChangeForm()
    if not form.is_submitted():
        form.version.data = str(sitting.meeting.version if sitting.meeting else 0)

    def change() -> str:
        flash_ok(_altered(sitting, form))
        return url_for("meetings.index")

    subtitle = f"{sitting.series.name}: {words.when(sitting.held_on, sitting.series.starts_at)}"
    return _save(form, "Đổi ngày hoặc không họp", change, subtitle=subtitle)


def _altered(sitting: Sitting, form: ChangeForm) -> str:
    usual = {"actor": actor(), "clock": clock(), "sitting": sitting, "version": form.seen_version}
    if form.what.data == CANCEL:
        meetings.cancel(session(), **usual, reason=form.reason.data or "")  # type: ignore[arg-type]
        return f"Đã ghi: không họp {day_with_weekday(sitting.held_on)}."
    assert form.day.data is not None
    meetings.move(session(), **usual, to=form.day.data, on_day_off=bool(form.on_day_off.data))  # type: ignore[arg-type]
    return f"Cuộc họp chuyển sang {day_with_weekday(form.day.data)}."


def _save(
    form: FlaskForm,
    title: str,
    act: Callable[[], str],
    *,
    subtitle: str = "",
    current: Callable[[], SeriesForm] | None = None,
) -> Answer:
    """Act on a valid form and lead on; else the form again with what is wrong, of a stale one with both versions."""
    status, versions = 200, None
    if form.is_submitted():
        status = 400
        if form.validate():
            try:
                address = act()
                session().commit()
                return redirect(address)
            except DomainError as error:
                forget()
                refuse(form, error)
                status = 409 if error.code == "stale" else 400
                if error.code == "stale" and current is not None and isinstance(form, SeriesForm):
                    now = current()
                    versions, form.seen.data = (form.shown(), now.shown()), now.seen.data
    return render_template("meetings/form.html", form=form, title=title, subtitle=subtitle, versions=versions), status
