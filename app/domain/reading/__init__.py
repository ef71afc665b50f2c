"""Reading: the text of a notice becomes a draft of its header and tasks. Pure; the standard library only.

What is large is imported when it is asked for: processes that only need to know what a line or a mark is start sooner.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from app.domain.reading.model import DocumentHead, DraftTask, Part, PartKind, Reading, Rule, UnusedDate
from app.domain.reading.places import Place, places, running_text

if TYPE_CHECKING:
    from app.domain.reading.head import secrecy_mark
    from app.domain.reading.reader import phrase_at, read, read_part

_HOMES = {"secrecy_mark": "head", "phrase_at": "reader", "read": "reader", "read_part": "reader"}

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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
