"""One morning, planned and applied in a process of its own, whose memory nobody else has touched.

``python -m benchmarks.morning`` reads a question as JSON from its input and writes the answer as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, create_engine, event, func, select
from sqlalchemy.orm import Session, sessionmaker

from app.adapters.database import prepare
from app.services.digests import DayPlan
from benchmarks import apart
from benchmarks.many_units import LINKS, at_half_past_six, deliver_all
from benchmarks.server import computed
from jobs import digest
from jobs.toolbox import Toolbox

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
    ``longest`` are the seconds of the longest transaction of writing, in which nobody else writes on SQLite.
    """

    first: Spent
    plan: Spent
    before: float
    memory: float
    mails: int
    items: int
    apply: Spent | None = None
    longest: float = 0.0
    memory_applied: float = 0.0
    failed: int = 0
    rounds: list[Spent] = field(default_factory=list)


def ask(question: Question) -> Answer:
    """Answer from a process of its own."""
    found = apart.ask("benchmarks.morning", asdict(question), most_seconds=MOST_SECONDS)
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
    tools = Toolbox(sessionmaker(engine, class_=Session), clock, LINKS, mailer=None, owner="the benchmark")
    before, rounds = most_memory(), []
    for _ in range(question.rounds):
        plan = None  # the one before is not held beside the next
        with spent(rounds, engine):
            plan = digest.plan(tools, 1)
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
        _write(engine, tools, plan, found)
        with Session(engine) as session, session.begin():
            deliver_all(session, clock)
    engine.dispose()
    return found


def _write(engine: Engine, tools: Toolbox, plan: DayPlan, found: Answer) -> None:
    """As the job does, in its transactions."""
    applied: list[Spent] = []
    with spent(applied, engine), _transactions(engine) as seconds:
        done = digest.write(tools, plan)
    found.apply, found.longest = applied[0], max(seconds)
    found.failed, found.memory_applied = done.failed, most_memory()


@contextmanager
def _transactions(engine: Engine) -> Iterator[list[float]]:
    """How long each lasted, from its beginning to the word to commit."""
    begun: list[float] = []
    seconds: list[float] = []

    def on_begin(connection: object) -> None:
        begun.append(time.perf_counter())

    def on_commit(connection: object) -> None:
        seconds.append(time.perf_counter() - begun.pop())

    hooks = (("begin", on_begin), ("commit", on_commit))
    for name, hook in hooks:
        event.listen(engine, name, hook)
    yield seconds
    for name, hook in hooks:
        event.remove(engine, name, hook)


def middle(rounds: list[Spent]) -> Spent:
    return Spent(median(each.seconds for each in rounds), median(each.computed for each in rounds))


@contextmanager
def spent(found: list[Spent], engine: Engine) -> Iterator[None]:
    """What PostgreSQL computes for the engine's one connection, it computes in a process of its own on this machine."""
    server = None
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            server = connection.scalar(select(func.pg_backend_pid()))
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
