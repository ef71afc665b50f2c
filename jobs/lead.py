"""Which of several processes plans: a lease in the database that is renewed while its holder lives.

Any number of processes may run, and the claims alone keep them from doing anything twice; the lease saves the work.
When its holder dies it lapses, and whoever asks next has it and catches up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from app.services import claims, runs
from jobs.toolbox import Toolbox

# Renewed several times within its life: one write that fails loses nothing. Together they are the longest that nobody
# plans after the holder's death; their difference is the shortest, and what it had begun has lapsed by then
# (``jobs.toolbox.LEASE``).
LASTS = timedelta(seconds=45)
RENEWED_EVERY = timedelta(seconds=10)


class Lead:
    """Whether this process has the lease. ``on_taken`` is called each time it comes to this process anew."""

    def __init__(self, tools: Toolbox, *, lasts: timedelta, on_taken: Callable[[], None]) -> None:
        self._tools = tools
        self._lasts = lasts
        self._on_taken = on_taken
        self._has_it = False
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Renew the lease, or take one that is free; whether this process has it now. A process that stops asks for
        nothing any more."""
        with self._lock:
            if self._tools.stopping():
                return False
            had, self._has_it = self._has_it, self._ask()
            is_new = self._has_it and not had
            has_it = self._has_it
        if is_new:
            self._on_taken()
        return has_it

    def give_back(self) -> None:
        """Let another process go on at once, instead of when the lease lapses."""
        with self._lock, self._tools.transaction() as session:
            claims.release_lease(session, name=runs.SCHEDULER, owner=self._tools.owner)
            self._has_it = False

    def _ask(self) -> bool:
        tools = self._tools
        with tools.transaction() as session:
            return claims.take_lease(
                session, clock=tools.clock, name=runs.SCHEDULER, owner=tools.owner, lasts=self._lasts
            )
