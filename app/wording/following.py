"""Why a step in the life of an assignment cannot be taken: one sentence for each code."""

from __future__ import annotations

from app.domain.terms import EventKind

# By step: when it is possible. The state stands in the sentence as the page words it.
_WHEN = {
    EventKind.ACKNOWLEDGED: "Chỉ xác nhận đã nhận được một lần, khi nhiệm vụ chưa tiếp nhận.",
    EventKind.PROGRESS: "Chỉ cập nhật tiến độ được khi nhiệm vụ chưa kết thúc.",
    EventKind.HANDED_ON: "Chỉ giao người thực hiện được khi nhiệm vụ chưa kết thúc.",
    EventKind.SENT_FOR_SIGNATURE: "Chỉ báo đã trình được khi đơn vị đang thực hiện.",
    EventKind.SUBMITTED: "Chỉ báo cáo hoàn thành được khi đơn vị đang thực hiện hoặc đã trình, chờ ký.",
    EventKind.ACCEPTED: "Chỉ xác nhận hoàn thành được khi đơn vị đã báo cáo hoàn thành và đang chờ xác nhận.",
    EventKind.RETURNED: "Chỉ trả lại được khi đơn vị đã báo cáo hoàn thành hoặc đã trình.",
    EventKind.PART_GIVEN: "Chỉ gửi phần phối hợp được khi đơn vị đang thực hiện.",
    EventKind.PART_RETURNED: "Chỉ trả lại phần phối hợp được khi đơn vị phối hợp đã gửi.",
    EventKind.PART_DATED: "Chỉ đặt thời hạn phần phối hợp được khi đơn vị phối hợp đang thực hiện.",
    EventKind.EXTENSION_ASKED: "Chỉ đề nghị gia hạn được khi đơn vị đang thực hiện.",
    EventKind.EXTENSION_WITHDRAWN: "Chỉ rút đề nghị gia hạn được khi nhiệm vụ chưa kết thúc.",
    EventKind.EXTENSION_GRANTED: "Chỉ quyết định gia hạn được khi nhiệm vụ chưa kết thúc.",
    EventKind.EXTENSION_COUNTERED: "Chỉ quyết định gia hạn được khi nhiệm vụ chưa kết thúc.",
    EventKind.EXTENSION_REFUSED: "Chỉ quyết định gia hạn được khi nhiệm vụ chưa kết thúc.",
    EventKind.DUE_ADJUSTED: "Chỉ điều chỉnh thời hạn được khi nhiệm vụ chưa kết thúc.",
    EventKind.DUE_CORRECTED: "Không sửa được thời hạn của nhiệm vụ đã dừng, đã chuyển hoặc đã hủy.",
    EventKind.CAUSE_CONFIRMED: "Không xác nhận được lý do khách quan của nhiệm vụ đã dừng, đã chuyển hoặc đã hủy.",
    EventKind.CAUSE_WITHDRAWN: "Không bỏ được lý do khách quan của nhiệm vụ đã dừng, đã chuyển hoặc đã hủy.",
    EventKind.CHECK_DATED: "Chỉ đặt mốc theo dõi được khi nhiệm vụ chưa kết thúc.",
    EventKind.UNIT_CORRECTED: "Chỉ sửa được đơn vị khi đơn vị đang thực hiện; nếu đã báo cáo thì trả lại trước.",
    EventKind.REPEATED: "Chỉ nhắc lại được nhiệm vụ chưa kết thúc; nhiệm vụ đã kết thúc thì giao mới.",
    EventKind.URGED: "Chỉ đôn đốc được khi nhiệm vụ chưa kết thúc.",
    EventKind.FORMALISED: "Không văn bản hóa được nhiệm vụ đã dừng, đã chuyển, đã được thay thế hoặc đã hủy.",
    EventKind.SUCCEEDED: "Chỉ chuyển theo sắp xếp đơn vị được khi nhiệm vụ chưa kết thúc.",
    EventKind.STOPPED: "Chỉ dừng thực hiện được khi nhiệm vụ chưa kết thúc.",
    EventKind.TRANSFERRED: "Chỉ chuyển đơn vị chủ trì được khi nhiệm vụ chưa kết thúc.",
    EventKind.SUPERSEDED: "Chỉ ghi nhận được thay thế khi nhiệm vụ chưa kết thúc.",
    EventKind.CANCELLED: "Chỉ hủy được khi nhiệm vụ chưa kết thúc.",
}

