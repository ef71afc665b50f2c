"""Fixtures of the whole suite: both databases, a clock that stands, a small cast, and nothing that can do harm."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.extensions import db
from app.factory import create_app
from app.models import Office, Unit, User
from tests.cast import PASSWORD, Cast, make_cast
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
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgresql]:
    running = Postgresql(tmp_path_factory.mktemp("postgresql"))
    yield running
    running.server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest) -> str:
    """A fresh migrated database of the test's own, on both kinds: for tests that need several connections."""
    url: str = request.getfixturevalue(request.param).fresh()
    return url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_engine(request: pytest.FixtureRequest) -> Engine:
    return engine_for(request.getfixturevalue(request.param).fresh())


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session on each database; whatever the test does, commits included, is rolled back."""
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
    return make_cast(session, clock)


@pytest.fixture
def app(sqlite: Sqlite, clock: FixedClock, tmp_path: Path) -> Flask:
    """The web app on a fresh SQLite file with the cast in it; ``app.cast`` is bound to the app's own session."""
    app = create_app(config_for(sqlite.fresh(), tmp_path), clock=clock)
    app.testing = True
    app.test_client_class = InspectingClient
    with app.app_context():
        make_cast(db.session(), clock)
        db.session.commit()
    return app


@pytest.fixture
def web_cast(app: Flask, clock: FixedClock) -> Iterator[Cast]:
    """The cast of ``app`` in a session of its own; commit what the pages shall see. No app context stays open, since
    the requests would share its ``g`` and its session; and no transaction, since it would lock the pages out."""
    with app.app_context():
        engine = db.engine
    with Session(engine, expire_on_commit=False) as opened:
        units = {unit.email.partition("@")[0]: unit for unit in opened.scalars(select(Unit))}
        users = {user.login: user for user in opened.scalars(select(User))}
        office = opened.scalars(select(Office)).one()
        opened.commit()
        yield Cast(opened, clock.today(), office, units, users)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def log_in() -> Callable[[FlaskClient, str], None]:
    """``log_in(client, "chief")``: through the form, as a person does."""

    def act(client: FlaskClient, login: str) -> None:
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
