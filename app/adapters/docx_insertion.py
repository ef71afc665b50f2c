"""Putting the section on discipline into an office's own draft report (.docx), and its lists behind it as annexes.

Nothing of the draft changes but by what is put in. What was put in is marked by two bookmarks, so that a newer version
takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.adapters.docx_annexes import append_annexes, find_annexes, remove_annexes
from app.adapters.docx_blocks import (
    PARAGRAPH,
    WEIGHTLESS,
    Block,
    add_bookmark,
    find_block,
    give_section,
    place_of,
    put,
    take_section,
)
from app.adapters.docx_draft import Draft, open_draft
from app.adapters.docx_models import model_of, plain_model
from app.adapters.word import Annex
from app.domain.draft_annexes import continued
from app.domain.draft_headings import DraftParagraph
from app.domain.draft_places import Place, PlaceKind, find_place, model_for
from app.domain.errors import DomainError
from app.wording.typography import NO_BREAK

BOOKMARK = "dondoc_ky_luat"
PARTS_OF_SECTION = {PARAGRAPH, *WEIGHTLESS}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A draft as it is shown, and the place that was found; None where a person has to choose it.

    ``older``: the indexes of the paragraphs that were inserted earlier and will be replaced.
    """

    paragraphs: tuple[DraftParagraph, ...]
    place: Place | None
    older: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Spot:
    """Behind an element of a parent, or before all that stands in it."""

    parent: Any
    behind: Any | None


def inspect(content: bytes) -> Inspected:
    """What an uploaded draft says, and where the section belongs; the indexes are those of ``insert``.

    Raises DomainError with a code under ``report_draft.`` (``docx_draft.open_draft``), further old_block_torn.
    """
    draft = open_draft(content)
    elements, paragraphs = draft.read()
    old = find_block(draft.root, BOOKMARK)
    older = _older(elements, old, find_annexes(draft.root))
    if old is None:
        return Inspected(paragraphs, find_place(paragraphs), older)
    last = max(at for at, element in enumerate(elements) if element in old.elements)
    return Inspected(paragraphs, Place(last, _heading_of(old, elements, paragraphs), PlaceKind.OLD_BLOCK), older)


def insert(content: bytes, *, after: int, paragraphs: Sequence[str], annexes: Sequence[Annex]) -> bytes:
    """The draft with the paragraphs behind the one at ``after`` (-1: before all), and the annexes at its end.

    They look like the text around them. The annexes are numbered on from the draft's own, and the paragraphs name them
    so. What was inserted earlier is replaced. Raises what ``inspect`` does, further report_draft.place_gone.
    """
    draft = open_draft(content)
    spot = _spot(draft, after)
    _remove_older(draft)
    elements, read = draft.read()
    at = _index_of(draft.body, spot, elements)
    texts, lists = relabelled(read, paragraphs, annexes)
    found = model_for(read, at)
    model = plain_model(draft.root) if found is None else model_of(elements[found], is_bullet=read[found].is_bullet)
    if texts:
        _put_section(draft.root, spot, [model.paragraph_of(text) for text in texts])
    if lists:
        append_annexes(draft.root, lists, fonts=model.fonts, first_page=draft.first_page)
    return draft.saved()


def _spot(draft: Draft, after: int) -> _Spot:
    """Where a paragraph ends, once what was inserted earlier is gone."""
    elements, _ = draft.read()
    if not -1 <= after < len(elements):
        raise DomainError("report_draft.place_gone")
    if after == -1:
        return _Spot(draft.body, None)
    place = place_of(draft.body, elements[after])
    parent = place.getparent()
    for block in (find_annexes(draft.root), find_block(draft.root, BOOKMARK)):
        if block is not None and place in block.elements:
            parent, place = block.parent, block.before
    return _Spot(parent, place)


def _remove_older(draft: Draft) -> None:
    remove_annexes(draft.root)
    old = find_block(draft.root, BOOKMARK)
    if old is None:
        return
    section, before = take_section(old.elements[-1]), old.before
    if any(each.tag not in PARTS_OF_SECTION for each in old.elements) or (section is not None and before is None):
        raise DomainError("report_draft.old_block_torn")
    old.remove()
    if section is not None:
        give_section(before, section)


def _put_section(root: Any, spot: _Spot, made: list[Any]) -> None:
    """A section of the document that ended with the paragraph before ends with the new ones."""
    ended = take_section(spot.behind) if spot.behind is not None else None
    put(spot.parent, spot.behind, made)
    if ended is not None:
        give_section(made[-1], ended)
    add_bookmark(root, made[0], made[-1], BOOKMARK)


def _index_of(body: Any, spot: _Spot, elements: Sequence[Any]) -> int:
    """The last paragraph up to a spot, -1 if none is."""
    order = {element: at for at, element in enumerate(body.iter())}
    ends_at = order[spot.parent] if spot.behind is None else max(order[each] for each in spot.behind.iter())
    return max((at for at, element in enumerate(elements) if order[element] <= ends_at), default=-1)


def _named(found: str, named: Mapping[str, str]) -> str:
    """The new label, whose space does not break where that of the old one did not."""
    label = named[" ".join(found.split())]
    return label.replace(" ", NO_BREAK) if NO_BREAK in found else label


def relabelled(
    read: Sequence[DraftParagraph], texts: Sequence[str], annexes: Sequence[Annex]
) -> tuple[list[str], list[Annex]]:
    """The annexes numbered on from the draft's own, and the texts that name them: as ``insert`` writes both.

    ``read``: the draft without what was inserted earlier.
    """
    labels = continued(read, len(annexes))
    if not labels:
        return list(texts), list(annexes)
    named = {annex.label: label.reference for annex, label in zip(annexes, labels, strict=True)}
    # "Phụ lục" alone is not the beginning of "Phụ lục II", which a reason may name.
    # A set text has a no-break space within a label.
    longest_first = [re.escape(each).replace(r"\ ", r"\s") for each in sorted(named, key=len, reverse=True)]
    pattern = re.compile(rf"(?:{'|'.join(longest_first)})(?!\s(?:[IVXLC]+|\d+)\b)(?!\w)")
    return (
        [pattern.sub(lambda found: _named(found[0], named), text) for text in texts],
        [replace(annex, label=own.heading) for annex, own in zip(annexes, labels, strict=True)],
    )


def _older(elements: Sequence[Any], *blocks: Block | None) -> frozenset[int]:
    """The indexes of what stands in the blocks, also inside of their tables."""
    ours = {element for block in blocks if block is not None for element in block.elements}
    return frozenset(
        at for at, element in enumerate(elements) if not ours.isdisjoint((element, *element.iterancestors()))
    )


def _heading_of(old: Block, elements: Sequence[Any], paragraphs: Sequence[DraftParagraph]) -> int | None:
    """The heading above what was inserted earlier."""
    first = min(at for at, element in enumerate(elements) if element in old.elements)
    above = (each for each in reversed(paragraphs[:first]) if each.level is not None and not each.in_table)
    return next((each.index for each in above if not each.is_bullet), None)
