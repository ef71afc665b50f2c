"""The empty table that an old list can be written into: its heads, one marked example, and how to fill it."""

from __future__ import annotations

from app.adapters.excel import Column, Sheet, workbook
from app.wording.list_import import COLUMNS, EXAMPLE_ROW, HOW_HEADS, HOW_TITLE, TITLE

_WIDE = {"content": 60, "source": 30, "leads": 28, "coordinating": 32, "deadline": 22, "result": 26}


def list_template() -> bytes:
    """A sheet to fill and a sheet that says how."""
    columns = [Column(head, _WIDE.get(key, 8)) for key, (head, _) in COLUMNS.items()]
    how = Sheet(HOW_TITLE, (), [Column(HOW_HEADS[0], 24), Column(HOW_HEADS[1], 100)], COLUMNS.values())
    return workbook([Sheet(TITLE, (), columns, [EXAMPLE_ROW]), how])
