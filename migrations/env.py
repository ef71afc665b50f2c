"""Alembic's entry: migrations run inside the Flask app, on the engine it is configured with."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

database = current_app.extensions["migrate"].db
# What the database keeps for the search by itself, on either kind; migration 0003 makes it, the models do not know it.
OWN = {("column", "tsv"), ("index", "ix_search_entries_tsv")}


def _is_ours(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    if kind == "table":
        return not (name or "").startswith("search_fts")
    return (kind, name) not in OWN


def _run(connection: Connection) -> None:
    # SQLite cannot alter a table in place: batch mode rebuilds it, for which foreign keys must wait.
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=_is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    with database.engine.connect() as connection:
        _run(connection)


run_migrations_online()
