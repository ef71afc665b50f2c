"""Why a date phrase of a task's own words is not its deadline."""

from app.domain.reading import lexicon_dates
from app.domain.reading.dates import Mention, Use
from app.domain.reading.model import UnusedDate
from app.domain.reading.text import Flow

BY_USE = {
    Use.CITED: lexicon_dates.WHY_CITED,
    Use.START: lexicon_dates.WHY_START,
    Use.CUT_OFF: lexicon_dates.WHY_CUT_OFF,
    Use.NAMED: lexicon_dates.WHY_NAMED,
    Use.UNCLEAR: lexicon_dates.WHY_UNCLEAR,
    Use.PAST: lexicon_dates.WHY_PAST,
    Use.DAMAGED: lexicon_dates.WHY_DAMAGED,
    Use.QUOTED: lexicon_dates.WHY_QUOTED,
    Use.IMPOSSIBLE: lexicon_dates.WHY_IMPOSSIBLE,
    Use.RECURRING: lexicon_dates.WHY_RECURRING,
    Use.DEADLINE: lexicon_dates.WHY_OTHER,
    Use.WEAK: lexicon_dates.WHY_OTHER,
}


def as_unused(part: Flow, mention: Mention, why: str | None = None) -> UnusedDate:
    """The phrase with its place in the source; ``why`` where its use alone does not tell."""
    start, end = part.span(mention.start, mention.end)
    return UnusedDate(part.text[mention.start : mention.end], start, end, why or BY_USE[mention.use])
