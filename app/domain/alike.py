"""How alike two texts are, by the words they share in order: cheap enough to ask of hundreds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.naming import fold

ALIKE = 0.8  # from here on two sentences say the same: a day or a name may differ
_WORD = re.compile(r"[^\W_]+")


def likeness(a: str, b: str) -> float:
    """0 for nothing in common, 1 for the same words in the same order, whatever their case, accents and punctuation.

    Twice the pairs of neighbouring words that both have, through the pairs of each: time grows with the length of the
    two, and a sentence that moved to another place costs only the pairs at its ends. A text without words is like none.
    """
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    both = pairs_a.total() + pairs_b.total()
    return 2 * (pairs_a & pairs_b).total() / both if pairs_a and pairs_b else 0.0


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a text, made ready to be looked for in many others."""

    texts: Sequence[str]
    _sizes: list[int] = field(init=False)
    _holding: dict[tuple[str, str], list[tuple[int, int]]] = field(init=False)  # pair: which sentences, how often

    def __post_init__(self) -> None:
        holding: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        counted = [_pairs(text) for text in self.texts]
        for place, pairs in enumerate(counted):
            for pair, often in pairs.items():
                holding[pair].append((place, often))
        object.__setattr__(self, "_holding", dict(holding))
        object.__setattr__(self, "_sizes", [pairs.total() for pairs in counted])

    def shared_with(self, others: Iterable[str]) -> int:
        """How many of these sentences one of the others is like; each of the others is read once."""
        return len({place for text in others for place in self._alike(text)})

    def _alike(self, text: str) -> list[int]:
        """The places of the sentences that are like the text."""
        pairs = _pairs(text)
        shared: Counter[int] = Counter()
        for pair, often in pairs.items():
            for place, ours in self._holding.get(pair, ()):
                shared[place] += min(often, ours)
        size = pairs.total()
        return [place for place, both in shared.items() if 2 * both >= ALIKE * (self._sizes[place] + size)]


def _pairs(text: str) -> Counter[tuple[str, str]]:
    words = _WORD.findall(fold(text))
    # The first word is a pair with nothing before it, so that a single word is comparable.
    return Counter(zip(["", *words], words, strict=False))
