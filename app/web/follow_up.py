"""What came of one notice, point by point: page, document and workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app.adapters.excel import Column, Sheet
from app.adapters.word import render, render_list
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import Office
from app.services import directives
from app.services.follow_up import FollowUp, PartThen, follow_up
from app.services.follow_up_document import (
    detail_of,
    follow_up_list,
    follow_up_report,
    foot_of,
    lines_of,
    name_of,
    notes_of,
    told,
    unassigned,
)
from app.web.forms.as_of import AsOf
from app.web.frame import actor, clock, requires, session
from app.web.lists import kept_rules, url_with
from app.web.sheets import send_sheets, send_word
from app.wording import follow_up as words
from app.wording import lists as list_words
from app.wording.errors import sentence

bp = Blueprint("follow_up", __name__, url_prefix="/van-ban/<public_id>")
WIDTHS = (6, 10, 60, 34, 18, 26, 50)


@bp.get("/tinh-hinh")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def show(public_id: str) -> str:
    form, found = _asked(public_id)
    return render_template(
        "follow_up/show.html",
        form=form,
        found=found,
        name=name_of(found),
        notes=notes_of(found),
        foot=foot_of(found),
        told=told,
        unassigned=unassigned,
        detail=_detail(found),
        follow_words=words,
        file_url=_file_url(".xlsx"),
        word_url=_file_url(".docx"),
        report_url=_file_url("/bao-cao.docx"),
    )


@bp.get("/tinh-hinh.docx")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def document(public_id: str) -> Response:
    _, found = _asked(public_id)
    office = session().get_one(Office, actor().office_id)
    made = follow_up_list(found, kept_rules(), office_name=office.name, made_at=clock().now())
    return send_word(render_list(made), named=_file_name(found))


@bp.get("/tinh-hinh/bao-cao.docx")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def report(public_id: str) -> Response:
    _, found = _asked(public_id)
    office = session().get_one(Office, actor().office_id)
    made = follow_up_report(found, kept_rules(), office=office, made_at=clock().now())
    return send_word(render(made), named=("bao cao", *_file_name(found)))


@bp.get("/tinh-hinh.xlsx")
@requires(Action.VIEW_ALL_ASSIGNMENTS)
def sheet(public_id: str) -> Response:
    _, found = _asked(public_id)
    lines = [words.title(name_of(found)), *notes_of(found), *foot_of(found), list_words.made_at(clock().now())]
    columns = [Column(head, width) for head, width in zip(words.HEADS, WIDTHS, strict=True)]
    rows = lines_of(found, kept_rules())
    return send_sheets([Sheet(words.TAB, lines, columns, rows)], named=_file_name(found))


def _asked(public_id: str) -> tuple[AsOf, FollowUp]:
    """The form and the table of the day it asks for; of today, with the reason, where there is none of that day."""
    form = AsOf(request.args)
    form.validate()
    directive = directives.find_directive(session(), actor=actor(), public_id=public_id)
    table = partial(follow_up, session(), actor=actor(), directive=directive, rules=kept_rules(), today=clock().today())
    try:
        return form, table(on=form.on.data)
    except DomainError as problem:
        if problem.code != "follow_up.day":
            raise
        form.on.errors = (sentence(problem),)
        return form, table()


def _detail(found: FollowUp) -> Callable[[PartThen], str]:
    in_force = kept_rules()
    return lambda part: detail_of(part, found, in_force)


def _file_url(suffix: str) -> str:
    page, _, query = url_with().partition("?")
    return f"{page}{suffix}?{query}" if query else f"{page}{suffix}"


def _file_name(found: FollowUp) -> tuple[str, ...]:
    return ("tinh hinh", found.directive.number or "cho so", found.on.isoformat())
