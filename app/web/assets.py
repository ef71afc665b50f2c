"""The files every page is made with: few and small, so they are held in memory, compressed once."""

from __future__ import annotations

import hashlib
import mimetypes
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from app.web.compression import gzip, is_accepted

HARDEST = 9
SHORT = 512


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; ``gzipped`` is empty for what is small or compressed by its nature."""

    mimetype: str
    digest: str
    content: bytes
    gzipped: bytes


def register(app: Flask) -> None:
    app.view_functions["static"] = _static
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """The file's address with its content's hash, so that it is cached for ever and never stale."""
    return _address(request.script_root, name, asset(name).digest)


@lru_cache(maxsize=64)
def _address(script_root: str, name: str, digest: str) -> str:
    return url_for("static", filename=name, v=digest)


def asset(name: str) -> Asset:
    """Raises NotFound. A file that has changed on the disk, as it does while one works on it, is read again."""
    path = _path(current_app.static_folder or "", name)
    try:
        return _read(path, os.stat(path).st_mtime_ns)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise NotFound from error


@lru_cache(maxsize=64)
def _path(folder: str, name: str) -> str:
    return safe_join(folder, name) or ""


@lru_cache(maxsize=64)
def _read(path: str, changed: int) -> Asset:
    content = Path(path).read_bytes()
    mimetype = mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_text = mimetype.startswith("text/") or mimetype.endswith(("javascript", "xml"))
    gzipped = gzip(content, level=HARDEST) if is_text and len(content) >= SHORT else b""
    return Asset(mimetype, hashlib.sha256(content).hexdigest()[:12], content, gzipped)


def _static(filename: str) -> Response:
    found = asset(filename)
    use_gzip = bool(found.gzipped) and is_accepted()
    response = Response(found.gzipped if use_gzip else found.content, mimetype=found.mimetype)
    response.set_etag(found.digest + ("-gzip" if use_gzip else ""))
    if found.gzipped:
        response.headers["Vary"] = "Accept-Encoding"
    if use_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(request)
    return response
