"""A draft as ``give_tasks`` takes it."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.directives import NewDirective
from app.services.draft_content import DraftedDocument, DraftedTask, Named
from app.services.draft_superior import InnerDate
from app.services.giving import NewTask


def new_directive(document: DraftedDocument, source_id: int) -> NewDirective:
    return NewDirective(
        kind=document.kind,
        number=document.number or None,
        issuer=document.issuer,
        place=document.place,
        issued_on=document.issued_on,
        meeting_on=document.meeting_on,
        chair=document.chair,
        signer=document.signer,
        signer_title=document.signer_title,
        subject=document.subject,
        source_of_assignment=document.source_of_assignment,
        leader=document.leader,
        source_id=source_id,
    )


def new_task(task: DraftedTask, inner: InnerDate | None = None) -> NewTask:
    return NewTask(
        clause=task.clause,
        text=task.text,
        start=task.start,
        end=task.end,
        kind=task.kind,
        urgency=task.urgency,
        report_to=task.report_to,
        addressee=written(task.leads),
        recurrence=task.recurrence,
        lead_unit_ids=task.lead_ids,
        coordinating_unit_ids=task.coordinating_ids,
        named_on=inner.day if inner else task.deadline,
        superior_due_on=task.deadline if inner else None,
        exclusive=task.exclusive,
        time_of_day=task.deadline_time,
        phrase=task.deadline_text,
    )


def written(names: Sequence[Named]) -> str:
    """The names as the notice writes them."""
    return ", ".join(name.written for name in names)
