"""Where the section on discipline belongs in an office's draft report. Patterns are for folded text (``fold``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.draft_headings import DraftParagraph, is_annex, is_capitals, title_of
from app.domain.naming import fold

__all__ = ["DraftParagraph", "Place", "PlaceKind", "find_place", "model_for"]

_SUBJECT = re.compile(r"ky luat[,/& -]*(?:va )?ky cuong|ky cuong[,/& -]*(?:va )?ky luat|ky (?:luat|cuong) hanh chinh")
# What may stand before the subject in a heading; any other word makes it a mention within a sentence.
_BEFORE = re.compile(
    r"(?:\b(?:ve|viec|cong tac|tinh hinh|ket qua|thuc hien|chap hanh|tang cuong|chan chinh|siet chat|giu nghiem"
    r"|giu vung|dam bao|bao dam|duy tri|nang cao|y thuc|trach nhiem|thanh tra|kiem tra|giam sat|danh gia|doi moi"
    r"|van hoa|dao duc|cong vu|va|cac|noi dung|quy dinh|to chuc|trien khai|xay dung|ren luyen)\b[ ,/&-]*)*"
)
# How a sentence begins whose subject it is.
_SPEAKS_OF = re.compile(r"(?:ve|viec|cong tac|tinh hinh|ket qua|ky|y thuc|van hoa|dao duc)\b")
_PUBLIC_SERVICE = re.compile(
    r"(?:(?:ve|viec|cong tac|ket qua|thuc hien|trien khai) )*"
    r"(?:cai cach (?:che do )?cong vu|(?:xay dung(?: va|,)? )?nang cao chat luong (?:doi ngu )?can bo"
    r"|xay dung(?:(?: va|,) phat trien)? doi ngu can bo)"
)
# A part that looks back keeps its name even if it looks ahead or at shortcomings as well.
_LOOKS_BACK = re.compile(r"(?:ket qua|tinh hinh|danh gia (?:ket qua|tinh hinh)|thuc trang|bao cao)")
_NOT_THERE = re.compile(
    r"phuong huong|nhiem vu(?:,| va)? (?:giai phap|trong tam)|kien nghi|de xuat|ton tai|han che|nguyen nhan|bai hoc"
    r"|kho khan|vuong mac|khuyet diem|yeu kem|uu diem|danh gia chung"
    r"|^(?:(?:mot so|cac|nhung|dinh huong|muc tieu|ke hoach|giai phap|va|,) ?)*nhiem vu"
)
_RECEIVERS, _CLOSING = re.compile(r"noi nhan\b"), re.compile(r"noi nhan\b|tren day (?:la|,)|tren day,")
LEAD = 25  # words a heading or the beginning of a bullet has at most
BEGINNING = 500  # characters that are looked at; more words than a heading has
LEAST_BODY = 8  # words; shorter lines are numbers, dates and names more often than text


class PlaceKind(StrEnum):
    """Why a place was found: our own older block, a heading or bullet on discipline, the end of the part on public
    service; CHOSEN is a person's choice."""

    OLD_BLOCK = "old_block"
    DISCIPLINE = "discipline"
    PUBLIC_SERVICE = "public_service"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Place:
    """``after``: index of the paragraph the section follows, -1 before all; ``heading``: of what it belongs to."""

    after: int
    heading: int | None
    kind: PlaceKind


def find_place(paragraphs: Sequence[DraftParagraph]) -> Place | None:
    """The place by the draft's own words, or None: then a person chooses."""
    eligible = [each for each in _where_results_stand(paragraphs) if each.level is not None and not each.in_table]
    kinds = (
        (PlaceKind.DISCIPLINE, _heads_discipline),
        (PlaceKind.DISCIPLINE, _tells_of_discipline),
        (PlaceKind.PUBLIC_SERVICE, _heads_public_service),
    )
    for kind, fits in kinds:
        found = next((each for each in eligible if fits(each)), None)
        if found is not None:
            return Place(_end_of(paragraphs, found), found.index, kind)
    return None


def model_for(paragraphs: Sequence[DraftParagraph], after: int) -> int | None:
    """The index of the body paragraph that new ones behind ``after`` should look like; None in a draft without any.

    Under a bullet on discipline they are its own text; elsewhere they are bullets among bullets, of the highest level,
    so that they do not read as part of the last one.
    """
    near = list(_body_above(paragraphs, after))
    bullets = [each for each in near if each.is_bullet]
    if not bullets:
        return near[0].index if near else _nearest_body(paragraphs, after)
    highest = min(each.level or 0 for each in bullets)
    governing = next(each for each in bullets if each.level == highest)
    if not (_heads_discipline(governing) or _tells_of_discipline(governing)):
        return governing.index
    return next((each.index for each in near if not each.is_bullet and each.index > governing.index), governing.index)


