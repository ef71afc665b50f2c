"""What the reader found becomes a draft: names are looked up among the office's units, and doubts are marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.collective import members
from app.domain.naming import KnownUnit, fold, resolve, spelled_out
from app.domain.reading import DocumentHead, DraftTask, Reading
from app.domain.recurrence_phrases import parse
from app.domain.terms import SourceOfAssignment, TaskKind, Urgency
from app.models import Office, Unit
from app.services.draft_content import DraftContent, DraftedDocument, DraftedTask, LooseDate, Named
from app.wording.drafts import NOTICE
from app.wording.recurrence import say

# As long as the columns the values end up in; what a page writes is checked by its form.
LENGTHS = {"clause": 40, "deadline_text": 300, "issuer": 200, "kind": 60, "number": 60, "recurrence": 200}
PERSON = 100


def known_units(units: Iterable[Unit]) -> list[KnownUnit]:
    """The units with every name they go by, as ``resolve`` takes them."""
    return [
        KnownUnit(
            unit.id,
            tuple(name for name in (unit.name, unit.short_name, *_aliases(unit)) if name),
            outside=not unit.under_authority,
        )
        for unit in units
    ]


def _aliases(unit: Unit) -> Iterable[str]:
    return (alias.alias for alias in unit.aliases)


def content_of(reading: Reading, *, office: Office, known: Sequence[KnownUnit]) -> DraftContent:
    """The draft as it stands before anybody has looked at it."""
    return DraftContent(
        document=_document(reading.document, office),
        tasks=tuple(task_of(f"t{n}", task, known) for n, task in enumerate(reading.tasks, 1)),
        unused_dates=tuple(LooseDate(each.text, each.start, each.end, each.why) for each in reading.unused_dates),
    )


def _document(head: DocumentHead, office: Office) -> DraftedDocument:
    """The office itself issues a notice that does not say who did; somebody has to look at that."""
    assumed = [name for name in ("issuer", "kind", "subject") if not getattr(head, name)]
    return DraftedDocument(
        number=_clipped("number", head.number),
        kind=_clipped("kind", head.kind or NOTICE),
        issuer=_clipped("issuer", head.issuer or office.name),
        place=(head.place or "")[:PERSON],
        issued_on=head.issued_on,
        meeting_on=head.meeting_on,
        chair=(head.chair or "")[:PERSON],
        signer=(head.signer or "")[:PERSON],
        signer_title=(head.signer_title or "")[:PERSON],
        subject=head.subject or "",
        source_of_assignment=_source(head, office),
        leader=(head.chair or "")[:PERSON],
        unsure=tuple(dict.fromkeys([*head.unsure, *assumed])),
    )


def _source(head: DocumentHead, office: Office) -> SourceOfAssignment | None:
    """Of the office's own notice its leaders, of that of the committee above it the province; else who chaired is taken
    for one of the office's leaders, and somebody chooses where nobody did."""
    issuer = spelled_out(head.issuer or office.name)
    if office.parent_name and issuer == spelled_out(office.parent_name):
        return SourceOfAssignment.PROVINCE
    return SourceOfAssignment.OWN if head.chair or issuer == spelled_out(office.name) else None


def task_of(key: str, task: DraftTask, known: Sequence[KnownUnit]) -> DraftedTask:
    """What the reader drafted, with its names looked up."""
    expand = task.kind is not TaskKind.GENERAL
    leads = look_up(task.leads, known, expand=expand)
    coordinating = look_up(task.coordinating, known, expand=expand)
    drafted = DraftedTask(
        key=key,
        included=not task.general,
        clause=_clipped("clause", task.clause),
        text=task.text,
        start=task.start,
        end=task.end,
        leads=leads,
        coordinating=coordinating,
        report_to=_report_to(task),
        deadline=task.deadline,
        deadline_time=task.deadline_time,
        exclusive=task.exclusive,
        deadline_text=_clipped("deadline_text", task.deadline_text),
        phrase_start=task.deadline_start,
        phrase_end=task.deadline_end,
        recurrence=_clipped("recurrence", task.recurrence),
        kind=task.kind,
        urgency=Urgency.URGENT if task.urgent else Urgency.NORMAL,
        unsure=_unsure(task, leads, coordinating),
        doubted=task.unsure,
    )
    return recurring(drafted) if task.kind in _MAY_RECUR and task.recurrence else drafted


_MAY_RECUR = (TaskKind.PER_REPORT, TaskKind.CONTINUOUS)


def recurring(task: DraftedTask) -> DraftedTask:
    """The task as one that recurs, where its phrase or its sentence tells by which rule; otherwise as it is. Somebody
    looks at a rule that the two do not tell alike."""
    of_phrase, of_text = parse(task.recurrence), parse(task.text)
    rule = of_phrase or of_text
    if rule is None:
        return task
    doubt = () if of_phrase == of_text else ("recurrence",)
    unsure, doubted = (tuple(dict.fromkeys((*names, *doubt))) for names in (task.unsure, task.doubted))
    return replace(task, kind=TaskKind.RECURRING, recurrence=say(rule), unsure=unsure, doubted=doubted)


def look_up(names: Iterable[str], known: Sequence[KnownUnit], *, expand: bool) -> tuple[Named, ...]:
    """Names nobody knows stay as written; those of several units at once stand for their members, if ``expand``."""
    return tuple(Named(written, _units_of(written, known, expand)) for written in dict.fromkeys(names))


def _units_of(written: str, known: Sequence[KnownUnit], expand: bool) -> tuple[int, ...]:
    unit_id = resolve(written, known)
    if unit_id is not None:
        return (unit_id,)
    return members(written, known) if expand else ()


def _unsure(task: DraftTask, leads: Sequence[Named], coordinating: Sequence[Named]) -> tuple[str, ...]:
    """A general task needs no unit, so that its addressees are no doubt. Nobody has confirmed yet who the members of a
    collective name are."""
    if task.kind is TaskKind.GENERAL:
        return tuple(name for name in task.unsure if name not in ("leads", "coordinating"))
    found = list(task.unsure)
    if not leads or any(len(name.unit_ids) != 1 for name in leads):
        found.append("leads")
    if any(len(name.unit_ids) != 1 for name in coordinating):
        found.append("coordinating")
    return tuple(dict.fromkeys(found))


def _report_to(task: DraftTask) -> str:
    """As in "UBND huyện (qua Phòng Nội vụ)": a name that the sentence puts behind "qua" is the way, not the end."""
    sentence = fold(task.text)
    ends = [name for name in task.report_to if f"qua {fold(name)}" not in sentence]
    ways = [name for name in task.report_to if name not in ends]
    if not ends:
        return ", ".join(ways)
    return ", ".join(ends) + (f" (qua {', '.join(ways)})" if ways else "")


def _clipped(name: str, value: str | None) -> str:
    return unicodedata.normalize("NFC", value or "")[: LENGTHS[name]]
