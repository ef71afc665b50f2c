"""The labelled notices that lie there as PDF too: read from it as well as from their text."""

from __future__ import annotations

import pytest

from app.adapters.extraction import extract
from app.domain.errors import DomainError
from app.domain.reading import read
from tests.corpus.scoring import DOCUMENTS, SCORER

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the labelled corpus (../shared) is not on this machine")
BOTH = ("01_quangngai_tb11_2025", "08_cantho_ct13_2025")


def of(name: str, suffix: str) -> list[tuple[object, ...]]:
    """What matters of each task."""
    path = DOCUMENTS / f"{name}{suffix}"
    tasks = read(extract(path.read_bytes(), path.name).text).tasks
    return [(t.clause, t.leads, t.coordinating, t.deadline, t.deadline_text, t.general, t.report_to) for t in tasks]


@pytest.mark.parametrize("name", BOTH)
def test_the_same_is_read_from_the_pdf_as_from_its_text(name):
    assert of(name, ".pdf") == of(name, ".txt")


def test_the_number_and_the_day_stamped_on_the_page_are_read():
    path = DOCUMENTS / f"{BOTH[0]}.pdf"
    head = read(extract(path.read_bytes(), path.name).text).document
    assert (head.number, str(head.issued_on)) == ("11/TB-UBND", "2025-01-08")


@pytest.mark.parametrize("name", ["06_ttg_cd103_2025", "07_ttg_cd100_2025", "13_quangngai_cv575_2025"])
def test_a_scan_is_refused_as_a_scan_whatever_its_signature_says(name):
    path = DOCUMENTS / f"{name}.pdf"
    with pytest.raises(DomainError) as refused:
        extract(path.read_bytes(), path.name)
    assert refused.value.code == "file.scan"