def _where_results_stand(paragraphs: Sequence[DraftParagraph]) -> Iterator[DraftParagraph]:
    """Without what comes next, what fell short, the receivers and the annexes."""
    above: list[tuple[int, bool]] = []  # level of each heading above, and whether results stand under it
    for each in paragraphs:
        if is_annex(each) or _RECEIVERS.match(fold(each.text[:BEGINNING])):
            return
        if each.level is not None and not each.in_table:
            above = [(level, fits) for level, fits in above if level < each.level]
            if all(fits for _, fits in above):
                yield each
            above.append((each.level, not _is_elsewhere(_whole_title(paragraphs, each))))


def _is_elsewhere(title: str) -> bool:
    return not _LOOKS_BACK.match(title) and bool(_NOT_THERE.search(title))


def _whole_title(paragraphs: Sequence[DraftParagraph], heading: DraftParagraph) -> str:
    """The folded lead of a heading, with the lines in capitals that go on with it."""
    words = [_lead(heading)]
    for each in paragraphs[heading.index + 1 :]:
        if each.text and (each.level is not None or each.in_table or not is_capitals(each.text)):
            break
        words.append(fold(each.text))
    return " ".join(filter(None, words))


def _lead(paragraph: DraftParagraph) -> str:
    """What a paragraph begins with, folded: up to its colon, and no longer than a heading."""
    return " ".join(_words_to_colon(paragraph)[:LEAD])


def _is_titled(paragraph: DraftParagraph) -> bool:
    """Whether it is a heading, or begins with one before a colon, and is not a sentence."""
    return len(_words_to_colon(paragraph)) <= LEAD


def _words_to_colon(paragraph: DraftParagraph) -> list[str]:
    return fold(title_of(paragraph.text[:BEGINNING])).partition(":")[0].split()


def _is_on_discipline(paragraph: DraftParagraph) -> bool:
    lead = _lead(paragraph)
    found = _SUBJECT.search(lead)
    return found is not None and _BEFORE.fullmatch(lead[: found.start()]) is not None


def _heads_discipline(paragraph: DraftParagraph) -> bool:
    return _is_titled(paragraph) and _is_on_discipline(paragraph)


def _tells_of_discipline(paragraph: DraftParagraph) -> bool:
    """A numbered or bulleted sentence whose subject it is."""
    return bool(_SPEAKS_OF.match(_lead(paragraph))) and _is_on_discipline(paragraph)


def _heads_public_service(paragraph: DraftParagraph) -> bool:
    return _is_titled(paragraph) and bool(_PUBLIC_SERVICE.match(_lead(paragraph)))


def _end_of(paragraphs: Sequence[DraftParagraph], heading: DraftParagraph) -> int:
    """The last written paragraph that belongs to a heading or a bullet."""
    last = heading.index
    for each in paragraphs[heading.index + 1 :]:
        is_next = each.level is not None and not each.in_table and each.level <= (heading.level or 0)
        if is_next or is_annex(each) or each.listed or _CLOSING.match(fold(each.text[:BEGINNING])):
            break
        if each.text:
            last = each.index
    return last


def _body_above(paragraphs: Sequence[DraftParagraph], after: int) -> Iterator[DraftParagraph]:
    """Body text and bullets upwards from a place to the heading they stand under."""
    for each in reversed(paragraphs[: after + 1]):
        if each.level is not None and not each.is_bullet and not each.in_table:
            return
        if _is_body(each):
            yield each


def _is_body(paragraph: DraftParagraph) -> bool:
    written = bool(paragraph.text) and not (paragraph.in_table or paragraph.listed) and not is_capitals(paragraph.text)
    return written and (paragraph.level is None or paragraph.is_bullet)


def _nearest_body(paragraphs: Sequence[DraftParagraph], after: int) -> int | None:
    """Under a heading with nothing below it: text above, else text that follows, else any bullet."""
    around = [*reversed(paragraphs[: after + 1]), *paragraphs[after + 1 :]]
    body = [each for each in around if _is_body(each) and len(each.text.split()) >= LEAST_BODY]
    plain = [each for each in body if not each.is_bullet]
    return next((each.index for each in (*plain, *body)), None)
