"""Whatever the text, the reader answers, and its answer keeps its promises."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.reading import DraftTask, PartKind, Reading, read
from app.domain.reading.dates import make_day
from app.domain.reading.text import canon
from tests.domain.reading.notices import NOTICE

LINES = NOTICE.split("\n")
CORPUS = Path(__file__).resolve().parents[4] / "shared/corpus/documents"
# Dates in full, on one line: days in figures and in words, months and quarters with their year.
WRITTEN = re.compile(
    r"(?<![\d/.,-])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?![\d/])"
    r"|(?<!\w)ngày (?P<wd>\d{1,2}) tháng (?P<wm>\d{1,2}) năm (?P<wy>(?:19|20)\d\d)(?!\w)"
    r"|(?<!\w)(?:tháng \d{1,2}|quý [IV]{1,3})(?:/| năm )(?:19|20)\d\d(?!\w)",
    re.IGNORECASE,
)
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
    every_character_has_one_part(text, reading)
    every_day_is_accounted_for(text, reading)


def every_character_has_one_part(text: str, reading: Reading) -> None:
    parts = reading.parts
    assert (parts[0].start, parts[-1].end) == (0, len(text)) if text else not parts
    assert all(before.end == after.start for before, after in pairwise(parts))
    for number, task in enumerate(reading.tasks):
        own = [part for part in parts if part.start < task.end and task.start < part.end]
        assert {part.task for part in own} - {None} == {number}, "a task's characters are its own"
        assert all(part.kind in {PartKind.TASK, PartKind.NOTE} for part in own)


def every_day_is_accounted_for(text: str, reading: Reading) -> None:
    taken = [(task.deadline_start, task.deadline_end) for task in reading.tasks if task.deadline_start is not None]
    spans = [*taken, *((unused.start, unused.end) for unused in reading.unused_dates)]
    for match in WRITTEN.finditer(text):
        at, end = match.span()
        covered = any(start < end and at < stop for start, stop in spans)
        assert covered or any(named_again(task, match) for task in within(reading, at)), match[0]


def within(reading: Reading, at: int) -> list[DraftTask]:
    return [task for task in reading.tasks if task.start <= at < task.end]


def named_again(task: DraftTask, match: re.Match[str]) -> bool:
    """A task's deadline may be named twice in it, and stands in its row once."""
    if task.deadline is None:
        return False
    if day := match["d"] or match["wd"]:
        return task.deadline == make_day(int(day), int(match["m"] or match["wm"]), int(match["y"] or match["wy"]))
    return str(task.deadline.year) in match[0]


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


@pytest.mark.skipif(not CORPUS.exists(), reason="the labelled corpus (../shared) is not on this machine")
@settings(QUICK, max_examples=120)
@given(st.data())
def test_a_damaged_real_document_is_accounted_for_to_the_last_character(data):
    path = data.draw(st.sampled_from(sorted(CORPUS.glob("*.txt"))))
    lines = unicodedata.normalize("NFC", path.read_text()).split("\n")
    for _ in range(data.draw(st.integers(0, 12))):
        at = data.draw(st.integers(0, len(lines) - 1))
        act = data.draw(st.sampled_from(["again", "gone", "cut", "join", "speck"]))
        if act == "again":
            lines.insert(at, lines[data.draw(st.integers(0, len(lines) - 1))])
        elif act == "gone" and len(lines) > 1:
            del lines[at]
        elif act == "cut":
            place = data.draw(st.integers(0, len(lines[at])))
            lines[at : at + 1] = [lines[at][:place], lines[at][place:]]
        elif act == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + lines[at + 1]]
        elif act == "speck":
            lines.insert(at, data.draw(st.sampled_from(["7", "| ~", "K)", "\f", "1 Ghi chú ở chân trang", "___"])))
    text = "\n".join(lines)
    keeps_its_promises(text, read(text))


@given(st.text(max_size=200))
def test_the_canonical_form_is_as_long_as_the_text(text):
    assert len(canon(text)) == len(text)
