"""Workers for the tests of ``app.adapters.child``: one that works, and some that do harm."""

from __future__ import annotations

import os
import subprocess
import time
from typing import Any


def answer(request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    return {name: act(content) for name, act in ACTS.items() if name == request["do"]}, content[::-1]


def _sleep(content: bytes) -> None:
    time.sleep(60)


def _spin(content: bytes) -> None:
    while True:
        pass


def _hoard(content: bytes) -> int:
    return len(bytearray(4 << 30))


def _shout(content: bytes) -> None:
    while True:
        os.write(1, b"x" * 65536)


def _leave_behind(content: bytes) -> int:
    return subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL).pid


ACTS = {
    "nothing": len,
    "sleep": _sleep,
    "spin": _spin,
    "hoard": _hoard,
    "shout": _shout,
    "crash": lambda content: os.abort(),
    "half": lambda content: (os.write(1, b'{"data": {}, "size": 9}\nx'), os._exit(0)),
    "write": lambda content: os.write(os.open(content, os.O_WRONLY), b"x"),
    "environment": lambda content: sorted(os.environ),
    "leave behind": _leave_behind,
}
