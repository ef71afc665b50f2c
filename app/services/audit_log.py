"""Reading the audit log, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.domain.calendar import bounds_of
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


@dataclass(frozen=True, slots=True)
class WantedEntries:
    """What the log is narrowed to; nothing means all. Both days belong to it."""

    action: str = ""
    since: date | None = None
    through: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found = [AuditEntry.action == self.action] if self.action else []
        if self.since:
            found.append(AuditEntry.at >= bounds_of(self.since)[0])
        if self.through:
            found.append(AuditEntry.at < bounds_of(self.through)[1])
        return found


def read_log(
    session: Session, *, actor: Actor, page: int = 1, wanted: WantedEntries | None = None, per_page: int = PER_PAGE
) -> Page[Entry]:
    """A page of the office's log, the newest first."""
    check(actor, Action.VIEW_AUDIT)
    conditions = [AuditEntry.office_id == actor.office_id, *(wanted.conditions() if wanted else [])]
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
