"""What was put into a draft earlier, found by its bookmark; and where in the body something can be put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.adapters.docx_numbering import W
from app.domain.errors import DomainError

PARAGRAPH, PROPERTIES, SECTION = f"{W}p", f"{W}pPr", f"{W}sectPr"
BODY, CONTROL, CONTENT = f"{W}body", f"{W}sdt", f"{W}sdtContent"
START, END, ID, NAME = f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}id", f"{W}name"
WEIGHTLESS = {PROPERTIES, START, END, f"{W}proofErr", f"{W}permStart", f"{W}permEnd"}
# What a content control may say of itself and still hold any paragraphs people like.
FREE = {f"{W}{name}" for name in ("rPr", "alias", "tag", "id", "richText", "placeholder")}
# In a paragraph's properties, behind all others.
BEHIND_SECTION = (f"{W}pPrChange",)


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbours in one parent; ``stray`` is the end of the bookmark where it came to stand behind them."""

    elements: list[Any]
    stray: Any | None

    @property
    def parent(self) -> Any:
        return self.elements[0].getparent()

    @property
    def before(self) -> Any | None:
        return self.elements[0].getprevious()

    def remove(self) -> None:
        """A long table is emptied first: each name in what is taken away whole is looked up, for seconds."""
        parent = self.parent
        for element in self.elements:
            del element[:]
            parent.remove(element)
        if self.stray is not None:
            self.stray.getparent().remove(self.stray)


def find_block(root: Any, *names: str) -> Block | None:
    """The block under one of these bookmarks. Raises DomainError("report_draft.old_block_torn") if it is not whole."""
    starts = [start for start in root.iter(START) if start.get(NAME) in names]
    if not starts:
        return None
    # LibreOffice writes the beginning anew in each paragraph, with a new id; the end has the last of them.
    ids = {start.get(ID) for start in starts}
    marks = [mark for mark in root.iter(START, END) if mark.get(ID) in ids]
    if marks[0].tag != START or marks[-1].tag != END:
        raise DomainError("report_draft.old_block_torn")
    first, last = _outermost(marks[0]), _outermost(marks[-1])
    neighbours = [first, *first.itersiblings()]
    if first.getparent().tag not in (BODY, CONTENT) or last not in neighbours:
        raise DomainError("report_draft.old_block_torn")
    found = neighbours[: neighbours.index(last) + 1]
    is_behind = last is not first and last.tag == PARAGRAPH and _begins_with(last, marks[-1])
    return Block(found[:-1], marks[-1]) if is_behind else Block(found, None)


def add_bookmark(root: Any, first: Any, last: Any, name: str) -> None:
    """Around all that stands in the paragraphs from the first to the last."""
    used = [int(start.get(ID)) for start in root.iter(START) if str(start.get(ID, "")).isdecimal()]
    number = str(max(used, default=0) + 1)
    start, end = first.makeelement(START), first.makeelement(END)
    start.set(ID, number)
    start.set(NAME, name)
    end.set(ID, number)
    first.insert(1 if first.find(PROPERTIES) is not None else 0, start)
    last.append(end)


def place_of(body: Any, paragraph: Any) -> Any:
    """The outermost thing behind which can be put what follows a paragraph: no table is torn, nor a locked control."""
    place = paragraph
    for element in paragraph.iterancestors():
        if element is body:
            return place
        if element.tag != CONTENT and not (element.tag == CONTROL and _is_free(element)):
            place = element
    return place


def put(parent: Any, behind: Any | None, elements: list[Any]) -> None:
    """Behind an element with the blanks that follow it, or before all others."""
    at = 0 if behind is None else parent.index(behind) + 1
    for place, element in enumerate(elements, at):
        parent.insert(place, element)


def take_section(paragraph: Any) -> Any | None:
    """The properties of the section that ends with a paragraph, taken away from it."""
    properties = paragraph.find(PROPERTIES)
    found = None if properties is None else properties.find(SECTION)
    if found is not None:
        properties.remove(found)
    return found


def give_section(paragraph: Any, section: Any) -> None:
    """The section ends with this paragraph from now on."""
    properties = paragraph.find(PROPERTIES)
    if properties is None:
        properties = paragraph.makeelement(PROPERTIES)
        paragraph.insert(0, properties)
    behind = next((each for each in properties if each.tag in BEHIND_SECTION), None)
    properties.insert(len(properties) if behind is None else properties.index(behind), section)


def _outermost(mark: Any) -> Any:
    """The paragraph a mark stands in, or the mark itself where it stands between paragraphs."""
    return next((element for element in mark.iterancestors(PARAGRAPH)), mark)


def _begins_with(paragraph: Any, mark: Any) -> bool:
    return next((child for child in paragraph if child is mark or child.tag not in WEIGHTLESS), None) is mark


def _is_free(control: Any) -> bool:
    properties = control.find(f"{W}sdtPr")
    return properties is None or all(each.tag in FREE or not str(each.tag).startswith(W) for each in properties)
