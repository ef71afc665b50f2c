"""Units that change: how it is told, on the wizard's pages, in the history of what moves, and in the printed record."""

from __future__ import annotations

from datetime import date

from app.domain.reorganising import Fate
from app.domain.terms import ReorganisationKind
from app.wording.formats import day

# What each kind is, beside its word.
HINTS = {
    ReorganisationKind.MERGE: "Một hoặc nhiều đơn vị nhập vào một đơn vị đang có (A vào B).",
    ReorganisationKind.CONSOLIDATE: "Từ hai đơn vị trở lên thành một đơn vị mới (A + B → C).",
    ReorganisationKind.SPLIT: "Một đơn vị thành nhiều đơn vị, hoặc tách một phần ra đơn vị mới.",
    ReorganisationKind.RENAME: "Đơn vị giữ nguyên, chỉ đổi tên từ một ngày.",
    ReorganisationKind.DISSOLVE: "Đơn vị kết thúc hoạt động, nhiệm vụ giao lại cho đơn vị khác.",
}
NOT_SHOWN = "Nội dung chỉ hiện với người được xem nhiệm vụ."
NOWHERE = "Không chuyển"
HOW_JOINED = (
    "Một đơn vị chỉ có một phần trong mỗi nhiệm vụ. Khi nhiều phần về cùng một đơn vị, giữ một phần; các phần còn lại "
    "ghi là được thay thế, không thuộc diện đánh giá: chủ trì trước phối hợp; giữ phần còn nhiều việc nhất, rồi đến "
    "phần giao trước. Thời hạn là thời hạn muộn nhất, không ai bị rút ngắn."
)

ERRORS: dict[str, str] = {
    "reorganisation.units": "Số đơn vị được chọn không phù hợp: hợp nhất cần từ hai đơn vị, chia tách và đổi tên cần "
    "đúng một, sáp nhập và giải thể cần ít nhất một. Đề nghị chọn lại.",
    "reorganisation.results": "Số đơn vị tiếp nhận không phù hợp: sáp nhập và hợp nhất có đúng một, chia tách có ít "
    "nhất hai (kể cả đơn vị cũ nếu còn hoạt động). Đề nghị chọn lại.",
    "reorganisation.into_itself": "Đơn vị được sắp xếp không thể tự tiếp nhận nhiệm vụ của mình. Đề nghị chọn đơn vị "
    "tiếp nhận khác.",
    "reorganisation.future": "Ngày sắp xếp không được sau hôm nay ({today:%d/%m/%Y}): việc sắp xếp được thực hiện vào "
    "đúng ngày có hiệu lực hoặc sau đó.",
    "reorganisation.too_early": "{unit} hoạt động từ ngày {start:%d/%m/%Y}. Đề nghị nhập ngày sắp xếp sau ngày đó.",
    "reorganisation.result_ended": "{unit} đã kết thúc hoạt động ngày {end:%d/%m/%Y} nên không tiếp nhận được. Đề "
    "nghị chọn đơn vị khác.",
    "reorganisation.secretariat": "{unit} là Văn phòng của cơ quan nên phải chuyển về đúng một đơn vị. Đề nghị chọn "
    "lại đơn vị tiếp nhận.",
    "reorganisation.successor_needed": "Còn {count} nhiệm vụ chưa kết thúc. Đề nghị chọn đơn vị tiếp nhận.",
    "reorganisation.choice": "Có lựa chọn nằm ngoài các đơn vị tiếp nhận. Đề nghị xem lại các lựa chọn.",
    "reorganisation.basis": "Cần ghi căn cứ: số, ngày của văn bản về việc sắp xếp.",
    "reorganisation.same_name": "Tên mới giống tên đang dùng. Đề nghị nhập tên khác.",
    "reorganisation.before_rename": "Đơn vị đã đổi tên, tên trước dùng đến hết ngày {until:%d/%m/%Y}. Đề nghị nhập "
    "ngày sau ngày {until:%d/%m/%Y}.",
    "unit.reorganised": "{name} đã được sắp xếp, nhiệm vụ và người đã chuyển sang đơn vị khác, nên không bỏ được ngày "
    "kết thúc. Nếu cần, thực hiện một lần sắp xếp mới.",
}


def told(kind: ReorganisationKind, old: str, to: str, effective_on: date, basis: str) -> str:
    """What happened, under the names of that day; it stays in the history of each assignment."""
    since, by = f"từ ngày {day(effective_on)}", f"căn cứ {basis}"
    if kind is ReorganisationKind.MERGE:
        return f"{old} sáp nhập vào {to} {since}, {by}."
    if kind is ReorganisationKind.CONSOLIDATE:
        return f"{old} hợp nhất thành {to} {since}, {by}."
    if kind is ReorganisationKind.SPLIT:
        return f"Chia tách {old} {since}, nhiệm vụ chuyển về {to}, {by}."
    return f"{old} giải thể {since}, nhiệm vụ chuyển về {to}, {by}."


def told_joined(happened: str, to: str) -> str:
    return f"{happened} {to} có cùng nhiệm vụ này và thực hiện một lần."


def told_longer(happened: str) -> str:
    return f"{happened} Lấy thời hạn muộn nhất của các phần được nhập."


def outcome(fate: Fate, to: str) -> str:
    """As in: Chuyển về UBND xã Thượng."""
    if fate is Fate.STAYS:
        return "Giữ nguyên"
    return f"Chuyển về {to}" if fate is Fate.MOVES else f"Nhập vào nhiệm vụ này của {to}"


def duty_ended(happened: str) -> str:
    return f"{happened} Đơn vị tiếp nhận đã có việc định kỳ này."
