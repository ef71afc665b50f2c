"""The paragraphs of a table of contents: they name headings, and are none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from app.adapters.docx_numbering import VALUE, W

PARAGRAPH, TEXT, CHARACTER, INSTRUCTION, CONTROL = (f"{W}{name}" for name in ("p", "t", "fldChar", "instrText", "sdt"))
GALLERY, CONTENTS = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery", "Table of Contents"
_FIELD = re.compile(r"\s*TOC\b")


@dataclass
class _Field:
    """A field that has begun: what it does, and the paragraphs with words of it."""

    instruction: str = ""
    paragraphs: set[Any] = field(default_factory=set)


def in_contents(body: Any) -> set[Any]:
    """Those within a field that makes a table of contents, or in the frame that Word puts around one."""
    controls = (each for each in body.iter(CONTROL) if (kind := each.find(GALLERY)) is not None and _is_contents(kind))
    return {paragraph for control in controls for paragraph in control.iter(PARAGRAPH)} | _in_fields(body)


def _is_contents(gallery: Any) -> bool:
    return bool(gallery.get(VALUE) == CONTENTS)


def _in_fields(body: Any) -> set[Any]:
    """A field that never ends holds nothing."""
    found, begun, paragraph = set[Any](), list[_Field](), None
    for element in body.iter(PARAGRAPH, TEXT, CHARACTER, INSTRUCTION):
        if element.tag == PARAGRAPH:
            paragraph = element
        elif element.tag == TEXT:
            for each in begun:
                each.paragraphs.add(paragraph)
        elif element.tag == INSTRUCTION and begun:
            begun[-1].instruction += element.text or ""
        elif element.get(f"{W}fldCharType") == "begin":
            begun.append(_Field())
        elif element.get(f"{W}fldCharType") == "end" and begun:
            ended = begun.pop()
            found |= ended.paragraphs if _FIELD.match(ended.instruction) else set()
    return found
