"""What is said of the seals of the audit log: up to where it is sealed, and what an inspection found."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.audit_chain import Fault, Finding, Seal
from app.wording.formats import day, instant, number

SHOWN_DIGITS = 16  # of a hash, where somebody may want to write it down; nobody can find another one that begins so

ERRORS = {
    "audit_file.cut": "Tệp {path} không có đủ số dòng như khi được xuất: tệp đã bị cắt hoặc bị sửa.",
    "audit_file.exists": "Tệp {path} đã có, không ghi đè. Đề nghị chọn tên khác.",
    "audit_file.missing": "Không đọc được tệp {path}. Đề nghị kiểm tra lại đường dẫn và quyền đọc.",
    "audit_file.no_room": "Không ghi được tệp {path} ({why}). Đề nghị kiểm tra dung lượng trống và quyền ghi.",
    "audit_file.unreadable": "Dòng {line} của tệp {path} không đúng dạng của một tệp nhật ký: tệp đã bị sửa, hoặc "
    "không do lệnh flask audit export xuất ra.",
    "audit_seals.days": "Ngày cuối {through:%d/%m/%Y} ở trước ngày đầu {since:%d/%m/%Y}. Đề nghị nhập lại.",
    "audit_seals.hash": "Mã niêm phong gồm từ {least} đến 64 chữ số và chữ cái từ a đến f. Đề nghị nhập lại.",
}

_FINDINGS = {
    Fault.ALTERED: "dòng {entry} đã bị sửa sau khi niêm phong.",
    Fault.REMOVED: "dòng {entry} đã bị xóa sau khi niêm phong.",
    Fault.MOVED: "dòng {entry} mang nội dung của dòng {other}: các dòng đã bị đổi chỗ.",
    Fault.UNSEALED: "dòng {entry} không có trong niêm phong của ngày: được ghi sau khi niêm phong, hoặc bị chèn thêm.",
    Fault.SEAL_ALTERED: "niêm phong số {seal} không khớp với các dòng của ngày: niêm phong đã bị sửa, hoặc các "
    "dòng không còn đúng thứ tự.",
    Fault.SEAL_MISSING: "có {count} dòng mà không có niêm phong: tiến trình nhắc việc chưa chạy, hoặc niêm phong đã bị "
    "xóa.",
    Fault.GAP: "niêm phong số {seal} đứng ngay sau niêm phong số {after}: chuỗi niêm phong bị đứt.",
    Fault.BROKEN: "niêm phong số {seal} không nối tiếp niêm phong số {after}: một trong hai đã bị sửa.",
    Fault.LATE: "niêm phong số {seal} được lập sau niêm phong của một ngày muộn hơn: các dòng được ghi muộn, hoặc niêm "
    "phong cũ đã bị xóa.",
}


def finding_words(found: Finding) -> str:
    """As in: Ngày 14/09/2023: dòng 57 đã bị sửa sau khi niêm phong."""
    text = _FINDINGS[found.fault].format(
        entry=found.entry, other=found.other, seal=found.seal, after=found.after, count=number(found.count)
    )
    if found.after == 0 and found.fault in (Fault.GAP, Fault.BROKEN):
        text = f"niêm phong số {found.seal} đứng đầu nhưng không phải là niêm phong đầu tiên: chuỗi niêm phong bị đứt."
    return f"Ngày {day(found.day)}: {text}"


NOT_SEALED = "Chưa niêm phong nhật ký ngày nào."


def sealed_words(last_day: date, sealed_at: datetime, hash_: str) -> str:
    """For the page: up to which day the log is sealed."""
    return (
        f"Đã niêm phong nhật ký theo ngày đến hết ngày {day(last_day)}, lập lúc {instant(sealed_at)}, mã niêm phong "
        f"{hash_[:SHOWN_DIGITS]}."
    )


def exported_words(path: str, since: date, through: date, entries: int) -> str:
    return f"Đã xuất {number(entries)} dòng nhật ký từ {day(since)} đến hết {day(through)} vào {path}, và đọc lại tệp:"


def inspected_words(seals: int, entries: int, first_day: date | None, last_day: date | None) -> str:
    if not seals:
        return "Không có ngày nào đã niêm phong."
    days = f"từ {day(first_day)} đến {day(last_day)}"
    return f"Đã kiểm tra {number(entries)} dòng nhật ký của {number(seals)} ngày đã niêm phong, {days}."


def last_seal_words(seal: Seal) -> str:
    return f"Niêm phong gần nhất: số {seal.number}, ngày {day(seal.day)}, mã {seal.hash}."


def waiting_words(count: int, since: date) -> str:
    return f"Chưa niêm phong: {number(count)} dòng, từ ngày {day(since)}; sửa, xóa ở đó chưa phát hiện được."


def known_words(beginning: str, found: Seal | None) -> str:
    if found is None:
        return f"Không có niêm phong nào mang mã {beginning}: niêm phong đã ghi lại không còn trong nhật ký."
    return f"Mã {beginning} là niêm phong số {found.number}, ngày {day(found.day)}."


NOTHING_WRONG = "Không phát hiện dòng nào bị sửa, bị xóa hoặc bị đổi chỗ."


def wrong_words(count: int) -> str:
    return f"Phát hiện {number(count)} điểm không khớp. Đề nghị giữ nguyên hiện trạng và đối chiếu với bản sao lưu."


def more_words(count: int) -> str:
    return f"… và {number(count)} điểm khác."
