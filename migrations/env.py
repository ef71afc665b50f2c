"""Alembic's entry: migrations run inside the Flask app, on the engine it is configured with."""

from collections.abc import Callable
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.adapters.database import unchecked

database = current_app.extensions["migrate"].db
# What the database keeps for the search by itself, on either kind; migration 0003 makes it, the models do not know it.
OWN = {("column", "tsv"), ("index", "ix_search_entries_tsv")}


def _is_ours(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    if kind == "table":
        return not (name or "").startswith("search_fts")
    return (kind, name) not in OWN


def _triggers(connection: Connection) -> set[str]:
    """Only SQLite's are in danger; PostgreSQL alters tables in place."""
    if connection.dialect.name != "sqlite":
        return set()
    return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))


def _losing_no_trigger(connection: Connection, there: set[str]) -> Callable[..., None]:
    """A table that batch mode rebuilds comes back without its triggers, and nobody is told: an upgrade that does so is
    refused. The triggers keep the search index and the audit log."""

    def look(*, step: Any, **rest: object) -> None:
        nonlocal there
        before, there = there, _triggers(connection)
        if step.is_upgrade and (lost := sorted(before - there)):
            raise RuntimeError(f"{step.up_revision_id} loses the triggers {', '.join(lost)}: make them again in it")

    return look


def _run(connection: Connection, triggers: set[str]) -> None:
    # SQLite cannot alter a table in place: batch mode rebuilds it.
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=_is_ours,
        on_version_apply=_losing_no_trigger(connection, triggers),
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given, _triggers(given))
        return
    # Looked at beforehand: a connection that has begun something would leave the committing to whoever began it.
    with database.engine.connect() as looking:
        triggers = _triggers(looking)
    with unchecked(database.engine) as connection:
        _run(connection, triggers)


run_migrations_online()
