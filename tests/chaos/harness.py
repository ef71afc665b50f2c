"""Kills processes at random moments, lets everything finish, and counts what is lost and what came twice."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ctypes import c_double
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.database import reading_only
from app.adapters.links import Links
from app.domain.terms import DIGESTS, OutboxState, SkipReason
from app.models import Office, OutboxMessage, Reminder
from app.services import delivery, runs, urging
from jobs import deliver, digest, toolbox
from jobs.runner import run_job
from tests.chaos import children, world
from tests.chaos.children import SharedClock
from tests.chaos.server import REFUSED, MoodyServer, moody_server
from tests.databases import engine_for

LONGEST = 0.5  # seconds from one kill to the next
PLANNING = 0.3  # seconds: about as long as a morning is begun and planned
KILLS_A_DAY = 8
DELIVERERS = 2
# What the clock is put forward at each kill: the lease of a planner that was killed lapses, the claim of a delivery
# that lives never does, however many kills fall into one mail.
FORWARD = toolbox.LEASE + timedelta(seconds=1)
assert FORWARD * (KILLS_A_DAY + 2) < delivery.CLAIM_LAPSES

_forked = multiprocessing.get_context("forkserver")
_forked.set_forkserver_preload(["tests.chaos.children"])
_Key = tuple[int, str, str, str, str]


@dataclass
class Outcome:
    """``explained`` are mails that the server had accepted when the process that sent them was killed."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    explained: int = 0
    kills: int = 0
    killed_planning: int = 0
    interrupted: int = 0  # mails in somebody's hands when he was killed
    mails: int = 0
    moods: Counter[str] = field(default_factory=Counter)


