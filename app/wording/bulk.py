"""What acts on many assignments at once say: their heads and words, and why one of them is left out."""

from __future__ import annotations

ERRORS: dict[str, str] = {
    "bulk.moved_since": "Sau lần điều chỉnh này đã có cập nhật khác.",
    "bulk.no_day": "Cần nhập thời hạn mới, hoặc số ngày làm việc cộng thêm.",
    "bulk.nothing": "Chưa chọn nhiệm vụ nào. Đề nghị đánh dấu ít nhất một dòng, hoặc chọn tất cả theo bộ lọc.",
    "bulk.two_days": "Chỉ nhập một trong hai: thời hạn mới, hoặc số ngày làm việc cộng thêm.",
    "bulk.undated": "Nhiệm vụ không có thời hạn nên không cộng thêm ngày được.",
    "bulk.was_undated": "Trước lần điều chỉnh này nhiệm vụ không có thời hạn.",
    "remind.not_with_unit": "Nhiệm vụ không ở phía đơn vị: đã báo cáo, đang chờ ký hoặc đã kết thúc.",
    "remind.told_today": "Hôm nay đã nhắc đơn vị về nhiệm vụ này.",
}

HEADS = {
    "accept": "Xác nhận hoàn thành",
    "remind": "Nhắc việc",
    "letter": "Lập công văn đôn đốc",
    "adjust": "Điều chỉnh thời hạn",
    "take_back": "Hoàn tác điều chỉnh thời hạn",
}
# What the preview says of the way back.
WAY_BACK = {
    "accept": "Xác nhận hoàn thành không hoàn tác được. Ngày hoàn thành được tính là ngày đơn vị báo cáo.",
    "remind": "Thư nhắc việc đã gửi không thu hồi được. Mỗi đơn vị nhận một thư; trong ngày không nhắc lại việc đã "
    "nhắc.",
    "letter": "Công văn chờ số ở Bàn văn thư. Khi nhập số và ngày, mỗi nhiệm vụ được ghi đôn đốc; chưa có số thì có "
    "thể bỏ công văn ở Bàn văn thư.",
    "adjust": "Có thể hoàn tác ở trang kết quả với những nhiệm vụ chưa có cập nhật nào sau đó. Mỗi nhiệm vụ có một thư "
    "báo đơn vị.",
    "take_back": "Thời hạn trước lần điều chỉnh được ghi lại bằng một lần sửa thông tin; mỗi nhiệm vụ có một thư báo "
    "đơn vị.",
}
DONE = {
    "accept": "Đã xác nhận hoàn thành {count} nhiệm vụ.",
    "remind": "Đã nhắc {count} nhiệm vụ; thư đang chờ gửi.",
    "letter": "Đã lập công văn đôn đốc về {count} nhiệm vụ; công văn chờ số ở Bàn văn thư.",
    "adjust": "Đã điều chỉnh thời hạn {count} nhiệm vụ.",
    "take_back": "Đã hoàn tác điều chỉnh thời hạn của {count} nhiệm vụ.",
}
TAKEN_BACK = "Hoàn tác lần điều chỉnh hàng loạt: {reason}"


def done_words(name: str, done: int, left_out: int) -> str:
    """What has been done, and how many were left out."""
    rest = f" {left_out} nhiệm vụ được để lại, lý do ở dưới." if left_out else ""
    return DONE[name].format(count=done) + rest
