"""The XML parts of a Word package, unpacked and parsed only within bounds that hold before anything is trusted."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any

# Together for all parts that are read. A document of a million characters in runs of forty has 6.5 MB and 425,000 tags
# and attributes; each of them takes about a quarter of a kilobyte at worst once it is parsed.
MAX_XML = 16 * 1024 * 1024
MAX_NODES = 800_000
MAX_ENTRIES = 5_000
ENTRY = b"PK\x01\x02"
# A package holds UTF-8 without a document type; in any other encoding the tags could not be counted beforehand.
PLAIN_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"']))", re.IGNORECASE)
DOCUMENT_TYPE = b"<!DOCTYPE"
# Word's "strict" files say the same words under another name.
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class TooLargeError(Exception):
    """More is packed into the file than a document would need."""


class LockedError(Exception):
    """The entries of the package are encrypted."""


class ElsewhereError(Exception):
    """Some of the text stands in other files that are packed in or linked; Word takes it over when it saves."""


class Package:
    """A Word package; every part that is asked for is charged to one account of bytes and of nodes.

    Raises TooLargeError, LockedError and, for a damaged package, whatever its layers raise.
    """

    def __init__(self, content: bytes) -> None:
        if content.count(ENTRY) > MAX_ENTRIES:
            raise TooLargeError
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        if any(entry.flag_bits & 0x1 for entry in self._zip.infolist()):
            raise LockedError
        self._bytes, self._nodes = MAX_XML, MAX_NODES
        self.main = next(target for kind, target, _ in self._relations("") if kind == "officeDocument")
        self._related = self._relations(self.main)

    def root(self, name: str) -> Any:
        """The root element of a part."""
        from docx.oxml import parse_xml

        return parse_xml(self.unpacked(name).replace(STRICT, USUAL))

    def unpacked(self, name: str) -> bytes:
        """The bytes of a part. The directory may lie about its size, so that no more than the account has is read."""
        entry = self._zip.getinfo(posixpath.normpath(name).lstrip("/"))
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("a package is stored or deflated; other methods cannot be unpacked bit by bit")
        with self._zip.open(entry) as part:
            content = part.read(self._bytes + 1)
        self._bytes -= len(content)
        self._nodes -= content.count(b"<") + content.count(b"=")
        if self._bytes < 0 or self._nodes < 0:
            raise TooLargeError
        if not PLAIN_XML.match(content) or DOCUMENT_TYPE in content:
            raise ValueError("no plain XML")
        return content

    def related(self, kind: str) -> list[Any]:
        """The root elements of the main part's relations of a kind ("header", "styles")."""
        return [self.root(target) for found, target, _ in self._related if found == kind]

    def referred(self, number: str | None) -> Any | None:
        """The root element of the part that the main part refers to by this id."""
        return next((self.root(target) for _, target, found in self._related if found == number), None)

    def _relations(self, source: str) -> list[tuple[str, str, str | None]]:
        """(kind, part name, id) of what a part refers to in the package; the package itself is the source ""."""
        folder, name = posixpath.split(source)
        listed = posixpath.join(folder, "_rels", f"{name}.rels").lstrip("/")
        if listed not in self._zip.NameToInfo:
            return []
        return [
            (
                str(link.get("Type")).rsplit("/", 1)[-1],
                posixpath.join("/", folder, str(link.get("Target"))),
                link.get("Id"),
            )
            for link in self.root(listed)
            if link.get("TargetMode") != "External"
        ]
