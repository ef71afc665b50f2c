"""The words of the công văn đôn đốc (NĐ 30/2020): units and numbers, never a person. Units under the authority are
asked ("đề nghị"), those outside it with more courtesy ("kính đề nghị") and in a paragraph of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.calendar import VIETNAM
from app.wording.report import agency_words, count, is_committee, official_day

SUBJECT = "Đôn đốc thực hiện nhiệm vụ quá hạn"
TITLE = "Công văn đôn đốc"
HEADS = (
    "STT",
    "Nội dung",
    "Văn bản giao (số, ngày)",
    "Thời hạn (đã gia hạn: lần/ngày)",
    "Số ngày quá hạn (ngày làm việc)",
    "Đã đôn đốc",
    "Tình trạng, nguyên nhân",
    "Ghi chú",
)
RECEIVERS = ("Như trên;", "Lãnh đạo Ủy ban nhân dân (để b/c);", "Lưu: VT, VP.")
RECEIVERS_OF_AN_OFFICE = ("Như trên;", "Lưu: VT, VP.")
OVERDUE, DUE_SOON, UNDATED = "Quá hạn, chưa hoàn thành", "Sắp đến hạn", "Không quy định thời hạn"
LISTS = {
    OVERDUE: "Danh mục nhiệm vụ quá hạn, chưa hoàn thành",
    DUE_SOON: "Danh mục nhiệm vụ sắp đến hạn",
    UNDATED: "Danh mục nhiệm vụ chưa hoàn thành",
}
MIXED_LIST = "Danh mục nhiệm vụ quá hạn, sắp đến hạn và chưa hoàn thành"
COORDINATING = "Phối hợp thực hiện"
CAUSE = "Nguyên nhân:"
NO_DEADLINE = "Không quy định"
CHANGED_SINCE = (
    "Số liệu đã thay đổi sau khi mở trang nên chưa lập công văn. Dưới đây là số liệu mới, đề nghị xem lại rồi lập."
)


def moment(at: datetime) -> str:
    """As in: 17 giờ 00 ngày 14/9/2023, in Vietnam's time."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} ngày {official_day(local.date())}"


def updated_to(at: datetime) -> str:
    return f"Số liệu cập nhật đến {moment(at)}"


def number_line(office_name: str) -> str:
    """The number is left for the văn thư, who gives it after signing."""
    return f"Số:          /{_symbol(office_name)}"


def _symbol(office_name: str) -> str:
    return "UBND-VP" if is_committee(office_name) else "          "


def subject_inside(subject: str) -> str:
    """A subject as it goes on behind "V/v", but for what begins with a name or an abbreviation."""
    begins_a_word = len(subject) > 1 and subject[1].islower()
    return subject[:1].lower() + subject[1:] if begins_a_word else subject


def attached_to(office_name: str) -> str:
    """Number and day are left for the văn thư."""
    whose = agency_words(office_name)
    return f"(Kèm theo Công văn số          /{_symbol(office_name)} ngày      tháng      năm           của {whose})"


def receivers(office_name: str) -> tuple[str, ...]:
    return RECEIVERS if is_committee(office_name) else RECEIVERS_OF_AN_OFFICE


def opening(
    office_name: str, at: datetime, units: Sequence[tuple[str, int]], *, where: str, under_authority: bool
) -> str:
    """What is overdue of whom; ``units`` are names with how many each has, ``where`` names their annexes."""
    total = sum(of_unit for _, of_unit in units)
    told = f"(số liệu cập nhật đến {moment(at)})"
    noun, overdue = ("nhiệm vụ", "quá hạn") if under_authority else ("nội dung", "quá thời hạn đề nghị")
    source = f"{agency_words(office_name)} {'giao' if under_authority else 'đề nghị'}"
    begin = f"Qua theo dõi việc thực hiện các {noun} {source} {told},"
    if len(units) == 1:
        return f"{begin} {units[0][0]} còn {count(total)} {noun} {overdue}, chưa hoàn thành (chi tiết tại {where})."
    listed = "; ".join(f"{name} ({count(of_unit)} {noun})" for name, of_unit in units)
    return f"{begin} còn {count(total)} {noun} {overdue}, chưa hoàn thành: {listed} (chi tiết tại {where})."


