"""Who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.models.base import Base


class AuditEntry(Base):
    """One act. Append-only; the actor is an opaque id, so that a person can be erased and the log kept."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)  # the sequence number
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))  # "assignment:<public id>"
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)


def _refuse(mapper: Mapper[AuditEntry], connection: Connection, target: AuditEntry) -> None:
    raise RuntimeError("audit entries are append-only")


event.listen(AuditEntry, "before_update", _refuse)
event.listen(AuditEntry, "before_delete", _refuse)
