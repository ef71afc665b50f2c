"""Whether a new duty says an earlier one again: how like they are, and why one may think so. It proposes; a person
decides.

Only duties of the same unit are compared. Of each the words are folded, so that accents and capitals do not matter;
the words that any order has ("tham muu", "trien khai", "truoc ngay") and the unit's own name are dropped. What is left,
and each two of it that stand side by side, are its marks; a number weighs more than a word, little words and words that
many orders have weigh less. The score is the weight of the marks that both have: the mean of its share in both and of
its share in the shorter one, since what says a duty again is often shorter than the duty, or longer. Where both name
places or numbers ("xa Ha", "tuyen so 5", a year) and none is the same, they are likely two duties of one pattern.

How ``ENOUGH`` was chosen. The 203 duties that the reader finds in ten real documents were compared: of 562 pairs of
one unit, none of which repeats the other, one reaches 0.6 (one index of one year, twice), the next 0.58. (Of all
pairs, 15 in 26,280 do: one and the same sentence written to several units.) Invented repetitions as notices write
them, with another date, shortened, put otherwise, come to 0.63 and more; invented duties of one pattern to 0.55 at the
most. ``tests/domain/test_repeating.py`` holds all of it. A duty that names the number of the earlier notice needs less:
the text itself points there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile, zip_longest

from app.domain.naming import bare_number, fold

ENOUGH = 0.6
ENOUGH_IF_CITED = 0.25
MOST = 3  # proposals for one duty

_WORD = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
_DOCUMENT = re.compile(r"(?<![\w/])0*(\d{1,5})((?:/\d{4})?/[a-z][a-z0-9.&]*(?:-[a-z0-9.&]+)*)")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?")
# Phrases that name no matter: whom, by when, and the verbs of every order. Longer ones come first.
_SAID_OF_ALL = (
    r"(?:xong |hoan thanh )?truoc ngay|cham nhat(?: la)?(?: den)?(?: het)? ngay|den(?: het)? ngay|trong ngay|thoi han"
    r"|thoi gian (?:hoan thanh|thuc hien)|uy ban nhan dan|hoi dong nhan dan|pho chu tich|chu tich|ubnd|hdnd|lanh dao"
    r"|thu truong|cac don vi|don vi|dia phuong|co quan|(?:co )?lien quan|phoi hop voi|chu tri|phoi hop"
    r"|tham muu|trien khai|thuc hien|to chuc|tiep tuc|khan truong|nghiem tuc|kip thoi|chu dong|tich cuc|tap trung"
    r"|hoan thanh|yeu cau|de nghi|nhac lai|da (?:duoc )?giao|theo quy dinh|thong bao(?: ket luan)?|dam bao|bao dam"
    r"|cua (?:huyen|xa|tinh|thanh pho|co quan|minh)"
    r"|tren dia ban|dia ban|noi dung|nhiem vu|cong tac|viec|nam|thang|ngay|tuan|quy(?= [ivx]+\b)"
)
# What many orders ask for: half as telling as other words.
_COMMON_WORDS = (
    "bao cao ket qua tong hop de xuat kiem tra don doc chi dao theo doi ra soat xay dung phe duyet trinh ban hanh"
    " tang cuong huong dan quan ly van ban ke hoach quyet dinh"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_DROPPED = re.compile(rf"\b(?:{_SAID_OF_ALL})\b")
# Little words, and what folding makes of others (a market is written as "for" is): they count for little.
_SMALL_WORDS = (
    "va hoac cua cho voi trong ngoai tren duoi cac nhung mot hai ba la co khong duoc bi de den tu ve theo do nay kia"
    " khi neu ma thi cung da dang se phai can vao ra len xuong lai nhu vay tai so hop gui dong chi giao"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_PLACE = re.compile(r"\b(?:xa|phuong|thi tran|thon|ap|to dan pho|khu pho) (?!hoi\b|nay\b|moi\b|va\b|so\b)(\w+)")
# What a duty ends with, as orders call it.
_PRODUCTS = re.compile(
    r"\b(?:bao cao|ke hoach|de an|phuong an|quy che|to trinh|nghi quyet|ho so|danh muc|du thao|huong dan|le [a-z]+"
    r"|hoi nghi|hoi thao|cuoc thi|chuong trinh|quy hoach|bien ban|hop dong)\b(?: [a-z]+){0,3}"
)
_AGAIN = r"nhac lai|tiep tuc (?:thuc hien|trien khai|hoan thanh|to chuc)|thuc hien nghiem|da (?:duoc )?(?:giao|chi dao)"
_SAYS_AGAIN = re.compile(rf"\b(?:{_AGAIN})\b")


@dataclass(frozen=True)
class Duty:
    """One unit's duty. ``key`` names it to who asks; ``number`` is the number of its own notice, if it has one;
    ``names`` are what the unit is called, which says nothing of the matter."""

    key: Hashable
    unit_id: int
    text: str
    number: str = ""
    clause: str = ""
    names: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def cited(self) -> frozenset[str]:
        """The documents that the words name, each by its bare number."""
        return frozenset(bare_number(found.group().rstrip(".&")) for found in _DOCUMENT.finditer(self.folded))

    @cached_property
    def marks(self) -> dict[tuple[str, ...], float]:
        """What is particular to it, with its weight: single words, and two that stand side by side."""
        words = _particular(self.folded, self.names)
        found: dict[tuple[str, ...], float] = {}
        for word, after in zip_longest(words, words[1:]):
            if word is None:
                continue
            found[(word,)] = _weight_of(word)
            if after is not None:
                found[(word, after)] = 2 * min(1.0, _weight_of(word)) * min(1.0, _weight_of(after))
        return found

    @cached_property
    def weight(self) -> float:
        return sum(self.marks.values())

    @cached_property
    def telling(self) -> float:
        """The weight of the marks by which ``Earlier`` finds it."""
        return sum(weight for mark, weight in self.marks.items() if _is_telling(mark))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers that name a thing or a year; days and numbers of documents are none."""
        return frozenset(mark[0] for mark in self.marks if len(mark) == 1 and mark[0].isdigit())

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(_PLACE.findall(self.folded))

    @cached_property
    def products(self) -> frozenset[str]:
        return frozenset(found.group() for found in _PRODUCTS.finditer(self.folded))


