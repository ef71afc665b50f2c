"""Lines of a letterhead or a signature block: their columns, and names of persons in them."""

from __future__ import annotations

import re

from app.domain.reading.outline import Line
from app.domain.reading.text import MARKUP, UPPER

MARKED = re.compile("[<*#&_]")
COLUMNS = re.compile(r"\s{3,}|\t+|\s{0,2}\|\s*")
NAME = re.compile(rf"(?<![^\W\d_])(?:[{UPPER}]['’]?[^\W\d_]*['’]? ){{1,4}}[{UPPER}][^\W\d_]*")


def plain(text: str) -> str:
    """A line or cell without markup, blanks collapsed."""
    return " ".join((MARKUP.sub(" ", text) if MARKED.search(text) else text).split())


def cells(line: Line) -> list[str]:
    """The columns of a line, as wide gaps show them."""
    return [plain(cell) for cell in COLUMNS.split(line.text) if plain(cell)]
