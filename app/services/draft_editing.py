"""What a person does to drafted tasks beside typing: tasks are split, merged, moved, turned into another kind, their
names are told units and loose dates are told their tasks. Each act is one step that ``draft_changing.undo`` takes back.

Every act takes the draft and the version that the person saw, answers with the key of the card to go to, and raises
DomainError: "stale", "draft.closed", "not_found", and what it says itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.collective import members
from app.domain.errors import DomainError
from app.domain.naming import KnownUnit, fold
from app.domain.permissions import Actor
from app.domain.reading import Place, phrase_at, places, read_part, running_text
from app.domain.terms import TaskKind, Urgency
from app.models import Draft, Unit
from app.services.aliases import add_alias
from app.services.draft_changing import begin, store
from app.services.draft_content import DraftContent, DraftedTask, LooseDate, Named, from_json
from app.services.draft_making import known_units, recurring, task_of
from app.services.people import units_with_aliases
from app.wording.drafts import WHY_MERGED, WHY_TAKEN_OFF


def split_places(task: DraftedTask, source_text: str) -> list[Place]:
    """The places worth offering, in the order of the text; none for a task without a place in it."""
    return [] if task.start is None or task.end is None else places(source_text, task.start, task.end)


def split_task(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, key: str, at: int) -> str:
    """Cut a task in two at an offset of the source's text; both are read again, the units of the whole stand where a
    part names none. Raises also "draft.no_place", "draft.split_place", "draft.split_edited"."""
    begin(session, actor, draft, version)
    content = from_json(draft.content)
    task, text = content.task(key), draft.source.text
    if task.start is None or task.end is None:
        raise DomainError("draft.no_place")
    if not (task.start < at < task.end) or _cuts_a_word(text, at):
        raise DomainError("draft.split_place")
    words = _halves(task, text, at)
    known = known_units(_units(session, actor, clock))
    again = _Again(content, text, task, known)
    first, loose_first = again.part(task.key, task.start, at, words[0])
    second, loose_second = again.part(content.new_key(), at, task.end, words[1])
    place = content.tasks.index(task)
    loose = [each for each in content.unused_dates if not task.start <= each.start < task.end]
    changed = replace(
        content,
        tasks=(*content.tasks[:place], first, second, *content.tasks[place + 1 :]),
        unused_dates=_in_order([*loose, *loose_first, *loose_second]),
    )
    store(session, actor, clock, draft, changed, act="split")
    return second.key


def _units(session: Session, actor: Actor, clock: Clock) -> list[Unit]:
    return units_with_aliases(session, office_id=actor.office_id, today=clock.today())


def _cuts_a_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at].isalnum()


def _halves(task: DraftedTask, text: str, at: int) -> tuple[str, str]:
    """The words of both parts. What a person has typed into the task is kept, where the place can be found in it."""
    assert task.start is not None
    assert task.end is not None
    before, after = running_text(text, task.start, at), running_text(text, at, task.end)
    if not before or not after:
        raise DomainError("draft.split_place")
    if task.text.endswith(after) and task.text != after:
        return task.text.removesuffix(after).rstrip(), after
    if task.text.startswith(before) and task.text != before:
        return before, task.text.removeprefix(before).lstrip()
    raise DomainError("draft.split_edited")


@dataclass(frozen=True)
class _Again:
    """Reads the parts of a task that was split."""

    content: DraftContent
    text: str
    whole: DraftedTask
    known: Sequence[KnownUnit]

    def part(self, key: str, start: int, end: int, words: str) -> tuple[DraftedTask, list[LooseDate]]:
        part, loose = self._read(key, start, end)
        part = replace(
            part,
            text=words,
            included=self.whole.included,
            urgency=self.whole.urgency,
            leads=self._as_before(part.leads),
            coordinating=self._as_before(part.coordinating),
        )
        return self._corrected(part, loose)

    def _read(self, key: str, start: int, end: int) -> tuple[DraftedTask, list[LooseDate]]:
        read, loose = read_part(
            self.text,
            start,
            end,
            clause=self.whole.clause,
            leads=tuple(name.written for name in self.whole.leads),
            coordinating=tuple(name.written for name in self.whole.coordinating),
            since=self.content.document.issued_on,
        )
        return task_of(key, read, self.known), [LooseDate(each.text, each.start, each.end, each.why) for each in loose]

    @cached_property
    def _unread(self) -> DraftedTask:
        """The whole as the reader has it, before anybody corrected it."""
        assert self.whole.start is not None
        assert self.whole.end is not None
        return self._read(self.whole.key, self.whole.start, self.whole.end)[0]

    def _corrected(self, part: DraftedTask, loose: list[LooseDate]) -> tuple[DraftedTask, list[LooseDate]]:
        """What a person has changed of the whole holds for a part that reads as the whole did."""
        whole, read = self.whole, self._unread
        changed: dict[str, Any] = {name: getattr(whole, name) for name in self._carried(part)}
        settled = [name for name in changed if name not in whole.unsure]
        settled += _PARTS if changed.get("kind") is TaskKind.GENERAL else ()
        part = replace(part, **changed, unsure=_without(part.unsure, *settled))
        return self._dated(part, loose) if _deadline_of(whole) != _deadline_of(read) else (part, loose)

    def _carried(self, part: DraftedTask) -> list[str]:
        """The fields that were changed and of which the part has no words of its own. The deadline is apart, and with
        it the kind of what has one."""
        whole, read = self.whole, self._unread
        names = [name for name in _PARTS if _written(part, name) <= _written(read, name)]
        names += [name for name in ("report_to", "recurrence") if getattr(part, name) in ("", getattr(read, name))]
        names += ["kind"] if whole.deadline is None and part.deadline is None else []
        return [name for name in names if getattr(whole, name) != getattr(read, name)]

    def _dated(self, part: DraftedTask, loose: list[LooseDate]) -> tuple[DraftedTask, list[LooseDate]]:
        """A corrected deadline goes with its words. One that no words name comes to both parts, and somebody looks."""
        whole = self.whole
        wordless = whole.phrase_start is None and part.deadline in (None, self._unread.deadline)
        if not (wordless or _holds(part, whole.phrase_start)):
            return part, loose
        doubt = ("deadline",) if wordless else ()
        settled = () if wordless else (name for name in _TIMES if name not in whole.unsure)
        if part.phrase_start != whole.phrase_start:
            loose = [each for each in loose if each.start != whole.phrase_start] + _loose(part, WHY_TAKEN_OFF)
        unsure = tuple(dict.fromkeys((*_without(part.unsure, *settled), *doubt)))
        return replace(part, kind=whole.kind, unsure=unsure, **_deadline_of(whole)), loose

    def _as_before(self, names: Iterable[Named]) -> tuple[Named, ...]:
        """A name keeps the units that a person has chosen for it."""
        chosen = {name.written: name for name in (*self.whole.leads, *self.whole.coordinating)}
        return tuple(chosen.get(name.written, name) for name in names)


def _written(task: DraftedTask, part: str) -> set[str]:
    return {name.written for name in getattr(task, part)}


def _holds(task: DraftedTask, place: int | None) -> bool:
    return None not in (place, task.start, task.end) and (task.start or 0) <= (place or 0) < (task.end or 0)


def merge_task(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, key: str) -> str:
    """Put a task to the one before it in the list. Raises also "draft.nothing_before"."""
    begin(session, actor, draft, version)
    content = from_json(draft.content)
    task = content.task(key)
    before = _neighbour(content, task, -1)
    merged, loose = _merged(before, task, content)
    tasks = tuple(merged if each is before else each for each in content.tasks if each is not task)
    changed = replace(content, tasks=tasks, unused_dates=_in_order([*content.unused_dates, *loose]))
    store(session, actor, clock, draft, changed, act="merge")
    return merged.key


def _neighbour(content: DraftContent, task: DraftedTask, step: int) -> DraftedTask:
    shown = [each for each in content.tasks if not each.dropped]
    if task not in shown:
        raise DomainError("not_found")
    place = shown.index(task) + step
    if not 0 <= place < len(shown):
        raise DomainError("draft.nothing_before")
    return shown[place]


def _merged(a: DraftedTask, b: DraftedTask, content: DraftContent) -> tuple[DraftedTask, list[LooseDate]]:
    """One task of two. The first one's lead and deadline rule; where the second had others, somebody has to look."""
    # Whom an exhortation is addressed to leads no task that names its own.
    leads = (b.leads or a.leads) if a.kind is TaskKind.GENERAL else (a.leads or b.leads)
    others = (*a.coordinating, *b.coordinating, *(name for name in b.leads if name not in leads))
    dated = a if a.deadline or not b.deadline else b
    doubts = [*a.unsure, *b.unsure]
    doubts += ["leads"] if b.leads and b.leads != leads else []
    left_over = b.deadline if dated is a and b.deadline != a.deadline else None
    doubts += ["deadline"] if left_over else []
    start, end = _common_place(a, b, content)
    merged = replace(
        a,
        text=f"{a.text.rstrip()} {b.text.lstrip()}",
        included=a.included or b.included,
        start=start,
        end=end,
        leads=leads,
        coordinating=tuple(dict.fromkeys(others)),
        report_to=", ".join(dict.fromkeys(each for each in (a.report_to, b.report_to) if each)),
        recurrence=a.recurrence or b.recurrence,
        kind=_kind_of_both(a, b, dated),
        urgency=max(a.urgency, b.urgency, key=list(Urgency).index),
        unsure=tuple(dict.fromkeys(doubts)),
        doubted=tuple(dict.fromkeys((*a.doubted, *b.doubted))),
        **_deadline_of(dated),
    )
    return merged, _loose(b, WHY_MERGED) if left_over else []


