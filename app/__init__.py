"""Đôn Đốc: meeting conclusions become tasks, tasks are urged, and what is overdue stands truthfully."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app() -> Flask:
    """What the ``flask`` command and a WSGI server call: the configured app with the machine's clock."""
    from app.adapters.clock import SystemClock
    from app.factory import create_app as build
    from config import load

    return build(load(), clock=SystemClock())
