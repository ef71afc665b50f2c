"""What whoever gives tasks in quiet hours is told besides."""

from __future__ import annotations

from app.models import Directive
from app.services import quiet_hours
from app.web.frame import clock, flash_ok, session
from app.wording.outbox import leaves


def say_when_mails_leave(directive: Directive) -> None:
    """Nothing where they leave at once."""
    held = quiet_hours.held_back(session(), clock=clock(), directive=directive)
    if held:
        flash_ok(leaves(held.until, some_left=held.some_left))
