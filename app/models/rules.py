"""The office's rules that are data: its calendar and its policy."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class CalendarDay(Base):
    """A day that differs from its weekday: off, or a make-up working day (``is_working``)."""

    __tablename__ = "calendar_days"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(120), default="")


class CalendarYear(Base):
    """Whether a year's days off were confirmed against the official announcement."""

    __tablename__ = "calendar_years"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    confirmed: Mapped[bool] = mapped_column(default=False)


class Policy(Base):
    """A version of the office's choices; snapshots name the version they used."""

    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("office_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    version: Mapped[int]
    exclusive_is_day_before: Mapped[bool] = mapped_column(default=False)
    roll_fixed_dates: Mapped[bool] = mapped_column(default=False)
    due_soon_working_days: Mapped[int] = mapped_column(default=5)
    acknowledge_working_days: Mapped[int] = mapped_column(default=2)
    decide_working_days: Mapped[int] = mapped_column(default=2)
    extensions_limit: Mapped[int | None]  # how many may be granted; None: as many as are
    extension_notice_days: Mapped[int | None]  # working days before the due day by which to ask; None: at any time
    update_days: Mapped[int] = mapped_column(default=14)  # of the update rate
    link_days: Mapped[int] = mapped_column(default=30)  # how long the link of a mail can be used
    links_report: Mapped[bool] = mapped_column(default=True)  # False: only acknowledging and progress
    inner_due_working_days: Mapped[int] = mapped_column(default=3)  # the office's own date before a superior's
    acknowledge_hours: Mapped[int] = mapped_column(default=1)  # of what is "Hỏa tốc"
    # Working days before the day aimed at; None: no such rung.
    remind_first_days: Mapped[int | None] = mapped_column(default=5)
    remind_second_days: Mapped[int | None] = mapped_column(default=3)
    remind_third_days: Mapped[int | None] = mapped_column(default=1)
    sign_working_days: Mapped[int] = mapped_column(default=3)  # how long a draft may lie for signature
    # Working days overdue after which each is told; None: never.
    escalate_head_days: Mapped[int | None] = mapped_column(default=1)
    escalate_chief_days: Mapped[int | None] = mapped_column(default=3)
    escalate_leader_days: Mapped[int | None] = mapped_column(default=7)
    # Hours of the day between which no mail leaves but urgent ones; the same hour twice: none are quiet.
    quiet_from_hour: Mapped[int] = mapped_column(default=21)
    quiet_to_hour: Mapped[int] = mapped_column(default=6)
    retention_years: Mapped[int | None]  # of people's data after they left; None: as long as the office keeps them
    recorded_at: Mapped[datetime]
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
