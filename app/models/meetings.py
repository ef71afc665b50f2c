"""The giao ban: a series of meetings at which all that is still owed is read out."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.terms import MeetingState
from app.models.base import Base, PublicId, choice
from app.models.documents import Directive
from app.models.organisation import User


class MeetingSeries(PublicId, Base):
    """A meeting that comes again on days of the week: ``weekdays`` are their digits, 0 for Monday ("03")."""

    __tablename__ = "meeting_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    weekdays: Mapped[str] = mapped_column(String(7))
    starts_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    chair_name: Mapped[str] = mapped_column(String(100), default="")
    chair_title: Mapped[str] = mapped_column(String(100), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    chair: Mapped[User | None] = relationship()
    meetings: Mapped[list[Meeting]] = relationship(back_populates="series", order_by="Meeting.held_on")
    __mapper_args__ = {"version_id_col": version}


class Meeting(PublicId, Base):
    """One meeting of a series. ``directive`` is the notice of its conclusions, which may wait for its number."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("series_id", "held_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    held_on: Mapped[date]
    state: Mapped[MeetingState] = mapped_column(choice(MeetingState), default=MeetingState.PLANNED)
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    chair_name: Mapped[str] = mapped_column(String(100), default="")
    chair_title: Mapped[str] = mapped_column(String(100), default="")
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directives.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the job that calls for updates
    version: Mapped[int] = mapped_column(default=1)

    series: Mapped[MeetingSeries] = relationship(back_populates="meetings")
    chair: Mapped[User | None] = relationship(foreign_keys=[chair_id])
    directive: Mapped[Directive | None] = relationship()
    __mapper_args__ = {"version_id_col": version}
