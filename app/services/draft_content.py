"""What a draft holds: the header and the tasks as drafted and corrected, as values and as the JSON they are kept in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from typing import Any, TypeVar

from app.domain.errors import DomainError
from app.domain.recurrence import Recurrence
from app.domain.recurrence_phrases import parse
from app.domain.terms import SourceOfAssignment, TaskKind, Urgency
from app.services.plain_values import plain

Part = TypeVar("Part", "DraftedDocument", "DraftedTask", "LooseDate", "ChosenRepeat")
HEAD = "dau-de"  # the header's key beside those of the tasks


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the notice writes it, and the units it stands for; none while nobody knows."""

    written: str
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedDocument:
    """The header. ``number`` is empty while the notice waits for one; ``unsure`` names fields to look at."""

    number: str = ""
    kind: str = ""
    issuer: str = ""
    place: str = ""
    issued_on: date | None = None
    meeting_on: date | None = None
    chair: str = ""
    signer: str = ""
    signer_title: str = ""
    subject: str = ""
    source_of_assignment: SourceOfAssignment | None = None
    leader: str = ""
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedTask:
    """One task. ``start``, ``end`` and the phrase's two are offsets into the source's text.

    ``included`` says that it will be given; ``dropped`` that a person has put it aside, and may fetch it back.
    ``deadline`` is the date of the notice; ``inner_due`` the office's own that a person typed, which counts where a
    superior issued the notice (``draft_superior``). ``recurrence`` is as written; of a recurring task it says the
    ``rule``, in words that are read again.
    """

    key: str
    text: str
    included: bool = True
    dropped: bool = False
    clause: str = ""
    start: int | None = None
    end: int | None = None
    leads: tuple[Named, ...] = ()
    coordinating: tuple[Named, ...] = ()
    report_to: str = ""
    deadline: date | None = None
    deadline_time: time | None = None
    exclusive: bool = False
    deadline_text: str = ""
    phrase_start: int | None = None
    phrase_end: int | None = None
    inner_due: date | None = None
    recurrence: str = ""
    kind: TaskKind = TaskKind.PER_REPORT
    urgency: Urgency = Urgency.NORMAL
    unsure: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()  # what the reader itself was unsure of, whatever the units' names

    @property
    def lead_ids(self) -> tuple[int, ...]:
        return _ids(self.leads)

    @property
    def coordinating_ids(self) -> tuple[int, ...]:
        """Without those that lead."""
        return tuple(each for each in _ids(self.coordinating) if each not in self.lead_ids)

    @property
    def rule(self) -> Recurrence | None:
        """By which a recurring task comes again; None for any other, and while nobody has said it."""
        return parse(self.recurrence) if self.kind is TaskKind.RECURRING else None

    @property
    def is_given(self) -> bool:
        return self.included and not self.dropped


@dataclass(frozen=True, slots=True)
class LooseDate:
    """A date of the text that no task took, and why."""

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class ChosenRepeat:
    """What was chosen for one lead of a task: the public id of the earlier assignment that it says again, empty for a
    new task; and whether its deadline is moved to the date that the task names, None where nobody has said."""

    key: str
    unit_id: int
    assignment: str = ""
    adopt_date: bool | None = None


@dataclass(frozen=True, slots=True)
class DraftContent:
    """The whole draft, in the order of the text; tasks that a person added come last."""

    document: DraftedDocument
    tasks: tuple[DraftedTask, ...] = ()
    unused_dates: tuple[LooseDate, ...] = field(default=())
    repeats: tuple[ChosenRepeat, ...] = ()

    @property
    def given(self) -> Iterator[DraftedTask]:
        """The tasks that "Giao nhiệm vụ" would give."""
        return (task for task in self.tasks if task.is_given)

    def has(self, key: str) -> bool:
        return any(task.key == key for task in self.tasks)

    def task(self, key: str) -> DraftedTask:
        """Raises DomainError("not_found")."""
        for task in self.tasks:
            if task.key == key:
                return task
        raise DomainError("not_found")

    def with_task(self, changed: DraftedTask) -> DraftContent:
        return replace(self, tasks=tuple(changed if task.key == changed.key else task for task in self.tasks))

    def choosing(self, repeats: Iterable[ChosenRepeat]) -> DraftContent:
        return replace(self, repeats=tuple(repeats))

    def among(self, in_force: Collection[int]) -> DraftContent:
        """The draft with those units only: a name whose unit has ended since is to be looked at, and unknown again."""
        return replace(self, tasks=tuple(_among(task, in_force) for task in self.tasks))

    def new_key(self) -> str:
        """A key that no task of the draft has."""
        return f"t{max((int(task.key[1:]) for task in self.tasks), default=0) + 1}"


def _among(task: DraftedTask, in_force: Collection[int]) -> DraftedTask:
    for part in ("leads", "coordinating"):
        before: tuple[Named, ...] = getattr(task, part)
        left = tuple(Named(name.written, tuple(each for each in name.unit_ids if each in in_force)) for name in before)
        if left != before:
            changed: dict[str, Any] = {part: left, "unsure": tuple(dict.fromkeys((*task.unsure, part)))}
            task = replace(task, **changed)
    return task


def _ids(names: tuple[Named, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(unit_id for name in names for unit_id in name.unit_ids))


def to_json(content: DraftContent) -> dict[str, Any]:
    """Plain JSON values: dates and times in ISO form, vocabularies by value."""
    return dict(plain(content))


def from_json(stored: Mapping[str, Any]) -> DraftContent:
    """The inverse of ``to_json``. A field that an older version did not write has its default."""
    return DraftContent(
        document=_build(DraftedDocument, stored["document"]),
        tasks=tuple(_build(DraftedTask, each) for each in stored["tasks"]),
        unused_dates=tuple(_build(LooseDate, each) for each in stored["unused_dates"]),
        repeats=tuple(_build(ChosenRepeat, each) for each in stored.get("repeats", ())),
    )


def _named(values: list[dict[str, Any]]) -> tuple[Named, ...]:
    return tuple(Named(each["written"], tuple(each["unit_ids"])) for each in values)


_READ: dict[str, Callable[[Any], Any]] = {
    "issued_on": date.fromisoformat,
    "meeting_on": date.fromisoformat,
    "deadline": date.fromisoformat,
    "inner_due": date.fromisoformat,
    "deadline_time": time.fromisoformat,
    "unsure": tuple,
    "doubted": tuple,
    "leads": _named,
    "coordinating": _named,
    "urgency": Urgency,
    "source_of_assignment": SourceOfAssignment,
}


def _build(kind: type[Part], stored: Mapping[str, Any]) -> Part:
    known = {each.name for each in fields(kind)}
    read = {**_READ, "kind": TaskKind} if kind is DraftedTask else _READ
    values = {
        name: read[name](value) if name in read and value is not None else value
        for name, value in stored.items()
        if name in known
    }
    return kind(**values)
