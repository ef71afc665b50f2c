"""The office's rules in words: what each means, its default, and how its values are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# A deadline that was given has its own row; rules hold for what is written from now on.
GIVEN_STAND = (
    "Mỗi lần sửa là một phiên bản mới, có ngày và người sửa. Thời hạn đã giao và số liệu đã chốt không thay đổi; quy "
    "định mới áp dụng cho những gì được giao, đề nghị và tính từ nay về sau."
)
DEADLINES_STAND = "Thời hạn đã giao không thay đổi."


@dataclass(frozen=True, slots=True)
class Rule:
    """``label`` names it, ``meaning`` says what follows from it, ``unit`` what its number counts, ``empty`` what no
    number means; a rule of yes or no says both in ``yes`` and ``no``."""

    label: str
    meaning: str
    unit: str = ""
    empty: str = ""
    yes: str = ""
    no: str = ""

    def value(self, value: int | bool | None) -> str:
        if self.yes:
            return self.yes if value else self.no
        return self.empty if value is None else f"{value:02d} {self.unit}"


RULES: Mapping[str, Rule] = {
    "exclusive_is_day_before": Rule(
        "“Trước ngày” kết thúc vào hôm trước",
        "Văn bản ghi “trước ngày 30/10”: có thì hạn cuối là 29/10, không thì là 30/10 và nhắc việc nhằm vào ngày làm "
        f"việc trước đó. {DEADLINES_STAND}",
        yes="hôm trước của ngày ghi trong văn bản",
        no="chính ngày ghi trong văn bản",
    ),
    "roll_fixed_dates": Rule(
        "Thời hạn rơi vào ngày nghỉ được lùi",
        "Ngày ấn định trong văn bản rơi vào ngày nghỉ: có thì chuyển sang ngày làm việc tiếp theo, không thì giữ "
        f"nguyên ngày đã ấn định. {DEADLINES_STAND}",
        yes="lùi sang ngày làm việc tiếp theo",
        no="giữ nguyên ngày đã ấn định",
    ),
    "due_soon_working_days": Rule(
        "Sắp đến hạn trước",
        "Số ngày làm việc trước thời hạn mà từ đó nhiệm vụ được ghi là sắp đến hạn.",
        "ngày làm việc",
    ),
    "acknowledge_working_days": Rule(
        "Xác nhận đã nhận trong",
        "Từ khi được giao; quá số ngày này thì việc chưa tiếp nhận hiện ở bàn làm việc của Văn phòng.",
        "ngày làm việc",
    ),
    "decide_working_days": Rule(
        "Văn phòng, lãnh đạo trả lời trong",
        "Áp dụng cho báo cáo hoàn thành và đề nghị gia hạn; quá số ngày này thì Văn phòng tự nêu là chậm. Không tính "
        "chậm cho đơn vị.",
        "ngày làm việc",
    ),
    "update_days": Rule(
        "Tỷ lệ cập nhật tính trong",
        "Việc đang ở đơn vị mà đơn vị không cập nhật trong số ngày này được tính là chưa cập nhật.",
        "ngày",
    ),
    "extensions_limit": Rule(
        "Số lần gia hạn nhiều nhất",
        "Đã gia hạn đủ số lần này thì đơn vị không đề nghị được nữa. Để trống: không giới hạn.",
        "lần",
        "không giới hạn",
    ),
    "extension_notice_days": Rule(
        "Đề nghị gia hạn trước hạn ít nhất",
        "Đề nghị muộn hơn thì không nhận qua phần mềm. Để trống: lúc nào cũng được, kể cả khi đã quá hạn; phần đã quá "
        "hạn vẫn ghi lại.",
        "ngày làm việc",
        "lúc nào cũng được",
    ),
    "inner_due_working_days": Rule(
        "Thời hạn của cơ quan trước thời hạn cấp trên giao",
        "Nhiệm vụ cấp trên giao có hai thời hạn; phần mềm đề xuất thời hạn của cơ quan sớm hơn số ngày làm việc này, "
        f"và người giao sửa được. {DEADLINES_STAND}",
        "ngày làm việc",
    ),
    "acknowledge_hours": Rule(
        "Việc hỏa tốc xác nhận đã nhận trong",
        "Quá số giờ này mà đơn vị chưa xác nhận thì nhắc ngay, kể cả ban đêm và ngày nghỉ.",
        "giờ",
    ),
    "remind_first_days": Rule(
        "Nhắc trước hạn, lần đầu",
        "Trước thời hạn số ngày này thì việc được nêu trong thư nhắc. Để trống: không nhắc ở mốc này.",
        "ngày làm việc",
        "không nhắc",
    ),
    "remind_second_days": Rule(
        "Nhắc trước hạn, lần hai",
        "Trước thời hạn số ngày này thì việc được nêu trong thư nhắc. Để trống: không nhắc ở mốc này.",
        "ngày làm việc",
        "không nhắc",
    ),
    "remind_third_days": Rule(
        "Nhắc trước hạn, lần ba",
        "Trước thời hạn số ngày này thì việc được nêu trong thư nhắc. Để trống: không nhắc ở mốc này.",
        "ngày làm việc",
        "không nhắc",
    ),
    "sign_working_days": Rule(
        "Dự thảo đã trình, chờ ký trong",
        "Quá số ngày này thì Văn phòng được nhắc, kèm tên nơi đang giữ dự thảo. Không tính chậm cho đơn vị.",
        "ngày làm việc",
    ),
    "escalate_head_days": Rule(
        "Báo cáo thủ trưởng đơn vị khi quá hạn",
        "Quá hạn đủ số ngày này thì thủ trưởng đơn vị được báo, một lần cho mỗi thời hạn. Để trống: không báo.",
        "ngày làm việc",
        "không báo",
    ),
    "escalate_chief_days": Rule(
        "Báo cáo Chánh Văn phòng khi quá hạn",
        "Quá hạn đủ số ngày này thì Chánh Văn phòng được báo, một lần cho mỗi thời hạn. Để trống: không báo.",
        "ngày làm việc",
        "không báo",
    ),
    "escalate_leader_days": Rule(
        "Báo cáo lãnh đạo phụ trách khi quá hạn",
        "Quá hạn đủ số ngày này thì lãnh đạo phụ trách lĩnh vực được báo, một lần cho mỗi thời hạn. Để trống: không "
        "báo.",
        "ngày làm việc",
        "không báo",
    ),
    "quiet_from_hour": Rule(
        "Không gửi thư từ",
        "Từ giờ này thư chờ đến sáng ngày làm việc sau; ngày nghỉ cũng vậy. Việc khẩn vẫn gửi ngay.",
        "giờ",
    ),
    "quiet_to_hour": Rule(
        "Không gửi thư đến",
        "Đến giờ này thì thư lại được gửi. Ghi bằng giờ bắt đầu: giờ nào cũng gửi trong ngày làm việc.",
        "giờ",
    ),
    "link_days": Rule(
        "Liên kết trả lời trong thư dùng được",
        "Kể từ ngày gửi thư; hết hạn thì đăng nhập hoặc chờ thư sau. Thư đã gửi giữ thời gian cũ.",
        "ngày",
    ),
    "links_report": Rule(
        "Qua liên kết thư được báo cáo hoàn thành",
        "Có thì qua liên kết thư báo cáo hoàn thành và đề nghị gia hạn được; không thì chỉ xác nhận đã nhận và cập "
        "nhật tiến độ.",
        yes="được báo cáo hoàn thành, đề nghị gia hạn",
        no="chỉ xác nhận đã nhận, cập nhật tiến độ",
    ),
    "retention_years": Rule(
        "Giữ thông tin cá nhân sau khi thôi việc",
        "Hết số năm này thì thông tin cá nhân của người đã thôi việc được đề nghị xóa. Để trống: giữ đến khi cơ quan "
        "quyết định.",
        "năm",
        "đến khi cơ quan quyết định",
    ),
}
ERRORS: dict[str, str] = {
    "policy.range": "Cần nhập một số từ {least} đến {most}.",
    "policy.number": "Không đọc được số này. Đề nghị nhập một số nguyên.",
}


UNCHANGED = "Không có gì thay đổi, nên không lập phiên bản mới."


def version(number: int) -> str:
    return f"Phiên bản {number}" if number else "Theo mặc định của phần mềm"


def saved(number: int) -> str:
    return f"Đã lưu quy định, phiên bản {number}. Thời hạn đã giao không thay đổi."


def default(name: str, value: int | bool | None) -> str:
    """As in: Mặc định: 02 ngày làm việc."""
    return f"Mặc định: {RULES[name].value(value)}."


def changed(name: str, before: int | bool | None, after: int | bool | None) -> str:
    """As in: Xác nhận đã nhận trong: 02 ngày làm việc → 03 ngày làm việc."""
    rule = RULES[name]
    return f"{rule.label}: {rule.value(before)} → {rule.value(after)}"
