"""The year that a page about reports is asked for."""

from __future__ import annotations

from flask import request

from app.web.frame import clock

YEARS = range(2000, 2100)


def asked_year() -> int:
    """The year asked for, by the address or by the form; this year if it is none."""
    asked = request.values.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in YEARS else clock().today().year
