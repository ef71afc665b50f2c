"""The one writer of what a later notice is to an earlier one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.permissions import Actor
from app.domain.terms import DirectiveLink
from app.models import DirectiveRelation
from app.services.claims import insert_new


def write(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    later_id: int,
    earlier_id: int,
    kind: DirectiveLink,
    note: str = "",
) -> bool:
    """Within an act that has checked the right to it. False where it is written down already: of two people at the
    same moment the database lets one through."""
    row = {
        "later_id": later_id,
        "earlier_id": earlier_id,
        "kind": kind,
        "note": note.strip(),
        "recorded_at": clock.now(),
        "recorder_id": actor.user_id,
    }
    return bool(insert_new(session, DirectiveRelation, [row]))
