"""What the audit log calls each act and each thing it was done to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.domain.terms import Channel, EventKind, ReturnKind, Role, SuperiorStepKind
from app.wording.formats import day
from app.wording.terms import word

# An act without a line here is shown as it is stored: the log hides nothing for want of a word.
ACTS: dict[str, str] = {
    **{f"assignment.{kind}": word(kind) for kind in EventKind},
    **{f"superior.{kind}": word(kind) for kind in SuperiorStepKind},
    "superior.imported": "Nhập danh sách của cấp trên",
    "assignment.commented": "Trao đổi",
    "assignment.extension_proposed": "Đề xuất về đề nghị gia hạn",
    "assignment.reminded": "Nhắc việc theo lựa chọn",
    "bulk.accept": "Xác nhận hoàn thành hàng loạt",
    "bulk.adjust": "Điều chỉnh thời hạn hàng loạt",
    "bulk.letter": "Lập công văn đôn đốc",
    "bulk.remind": "Nhắc việc hàng loạt",
    "bulk.take_back": "Hoàn tác điều chỉnh thời hạn hàng loạt",
    "directive.formalised": "Văn bản hóa ý kiến chỉ đạo",
    "directive.given": "Giao nhiệm vụ",
    "directive.numbered": "Nhập số văn bản",
    "directive.related": "Ghi quan hệ với văn bản trước",
    "product.joined": "Ghi cùng sản phẩm",
    "product.parted": "Bỏ ghi cùng sản phẩm",
    "directive.signed": "Đưa bản ký số, bản quét lên",
    "draft.changed": "Sửa dự kiến nhiệm vụ",
    "draft.discarded": "Bỏ dự kiến nhiệm vụ",
    "draft.reopened": "Lấy lại dự kiến nhiệm vụ",
    "draft.undone": "Hoàn tác thay đổi trong dự kiến nhiệm vụ",
    "draft.made": "Thêm văn bản, lập dự kiến nhiệm vụ",
    "letter.made": "Lập công văn đôn đốc",
    "letter.numbered": "Nhập số công văn đôn đốc",
    "letter.withdrawn": "Bỏ công văn đôn đốc chưa có số",
    "link.refused": "Từ chối liên kết thư",
    "link.revoked": "Thu hồi liên kết thư",
    "mail.retried": "Gửi lại thư",
    "mail.tested": "Gửi thư thử",
    "task.field_set": "Ghi lĩnh vực của nhiệm vụ",
    "task.limited": "Hạn chế xem nhiệm vụ",
    "task.unlimited": "Bỏ hạn chế xem nhiệm vụ",
    "paper.answered": "Ghi báo cáo giấy là báo cáo hoàn thành",
    "paper.registered": "Vào sổ báo cáo giấy đến",
    "paper.set_aside": "Báo cáo giấy không trả lời nhiệm vụ nào",
    "policy.changed": "Sửa quy định của cơ quan",
    "recurrence.changed": "Đổi chu kỳ nhiệm vụ định kỳ",
    "recurrence.ended": "Kết thúc nhiệm vụ định kỳ",
    "recurrence.made": "Giao nhiệm vụ định kỳ của kỳ",
    "recurrence.set": "Lập nhiệm vụ định kỳ",
    "report.fact_added": "Thêm thông tin của kỳ báo cáo",
    "report.fact_removed": "Bỏ thông tin của kỳ báo cáo",
    "report.text_restored": "Khôi phục câu tự động của báo cáo",
    "report.text_written": "Sửa câu của báo cáo",
    "report.frozen": "Chốt số liệu",
    "report_draft.placed": "Chọn chỗ chèn trong dự thảo báo cáo",
    "report_draft.removed": "Xóa dự thảo báo cáo",
    "report_draft.uploaded": "Đưa lên dự thảo báo cáo",
    "stand_in.ended": "Kết thúc việc xử lý thay",
    "stand_in.given": "Giao người xử lý thay",
    "report.made": "Lập kỳ báo cáo",
    "report_outline.changed": "Sửa đề cương báo cáo",
    "report_outline.restored": "Lấy lại đề cương báo cáo có sẵn",
    "unit.alias_added": "Ghi nhớ tên khác của đơn vị",
    "calendar.confirmed": "Xác nhận lịch nghỉ của năm",
    "calendar.day_removed": "Bỏ ngày khỏi lịch làm việc",
    "calendar.day_set": "Thêm ngày vào lịch làm việc",
    "calendar.imported": "Nhập lịch nghỉ của năm từ tệp hoặc bảng dán",
    "calendar.filled": "Lập lịch nghỉ dự kiến của năm",
    "calendar.unconfirmed": "Bỏ xác nhận lịch nghỉ của năm",
    "field.added": "Thêm lĩnh vực",
    "field.changed": "Sửa lĩnh vực",
    "field.charge_ended": "Thôi phụ trách, theo dõi lĩnh vực",
    "field.charge_given": "Giao phụ trách, theo dõi lĩnh vực",
    "handover.made": "Bàn giao công việc",
    "filter.deleted": "Xóa bộ lọc đã lưu",
    "filter.renamed": "Đổi tên bộ lọc đã lưu",
    "filter.saved": "Lưu bộ lọc",
    "import.people": "Nhập người dùng từ tệp",
    "import.units": "Nhập đơn vị từ tệp",
    "office.changed": "Sửa thông tin cơ quan",
    "office.made": "Tạo cơ quan",
    "office.starter_taken": "Lấy danh sách đơn vị mẫu",
    "person.activated": "Mở lại tài khoản",
    "person.added": "Thêm người dùng",
    "person.changed": "Sửa người dùng",
    "person.deactivated": "Ngừng tài khoản",
    "person.erased": "Xóa dữ liệu cá nhân",
    "person.exported": "Xuất dữ liệu cá nhân",
    "person.mail_chosen": "Chọn cách nhận thư của mình",
    "person.password_changed": "Đổi mật khẩu của mình",
    "person.password_set": "Đặt mật khẩu tạm",
    "role.changed": "Sửa vai trò",
    "role.given": "Thêm vai trò",
    "role.moved": "Chuyển vai trò theo sắp xếp đơn vị",
    "role.removed": "Xóa vai trò nhập nhầm",
    "unit.added": "Thêm đơn vị",
    "unit.alias_removed": "Bỏ tên gọi khác của đơn vị",
    "unit.changed": "Sửa đơn vị",
    "unit.ended": "Kết thúc hoạt động của đơn vị",
    "unit.renamed": "Đổi tên đơn vị",
    "unit.reorganised": "Sắp xếp đơn vị",
    "unit.resumed": "Bỏ kết thúc hoạt động của đơn vị",
    "meeting.added": "Thêm cuộc họp giao ban",
    "meeting.cancelled": "Ghi không họp giao ban",
    "meeting.concluded": "Ghi ý kiến tại họp giao ban",
    "meeting.moved": "Đổi ngày họp giao ban",
    "meeting.noticed": "Lập dự thảo thông báo kết luận",
    "series.changed": "Sửa chuỗi họp giao ban",
    "series.made": "Lập chuỗi họp giao ban",
    "upload.secret": "Từ chối văn bản có dấu chỉ độ mật",
}

# The first part of a subject, as in "assignment:<public id>".
SUBJECTS: dict[str, str] = {
    "assignment": "Nhiệm vụ",
    "bulk": "Thao tác hàng loạt",
    "directive": "Văn bản chỉ đạo",
    "draft": "Dự kiến nhiệm vụ",
    "link": "Liên kết thư",
    "mail": "Thư",
    "recurrence": "Nhiệm vụ định kỳ",
    "report": "Báo cáo",
    "report_outline": "Đề cương báo cáo",
    "report_draft": "Dự thảo báo cáo",
    "unit": "Đơn vị",
    "calendar": "Lịch làm việc",
    "field": "Lĩnh vực",
    "filter": "Bộ lọc đã lưu",
    "handover": "Bàn giao công việc",
    "import": "Nhập từ tệp",
    "office": "Cơ quan",
    "person": "Người dùng",
    "policy": "Quy định của cơ quan",
    "reorganisation": "Sắp xếp đơn vị",
    "meeting": "Cuộc họp giao ban",
    "series": "Chuỗi họp giao ban",
    "task": "Nhiệm vụ",
    "upload": "Văn bản tải lên",
}

_DAYS = {
    "day": "ngày",
    "due_on": "thời hạn",
    "effective_on": "tính ngày",
    "named_on": "ngày nêu",
    "ended_on": "ngày cuối cùng",
    "since": "từ ngày",
}
REFUSALS = {
    "link.closed": "nhiệm vụ đã kết thúc hoặc đã chuyển",
    "link.expired": "liên kết đã hết hạn",
    "link.invalid": "liên kết không đúng",
    "link.revoked": "liên kết đã thu hồi",
}
ERASED = "(người dùng đã xóa)"
BY_LINK = "(qua liên kết thư)"
BY_JOB = "(tự động)"


def act_word(action: str) -> str:
    return ACTS.get(action, action)


def actor_words(name: str | None, payload: Mapping[str, object]) -> str:
    """Who did it: nobody with an account, if it came by the link of a mail or from a job."""
    without_account = {Channel.LINK: BY_LINK, Channel.JOB: BY_JOB}
    return name or without_account.get(Channel(str(payload.get("channel", Channel.WEB))), ERASED)


def subject_word(subject: str) -> str:
    kind = subject.partition(":")[0]
    return SUBJECTS.get(kind, kind)


def payload_words(payload: Mapping[str, object], recorded_on: date) -> str:
    """The facts of an act that say something to a reader: kinds, and days other than that of recording."""
    today = recorded_on.isoformat()
    worded = (_fact(name, value) for name, value in payload.items() if isinstance(value, str) and value != today)
    return "; ".join(fact for fact in worded if fact)


def _fact(name: str, value: str) -> str:
    if name in _DAYS:
        return f"{_DAYS[name]} {day(date.fromisoformat(value))}"
    if name == "basis":
        return f"căn cứ {value}"
    if name == "role":
        return word(Role(value)).lower()
    if name == "channel":
        return "" if value == Channel.WEB else word(Channel(value))
    if name == "refusal":
        return REFUSALS.get(value, "")
    if name == "return_kind":
        return word(ReturnKind(value)).lower()
    return ""
