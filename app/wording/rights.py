"""Words about who may see and do what: limited views, stand-ins, handovers, people's data."""

from __future__ import annotations

from app.domain.permissions import Action
from app.domain.terms import Relation

# The acts as the table of rights shows them, under their headings.
ACT_GROUPS: dict[str, tuple[Action, ...]] = {
    "Xem": (
        Action.VIEW_DESK,
        Action.VIEW_ALL_ASSIGNMENTS,
        Action.VIEW_OWN_ASSIGNMENTS,
        Action.VIEW_REPORTS,
        Action.COMMENT,
    ),
    "Giao nhiệm vụ": (
        Action.EDIT_DRAFT,
        Action.GIVE_TASKS,
        Action.GIVE_ORALLY,
        Action.SET_NUMBER,
        Action.KEEP_PAPERS,
        Action.SET_RECURRENCE,
    ),
    "Thực hiện": (
        Action.ACKNOWLEDGE,
        Action.WRITE_PROGRESS,
        Action.HAND_ON,
        Action.SEND_FOR_SIGNATURE,
        Action.REPORT_DONE,
        Action.ASK_EXTENSION,
        Action.GIVE_PART,
        Action.RETURN_PART,
        Action.DATE_PART,
    ),
    "Quyết định": (Action.ACCEPT, Action.RETURN, Action.DECIDE_EXTENSION, Action.ADJUST_DUE_DATE, Action.CONFIRM_CAUSE),
    "Theo dõi": (Action.SET_CHECK_DATE, Action.REMIND, Action.RESTRICT, Action.MANAGE_LINKS),
    "Kết thúc, sửa thông tin nhập": (
        Action.TRANSFER,
        Action.STOP,
        Action.SUPERSEDE,
        Action.CANCEL,
        Action.CORRECT_DUE_DATE,
        Action.CORRECT_UNIT,
    ),
    "Báo cáo": (Action.EDIT_REPORT, Action.FREEZE),
    "Cơ quan và hệ thống": (
        Action.EDIT_ORGANISATION,
        Action.REORGANISE,
        Action.EDIT_POLICY,
        Action.HAND_OVER,
        Action.VIEW_RIGHTS,
        Action.VIEW_OUTBOX,
        Action.RETRY_MAIL,
        Action.VIEW_AUDIT,
        Action.VIEW_SYSTEM,
    ),
}
# Acts that are not done to one assignment: there is nothing to say about whose.
NOT_OF_ASSIGNMENTS = frozenset(
    {
        Action.VIEW_DESK,
        Action.VIEW_REPORTS,
        *ACT_GROUPS["Giao nhiệm vụ"],
        *ACT_GROUPS["Báo cáo"],
        *ACT_GROUPS["Cơ quan và hệ thống"],
    }
)
ANYONES = "Mọi nhiệm vụ"
OTHER_ACTS, YES = "Việc khác", "Có"
BY_RELATION = {
    Relation.OWN: "Nhiệm vụ của đơn vị mình",
    Relation.LEADING: "Phần phối hợp trong nhiệm vụ đơn vị mình chủ trì",
    Relation.COORDINATING: "Nhiệm vụ đơn vị mình phối hợp",
    Relation.OTHER: "Nhiệm vụ của đơn vị khác",
}

# What stands in the place of a task's words for whoever may not read them.
LIMITED = "Nội dung hạn chế xem"
LIMITED_IN_MAIL = "Nhiệm vụ hạn chế xem, đề nghị đăng nhập để xem"
LIMITED_REASON = "đề nghị đăng nhập để xem"

ERASED_NAME = "Người dùng đã xóa"


def would_forget(people_erased: int, attempts_forgotten: int, mails_emptied: int) -> str:
    """What a run of the job would come to, said beforehand."""
    return (
        f"Sẽ xóa dữ liệu của {people_erased} người đã ngừng tài khoản, {attempts_forgotten} lần đăng nhập sai và nội "
        f"dung của {mails_emptied} thư đã gửi quá thời hạn lưu."
    )


# Open items of a person, by the value of their kind, as a handover lists them.
ITEM_KINDS = {
    "assignment": "Nhiệm vụ được giao trong đơn vị",
    "view": "Nhiệm vụ hạn chế xem được xem",
    "field": "Lĩnh vực",
    "draft": "Dự kiến nhiệm vụ đang kiểm tra",
    "stand_in": "Xử lý thay",
}

ERRORS: dict[str, str] = {
    "person.erased": "Dữ liệu cá nhân của tài khoản này đã xóa nên không sửa hoặc mở lại được. Đề nghị thêm người dùng "
    "mới.",
    "person.still_active": "Chỉ xóa dữ liệu cá nhân của tài khoản đã ngừng. Đề nghị ngừng tài khoản của đồng chí "
    "{name} trước.",
    "person.open_items": "Đồng chí {name} còn {number} việc chưa bàn giao. Đề nghị bàn giao công việc ở trang của đồng "
    "chí trước.",
    "source.limited": "Văn bản có nhiệm vụ hạn chế xem nên nguyên văn chỉ mở được với người được xem mọi nhiệm vụ của "
    "văn bản. Đề nghị liên hệ Văn phòng.",
    "handover.inactive": "Tài khoản của người nhận đã ngừng. Đề nghị chọn người khác.",
    "handover.limited_self": "Người bàn giao không tự nhận quyền xem nhiệm vụ hạn chế xem. Đề nghị chọn người "
    "nhận khác.",
    "handover.no_drafts": "Người nhận không có quyền kiểm tra dự kiến nhiệm vụ.",
    "handover.not_at_unit": "Người nhận không thuộc đơn vị được giao nhiệm vụ này.",
    "handover.nothing": "Không có việc nào bàn giao được cho người này. Đề nghị chọn người nhận khác.",
    "handover.self": "Không bàn giao công việc cho chính người bàn giao. Đề nghị chọn người khác.",
    "link.limited_view": "Nhiệm vụ này hạn chế xem nên không trả lời qua liên kết thư được. Đề nghị đăng nhập để xem.",
    "mail.limited": "Thư có nội dung của nhiệm vụ hạn chế xem nên chỉ những người được xem nhiệm vụ mở được.",
    "stand_in.away": "Trong những ngày này đã có người xử lý thay đồng chí {name}. Đề nghị chọn người khác.",
    "stand_in.inactive": "Một trong hai tài khoản đã ngừng. Đề nghị chọn người đang dùng tài khoản.",
    "stand_in.is_copy": "Đây là vai trò có do xử lý thay, kết thúc cùng việc xử lý thay. Đề nghị kết thúc việc xử lý "
    "thay ở trang của người này.",
    "stand_in.no_roles": "Trong những ngày này đồng chí {name} không có vai trò nào mà người xử lý thay chưa có.",
    "stand_in.past": "Ngày bắt đầu xử lý thay không được ở trước ngày hôm nay. Đề nghị nhập lại ngày.",
    "stand_in.self": "Không ai xử lý thay chính mình. Đề nghị chọn người khác.",
    "stand_in.too_long": "Thời gian xử lý thay không quá một năm. Đề nghị nhập lại ngày.",
    "stand_in.twice": "Người này đã xử lý thay đồng chí {name} trong thời gian trùng với những ngày này.",
    "viewers.unknown": "Trong danh sách có người không xem được nhiệm vụ này theo vai trò. Đề nghị chọn lại.",
    "viewers.none_of_unit": "Cần chọn ít nhất một người của {unit}, là đơn vị chủ trì, để có người thực hiện.",
}
