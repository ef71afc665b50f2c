"""How long it takes to read a notice: its text, many times its text, and the files it comes in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from statistics import median
from textwrap import wrap
from time import perf_counter

import docx
import pytest

from app.adapters.extraction import extract
from app.adapters.ocr import available, recognise
from app.domain.reading import read
from tests import pdfs, scans
from tests.domain.reading.notices import NOTICE

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "corpus" / "documents" / "194-TB-UBND.txt"
RELEASED = Path(__file__).resolve().parent / "released.json"
CHARACTERS, COPIES, PAGES = 12_000, 64, 4
A_LINE, A_PAGE = 78, 36  # characters, lines
SCANNED = (2480, 3508)  # A4 in pixels, at 300 dpi


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in ``unit``, which must be at most ``most``."""

    name: str
    value: float
    unit: str
    most: float


def notice() -> str:
    """The real notice that the targets name, or as much of an invented one where it is not at hand."""
    if REAL.exists():
        return REAL.read_text(encoding="utf-8")
    return (NOTICE * ceil(CHARACTERS / len(NOTICE)))[:CHARACTERS]


def measure(rounds: int = 7, *, short: bool = False) -> Iterator[Figure]:
    """Each figure as soon as it is there; what cannot be measured on this machine is left out.

    ``short``: without what takes long, only to see that the rest runs.
    """
    text = notice()
    one = _milliseconds(partial(read, text), rounds * 3)
    yield Figure("text of a notice", one, "ms", 15)
    if not short:
        yield Figure(f"{COPIES} copies of it", _milliseconds(partial(read, text * COPIES), 3) / one, "× one", 70)
    yield Figure("a .docx of it", _milliseconds(partial(_read_file, in_word(text), "notice.docx"), rounds), "ms", 150)
    yield Figure(
        f"a .pdf of {PAGES} pages of it",
        _milliseconds(partial(_read_file, in_pdf(text), "notice.pdf"), rounds),
        "ms",
        300,
    )
    scan = scanned(text) if available() and not short else None
    if scan:
        yield Figure("a scanned page of it", _milliseconds(partial(_read_scan, scan), 1) / PAGES, "ms", 3_000)


def _milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The middle of some rounds after one that does not count."""
    took = []
    for _ in range(rounds + 1):
        started = perf_counter()
        work()
        took.append((perf_counter() - started) * 1000)
    return median(took[1:])


def _read_file(content: bytes, filename: str) -> None:
    read(extract(content, filename).text)


def _read_scan(content: bytes) -> None:
    read(recognise(content, "notice.pdf").text)


def in_word(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def in_pdf(text: str) -> bytes:
    return pdfs.Pdf(
        [[pdfs.text(85, 780 - 20 * at, line, 11) for at, line in enumerate(page)] for page in pages(text)]
    ).bytes()


def scanned(text: str) -> bytes | None:
    """The same pages as pictures; None where no font has the letters."""
    try:
        first, *others = (scans.page(lines, size=SCANNED, points=13) for lines in pages(text))
    except pytest.skip.Exception:
        return None
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=scans.DPI)
    return out.getvalue()


def pages(text: str) -> list[list[str]]:
    """The lines of as much of it as fills four pages."""
    broken = [part for line in text.splitlines() for part in wrap(line, A_LINE)]
    return [broken[at : at + A_PAGE] for at in range(0, PAGES * A_PAGE, A_PAGE)]


def lines(figures: list[Figure], machine: Mapping[str, str]) -> Iterator[str]:
    """Each figure with its target, and beside it what the release before needed."""
    before = json.loads(RELEASED.read_text()) if RELEASED.exists() else None
    elsewhere = ", on another machine" if before and before["machine"]["processor"] != machine["processor"] else ""
    for figure in figures:
        verdict = "reached" if figure.value <= figure.most else "MISSED"
        known = before["reader"].get(figure.name) if before else None
        then = f"{before['version']}: {known:.1f}{elsewhere}" if before and known else "no release before"
        yield f"{verdict}: {figure.name} {figure.value:.1f} {figure.unit} (at most {figure.most:g}; {then})"


def release(figures: list[Figure], machine: Mapping[str, str], version: str) -> None:
    """From now on these are what the next release is compared with."""
    values = {figure.name: round(figure.value, 2) for figure in figures}
    whole = {"version": version, "machine": dict(machine), "reader": values}
    RELEASED.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
