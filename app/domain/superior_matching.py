"""Which rows of a superior's list are which duties of ours: by the document's number and by likeness of the words.

Nothing is guessed: what might be two duties is a question, and a row is taken for a duty only where no other row is as
like it. Numbers that differ keep two apart, however like the words are; where one has none the words must say more.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.naming import fold
from app.domain.reading import lexicon_lists
from app.domain.reading.text import canon
from app.domain.terms import SuperiorStanding

_WORD = re.compile(r"\w+")
SAME_NUMBER_ENOUGH = 0.6  # of the words, where both name the same document
NO_NUMBER_ENOUGH = 0.85  # where one of the two names none
_SHORTENED = 6  # words of a sentence that another may repeat in short


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the list or a duty of ours; ``number`` is bare (``naming.bare_number``), empty where none is known."""

    key: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A duty that a row may be: how like the words are, between 0 and 1, and whether both name the same document."""

    key: int
    likeness: float
    same_number: bool


class Kind(StrEnum):
    """What a row turned out to be."""

    NEW = "new"
    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Match:
    """A row with the duties it may be, the likest first: none for a new one, one for a matched one."""

    key: int
    kind: Kind
    candidates: tuple[Candidate, ...] = ()


def words_of(text: str) -> tuple[str, ...]:
    """The words as they are compared: without accents, case and punctuation."""
    return tuple(_WORD.findall(fold(text)))


def same_words(a: str, b: str) -> bool:
    return words_of(a) == words_of(b)


def likeness(a: str, b: str) -> float:
    """The share of words that two texts have in common; of one that repeats the other in short, that of the shorter."""
    first, second = Counter(words_of(a)), Counter(words_of(b))
    if not first or not second:
        return 0.0
    shared = (first & second).total()
    shorter = min(first.total(), second.total())
    of_both = 2 * shared / (first.total() + second.total())
    return max(of_both, 0.95 * shared / shorter if shorter >= _SHORTENED else 0.0)


def match(rows: Sequence[Item], duties: Sequence[Item]) -> list[Match]:
    """What each row is, in the order of the rows. What agrees word for word is settled first."""
    found = {row.key: _candidates(row, duties) for row in rows}
    exact = _exact(rows, duties, found)
    taken = set(exact.values())
    open_to = {
        key: tuple(each for each in candidates if each.key not in taken)
        for key, candidates in found.items()
        if key not in exact
    }
    wanted = Counter(each.key for candidates in open_to.values() for each in candidates)
    return [_settled(row.key, exact, found, open_to, wanted) for row in rows]


def _candidates(row: Item, duties: Sequence[Item]) -> tuple[Candidate, ...]:
    found = []
    for duty in duties:
        same = bool(row.number) and row.number == duty.number
        if not same and row.number and duty.number:
            continue
        alike = likeness(row.text, duty.text)
        if alike >= (SAME_NUMBER_ENOUGH if same else NO_NUMBER_ENOUGH):
            found.append(Candidate(duty.key, alike, same))
    return tuple(sorted(found, key=lambda each: (-each.likeness, not each.same_number, each.key)))


def _exact(rows: Sequence[Item], duties: Sequence[Item], found: dict[int, tuple[Candidate, ...]]) -> dict[int, int]:
    """Rows and duties that agree word for word and in number, where each is the only one that does."""
    texts = {duty.key: words_of(duty.text) for duty in duties}
    pairs = [
        (row.key, each.key)
        for row in rows
        for each in found[row.key]
        if each.same_number and texts[each.key] == words_of(row.text)
    ]
    of_row, of_duty = defaultdict(list), defaultdict(list)
    for row_key, duty_key in pairs:
        of_row[row_key].append(duty_key)
        of_duty[duty_key].append(row_key)
    return {row: duty for row, duty in pairs if len(of_row[row]) == len(of_duty[duty]) == 1}


def _settled(
    key: int,
    exact: dict[int, int],
    found: dict[int, tuple[Candidate, ...]],
    open_to: dict[int, tuple[Candidate, ...]],
    wanted: Counter[int],
) -> Match:
    if key in exact:
        return Match(key, Kind.MATCHED, tuple(each for each in found[key] if each.key == exact[key]))
    candidates = open_to[key]
    if not candidates:
        return Match(key, Kind.NEW)
    if len(candidates) == 1 and wanted[candidates[0].key] == 1:
        return Match(key, Kind.MATCHED, candidates)
    return Match(key, Kind.AMBIGUOUS, candidates)


_GONE, _LATE, _DONE, _OPEN = (
    re.compile(pattern)
    for pattern in (
        lexicon_lists.FOLLOWED_NO_LONGER,
        lexicon_lists.SAID_LATE,
        lexicon_lists.SAID_REPORTED,
        lexicon_lists.SAID_OPEN,
    )
)


def standing_said(words: str, *, done: bool) -> SuperiorStanding | None:
    """How the words of a list's column of results say that a duty stands; None where they do not say it. ``done``: the
    reader of lists takes the row for done."""
    said = canon(words)
    if _GONE.search(said):
        return SuperiorStanding.WITHDRAWN
    late, is_open = bool(_LATE.search(said)), bool(_OPEN.search(said))
    if done or (_DONE.search(said) and not is_open):
        return SuperiorStanding.REPORTED_LATE if late else SuperiorStanding.REPORTED_ON_TIME
    if late:
        return SuperiorStanding.OVERDUE
    return SuperiorStanding.OPEN if is_open else None
