"""The words of an old list of tasks on its way in: columns, the empty table, what a row leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.wording.tables import EXAMPLE

TITLE = "Danh sách nhiệm vụ"
FILENAME = "mau-danh-sach-nhiem-vu"
HOW_TITLE = "Hướng dẫn"
HOW_HEADS = ("Cột", "Cách ghi")
# Key of a column: its head in the empty table, and how to fill it.
COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("STT", "Số thứ tự; để trống ở dòng nối tiếp dòng trên."),
    "source": ("Văn bản giao", "Số, ký hiệu và ngày của văn bản giao. Nhiệm vụ cùng văn bản được nhập chung."),
    "content": ("Nội dung nhiệm vụ", "Mỗi nhiệm vụ một dòng."),
    "leads": (
        "Đơn vị chủ trì",
        "Tên đơn vị như trong danh mục của cơ quan; nhiều đơn vị thì cách nhau bằng dấu chấm phẩy.",
    ),
    "coordinating": ("Đơn vị phối hợp", "Như cột đơn vị chủ trì; có thể để trống."),
    "deadline": (
        "Thời hạn hoàn thành",
        "30/9/2026, tháng 9/2026, quý III/2026 hoặc “thường xuyên”; để trống nếu không có.",
    ),
    "result": ("Kết quả thực hiện", "Dòng ghi “Đã hoàn thành” không được nhập."),
}
EXAMPLE_ROW: Sequence[str] = (
    "",
    "Thông báo số 15/TB-UBND ngày 04/9/2026",
    f"{EXAMPLE} Rà soát danh mục công trình chậm tiến độ",
    "Phòng Kinh tế",
    "Văn phòng HĐND và UBND; Phòng Văn hóa - Xã hội",
    "30/9/2026",
    "",
)
TEXT_FILE = "{name}.txt"
SUBJECT = "Danh sách nhiệm vụ đang theo dõi"
# What the person who imports is asked to look at, by the field that the reader was unsure of.
DOUBTS: Mapping[str, str] = {
    "leads": "Đơn vị chủ trì được suy ra từ dòng trên hoặc tiêu đề mục",
    "coordinating": "Đơn vị phối hợp được suy ra từ vị trí trong ô",
    "deadline": "Thời hạn được suy ra từ “{phrase}”",
    "source": "Văn bản giao được suy ra từ dòng trên",
    "deadline_missing": "Không hiểu được thời hạn nên nhập là nhiệm vụ không có thời hạn",
}
NOT_ASKED = "Chưa có trong danh mục nên không giao phối hợp: {names}"


def place(table: int, row: int, *, tables: int) -> str:
    """Where in the file a row stands; the table is told only where there are several."""
    return f"Dòng {row}" if tables == 1 else f"Bảng {table}, dòng {row}"


ERRORS: dict[str, str] = {
    "list.all_done": "Mọi dòng đều đã hoàn thành nên không có nhiệm vụ nào để nhập.",
    "list.bad_date": "Không hiểu được thời hạn “{text}”. Đề nghị ghi theo dạng 30/9/2026, tháng 9/2026 hoặc "
    "quý III/2026.",
    "list.collective": "“{text}” chỉ nhiều đơn vị cùng lúc. Đề nghị ghi tên từng đơn vị chủ trì.",
    "list.due_before_given": "Thời hạn {due_on:%d/%m/%Y} ở trước ngày giao {given_on:%d/%m/%Y}. Đề nghị kiểm tra "
    "thời hạn và ngày của văn bản giao; dòng không ghi văn bản giao thì lấy ngày nhập ở trên.",
    "list.no_content": "Dòng có đơn vị hoặc thời hạn nhưng không có nội dung. Đề nghị ghi nội dung hoặc bỏ dòng.",
    "list.no_lead": "Chưa rõ đơn vị chủ trì: “{text}”. Đề nghị ghi đơn vị vào ô, hoặc vào dòng tiêu đề của mục.",
    "list.no_rows": "Bảng không có dòng nhiệm vụ nào dưới dòng tiêu đề.",
    "list.no_table": "Không thấy bảng nhiệm vụ. Bảng cần có dòng tiêu đề với cột nội dung và cột đơn vị chủ trì hoặc "
    "thời hạn; có thể dùng tệp mẫu.",
    "list.twice": "{where} đã có nhiệm vụ này. Đề nghị bỏ một trong hai dòng.",
}
