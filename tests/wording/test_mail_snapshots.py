"""Every message as it leaves, in text and in HTML, compared with the files in ``snapshots``; and what holds for all of
their subjects and short forms."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest

from app.adapters.mail_templates import Composed
from app.domain.terms import MessageKind, Urgency
from app.wording.mail import SUBJECT_LENGTH
from tests.wording.mail_cases import CASES, TASK, Said

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("DONDOC_SNAPSHOTS") == "update"
# These begin with what was decided or said; the others are about counts. What is given in haste begins with that.
BY_WORDS = {
    MessageKind.RETURNED,
    MessageKind.EXTENSION_DECIDED,
    MessageKind.DUE_MOVED,
    MessageKind.MENTIONED,
    MessageKind.TEST,
}
LONG = "Trung tâm Văn hóa, Thể thao và Truyền thông huyện Thử Nghiệm " * 4
EXTREMES = {
    "long": Said(unit=LONG[:200], short="", field=LONG[:200], number=LONG[:60], kind="Thông báo kết luận", times=40),
    "long short name": Said(unit=LONG[:200], short=LONG[:60], field=LONG[:200], times=40),
    "no number": Said(number=None, kind=LONG[:60], times=2),
    "decomposed": Said(unit=normalize("NFD", LONG[:120]), short="", field=normalize("NFD", LONG[:120]), times=3),
    "lines": Said(unit="Phòng Kinh tế\r\nBcc: x@y.vn", short="", field="Đất\nđai", number="15\r\n/TB"),
    "outside": Said(unit="Công an huyện", ours=False, times=3),
    "in haste": Said(unit=LONG[:200], short="", urgency=Urgency.IMMEDIATE, times=12),
}


def shown(composed: Composed) -> dict[str, str]:
    """What is kept: one file of the text with the subject and the short form above it, one of the HTML."""
    text = f"{composed.subject}\n{'-' * 60}\n{composed.short}{'-' * 60}\n{composed.text}"
    return {"txt": text, "html": composed.html}


@pytest.mark.parametrize("form", ["txt", "html"])
@pytest.mark.parametrize("kind", list(CASES))
def test_a_message_reads_as_it_did(kind: MessageKind, form: str) -> None:
    said, path = shown(CASES[kind](Said()))[form], FOLDER / f"{kind.value}.{form}"
    if UPDATE:
        path.write_text(said, encoding="utf-8")
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(known.splitlines(), said.splitlines(), f"snapshots/{path.name}", "now", lineterm="")
    changed = "\n".join(lines)
    assert not changed, f"if that is meant: DONDOC_SNAPSHOTS=update pytest {Path(__file__).name}\n{changed}"


def test_every_kind_has_its_message_and_no_file_is_left_over() -> None:
    assert set(CASES) == set(MessageKind)
    assert {path.stem for path in FOLDER.iterdir()} == {kind.value for kind in CASES}


@pytest.mark.parametrize("said", EXTREMES.values(), ids=EXTREMES.keys())
@pytest.mark.parametrize("kind", list(CASES))
def test_a_subject_is_short_and_one_line_with_the_numbers_first(kind: MessageKind, said: Said) -> None:
    subject = CASES[kind](said).subject
    assert 0 < len(subject) <= SUBJECT_LENGTH, subject
    assert is_normalized("NFC", subject)
    assert not re.search(r"[\r\n\t]|  ", subject)
    if kind not in BY_WORDS:
        degree = "HỎA TỐC: " if said.urgency is Urgency.IMMEDIATE and kind is MessageKind.TASKS_GIVEN else ""
        assert subject.startswith(degree), subject
        assert subject[len(degree)].isdigit(), subject


@pytest.mark.parametrize("kind", list(CASES))
def test_the_short_form_is_three_lines_without_what_is_for_few(kind: MessageKind) -> None:
    """A chat group is read by whoever is in it."""
    short = CASES[kind](Said()).short
    assert 2 <= len(short.splitlines()) <= 3, short
    assert TASK.text not in short
    assert "/tra-loi/" not in short, "a token answers for the unit"
    for name in ("Hoa", "Vinh", "Hà", "Phó Chủ tịch", "Chờ số liệu", "Thiếu cán bộ"):
        assert name not in short
    assert "!" not in short


def test_numbers_of_any_size_leave_a_subject_its_head() -> None:
    for kind in (MessageKind.OFFICE_DIGEST, MessageKind.LEADER_DIGEST, MessageKind.FIELD_DIGEST):
        subject = CASES[kind](Said(times=12_345)).subject
        assert len(subject) <= SUBJECT_LENGTH
        assert re.match(r"\d[\d.]* xin ý kiến, |\d[\d.]*/\d[\d.]* quá hạn", subject), subject
