"""Acts on many assignments: rows chosen in the list, a preview, and the act itself with what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.services import assignments, bulk
from app.services.bulk import Accept, Adjust, BulkAct, Chosen, Letter, Outcome, Remind, TakeBack
from app.services.decisions import DECIDING_ROLES, MOVING_ROLES
from app.services.listing import list_assignments
from app.web.forms.bulk import AdjustRowsForm, DecidedRowsForm, LetterForm, RowsForm, TakeBackForm, rows_of
from app.web.frame import actor, clock, links, requires, session
from app.web.lists import kept_rules, read_asked
from app.wording import bulk as words
from app.wording.errors import sentence
from app.wording.formats import instant

bp = Blueprint("bulk", __name__, url_prefix="/hang-loat")
Answer: TypeAlias = str | Response | tuple[str, int]

# The word in the address, and what the wording calls it.
NAMES = {
    "xac-nhan": "accept",
    "nhac-viec": "remind",
    "cong-van": "letter",
    "dieu-chinh": "adjust",
    "hoan-tac": "take_back",
}
RIGHTS = {
    "xac-nhan": Accept.right,
    "nhac-viec": Remind.right,
    "cong-van": Letter.right,
    "dieu-chinh": Adjust.right,
    "hoan-tac": TakeBack.right,
}
# Acts that nobody else may have decided.
_PLAIN: dict[str, type[RowsForm]] = {"hoan-tac": TakeBackForm, "nhac-viec": RowsForm, "cong-van": LetterForm}
PARTS = 5000  # fields of a form: as many rows as one act takes, and what stands beside them


@bp.url_value_preprocessor
def _let_many_rows_in(endpoint: str | None, values: dict[str, object] | None) -> None:
    request.max_form_parts = PARTS


@bp.app_template_global("bulk_acts")
def offered_acts() -> list[tuple[str, str]]:
    """The acts that a list offers to whoever looks at it: the word in the address, and the label."""
    return [
        (each, words.HEADS[NAMES[each]])
        for each, right in RIGHTS.items()
        if each != "hoan-tac" and allowed(actor(), right)
    ]


@bp.post("/<name>")
@requires(Action.ACCEPT, Action.REMIND, Action.ADJUST_DUE_DATE)
def preview(name: str) -> Answer:
    """From the list, or again with other words: nothing is done yet."""
    return _show(_Asked(name, _chosen()))


def _show(asked: _Asked) -> Answer:
    try:
        return asked.page(asked.tried())
    except DomainError as problem:
        session().rollback()
        return _refused(asked, problem)


@bp.post("/<name>/thuc-hien")
@requires(Action.ACCEPT, Action.REMIND, Action.ADJUST_DUE_DATE)
def perform(name: str) -> Answer:
    """What was shown in the preview; where something else was typed since, that is shown first."""
    asked = _Asked(name, rows_of(request.form.getlist("dong")))
    if asked.form.seen.data != asked.form.asked() or not asked.is_valid:
        return _show(asked)
    try:
        outcome = bulk.perform(session(), **asked.what())  # type: ignore[arg-type]
        session().commit()
    except DomainError as problem:
        session().rollback()
        return _refused(asked, problem)
    return asked.done_page(outcome)


@bp.get("/hoan-tac/<stamp>")
@requires(Action.CORRECT_DUE_DATE)
def take_back(stamp: str) -> str:
    """An adjustment of many that may be taken back: how many it moved, and why."""
    at = bulk.instant_of(stamp)
    moved = bulk.adjusted_at(session(), actor=actor(), at=at)
    form = TakeBackForm(None)
    form.at.data, form.reason.data = stamp, words.TAKEN_BACK.format(reason=moved.reason)
    return render_template("bulk/take_back.html", form=form, moved=moved, when=instant(at))


def _refused(asked: _Asked, problem: DomainError) -> Answer:
    """Nothing chosen leads back to the list; whatever is wrong with what was typed stands above the form."""
    if problem.code == "bulk.nothing":
        flash(sentence(problem), "warn")
        return redirect(f"{url_for('assignments.index')}?{request.query_string.decode()}".rstrip("?"))
    if problem.code in ("not_found", "permission.denied"):
        raise problem
    return asked.page(None, problem), 400


def _chosen() -> list[Chosen]:
    """The rows of a preview; else those that were ticked in the list, or all of its filter."""
    if sent := request.form.getlist("dong"):
        return rows_of(sent)
    if request.form.get("at"):
        return list(bulk.adjusted_at(session(), actor=actor(), at=bulk.instant_of(request.form["at"])).chosen)
    if request.form.get("tat-ca"):
        return _all_of_the_filter()
    return bulk.chosen_of(session(), actor=actor(), public_ids=request.form.getlist("chon"))


def _all_of_the_filter() -> list[Chosen]:
    filters = read_asked()
    found = list_assignments(
        session(),
        actor=actor(),
        rules=kept_rules(),
        today=clock().today(),
        wanted=filters.wanted,
        order=filters.order,
        per_page=bulk.MOST,
    )
    return [Chosen(row.public_id, row.version) for row in found.items]


@dataclass
class _Asked:
    """One act as a form asks for it."""

    name: str
    chosen: list[Chosen]

    def __post_init__(self) -> None:
        if self.name not in NAMES or not allowed(actor(), RIGHTS[self.name]):
            raise DomainError("not_found" if self.name not in NAMES else "permission.denied")
        self.form = self._form()
        self.is_typed = "seen" in request.form  # comes from a preview, not from the list

    def _form(self) -> RowsForm:
        if self.name in _PLAIN:
            return _PLAIN[self.name]()
        form = DecidedRowsForm() if self.name == "xac-nhan" else AdjustRowsForm()
        roles = DECIDING_ROLES if self.name == "xac-nhan" else MOVING_ROLES
        form.offer(assignments.deciders(session(), actor=actor(), clock=clock(), roles=roles), actor().public_id)
        return form

    @property
    def is_valid(self) -> bool:
        return bool(self.form.validate())

    def act(self) -> BulkAct:
        form = self.form
        if isinstance(form, AdjustRowsForm):
            days = {"named_on": form.named_on.data, "working_days": form.working_days.data}
            return Adjust(form.decision(), form.reason.data or "", **days)
        if isinstance(form, DecidedRowsForm):
            return Accept(form.decision())
        if isinstance(form, LetterForm):
            return Letter(form.subject.data or "")
        if isinstance(form, TakeBackForm):
            return TakeBack(form.reason.data or "", bulk.instant_of(form.at.data or ""))
        return Remind()

    def what(self) -> dict[str, object]:
        return {"actor": actor(), "clock": clock(), "links": links(), "act": self.act(), "chosen": self.chosen}

    def tried(self) -> Outcome | None:
        """What would be done; None while something has to be typed first."""
        if not self.chosen:
            raise DomainError("bulk.nothing")
        if isinstance(self.form, AdjustRowsForm | LetterForm) and not self.is_typed:
            return None
        if not self.is_valid:
            return None
        return bulk.preview(session(), **self.what())  # type: ignore[arg-type]

    def words(self) -> dict[str, object]:
        act = NAMES[self.name]
        return {"act": act, "head": words.HEADS[act], "way_back": words.WAY_BACK[act], "done_words": words.done_words}

    def page(self, outcome: Outcome | None, problem: DomainError | None = None) -> str:
        if outcome is not None:
            self.form.seen.data = self.form.asked()
        return render_template(
            "bulk/preview.html",
            **self.words(),
            name=self.name,
            form=self.form,
            chosen=self.chosen,
            outcome=outcome,
            problem=sentence(problem) if problem else "",
            sentence=sentence,
            most=bulk.MOST,
        )

    def done_page(self, outcome: Outcome) -> str:
        return render_template(
            "bulk/done.html",
            **self.words(),
            outcome=outcome,
            sentence=sentence,
            stamp=bulk.stamp_of(outcome.at),
            may_take_back=allowed(actor(), TakeBack.right),
        )
