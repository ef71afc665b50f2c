"""What was read is kept until anything is written, by whomever; and connections that wait hold nothing up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import Session

from app.adapters.changes import AT_MOST, kept
from app.adapters.database import prepare, reading_only, snapshot
from app.factory import create_app
from tests.databases import config_for

READ = text("SELECT count(*) FROM login_attempts")
WRITE = text("INSERT INTO login_attempts (key, at) VALUES ('x', '2026-11-03 08:00:00')")


@pytest.fixture
def engine(engine_url: str) -> Iterator[Engine]:
    """With a pool, as the web has it."""
    made = create_engine(engine_url)
    prepare(made)
    token = reading_only.set(True)
    yield made
    reading_only.reset(token)
    made.dispose()


class Reader:
    """Asks for a count that is kept, and remembers how often it was really read."""

    def __init__(self) -> None:
        self.times = 0

    def ask(self, connection: Connection) -> int:
        def read() -> int:
            self.times += 1
            return connection.execute(READ).scalar_one()

        return kept(connection, "count", read)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """As a request has it."""
    with Session(engine) as session:
        yield session.connection()


def write(engine: Engine) -> None:
    token = reading_only.set(False)
    with engine.begin() as connection:
        connection.execute(WRITE)
    reading_only.reset(token)


def test_nothing_is_read_twice_while_nobody_writes(engine):
    reader = Reader()
    for _ in range(3):
        with transaction(engine) as connection:
            assert (reader.ask(connection), reader.ask(connection)) == (0, 0)
    assert reader.times == 1


def test_what_another_connection_commits_is_seen_by_the_next_transaction(engine, engine_url):
    other = create_engine(engine_url)
    prepare(other)
    reader = Reader()
    for n in range(3):
        with transaction(engine) as connection:
            assert reader.ask(connection) == n
        write(other)
    assert reader.times == 3
    other.dispose()


def test_what_the_same_connection_commits_is_seen_too(engine):
    reader = Reader()
    for n in range(3):
        with transaction(engine) as connection:
            assert reader.ask(connection) == n
        write(engine)


def test_a_transaction_that_writes_keeps_nothing(engine):
    reader = Reader()
    reading_only.set(False)
    with transaction(engine) as connection:
        assert reader.ask(connection) == 0
        connection.execute(WRITE)
        assert reader.ask(connection) == 1
    reading_only.set(True)
    with transaction(engine) as connection:
        assert reader.ask(connection) == 0


def test_what_was_rolled_back_is_not_kept_even_if_somebody_wrote_while_only_reading(engine):
    reader = Reader()
    with transaction(engine) as connection:
        assert reader.ask(connection) == 0
        connection.execute(WRITE)
        if engine.dialect.name == "sqlite":
            assert reader.ask(connection) == 1
    with transaction(engine) as connection:
        assert reader.ask(connection) == 0


def test_a_reader_sees_one_state_from_the_first_kept_value_to_the_end(sqlite):
    """SQLite fixes what a transaction sees with its first reading, which asking for a kept value is."""
    url = sqlite.fresh()
    ours, theirs = create_engine(url), create_engine(url)
    prepare(ours)
    prepare(theirs)
    reader = Reader()
    token = reading_only.set(True)
    with transaction(ours) as connection:
        assert kept(connection, "else", lambda: 7) == 7
        write(theirs)
        assert (reader.ask(connection), connection.execute(READ).scalar_one()) == (0, 0)
    with transaction(ours) as connection:
        assert reader.ask(connection) == 1
    reading_only.reset(token)
    ours.dispose()
    theirs.dispose()


def test_only_so_many_values_are_kept(engine):
    for n in range(AT_MOST * 2):
        with transaction(engine) as connection:
            kept(connection, n, str)
            assert len(connection.info["values"]) <= AT_MOST + 1


def test_a_snapshot_of_the_whole_is_not_disturbed(engine):
    """A backup reads on a connection of the same pool; nothing is kept from what it sees beside a session."""
    reader = Reader()
    with snapshot(engine) as connection:
        assert reader.ask(connection) == 0
    write(engine)
    with transaction(engine) as connection:
        assert reader.ask(connection) == 1


def test_a_waiting_connection_never_writes_into_a_file_that_was_replaced(sqlite, tmp_path: Path):
    path = Path(sqlite.fresh().removeprefix("sqlite:///"))
    app = create_app(config_for(f"sqlite:///{path}", tmp_path), clock=None)
    from app.extensions import db

    with app.app_context():
        engine = db.engine
    write(engine)
    shutil.copyfile(sqlite.template, tmp_path / "another")
    for leftover in (f"{path}-wal", f"{path}-shm"):
        Path(leftover).unlink(missing_ok=True)
    (tmp_path / "another").replace(path)
    with transaction(engine) as connection:
        assert connection.execute(READ).scalar_one() == 0
    engine.dispose()


def test_the_log_of_a_database_whose_connections_stay_open_is_cut_again(sqlite):
    url = sqlite.fresh()
    engine = create_engine(url)
    prepare(engine)
    log = Path(url.removeprefix("sqlite:///") + "-wal")
    many = text(
        "INSERT INTO login_attempts (key, at) WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT hex(randomblob(30)), '2026' FROM n"
    )
    with engine.begin() as connection:
        connection.execute(many)
    assert log.stat().st_size > 8_000_000
    for _ in range(3):
        write(engine)
    assert log.stat().st_size <= 4_194_304
    engine.dispose()