def _kind_of_both(a: DraftedTask, b: DraftedTask, dated: DraftedTask) -> TaskKind:
    if dated.deadline:
        return TaskKind.DATED
    return b.kind if a.kind is TaskKind.GENERAL else a.kind


def _deadline_of(task: DraftedTask) -> dict[str, Any]:
    return {name: getattr(task, name) for name in (*_TIMES, "inner_due", "deadline_text", "phrase_start", "phrase_end")}


def _common_place(a: DraftedTask, b: DraftedTask, content: DraftContent) -> tuple[int | None, int | None]:
    """From the first word to the last, unless another task stands between the two."""
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return a.start, a.end
    low, high = min(a.start, b.start), max(a.end, b.end)
    between = (each for each in content.tasks if each not in (a, b) and each.start is not None)
    if any(low <= (each.start or 0) < high for each in between):
        return a.start, a.end
    return low, high


def move_task(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, key: str, step: int) -> str:
    """Change places with the task before (``step`` -1) or behind (1). Raises also "draft.nothing_before"."""
    begin(session, actor, draft, version)
    content = from_json(draft.content)
    task = content.task(key)
    other = _neighbour(content, task, 1 if step > 0 else -1)
    swapped = {task.key: other, other.key: task}
    changed = replace(content, tasks=tuple(swapped.get(each.key, each) for each in content.tasks))
    store(session, actor, clock, draft, changed, act="move")
    return key


