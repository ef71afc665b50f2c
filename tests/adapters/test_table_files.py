"""Tables out of files: what is read, what is refused, and what could do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from app.adapters import table_files
from app.adapters.table_files import csv_bytes, read_table
from app.domain.errors import DomainError


def workbook(*rows, merge: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.create_sheet("Hướng dẫn").append(["không đọc"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The same package with other contents of its first sheet, or more entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, changed["sheet"] if is_sheet and "sheet" in changed else old.read(name))
        if "more" in changed:
            new.writestr("xl/more.xml", changed["more"])
    return out.getvalue()


def sheet_of(rows: str) -> bytes:
    name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (name, rows.encode())


def test_cells_are_read_as_a_person_reads_them():
    content = workbook(
        ["Tên", "Ngày"], [], ["  Phòng\u00a0 Nội vụ ", datetime(2025, 7, 1), 10, 2.5], [None, date(2025, 7, 2)]
    )
    assert read_table(content, "a.XLSX").rows == (
        (1, ("Tên", "Ngày")),
        (3, ("Phòng Nội vụ", "01/07/2025", "10", "2.5")),
        (4, ("", "02/07/2025")),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_is_read_with_each_delimiter(delimiter, encoding):
    text = f'Tên{delimiter}Ghi\r\n"Phòng{delimiter} ""Nội vụ"""{delimiter}x\r\n\r\n'
    assert read_table(text.encode(encoding), "a.csv").rows == (
        (1, ("Tên", "Ghi")),
        (2, (f'Phòng{delimiter} "Nội vụ"'.replace("\t", " ").replace("  ", " "), "x")),
    )


def test_what_a_table_must_not_hold_is_said_with_its_place():
    table = read_table(workbook(["Tên", "Số"], ["=1+2", "#REF!"], ["gộp", ""], ["x" * 1001], merge="A3:B3"), "a.xlsx")
    assert [(fault.row, fault.column, fault.kind) for fault in table.faults] == [
        (2, 0, "formula"),
        (2, 1, "error"),
        (4, 0, "too_long"),
        (3, 0, "merged"),
    ]
    assert read_table(b'Ten,So\n"=HYPERLINK(1)",1\n', "a.csv").faults[0].kind == "formula"


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "a.xlsx", "table.empty"),
        (b" \n", "a.csv", "table.empty"),
        (b"a,b", "a.txt", "table.unknown_kind"),
        (b"a,b", "a", "table.unknown_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xlsx", "table.locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "table.locked"),
        (b"PK\x03\x04 nothing more", "a.xlsx", "table.damaged"),
        (b"Ten,So", "a.xlsx", "table.damaged"),
        ("Tên".encode("cp1258", "ignore") + b"\xea\xff", "a.csv", "table.encoding"),
        (b"a" * (5 * 1024 * 1024 + 1), "a.csv", "table.too_large"),
        (b'"' + b"a" * 200_000 + b'"', "a.csv", "table.damaged"),
        (b"a\n" * 5_001, "a.csv", "table.too_many_rows"),
        (b"a\n" + b",\n" * 20_001, "a.csv", "table.too_many_rows"),
    ],
)
def test_a_file_that_is_no_table_gets_its_own_sentence(content, filename, code):
    with pytest.raises(DomainError) as refused:
        read_table(content, filename)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"more": b" " * (41 * 1024 * 1024)}, "table.too_large"),
        ({"sheet": sheet_of("<row>" + "<c/>" * 1_600_000 + "</row>")}, "table.too_large"),
        ({"sheet": b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_of("")}, "table.damaged"),
        ({"sheet": b"<worksheet"}, "table.damaged"),
        ({"sheet": sheet_of('<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>')}, "table.too_many_rows"),
    ],
)
def test_a_small_file_that_unpacks_to_too_much_is_refused(changed, code):
    content = repacked(workbook(["Tên"]), **changed)
    assert len(content) < table_files.MAX_BYTES
    with pytest.raises(DomainError) as refused:
        read_table(content, "a.xlsx")
    assert refused.value.code == code


def test_columns_beyond_the_last_are_not_read():
    [(_, cells)] = read_table(workbook(["x"] * 200), "a.xlsx").rows
    assert len(cells) == table_files.MAX_COLUMNS


def test_a_written_csv_is_read_again_and_holds_no_formula():
    written = csv_bytes([("Tên", "Mật khẩu"), ('=1+2;"x"', "@a")])
    assert written.startswith(b"\xef\xbb\xbf")
    assert read_table(written, "a.csv").rows == ((1, ("Tên", "Mật khẩu")), (2, ('\'=1+2;"x"', "'@a")))
