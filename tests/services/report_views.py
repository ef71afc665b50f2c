"""Views of reports made without a database, of any length."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from app.domain.figures import Counts, Row
from app.domain.terms import FigureClass, PeriodKind, State
from app.services.report_view import Progress, ReportView, RowView, UnitView

CUT_OFF = date(2023, 9, 14)
TEXT = "Rà soát, cập nhật tiến độ giải phóng mặt bằng dự án đường liên xã, báo cáo kết quả về Ủy ban nhân dân xã"


def view_of(*, overdue: int, late: int = 0, units: int = 4, note: str = "đang chờ báo giá") -> ReportView:
    """Rows dealt out to the units in turn; each overdue one has the note."""
    rows = (
        *(_row(n, units, note, done=False) for n in range(overdue)),
        *(_row(n, units, "", done=True) for n in range(late)),
    )
    counts = _counts(late, overdue)
    return ReportView(
        office_name="UBND xã Ví Dụ",
        parent_name="UBND tỉnh Ví Dụ",
        place="Ví Dụ",
        kind=PeriodKind.QUARTER,
        year=2023,
        quarter=3,
        period_from=date(2023, 6, 15),
        cut_off=CUT_OFF,
        known_at=datetime(2023, 9, 15, 1, 5, tzinfo=UTC),
        policy_version=1,
        counts=counts,
        tasks=counts.total,
        outside=_counts(0, 0),
        undated=2,
        not_rated=1,
        units=tuple(_unit(n, rows) for n in range(units)),
        rows=rows,
    )


def _counts(late: int, overdue: int) -> Counts:
    return Counts(a=0, b=late, c=0, d=overdue, waiting=0, carried_over=0, new=late + overdue)


def _unit(n: int, rows: tuple[RowView, ...]) -> UnitView:
    own = [row.counted.figure_class for row in rows if row.counted.unit_id == n]
    overdue, late = own.count(FigureClass.OPEN_OVERDUE), own.count(FigureClass.DONE_LATE)
    return UnitView(public_id=f"u{n}", name=_name(n), position=n, counts=_counts(late, overdue))


def _name(n: int) -> str:
    return f"Phòng Kinh tế, Hạ tầng và Đô thị số {n + 1}"


def _row(n: int, units: int, note: str, *, done: bool) -> RowView:
    due_on = CUT_OFF - timedelta(days=n % 90 + 1)
    counted = Row(
        assignment_id=n + (10_000 if done else 0),
        task_id=n + (10_000 if done else 0),
        unit_id=n % units,
        unit_name=_name(n % units),
        under_authority=True,
        given_on=due_on - timedelta(days=30),
        due_on=due_on,
        due_changes=n % 3,
        figure_class=FigureClass.DONE_LATE if done else FigureClass.OPEN_OVERDUE,
        completed_on=CUT_OFF if done else None,
        days_overdue=(CUT_OFF - due_on).days,
        waiting=False,
        carried_over=False,
    )
    return RowView(
        counted=counted,
        public_id=f"a{n}",
        unit_public_id=f"u{n % units}",
        clause="3.1",
        text=f"{TEXT} ({n})",
        phrase="",
        coordinating=("Phòng Văn hóa - Xã hội",),
        note=note,
        progress=None if done else Progress(state=State.IN_PROGRESS),
        directive_public_id="d1",
        directive_kind="Thông báo",
        directive_number="194/TB-UBND",
        directive_issued_on=date(2023, 6, 20),
    )