def set_kind(
    session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, key: str, kind: TaskKind
) -> str:
    """Turn a task into another kind. Only a dated one has a deadline: what another had is loose again."""
    begin(session, actor, draft, version)
    content = from_json(draft.content)
    task = content.task(key)
    needless = _PARTS if kind is TaskKind.GENERAL else ()  # A general task needs no units.
    turned = replace(task, kind=kind, included=True, unsure=_without(task.unsure, "kind", "general", *needless))
    turned = recurring(turned) if kind is TaskKind.RECURRING else turned
    loose: list[LooseDate] = []
    if kind is not TaskKind.DATED and task.deadline:
        turned, loose = replace(turned, **_deadline_of(DraftedTask(key="", text=""))), _loose(task, WHY_TAKEN_OFF)
    if task.kind is TaskKind.GENERAL and kind is not TaskKind.GENERAL:
        turned = _expanded(turned, known_units(_units(session, actor, clock)))
    changed = replace(content.with_task(turned), unused_dates=_in_order([*content.unused_dates, *loose]))
    store(session, actor, clock, draft, changed, act="kind")
    return key


def _expanded(task: DraftedTask, known: Sequence[KnownUnit]) -> DraftedTask:
    """A general task needs no units; any other does, and somebody looks at what a collective name stands for."""

    def expanded(names: Iterable[Named]) -> tuple[Named, ...]:
        return tuple(name if name.unit_ids else Named(name.written, members(name.written, known)) for name in names)

    leads = expanded(task.leads)
    doubt = () if len(leads) == 1 and len(leads[0].unit_ids) == 1 else ("leads",)
    return replace(
        task,
        leads=leads,
        coordinating=expanded(task.coordinating),
        unsure=tuple(dict.fromkeys((*task.unsure, *doubt))),
    )


