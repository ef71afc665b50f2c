"""How well the reader reads labelled documents, and how well it knows where it may be wrong.

``python -m tests.corpus.scoring`` prints both for the corpus beside the checkout and for the invented documents.
"""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from app.adapters.extraction import extract
from app.domain.reading import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
SCORER, GOLD, DOCUMENTS = SHARED / "tools/score_drafts.py", SHARED / "corpus/gold", SHARED / "corpus/documents"
INVENTED = Path(__file__).parent / "invented"
TYPED = ("194-TB-UBND", "01_quangngai_tb11_2025", "08_cantho_ct13_2025", "28b_brvt_pa9351_phanIV")
SCANNED = (
    "06_ttg_cd103_2025",
    "07_ttg_cd100_2025",
    "13_quangngai_cv575_2025",
    "25_hanoi_kh173_2026_p1",
    "26_hungyen_vphdnd_kh_2017",
)
LISTED = "11_travinh_bangtheodoi_2014"
FIELDS = ("leads", "coordinating", "deadline")


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_drafts", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


@dataclass(slots=True)
class Score:
    """The scorer's counts over some documents, what it had to say, and of each field (certain, right) how often."""

    counts: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)
    fields: Counter[tuple[bool, bool]] = field(default_factory=Counter)

    def share(self, part: str, whole: str = "matched") -> float:
        return self.counts[part] / max(1, self.counts[whole])

    @property
    def f1(self) -> float:
        n = self.counts
        return 2 * n["tp"] / max(1, 2 * n["tp"] + n["fp"] + n["fn"])

    @property
    def certain_and_right(self) -> float:
        """Of the fields marked certain the share that is right."""
        return self.fields[True, True] / max(1, self.fields[True, True] + self.fields[True, False])

    @property
    def certain(self) -> float:
        """The share of all fields that is marked certain."""
        return (self.fields[True, True] + self.fields[True, False]) / max(1, self.fields.total())

    def __str__(self) -> str:
        n = self.counts
        return (
            f"tasks F1 {self.f1:.3f}; leads {self.share('leads'):.3f}; coord {self.share('coord'):.3f}; "
            f"deadlines {self.share('deadlines'):.3f}; dated {n['dated_ok']}/{n['dated']}; invented {n['invented']}; "
            f"marked certain {self.certain:.3f}, of these right {self.certain_and_right:.4f}"
        )


def score(labels: Iterable[tuple[Path, Path]]) -> Score:
    """The score of (label, document) pairs; documents are read as an upload is."""
    scorer, total = load_scorer(), Score()
    for label_file, document in labels:
        label = json.loads(label_file.read_text())
        output = read(extract(document.read_bytes(), document.name).text).as_dict()
        total.counts.update(scorer.score(label_file.stem, label, output, total.said.append))
        total.fields.update(_certainty(scorer, label["tasks"], output["tasks"]))
    return total


def _certainty(
    scorer: ModuleType, gold: list[dict[str, Any]], drafts: list[dict[str, Any]]
) -> Counter[tuple[bool, bool]]:
    found: Counter[tuple[bool, bool]] = Counter()
    for at, drafted in scorer.pair(gold, drafts):
        label, draft = gold[at], drafts[drafted]
        if label.get("optional"):
            continue
        named = scorer.units(label["coordinating"], named_only=True) == scorer.units(
            draft.get("coordinating"), named_only=True
        )
        right = {
            "leads": scorer.right_lead(label, draft),
            "coordinating": named,
            "deadline": scorer.right_date(label, draft),
        }
        found.update((name not in draft["unsure"], right[name]) for name in FIELDS)
    return found


def corpus(names: Iterable[str], kind: str = "txt") -> list[tuple[Path, Path]]:
    return [(GOLD / f"{name}.json", DOCUMENTS / f"{name}.{kind}") for name in names]


def invented() -> list[tuple[Path, Path]]:
    return [(path, path.with_suffix(".txt")) for path in sorted(INVENTED.glob("*.json"))]


def main() -> None:
    for name, labels in (
        ("typed", corpus(TYPED)),
        ("list (.doc)", corpus([LISTED], "doc")),
        ("text layer (.pdf)", corpus(TYPED[1:3], "pdf")),
        ("read by OCR (.txt)", corpus(SCANNED)),
        ("invented", invented()),
    ):
        print(f"{name:20}{score(labels)}")


if __name__ == "__main__":
    main()