_YEAR = re.compile(r"(?:19|20)\d\d")


def _weight_of(word: str) -> float:
    if word[0].isdigit():
        return 1.0 if _YEAR.fullmatch(word) else 2.0
    if word in _SMALL:
        return 0.25
    return 0.5 if word in _COMMON else 1.0


_ELSEWHERE = 0.6  # for numbers, and for places, of which both name some and none is the same
_LEAST = 14.0  # of the shorter one: two words shared by chance are no likeness


@dataclass(frozen=True, slots=True)
class Likeness:
    """An earlier duty that a new one may say again. The reasons: the unit is the same; ``shared`` is the longest
    stretch of words that both have, as the new one writes it; ``cited`` the number of the earlier notice, where the new
    one names it, else a document that both name; ``product`` what both are to bring.

    ``said``: the words themselves say that the earlier notice is repeated.
    """

    earlier: Duty
    score: float
    shared: str
    cited: str = ""
    product: str = ""
    said: bool = False


def _particular(folded: str, names: Iterable[str]) -> list[str | None]:
    """The words in their order; None where some are dropped, so that what stands on either side makes no pair."""
    for name in sorted(map(fold, names), key=len, reverse=True):
        folded = folded.replace(name, " | ") if name else folded
    bare = _DROPPED.sub(" | ", _DATE.sub(" | ", _DOCUMENT.sub(" | ", folded)))
    found: list[str | None] = []
    for part in bare.split("|"):
        found += [*_WORD.findall(part), None]
    return found


def likeness(a: Duty, b: Duty) -> float:
    """From 0 to 1, the same either way round; 0 for duties of different units."""
    if a.unit_id != b.unit_id:
        return 0.0
    return _score(sum(weight for mark, weight in a.marks.items() if mark in b.marks), a, b)


def _score(shared: float, a: Duty, b: Duty) -> float:
    if not shared:
        return 0.0
    dice = 2 * shared / (a.weight + b.weight)
    of_shorter = shared / max(_LEAST, min(a.weight, b.weight))
    elsewhere = sum(bool(x and y and x.isdisjoint(y)) for x, y in ((a.numbers, b.numbers), (a.places, b.places)))
    return min(1.0, (dice + of_shorter) / 2) * _ELSEWHERE**elsewhere


