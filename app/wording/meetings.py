"""Words of the giao ban: the days of a series, the table of what is owed, what is said after the meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from app.domain.numerals import roman
from app.domain.terms import EventKind, MeetingDecision, MeetingState
from app.wording.formats import WEEKDAYS, day, day_with_weekday, long_day, two_digits
from app.wording.mail import moment_words, part_of
from app.wording.report import count, is_committee, official_day
from app.wording.report import date_line as blank_date_line
from app.wording.terms import word

TABLE_HEADS = (
    "TT",
    "Nội dung nhiệm vụ",
    "Văn bản giao (số, ngày)",
    "Thời hạn",
    "Tình trạng",
    "Đơn vị báo cáo",
    "Ý kiến chỉ đạo mới",
    "Thời hạn mới",
)
NO_DEADLINE = "Không quy định thời hạn"
ONLY_OVERDUE = "Chỉ việc quá hạn"
WITHOUT_UNDATED = "Bỏ việc không quy định thời hạn"
DRAFTED = "Đã lập dự thảo Thông báo kết luận, chờ số."
NOT_ENTERED = "Chưa ghi ý kiến"
NOTHING_SAID = "Đơn vị chưa báo cáo"
OUTSIDE = "ngoài thẩm quyền, theo dõi riêng"

ERRORS: dict[str, str] = {
    "series.chair": "Chủ trì phải là lãnh đạo hoặc Chánh Văn phòng đang giữ vai trò. Đề nghị chọn lại, hoặc ghi họ tên "
    "và chức vụ.",
    "series.no_name": "Cần nhập tên chuỗi họp.",
    "series.reversed": "Ngày kết thúc ở trước ngày bắt đầu. Đề nghị nhập lại hai ngày.",
    "series.weekdays": "Cần chọn ít nhất một ngày họp trong tuần.",
    "meeting.cancelled": "Cuộc họp này đã ghi là không họp. Đề nghị mở danh sách để xem ngày họp khác.",
    "meeting.day_off": "Ngày {day:%d/%m/%Y} là ngày nghỉ; ngày làm việc tiếp theo là {next:%d/%m/%Y}. Nếu vẫn họp, đề "
    "nghị đánh dấu “Họp cả khi là ngày nghỉ”.",
    "meeting.date_before": "Thời hạn mới không được ở trước ngày họp {held_on:%d/%m/%Y}. Đề nghị nhập lại ngày.",
    "meeting.date_unused": "Đã ghi thời hạn mới nhưng chọn “{kind}”. Đề nghị chọn “Thời hạn mới”, hoặc bỏ ngày.",
    "meeting.decided_already": "Cuộc họp này đã có ý kiến về nhiệm vụ. Nếu ghi thêm ý kiến khác, đề nghị đánh dấu “Ghi "
    "thêm ý kiến”.",
    "meeting.limited": "Nhiệm vụ hạn chế xem không ghi ý kiến ở bảng chung. Đề nghị ghi ở trang của nhiệm vụ.",
    "meeting.no_choice": "Đã nhập nội dung nhưng chưa chọn loại ý kiến. Đề nghị chọn, hoặc xóa nội dung.",
    "meeting.no_date": "Cần nhập thời hạn mới.",
    "meeting.no_notice": "Cuộc họp chưa có dự thảo thông báo kết luận. Đề nghị lập dự thảo trước.",
    "meeting.not_yet": "Cuộc họp ngày {day:%d/%m/%Y} chưa đến nên chưa ghi được ý kiến.",
    "meeting.nothing": "Chưa có ý kiến hoặc nhiệm vụ mới nào để ghi.",
    "meeting.notice_empty": "Cuộc họp chưa có ý kiến hoặc nhiệm vụ mới nào để lập thông báo.",
    "meeting.notice_numbered": "Thông báo của cuộc họp đã có số {number} nên không bổ sung được.",
    "meeting.numbered": "Cuộc họp đã có Thông báo số {number}. Ý kiến ghi thêm sẽ không có trong thông báo ấy. Nếu vẫn "
    "ghi, đề nghị đánh dấu xác nhận.",
    "meeting.numbered_duties": "Cuộc họp đã có Thông báo số {number} nên không giao mới theo thông báo ấy được. Đề "
    "nghị giao bằng văn bản khác hoặc giao việc nhanh.",
    "duty.no_text": "Cần nhập nội dung nhiệm vụ giao mới.",
    "duty.no_unit": "Cần chọn đơn vị thực hiện nhiệm vụ giao mới.",
    "meeting.held": "Cuộc họp đã có ý kiến được ghi nên không đổi ngày hoặc bỏ được.",
    "meeting.past": "Ngày họp không được ở trước ngày hôm nay. Đề nghị nhập lại ngày.",
    "meeting.taken": "Ngày {day:%d/%m/%Y} chuỗi này đã có cuộc họp. Đề nghị chọn ngày khác.",
}


def moved_to(to: date) -> str:
    return f"Chuyển sang {long_day(to)}"


def moved_from(day_off: date) -> str:
    """As in: chuyển từ Thứ Hai, ngày 04/09/2023 là ngày nghỉ."""
    return f"chuyển từ {long_day(day_off)} là ngày nghỉ"


def weekday_choices() -> list[tuple[str, str]]:
    return [(str(n), name) for n, name in enumerate(WEEKDAYS)]


def rhythm(weekdays: Iterable[int], starts_at: time | None) -> str:
    """As in: Thứ Hai, Thứ Năm hằng tuần, 07 giờ 30."""
    days = ", ".join(WEEKDAYS[each] for each in sorted(weekdays))
    return f"{days} hằng tuần" + (f", {hour(starts_at)}" if starts_at else "")


def hour(at: time) -> str:
    return f"{at:%H} giờ {at:%M}"


def when(held_on: date, starts_at: time | None) -> str:
    """As in: Thứ Hai, 18/09/2023, 07 giờ 30."""
    return day_with_weekday(held_on) + (f", {hour(starts_at)}" if starts_at else "")


def state(of: MeetingState, *, opinions: int, is_over: bool) -> str:
    """As in: Đã họp, 05 ý kiến; a meeting that is over and of which nothing was entered says so."""
    if of is MeetingState.PLANNED and is_over:
        return NOT_ENTERED
    return word(of) + (f", {two_digits(opinions)} ý kiến" if opinions else "")


def table_title(name: str) -> str:
    return f"Nhiệm vụ chưa hoàn thành báo cáo {name[:1].lower()}{name[1:]}"


def held(held_on: date) -> str:
    """As in: Họp ngày 18/9/2023."""
    return f"Họp ngày {official_day(held_on)}"


def updated_to(at: datetime) -> str:
    """As in: Cập nhật đến 08 giờ 00 ngày 14/09/2023."""
    return f"Cập nhật đến {moment_words(at)}"


def totals(overdue: int, dated: int) -> str:
    """As in: Quá hạn 02/07 lượt giao chủ trì có thời hạn, chưa hoàn thành."""
    return f"Quá hạn {part_of(overdue, dated)} lượt giao chủ trì có thời hạn, chưa hoàn thành"


def outside_totals(overdue: int, dated: int) -> str:
    return f"các cơ quan ngoài thẩm quyền theo dõi riêng: quá thời hạn đề nghị {part_of(overdue, dated)}"


def all_totals(overdue: int, dated: int, outside_overdue: int, outside_dated: int) -> str:
    """n/N of those under the authority, and apart from it of the others."""
    outside = f"; {outside_totals(outside_overdue, outside_dated)}" if outside_dated else ""
    return f"{totals(overdue, dated)}{outside}."


def left_out(count_of: int) -> str:
    """The table is shown to the whole room, so that what only some may see is not in it."""
    return (
        f"{count(count_of)} nhiệm vụ hạn chế xem không nêu trong bảng và không tính vào các số trên; ghi ý kiến ở "
        "trang của nhiệm vụ."
    )


def unit_head(name: str, overdue: int, dated: int, rows: int, *, under_authority: bool) -> str:
    """As in: Phòng Nội vụ: 05 việc, quá hạn 02/04."""
    late = f", quá hạn {part_of(overdue, dated)}" if dated else ""
    apart = "" if under_authority else f" ({OUTSIDE})"
    return f"{name}{apart}: {count(rows)} việc{late}"


def due_words(due_on: date | None, *, extended: int = 0, adjusted: int = 0, repeated: int = 0) -> str:
    """As in: 30/10/2023 (gia hạn 02 lần, điều chỉnh 01 lần, nhắc lại lần 01)."""
    notes = (
        f"gia hạn {two_digits(extended)} lần" if extended else "",
        f"điều chỉnh {two_digits(adjusted)} lần" if adjusted else "",
        f"nhắc lại lần {two_digits(repeated)}" if repeated else "",
    )
    told = ", ".join(note for note in notes if note)
    return (day(due_on) or "Không quy định") + (f" ({told})" if told else "")


def said(note: str, lateness_reason: str, on: date) -> str:
    """As in: Đã rà soát xong 05 xã. Lý do chậm: chờ số liệu (12/09/2023)."""
    told = note.rstrip(". ")
    late = f"Lý do chậm: {lateness_reason.rstrip('. ')}" if lateness_reason else ""
    return f"{'. '.join(part for part in (told, late) if part)} ({day(on)})"


NOTICE = "Thông báo"
_DECIDED_AT = "Kết luận tại cuộc họp giao ban ngày"  # a reason that nobody wrote begins so


def decided_at(held_on: date) -> str:
    """Why a deadline was moved, where nobody said more."""
    return f"{_DECIDED_AT} {official_day(held_on)}"


def clause(unit: int, place: int) -> str:
    """As in: II.1."""
    return f"{roman(unit)}.{place}"


def unit_heading(number: int, name: str) -> str:
    return f"{roman(number)}. {name.upper()}"


def chair_words(name: str, title: str) -> str:
    """As in: đồng chí Nguyễn Văn A, Chủ tịch; nobody named is the leaders."""
    return f"đồng chí {name}" + (f", {title}" if title else "") if name else "lãnh đạo Ủy ban nhân dân"


def notice_about(name: str, title: str, series: str, held_on: date) -> tuple[str, str]:
    """The subject in two lines."""
    meeting = series[:1].lower() + series[1:]
    return f"Kết luận của {chair_words(name, title)}", f"tại cuộc họp {meeting} ngày {official_day(held_on)}"


def opening(name: str, title: str, series: str, place: str, held_on: date) -> str:
    where = f", tại {place}" if place else ""
    meeting = series[:1].lower() + series[1:]
    again = f"đồng chí {name}" if name else "lãnh đạo Ủy ban nhân dân"
    return (
        f"Ngày {official_day(held_on)}{where}, {chair_words(name, title)} chủ trì cuộc họp {meeting}. Sau khi nghe báo "
        f"cáo tình hình thực hiện nhiệm vụ và ý kiến của các thành viên dự họp, {again} kết luận như sau:"
    )


def point(
    kind: EventKind,
    *,
    unit: str,
    under_authority: bool,
    text: str,
    source: str,
    due_on: date | None,
    repeats: int,
    note: str,
) -> str:
    """What the notice says of an earlier task. Units outside the authority are asked, never ordered."""
    told = f"nhiệm vụ “{text.rstrip('. ;')}” ({source})"
    deadline = f", thời hạn ngày {official_day(due_on)}" if due_on else ""
    said = f" {note.rstrip('. ')}." if note else ""
    ask = "Yêu cầu" if under_authority else "Đề nghị"
    if kind is EventKind.STOPPED:
        return f"Dừng thực hiện {told}. Lý do: {note.rstrip('. ')}."
    if kind is EventKind.DUE_ADJUSTED:
        new = f"; thời hạn mới: ngày {official_day(due_on)}" if due_on else ""
        return f"{ask} {unit} tiếp tục thực hiện {told}{new}.{'' if note.startswith(_DECIDED_AT) else said}"
    if kind is EventKind.REPEATED:
        return f"{ask} {unit} khẩn trương thực hiện {told}{deadline}; nhắc lại lần {two_digits(max(repeats, 1))}.{said}"
    return f"{ask} {unit} đẩy nhanh tiến độ thực hiện {told}{deadline}.{said}"


def new_point(text: str, named_on: date | None) -> str:
    """A task that is given anew, with its deadline."""
    deadline = f" Thời hạn: ngày {official_day(named_on)}." if named_on else ""
    return f"{text.rstrip('. ;')}.{deadline}"


def closing(name: str) -> str:
    who = f"đồng chí {name}" if name else "lãnh đạo Ủy ban nhân dân"
    return (
        f"Trên đây là kết luận của {who} tại cuộc họp, Văn phòng thông báo để các cơ quan, đơn vị biết, thực hiện và "
        "báo cáo kết quả về Văn phòng để tổng hợp./."
    )


def number_line(name: str, number: str | None) -> str:
    """The number is left for the văn thư, until it is there."""
    if number:
        return f"Số: {number}"
    return f"Số:          /TB-{'UBND' if is_committee(name) else '          '}"


def date_line(place: str, issued_on: date | None, made_at: datetime) -> str:
    """Day and month are left blank until the notice is dated."""
    if issued_on is None:
        return blank_date_line(place, made_at)
    return f"{place or '…………'}, ngày {issued_on:%d} tháng {issued_on:%m} năm {issued_on.year}"


def signed_as(name: str) -> tuple[str, ...]:
    """The head of the secretariat signs by order of the chairman; whoever signs instead changes the lines."""
    return ("TL. Chủ tịch", "Chánh Văn phòng") if is_committee(name) else ("Thủ trưởng cơ quan",)


def entered(opinions: int, duties: int) -> str:
    """As in: Đã ghi 03 ý kiến, giao mới 02 nhiệm vụ."""
    parts = (
        f"ghi {two_digits(opinions)} ý kiến" if opinions else "",
        f"giao mới {two_digits(duties)} nhiệm vụ" if duties else "",
    )
    return f"Đã {', '.join(part for part in parts if part)}."


def opinion(kind: MeetingDecision, named_on: date | None) -> str:
    """As in: Thời hạn mới: Thứ Hai, 30/10/2023."""
    return word(kind) + (f": {day_with_weekday(named_on)}" if named_on else "")


def numbered(number: str) -> str:
    return f"Cuộc họp đã có Thông báo số {number}. Ý kiến ghi thêm sẽ không có trong thông báo ấy."


def call_opening(signature: str, series: str, when_words: str, count_of: int, *, under_authority: bool) -> str:
    """The first sentence of the mail before a meeting."""
    meeting = series[:1].lower() + series[1:]
    whom, what = ("đơn vị", "nhiệm vụ") if under_authority else ("quý cơ quan", "nội dung")
    please = "đề nghị" if under_authority else "kính đề nghị"
    return (
        f"Để chuẩn bị cuộc họp {meeting}, {when_words}, {signature} {please} {whom} cập nhật tình hình thực hiện "
        f"{two_digits(count_of)} {what} chưa hoàn thành dưới đây trước giờ họp:"
    )


def call_closing(*, under_authority: bool) -> str:
    whom = "đơn vị" if under_authority else "quý cơ quan"
    return (
        f"Nội dung {whom} cập nhật được đưa vào bảng giao ban; việc nào chậm, đề nghị nêu lý do và thời gian hoàn "
        "thành."
    )


def call_deadline(deadline: str, days_overdue: int) -> str:
    """As in: Thời hạn: 13/11/2026 (Thứ Sáu), quá 10 ngày."""
    return f"Thời hạn: {deadline}" + (f", quá {two_digits(days_overdue)} ngày" if days_overdue else "")


def said_opening(signature: str, held_on: date, count_of: int, *, under_authority: bool) -> str:
    """The first sentence of the mail after a meeting: what it repeated or urged."""
    whom, what = ("đơn vị", "nhiệm vụ") if under_authority else ("quý cơ quan", "nội dung")
    please = "đề nghị" if under_authority else "kính đề nghị"
    return (
        f"Tại cuộc họp giao ban ngày {day(held_on)}, lãnh đạo có ý kiến về {two_digits(count_of)} {what} dưới đây. "
        f"{signature} {please} {whom} khẩn trương thực hiện:"
    )


def said_item(kind: EventKind, note: str) -> str:
    """As in: Nhắc lại: hoàn thành trong tuần."""
    return word(kind) + (f": {note}" if note else "")
