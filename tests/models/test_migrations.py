"""Migrations go up, down and up again on both databases, and leave nothing for the next one to do."""

from __future__ import annotations

from flask_migrate import check, downgrade, upgrade
from sqlalchemy import create_engine, inspect

from app.adapters.clock import SystemClock
from app.extensions import db
from app.factory import create_app
from tests.databases import ROOT, config_for

FOLDER = str(ROOT / "migrations")


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def test_up_down_and_up_again(engine_url, tmp_path):
    app = create_app(config_for(engine_url, tmp_path), clock=SystemClock())
    before = tables(engine_url)
    with app.app_context():
        downgrade(directory=FOLDER, revision="base")
        assert tables(engine_url) == set()
        upgrade(directory=FOLDER)
        db.engine.dispose()
    assert tables(engine_url) == before


def test_the_models_say_nothing_the_migrations_do_not(engine_url, tmp_path, capsys):
    app = create_app(config_for(engine_url, tmp_path), clock=SystemClock())
    with app.app_context():
        check(directory=FOLDER)
        db.engine.dispose()


def test_migrations_are_one_line_without_branches():
    revisions = sorted(path.name[:4] for path in (ROOT / "migrations/versions").glob("*.py"))
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]


def test_a_lost_update_is_impossible_on_sqlite(sqlite):
    """Two writers read and write one counter: with pysqlite's own transactions some increments would be lost."""
    from concurrent.futures import ThreadPoolExecutor

    from sqlalchemy import text

    from tests.databases import engine_for

    engine = engine_for(sqlite.fresh())
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def increment() -> None:
        for _ in range(25):
            with engine.begin() as connection:
                seen = connection.execute(text("SELECT n FROM counter")).scalar_one()
                connection.execute(text("UPDATE counter SET n = :n"), {"n": seen + 1})

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(increment) for _ in range(4)]:
            done.result()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT n FROM counter")).scalar_one() == 100
