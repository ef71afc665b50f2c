"""Delivering what waits, by the real job, from one process or several; and the same bytes by smtplib alone.

``python -m benchmarks.delivery URL FOLDER PORT`` is one deliverer: it says that it is ready, begins when a line comes,
and writes as JSON what it did.
"""

from __future__ import annotations

import json
import smtplib
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import SystemClock
from app.domain.terms import OutboxState
from app.models import OutboxMessage
from benchmarks import data
from benchmarks.mailbox import HOST, Mail
from benchmarks.places import Place, config_for
from config import SmtpConfig
from jobs.deliver import NAME, deliver_batch
from jobs.runner import run_job, toolbox

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Delivered:
    """So many mails in so many seconds, of which all processes together computed some."""

    mails: int
    seconds: float
    computed: float

    @property
    def per_second(self) -> float:
        return self.mails / self.seconds


def ready(place: Place, most: int) -> int:
    """Some of the mails wait, all others are put aside; how many wait."""
    chosen = select(OutboxMessage.id).where(OutboxMessage.to_address != "").order_by(OutboxMessage.id).limit(most)
    now = SystemClock().now()
    with data.engine_for(place).begin() as connection:
        connection.execute(update(OutboxMessage).values(state=OutboxState.FAILED))
        waiting = update(OutboxMessage).where(OutboxMessage.id.in_(chosen))
        due = {"next_attempt_at": now, "queued_at": now}
        connection.execute(waiting.values(state=OutboxState.PENDING, attempts=0, sent_at=None, **due))
    return left(place)


def left(place: Place) -> int:
    with Session(data.engine_for(place)) as session:
        waiting = select(func.count()).where(OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.RETRY)))
        return session.scalar(waiting) or 0


def deliver(place: Place, port: int, *, processes: int) -> Delivered:
    """Everything that waits."""
    command = [sys.executable, "-m", "benchmarks.delivery", place.url, str(place.instance), str(port)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for process in started:
        assert process.stdout is not None
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("a deliverer did not start")
    begun, done = time.perf_counter(), []
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        said, _ = process.communicate(timeout=MOST_SECONDS)
        done.append(json.loads(said))
    took = max(each["ended"] for each in done) - begun  # all processes of a machine have this clock in common
    if remains := left(place):
        raise RuntimeError(f"{remains} mails were not delivered")
    return Delivered(sum(each["sent"] for each in done), took, sum(each["computed"] for each in done))


def bare(mails: Sequence[Mail], port: int) -> Delivered:
    """What the server and smtplib take for the same bytes over one connection, without a database or a queue."""
    begun, computed = time.perf_counter(), time.process_time()
    with smtplib.SMTP(HOST, port, timeout=30) as line:
        for mail in mails:
            line.sendmail(mail.sender, mail.recipients, mail.content)
    return Delivered(len(mails), time.perf_counter() - begun, time.process_time() - computed)


def main(url: str, folder: str, port: str) -> None:
    smtp = SmtpConfig(HOST, int(port), "none", "", "")
    config = replace(config_for(Place(url, Path(folder))), smtp=smtp)
    with toolbox(config, clock=SystemClock()) as tools:
        print("ready", flush=True)
        sys.stdin.readline()
        computed = time.process_time()
        total = run_job(tools, NAME, deliver_batch)
        done = {"ended": time.perf_counter(), "computed": time.process_time() - computed, "sent": total["sent"]}
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
