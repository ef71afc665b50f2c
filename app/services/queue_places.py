"""Places in the queue of mails that pass on: whoever's digest never left is served before those who had theirs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.calendar import bounds_of
from app.domain.terms import DIGESTS, OutboxState, SkipReason
from app.models import OutboxMessage
from app.services.urging_due import NOT_LEFT

# Longer than it can take a relay that does not carry a morning's digests in a day to come round to everybody.
_LOOKS_BACK = timedelta(days=60)


def places(session: Session, *, office_id: int, today: date) -> dict[str, datetime]:
    """By recipient the place of the last digest before today's that never left and was not followed by one that did.

    The next digest takes that place over, so that somebody who was overtaken again and again goes first of all.
    """
    m, since = OutboxMessage, bounds_of(today - _LOOKS_BACK)[0]
    ours = (m.office_id == office_id, m.kind.in_(DIGESTS), m.recorded_at < bounds_of(today)[0])
    overtaken = select(m.recipient, m.id, m.queued_at).where(*ours, m.next_attempt_at >= since, _has_not_left())
    newest = {recipient: (id_, place) for recipient, id_, place in session.execute(overtaken.order_by(m.id)).tuples()}
    if not newest:
        return {}
    left = select(m.recipient, func.max(m.id)).where(*ours, m.sent_at >= since).group_by(m.recipient)
    sent = dict(session.execute(left).tuples().all())
    return {recipient: place for recipient, (id_, place) in newest.items() if id_ > sent.get(recipient, 0)}


def _has_not_left() -> ColumnElement[bool]:
    """The states are named apart from the reason, for the index that begins with them."""
    m = OutboxMessage
    replaced = or_(m.state != OutboxState.SKIPPED, m.skip_reason == SkipReason.REPLACED)
    return and_(m.state.in_((*NOT_LEFT, OutboxState.SKIPPED)), replaced)