def besides(due_soon: int, undated: int, *, where: str, stands_alone: bool, under_authority: bool) -> str:
    """What else the letter names; ``stands_alone`` where nothing is overdue. Empty if there is nothing else."""
    noun = "nhiệm vụ" if under_authority else "nội dung"
    parts = (
        f"{count(due_soon)} {noun} sắp đến hạn" if due_soon else "",
        f"{count(undated)} {noun} không quy định thời hạn, chưa hoàn thành" if undated else "",
    )
    listed = " và ".join(part for part in parts if part)
    if not listed:
        return ""
    begin = "Qua theo dõi, hiện có" if stands_alone else "Ngoài ra có"
    return f"{begin} {listed} (nêu tại {where})."


def request(units: Sequence[str], *, report_by: date | None, overdue: bool, under_authority: bool) -> str:
    """What is asked of them. Units outside the authority are asked to inform, never to account for a delay."""
    whom = units[0] if len(units) == 1 else "các cơ quan, đơn vị nêu trên"
    by = f" trước ngày {official_day(report_by)}" if report_by else ""
    if not under_authority:
        return (
            f"Kính đề nghị {whom} quan tâm, sớm hoàn thành các nội dung nêu trên và thông tin kết quả về Văn phòng{by} "
            "để tổng hợp."
        )
    late = "; đối với nhiệm vụ quá hạn, nêu rõ nguyên nhân và thời gian hoàn thành" if overdue else ""
    return (
        f"Đề nghị {whom} khẩn trương thực hiện, cập nhật tiến độ và báo cáo kết quả về Văn phòng{by}{late}. Trường hợp "
        "cần thêm thời gian, đề nghị gửi đề nghị gia hạn, nêu rõ lý do."
    )


def closing(office_name: str) -> str:
    whose = agency_words(office_name)
    return f"{whose[:1].upper()}{whose[1:]} đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện./."


def annexes_words(labels: Sequence[str]) -> str:
    """As in: Phụ lục kèm theo; Phụ lục I, II kèm theo; Phụ lục từ I đến XII kèm theo."""
    if len(labels) == 1:
        return f"{labels[0]} kèm theo"
    numbers = [label.rpartition(" ")[2] for label in labels]
    if len(numbers) > 3:
        return f"các Phụ lục từ {numbers[0]} đến {numbers[-1]} kèm theo"
    return f"Phụ lục {', '.join(numbers)} kèm theo"


def due_words(due_on: date | None, extended: int, first_due: date | None) -> str:
    """As in: 13/9/2023, below it: đã gia hạn 01 lần, từ ngày 30/8/2023."""
    if due_on is None:
        return NO_DEADLINE
    told = f"\n(đã gia hạn {count(extended)} lần, từ ngày {official_day(first_due)})" if extended and first_due else ""
    return official_day(due_on) + told


def overdue_words(days: int, working_days: int) -> str:
    """As in: 10 (06); a dash where nothing is overdue."""
    return f"{count(days)} ({count(working_days)})" if days else "–"


def times_words(times: int) -> str:
    return f"{count(times)} lần" if times else "–"


def status_words(status: str, cause: str) -> str:
    """How far the unit is, and why it is late where it said so."""
    return "\n".join(part for part in (status, f"{CAUSE} {cause}" if cause else "") if part)


def section(name: str, rows: int) -> str:
    """A heading across the annex's table, where it has more than one part."""
    return f"{name} ({count(rows)})"


def made(letters: int, assignments: int) -> str:
    """What the press came to."""
    return (
        f"Đã lập {count(letters)} công văn đôn đốc về {count(assignments)} nhiệm vụ; công văn chờ số ở Bàn văn thư."
        if letters
        else ""
    )
