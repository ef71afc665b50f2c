"""Delivers one message of the outbox: claim and commit, send outside any transaction, settle and commit."""

from __future__ import annotations

from app.adapters.mailer import MailError, Outgoing
from app.services import delivery
from app.services.delivery import Claimed
from jobs.toolbox import Done, Toolbox


def deliver_one(tools: Toolbox) -> Done | None:
    """Send the message that has waited longest. Without a mail server nothing is claimed: messages wait, readable.

    After a failure that may pass there is no "more": when the server is down, one message learns it and not all.
    """
    if tools.mailer is None:
        return None
    with tools.transaction() as session:
        claimed = delivery.claim(session, clock=tools.clock)
    if claimed is None:
        return None
    try:
        tools.mailer.send(_outgoing(claimed))
    except MailError as error:
        with tools.transaction() as session:
            delivery.settle_failed(
                session, clock=tools.clock, claimed=claimed, error=error.text, permanent=error.permanent
            )
        return Done({"not_sent": 1}, more=error.permanent)
    with tools.transaction() as session:
        delivery.settle_sent(session, clock=tools.clock, claimed=claimed)
    return Done({"sent": 1}, more=True)


def _outgoing(claimed: Claimed) -> Outgoing:
    return Outgoing(
        reference=claimed.public_id,
        to_name=claimed.to_name,
        to_address=claimed.to_address,
        subject=claimed.subject,
        text=claimed.body_text,
        html=claimed.body_html,
        at=claimed.claimed_at,
    )
