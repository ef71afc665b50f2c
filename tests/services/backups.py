"""An office on a database of its own kind, for the tests that carry it over to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, select, text
from sqlalchemy.orm import Session

from app.adapters.archive import reading
from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.adapters.table_rows import TRANSIENT
from app.cli.demo import load_if_empty
from app.cli.migrations import Migrations
from app.domain.permissions import Actor
from app.domain.terms import TaskKind
from app.extensions import db
from app.factory import create_app
from app.models import Base, Directive, Office, Unit, User
from app.services import backup, directives, restore
from app.services.backup import Taken
from app.services.directives import NewDirective
from app.services.giving import NewTask
from app.services.people import load_actor
from tests.databases import config_for, engine_for

TODAY = date(2026, 11, 3)
LINKS = Links("http://dondoc.test")


@dataclass
class Place:
    """An installation: its app, its database and the folder of its files."""

    app: Flask
    engine: Engine
    files: FileStore
    clock: FixedClock

    def take(self, path: Path, **more: Any) -> Taken:
        return backup.take(self.engine, files=self.files, clock=self.clock, version="thử", path=path, **more)

    def restore(self, path: Path, *, allow_missing: bool = False) -> None:
        with self.app.app_context(), reading(path) as reader:
            schema = Migrations(self.app)
            restore.check(reader, schema=schema, allow_missing=allow_missing)
            restore.restore(self.engine, reader=reader, files=self.files, schema=schema)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with Session(self.engine) as opened, opened.begin():
            yield opened

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table that is kept."""
        with self.engine.connect() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in Base.metadata.sorted_tables
                if table.name not in TRANSIENT and not table.name.startswith("search_")
            }

    def kept_files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.files.folder.rglob("*") if path.is_file()}

    def is_untouched(self) -> bool:
        return not any(self.rows().values()) and not self.kept_files()

    def chief(self, session: Session) -> Actor:
        user_id = session.scalars(select(User.id).where(User.login.in_(("chanhvp", "chief")))).one()
        found = load_actor(session, user_id=user_id, today=self.clock.today())
        assert found is not None
        return found

    def give(self, number: str) -> None:
        """A notice with three tasks, each for every unit, as one act."""
        with self.session() as session:
            give_one(session, self.chief(session), self.clock, number)


def place(url: str, folder: Path) -> Place:
    clock = FixedClock.at(TODAY)
    app = create_app(config_for(url, folder), clock=clock)
    return Place(app, engine_for(url), FileStore(folder), clock)


def give_one(session: Session, actor: Actor, clock: FixedClock, number: str) -> Directive:
    units = tuple(session.scalars(select(Unit.id)))
    task = NewTask(
        clause="1",
        text="Lau chùi tủ hồ sơ và kê lại bàn ghế phòng họp.",
        kind=TaskKind.DATED,
        lead_unit_ids=units,
        named_on=date(2026, 12, 31),
        phrase="trước ngày 31/12/2026",
    )
    directive = NewDirective(
        kind="Thông báo",
        number=number,
        issuer=session.scalars(select(Office.name)).one(),
        subject="Kết luận về việc sắp xếp phòng họp",
        issued_on=clock.today(),
    )
    return directives.give_tasks(
        session, actor=actor, clock=clock, links=LINKS, directive=directive, tasks=[task, task, task]
    )


@contextmanager
def before_reading(engine: Engine, table: str, act: Callable[[], None]) -> Iterator[list[str]]:
    """Do something at the moment the backup asks for a table, as if another process did; says that it was done."""
    done: list[str] = []

    def hook(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if f"FROM {table} ORDER BY" in " ".join(statement.split()) and not done:
            done.append(statement)
            act()

    event.listen(engine, "before_cursor_execute", hook)
    try:
        yield done
    finally:
        event.remove(engine, "before_cursor_execute", hook)


def revision(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


_loaded: dict[str, bytes] = {}  # the demo's files by their names, and under "" its SQLite file


def load_demo(there: Place) -> None:
    """The demo in an empty place. Loading it takes a second: the next SQLite file is a copy of the first."""
    file = Path(there.engine.url.database or "")
    is_file = there.engine.dialect.name == "sqlite"
    if is_file and _loaded:
        file.write_bytes(_loaded[""])
        for name, content in _loaded.items():
            if name:
                there.files.put(content)
        return
    with there.app.app_context():
        assert load_if_empty()
        db.session.remove()
        db.engine.dispose()
    if is_file:
        _loaded.update(there.kept_files())
        _loaded[""] = file.read_bytes()
