"""The cards of a draft: each task in words, the units its unknown names may mean, and the dates that no task took."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.domain.errors import DomainError
from app.domain.likeness import closest
from app.domain.naming import KnownUnit, is_collective
from app.domain.reading import lexicon_dates
from app.domain.terms import TaskKind
from app.models import Unit
from app.services.draft_content import DraftContent, DraftedTask, LooseDate, Named
from app.services.draft_editing import split_places
from app.services.draft_making import known_units
from app.services.drafts import Missing, to_check
from app.wording.drafts import field_words
from app.wording.errors import sentence

PARTS = ("leads", "coordinating")
# Dates that the reader is certain about: none of them can be the deadline that somebody misses.
_BESIDES = {
    lexicon_dates.WHY_CITED,
    lexicon_dates.WHY_CUT_OFF,
    lexicon_dates.WHY_HEAD,
    lexicon_dates.WHY_ISSUED,
    lexicon_dates.WHY_MEETING,
    lexicon_dates.WHY_NAMED,
    lexicon_dates.WHY_QUOTED,
    lexicon_dates.WHY_RECURRING,
    lexicon_dates.WHY_START,
}


@dataclass(frozen=True, slots=True)
class Name:
    """Whom a card names: a unit by the office's own name; a collective name with its ``members``; or, not ``known``,
    what the notice writes and nobody answers to."""

    text: str
    known: bool
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that an unknown name may mean; ``digit`` is the key that takes it."""

    digit: int
    unit_id: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name of a card's part that no unit answers to, and the likest units."""

    part: str
    written: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Card:
    """A task as its card shows it."""

    task: DraftedTask
    leads: Sequence[Name]
    coordinating: Sequence[Name]
    to_check: str  # the fields, in words
    problems: Sequence[str]
    is_open: bool  # somebody still has to look at it
    only_to_confirm: bool  # one press of "Đúng rồi" is enough
    unknown: Sequence[Unknown]
    is_first: bool
    is_last: bool


def cards(content: DraftContent, units: Sequence[Unit], found: Sequence[Missing]) -> list[Card]:
    """Every task, those that are put aside too, in the draft's order; ``found`` is what is missing."""
    shown = [task.key for task in content.tasks if not task.dropped]
    ends = (shown[0], shown[-1]) if shown else ("", "")
    office = _Office({unit.id: unit for unit in units}, tuple(known_units(units)), by_key(found))
    left = frozenset(to_check(content, found))
    return [office.card(task, task.key in left, ends) for task in content.tasks]


@dataclass(frozen=True, slots=True)
class _Office:
    units: Mapping[int, Unit]
    known: tuple[KnownUnit, ...]
    lacking: Mapping[str | None, list[DomainError]]

    def card(self, task: DraftedTask, is_open: bool, ends: tuple[str, str]) -> Card:
        problems = self.lacking.get(task.key, [])
        return Card(
            task,
            self._names(task.leads),
            self._names(task.coordinating),
            field_words(task.unsure),
            [sentence(problem) for problem in problems],
            is_open,
            bool(task.unsure) and all(problem.code == "task.unknown_unit" for problem in problems),
            self._unknown(task),
            task.key == ends[0],
            task.key == ends[1],
        )

    def _names(self, named: Iterable[Named]) -> list[Name]:
        found: list[Name] = []
        for each in named:
            known = tuple(self.units[unit_id].name for unit_id in each.unit_ids if unit_id in self.units)
            if len(known) > 1:
                found.append(Name(each.written, True, known))
            else:
                found.append(Name(known[0], True) if known else Name(each.written, False))
        return list(dict.fromkeys(found))

    def _unknown(self, task: DraftedTask) -> list[Unknown]:
        """Of those who coordinate, a name that somebody has let stand asks no more."""
        if not task.is_given or task.kind is TaskKind.GENERAL:
            return []
        found: list[Unknown] = []
        for part in PARTS:
            asks = part == "leads" or part in task.unsure
            for name in unknown_names(task, part) if asks else ():
                found.append(Unknown(part, name, self._choices(name, sum(len(each.choices) for each in found))))
        return [each for each in found if each.choices]

    def _choices(self, written: str, before: int) -> list[Choice]:
        units = (self.units[unit_id] for unit_id in _closest(written, self.known))
        return [
            Choice(digit, unit.id, unit.short_name or unit.name, unit.name)
            for digit, unit in enumerate(units, before + 1)
        ]


# The same names are compared with the same units at each press.
@lru_cache(maxsize=1024)
def _closest(written: str, known: tuple[KnownUnit, ...]) -> tuple[int, ...]:
    return tuple(closest(written, known))


def unknown_names(task: DraftedTask, part: str) -> list[str]:
    """Names of a part as the notice writes them, where no unit answers to them."""
    return [name.written for name in getattr(task, part) if not name.unit_ids]


def name_to_remember(task: DraftedTask, part: str) -> str:
    """The unknown name that the unit chosen next will answer to; nothing where it can be no unit's name."""
    written = next(iter(unknown_names(task, part)), "")
    return "" if not written or is_collective(written) else written


def by_key(found: Iterable[Missing]) -> Mapping[str | None, list[DomainError]]:
    lacking: dict[str | None, list[DomainError]] = {}
    for each in found:
        lacking.setdefault(each.key, []).append(each.problem)
    return lacking


@dataclass(frozen=True, slots=True)
class Loose:
    """A date that no task took, with the task it lies in or follows; ``besides``: it can hardly be a deadline."""

    date: LooseDate
    task: DraftedTask | None
    besides: bool


def loose_dates(content: DraftContent) -> list[Loose]:
    placed = sorted(
        ((task.start, task) for task in content.tasks if task.start is not None and not task.dropped),
        key=lambda pair: pair[0],
    )
    starts = [start for start, _ in placed]
    found = []
    for each in content.unused_dates:
        before = bisect_right(starts, each.start)
        found.append(Loose(each, placed[before - 1][1] if before else None, each.why in _BESIDES))
    return found


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a task's sentence; a new task may begin at the offset ``at`` before it, None for the first run."""

    at: int | None
    text: str


def segments(task: DraftedTask, source_text: str) -> list[Segment]:
    """The sentence cut at each place worth offering; nothing for a task without a place in the text."""
    if task.start is None or task.end is None:
        return []
    cuts = [place.at for place in split_places(task, source_text)]
    pairs = zip([None, *cuts], pairwise([task.start, *cuts, task.end]), strict=True)
    return [Segment(at, " ".join(source_text[left:right].split())) for at, (left, right) in pairs]
