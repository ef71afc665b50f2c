"""Units and people from a file: a template, a dry run that says what each row would do, and the import itself.

Between the dry run and the import the rows travel in the page, so that nothing is kept on the server meanwhile and an
ended session loses nothing. What was shown is what is done: the import is made only if its plan is the same still.
"""

from __future__ import annotations

import io
import json
from contextlib import closing
from typing import Any

from flask import Blueprint, render_template, request, send_file, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.adapters.excel import MIMETYPE
from app.adapters.table_files import MAX_BYTES, MAX_ROWS, Table, read_table
from app.domain.contact import tidy
from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.services.organisation_import_people import NewPassword, PeoplePlan, import_people, plan_people
from app.services.organisation_import_units import UnitPlan, import_units, plan_units
from app.services.organisation_tables import Outcome, TableKind, records_of
from app.services.organisation_templates import passwords_csv, template_csv, template_xlsx
from app.web.forms.organisation_tables import FileForm, PasswordsForm, RowsForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, forget
from app.wording.errors import sentence
from app.wording.tables import FILENAMES, HEADS, HOW, PASSWORD_HEADS, TITLES

bp = Blueprint("tables", __name__, url_prefix="/nhap-tep")
KINDS = {"don-vi": TableKind.UNITS, "nguoi-dung": TableKind.PEOPLE}
BESIDES = 1024 * 1024  # what a request carries beside the rows


@bp.url_value_preprocessor
def _let_many_rows_in(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The rows of a file come back as a field. This runs before the csrf check, which reads the form first."""
    if endpoint in ("organisation.tables.carry_out", "organisation.tables.passwords"):
        request.max_form_memory_size = 2 * MAX_BYTES + BESIDES


@bp.get("")
@requires(Action.EDIT_ORGANISATION)
def index() -> str:
    return render_template("organisation/import.html", kinds=KINDS, titles=TITLES)


@bp.route("/<kind>", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def upload(kind: str) -> Answer:
    which, form = _kind(kind), FileForm()
    if not form.is_submitted():
        return _upload_page(kind, form)
    forget()  # the lock is not held while a file is read
    try:
        table = _read(form)
    except DomainError as error:
        form.file.errors = (sentence(error),)
        return _upload_page(kind, form), 400
    return _dry_run(kind, which, table)


def _kind(kind: str) -> TableKind:
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind]


def _upload_page(kind: str, form: FileForm) -> str:
    which = KINDS[kind]
    how = [(HEADS[which][key], text) for key, text in HOW[which].items()]
    return render_template("organisation/import_upload.html", kind=kind, form=form, title=TITLES[which], how=how)


def _read(form: FileForm) -> Table:
    file = form.file.data
    if not isinstance(file, FileStorage) or not file.filename:
        raise DomainError("table.nothing")
    with closing(file):
        content = file.stream.read(MAX_BYTES + 1)  # one byte more than is taken tells that there is more
    return read_table(content, file.filename)


def _plan(which: TableKind, table: Table) -> UnitPlan | PeoplePlan:
    records, notes = records_of(table, which)
    plan = plan_units if which is TableKind.UNITS else plan_people
    return plan(session(), actor=actor(), clock=clock(), records=records, notes=notes)


def _dry_run(kind: str, which: TableKind, table: Table, *, changed: bool = False) -> Answer:
    plan = _plan(which, table)
    form = RowsForm(formdata=None)
    form.rows.data, form.digest.data = json.dumps(table.rows, ensure_ascii=False), plan.digest
    page = render_template(
        "organisation/import_check.html",
        kind=kind,
        title=TITLES[which],
        plan=plan,
        form=form,
        outcomes=Outcome,
        sentence=sentence,
        changed=changed,
    )
    return page, 409 if changed else 400 if plan.problems else 200


@bp.post("/<kind>/nhap")
@requires(Action.EDIT_ORGANISATION)
def carry_out(kind: str) -> Answer:
    which, form = _kind(kind), RowsForm()
    try:
        table = _table(form.rows.data or "")
    except ValueError:
        again = FileForm(formdata=None)
        again.file.errors = (sentence(DomainError("table.lost")),)
        return _upload_page(kind, again), 400
    plan = _plan(which, table)
    if plan.problems or plan.digest != form.digest.data or not form.validate():
        forget()
        return _dry_run(kind, which, table, changed=plan.digest != form.digest.data)
    made: list[NewPassword] = []
    if isinstance(plan, UnitPlan):
        import_units(session(), actor=actor(), clock=clock(), plan=plan)
    else:
        made = import_people(session(), actor=actor(), clock=clock(), plan=plan)
    session().commit()
    return _done(which, plan, made)


def _table(text: str) -> Table:
    """The rows as the page had them. Raises ValueError for anything that no page of ours has written."""
    rows = json.loads(text)
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise ValueError("no rows")
    return Table(tuple(_row(row) for row in rows))


def _row(row: object) -> tuple[int, tuple[str, ...]]:
    match row:
        case [int(number), [_, *_] as cells] if all(isinstance(cell, str) for cell in cells):
            # As they were; JSON can write what no form may hold.
            return number, tuple(tidy(str(cell)) for cell in cells)
    raise ValueError("no row")


def _done(which: TableKind, plan: UnitPlan | PeoplePlan, made: list[NewPassword]) -> Answer:
    flash_ok(f"Đã nhập {plan.effective} dòng.")
    form = PasswordsForm(formdata=None)
    form.made.data = json.dumps([(each.login, each.name, each.password) for each in made], ensure_ascii=False)
    return render_template(
        "organisation/import_done.html",
        plan=plan,
        made=made,
        form=form,
        heads=PASSWORD_HEADS,
        outcomes=Outcome,
        back=url_for("organisation.units.index" if which is TableKind.UNITS else "organisation.people.index"),
    )


@bp.post("/mat-khau.csv")
@requires(Action.EDIT_ORGANISATION)
def passwords() -> Response:
    """The table of passwords as a file. It comes from the page that showed it: they are kept nowhere else."""
    try:
        made = [NewPassword(*(str(cell) for cell in row)) for row in json.loads(PasswordsForm().made.data or "")]
    except (ValueError, TypeError):
        raise DomainError("table.lost") from None
    return send_file(
        io.BytesIO(passwords_csv(made)), mimetype="text/csv", as_attachment=True, download_name="mat-khau-tam.csv"
    )


@bp.get("/<kind>/mau.<form>")
@requires(Action.EDIT_ORGANISATION)
def template(kind: str, form: str) -> Response:
    which = _kind(kind)
    writers = {"xlsx": (template_xlsx, MIMETYPE), "csv": (template_csv, "text/csv")}
    if form not in writers:
        raise NotFound
    write, mimetype = writers[form]
    name = f"{FILENAMES[which]}.{form}"
    return send_file(io.BytesIO(write(which)), mimetype=mimetype, as_attachment=True, download_name=name)
