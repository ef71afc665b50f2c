"""Work on hostile input in a process of its own: bounded in memory, time and output, and gone afterwards.

A worker is a module with ``answer(request, content) -> (reply, body)``: a JSON object and bytes in,
a JSON object and bytes out. It is started afresh for each piece of work, with no environment, no open files and no
secrets of this process; it sets its own limits before it touches the content.

A program (an office program, text recognition) is run under the same bounds, in a folder of its own and without any
network, where the kernel allows to take that away.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
# Isolated from the user's own packages and from the environment, but able to import this project.
START = "import sys; sys.path.insert(0, sys.argv[1]); from app.adapters.child_worker import {} as go; go(*sys.argv[2:])"
# A page of a browser asks for several images at once; more children than this would only wait for each other's cores.
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use: address space and output in bytes, processor and wall clock in seconds.

    ``file``: bytes a file it writes may have (none may be written where it is 0); ``open_files``: how many at once.
    """

    memory: int = 768 * MEGABYTE
    processor: int = 20
    wall: float = 30.0
    output: int = 32 * MEGABYTE
    file: int = 0
    open_files: int = 64


@dataclass(frozen=True, slots=True)
class Reply:
    """What the worker said, and the bytes that go with it."""

    data: Mapping[str, Any]
    body: bytes


class ChildError(Exception):
    """The worker crashed, ran into a limit, or said something that is no reply."""


def run(
    worker: str,
    request: Mapping[str, Any],
    content: bytes,
    *,
    limits: Limits | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Reply:
    """Have a module, given by its dotted name, answer a request about some bytes. Raises ChildError.

    A worker that writes files of its own (``Limits.file``) does so in the folder it is given.
    """
    limits = limits or Limits()
    words = _words("main", limits, worker, json.dumps(request))
    own = _own_folder(folder) if folder else {}
    return _parsed(_output(words, content, limits, cwd=str(folder or "/"), environment=own | dict(environment or {})))


def run_program(
    words: Sequence[str],
    *,
    folder: Path,
    content: bytes = b"",
    environment: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> bytes:
    """What a program, given by its path and its arguments, writes to its standard output. It works in a folder that is
    its own: home, place for temporary files and working directory in one. Raises ChildError, also where it fails."""
    limits = limits or Limits()
    started = _words("become", limits, *words)
    given = _own_folder(folder) | dict(environment or {})
    return _output(started, content, limits, cwd=str(folder), environment=given)


def _own_folder(folder: Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TMPDIR": str(folder)}


def _words(entrance: str, limits: Limits, *words: str) -> list[str]:
    bounds = (limits.memory, limits.processor, limits.file, limits.open_files)
    return [sys.executable, "-I", "-c", START.format(entrance), str(ROOT), ",".join(map(str, bounds)), *words]


def _output(words: list[str], content: bytes, limits: Limits, *, cwd: str, environment: Mapping[str, str]) -> bytes:
    """Standard output of a child that has ended well. Its whole group is gone when this returns."""
    if not _places.acquire(timeout=limits.wall):
        raise ChildError("no place free")
    try:
        return _run(words, content, limits, cwd, environment)
    finally:
        _places.release()


def _run(words: list[str], content: bytes, limits: Limits, cwd: str, environment: Mapping[str, str]) -> bytes:
    deadline = time.monotonic() + limits.wall
    with open(os.memfd_create("content"), "r+b") as given:  # A file in memory: no pipe to fill while the other is read.
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            words,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=cwd,
            env={"LC_ALL": "C.UTF-8", **environment},
            start_new_session=True,
        )
    assert child.stdout is not None
    try:
        output = _read(child.stdout.fileno(), limits.output, deadline)
        _await_end(child.pid, deadline)
    finally:
        # Before it is waited for: until then nobody else can have its number.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.stdout.close()
        child.wait()
    if child.returncode:
        raise ChildError("failed")
    return output


def _await_end(pid: int, deadline: float) -> None:
    """Until the child, which has closed its output, has ended by itself; its number stays taken."""
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        if time.monotonic() > deadline:
            raise ChildError("out of time")
        time.sleep(0.005)


def _read(pipe: int, most: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while True:
            if not waiting.select(max(0.0, deadline - time.monotonic())):
                raise ChildError("out of time")
            part = os.read(pipe, 65536)
            if not part:
                return b"".join(parts)
            parts.append(part)
            size += len(part)
            if size > most:
                raise ChildError("too much output")


def _parsed(output: bytes) -> Reply:
    """A reply is a line of JSON that tells how many bytes follow it; whatever is cut short is no reply."""
    line, _, body = output.partition(b"\n")
    try:
        head = json.loads(line)
        if head["size"] != len(body):
            raise ValueError("cut short")
        return Reply(head["data"], body)
    except (ValueError, KeyError, TypeError) as error:
        raise ChildError("no reply") from error
