"""Damaged accents put right: what a scan makes of the words the reader knows.

Recognition loses the tone that stands above ă, â, ê, ô, ơ or ư: "khân trương", "phôi hợp", "yêu câu". A pair of
syllables damaged so is read as the one pair of the lexicon it can have been. Lengths stay, so that offsets hold, and
only the form that is matched is touched, never the text a person sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product
from unicodedata import normalize

from app.domain.reading import lexicon, lexicon_dates, lexicon_head, lexicon_units

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0309\u0303\u0323"))
_RUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")
_SYNTAX = re.compile(r"\\[a-zA-Z]|\(\?P?<\w+>|\(\?[<:=!]*")


def _toneless(syllable: str) -> str:
    """Without its tone; the letters stay, and so does their number."""
    return normalize("NFC", normalize("NFD", syllable).translate(_TONES))


def _phrases() -> Iterator[str]:
    """Everything the lexicon lists, without what is only said to the person who confirms."""
    for module in (lexicon, lexicon_units, lexicon_dates, lexicon_head):
        for name, words in vars(module).items():
            if name.isupper() and not name.startswith("WHY_"):
                yield from [words] if isinstance(words, str) else map(str, words)


def _known() -> set[str]:
    runs = (run for phrase in _phrases() for run in _RUN.findall(_SYNTAX.sub("|", phrase)))
    pairs = {" ".join(pair) for run in runs for pair in pairwise(run.split())}
    return pairs | {f"{lexicon_units.MINISTRY} {sector.split()[0]}" for sector in lexicon_units.SECTORS.split("|")}


def _damaged(syllable: str) -> tuple[str, ...]:
    """The ways a syllable can come out of a scan."""
    plain = _toneless(syllable)
    return (syllable, plain) if plain != syllable and lexicon.MARKED_VOWELS & set(plain) else (syllable,)


def _repairs() -> dict[str, str]:
    """Damaged pair → the pair it was; one that could have been two, or that is a phrase itself, is left alone."""
    known, found = _known(), {}
    for pair in known:
        for damaged in map(" ".join, product(*map(_damaged, pair.split()))):
            if damaged not in known:
                found[damaged] = "" if damaged in found else pair
    return {damaged: pair for damaged, pair in found.items() if pair}


_REPAIRS = _repairs()
_FIRST = frozenset(damaged.split(" ")[0] for damaged in _REPAIRS)
_PUNCTUATION = '.,;:!?)…”"/'


def mended(canon: str) -> str:
    """The canonical form of a text with damaged phrases put right; exactly as long."""
    words = canon.split(" ")
    # Most texts hold no damaged pair: one look at all pairs together says so.
    if _REPAIRS.keys().isdisjoint(
        map(" ".join, pairwise([word if word.isalpha() else word.strip(_PUNCTUATION) for word in words]))
    ):
        return canon
    right = {at: found for at, word in enumerate(words) if word in _FIRST and (found := _repair(words, at))}
    for at, found in right.items():
        first, second = found.split(" ")
        words[at] = first
        words[at + 1] = second + words[at + 1][len(second) :]
    return " ".join(words) if right else canon


def _repair(words: list[str], at: int) -> str | None:
    """What a word and the next one were, the marks behind the second one left aside."""
    if at + 1 == len(words):
        return None
    return _REPAIRS.get(f"{words[at]} {words[at + 1].rstrip(_PUNCTUATION)}")
