"""The house stands: imports go down only, nobody asks the clock but its adapter, services do not commit."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*ROOT.glob("app/**/*.py"), *ROOT.glob("jobs/**/*.py"), ROOT / "config.py"])
CLOCK = ROOT / "app/adapters/clock.py"


def calls(path: Path) -> list[tuple[int, str]]:
    """Line and dotted end of every call in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.append((node.lineno, ast.unparse(node.func)))
    return found


def test_the_import_contract_holds():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout


def test_only_the_clock_adapter_asks_what_time_it_is():
    asking = {
        "datetime.now",
        "datetime.utcnow",
        "date.today",
        "time.time",
        "datetime.datetime.now",
        "datetime.date.today",
    }
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in CODE
        if path != CLOCK
        for line, name in calls(path)
        if name in asking
    ]
    assert not found, f"hand the time in instead: {found}"


def test_services_never_commit():
    found = [
        f"{path.name}:{line}"
        for path in CODE
        if "services" in path.parts
        for line, name in calls(path)
        if name.endswith((".commit", ".rollback"))
    ]
    assert not found, f"the view or the runner commits: {found}"


def test_the_rowcount_that_lies_on_one_database_is_never_read():
    found = [str(path.relative_to(ROOT)) for path in CODE if ".rowcount" in path.read_text(encoding="utf-8")]
    assert not found, f"use RETURNING and go on if a row came back: {found}"


@pytest.mark.parametrize("path", [path for path in CODE if "migrations" not in path.parts], ids=lambda p: p.name)
def test_no_file_has_grown_a_second_subject(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_function_is_longer_than_one_can_read_at_a_glance():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 45
    ]
    assert not long, long
