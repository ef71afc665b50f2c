"""Workbooks become lines: the rows of lists with their cells, days and figures as people see them."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from app.adapters import office_program, sheet_text, table_files
from app.adapters.extraction import extract, refuse_secret_xlsx
from app.adapters.office_program import convert, program
from app.adapters.sheet_worker import shown
from app.domain.errors import DomainError
from tests.conftest import CORPUS

HEADER = ("STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời hạn")
HEAD = "\t".join(HEADER)


def workbook(*rows, change=None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def text(*rows, change=None) -> list[str]:
    return extract(workbook(*rows, change=change), "a.xlsx").text.split("\n")


def code(content: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(DomainError) as caught:
        extract(content, name)
    return caught.value.code


def test_rows_become_lines_and_titles_stand_above_them():
    found = text(
        ("UBND XÃ ĐÔNG VĨ", None, "CỘNG HÒA XÃ HỘI"),
        (None, "DANH MỤC NHIỆM VỤ"),
        (),
        HEADER,
        (1, "Lập kế hoạch\nnăm 2026", "Phòng Kinh tế", date(2026, 9, 30)),
        (),
        (None, "PHÒNG VĂN HÓA"),
        (2, "Rà\tsoát", None, "Thường xuyên"),
    )
    assert found == [
        "UBND XÃ ĐÔNG VĨ",
        "CỘNG HÒA XÃ HỘI",
        "DANH MỤC NHIỆM VỤ",
        "",
        HEAD,
        "1\tLập kế hoạch\u2028năm 2026\tPhòng Kinh tế\t30/09/2026",
        "\tPHÒNG VĂN HÓA\t\t",
        "2\tRà soát\t\tThường xuyên",
    ]


def test_merged_cells_say_their_text_once():
    def change(book):
        book.active.merge_cells("A2:A3")
        book.active.merge_cells("B3:C3")

    found = text(HEADER, (1, "Lập", "Phòng Kinh tế"), (None, "Rà soát", None, "10/9"), change=change)
    assert found[1:] == ["1\tLập\tPhòng Kinh tế\t", "\tRà soát\t\t10/9"]


def test_hidden_sheets_are_skipped_and_the_others_follow_each_other():
    def change(book):
        for name, state in (("ẩn", "hidden"), ("hai", "visible"), ("trống", "visible")):
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            if name != "trống":
                sheet.append(HEADER)
                sheet.append((1, name))

    assert text(HEADER, (1, "một"), change=change) == [HEAD, "1\tmột\t\t", "", HEAD, "1\thai\t\t"]


@pytest.mark.parametrize(
    ("value", "layout", "expected"),
    [
        (date(2018, 10, 5), "dd/mm/yyyy", "05/10/2018"),
        (date(2018, 10, 5), "mm-dd-yy", "05/10/2018"),
        (datetime(2018, 10, 5), "[$-42A]d mmmm yyyy;@", "05/10/2018"),
        (datetime(2018, 10, 5, 16, 30), "dd/mm/yyyy hh:mm", "05/10/2018 16:30"),
        (datetime(2018, 10, 5), "d/m", "05/10/2018"),
        # A cell that shows a month names no day.
        (datetime(2018, 10, 1), "mmm-yy", "10/2018"),
        (datetime(2018, 10, 1), '"tháng" m/yyyy', "10/2018"),
        (datetime(2018, 1, 1), "yyyy", "2018"),
        (time(16, 30), "h:mm", "16:30"),
        (1, "General", "1"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0,3"),
        (7, "00", "07"),
        (0.985, "0.0%", "98,5%"),
        (0.5, "0%", "50%"),
        (1234567.5, "#,##0", "1.234.568"),
        (1234.5, "#,##0.00", "1.234,50"),
        (5, '0" ngày"', "5"),
        (1500000, "0.00E+00", "1500000"),
        (True, "General", "TRUE"),
        ("  Lập kế hoạch ", "@", "Lập kế hoạch"),
        (None, "General", ""),
    ],
)
def test_a_cell_reads_as_it_is_shown(value, layout, expected):
    assert shown(value, layout) == expected


def test_a_formula_gives_what_it_came_to():
    def change(book):
        book.active["D2"] = "=DATE(2026,9,30)"

    assert text(HEADER, (1, "Lập", "Phòng Kinh tế"), change=change)[1] == "1\tLập\tPhòng Kinh tế\t"


def far(book):
    book.active["XFD1"] = "xa"


def deep(book):
    book.active["A30000"] = "sâu"


def wide_format(book):
    book.active["XFD1"].number_format = "0"


@pytest.mark.parametrize(("change", "expected"), [(far, "table.too_large"), (deep, "table.too_many_rows")])
def test_nothing_is_left_out_of_a_sheet_that_is_too_large(change, expected):
    assert code(workbook(HEADER, (1, "Lập"), change=change)) == expected


def test_a_layout_that_reaches_to_the_last_column_is_no_content():
    assert text(HEADER, (1, "Lập"), change=wide_format) == [HEAD, "1\tLập\t\t"]


def test_what_is_no_workbook_is_refused():
    whole = workbook(HEADER)
    assert code(b"PK\x03\x04" + b"\0" * 100) == "table.damaged"
    assert code(whole[:-300]) == "table.damaged"
    assert code(b"STT;\n1;", "a.xlsx") == "file.not_what_it_says"
    assert code(workbook()) == "file.no_text"


def test_more_rows_than_a_list_has_are_refused():
    assert code(workbook(*[(number, "Lập") for number in range(table_files.MAX_ROWS + 1)])) == "table.too_many_rows"


def test_a_mark_is_found_in_the_first_rows_of_any_sheet():
    def change(book):
        sheet = book.create_sheet("hai")
        sheet.sheet_state = "hidden"
        sheet["F3"] = "TỐI MẬT"

    refuse_secret_xlsx(workbook(HEADER), "a.xlsx")
    refuse_secret_xlsx(workbook(), "a.xlsx")
    for content in (workbook(("MẬT",), HEADER), workbook(HEADER, change=change)):
        with pytest.raises(DomainError, match=r"file\.secret"):
            refuse_secret_xlsx(content, "a.xlsx")
    assert code(workbook(("MẬT",), HEADER)) == "file.secret"


@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_an_older_workbook_is_read_by_way_of_libreoffice():
    new = workbook(HEADER, (1, "Lập", "Phòng Kinh tế", date(2026, 9, 30)))
    old = convert(new, source="xlsx", filter_name="Calc MS Excel 2007 XML", target="xls")
    assert extract(old, "a.xls").text.split("\n") == [HEAD, "1\tLập\tPhòng Kinh tế\t30/09/2026"]
    page = "<html><meta charset='utf-8'><table><tr>{}</tr><tr><td>1</td><td>Lập</td></tr></table></html>"
    cells = "".join(f"<td>{title}</td>" for title in HEADER)
    assert extract(page.format(cells).encode(), "a.xls").text.split("\n") == [HEAD, "1\tLập\t\t"]


def test_without_libreoffice_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr(sheet_text, "program", lambda: None)
    assert code(b"<html><body><table></table></body></html>", "a.xls") == "file.no_office"
    assert office_program.program is not sheet_text.program


@pytest.mark.skipif(not CORPUS.exists(), reason="the labelled corpus is not beside this checkout")
def test_a_real_list_gives_all_its_rows():
    path = CORPUS / "documents" / "29_bgddt_bangnhiemvu_2017.xlsx"
    rows = [line.split("\t") for line in extract(path.read_bytes(), path.name).text.split("\n")]
    assert {len(row) for row in rows} == {12}
    assert len([row for row in rows[1:] if row[1]]) == 53
    assert [row[7] for row in rows[1:4]] == ["tháng 10/2018", "Tháng 5 /2018", "Thường xuyên"]
