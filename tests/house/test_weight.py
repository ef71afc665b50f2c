"""A web worker holds no library that it needs once a day: those are imported where they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Documents, tables, pictures, calendars and the jobs' scheduler.
HEAVY = {"docx", "lxml", "openpyxl", "xlsxwriter", "pypdfium2", "PIL", "holidays", "apscheduler", "flask_mail", "jobs"}
START = """
import sys
from app import create_app
create_app()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_web_worker_starts_without_the_heavy_libraries(tmp_path):
    environment = {"DONDOC_INSTANCE": str(tmp_path), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", START]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert set(run.stdout.split()) & HEAVY == set()
