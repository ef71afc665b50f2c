"""Lists of tasks: found by their header row, read by what their columns hold."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reading import tables
from tests.domain.reading.lists import NO_LISTS, SHEETS, Sheet, table


def read(text: str, since: date | None) -> tables.ListReading:
    (found,) = tables.find(text)
    return tables.read_list(text, found, since)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_row_becomes_its_task(sheet: Sheet) -> None:
    items = read(f"Mở đầu.\n\n{table(sheet.rows)}\n\nKết thúc.", sheet.since).items
    begins = [(item.task.text[: len(want.begins)]) for item, want in zip(items, sheet.tasks, strict=False)]
    assert (begins, len(items)) == ([want.begins for want in sheet.tasks], len(sheet.tasks))
    for item, want in zip(items, sheet.tasks, strict=True):
        task = item.task
        seen = (task.leads, task.coordinating, task.deadline, task.unsure, task.recurrence, item.done)
        wanted = (want.leads, want.coordinating, want.deadline, want.unsure, want.recurrence, want.done)
        assert seen == wanted, task.text


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_offsets_are_those_of_the_words(sheet: Sheet) -> None:
    text = f"Mở đầu.\n\n{table(sheet.rows)}\n\nKết thúc."
    (found,) = tables.find(text)
    assert text[found.start : found.end] == table(sheet.rows)
    tasks, unused = tables.read_table(text, found, sheet.since)
    for task in tasks:
        assert " ".join(text[task.start : task.end].split()) == task.text
        assert "\t" not in text[task.start : task.end]
        if task.deadline_start is not None:
            assert " ".join(text[task.deadline_start : task.deadline_end].split()) == task.deadline_text
    for phrase in unused:
        assert text[phrase.start : phrase.end] == phrase.text


@pytest.mark.parametrize("rows", [rows for _, rows in NO_LISTS], ids=[name for name, _ in NO_LISTS])
def test_other_tables_are_no_lists(rows: str) -> None:
    assert tables.find(table(rows)) == []
    assert not tables.is_list([row.split("\t") for row in table(rows).split("\n")])


def test_a_paste_from_a_spreadsheet_keeps_its_cells_of_several_lines() -> None:
    text = (
        "STT\tNội dung giao\tĐơn vị chủ trì\tHạn\n"
        '1\t"Rà soát đất công.\nLập phương án đấu giá."\tPhòng Kinh tế\t"10/8/2026\n20/8/2026"\n'
        '2\tSơn lại vạch đường\t"Phòng ""Một cửa"""\t30/8/2026\nHết.'
    )
    items = read(text, date(2026, 7, 1)).items
    assert [(item.task.text, item.task.deadline) for item in items] == [
        ("Rà soát đất công.", date(2026, 8, 10)),
        ("Lập phương án đấu giá.", date(2026, 8, 20)),
        ("Sơn lại vạch đường", date(2026, 8, 30)),
    ]


def test_two_lists_in_one_text_are_two_tables() -> None:
    one = "STT\tNội dung\tĐơn vị chủ trì\n1\tVẽ tranh cổ động\tPhòng Văn hóa"
    other = "STT\tĐơn vị thực hiện\tCông việc\tHạn\n1\tCông an xã\tLập chốt trực\t30/8/2026"
    for text in (f"{one}\n\nPhụ lục 2\n\n{other}", f"{one}\n{other}"):
        found = tables.find(text)
        tasks = [read_one.text for table_ in found for read_one in tables.read_table(text, table_, None)[0]]
        assert tasks == ["Vẽ tranh cổ động", "Lập chốt trực"]


def test_a_section_that_lost_its_empty_cells_still_belongs_to_the_list() -> None:
    text = "STT\tNội dung\tHạn\tChủ trì\nSỞ Y TẾ\n1\tMua vắc xin\t30/8/2026\t\nSỞ NỘI VỤ\n1\tLập quỹ lương\t15/9/2026\t"
    assert [item.task.leads for item in read(text, None).items] == [("Sở Y tế",), ("Sở Nội vụ",)]


