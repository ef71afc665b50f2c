"""The database itself refuses to change the audit log and what was frozen, whatever the migrations do to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock, SystemClock
from app.cli.migrations import Migrations
from app.domain.terms import PeriodKind
from app.extensions import db
from app.factory import create_app
from app.models import AuditEntry, AuditSeal, Office, Report, Snapshot, User
from tests.databases import ROOT, config_for, engine_for
from tests.services import sealing
from tests.services.sealing import FIRST, TABLES, entry

FOLDER = str(ROOT / "migrations")
BEFORE = "0005"
SETS = {"audit_entries": "actor = 'x'", "audit_seals": "hash = 'x'", "snapshots": "sha256 = 'x'"}
# What each database knows that changes a row which is there.
ACTS = {
    "sqlite": (
        "UPDATE {table} SET {sets}",
        "UPDATE OR IGNORE {table} SET {sets}",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE id = 1",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET {sets}",
    ),
    "postgresql": (
        "UPDATE {table} SET {sets}",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE id = 1",
        "TRUNCATE {table}",
        "TRUNCATE offices CASCADE",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET {sets}",
    ),
}


@pytest.fixture
def app(peopled_url: str, tmp_path: Path) -> Iterator[Flask]:
    """On a database of its own with entries and seals."""
    app = create_app(config_for(peopled_url, tmp_path), clock=SystemClock())
    engine = engine_for(peopled_url)
    with Session(engine) as session, session.begin():
        sealing.fill(session)
        assert sealing.seal(session, SystemClock())
        session.add(frozen(session))
    engine.dispose()
    with app.app_context():
        yield app
        db.engine.dispose()


def frozen(session: Session) -> Snapshot:
    recorder, at = session.scalars(select(User.id)).first(), FixedClock.at(FIRST).now()
    report = Report(
        office_id=sealing.OFFICE,
        kind=PeriodKind.FREE,
        period_from=FIRST,
        cut_off=FIRST,
        recorded_at=at,
        recorder_id=recorder,
    )
    return Snapshot(report=report, known_at=at, policy_version=0, content={}, sha256="0" * 64, recorder_id=recorder)


def rows(engine: Engine, table: str) -> list[object]:
    with engine.connect() as connection:
        return list(connection.execute(text(f"SELECT * FROM {table} ORDER BY id")))


def changes(engine: Engine, table: str) -> list[str]:
    """The acts that change anything, or that fail for another reason than being refused. Each is taken back."""
    return [act for act in ACTS[engine.dialect.name] if _is_possible(engine, table, act)]


def _is_possible(engine: Engine, table: str, act: str) -> bool:
    before = rows(engine, table)
    with engine.connect() as connection:
        try:
            connection.execute(text(act.format(table=table, sets=SETS[table])))
        except DatabaseError as error:
            return "append-only" not in str(error.orig)
        return list(connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))) != before


@pytest.mark.parametrize("table", SETS)
def test_no_statement_changes_or_removes_what_is_recorded(app: Flask, table: str) -> None:
    assert rows(db.engine, table)
    assert changes(db.engine, table) == []


def test_entries_and_seals_can_be_added(app: Flask) -> None:
    with Session(db.engine) as session, session.begin():
        session.add(entry(FIRST, "more"))
    assert len(rows(db.engine, "audit_entries")) == 17


@pytest.mark.parametrize("model", [AuditEntry, AuditSeal, Snapshot])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_program_refuses_before_it_asks_the_database(app: Flask, model: type[Any], act: str) -> None:
    with Session(db.engine) as session:
        row = session.get_one(model, 1)
        if act == "delete":
            session.delete(row)
        else:
            setattr(row, "policy_version" if model is Snapshot else "office_id", 2)
        with pytest.raises(RuntimeError, match="append-only"):
            session.flush()


def test_the_refusals_go_and_come_with_their_migration_and_the_entries_stay(app: Flask) -> None:
    entries = rows(db.engine, "audit_entries")
    downgrade(directory=FOLDER, revision=BEFORE)
    assert set(changes(db.engine, "audit_entries")) >= {"UPDATE {table} SET {sets}", "DELETE FROM {table}"}
    assert set(changes(db.engine, "snapshots")) >= {"UPDATE {table} SET {sets}", "DELETE FROM {table}"}
    upgrade(directory=FOLDER)
    assert rows(db.engine, "audit_entries") == entries
    assert changes(db.engine, "snapshots") == []
    refuses_everything(db.engine)


def test_the_refusals_survive_the_migrations_down_to_nothing_and_up(engine_url: str, tmp_path: Path) -> None:
    app = create_app(config_for(engine_url, tmp_path), clock=SystemClock())
    with app.app_context():
        downgrade(directory=FOLDER, revision="base")
        upgrade(directory=FOLDER)
        with Session(db.engine) as session, session.begin():
            session.add(Office(id=sealing.OFFICE, name="UBND huyện Thử Nghiệm"))
            session.flush()
            sealing.fill(session)
        refuses_everything(db.engine)
        db.engine.dispose()


def refuses_everything(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        assert sealing.seal(session, SystemClock()) == 4
    for table in TABLES:
        assert changes(engine, table) == []


REBUILDING = '''
"""A migration to come, which rebuilds the log."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None
def upgrade():
    kept = op.get_bind().execute(sa.text(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'")).scalars().all()
    with op.batch_alter_table("audit_entries", recreate="always") as batch:
        batch.alter_column("subject", type_=sa.String(90))
    for statement in kept if {makes_again} else ():
        op.execute(statement)
def downgrade():
    pass
'''


@pytest.mark.parametrize("makes_again", [True, False])
def test_a_migration_that_rebuilds_the_log_must_make_the_triggers_again(
    sqlite, tmp_path: Path, makes_again: bool
) -> None:
    """SQLite cannot alter a table in place, and a rebuilt one comes back without its triggers, which nobody would
    see."""
    app = create_app(config_for(sqlite.peopled(), tmp_path), clock=SystemClock())
    with app.app_context():
        migrations = Migrations(app)
        (tmp_path / "versions").mkdir()
        written = REBUILDING.format(newest=migrations.revisions[0], makes_again=makes_again)
        (tmp_path / "versions" / "9999_rebuild.py").write_text(written, encoding="utf-8")
        folders = (str(ROOT / "migrations" / "versions"), str(tmp_path / "versions"))
        migrations.config.set_main_option("path_separator", "os")
        migrations.config.set_main_option("version_locations", os.pathsep.join(folders))
        with Session(db.engine) as session, session.begin():
            sealing.fill(session)
        if makes_again:
            command.upgrade(migrations.config, "head")
        else:
            with pytest.raises(RuntimeError, match="9999 loses the triggers audit_entries_no_delete"):
                command.upgrade(migrations.config, "head")
        assert changes(db.engine, "audit_entries") == []
        db.engine.dispose()