def run(url: str, reference_url: str, *, kills: int, seed: int) -> Outcome:
    """``reference_url`` is a second database with the cast: there the same mornings are planned in peace."""
    for each in (url, reference_url):
        world.people(each)
    days = list(world.working_days(-(-kills // KILLS_A_DAY)))
    lot = random.Random(seed)
    with moody_server(lot) as server:
        chaos = Chaos(url, server, lot)
        for day in days:
            chaos.live_through(day, kills=min(KILLS_A_DAY, kills - chaos.outcome.kills))
        chaos.finish()
        chaos.count(expected=planned_in_peace(reference_url, days))
    chaos.outcome.moods = server.moods
    return chaos.outcome


@dataclass
class Chaos:
    url: str
    server: MoodyServer
    lot: random.Random
    outcome: Outcome = field(default_factory=Outcome)
    clock: SharedClock = field(default_factory=lambda: SharedClock(_forked.Value(c_double, 0.0, lock=False)))
    unsettled: Counter[str] = field(default_factory=Counter)  # accepted and not settled, by the mail's name

    def live_through(self, day: date, *, kills: int) -> None:
        """A morning with its kills, then until it is planned. The clock jumps to it while nobody is at work."""
        morning = FixedClock.at(day, digest.MORNING.hour, digest.MORNING.minute)
        self.clock.ahead.value = morning.now().timestamp() - time.time()
        world.fill_the_queue(self.url, self.clock, self.lot)
        jobs = [children.plan, *[children.deliver_all] * DELIVERERS]
        alive = [self._start(job) for job in jobs]
        try:
            for number in range(kills):
                # The first falls into the planning; then whoever it meets.
                victim = 0 if number == 0 else self.lot.randrange(len(jobs))
                time.sleep(self.lot.uniform(0, PLANNING if number == 0 else LONGEST))
                self.outcome.killed_planning += victim == 0 and not self._is_planned(day)
                alive[victim].kill()
                alive[victim].join()
                self.outcome.kills += 1
                self.clock.ahead.value += FORWARD.total_seconds()
                alive[victim] = self._start(jobs[victim])
            _wait(lambda: self._is_planned(day))
            # What still waits when the next morning is planned is replaced by that one: no loss, but not what is asked.
            alive[0].terminate()
            _wait(lambda: not self._still_waits())
        finally:
            for process in alive:
                process.terminate()
            for process in alive:
                process.join()
        self._note_unsettled()

    def _start(self, job: Callable[[str, int, SharedClock], None]) -> multiprocessing.context.ForkServerProcess:
        process = _forked.Process(target=job, args=(self.url, self.server.port, self.clock), daemon=True)
        process.start()
        return process

    def _is_planned(self, day: date) -> bool:
        with self._reading() as session:
            return runs.has_succeeded(session, job=digest.NAME, day=day)

    def _still_waits(self) -> bool:
        """Whether a digest has not been tried yet."""
        waits = select(OutboxMessage.id).where(
            OutboxMessage.state == OutboxState.PENDING, OutboxMessage.kind.in_(DIGESTS)
        )
        with self._reading() as session:
            return session.scalars(waits.limit(1)).first() is not None

    def _note_unsettled(self) -> None:
        """Whoever could settle lives no more or has stopped: what is still being sent was in the hands of the dead."""
        with self._reading() as session:
            keys = session.scalars(select(OutboxMessage.key).where(OutboxMessage.state == OutboxState.SENDING)).all()
        self.outcome.interrupted += len(keys)
        for name in map(delivery.reference_of, keys):
            # All copies beyond those that earlier deaths explain.
            if self.server.is_accepted(name) > self.unsettled[name]:
                self.unsettled[name] += 1
                self.outcome.explained += 1

    def finish(self) -> None:
        """The server is in a good mood, and every delay passes."""
        self.server.calm = True
        with children.tools_for(self.url, self.server.port, self.clock, lambda: False) as tools:
            for _ in range(len(delivery.RETRY_AFTER) + 2):
                self.clock.ahead.value += (delivery.RETRY_AFTER[-1] + timedelta(hours=1)).total_seconds()
                run_job(tools, deliver.NAME, deliver.deliver_batch)

    def count(self, *, expected: Iterable[_Key]) -> None:
        with self._reading() as session:
            messages = {message.id: message for message in session.scalars(select(OutboxMessage))}
            told = {key: messages[message] for *key_, message in _ledger(session) for key in [tuple(key_)]}
        self.outcome.mails = len(messages)
        self._count_mails(messages.values())
        missing = [key for key in expected if key not in told]
        unsent = [key for key, message in told.items() if not self._is_done(message)]
        self.outcome.lost += [f"reminder {key}" for key in (*missing, *unsent)]

    def _count_mails(self, messages: Iterable[OutboxMessage]) -> None:
        acts: Counter[str] = Counter()
        for message in messages:
            name = delivery.reference_of(message.key)
            copies = self.server.is_accepted(name)
            if not self._is_done(message) and message.skip_reason is not SkipReason.REPLACED:
                self.outcome.lost.append(f"{message.key} is {message.state}: {message.last_error}")
            if copies > 1 + self.unsettled[name]:
                self.outcome.doubled.append(f"{message.key} came {copies} times")
            if message.key.startswith("act:"):
                acts[message.key.partition(":unit:")[0]] += 1
        self.outcome.lost += [f"a part of {act}" for act, parts in acts.items() if parts != world.MAILS_OF_AN_ACT]

    def _is_done(self, message: OutboxMessage) -> bool:
        """The server has it, or has refused it for good and the office is shown that."""
        name = delivery.reference_of(message.key)
        if message.state is OutboxState.SENT:
            return self.server.is_accepted(name) > 0
        refused = name in self.server.refused or message.to_address.startswith(REFUSED)
        return message.state is OutboxState.FAILED and refused

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Without the lock that SQLite's writers queue for: whoever is to be killed with it would be done first."""
        engine, token = engine_for(self.url), reading_only.set(True)
        try:
            with Session(engine) as session:
                yield session
        finally:
            reading_only.reset(token)
            engine.dispose()


def planned_in_peace(url: str, days: Iterable[date]) -> list[_Key]:
    """What is told on these mornings where nothing goes wrong."""
    engine = engine_for(url)
    links = Links("https://dondoc.test")
    for day in days:
        clock = FixedClock.at(day, digest.MORNING.hour, digest.MORNING.minute)
        with Session(engine) as session, session.begin():
            office_id = session.scalars(select(Office.id)).one()
            plan = urging.plan_day(session, office_id=office_id, clock=clock, links=links)
            urging.apply_day(session, office_id=office_id, clock=clock, plan=plan)
    with Session(engine) as session:
        return [key for *found, _ in _ledger(session) for key in [tuple(found)]]


def _ledger(session: Session) -> list[tuple[int, str, str, str, str, int]]:
    """What was told, by its key and the mail that told it."""
    r = Reminder
    columns = select(r.assignment_id, r.rule, r.anchor, r.occurrence, r.recipient, r.message_id)
    return [tuple(row) for row in session.execute(columns.where(~r.covered))]


def _wait(met: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            raise TimeoutError("the morning was never planned, or its mails never left")
        time.sleep(0.1)
