"""How every form of the organisation's pages is answered: saved and led on, or shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.adapters.database import reading_only
from app.domain.errors import DomainError
from app.web.forms.organisation import SeenForm
from app.web.frame import flash_error, flash_ok, session
from app.wording.errors import sentence

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What stands around a form: title and line below it, the button, where "Bỏ qua" leads, a note above the fields."""

    title: str
    back: str
    subtitle: str = ""
    button: str = "Lưu"
    note: str = ""


def save(
    form: FlaskForm,
    page: FormPage,
    act: Callable[[], str | Response],
    *,
    current: Callable[[], SeenForm] | None = None,
    about: str = "",
) -> Answer:
    """Act on a valid form, commit, and go to the address that ``act`` returns (or give its answer).

    A refusal is said beside the field that the error names, else beside ``about``, else above the form. ``current``
    makes the form anew as it would be filled now, for one that has become stale.
    """
    if not form.is_submitted():
        return show(form, page)
    if form.validate():
        try:
            answer = act()
            session().commit()
            return redirect(answer) if isinstance(answer, str) else answer
        except DomainError as error:
            forget()
            if error.code == "stale" and current is not None:
                return _stale(form, page, current())
            refuse(form, error, about)
    return show(form, page, status=400)


def forget() -> None:
    """Undo what was begun; the page that follows only reads, and waits for no lock."""
    session().rollback()
    reading_only.set(True)


def refuse(form: FlaskForm, error: DomainError, about: str = "") -> None:
    """Put the sentence of an error beside the field it is about."""
    name = str(error.params.get("field", "") or about)
    if name in form:
        form[name].errors = [*form[name].errors, sentence(error)]
    else:
        form.form_errors.append(sentence(error))


def _stale(form: FlaskForm, page: FormPage, now: SeenForm) -> Answer:
    assert isinstance(form, SeenForm)
    versions = (form.shown(), now.shown())
    form.seen.data = now.seen.data
    return show(form, page, status=409, versions=versions)


def show(form: FlaskForm, page: FormPage, *, status: int = 200, **more: Any) -> Answer:
    names = getattr(form, "field_order", None)
    fields = [form[name] for name in names] if names else list(form)
    return render_template("organisation/form.html", form=form, fields=fields, page=page, **more), status


def act(change: Callable[[], object], done: str, back: str) -> Response:
    """A button without fields: do it and say so, or say why not; either way back to the page."""
    try:
        change()
        session().commit()
        flash_ok(done)
    except DomainError as error:
        session().rollback()
        flash_error(sentence(error))
    return redirect(back)
