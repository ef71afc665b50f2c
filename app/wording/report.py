"""The sentences of the discipline section: pure functions over the counts, after the skeletons of DOMAIN.md §8.2.

They name units and numbers, never a person, and no percentage without its numerator, denominator and formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.calendar import local_day
from app.domain.figures import Counts, Rate, Row
from app.domain.terms import Audience, PeriodKind, ReturnKind, State
from app.wording import measures
from app.wording.documents import numbered
from app.wording.formats import day, instant, number, percent
from app.wording.terms import word

SECTION_NAME = ("Tình hình thực hiện nhiệm vụ được giao;", "chấp hành kỷ luật, kỷ cương hành chính")
_COMMITTEE = "Ủy ban nhân dân"
RESULTS_HEADING = "I. TÌNH HÌNH THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO"
DISCIPLINE_HEADING = "II. CHẤP HÀNH KỶ LUẬT, KỶ CƯƠNG HÀNH CHÍNH TRONG THỰC HIỆN NHIỆM VỤ"
BY_UNIT = "Kết quả thực hiện theo cơ quan, đơn vị chủ trì (tính theo lượt giao):"
OVERDUE_LIST = "Danh mục nhiệm vụ quá hạn, chưa hoàn thành"
LATE_LIST = "Danh mục nhiệm vụ hoàn thành quá hạn"
IN_ALL = "Tổng cộng"
UNIT_HEADS = (
    "TT",
    "Cơ quan, đơn vị",
    "Tổng số",
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Chưa hoàn thành, trong hạn",
    "Chưa hoàn thành, quá hạn",
)
_LIST_HEADS = (
    "TT",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Nội dung nhiệm vụ",
    "Văn bản giao (số, ngày)",
    "Thời hạn",
)
OVERDUE_HEADS = (*_LIST_HEADS, "Số ngày quá hạn", "Tình trạng, nguyên nhân", "Ghi chú")
LATE_HEADS = (*_LIST_HEADS, "Ngày hoàn thành", "Số ngày quá hạn")
# The columns of words; the others hold numbers and days.
WORD_HEADS = frozenset(
    {
        "Cơ quan, đơn vị",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Nội dung nhiệm vụ",
        "Văn bản giao (số, ngày)",
        "Tình trạng, nguyên nhân",
        "Ghi chú",
    }
)
RECEIVERS_INTERNAL = ("Lãnh đạo Ủy ban nhân dân;", "Các cơ quan, đơn vị có liên quan;", "Lưu: VT, VP.")
RECEIVERS_SUPERIOR = ("Như trên;", "Lưu: VT, VP.")
TABLE_BY_UNIT = "Bảng kết quả thực hiện theo cơ quan, đơn vị"
# What an address calls the two readers.
AUDIENCES = {Audience.INTERNAL: "noi-bo", Audience.SUPERIOR: "gui-cap-tren"}
NAME_UNITS = "Nêu tên đơn vị"
# The sheets of the whole report, and the heads of its figures.
FIGURES_TAB, UNITS_TAB = "Số liệu chung", "Theo đơn vị"
MEASURE, NUMBER, RATE = "Chỉ tiêu (lượt giao chủ trì)", "Số lượng", "Tỷ lệ"
MADE = "Đã lập kỳ báo cáo."
FROZEN = "Đã chốt số liệu."
NO_RATE = "không có số liệu để tính"
QUARTERS = ("I", "II", "III", "IV")
PERIODS_LONGER, PERIODS_OF_MONTHS, PERIOD_OF_DATES = "Quý, 6 tháng, 9 tháng, năm", "Tháng", "Khoảng ngày tự chọn"
NO_SOURCE = "Chưa ghi nguồn giao"


def count(value: int) -> str:
    """0, 05, 42, 1.204: counts below ten carry a leading zero, nought stands alone."""
    return f"{value:02d}" if 0 < value < 10 else number(value)


def official_day(value: date) -> str:
    """05/02/2023 but 14/9/2023: in documents days below ten and the months 1 and 2 carry a zero (NĐ 30/2020)."""
    return f"{value.day:02d}/{month_number(value.month)}/{value.year}"


def month_number(month: int) -> str:
    """02 but 9: of the months only 1 and 2 carry a zero in a document."""
    return f"{month:02d}" if month < 3 else str(month)


def official_instant(value: datetime) -> str:
    """08:05 ngày 15/9/2023"""
    return f"{instant(value).partition(' ')[0]} ngày {official_day(local_day(value))}"


def period_name(kind: PeriodKind, year: int | None, quarter: int | None, period_from: date, cut_off: date) -> str:
    """Tháng 9 năm 2023; Quý III năm 2023; 6 tháng đầu năm 2023; 9 tháng năm 2023; Năm 2023;
    Từ ngày 01/8/2023 đến ngày 31/10/2023"""
    if kind is PeriodKind.MONTH:
        return f"Tháng {month_number(cut_off.month)} năm {year}"
    if kind is PeriodKind.QUARTER:
        return f"Quý {QUARTERS[(quarter or 1) - 1]} năm {year}"
    if kind is PeriodKind.FREE:
        return f"Từ ngày {official_day(period_from)} đến ngày {official_day(cut_off)}"
    words = {
        PeriodKind.SIX_MONTHS: "6 tháng đầu năm",
        PeriodKind.SECOND_HALF: "6 tháng cuối năm",
        PeriodKind.NINE_MONTHS: "9 tháng năm",
        PeriodKind.YEAR: "Năm",
    }
    return f"{words[kind]} {year}"


def overlapping(periods: Sequence[str]) -> str:
    """That other reports count some of the same days; nothing if there is none."""
    if not periods:
        return ""
    return (
        f"Kỳ này có ngày trùng với kỳ đã lập: {'; '.join(periods)}. Mỗi kỳ được tính riêng; không cộng số liệu của các "
        "kỳ trùng nhau."
    )


def about(period: str) -> tuple[str, str]:
    """The subject of the document in two lines: the section's name, and the period as inside a sentence."""
    return SECTION_NAME[0], f"{SECTION_NAME[1]} {inside_sentence(period)}"


