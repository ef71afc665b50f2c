"""Reading: the text of a notice becomes a draft of its header and tasks. Pure; the standard library only."""

from app.domain.reading.head import secrecy_mark
from app.domain.reading.model import DocumentHead, DraftTask, Part, PartKind, Reading, Rule, UnusedDate
from app.domain.reading.places import Place, places, running_text
from app.domain.reading.reader import phrase_at, read, read_part

__all__ = [
    "DocumentHead",
    "DraftTask",
    "Part",
    "PartKind",
    "Place",
    "Reading",
    "Rule",
    "UnusedDate",
    "phrase_at",
    "places",
    "read",
    "read_part",
    "running_text",
    "secrecy_mark",
]
