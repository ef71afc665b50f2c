"""The words beside a report's figures: how late, how often extended, how well units told of their work, and who was
late again. They name units and numbers, never a person, and never call lateness a violation."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.figures import Rate
from app.domain.measures import DaysLate
from app.wording.formats import day, instant, number, percent

# Slices of app.services.report_slices, as headings of the lists behind the numbers.
SLICES: dict[str, str] = {
    "gia-han": "Đã được gia hạn",
    "gia-han-hon-mot-lan": "Được gia hạn hơn một lần",
    "gia-han-nhieu-lan": "Được gia hạn nhiều lần (từ lần thứ ba)",
    "can-cap-nhat": "Thuộc diện cập nhật tiến độ (m)",
    "da-cap-nhat": "Đã cập nhật tiến độ (u)",
    "chua-cap-nhat": "Chưa cập nhật tiến độ",
    "tu-xac-nhan": "Văn phòng tự xác nhận hoàn thành",
    "cham": "Quá hạn hoặc hoàn thành quá hạn",
}
HEADING = "Mức độ chậm, gia hạn và cập nhật tiến độ"
LATE_AGAIN = "Đơn vị chậm ở cả kỳ này và kỳ trước"
BY_MONTH = "Theo tháng đến hạn"
HOW_BY_MONTH = "Tháng của thời hạn đang áp dụng, không phải tháng giao hay tháng hoàn thành"
BY_DIRECTIVE = "Theo văn bản giao"
HOW_BY_DIRECTIVE = "Văn bản có nhiều nhiệm vụ quá hạn nhất xếp trước"
HOW_EXTENDED = "Số lần gia hạn tính từ khi giao đến thời điểm chốt số liệu, trên các lượt giao thuộc diện đánh giá."
NONE_LATE = "Không có"
DIRECTIVES_SHOWN = 30


def days_late(late: DaysLate | None) -> str:
    """trung vị 12 ngày (8,5 ngày làm việc), lâu nhất 40 ngày (28 ngày làm việc)"""
    if late is None:
        return NONE_LATE
    calendar, working = late.calendar, late.working
    return (
        f"trung vị {_half(calendar.median)} ngày ({_half(working.median)} ngày làm việc), "
        f"lâu nhất {number(calendar.worst)} ngày ({number(working.worst)} ngày làm việc)"
    )


def _half(value: float) -> str:
    """12; 12,5"""
    whole = number(int(value))
    return whole if value == int(value) else f"{whole},5"


def update_rate(rate: Rate | None) -> str:
    """77,8 % = 7 ÷ 9"""
    if rate is None:
        return "không có số liệu để tính"
    return f"{percent(rate.percent())} = {number(rate.numerator)} ÷ {number(rate.denominator)}"


def how_updated(days: int, cut_off: date) -> str:
    """The formula of the update rate; the letters are those of ``domain.updating``."""
    return (
        f"Tỷ lệ cập nhật = u ÷ m. m: lượt giao chủ trì đơn vị đang thực hiện, đã nhận từ {number(days)} ngày trở lên "
        f"tính đến ngày {day(cut_off)}, không kể việc thường xuyên, theo kỳ báo cáo, đã báo cáo chờ xác nhận hoặc có "
        f"lý do khách quan; u: trong đó đơn vị có cập nhật trong {number(days)} ngày cuối kỳ."
    )


def late_again_period(first: date, last: date, *, frozen_at: datetime | None, is_empty: bool) -> str:
    """Which period was compared with, and whose numbers stand for it."""
    whose = f", theo số liệu đã chốt lúc {instant(frozen_at)}" if frozen_at else ""
    nothing = "; hệ thống không có nhiệm vụ nào trong kỳ đó" if is_empty else ""
    return (
        f"Kỳ trước: từ ngày {day(first)} đến ngày {day(last)}{whose}{nothing}. Đơn vị đã sáp nhập tính cho đơn vị tiếp "
        "nhận; đơn vị chia tách thành nhiều đơn vị không tính cho đơn vị mới."
    )


def month_name(month: str) -> str:
    """Tháng 9/2023, of 2023-09; nothing for what is no month"""
    year, _, of_year = month.partition("-")
    return f"Tháng {int(of_year)}/{year}" if of_year.isascii() and of_year.isdigit() else ""


def more_directives(hidden: int) -> str:
    return f"Còn {number(hidden)} văn bản khác có ít nhiệm vụ quá hạn hơn, xem trong danh sách nhiệm vụ."
