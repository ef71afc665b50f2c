"""How alike two texts are, by the words they share in order: cheap enough to ask of hundreds."""

from __future__ import annotations

import re
from collections import Counter

from app.domain.naming import fold

_WORD = re.compile(r"[^\W_]+")


def likeness(a: str, b: str) -> float:
    """0 for nothing in common, 1 for the same words in the same order, whatever their case, accents and punctuation.

    Twice the pairs of neighbouring words that both have, through the pairs of each: time grows with the length of the
    two, and a sentence that moved to another place costs only the pairs at its ends. A text without words is like none.
    """
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    both = pairs_a.total() + pairs_b.total()
    return 2 * (pairs_a & pairs_b).total() / both if pairs_a and pairs_b else 0.0


def _pairs(text: str) -> Counter[tuple[str, str]]:
    words = _WORD.findall(fold(text))
    # The first word is a pair with nothing before it, so that a single word is comparable.
    return Counter(zip(["", *words], words, strict=False))
