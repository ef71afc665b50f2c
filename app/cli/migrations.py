"""The migrations as ``app.services.restore`` asks for them: on a connection that is in the middle of a transaction."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.engine import Connection

from app.adapters.table_rows import revision_of


class Migrations:
    """Inside an app context only: the migrations' own entry asks for the app."""

    def __init__(self, app: Flask) -> None:
        self.config: Config = app.extensions["migrate"].migrate.get_config()
        scripts = ScriptDirectory.from_config(self.config)
        # The newest first.
        self.revisions = [script.revision for script in scripts.walk_revisions()]

    def knows(self, revision: str) -> bool:
        return revision in self.revisions

    def move(self, connection: Connection, revision: str) -> None:
        wanted = self.revisions[0] if revision == "head" else revision
        current = revision_of(connection)
        if current == wanted:
            return
        self.config.attributes["connection"] = connection
        is_newer = current is not None and self.revisions.index(current) < self.revisions.index(wanted)
        (command.downgrade if is_newer else command.upgrade)(self.config, wanted)
