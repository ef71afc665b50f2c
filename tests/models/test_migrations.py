"""Migrations go up, down and up again on both databases, and leave nothing for the next one to do."""

from __future__ import annotations

import json
import re

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Enum, create_engine, inspect, text

from app.adapters.clock import FixedClock, SystemClock
from app.extensions import db
from app.factory import create_app
from tests.cast import UNITS, make_cast
from tests.conftest import TODAY
from tests.databases import ROOT, config_for, engine_for

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


def test_every_closed_vocabulary_is_kept_by_the_migrated_database_itself(engine_url):
    """Rebuilding a table must not lose what the comparison of models does not look at: the CHECKs of its choices."""
    engine = create_engine(engine_url)
    wanted = {
        (table.name, f"ck_{table.name}_{column.type.name}", word)
        for table in db.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum)
        for word in column.type.enums
    }
    found = {
        (table, check["name"], word)
        for table in inspect(engine).get_table_names()
        for check in inspect(engine).get_check_constraints(table)
        for word in re.findall(r"'(\w+)'", check["sqltext"])
    }
    engine.dispose()
    assert found == wanted


def test_the_search_goes_and_comes_with_what_was_there_before(engine_url, tmp_path):
    """Rows of the search are made from others: a migration down gives them up, and ``flask reindex`` makes them."""
    clock = FixedClock.at(TODAY)
    app = create_app(config_for(engine_url, tmp_path), clock=clock)
    with app.app_context():
        make_cast(db.session(), clock)
        db.session.commit()
        assert db.session.scalar(text("SELECT count(*) FROM search_entries")) == len(UNITS)
        db.session.remove()
        downgrade(directory=FOLDER, revision="0002")
        assert not [name for name in tables(engine_url) if name.startswith("search")]
        upgrade(directory=FOLDER)
        assert db.session.scalar(text("SELECT count(*) FROM search_entries")) == 0
        assert db.session.scalar(text("SELECT count(*) FROM units")) == len(UNITS)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("act", ["insert", "update", "delete"])
def test_the_databases_own_index_follows_every_change(engine_url, tmp_path, act):
    columns = "office_id, kind, ref_id, day, text, folded, accented, scope"
    values = "1, 'unit', 1, '2023-09-14', 'Đôn đốc', 'don doc', 'đôn đốc', 'unit'"
    finds = {
        "sqlite": "SELECT rowid FROM search_fts WHERE search_fts MATCH '\"{}\"*'",
        "postgresql": "SELECT id FROM search_entries WHERE tsv @@ to_tsquery('simple', '{}:*')",
    }
    engine = engine_for(engine_url)
    with engine.begin() as connection:

        def found(word: str) -> int:
            return len(connection.execute(text(finds[engine.dialect.name].format(word))).all())

        connection.execute(text("INSERT INTO offices (name, parent_name, place, public_id) VALUES ('x', '', '', 'x')"))
        connection.execute(text("UPDATE offices SET id = 1"))
        connection.execute(text(f"INSERT INTO search_entries ({columns}) VALUES ({values})"))
        assert (found("do"), found("đố"), found("th")) == (1, 1, 0)
        if act == "update":
            connection.execute(text("UPDATE search_entries SET folded = 'thuc', accented = 'thực'"))
            assert (found("do"), found("đố"), found("th")) == (0, 0, 1)
        elif act == "delete":
            connection.execute(text("DELETE FROM offices"))  # and what hangs on it
            assert (found("do"), found("đố"), found("th")) == (0, 0, 0)
    engine.dispose()


def test_migrations_are_one_line_without_branches():
    revisions = sorted(path.name[:4] for path in (ROOT / "migrations/versions").glob("*.py"))
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]


def test_a_lost_update_is_impossible_on_sqlite(sqlite):
    """Two writers read and write one counter: with pysqlite's own transactions some increments would be lost."""
    from concurrent.futures import ThreadPoolExecutor

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


OLD_WORK = (
    "INSERT INTO offices (id, name, parent_name, place, public_id) VALUES (1, 'UBND', '', '', 'o1')",
    "INSERT INTO users (id, office_id, login, name, email, phone, password_hash, password_temporary, active, "
    "public_id) VALUES (1, 1, 'a', 'Nguyễn Văn A', '', '', '', false, true, 'u1')",
    "INSERT INTO units (id, office_id, name, short_name, under_authority, is_secretariat, email, contact_name, "
    "contact_phone, position, valid_from, public_id) "
    "VALUES (1, 1, 'Phòng', '', true, false, '', '', '', 0, '2020-01-01', 't1')",
    "INSERT INTO directives (id, office_id, kind, issuer, place, chair, signer, signer_title, subject, "
    "source_of_assignment, leader, given_on, recorded_at, recorder_id, version, public_id) "
    "VALUES (1, 1, 'Thông báo', 'UBND', '', '', '', '', 'x', '', '', '2023-09-14', '2023-09-14', 1, 1, 'd1')",
    "INSERT INTO tasks (id, directive_id, position, clause, text, kind, urgency, addressee, report_to, recurrence, "
    "public_id) VALUES (1, 1, 1, '', 'Rà soát', 'dated', 'normal', '', '', '', 'k1')",
    "INSERT INTO assignments (id, office_id, task_id, unit_id, role, version, state, given_on, due_exclusive, "
    "closed_on, self_confirmed, public_id) "
    "VALUES (1, 1, 1, 1, 'lead', 3, 'cancelled', '2023-09-14', false, '2023-09-20', false, 'a1')",
    "INSERT INTO events (id, assignment_id, kind, effective_on, recorded_at, recorder_id, self_confirmed, note) "
    "VALUES (1, 1, 'given', '2023-09-14', '2023-09-14', 1, false, '')",
    "INSERT INTO events (id, assignment_id, kind, effective_on, recorded_at, recorder_id, self_confirmed, note) "
    "VALUES (2, 1, 'progress', '2023-09-18', '2023-09-18', 1, false, 'Đang làm')",
    "INSERT INTO events (id, assignment_id, kind, effective_on, recorded_at, recorder_id, self_confirmed, note, "
    "cancel_kind) VALUES (3, 1, 'cancelled', '2023-09-20', '2023-09-20', 1, false, 'Thôi', 'not_implemented')",
    "INSERT INTO search_entries (office_id, kind, ref_id, task_id, day, text, folded, accented, scope) "
    "VALUES (1, 'task', 1, 1, '2023-09-14', 'x', 'x', 'x', 'task')",
)


