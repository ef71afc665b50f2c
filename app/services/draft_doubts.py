"""What text recognition was not sure of makes the fields that stand on it unsure: number, day, signer, deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.services.draft_content import DraftContent, DraftedDocument, DraftedTask
from app.wording.drafts import DAY_BEGINS

HEAD = 1_500  # characters: where the number and the day stand
DAY = 30  # and how far on from its first word the day of issue goes
Places = Sequence[tuple[int, int]]


def doubting(content: DraftContent, text: str, doubtful: Places) -> DraftContent:
    """The draft with the doubts of the words at these places of the text (start, end) added to its own."""
    if not doubtful:
        return content
    tasks = tuple(_task(task, doubtful) for task in content.tasks)
    return replace(content, document=_document(content.document, text, doubtful), tasks=tasks)


def _task(task: DraftedTask, doubtful: Places) -> DraftedTask:
    """A deadline is only as certain as the words of its phrase."""
    if task.deadline is None or task.phrase_start is None or task.phrase_end is None:
        return task
    if not _touches((task.phrase_start, task.phrase_end), doubtful):
        return task
    return replace(task, unsure=_with(task.unsure, "deadline"), doubted=_with(task.doubted, "deadline"))


def _document(document: DraftedDocument, text: str, doubtful: Places) -> DraftedDocument:
    number = document.number.partition("/")[0]  # what is often written by hand; the symbol after it is printed
    found = {
        "number": number and _touches(_place(text[:HEAD].find(number), number), doubtful),
        "issued_on": document.issued_on and _is_day_doubtful(text[:HEAD], doubtful),
        "signer": document.signer and _touches(_place(text.rfind(document.signer), document.signer), doubtful),
    }
    return replace(document, unsure=_with(document.unsure, *(name for name, doubted in found.items() if doubted)))


def _is_day_doubtful(head: str, doubtful: Places) -> bool:
    """Whether a number in the date of issue is doubtful: the day is often written by hand."""
    at = head.find(DAY_BEGINS)
    return any(any(map(str.isdigit, head[a:b])) for a, b in doubtful if at >= 0 and at <= a < at + DAY)


def _place(at: int, words: str) -> tuple[int, int]:
    return (at, at + len(words)) if at >= 0 else (0, 0)


def _touches(place: tuple[int, int], doubtful: Places) -> bool:
    return any(start < place[1] and end > place[0] for start, end in doubtful)


def _with(fields: Sequence[str], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*fields, *more]))