def inside_sentence(period: str) -> str:
    """A period's name as it stands in a sentence; of quarters the numeral keeps the capital."""
    return period if period.startswith("Quý") else period[0].lower() + period[1:]


def period_dates(kind: PeriodKind, period_from: date, cut_off: date) -> str:
    """từ ngày 15/06/2023 đến ngày 14/09/2023; nothing for free dates, which are the period's name already"""
    return "" if kind is PeriodKind.FREE else f"từ ngày {day(period_from)} đến ngày {day(cut_off)}"


def population(tasks: int, assignments: int) -> str:
    """29 nhiệm vụ, 59 lượt giao chủ trì"""
    return f"{count(tasks)} nhiệm vụ, {count(assignments)} lượt giao chủ trì"


def rate_with_sources(rate: Rate | None) -> str:
    """86,4 % (14.068/16.274): never a bare percentage."""
    if rate is None:
        return NO_RATE
    return f"{percent(rate.percent())} ({number(rate.numerator)}/{number(rate.denominator)})"


def total_sentence(counts: Counts, tasks: int, *, who: str, cut_off: date) -> str:
    """How many there were and where they stand. ``tasks`` is how many tasks the lead assignments belong to."""
    opening = f"Tính đến ngày {official_day(cut_off)}, {who}"
    if not counts.total:
        return f"{opening} không có nhiệm vụ có thời hạn giao các cơ quan, đơn vị trong kỳ."
    noun = noun_for(counts, tasks)
    subject = f"{count(tasks)} nhiệm vụ có thời hạn giao các cơ quan, đơn vị"
    if noun != "nhiệm vụ":
        subject += f", tương ứng {count(counts.total)} lượt giao chủ trì"
    return (
        f"{opening} có {subject} (kỳ trước chuyển sang {count(counts.carried_over)}, giao mới {count(counts.new)}); "
        f"đã hoàn thành {count(counts.done)} {noun} (đúng hạn {count(counts.a)}, quá hạn {count(counts.b)}); "
        f"chưa hoàn thành {count(counts.open)} {noun} (trong hạn {count(counts.c)}, quá hạn {count(counts.d)})."
    )


def noun_for(counts: Counts, tasks: int) -> str:
    """What the counts count: where a task went to several units, each of its lead assignments is one."""
    return "nhiệm vụ" if tasks == counts.total else "lượt giao"


def waiting_sentence(counts: Counts, noun: str) -> str:
    """Nothing if none waits: what was reported in time is not the unit's delay while it waits."""
    if not counts.waiting:
        return ""
    return (
        f"Trong số chưa hoàn thành, trong hạn có {count(counts.waiting)} {noun} đã báo cáo hoàn thành đúng hạn, "
        "đang chờ xác nhận."
    )


def rates_sentence(counts: Counts) -> str:
    on_time, completed = counts.on_time(), counts.completed()
    if on_time is None or completed is None:
        return "Tỷ lệ hoàn thành: không có số liệu để tính, vì trong kỳ chưa có nhiệm vụ nào hoàn thành hoặc quá hạn."
    return (
        f"Tỷ lệ hoàn thành đúng hạn là {rate_with_sources(on_time)}; "
        f"tỷ lệ hoàn thành là {rate_with_sources(completed)}."
    )


