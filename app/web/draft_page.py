"""What the pages of a draft show: the marked source, a card for each task, what is missing, and one open form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app.domain.errors import DomainError
from app.domain.permissions import Action, allowed
from app.domain.superior import is_superiors
from app.domain.terms import TaskKind
from app.models import Draft, Unit
from app.services import draft_changing, drafts, people, source_encoding
from app.services.draft_content import HEAD, DraftContent, DraftedTask, from_json
from app.services.draft_superior import InnerDate, inner_dates, with_inner
from app.web import repeats
from app.web.draft_cards import PARTS, Card, by_key, cards, loose_dates, name_to_remember, segments, unknown_names
from app.web.forms.drafts import HeaderForm, InnerDateForm, TaskForm, Versioned
from app.web.frame import actor, clock, session
from app.web.lists import kept_rules
from app.web.source_pages import draft_image
from app.web.source_text import Page, Span, blocks, pages
from app.web.year_doubt import year_doubt
from app.wording.drafts import DOUBTFUL, field_words, recognised_words, step_word
from app.wording.errors import sentence

NEW = "moi"
TO_CHECK = "can-kiem-tra"  # in the address: only what somebody still has to look at


@dataclass(frozen=True, slots=True)
class View:
    """How the review page is looked at: the card whose form is open, the one that is being split, whether only what is
    to be checked is listed, and the card that the last press leads to."""

    editing: str = ""
    splitting: str = ""
    only_checks: bool = False
    at: str = ""

    def address(self, draft: Draft, key: str = "") -> str:
        """The page so limited, without an open form; at a card."""
        chi = TO_CHECK if self.only_checks else None
        return url_for("drafts.review", public_id=draft.public_id, chi=chi, _anchor=f"t-{key}" if key else None)


def units() -> list[Unit]:
    return people.units_with_aliases(session(), office_id=actor().office_id, today=clock().today())


def current(draft: Draft, in_force: Sequence[Unit]) -> DraftContent:
    """What the draft holds, without the units that have ended since it was read."""
    return among(from_json(draft.content), in_force)


def among(content: DraftContent, in_force: Sequence[Unit]) -> DraftContent:
    return content.among({unit.id for unit in in_force})


def make_form(key: str, content: DraftContent, in_force: Sequence[Unit], *, sent: bool) -> Versioned:
    """The form of a card, or of the header: with what was sent, or with what is kept."""
    if key == HEAD:
        return HeaderForm() if sent else HeaderForm(None, obj=content.document)
    form = TaskForm() if sent else TaskForm(None)
    form.deadline.anchor = form.inner_due.anchor = content.document.issued_on
    if is_superiors(content.document.source_of_assignment):
        form.tell_superiors()
    if not sent:
        form.fill(task_of(content, key))
    form.offer(in_force)
    return form


def task_of(content: DraftContent, key: str) -> DraftedTask:
    """The task with the key, or a blank one. Raises DomainError("not_found")."""
    if key == NEW:
        return DraftedTask(key=content.new_key(), text="", kind=TaskKind.DATED)
    return content.task(key)


def page(draft: Draft, view: View, *, sent: Versioned | None = None, stale: bool = False) -> dict[str, object]:
    """Everything the review page needs. ``sent`` is a form that could not be taken, shown again with its typing."""
    in_force = units()
    content = current(draft, in_force)
    found = drafts.missing(content, today=clock().today())
    every, left = cards(content, in_force, found), drafts.to_check(content, found)
    of_head = [sentence(each) for each in by_key(found).get(None, []) if each.code != "directive.no_tasks"]
    kept = make_form(view.editing, content, in_force, sent=False) if view.editing else None
    loose = loose_dates(content)
    act = draft_changing.last_act(session(), draft=draft)
    return {
        "draft": draft,
        "view": view,
        "base": url_for("drafts.review", public_id=draft.public_id),
        "here": view.address(draft),
        "document": content.document,
        "document_check": field_words(content.document.unsure),
        "document_problems": of_head,
        "from_above": is_superiors(content.document.source_of_assignment),
        "inner": inner_of(content),
        "show_head": HEAD in left or not view.only_checks or view.editing == HEAD,
        "cards": [card for card in every if not card.task.dropped],
        "shown": [card for card in every if _is_shown(card, view)],
        "dropped": [card for card in every if card.task.dropped],
        "checks": len(left),
        "loose": [each for each in loose if not each.besides],
        "besides": [each for each in loose if each.besides],
        "recognised": _recognised_words(draft),
        "text_pages": _marked(draft, content),
        "same": drafts.same_text(session(), actor=actor(), draft=draft),
        "converted_from": source_encoding.encoding(draft.source),
        "from_sheet": draft.source.extractor.startswith("xlsx"),
        "form": sent or kept,
        "open_task": _open_task(content, view),
        "segments": segments(content.task(view.splitting), draft.source.text) if view.splitting else [],
        "versions": (sent.shown(), kept.shown()) if stale and sent and kept else None,
        "undo": step_word(act) if act else "",
        "kinds": list(TaskKind),
        "today": clock().today(),
        "may_give": allowed(actor(), Action.GIVE_TASKS),
        **totals(content),
    }


def _is_shown(card: Card, view: View) -> bool:
    """The open card is, whatever the list is limited to."""
    if card.task.key in (view.editing, view.splitting):
        return True
    return not card.task.dropped and (card.is_open or not view.only_checks)


def _recognised_words(draft: Draft) -> str:
    recognised = draft.source.recognised
    return recognised_words(recognised["hard"]) if recognised else ""


def _marked(draft: Draft, content: DraftContent) -> list[Page]:
    spans = [
        Span(task.key, task.start, task.end, task.phrase_start, task.phrase_end, bool(task.unsure and task.is_given))
        for task in content.tasks
        if not task.dropped and task.start is not None and task.end is not None
    ]
    loose = [(each.start, each.end, each.why) for each in content.unused_dates]
    doubtful = [(start, end, DOUBTFUL) for start, end in (draft.source.recognised or {}).get("doubtful", ())]
    found = blocks(draft.source.text, spans, loose + doubtful)
    return pages(found, draft.source.page_starts, draft_image(draft.public_id))


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Beside the fields of the open card, by part: the names as written that nobody knows, and the one to remember;
    ``first`` is the field to begin with."""

    unknown: dict[str, list[str]]
    remember: dict[str, str]
    first: str


