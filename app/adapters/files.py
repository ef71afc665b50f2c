"""Files by content hash, and the quarantine an upload waits in until it has been read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FileStore:
    """Keeps bytes under ``root/ab/abcd…`` (SHA-256 in hex); the same content is kept once."""

    root: Path

    def put(self, content: bytes) -> str:
        """Store and return the hash. Written beside and renamed, so that a power cut leaves no half file."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
            os.replace(part.name, path)
        return digest

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    @property
    def folder(self) -> Path:
        """Where everything that is kept lies."""
        return self.root / "files"

    def read(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    @contextmanager
    def quarantine(self, content: bytes) -> Iterator[Path]:
        """A file that exists only while it is being read: gone afterwards, whatever was found in it."""
        folder = self.root / "quarantine"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as waiting:
            waiting.write(content)
        path = Path(waiting.name)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)
