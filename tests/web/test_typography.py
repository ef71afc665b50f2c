"""Every document that leaves the program: no line breaks within a date, or between a number and what it belongs to."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from flask import Flask

from tests.databases import Sqlite
from tests.report_drafts import draft_report
from tests.web.worlds import World, make_world

# What may stand behind a number on the next line: it says where the number belongs, and is not what is counted.
NOT_COUNTED = {"của", "chưa", "quá", "trong", "đến", "như"}
MONTH_WITH_ZERO = re.compile(r"\b\d\d/0[3-9]/\d{4}\b(?!/)")
WITHIN_A_DATE = re.compile(r"(?i)\b(?:ngày|tháng|năm) \d|\d (?:tháng|năm|ngày)\b")
BEHIND_ITS_WORD = re.compile(r"(?i)\b(?:số:?|lần|điều|mục|quý|phụ lục) (?:\d|[IVX]+\b)")
COUNTED = re.compile(r"\d (?P<noun>[^\W\d_]+)")
PERCENT = re.compile(r"\d %")
AUDIENCES = ("", "?ban=gui-cap-tren", "?ban=gui-cap-tren&neu-ten=1")


@pytest.fixture(scope="module")
def world(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(sqlite, tmp_path_factory.mktemp("papers"), rows=5)


def documents(app: Flask) -> list[str]:
    return [rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith(".docx")]


def lines(document: Document) -> Iterator[str]:
    """The texts of all paragraphs, also of those in tables."""
    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def torn(text: str) -> list[str]:
    """The places where a line may break and must not, and the days whose months have a zero too many."""
    patterns = (WITHIN_A_DATE, BEHIND_ITS_WORD, PERCENT, MONTH_WITH_ZERO)
    found = [match[0] for pattern in patterns for match in pattern.finditer(text)]
    return found + [match[0] for match in COUNTED.finditer(text) if match["noun"].lower() not in NOT_COUNTED]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 05",
        "05 tháng",
        "tháng 02 năm",
        "NĂM 2026",
        "số 194/TB",
        "Số: 194",
        "86,4 %",
        "03 nhiệm",
        "Phụ lục II",
        "05/03/2023",
    ],
)
def test_what_must_hold_is_seen_to_break(text):
    assert torn(f"Từ đây {text} trở đi")


def test_no_document_has_a_line_that_breaks_within_a_date_or_behind_a_number(app, world):
    """Of the office's own draft only what was put in: the draft's words stay as they were typed."""
    own = set(lines(docx.Document(io.BytesIO(draft_report()))))
    found = {}
    for rule in documents(app):
        for query in AUDIENCES if rule.startswith("/bao-cao") else AUDIENCES[:1]:
            address = world.address(rule) + query
            made = docx.Document(io.BytesIO(world.client("chief").get(address).data))
            found[address] = [(each, text) for text in lines(made) if text not in own for each in torn(text)]
    assert len(found) > 10
    assert {address: places for address, places in found.items() if places} == {}
