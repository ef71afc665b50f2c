"""Work in a child: it answers, or it is gone, within its bounds."""

from __future__ import annotations

import os
import time

import pytest

from app.adapters.child import ChildError, Limits, run

BOUNDS = Limits(memory=512 << 20, processor=1, wall=10.0, output=1 << 20)


def ask(what: str, content: bytes = b"abc", limits: Limits = BOUNDS):
    return run("tests.workers", {"do": what}, content, limits=limits)


def test_bytes_go_in_and_bytes_come_out():
    content = os.urandom(300_000)
    reply = ask("nothing", content)
    assert (reply.data, reply.body) == ({"nothing": 300_000}, content[::-1])


@pytest.mark.parametrize("what", ["spin", "hoard", "shout", "crash", "half"])
def test_a_child_that_goes_beyond_its_bounds_is_gone_and_its_parent_knows(what):
    with pytest.raises(ChildError):
        ask(what)


def test_a_child_writes_no_files(tmp_path):
    target = tmp_path / "target"
    target.touch()
    with pytest.raises(ChildError):
        ask("write", str(target).encode())
    assert target.read_bytes() == b""


def test_a_child_that_only_waits_is_ended_by_the_clock():
    begun = time.monotonic()
    with pytest.raises(ChildError, match="out of time"):
        ask("sleep", limits=Limits(wall=1.0))
    assert time.monotonic() - begun < 5


def test_a_worker_that_is_not_there_is_no_answer():
    with pytest.raises(ChildError):
        run("tests.no_such_worker", {}, b"")


def test_the_child_knows_nothing_of_the_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "không ai được biết")
    assert set(ask("environment").data["environment"]) <= {"LC_ALL", "LC_CTYPE"}


def test_what_a_child_has_started_ends_with_it():
    pid = ask("leave behind").data["leave behind"]
    for _ in range(50):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return
        except FileNotFoundError:
            return
        time.sleep(0.05)
    pytest.fail("a grandchild is still there")
