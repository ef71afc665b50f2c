"""Scans and photographs of pages become text, by the tesseract program where it is installed. The work is the child's.

Each page is drawn, cleaned and recognised in a process of its own, two at a time; the program gets one core each, which
is faster than letting it share them out (OMP_THREAD_LIMIT).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from app.adapters.child import MEGABYTE, ChildError, Limits, run
from app.adapters.extraction import Extracted, check_recognised
from app.adapters.pdf import DPI, MAX_PAGES
from app.domain.errors import DomainError
from app.domain.naming import fold
from app.domain.reading.lexicon_head import SECRECY

EXTRACTOR = "ocr 1"
PROGRAM, LANGUAGE = "tesseract", "vie"
PACKAGES = "tesseract-ocr tesseract-ocr-vie"
IMAGES = frozenset({".png", ".jpg", ".jpeg"})
MOST_PAGES = 60  # to be recognised of one file: a minute and a half on two cores
AT_ONCE = 2
WORKER = "app.adapters.ocr_worker"
# A page takes some two seconds; a photograph of a crumpled one ten.
PAGE = Limits(memory=1024 * MEGABYTE, processor=60, wall=90.0, file=64 * MEGABYTE)
PICTURE_SIDE = round(297 / 25.4 * DPI)
WHOLE = Limits(processor=20, wall=40.0)
# A page is hard to read where the letters are doubtful, where much of its ink is no word, or where there is none.
SURE, MISSED, FEW_WORDS = 80.0, 0.5, 5
# The marks, folded, as far as they are still to be known when letters of the first word were lost.
MISREAD = re.compile(r"(?:t[ou]\w{1,4})?mat")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of all pages and where each begins (offsets, rising, the first 0).

    ``confidence`` of each page, 0 to 100, None where its text was not recognised but stood in the file; ``hard``: the
    numbers of the pages that can hardly be read; ``doubtful``: the places of words that recognition was not sure of.
    """

    text: str
    page_starts: tuple[int, ...]
    confidence: tuple[float | None, ...]
    hard: tuple[int, ...]
    doubtful: tuple[tuple[int, int], ...]

    @property
    def extracted(self) -> Extracted:
        return Extracted(self.text, EXTRACTOR, self.page_starts)


def available() -> bool:
    """Whether the program and its Vietnamese are installed. Looked for anew until they are there."""
    program = shutil.which(PROGRAM)
    return program is not None and _speaks(program)


def check_available(filename: str) -> None:
    """Raises DomainError("file.no_ocr") where a scan cannot be recognised here."""
    if not available():
        raise DomainError("file.no_ocr", filename=filename, packages=PACKAGES)


def _speaks(program: str) -> bool:
    if _speaks_now(program):
        return True
    _speaks_now.cache_clear()
    return False


@lru_cache(maxsize=4)
def _speaks_now(program: str) -> bool:
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return LANGUAGE in (listed.stdout + listed.stderr).split()


def recognise(content: bytes, filename: str, *, on_page: Callable[[int, int], None] | None = None) -> Recognised:
    """The text of a scanned PDF file or of a picture of a page. ``on_page(done, of)`` is told of each page that is
    done, beginning with (0, of); what it raises ends the work.

    Never inside a transaction. Raises ``DomainError`` with a code under ``file.``: no_ocr, ocr_failed, ocr_pages,
    image_large, not_what_it_says, no_text, too_long, secret, and for .pdf pdf_locked, pdf_broken, pdf_pages, pdf_heavy.
    """
    check_available(filename)
    is_pdf = PurePath(filename).suffix.lower() not in IMAGES
    pages = _plan(content, filename) if is_pdf else [None]
    wanted = [number for number, page in enumerate(pages, 1) if page is None]
    if len(wanted) > MOST_PAGES:
        raise DomainError("file.ocr_pages", filename=filename, pages=len(wanted), most=MOST_PAGES)
    tell = on_page or (lambda done, of: None)
    tell(0, len(wanted))
    request = {"do": "page", "pdf": is_pdf, "program": shutil.which(PROGRAM)}
    seen = _recognised(content, filename, request, wanted, tell)
    return _joined([page or seen[number] for number, page in enumerate(pages, 1)], filename)


