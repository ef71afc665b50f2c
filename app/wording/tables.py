"""The words of the tables that units and people come in by: columns, examples, how to fill them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.naming import fold
from app.domain.terms import Role
from app.wording.terms import word

# By kind of table: key of a column, its head.
HEADS: Mapping[str, Mapping[str, str]] = {
    "units": {
        "name": "Tên đơn vị",
        "short_name": "Tên ngắn",
        "aliases": "Tên gọi khác",
        "under_authority": "Thuộc thẩm quyền",
        "email": "Hộp thư",
        "contact_name": "Đầu mối",
        "contact_phone": "Điện thoại",
        "contact_email": "Thư của đầu mối",
        "parent": "Đơn vị cấp trên",
        "position": "Thứ tự",
        "valid_from": "Hoạt động từ ngày",
        "valid_to": "Hoạt động đến ngày",
    },
    "people": {
        "login": "Tên đăng nhập",
        "name": "Họ và tên",
        "email": "Thư điện tử",
        "phone": "Điện thoại",
        "unit": "Đơn vị",
        "role": "Vai trò",
        "title": "Chức danh",
        "valid_from": "Từ ngày",
        "valid_to": "Đến ngày",
        "fields": "Lĩnh vực",
    },
}
REQUIRED: Mapping[str, Sequence[str]] = {"units": ("name",), "people": ("login", "name", "unit", "role")}
TITLES = {"units": "Danh sách đơn vị", "people": "Danh sách người dùng"}
HOW_TITLE = "Hướng dẫn"
HOW_HEADS = ("Cột", "Cách ghi")
FILENAMES = {"units": "mau-don-vi", "people": "mau-nguoi-dung"}
PASSWORD_HEADS = ("Tên đăng nhập", "Họ và tên", "Mật khẩu tạm")

# A row that begins with this is passed over.
EXAMPLE = "VÍ DỤ:"
EXAMPLES: Mapping[str, Sequence[str]] = {
    "units": (
        f"{EXAMPLE} Phòng Kinh tế",
        "Phòng KT",
        "Phòng Kinh tế xã; Phòng Kinh tế và Hạ tầng",
        "có",
        "phongkinhte@coquan.example",
        "Nguyễn Văn A",
        "0200 000 000",
        "nguyenvana@coquan.example",
        "",
        "10",
        "01/07/2025",
        "",
    ),
    "people": (
        f"{EXAMPLE} nguyenvana",
        "Nguyễn Văn A",
        "nguyenvana@coquan.example",
        "0900 000 000",
        "Phòng Kinh tế",
        word(Role.UNIT_HEAD),
        "Trưởng phòng",
        "01/07/2025",
        "",
        "",
    ),
}
YES, NO = "có", "không"
_YES = frozenset({"co", "x", "1", "true", "dung", "yes"})
_NO = frozenset({"khong", "0", "false", "no", "ko"})

_ALSO: Mapping[Role, Sequence[str]] = {
    Role.ADMIN: ("Quản trị", "Quản trị viên"),
    Role.CHIEF: ("Chánh VP",),
    Role.STAFF: ("Chuyên viên VP",),
    Role.LEADER: ("Lãnh đạo",),
    Role.UNIT_HEAD: ("Thủ trưởng", "Trưởng đơn vị"),
    Role.UNIT_MEMBER: ("Công chức", "Công chức đơn vị"),
}
_ROLES = {fold(name): role for role in Role for name in (word(role), role.value, *_ALSO.get(role, ()))}

_DAYS = "Ngày, tháng, năm dạng 01/07/2025."
_BLANK = "Để trống thì giữ nguyên như đang có."
HOW: Mapping[str, Mapping[str, str]] = {
    "units": {
        "name": "Bắt buộc. Đơn vị đã có tên này thì được cập nhật, chưa có thì được thêm.",
        "short_name": "Tên dùng trong danh sách hẹp.",
        "aliases": "Các cách viết khác trong văn bản, cách nhau bằng dấu chấm phẩy. Chỉ thêm, không bỏ tên đang có.",
        "under_authority": "“có” hoặc “không”. Đơn vị ngoài thẩm quyền (Công an, Quân sự, Thuế, MTTQ) ghi “không”. "
        "Đơn vị mới để trống là “có”.",
        "email": "Một địa chỉ thư.",
        "contact_name": "Người nhận việc của đơn vị.",
        "contact_phone": "Ghi tự do.",
        "contact_email": "Một địa chỉ thư; đầu mối nhận bản sao các thư gửi đơn vị.",
        "parent": "Tên một đơn vị đã có hoặc có trong chính tệp này.",
        "position": "Số thứ tự trong danh sách, từ 0 đến 9999.",
        "valid_from": f"{_DAYS} Đơn vị mới để trống là ngày nhập.",
        "valid_to": f"{_DAYS} Ngày hoạt động cuối cùng; chỉ ghi khi đơn vị kết thúc hoạt động.",
    },
    "people": {
        "login": "Bắt buộc. Chữ không dấu, chữ số và các dấu . _ - @. Một người có nhiều vai trò ghi nhiều dòng cùng "
        "tên đăng nhập.",
        "name": "Bắt buộc.",
        "email": "Một địa chỉ thư.",
        "phone": "Ghi tự do.",
        "unit": "Bắt buộc. Tên, tên ngắn hoặc tên gọi khác của một đơn vị đã có.",
        "role": "Bắt buộc. Một trong các vai trò: " + ", ".join(word(role) for role in Role) + ".",
        "title": "Chức danh ghi trong danh bạ, ví dụ Phó Trưởng phòng.",
        "valid_from": f"{_DAYS} Vai trò mới để trống là ngày nhập.",
        "valid_to": f"{_DAYS} Ghi khi vai trò có thời hạn (xử lý thay) hoặc kết thúc.",
        "fields": "Các lĩnh vực phụ trách (lãnh đạo) hoặc theo dõi (Văn phòng), cách nhau bằng dấu chấm phẩy.",
    },
}
GENERAL: Sequence[str] = (
    "Không đổi tên cột; cột không bắt buộc có thể bỏ. Mỗi dòng là một đơn vị, hoặc một vai trò của một người.",
    f"Dòng bắt đầu bằng “{EXAMPLE}” là dòng mẫu, không được nhập.",
    f"{_BLANK} Không dùng công thức, không gộp ô.",
    "Tệp không quá 5.000 dòng, 5 MB. Tệp .csv dùng bảng mã UTF-8.",
)


def read_yes(text: str) -> bool | None:
    """True or False for what people write for yes and no; None for anything else."""
    written = fold(text)
    return True if written in _YES else False if written in _NO else None


def yes_word(value: bool) -> str:
    return YES if value else NO


def read_role(text: str) -> Role | None:
    """The role that a word means, accents and case aside."""
    return _ROLES.get(fold(text))


def is_example(text: str) -> bool:
    return fold(text).startswith(fold(EXAMPLE))
