"""One morning, planned and applied in a process of its own, whose memory nobody else has touched.

``python -m benchmarks.morning`` reads a question as JSON from its input and writes the answer as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.orm import Session

from app.adapters.database import prepare
from app.services import urging
from benchmarks.many_units import LINKS, at_half_past_six, deliver_all
from benchmarks.server import computed

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 1_800


@dataclass(frozen=True, slots=True)
class Question:
    """Plan the day (an ISO date) so many times; then, with ``apply``, write it and let all mails arrive."""

    url: str
    day: str
    rounds: int
    apply: bool = False


@dataclass(slots=True)
class Spent:
    """Seconds by the clock on the wall, and seconds of processors: of this process, and of the database's own."""

    seconds: float
    computed: float


@dataclass(slots=True)
class Answer:
    """``first`` is the first planning, when nothing is compiled or cached; ``plan`` the middle of the following ones.

    ``memory`` is the most that the process held while it planned, ``before`` what it held when it began, in MB.
    """

    first: Spent
    plan: Spent
    before: float
    memory: float
    mails: int
    items: int
    apply: Spent | None = None
    memory_applied: float = 0.0
    failed: int = 0
    rounds: list[Spent] = field(default_factory=list)


def ask(question: Question) -> Answer:
    """Answer from a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.morning"],
        cwd=ROOT,
        input=json.dumps(asdict(question)),
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"the morning failed: {run.stderr[-2000:]}")
    found = json.loads(run.stdout)
    for name in ("first", "plan", "apply"):
        found[name] = Spent(**found[name]) if found[name] else None
    found["rounds"] = [Spent(**each) for each in found["rounds"]]
    return Answer(**found)


def answer(question: Question) -> Answer:
    clock = at_half_past_six(date.fromisoformat(question.day))
    engine = create_engine(question.url)
    prepare(engine)
    with engine.connect() as connection:  # so that connecting is not measured
        connection.scalar(select(1))
    before, rounds = most_memory(), []
    for _ in range(question.rounds):
        plan = None  # the one before is not held beside the next
        with Session(engine) as session, spent(rounds, session.connection()):
            plan = urging.plan_day(session, office_id=1, clock=clock, links=LINKS)
    found = Answer(
        first=rounds[0],
        plan=middle(rounds[1:] or rounds),
        before=before,
        memory=most_memory(),
        mails=len(plan.plans),
        items=sum(len(each.items) for each in plan.plans),
        rounds=rounds,
    )
    if question.apply:
        applied: list[Spent] = []
        with Session(engine) as session, spent(applied, session.connection()):
            done = urging.apply_day(session, office_id=1, clock=clock, plan=plan)
            session.commit()
        found.apply, found.failed, found.memory_applied = applied[0], done.failed, most_memory()
        with Session(engine) as session, session.begin():
            deliver_all(session, clock)
    engine.dispose()
    return found


def middle(rounds: list[Spent]) -> Spent:
    return Spent(median(each.seconds for each in rounds), median(each.computed for each in rounds))


@contextmanager
def spent(found: list[Spent], connection: Connection) -> Iterator[None]:
    """What PostgreSQL computes for the connection, it computes in a process of its own on this machine."""
    server = connection.scalar(select(func.pg_backend_pid())) if connection.dialect.name == "postgresql" else None
    begun, theirs, ours = time.perf_counter(), computed(server) if server else 0.0, time.process_time()
    yield
    took, ours = time.perf_counter() - begun, time.process_time() - ours
    found.append(Spent(took, ours + ((computed(server) - theirs) if server else 0.0)))


def most_memory() -> float:
    """In MB. Not ``ru_maxrss``: what a process is started with counts that of the process that started it."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) / 1024


if __name__ == "__main__":
    json.dump(asdict(answer(Question(**json.loads(sys.stdin.read())))), sys.stdout)
