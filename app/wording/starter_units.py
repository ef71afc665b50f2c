"""Lists of units an office can begin with, by the kind of People's Committee it is: names, not yet rows.

The structures follow NĐ 150/2025/NĐ-CP (province and commune since 01/7/2025) and NĐ 37/2014 with NĐ 108/2020/NĐ-CP
(the districts that ended on 30/6/2025). Who begins with a list removes, renames and adds: no two offices are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StarterUnit:
    """``{place}`` in the name stands for the office's place. Aliases are what notices write instead of the name.

    Who is not under the office's authority is asked, not ordered, and counted apart.
    """

    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    under_authority: bool = True
    is_secretariat: bool = False


@dataclass(frozen=True, slots=True)
class Starter:
    """One list, in the order in which an office names its units."""

    label: str
    units: tuple[StarterUnit, ...]


def _ours(name: str, short_name: str, *aliases: str) -> StarterUnit:
    return StarterUnit(name, short_name, aliases)


def _outside(name: str, short_name: str, *aliases: str) -> StarterUnit:
    return StarterUnit(name, short_name, aliases, under_authority=False)


def _secretariat(name: str, short_name: str, *aliases: str) -> StarterUnit:
    return StarterUnit(name, short_name, aliases, is_secretariat=True)


_ONE_STOP = ("Trung tâm Hành chính công", "TTPVHCC", "TT HCC", "Bộ phận Một cửa", "Bộ phận TN&TKQ")


def _bodies(level: str) -> tuple[StarterUnit, ...]:
    """Front, unions and associations, which every level has under its own name."""
    return (
        _outside(
            f"Ủy ban MTTQ Việt Nam {level}",
            f"MTTQ {level}",
            f"Ủy ban Mặt trận Tổ quốc Việt Nam {level}",
            f"Mặt trận Tổ quốc {level}",
            "UBMTTQ",
        ),
        _outside(f"Hội Nông dân {level}", "Hội Nông dân", f"HND {level}"),
        _outside(f"Hội Liên hiệp Phụ nữ {level}", "Hội LHPN", f"Hội LHPN {level}", f"Hội Phụ nữ {level}"),
        _outside(f"Hội Cựu chiến binh {level}", "Hội CCB", f"Hội CCB {level}"),
    )


_COMMUNE = (
    _secretariat(
        "Văn phòng HĐND và UBND xã",
        "Văn phòng",
        "Văn phòng HĐND và UBND",
        "Văn phòng HĐND - UBND xã",
        "Văn phòng UBND xã",
        "VP.HĐND&UBND",
        "VP HĐND-UBND",
    ),
    _ours(
        "Phòng Kinh tế",
        "Phòng KT",
        "Phòng Kinh tế xã",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Phòng KT,HT&ĐT",
    ),
    _ours("Phòng Văn hóa - Xã hội", "Phòng VH-XH", "Phòng Văn hóa và Xã hội", "Phòng Văn hóa - Xã hội xã", "VHXH"),
    _ours("Trung tâm Phục vụ hành chính công", "TTPVHCC xã", "Trung tâm Phục vụ hành chính công xã", *_ONE_STOP),
    _ours("Trạm Y tế xã", "Trạm Y tế", "TYT xã"),
    _outside(
        "Ban Chỉ huy Quân sự xã", "BCH Quân sự", "Ban CHQS xã", "BCH Quân sự xã", "Chỉ huy trưởng Quân sự xã", "Xã đội"
    ),
    _outside("Công an xã", "Công an", "CA xã"),
    *_bodies("xã"),
    _outside("Đoàn TNCS Hồ Chí Minh xã", "Đoàn xã", "Đoàn Thanh niên xã", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã"),
    _outside("Trường Mầm non {place}", "Trường MN", "Trường Mầm non", "Trường mẫu giáo"),
    _outside("Trường Tiểu học {place}", "Trường TH", "Trường Tiểu học"),
    _outside("Trường THCS {place}", "Trường THCS", "Trường Trung học cơ sở xã"),
    _outside("Thuế cơ sở", "Thuế", "Cơ quan thuế", "Đội thuế"),
    _outside("Bảo hiểm xã hội cơ sở", "BHXH cơ sở", "Bảo hiểm xã hội", "Cơ quan BHXH"),
)

_PROVINCE = (
    _secretariat("Văn phòng UBND tỉnh", "Văn phòng", "Văn phòng Ủy ban nhân dân", "VP.UBND", "VP UBND tỉnh"),
    _ours("Sở Nội vụ", "Sở NV", "Sở Nội vụ tỉnh"),
    _ours("Sở Tư pháp", "Sở TP", "Sở Tư pháp tỉnh"),
    _ours("Sở Tài chính", "Sở TC", "Sở Tài chính tỉnh"),
    _ours("Sở Công Thương", "Sở CT", "Sở Công thương tỉnh"),
    _ours("Sở Nông nghiệp và Môi trường", "Sở NN&MT", "Sở NNMT", "Sở NN-MT", "Sở Nông nghiệp - Môi trường"),
    _ours("Sở Xây dựng", "Sở XD", "Sở Xây dựng tỉnh"),
    _ours("Sở Khoa học và Công nghệ", "Sở KH&CN", "Sở KHCN", "Sở Khoa học - Công nghệ"),
    _ours(
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở VH,TT&DL",
        "Sở VHTTDL",
        "Sở VHTT&DL",
        "Sở Văn hóa - Thể thao và Du lịch tỉnh",
    ),
    _ours("Sở Giáo dục và Đào tạo", "Sở GD&ĐT", "Sở GDĐT", "Sở Giáo dục - Đào tạo"),
    _ours("Sở Y tế", "Sở YT", "Sở Y tế tỉnh"),
    _ours("Sở Dân tộc và Tôn giáo", "Sở DT&TG", "Sở DTTG", "Sở Dân tộc - Tôn giáo"),
    _ours("Sở Ngoại vụ", "Sở NgV", "Sở Ngoại vụ tỉnh"),
    _ours("Thanh tra tỉnh", "Thanh tra", "Chánh Thanh tra tỉnh", "TTr tỉnh"),
    _ours(
        "Ban Quản lý các khu công nghiệp tỉnh",
        "BQL các KCN",
        "Ban Quản lý các KCN tỉnh",
        "BQL các khu công nghiệp",
        "Ban Quản lý khu công nghiệp",
    ),
    _ours("Trung tâm Phục vụ hành chính công tỉnh", "TTPVHCC tỉnh", "Trung tâm Phục vụ hành chính công", *_ONE_STOP),
    _outside("Công an tỉnh", "CA tỉnh", "Công an", "Giám đốc Công an tỉnh"),
    _outside("Bộ Chỉ huy Quân sự tỉnh", "Bộ CHQS", "Bộ CHQS tỉnh", "BCH Quân sự tỉnh"),
    _outside("Thuế tỉnh", "Thuế", "Cục Thuế tỉnh", "Trưởng Thuế tỉnh", "Cơ quan thuế"),
    _outside("Bảo hiểm xã hội tỉnh", "BHXH tỉnh", "Bảo hiểm xã hội"),
    _outside("Kho bạc Nhà nước khu vực", "KBNN khu vực", "Kho bạc Nhà nước tỉnh", "KBNN tỉnh", "Kho bạc"),
    _outside("Thống kê tỉnh", "Thống kê", "Cục Thống kê tỉnh", "Chi cục Thống kê tỉnh"),
    _outside("Tòa án nhân dân tỉnh", "TAND tỉnh", "Tòa án tỉnh", "Chánh án Tòa án nhân dân tỉnh"),
    _outside("Viện kiểm sát nhân dân tỉnh", "VKSND tỉnh", "Viện Kiểm sát tỉnh"),
    _outside("Thi hành án dân sự tỉnh", "THADS tỉnh", "Cục Thi hành án dân sự tỉnh"),
    *_bodies("tỉnh"),
    _outside("Tỉnh Đoàn", "Đoàn TNCS tỉnh", "Đoàn TNCS Hồ Chí Minh tỉnh", "Đoàn Thanh niên tỉnh"),
    _outside("Liên đoàn Lao động tỉnh", "LĐLĐ tỉnh", "Liên đoàn Lao động", "Công đoàn tỉnh"),
)

_DISTRICT = (
    _secretariat(
        "Văn phòng HĐND và UBND huyện",
        "Văn phòng",
        "Văn phòng HĐND và UBND",
        "Văn phòng HĐND - UBND huyện",
        "Văn phòng UBND huyện",
        "VP.HĐND&UBND",
        "VP HĐND-UBND",
    ),
    _ours("Phòng Nội vụ", "Phòng NV", "Phòng Nội vụ huyện"),
    _ours("Phòng Tư pháp", "Phòng TP", "Phòng Tư pháp huyện"),
    _ours("Phòng Tài chính - Kế hoạch", "Phòng TC-KH", "TCKH", "Phòng Tài chính và Kế hoạch huyện"),
    _ours("Phòng Tài nguyên và Môi trường", "Phòng TN&MT", "TNMT", "Phòng Tài nguyên - Môi trường huyện"),
    _ours(
        "Phòng Nông nghiệp và Phát triển nông thôn",
        "Phòng NN&PTNT",
        "NN&PTNT",
        "Phòng Nông nghiệp và PTNT",
        "Phòng Nông nghiệp",
    ),
    _ours("Phòng Kinh tế và Hạ tầng", "Phòng KT&HT", "KTHT", "Phòng Kinh tế - Hạ tầng", "Phòng Kinh tế"),
    _ours(
        "Phòng Lao động - Thương binh và Xã hội",
        "Phòng LĐ-TB&XH",
        "LĐTBXH",
        "Phòng Lao động, Thương binh và Xã hội",
        "Phòng Lao động - TB&XH",
    ),
    _ours("Phòng Văn hóa và Thông tin", "Phòng VH&TT", "VHTT", "Phòng Văn hóa - Thông tin"),
    _ours("Phòng Giáo dục và Đào tạo", "Phòng GD&ĐT", "GDĐT", "Phòng Giáo dục - Đào tạo"),
    _ours("Phòng Y tế", "Y tế huyện", "Phòng Y tế huyện"),
    _ours("Phòng Dân tộc", "Dân tộc huyện", "Phòng Dân tộc huyện"),
    _ours("Thanh tra huyện", "Thanh tra", "Chánh Thanh tra huyện"),
    _ours("Trung tâm Phục vụ hành chính công huyện", "TTPVHCC", "Trung tâm Phục vụ hành chính công", *_ONE_STOP[:1]),
    _ours("Trung tâm Dịch vụ nông nghiệp huyện", "TT DVNN", "Trung tâm DVNN"),
    _ours(
        "Ban Quản lý dự án đầu tư xây dựng huyện",
        "BQL dự án",
        "Ban QLDA huyện",
        "Ban QLDA đầu tư xây dựng",
        "BQL dự án đầu tư xây dựng",
    ),
    _outside(
        "Chi nhánh Văn phòng Đăng ký đất đai huyện",
        "CN VPĐKĐĐ",
        "Chi nhánh VPĐKĐĐ huyện",
        "VPĐK đất đai",
        "Chi nhánh Văn phòng Đăng ký đất đai",
    ),
    _outside("Trung tâm Y tế huyện", "TTYT", "TTYT huyện"),
    _outside("Công an huyện", "CA huyện", "Công an", "Trưởng Công an huyện"),
    _outside("Ban Chỉ huy Quân sự huyện", "Ban CHQS", "Ban CHQS huyện", "BCH Quân sự huyện", "Huyện đội"),
    _outside("Chi cục Thuế huyện", "Chi cục Thuế", "Chi cục Thuế khu vực", "Thuế huyện"),
    _outside("Bảo hiểm xã hội huyện", "BHXH huyện", "Bảo hiểm xã hội"),
    _outside("Kho bạc Nhà nước huyện", "KBNN huyện", "Kho bạc"),
    _outside("Ngân hàng Chính sách xã hội huyện", "NHCSXH huyện", "Phòng giao dịch Ngân hàng Chính sách xã hội huyện"),
    _outside("Tòa án nhân dân huyện", "TAND huyện", "Tòa án huyện", "Chánh án Tòa án nhân dân huyện"),
    _outside("Viện kiểm sát nhân dân huyện", "VKSND huyện", "Viện Kiểm sát huyện"),
    _outside("Chi cục Thi hành án dân sự huyện", "THADS huyện", "Thi hành án dân sự huyện"),
    *_bodies("huyện"),
    _outside("Huyện Đoàn", "Đoàn TNCS huyện", "Đoàn TNCS Hồ Chí Minh huyện", "Đoàn Thanh niên huyện"),
    _outside("Liên đoàn Lao động huyện", "LĐLĐ huyện", "Liên đoàn Lao động", "Công đoàn huyện"),
)

STARTERS: Mapping[str, Starter] = {
    "xa": Starter("Xã, phường, đặc khu (từ 01/7/2025)", _COMMUNE),
    "tinh": Starter("Tỉnh (từ 01/7/2025)", _PROVINCE),
    "huyen": Starter("Huyện (đến 30/6/2025)", _DISTRICT),
}