def _open_task(content: DraftContent, view: View) -> OpenTask | None:
    if view.editing in ("", HEAD):
        return None
    task = task_of(content, view.editing)
    return OpenTask(
        {part: unknown_names(task, part) for part in PARTS},
        {part: name_to_remember(task, part) for part in PARTS},
        next((name for name in task.unsure if hasattr(TaskForm, name)), "text" if view.editing == NEW else "leads"),
    )


def left_to_check(content: DraftContent) -> list[str]:
    """Keys of what somebody still has to look at today."""
    return drafts.to_check(content, drafts.missing(content, today=clock().today()))


def to_check_from(content: DraftContent, key: str) -> str:
    """Where to go among the cards to be checked: this one, the next one if it is none of them, or the first."""
    left = left_to_check(content)
    keys = [HEAD, *(task.key for task in content.tasks)]
    after = keys[keys.index(key) :] if key in keys else []
    return next((each for each in (*after, *left) if each in left), "")


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


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody else did meanwhile, and where: the card's number in the notice, if it has one."""

    what: str
    where: str
    key: str
    who: str
    at: datetime


def _changes(draft: Draft, content: DraftContent, step: int) -> list[Change]:
    clauses = {task.key: task.clause for task in content.tasks}
    done = draft_changing.since(session(), draft=draft, step=step)
    return [Change(step_word(each.act), clauses.get(each.key, ""), each.key, each.who, each.at) for each in done]


def inner_of(content: DraftContent) -> dict[str, InnerDate]:
    """The office's own dates by key; the rules are read only where a superior issued the notice."""
    if not is_superiors(content.document.source_of_assignment):
        return {}
    rules = kept_rules()
    return inner_dates(content, today=clock().today(), rules=rules)


def inner_forms(content: DraftContent, *, sent: bool) -> dict[str, InnerDateForm]:
    """A small form for each of those dates: as sent, or as typed before or proposed."""
    found = {}
    for key, each in inner_of(content).items():
        prefix = f"noi-{key}-"
        found[key] = InnerDateForm(prefix=prefix) if sent else InnerDateForm(None, prefix=prefix)
        found[key].hold(each.superior_due)
        if not sent:
            found[key].day.data = each.day
    return found


def giving_page(
    draft: Draft,
    problem: DomainError | None = None,
    *,
    since: int | None = None,
    sent: Mapping[str, InnerDateForm] | None = None,
) -> dict[str, object]:
    """The page before "Giao nhiệm vụ": a summary, or what is missing with links to the cards; and what was done
    ``since`` the step that a stale page knew. ``sent`` are the office's own dates as they were typed."""
    in_force = units()
    content = current(draft, in_force)
    lacking = drafts.missing(content, today=clock().today())
    inner = inner_of(content)
    return {
        "draft": draft,
        "document": content.document,
        "inner": inner,
        "inner_forms": inner_forms(content, sent=False) | dict(sent or {}),
        "lacking": [(each.key, sentence(each.problem)) for each in lacking],
        "unchecked": drafts.to_check(content, lacking),
        "shares": shares(with_inner(content, inner), in_force),
        "problem": sentence(problem) if problem else "",
        "changes": [] if since is None else _changes(draft, content, since),
        "doubt": year_doubt(*(task.deadline for task in content.tasks), *(each.day for each in inner.values())),
        "step": draft_changing.newest_step(session(), draft=draft),
        "there": problem.params.get("public_id") if problem else None,
        "ask": problem is not None and problem.code == "directive.alike",
        "today": clock().today(),
        **repeats.giving(content, problem=problem is not None),
        **totals(content),
    }
