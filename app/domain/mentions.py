"""Whom a comment calls: @ and the name of a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.domain.naming import KnownUnit, fold


def mentioned(text: str, known: Sequence[KnownUnit]) -> tuple[int, ...]:
    """The ids of the units called, in the order in which they first are. Accents and case do not matter; the longest
    name that fits is meant, and a name that several units have calls none of them."""
    holders: dict[str, set[int]] = {}
    for unit in known:
        for name in filter(None, map(fold, unit.names)):
            holders.setdefault(name, set()).add(unit.id)
    if not holders:
        return ()
    names = "|".join(re.escape(name) for name in sorted(holders, key=len, reverse=True))
    called = re.findall(rf"(?<![a-z0-9])@({names})(?![a-z0-9])", fold(text))
    return tuple(dict.fromkeys(next(iter(holders[name])) for name in called if len(holders[name]) == 1))
