"""The Vietnamese words by which a text is seen to name a person. Adding one is a line here and an example in the tests.

All stand in lower case.
"""

from __future__ import annotations


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# A short form of "đồng chí".
COMRADE, COMRADE_SHORT = "đồng chí", r"\bđ(?:/|\. ?)?c\b\.?"
# With a name behind them words of address mean a person.
HONORIFICS = _words("ông bà anh chị cô chú bác thầy") | {COMRADE}
# What a person is called by his work. A family name must follow: a field of work or a unit may as well.
CALLINGS = frozenset(
    {"cán bộ", "công chức", "viên chức", "chuyên viên", "nhân viên", "giáo viên", "kế toán", "bác sĩ", "chủ tịch"}
    | {"bí thư", "giám đốc", "trưởng phòng", "trưởng ban", "trưởng thôn", "văn phòng", "hiệu trưởng", "cục trưởng"}
)
FAMILIES = _words("""
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh mai lương trương cao hà tạ
lâm phùng tô thái châu vương quách nông lò lường đào triệu thạch chu tăng kiều quàng giàng vàng thào sùng ma bế
""")
# A title behind a word of address is an office, and not yet a name.
TITLE = (
    r"(?:quyền |phó |chủ tịch|chủ nhiệm|bí thư|giám đốc|tổng giám đốc|chánh |chi cục trưởng|cục trưởng|ủy viên|uỷ viên"
    r"|thường trực|thường vụ|đại biểu|hiệu trưởng|lãnh đạo|thủ trưởng|chỉ huy|trưởng (?:phòng|ban|công an|thôn|bản|ấp)"
    r"|trưởng (?:khu|tổ|trạm|đoàn|khối)|(?:ct|pct|bt|pbt|tp|ptp|gđ|pgđ|cvp|pcvp|ubnd|hđnd)\b)"
)
# What stands before the name of a street, a school or a river that is called after a person, or like one.
PLACES = _words("""
đường phố trường chợ cầu sông suối kênh rạch cửa núi đồi hòn đảo vịnh bến cảng đình đền chùa miếu lăng tượng ngõ hẻm
trấn viện học non thpt thcs tiếng nước quỹ
""")
# Written like a person's name, these are none.
NOBODY = frozenset({"bà rịa", "bà nà", "bà đen", "bà điểm", "bà chiểu", "bà mẹ", "ông đốc", "cô tô", "hồ chí"})
# In a text in capitals these make common words of a word of address: the people, brothers and sisters.
COMMON = _words("con em bà chị hùng nội ngoại")
# What the name of an account begins with that is a unit's or an office's and nobody's own.
NOT_PEOPLE = _words("phòng ban sở trung trường trạm tổ đội bộ chi hội thôn xã phường ubnd hđnd văn quản")
