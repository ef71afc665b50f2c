"""Which duties say an earlier one again, by what one may know it, and how much is looked at."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.extraction import extract
from app.domain.naming import bare_number, fold
from app.domain.reading import read
from app.domain.repeating import ENOUGH, MOST, Duty, Earlier, common_product, likeness, longest_shared

REPEATS = (
    (
        "Rà soát, công khai thủ tục hành chính thuộc phạm vi quản lý trên Trang thông tin điện tử, hoàn thành trước "
        "ngày 30/10/2023.",
        "Tiếp tục rà soát, công khai đầy đủ thủ tục hành chính thuộc phạm vi quản lý; báo cáo kết quả trước ngày "
        "15/11/2023.",
    ),
    (
        "Chủ trì, phối hợp với các xã, thị trấn kiểm tra tiến độ thi công tuyến đường liên xã Hạ - Đông Vi, báo cáo "
        "UBND huyện trước ngày 25/10/2023.",
        "Khẩn trương kiểm tra tiến độ thi công tuyến đường liên xã Hạ - Đông Vi.",
    ),
    (
        "Tham mưu tổ chức Lễ phát động thi đua cải cách hành chính năm 2024.",
        "Phòng Nội vụ tham mưu Ủy ban nhân dân huyện tổ chức lễ phát động phong trào thi đua cải cách hành chính năm "
        "2024 trong tháng 12.",
    ),
    (
        "Hoàn thiện hồ sơ quyết toán dự án Trường Tiểu học Hạ 2, trình Phòng Tài chính thẩm tra trong tháng 9/2023.",
        "Yêu cầu hoàn thiện hồ sơ quyết toán dự án Trường Tiểu học Hạ 2, chậm nhất ngày 20/10/2023; quá thời hạn phải "
        "kiểm điểm trách nhiệm người đứng đầu.",
    ),
    (
        "Tham mưu ban hành Kế hoạch chuyển đổi số năm 2024 của huyện.",
        "Nhắc lại nhiệm vụ tham mưu Kế hoạch chuyển đổi số năm 2024.",
    ),
    (
        "Lập phương án bồi thường, giải phóng mặt bằng cụm công nghiệp Nam Thử; niêm yết công khai tại trụ sở UBND xã.",
        "Đẩy nhanh tiến độ giải phóng mặt bằng cụm công nghiệp Nam Thử, niêm yết công khai phương án bồi thường tại "
        "trụ sở xã.",
    ),
    (
        "Xử lý dứt điểm bãi rác tự phát tại thôn 3, xã Hạ.",
        "Báo cáo kết quả xử lý dứt điểm bãi rác tự phát tại thôn 3 xã Hạ, nguyên nhân chậm.",
    ),
    (
        "Rà soát, thống kê các hộ nghèo, cận nghèo cần hỗ trợ nhà ở năm 2023, báo cáo về Phòng Lao động.",
        "Tổng hợp danh sách hộ nghèo, cận nghèo cần hỗ trợ nhà ở năm 2023.",
    ),
)
DIFFERENT = (
    ("Lập quy hoạch chi tiết khu trung tâm xã Hạ.", "Lập quy hoạch chi tiết khu trung tâm xã Đông Vi."),
    ("Kiểm tra tiến độ thi công tuyến đường số 5.", "Kiểm tra tiến độ thi công tuyến đường số 7."),
    (
        "Báo cáo kết quả thực hiện quý III/2023 về UBND huyện trước ngày 30/9/2023.",
        "Báo cáo kết quả thực hiện cải cách hành chính quý IV.",
    ),
    (
        "Tham mưu ban hành Kế hoạch chuyển đổi số năm 2024 của huyện.",
        "Tham mưu ban hành Kế hoạch cải cách hành chính năm 2024 của huyện.",
    ),
    ("Tham mưu Kế hoạch phòng cháy, chữa cháy mùa khô.", "Tham mưu Kế hoạch phòng chống thiên tai, cứu nạn."),
    (
        "Rà soát, công khai thủ tục hành chính thuộc phạm vi quản lý.",
        "Rà soát, đơn giản hóa thủ tục hành chính nội bộ.",
    ),
    (
        "Hoàn thiện hồ sơ quyết toán dự án Trường Tiểu học Hạ 2.",
        "Hoàn thiện hồ sơ quyết toán dự án Trạm Y tế xã Hạ.",
    ),
    ("Tổ chức Lễ phát động thi đua cải cách hành chính.", "Tổ chức Lễ phát động trồng cây đầu xuân."),
    ("Tham mưu đánh giá, xếp loại cán bộ năm 2023.", "Tham mưu đánh giá, xếp loại cán bộ năm 2024."),
)
PIECES = (
    "Rà soát công khai thủ tục hành chính tuyến đường số 5 xã Hạ báo cáo trước ngày 30/10/2023 21/TB-UBND Đông Vi "
    "kế hoạch lễ phát động và các , ; ."
)
WORDS = st.sampled_from(PIECES.split())
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=40)


def like(a: str, b: str) -> float:
    return likeness(Duty("a", 1, a), Duty("b", 1, b))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


@pytest.mark.parametrize(("earlier", "later"), REPEATS)
def test_what_says_a_duty_again_is_proposed(earlier, later):
    assert like(earlier, later) >= ENOUGH + 0.03
    (found,) = Earlier([Duty(1, 7, earlier)]).likest(Duty("new", 7, later))
    assert len(found.shared.split()) >= 3
    assert found.shared in later
    assert " ".join(words(found.shared)) in " ".join(words(earlier))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_duties_of_one_pattern_are_not(one, other):
    assert like(one, other) <= ENOUGH - 0.03
    assert Earlier([Duty(1, 7, one)]).likest(Duty("new", 7, other)) == []


def test_the_same_words_to_another_unit_are_no_repetition():
    text = REPEATS[0][0]
    assert likeness(Duty(1, 7, text), Duty(2, 8, text)) == 0
    assert Earlier([Duty(1, 7, text)]).likest(Duty(2, 8, text)) == []


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_either_way_between_nought_and_one_and_blind_to_accents(a, b):
    assert 0 <= like(a, b) <= 1
    assert like(a, b) == pytest.approx(like(b, a))
    assert like(a, b) == pytest.approx(like(fold(a), b.upper()))


@given(TEXTS)
def test_nothing_is_liker_than_the_duty_itself(text):
    itself = like(text, text)
    assert all(like(text, other) <= itself + 1e-9 for other, _ in REPEATS)


@given(TEXTS, TEXTS)
def test_the_longest_shared_stretch_stands_in_both(a, b):
    shared = longest_shared(a, b)
    assert shared in a
    assert (not shared) or len(shared) > 1


# What the words say, the notices there are (number, clause, duty), and the clause of the one that is said again.
CITED = (
    ("Nhắc lại nhiệm vụ tại mục 2.1 Thông báo số 21/TB-UBND ngày 05/9/2023.", "2.1"),
    ("Tiếp tục thực hiện nhiệm vụ đã giao tại mục 3 Thông báo số 021/TB-UBND.", "3"),
    ("Tiếp tục thực hiện việc kiểm tra tuyến đường liên xã đã giao tại Thông báo số 21/TB-UBND.", "3"),
    ("Kiểm tra tuyến đường liên xã theo Thông báo số 21/TB-UBND.", None),
    ("Nhắc lại nhiệm vụ tại mục 9 Thông báo số 21/TB-UBND.", None),
    ("Nhắc lại nhiệm vụ tại mục 2.1 Thông báo số 22/TB-UBND.", None),
)
NOTICE = (
    Duty("2.1", 7, "Rà soát, công khai thủ tục hành chính.", "21/TB-UBND", "2.1"),
    Duty("3", 7, "Kiểm tra tiến độ tuyến đường liên xã.", "21/TB-UBND", "3"),
    Duty("other", 8, "Kiểm tra tiến độ tuyến đường liên xã.", "21/TB-UBND", "2.1"),
)


@pytest.mark.parametrize(("text", "clause"), CITED)
def test_what_names_the_earlier_notice_and_says_so_repeats_it(text, clause):
    found = Earlier(NOTICE).likest(Duty("new", 7, text))
    assert [each.earlier.key for each in found if each.said] == ([clause] if clause else [])
    assert all(each.earlier.unit_id == 7 for each in found)
    if clause:
        assert found[0].said
        assert found[0].cited == "21/tb-ubnd"


def test_of_a_notice_with_one_duty_of_the_unit_the_clause_need_not_be_named():
    text = "Nhắc lại nội dung đã chỉ đạo tại Thông báo số 21/TB-UBND."
    (found,) = Earlier(NOTICE[:1]).likest(Duty("new", 7, text))
    assert found.said


def test_the_reasons_name_the_document_and_the_product_that_both_have():
    earlier = Duty(1, 7, "Tham mưu báo cáo sơ kết theo Kế hoạch số 77/KH-UBND về chuyển đổi số.", "3/TB-UBND")
    (found,) = Earlier([earlier]).likest(
        Duty(2, 7, "Hoàn thiện báo cáo sơ kết về chuyển đổi số theo Kế hoạch số 77/KH-UBND.")
    )
    assert (found.cited, found.product) == ("77/kh-ubnd", "báo cáo sơ kết")
    assert not found.said


@pytest.mark.parametrize(
    ("one", "other", "product"),
    [
        (
            "Tham mưu, đôn đốc xã Hạ tổ chức lễ phát động thi đua.",
            "Tổ chức Lễ phát động thi đua tại xã.",
            "lễ phát động thi đua",
        ),
        ("Lập báo cáo sơ kết quý.", "Góp ý báo cáo sơ kết năm.", "báo cáo sơ kết"),
        ("Lập báo cáo.", "Gửi báo cáo.", ""),
        ("Lập kế hoạch kiểm tra.", "Lập kế hoạch trồng rừng.", ""),
        ("Tổ chức lễ phát động trồng cây.", "Tổ chức hội nghị tổng kết.", ""),
    ],
)
def test_two_duties_bring_the_same_where_its_name_begins_alike(one, other, product):
    assert common_product(Duty(1, 1, one), Duty(2, 2, other)) == product


def test_at_most_three_are_proposed_the_likest_first():
    same = [Duty(n, 7, REPEATS[0][0] + " và" * n) for n in range(6)]
    found = Earlier(same).likest(Duty("new", 7, REPEATS[0][1]))
    assert len(found) == MOST
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@pytest.mark.parametrize(("written", "bare"), [("05/TB-UBND", "5/tb-ubnd"), (" 5 / TB-UBND ", "5/tb-ubnd"), ("", "")])
def test_a_number_is_the_same_with_and_without_noughts_and_blanks(written, bare):
    assert bare_number(written) == bare


MATTERS = "cầu đường trường trạm chợ đê kênh hồ rừng đất nhà điện nước rác mỏ bến phà ruộng vườn ao"
DEEDS = "sửa xây đo vẽ lập tháo dời cấp thu trồng"


def written(n: int) -> str:
    """A duty of words that come again and again in the others."""
    matters, deeds = MATTERS.split(), DEEDS.split()
    said = (deeds[n % 9], matters[n % 19], matters[n % 7], deeds[n % 4], "tại thôn", matters[n % 13], str(n), "theo")
    more = ("kế hoạch", deeds[n % 8], matters[n % 11], "và báo cáo kết quả", matters[n % 17], deeds[n % 7])
    return " ".join((*said, *more))


def test_forty_new_duties_among_two_thousand_open_ones_are_cheap():
    """Of ten units: all marks of all pairs of a unit would be 40 · 200 · 25 comparisons; most are never looked at."""
    index = Earlier(Duty(n, n % 10, written(n)) for n in range(2000))
    for n in range(0, 400, 10):
        assert index.likest(Duty("new", 0, written(n) + " trước ngày 30/10/2023"))[0].earlier.key == n
    assert index.looked_at < 40 * 2000


def test_real_notices_hardly_ever_look_as_if_they_repeated_themselves(corpus):
    """Of the duties of one unit in the real documents none repeats another."""
    duties = []
    for path in sorted((corpus / "documents").glob("*")):
        if path.suffix in (".txt", ".doc", ".xlsx"):
            tasks = read(extract(path.read_bytes(), path.name).text).tasks
            duties += [Duty((path.name, n), hash(fold(name)), t.text) for n, t in enumerate(tasks) for name in t.leads]
    pairs = [(a, b) for a, b in combinations(duties, 2) if a.unit_id == b.unit_id and a.text != b.text]
    alike = [likeness(a, b) for a, b in pairs]
    assert len(pairs) > 300
    assert sum(score >= ENOUGH for score in alike) <= 0.005 * len(pairs)
