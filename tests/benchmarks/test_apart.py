"""A module asked in a process of its own: what goes in and out is JSON, and a failure is said."""

from __future__ import annotations

import subprocess

import pytest

from benchmarks import apart


def test_a_failure_comes_with_its_last_words():
    with pytest.raises(RuntimeError, match=r"(?s)benchmarks\.client failed: .*unexpected keyword argument 'nothing'"):
        apart.ask("benchmarks.client", {"nothing": 1}, most_seconds=30)


def test_the_answer_is_that_of_the_module(tmp_path, monkeypatch):
    (tmp_path / "twice.py").write_text("import json, sys\nprint(json.dumps(2 * json.load(sys.stdin)['n']))\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert apart.ask("twice", {"n": 21}, most_seconds=30) == 42


def test_nobody_waits_longer_than_was_said(tmp_path, monkeypatch):
    (tmp_path / "asleep.py").write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(subprocess.TimeoutExpired):
        apart.ask("asleep", {}, most_seconds=0.5)
