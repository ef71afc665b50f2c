"""Invented tracking lists, in the ways that offices draw them up. Cells are parted by "|", lines in a cell by "/ "."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


def table(rows: str) -> str:
    """The rows as they stand in a text that was read from a file; every row gets the cells of the widest."""
    cells = [[cell.strip().replace("⏎", "\u2028") for cell in row.split("|")] for row in rows.strip("\n").split("\n")]
    width = max(map(len, cells))
    return "\n".join("\t".join([*row, *[""] * (width - len(row))]) for row in cells)


@dataclass(frozen=True)
class Expected:
    """What a task of a list must become; ``unsure``: the fields a person is asked to look at."""

    begins: str
    leads: tuple[str, ...]
    coordinating: tuple[str, ...] = ()
    deadline: date | None = None
    unsure: tuple[str, ...] = ()
    recurrence: str | None = None
    done: bool = False


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: str
    tasks: tuple[Expected, ...]
    since: date | None = date(2026, 7, 1)


SHEETS = (
    Sheet(
        "a plain list with a lead, a coordinator and a deadline column",
        """
        STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn | Ghi chú
        1 | Lập dự toán sửa trụ sở xã | Phòng Kinh tế | Phòng Văn hóa - Xã hội, Công an xã | 15/9/2026 |
        2 | Kiểm tra vệ sinh các bếp ăn bán trú | Trạm Y tế xã | | Quý III/2026 |
        3 | Trực tổng đài giải đáp cho người dân | Trung tâm Phục vụ hành chính công | | Thường xuyên |
        4 | Thu gom tài liệu lưu trữ | Văn phòng HĐND và UBND | các đơn vị liên quan | Trước 30/8 | gấp
        """,
        (
            Expected("Lập dự toán", ("Phòng Kinh tế",), ("Phòng Văn hóa - Xã hội", "Công an xã"), date(2026, 9, 15)),
            Expected("Kiểm tra vệ sinh", ("Trạm Y tế xã",), (), date(2026, 9, 30)),
            Expected("Trực tổng đài", ("Trung tâm Phục vụ hành chính công",), recurrence="Thường xuyên"),
            Expected("Thu gom", ("Văn phòng HĐND và UBND",), ("Các đơn vị liên quan",), date(2026, 8, 30)),
        ),
    ),
    Sheet(
        "section rows in capitals name the unit, the lead cells abbreviate it, the year stands with the document",
        """
        TT | Văn bản giao | Việc được giao | Chủ công | Hạn | Kết quả
        PHÒNG KINH TẾ - HẠ TẦNG | | | | |
        01 | TB số 12/TB-UBND ngày 05/3/2026 | Vẽ lại sơ đồ thoát nước khu chợ | Phòng KT-HT | Trong tháng 4 | Chưa làm
        02 | TB số 12/TB-UBND ngày 05/3/2026 | Kết hợp Công an huyện xử lý bãi xe lấn vỉa hè | | | Đã xong
        BAN QUẢN LÝ CHỢ | | | | |
        01 | CV 88/UBND-KT ngày 20/11/2025 | Thu đủ tiền thuê sạp còn nợ | BQL chợ | Tháng 2 | Đang thu
        """,
        (
            Expected("Vẽ lại", ("Phòng Kinh tế - Hạ tầng",), (), date(2026, 4, 30)),
            Expected("Kết hợp Công an", ("Phòng Kinh tế - Hạ tầng",), ("Công an huyện",), done=True),
            Expected("Thu đủ", ("Ban quản lý chợ",), (), date(2026, 2, 28)),
        ),
        None,
    ),
    Sheet(
        "a header of two rows, its columns numbered, and repeated on the next page",
        """
        STT | Nhiệm vụ | Phân công thực hiện | | Thời gian | | Sản phẩm
        | | Chủ trì | Phối hợp | Bắt đầu | Hoàn thành |
        (1) | (2) | (3) | (4) | (5) | (6) | (7)
        1 | Số hóa sổ hộ tịch | Sở Tư pháp | Sở Nội vụ; Công an tỉnh | 01/7/2026 | 31/12/2026 | Cơ sở dữ liệu
        STT | Nhiệm vụ | Phân công thực hiện | | Thời gian | | Sản phẩm
        | | Chủ trì | Phối hợp | Bắt đầu | Hoàn thành |
        2 | Tập huấn tổ công nghệ số | Sở Khoa học và Công nghệ | Sở Tài chính | 8/2026 | 10/2026 | 12 lớp
        """,
        (
            Expected("Số hóa", ("Sở Tư pháp",), ("Sở Nội vụ", "Công an tỉnh"), date(2026, 12, 31)),
            Expected("Tập huấn", ("Sở Khoa học và Công nghệ",), ("Sở Tài chính",), date(2026, 10, 31)),
        ),
    ),
    Sheet(
        "the unit stands first, topics part the list, roman sections name units where the cell is empty",
        """
        Cơ quan thực hiện | Nội dung nhiệm vụ | Tiến độ hoàn thành | Lãnh đạo phụ trách
        I. SỞ XÂY DỰNG | | |
        Về quy hoạch | | |
        | Trình đồ án phân khu phía nam | 30/11/2026 | PCT A
        | Công bố quy hoạch đã duyệt | 2026-2027 | PCT A
        II. CÔNG TÁC NHÀ Ở | | |
        Sở Tài chính | Bố trí vốn cho nhà ở xã hội | Quý 4 | PCT B
        """,
        (
            Expected("Trình đồ án", ("Sở Xây dựng",), (), date(2026, 11, 30)),
            Expected("Công bố", ("Sở Xây dựng",), (), date(2027, 12, 31)),
            Expected("Bố trí vốn", ("Sở Tài chính",), (), date(2026, 12, 31)),
        ),
    ),
    Sheet(
        "two tasks in a cell, with a deadline and a unit for each in the cells beside it",
        """
        TT | Ý kiến chỉ đạo | Đơn vị thực hiện | Thời hạn hoàn thành
        1 | 1. Rà soát hộ nghèo.⏎2. Bảng giá dịch vụ mới. | Phòng Nội vụ⏎Phòng Tài chính | 10/8/2026⏎20/8/2026
        2 | - Lập danh mục cầu yếu⏎- Đề xuất kinh phí sửa chữa | Phòng Quản lý đô thị | 15/9/2026
        3 | Xây dựng đề án, trong đó:⏎- Đánh giá hiện trạng⏎- Đề xuất giải pháp | Phòng Y tế | 30/9/2026
        """,
        (
            Expected("Rà soát hộ nghèo", ("Phòng Nội vụ",), (), date(2026, 8, 10)),
            Expected("Bảng giá", ("Phòng Tài chính",), (), date(2026, 8, 20)),
            Expected("Lập danh mục", ("Phòng Quản lý đô thị",), (), date(2026, 9, 15)),
            Expected("Đề xuất kinh phí", ("Phòng Quản lý đô thị",), (), date(2026, 9, 15)),
            Expected("Xây dựng đề án", ("Phòng Y tế",), (), date(2026, 9, 30)),
        ),
    ),
    Sheet(
        "merged cells: rows without a number go on with the row above, rows with one may be merged and are doubted",
        """
        STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn
        1 | Lập kế hoạch phòng chống hạn | Sở Nông nghiệp và Môi trường | UBND các xã | 31/7/2026
        | Kiểm tra hồ chứa | | | 15/8/2026
        | Báo cáo kết quả kiểm tra | | |
        2 | Rà soát giá nước | | Sở Tài chính | 31/10/2026
        3 | Xây dựng bản đồ hạn | Sở Khoa học và Công nghệ | |
        | | Sở Xây dựng | |
        """,
        (
            Expected("Lập kế hoạch", ("Sở Nông nghiệp và Môi trường",), ("UBND các xã",), date(2026, 7, 31)),
            Expected("Kiểm tra hồ", ("Sở Nông nghiệp và Môi trường",), ("UBND các xã",), date(2026, 8, 15)),
            Expected("Báo cáo", ("Sở Nông nghiệp và Môi trường",), ("UBND các xã",), date(2026, 8, 15), ("deadline",)),
            Expected(
                "Rà soát giá", ("Sở Nông nghiệp và Môi trường",), ("Sở Tài chính",), date(2026, 10, 31), ("leads",)
            ),
            Expected("Xây dựng bản đồ", ("Sở Khoa học và Công nghệ", "Sở Xây dựng"), (), None, ("leads",)),
        ),
    ),
    Sheet(
        "one column for all units: words, brackets and the order tell who leads",
        """
        Số TT | Tên việc | Đơn vị thực hiện | Hạn xử lý | Trạng thái
        1 | Chỉnh trang nghĩa trang | Phòng Văn hóa; phối hợp: Phòng Nội vụ, UBND xã An Lạc, xã Bình Minh | 20/7 | x
        2 | Cắm mốc đường gom | Sở Xây dựng (chủ trì)⏎Công an tỉnh (phối hợp) | 20/8 |
        3 | Đo đạc lại bãi bồi | Sở Tài chính, Sở Nội vụ | 20/9 |
        4 | Vớt bèo trên kênh | -nt- | nt |
        """,
        (
            Expected(
                "Chỉnh trang",
                ("Phòng Văn hóa",),
                ("Phòng Nội vụ", "UBND xã An Lạc", "UBND xã Bình Minh"),
                date(2026, 7, 20),
            ),
            Expected("Cắm mốc", ("Sở Xây dựng",), ("Công an tỉnh",), date(2026, 8, 20)),
            Expected("Đo đạc", ("Sở Tài chính",), ("Sở Nội vụ",), date(2026, 9, 20), ("leads", "coordinating")),
            Expected("Vớt bèo", ("Sở Tài chính",), (), date(2026, 9, 20)),
        ),
    ),
    Sheet(
        "no deadline column: the sentence names the day, and a meeting's day is none",
        """
        STT | Nội dung giao | Đơn vị chủ trì | Tình hình thực hiện
        1 | Gửi góp ý dự thảo trước ngày 10/8/2026; đồng thời đăng tải dự thảo trước ngày 20/8/2026 | Sở Y tế |
        2 | Chuẩn bị tài liệu cho cuộc họp dự kiến vào ngày 05/8/2026 | Sở Nội vụ |
        3 | Mua bổ sung máy phát điện | Sở Công Thương | Đã hoàn thành ngày 02/7/2026
        4 | Khơi thông cửa xả | Sở Xây dựng | Đã hoàn thành một phần
        """,
        (
            Expected("Gửi góp ý", ("Sở Y tế",), (), date(2026, 8, 10)),
            Expected("đăng tải", ("Sở Y tế",), (), date(2026, 8, 20)),
            Expected("Chuẩn bị tài liệu", ("Sở Nội vụ",)),
            Expected("Mua bổ sung", ("Sở Công Thương",), done=True),
            Expected("Khơi thông", ("Sở Xây dựng",)),
        ),
    ),
    Sheet(
        "a title stands above the header, and gives the year",
        """
        DANH MỤC NHIỆM VỤ TRỌNG TÂM NĂM 2027 | | |
        (Kèm theo Kế hoạch số 03/KH-UBND ngày 08 tháng 01 năm 2027) | | |
        Mục | Công việc cần thực hiện | Bộ phận thực hiện | Thời điểm hoàn thành
        A | Văn phòng HĐND và UBND | |
        1 | Xây dựng lịch tiếp công dân | | Tháng 2
        2 | Thay hệ thống mạng | Tổ công nghệ số | Cuối năm
        B | Các nội dung khác | |
        1 | Sắp xếp lại kho | | Tuần 2 tháng 3
        """,
        (
            Expected("Xây dựng lịch", ("Văn phòng HĐND và UBND",), (), date(2027, 2, 28)),
            Expected("Thay hệ thống", ("Tổ công nghệ số",), (), date(2027, 12, 31), ("deadline",)),
            Expected("Sắp xếp", (), (), None, ("leads", "deadline")),
        ),
        None,
    ),
    Sheet(
        "columns of two kinds of result, and no number",
        """
        Nhiệm vụ được giao | Nơi thực hiện | Kết quả | | Hạn
        | | Đã hoàn thành | Chưa hoàn thành |
        Trồng lại cây xanh đường 3/2 | Phòng Kinh tế | X | | 2026-08-31 00:00:00
        Làm sạch bể nước | Trường Tiểu học An Lạc | | X | 31/9/2026
        """,
        (
            Expected("Trồng lại", ("Phòng Kinh tế",), (), date(2026, 8, 31), done=True),
            Expected("Làm sạch", ("Trường Tiểu học An Lạc",), (), None, ("deadline",)),
        ),
    ),
)

TICKED = Sheet(
    "a column for every quarter, with a tick in it; the sentence itself names the unit",
    """
    CHƯƠNG TRÌNH CÔNG TÁC NĂM 2026 | | | | |
    STT | Nội dung nhiệm vụ | Thời gian thực hiện | | | Tiến độ
    | | Quý II | Quý III | Quý IV |
    1 | Giao Phòng Kinh tế lập bản đồ ngập | X | X | | đang làm
    2 | Giao Phòng Nội vụ mở lớp tập huấn | | | x |
    3 | Giao Công an xã cấp lại biển số nhà | | | |
    """,
    (
        Expected("Giao Phòng Kinh tế", ("Phòng Kinh tế",), (), date(2026, 9, 30), ("deadline",)),
        Expected("Giao Phòng Nội vụ", ("Phòng Nội vụ",), (), date(2026, 12, 31), ("deadline",)),
        Expected("Giao Công an", ("Công an xã",)),
    ),
    None,
)
MOVED = Sheet(
    "a deadline that was put off, in a column of its own",
    """
    TT | Công việc được giao | ĐV chủ trì | Thời hạn giao | Thời hạn sau gia hạn | Ngày hoàn thành
    1 | Vẽ sơ đồ chợ | Phòng Kinh tế | 30/7/2026 | 30/9/2026 |
    2 | Mua máy bơm | Phòng Kinh tế | 15/8/2026 | | 10/8/2026
    """,
    (
        Expected("Vẽ sơ đồ", ("Phòng Kinh tế",), (), date(2026, 9, 30), ("deadline",)),
        Expected("Mua máy", ("Phòng Kinh tế",), (), date(2026, 8, 15), done=True),
    ),
)
SHEETS = (*SHEETS, TICKED, MOVED)

NO_LISTS = (
    ("a letterhead", "ỦY BAN NHÂN DÂN XÃ HẠ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/TB-UBND | Độc lập - Tự do"),
    ("a signature", "Nơi nhận: | TM. ỦY BAN NHÂN DÂN\n- Như trên; | CHỦ TỊCH"),
    ("a list of people", "STT | Họ và tên | Đơn vị | Nhiệm vụ\n1 | Trần Văn A | Phòng Y tế | Tổ trưởng"),
    ("a programme of a meeting", "Thời gian | Nội dung | Địa điểm\n8 giờ | Khai mạc | Hội trường"),
    ("a table of money", "STT | Danh mục | Kinh phí | Ghi chú\n1 | Sửa mái | 120.000.000 |"),
    ("a report of results", "STT | Nội dung | Kết quả\n1 | Hộ nghèo | 12 hộ"),
)