def test_what_else_a_row_says_is_kept() -> None:
    text = table(
        """
        STT | Số văn bản | Ngày giao | Nhiệm vụ | Chủ trì | Hạn | Lãnh đạo phụ trách | Sản phẩm | Kết quả | Ghi chú
        1 | Chỉ thị 05/CT-UBND | 02/3/2026 | Lắp đèn | Phòng Kinh tế | 30/4 | Đ/c Hạnh | 40 bộ | Đang lắp | giao ban
        """
    )
    (item,) = read(text, None).items
    assert item.source == tables.SourceDocument("Chỉ thị 05/CT-UBND", "05/CT-UBND", "Chỉ thị", date(2026, 3, 2))
    assert (item.overseer, item.product, item.result, item.note) == (
        "Đ/c Hạnh",
        "40 bộ",
        "Đang lắp",
        "giao ban",
    )
    assert (item.task.deadline, item.row, item.done) == (date(2026, 4, 30), 2, False)


@pytest.mark.parametrize(
    ("result", "done"),
    [
        ("Đã hoàn thành", True),
        ("Hoàn thành trước thời hạn", True),
        ("Đã thực hiện xong ngày 02/7/2026", True),
        ("Đúng hạn", True),
        ("100%", True),
        ("Hoàn thành 80%", False),
        ("Cơ bản hoàn thành", False),
        ("Đã hoàn thành một phần", False),
        ("Chưa hoàn thành", False),
        ("Dự kiến hoàn thành trước 30/9", False),
        ("Hoàn thành trước 30/9/2026", False),
        ("Đang thực hiện", False),
        ("", False),
    ],
)
def test_only_what_is_wholly_done_counts_as_done(result: str, done: bool) -> None:
    (item,) = read(table(f"STT | Nội dung | Chủ trì | Kết quả thực hiện\n1 | Lập sổ | Sở Y tế | {result}"), None).items
    assert item.done is done


def test_rows_without_words_are_told() -> None:
    text = table(
        "STT | Nội dung | Chủ trì | Hạn\n1 | | Sở Y tế | 30/8/2026\n2 | Mua thuốc | Sở Y tế | 30/8/2026\n3 | | |"
    )
    reading = read(text, None)
    assert ([item.row for item in reading.items], reading.wordless) == ([3], (2,))


WORDS = st.sampled_from(
    (
        *("", "1", "I", "Sở Y tế", "SỞ XÂY DỰNG", "nt", "phối hợp: ", "STT", "Nội dung", "Chủ trì", "Hạn", "(1)"),
        *("30/8/2026", "Trong tháng 8", "31/9", "Thường xuyên", "Đã xong", "Số 12/TB-UBND ngày 05/3/2026"),
        *("Rà soát đất.", "- Lập sổ\u2028- Báo cáo", '"'),
    )
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=12), st.sampled_from([None, date(2026, 7, 1)]))
def test_any_table_is_read_within_its_cells(rows: list[list[str]], since: date | None) -> None:
    header = ["STT", "Nội dung giao", "Chủ trì", "Phối hợp", "Hạn"]
    text = "\n".join("\t".join(row) for row in [header, *rows])
    for found in tables.find(text):
        tasks, unused = tables.read_table(text, found, since)
        for task in tasks:
            words = text[task.start : task.end]
            assert words
            assert "\t" not in words
            assert " ".join(words.split()) == task.text
            assert task.deadline is None or task.deadline_start is not None
        for phrase in unused:
            assert found.start <= phrase.start < phrase.end <= found.end
        covered = [(task.deadline_start, task.deadline_end) for task in tasks if task.deadline_start is not None]
        covered += [(task.start, task.end) for task in tasks if task.deadline]  # the sentence may name its day again
        covered += [(phrase.start, phrase.end) for phrase in unused]
        for day in re.finditer(r"30/8/2026|05/3/2026", text[found.start : found.end]):
            at = found.start + day.start()
            assert any(start <= at < end for start, end in covered if start is not None and end is not None), text
