"""The other side of ``app.adapters.child``: what runs in the child. It limits itself, works once, and answers."""

from __future__ import annotations

import json
import os
import resource
import sys
from importlib import import_module


def main(worker: str, request: str, memory: str, processor: str) -> None:
    """Answer one request; a worker that fails says nothing, which the parent takes for what it is."""
    module = import_module(worker)  # Before the bounds, which let nothing be written, not even bytecode.
    limit(int(memory), int(processor))
    data, body = module.answer(json.loads(request), sys.stdin.buffer.read())
    out = sys.stdout.buffer
    out.write(json.dumps({"data": data, "size": len(body)}).encode() + b"\n" + body)
    out.flush()
    os._exit(0)  # Nothing is worth tidying up, and libraries may not survive what they were given.


def limit(memory: int, processor: int) -> None:
    """Bounds of the kernel, on this process and whatever it starts."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