def overdue_sentence(counts: Counts, noun: str, *, units: int) -> str:
    """How many are overdue and at how many units; totals only, so that it can go to a superior."""
    if counts.d:
        return (
            f"Còn {count(counts.d)} {noun} quá hạn, chưa hoàn thành trên tổng số {count(counts.open)} {noun} đang "
            f"thực hiện, thuộc trách nhiệm chủ trì của {count(units)} cơ quan, đơn vị."
        )
    if counts.b:
        return "Đến thời điểm chốt số liệu không còn nhiệm vụ quá hạn."
    return "Trong kỳ không có nhiệm vụ quá hạn."


def units_sentence(overdue: Sequence[tuple[str, int]], *, annex: str) -> str:
    """Units with what is overdue there, and where the list stands if there is one; nothing if there are none."""
    if not overdue:
        return ""
    units = "; ".join(f"{name} ({count(n)} nhiệm vụ)" for name, n in overdue)
    return f"Các cơ quan, đơn vị còn nhiệm vụ quá hạn: {units}{_enclosed(annex)}."


def _enclosed(annex: str) -> str:
    return f" (chi tiết tại {annex} kèm theo)" if annex else ""


def late_sentence(counts: Counts, noun: str, *, annex: str) -> str:
    """What was done late; ``annex`` is empty where no list goes with it. Nothing if none was."""
    if not counts.b:
        return ""
    return f"Có {count(counts.b)} {noun} đã hoàn thành nhưng sau thời hạn{_enclosed(annex)}."


def undated_sentence(undated: int) -> str:
    if not undated:
        return ""
    return f"Ngoài ra có {count(undated)} nhiệm vụ không quy định thời hạn, không tính vào các số liệu nêu trên."


def not_rated_sentence(not_rated: int) -> str:
    if not not_rated:
        return ""
    return f"Có {count(not_rated)} nhiệm vụ không thuộc diện đánh giá, được thống kê riêng."


def outside_sentence(outside: Counts) -> str:
    """Those who are asked, not ordered: counted apart."""
    if not outside.total:
        return ""
    return (
        f"Đối với các cơ quan không thuộc thẩm quyền quản lý của Ủy ban nhân dân, theo dõi riêng "
        f"{count(outside.total)} nhiệm vụ đề nghị thực hiện: đã hoàn thành {count(outside.done)}, "
        f"chưa hoàn thành {count(outside.open)} (trong đó quá thời hạn đề nghị {count(outside.d)})."
    )


def formula_note(counts: Counts) -> str:
    """Both formulas with the numbers put in; nothing where there is no rate."""
    on_time, completed = counts.on_time(), counts.completed()
    if on_time is None or completed is None:
        return ""
    a, b, d = number(counts.a), number(counts.b), number(counts.d)
    return (
        f"Công thức: tỷ lệ hoàn thành đúng hạn = {on_time.formula} = {a} ÷ ({a} + {b} + {d}); "
        f"tỷ lệ hoàn thành = {completed.formula} = ({a} + {b}) ÷ ({a} + {b} + {d}); "
        "a: hoàn thành đúng hạn; b: hoàn thành quá hạn; d: quá hạn, chưa hoàn thành."
    )


def source_note(*, cut_off: date, known_at: datetime) -> str:
    """Where the figures come from and how they were counted."""
    return (
        f"Nguồn: hệ thống theo dõi nhiệm vụ; số liệu tính đến hết ngày {official_day(cut_off)}, chốt lúc "
        f"{official_instant(known_at)}. {COUNTING_RULE}"
    )


COUNTING_RULE = (
    "Mỗi đơn vị chủ trì một nhiệm vụ tính là một lượt giao; chỉ tính nhiệm vụ có thời hạn, giao đơn vị thuộc thẩm "
    "quyền; hoàn thành trong ngày đến hạn là đúng hạn."
)


def agency_lines(name: str) -> tuple[str, ...]:
    """For a letterhead, broken where an office breaks it: "Ủy ban nhân dân" and below it the place."""
    full = agency_words(name)
    return (_COMMITTEE, full[len(_COMMITTEE) :].strip()) if is_committee(name) else (full,)


def is_committee(name: str) -> bool:
    return agency_words(name).startswith(f"{_COMMITTEE} ")


def agency_words(name: str) -> str:
    """The full name: "UBND xã Ví Dụ" is "Ủy ban nhân dân xã Ví Dụ"."""
    return f"{_COMMITTEE}{name[4:]}" if name.startswith("UBND ") else name


