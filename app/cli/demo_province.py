"""An invented province: its departments, communes and people. Nobody and nothing here exists."""

from __future__ import annotations

from app.cli.demo_model import DemoField, DemoOffice, DemoPerson, DemoUnit
from app.domain.terms import Role

NAME = "UBND tỉnh Hồng Lam"


def _department(key: str, subject: str, short_name: str, symbol: str, *aliases: str) -> DemoUnit:
    return DemoUnit(key, f"Sở {subject}", f"Sở {short_name}", aliases, symbol=symbol)


def _commune(key: str, name: str) -> DemoUnit:
    """ "Xã Đông Vĩ" is the place, its UBND the unit."""
    spelled = name[0].lower() + name[1:]
    return DemoUnit(key, f"UBND {spelled}", name, (f"Ủy ban nhân dân {spelled}",), symbol="UBND")


def _outside(key: str, name: str, short_name: str, symbol: str, *aliases: str) -> DemoUnit:
    return DemoUnit(key, name, short_name, aliases, ours=False, symbol=symbol)


DEPARTMENTS = (
    DemoUnit(
        "vanphong",
        "Văn phòng UBND tỉnh",
        "Văn phòng",
        ("Văn phòng Ủy ban nhân dân tỉnh", "VP UBND tỉnh"),
        symbol="VP",
    ),
    _department("sonoivu", "Nội vụ", "Nội vụ", "SNV", "Sở NV"),
    _department("sotuphap", "Tư pháp", "Tư pháp", "STP", "Sở TP"),
    _department("sotaichinh", "Tài chính", "Tài chính", "STC", "Sở TC"),
    _department("socongthuong", "Công Thương", "Công Thương", "SCT", "Sở CT"),
    _department("sonnmt", "Nông nghiệp và Môi trường", "NN&MT", "SNNMT", "Sở NNMT", "Sở Nông nghiệp - Môi trường"),
    _department("soxaydung", "Xây dựng", "Xây dựng", "SXD", "Sở XD"),
    _department("sokhcn", "Khoa học và Công nghệ", "KH&CN", "SKHCN", "Sở KHCN", "Sở Khoa học - Công nghệ"),
    _department("sovhttdl", "Văn hóa, Thể thao và Du lịch", "VHTTDL", "SVHTTDL", "Sở VH,TT&DL", "Sở VHTT&DL"),
    _department("sogddt", "Giáo dục và Đào tạo", "GD&ĐT", "SGDĐT", "Sở GDĐT", "Sở Giáo dục - Đào tạo"),
    _department("soyte", "Y tế", "Y tế", "SYT", "Sở YT"),
    DemoUnit("thanhtra", "Thanh tra tỉnh", "Thanh tra", ("Chánh Thanh tra tỉnh",), symbol="TTr"),
    DemoUnit(
        "bqlkcn",
        "Ban Quản lý các khu công nghiệp tỉnh",
        "BQL các KCN",
        ("Ban Quản lý các KCN", "BQL các KCN tỉnh"),
        symbol="BQLKCN",
    ),
    DemoUnit(
        "tthcc",
        "Trung tâm Phục vụ hành chính công tỉnh",
        "Trung tâm PVHCC",
        ("Trung tâm Phục vụ hành chính công", "TTPVHCC tỉnh"),
        symbol="TTPVHCC",
    ),
)
COMMUNES = (
    _commune("lamkieu", "Phường Lam Kiều"),
    _commune("moctram", "Phường Mộc Trạm"),
    _commune("bentuan", "Phường Bến Tuần"),
    _commune("dongvi", "Xã Đông Vĩ"),
    _commune("tayvi", "Xã Tây Vĩ"),
    _commune("khetruc", "Xã Khe Trúc"),
    _commune("dongsay", "Xã Đồng Sậy"),
    _commune("halientri", "Xã Hạ Liên Trì"),
    _commune("thuonglientri", "Xã Thượng Liên Trì"),
    _commune("connhan", "Xã Cồn Nhạn"),
    _commune("baivang", "Xã Bãi Vàng"),
    _commune("suoigiang", "Xã Suối Giăng"),
    _commune("namvong", "Xã Nậm Vông"),
    _commune("phiengmay", "Xã Phiêng Mây"),
)
OUTSIDE = (
    _outside("congan", "Công an tỉnh", "Công an tỉnh", "CAT", "Giám đốc Công an tỉnh"),
    _outside("quansu", "Bộ Chỉ huy Quân sự tỉnh", "Bộ CHQS tỉnh", "BCH", "Bộ CHQS"),
    _outside("thue", "Thuế tỉnh", "Thuế tỉnh", "TTH", "Cục Thuế tỉnh", "Trưởng Thuế tỉnh"),
    _outside("bhxh", "Bảo hiểm xã hội tỉnh", "BHXH tỉnh", "BHXH"),
    _outside("mttq", "Ủy ban MTTQ Việt Nam tỉnh", "MTTQ tỉnh", "MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
)
# How notices name all the communes at once, and their keys.
ALL_COMMUNES = "UBND các xã, phường"
COMMUNE_KEYS = tuple(unit.key for unit in COMMUNES)
ALL_DEPARTMENTS = "Các sở, ban, ngành"
DEPARTMENT_KEYS = tuple(unit.key for unit in DEPARTMENTS if unit.key not in ("vanphong", "tthcc"))

_OFFICE = (
    DemoPerson("chanhvp", "Uông Thế Lạc", "vanphong", Role.CHIEF, "Chánh Văn phòng UBND tỉnh"),
    DemoPerson("chuyenvien", "Tiêu Thị Hạnh Dung", "vanphong", Role.STAFF, "Chuyên viên theo dõi tổng hợp"),
    DemoPerson("cvkinhte", "Giáp Văn Khoát", "vanphong", Role.STAFF, "Chuyên viên theo dõi kinh tế"),
    DemoPerson("cvnongnghiep", "Đồng Thị Vân Sam", "vanphong", Role.STAFF, "Chuyên viên theo dõi nông nghiệp"),
    DemoPerson("cvvanxa", "Nghiêm Thị Tố Uyên", "vanphong", Role.STAFF, "Chuyên viên theo dõi văn xã"),
    DemoPerson("cvnoichinh", "Viên Đình Chất", "vanphong", Role.STAFF, "Chuyên viên theo dõi nội chính"),
    DemoPerson("chutich", "Thân Trọng Nhuệ", "vanphong", Role.LEADER, "Chủ tịch UBND tỉnh"),
    DemoPerson("phochutich", "Quản Đức Lương", "vanphong", Role.LEADER, "Phó Chủ tịch UBND tỉnh (kinh tế)"),
    DemoPerson("phochutich2", "Lục Thị Thư Hiền", "vanphong", Role.LEADER, "Phó Chủ tịch UBND tỉnh (văn xã)"),
    DemoPerson("phochutich3", "Mai Khắc Triệu", "vanphong", Role.LEADER, "Phó Chủ tịch UBND tỉnh (nông nghiệp)"),
    DemoPerson("vanthu", "Diêm Thị Lý", "vanphong", Role.CLERK, "Văn thư"),
    DemoPerson("quantri", "Bạch Công Điền", "vanphong", Role.ADMIN, "Quản trị hệ thống"),
    DemoPerson("tonghop", "Khương Thị Bích Thảo", "vanphong", Role.UNIT_MEMBER, "Chuyên viên phòng Tổng hợp"),
)
# Login and unit, name, title.
_HEADS = (
    ("sonoivu", "Lương Quý Đạt", "Giám đốc Sở Nội vụ"),
    ("sotuphap", "Ninh Thị Kiều Trang", "Giám đốc Sở Tư pháp"),
    ("sotaichinh", "Vũ Bá Tòng", "Giám đốc Sở Tài chính"),
    ("socongthuong", "Doãn Hữu Trạch", "Giám đốc Sở Công Thương"),
    ("sonnmt", "Cao Xuân Lẫm", "Giám đốc Sở Nông nghiệp và Môi trường"),
    ("soxaydung", "Hàn Duy Kiệm", "Giám đốc Sở Xây dựng"),
    ("sokhcn", "Tăng Văn Độ", "Giám đốc Sở Khoa học và Công nghệ"),
    ("sovhttdl", "La Thị Ngọc Diễm", "Giám đốc Sở Văn hóa, Thể thao và Du lịch"),
    ("sogddt", "Phí Đăng Toại", "Giám đốc Sở Giáo dục và Đào tạo"),
    ("soyte", "Đàm Thị Quỳnh Giao", "Giám đốc Sở Y tế"),
    ("thanhtra", "Kim Ngọc Thạc", "Chánh Thanh tra tỉnh"),
    ("bqlkcn", "Trịnh Phúc Nguyên", "Trưởng ban Quản lý các khu công nghiệp"),
    ("tthcc", "Cung Thị Mai Lựu", "Giám đốc Trung tâm Phục vụ hành chính công"),
    ("lamkieu", "Sầm Văn Quỳ", "Chủ tịch UBND phường Lam Kiều"),
    ("moctram", "Hà Thị Lệ Thu", "Chủ tịch UBND phường Mộc Trạm"),
    ("bentuan", "Từ Quốc Vượng", "Chủ tịch UBND phường Bến Tuần"),
    ("dongvi", "Đoàn Trọng Nghị", "Chủ tịch UBND xã Đông Vĩ"),
    ("tayvi", "Chu Thị Hồng Nhạn", "Chủ tịch UBND xã Tây Vĩ"),
    ("khetruc", "Lương Văn Mục", "Chủ tịch UBND xã Khe Trúc"),
    ("dongsay", "Tôn Thị Mỹ Lệ", "Chủ tịch UBND xã Đồng Sậy"),
    ("halientri", "Phan Sĩ Hách", "Chủ tịch UBND xã Hạ Liên Trì"),
    ("thuonglientri", "Phan Thị Ái Vân", "Chủ tịch UBND xã Thượng Liên Trì"),
    ("connhan", "Ngô Bá Lực", "Chủ tịch UBND xã Cồn Nhạn"),
    ("baivang", "Trương Thị Sao Mai", "Chủ tịch UBND xã Bãi Vàng"),
    ("suoigiang", "Vi Văn Thoong", "Chủ tịch UBND xã Suối Giăng"),
    ("namvong", "Lò Thị Ín", "Chủ tịch UBND xã Nậm Vông"),
    ("phiengmay", "Giàng A Tủa", "Chủ tịch UBND xã Phiêng Mây"),
    ("congan", "Thiều Quang Bảo", "Phó Giám đốc Công an tỉnh"),
    ("quansu", "Khúc Văn Đãi", "Phó Chỉ huy trưởng Bộ CHQS tỉnh"),
    ("thue", "Bùi Hữu Tạo", "Trưởng Thuế tỉnh"),
    ("bhxh", "Văn Thị Xuyến", "Giám đốc Bảo hiểm xã hội tỉnh"),
    ("mttq", "Lê Đình Sóc", "Phó Chủ tịch Ủy ban MTTQ Việt Nam tỉnh"),
)
_MEMBERS = (
    DemoPerson("sonnmt2", "Ông Thị Kim Loan", "sonnmt", Role.UNIT_MEMBER, "Chánh Văn phòng Sở NN&MT"),
    DemoPerson("sotaichinh2", "Đậu Minh Tiếp", "sotaichinh", Role.UNIT_MEMBER, "Chuyên viên Sở Tài chính"),
    DemoPerson("dongvi2", "Trần Quang Vinh", "dongvi", Role.UNIT_MEMBER, "Chánh Văn phòng xã Đông Vĩ"),
)

PROVINCE = DemoOffice(
    key="tinh",
    name=NAME,
    parent="",
    place="Hồng Lam",
    committee="UBND tỉnh",
    domain="honglam.example",
    password="honglam2026",
    units=(*DEPARTMENTS, *COMMUNES, *OUTSIDE),
    people=(*_OFFICE, *(DemoPerson(key, name, key, Role.UNIT_HEAD, title) for key, name, title in _HEADS), *_MEMBERS),
    fields=(
        DemoField(
            "Tài chính, công thương, thu hút đầu tư",
            leader="phochutich",
            follower="cvkinhte",
            units=("sotaichinh", "socongthuong", "bqlkcn", "thue"),
        ),
        DemoField(
            "Nông nghiệp, môi trường, xây dựng",
            leader="phochutich3",
            follower="cvnongnghiep",
            units=("sonnmt", "soxaydung"),
        ),
        DemoField(
            "Văn hóa, giáo dục, y tế, an sinh xã hội",
            leader="phochutich2",
            follower="cvvanxa",
            units=("sovhttdl", "sogddt", "soyte", "bhxh", "mttq"),
        ),
        DemoField(
            "Nội chính, tổ chức bộ máy, chính quyền cơ sở",
            leader="chutich",
            follower="cvnoichinh",
            units=("sonoivu", "sotuphap", "thanhtra", "congan", "quansu", *COMMUNE_KEYS),
        ),
        DemoField(
            "Khoa học, chuyển đổi số, cải cách hành chính",
            leader="phochutich",
            follower="chuyenvien",
            units=("sokhcn", "tthcc", "vanphong", "sonoivu"),
        ),
    ),
)
