"""gunicorn as the system runs on a server: ``.venv/bin/gunicorn`` needs nothing else. Settings given on the command
line win over these."""

from __future__ import annotations

import ctypes
import gc
import os
from typing import Any

from sqlalchemy.orm import configure_mappers

wsgi_app = "app:create_app()"
bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
# Each worker has a socket of its own; with a shared one, connections that stay open often gather at one worker.
reuse_port = True
# The app is loaded once, before the workers part from the master: they share the memory it takes.
preload_app = True
# Longer than a proxy's, so that it is the proxy who closes.
keepalive = 75
# An address as long as somebody's search: our own page says what is too long, not the server's bare 400.
limit_request_line = 0
# A large table takes some seconds to write; nothing takes a minute.
timeout = 60

_ARENAS, _MMAP_FROM, _TRIM_FROM = -8, -3, -1  # parameters of glibc's mallopt


def when_ready(server: Any) -> None:
    """Everything that every page needs is loaded before the workers start, and stays: no collection looks through it
    again, which would hold up a request for 20 ms and copy what is shared."""
    _give_memory_back()
    app = server.app.wsgi()
    configure_mappers()
    # The mails' templates have an environment of their own, and none of the workers writes a mail.
    for name in app.jinja_env.list_templates(filter_func=lambda name: not name.startswith("mail/")):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()


def _give_memory_back() -> None:
    """A log-in takes 19 MB for a moment; kept by the allocator, in one of eight arenas a thread, they would stay."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(_ARENAS, 2)
        mallopt(_MMAP_FROM, 1 << 20)
        mallopt(_TRIM_FROM, 1 << 20)
