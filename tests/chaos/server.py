"""A mail server as they are: it takes most mails, and it also hangs, drops the connection, asks to wait and refuses."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.adapters.smtp import free_port

HANG = 3.0  # seconds; the deliverers wait a little less
TROUBLE = 0.08  # of the tries
MOODS = ("hangs", "drops", "drops", "is busy", "is busy", "asks to wait", "asks to wait", "refuses", "refuses")
MOST_TROUBLE = 2  # of one mail: so much that it is given up is not what is looked at here
REFUSED = "khong"  # how addresses begin that do not exist
_NAME = re.compile(rb"^Message-ID: <([0-9a-f]+)@", re.MULTILINE | re.IGNORECASE)


class MoodyServer:
    """``accepted`` counts, by the name in its Message-ID, how often a mail was taken; ``refused`` are those whose words
    it will not have. What it does is drawn by lot."""

    def __init__(self, lot: random.Random) -> None:
        self.accepted: Counter[str] = Counter()
        self.refused: set[str] = set()
        self.moods: Counter[str] = Counter()
        self.port = 0
        self._troubled: Counter[str] = Counter()
        self._lot = lot
        self._lock = threading.Lock()
        self.calm = False

    def is_accepted(self, name: str) -> int:
        with self._lock:
            return self.accepted[name]

    def _mood(self, often: float, *moods: str) -> str:
        if self.calm or self._lot.random() > often:
            return ""
        mood = self._lot.choice(moods)
        self.moods[mood] += 1
        return mood

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        mood = self._mood(TROUBLE / 2, "says goodbye", "hangs up")
        if mood == "hangs up":
            server.transport.close()
        if mood:
            return "421 enough for one connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith(REFUSED):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        found = _NAME.search(envelope.content)
        assert found is not None
        name = found[1].decode()
        if name in self.refused:
            return "554 not these words"
        mood = self._mood(TROUBLE, *MOODS)
        if mood == "refuses":
            self.refused.add(name)
            return "554 not these words"
        if mood and self._troubled[name] < MOST_TROUBLE:
            self._troubled[name] += 1
            return await self._trouble(mood, server)
        with self._lock:
            self.accepted[name] += 1
        return "250 OK"

    async def _trouble(self, mood: str, server: SMTP) -> str:
        """Before the mail is taken: after it, a mail that comes twice is nobody's fault, by the very protocol."""
        if mood == "hangs":
            await asyncio.sleep(HANG)
        if mood in ("hangs", "drops"):
            server.transport.close()
        return "421 closing" if mood == "is busy" else "451 try later"


@contextmanager
def moody_server(lot: random.Random) -> Iterator[MoodyServer]:
    server = MoodyServer(lot)
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
