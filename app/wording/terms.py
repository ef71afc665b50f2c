"""The words on screen for every closed vocabulary of the domain."""

from __future__ import annotations

from enum import StrEnum

from app.domain.permissions import Action
from app.domain.terms import (
    AssignmentRole,
    CancelKind,
    ChargeKind,
    DraftState,
    DueReason,
    EventKind,
    Every,
    FigureClass,
    MessageKind,
    OutboxState,
    PeriodKind,
    RecognitionState,
    ReminderRule,
    ReturnKind,
    Role,
    SearchKind,
    Standing,
    State,
    TaskKind,
    Urgency,
)

# By vocabulary and only then by member: members of two vocabularies with the same value are equal as text.
WORDS: dict[type[StrEnum], dict[str, str]] = {
    Role: {
        Role.ADMIN: "Quản trị hệ thống",
        Role.CHIEF: "Chánh Văn phòng",
        Role.STAFF: "Chuyên viên Văn phòng",
        Role.LEADER: "Lãnh đạo UBND",
        Role.CLERK: "Văn thư",
        Role.UNIT_HEAD: "Thủ trưởng đơn vị",
        Role.UNIT_MEMBER: "Công chức của đơn vị",
    },
    ChargeKind: {
        ChargeKind.LEADER: "Lãnh đạo phụ trách",
        ChargeKind.FOLLOWER: "Chuyên viên theo dõi",
    },
    TaskKind: {
        TaskKind.DATED: "Có thời hạn",
        TaskKind.PER_REPORT: "Theo kỳ báo cáo",
        TaskKind.CONTINUOUS: "Thường xuyên",
        TaskKind.GENERAL: "Chung",
    },
    Urgency: {
        Urgency.NORMAL: "Thường",
        Urgency.URGENT: "Khẩn",
        Urgency.VERY_URGENT: "Thượng khẩn",
        Urgency.IMMEDIATE: "Hỏa tốc",
    },
    AssignmentRole: {
        AssignmentRole.LEAD: "Chủ trì",
        AssignmentRole.COORDINATING: "Phối hợp",
    },
    EventKind: {
        EventKind.GIVEN: "Giao nhiệm vụ",
        EventKind.ACKNOWLEDGED: "Xác nhận đã nhận",
        EventKind.PROGRESS: "Cập nhật tiến độ",
        EventKind.SUBMITTED: "Báo cáo hoàn thành",
        EventKind.ACCEPTED: "Xác nhận hoàn thành",
        EventKind.RETURNED: "Trả lại",
        EventKind.CANCELLED: "Dừng theo dõi",
    },
    ReturnKind: {
        ReturnKind.MISSING_PAPERS: "Thiếu hồ sơ",
        ReturnKind.NOT_GOOD_ENOUGH: "Chưa đạt yêu cầu",
    },
    CancelKind: {
        CancelKind.ENTERED_BY_MISTAKE: "Hủy do nhập nhầm",
        CancelKind.NOT_IMPLEMENTED: "Dừng thực hiện",
    },
    DueReason: {
        DueReason.GIVEN: "Thời hạn ban đầu",
        DueReason.RETURNED_FOR_PAPERS: "Trả lại vì thiếu hồ sơ",
        DueReason.DATA_CORRECTION: "Sửa thông tin nhập",
    },
    State: {
        State.OPEN: "Chưa tiếp nhận",
        State.ACKNOWLEDGED: "Đã tiếp nhận",
        State.IN_PROGRESS: "Đang thực hiện",
        State.WAITING: "Chờ xác nhận",
        State.DONE: "Đã hoàn thành",
        State.CANCELLED: "Không thuộc diện đánh giá",
    },
    Standing: {
        Standing.OVERDUE: "Quá hạn, chưa hoàn thành",
        Standing.DUE_TODAY: "Đến hạn hôm nay",
        Standing.DUE_SOON: "Sắp đến hạn",
        Standing.IN_TIME: "Trong hạn",
        Standing.WAITING: "Chờ xác nhận",
        Standing.DONE_ON_TIME: "Hoàn thành đúng hạn",
        Standing.DONE_LATE: "Hoàn thành quá hạn",
        Standing.DONE_UNDATED: "Hoàn thành, không quy định thời hạn",
        Standing.UNDATED: "Không quy định thời hạn",
        Standing.CANCELLED: "Không thuộc diện đánh giá",
    },
    FigureClass: {
        FigureClass.DONE_ON_TIME: "Hoàn thành đúng hạn",
        FigureClass.DONE_LATE: "Hoàn thành quá hạn",
        FigureClass.OPEN_IN_TIME: "Đang thực hiện, trong hạn",
        FigureClass.OPEN_OVERDUE: "Quá hạn, chưa hoàn thành",
        FigureClass.UNDATED: "Không quy định thời hạn",
        FigureClass.NOT_RATED: "Không thuộc diện đánh giá",
    },
    ReminderRule: {
        ReminderRule.DUE_IN_5: "Còn 05 ngày làm việc",
        ReminderRule.DUE_IN_3: "Còn 03 ngày làm việc",
        ReminderRule.DUE_IN_1: "Còn 01 ngày làm việc",
        ReminderRule.DUE_TODAY: "Đến hạn hôm nay",
        ReminderRule.OVERDUE_FIRST: "Quá hạn, nhắc lần đầu",
        ReminderRule.OVERDUE_WEEKLY: "Quá hạn, nhắc hằng tuần",
    },
    PeriodKind: {
        PeriodKind.QUARTER: "Quý",
        PeriodKind.SIX_MONTHS: "06 tháng",
        PeriodKind.NINE_MONTHS: "09 tháng",
        PeriodKind.YEAR: "Năm",
        PeriodKind.FREE: "Khoảng ngày tự chọn",
    },
    OutboxState: {
        OutboxState.WAITING: "Chờ gửi",
        OutboxState.CLAIMED: "Đang gửi",
        OutboxState.SENT: "Đã gửi",
        OutboxState.FAILED: "Gửi không thành công",
    },
    MessageKind: {
        MessageKind.TASKS_GIVEN: "Giao nhiệm vụ",
        MessageKind.RETURNED: "Trả lại kết quả",
        MessageKind.UNIT_DIGEST: "Tổng hợp nhắc việc",
        MessageKind.OFFICE_DIGEST: "Báo cáo nhanh",
    },
    DraftState: {
        DraftState.OPEN: "Đang kiểm tra",
        DraftState.GIVEN: "Đã giao nhiệm vụ",
        DraftState.DISCARDED: "Đã bỏ",
    },
    RecognitionState: {
        RecognitionState.WAITING: "Chờ nhận dạng",
        RecognitionState.WORKING: "Đang nhận dạng",
        RecognitionState.DONE: "Đã nhận dạng",
        RecognitionState.FAILED: "Không nhận dạng được",
        RecognitionState.CANCELLED: "Đã bỏ",
    },
    SearchKind: {
        SearchKind.TASK: "Nhiệm vụ",
        SearchKind.DIRECTIVE: "Văn bản",
        SearchKind.UNIT: "Đơn vị",
        SearchKind.EVENT: "Ghi chú",
        SearchKind.DUE_DATE: "Thay đổi thời hạn",
        SearchKind.EVIDENCE: "Tài liệu kết quả",
    },
    Every: {
        Every.WEEKLY: "Hằng tuần",
        Every.MONTHLY: "Hằng tháng",
        Every.QUARTERLY: "Hằng quý",
        Every.SIX_MONTHS: "06 tháng một lần",
        Every.YEARLY: "Hằng năm",
    },
    Action: {
        Action.VIEW_DESK: "Xem bàn làm việc của Văn phòng",
        Action.VIEW_ALL_ASSIGNMENTS: "Xem mọi nhiệm vụ",
        Action.VIEW_OWN_ASSIGNMENTS: "Xem nhiệm vụ của đơn vị",
        Action.EDIT_DRAFT: "Kiểm tra dự kiến nhiệm vụ",
        Action.GIVE_TASKS: "Giao nhiệm vụ",
        Action.SET_NUMBER: "Nhập số văn bản",
        Action.ACKNOWLEDGE: "Xác nhận đã nhận",
        Action.WRITE_PROGRESS: "Cập nhật tiến độ",
        Action.REPORT_DONE: "Báo cáo hoàn thành",
        Action.ACCEPT: "Xác nhận hoàn thành",
        Action.RETURN: "Trả lại kết quả",
        Action.CANCEL: "Dừng theo dõi nhiệm vụ",
        Action.CORRECT_DUE_DATE: "Sửa thông tin nhập về thời hạn",
        Action.VIEW_REPORTS: "Xem báo cáo",
        Action.EDIT_REPORT: "Lập kỳ báo cáo",
        Action.FREEZE: "Chốt số liệu",
        Action.VIEW_OUTBOX: "Xem thư chờ gửi",
        Action.RETRY_MAIL: "Gửi lại thư",
        Action.VIEW_AUDIT: "Xem nhật ký hệ thống",
        Action.VIEW_SYSTEM: "Xem tình trạng hệ thống",
        Action.EDIT_ORGANISATION: "Quản lý đơn vị, người dùng, lĩnh vực, lịch làm việc",
    },
}


def word(member: StrEnum) -> str:
    """The word for a member. Raises KeyError for one that nobody has worded, which a test rules out."""
    return WORDS[type(member)][member]
