"""What notices write about duties that come again, and what they leave open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import recurrence_phrases
from app.domain.naming import fold
from app.domain.reading.dates import recurrence
from app.domain.reading.text import flow
from app.domain.recurrence import Recurrence
from app.domain.recurrence_phrases import parse, parse_every
from app.domain.terms import Every
from tests.domain.reading.automata import Automaton

WEEKLY, MONTHLY, QUARTERLY, SIX_MONTHS, YEARLY = Every


def before(every: Every, day: int, month: int = 1, months_after: int = 0) -> Recurrence:
    return Recurrence(every, day, month, months_after, exclusive=True)


def by(every: Every, day: int, month: int = 1, months_after: int = 0) -> Recurrence:
    return Recurrence(every, day, month, months_after)


WITH_DAY = [
    ("thứ Sáu hằng tuần", by(WEEKLY, 5)),
    ("chiều thứ 5 hàng tuần", by(WEEKLY, 4)),
    ("sáng thứ Hai hằng tuần", by(WEEKLY, 1)),
    ("Hằng tuần, vào ngày thứ Tư", by(WEEKLY, 3)),
    ("Định kỳ thứ Ba hằng tuân", by(WEEKLY, 2)),  # as a scan has it
    ("01 lần/tuần, vào thứ Bảy", by(WEEKLY, 6)),
    ("Chủ nhật hằng tuần", by(WEEKLY, 7)),
    ("trước thứ Sáu hằng tuần", before(WEEKLY, 5)),
    ("trước 16 giờ thứ Sáu hằng tuần", by(WEEKLY, 5)),
    ("trước 16h30 chiều thứ 6 hàng tuần", by(WEEKLY, 5)),
    ("chậm nhất 11 giờ thứ Sáu hằng tuần", by(WEEKLY, 5)),
    ("vào thứ Năm hằng tuần, bắt đầu từ ngày 05/11/2026", by(WEEKLY, 4)),
    ("trước ngày 15 hằng tháng", before(MONTHLY, 15)),
    ("TRƯỚC NGÀY 15 HẰNG THÁNG", before(MONTHLY, 15)),
    ("truoc ngay 15 hang thang", before(MONTHLY, 15)),
    ("ngày 25 hàng tháng", by(MONTHLY, 25)),
    ("vào ngày 30 hằng tháng", by(MONTHLY, 30)),
    ("trước ngày mùng 5 hằng tháng", before(MONTHLY, 5)),
    ("mỗi tháng một lần, trước ngày 15", before(MONTHLY, 15)),
    ("trước 17 giờ 00 ngày 15 hằng tháng", by(MONTHLY, 15)),
    ("Hằng tháng (trước ngày 25), nộp báo cáo", before(MONTHLY, 25)),
    ("Từ tháng 11/2026, vào ngày 25 hằng tháng, các xã báo cáo", by(MONTHLY, 25)),
    ("Từ tháng 11, vào ngày 25 hằng tháng", by(MONTHLY, 25)),
    ("Định kỳ trước ngày 20 hằng tháng và đột xuất khi có yêu cầu", before(MONTHLY, 20)),
    ("trước ngày 20 hằng tháng (số liệu tính đến ngày 14 hằng tháng)", before(MONTHLY, 20)),
    ("cuối tháng", by(MONTHLY, 31)),
    ("cuối mỗi tháng", by(MONTHLY, 31)),
    ("ngày làm việc cuối cùng của tháng", by(MONTHLY, 31)),
    ("hằng tháng, trước ngày 05 tháng sau", before(MONTHLY, 5, months_after=1)),
    ("hằng tháng, trước ngày 05 của tháng tiếp theo", before(MONTHLY, 5, months_after=1)),
    ("trước ngày 20 của tháng cuối quý", before(QUARTERLY, 20, 3)),
    ("trước ngày 25 tháng cuối quý", before(QUARTERLY, 25, 3)),
    ("ngày 05 tháng đầu tiên của mỗi quý", by(QUARTERLY, 5, 1)),
    ("ngày 05 tháng thứ hai của quý", by(QUARTERLY, 5, 2)),
    ("định kỳ hằng quý (trước ngày 15 của tháng cuối quý) báo cáo kết quả", before(QUARTERLY, 15, 3)),
    ("trước ngày 10 của tháng cuối quý (báo cáo quý)", before(QUARTERLY, 10, 3)),
    ("trước ngày 10 tháng đầu quý sau", before(QUARTERLY, 10, 3, 1)),
    ("hằng quý, trước ngày 05 tháng sau", before(QUARTERLY, 5, 3, 1)),
    ("định kỳ hằng quý trước ngày 20/3, 20/6, 20/9, 20/12", before(QUARTERLY, 20, 3)),
    ("cuối mỗi quý", by(QUARTERLY, 31, 3)),
    ("ba tháng một lần, ngày 10 tháng cuối kỳ", by(QUARTERLY, 10, 3)),
    ("trước ngày 15/6 và 15/12 hằng năm", before(SIX_MONTHS, 15, 6)),
    ("trước ngày 15/12 và trước ngày 15/6 hằng năm", before(SIX_MONTHS, 15, 6)),
    ("trước ngày 15 tháng 6 và tháng 12 hằng năm", before(SIX_MONTHS, 15, 6)),
    ("trước ngày 30/6 và 31/12 hằng năm", before(SIX_MONTHS, 31, 6)),
    ("định kỳ 06 tháng (trước ngày 15/6) và năm (trước ngày 15/12)", before(SIX_MONTHS, 15, 6)),
    ("06 tháng một lần, trước ngày 10 của tháng đầu kỳ sau", before(SIX_MONTHS, 10, 6, 1)),
    ("trước ngày 31/12 hằng năm", before(YEARLY, 31, 12)),
    ("Hằng năm, trước ngày 15 tháng 12", before(YEARLY, 15, 12)),
    ("trước 15 tháng 6 hằng năm", before(YEARLY, 15, 6)),
    ("ngày cuối cùng của tháng 6 hằng năm", by(YEARLY, 31, 6)),
    ("cuối mỗi năm", by(YEARLY, 31, 12)),
    ("hằng năm, trước ngày 15/01 năm sau", before(YEARLY, 15, 12, 1)),
]

WITHOUT_DAY = [
    ("hằng tuần", WEEKLY),
    ("duy trì ít nhất 03 lượt kiểm tra mỗi tuần", WEEKLY),
    ("báo cáo vào cuối mỗi tuần", WEEKLY),
    ("từ thứ Hai đến thứ Sáu hằng tuần", WEEKLY),
    ("vào thứ Ba và thứ Năm hằng tuần", WEEKLY),
    ("hằng tháng", MONTHLY),
    ("Tháng", MONTHLY),
    ("báo cáo định kỳ tháng", MONTHLY),
    ("ngày 15 và ngày 30 hằng tháng", MONTHLY),
    ("các ngày 05, 20 hằng tháng", MONTHLY),
    ("trước ngày 15-20 hằng tháng", MONTHLY),
    ("kể từ ngày 15 hằng tháng", MONTHLY),
    ("ngày 45 hằng tháng", MONTHLY),
    ("10 ngày đầu mỗi tháng", MONTHLY),
    ("định kỳ vào tuần cuối của tháng", MONTHLY),
    ("thứ Sáu tuần cuối của tháng, định kỳ", MONTHLY),
    ("định kỳ hằng quý", QUARTERLY),
    ("hằng quý, trước ngày 20", QUARTERLY),  # of which month
    ("định kỳ hằng quý trước ngày 20/…", QUARTERLY),
    ("06 tháng, 01 năm", SIX_MONTHS),
    ("báo cáo 6 tháng và năm", SIX_MONTHS),
    ("sáu tháng một lần", SIX_MONTHS),
    ("6 tháng/lần, trước ngày 15/6", SIX_MONTHS),  # and the other half-year
    ("hằng năm", YEARLY),
    ("ngày 30/4 và 01/5 hằng năm", YEARLY),
    ("Trên cơ sở kế hoạch hằng năm, hoàn thành trước ngày 30/9", YEARLY),
]

NOTHING = [
    "",
    "thường xuyên",
    "Từ tháng 3 năm 2026 và thường xuyên",
    "hằng ngày",
    "hằng tháng, quý",
    "trước ngày 25 hằng tháng, quý",
    "báo cáo tháng, quý, 6 tháng, năm",
    "hằng tháng 02 lần vào ngày 15",
    "02 tuần một lần, vào thứ Sáu",
    "trước ngày 30/10/2026",
    "trước ngày 15 tháng 10 năm 2026",
    "cuối tháng này",
    "cuối tháng 10/2026",
    "hoàn thành trong cuối tháng",
    "06 tháng đầu năm",
    "trước ngày 25 tháng cuối quý IV",
    "tiếp công dân định kỳ tháng 02/2026",
    "báo cáo định kỳ theo quy định",
    "quy định kỹ thuật",
    "thực hiện mọi quy định của ngân hàng năm 2026",
    "quản lý các mặt hàng tháng 10",
]


@pytest.mark.parametrize(("phrase", "rule"), WITH_DAY, ids=[phrase for phrase, _ in WITH_DAY])
def test_a_phrase_with_a_day_is_a_rule(phrase: str, rule: Recurrence) -> None:
    assert parse(phrase) == rule
    assert parse_every(phrase) is rule.every


@pytest.mark.parametrize(("phrase", "every"), WITHOUT_DAY, ids=[phrase for phrase, _ in WITHOUT_DAY])
def test_a_phrase_that_leaves_the_day_open_says_only_how_often(phrase: str, every: Every) -> None:
    assert parse(phrase) is None
    assert parse_every(phrase) is every


@pytest.mark.parametrize("phrase", NOTHING)
def test_a_phrase_of_no_single_rhythm_is_nothing(phrase: str) -> None:
    assert parse(phrase) is None
    assert parse_every(phrase) is None


@pytest.mark.parametrize(("phrase", "rule"), WITH_DAY, ids=[phrase for phrase, _ in WITH_DAY])
def test_accents_do_not_matter(phrase: str, rule: Recurrence) -> None:
    assert parse(fold(phrase)) == rule


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("Sở Tài chính báo cáo UBND tỉnh trước ngày 05 hằng tháng.", before(MONTHLY, 5)),
        ("Phòng Kinh tế báo cáo tiến độ vào thứ Sáu hằng tuần; hoàn thành trước ngày 30/9.", by(WEEKLY, 5)),
        ("Báo cáo trước ngày 20 hằng tháng. Báo cáo năm trước ngày 15/12 hằng năm.", None),
        ("Họp hằng tuần; báo cáo trước ngày 15 hằng tháng.", before(MONTHLY, 15)),
        ("Nộp hồ sơ vào ngày 05 và trong ngày 20 hằng tháng.", None),
    ],
)
def test_a_sentence_gives_the_one_rule_it_holds(sentence: str, rule: Recurrence | None) -> None:
    assert parse(sentence) == rule


@pytest.mark.parametrize(
    "sentence",
    [
        "Sở Tài chính báo cáo trước ngày 25 hằng tháng.",
        "Văn phòng định kỳ hằng quý tổng hợp.",
        "Các xã báo cáo trước ngày 20 của tháng cuối quý.",
        "Mỗi 6 tháng, Sở Nội vụ báo cáo UBND tỉnh.",
        "Phòng Kinh tế hằng năm rà soát quy hoạch.",
    ],
)
def test_how_often_is_known_of_what_the_reader_marks(sentence: str) -> None:
    place = recurrence(flow(sentence, [(0, len(sentence))]))
    assert place is not None
    assert parse_every(sentence[slice(*place)]) is not None


PIECES = st.sampled_from(
    [
        *(
            "trước",
            "ngày 15",
            "31",
            "hằng tháng",
            "quý",
            "năm sau",
            "của tháng cuối quý",
            "và",
            "15/6",
            "30/02",
            "cuối",
        ),
        *("thứ Sáu", "hằng tuần", "tháng sau", "6 tháng", "một lần", "định kỳ", "từ", "đến", "số liệu", "16 giờ"),
        *("tháng thứ tư kỳ sau", "tháng 13", "99", "0/0", "²", "٣", "ngày ٣", "Sở Y tế", ",", ".", "/"),
    ]
)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_without_harm_and_the_two_answers_agree(text: str) -> None:
    rule = parse(text)
    assert rule is None or parse_every(text) is rule.every


def test_no_pattern_does_more_than_linear_work() -> None:
    assert Automaton(recurrence_phrases._TOKENS, searched=True).complaint() == ""
    assert Automaton(recurrence_phrases._HOW_OFTEN, searched=True).complaint() == ""
