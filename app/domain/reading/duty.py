"""A duty with what it inherits, and the headings it inherits from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from app.domain.reading.dates import Mention
from app.domain.reading.model import PartKind, Rule
from app.domain.reading.outline import Block
from app.domain.reading.text import Flow

Aside = tuple[PartKind, Rule]


class Source(Enum):
    """Where the lead of a duty comes from when its own sentence names none."""

    NONE = 0
    LEAD_IN = 1  # the sentence that opens the whole list: an exhortation
    HEADING = 2


@dataclass(frozen=True, slots=True)
class Due:
    """The phrase a task has its deadline from: the text it stands in, its place there, and how it came to the task."""

    flow: Flow
    mention: Mention
    rule: Rule


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued a document; ``leads``: who carries out what names nobody, where an office plans its own work."""

    name: str | None = None
    leads: str | None = None


@dataclass(slots=True)
class Context:
    """A heading in force."""

    rank: int
    label: str
    leads: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    source: Source = Source.NONE
    aside: Aside | None = None  # what stands under it orders nothing
    block: Block | None = None
    due: Due | None = None  # its own deadline, which holds for what stands under it
    used: bool = False


@dataclass(slots=True)
class Duty:
    """A stretch of text that orders something, with what it inherits."""

    clause: str | None
    flows: list[Flow]
    leads: tuple[str, ...]
    coordinating: tuple[str, ...]
    source: Source
    governing: Due | None = None
    rule: Rule = Rule.BY_HAND
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block that is no duty, what it is, and why."""

    block: Block
    kind: PartKind
    rule: Rule


@dataclass(slots=True)
class Sorted:
    """The blocks of the body, told apart."""

    duties: list[Duty] = field(default_factory=list)
    told: list[Block] = field(default_factory=list)  # the preamble with the lead-in, which may tell of the meeting too
    other: list[Placed] = field(default_factory=list)
