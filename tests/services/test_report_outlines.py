"""The outline in force, the office's own, and the whole report made from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.adapters.word import render
from app.domain.errors import DomainError
from app.domain.terms import Audience, EventKind, PeriodKind
from app.models import Assignment, AuditEntry, Report, ReportOutline, Snapshot, Task
from app.services import report_outlines, reports
from app.services.discipline import section_of
from app.services.outline_view import InForce
from app.services.report_skeleton import next_tasks, skeleton_document
from app.services.report_view import from_content, to_content
from app.wording.outlines import COMMUNE, DOTS, MARKERS, PROVINCE, shipped
from tests.papers import read_paper
from tests.services.report_cases import give, happens, make_directive, make_task, quarter_story

OWN = "Kết quả cải cách hành chính\nI. Kết quả\n" + "\n".join(MARKERS.values())


@pytest.fixture
def view(session, cast, clock) -> Any:
    quarter_story(cast)
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)
    snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    return reports.readable_view(session, snapshot=snapshot)


def in_force(session, cast, year: int = 2023) -> InForce:
    return report_outlines.in_force(session, office_id=cast.office.id, year=year)


def save(session, cast, clock, content: str, *, year: int = 2023, seen: str | None = None) -> None:
    seal = in_force(session, cast, year).seal if seen is None else seen
    report_outlines.save(session, actor=cast.chief, clock=clock, year=year, content=content, seen=seal)


def skeleton(view, content: str, audience: Audience = Audience.INTERNAL):
    section = section_of(view, audience=audience)
    return skeleton_document(view, report_outlines.read(content), section, names_units=audience is Audience.INTERNAL)


@pytest.mark.parametrize("content", [text for level in (PROVINCE, COMMUNE) for _, text in level])
def test_each_shipped_outline_can_be_read(content):
    assert len(report_outlines.read(content).lines) > 10


def test_the_level_follows_the_office_s_name():
    assert shipped("UBND tỉnh Ví Dụ", 2023) == PROVINCE[-1][1]
    assert shipped("UBND xã Ví Dụ", 2023) == shipped("Sở Ví Dụ", 2023) == COMMUNE[-1][1]


def test_an_office_s_own_outline_is_in_force_from_its_year_until_the_next(session, cast, clock):
    assert in_force(session, cast).since is None
    save(session, cast, clock, OWN, year=2023)
    save(session, cast, clock, OWN.replace("I. Kết quả", "I. Kết quả chung"), year=2025)
    assert [in_force(session, cast, year).since for year in (2022, 2023, 2024, 2025, 2026)] == [
        None, 2023, 2023, 2025, 2025,
    ]  # fmt: skip


def test_saving_again_keeps_one_of_a_year_and_nothing_is_written_where_nothing_changed(session, cast, clock):
    save(session, cast, clock, OWN)
    save(session, cast, clock, OWN.replace("\n", " \r\n") + "\n\n")
    save(session, cast, clock, OWN.replace("I. Kết quả", "I. Khác"))
    assert len(session.scalars(select(ReportOutline)).all()) == 1
    acts = session.scalars(select(AuditEntry).where(AuditEntry.action == "report_outline.changed")).all()
    assert [(each.subject, each.payload) for each in acts] == [("report_outline:2023", {})] * 2


def test_what_another_has_changed_since_is_not_overwritten(session, cast, clock):
    seen = in_force(session, cast).seal
    save(session, cast, clock, OWN)
    with pytest.raises(DomainError) as refused:
        save(session, cast, clock, OWN.replace("I. Kết quả", "I. Khác"), seen=seen)
    assert refused.value.code == "stale"


@pytest.mark.parametrize("earlier", [None, 2020])
def test_the_shipped_outline_comes_back_also_where_an_earlier_year_has_another(session, cast, clock, earlier):
    if earlier:
        save(session, cast, clock, OWN, year=earlier)
    save(session, cast, clock, OWN.replace("I. Kết quả", "I. Khác"))
    report_outlines.restore(session, actor=cast.chief, clock=clock, year=2023)
    assert in_force(session, cast).content == shipped(cast.office.name, 2023)
    assert in_force(session, cast).since == (2023 if earlier else None)
    assert in_force(session, cast, 2022).since == earlier


@pytest.mark.parametrize("act", ["save", "restore"])
def test_a_unit_changes_no_outline(session, cast, clock, act):
    actor = cast.actor("noi_vu_head")
    changed = {"content": OWN, "seen": in_force(session, cast).seal} if act == "save" else {}
    with pytest.raises(DomainError) as refused:
        getattr(report_outlines, act)(session, actor=actor, clock=clock, year=2023, **changed)
    assert refused.value.code == "permission.denied"


def test_an_outline_without_its_places_is_not_kept(session, cast, clock):
    with pytest.raises(DomainError) as refused:
        save(session, cast, clock, "Kết quả\nI. Một\n")
    assert refused.value.code == "report_outline.no_marker"
    assert not session.scalars(select(ReportOutline)).all()


def test_the_section_stands_at_its_place_and_empty_headings_have_a_line_to_fill(session, cast, view):
    document = skeleton(view, in_force(session, cast).content)
    texts = [block.text for block in document.blocks]
    place = texts.index("b) Kỷ luật, kỷ cương hành chính")
    section = section_of(view, audience=Audience.INTERNAL)
    assert texts[place + 1 : place + 1 + len(section.paragraphs)] == list(section.paragraphs)
    assert texts[place + 1 + len(section.paragraphs)] == "5. Tài chính công"
    assert texts[:3] == ["I. CHỈ ĐẠO, ĐIỀU HÀNH", "1. Văn bản, kế hoạch đã ban hành; phân công thực hiện", DOTS]
    assert texts[-1] == f"{DOTS}./."
    assert document.annexes == section.annexes


@pytest.fixture
def tasks_ahead(cast) -> None:
    """Beside the story: one task of two units due on the first day of the next period, and one due after its last."""
    directive = make_directive(cast, "20/TB-UBND")
    shared = make_task(cast, directive, "Báo cáo kết quả rà soát chợ.")
    give(cast, shared, "tu_phap", date(2023, 9, 15))
    give(cast, shared, "noi_vu", date(2023, 9, 15))
    give(cast, make_task(cast, directive, "Tổng kết năm."), "noi_vu", date(2023, 12, 14))
    give(cast, make_task(cast, directive, "Kế hoạch năm sau."), "noi_vu", date(2023, 12, 15))


def test_the_tasks_are_those_that_fall_due_in_the_next_period_by_unit(tasks_ahead, view):
    """What was reported and waits is not among them."""
    assert next_tasks(view, names_units=True) == [
        "Tập trung hoàn thành 02 lượt giao quá hạn.",
        "Hoàn thành đúng thời hạn 04 nhiệm vụ đến hạn trong kỳ tới (từ ngày 15/9/2023 đến ngày 14/12/2023):",
        "Phòng Nội vụ chủ trì:",
        "- Báo cáo kết quả rà soát chợ (thời hạn 15/9/2023).",
        "- Rà soát, niêm yết công khai bảng phân công trực tiếp công dân (thời hạn 30/9/2023).",
        "- Tổng kết năm (thời hạn 14/12/2023).",
        "Phòng Tư pháp chủ trì:",
        "- Báo cáo kết quả rà soát chợ (thời hạn 15/9/2023).",
    ]


def test_to_a_superior_they_stand_by_day_each_once_and_without_units(tasks_ahead, view):
    assert next_tasks(view, names_units=False)[1:] == [
        "Hoàn thành đúng thời hạn 03 nhiệm vụ đến hạn trong kỳ tới (từ ngày 15/9/2023 đến ngày 14/12/2023):",
        "- Báo cáo kết quả rà soát chợ (thời hạn 15/9/2023).",
        "- Rà soát, niêm yết công khai bảng phân công trực tiếp công dân (thời hạn 30/9/2023).",
        "- Tổng kết năm (thời hạn 14/12/2023).",
    ]


def words(session, cast, view) -> list[str]:
    outline = report_outlines.of_report(session, office_id=cast.office.id, view=view)
    return [block.text for block in skeleton(view, outline.content).blocks]


def test_a_frozen_report_keeps_its_outline_and_its_tasks(tasks_ahead, session, cast, clock, clock_at, view):
    """Whatever is changed, done, given or granted afterwards; a later freezing has it."""
    report = session.scalars(select(Report)).one()
    before, content = words(session, cast, view), view.outline.content
    save(session, cast, clock, OWN)
    ended = session.scalars(select(Assignment).join(Task).where(Task.text == "Tổng kết năm.")).one()
    happens(cast, ended, EventKind.SUBMITTED, date(2023, 9, 13), recorded_on=date(2023, 9, 18))
    give(cast, make_task(cast, make_directive(cast, "30/TB-UBND"), "Việc giao thêm."), "noi_vu", date(2023, 10, 2))
    session.flush()
    frozen = session.scalars(select(Snapshot)).one()
    again = reports.readable_view(session, snapshot=frozen)
    assert (again.outline.content, words(session, cast, again)) == (content, before)
    now = reports.freeze(session, actor=cast.chief, clock=clock_at(date(2023, 9, 20)), report=report)
    after = words(session, cast, reports.readable_view(session, snapshot=now))
    assert after[0] == "I. KẾT QUẢ"
    assert "- Việc giao thêm (thời hạn 02/10/2023)." in after
    assert "- Tổng kết năm (thời hạn 14/12/2023)." not in after
    assert "- Tổng kết năm (thời hạn 14/12/2023)." in before


def test_what_was_frozen_before_outlines_were_takes_that_of_the_day(session, cast, clock, view):
    older = to_content(view)
    del older["outline"]
    assert from_content(to_content(view)) == view
    save(session, cast, clock, OWN)
    assert words(session, cast, from_content(older))[0] == "I. KẾT QUẢ"
    assert words(session, cast, view)[0] == "I. CHỈ ĐẠO, ĐIỀU HÀNH"


def test_where_nothing_is_due_the_report_says_so(session, cast, clock):
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.MONTH, year=2023, month=8)
    snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    assert next_tasks(reports.load_view(snapshot), names_units=True) == [
        "Trong kỳ tới (từ ngày 15/8/2023 đến ngày 14/9/2023) chưa có nhiệm vụ đã giao nào đến hạn."
    ]


def test_a_superior_reads_the_name_of_no_unit(tasks_ahead, view):
    document = skeleton(view, OWN, Audience.SUPERIOR)
    texts = " ".join(block.text for block in document.blocks)
    assert [unit.name for unit in view.units if unit.name in texts] == []
    assert document.annexes == ()
    assert [unit.name for unit in view.units if unit.name in str(skeleton(view, OWN).blocks)]


def test_the_document_is_that_of_a_report_to_a_superior_and_opens(session, cast, view):
    content = render(skeleton(view, in_force(session, cast).content))
    assert content == render(skeleton(view, in_force(session, cast).content))
    texts = [paragraph.text for paragraph in read_paper(content).paragraphs]
    assert texts.index("BÁO CÁO") + 1 == texts.index("Kết quả công tác cải cách hành chính")
    assert "Quý III năm 2023" in texts
    assert any(text.startswith("Kính gửi:") for text in texts)
    assert any("Danh mục nhiệm vụ quá hạn".upper() in text for text in texts)
