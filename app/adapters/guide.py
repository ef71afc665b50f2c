"""The user guide: Markdown pages of a folder as HTML. The folder's ``index.md`` names the others in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

INDEX = "index"
_LINK = re.compile(r"\]\(([a-z-]+)\.md\)")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """``body`` is HTML made from our own Markdown, in which raw HTML stays text; ``title`` is its first heading."""

    key: str
    title: str
    body: str


def read_guide(folder: Path, address: str) -> dict[str, GuidePage]:
    """The pages by key, the index first; ``address`` is where the index stands, the others and the pictures below."""
    return _read(folder, address, max(path.stat().st_mtime_ns for path in folder.glob("*.md")))


@lru_cache(maxsize=2)
def _read(folder: Path, address: str, changed_at: int) -> dict[str, GuidePage]:
    index = (folder / f"{INDEX}.md").read_text(encoding="utf-8")
    keys = dict.fromkeys([INDEX, *_LINK.findall(index)])
    return {key: _page(key, (folder / f"{key}.md").read_text(encoding="utf-8"), address) for key in keys}


def _page(key: str, text: str, address: str) -> GuidePage:
    # Imported here, since few processes ever show a page of the guide.
    from markdown_it import MarkdownIt

    heading, _, rest = text.partition("\n")
    reader = MarkdownIt("commonmark", {"html": False})
    tokens = reader.parse(rest)
    for token in tokens:
        for each in token.children or ():
            _lead_into_the_program(each, address)
    return GuidePage(key, heading.lstrip("# ").strip(), reader.renderer.render(tokens, reader.options, {}))


def _lead_into_the_program(token: Any, address: str) -> None:
    """Links between the files become links between the pages; pictures come from below the guide's address."""
    if token.type == "link_open":
        key, is_page, part = str(token.attrGet("href")).partition(".md")
        if is_page:
            token.attrSet("href", (address if key == INDEX else f"{address}/{key}") + part)
    elif token.type == "image":
        token.attrSet("src", f"{address}/{token.attrGet('src')}")
        token.attrSet("loading", "lazy")
