"""Fixtures of the whole suite: both databases, a clock that stands, a small cast, and nothing that can do harm."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Engine, QueuePool, event
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.extensions import db
from app.factory import create_app
from tests.cast import PASSWORD, Cast, load_cast
from tests.databases import Postgresql, Sqlite, config_for, engine_for
from tests.web.inspection import InspectingClient

# A slow machine is no failure, and the same examples every time keep main green for a reason.
settings.register_profile("suite", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("suite")

TODAY = date(2023, 9, 14)
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@pytest.fixture(autouse=True)
def _no_network_but_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test can reach anything beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    running = Postgresql()
    yield running
    running.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database of the test's own, on both kinds: for tests that need several connections."""
    url: str = request.getfixturevalue(request.param).fresh()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def peopled_url(request: pytest.FixtureRequest) -> str:
    """The same with the cast in it."""
    url: str = request.getfixturevalue(request.param).peopled()
    return url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engines(request: pytest.FixtureRequest) -> Iterator[tuple[Engine, Engine]]:
    """For all tests that roll back: an empty database, and one with the cast."""
    kind = request.getfixturevalue(request.param)
    empty, peopled = (engine_for(url, pool=QueuePool) for url in (kind.fresh(), kind.peopled()))
    yield empty, peopled
    empty.dispose()
    peopled.dispose()


@pytest.fixture
def shared_engine(engines: tuple[Engine, Engine], request: pytest.FixtureRequest) -> Engine:
    return engines["cast" in request.fixturenames]


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session on each database; whatever the test does, commits included, is rolled back. The cast is there already
    for whoever asks for it."""
    with shared_engine.connect() as connection:
        outer = connection.begin()
        with Session(bind=connection, join_transaction_mode="create_savepoint") as opened:
            yield opened
        outer.rollback()


@pytest.fixture
def clock() -> FixedClock:
    """08:00 on Thursday 14/09/2023 in Vietnam; ``clock.instant = clock_at(day).instant`` moves it."""
    return FixedClock.at(TODAY)


@pytest.fixture
def clock_at() -> Callable[..., FixedClock]:
    return FixedClock.at


@pytest.fixture
def cast(session: Session, clock: FixedClock) -> Cast:
    return load_cast(session, clock)


@pytest.fixture(scope="session")
def made_app(sqlite: Sqlite) -> tuple[Flask, Path]:
    """The web app and the SQLite file it reads: made once, since it takes longer than most tests."""
    path = sqlite.folder / "web.sqlite3"
    app = create_app(config_for(f"sqlite:///{path}", sqlite.folder), clock=FixedClock.at(TODAY))
    app.testing = True
    app.test_client_class = InspectingClient
    return app, path


@pytest.fixture
def app(made_app: tuple[Flask, Path], sqlite: Sqlite, clock: FixedClock, tmp_path: Path) -> Iterator[Flask]:
    """The web app with a database, a folder and a clock of the test's own; the cast is there. What a test changes of
    the app is put back."""
    app, path = made_app
    before, config, extensions = dict(vars(app)), dict(app.config), dict(app.extensions)
    sqlite.renew(path)
    mine = config_for(f"sqlite:///{path}", tmp_path)
    app.extensions["dondoc"] = replace(
        extensions["dondoc"],
        config=mine,
        clock=clock,
        files=FileStore(mine.instance),
        links=Links(mine.public_url, mine.link_keys),
    )
    yield app
    with app.app_context():
        db.engine.dispose()
    vars(app).update(before)
    for changed, kept in ((app.config, config), (app.extensions, extensions)):
        changed.clear()
        changed.update(kept)


@pytest.fixture
def web_cast(app: Flask, clock: FixedClock) -> Iterator[Cast]:
    """The cast of ``app`` in a session of its own; commit what the pages shall see. No app context stays open, since
    the requests would share its ``g`` and its session; and no transaction, since it would lock the pages out."""
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as opened:
        cast = load_cast(opened, clock)
        opened.commit()
        yield cast


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def log_in() -> Callable[[FlaskClient, str], None]:
    """``log_in(client, "chief")``: through the form, as a person does."""

    def act(client: FlaskClient, login: str) -> None:
        if client.get_cookie("dondoc"):
            client.post("/dang-xuat", data={"csrf_token": client.token()})
        answer = client.post("/dang-nhap", data={"login": login, "password": PASSWORD, "csrf_token": client.token()})
        assert answer.status_code == 302, answer.text

    return act


@pytest.fixture
def corpus() -> Path:
    """The labelled documents, which lie beside the checkout and are never part of it."""
    if not CORPUS.is_dir():
        pytest.skip("the labelled corpus does not lie beside this checkout")
    return CORPUS


@contextmanager
def count_queries(engine: Engine) -> Iterator[list[str]]:
    """Collects the statements sent to the database inside the block."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
