"""Bàn văn thư: four queues, each row acted on in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.services import clerk_desk, numbering, papers, signed_copies, urging_letters
from app.services.directives import find_directive
from app.services.evidence import NewEvidence, look_into
from app.services.people import units_in_force
from app.web.forms.clerk import LateNumberForm, LetterNumberForm, PaperForm, ScanForm, upload
from app.web.forms.drafts import Versioned
from app.web.frame import actor, clock, files, flash_ok, requires, session
from app.wording import clerk as words
from app.wording.errors import sentence

bp = Blueprint("clerk_desk", __name__, url_prefix="/van-thu")
Answer = str | Response | tuple[str, int]
NEW_PAPER = "moi"  # the row of a form that belongs to none
Form = TypeVar("Form", bound=Versioned)


@bp.get("")
@requires(Action.KEEP_PAPERS)
def home() -> str:
    return _page(_Sent())


@bp.post("/so/<public_id>")
@requires(Action.SET_NUMBER)
def set_number(public_id: str) -> Answer:
    def act(form: LateNumberForm) -> str:
        numbering.set_number(
            session(),
            actor=actor(),
            clock=clock(),
            directive=find_directive(session(), actor=actor(), public_id=public_id),
            number=form.number.data or "",
            issued_on=form.issued_on.data,
            version=form.seen_version,
        )
        return words.numbered((form.number.data or "").strip())

    return _perform(LateNumberForm(prefix=public_id), public_id, act)


@bp.post("/ban-ky/<public_id>")
@requires(Action.KEEP_PAPERS)
def attach_scan(public_id: str) -> Answer:
    def act(form: ScanForm) -> str:
        scan = _looked_into(form.taken())
        directive = find_directive(session(), actor=actor(), public_id=public_id)
        signed_copies.attach(
            session(),
            actor=actor(),
            clock=clock(),
            files=files(),
            directive=directive,
            version=form.seen_version,
            scan=scan,
        )
        return words.signed(directive.number or "")

    return _perform(ScanForm(prefix=public_id), public_id, act)


@bp.post("/bao-cao")
@requires(Action.KEEP_PAPERS)
def register_paper() -> Answer:
    form, units = PaperForm(prefix=NEW_PAPER), _units()
    form.offer((public_id, name) for public_id, name, _ in units)

    def act(form: PaperForm) -> str:
        assert form.received_on.data is not None
        scan = upload(form.scan)
        paper = papers.NewPaper(
            unit_id=next(unit_id for public_id, _, unit_id in units if public_id == form.unit.data),
            number=form.number.data or "",
            issued_on=form.issued_on.data,
            received_on=form.received_on.data,
            subject=form.subject.data or "",
            scan=_looked_into(scan) if scan else None,
        )
        papers.register(session(), actor=actor(), clock=clock(), files=files(), paper=paper)
        return words.REGISTERED

    return _perform(form, NEW_PAPER, act)


@bp.post("/cong-van/<public_id>")
@requires(Action.KEEP_PAPERS)
def number_letter(public_id: str) -> Answer:
    def act(form: LetterNumberForm) -> str:
        assert form.issued_on.data is not None
        urged = urging_letters.number(
            session(),
            actor=actor(),
            clock=clock(),
            letter=urging_letters.find(session(), actor=actor(), public_id=public_id),
            version=form.seen_version,
            number=form.number.data or "",
            issued_on=form.issued_on.data,
        )
        return words.urged(urged)

    return _perform(LetterNumberForm(prefix=public_id), public_id, act)


@bp.post("/cong-van/<public_id>/bo")
@requires(Action.KEEP_PAPERS)
def withdraw_letter(public_id: str) -> Answer:
    def act(form: Versioned) -> str:
        letter = urging_letters.find(session(), actor=actor(), public_id=public_id)
        urging_letters.withdraw(session(), actor=actor(), clock=clock(), letter=letter, version=form.seen_version)
        return words.WITHDRAWN

    return _perform(Versioned(prefix=public_id), public_id, act)


@dataclass(frozen=True, slots=True)
class _Sent:
    """The form of a row that could not be taken, and why."""

    key: str = ""
    form: Versioned | None = None
    problem: DomainError | None = None

    def of(self, key: str, kind: type[Form]) -> Form:
        """The row's form: the one that was sent, with its typing, or an empty one."""
        return self.form if key == self.key and isinstance(self.form, kind) else kind(None, prefix=key)

    def problems(self) -> list[str]:
        """What is wrong: said above the queues, since the row may have left its queue meanwhile."""
        if self.problem is not None:
            return [sentence(self.problem)]
        return [text for each in (self.form or ()) for text in each.errors]


def _perform(form: Form, key: str, act: Callable[[Form], str]) -> Answer:
    """One row's act, and the desk again: with the typing where it could not be taken."""
    sent: Versioned = form
    if not sent.validate_on_submit():
        return _page(_Sent(key, form)), 400
    try:
        done = act(form)
        session().commit()
    except DomainError as problem:
        session().rollback()
        if problem.code in ("not_found", "permission.denied"):
            raise
        return _page(_Sent(key, form, problem)), 409 if problem.code in ("stale", numbering.TAKEN) else 400
    flash_ok(done)
    return redirect(url_for("directives.show", public_id=key) if "tu-van-ban" in request.form else url_for(".home"))


def _looked_into(scan: NewEvidence) -> NewEvidence:
    session().rollback()  # Nobody waits for the database while files are looked into.
    return look_into([scan])[0]


def _units() -> list[tuple[str, str, int]]:
    """Public id, name and id."""
    found = units_in_force(session(), office_id=actor().office_id, today=clock().today())
    return [(unit.public_id, unit.name, unit.id) for unit in found]


def _page(sent: _Sent) -> str:
    paper_form = sent.of(NEW_PAPER, PaperForm)
    paper_form.offer((public_id, name) for public_id, name, _ in _units())
    return render_template(
        "clerk/desk.html",
        desk=clerk_desk.desk(session(), actor=actor()),
        sent=sent,
        kinds={"number": LateNumberForm, "scan": ScanForm, "letter": LetterNumberForm},
        paper_form=paper_form,
        there=sent.problem.params.get("public_id") if sent.problem else None,
        today=clock().today(),
        may_number=allowed(actor(), Action.SET_NUMBER),
        words=words,
    )
