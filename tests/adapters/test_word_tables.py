"""The rows of a long table are copies of one: they hold what is written, and look like rows the library builds."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import partial

import docx
import pytest
from docx.oxml.ns import qn

from app.adapters.docx_blocks import find_block
from app.adapters.docx_draft import open_draft
from app.adapters.docx_insertion import insert
from app.adapters.word import Annex, Column, ListDocument, Table, render_list
from app.adapters.word_parts import Align, keep_rows_whole, line

COLUMNS = (Column("TT", 20, Align.CENTRE), Column("Nội dung", 100), Column("Số ngày", 100, Align.RIGHT))
ROWS = (
    ("Phòng Kinh tế",),
    ("1", "Rà soát\nhai dòng\n", "05"),
    ("2", "", " ô có khoảng trắng "),
    ("Phòng Nội vụ",),
    ("3", "có\ttab", "<&>"),
)
TOTAL = ("", "Tổng cộng", "12")


def opened(rows, total=TOTAL):
    table = Table(columns=COLUMNS, rows=rows, total=total)
    made = ListDocument(agency=("UBND xã An Bình",), title="Bảng", notes=(), table=table, made_at=datetime.now(UTC))
    return docx.Document(io.BytesIO(render_list(made)))


@pytest.fixture
def built():
    """The same table built row by row by the library itself."""
    word = docx.Document()
    table = word.add_table(rows=0, cols=len(COLUMNS), style="Table Grid")
    for texts in (*ROWS, TOTAL):
        cells, look = table.add_row().cells, partial(line, size=12, around=1.5)
        for cell, column in zip(cells, COLUMNS, strict=True):
            cell.width = docx.shared.Mm(column.width)
        if len(texts) == 1:
            look(cells[0].merge(cells[-1]), texts[0], bold=True, align=Align.LEFT)
            continue
        for cell, text, column in zip(cells, texts, COLUMNS, strict=True):
            for part in text.split("\n"):
                look(cell, part, bold=texts is TOTAL, align=column.align)
    keep_rows_whole(table)
    return table


def test_each_row_is_as_the_library_would_build_it(built):
    (table,) = opened(ROWS).tables
    assert [row._tr.xml for row in table.rows[1:]] == [row._tr.xml for row in built.rows]


def test_a_table_without_rows_has_its_head_alone():
    (table,) = opened((), total=None).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["TT", "Nội dung", "Số ngày"]]


@pytest.mark.parametrize("texts", [("1", "hai"), ("1", "2", "3", "4")])
def test_a_row_with_more_or_fewer_texts_than_columns_is_refused(texts):
    with pytest.raises(ValueError, match="zip"):
        opened((texts,))


@pytest.fixture
def annex() -> Annex:
    rows = tuple((str(n), "Rà soát", "05") for n in range(500))
    return Annex(label="Phụ lục", title="Danh mục", attached_to="", notes=(), table=Table(columns=COLUMNS, rows=rows))


def test_a_long_list_in_a_draft_is_taken_away_row_by_row(annex):
    """Whole, a table of 500 rows takes seconds to leave the tree: nothing is taken out that still holds many others."""
    draft = docx.Document()
    draft.add_paragraph("I. Kết quả")
    content = io.BytesIO()
    draft.save(content)
    made = open_draft(insert(content.getvalue(), after=0, paragraphs=["Một câu."], annexes=[annex]))
    block = find_block(made.root, "dondoc_phu_luc")
    tables = [each for each in block.elements if each.tag == qn("w:tbl")]
    block.remove()
    assert [len(table) for table in tables] == [0]
    assert next(made.root.iter(qn("w:tbl")), None) is None
