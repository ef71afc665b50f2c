"""What somebody typed for a report, as sentences; each names the documents that prove it, and never a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from app.domain.terms import FactKind
from app.wording.report import count, official_day

TITLE = "Thông tin do Văn phòng cung cấp"
ADDED = "Đã thêm thông tin."
REMOVED = "Đã bỏ thông tin."
_DISCIPLINED = {FactKind.CADRES: "cán bộ", FactKind.OFFICIALS: "công chức", FactKind.EMPLOYEES: "viên chức"}


class Fact(Protocol):
    """What a fact has, frozen or not."""

    @property
    def kind(self) -> FactKind: ...
    @property
    def amount(self) -> int: ...
    @property
    def document(self) -> str: ...
    @property
    def document_on(self) -> date | None: ...


def facts_sentences(facts: Sequence[Fact]) -> list[str]:
    """A sentence for the letters, the inspections and the persons disciplined; nothing is said of what is nought."""
    some = [fact for fact in facts if fact.amount]
    letters = [fact for fact in some if fact.kind is FactKind.LETTERS]
    inspections = [fact for fact in some if fact.kind is FactKind.INSPECTIONS]
    disciplined = [fact for fact in some if fact.kind in _DISCIPLINED]
    said = (
        (letters, f"Văn phòng đã ban hành {_sum(letters)} văn bản đôn đốc"),
        (inspections, f"Đã tổ chức {_sum(inspections)} cuộc kiểm tra"),
        (disciplined, f"Số người bị xử lý kỷ luật theo quyết định của cấp có thẩm quyền: {_persons(disciplined)}"),
    )
    return [f"{text} ({documents_of(found)})." for found, text in said if found]


def _persons(facts: Sequence[Fact]) -> str:
    """03 cán bộ, 05 công chức"""
    by_kind = {noun: [fact for fact in facts if fact.kind is kind] for kind, noun in _DISCIPLINED.items()}
    return ", ".join(f"{_sum(found)} {noun}" for noun, found in by_kind.items() if found)


def _sum(facts: Sequence[Fact]) -> str:
    return count(sum(fact.amount for fact in facts))


def documents_of(facts: Sequence[Fact]) -> str:
    """Quyết định số 12/QĐ-UBND ngày 05/9/2023; each document once, in the order in which they were typed."""
    return "; ".join(dict.fromkeys(document_words(fact) for fact in facts))


def document_words(fact: Fact) -> str:
    return f"{fact.document} ngày {official_day(fact.document_on)}" if fact.document_on else fact.document


def letters_hint(sent: int) -> str:
    """What the system itself knows of; the person types the number."""
    if not sent:
        return "Trong kỳ, hệ thống chưa ghi nhận công văn đôn đốc nào đã có số."
    return f"Trong kỳ, hệ thống ghi nhận {count(sent)} công văn đôn đốc đã có số."
