"""The sentences of the discipline section, each in a place of its own: generated, and what somebody wrote instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.terms import Audience
from app.services.report_slices import rows_of
from app.services.report_view import ReportView
from app.wording import report as say
from app.wording import report_reasons
from app.wording.documents import annex_label


class Slot(StrEnum):
    """The place of a sentence. The values are kept with what somebody wrote there: none may ever change."""

    TOTAL = "total"
    WAITING = "waiting"
    RATES = "rates"
    UNDATED = "undated"
    NOT_RATED = "not_rated"
    OUTSIDE = "outside"
    OVERDUE = "overdue"
    UNITS = "units"
    REASONS = "reasons"
    LATE = "late"


# The paragraphs of the two parts: sentences that stand together make one.
RESULTS = ((Slot.TOTAL, Slot.WAITING), (Slot.RATES,), (Slot.UNDATED, Slot.NOT_RATED), (Slot.OUTSIDE,))
DISCIPLINE = ((Slot.OVERDUE, Slot.UNITS), (Slot.REASONS,), (Slot.LATE,))
# Who is behind: to a superior only if that was chosen.
NAMING = frozenset({Slot.UNITS, Slot.REASONS})


@dataclass(frozen=True, slots=True)
class Sentence:
    """``edited`` is None where nobody wrote anything else; it is empty where the sentence is left out."""

    slot: Slot
    generated: str
    edited: str | None = None

    @property
    def written(self) -> str:
        return self.generated if self.edited is None else self.edited


def sentences(view: ReportView, *, audience: Audience, names_units: bool = False) -> dict[Slot, Sentence]:
    """What there is to say, by its place; a place without anything to say is not there."""
    edited = {text.slot: text.text for text in view.texts if text.audience is audience}
    named = audience is Audience.INTERNAL or names_units
    return {
        slot: Sentence(slot, generated, edited.get(slot))
        for slot, generated in _generated(view, list_labels(view, audience)).items()
        if generated and (named or slot not in NAMING)
    }


def paragraphs(said: Mapping[Slot, Sentence], places: Iterable[tuple[Slot, ...]]) -> list[str]:
    """The text of a part, a string a paragraph; those with nothing to say fall out."""
    joined = (" ".join(said[slot].written for slot in group if slot in said and said[slot].written) for group in places)
    return [text for text in joined if text]


def list_labels(view: ReportView, audience: Audience) -> dict[str, str]:
    """The annexes that go with the text, label by title: the lists that have rows, and none to a superior."""
    if audience is Audience.SUPERIOR:
        return {}
    filled = [title for title, rows in ((say.OVERDUE_LIST, view.counts.d), (say.LATE_LIST, view.counts.b)) if rows]
    return {title: annex_label(n, len(filled)) for n, title in enumerate(filled, 1)}


def _generated(view: ReportView, labels: Mapping[str, str]) -> dict[Slot, str]:
    noun = say.noun_for(view.counts, view.tasks)
    overdue = [(unit.name, unit.counts.d) for unit in view.units if unit.counts.d]
    annex = labels.get(say.OVERDUE_LIST, "")
    reasons = [(row.counted.unit_name, row.note) for row in rows_of(view, "d")]
    who = say.agency_words(view.office_name)
    return {
        Slot.TOTAL: say.total_sentence(view.counts, view.tasks, who=who, cut_off=view.cut_off),
        Slot.WAITING: say.waiting_sentence(view.counts, noun),
        Slot.RATES: say.rates_sentence(view.counts),
        Slot.UNDATED: say.undated_sentence(view.undated),
        Slot.NOT_RATED: say.not_rated_sentence(view.not_rated),
        Slot.OUTSIDE: say.outside_sentence(view.outside),
        Slot.OVERDUE: say.overdue_sentence(view.counts, noun, units=len(overdue)),
        Slot.UNITS: say.units_sentence(overdue, annex=annex),
        Slot.REASONS: report_reasons.reasons_sentence(reasons, annex=annex),
        Slot.LATE: say.late_sentence(view.counts, noun, annex=labels.get(say.LATE_LIST, "")),
    }
