"""What one press on a card does: a table from the word in the address to the service behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.domain.errors import DomainError
from app.domain.terms import TaskKind
from app.models import Draft, Unit
from app.services import aliases, draft_editing, drafts
from app.services.draft_content import DraftedTask
from app.web.draft_cards import PARTS, name_to_remember
from app.web.draft_page import current, units
from app.web.forms.drafts import PressForm, TaskForm
from app.web.frame import actor, clock, session

Act = Callable[[Draft, str, PressForm], str]


def _who(draft: Draft, version: int) -> dict[str, Any]:
    return {"actor": actor(), "clock": clock(), "draft": draft, "version": version}


def _changing(change: Callable[[DraftedTask], DraftedTask]) -> Act:
    def act(draft: Draft, key: str, form: PressForm) -> str:
        task = change(current(draft, units()).task(key))
        drafts.change_task(session(), **_who(draft, form.seen_version), task=task)
        return key

    return act


def _split(draft: Draft, key: str, form: PressForm) -> str:
    return draft_editing.split_task(session(), **_who(draft, form.seen_version), key=key, at=form.number("at"))


def _merge(draft: Draft, key: str, form: PressForm) -> str:
    return draft_editing.merge_task(session(), **_who(draft, form.seen_version), key=key)


def _moving(step: int) -> Act:
    def act(draft: Draft, key: str, form: PressForm) -> str:
        return draft_editing.move_task(session(), **_who(draft, form.seen_version), key=key, step=step)

    return act


def _kind(draft: Draft, key: str, form: PressForm) -> str:
    if form.kind.data not in set(TaskKind):
        raise DomainError("not_found")
    kind = TaskKind(form.kind.data)
    return draft_editing.set_kind(session(), **_who(draft, form.seen_version), key=key, kind=kind)


def _unit(draft: Draft, key: str, form: PressForm) -> str:
    """The button that also remembers has a name of its own."""
    remember = bool(form.remember.data)
    return draft_editing.choose_unit(
        session(),
        **_who(draft, form.seen_version),
        key=key,
        part=form.part.data or "",
        written=form.written.data or "",
        unit_ids=[form.number("remember" if remember else "unit")],
        remember=remember,
    )


def _date(draft: Draft, key: str, form: PressForm) -> str:
    return draft_editing.take_date(session(), **_who(draft, form.seen_version), key=key, start=form.number("start"))


ACTS: Mapping[str, Act] = {
    "bo": _changing(lambda task: replace(task, dropped=True)),
    "lay-lai": _changing(lambda task: replace(task, dropped=False)),
    "chon": _changing(lambda task: replace(task, included=not task.included)),
    "dung": _changing(lambda task: replace(task, unsure=())),
    "tach": _split,
    "gop": _merge,
    "len": _moving(-1),
    "xuong": _moving(1),
    "loai": _kind,
    "don-vi": _unit,
    "ngay": _date,
}


def save_task(draft: Draft, before: DraftedTask, form: TaskForm, units: Sequence[Unit]) -> None:
    """The whole form of a card. Raises NotRemembered, and what the service does."""
    task = form.task(before, units)
    drafts.change_task(session(), **_who(draft, form.seen_version), task=task)
    for part in PARTS:
        box, written = form.remembering(part), name_to_remember(before, part)
        if box.data and written:
            try:
                _remember(written, task, part, units)
            except DomainError as problem:
                raise NotRemembered(part, problem) from problem


class NotRemembered(Exception):
    """A name cannot be remembered: of which ``part``, and why."""

    def __init__(self, part: str, problem: DomainError) -> None:
        super().__init__(part)
        self.part, self.problem = part, problem


def _remember(written: str, task: DraftedTask, part: str, units: Sequence[Unit]) -> None:
    named = next((name for name in getattr(task, part) if name.written == written), None)
    if named is None or len(named.unit_ids) != 1:
        raise DomainError("alias.one_unit", name=written)
    unit = next(each for each in units if each.id == named.unit_ids[0])
    aliases.add_alias(session(), actor=actor(), clock=clock(), unit=unit, alias=written, units=units)
