"""The outlines of a whole report that come with the software, and the words around them.

The headings are our own, in the order in which offices report on administrative reform. Whoever changes a heading or
a year's outline for every office does it here; one office changes its own on the page "Đề cương báo cáo".
"""

from __future__ import annotations

from datetime import date

from app.domain.outlines import Place
from app.wording.report import agency_words, count, official_day

TITLE = "Đề cương báo cáo"
HINT = (
    "Dòng đầu là trích yếu. Mỗi đề mục một dòng, tự ghi số thứ tự: I. 1. 1.1. a) - +. Phần mềm để sẵn dòng chấm dưới "
    "đề mục còn trống, và điền nội dung vào hai dòng trong dấu ngoặc vuông."
)
# Kept in frozen reports with the outline that has them: never change one.
MARKERS = {
    Place.DISCIPLINE: "[Mục kỷ luật, kỷ cương hành chính]",
    Place.TASKS: "[Nhiệm vụ kỳ tới]",
}
DOTS = "…" * 30
SAVED = "Đã lưu đề cương báo cáo."
RESTORED = "Đã lấy lại đề cương có sẵn."
RECEIVERS = ("Như trên;", "Lãnh đạo Ủy ban nhân dân;", "Lưu: VT, VP.")

_PROVINCE = f"""Kết quả công tác cải cách hành chính
I. Công tác chỉ đạo, điều hành
1. Ban hành văn bản, kế hoạch chỉ đạo
2. Phân công, theo dõi và đôn đốc thực hiện
3. Thông tin, tuyên truyền
4. Kiểm tra, tự kiểm tra
II. Kết quả thực hiện các nội dung
1. Thể chế
a) Xây dựng văn bản quy phạm pháp luật
b) Rà soát, kiểm tra, xử lý văn bản
2. Thủ tục hành chính
a) Công bố, công khai và rà soát thủ tục
b) Tiếp nhận, giải quyết hồ sơ; phản ánh, kiến nghị
3. Tổ chức bộ máy
a) Sắp xếp cơ quan, đơn vị và phân cấp cho cấp xã
b) Biên chế, số lượng người làm việc
4. Chế độ công vụ
a) Tuyển dụng, sử dụng, đánh giá cán bộ, công chức, viên chức
b) Đào tạo, bồi dưỡng
c) Kỷ luật, kỷ cương hành chính
{MARKERS[Place.DISCIPLINE]}
5. Tài chính công
6. Chính quyền số, chuyển đổi số
III. Đánh giá chung
1. Những việc làm được
2. Tồn tại, hạn chế và nguyên nhân
IV. Phương hướng, nhiệm vụ kỳ tới
{MARKERS[Place.TASKS]}
V. Kiến nghị, đề xuất
"""
_COMMUNE = f"""Kết quả công tác cải cách hành chính
I. Chỉ đạo, điều hành
1. Văn bản, kế hoạch đã ban hành; phân công thực hiện
2. Tuyên truyền; tự kiểm tra
II. Kết quả thực hiện
1. Thể chế: văn bản đã ban hành, rà soát
2. Thủ tục hành chính: tiếp nhận và giải quyết hồ sơ tại Trung tâm Phục vụ hành chính công
3. Tổ chức bộ máy, biên chế
4. Chế độ công vụ
a) Cán bộ, công chức; đào tạo, bồi dưỡng
b) Kỷ luật, kỷ cương hành chính
{MARKERS[Place.DISCIPLINE]}
5. Tài chính công
6. Chuyển đổi số
III. Đánh giá chung
1. Ưu điểm
2. Tồn tại, hạn chế và nguyên nhân
IV. Phương hướng, nhiệm vụ kỳ tới
{MARKERS[Place.TASKS]}
V. Kiến nghị, đề xuất
"""
# The year from which each outline is the one of its level; a new outline is a new line here, older reports keep theirs.
PROVINCE: tuple[tuple[int, str], ...] = ((2000, _PROVINCE),)
COMMUNE: tuple[tuple[int, str], ...] = ((2000, _COMMUNE),)
_OF_PROVINCES = ("Ủy ban nhân dân tỉnh ", "Ủy ban nhân dân thành phố ")
ERRORS = {
    "report_outline.no_marker": "Đề cương chưa có dòng {marker}. Đề nghị ghi dòng này, đứng riêng một dòng, ở nơi cần "
    "đưa nội dung vào.",
    "report_outline.no_subject": "Dòng đầu của đề cương là trích yếu của báo cáo, không có số thứ tự. Đề nghị ghi "
    "trích yếu ở dòng đầu.",
    "report_outline.too_long": "Đề cương dài quá {limit} ký tự. Đề nghị rút gọn.",
    "report_outline.two_markers": "Đề cương có nhiều hơn một dòng {marker}. Đề nghị chỉ để lại một dòng.",
    "report_outline.unknown_marker": "Không rõ dòng {marker}. Trong dấu ngoặc vuông chỉ dùng "
    f"{MARKERS[Place.DISCIPLINE]} và {MARKERS[Place.TASKS]}.",
}
FROZEN = "Đề cương được chốt cùng số liệu. Đề cương sửa sau đó dùng cho lần chốt sau."
NOT_FROZEN = "Số liệu này chốt khi chưa chốt đề cương: báo cáo dùng đề cương hiện nay."
WHERE_FROM = {True: "Đề cương có sẵn của phần mềm.", False: "Đề cương do cơ quan lập, dùng cho báo cáo từ năm {year}."}


def shipped(office_name: str, year: int) -> str:
    """The outline of the office's level that is in force in the year: a province's or a commune's."""
    dated = PROVINCE if agency_words(office_name).startswith(_OF_PROVINCES) else COMMUNE
    return next((text for since, text in reversed(dated) if since <= year), dated[0][1])


def where_from(*, is_shipped: bool, year: int | None) -> str:
    return WHERE_FROM[is_shipped].format(year=year)


def tasks_opening(period_from: date, cut_off: date, number: int) -> str:
    """What stands above the tasks of the next period; ``number`` counts the lines that follow."""
    dates = f"từ ngày {official_day(period_from)} đến ngày {official_day(cut_off)}"
    if not number:
        return f"Trong kỳ tới ({dates}) chưa có nhiệm vụ đã giao nào đến hạn."
    return f"Hoàn thành đúng thời hạn {count(number)} nhiệm vụ đến hạn trong kỳ tới ({dates}):"


def overdue_first(number: int, noun: str) -> str:
    """What was overdue is done before; nothing if nothing is."""
    return f"Tập trung hoàn thành {count(number)} {noun} quá hạn." if number else ""


def unit_leads(name: str) -> str:
    return f"{name} chủ trì:"


def task_line(text: str, due_on: date) -> str:
    """- Lập danh sách hộ nghèo (thời hạn 30/9/2023)."""
    return f"- {text.rstrip(' .;,')} (thời hạn {official_day(due_on)})."
