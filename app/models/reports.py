"""A report's period, and the figures that were frozen for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import PeriodKind
from app.models.base import Base, PublicId, choice
from app.models.organisation import User


class Report(PublicId, Base):
    """A period with its cut-off; figures are made for it and frozen."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[PeriodKind] = mapped_column(choice(PeriodKind))
    year: Mapped[int | None]
    quarter: Mapped[int | None]
    period_from: Mapped[date]
    cut_off: Mapped[date]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    snapshots: Mapped[list[Snapshot]] = relationship(back_populates="report", order_by="Snapshot.id")


class Snapshot(PublicId, Base):
    """Frozen figures and the rows behind each, as they were known at ``known_at``; never changed.

    ``content`` is the JSON of ``app.services.reports``; ``sha256`` is of its canonical form, so that a change shows.
    """

    __tablename__ = "snapshots"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    known_at: Mapped[datetime]
    policy_version: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    report: Mapped[Report] = relationship(back_populates="snapshots")
    recorder: Mapped[User] = relationship()
