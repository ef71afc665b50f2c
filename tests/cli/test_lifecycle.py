"""The table of turns that ARCHITECTURE.md shows is the one that runs."""

from __future__ import annotations

import pytest

from app.cli.lifecycle import ARCHITECTURE, replaced, table
from app.domain.terms import EventKind


def test_the_table_in_the_document_is_drawn_from_the_code():
    text = ARCHITECTURE.read_text(encoding="utf-8")
    assert replaced(text) == text, "run: flask lifecycle --write"


def test_every_act_has_a_line():
    drawn = table()
    assert all(f"| `{kind}` |" in drawn for kind in EventKind if kind is not EventKind.GIVEN)


def test_the_command_prints_the_table(app):
    assert app.test_cli_runner().invoke(args=["lifecycle"]).output.strip() == table()


def test_a_document_without_a_place_for_it_is_refused():
    with pytest.raises(ValueError, match="lifecycle"):
        replaced("# Kiến trúc")
