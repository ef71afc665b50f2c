"""What the pages of a notice and of an assignment show of other notices."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from app.domain.permissions import Action, allowed
from app.domain.terms import DirectiveLink, EventKind
from app.models import Assignment, Directive
from app.services import relation_lists
from app.services.relation_lists import SaidAgain
from app.web.frame import actor, clock, session
from app.web.lists import hidden, kept_rules
from app.wording import relations as words


def of_directive(directive: Directive) -> dict[str, object]:
    """Its relations, and by task what it says again; ``again_only`` are tasks that are no others than earlier ones."""
    who: dict[str, Any] = {"actor": actor(), "directive": directive}
    related = relation_lists.related_to(session(), **who)
    by_task: dict[int, list[SaidAgain]] = defaultdict(list)
    known: dict[str, Any] = {"rules": kept_rules(), "today": clock().today(), "known_hidden": hidden()}
    for each in relation_lists.said_again(session(), **who, **known):
        by_task[each.task_id].append(each)
    return {
        "related": related,
        "replaced_by": [each for each in related if each.is_later and each.kind is DirectiveLink.REPLACES],
        "said_again": dict(by_task),
        "again_only": sum(each[0].is_whole for each in by_task.values()),
        "may_relate": allowed(actor(), Action.RELATE),
        "relation_words": words,
    }


def of_assignment(assignment: Assignment) -> dict[str, object]:
    """The later notices that said it again, each with the time it was, and the one that replaced it."""
    later = relation_lists.later_notices(session(), assignment=assignment)
    again = [each for each in later if each.event.kind is EventKind.REPEATED]
    return {
        "repeats": list(enumerate(again, start=1)),
        "replaced_by": [each for each in later if each.event.kind is EventKind.SUPERSEDED],
        "relation_words": words,
    }
