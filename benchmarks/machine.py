"""What the measurements were taken on: figures of two machines are never compared by accident."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from pathlib import Path


def describe(postgresql: str | None) -> dict[str, str]:
    """Names and values, to be printed in this order."""
    return {
        "processor": f"{_field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.0f} GB",
        "system": f"{_release()}, Linux {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": postgresql or "not measured",
        "load before": " ".join(f"{value:.2f}" for value in os.getloadavg()),
    }


def _field(file: str, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.+)$", Path(file).read_text(), re.MULTILINE)
    return found[1].strip() if found else "unknown"


def _release() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return "unknown"
