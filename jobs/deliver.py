"""Delivers the outbox over one connection: claim and commit; send outside any transaction; settle, claim the next and
commit."""

from __future__ import annotations

import logging
from collections import Counter

from sqlalchemy.orm import Session

from app.adapters.mailer import MailError, Outgoing, Post
from app.services import delivery
from app.services.delivery import Claimed
from app.wording.jobs import would_deliver
from app.wording.mail import delivery_error
from jobs.toolbox import Done, Toolbox

NAME = "deliver"
BATCH = 100  # mails over one connection; some servers close one that goes on for ever

log = logging.getLogger("jobs")


def deliver_batch(tools: Toolbox, *, most: int = BATCH) -> Done | None:
    """Send what waits, the most pressing first. Without a mail server nothing is claimed: messages wait, readable.

    After a failure that is the server's there is no "more": when it is down, one message learns it and not all. At most
    one message is in this process's hands at any time, and one commit a mail is enough.
    """
    if tools.mailer is None:
        return None
    with tools.transaction() as session:
        claimed = _claim(session, tools)
    if claimed is None:
        return None
    total, goes_on = Counter[str](), True
    with tools.mailer.connected() as post:
        while claimed:
            failure, refusals = _try(post, claimed)
            total["not_sent" if failure else "sent"] += 1
            goes_on = not (failure and failure.concerns_all)
            with tools.transaction() as session:
                _settle(session, tools, claimed, failure, refusals)
                another = goes_on and total.total() < most and not tools.stopping()
                claimed = _claim(session, tools) if another else None
    return Done(total, more=goes_on)


def preview(tools: Toolbox) -> str:
    """How many mails a run at this instant would send; sends and writes nothing."""
    if tools.mailer is None:
        return would_deliver(0)
    with tools.reading() as session:
        return would_deliver(delivery.count_due(session, clock=tools.clock, quota=tools.quota))


def _claim(session: Session, tools: Toolbox) -> Claimed | None:
    return delivery.claim(session, clock=tools.clock, quota=tools.quota)


def _try(post: Post, claimed: Claimed) -> tuple[MailError | None, dict[str, str]]:
    """Why nobody has it, if so, and who was refused. What nobody foresaw is this mail's failure and stops no other."""
    if claimed.attempts > delivery.MOST_CLAIMS:
        return MailError(delivery_error("gave_up"), permanent=True), {}
    try:
        return None, post.send(_outgoing(claimed))
    except MailError as failure:
        return failure, failure.refusals
    except Exception as error:
        log.exception("mail %s", claimed.public_id)
        return MailError(delivery_error("unexpected", type(error).__name__)), {}


def _settle(
    session: Session, tools: Toolbox, claimed: Claimed, failure: MailError | None, refusals: dict[str, str]
) -> None:
    if failure is None:
        delivery.settle_sent(session, clock=tools.clock, claimed=claimed, refusals=refusals)
        return
    delivery.settle_failed(
        session,
        clock=tools.clock,
        claimed=claimed,
        error=failure.text,
        permanent=failure.permanent,
        refusals=refusals,
    )


def _outgoing(claimed: Claimed) -> Outgoing:
    return Outgoing(
        reference=claimed.reference,
        to_name=claimed.to_name,
        to_address=claimed.to_address,
        copies=tuple((name, address) for name, address in claimed.copies),
        subject=claimed.subject,
        text=claimed.body_text,
        html=claimed.body_html,
        at=claimed.claimed_at,
    )
