"""The ledger of reminders, the outbox, and what the jobs did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.terms import MessageKind, OutboxState, ReminderRule, SkipReason
from app.models.base import Base, PublicId, choice


class Reminder(Base):
    """A ledger row: this recipient was told this rule about this assignment for this anchor and occurrence.

    ``covered`` marks what was passed over: a milder rung, or of an urgent task what the mail on an act told. It is
    recorded so that it never fires later.
    """

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("assignment_id", "rule", "anchor", "occurrence", "recipient"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    rule: Mapped[ReminderRule] = mapped_column(choice(ReminderRule))
    anchor: Mapped[str] = mapped_column(String(40))  # "due:17": the DueDate row; "event:4": where the silence began
    occurrence: Mapped[str] = mapped_column(String(10))  # "1", "5" for the rung of five days, "2026-W47" for a week
    recipient: Mapped[str] = mapped_column(String(40))  # "unit:5", "user:8"
    day: Mapped[date] = mapped_column(index=True)
    covered: Mapped[bool] = mapped_column(default=False)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("outbox_messages.id"), index=True)
    recorded_at: Mapped[datetime]


def _when_due(context: Any) -> datetime:
    """A mail queues from when it may leave, unless it is told otherwise."""
    due: datetime = context.get_current_parameters()["next_attempt_at"]
    return due


# Written out, since an index that holds only these rows is used by no query that gives the states as values.
IS_WAITING = text("state IN ('pending', 'retry')")
IS_BY_HAND = text("kind = 'reminded'")


class OutboxMessage(PublicId, Base):
    """A mail as it was composed, and how far it got. ``key`` makes it unique: an act or a day, and a recipient.

    ``copies`` are who gets the same mail besides, as [name, address]; ``refusals`` by address what the server said of
    those it did not take. An empty ``body_html`` is a mail in text alone; ``short_text`` is the mail in a few lines
    without details, to be copied. ``urgent`` ones leave at any hour and before the others; a leader's digest is one, at
    its own hour. ``queued_at`` is the place in the queue: when it was first due, or after a try that failed, when the
    next one is; of a digest its morning, or the place of the one before it that never left. It is never after
    ``next_attempt_at``.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        Index("ix_outbox_messages_state_next", "state", "next_attempt_at"),
        Index("ix_outbox_messages_sent_at", "sent_at"),
        Index(
            "ix_outbox_messages_waiting",
            "urgent",
            "queued_at",
            "id",
            "next_attempt_at",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        # With all that is asked of them, so that SQLite leaves the rows with their bodies alone.
        Index(
            "ix_outbox_messages_by_hand",
            "kind",
            "state",
            "recorded_at",
            sqlite_where=IS_BY_HAND,
            postgresql_where=IS_BY_HAND,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[MessageKind] = mapped_column(choice(MessageKind))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(40))
    to_name: Mapped[str] = mapped_column(String(200))
    to_address: Mapped[str] = mapped_column(String(254))  # empty: nobody has entered one
    copies: Mapped[list[Any]] = mapped_column(default=list)
    subject: Mapped[str] = mapped_column(String(300))
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    short_text: Mapped[str] = mapped_column(Text, default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[OutboxState] = mapped_column(choice(OutboxState), default=OutboxState.PENDING)
    skip_reason: Mapped[SkipReason | None] = mapped_column(choice(SkipReason))
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    queued_at: Mapped[datetime] = mapped_column(default=_when_due)
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
    refusals: Mapped[dict[str, Any]] = mapped_column(default=dict)
    recorded_at: Mapped[datetime]


class JobRun(Base):
    """One finished run of a job: when, for which day, whether it succeeded, and what it says it did."""

    __tablename__ = "job_runs"
    __table_args__ = (Index("ix_job_runs_job_started", "job", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    ok: Mapped[bool]
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Lease(Base):
    """Who does something just now that one is enough for; it lapses by itself when its owner dies."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    taken_at: Mapped[datetime]  # by this owner, for the first time in a row
    expires_at: Mapped[datetime]


class MessageAssignment(Base):
    """What a mail was about, so that the timeline of an assignment tells of it."""

    __tablename__ = "message_assignments"

    message_id: Mapped[int] = mapped_column(ForeignKey("outbox_messages.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), primary_key=True, index=True)
