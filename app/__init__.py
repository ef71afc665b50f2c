"""Đôn Đốc: meeting conclusions become tasks, tasks are urged, and what is overdue stands truthfully."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> Flask:
    """What the ``flask`` command and a WSGI server call: the configured app with the machine's clock."""
    from app.adapters.clock import SystemClock
    from app.factory import create_app as build
    from config import ConfigurationError, load

    try:
        config = load()
    except ConfigurationError as error:
        raise SystemExit(str(error)) from error
    return build(config, clock=SystemClock())
