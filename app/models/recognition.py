"""Scans that wait until their text has been recognised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import RecognitionState
from app.models.base import Base, PublicId, choice
from app.models.documents import Draft


class Recognition(PublicId, Base):
    """An upload whose pages are pictures, on its way to a draft. The file waits in quarantine under the name ``held``.

    ``problem`` is the code of a DomainError with its ``params``. Who works on it just now does so until
    ``claimed_until``; then somebody else may take it up, but not more often than ``tries`` allow.
    """

    __tablename__ = "recognitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    state: Mapped[RecognitionState] = mapped_column(choice(RecognitionState), default=RecognitionState.WAITING)
    filename: Mapped[str] = mapped_column(String(255))
    held: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int | None]  # to be recognised; known when work has begun
    pages_done: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(60), default="")
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"))
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]

    draft: Mapped[Draft | None] = relationship()