class Earlier:
    """Earlier duties, found by the pairs of words and the numbers that a new one shares with those of its unit.

    ``looked_at`` counts the marks that were compared: with thousands of duties few have a pair in common.
    """

    def __init__(self, duties: Iterable[Duty]) -> None:
        self.looked_at = 0
        self._by_mark: dict[tuple[int, tuple[str, ...]], list[Duty]] = defaultdict(list)
        self._by_number: dict[tuple[int, str], list[Duty]] = defaultdict(list)
        for duty in duties:
            for mark in filter(_is_telling, duty.marks):
                self._by_mark[duty.unit_id, mark].append(duty)
            if duty.number:
                self._by_number[duty.unit_id, bare_number(duty.number)].append(duty)

    def likest(self, new: Duty) -> list[Likeness]:
        """At most three that the new one may say again, the likest first. What the words cite comes before all."""
        cited = {id(duty): duty for number in new.cited for duty in self._by_number[new.unit_id, number]}
        said = _said(new, list(cited.values()))
        found = []
        for duty in ({id(near): near for near in self._nearby(new)} | cited).values():
            self.looked_at += len(new.marks)
            score = likeness(new, duty)
            if score >= (ENOUGH_IF_CITED if id(duty) in cited else ENOUGH) or duty is said:
                found.append((duty, score))
        found.sort(key=lambda each: (each[0] is not said, -each[1]))
        return [_reasoned(new, duty, score, said=duty is said) for duty, score in found[:MOST]]

    def _nearby(self, new: Duty) -> Iterator[Duty]:
        """Those that share enough of what tells duties apart to be looked at closely."""
        shared: dict[int, float] = defaultdict(float)
        duties: dict[int, Duty] = {}
        for mark in filter(_is_telling, new.marks):
            for duty in self._by_mark.get((new.unit_id, mark), ()):
                self.looked_at += 1
                shared[id(duty)] += new.marks[mark]
                duties[id(duty)] = duty
        for place, duty in duties.items():
            if shared[place] >= _NEARBY * min(new.telling, duty.telling):
                yield duty


_NEARBY = 0.4


def _is_telling(mark: tuple[str, ...]) -> bool:
    return len(mark) > 1 or mark[0][0].isdigit()


def _said(new: Duty, cited: Sequence[Duty]) -> Duty | None:
    """The one duty of a cited notice that the words say they repeat: by its clause, as the only one, or as the
    likest by far."""
    if not cited or not _SAYS_AGAIN.search(new.folded):
        return None
    by_clause = [duty for duty in cited if duty.clause and _names_clause(new.folded, duty.clause)]
    if len(by_clause) == 1:
        return by_clause[0]
    if len(cited) == 1:
        return cited[0] if not _CLAUSE.search(new.folded) or not cited[0].clause else None
    ranked = sorted(cited, key=lambda duty: -likeness(new, duty))
    best, second = (likeness(new, duty) for duty in ranked[:2])
    return ranked[0] if best >= ENOUGH_IF_CITED and best > second else None


_CLAUSE = re.compile(r"\b(?:muc|diem|khoan|tiet) (?:so )?(\d+(?:\.\d+)*|[a-z]\b)")


def _names_clause(folded: str, clause: str) -> bool:
    bare = fold(clause).removeprefix("muc ").rstrip(".")
    return any(found.group(1) == bare for found in _CLAUSE.finditer(folded))


def _reasoned(new: Duty, earlier: Duty, score: float, *, said: bool) -> Likeness:
    own = bare_number(earlier.number) if earlier.number else ""
    both = sorted(new.cited & earlier.cited)
    return Likeness(
        earlier=earlier,
        score=score,
        shared=longest_shared(new.text, earlier.text),
        cited=own if own in new.cited else both[0] if both else "",
        product=common_product(new, earlier),
        said=said,
    )


def common_product(one: Duty, other: Duty) -> str:
    """What both are to bring, as the first one writes it ("lễ phát động thi đua"); "" where it is not the same."""
    shared = [_alike(a, b) for a in one.products for b in other.products]
    best = max(shared, key=lambda name: (len(name), name), default="")
    return longest_shared(one.text, best) or best


def _alike(a: str, b: str) -> str:
    """The beginning that two names of products share: "ke hoach chuyen" of "ke hoach chuyen doi" and "ke hoach chuyen
    giao". The kind of a thing alone ("bao cao") is no product."""
    words = list(takewhile(lambda pair: pair[0] == pair[1], zip(a.split(), b.split(), strict=False)))
    return " ".join(word for word, _ in words) if len(words) >= _NAMED else ""


_NAMED = 3  # words by which a product is known: two that say what it is, and one of its own


def longest_shared(written: str, other: str) -> str:
    """The longest stretch of words that stands in both, as the first one writes it; "" for less than two words."""
    words = list(_WORD.finditer(written))
    a, b = [fold(word.group()) for word in words], [fold(word.group()) for word in _WORD.finditer(other)]
    before, best, end = [0] * (len(b) + 1), 0, 0
    for place, word in enumerate(a, 1):
        row = [0] * (len(b) + 1)
        for at, there in enumerate(b, 1):
            if word == there:
                row[at] = before[at - 1] + 1
                if row[at] > best:
                    best, end = row[at], place
        before = row
    return written[words[end - best].start() : words[end - 1].end()] if best > 1 else ""