def choose_unit(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    draft: Draft,
    version: int,
    key: str,
    part: str,
    written: str,
    unit_ids: Sequence[int],
    remember: bool,
) -> str:
    """Say which units a name of a task's ``part`` ("leads", "coordinating") stands for; wherever else the draft writes
    the same unknown name, too. ``remember`` keeps it as another name of the one unit for later notices. Raises also
    "unit.unknown", "alias.collective", "alias.taken"."""
    begin(session, actor, draft, version)
    in_force = {unit.id: unit for unit in _units(session, actor, clock)}
    content = from_json(draft.content).among(in_force)  # A name whose unit has ended is unknown on every card.
    if part not in _PARTS or not any(name.written == written for name in getattr(content.task(key), part)):
        raise DomainError("not_found")
    ids = tuple(dict.fromkeys(unit_ids))
    if not ids or not set(ids) <= set(in_force):
        raise DomainError("unit.unknown")
    is_kept = remember and len(ids) == 1
    if is_kept:
        add_alias(session, actor=actor, clock=clock, unit=in_force[ids[0]], alias=written, units=in_force.values())
    answer = _Answer(key, part, written, ids)
    changed = replace(content, tasks=tuple(answer.told(task) for task in content.tasks))
    store(session, actor, clock, draft, changed, act="unit_remembered" if is_kept else "unit")
    return key


_PARTS = ("leads", "coordinating")
_TIMES = ("deadline", "deadline_time", "exclusive")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a person said of a name."""

    key: str
    part: str
    written: str
    unit_ids: tuple[int, ...]

    def told(self, task: DraftedTask) -> DraftedTask:
        for part in _PARTS:
            here = task.key == self.key and part == self.part
            before = getattr(task, part)
            after = tuple(self._stands(name, here) for name in before)
            if after != before:
                settled = here or part not in task.doubted
                known = settled and all(name.unit_ids for name in after)
                unsure = _without(task.unsure, part) if known else task.unsure
                changed: dict[str, Any] = {part: after, "unsure": unsure}
                task = replace(task, **changed)
        return task

    def _stands(self, name: Named, here: bool) -> Named:
        same = name.written == self.written if here else fold(name.written) == fold(self.written)
        return Named(name.written, self.unit_ids) if same and (here or not name.unit_ids) else name


def take_date(session: Session, *, actor: Actor, clock: Clock, draft: Draft, version: int, key: str, start: int) -> str:
    """Give the loose date that begins at ``start`` to a task as its deadline; the one it had is loose again. Raises
    also "draft.no_date" where the phrase names no day."""
    begin(session, actor, draft, version)
    content = from_json(draft.content)
    task = content.task(key)
    loose = next((each for each in content.unused_dates if each.start == start), None)
    if loose is None:
        raise DomainError("not_found")
    named = phrase_at(draft.source.text, loose.start, loose.end, content.document.issued_on)
    if named is None:
        raise DomainError("draft.no_date")
    taking = replace(
        task,
        deadline=named.day,
        deadline_time=named.at_time,
        exclusive=named.exclusive,
        deadline_text=loose.text,
        phrase_start=loose.start,
        phrase_end=loose.end,
        kind=TaskKind.DATED,
        included=True,
        unsure=_without(task.unsure, "deadline", "kind"),
    )
    left = [each for each in content.unused_dates if each is not loose]
    left += _loose(task, WHY_TAKEN_OFF) if task.deadline else []
    store(session, actor, clock, draft, replace(content.with_task(taking), unused_dates=_in_order(left)), act="date")
    return key


def _loose(task: DraftedTask, why: str) -> list[LooseDate]:
    """The deadline of a task as a date that no task has; none where no words of the text name it."""
    if task.phrase_start is None or task.phrase_end is None:
        return []
    return [LooseDate(task.deadline_text, task.phrase_start, task.phrase_end, why)]


def _in_order(dates: Iterable[LooseDate]) -> tuple[LooseDate, ...]:
    by_place = {(each.start, each.end): each for each in dates}
    return tuple(by_place[place] for place in sorted(by_place))


def _without(names: Sequence[str], *gone: str) -> tuple[str, ...]:
    return tuple(name for name in names if name not in gone)
