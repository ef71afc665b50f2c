"""Reading the audit log, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.permissions import Action, Actor, check
from app.models import AuditEntry, User
from app.services.listing import PER_PAGE, Page


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. ``name`` is None for a person who has been erased; ``subject`` is as in "assignment:<public id>"."""

    sequence: int
    at: datetime
    name: str | None
    action: str
    subject: str
    payload: dict[str, Any]


def read_log(
    session: Session, *, actor: Actor, page: int = 1, action: str = "", per_page: int = PER_PAGE
) -> Page[Entry]:
    """A page of the office's log, the newest first; of one kind of act, or of all."""
    check(actor, Action.VIEW_AUDIT)
    conditions = [AuditEntry.office_id == actor.office_id]
    if action:
        conditions.append(AuditEntry.action == action)
    total = session.scalar(select(func.count(AuditEntry.id)).where(*conditions)) or 0
    page = min(max(1, page), max(1, ceil(total / per_page)))
    rows = session.execute(
        select(AuditEntry.id, AuditEntry.at, User.name, AuditEntry.action, AuditEntry.subject, AuditEntry.payload)
        .outerjoin(User, User.public_id == AuditEntry.actor)
        .where(*conditions)
        .order_by(AuditEntry.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return Page([Entry(*row) for row in rows], page, total, per_page)
