"""The end of a document: who receives it and who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.domain.reading import lexicon_head
from app.domain.reading.columns import NAME, cells, plain
from app.domain.reading.model import PartKind, Rule
from app.domain.reading.outline import Line, is_caps, marker
from app.domain.reading.text import UPPER, canon

TAIL_LINES = 60
RECIPIENTS = re.compile(lexicon_head.RECIPIENTS + r"(?::|$|\s{2,})", re.IGNORECASE)
SIGNING = re.compile(lexicon_head.SIGNING + f"(?=[{UPPER}])")
SIGNER = re.compile(rf"(?:{lexicon_head.SIGNER_TITLES})(?: [^.;:]{{1,60}})?")
SIGNATURE_LINES = 4
BESIDE = re.compile(rf"[;:.)] (?P<title>(?:(?:TM|KT|TL|TUQ|Q)\.\s?)?[{UPPER}]{{2,}}(?:,? [{UPPER}]{{2,}}){{1,7}})$")
NAME_BESIDE = re.compile(rf"[.)] (?P<name>(?:[{UPPER}][^\W\d_]* ){{1,3}}[{UPPER}][^\W\d_]*)$")


def tail_start(found: Sequence[Line], body: int) -> int:
    """The line where recipients or the signature begin."""
    for index in range(body, len(found)):
        low = plain(found[index].text)
        if RECIPIENTS.match(low) and len(canon(low).split(":")[0]) < 14:
            return index
        if is_caps(low) and (SIGNING.match(low) or (SIGNER.fullmatch(canon(low)) and _names_below(found, index + 1))):
            return index
    return len(found)


def _names_below(found: Sequence[Line], at: int) -> bool:
    """Whether a person's name stands alone on one of the next lines, as under the title of who signs."""
    below = [plain(line.text) for line in found[at : at + SIGNATURE_LINES]]
    return any(NAME.fullmatch(low) and not is_caps(low) and is_family(low) for low in below)


def tail_kinds(tail: Sequence[Line]) -> Iterator[tuple[PartKind, Rule]]:
    """Of each line of the tail, whether it names recipients or signs."""
    listing = False
    for line in tail:
        low = plain(line.text)
        listing = listing or bool(RECIPIENTS.match(low))
        if SIGNING.match(low) and is_caps(low):
            listing = False
        single = len(cells(line)) < 2 and not marker(line.text)
        if listing and not (single and (is_caps(low) or (NAME.fullmatch(low) and is_name(low)))):
            yield PartKind.RECIPIENTS, Rule.RECIPIENT_LINES
        else:
            yield PartKind.SIGNATURE, Rule.SIGNATURE_LINES


def signature(tail: Sequence[Line]) -> tuple[str | None, str | None]:
    """(signer, title of the one who signed)."""
    name, titles = None, []
    for line in tail[:TAIL_LINES]:
        columns = cells(line)
        cell = columns[-1] if columns else ""
        if cell.startswith("-") or (len(columns) == 1 and (marker(line.text) or RECIPIENTS.match(cell))):
            # A scan sets what stood in the right column behind the left one.
            if beside := BESIDE.search(cell):
                titles.append(beside["title"])
            elif (last := NAME_BESIDE.search(cell)) and is_family(last["name"]):
                name = last["name"]
            continue
        if NAME.fullmatch(cell) and not is_caps(cell) and is_name(cell):
            name = cell
        elif is_caps(cell) and len(cell.split()) >= 2 and name is None:
            titles.append(cell)
    return name, _title(titles)


def is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and (is_family(text) or len(words) >= 3)


def is_family(text: str) -> bool:
    """Whether a name begins with a family's."""
    return text.split()[0].lower() in lexicon_head.FAMILY_NAMES


def _title(titles: Sequence[str]) -> str | None:
    """The signer's own title: the last line of the block that signs for nobody."""
    own = [t for t in titles if not SIGNING.match(t)] or [_without_mark(t) for t in titles[-1:]]
    if not own:
        return None
    words = own[-1].lower()
    for shown in lexicon_head.TITLE_SHOWN.split("|"):
        words = words.replace(shown.lower(), shown)
    return words[:1].upper() + words[1:]


def _without_mark(title: str) -> str:
    mark = SIGNING.match(title)
    return title[mark.end() :] if mark else title
