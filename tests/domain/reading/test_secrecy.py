"""A secrecy mark is found where it stands as one, and the same word in a sentence is none."""

from __future__ import annotations

import pytest

from app.domain.reading import secrecy_mark


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("MẬT", "MẬT"),
        ("(Mật)", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("**TỐI MẬT**", "TỐI MẬT"),
        ("TUYỆT MẬT        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TUYỆT MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("Dấu chỉ độ mật: MẬT", "MẬT"),
        ("Đóng dấu MẬT", "MẬT"),
        ("MẬT - HỎA TỐC", "MẬT"),
        ("MẬT – HOẢ TỐC HẸN GIỜ", "MẬT"),
        ("MẬT / HỎA TỐC", "MẬT"),
        ("TỐI MẬT/THƯỢNG KHẨN", "TỐI MẬT"),
        ("MẬT, KHẨN", "MẬT"),
        ("HỎA TỐC - MẬT", "MẬT"),
        ("MẬT Bản số: 02", "MẬT"),
        ("MẬT (Bản số 02)", "MẬT"),
        ("TUYỆT MẬT - Bản số: …/05", "TUYỆT MẬT"),
        ("MẬT - KHẨN - Bản số: 02", "MẬT"),
    ],
)
def test_a_mark_is_found_alone_and_with_what_shares_its_line(line, mark):
    assert secrecy_mark(f"UBND XÃ ĐÔNG VĨ\n{line}\nTHÔNG BÁO\n") == mark


@pytest.mark.parametrize(
    "line",
    [
        "bảo mật",
        "Bảo mật",
        "BÍ MẬT NHÀ NƯỚC",
        "về bảo vệ bí mật nhà nước",
        "tài liệu mật",
        "Thu hồi tài liệu mật, khẩn trương trước ngày 5/12",
        "mật khẩu",
        "Đổi mật khẩu trước ngày 5/12",
        "Mật độ dân số",
        "MẬT ONG XÃ A",
        "MẬT ONG - KHẨN",
        "Độ mật",
        "HỎA TỐC",
        "Bản số: 02",
        "Công tác đóng dấu mật trên văn bản",
    ],
)
def test_the_word_inside_a_sentence_or_a_heading_is_no_mark(line):
    assert secrecy_mark(f"UBND XÃ ĐÔNG VĨ\n{line}\nTHÔNG BÁO\n") is None


def test_a_mark_below_the_head_does_not_count():
    assert secrecy_mark("dòng\n" * 60 + "MẬT\n") is None
