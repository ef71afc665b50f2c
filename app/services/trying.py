"""A preview is the act itself, taken back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy.orm import Session

Found = TypeVar("Found")


def tried(session: Session, act: Callable[[], Found]) -> Found:
    """What the act would return just now; nothing of it stays. What it returns holds plain values: rows are read anew
    afterwards, as they are without it."""
    found: list[Found] = []
    with suppress(_TriedOnlyError), session.begin_nested():
        found.append(act())
        raise _TriedOnlyError
    session.expire_all()
    return found[0]


class _TriedOnlyError(Exception):
    """Takes the act back."""
