"""The reader on labelled real notices, by the scorer that stands beside them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.draft import draft

SHARED = Path(__file__).resolve().parents[3] / "shared"
SCORER, GOLD, DOCUMENTS = SHARED / "tools/score_drafts.py", SHARED / "corpus/gold", SHARED / "corpus/documents"
pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the labelled corpus (../shared) is not on this machine")
OTHERS = ("01_quangngai_tb11_2025", "08_cantho_ct13_2025", "28b_brvt_pa9351_phanIV")


def printed(name: str) -> dict:
    result = CliRunner().invoke(draft, [str(DOCUMENTS / f"{name}.txt"), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def score(name: str) -> tuple[dict[str, int], list[str]]:
    """The scorer's counts for one document, and what it had to say."""
    spec = importlib.util.spec_from_file_location("score_drafts", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    said: list[str] = []
    return scorer.score(name, json.loads((GOLD / f"{name}.json").read_text()), printed(name), said.append), said


def test_on_the_notice_it_was_conceived_for_everything_is_right():
    n, said = score("194-TB-UBND")
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


@pytest.mark.parametrize("name", OTHERS)
def test_on_other_notices_little_is_missed_and_no_date_is_invented(name):
    n, said = score(name)
    assert 2 * n["tp"] / (2 * n["tp"] + n["fp"] + n["fn"]) >= 0.90, said
    assert n["leads"] >= 0.90 * n["matched"], said
    assert (n["dated_ok"], n["invented"]) == (n["dated"], 0), said
