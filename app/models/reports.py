"""A report's period, and the figures that were frozen for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import Audience, FactKind, PeriodKind
from app.models.base import Base, PublicId, append_only, choice
from app.models.organisation import Office, User


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

    office: Mapped[Office] = relationship()
    snapshots: Mapped[list[Snapshot]] = relationship(back_populates="report", order_by="Snapshot.id")


class Snapshot(PublicId, Base):
    """Frozen figures and the rows behind each, as they were known at ``known_at``; never changed, which triggers of
    the database see to (migration 0010).

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


append_only(Snapshot, "what was frozen")


class ReportFact(PublicId, Base):
    """Something that somebody typed for a report, with the document that proves it; copied into what is frozen."""

    __tablename__ = "report_facts"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    kind: Mapped[FactKind] = mapped_column(choice(FactKind))
    amount: Mapped[int]
    document: Mapped[str] = mapped_column(String(200))  # kind and number, as in "Quyết định số 12/QĐ-UBND"
    document_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class ReportText(Base):
    """A sentence that somebody wrote in the place of a generated one; ``text`` is empty where it is left out.

    ``slot`` names the sentence; ``generated`` is what stood there then: where new figures say something else, it is out
    of date.
    """

    __tablename__ = "report_texts"
    __table_args__ = (UniqueConstraint("report_id", "audience", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    slot: Mapped[str] = mapped_column(String(40))
    generated: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class ReportDraft(PublicId, Base):
    """The office's own draft of a report, as it was uploaded; it is kept unchanged. ``place`` is the number of the
    paragraph after which the section goes, None while nobody has said."""

    __tablename__ = "report_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))  # the file store keeps the bytes under this name
    size: Mapped[int]
    place: Mapped[int | None]
    audience: Mapped[Audience] = mapped_column(choice(Audience))
    names_units: Mapped[bool]  # to a superior
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class ReportOutline(Base):
    """The outline of the office's whole report from a year on, where it is not the one that comes with the software."""

    __tablename__ = "report_outlines"
    __table_args__ = (UniqueConstraint("office_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    year: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
