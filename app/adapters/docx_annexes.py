"""Lists at the end of a draft, each an annex in a landscape section of its own; the draft's own last section stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.adapters.docx_blocks import (
    END,
    ID,
    NAME,
    PARAGRAPH,
    PROPERTIES,
    SECTION,
    START,
    Block,
    add_bookmark,
    find_block,
    give_section,
    take_section,
)
from app.adapters.docx_draft import parsed
from app.adapters.docx_numbering import W
from app.adapters.word import MARGINS, PAGE, Annex, annex_blocks
from app.domain.errors import DomainError

# The second name where the draft had no section properties at all, which the one before it cannot give back.
ANNEX, ANNEX_OF_PLAIN = "dondoc_phu_luc", "dondoc_phu_luc_moi"
# The title of each annex has a mark of its own. LibreOffice drops the paragraph the bookmark around all of them begins
# in and leaves that bookmark in pieces, but keeps one that begins and ends within the same words.
TITLED = re.compile(rf"{ANNEX}_\d+")
TABLE = f"{W}tbl"
TWIPS = 1440 / 25.4  # per millimetre
SIDES = ("top", "left", "bottom", "right")


def append_annexes(root: Any, annexes: Sequence[Annex], *, fonts: Any | None, first_page: bool) -> None:
    """``fonts`` are those of the draft's text. ``first_page``: the draft's first pages have a header of their own,
    which an annex would show again."""
    body = root.find(f"{W}body")
    own = body.find(SECTION)
    if own is not None:
        body.remove(own)
    end = _end_of_draft(body, root.makeelement(SECTION) if own is None else own)
    body.append(end)
    blocks, titles = list[Any](), list[Any]()
    for at, annex in enumerate(annexes):
        title, *others = (_at_home(block, fonts) for block in annex_blocks(annex))
        blocks += [title, *others]
        if at < len(annexes) - 1:
            give_section(blocks[-1], _landscape(own, root, first_page=first_page))
        titles.append(title)
    for block in blocks:
        body.append(block)
    body.append(_landscape(own, root, first_page=first_page))
    for number, title in enumerate(titles, 1):
        add_bookmark(root, title, title, f"{ANNEX}_{number}")
    add_bookmark(root, end, blocks[-1], ANNEX if own is not None else ANNEX_OF_PLAIN)


def find_annexes(root: Any) -> Block | None:
    """Those appended earlier, from the end of the draft's own where it is still a paragraph of ours. Raises
    DomainError("report_draft.old_block_torn")."""
    body = root.find(f"{W}body")
    titles = [start.getparent() for start in root.iter(START) if TITLED.fullmatch(start.get(NAME, ""))]
    block = _marked(root, titles)
    if block is None and titles:
        block = _titled(titles)
    if block is not None and (block.parent is not body or block.elements[0].tag != PARAGRAPH):
        raise DomainError("report_draft.old_block_torn")
    return block


def _marked(root: Any, titles: Sequence[Any]) -> Block | None:
    """By the bookmark around all, if it is as it was written; where no title is marked it is all there is."""
    try:
        block = find_block(root, ANNEX, ANNEX_OF_PLAIN)
    except DomainError:
        if titles:
            return None
        raise
    is_whole = block is not None and block.elements[0].find(f"{PROPERTIES}/{SECTION}") is not None
    return block if is_whole or not titles else None


def _titled(titles: Sequence[Any]) -> Block:
    """From the first marked title to the table of the last one and the empty line behind it."""
    first, last = titles[0], next((each for each in titles[-1].itersiblings() if each.tag != PARAGRAPH), None)
    neighbours = [first, *first.itersiblings()]
    if last is None or last.tag != TABLE or last not in neighbours:
        raise DomainError("report_draft.old_block_torn")
    behind = last.getnext()
    if behind is not None and behind.tag == PARAGRAPH and not "".join(behind.itertext()).strip():
        last = behind
    return Block(neighbours[: neighbours.index(last) + 1], None)


def remove_annexes(root: Any) -> None:
    """Take away the annexes that were appended earlier, and give the draft its own end back.

    Where people have added something behind them, the section the draft ended with stays a section of its own.
    Raises DomainError("report_draft.old_block_torn").
    """
    block = find_annexes(root)
    if block is None:
        return
    body, end = root.find(f"{W}body"), block.elements[0]
    is_ours = end.find(f"{PROPERTIES}/{SECTION}") is not None
    ended_by = end if is_ours else block.before
    marks = {each.get(NAME) for each in end.iter(START)}
    if any(each.tag != SECTION for each in block.elements[-1].itersiblings()):
        block = Block(block.elements[1:], block.stray) if is_ours else block
    elif ended_by is not None and (own := take_section(ended_by)) is not None:
        body.remove(body.find(SECTION))
        if not is_ours or ANNEX in marks:
            body.append(own)
    block.remove()
    _remove_marks(root)


def _remove_marks(root: Any) -> None:
    """What is left of the bookmarks once what they stood around is gone."""
    left = [start for start in root.iter(START) if start.get(NAME) in (ANNEX, ANNEX_OF_PLAIN)]
    ids = {start.get(ID) for start in left}
    for mark in [*left, *(end for end in root.iter(END) if end.get(ID) in ids)]:
        mark.getparent().remove(mark)


def _end_of_draft(body: Any, section: Any) -> Any:
    """The paragraph that ends the draft's last section: a line without height, so that no page is added."""
    end = body.makeelement(PARAGRAPH)
    properties = _add(end, "pPr")
    _add(properties, "spacing", before="0", after="0", line="20", lineRule="exact")
    _add(_add(properties, "rPr"), "sz", val="2")
    properties.append(section)
    return end


