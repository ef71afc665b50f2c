"""Values as JSON knows them: what is stored with a draft or a snapshot, and what is handed out of them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import Any

_PLAIN = frozenset({str, int, bool, float, type(None)})


def plain(value: Any) -> Any:
    """Dataclasses and named tuples by the names of what they hold, days and instants as ISO 8601, words of a vocabulary
    as text, all other sequences as lists. A report has a hundred thousand rows, so nothing is copied twice."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, date | time):  # an instant is a date, too
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Of a dataclass or a named tuple what it holds; nothing of anything else."""
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else getattr(kind, "_fields", ())
