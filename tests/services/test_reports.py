"""Reports: figures now, figures frozen, and what stays as it was."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.errors import DomainError
from app.domain.figures import Lead, figures
from app.domain.history import UNCOUNTED
from app.domain.terms import Audience, DueReason, EventKind, PeriodKind, ReturnKind
from app.models import Assignment, AuditEntry, Event, Report
from app.services import reports
from app.services.current_figures import Need
from app.services.discipline import discipline_document, discipline_docx, section_of
from app.services.recording import domain_due_date, domain_event
from app.services.report_leads import gather_leads
from app.services.report_view import from_content, seal, to_content
from tests.cast import Cast
from tests.conftest import count_queries
from tests.services.report_cases import (
    done,
    give,
    happens,
    make_directive,
    make_task,
    quarter_story,
    set_due,
    tamper,
    view_now,
)


@pytest.fixture
def story(cast: Cast) -> dict[str, Assignment]:
    return quarter_story(cast)


@pytest.fixture
def report(session: Session, cast: Cast, clock: FixedClock) -> Report:
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


def text_of(content: bytes) -> list[str]:
    """Every paragraph and cell of a document, in order, with plain spaces."""
    document = docx.Document(io.BytesIO(content))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    return [part.replace("\u00a0", " ") for part in parts]


def tables_of(content: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(content)).tables
    ]


def test_each_class_of_the_quarter_is_counted_and_the_rest_stands_apart(session, cast, clock, story, report):
    view = view_now(session, cast, clock, report)
    counts = view.counts
    assert (counts.a, counts.b, counts.c, counts.d, counts.waiting) == (1, 1, 2, 2, 1)
    assert (counts.carried_over, counts.new, view.tasks) == (1, 5, 5)
    assert (view.undated, view.not_rated) == (1, 1)
    assert (view.outside.total, view.outside.d) == (1, 1)


def test_the_gathered_leads_give_what_the_domain_gives_for_the_same_rows(session, cast, clock, story, report):
    by_hand = [
        Lead(
            assignment_id=one.id,
            task_id=one.task_id,
            unit_id=one.unit_id,
            unit_name=one.unit.name,
            under_authority=one.unit.under_authority,
            events=tuple(event for event in map(domain_event, one.events) if event.kind not in UNCOUNTED),
            due_dates=tuple(map(domain_due_date, one.due_dates)),
        )
        for one in sorted(story.values(), key=lambda one: one.id)
    ]
    gathered = list(gather_leads(session, office_id=cast.office.id))
    assert gathered == by_hand
    asked = {"period_from": report.period_from, "cut_off": report.cut_off, "known_at": clock.now()}
    made, view = figures(by_hand, **asked), view_now(session, cast, clock, report)
    assert (made.counts, made.tasks, made.outside) == (view.counts, view.tasks, view.outside)
    assert [unit.counts for unit in made.by_unit] == [unit.counts for unit in view.units]


def test_what_was_closed_before_the_period_is_not_read_and_not_missed(session, cast, clock, story, report):
    directive = make_directive(cast, "1/TB-UBND", date(2023, 4, 3))
    for unit, recorded_on in (("noi_vu", date(2023, 6, 14)), ("xa_ha", date(2023, 6, 15))):
        task = make_task(cast, directive, "Việc của quý trước.")
        old = give(cast, task, unit, date(2023, 5, 30), given_on=date(2023, 4, 3))
        done(cast, old, date(2023, 5, 20), recorded_on=recorded_on)
    asked = {"period_from": report.period_from, "cut_off": report.cut_off, "known_at": clock.now()}
    all_leads = list(gather_leads(session, office_id=cast.office.id))
    some = list(gather_leads(session, office_id=cast.office.id, period_from=report.period_from))
    assert len(some) == len(all_leads) - 1
    assert figures(some, **asked) == figures(all_leads, **asked)


def test_a_row_carries_the_words_of_its_list(session, cast, clock, story, report):
    rows = {row.public_id: row for row in view_now(session, cast, clock, report).rows}
    row = rows[story["d"].public_id]
    assert (row.counted.unit_name, row.coordinating) == ("Phòng Kinh tế", ("Phòng Tư pháp",))
    assert (row.clause, row.directive_number, row.directive_issued_on) == ("2.1", "12/TB-UBND", date(2023, 8, 1))
    assert (row.phrase, row.note) == ("trước ngày 04/09/2023", "Đang chờ báo giá in bảng.")
    assert row.counted.days_overdue == 10
    assert rows[story["d2"].public_id].directive_number is None


ACKNOWLEDGED = (EventKind.ACKNOWLEDGED, 2, {})
PROGRESS = (EventKind.PROGRESS, 5, {"note": "Đang chờ báo giá."})
REPORTED = (EventKind.SUBMITTED, 11, {})
REPORTED_WITH_NOTE = (EventKind.SUBMITTED, 11, {"note": "Đã niêm yết."})
SIGNING = (EventKind.SENT_FOR_SIGNATURE, 11, {"note": "Dự thảo đã trình."})
RETURNED = (EventKind.RETURNED, 12, {"note": "Văn phòng chưa nhận biên bản.", "return_kind": ReturnKind.MISSING_PAPERS})
REFUSED = (EventKind.RETURNED, 12, {"note": "Biểu chưa khớp.", "return_kind": ReturnKind.NOT_GOOD_ENOUGH})
WAITS = "Đã báo cáo hoàn thành ngày 11/9/2023, chờ xác nhận"
CAME_BACK = "Trả lại ngày 12/9/2023: thiếu hồ sơ"


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([], "Đơn vị chưa báo cáo"),
        ([ACKNOWLEDGED], "Đã tiếp nhận, chưa báo cáo tiến độ"),
        ([PROGRESS], "Đang chờ báo giá."),
        ([ACKNOWLEDGED, PROGRESS], "Đang chờ báo giá."),
        ([REPORTED], WAITS),
        ([REPORTED_WITH_NOTE], f"{WAITS}. Đơn vị báo cáo: Đã niêm yết."),
        ([PROGRESS, SIGNING, RETURNED], f"{CAME_BACK}. Đơn vị báo cáo: Dự thảo đã trình."),
        ([PROGRESS, REPORTED], f"{WAITS}. Đơn vị báo cáo: Đang chờ báo giá."),
        ([REPORTED, RETURNED], CAME_BACK),
        ([REPORTED, REFUSED], "Trả lại ngày 12/9/2023: chưa đạt yêu cầu"),
        ([PROGRESS, REPORTED, RETURNED], f"{CAME_BACK}. Đơn vị báo cáo: Đang chờ báo giá."),
        (
            [REPORTED, RETURNED, (EventKind.PROGRESS, 13, {"note": "Đang lập biên bản."})],
            f"{CAME_BACK}. Đơn vị báo cáo: Đang lập biên bản.",
        ),
        (
            [REPORTED, RETURNED, (EventKind.SUBMITTED, 14, {})],
            "Đã báo cáo hoàn thành ngày 14/9/2023, chờ xác nhận",
        ),
        # After the cut-off, or recorded after the figures were taken: not yet so.
        ([(EventKind.PROGRESS, 15, {"note": "Về sau."})], "Đơn vị chưa báo cáo"),
        ([REPORTED, (EventKind.RETURNED, 15, {"return_kind": ReturnKind.MISSING_PAPERS})], WAITS),
        ([(EventKind.SUBMITTED, 11, {"recorded_on": date(2023, 9, 17)})], "Đơn vị chưa báo cáo"),
        (
            [REPORTED, (EventKind.ACCEPTED, 11, {"note": "Văn phòng đồng ý.", "recorded_on": date(2023, 9, 17)})],
            WAITS,
        ),
    ],
)
def test_the_list_of_the_overdue_says_what_is_true_of_each(session, cast, clock, report, events, said):
    clock.instant += timedelta(days=2)
    late = give(cast, make_task(cast, make_directive(cast), "Niêm yết bảng giá."), "noi_vu", date(2023, 9, 4))
    for kind, on, more in events:
        happens(cast, late, kind, date(2023, 9, on), **more)
    view = reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report))
    (annex,) = discipline_document(view, audience=Audience.INTERNAL).annexes
    (row,) = annex.table.rows
    column = [column.title for column in annex.table.columns].index("Tình trạng, nguyên nhân")
    assert row[column].replace("\u00a0", " ") == said


def test_what_is_said_after_the_cut_off_is_not_in_the_list(session, cast, clock, story, report):
    clock.instant += timedelta(days=5)
    happens(cast, story["d"], EventKind.PROGRESS, date(2023, 9, 18), note="Đã có báo giá.")
    row = next(row for row in view_now(session, cast, clock, report).rows if row.public_id == story["d"].public_id)
    assert row.note == "Đang chờ báo giá in bảng."


def test_figures_frozen_before_an_acceptance_stay_while_the_figures_now_change(session, cast, clock, story, report):
    frozen = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    before, sealed = reports.load_view(frozen), frozen.sha256
    clock.instant += timedelta(days=3)
    done(cast, story["d"], date(2023, 9, 3), recorded_on=clock.today())
    session.flush()
    session.expire_all()

    view, now = reports.load_view(frozen), view_now(session, cast, clock, report)
    assert (view, frozen.sha256) == (before, sealed)
    assert (view.counts.a, view.counts.d) == (1, 2)
    assert (now.counts.a, now.counts.d) == (2, 1)
    (difference,) = reports.differences(session, frozen=view, now=now)
    assert difference.then is not None
    assert difference.now is not None
    assert difference.then.public_id == difference.now.public_id == story["d"].public_id
    assert (difference.then.counted.figure_class, difference.now.counted.figure_class) == ("d", "a")
    assert [(why.what, why.effective_on) for why in difference.why] == [
        (EventKind.SUBMITTED, date(2023, 9, 3)),
        (EventKind.ACCEPTED, date(2023, 9, 3)),
    ]


def test_a_corrected_deadline_and_a_late_entry_are_named_as_reasons(session, cast, clock, story, report):
    view = reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report))
    clock.instant += timedelta(days=1)
    corrected = {"reason": DueReason.DATA_CORRECTION, "on": date(2023, 8, 1), "recorded_on": clock.today()}
    set_due(cast, story["d"], date(2023, 10, 4), **corrected)
    late = give(cast, make_task(cast, make_directive(cast, "13/TB-UBND"), "Nhập bổ sung."), "xa_ha", date(2023, 9, 2))
    for row in [*late.events, *late.due_dates]:
        row.recorded_at = clock.now()
    session.flush()
    found = reports.differences(session, frozen=view, now=view_now(session, cast, clock, report))
    assert [[why.what for why in one.why] for one in found] == [[DueReason.DATA_CORRECTION], [EventKind.GIVEN]]
    assert found[1].then is None


def test_a_year_later_with_other_names_the_document_is_the_same_byte_for_byte(session, cast, clock, story, report):
    frozen = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    before = {who: discipline_docx(reports.load_view(frozen), audience=who) for who in Audience}
    clock.instant += timedelta(days=365)
    cast.units["kinh_te"].name = "Phòng Kinh tế, Hạ tầng và Đô thị"
    cast.office.name = "UBND xã Thử Nghiệm"
    story["d2"].task.directive.number = "99/TB-UBND"
    story["d"].task.text = "Đã sửa."
    done(cast, story["d"], date(2023, 9, 3), recorded_on=clock.today())
    session.flush()
    session.expire_all()
    assert {who: discipline_docx(reports.load_view(frozen), audience=who) for who in Audience} == before


def test_the_document_says_the_numbers_of_the_frozen_figures(session, cast, clock, story, report):
    view = reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report))
    content = discipline_docx(view, audience=Audience.INTERNAL)
    text = "\n".join(text_of(content))
    assert (
        "Tính đến ngày 14/9/2023, Ủy ban nhân dân huyện Thử Nghiệm có 05 nhiệm vụ có thời hạn giao các cơ quan, "
        "đơn vị, tương ứng 06 lượt giao chủ trì (kỳ trước chuyển sang 01, giao mới 05); đã hoàn thành 02 lượt giao "
        "(đúng hạn 01, quá hạn 01); chưa hoàn thành 04 lượt giao (trong hạn 02, quá hạn 02)."
    ) in text
    tables = [
        [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(content)).tables
    ]
    by_unit = next(table for table in tables if table[0][1] == "Cơ quan, đơn vị")
    assert by_unit[-1] == ["", "Tổng cộng", "06", "01", "01", "02", "02"]
    assert [row[1:] for row in by_unit[1:-1]] == [
        ["Phòng Nội vụ", "02", "01", "0", "01", "0"],
        ["Phòng Tư pháp", "01", "0", "01", "0", "0"],
        ["Phòng Kinh tế", "03", "0", "0", "01", "02"],
    ]
    overdue = next(table for table in tables if table[0][-1] == "Ghi chú")
    assert [(row[1], row[6]) for row in overdue[1:]] == [("Phòng Kinh tế", "20"), ("Phòng Kinh tế", "10")]
    late = next(table for table in tables if table[0][-2] == "Ngày hoàn thành")
    assert [row[1] for row in late[1:]] == ["Phòng Tư pháp"]
    assert (len(overdue) - 1, len(late) - 1) == (view.counts.d, view.counts.b)


def test_a_superior_reads_totals_and_no_unit_and_nobody_reads_a_persons_name(session, cast, clock, story, report):
    view = reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report))
    documents = {who: "\n".join(text_of(discipline_docx(view, audience=who))) for who in Audience}
    superior = documents[Audience.SUPERIOR]
    assert "Kính gửi: Ủy ban nhân dân tỉnh Hồng Lam." in superior
    assert "- Như trên;" in superior
    assert "Kính gửi" not in documents[Audience.INTERNAL]
    assert not [unit.name for unit in cast.units.values() if unit.name in superior]
    for text in documents.values():
        assert "Số:          /BC-UBND" in text
        assert "Thử Nghiệm, ngày      tháng      năm 2023" in text
        assert not [user.name for user in cast.users.values() if user.name in text]


def test_to_a_superior_units_are_named_only_if_that_was_chosen_and_never_with_the_lists(
    session, cast, clock, story, report
):
    view = view_now(session, cast, clock, report)
    chosen = section_of(view, audience=Audience.SUPERIOR, names_units=True)
    named, reasons = [text for text in chosen.paragraphs if "Phòng Kinh tế" in text]
    assert reasons == "Nguyên nhân theo báo cáo của đơn vị: Phòng Kinh tế: “Đang chờ báo giá in bảng”."
    assert named.endswith("Các cơ quan, đơn vị còn nhiệm vụ quá hạn: Phòng Kinh tế (02\u00a0nhiệm vụ).")
    assert chosen.annexes == ()
    silent = section_of(view, audience=Audience.SUPERIOR)
    assert not [unit.name for unit in view.units if unit.name in "".join(silent.paragraphs)]
    internal = section_of(view, audience=Audience.INTERNAL)
    assert section_of(view, audience=Audience.INTERNAL, names_units=True) == internal


def test_a_period_without_anything_still_makes_a_document(session, cast, clock, report):
    view = reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report))
    document = discipline_document(view, audience=Audience.INTERNAL)
    text = "\n".join(text_of(discipline_docx(view, audience=Audience.INTERNAL)))
    assert document.annexes == ()
    assert "không có nhiệm vụ có thời hạn" in text
    assert "Trong kỳ không có nhiệm vụ quá hạn." in text
    assert "%" not in text


@pytest.mark.parametrize("change", ["counts", "row", "instant", "policy"])
def test_a_changed_snapshot_is_refused(session, cast, clock, story, report, change):
    frozen = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    content = frozen.content
    changes: dict[str, dict[str, Any]] = {
        "counts": {"content": {**content, "counts": {**content["counts"], "d": 0, "a": 3}}},
        "row": {"content": {**content, "rows": content["rows"][1:]}},
        "instant": {"known_at": frozen.known_at + timedelta(hours=1)},
        "policy": {"policy_version": frozen.policy_version + 1},
    }
    tamper(session, frozen, **changes[change])
    with pytest.raises(DomainError, match=r"report\.snapshot_changed"):
        reports.load_view(frozen)


def test_what_is_stored_comes_back_as_it_was(session, cast, clock, story, report):
    view = view_now(session, cast, clock, report)
    assert from_content(to_content(view)) == view
    assert seal(to_content(view)) == seal(to_content(from_content(to_content(view))))


def test_a_cut_off_that_has_not_come_cannot_be_frozen(session, cast, clock, story):
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2023)
    with pytest.raises(DomainError, match=r"report\.cut_off_in_future"):
        reports.freeze(session, actor=cast.chief, clock=clock, report=report)


def test_while_a_period_runs_its_figures_are_counted_to_today(session, cast, clock, story):
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2023)
    view = view_now(session, cast, clock, report)
    assert view.cut_off == clock.today()
    assert view.counts.c == 2, "what falls due after today is not late"


def test_a_period_that_has_not_begun_has_no_figures(session, cast, clock):
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2024)
    assert reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock) is None


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"kind": PeriodKind.FREE, "period_from": date(2023, 9, 2), "cut_off": date(2023, 9, 1)}, "period.reversed"),
        ({"kind": PeriodKind.FREE, "period_from": date(2023, 9, 2)}, "report.dates_missing"),
        ({"kind": PeriodKind.YEAR}, "report.dates_missing"),
        ({"kind": PeriodKind.QUARTER, "year": 2023, "quarter": 5}, "period.no_such_quarter"),
        ({"kind": PeriodKind.QUARTER, "year": 2023, "quarter": 3}, "report.exists"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(session, cast, clock, report, asked, code):
    with pytest.raises(DomainError) as refused:
        reports.make_report(session, actor=cast.chief, clock=clock, **asked)
    assert refused.value.code == code


def test_a_regular_period_has_the_days_of_the_decree(report):
    assert (report.period_from, report.cut_off) == (date(2023, 6, 15), date(2023, 9, 14))


def test_only_those_who_may_make_and_freeze(session, cast, clock, report):
    for somebody in (cast.leader, cast.clerk, cast.admin, cast.head("noi_vu")):
        with pytest.raises(DomainError, match=r"permission\.denied"):
            reports.make_report(session, actor=somebody, clock=clock, kind=PeriodKind.YEAR, year=2023)
    for somebody in (cast.staff, cast.leader, cast.head("noi_vu")):
        with pytest.raises(DomainError, match=r"permission\.denied"):
            reports.freeze(session, actor=somebody, clock=clock, report=report)
    for somebody in (cast.head("noi_vu"), cast.admin):
        with pytest.raises(DomainError, match=r"permission\.denied"):
            reports.find_report(session, actor=somebody, public_id=report.public_id)
    assert reports.find_report(session, actor=cast.leader, public_id=report.public_id) is report


def test_making_and_freezing_stand_in_the_log(session, cast, clock, story, report):
    frozen = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    session.flush()
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries][-2:] == ["report.made", "report.frozen"]
    assert entries[-1].payload == {"snapshot": frozen.public_id, "sha256": frozen.sha256}


def test_a_report_keeps_all_its_snapshots_and_the_list_names_them(session, cast, clock, story, report):
    for _ in range(2):
        reports.freeze(session, actor=cast.chief, clock=clock, report=report)
        clock.instant += timedelta(hours=1)
    (listed,) = reports.list_reports(session, actor=cast.leader)
    assert [one.recorder for one in listed.snapshots] == ["Chánh Văn phòng Vinh"] * 2
    assert listed.snapshots == reports.snapshots_of(session, report=report)


@pytest.mark.parametrize(
    ("needed", "most"), [(Need.NOTHING, 11), (Need.NOTES, 15), (Need.MEASURES, 19), (Need.ALL, 23)]
)
def test_figures_take_the_same_few_queries_for_few_and_for_many(session, cast, clock, story, report, needed, most):
    asked_for = {"office_id": cast.office.id, "report": report, "clock": clock, "needed": needed}

    def asked() -> int:
        session.expire_all()
        with count_queries(session.get_bind().engine) as seen:
            reports.current_figures(session, **asked_for)
        return len(seen)

    asked()
    few = asked()
    directive = make_directive(cast, "14/TB-UBND")
    for n in range(30):
        give(cast, make_task(cast, directive, f"Việc {n}."), "xa_ha", date(2023, 9, 10))
    assert asked() == few <= most


def test_an_event_recorded_after_the_instant_is_not_known(session, cast, clock, story, report):
    event = session.scalars(select(Event).where(Event.assignment_id == story["b"].id).order_by(Event.id.desc())).first()
    assert event is not None
    event.recorded_at = clock.now() + timedelta(minutes=1)
    session.flush()
    view = view_now(session, cast, clock, report)
    assert (view.counts.b, view.counts.d) == (0, 3)
