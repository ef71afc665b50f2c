"""Files by content hash, and the quarantine an upload waits in until it has been read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HELD = "held-"


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

    def hold(self, content: bytes) -> str:
        """Put an upload into quarantine until it has been read, and return its name there."""
        self._quarantine.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._quarantine, prefix=HELD, delete=False) as waiting:
            waiting.write(content)
            waiting.flush()
            os.fsync(waiting.fileno())
        return Path(waiting.name).name

    def held(self, name: str) -> bytes:
        """Raises FileNotFoundError for what is no longer there."""
        return (self._quarantine / name).read_bytes()

    def let_go(self, name: str) -> None:
        """Delete what was held, if it is still there."""
        (self._quarantine / name).unlink(missing_ok=True)

    def let_go_forgotten(self, known: Collection[str], *, before: datetime) -> None:
        """Delete what has been held since before an instant though nobody knows of it: a power cut may leave that."""
        for path in self._quarantine.glob(f"{HELD}*"):
            if path.name not in known and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                path.unlink(missing_ok=True)

    @property
    def _quarantine(self) -> Path:
        return self.root / "quarantine"

    @contextmanager
    def quarantine(self, content: bytes) -> Iterator[Path]:
        """A file that exists only while it is being read: gone afterwards, whatever was found in it."""
        self._quarantine.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._quarantine, delete=False) as waiting:
            waiting.write(content)
        path = Path(waiting.name)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)
