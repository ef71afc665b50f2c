"""What a report quotes of units and says of facts; and what no sentence of it ever says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from app.domain.terms import Audience, FactKind
from app.services.discipline import discipline_document
from app.services.discipline_sentences import Slot, sentences
from app.services.report_view import FactView, from_content, to_content
from app.wording.report_facts import facts_sentences
from app.wording.report_reasons import MOST, reasons_sentence
from app.wording.report_texts import SLOTS
from tests.services.report_views import view_of

BY_UNITS = "Nguyên nhân theo báo cáo của đơn vị: "


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ([], ""),
        ([("Phòng A", ""), ("Phòng B", "  ")], ""),
        ([("Phòng A", "Chờ báo giá.")], f"{BY_UNITS}Phòng A: “Chờ báo giá”."),
        ([("Phòng A", "Chờ báo giá."), ("Phòng A", "Chờ báo giá")], f"{BY_UNITS}Phòng A: “Chờ báo giá”."),
        ([("A", "Chờ tỉnh"), ("B", 'Đã "trình"\nlại')], f"{BY_UNITS}A: “Chờ tỉnh”; B: “Đã 'trình' lại”."),
    ],
)
def test_reasons_are_quoted_as_the_words_of_the_unit(reasons, said):
    assert reasons_sentence(reasons, annex="Phụ lục") == said


def test_of_many_reasons_the_first_are_quoted_and_the_rest_stand_in_the_list():
    reasons = [("Phòng A", f"lý do {n}") for n in range(MOST + 1)]
    said = reasons_sentence(reasons, annex="Phụ lục I")
    assert said.count("“") == MOST
    assert said.endswith("; các nguyên nhân khác nêu tại Phụ lục I kèm theo.")
    assert reasons_sentence(reasons, annex="").endswith("; và các nguyên nhân khác.")
    assert len(reasons_sentence([("A", "dài " * 200)], annex="")) < 300


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ([("A", "")], "Nguyên nhân của 02 nhiệm vụ do đơn vị báo cáo lưu trong hệ thống."),
        ([("A", "Chờ tỉnh")], f"{BY_UNITS}A: “Chờ tỉnh”; nguyên nhân của 02 nhiệm vụ khác lưu trong hệ thống."),
    ],
)
def test_of_reasons_that_cannot_be_quoted_their_number_is_said(reasons, said):
    assert reasons_sentence(reasons, annex="Phụ lục", left_out=2) == said


LETTER = FactView(kind=FactKind.LETTERS, amount=1, document="Công văn số 1/UBND", document_on=date(2023, 2, 5))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ([], []),
        ([replace(LETTER, amount=0)], []),
        ([LETTER], ["Văn phòng đã ban hành 01 văn bản đôn đốc (Công văn số 1/UBND ngày 05/02/2023)."]),
        (
            [LETTER, replace(LETTER, amount=3, document="Công văn số 2/UBND", document_on=None)],
            ["Văn phòng đã ban hành 04 văn bản đôn đốc (Công văn số 1/UBND ngày 05/02/2023; Công văn số 2/UBND)."],
        ),
        (
            [replace(LETTER, kind=FactKind.INSPECTIONS, amount=12)],
            ["Đã tổ chức 12 cuộc kiểm tra (Công văn số 1/UBND ngày 05/02/2023)."],
        ),
    ],
)
def test_facts_have_their_number_and_document_and_nought_is_not_said(facts, said):
    assert facts_sentences(facts) == said


# Being late is no offence, and no report of ours finds one.
FORBIDDEN = re.compile(
    r"vi phạm|sai phạm|lỗi|yếu kém|thiếu trách nhiệm|phê bình|kiểm điểm|né tránh|đùn đẩy|chây ì", re.I
)
VIEWS = {
    "nothing": view_of(overdue=0, units=0),
    "overdue": view_of(overdue=7, late=2),
    "all late": view_of(overdue=0, late=12),
    "facts": replace(view_of(overdue=1), facts=tuple(replace(LETTER, kind=kind) for kind in FactKind)),
    "outside": replace(view_of(overdue=1), outside=view_of(overdue=3, late=1).counts),
    "waiting": replace(view_of(overdue=1), counts=replace(view_of(overdue=1).counts, c=2, waiting=1, new=3)),
}


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("audience", Audience)
def test_no_sentence_calls_lateness_a_violation(name, audience):
    document = discipline_document(VIEWS[name], audience=audience, names_units=True)
    text = " ".join(getattr(block, "text", "") for block in document.blocks)
    assert not FORBIDDEN.search(text)
    assert "quá hạn" in text


def test_every_place_of_a_sentence_is_reached_and_has_a_name():
    reached = {slot for view in VIEWS.values() for slot in sentences(view, audience=Audience.INTERNAL)}
    assert reached == set(Slot)
    assert set(SLOTS) == {slot.value for slot in Slot}


def test_that_nothing_is_overdue_is_a_sentence_of_its_own():
    said = sentences(VIEWS["nothing"], audience=Audience.INTERNAL)
    assert said[Slot.OVERDUE].written == "Trong kỳ không có nhiệm vụ quá hạn."


def test_what_was_frozen_before_facts_and_texts_were_kept_is_still_read():
    content = to_content(VIEWS["overdue"])
    older = {key: value for key, value in content.items() if key not in ("facts", "texts")}
    assert from_content(older) == VIEWS["overdue"]
    assert from_content(to_content(VIEWS["facts"])) == VIEWS["facts"]
