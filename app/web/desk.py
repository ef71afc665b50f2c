"""The first page: the office's desk, or the page where everybody else begins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.excel import Column
from app.domain.calendar import VIETNAM, local_day
from app.domain.permissions import Action, allowed
from app.domain.updating import Updates
from app.services import overview
from app.services.drafts import DraftLine
from app.services.ending_units import EndingUnit, ending_units
from app.services.field_figures import rank_fields, unit_shares
from app.services.in_field import FieldIds
from app.services.rules import Rules
from app.web.chart_shapes import columns
from app.web.frame import actor, clock, kept, requires, session
from app.web.lines import lines, source
from app.web.list_filters import AUTHORITY, MY_FIELDS, NO_FIELD
from app.web.lists import hidden, kept_fields, kept_rules, my_fields, row_words
from app.web.sheets import send_rows
from app.wording import course as words
from app.wording import in_field as in_field_words
from app.wording.formats import age, percent, short_day
from app.wording.health import MORNING_MISSING
from app.wording.mail import directive_words
from app.wording.records import ending_words

bp = Blueprint("desk", __name__)
UNIT_COLUMNS = (
    Column("Đơn vị", 40),
    Column("Nhóm", 28),
    Column("Quá hạn", 12, "number"),
    Column("Chưa hoàn thành, có thời hạn", 16, "number"),
    Column("Có cập nhật (u)", 12, "number"),
    Column("Thuộc diện tính cập nhật (m)", 14, "number"),
    Column("Tỷ lệ cập nhật u ÷ m", 12),
)
# Where a person without a desk begins: the first right that is held.
BEGINNINGS = (
    (Action.VIEW_OWN_ASSIGNMENTS, "assignments.unit_page"),
    (Action.KEEP_PAPERS, "clerk_desk.home"),
    (Action.VIEW_ALL_ASSIGNMENTS, "directives.index"),
    (Action.VIEW_SYSTEM, "system.status"),
)


@bp.get("/")
@requires(Action.VIEW_DESK, *(action for action, _ in BEGINNINGS))
def home() -> str | Response:
    if not allowed(actor(), Action.VIEW_DESK):
        return redirect(url_for(next(endpoint for action, endpoint in BEGINNINGS if allowed(actor(), action))))
    in_force, field_ids = kept_rules(), _asked_fields()
    figures = _kept_figures(in_force, field_ids)
    seen = overview.overview(session(), actor=actor(), rules=in_force, clock=clock(), known_figures=figures)
    ranking = seen.figures.ranking
    return render_template(
        "desk/home.html",
        seen=seen,
        inside=[rank for rank in ranking if rank.under_authority],
        outside=[rank for rank in ranking if not rank.under_authority],
        weeks=columns([(_week(week), week.due) for week in seen.figures.weeks]),
        **_fields(field_ids),
        ending=_ending(),
        ending_words=ending_words,
        practice=in_force.practice,
        rate=_rate,
        pressing=list(lines(seen.figures.pressing, in_force)),
        source=source,
        **row_words(in_force),
        name_of=_name_of,
        how_updates=words.how_updates_are_counted(in_force.practice.update_days),
        words=words,
        now=clock().now(),
        age=age,
        morning_missing=MORNING_MISSING,  # the others have the banner
        hour=lambda instant: f"{instant.astimezone(VIETNAM):%H:%M}",
        short=lambda instant: short_day(local_day(instant)),
        may_open_drafts=allowed(actor(), Action.EDIT_DRAFT),
        may_keep_papers=allowed(actor(), Action.KEEP_PAPERS),
        may_open_mail=allowed(actor(), Action.VIEW_OUTBOX),
    )


def _asked_fields() -> FieldIds:
    """The fields that the visitor leads or follows, if the address asks for them and there are any."""
    if request.args.get("linh-vuc") != MY_FIELDS:
        return None
    return tuple(each.id for each in my_fields()) or None


def _only_mine(field_ids: FieldIds) -> list[str]:
    """The filter as words; none of it where all is shown."""
    if field_ids is None:
        return []
    names = "; ".join(each.name for each in my_fields())
    return [f"{in_field_words.own(kept_fields().kinds_of(actor().user_id))}: {names}"]


def _kept_figures(in_force: Rules, field_ids: FieldIds) -> overview.Figures:
    today = clock().today()
    return kept(
        ("desk", actor().office_id, today, hidden(), field_ids),
        lambda: overview.figures(session(), actor=actor(), rules=in_force, today=today, field_ids=field_ids),
    )


def _ending() -> list[EndingUnit]:
    """For whoever reorganises: units that end while something is open with them."""
    if not allowed(actor(), Action.REORGANISE):
        return []
    office_id, today = actor().office_id, clock().today()
    return kept(("ending", office_id, today), lambda: ending_units(session(), actor=actor(), today=today))


def _fields(field_ids: FieldIds) -> dict[str, object]:
    """The switch to one's own fields, where somebody leads or follows any, and n/N by field."""
    office_id, today, known = actor().office_id, clock().today(), kept_fields()
    shares = kept(
        ("field shares", office_id, today),
        lambda: unit_shares(session(), office_id=office_id, today=today, known=known) if known.of_unit else [],
    )
    narrow: dict[str, Any] = {"linh-vuc": MY_FIELDS}
    return {
        "own_fields": in_field_words.own(known.kinds_of(actor().user_id)) if my_fields() else "",
        "only_mine": _only_mine(field_ids),
        "mine_url": url_for("desk.home", **narrow),
        "narrowed_by": narrow if field_ids else {},
        "by_field": rank_fields([each for each in shares if not field_ids or each.field_id in field_ids], known),
        "field_words": in_field_words,
        "no_field": NO_FIELD,
    }


def _rate(updates: Updates) -> str:
    """As in: 07/09 (77,8 %); nothing where nothing is counted."""
    rate = updates.rate()
    return words.updated(rate.numerator, rate.denominator, percent(rate.percent())) if rate else ""


def _week(week: overview.Week) -> str:
    """As in: 03/11–09/11."""
    return f"{short_day(week.first)}–{short_day(week.last)}"


@bp.get("/ban-lam-viec/don-vi.xlsx")
@requires(Action.VIEW_DESK)
def units_file() -> Response:
    """Overdue by unit, as the desk ranks them; those asked, not ordered, below."""
    in_force, field_ids = kept_rules(), _asked_fields()
    ranking = sorted(_kept_figures(in_force, field_ids).ranking, key=lambda rank: not rank.under_authority)
    how = [*_only_mine(field_ids), words.HOW_COUNTED, words.how_updates_are_counted(in_force.practice.update_days)]
    rows = map(_unit_cells, ranking)
    return send_rows("Quá hạn theo đơn vị", filters=how, columns=UNIT_COLUMNS, rows=rows, total=len(ranking))


def _unit_cells(rank: overview.UnitRank) -> tuple[object, ...]:
    """In the order of ``UNIT_COLUMNS``."""
    rate = rank.updates.rate()
    share = percent(rate.percent()) if rate else ""
    group = dict(AUTHORITY.values())[rank.under_authority]
    return (rank.name, group, rank.overdue, rank.dated, rank.updates.updated, rank.updates.counted, share)


def _name_of(draft: DraftLine) -> str:
    """The notice by its number; by its file while nothing else is known of it."""
    document = draft.content.document
    if not document.number and draft.filename:
        return draft.filename
    return directive_words(document.kind, document.number or None, document.issued_on)
