"""Work on hostile input in a process of its own: bounded in memory, time and output, and gone afterwards.

A worker is a module with ``answer(request, content) -> (reply, body)``: a JSON object and bytes in,
a JSON object and bytes out. It is started afresh for each piece of work, with no environment, no open files and no
secrets of this process; it sets its own limits before it touches the content.
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
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
# Isolated from the user's own packages and from the environment, but able to import this project.
START = "import sys; sys.path.insert(0, sys.argv[1]); from app.adapters.child_worker import main; main(*sys.argv[2:])"
# A page of a browser asks for several images at once; more children than this would only wait for each other's cores.
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use: address space and output in bytes, processor and wall clock in seconds."""

    memory: int = 768 * MEGABYTE
    processor: int = 20
    wall: float = 30.0
    output: int = 32 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Reply:
    """What the worker said, and the bytes that go with it."""

    data: Mapping[str, Any]
    body: bytes


class ChildError(Exception):
    """The worker crashed, ran into a limit, or said something that is no reply."""


def run(worker: str, request: Mapping[str, Any], content: bytes, *, limits: Limits | None = None) -> Reply:
    """Have a module, given by its dotted name, answer a request about some bytes. Raises ChildError."""
    limits = limits or Limits()
    if not _places.acquire(timeout=limits.wall):
        raise ChildError("no place free")
    try:
        return _parsed(_output(worker, request, content, limits))
    finally:
        _places.release()


def _output(worker: str, request: Mapping[str, Any], content: bytes, limits: Limits) -> bytes:
    deadline = time.monotonic() + limits.wall
    words = [worker, json.dumps(request), str(limits.memory), str(limits.processor)]
    with open(os.memfd_create("content"), "r+b") as given:  # A file in memory: no pipe to fill while the other is read.
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", START, str(ROOT), *words],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
    assert child.stdout is not None
    try:
        return _read(child.stdout.fileno(), limits.output, deadline)
    finally:
        # Before it is waited for: until then nobody else can have its number.
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.stdout.close()
        child.wait()


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
