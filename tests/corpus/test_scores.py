"""The reader on labelled real notices, by the scorer that stands beside them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from app.adapters import doc_text
from app.cli.draft import draft
from tests.corpus.scoring import DOCUMENTS, GOLD, LISTED, SCANNED, SCORER, TYPED, Score, corpus, score

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the labelled corpus (../shared) is not on this machine")


def printed(name: str) -> dict:
    result = CliRunner().invoke(draft, [str(DOCUMENTS / f"{name}.txt"), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_on_the_notice_it_was_conceived_for_everything_is_right():
    found = score(corpus(["194-TB-UBND"]))
    n, said = found.counts, found.said
    assert (n["tp"], n["fn"], n["fp"], n["invented"]) == (29, 0, 0, 0), said
    assert n["leads"] == n["coord"] == n["deadlines"] == n["matched"] == 29, said
    assert (n["dated_ok"], n["clause"], n["report_to"], n["header"]) == (3, 29, 1, 4), said


def test_its_exhortations_are_three_general_tasks_and_its_header_is_whole():
    output = printed("194-TB-UBND")
    label = json.loads((GOLD / "194-TB-UBND.json").read_text())["doc"]
    assert sum(task["general"] for task in output["tasks"]) == 3
    assert {key: output["document"][key] for key in output["document"]} == {
        key: label[key] for key in output["document"]
    }


TYPED_AND_LISTED = {"f1": 0.97, "leads": 0.97, "coord": 0.95, "deadlines": 0.98, "dates lost": 0}
BY_OCR = {"f1": 0.93, "leads": 0.92, "coord": 0.88, "deadlines": 0.93, "dates lost": 2}


def meets(found: Score, aim: dict[str, float]) -> None:
    assert found.f1 >= aim["f1"], found.said
    for part in ("leads", "coord", "deadlines"):
        assert found.share(part) >= aim[part], (part, found.said)
    assert found.counts["dated"] - found.counts["dated_ok"] <= aim["dates lost"], found.said
    assert found.counts["invented"] == 0, found.said


def test_typed_notices_reach_their_aims():
    meets(score(corpus(TYPED)), TYPED_AND_LISTED)


def test_notices_with_a_text_layer_reach_them_as_pdf_too():
    meets(score(corpus(TYPED[1:3], "pdf")), TYPED_AND_LISTED)


@pytest.mark.skipif(not doc_text.can_remake(), reason="neither LibreOffice nor antiword is on this machine")
def test_a_tracking_table_reaches_them_from_its_old_word_file():
    meets(score(corpus([LISTED], "doc")), TYPED_AND_LISTED)


def test_notices_read_by_ocr_reach_theirs():
    meets(score(corpus(SCANNED)), BY_OCR)


def test_what_is_marked_certain_is_right_and_most_of_it_is():
    found = score(corpus((*TYPED, *SCANNED)))
    assert found.certain_and_right >= 0.99, found.said
    assert found.certain >= 0.85
