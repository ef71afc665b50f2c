"""Giao việc nhanh: the page that a leader or the office fills in on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.terms import Urgency
from app.models import Directive
from app.services import quick_giving
from app.services.evidence import NewEvidence, look_into
from app.services.quick_giving import Addressee, NewOrder
from app.web.forms.assignments import OTHER, files_of
from app.web.forms.quick import QuickForm
from app.web.frame import actor, clock, files, flash_ok, links, requires, session
from app.web.mail_hours import say_when_mails_leave
from app.web.year_doubt import warn_of
from app.wording import quick as words
from app.wording.errors import sentence

bp = Blueprint("quick", __name__)
Answer = str | Response | tuple[str, int]


@bp.app_template_global("may_give_orally")
def may_give_orally() -> bool:
    """Whether a page offers the button."""
    return allowed(actor(), Action.GIVE_ORALLY)


@bp.route("/giao-viec-nhanh", methods=["GET", "POST"])
@requires(Action.GIVE_ORALLY)
def give() -> Answer:
    form, offered = QuickForm(), _offered()
    form.offer(offered.choices(), offered.leaders(), actor().public_id)
    if not form.is_submitted():
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 400
    try:
        given = _give(form, offered)
        session().commit()
    except DomainError as problem:
        session().rollback()
        return _page(form, problem), 409 if problem.code == "quick.given_today" else 400
    units = {value.partition(".")[0] for value in form.to.data or []}
    flash_ok(words.given(len(units), form.deadline.data, form.deadline.time_of_day))
    say_when_mails_leave(given)
    warn_of(form.deadline.data)
    return redirect(url_for("directives.show", public_id=given.public_id))


def _give(form: QuickForm, offered: _Offered) -> Directive:
    pictures = [NewEvidence(filename=name, content=content) for name, content in files_of(form.pictures)]
    if pictures:
        session().rollback()  # Nobody waits for the database while files are looked into.
    return quick_giving.give(
        session(),
        actor=actor(),
        clock=clock(),
        links=links(),
        files=files(),
        order=offered.order(form, look_into(pictures)),
        even_if_alike=bool(form.even_if_alike.data),
    )


@dataclass(frozen=True, slots=True)
class _Offered:
    """Whom the form lets choose from, as plain values: a transaction may end while files are looked into."""

    to: Sequence[tuple[str, str, str, Addressee]]  # value, label, other names, whom it means
    givers: Sequence[tuple[str, str, int]]  # public id, name, id

    def choices(self) -> list[SelectChoice]:
        return [SelectChoice(value, label, {"data-names": names}) for value, label, names, _ in self.to]

    def leaders(self) -> list[tuple[str, str]]:
        return [(public_id, name) for public_id, name, _ in self.givers]

    def order(self, form: QuickForm, pictures: tuple[NewEvidence, ...]) -> NewOrder:
        chosen, leader_ids = set(form.to.data or []), {public_id: user_id for public_id, _, user_id in self.givers}
        return NewOrder(
            text=form.text.data or "",
            to=tuple(addressee for value, _, _, addressee in self.to if value in chosen),
            leader_id=leader_ids.get(form.leader.data),
            leader_name=(form.leader_name.data or "") if form.leader.data == OTHER else "",
            urgency=Urgency(form.urgency.data),
            named_on=form.deadline.data,
            time_of_day=form.deadline.time_of_day,
            pictures=pictures,
        )


def _offered() -> _Offered:
    """Units in the office's order, each with its people behind it."""
    to = []
    for unit, people in quick_giving.addressees(session(), actor=actor(), clock=clock()):
        names = "|".join(name for name in (unit.short_name, *(each.alias for each in unit.aliases)) if name)
        to.append((unit.public_id, unit.name, names, Addressee(unit.id)))
        for person in people:
            value = f"{unit.public_id}.{person.public_id}"
            to.append((value, words.person(person.name, unit.name), person.name, Addressee(unit.id, person.id)))
    found = quick_giving.leaders(session(), actor=actor(), clock=clock())
    return _Offered(to, [(each.public_id, each.name, each.id) for each in found])


def _page(form: QuickForm, problem: DomainError | None = None) -> str:
    return render_template(
        "quick/give.html",
        form=form,
        problem=sentence(problem) if problem else "",
        there=problem.params.get("public_id") if problem else None,
        ask=problem is not None and problem.code == "quick.given_today",
        echo=words.deadline(form.deadline.data, form.deadline.time_of_day),
    )