def test_work_done_before_is_kept_through_up_and_down(engine_url, tmp_path):
    """Tables that others point to are rebuilt: nothing that hangs on them may go."""
    app = create_app(config_for(engine_url, tmp_path), clock=SystemClock())
    ends = text("SELECT a.state, e.kind FROM assignments a JOIN events e ON e.assignment_id = a.id AND e.id = 3")
    with app.app_context():
        downgrade(directory=FOLDER, revision="0005")
        with db.engine.begin() as connection:
            for statement in OLD_WORK:
                connection.execute(text(statement))
        upgrade(directory=FOLDER)
        with db.engine.begin() as connection:
            assert connection.execute(ends).one() == ("not_implemented", "stopped")
            columns = text("SELECT CAST(updated_on AS varchar(10)), returns, period FROM assignments")
            assert connection.execute(columns).one() == ("2023-09-18", 0, "")
            assert connection.scalar(text("SELECT count(*) FROM search_entries")) == 1
        downgrade(directory=FOLDER, revision="0005")
        with db.engine.begin() as connection:
            assert connection.execute(ends).one() == ("cancelled", "cancelled")
            assert connection.scalar(text("SELECT cancel_kind FROM events WHERE id = 3")) == "not_implemented"
        upgrade(directory=FOLDER)
        db.engine.dispose()


NOTICED = (
    "INSERT INTO offices (id, name, parent_name, place, public_id) VALUES (1, 'UBND', '', '', 'o1')",
    "INSERT INTO users (id, office_id, login, name, email, phone, password_hash, password_temporary, active, "
    "public_id) VALUES (1, 1, 'a', 'Nguyễn Văn A', '', '', '', false, true, 'u1')",
    "INSERT INTO directives (id, office_id, kind, issuer, place, chair, signer, signer_title, subject, "
    "source_of_assignment, leader, given_on, recorded_at, recorder_id, version, public_id) "
    "VALUES (1, 1, 'Thông báo', 'UBND', '', '', '', '', 'x', 'Tỉnh', '', '2023-09-14', '2023-09-14', 1, 1, 'd1'), "
    "(2, 1, 'Thông báo', 'UBND', '', '', '', '', 'x', '', '', '2023-09-14', '2023-09-14', 1, 1, 'd2')",
    "INSERT INTO sources (id, office_id, filename, sha256, text, text_sha256, extractor, recorded_at, recorder_id) "
    "VALUES (1, 1, '', 'h', 'x', 'h', 'text', '2023-09-14', 1)",
)
DRAFT = "INSERT INTO drafts (id, office_id, source_id, state, version, content, recorder_id, recorded_at, updated_at, "
DRAFT += "public_id) VALUES (1, 1, 1, 'open', 1, :content, 1, '2023-09-14', '2023-09-14', 'f1')"


def test_where_an_order_came_from_is_kept_as_words_become_a_vocabulary(engine_url, tmp_path):
    app = create_app(config_for(engine_url, tmp_path), clock=SystemClock())
    sources = text("SELECT source_of_assignment FROM directives ORDER BY id")

    def of_the_draft() -> str:
        with db.engine.begin() as connection:
            content = connection.execute(text("SELECT content FROM drafts")).scalar_one()
        found: str = (json.loads(content) if isinstance(content, str) else content)["document"]["source_of_assignment"]
        return found

    with app.app_context():
        downgrade(directory=FOLDER, revision="0007")
        with db.engine.begin() as connection:
            for statement in NOTICED:
                connection.execute(text(statement))
            words = {"document": {"source_of_assignment": "Kiến nghị cử tri"}, "tasks": [], "unused_dates": []}
            connection.execute(text(DRAFT), {"content": json.dumps(words)})
        upgrade(directory=FOLDER)
        with db.engine.begin() as connection:
            assert list(connection.execute(sources).scalars()) == ["province", None]
        assert of_the_draft() == "voters"
        downgrade(directory=FOLDER, revision="0007")
        with db.engine.begin() as connection:
            assert list(connection.execute(sources).scalars()) == ["Tỉnh", ""]
        assert of_the_draft() == "Kiến nghị cử tri"
        upgrade(directory=FOLDER)
        db.engine.dispose()
