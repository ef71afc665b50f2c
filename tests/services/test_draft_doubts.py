"""What text recognition was not sure of is asked about, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.services.draft_content import DraftContent, DraftedDocument, DraftedTask
from app.services.draft_doubts import doubting

TEXT = """UBND HUYỆN
Số: 9T/TB-UBND
Đông Chiêm, ngày 04 tháng 9 năm 2026
1. Giao Phòng Nội vụ lau dọn nhà kho trước ngày 20/11/2026.
Hà Thị Lê Vân"""
PHRASE = "trước ngày 20/11/2026"


def drafted() -> DraftContent:
    at = TEXT.index(PHRASE)
    task = DraftedTask(
        key="a", text="…", deadline=date(2026, 11, 20), phrase_start=at, phrase_end=at + len(PHRASE), unsure=("leads",)
    )
    document = DraftedDocument(number="9T/TB-UBND", issued_on=date(2026, 9, 4), signer="Hà Thị Lê Vân")
    return DraftContent(document, (task, DraftedTask(key="b", text="…")))


@pytest.mark.parametrize(
    ("words", "of_head", "of_task"),
    [
        ("Số: 9T/TB-UBND", ("number",), ()),
        ("TB-UBND", (), ()),
        ("04", ("issued_on",), ()),
        ("Đông", (), ()),
        ("20/11/2026", (), ("deadline",)),
        ("nhà", (), ()),
        ("Lê", ("signer",), ()),
    ],
)
def test_a_field_is_as_certain_as_the_words_it_stands_on(
    words: str, of_head: tuple[str, ...], of_task: tuple[str, ...]
) -> None:
    found = re.search(re.escape(words), TEXT)
    assert found
    doubted = doubting(drafted(), TEXT, [found.span()])
    first, second = doubted.tasks
    assert doubted.document.unsure == of_head
    assert (first.unsure, first.doubted) == (("leads", *of_task), of_task)
    assert second.unsure == ()


def test_a_text_without_doubts_stays_as_it_is() -> None:
    assert doubting(drafted(), TEXT, ()) == drafted()
