"""Pages leave compressed: the offices' lines are thin.

What is compressed together with a secret can betray it by its length (BREACH), and a page holds a form's token beside
words from its address. Three things stand against that: the session's cookie is ``SameSite=Lax``, so that no other
site's requests are answered with it; the token is signed anew every second; and the length of what is sent is blurred
by a few random bytes, which a gzip header may carry as the name of a file.
"""

from __future__ import annotations

import secrets
import struct
import zlib

from flask import Flask, Response, request

LEVEL = 2  # of 9; the higher ones take twice the time for a tenth less
SHORT = 1024  # bytes, below which it is not worth while
BLUR = 64  # at most so many bytes more
COMPRESSED = ("text/html", "text/plain", "text/csv", "application/json", "image/svg+xml")

_NAMED = 8  # the flag of a gzip header that a file's name follows
_CRC = 0xFFFFFFFF


def register(app: Flask) -> None:
    app.after_request(_compress)


def gzip(content: bytes, *, level: int, name: bytes = b"") -> bytes:
    """One gzip member. The name, if there is one, is the only part that differs between two of the same content."""
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = struct.pack("<BBBBLBB", 0x1F, 0x8B, 8, _NAMED if name else 0, 0, 0, 255) + (name + b"\0" if name else b"")
    tail = struct.pack("<LL", zlib.crc32(content) & _CRC, len(content) & _CRC)
    return head + squeezer.compress(content) + squeezer.flush() + tail


def is_accepted() -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _compress(response: Response) -> Response:
    if response.mimetype not in COMPRESSED or response.direct_passthrough or response.is_streamed:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if "Content-Encoding" in response.headers or not is_accepted():
        return response
    content = response.get_data()
    if len(content) >= SHORT:
        name = secrets.token_hex(BLUR // 2)[: secrets.randbelow(BLUR)]
        response.set_data(gzip(content, level=LEVEL, name=name.encode()))
        response.headers["Content-Encoding"] = "gzip"
    return response
