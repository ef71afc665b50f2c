"""What the pages of a draft show: the marked source, a card for each task, what is missing, and one open form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.terms import TaskKind
from app.models import Draft, Unit
from app.services import drafts, people
from app.services.draft_content import HEAD, DraftContent, DraftedTask, Named, from_json
from app.web.forms.drafts import HeaderForm, TaskForm, Versioned
from app.web.frame import actor, clock, session
from app.web.source_text import Span, blocks
from app.wording.drafts import field_words
from app.wording.errors import sentence

NEW = "moi"


@dataclass(frozen=True, slots=True)
class Name:
    """A unit on a card: by the office's own name, or as written where nobody knows it."""

    text: str
    known: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A task as its card shows it."""

    task: DraftedTask
    leads: Sequence[Name]
    coordinating: Sequence[Name]
    to_check: str  # the fields, in words
    problems: Sequence[str]
    only_to_confirm: bool  # one press of "Đúng rồi" is enough


def units() -> list[Unit]:
    return people.units_in_force(session(), office_id=actor().office_id, today=clock().today())


def make_form(key: str, content: DraftContent, in_force: Sequence[Unit], *, sent: bool) -> Versioned:
    """The form of a card, or of the header: with what was sent, or with what is kept."""
    if key == HEAD:
        return HeaderForm() if sent else HeaderForm(None, obj=content.document)
    form = TaskForm() if sent else TaskForm(None)
    form.deadline.anchor = content.document.issued_on
    if not sent:
        form.fill(task_of(content, key))
    form.offer(in_force)
    return form


def task_of(content: DraftContent, key: str) -> DraftedTask:
    """The task with the key, or a blank one. Raises DomainError("not_found")."""
    if key == NEW:
        return DraftedTask(key=content.new_key(), text="", kind=TaskKind.DATED)
    return content.task(key)


def page(draft: Draft, *, editing: str = "", sent: Versioned | None = None, stale: bool = False) -> dict[str, object]:
    """Everything the review page needs. ``sent`` is a form that could not be taken, shown again with its typing."""
    content, in_force = from_json(draft.content), units()
    names = {unit.id: unit.name for unit in in_force}
    lacking = _by_key(drafts.missing(content, today=clock().today()))
    cards = [_card(task, names, lacking.get(task.key, [])) for task in content.tasks]
    of_head = [problem for problem in lacking.get(None, []) if problem.code != "directive.no_tasks"]
    kept = make_form(editing, content, in_force, sent=False) if editing else None
    checks = [card for card in cards if card.task.is_given and (card.to_check or card.problems)]
    head_is_open = bool(content.document.unsure or of_head)
    return {
        "draft": draft,
        "document": content.document,
        "document_check": field_words(content.document.unsure),
        "document_problems": [sentence(each) for each in of_head],
        "cards": [card for card in cards if not card.task.dropped],
        "dropped": [card for card in cards if card.task.dropped],
        "first_check": HEAD if head_is_open else next((card.task.key for card in checks), ""),
        "checks": len(checks) + head_is_open,
        "loose": content.unused_dates,
        "text_blocks": _marked(draft.source.text, content),
        "same": drafts.same_text(session(), actor=actor(), draft=draft),
        "editing": editing,
        "form": sent or kept,
        "unknown": _unknown(content, editing),
        "versions": (sent.shown(), kept.shown()) if stale and sent and kept else None,
        "may_give": allowed(actor(), Action.GIVE_TASKS),
        **totals(content),
    }


def _by_key(found: Iterable[drafts.Missing]) -> Mapping[str | None, list[DomainError]]:
    by_key: dict[str | None, list[DomainError]] = {}
    for each in found:
        by_key.setdefault(each.key, []).append(each.problem)
    return by_key


def _card(task: DraftedTask, names: Mapping[int, str], problems: Sequence[DomainError]) -> Card:
    return Card(
        task,
        _names(task.leads, names),
        _names(task.coordinating, names),
        field_words(task.unsure),
        [sentence(problem) for problem in problems],
        bool(task.unsure) and all(problem.code == "task.unknown_unit" for problem in problems),
    )


def _names(named: Iterable[Named], names: Mapping[int, str]) -> list[Name]:
    found = []
    for each in named:
        known = [Name(names[unit_id], True) for unit_id in each.unit_ids if unit_id in names]
        found += known or [Name(each.written, False)]
    return list(dict.fromkeys(found))


def _marked(text: str, content: DraftContent) -> object:
    spans = [
        Span(task.key, task.start, task.end, task.phrase_start, task.phrase_end, bool(task.unsure and task.is_given))
        for task in content.tasks
        if not task.dropped and task.start is not None and task.end is not None
    ]
    return blocks(text, spans, ((each.start, each.end, each.why) for each in content.unused_dates))


def _unknown(content: DraftContent, editing: str) -> dict[str, list[str]]:
    """Names of the open card as the notice writes them, where no unit answers to them."""
    if editing in ("", HEAD):
        return {}
    task = task_of(content, editing)
    parts = {"leads": task.leads, "coordinating": task.coordinating}
    return {part: [name.written for name in names if not name.unit_ids] for part, names in parts.items()}


def totals(content: DraftContent) -> dict[str, int]:
    """Tasks that would be given, those of them that are general, and the units that would get any."""
    given = list(content.given)
    reached = {unit_id for task in given for unit_id in (*task.lead_ids, *task.coordinating_ids)}
    general = sum(task.kind is TaskKind.GENERAL for task in given)
    return {"firm": len(given) - general, "general": general, "reached": len(reached)}


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What one unit would get."""

    name: str
    leads: int
    coordinating: int
    nearest: date | None


def shares(content: DraftContent, in_force: Sequence[Unit]) -> list[UnitShare]:
    """What each unit would get, in the office's own order."""
    given = list(content.given)
    found = []
    for unit in in_force:
        leading = [task for task in given if unit.id in task.lead_ids]
        coordinating = [task for task in given if unit.id in task.coordinating_ids]
        days = [task.deadline for task in leading + coordinating if task.deadline]
        if leading or coordinating:
            found.append(UnitShare(unit.name, len(leading), len(coordinating), min(days, default=None)))
    return found


def giving_page(draft: Draft, problem: DomainError | None = None) -> dict[str, object]:
    """The page before "Giao nhiệm vụ": a summary, or what is missing with links to the cards."""
    content = from_json(draft.content)
    lacking = drafts.missing(content, today=clock().today())
    return {
        "draft": draft,
        "document": content.document,
        "lacking": [(each.key, sentence(each.problem)) for each in lacking],
        "unchecked": content.to_check,
        "shares": shares(content, units()),
        "problem": sentence(problem) if problem else "",
        "there": problem.params.get("public_id") if problem else None,
        "today": clock().today(),
        **totals(content),
    }
