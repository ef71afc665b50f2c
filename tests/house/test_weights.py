"""What every page loads stays light enough for an old PC on a slow line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "app" / "web" / "static"
MOST = {"dondoc.css": 6 * 1024, "enhance.js": 4 * 1024}


@pytest.mark.parametrize("name", MOST)
def test_what_every_page_loads_is_light(name: str) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= MOST[name]


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.css")), ids=lambda file: file.name)
def test_the_style_sheets_use_nothing_that_the_oldest_browsers_lack(file: Path) -> None:
    """Chrome 109 and Firefox 115; nesting shows as a rule that begins with an ampersand."""
    text = file.read_text(encoding="utf-8")
    rules = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("/*"))
    for lacking in (":has(", "color-mix(", "oklch(", "light-dark(", "subgrid", "\n    & ", "\n  & "):
        assert lacking not in rules, lacking
