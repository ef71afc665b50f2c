"""What notices are to each other, tasks that are said again, and duties that end with one document."""

from __future__ import annotations

from datetime import date, time

from app.domain.terms import DirectiveLink, EventKind, State
from app.wording.formats import day, two_digits
from app.wording.mail import Directive, Unit, clause_words, directive_words, due_words
from app.wording.terms import word

BY_DOCUMENT = "theo văn bản"  # in the place of a title that the notice does not give
NEW_TASK = "Nhiệm vụ mới"
REPEAT_OLD = "Nhắc lại nhiệm vụ cũ"
COUNTED_IN_FIRST = "Nhắc lại, tính ở nhiệm vụ đầu"

ERRORS: dict[str, str] = {
    "repeat.unknown": "Mục {clause}: nhiệm vụ chọn để nhắc lại không còn phù hợp với đơn vị chủ trì. Đề nghị chọn lại.",
    "repeat.closed": "Mục {clause}: nhiệm vụ trước của {unit} đã kết thúc ngày {closed_on:%d/%m/%Y} nên không nhắc lại "
    "được. Đề nghị chọn giao thành nhiệm vụ mới.",
    "repeat.twice": "Mục {clause}: mỗi đơn vị chỉ nhắc lại một nhiệm vụ trước, và một nhiệm vụ trước chỉ được nhắc lại "
    "ở một mục của văn bản. Đề nghị chọn lại.",
    "repeat.before": "Mục {clause}: nhiệm vụ trước được giao ngày {given_on:%d/%m/%Y}, sau ngày của văn bản này, nên "
    "không phải là nhắc lại. Đề nghị kiểm tra ngày của văn bản.",
    "repeat.which_date": "Mục {clause}: văn bản nêu ngày khác với thời hạn đang áp dụng. Đề nghị chọn giữ thời hạn cũ "
    "hay điều chỉnh theo văn bản mới.",
    "relation.kind": "Chưa chọn quan hệ giữa hai văn bản. Đề nghị chọn lại.",
    "relation.no_notice": "Không tìm thấy văn bản số “{number}”. Đề nghị kiểm tra lại số, hoặc chọn trong danh sách.",
    "relation.many_notices": "Có nhiều văn bản cùng số “{number}”. Đề nghị chọn trong danh sách.",
    "relation.choose": "Cần nhập số hoặc chọn văn bản trước.",
    "relation.itself": "Một văn bản không có quan hệ với chính nó. Đề nghị chọn văn bản khác.",
    "relation.before": "Văn bản này tính từ ngày {later:%d/%m/%Y}, trước văn bản được chọn ({earlier:%d/%m/%Y}). Đề "
    "nghị ghi quan hệ từ trang của văn bản ban hành sau.",
    "relation.there": "Quan hệ này với {earlier} đã được ghi.",
    "relation.cycle": "{earlier} đã thay thế văn bản này nên không thể bị chính văn bản này thay thế.",
    "relation.nothing": "Chưa chọn nhiệm vụ nào. Đề nghị chọn ít nhất một nhiệm vụ.",
    "relation.foreign": "Có nhiệm vụ không thuộc văn bản được chọn. Đề nghị mở lại trang rồi chọn lại.",
    "relation.twice": "Một nhiệm vụ đầu được chọn hai lần. Đề nghị chọn lại.",
    "relation.units": "Nhiệm vụ nhắc lại và nhiệm vụ đầu phải cùng đơn vị chủ trì. Đề nghị chọn lại.",
    "product.choose": "Cần chọn nhiệm vụ cùng sản phẩm, hoặc dán đúng địa chỉ trang của nhiệm vụ đó.",
    "product.itself": "Hai nhiệm vụ cùng sản phẩm phải là hai nhiệm vụ khác nhau.",
    "product.joined": "Hai nhiệm vụ này đã được ghi là cùng sản phẩm.",
    "product.none": "Hai nhiệm vụ này không còn được ghi là cùng sản phẩm.",
    "repeat.recurring": "Mục {clause}: nhiệm vụ định kỳ không nhắc lại một nhiệm vụ khác. Đề nghị chọn nhiệm vụ mới.",
}


def notice(directive: Directive, clause: str) -> str:
    """As in: Thông báo số 15/TB-UBND ngày 02/11/2026, mục 2.1."""
    named = directive_words(directive.kind, directive.number, directive.issued_on)
    return f"{named}, {clause_words(clause)}" if clause else named


def reasons(shared: str, cited: str, product: str) -> str:
    """Why two duties may be one, as in: cùng đơn vị, cùng nội dung “rà soát thủ tục”, cùng sản phẩm “báo cáo”."""
    found = ["cùng đơn vị"]
    found += [f"cùng nội dung “{shared}”"] if shared else []
    found += [f"cùng nêu văn bản {cited.upper()}"] if cited else []
    found += [f"cùng sản phẩm “{product}”"] if product and product.lower() not in shared.lower() else []
    return ", ".join(found)


def days_left(due_on: date | None, today: date) -> str:
    """As in: còn 05 ngày; quá 03 ngày."""
    if due_on is None:
        return "không quy định thời hạn"
    if due_on == today:
        return "hạn hôm nay"
    left = (due_on - today).days
    return f"còn {two_digits(left)} ngày" if left > 0 else f"quá {two_digits(-left)} ngày"


