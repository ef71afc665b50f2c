"""Lists as offices have them in Word and Excel, from the file to the tasks: merged cells, real days, two heads."""

from __future__ import annotations

import io
from datetime import date, datetime

from docx import Document
from openpyxl import Workbook

from app.adapters.extraction import extract
from app.domain.reading import read
from app.domain.reading.model import DraftTask

Row = tuple[object, ...]
HEADS: tuple[Row, ...] = (
    ("STT", "Nhiệm vụ", "Phân công", "", "Thời hạn"),
    ("", "", "Chủ trì", "Phối hợp", ""),
)
ROWS: tuple[Row, ...] = (
    ("I. LĨNH VỰC KINH TẾ", "", "", "", ""),
    ("1", "Lập danh mục chợ cần sửa", "Phòng Kinh tế", "Công an xã", "30/9/2026"),
    ("2", "Thu phí bến bãi còn nợ", "", "", "Quý IV/2026"),
    ("II. VĂN PHÒNG HĐND VÀ UBND", "", "", "", ""),
    ("1", "- Sửa quy chế làm việc\n- Lập lịch trực", "", "", "15/10/2026"),
)
MERGED = (((0, 2), (0, 3)), ((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 4), (1, 4)))  # of the header, row and column
SECTIONS, LEADS = (2, 5), ((3, 2), (4, 2))


def seen(tasks: tuple[DraftTask, ...]) -> list[tuple[str, tuple[str, ...], tuple[str, ...], date | None]]:
    return [(task.text, task.leads, task.coordinating, task.deadline) for task in tasks]


EXPECTED = [
    ("Lập danh mục chợ cần sửa", ("Phòng Kinh tế",), ("Công an xã",), date(2026, 9, 30)),
    ("Thu phí bến bãi còn nợ", ("Phòng Kinh tế",), (), date(2026, 12, 31)),
    ("Sửa quy chế làm việc", ("Văn phòng HĐND và UBND",), (), date(2026, 10, 15)),
    ("Lập lịch trực", ("Văn phòng HĐND và UBND",), (), date(2026, 10, 15)),
]


def test_a_list_in_word_with_merged_cells_becomes_its_tasks() -> None:
    document = Document()
    document.add_paragraph("DANH MỤC NHIỆM VỤ")
    table = document.add_table(rows=0, cols=5)
    for row in (*HEADS, *ROWS):
        cells = table.add_row().cells
        for at, words in enumerate(row):
            lines = str(words).split("\n")
            cells[at].text = lines[0]
            for line in lines[1:]:
                cells[at].add_paragraph(line)
    for first, last in (*MERGED, *(((at, 0), (at, 4)) for at in SECTIONS), LEADS):
        merged = table.cell(*first).merge(table.cell(*last))
        merged.text = merged.text.strip("\n")
    out = io.BytesIO()
    document.save(out)
    text = extract(out.getvalue(), "so-theo-doi.docx").text
    assert seen(read(text).tasks) == EXPECTED


def test_a_list_in_excel_with_merged_cells_and_real_days_becomes_its_tasks() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["DANH MỤC NHIỆM VỤ"])
    for row in (*HEADS, *ROWS):
        sheet.append([datetime(2026, 9, 30) if words == "30/9/2026" else words or None for words in row])
    for first, last in (*MERGED, *(((at, 0), (at, 4)) for at in SECTIONS), LEADS):
        sheet.merge_cells(
            start_row=first[0] + 2, start_column=first[1] + 1, end_row=last[0] + 2, end_column=last[1] + 1
        )
    out = io.BytesIO()
    book.save(out)
    text = extract(out.getvalue(), "so-theo-doi.xlsx").text
    assert seen(read(text).tasks) == EXPECTED
