"""How the reader's account of a document is told: what each part is, and by which rule."""

from __future__ import annotations

from app.domain.reading import PartKind, Rule

PART_WORDS = {
    PartKind.HEAD: "phần đầu văn bản",
    PartKind.PREAMBLE: "phần mở đầu",
    PartKind.ATTENDANCE: "thành phần dự",
    PartKind.RESULTS: "kết quả, đánh giá",
    PartKind.GOALS: "mục đích, mục tiêu",
    PartKind.STATEMENT: "nội dung không giao việc",
    PartKind.HEADING: "đề mục",
    PartKind.TASK: "nhiệm vụ",
    PartKind.NOTE: "chú thích",
    PartKind.TABLE: "khung bảng",
    PartKind.CLOSING: "phần kết",
    PartKind.RECIPIENTS: "nơi nhận",
    PartKind.SIGNATURE: "phần ký",
}
RULE_WORDS = {
    Rule.HEAD_LINES: "từ đầu đến hết trích yếu",
    Rule.BEFORE_ORDERS: "đứng trước nội dung giao việc đầu tiên",
    Rule.ATTENDANCE_WORDS: "nêu người dự họp, nơi kính gửi",
    Rule.RESULT_WORDS: "mở đầu như lời đánh giá kết quả",
    Rule.RESULT_HEADING: "nằm dưới đề mục về kết quả, hạn chế",
    Rule.GOAL_HEADING: "nằm dưới đề mục về mục đích, yêu cầu",
    Rule.CLOSING_WORDS: "mở đầu như lời kết",
    Rule.AFTER_CLOSING: "đứng sau lời kết",
    Rule.NO_ORDER: "không có đơn vị được giao, không có động từ giao việc",
    Rule.CAPITALS: "viết hoa toàn bộ",
    Rule.OPENS_ITEMS: "mở ra các mục bên dưới",
    Rule.ADDRESSES_UNIT: "nêu đơn vị của các mục bên dưới",
    Rule.FOOTNOTE: "dòng có số ở chân trang",
    Rule.RECIPIENT_LINES: "từ chữ Nơi nhận",
    Rule.SIGNATURE_LINES: "chức vụ và họ tên người ký",
    Rule.TABLE_ROW: "một dòng của bảng giao việc",
    Rule.TABLE_FRAME: "tiêu đề hoặc nhóm của bảng giao việc",
    Rule.NAMES_UNIT: "câu nêu đơn vị được giao",
    Rule.UNDER_UNIT: "nằm dưới đề mục nêu đơn vị",
    Rule.OPENS_WITH_VERB: "mở đầu bằng động từ giao việc",
    Rule.NEEDED_WORDS: "có từ cần, phải, yêu cầu",
    Rule.LIST_OF_ITEMS: "câu giao việc cùng các ý liệt kê của nó",
    Rule.OWN_WORDS: "theo chính câu này",
    Rule.DETAIL_LINE: "theo dòng chi tiết bên dưới",
    Rule.HEADING_ABOVE: "theo đề mục bên trên",
    Rule.LEAD_IN: "theo câu mở ra danh sách",
    Rule.BEFORE_IT: "theo phần trước của đoạn",
    Rule.ISSUER_LEADS: "cơ quan ban hành tự thực hiện",
    Rule.ONE_DATE: "mốc duy nhất trong câu",
    Rule.LAST_DATE: "mốc sau cùng trong nhiều mốc",
    Rule.SCHEDULE: "ngày mở đầu dòng lịch",
    Rule.GOVERNING_DATE: "thời hạn chung của danh sách",
    Rule.BY_HAND: "do người kiểm tra chọn",
}
UNSURE_WORDS = {"leads": "đơn vị chủ trì", "coordinating": "đơn vị phối hợp", "deadline": "thời hạn"}
