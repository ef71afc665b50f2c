"""Annexes are numbered on as the draft numbers its own."""

from __future__ import annotations

import pytest

from app.domain.draft_annexes import continued
from app.domain.draft_headings import Written, levelled


def labels(*lines: str, count: int = 2) -> list[tuple[str, str]] | None:
    found = continued(levelled([Written(text=line) for line in lines]), count)
    return found and [(each.heading, each.reference) for each in found]


@pytest.mark.parametrize(
    ("lines", "first", "second", "reference"),
    [
        (["Phụ lục 1", "Phụ lục 2"], "Phụ lục 3", "Phụ lục 4", "Phụ lục 3"),
        (["Phụ lục I", "Phụ lục II", "Phụ lục III"], "Phụ lục IV", "Phụ lục V", "Phụ lục IV"),
        (["PHỤ LỤC 01", "PHỤ LỤC 02"], "PHỤ LỤC 03", "PHỤ LỤC 04", "Phụ lục 03"),
        (["Phụ lục số 9: Danh sách"], "Phụ lục số 10", "Phụ lục số 11", "Phụ lục số 10"),
        (["Phụ lục A", "Phụ lục B"], "Phụ lục C", "Phụ lục D", "Phụ lục C"),
        (["Phụ lục"], "Phụ lục II", "Phụ lục III", "Phụ lục II"),
        (["PHỤ LỤC", "DANH SÁCH"], "PHỤ LỤC II", "PHỤ LỤC III", "Phụ lục II"),
        # A number is left out, or the annexes stand in another order.
        (["Phụ lục 3", "Phụ lục 8", "Phụ lục 5"], "Phụ lục 9", "Phụ lục 10", "Phụ lục 9"),
        # Annexes in files of their own.
        (["(Phụ lục 2 đính kèm Báo cáo này)"], "Phụ lục 3", "Phụ lục 4", "Phụ lục 3"),
        (["Chi tiết tại Phụ lục I, II kèm theo."], "Phụ lục III", "Phụ lục IV", "Phụ lục III"),
        (["chi tiết tại phụ lục 01 và 02 gửi kèm"], "phụ lục 03", "phụ lục 04", "phụ lục 03"),
    ],
)
def test_labels_go_on(lines, first, second, reference):
    found = labels(*lines)
    assert [heading for heading, _ in found] == [first, second]
    assert found[0][1] == reference


@pytest.mark.parametrize(
    "line",
    [
        "Các phụ lục kèm theo kế hoạch",
        "Phụ lục II ban hành kèm theo Nghị định số 30/2020/NĐ-CP",
        "theo Phụ lục I kèm theo Nghị định số 30/2020/NĐ-CP",
        "Thực hiện theo Phụ lục 3, các đơn vị đã báo cáo.",
        "theo Phụ lục 3",
        "mẫu tại Phụ lục 2 và Phụ lục 3 kèm theo Thông báo số 12/TB-UBND",
        "theo Phụ lục số 4 đính kèm Đề án",
        "Không có gì",
    ],
)
def test_a_draft_without_annexes_of_its_own_has_no_numbers_to_go_on_from(line):
    assert labels(line) is None


def test_titles_alone_are_counted_where_the_draft_has_them():
    assert labels("Phụ lục I", "Thực hiện theo Phụ lục 7 kèm theo.", "Phụ lục II", count=1) == [
        ("Phụ lục III", "Phụ lục III")
    ]


def test_as_many_labels_as_there_are_lists():
    assert not labels("Phụ lục 1", count=0)
    assert len(labels("Phụ lục 1", count=1)) == 1
