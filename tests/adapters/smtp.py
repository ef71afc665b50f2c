"""Mail servers of the tests' own, on the loopback: one that takes mails, one that stalls, one that refuses."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HANG = 1.0  # seconds


@dataclass(frozen=True)
class Server:
    """Settings for the mailer: a plain server on this machine."""

    port: int
    host: str = "127.0.0.1"
    security: str = "none"
    username: str = ""
    password: str = ""
    timeout: float = 5.0


class Mailbox:
    """Keeps what it is sent; addresses that begin with "khong" do not exist (of "khong-sach" it says so with bytes that
    no database takes), with "ban" are busy.

    ``endings`` are ways to end a connection, each of which it takes when its time has come: with the next mail's sender
    it "drops" it, "says goodbye" first, or "hangs"; it "forgets" a mail at its recipient; it "hangs up" when it has
    taken one, or "keeps quiet" on having taken it.
    """

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.port = 0
        self.endings: list[str] = []

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return answers

    def _ending(self, *possible: str) -> str:
        return self.endings.pop(0) if self.endings and self.endings[0] in possible else ""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        ending = self._ending("drops", "says goodbye", "hangs")
        if ending == "says goodbye":
            return "421 enough for one connection"
        if ending == "hangs":
            await asyncio.sleep(HANG)
        if ending:
            server.transport.close()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._ending("forgets"):
            server.transport.close()
        if address.startswith("khong-sach"):
            return "550 no\x00 such\x1b mailbox"
        if address.startswith("khong"):
            return "550 no such mailbox"
        if address.startswith("ban"):
            return "450 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        ending = self._ending("hangs up", "keeps quiet")
        if ending == "hangs up":
            server.transport.write(b"250 OK\r\n")
        if ending:
            server.transport.close()
        return "250 OK"

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def taking_mail() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailbox.port = controller.port
    try:
        yield mailbox
    finally:
        controller.stop()


@contextmanager
def stalling() -> Iterator[int]:
    """Accepts connections and never says a word; gives its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        held: list[socket.socket] = []
        thread = threading.Thread(target=_hold, args=(listener, held))
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in held:
                connection.close()


def _hold(listener: socket.socket, held: list[socket.socket]) -> None:
    while True:
        try:
            held.append(listener.accept()[0])
        except OSError:
            return
