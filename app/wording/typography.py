"""How documents are set: lines never break between a number and what it belongs to, and days are written as NĐ 30/2020
has them."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"

# What a number follows, as in "ngày 05/02/2023", "Điều 12", "Quý III năm 2023", "số 12/TB-UBND".
_BEFORE = "ngày|tháng|năm|quý|số:?|lần|điều|khoản|điểm|mục|phần|chương|phụ lục"
# What is counted, as in "03 nhiệm vụ"; the first syllable holds on to the number.
_AFTER = (
    "nhiệm vụ|lượt|cơ quan|đơn vị|ngày|tháng|năm|tuần|lần|giờ|phút|cán bộ|công chức|viên chức|người|văn bản|cuộc|"
    "báo cáo|việc|hồ sơ|hộ|xã|phường|đồng|triệu|tỷ|km|ha|bản|công văn|ý kiến|kết quả|nội dung|trường hợp|thủ tục|dòng"
)
# One space alone: the blanks that the văn thư fills are several, and stay as they are.
_LEADING = re.compile(rf"\b((?i:{_BEFORE})) (?=\d|[IVX]+\b)")
# In a title all is in capitals; a capital alone begins something new.
_TRAILING = re.compile(rf"(?<=\d) (?=(?:{_AFTER}|{_AFTER.upper()})\b|%)")
# "điểm a", "khoản đ"
_LETTERED = re.compile(r"\b((?i:điểm|khoản)) (?=[a-zđ]\b)")
# Of the months only 1 and 2 carry a zero in a document; pages and lists, whose days stand below each other, have two
# digits everywhere. What goes on behind a slash is the number of a document.
_DAY = re.compile(r"(?<![\d/])(\d\d)/0([3-9])/(\d{4})(?![\d/])")


def set_text(text: str) -> str:
    """The same words with spaces that do not break between a number and its noun, a day and its "ngày", a figure and
    its "%"; and 05/03/2023 as 05/3/2023, whoever wrote it. Setting twice changes nothing more."""
    text = _DAY.sub(r"\1/\2/\3", text)
    for pattern, kept in ((_LEADING, rf"\1{NO_BREAK}"), (_LETTERED, rf"\1{NO_BREAK}"), (_TRAILING, NO_BREAK)):
        text = pattern.sub(kept, text)
    return text