def _landscape(own: Any | None, root: Any, *, first_page: bool) -> Any:
    """A4 across, with pages counted from 1; headers and footers go on as in the section before it."""
    section = root.makeelement(SECTION)
    _add(section, "type", val="nextPage")
    width, height = sorted(PAGE, reverse=True)
    _add(section, "pgSz", w=_twips(width), h=_twips(height), orient="landscape")
    old = None if own is None else own.find(f"{W}pgMar")
    top, bottom, left, right = map(_twips, MARGINS)
    edges = {name: "567" if old is None else old.get(f"{W}{name}", "567") for name in ("header", "footer")}
    _add(section, "pgMar", top=top, right=right, bottom=bottom, left=left, **edges, gutter="0")
    numbers = None if own is None else own.find(f"{W}pgNumType")
    form = None if numbers is None else numbers.get(f"{W}fmt")
    _add(section, "pgNumType", **({"fmt": form} if form else {}), start="1")
    _add(section, "cols", space="720")
    if not first_page:
        _add(section, "titlePg")
    return section


def _at_home(block: Any, fonts: Any | None) -> Any:
    """A paragraph or a table of an annex that leans on no style of the draft."""
    from lxml import etree

    for paragraph in block.iter(PARAGRAPH):
        indent = paragraph.get_or_add_pPr().get_or_add_ind()
        for side in ("left", "right", "firstLine"):
            indent.set(f"{W}{side}", "0")
    for run in block.iter(f"{W}r"):
        if fonts is not None:
            run.get_or_add_rPr().get_or_add_rFonts().attrib.update(fonts.attrib)
    for properties in block.iter(f"{W}tblPr"):
        _rule(properties)
    # Moving a tree of another document takes a look at each of its names for each element; reading it anew does not.
    return parsed(etree.tostring(block))


def _rule(properties: Any) -> None:
    """Lines and paddings, which otherwise the table's style has; in the order of the schema."""
    properties.remove(properties.find(f"{W}tblStyle"))
    borders, padding = properties.makeelement(f"{W}tblBorders"), properties.makeelement(f"{W}tblCellMar")
    for side in (*SIDES, "insideH", "insideV"):
        _add(borders, side, val="single", sz="4", space="0", color="auto")
    for side in ("left", "right"):
        _add(padding, side, w="108", type="dxa")
    layout, look = properties.find(f"{W}tblLayout"), properties.find(f"{W}tblLook")
    layout.addprevious(borders)
    look.addprevious(padding)


def _twips(millimetres: float) -> str:
    return str(round(millimetres * TWIPS))


def _add(parent: Any, name: str, **values: str) -> Any:
    element = parent.makeelement(f"{W}{name}")
    for key, value in values.items():
        element.set(f"{W}{key}", value)
    parent.append(element)
    return element
