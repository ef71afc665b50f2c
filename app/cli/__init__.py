"""The terminal, beside the web: thin commands over services and the reader."""

from __future__ import annotations

from flask import Flask

from app.cli.demo import demo
from app.cli.draft import draft
from app.cli.serve import serve


def register(app: Flask) -> None:
    for command in (demo, draft, serve):
        app.cli.add_command(command)
