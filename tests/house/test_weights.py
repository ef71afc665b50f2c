"""What a page loads stays light enough for an old PC on a slow line, and a web worker for a small server."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "app" / "web" / "static"
# The first two come with every page, the third with the one where a draft is reviewed.
MOST = {"dondoc.css": 6 * 1024, "enhance.js": 4 * 1024, "review.js": 6 * 1024}
# Documents, tables, pictures, calendars and the jobs' scheduler: imported where they are used, which is once a day.
HEAVY = {"docx", "lxml", "openpyxl", "xlsxwriter", "pypdfium2", "PIL", "holidays", "apscheduler", "flask_mail", "jobs"}
START = """
import sys
from app import create_app
create_app()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("name", MOST)
def test_what_pages_load_is_light(name: str) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= MOST[name]


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.css")), ids=lambda file: file.name)
def test_the_style_sheets_use_nothing_that_the_oldest_browsers_lack(file: Path) -> None:
    """Chrome 109 and Firefox 115; nesting shows as a rule that begins with an ampersand."""
    text = file.read_text(encoding="utf-8")
    rules = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("/*"))
    for lacking in (":has(", "color-mix(", "oklch(", "light-dark(", "subgrid", "\n    & ", "\n  & "):
        assert lacking not in rules, lacking


def test_a_web_worker_starts_without_the_heavy_libraries(tmp_path: Path) -> None:
    environment = {"DONDOC_INSTANCE": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", START]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert set(run.stdout.split()) & HEAVY == set()
