"""Which units a name that nobody knows may mean: by the words and the letters it shares with their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from app.domain.naming import KnownUnit, is_collective, spelled_out, without_title

MOST = 3
_ENOUGH = 0.55  # below this the likeness is one of head nouns only ("Phòng", "Ban quản lý")
# Words that many names begin with: sharing them says little.
_HEADS = re.compile(
    r"phong|so|ban|to|doi|tram|truong|trung|tam|chi|nhanh|cuc|uy|nhan|dan|hoi|dong|quan|ly|xa|huyen",
)


def closest(written: str, known: Sequence[KnownUnit]) -> list[int]:
    """Ids of at most three units that the written name resembles, the likest first; none for a collective name."""
    if is_collective(written):
        return []
    wanted = spelled_out(without_title(written))
    scored = [(max(_likeness(wanted, spelled_out(name)) for name in unit.names), unit.id) for unit in known]
    found = sorted((-score, order) for order, (score, _) in enumerate(scored) if score >= _ENOUGH)
    return [scored[order][1] for _, order in found[:MOST]]


def _likeness(a: str, b: str) -> float:
    """Between 0 and 1: half the words they share, those that say most counting double, half the letters in order."""
    a, b = _written_out(a, b), _written_out(b, a)
    words_a, words_b = set(a.split()), set(b.split())
    if not words_a or not words_b:
        return 0.0
    shared = _weight(words_a & words_b) / max(3, min(_weight(words_a), _weight(words_b)))
    return 0.5 * shared + 0.5 * SequenceMatcher(None, a, b, autojunk=False).ratio()


def _written_out(name: str, other: str) -> str:
    """The name with its initials as the words of the other that they stand for: "qlda" as "quan ly du an"."""
    words = other.split()
    initials = "".join(word[0] for word in words)
    found = []
    for word in name.split():
        at = initials.find(word) if len(word) > 1 and word not in words else -1
        found += words[at : at + len(word)] if at >= 0 else [word]
    return " ".join(found)


def _weight(words: set[str]) -> int:
    return sum(1 if _HEADS.fullmatch(word) else 2 for word in words)
