"""Full-text search as pure text: the words of a text, what somebody typed to find, and the hits shown in context.

A word is a run of letters and digits; everything else parts words, so that "194/TB-UBND" is three of them. Words are
compared folded (``app.domain.naming.fold``), and numbers without the noughts in front, since offices write 05 for 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.reading.text import canon

LONGEST_QUERY = 200  # characters
LONGEST_WORD = 60  # characters; what follows is not compared
MOST_WORDS = 4000  # of one text; a database keeps no positions of words far behind
AROUND = 160  # characters of a snippet
_FORMS = ("folded", "accented")
QUOTES = str.maketrans("“”„‟«»", '""""""')
_PHRASE = re.compile(r'"([^"]*)"')


def _is_word(bare: str) -> bool:
    """Letters and digits. Raised and circled figures and fractions are signs: PostgreSQL takes them for blanks, and a
    query of nothing else would find everything that its scope allows."""
    return bool(bare) and all(char.isalpha() or char.isdecimal() for char in bare)


class _Letters(dict[int, str]):
    """Each character as it counts: folded, nothing for what only decorates its neighbour, a blank for the rest."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = fold(char)
        # Folding leaves nothing of a combining or invisible mark, which parts no words, and of a blank, which does.
        counts = bare if _is_word(bare) else " " if bare or char.isspace() else ""
        return self.keep(code, counts)

    def keep(self, code: int, counts: str) -> str:
        """Remember the letters that offices write; strange ones are worked out anew rather than fill the memory."""
        if code < 0x2100:
            self[code] = counts
        return counts


class _Accented(_Letters):
    """The same with the accents kept."""

    def __missing__(self, code: int) -> str:
        return self.keep(code, chr(code) if _is_word(_FOLDED[code]) else _FOLDED[code])


_FOLDED = _Letters()
_ACCENTED = _Accented()


def folded_words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [_counted(word) for word in text.translate(_FOLDED).split()[:MOST_WORDS]]


def accented_words(text: str) -> list[str]:
    """The same words with their accents, the tone where this house writes it: "hoà" is "hòa"."""
    return [_counted(word) for word in canon(normalize("NFC", text)).translate(_ACCENTED).split()[:MOST_WORDS]]


def _counted(word: str) -> str:
    if word[0] == "0" and word.isdecimal():
        return word.lstrip("0")[:LONGEST_WORD] or "0"
    return word[:LONGEST_WORD]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to be found: a word, or words that follow each other; with ``is_prefix`` the last may go on.

    ``accented`` are the same words as typed; the same as ``folded`` where nobody typed an accent.
    """

    folded: tuple[str, ...]
    accented: tuple[str, ...]
    is_prefix: bool

    @property
    def is_accented(self) -> bool:
        return self.folded != self.accented


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody wants to find. All terms must be found, in any order."""

    terms: tuple[Term, ...]

    @property
    def is_accented(self) -> bool:
        return any(term.is_accented for term in self.terms)

    def in_a_row(self) -> Query | None:
        """The same with the single words following each other as they were typed; None if that asks for no more."""
        words = [term for term in self.terms if len(term.folded) == 1 and term.is_prefix]
        if len(words) < 2:
            return None
        folded, accented = (tuple(each for word in words for each in getattr(word, name)) for name in _FORMS)
        phrases = (term for term in self.terms if term not in words)
        return Query((*phrases, Term(folded, accented, is_prefix=True)))


def terms_of(typed: str) -> Query:
    """What was typed, as terms; none if it holds no word. A quotation mark without its partner parts words."""
    text = normalize("NFC", typed).translate(QUOTES)
    phrases = [_phrase(quoted) for quoted in _PHRASE.findall(text)]
    loose = _PHRASE.sub(" ", text)
    words = [
        Term((bare,), (accented,), is_prefix=True)
        for bare, accented in zip(folded_words(loose), accented_words(loose), strict=True)
    ]
    return Query(tuple(dict.fromkeys(term for term in (*phrases, *words) if term.folded)))


