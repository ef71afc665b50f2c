"""Paragraphs that look like one that is there already: its font, indents, spacing and bullet; none of its content."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app.adapters.docx_numbering import VALUE, W

RUN, TEXT, TAB, BREAK = f"{W}r", f"{W}t", f"{W}tab", f"{W}br"
PARAGRAPH, PROPERTIES, RUN_PROPERTIES, FONTS = f"{W}p", f"{W}pPr", f"{W}rPr", f"{W}rFonts"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What belongs to the one paragraph or to its place, and not to the look of the text.
NOT_COPIED = {
    f"{W}{name}"
    for name in ("keepNext", "pageBreakBefore", "framePr", "outlineLvl", "sectPr", "pPrChange", "cnfStyle", "divId")
}
# Of the run's: what sets single words apart, and the marks of changes.
SET_APART = (
    "b bCs i iCs u strike dstrike caps smallCaps vanish webHidden highlight shd bdr vertAlign position effect em"
)
NOT_COPIED_RUN = {f"{W}{name}" for name in (*SET_APART.split(), "rStyle", "rPrChange", "ins", "del")}
_BULLET = re.compile(r"\s*(?:[-\u2010-\u2015\u2212+\u2022*\u25cf\u25cb\u25aa\u25a0\u00b7]\s*)?")
_INDENT = re.compile(r"\s*")
# What XML cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Model:
    """The properties of a paragraph and of its text, and the blanks and the sign typed before it."""

    paragraph: Any
    run: Any
    lead: str

    @property
    def fonts(self) -> Any | None:
        return self.run.find(FONTS)

    def paragraph_of(self, text: str) -> Any:
        made = self.paragraph.makeelement(PARAGRAPH)
        made.append(deepcopy(self.paragraph))
        run = self.paragraph.makeelement(RUN)
        if len(self.run):
            run.append(deepcopy(self.run))
        for piece in re.split(r"([\t\n])", _UNWRITABLE.sub("", self.lead + text)):
            if piece:
                run.append(_written(run, piece))
        made.append(run)
        return made


def model_of(paragraph: Any, *, is_bullet: bool) -> Model:
    """What a paragraph looks like; the longest of its runs stands for its text."""
    runs = list(paragraph.iter(RUN))
    longest = max(runs, key=lambda run: len(_text(run)), default=None)
    found = None if longest is None else longest.find(RUN_PROPERTIES)
    run = paragraph.makeelement(RUN_PROPERTIES) if found is None else _without(found, NOT_COPIED_RUN)
    typed = (_BULLET if is_bullet else _INDENT).match("".join(map(_text, runs)))
    return Model(_properties(paragraph), run, typed[0] if typed else "")


def plain_model(root: Any) -> Model:
    """For a draft without any text to look like: 14 pt, justified, the first line indented (NĐ 30/2020)."""
    properties, run = root.makeelement(PROPERTIES), root.makeelement(RUN_PROPERTIES)
    _set(properties, "spacing", before="0", after="120")
    _set(properties, "ind", firstLine="720")
    _set(properties, "jc", val="both")
    _set(run, "rFonts", ascii="Times New Roman", hAnsi="Times New Roman", cs="Times New Roman")
    _set(run, "sz", val="28")
    _set(run, "szCs", val="28")
    return Model(properties, run, "")


def _properties(paragraph: Any) -> Any:
    found = paragraph.find(PROPERTIES)
    if found is None:
        return paragraph.makeelement(PROPERTIES)
    copied = _without(found, NOT_COPIED)
    mark = copied.find(RUN_PROPERTIES)
    if mark is not None:
        copied.replace(mark, _without(mark, NOT_COPIED_RUN))
    return copied


def _without(element: Any, names: set[str]) -> Any:
    copied = deepcopy(element)
    copied.tail = None
    for child in [child for child in copied if child.tag in names]:
        copied.remove(child)
    return copied


def _set(parent: Any, name: str, **values: str) -> None:
    element = parent.makeelement(f"{W}{name}")
    for key, value in values.items():
        element.set(VALUE if key == "val" else f"{W}{key}", value)
    parent.append(element)


def _text(run: Any) -> str:
    return "".join("\t" if each.tag == TAB else each.text or "" for each in run if each.tag in (TEXT, TAB))


def _written(run: Any, piece: str) -> Any:
    if piece in "\t\n":
        return run.makeelement(TAB if piece == "\t" else BREAK)
    text = run.makeelement(TEXT)
    text.text = piece.replace("\r", " ")
    text.set(SPACE, "preserve")
    return text