def number_line(name: str) -> str:
    """The number is left for the văn thư, who gives it after signing."""
    symbol = "UBND" if is_committee(name) else "          "
    return f"Số:          /BC-{symbol}"


def date_line(place: str, known_at: datetime) -> str:
    """Day and month are left blank: they are those of the signing."""
    return f"{place or '…………'}, ngày      tháng      năm {local_day(known_at).year}"


def signed_as(name: str) -> tuple[str, ...]:
    """The authority that signs; whoever signs in its place changes the second line."""
    return (f"TM. {_COMMITTEE}", "Chủ tịch") if is_committee(name) else ("Thủ trưởng cơ quan",)


def directive_words(kind: str, directive_number: str | None, issued_on: date | None) -> str:
    """Thông báo số 12/TB-UBND ngày 13/9/2023; a notice still without its number says "chờ số"."""
    dated = f" ngày {official_day(issued_on)}" if issued_on else ""
    return f"{numbered(kind, directive_number)}{dated}".strip()


# The slices of app.services.report_slices, as headings of the lists behind the numbers.
SLICES: dict[str, str] = {
    "tong": "Nhiệm vụ có thời hạn (N)",
    "hoan-thanh": "Đã hoàn thành (H)",
    "chua-hoan-thanh": "Chưa hoàn thành (C)",
    "a": "Hoàn thành đúng hạn (a)",
    "b": "Hoàn thành quá hạn (b)",
    "c": "Chưa hoàn thành, trong hạn (c)",
    "d": "Chưa hoàn thành, quá hạn (d)",
    "cho-xac-nhan": "Trong hạn, chờ xác nhận",
    "chuyen-sang": "Kỳ trước chuyển sang",
    "giao-moi": "Giao mới trong kỳ",
    "khong-thoi-han": "Không quy định thời hạn",
    "khong-danh-gia": "Không thuộc diện đánh giá",
    "ngoai": "Đơn vị ngoài thẩm quyền, được đề nghị thực hiện",
    "ngoai-hoan-thanh": "Đơn vị ngoài thẩm quyền: đã hoàn thành",
    "ngoai-chua-hoan-thanh": "Đơn vị ngoài thẩm quyền: chưa hoàn thành",
    "ngoai-qua-han": "Đơn vị ngoài thẩm quyền: quá thời hạn đề nghị",
    **measures.SLICES,
}


def superior(parent_name: str) -> str:
    """Whom the report is addressed to; a dotted line where the office's superior is not known."""
    return f"{agency_words(parent_name)}." if parent_name else "……………………………………"


def attached_to(office_name: str) -> str:
    """Number and day are left for the văn thư."""
    return f"(Kèm theo Báo cáo số          /BC-UBND ngày      tháng      năm           của {agency_words(office_name)})"


def counted_to(cut_off: date) -> str:
    return f"Số liệu tính đến hết ngày {official_day(cut_off)}"


# What is said of an overdue one where the unit has written nothing.
_UNSAID = {
    State.OPEN: "Đơn vị chưa báo cáo",
    State.ACKNOWLEDGED: "Đã tiếp nhận, chưa báo cáo tiến độ",
    State.IN_PROGRESS: "Đang thực hiện",
}


def status(
    *, state: State, reported_on: date | None, returned_on: date | None, return_kind: ReturnKind | None, note: str
) -> str:
    """Trả lại ngày 12/9/2023: thiếu hồ sơ. Đơn vị báo cáo: đang chờ báo giá.

    ``note`` is the unit's own; without one a unit is said to be silent only if it has given no sign at all.
    """
    if reported_on:
        decided = f"Đã báo cáo hoàn thành ngày {official_day(reported_on)}, chờ xác nhận"
    elif returned_on and return_kind:
        decided = f"Trả lại ngày {official_day(returned_on)}: {word(return_kind).lower()}"
    else:
        return note or _UNSAID.get(state) or word(state)
    return f"{decided}. Đơn vị báo cáo: {note}" if note else decided


def remarks(row: Row) -> str:
    return "Kỳ trước chuyển sang" if row.carried_over else ""


def with_clause(directive: str, clause: str) -> str:
    """Thông báo số 12/TB-UBND ngày 13/9/2023, mục 3.1"""
    return f"{directive}, mục {clause}" if clause else directive


def due_words(due_on: date | None, changes: int) -> str:
    """30/10/2023 (đã điều chỉnh 01 lần)"""
    if due_on is None:
        return ""
    return official_day(due_on) + (f" (đã điều chỉnh {count(changes)} lần)" if changes else "")
