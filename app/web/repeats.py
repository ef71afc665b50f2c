"""On the page before "Giao nhiệm vụ": which earlier tasks the notice may say again, and what somebody chose."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request

from app.domain.permissions import Action, allowed
from app.services import repeat_proposals
from app.services.draft_content import ChosenRepeat, DraftContent
from app.services.repeat_proposals import Candidate
from app.web.frame import actor, clock, session
from app.wording import relations as words

NEW = "moi"  # the value of a choice: a new task
KEEP, ADOPT = "giu", "theo"  # of the deadline


def names(key: str, unit_id: int) -> tuple[str, str]:
    """What the two questions about a lead of a task are called in the form."""
    return f"lap-{key}-{unit_id}", f"han-{key}-{unit_id}"


def sent(content: DraftContent) -> list[ChosenRepeat]:
    """What the form says, for the leads of the draft's tasks; what it does not ask about is a new task."""
    return list(_sent(content))


def _sent(content: DraftContent) -> Iterator[ChosenRepeat]:
    adopts = {KEEP: False, ADOPT: True}
    for task in content.given:
        for unit_id in task.lead_ids:
            which, date = names(task.key, unit_id)
            if which in request.form:
                value = request.form[which][:64]
                adopt = adopts.get(request.form.get(date, ""))
                yield ChosenRepeat(task.key, unit_id, "" if value == NEW else value, adopt)


def giving(content: DraftContent, *, problem: bool = False) -> dict[str, object]:
    """What the page proposes; after a refusal with what was sent."""
    if not allowed(actor(), Action.RELATE):
        return {"repeats": []}
    if problem and request.method == "POST":
        content = content.choosing(sent(content))
    found = repeat_proposals.proposals(session(), actor=actor(), clock=clock(), content=content)
    return {"repeats": found, "repeat_names": names, "relation_words": words, "reasons": reasons}


def reasons(each: Candidate) -> str:
    like = each.likeness
    return words.reasons(like.shared, like.cited, like.product)


def given_words(content: DraftContent, units: int) -> str:
    """What giving the draft came to."""
    again = {(each.key, each.unit_id) for each in content.repeats if each.assignment}
    tasks = list(content.given)
    said = sum((task.key, unit_id) in again for task in tasks for unit_id in task.lead_ids)
    whole = sum(bool(task.lead_ids) and all((task.key, each) in again for each in task.lead_ids) for task in tasks)
    return words.given_and_repeated(len(tasks) - whole, said, units)
