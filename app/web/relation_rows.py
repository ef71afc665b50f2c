"""The form that relates a notice to an earlier one: a row for each assignment that the relation may be about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from app.domain.terms import DirectiveLink
from app.models import Assignment, Directive
from app.services import directive_relations, relation_choices
from app.services.directive_relations import Closing, Line, NewDay, Pair, Relating, Seen
from app.services.relation_choices import Offer
from app.web.forms.assignments import Act
from app.web.forms.relations import ADOPT, KEEP, AmendRow, ChooseForm, RelateForm, RepeatRow, ReplaceRow
from app.web.frame import actor, clock, session
from app.wording import relations as words
from app.wording.drafts import NO_CLAUSE
from app.wording.mail import clause_words, shorten


def choose_form(later: Directive, sent: MultiDict[str, str] | None) -> ChooseForm:
    """The kinds that the person may write down, and the likely notices."""
    form = ChooseForm(sent)
    likely = relation_choices.likely_earlier(session(), actor=actor(), later=later)
    form.offer(directive_relations.kinds_for(actor()), [(each.public_id, _named(each)) for each in likely])
    return form


def _named(directive: Directive) -> str:
    return f"{words.notice(directive, '')}: {shorten(directive.subject, 70)}"


@dataclass(frozen=True, slots=True)
class Row:
    """An assignment with its form, and what of the other notice it may be."""

    assignment: Assignment
    form: Act
    offer: Offer | None = None


class Page:
    """What the page asks and what was answered."""

    def __init__(self, later: Directive, earlier: Directive, kind: DirectiveLink) -> None:
        self.later, self.earlier, self.kind = later, earlier, kind
        self.is_sent = request.method == "POST"
        self.form = RelateForm() if self.is_sent else RelateForm(None)
        self.rows = list(self._rows())
        self.lines: Sequence[Line] | None = None

    def _rows(self) -> Iterator[Row]:
        """What is open of the earlier notice; of a repetition, of the later one."""
        if self.kind is DirectiveLink.AMENDS:
            yield from (self._amend(each) for each in self._open(self.earlier))
        elif self.kind is DirectiveLink.REPLACES:
            later = self._open(self.later)
            yield from map(self._replace, relation_choices.offers(self._open(self.earlier), later))
        elif self.kind is DirectiveLink.REPEATS:
            firsts = [each for each in self._open(self.earlier) if each.recurrence_id is None]
            found = relation_choices.offers(self._open(self.later), firsts)
            yield from (self._repeat(each) for each in found if each.others)

    def _open(self, directive: Directive) -> list[Assignment]:
        return directive_relations.open_leads(session(), actor=actor(), directive=directive)

    def _make(self, kind: type[Act], assignment: Assignment) -> Any:
        form = (
            kind(prefix=f"{assignment.public_id}-") if self.is_sent else kind(None, prefix=f"{assignment.public_id}-")
        )
        if not self.is_sent:
            form.version.data = str(assignment.version)
        return form

    def _amend(self, assignment: Assignment) -> Row:
        form = self._make(AmendRow, assignment)
        form.named_on.anchor = assignment.due_on or clock().today()
        return Row(assignment, form)

    def _replace(self, offer: Offer) -> Row:
        """By default all that is open is replaced."""
        form = self._make(ReplaceRow, offer.assignment)
        form.offer((each.task.position, _label(each)) for each in offer.others)
        if not self.is_sent:
            form.close.data = True
            form.by.data = str(offer.proposed.task.position) if offer.proposed else ""
        return Row(offer.assignment, form, offer)

    def _repeat(self, offer: Offer) -> Row:
        """By default what is likest is proposed; the date is asked and never guessed."""
        form = self._make(RepeatRow, offer.assignment)
        form.offer((each.public_id, _label(each)) for each in offer.others)
        if not self.is_sent:
            first = offer.proposed
            form.of.data = first.public_id if first else ""
        return Row(offer.assignment, form, offer)

    def renew(self) -> None:
        """After somebody else's change: what is shown now is what the next answer is about."""
        for row in self.rows:
            row.form.version.data = str(row.assignment.version)

    @property
    def is_valid(self) -> bool:
        """Every row is asked, so that each says what is wrong with it."""
        return all([self.form.validate(), *[row.form.validate() for row in self.rows]])

    def relating(self) -> Relating:
        """What was answered."""
        return Relating(
            kind=self.kind,
            note=self.form.note.data or "",
            days=[
                NewDay(_seen(row), row.form.named_on.data, exclusive=bool(row.form.exclusive.data))
                for row in self.rows
                if isinstance(row.form, AmendRow) and row.form.named_on.data
            ],
            closings=[
                Closing(_seen(row), int(row.form.by.data) if row.form.by.data else None)
                for row in self.rows
                if isinstance(row.form, ReplaceRow) and row.form.close.data
            ],
            pairs=[_pair(row, row.form) for row in self.rows if isinstance(row.form, RepeatRow) and row.form.of.data],
        )

    @property
    def is_seen(self) -> bool:
        """Whether this very answer was previewed."""
        return "ghi" in request.form and self.form.seen.data == _asked()

    def preview(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.form.seen.data = _asked()

    def shown(self) -> dict[str, object]:
        return {
            "later": self.later,
            "earlier": self.earlier,
            "kind": self.kind,
            "form": self.form,
            "rows": self.rows,
            "lines": self.lines,
            "clause": lambda assignment: clause_words(assignment.task.clause) or NO_CLAUSE,
            "today": clock().today(),
        }


def _label(assignment: Assignment) -> str:
    task = assignment.task
    named = f"{clause_words(task.clause)}: " if task.clause else ""
    return named + shorten(task.text, 90)


def _seen(row: Row) -> Seen:
    return Seen(row.assignment.public_id, row.form.seen_version)


def _pair(row: Row, form: RepeatRow) -> Pair:
    assert row.offer is not None
    first = next(each for each in row.offer.others if each.public_id == form.of.data)
    adopt = {KEEP: False, ADOPT: True}.get(form.date.data or "")
    return Pair(_seen(row), Seen(first.public_id, first.version), adopt)


def _asked() -> str:
    """What the form says, as one mark."""
    left_out = ("csrf_token", "seen", "ghi")
    said = sorted((name, value) for name, value in request.form.items(multi=True) if name not in left_out)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
