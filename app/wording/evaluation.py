"""The words of the facts by unit for the yearly rating and the reform index."""

from __future__ import annotations

TITLE = "Số liệu phục vụ đánh giá"
SUBTITLE = "Theo đơn vị chủ trì, để đánh giá hằng năm và chấm chỉ số cải cách hành chính"
UNITS_TAB, ROWS_TAB, RULES_TAB = "Theo đơn vị", "Nhiệm vụ", "Cách tính"
UNIT, IN_ALL = "Đơn vị chủ trì", "Tổng cộng"
NOBODY = "Trong kỳ không có nhiệm vụ nào giao đơn vị thuộc thẩm quyền."
NO_SCORE = "Bảng chỉ nêu số liệu của đơn vị: không chấm điểm, không xếp loại và không nêu cá nhân."
# The facts of app.services.evaluation, in the order of the table: head, and how each is counted.
FACTS = {
    "assigned": ("Được giao", "Số lượt giao chủ trì trong kỳ, gồm cả lượt kỳ trước chuyển sang, lượt không quy định "
                 "thời hạn và lượt không thuộc diện đánh giá."),
    "due": ("Đến hạn", "Số lượt có thời hạn, thuộc diện đánh giá, thời hạn đang có hiệu lực không sau thời điểm chốt."),
    "on_time": ("Hoàn thành đúng hạn", "Ngày hoàn thành được xác nhận không sau thời hạn; gồm cả lượt xong trước khi "
                "đến hạn."),
    "late": ("Hoàn thành quá hạn", "Ngày hoàn thành được xác nhận ở sau thời hạn."),
    "overdue": ("Quá hạn, chưa hoàn thành", "Chưa hoàn thành và đã qua thời hạn tại thời điểm chốt."),
    "in_time": ("Trong hạn", "Chưa hoàn thành và chưa qua thời hạn, gồm cả lượt đã báo cáo đúng hạn, chờ xác nhận."),
    "waiting": ("Trong đó chờ xác nhận", "Đã báo cáo hoàn thành hoặc đã trình đúng hạn, chờ cơ quan xác nhận."),
    "extended": ("Được gia hạn", "Số lượt được đồng ý gia hạn đến thời điểm chốt, trong các lượt thuộc diện đánh giá; "
                 "dấu — hoặc ô trống: số liệu chốt khi hệ thống chưa lưu số lần gia hạn."),
    "extensions": ("Số lần gia hạn", "Tổng số lần được đồng ý gia hạn của các lượt đó."),
    "changed": ("Có điều chỉnh thời hạn", "Số lượt có thời hạn khác thời hạn ban đầu: gia hạn, điều chỉnh, sửa thông "
                "tin nhập, trả lại do thiếu hồ sơ."),
    "changes": ("Số lần điều chỉnh", "Tổng số lần điều chỉnh thời hạn của các lượt đó."),
    "late_before": ("Đã quá hạn khi được điều chỉnh", "Số lượt đã qua thời hạn cũ khi có thời hạn mới."),
    "objective": ("Lý do khách quan", "Số lượt có lý do khách quan đã được xác nhận; không tính đúng hạn, quá hạn."),
    "not_rated": ("Không thuộc diện đánh giá", "Dừng, hủy, thay thế, chuyển đơn vị khác, hoặc có lý do khách quan."),
    "undated": ("Không quy định thời hạn", "Không tính vào đúng hạn, quá hạn."),
    "median_days": ("Số ngày chậm, trung vị", "Ngày theo lịch sau thời hạn, của các lượt hoàn thành quá hạn hoặc quá "
                    "hạn chưa hoàn thành: xếp từ ít đến nhiều, lấy số ở giữa."),
    "worst_days": ("Số ngày chậm nhiều nhất", "Của các lượt đó."),
}  # fmt: skip
UNKNOWN, MAY_BE_UNKNOWN = "—", ("extended", "extensions")
# As the page parts them, so that each table has room on an old screen; the workbook has all in one.
GROUPS = (
    ("Kết quả thực hiện", ("assigned", "due", "on_time", "late", "overdue", "in_time", "waiting")),
    (
        "Gia hạn, điều chỉnh thời hạn, lý do khách quan",
        ("extended", "extensions", "changed", "changes", "late_before", "objective"),
    ),
    ("Số ngày chậm; số lượt thống kê riêng", ("median_days", "worst_days", "not_rated", "undated")),
)  # fmt: skip
ROW_HEADS = (
    UNIT,
    "Nội dung",
    "Văn bản, mục",
    "Ngày giao",
    "Thời hạn",
    "Số lần gia hạn",
    "Số lần điều chỉnh thời hạn",
    "Tình trạng",
    "Ngày hoàn thành",
    "Số ngày chậm",
    "Lý do khách quan",
)
RULE_HEADS = ("Chỉ tiêu", "Cách tính")
MORE_RULES = (
    ("Đơn vị", "Đơn vị thuộc thẩm quyền, là đơn vị chủ trì tại thời điểm chốt số liệu, theo tên khi đó. Cơ quan được "
     "đề nghị thực hiện không có trong bảng."),
    ("Lượt giao", "Mỗi đơn vị chủ trì một nhiệm vụ là một lượt."),
    ("Phạm vi", NO_SCORE),
)  # fmt: skip


def days(value: float | None) -> int | str:
    """12; 2,5; nothing where nothing was late."""
    if value is None:
        return ""
    return int(value) if value == int(value) else f"{value:.1f}".replace(".", ",")


def shown(name: str, value: float | None) -> int | str:
    """A fact on the page: the same, and a dash for a number that nobody kept."""
    return UNKNOWN if value is None and name in MAY_BE_UNKNOWN else days(value)


def yes(value: bool) -> str:
    return "Có" if value else ""
