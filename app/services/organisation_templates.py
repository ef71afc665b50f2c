"""The empty tables that units and people come in by: heads, one marked example, and how to fill them."""

from __future__ import annotations

from collections.abc import Iterable

from app.adapters.excel import Column, Sheet, workbook
from app.adapters.table_files import csv_bytes
from app.services.organisation_import_people import NewPassword
from app.services.organisation_tables import TableKind
from app.wording.tables import EXAMPLES, GENERAL, HEADS, HOW, HOW_HEADS, HOW_TITLE, PASSWORD_HEADS, REQUIRED, TITLES


def template_xlsx(kind: TableKind) -> bytes:
    """A sheet to fill and a sheet that says how."""
    heads = HEADS[kind]
    columns = [Column(words + ("*" if key in REQUIRED[kind] else ""), _width(words)) for key, words in heads.items()]
    how = [(heads[key], text) for key, text in HOW[kind].items()]
    general = [("", line) for line in GENERAL]
    return workbook(
        [
            Sheet(TITLES[kind], (), columns, [EXAMPLES[kind]]),
            Sheet(HOW_TITLE, (), [Column(HOW_HEADS[0], 24), Column(HOW_HEADS[1], 100)], [*how, *general]),
        ]
    )


def template_csv(kind: TableKind) -> bytes:
    return csv_bytes([tuple(HEADS[kind].values()), EXAMPLES[kind]])


def passwords_csv(made: Iterable[NewPassword]) -> bytes:
    return csv_bytes([PASSWORD_HEADS, *((each.login, each.name, each.password) for each in made)])


def _width(words: str) -> int:
    return max(14, len(words) + 6)
