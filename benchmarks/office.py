"""An invented office of twenty units, and the sentences its notices are made of. Nobody and nothing here exists."""

from __future__ import annotations

from datetime import date
from random import Random

DAY = date(2026, 11, 3)  # the day the measurements are taken on
FOUNDED = date(2025, 7, 1)
OFFICE_NAME = "UBND tỉnh Hồng Lam"
LOGIN, PASSWORD = "chanhvp", "đo tốc độ"

# Name, short name, under the office's authority. The first is the office's own.
UNITS = (
    ("Văn phòng UBND tỉnh", "Văn phòng", True),
    ("Sở Nội vụ", "Nội vụ", True),
    ("Sở Tài chính", "Tài chính", True),
    ("Sở Xây dựng", "Xây dựng", True),
    ("Sở Nông nghiệp và Môi trường", "NN&MT", True),
    ("Sở Công Thương", "Công Thương", True),
    ("Sở Khoa học và Công nghệ", "KH&CN", True),
    ("Sở Giáo dục và Đào tạo", "GD&ĐT", True),
    ("Sở Y tế", "Y tế", True),
    ("Sở Văn hóa, Thể thao và Du lịch", "VHTT&DL", True),
    ("Sở Tư pháp", "Tư pháp", True),
    ("Thanh tra tỉnh", "Thanh tra", True),
    ("Ban Quản lý khu kinh tế", "BQL khu kinh tế", True),
    ("UBND phường Bến Sỏi", "Bến Sỏi", True),
    ("UBND phường Cầu Gỗ", "Cầu Gỗ", True),
    ("UBND xã Đồng Mít", "Đồng Mít", True),
    ("UBND xã Vạn Thủy", "Vạn Thủy", True),
    ("Công an tỉnh", "Công an", False),
    ("Thuế tỉnh Hồng Lam", "Thuế", False),
    ("Ủy ban MTTQ Việt Nam tỉnh", "MTTQ", False),
)

_ACTS = (
    "rà soát, lập danh sách",
    "kiểm tra thực địa, báo cáo kết quả đối với",
    "hoàn thành hồ sơ, trình UBND tỉnh xem xét",
    "tham mưu văn bản chỉ đạo về",
    "đôn đốc, hướng dẫn các địa phương thực hiện",
    "tổng hợp khó khăn, vướng mắc và đề xuất phương án xử lý đối với",
    "công khai, niêm yết và giải thích cho người dân về",
    "làm việc với chủ đầu tư để thống nhất tiến độ của",
)
_THINGS = (
    "các công trình thủy lợi nhỏ bị hư hỏng sau đợt mưa tháng trước",
    "việc sắp xếp, xử lý trụ sở dôi dư của các cơ quan sau sắp xếp",
    "tuyến đường nối khu tái định cư Gò Sậy với bến thuyền Cồn Trăng",
    "hồ sơ cấp giấy chứng nhận quyền sử dụng đất còn tồn tại bộ phận một cửa",
    "kế hoạch tuyển sinh và bố trí giáo viên các trường vùng bãi ngang",
    "các điểm sạt lở dọc sông Mơ, đoạn qua ba thôn ven chợ Vạn",
    "dự án hạ tầng cụm công nghiệp Bàu Dài, giai đoạn hai",
    "số liệu giải ngân vốn đầu tư công của từng chủ đầu tư",
    "chương trình hỗ trợ hộ nghèo sửa chữa nhà ở trước mùa gió",
    "phương án bảo đảm an toàn giao thông tại các nút giao đang thi công",
)
_PURPOSES = (
    ", bảo đảm đúng quy định và không để phát sinh đơn thư kéo dài",
    "; nêu rõ trách nhiệm của từng tổ chức, cá nhân có liên quan",
    ", kèm bảng tiến độ theo tuần và tên người chịu trách nhiệm theo dõi",
    "; trường hợp vượt thẩm quyền thì báo cáo ngay để được xem xét, quyết định",
    "",
)


def sentence(random: Random, unit: str, phrase: str) -> str:
    """A duty as a notice writes it, of 120 to 330 characters."""
    act, thing, purpose = random.choice(_ACTS), random.choice(_THINGS), random.choice(_PURPOSES)
    return f"{unit} chủ trì, phối hợp với các đơn vị liên quan {act} {thing}{purpose}; báo cáo UBND tỉnh {phrase}."


def notice(random: Random, duties: int) -> str:
    """A notice to be read into a draft of so many duties."""
    head = (
        f"{OFFICE_NAME.upper()}\nVĂN PHÒNG\nSố: 912/TB-VP\n\n"
        f"Hồng Lam, ngày {DAY.day:02d} tháng {DAY.month} năm {DAY.year}\n\nTHÔNG BÁO\n"
        "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban tháng\n\n"
        "Sau khi nghe báo cáo, Chủ tịch UBND tỉnh kết luận như sau:\n"
    )
    units = [name for name, _, _ in UNITS[1:17]]
    lines = (
        f"{n}. Giao {sentence(random, units[n % len(units)], f'trước ngày {1 + n % 28:02d}/12/{DAY.year}')}\n"
        for n in range(1, duties + 1)
    )
    return head + "".join(lines)
