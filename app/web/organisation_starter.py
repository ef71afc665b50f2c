"""Units from a starter list: pick, edit, save."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.models import Office
from app.services import organisation_starter as starter
from app.services.organisation_starter import Wish
from app.services.organisation_units import NameBook, all_units, not_ended
from app.web.forms.organisation import the_day
from app.web.forms.organisation_tables import StarterForm, WishForm
from app.web.frame import actor, clock, flash_ok, flash_warn, requires, session
from app.web.organisation_forms import Answer, forget, refuse
from app.wording.starter_units import STARTERS

bp = Blueprint("starter", __name__, url_prefix="/don-vi-mau")


@bp.route("", methods=["GET", "POST"])
@requires(Action.EDIT_ORGANISATION)
def index() -> Answer:
    kind = request.args.get("mau", "")
    if kind not in STARTERS:
        return render_template("organisation/starter_kinds.html", starters=STARTERS)
    offered, form = starter.offered(kind, session().get_one(Office, actor().office_id).place), StarterForm()
    rows = [(wish, _row(number, wish)) for number, wish in enumerate(offered)]
    if not form.is_submitted():
        form.since.data = clock().today()
    elif _are_good(form, [row for _, row in rows if row.take.data]):
        try:
            return _take(form, [row.wish(wish) for wish, row in rows if row.take.data])
        except DomainError as error:
            forget()
            refuse(form, error)
    status = 400 if form.is_submitted() else 200
    label = STARTERS[kind].label
    return render_template("organisation/starter.html", form=form, rows=rows, kind=kind, label=label), status


def _are_good(form: StarterForm, rows: list[WishForm]) -> bool:
    """Every form is asked, so that each says what is wrong with it."""
    return False not in [each.validate() for each in (form, *rows)]


def _row(number: int, wish: Wish) -> WishForm:
    """What was sent, or the list's own names: those that are no unit's yet are ticked."""
    form = WishForm(prefix=f"u{number}")
    if not form.is_submitted():
        units = not_ended(all_units(session(), actor=actor()), clock().today())
        form.name.data, form.short_name.data = wish.name, wish.short_name
        has_own = any(unit.is_secretariat for unit in units)
        form.take.data = not NameBook(units).holder(wish.name) and not (wish.start.is_secretariat and has_own)
    return form


def _take(form: StarterForm, wishes: list[Wish]) -> Answer:
    if not wishes:
        raise DomainError("starter.nothing")
    taken = starter.take_starter(session(), actor=actor(), clock=clock(), wishes=wishes, since=the_day(form.since))
    session().commit()
    if taken.added:
        flash_ok(f"Đã thêm {len(taken.added)} đơn vị.")
    if taken.skipped:
        flash_warn("Bỏ qua vì đã có: " + ", ".join(taken.skipped) + ".")
    return redirect(url_for("organisation.units.index"))