ERRORS: dict[str, str] = {
    **{f"step.{kind}": f"{when} Hiện nhiệm vụ ở trạng thái “{{state}}”." for kind, when in _WHEN.items()},
    "assignment.closed": "Nhiệm vụ đã kết thúc ({state}) nên không thực hiện được việc này. Nếu có sai sót, đề nghị "
    "Chánh Văn phòng xem xét.",
    "part.not_lead": "Việc này chỉ dành cho đơn vị chủ trì; đơn vị phối hợp gửi phần của mình cho đơn vị chủ trì.",
    "part.not_coordinating": "Việc này chỉ dành cho phần phối hợp; đơn vị chủ trì báo cáo hoàn thành.",
    "part.empty": "Cần ghi nội dung, số văn bản hoặc gửi tệp của phần phối hợp.",
    "part.past": "Thời hạn phần phối hợp không được ở trước ngày hôm nay. Đề nghị nhập lại ngày.",
    "part.after_lead": "Thời hạn phần phối hợp không được sau thời hạn của đơn vị chủ trì ({due_on:%d/%m/%Y}).",
    "progress.percent": "Tỷ lệ hoàn thành là số từ 0 đến 100.",
    "hand_on.nobody": "Cần chọn hoặc ghi tên người thực hiện.",
    "hand_on.stranger": "{name} không thuộc đơn vị này. Đề nghị chọn người trong đơn vị, hoặc ghi họ tên.",
    "hand_on.after_due": "Thời hạn nội bộ không được sau thời hạn của đơn vị ({due_on:%d/%m/%Y}).",
    "hand_on.past": "Thời hạn nội bộ không được ở trước ngày hôm nay. Đề nghị nhập lại ngày.",
    "signature.desk": "Cần ghi đã trình ai, ở đâu.",
    "signature.number_and_date": "Nhiệm vụ đang chờ ký: cần nhập số và ngày của văn bản đã ký.",
    "decision.day": "Ngày quyết định phải từ {earliest:%d/%m/%Y} đến {latest:%d/%m/%Y}. Đề nghị nhập lại ngày.",
    "decider.in_system": "Ghi thay người quyết định: cần chọn bút phê, văn bản, điện thoại hoặc tại cuộc họp.",
    "decider.unnamed": "Người quyết định không có tài khoản: cần ghi họ tên, chức vụ và hình thức (bút phê, văn bản, "
    "điện thoại hoặc tại cuộc họp).",
    "extension.undated": "Nhiệm vụ không quy định thời hạn nên không có gì để gia hạn.",
    "extension.open": "Đã có đề nghị gia hạn ngày {asked_on:%d/%m/%Y} đang chờ quyết định. Mỗi lần chỉ một đề nghị.",
    "extension.not_later": "Thời hạn mới phải sau ngày {due_on:%d/%m/%Y}. Đề nghị nhập lại ngày.",
    "extension.limit": "Theo quy định của cơ quan, mỗi nhiệm vụ được gia hạn không quá {limit} lần.",
    "extension.too_late": "Theo quy định của cơ quan, phải đề nghị gia hạn trước khi hết hạn ít nhất {days} ngày làm "
    "việc. Đề nghị báo Văn phòng để xin ý kiến lãnh đạo.",
    "extension.none_open": "Không có đề nghị gia hạn nào đang chờ quyết định.",
    "extension.requester_decides": "Người đề nghị không tự quyết định gia hạn. Đề nghị chọn người quyết định khác.",
    "extension.own": "Việc của chính Văn phòng phải do lãnh đạo quyết định gia hạn. Đề nghị chọn lãnh đạo.",
    "link.closed": "Nhiệm vụ này không còn chờ trả lời qua liên kết thư: đã kết thúc hoặc đã chuyển đơn vị khác. Đơn "
    "vị không phải làm gì thêm.",
    "link.expired": "Liên kết này đã hết hạn ngày {expired_on:%d/%m/%Y}. Đề nghị dùng liên kết trong thư mới nhất, "
    "hoặc đăng nhập để trả lời.",
    "link.form": "Trang đã mở quá lâu hoặc trình duyệt không nhận cookie nên chưa gửi được. Nội dung đã nhập còn "
    "nguyên, riêng tệp phải chọn lại; đề nghị gửi lại.",
    "link.invalid": "Liên kết không đúng hoặc bị thiếu một phần. Đề nghị mở lại từ thư, hoặc đăng nhập để trả lời.",
    "link.limited": "Theo quy định của cơ quan, qua liên kết thư chỉ xác nhận đã nhận và cập nhật tiến độ. Đề nghị "
    "đăng nhập để thực hiện việc này.",
    "link.name": "Cần ghi họ tên người trả lời.",
    "link.none": "Nhiệm vụ này không có liên kết thư nào đang dùng được.",
    "link.revoked": "Liên kết này đã được Văn phòng thu hồi. Đề nghị dùng liên kết trong thư mới nhất, hoặc đăng nhập "
    "để trả lời.",
    "link.throttled": "Đã thao tác quá nhiều lần. Đề nghị thử lại sau {minutes} phút.",
    "cause.confirmed": "Lý do khách quan của nhiệm vụ này đã được xác nhận.",
    "cause.none": "Nhiệm vụ này chưa được xác nhận lý do khách quan nào.",
    "cause.own": "Lý do khách quan của chính Văn phòng phải do lãnh đạo xác nhận. Đề nghị chọn lãnh đạo.",
    "check_date.past": "Mốc theo dõi không được ở trước ngày hôm nay. Đề nghị nhập lại ngày.",
    "comment.empty": "Cần ghi nội dung trao đổi.",
    "comment.too_long": "Nội dung trao đổi dài quá 4.000 ký tự. Đề nghị rút gọn.",
    "unit.same": "Nhiệm vụ đang ở chính đơn vị này. Đề nghị chọn đơn vị khác.",
    "unit.ended": "{name} đã kết thúc hoạt động. Đề nghị chọn đơn vị khác.",
    "unit.has_part": "{name} đã có phần của mình trong nhiệm vụ này. Đề nghị chọn đơn vị khác.",
}
