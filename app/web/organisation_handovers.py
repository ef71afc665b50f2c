"""Handing over what is open with a person: a preview, the act, and the record to be printed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.terms import ChargeKind
from app.models import User
from app.services import handover, open_items, organisation_people
from app.services.handover import Plan
from app.web.forms.handover import HandOverForm, ReceiverForm
from app.web.frame import actor, clock, flash_ok, requires, session
from app.web.organisation_forms import Answer, forget
from app.web.organisation_people import find
from app.wording.errors import ERRORS, sentence
from app.wording.rights import ITEM_KINDS
from app.wording.terms import word

bp = Blueprint("handovers", __name__)


@bp.get("/ban-giao")
@requires(Action.HAND_OVER)
def index() -> str:
    return render_template("organisation/handovers.html", found=handover.list_handovers(session(), actor=actor()))


@bp.get("/ban-giao/<public_id>")
@requires(Action.HAND_OVER)
def show(public_id: str) -> str:
    row, giver, receiver = handover.find_handover(session(), actor=actor(), public_id=public_id)
    items = handover.items_of(session(), row)
    return render_template(
        "organisation/handover_record.html", row=row, giver=giver, receiver=receiver, items=items, **_words()
    )


@bp.get("/nguoi-dung/<public_id>/ban-giao")
@requires(Action.HAND_OVER)
def new(public_id: str) -> Answer:
    user = find(public_id)
    try:
        return _page(user, request.args.get("user_id", ""))
    except DomainError as error:
        return _page(user, "", problem=sentence(error)), 400


@bp.post("/nguoi-dung/<public_id>/ban-giao")
@requires(Action.HAND_OVER)
def carry_out(public_id: str) -> Answer:
    user, form = find(public_id), HandOverForm()
    form.validate()
    to, seen = form.receiver.data or "", form.seen.data or ""
    try:
        row = handover.hand_over(session(), actor=actor(), clock=clock(), user=user, receiver=find(to), seen=seen)
        session().commit()
    except DomainError as error:
        forget()
        if error.code == "not_found":
            raise
        return _page(find(public_id), to, problem=sentence(error)), 409 if error.code == "stale" else 400
    flash_ok("Đã bàn giao công việc; biên bản dưới đây được lưu lại.")
    return redirect(url_for("organisation.handovers.show", public_id=row.public_id))


def _page(user: User, to: str, *, problem: str = "") -> str:
    """What is open; with a receiver what of it would pass and what would stay."""
    people = organisation_people.active_people(session(), actor=actor(), but=user)
    receiver = next((each for each in people if each.public_id == to), None)
    chosen = ReceiverForm(request.args)
    chosen.offer(people)
    chosen.user_id.data = to if receiver else ""
    planned = _planned(user, receiver) if receiver else None
    form = HandOverForm(formdata=None)
    form.receiver.data, form.seen.data = to, planned.seen if planned else ""
    return render_template(
        "organisation/handover.html",
        user=user,
        receiver=receiver,
        chosen=chosen,
        form=form,
        planned=planned,
        items=open_items.open_items(session(), user=user, today=clock().today()),
        problem=problem,
        sentences=ERRORS,
        **_words(),
    )


def _planned(user: User, receiver: User) -> Plan:
    return handover.plan(session(), actor=actor(), clock=clock(), user=user, receiver=receiver)


def _words() -> dict[str, Any]:
    """An administrator hands over without reading: the words of tasks are for those who see tasks."""
    may_read = allowed(actor(), Action.VIEW_ALL_ASSIGNMENTS)
    return {
        "named": lambda items: handover.named(session(), items),
        "kinds": ITEM_KINDS,
        "may_read": may_read,
        "charge_word": lambda value: word(ChargeKind(value)),
    }
