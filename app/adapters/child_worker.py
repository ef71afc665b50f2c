"""The other side of ``app.adapters.child``: what runs in the child. It limits itself, works once, and answers."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
from importlib import import_module

# Flags of unshare(2).
NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000


def main(bounds: str, worker: str, request: str) -> None:
    """Answer one request; a worker that fails says nothing, which the parent takes for what it is."""
    module = import_module(worker)  # Before the bounds, which let nothing be written, not even bytecode.
    limit(*map(int, bounds.split(",")))
    data, body = module.answer(json.loads(request), sys.stdin.buffer.read())
    out = sys.stdout.buffer
    out.write(json.dumps({"data": data, "size": len(body)}).encode() + b"\n" + body)
    out.flush()
    os._exit(0)  # Nothing is worth tidying up, and libraries may not survive what they were given.


def become(bounds: str, program: str, *arguments: str) -> None:
    """Turn into a program, under the bounds and cut off from every network."""
    limit(*map(int, bounds.split(",")))
    leave_network()
    os.execv(program, [program, *arguments])


def leave_network() -> None:
    """Move to a network of one's own that leads nowhere, so that no link in a document is ever followed. Where the
    kernel does not let an ordinary user do so, the program's own settings have to do."""
    kernel = ctypes.CDLL(None)
    if kernel.unshare(NEW_NETWORK):
        kernel.unshare(NEW_NETWORK | NEW_USER)


def limit(memory: int, processor: int, file: int = 0, open_files: int = 64) -> None:
    """Bounds of the kernel, on this process and whatever it starts."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, file),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, open_files),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
