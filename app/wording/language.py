"""What Vietnamese looks like in an office: its commonest syllables, and what fonts of before Unicode leave of it."""

from __future__ import annotations

import re

_SYLLABLES = """
và của các có cho được trong với là về theo tại trên từ đến để khi này những người không một như phải ra vào thực hiện
công tác việc quy định chính phủ nhân dân ủy uỷ ban tỉnh xã huyện thành phố sở phòng ngày tháng năm số hành quản lý kế
hoạch đơn vị cơ quan liên chỉ đạo báo cáo thông kết luận nhiệm vụ giao chủ trì phối hợp trước tổ chức hoàn xây dựng đầu
tư văn nội dung triển khai đảm bảo kinh tế
"""
COMMON = frozenset(_SYLLABLES.split())

# What the fonts of TCVN3 (.VnTime) and VNI leave where a Vietnamese letter is meant: signs inside words, and vowels
# followed by a tone mark that is a letter of its own.
TCVN3 = re.compile(r"[^\W\d_][¨©ª«¬®¸µ¶·¹¾»¼½Æ×ÜÞ§¡¢£¤¥¦]|[¨©ª«¬®µ¶·¹»¼½§][^\W\d_]")
VNI = re.compile(r"[aeouyAEOUY][äàáåãâéèëêúùûüöøïòñôõ](?=[^\W\d_]|\b)|[öô][ôïùøûõ]|ñ[aeiouyöô]", re.IGNORECASE)
