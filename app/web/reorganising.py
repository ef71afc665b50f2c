"""The wizard by which units merge, split, are renamed or dissolved: which, how, what would move; and the record."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.domain.reorganising import Fate, check_units
from app.domain.terms import ReorganisationKind
from app.services import reorganising_record as records
from app.services.organisation_units import all_units, not_ended
from app.services.reorganising import Preview, Since, offered_units, preview, since
from app.services.reorganising_acts import reorganise
from app.services.reorganising_wish import Choices, Wish
from app.web.forms.reorganising import NOWHERE, WhichForm, WishForm, choices_in
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, forget, refuse
from app.wording import reorganising as words

bp = Blueprint("reorganising", __name__, url_prefix="/sap-xep")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The first two steps as they were sent: what, which units, and the form of the rest."""

    kind: ReorganisationKind
    unit_ids: tuple[int, ...]
    form: WishForm

    def wish(self) -> Wish:
        return self.form.wish(self.kind, self.unit_ids)


@bp.get("")
@requires(Action.REORGANISE)
def index() -> str:
    return render_template("organisation/reorganisations.html", rows=records.list_records(session(), actor=actor()))


@bp.get("/moi")
@requires(Action.REORGANISE)
def choose() -> Answer:
    return _choose_page(_which_form(request.args))


def _which_form(sent: MultiDict[str, str]) -> WhichForm:
    form = WhichForm(formdata=sent or None)
    form.offer(offered_units(session(), actor=actor(), today=clock().today()))
    return form


def _choose_page(form: WhichForm, status: int = 200) -> Answer:
    return render_template("organisation/reorganise_choose.html", form=form), status


@bp.get("/moi/noi-dung")
@requires(Action.REORGANISE)
def describe() -> Answer:
    if not request.args:
        return _choose_page(_which_form(request.args))
    asked = _asked(request.args, fresh="effective_on" not in request.args)
    return _describe_page(asked) if isinstance(asked, _Asked) else _choose_page(asked, 400)


def _asked(sent: MultiDict[str, str], *, fresh: bool = False) -> _Asked | WhichForm:
    """What was asked for, or the form of the first step with what is wrong with it."""
    which = _which_form(sent)
    if not which.validate():
        return which
    kind, unit_ids = ReorganisationKind(which.kind.data), tuple(dict.fromkeys(which.unit_ids.data or []))
    try:
        check_units(kind, unit_ids)
    except DomainError as error:
        refuse(which, error)
        return which
    form = WishForm(formdata=None if fresh else sent)
    form.keep_fields_of(kind)
    form.offer(
        unit for unit in not_ended(all_units(session(), actor=actor()), clock().today()) if unit.id not in unit_ids
    )
    return _Asked(kind, unit_ids, form)


def _describe_page(asked: _Asked, status: int = 200) -> Answer:
    names = {unit.id: unit.name for unit in all_units(session(), actor=actor())}
    page = render_template(
        "organisation/reorganise_describe.html",
        asked=asked,
        form=asked.form,
        names=[names[unit_id] for unit_id in asked.unit_ids],
    )
    return page, status


@bp.get("/moi/xem-truoc")
@requires(Action.REORGANISE)
def look() -> Answer:
    return _look(request.args) if request.args else _choose_page(_which_form(request.args))


def _look(sent: MultiDict[str, str]) -> Answer:
    """The preview; what is wrong is said on the page it was typed on."""
    asked = _asked(sent)
    if not isinstance(asked, _Asked):
        return _choose_page(asked, 400)
    if not asked.form.validate():
        return _describe_page(asked, 400)
    try:
        return _preview_page(asked, choices_in(sent))
    except DomainError as error:
        refuse(asked.form, error)
        return _describe_page(asked, 400)


def _preview_page(asked: _Asked, choices: Choices, *, seen: str = "", status: int = 200) -> Answer:
    made = preview(session(), actor=actor(), clock=clock(), wish=asked.wish(), choices=choices)
    carried = asked.form.carried(asked.kind, asked.unit_ids)
    page = render_template(
        "organisation/reorganise_preview.html",
        asked=asked,
        made=made,
        choices=choices,
        carried=carried,
        back=f"{url_for('organisation.reorganising.describe')}?{urlencode(carried)}",
        results=[(result_id, made.names[result_id]) for result_id in made.order.result_ids],
        changed=_changed(seen, made),
        words=words,
        fates=Fate,
        nowhere=NOWHERE,
    )
    return page, status


def _changed(seen: str, made: Preview) -> Since | None:
    return since(seen, made) if seen else None


@bp.post("/thuc-hien")
@requires(Action.REORGANISE)
def carry_out() -> Answer:
    sent = request.form
    asked = _asked(sent)
    if "again" in sent or not isinstance(asked, _Asked) or not asked.form.validate():
        return _look(sent)
    choices, seen = choices_in(sent), sent.get("seen", "")
    try:
        done = reorganise(session(), actor=actor(), clock=clock(), wish=asked.wish(), choices=choices, seen=seen)
        session().commit()
    except DomainError as error:
        forget()
        return _refused(asked, choices, seen, error)
    flash_ok(f"Đã thực hiện sắp xếp đơn vị từ ngày {done.effective_on:%d/%m/%Y}.")
    return redirect(url_for("organisation.reorganising.show", public_id=done.public_id))


def _refused(asked: _Asked, choices: Choices, seen: str, error: DomainError) -> Answer:
    """Shown anew with what has changed; anything else is said on the page it was typed on."""
    try:
        if error.code == "stale":
            return _preview_page(asked, choices, seen=seen, status=409)
    except DomainError as another:
        error = another
    refuse(asked.form, error)
    return _describe_page(asked, 400)


@bp.get("/<public_id>")
@requires(Action.REORGANISE)
def show(public_id: str) -> str:
    record = records.find_record(session(), actor=actor(), public_id=public_id)
    return render_template("organisation/reorganisation.html", record=record, words=words, fates=Fate)
