"""The terminal, beside the web: thin commands over services and the reader."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from importlib import import_module  # INTERIM
    for name in ("demo", "draft", "serve"):
        try:
            app.cli.add_command(getattr(import_module(f"app.cli.{name}"), name))
        except ImportError:
            pass
