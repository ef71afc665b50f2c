"""Who did what, and the seals that show whether anybody has meddled with it since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, append_only


class AuditEntry(Base):
    """One act. Append-only, which triggers of the database see to (migration 0007); the actor is an opaque id, so that
    a person can be erased and the log kept."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_office_id_at", "office_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)  # the sequence number
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80))  # "assignment:<public id>"
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)


class AuditSeal(Base):
    """The seal of an office's local day; ``app.domain.audit_chain`` says what each column holds. Append-only as well.

    ``number`` being unique keeps two processes from making the chain fork.
    """

    __tablename__ = "audit_seals"
    __table_args__ = (UniqueConstraint("office_id", "number"), UniqueConstraint("office_id", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    number: Mapped[int]
    day: Mapped[date]
    first_entry: Mapped[int]
    last_entry: Mapped[int]
    entries: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    marks: Mapped[str] = mapped_column(Text)
    sealed_at: Mapped[datetime]


for model in (AuditEntry, AuditSeal):
    append_only(model, "the audit log")
