"""A row of a report as a list tells it: what it counts as, since when, how late, and why it counts differently now."""

from __future__ import annotations

from datetime import date

from app.domain.figures import Row
from app.domain.terms import DueReason, EventKind, FigureClass, Standing
from app.wording.formats import day
from app.wording.report import count
from app.wording.terms import word

_SHAPES = {
    FigureClass.DONE_ON_TIME: Standing.DONE_ON_TIME,
    FigureClass.DONE_LATE: Standing.DONE_LATE,
    FigureClass.OPEN_IN_TIME: Standing.IN_TIME,
    FigureClass.OPEN_OVERDUE: Standing.OVERDUE,
    FigureClass.UNDATED: Standing.UNDATED,
    FigureClass.NOT_RATED: Standing.CANCELLED,
}


def shape(row: Row) -> Standing:
    """The standing whose shape and colour a counted row bears."""
    usual = Standing.WAITING if _waits_in_time(row) else _SHAPES[row.figure_class]
    return Standing.OBJECTIVE if row.objective else usual


def _waits_in_time(row: Row) -> bool:
    return row.waiting and row.figure_class is FigureClass.OPEN_IN_TIME


def standing_words(row: Row) -> str:
    """Hoàn thành đúng hạn; one that waits for a decision and is not late says that, an excused one says why."""
    if row.objective:
        return f"{word(row.figure_class)}: lý do khách quan"
    return "Trong hạn, chờ xác nhận" if _waits_in_time(row) else word(row.figure_class)


def counted_as(row: Row | None, other: Row | None) -> str:
    """Hoàn thành đúng hạn, ngày 25/10/2023, thời hạn 30/10/2023: the last where the other side has another deadline.
    A row that is not counted says so."""
    if row is None:
        return "Không trong số liệu của kỳ"
    done = f", ngày {day(row.completed_on)}" if row.completed_on else ""
    moved = other is not None and other.due_on != row.due_on
    due = f", thời hạn {day(row.due_on) or 'không có'}" if moved else ""
    return f"{standing_words(row)}{done}{due}"


def late_record(what: EventKind | DueReason, effective_on: date) -> str:
    """Xác nhận hoàn thành cho ngày 25/10/2023; Dừng thực hiện, ngày 13/09/2023; of a deadline why it was changed."""
    if isinstance(what, DueReason):
        return f"Thời hạn: {word(what)}"
    return f"{word(what)}{' cho' if what is EventKind.ACCEPTED else ','} ngày {day(effective_on)}"


def days_words(row: Row) -> str:
    """ngày 25/10/2023; quá 12 ngày; đã báo cáo, chờ xác nhận; and what was late before the deadline was moved on"""
    done = f"ngày {day(row.completed_on)}" if row.completed_on else ""
    late = f"quá {count(row.days_overdue)} ngày" if row.days_overdue else ""
    waits = "đã báo cáo, chờ xác nhận" if row.waiting and row.figure_class is FigureClass.OPEN_OVERDUE else ""
    before = f"đã quá {count(row.late_before)} ngày trước khi đổi thời hạn" if row.late_before else ""
    return "; ".join(filter(None, (done, late, waits, before)))
