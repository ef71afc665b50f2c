"""A superior's own list: uploaded or pasted, looked at row by row with a choice for each, and taken in as a whole.

Between the looking and the taking the list travels in the page, as an office's old list does, and it is taken only if
it would do what was shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.extraction import MAX_BYTES
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.superior_matching import Kind
from app.models import Office
from app.services import people
from app.services.superior_import import UpwardHead, UpwardPlan, plan_upward
from app.services.superior_import_acts import Imported, UpwardChoices, import_upward
from app.web.forms.superior import CheckedListForm, RowForm, UpwardListForm
from app.web.frame import actor, clock, flash_ok, links, requires, session
from app.web.list_import import BESIDES, list_text, take_list
from app.web.organisation_forms import forget
from app.wording import superior_import as words
from app.wording.errors import sentence

bp = Blueprint("superior_import", __name__, url_prefix="/cap-tren-giao/nhap-danh-sach")
Answer = str | Response | tuple[str, int]


@bp.url_value_preprocessor
def _let_long_lists_in(endpoint: str | None, values: dict[str, object] | None) -> None:
    """A list comes back as a field, escaped. This runs before the csrf check, which reads the form first."""
    request.max_form_memory_size = 2 * MAX_BYTES + BESIDES


@dataclass(frozen=True, slots=True)
class Checked:
    """A list as it was read, and what was typed about it."""

    text: str
    filename: str
    head: UpwardHead


@bp.route("", methods=["GET", "POST"])
@requires(Action.GIVE_TASKS)
def upload() -> Answer:
    form = UpwardListForm()
    if not form.is_submitted():
        form.issuer.data = session().get_one(Office, actor().office_id).parent_name
        return _upload_page(form)
    if not form.validate():
        return _upload_page(form), 400
    head = form.head()
    try:
        extracted, filename = take_list(form.file.data, form.text.data or "")
    except DomainError as problem:
        return _upload_page(form, sentence(problem)), 400
    return _shown(Checked(extracted.text, filename, head), {})


def _upload_page(form: UpwardListForm, problem: str = "") -> str:
    return render_template("superiors/upload.html", form=form, problem=problem)


@bp.post("/xem-lai")
@requires(Action.GIVE_TASKS)
def look_again() -> Answer:
    """With the questions that were answered meanwhile."""
    try:
        checked = _checked(CheckedListForm())
    except ValueError:
        return redirect(url_for("superior_import.upload"))
    return _shown(checked, _answers(), typed=True)


@bp.post("/nhap")
@requires(Action.GIVE_TASKS)
def carry_out() -> Answer:
    form = CheckedListForm()
    try:
        checked = _checked(form)
    except ValueError:
        return redirect(url_for("superior_import.upload"))
    plan = _plan(checked, _answers())
    rows = _row_forms(plan, typed=True)
    if plan.digest != form.digest.data:
        return _shown(checked, _answers(), typed=True, problem=words.CHANGED_SINCE, status=409)
    refused = [row for row in rows.values() if not row.validate()]
    if refused or not form.validate():
        return _page(checked, plan, rows, form), 400
    try:
        done = _import(plan, _choices(plan, rows, tell=bool(form.tell.data)))
        session().commit()
    except DomainError as problem:
        forget()
        return _shown(checked, _answers(), typed=True, problem=sentence(problem), status=400)
    flash_ok(words.imported(done.tasks, done.dues, done.texts, done.told, done.moved))
    return redirect(url_for("superiors.index"))


def _import(plan: UpwardPlan, choices: UpwardChoices) -> Imported:
    return import_upward(session(), actor=actor(), clock=clock(), links=links(), plan=plan, choices=choices)


def _checked(form: CheckedListForm) -> Checked:
    """Raises ValueError for anything that no page of ours has written."""
    return Checked(list_text(form.text.data or ""), form.filename.data or "", form.head())


def _answers() -> dict[int, str]:
    """What was said of rows that may be several, by their index."""
    found = {}
    for name, value in request.form.items():
        index = name.removeprefix("dong-").removesuffix("-which")
        if name == f"dong-{index}-which" and index.isascii() and index.isdigit() and len(index) < 7:
            found[int(index)] = value
    return found


def _plan(checked: Checked, answers: Mapping[int, str]) -> UpwardPlan:
    return plan_upward(session(), actor=actor(), clock=clock(), text=checked.text, head=checked.head, answers=answers)


def _row_forms(plan: UpwardPlan, *, typed: bool) -> dict[int, RowForm]:
    """A form for each row: with what was sent, where its fields stood on the page, or fresh."""
    units = [
        (unit.id, unit.name)
        for unit in people.units_in_force(session(), office_id=actor().office_id, today=clock().today())
    ]
    found = {}
    for planned in plan.rows:
        prefix = f"dong-{planned.row.index}-"
        was_shown = typed and request.form.get(f"{prefix}version") == _state(planned.kind, planned.left)
        form = RowForm(prefix=prefix) if was_shown else RowForm(None, prefix=prefix)
        form.offer(planned, units)
        if not was_shown:
            form.propose()
        form.which.data = request.form.get(f"{prefix}which", "") if typed else ""
        form.version.data = _state(planned.kind, planned.left)
        found[planned.row.index] = form
    return found


def _state(kind: Kind, left: bool) -> str:
    """What a row was when its fields were shown: a row that has become another has other fields."""
    return f"{kind}-{left}"


def _choices(plan: UpwardPlan, rows: Mapping[int, RowForm], *, tell: bool) -> UpwardChoices:
    new = {index: choice for index, row in rows.items() if (choice := row.new_choice())}
    return UpwardChoices(
        new=new,
        due=frozenset(index for index, row in rows.items() if row.due.data),
        text=frozenset(index for index, row in rows.items() if row.text.data),
        told=frozenset(index for index, row in rows.items() if row.told.data),
        moved={index: row.moved_to.data for index, row in rows.items() if row.is_moved() and row.moved_to.data},
        tell=tell,
    )


def _shown(
    checked: Checked, answers: Mapping[int, str], *, typed: bool = False, problem: str = "", status: int = 200
) -> Answer:
    plan = _plan(checked, answers)
    form = CheckedListForm(formdata=None)
    form.tell.data = bool(CheckedListForm().tell.data) if typed else True
    rows = _row_forms(plan, typed=typed)
    return _page(checked, plan, rows, form, problem), 400 if plan.problems else status


def _page(
    checked: Checked, plan: UpwardPlan, rows: Mapping[int, RowForm], form: CheckedListForm, problem: str = ""
) -> str:
    form.text.data, form.filename.data = json.dumps(checked.text, ensure_ascii=False), checked.filename
    form.source.data, form.issuer.data = checked.head.source.value, checked.head.issuer
    form.digest.data = plan.digest
    return render_template(
        "superiors/check.html",
        plan=plan,
        form=form,
        rows=rows,
        problem=problem,
        errors=[row for row in rows.values() if row.errors],
        words=words,
        sentence=sentence,
    )
