"""Excel files out, read again with another library."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from app.adapters.excel import CELL_LIMIT, Column, Sheet, workbook

COLUMNS = [Column("Nội dung", 60), Column("Số", 8, "number"), Column("Thời hạn", 12, "day")]


def opened(*sheets: Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets)))


def cells(page: Any) -> list[tuple[object, ...]]:
    return [tuple(row) for row in page.iter_rows(values_only=True)]


def test_the_words_stand_above_the_head_and_the_rows_below():
    page = opened(Sheet("Nhiệm vụ", ["Nhiệm vụ", "Quá hạn"], COLUMNS, [("Làm đường", 3, date(2026, 11, 30))])).active
    assert cells(page) == [
        ("Nhiệm vụ", None, None),
        ("Quá hạn", None, None),
        (None, None, None),
        ("Nội dung", "Số", "Thời hạn"),
        ("Làm đường", 3, datetime(2026, 11, 30)),
    ]
    assert page["C5"].number_format == "dd/mm/yyyy"
    assert page["C5"].is_date


@pytest.mark.parametrize(
    "typed", ["=1+1", "=HYPERLINK(1)", "+84", "-5", "@SUM(A1)", "https://vi.du", "mailto:a@b", "\t=1"]
)
def test_what_people_typed_stays_text(typed):
    cell = opened(Sheet("T", [], COLUMNS, [(typed, None, None)])).active["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)


def test_what_is_not_of_the_columns_kind_is_written_as_words():
    page = opened(Sheet("T", [], COLUMNS, [(5, "nhiều", "Thường xuyên"), (True, 0, None)])).active
    assert cells(page)[1:] == [("5", "nhiều", "Thường xuyên"), ("True", 0, None)]


def test_it_prints_on_a4_landscape_with_its_head_on_every_page():
    page = opened(Sheet("T", ["a", "b"], COLUMNS, [])).active
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert page.print_title_rows == "$4:$4"
    assert page.freeze_panes == "A5"


def test_a_sheets_name_is_made_one_that_excel_accepts():
    names = opened(Sheet("a/b: [c]", [], COLUMNS), Sheet("A B C", [], COLUMNS), Sheet("", [], COLUMNS)).sheetnames
    assert names == ["a b c", "A B C 2", "1"]
    assert len(opened(Sheet("dài " * 20, [], COLUMNS)).sheetnames[0]) <= 31


def test_characters_that_spoil_a_file_are_left_out_and_a_long_text_is_cut():
    page = opened(Sheet("T", [], COLUMNS, [("a\x00b\x0bc\nd", None, None), ("x" * 40_000, None, None)])).active
    assert page["A2"].value == "abc\nd"
    assert len(page["A3"].value) == CELL_LIMIT
    assert page["A3"].value.endswith("…")


def test_rows_may_come_from_a_generator():
    page = opened(Sheet("T", [], COLUMNS, ((str(n), n, None) for n in range(500)))).active
    assert page.max_row == 501


def test_a_row_that_does_not_fit_the_columns_is_an_error_of_ours():
    with pytest.raises(ValueError, match="zip"):
        workbook([Sheet("T", [], COLUMNS, [("only one",)])])
