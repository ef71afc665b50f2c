"""The audit log's one door."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.permissions import Actor
from app.models import AuditEntry


def record(session: Session, *, actor: Actor, clock: Clock, action: str, subject: str, **payload: Any) -> None:
    """Write who did what to which thing. ``payload`` holds plain JSON values, never a person's words or names."""
    session.add(
        AuditEntry(
            office_id=actor.office_id,
            at=clock.now(),
            actor=actor.public_id,
            action=action,
            subject=subject,
            payload=payload,
        )
    )
