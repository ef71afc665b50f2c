"""``make bench``: measures the overdue list, and beside it other pages, memory and the first paint; the reader; and the
morning's urging; and the figures of a report."""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.factory import VERSION, create_app
from app.models import Assignment, Draft, Lease
from benchmarks import data, figures, machine, paint, reader, report, urging
from benchmarks.client import Question, ask, ceiling
from benchmarks.office import LOGIN
from benchmarks.places import Place, config_for
from benchmarks.report import Run, Speed
from benchmarks.server import Server, serve
from benchmarks.wsgi import RunningClock

OVERDUE = "/nhiem-vu?tinh-trang=overdue"
RESULTS = data.HERE / "results" / "latest.json"
SLOWEST_CLIENT = 2_000  # requests a second; a slower one would be measured instead of the server
UNIT_LOGIN = "donvi4"


class Plan(argparse.Namespace):
    """How much is measured."""

    short: bool
    reader: bool
    urging: bool
    figures: bool
    release: bool
    tasks: list[int]
    databases: list[str]
    seconds: float
    rounds: int
    no_paint: bool
    store: Path


def read_plan(arguments: Sequence[str] | None = None) -> Plan:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few seconds, only to see that everything runs")
    parser.add_argument("--reader", action="store_true", help="only how fast a notice is read")
    parser.add_argument("--urging", action="store_true", help="only the morning of a large office, and its mails")
    parser.add_argument("--figures", action="store_true", help="only what a report counts, and its document")
    parser.add_argument("--release", action="store_true", help="keep the reader's figures for the next release")
    parser.add_argument("--tasks", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--databases", nargs="+", choices=["SQLite", "PostgreSQL"], default=["SQLite", "PostgreSQL"])
    parser.add_argument("--seconds", type=float, default=4, help="of one measurement")
    parser.add_argument("--rounds", type=int, default=5, help="the middle one counts")
    parser.add_argument("--no-paint", action="store_true", help="without the browser")
    parser.add_argument("--store", type=Path, default=data.STORE, help="where the data are kept")
    plan = parser.parse_args(arguments, namespace=Plan())
    if plan.reader:
        plan.databases = []
    if plan.short:
        plan.tasks, plan.databases, plan.seconds, plan.rounds, plan.no_paint = [1_000], ["SQLite"], 0.5, 1, True
    return plan


def main(arguments: Sequence[str] | None = None) -> None:
    plan = read_plan(arguments)
    with ExitStack() as stack:
        postgresql = data.Postgresql(plan.store)
        version = stack.enter_context(postgresql).version() if "PostgreSQL" in plan.databases else None
        about = machine.describe(version)
        for name, value in about.items():
            print(f"{name}: {value}")
        if not (plan.urging or plan.figures):
            read_speed(about, plan)
        if plan.reader:
            return
        if not plan.urging:
            found = urging.stores(postgresql, plan.databases, plan.store)
            counted = figures.measure(found, rounds=min(3, plan.rounds), short=plan.short)
            print("\n" + "\n".join(counted.lines()) + "\n", flush=True)
        if plan.figures:
            return
        stores = urging.stores(postgresql, plan.databases, plan.store)
        urged = urging.measure(stores, rounds=min(3, plan.rounds), short=plan.short)
        print("\n" + "\n".join(urged.lines()) + "\n", flush=True)
        if plan.urging:
            if not plan.short:
                keep(about, urged)
            return
        client = asyncio.run(ceiling(seconds=min(1, plan.seconds))).per_second
        print(f"the client by itself: {client:,.0f} requests a second\n")
        if client < SLOWEST_CLIENT:
            print("the client is too slow on this machine: what follows says more about it than about the system")
        runs: list[Run] = []
        seen = None
        for database in plan.databases:
            for tasks in plan.tasks:
                print(f"measuring {database} with {tasks:,} tasks …", flush=True)
                place = (
                    postgresql.place(data.LISTS, tasks)
                    if database != "SQLite"
                    else data.sqlite_place(data.LISTS, tasks, plan.store)
                )
                with serve(place) as server:
                    runs.append(measure(server, place, database, tasks, plan))
                    if not plan.no_paint and len(runs) == 1:
                        seen = paint.look(server, OVERDUE)
    print("\n" + "\n".join(report.table(runs, seen)) + "\n")
    print("\n".join(report.verdicts(runs, seen)) + "\n")
    if not plan.short:
        keep(about, urged, runs, seen)
    print(report.last_line(runs[0]))


def read_speed(about: dict[str, str], plan: Plan) -> None:
    """The reader's figures, each against the release before."""
    print("\nreading a notice …", flush=True)
    figures = list(reader.measure(rounds=1 if plan.short else 7, short=plan.short))
    print("\n".join(reader.lines(figures, about)) + "\n", flush=True)
    if plan.release:
        reader.release(figures, about, VERSION)


def measure(server: Server, place: Place, database: str, tasks: int, plan: Plan) -> Run:
    pages = other_pages(place)
    for path in (OVERDUE, *pages.values()):
        ask(Question(server.port, path, server.headers(login_for(path)), 8, plan.seconds / 4))
    statements, after_a_write = count_statements(server, place)
    with writing(place):
        busy = speed(server, OVERDUE, plan, clients=8)
    run = Run(
        database,
        tasks,
        one=speed(server, OVERDUE, plan),
        eight=speed(server, OVERDUE, plan, clients=8),
        busy=busy,
        statements=statements,
        statements_after_a_write=after_a_write,
        workers=0,
        master=0,
        pages={name: speed(server, path, plan, rounds=1).p50 for name, path in pages.items()},
    )
    memory = server.memory()
    run.workers, run.master = sum(memory.workers), memory.master
    return run


def speed(server: Server, path: str, plan: Plan, *, clients: int = 1, rounds: int | None = None) -> Speed:
    """The middle of some rounds: others may be using the machine."""
    question = Question(server.port, path, server.headers(login_for(path)), clients, plan.seconds)
    before = server.processor_time()
    answers = [ask(question) for _ in range(rounds or plan.rounds)]
    computed = (server.processor_time() - before) * 1000 / sum(len(answer.latencies) for answer in answers)
    return Speed(
        median(answer.percentile(50) for answer in answers),
        median(answer.percentile(95) for answer in answers),
        median(answer.per_second for answer in answers),
        computed,
        answers[0].bytes,
    )


def login_for(path: str) -> str:
    return UNIT_LOGIN if path.startswith("/don-vi") else LOGIN


def other_pages(place: Place) -> dict[str, str]:
    """What else is looked at, by name."""
    with Session(data.engine_for(place)) as session:
        task = session.scalars(
            select(Assignment.public_id).where(Assignment.closed_on.is_not(None)).order_by(Assignment.id).limit(1)
        ).one()
        draft = session.scalars(select(Draft.public_id)).one()
    return {
        "desk": "/",
        "all tasks": "/nhiem-vu",
        "one task": f"/nhiem-vu/{task}",
        "page of a unit": "/don-vi",
        "search": "/tim-kiem?q=ben+thuyen+tai+dinh+cu",
        f"review of a draft of {data.DRAFTED} tasks": f"/du-kien/{draft}",
    }


def count_statements(server: Server, place: Place) -> tuple[int, int]:
    """How many statements the page sends: as it is asked again and again, and when somebody has just written."""
    app = create_app(config_for(place), clock=RunningClock())
    client = app.test_client(use_cookies=False)
    with app.app_context():
        engine = db.engine
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *about: seen.append(about[2]))

    def ask_once() -> int:
        seen.clear()
        answer = client.get(OVERDUE, headers={"Cookie": server.headers()["Cookie"]})
        assert answer.status_code == 200, answer.status
        return len([statement for statement in seen if not statement.startswith("BEGIN")])

    first, _ = ask_once(), ask_once()
    again = ask_once()
    engine.dispose()
    return again, first


@contextmanager
def writing(place: Place) -> Iterator[None]:
    """Meanwhile somebody changes something twice a second, as a busy office does."""
    stop = threading.Event()
    engine = data.engine_for(place)
    now = datetime.now(UTC)
    row = {"name": "bench", "owner": "bench", "taken_at": now, "expires_at": now}
    with engine.begin() as connection:
        connection.execute(insert(Lease).values(row))

    def write() -> None:
        while not stop.wait(0.5):
            with engine.begin() as connection:
                connection.execute(update(Lease).where(Lease.name == "bench").values(expires_at=datetime.now(UTC)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()
        with engine.begin() as connection:
            connection.execute(delete(Lease).where(Lease.name == "bench"))


def keep(
    about: dict[str, str], urged: urging.Measured, runs: Sequence[Run] = (), seen: paint.Seen | None = None
) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    whole = {
        "machine": about,
        "urging": asdict(urged),
        "runs": [asdict(run) for run in runs],
        "paint": asdict(seen) if seen else None,
    }
    RESULTS.write_text(json.dumps(whole, indent=2) + "\n")


if __name__ == "__main__":
    main()