def _plan(content: bytes, filename: str) -> list[dict[str, Any] | None]:
    """Of each page what was read in its text, or None where there is nothing to read but its picture."""
    try:
        data = run(WORKER, {"do": "plan", "most": MAX_PAGES}, content, limits=WHOLE).data
    except ChildError as error:
        raise DomainError("file.pdf_heavy", filename=filename) from error
    match data.get("error"):
        case None:
            return list(data["pages"])
        case "pages":
            raise DomainError("file.pdf_pages", filename=filename, pages=data["pages"], most=MAX_PAGES)
        case error:
            raise DomainError(f"file.pdf_{error}", filename=filename)


def _recognised(
    content: bytes, filename: str, request: Mapping[str, Any], wanted: Sequence[int], tell: Callable[[int, int], None]
) -> dict[int, dict[str, Any]]:
    """The pages by number, two at a time."""
    seen: dict[int, dict[str, Any]] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {pool.submit(_page, content, filename, {**request, "page": number}): number for number in wanted}
        try:
            for future in as_completed(futures):
                seen[futures[future]] = future.result()
                tell(len(seen), len(wanted))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return seen


def _page(content: bytes, filename: str, request: Mapping[str, Any]) -> dict[str, Any]:
    environment = {"OMP_THREAD_LIMIT": "1"}
    if data := os.environ.get("TESSDATA_PREFIX"):  # where the languages lie, if not at their usual place
        environment["TESSDATA_PREFIX"] = data
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        try:
            found = run(WORKER, request, content, limits=PAGE, folder=Path(folder), environment=environment).data
        except ChildError as error:
            raise DomainError("file.ocr_failed", filename=filename, page=request["page"]) from error
    match found.get("error"):
        case None:
            return dict(found)
        case "pixels":
            raise DomainError("file.image_large", filename=filename)
        case _:
            raise DomainError("file.not_what_it_says", filename=filename)


def draw_picture(content: bytes) -> bytes:
    """A photograph of a page as PNG, as large as pages of PDF files are. Raises DomainError("file.pdf_heavy")."""
    try:
        return run(WORKER, {"do": "picture", "side": PICTURE_SIDE}, content, limits=WHOLE).body
    except ChildError as error:
        raise DomainError("file.pdf_heavy", filename="") from error


def _joined(pages: Sequence[dict[str, Any]], filename: str) -> Recognised:
    try:
        data = run(WORKER, {"do": "join"}, json.dumps(pages).encode(), limits=WHOLE).data
    except ChildError as error:
        raise DomainError("file.pdf_heavy", filename=filename) from error
    check_recognised(data["text"], data["apart"], filename)
    _refuse_misread_mark(data["apart"], filename)
    return Recognised(
        text=data["text"],
        page_starts=tuple(data["starts"]),
        confidence=tuple(page["confidence"] for page in pages),
        hard=tuple(number for number, page in enumerate(pages, 1) if _is_hard(page)),
        doubtful=tuple((start, end) for start, end in data["doubtful"]),
    )


def _refuse_misread_mark(lines: Sequence[str], filename: str) -> None:
    """A mark in capitals on a line of its own whose accents were lost is a mark all the same."""
    for line in lines:
        letters = "".join(filter(str.isalpha, line))
        if letters.isupper() and MISREAD.fullmatch(fold(letters)):
            mark = next((each for each in SECRECY if fold(each)[:2] == fold(letters)[:2]), SECRECY[-1])
            raise DomainError("file.secret", filename=filename, mark=mark)


def _is_hard(page: Mapping[str, Any]) -> bool:
    """The program's own estimate does not show what it has passed over: the ink outside all words does."""
    if page["confidence"] is None:
        return False
    return bool(page["confidence"] < SURE or page["missed"] > MISSED or page["words"] < FEW_WORDS)
