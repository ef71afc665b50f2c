"""Runs a module as a process of its own, whose memory and processor nobody else has touched: JSON in, JSON out.

Nothing but the standard library, so that whoever asks costs the machine little beside what is measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LAST_WORDS = 2_000  # characters of what it said before it failed


def ask(module: str, question: dict[str, Any], *, most_seconds: float) -> Any:
    """The answer to the question, both plain JSON. RuntimeError, with its last words, if the module fails."""
    run = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=most_seconds,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"{module} failed: {run.stderr[-LAST_WORDS:]}")
    return json.loads(run.stdout)
