"""What the audit log calls each act and each thing it was done to."""

from __future__ import annotations

# An act without a line here is shown as it is stored: the log hides nothing for want of a word.
ACTS: dict[str, str] = {
    "assignment.accepted": "Xác nhận hoàn thành",
    "assignment.acknowledged": "Xác nhận đã nhận",
    "assignment.cancelled": "Dừng theo dõi nhiệm vụ",
    "assignment.due_corrected": "Sửa thông tin nhập về thời hạn",
    "assignment.progress": "Cập nhật tiến độ",
    "assignment.returned": "Trả lại kết quả",
    "assignment.submitted": "Báo cáo hoàn thành",
    "directive.given": "Giao nhiệm vụ",
    "directive.numbered": "Nhập số văn bản",
    "draft.changed": "Sửa dự kiến nhiệm vụ",
    "draft.discarded": "Bỏ dự kiến nhiệm vụ",
    "draft.made": "Thêm văn bản, lập dự kiến nhiệm vụ",
    "mail.retried": "Gửi lại thư",
    "report.frozen": "Chốt số liệu",
    "report.made": "Lập kỳ báo cáo",
}

# The first part of a subject, as in "assignment:<public id>".
SUBJECTS: dict[str, str] = {
    "assignment": "Nhiệm vụ",
    "directive": "Văn bản chỉ đạo",
    "draft": "Dự kiến nhiệm vụ",
    "mail": "Thư",
    "report": "Báo cáo",
}

ERASED = "(người dùng đã xóa)"


def act_word(action: str) -> str:
    return ACTS.get(action, action)


def subject_word(subject: str) -> str:
    kind = subject.partition(":")[0]
    return SUBJECTS.get(kind, kind)