def _phrase(quoted: str) -> Term:
    return Term(tuple(folded_words(quoted)), tuple(accented_words(quoted)), is_prefix=False)


def parse(typed: str) -> Query:
    """The terms of a search. Raises DomainError: "search.too_long", "search.too_short"."""
    if len(normalize("NFC", typed.strip())) > LONGEST_QUERY:
        raise DomainError("search.too_long", most=LONGEST_QUERY)
    query = terms_of(typed)
    if sum(len(word) for term in query.terms for word in term.folded) < 2:
        raise DomainError("search.too_short")
    return query


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a snippet; ``hit`` is what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text with its offsets there, the end exclusive."""

    folded: str
    start: int
    end: int


def _placed_words(text: str) -> list[_Word]:
    """Folding may lengthen or shorten: each folded word keeps the place of the letters it was made from."""
    found: list[_Word] = []
    letters, start, end = "", 0, 0
    for offset, char in enumerate(text):
        bare = _FOLDED[ord(char)]
        if bare == " ":
            if letters:
                found.append(_Word(_counted(letters), start, end))
            letters = ""
            continue
        start = start if letters else offset
        letters, end = letters + bare, offset + 1
    if letters:
        found.append(_Word(_counted(letters), start, end))
    return found


def hits(text: str, query: Query) -> list[tuple[int, int]]:
    """The places of the text that the query finds: offsets in rising order; words that touch are one place."""
    words = _placed_words(text)
    found = sorted({place for term in query.terms for place in _places(words, term)})
    joined: list[tuple[int, int]] = []
    for first, last in found:
        start, end = words[first].start, words[last].end
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _places(words: Sequence[_Word], term: Term) -> Iterable[tuple[int, int]]:
    """First and last word of each place where the term stands."""
    if term.is_prefix:
        return ((i, i) for i, word in enumerate(words) if word.folded.startswith(term.folded[0]))
    size = len(term.folded)
    return (
        (i, i + size - 1)
        for i in range(len(words) - size + 1)
        if all(words[i + k].folded == term.folded[k] for k in range(size))
    )


def snippet(text: str, query: Query, *, around: int = AROUND) -> list[Piece]:
    """The hits in context: at most two windows of about ``around`` characters, cut between words, "…" at the cuts.

    A text without a hit gives its beginning.
    """
    found = hits(text, query)
    pieces: list[Piece] = []
    shown_to = 0
    for start, end in _windows(text, found, around):
        lead = "… " if start > 0 and not pieces else " … " if start > shown_to else ""
        pieces += [Piece(lead, False)] if lead else []
        pieces += _marked(text, start, end, found)
        shown_to = end
    if shown_to < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def _windows(text: str, found: Sequence[tuple[int, int]], around: int) -> list[tuple[int, int]]:
    """One window if it shows every hit or all that follow are as good; a second one for what the first leaves out."""
    if not found:
        return [_window(text, 0, 0, around)]
    first = _window(text, *found[0], around)
    later = next((hit for hit in found if hit[1] > first[1]), None)
    if later is None:
        return [first]
    second = _window(text, *later, around)
    return [(first[0], second[1])] if second[0] <= first[1] + 1 else [first, second]


def _window(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    """About ``around`` characters with the place in them, a third of the room before it, cut between words."""
    left = max(0, start - around // 3)
    right = min(len(text), max(left + around, end))
    left = max(0, min(left, right - around))
    if left > 0:
        blank = text.find(" ", left, start)
        left = blank + 1 if blank >= 0 else start
    if right < len(text):
        blank = text.rfind(" ", end, right + 1)
        right = blank if blank >= end and blank > left else max(end, right)
    return left, right


def _marked(text: str, start: int, end: int, found: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for hit_start, hit_end in found:
        first, last = max(hit_start, at), min(hit_end, end)
        if first >= last:
            continue
        if first > at:
            pieces.append(Piece(text[at:first], False))
        pieces.append(Piece(text[first:last], True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end], False))
    return pieces
