"""The browser that pages are looked at with: where it lies on a machine, and how it is started."""

from __future__ import annotations

import shutil
from pathlib import Path

# None where there is none.
CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", shutil.which("chromium")) if path and Path(path).exists()), None
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
