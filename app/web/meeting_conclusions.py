"""After the meeting: all that was decided entered on one page, and the draft of the notice."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.domain.errors import DomainError
from app.domain.permissions import Action
from app.services import assignments, meeting_decisions, meeting_notice, people
from app.services.decisions import MOVING_ROLES
from app.services.meeting_decisions import Concluded, Entered
from app.services.meeting_notice_file import notice_docx
from app.services.meeting_table import Table
from app.services.meetings import Sitting
from app.web.forms.assignments import OTHER
from app.web.forms.conclusions import ConclusionForm, DutyForm, OpinionForm
from app.web.frame import actor, clock, flash_error, flash_ok, links, requires, session
from app.web.meeting_tables import Asked, row_words, table_of
from app.web.meetings import Answer, address_of, find_sitting, state_of
from app.web.organisation_forms import forget, refuse
from app.web.sheets import DOCX
from app.wording import meetings as words
from app.wording.errors import sentence

bp = Blueprint("meeting_conclusions", __name__, url_prefix="/giao-ban")
EMPTY_DUTIES = 5  # rows for what is given anew, for a browser without script


@bp.route("/<public_id>/<day>/ket-luan", methods=["GET", "POST"])
@requires(Action.HOLD_MEETING)
def conclude(public_id: str, day: str) -> Answer:
    screen = Screen(find_sitting(public_id, day))
    if request.method == "GET":
        return screen.page(screen.sitting)
    if not screen.is_valid():
        return screen.page(screen.sitting), 400
    try:
        done = meeting_decisions.conclude(session(), **screen.what())  # type: ignore[arg-type]
    except DomainError as problem:
        forget()
        return screen.refused(public_id, day, problem)
    return screen.after(done)


@bp.post("/<public_id>/<day>/thong-bao")
@requires(Action.HOLD_MEETING)
def draft(public_id: str, day: str) -> Response:
    sitting = find_sitting(public_id, day)
    try:
        if sitting.meeting is None:
            raise DomainError("meeting.notice_empty")
        directive = meeting_notice.draft(session(), actor=actor(), clock=clock(), meeting=sitting.meeting)
        session().commit()
    except DomainError as problem:
        session().rollback()
        flash_error(sentence(problem))
        return redirect(address_of(sitting))
    flash_ok(words.DRAFTED)
    return redirect(url_for("directives.show", public_id=directive.public_id))


@bp.get("/<public_id>/<day>/thong-bao.docx")
@requires(Action.VIEW_MEETINGS)
def docx(public_id: str, day: str) -> Response:
    sitting = find_sitting(public_id, day)
    if sitting.meeting is None:
        raise DomainError("meeting.no_notice")
    content = io.BytesIO(notice_docx(session(), actor=actor(), meeting=sitting.meeting))
    name = f"thong-bao-ket-luan-{sitting.held_on}.docx"
    return send_file(content, mimetype=DOCX, as_attachment=True, download_name=name)


@dataclass
class Screen:
    """The page: its own form, one for each row that was shown, and those of new duties."""

    sitting: Sitting
    problems: dict[str, str] = field(default_factory=dict)  # by the prefix of a row's form

    def __post_init__(self) -> None:
        chairs = assignments.deciders(session(), actor=actor(), clock=clock(), roles=MOVING_ROLES)
        units = people.units_in_force(session(), office_id=actor().office_id, today=clock().today())
        self.chairs = {user.public_id: user.id for user in chairs}
        self.units = {unit.public_id: unit.id for unit in units}
        self.kinds = meeting_decisions.kinds_for(actor())
        self.form = self._form([(user.public_id, user.name) for user in chairs])
        self.unit_names = [(unit.public_id, unit.name) for unit in units]
        self.sent = {each: self.opinion_form(each) for each in dict.fromkeys(request.form.getlist("dong"))}
        self.duties = [self._duty_form(n) for n in range(max(EMPTY_DUTIES, len(request.form.getlist("moi"))))]

    def _form(self, chairs: list[tuple[str, str]]) -> ConclusionForm:
        form, sitting = ConclusionForm(), self.sitting
        form.offer(chairs)
        if not form.is_submitted():
            form.version.data = str(sitting.meeting.version if sitting.meeting else 0)
            form.decider.data = sitting.chair.public_id if sitting.chair else OTHER
            form.decider_name.data = "" if sitting.chair else sitting.chair_name
            form.decider_title.data = sitting.chair_title
        return form

    def opinion_form(self, public_id: str) -> OpinionForm:
        form = OpinionForm(prefix=f"y-{public_id}-")
        form.offer(self.kinds, self.sitting.held_on)
        return form

    def _duty_form(self, n: int) -> DutyForm:
        form = DutyForm(prefix=f"m-{n}-")
        form.offer(self.unit_names, self.sitting.held_on)
        return form

    @property
    def typed(self) -> dict[str, OpinionForm]:
        """The rows of which something was said, by the public id of their assignments."""
        return {public_id: form for public_id, form in self.sent.items() if not form.is_empty}

    @property
    def new(self) -> list[DutyForm]:
        return [form for form in self.duties if not form.is_empty]

    def is_valid(self) -> bool:
        """Each form is asked, so that everything that is wrong is said at once."""
        answers = [bool(form.validate()) for form in (self.form, *self.typed.values(), *self.new)]
        return all(answers)

    def what(self) -> dict[str, object]:
        return {
            "actor": actor(),
            "clock": clock(),
            "links": links(),
            "sitting": self.sitting,
            "version": self.form.seen_version,
            "decision": self.form.decision(self.chairs),
            "opinions": [form.opinion(public_id) for public_id, form in self.typed.items()],
            "duties": [form.duty(self.units) for form in self.new],
            "confirmed": bool(self.form.confirmed.data),
        }

    def after(self, done: Concluded) -> Answer:
        """Nothing was written where there are problems."""
        if done.problems:
            forget()
            self.say(done.problems)
            return self.page(self.sitting), 400
        session().commit()
        flash_ok(words.entered(done.opinions, done.duties))
        return redirect(address_of(self.sitting))

    def say(self, problems: Mapping[str | int, DomainError]) -> None:
        """Each beside its row: of an assignment by its public id, of a new duty by its place among those typed."""
        new = self.new
        for key, problem in problems.items():
            prefix = new[key]._prefix if isinstance(key, int) else f"y-{key}-"
            self.problems[prefix] = sentence(problem)

    def refused(self, public_id: str, day: str, problem: DomainError) -> Answer:
        """The whole was refused; a stale page is shown with the version of now, so that it can be sent again."""
        if problem.code in ("not_found", "permission.denied"):
            raise problem
        refuse(self.form, problem)
        now = find_sitting(public_id, day)
        self.form.version.data = str(now.meeting.version if now.meeting else 0)
        return self.page(now), 409 if problem.code == "stale" else 400

    def page(self, now: Sitting) -> str:
        """With what was typed. Rows carry the versions of now: whoever sends them again has seen what is there."""
        table = table_of(now, Asked().wanted)
        entered = meeting_decisions.opinions_of(session(), actor=actor(), meeting=now.meeting)
        shown = {row.public_id for row in table.rows}
        lost = [public_id for public_id in self.typed if public_id not in shown]
        return render_template(
            "meetings/conclude.html",
            sitting=now,
            state=state_of(now),
            table=table,
            form=self.form,
            form_of=self._form_of(table),
            gone=meeting_decisions.gone(session(), actor=actor(), public_ids=lost),
            duties=self.duties,
            problems=self.problems,
            opinions=entered,
            entered_of=_by_assignment(entered),
            address_of=address_of,
            query=request.query_string.decode(),
            **row_words(),
        )

    def _form_of(self, table: Table) -> Callable[[str], OpinionForm]:
        fresh = {
            row.public_id: self.opinion_form(row.public_id) for row in table.rows if row.public_id not in self.sent
        }
        return lambda public_id: self.sent.get(public_id) or fresh[public_id]


def _by_assignment(entered: list[Entered]) -> dict[str, list[Entered]]:
    found: dict[str, list[Entered]] = {}
    for each in entered:
        found.setdefault(each.public_id, []).append(each)
    return found
