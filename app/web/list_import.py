"""An office's old list of tasks: a template, a dry run that says what each row would become, and the import.

Between the dry run and the import the list travels in the page, as that of units and people does: nothing is kept on
the server meanwhile, and the import is made only if its plan is the same still.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.adapters.excel import MIMETYPE
from app.adapters.extraction import MAX_BYTES, Extracted
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import Office
from app.services.list_import import ListHead, import_list, plan_list, read_list_file, read_list_text
from app.services.list_import_template import list_template
from app.web.forms.list_import import CheckedForm, ListForm
from app.web.frame import actor, clock, files, flash_ok, links, requires, session
from app.wording.drafts import NOTICE
from app.wording.errors import sentence
from app.wording.list_import import FILENAME, SUBJECT

bp = Blueprint("list_import", __name__, url_prefix="/van-ban/nhap-danh-sach")
Answer = str | Response | tuple[str, int]
BESIDES = 64 * 1024  # what a form carries beside the list
MOST_SHOWN = 500


@bp.url_value_preprocessor
def _let_long_lists_in(endpoint: str | None, values: dict[str, object] | None) -> None:
    """A list comes back as a field, escaped. This runs before the csrf check, which reads the form first."""
    request.max_form_memory_size = 2 * MAX_BYTES + BESIDES


@dataclass(frozen=True, slots=True)
class Checked:
    """A list as it was read, and what was typed about it."""

    text: str
    filename: str
    head: ListHead
    tell: bool


@bp.route("", methods=["GET", "POST"])
@requires(Action.GIVE_TASKS)
def upload() -> Answer:
    form = ListForm()
    if not form.is_submitted():
        form.kind.data, form.subject.data = NOTICE, SUBJECT
        form.issuer.data = session().get_one(Office, actor().office_id).name
        return _upload_page(form)
    if not form.validate():
        return _upload_page(form), 400
    head = form.head()
    try:
        extracted, filename = take_list(form.file.data, form.text.data or "")
    except DomainError as problem:
        return _upload_page(form, sentence(problem)), 400
    return _dry_run(Checked(extracted.text, filename, head, bool(form.tell.data)))


def take_list(
    file: object,
    text: str,
    *,
    read_file: Callable[..., Extracted] = read_list_file,
    read_text: Callable[..., Extracted] = read_list_text,
) -> tuple[Extracted, str]:
    """The text of a list that was uploaded or pasted, and the file's name. Who is asking has been read by then: the
    transaction ends, so that no lock is held while a file is read. That a marked document came stays in the log."""
    session().rollback()
    try:
        return _taken(file, text, read_file, read_text)
    except DomainError as problem:
        if problem.code == "file.secret":
            session().commit()
        else:
            session().rollback()
        raise


def _taken(
    file: object, text: str, read_file: Callable[..., Extracted], read_text: Callable[..., Extracted]
) -> tuple[Extracted, str]:
    upload = file if isinstance(file, FileStorage) and file.filename else None
    if upload and text.strip():
        raise DomainError("upload.both")
    if upload:
        name, content = str(upload.filename), upload.stream.read()
        extracted = read_file(session(), actor=actor(), clock=clock(), files=files(), content=content, filename=name)
        return extracted, name
    if not text.strip():
        raise DomainError("upload.nothing")
    return read_text(session(), actor=actor(), clock=clock(), text=text), ""


def _upload_page(form: ListForm, problem: str = "") -> str:
    return render_template("list_import/upload.html", form=form, problem=problem)


def _dry_run(checked: Checked, *, changed: bool = False) -> Answer:
    plan = plan_list(session(), actor=actor(), clock=clock(), text=checked.text, head=checked.head)
    form = CheckedForm(formdata=None)
    form.fill(checked.head)
    form.text.data, form.filename.data = json.dumps(checked.text, ensure_ascii=False), checked.filename
    form.tell.data, form.digest.data = "1" if checked.tell else "", plan.digest
    page = render_template(
        "list_import/check.html",
        plan=plan,
        form=form,
        tell=checked.tell,
        changed=changed,
        sentence=sentence,
        most=MOST_SHOWN,
    )
    return page, 409 if changed else 400 if plan.problems else 200


@bp.post("/nhap")
@requires(Action.GIVE_TASKS)
def carry_out() -> Answer:
    form = CheckedForm()
    try:
        checked = _checked(form)
    except ValueError:
        return redirect(url_for("list_import.upload"))
    plan = plan_list(session(), actor=actor(), clock=clock(), text=checked.text, head=checked.head)
    if plan.problems or plan.digest != form.digest.data or not form.validate():
        return _dry_run(checked, changed=plan.digest != form.digest.data)
    given = import_list(
        session(),
        actor=actor(),
        clock=clock(),
        links=links(),
        files=files(),
        plan=plan,
        text=checked.text,
        filename=checked.filename,
        tell=checked.tell,
    )
    session().commit()
    flash_ok(f"Đã nhập {len(plan.tasks)} nhiệm vụ của {len(given)} văn bản.")
    return redirect(url_for("directives.index"))


@bp.post("/sua")
@requires(Action.GIVE_TASKS)
def correct() -> Answer:
    """Back to the form with all that was typed; a file has to be chosen again."""
    try:
        checked = _checked(CheckedForm())
    except ValueError:
        return redirect(url_for("list_import.upload"))
    form = ListForm(formdata=None, data=asdict(checked.head) | {"tell": checked.tell})
    form.text.data = "" if checked.filename else checked.text
    return _upload_page(form)


def _checked(form: CheckedForm) -> Checked:
    """Raises ValueError for anything that no page of ours has written."""
    return Checked(list_text(form.text.data or ""), form.filename.data or "", form.head(), bool(form.tell.data))


def list_text(sent: str) -> str:
    """The list as the page had it. Raises ValueError for anything that no page of ours has written."""
    text = json.loads(sent)
    if not isinstance(text, str) or "\0" in text or not text.strip():
        raise ValueError("no list")
    return text


@bp.get("/mau.xlsx")
@requires(Action.GIVE_TASKS)
def template() -> Response:
    name = f"{FILENAME}.xlsx"
    return send_file(io.BytesIO(list_template()), mimetype=MIMETYPE, as_attachment=True, download_name=name)
