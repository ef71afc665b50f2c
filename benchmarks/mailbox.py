"""A mail server in a process of its own, which takes every mail on the loopback.

``python -m benchmarks.mailbox [FILE]`` prints its port; with a file it keeps there what it is sent.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.server import free_port

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


class Mail(NamedTuple):
    """As it came over the line."""

    sender: str
    recipients: list[str]
    content: bytes


class Mailbox:
    def __init__(self, kept: Path | None) -> None:
        self.kept = kept

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.kept:
            with self.kept.open("ab") as file:
                pickle.dump((envelope.mail_from, envelope.rcpt_tos, envelope.content), file)
        return "250 OK"


def read(kept: Path) -> Iterator[Mail]:
    with kept.open("rb") as file:
        while True:
            try:
                yield Mail(*pickle.load(file))
            except EOFError:
                return


@contextmanager
def open_mailbox(kept: Path | None = None) -> Iterator[int]:
    """Gives its port."""
    arguments = [str(kept)] if kept else []
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.mailbox", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def main(arguments: list[str]) -> None:
    mailbox = Mailbox(Path(arguments[0]) if arguments else None)
    controller = Controller(mailbox, hostname=HOST, port=free_port())
    controller.start()
    print(controller.port, flush=True)
    sys.stdin.read()  # until whoever started it closes the line
    controller.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
