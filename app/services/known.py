"""What was read from the database and holds until somebody writes: counts over many rows, and lists of choices.

A count of twenty thousand assignments costs more than the fifty lines that are shown of them. It changes only when
something is written, and whether anything was the database itself says (``app.adapters.changes``).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

from app.adapters import changes

_Value = TypeVar("_Value")


class Known:
    """Asked by pages; for a request that writes it reads anew."""

    def get(self, session: Session, key: Hashable, read: Callable[[], _Value]) -> _Value:
        """What ``read`` gave for the key since the last write, else what it gives now. The value must be plain, since
        other sessions get it too. ``key`` names everything it depends on beside the database, the day above all."""
        return changes.kept(session.connection(), key, read)
