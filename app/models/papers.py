"""What passes over the văn thư's desk on paper: reports that came in, letters of urging that got their number."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, PublicId
from app.models.organisation import Unit


class IncomingPaper(PublicId, Base):
    """A report of a unit that came on paper. It waits until somebody records what it answers (``settled_at``), with
    the assignment, or sets it aside because it answers none."""

    __tablename__ = "incoming_papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    received_on: Mapped[date]
    subject: Mapped[str] = mapped_column(String(500), default="")
    filename: Mapped[str] = mapped_column(String(255), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)  # bytes
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"), index=True)
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    settler_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    __mapper_args__ = {"version_id_col": version}


class UrgingLetter(PublicId, Base):
    """A letter of urging (công văn đôn đốc): to which assignments, as of when; number and date come after signing.

    ``unit_id`` is the one unit it goes to; None: to all whose assignments it names.
    """

    __tablename__ = "urging_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    subject: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime]  # the figures in it are as of this instant
    number: Mapped[str | None] = mapped_column(String(60))
    issued_on: Mapped[date | None]
    report_by: Mapped[date | None]  # the day by which the units are asked to report; None: it names none
    recorder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class UrgingLetterAssignment(Base):
    """An assignment that a letter urges, with what the letter says of it: its deadline, how far past it it was, and how
    often its unit had been urged before."""

    __tablename__ = "urging_letter_assignments"

    letter_id: Mapped[int] = mapped_column(ForeignKey("urging_letters.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True, index=True)
    due_on: Mapped[date | None]
    days_overdue: Mapped[int] = mapped_column(default=0)
    working_days_overdue: Mapped[int] = mapped_column(default=0)
    times_urged: Mapped[int] = mapped_column(default=0)
