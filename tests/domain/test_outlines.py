"""The outline of a report: what each line is, and what is refused."""

from __future__ import annotations

import pytest

from app.domain.errors import DomainError
from app.domain.outlines import LIMIT, Place, read_outline

MARKERS = {Place.DISCIPLINE: "[Kỷ luật]", Place.TASKS: "[Kỳ tới]"}
PLACES = "[Kỷ luật]\n[Kỳ tới]"


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("I. Chỉ đạo", 1),
        ("XIV. Kiến nghị", 1),
        ("2. Thể chế", 2),
        ("12. Thể chế", 2),
        ("3.1. Đối với xã", 3),
        ("3.1 Đối với xã", 3),
        ("đ) Biên chế", 4),
        ("- Tuyên truyền", 5),
        ("+ Tuyên truyền", 6),
        ("Trong kỳ, cơ quan đã:", None),
        ("2023 là năm đầu", None),
        ("I.Chỉ đạo", None),
    ],
)
def test_the_level_of_a_line_is_that_of_its_number(line: str, level: int | None) -> None:
    read = read_outline(f"Kết quả\n{line}\n{PLACES}", markers=MARKERS)
    assert (read.lines[0].text, read.lines[0].level) == (line, level)


def test_the_first_line_is_the_subject_and_markers_are_found_whatever_their_case_and_spaces() -> None:
    read = read_outline("\n  Kết quả   cải cách\r\n\nI. Một\n [KỶ  LUẬT] \n[kỳ tới]\n", markers=MARKERS)
    assert read.subject == "Kết quả cải cách"
    assert [line.place for line in read.lines] == [None, Place.DISCIPLINE, Place.TASKS]


def test_somebody_writes_below_a_heading_with_nothing_below_it() -> None:
    typed = [
        "I. Một",
        "1. Hai",
        "a) Ba",
        "b) Bốn",
        "[Kỷ luật]",
        "2. Năm",
        "Câu có sẵn.",
        "II. Sáu",
        "[Kỳ tới]",
        "III. Bảy",
    ]
    read = read_outline("Kết quả\n" + "\n".join(typed), markers=MARKERS)
    filled = [line.text for n, line in enumerate(read.lines) if read.is_to_fill(n)]
    assert filled == ["a) Ba", "III. Bảy"]


@pytest.mark.parametrize(
    ("content", "code", "marker"),
    [
        ("", "no_subject", None),
        (f"I. Một\n{PLACES}", "no_subject", None),
        (PLACES, "no_subject", None),
        ("Kết quả\nI. Một\n[Kỳ tới]", "no_marker", "[Kỷ luật]"),
        ("Kết quả\nI. Một\n[Kỷ luật]", "no_marker", "[Kỳ tới]"),
        (f"Kết quả\n{PLACES}\n[Kỷ luật]", "two_markers", "[Kỷ luật]"),
        (f"Kết quả\n{PLACES}\n[Kỳ tới]", "two_markers", "[Kỳ tới]"),
        (f"Kết quả\n{PLACES}\n[Kỷ luật kỳ này]", "unknown_marker", "[Kỷ luật kỳ này]"),
        ("x" * (LIMIT + 1), "too_long", None),
    ],
)
def test_an_outline_that_cannot_be_used_is_refused(content: str, code: str, marker: str | None) -> None:
    with pytest.raises(DomainError) as refused:
        read_outline(content, markers=MARKERS)
    assert refused.value.code == f"report_outline.{code}"
    assert refused.value.params.get("marker") == marker
