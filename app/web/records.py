"""The turn of the year and moves: what is carried over, what a unit hands over, which units end with open work."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app.adapters.excel import Column, Sheet
from app.adapters.word import render_list
from app.domain.permissions import Action, allowed
from app.models import Office
from app.services import people, record_documents
from app.services.carry_over import CarryOver, YearEnd, carry_over
from app.services.ending_units import ending_units
from app.services.unit_handover import UnitHandover, unit_handover
from app.web.frame import actor, actor_or_none, clock, requires, session
from app.web.lists import kept_rules, url_with
from app.web.sheets import send_sheets, send_word
from app.wording import counted as counted_words
from app.wording import lists as list_words
from app.wording import records as words

bp = Blueprint("records", __name__, url_prefix="/so-sach")
YEARS = range(2000, 2100)
CARRIED_WIDTHS = (6, 60, 36, 30, 12, 12, 26, 50)
HANDOVER_WIDTHS = (6, 60, 30, 36, 14, 26, 40)


@bp.app_template_global()
def may_print_handover() -> bool:
    somebody = actor_or_none()
    return somebody is not None and allowed(somebody, Action.VIEW_REPORTS)


@bp.get("")
@requires(Action.VIEW_REPORTS)
def index() -> str:
    """Where it is all found."""
    today = clock().today()
    units = people.units_in_force(session(), office_id=actor().office_id, today=today)
    may_reorganise = allowed(actor(), Action.REORGANISE)
    return render_template("records/index.html", units=units, year=_usual_year(), may_reorganise=may_reorganise)


@bp.get("/chuyen-nam")
@requires(Action.VIEW_REPORTS)
def carried() -> str:
    found = _carried()
    return render_template(
        "records/carried.html",
        found=found,
        notes=record_documents.carried_notes(found),
        heading=record_documents.unit_heading,
        words=words,
        ends=words.ENDS,
        counted_words=counted_words,
        line=record_documents.carried_line,
        file_url=_beside(".xlsx"),
        word_url=_beside(".docx"),
    )


@bp.get("/chuyen-nam.docx")
@requires(Action.VIEW_REPORTS)
def carried_document() -> Response:
    found = _carried()
    made = record_documents.carried_list(found, made_at=clock().now())
    return send_word(render_list(made), named=("chuyen nam", str(found.year), found.end))


@bp.get("/chuyen-nam.xlsx")
@requires(Action.VIEW_REPORTS)
def carried_sheet() -> Response:
    found = _carried()
    lines = [words.carried_title(found.year), *record_documents.carried_notes(found)]
    heads = [words.UNIT_HEAD, *words.CARRIED_HEADS]
    columns = [Column(head, width) for head, width in zip(heads, (26, *CARRIED_WIDTHS), strict=True)]
    sheet = Sheet(
        words.carried_title(found.year), [*lines, list_words.made_at(clock().now())], columns, _carried_cells(found)
    )
    return send_sheets([sheet], named=("chuyen nam", str(found.year), found.end))


def _carried_cells(found: CarryOver) -> Iterator[tuple[str, ...]]:
    place = 0
    for unit in found.units:
        for row in unit.rows:
            place += 1
            yield (unit.name, *record_documents.carried_line(place, row))


def _carried() -> CarryOver:
    asked, typed = request.args.get("moc", ""), request.args.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and int(typed) in YEARS else _usual_year()
    end = YearEnd(asked) if asked in set(YearEnd) else YearEnd.CALENDAR
    return carry_over(session(), actor=actor(), year=year, end=end, today=clock().today())


def _usual_year() -> int:
    """In the first half of a year its list is still worked with; then that of the year that runs."""
    today = clock().today()
    return today.year - 1 if today.month <= 6 else today.year


@bp.get("/ban-giao/<public_id>")
@requires(Action.VIEW_REPORTS)
def handover(public_id: str) -> str:
    found, in_force = _handover(public_id), kept_rules()
    return render_template(
        "records/handover.html",
        found=found,
        notes=record_documents.handover_notes(found),
        words=words,
        handed=record_documents.handed,
        detail=lambda part: record_documents.handover_detail(part, found, in_force),
        line=lambda place, part: record_documents.handover_line(place, part, found, in_force),
        word_url=_beside(".docx"),
        file_url=_beside(".xlsx"),
    )


@bp.get("/ban-giao/<public_id>.docx")
@requires(Action.VIEW_REPORTS)
def handover_document(public_id: str) -> Response:
    found, office = _handover(public_id), session().get_one(Office, actor().office_id)
    made = record_documents.handover_list(found, kept_rules(), office_name=office.name, made_at=clock().now())
    return send_word(render_list(made), named=("ban giao", found.unit.short_name or found.unit.name))


@bp.get("/ban-giao/<public_id>.xlsx")
@requires(Action.VIEW_REPORTS)
def handover_sheet(public_id: str) -> Response:
    found, in_force = _handover(public_id), kept_rules()
    lines = [words.handover_title(found.unit.name), *record_documents.handover_notes(found)]
    columns = [Column(head, width) for head, width in zip(words.HANDOVER_HEADS, HANDOVER_WIDTHS, strict=True)]
    sheets = [
        Sheet(
            heading,
            [*lines, list_words.made_at(clock().now())],
            columns,
            [record_documents.handover_line(place, part, found, in_force) for place, part in enumerate(parts, 1)],
        )
        for heading, parts in ((words.LEADS, found.leads), (words.COORDINATING, found.coordinating))
    ]
    return send_sheets(sheets, named=("ban giao", found.unit.short_name or found.unit.name))


def _handover(public_id: str) -> UnitHandover:
    return unit_handover(session(), actor=actor(), unit_public_id=public_id, rules=kept_rules(), today=clock().today())


@bp.get("/don-vi-ket-thuc")
@requires(Action.REORGANISE)
def ending() -> str:
    units = ending_units(session(), actor=actor(), today=clock().today())
    return render_template("records/ending.html", units=units, words=words, today=clock().today())


def _beside(suffix: str) -> str:
    page, _, query = url_with().partition("?")
    return f"{page}{suffix}?{query}" if query else f"{page}{suffix}"
