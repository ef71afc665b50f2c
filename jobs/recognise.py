"""Recognises the text of one scan: claim and commit, recognise outside any transaction, make the draft and commit."""

from __future__ import annotations

from app.adapters import ocr
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.services import recognition
from app.services.recognition import MOST_TRIES, Claimed
from app.wording.jobs import would_recognise
from jobs.toolbox import Done, Toolbox

NAME = "recognise"


class TakenAwayError(Exception):
    """Somebody has cancelled the scan, or has taken it over."""


def recognise_one(tools: Toolbox) -> Done | None:
    """Recognise the scan that has waited longest. Nothing is claimed where the program is not installed."""
    files = tools.files
    if files is None or not _is_any_waiting(tools) or not ocr.available():
        return None
    with tools.transaction() as session:
        claimed = recognition.claim(session, clock=tools.clock)
        recognition.tidy(session, clock=tools.clock, files=files)
    if claimed is None:
        return None
    try:
        _work(tools, files, claimed)
    except TakenAwayError:
        return Done({}, more=True)
    except DomainError as problem:
        return _give_up(tools, files, claimed, problem)
    files.let_go(claimed.held)
    return Done({"recognised": 1}, more=True)


def preview(tools: Toolbox) -> str:
    """How many scans wait for this job; recognises and writes nothing."""
    if tools.files is None or not ocr.available():
        return would_recognise(0)
    with tools.reading() as session:
        return would_recognise(recognition.count_waiting(session, clock=tools.clock))


def _is_any_waiting(tools: Toolbox) -> bool:
    """Asked every few seconds, so without the lock that writers queue for."""
    with tools.reading() as session:
        return recognition.is_any_waiting(session, clock=tools.clock)


def _work(tools: Toolbox, files: FileStore, claimed: Claimed) -> None:
    """Raises DomainError with the reason why there will be no draft, TakenAwayError."""

    def on_page(done: int, pages: int) -> None:
        with tools.transaction() as session:
            if not recognition.page_done(session, clock=tools.clock, claimed=claimed, done=done, pages=pages):
                raise TakenAwayError

    if claimed.tries > MOST_TRIES:
        raise DomainError("recognition.gave_up", filename=claimed.filename, tries=MOST_TRIES)
    try:
        content = files.held(claimed.held)
    except FileNotFoundError as error:
        raise DomainError("recognition.lost", filename=claimed.filename) from error
    found = ocr.recognise(content, claimed.filename, on_page=on_page)
    with tools.transaction() as session:
        made = recognition.finish(
            session, clock=tools.clock, files=files, claimed=claimed, content=content, found=found
        )
        if made is None:
            raise TakenAwayError  # Rolls back what was made.


def _give_up(tools: Toolbox, files: FileStore, claimed: Claimed, problem: DomainError) -> Done:
    files.let_go(claimed.held)  # Before the reason is written: of a marked file nothing may be left by a power cut.
    with tools.transaction() as session:
        recognition.fail(session, clock=tools.clock, claimed=claimed, problem=problem)
    return Done({"not_recognised": 1}, more=True)
