"""Whatever comes in: it is read, or refused with a sentence; in time, in little memory, and nothing of it stays."""

from __future__ import annotations

import resource
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.adapters.extraction import Extracted, extract
from app.adapters.ocr import Recognised, recognise
from app.adapters.office_program import program
from app.domain.errors import DomainError
from app.wording.errors import ERRORS, sentence
from tests.adapters.hostile import HOSTILE, Hostile

SECONDS = 120  # a busy machine is no failure; a file that hangs would take for ever
MEGABYTES = 400


@contextmanager
def bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ends what takes too long, and looks behind it."""

    def late(*_: object) -> None:
        raise AssertionError(f"not done after {SECONDS} seconds")

    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = signal.signal(signal.SIGALRM, late)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert list(folder.iterdir()) == []
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < MEGABYTES * 1024


def outcome(read: Callable[[bytes, str], Extracted | Recognised], content: bytes, name: str) -> str | DomainError:
    """The text, or why there is none."""
    try:
        return read(content, name).text
    except DomainError as error:
        return error


def end_of(found: str | DomainError) -> str:
    """How reading a file ended: "text", or the code of a refusal that has a sentence."""
    if isinstance(found, DomainError):
        assert found.code in ERRORS
        assert sentence(found).endswith(".")
        return found.code
    assert found.strip()
    assert "root:" not in found  # of a file outside of it
    return "text"


@pytest.mark.parametrize("hostile", HOSTILE, ids=[each.name for each in HOSTILE])
def test_a_hostile_file_is_read_or_refused_with_a_sentence(hostile: Hostile, tmp_path, monkeypatch):
    if hostile.office and program() is None:
        pytest.skip("LibreOffice is not installed")
    content = hostile.make()
    assert len(content) < 20 << 20
    with bounded(tmp_path, monkeypatch):
        end = end_of(outcome(extract, content, hostile.name))
        if end == "file.scan":
            end = end_of(outcome(recognise, content, hostile.name))
    assert end in hostile.ends


def test_there_are_enough_of_them():
    assert len({each.name for each in HOSTILE}) >= 60