def closed_before(state: State, completed_on: date | None, closed_on: date | None) -> str:
    """As in: đã hoàn thành ngày 12/08/2023."""
    if state is State.DONE:
        return f"đã hoàn thành ngày {day(completed_on)}"
    return f"{word(state).lower()}, kết thúc ngày {day(closed_on)}"


def given_and_repeated(given: int, repeated: int, units: int) -> str:
    """What giving came to, as in: Đã giao 05 nhiệm vụ, nhắc lại 01 nhiệm vụ đã giao; 04 thư báo đang chờ gửi."""
    again = f"nhắc lại {repeated} nhiệm vụ đã giao" if repeated else ""
    said = f"giao {given} nhiệm vụ" if given or not again else ""
    return f"Đã {', '.join(part for part in (said, again) if part)} cho {units} đơn vị" + (
        f"; {units} thư báo đang chờ gửi." if units else "."
    )


# A relation as a page says it of the other notice: of an earlier one, and of a later one.
_TO_EARLIER = {
    DirectiveLink.CORRECTS: "Đính chính",
    DirectiveLink.AMENDS: "Điều chỉnh thời hạn của",
    DirectiveLink.SUPPLEMENTS: "Bổ sung",
    DirectiveLink.REPLACES: "Thay thế",
    DirectiveLink.REPEATS: "Nhắc lại nhiệm vụ tại",
    DirectiveLink.FORMALISES: "Văn bản hóa",
}
_BY_LATER = {
    DirectiveLink.CORRECTS: "Đã được đính chính bằng",
    DirectiveLink.AMENDS: "Đã được điều chỉnh thời hạn bằng",
    DirectiveLink.SUPPLEMENTS: "Đã được bổ sung bằng",
    DirectiveLink.REPLACES: "Đã được thay thế bằng",
    DirectiveLink.REPEATS: "Được nhắc lại tại",
    DirectiveLink.FORMALISES: "Đã được văn bản hóa bằng",
}


# What each relation does, as its page says before anything is written.
EXPLAINED = {
    DirectiveLink.CORRECTS: "Chỉ ghi quan hệ và nội dung đính chính; lời văn và nhiệm vụ đã giao giữ nguyên.",
    DirectiveLink.AMENDS: "Nhập thời hạn mới cho nhiệm vụ nào được điều chỉnh; căn cứ là văn bản này. Tất cả "
    "được ghi cùng lúc, hoặc không ghi gì.",
    DirectiveLink.SUPPLEMENTS: "Chỉ ghi quan hệ; nhiệm vụ bổ sung được giao theo văn bản này.",
    DirectiveLink.REPLACES: "Nhiệm vụ chưa kết thúc của văn bản trước được kết thúc là “Đã được thay thế”, không tính "
    "vào đánh giá; nhiệm vụ đã hoàn thành giữ nguyên.",
    DirectiveLink.REPEATS: "Nhiệm vụ của văn bản này được kết thúc và tính ở nhiệm vụ đầu; nhiệm vụ đầu được ghi “nhắc "
    "lại (lần N)”.",
}


def relation(kind: DirectiveLink, *, is_later: bool) -> str:
    """What stands before the name of the other notice."""
    return _BY_LATER[kind] if is_later else _TO_EARLIER[kind]


def by_notice(notice: str) -> str:
    return f"Theo {notice}"


def times(count: int) -> str:
    """As in: Nhắc lại (lần 2)."""
    return f"Nhắc lại (lần {count})"


def spoken_of(kind: EventKind, count: int) -> str:
    """How a point of a notice speaks of an earlier task: Nhắc lại (lần 2); Thời hạn mới; Đôn đốc."""
    if kind is EventKind.REPEATED:
        return times(count)
    return "Thời hạn mới của" if kind is EventKind.DUE_ADJUSTED else word(kind)


def tag(count: int) -> str:
    """The same beside the words of a task in a list: nhắc lại lần 2."""
    return f"nhắc lại lần {count}"


def repeated_words(directive: Directive, unit: Unit) -> str:
    """The first sentence of a mail that says tasks again."""
    source = directive_words(directive.kind, directive.number, directive.issued_on)
    if unit.under_authority:
        return f"Tại {source}, {directive.issuer} nhắc lại các nhiệm vụ đã giao {unit.name} dưới đây:"
    return f"Tại {source}, {directive.issuer} nhắc lại các nội dung đã đề nghị {unit.name} dưới đây:"


def given_before(source: str, times: int) -> str:
    """As in: Đã giao tại Thông báo số 15/TB-UBND ngày 04/9/2023, mục 2.1; nhắc lại lần 2."""
    return f"Đã giao tại {source}; nhắc lại lần {times}"


def deadline_said_again(due_on: date | None, time_of_day: time | None, moved: bool) -> str:
    if due_on is None:
        return "Không quy định thời hạn"
    return f"Thời hạn {'điều chỉnh' if moved else 'giữ nguyên'}: {due_words(due_on, time_of_day)}"
