"""The rolling table of a meeting: on the screen, on paper and as a file."""

from __future__ import annotations

import io

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from app.domain.permissions import Action, allowed
from app.models import Office
from app.services import meeting_decisions, meeting_table
from app.services.list_choices import Choice, Choices, choices
from app.services.meeting_table import Owed, Table, WantedTable
from app.services.meeting_table_file import due_of, head_of, said_of, source_of, table_docx
from app.services.meetings import Sitting
from app.web.frame import actor, clock, kept, requires, session
from app.web.lists import kept_rules
from app.web.meetings import address_of, find_sitting, state_of
from app.web.sheets import DOCX
from app.wording import course as course_words
from app.wording import meetings as words

bp = Blueprint("meeting_tables", __name__, url_prefix="/giao-ban")
OVERDUE, HIDE = "qua-han", "bo"


@bp.get("/<public_id>/<day>")
@requires(Action.VIEW_MEETINGS)
def show(public_id: str, day: str) -> str:
    sitting, asked = find_sitting(public_id, day), Asked()
    return render_template(
        "meetings/table.html",
        sitting=sitting,
        table=table_of(sitting, asked.wanted),
        asked=asked,
        state=state_of(sitting),
        opinions=meeting_decisions.opinions_of(session(), actor=actor(), meeting=sitting.meeting),
        may_hold=allowed(actor(), Action.HOLD_MEETING),
        today=clock().today(),
        address_of=address_of,
        **row_words(),
    )


@bp.get("/<public_id>/<day>/bang.docx")
@requires(Action.VIEW_MEETINGS)
def docx(public_id: str, day: str) -> Response:
    sitting, rules = find_sitting(public_id, day), kept_rules()
    office = session().get_one(Office, actor().office_id)
    content = table_docx(table_of(sitting, Asked().wanted), sitting=sitting, office=office, rules=rules)
    return send_file(
        io.BytesIO(content), mimetype=DOCX, as_attachment=True, download_name=f"giao-ban-{sitting.held_on}.docx"
    )


def table_of(sitting: Sitting, wanted: WantedTable) -> Table:
    return meeting_table.rolling_table(
        session(), actor=actor(), clock=clock(), rules=kept_rules(), held_on=sitting.held_on, wanted=wanted
    )


class Asked:
    """What the address narrows the table to; what nobody offers narrows nothing."""

    def __init__(self) -> None:
        offered = _choices()
        self.units, self.fields = offered.units, offered.fields
        self.unit = _chosen(offered.units, "don-vi")
        self.field = _chosen(offered.fields, "linh-vuc")
        self.only_overdue = request.args.get("loc") == OVERDUE
        self.without_undated = request.args.get("khong-thoi-han") == HIDE
        self.wanted = WantedTable(
            unit_id=self.unit.id if self.unit else None,
            field_id=self.field.id if self.field else None,
            only_overdue=self.only_overdue,
            undated=not self.without_undated,
        )

    @property
    def said(self) -> list[str]:
        """The filter in words."""
        named = [each.name for each in (self.unit, self.field) if each]
        flags = ((self.only_overdue, words.ONLY_OVERDUE), (self.without_undated, words.WITHOUT_UNDATED))
        return named + [text for is_set, text in flags if is_set]

    @property
    def query(self) -> dict[str, str]:
        """The same as parts of an address."""
        return {name: value for name, value in request.args.items() if name in _NAMES and value}


_NAMES = ("don-vi", "linh-vuc", "loc", "khong-thoi-han")


def _choices() -> Choices:
    today = clock().today()
    return kept(("choices", actor().office_id, today), lambda: choices(session(), actor=actor(), today=today))


def _chosen(offered: tuple[Choice, ...], name: str) -> Choice | None:
    return next((each for each in offered if each.public_id == request.args.get(name)), None)


def row_words() -> dict[str, object]:
    """What the rows of a table are written with."""
    in_force, today = kept_rules(), clock().today()

    def detail(row: Owed) -> str:
        return course_words.detail(
            row.course, row.standing, today=today, calendar=in_force.calendar, policy=in_force.policy
        )

    return {
        "words": words,
        "detail": detail,
        "head_of": head_of,
        "source_of": source_of,
        "due_of": due_of,
        "said_of": said_of,
    }
