"""The terminal, beside the web: thin commands over services and the reader."""

from __future__ import annotations

from flask import Flask

from app.cli.audit import audit
from app.cli.backup import backup, restore
from app.cli.demo import demo
from app.cli.draft import draft
from app.cli.jobs import jobs
from app.cli.lifecycle import lifecycle
from app.cli.office import office
from app.cli.reindex import reindex
from app.cli.serve import serve


def register(app: Flask) -> None:
    for command in (audit, backup, restore, demo, draft, jobs, lifecycle, office, reindex, serve):
        app.cli.add_command(command)
