"""Whatever the text, the reader answers, and its answer keeps its promises."""

from __future__ import annotations

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.reading import Reading, read
from app.domain.reading.text import canon
from tests.domain.reading.notices import NOTICE

LINES = NOTICE.split("\n")
PIECES = [
    *LINES,
    "giao Phòng Nội vụ",
    "trước ngày 31/12/2024",
    "“",
    '"',
    "(",
    ";",
    ", ",
    " và ",
    "1. ",
    "- ",
    "a) ",
    "3.1. ",
    "\f",
    "|",
    "**",
    "năm 2024",
]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def keeps_its_promises(text: str, reading: Reading) -> None:
    end = 0
    for task in reading.tasks:
        assert 0 <= task.start < task.end <= len(text)
        assert task.start >= end, "tasks stand in order and do not overlap"
        end = task.end
        assert task.text
        assert task.general or task.leads or "leads" in task.unsure
        if task.deadline_start is not None and task.deadline_end is not None:
            assert 0 <= task.deadline_start < task.deadline_end <= len(text)
        assert task.deadline is None or task.deadline_text is not None
        assert not (task.general and task.deadline)
    for unused in reading.unused_dates:
        assert 0 <= unused.start < unused.end <= len(text)
        assert unused.why
    assert reading.as_dict()


@QUICK
@given(st.text(max_size=400))
def test_any_text_is_read(text):
    text = unicodedata.normalize("NFC", text)
    keeps_its_promises(text, read(text))


@QUICK
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["\n", " ", "\n\n", ""]))
def test_any_heap_of_pieces_is_read(pieces, glue):
    text = glue.join(pieces)
    keeps_its_promises(text, read(text))


@QUICK
@given(st.data())
def test_a_damaged_notice_is_read(data):
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        if data.draw(st.booleans()):
            lines.insert(at, lines[data.draw(st.integers(0, len(lines) - 1))])
        elif len(lines) > 1:
            del lines[at]
    text = "\n".join(lines)
    reading = read(text)
    keeps_its_promises(text, reading)
    for task in reading.tasks:
        assert task.deadline_text is None or task.deadline_text in text


@given(st.text(max_size=200))
def test_the_canonical_form_is_as_long_as_the_text(text):
    assert len(canon(text)) == len(text)
