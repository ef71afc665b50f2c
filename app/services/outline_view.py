"""The outline of a whole report as plain values, to be frozen with its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class InForce:
    """The outline of a year. ``since`` is the year the office made it for; None where it comes with the software."""

    content: str
    since: int | None

    @property
    def seal(self) -> str:
        """What a form was filled with, to know whether another has changed it since."""
        return hashlib.sha256(self.content.encode()).hexdigest()[:16]


def outline_from(stored: Mapping[str, Any] | None) -> InForce | None:
    """What was frozen; None of what was frozen before outlines were."""
    return None if stored is None else InForce(**stored)
