"""Date phrases: what day each names and how its sentence uses it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import DomainError
from app.domain.reading.dates import Use, mentions, recurrence
from app.domain.reading.days import make_day
from app.domain.reading.text import flow
from app.domain.reading.typed_dates import Leaning, parse_near_day, parse_typed_date, split_time

ISSUED = date(2026, 11, 2)  # a Monday


def found(text: str, since: date | None = ISSUED):
    return mentions(flow(text, [(0, len(text))]), since)


@pytest.mark.parametrize(
    ("sentence", "phrase", "day"),
    [
        ("nộp hồ sơ trước ngày 12/11/2026.", "trước ngày 12/11/2026", date(2026, 11, 12)),
        ("nộp hồ sơ trước ngày 5 tháng 12 năm 2026.", "trước ngày 5 tháng 12 năm 2026", date(2026, 12, 5)),
        ("nộp trước ngày 05.12.2026", "trước ngày 05.12.2026", date(2026, 12, 5)),
        ("xong trong tháng 11/2026", "trong tháng 11/2026", date(2026, 11, 30)),
        ("xong trong tháng 2 năm 2028", "trong tháng 2 năm 2028", date(2028, 2, 29)),
        ("trình duyệt trong quý I/2027", "trong quý I/2027", date(2027, 3, 31)),
        ("trình duyệt trong quý 3 năm 2027", "trong quý 3 năm 2027", date(2027, 9, 30)),
        ("chậm nhất là ngày 20/11/2026", "chậm nhất là ngày 20/11/2026", date(2026, 11, 20)),
        ("không quá ngày 20/11/2026", "không quá ngày 20/11/2026", date(2026, 11, 20)),
        ("đến hết ngày 31/12/2026", "đến hết ngày 31/12/2026", date(2026, 12, 31)),
        ("thời hạn: 30/11/2026", "thời hạn: 30/11/2026", date(2026, 11, 30)),
        ("xong cuối tháng 12/2026", "cuối tháng 12/2026", date(2026, 12, 31)),
        ("khởi công đầu tháng 12/2026", "đầu tháng 12/2026", date(2026, 12, 1)),
        ("họp dân giữa tháng 12/2026", "giữa tháng 12/2026", date(2026, 12, 15)),
        ("xong trước tháng 3 năm 2027", "trước tháng 3 năm 2027", date(2027, 2, 28)),
        ("thực hiện trong các ngày 24-27/11/2026", "trong các ngày 24-27/11/2026", date(2026, 11, 27)),
        ("hoàn thành trong năm 2027", "trong năm 2027", date(2027, 12, 31)),
        ("Ngày 16/11/2026: khai trương điểm tiếp nhận", "Ngày 16/11/2026", date(2026, 11, 16)),
        ("trực trong 2 ngày 20, 21/11/2026", "trong 2 ngày 20, 21/11/2026", date(2026, 11, 21)),
        ("trực trong tháng 11-12/2026", "trong tháng 11-12/2026", date(2026, 12, 31)),
        ("họp dân trong tháng 11 và tháng 12 năm 2026", "trong tháng 11 và tháng 12 năm 2026", date(2026, 12, 31)),
        ("xong trong quý III, IV/2027", "trong quý III, IV/2027", date(2027, 12, 31)),
        ("hoàn thành trong 6 tháng cuối năm 2027.", "trong 6 tháng cuối năm 2027", date(2027, 12, 31)),
        ("nộp trước 05 tháng 12", "trước 05 tháng 12", date(2026, 12, 5)),
        ("nộp trước thứ Năm, ngày 12/11/2026", "trước thứ Năm, ngày 12/11/2026", date(2026, 11, 12)),
        ("trong vòng 10 ngày kể từ ngày ký Thông báo này", None, date(2026, 11, 12)),
        ("trong thời hạn 02 tuần kể từ ngày ban hành", None, date(2026, 11, 16)),
        ("trong vòng 15 ngày kể từ ngày 10/11/2026", None, date(2026, 11, 25)),
    ],
)
def test_a_deadline_phrase_names_its_day(sentence, phrase, day):
    (mention,) = found(sentence)
    assert mention.use in {Use.DEADLINE, Use.WEAK}
    assert mention.day == day
    assert phrase is None or sentence[mention.start : mention.end] == phrase


@pytest.mark.parametrize(
    ("sentence", "use"),
    [
        ("theo Kế hoạch số 15/KH-UBND ngày 05/8/2026 của UBND xã", Use.CITED),
        ("thực hiện Nghị định số 70/2026/NĐ-CP ngày 25 tháng 6 năm 2026", Use.CITED),
        ("áp dụng mẫu mới từ ngày 01/12/2026", Use.START),
        ("số liệu tính đến ngày 31/10/2026", Use.CUT_OFF),
        ("nâng chỉ số hài lòng năm 2026", Use.NAMED),
        ("triển khai Chương trình phòng dịch trong năm 2026 của xã", Use.NAMED),
        ("kế hoạch quý IV năm 2026", Use.NAMED),
        ("phấn đấu đến năm 2030 đạt chuẩn", Use.NAMED),
        ("biển ghi “Hẹn gặp ngày 16/11/2026” ở cổng", Use.QUOTED),
        ("đoàn kiểm tra ngày 16/11/2026 có ba người", Use.UNCLEAR),
        ("nộp báo cáo trước ngày 15/12 hằng năm", Use.RECURRING),
        ("Hằng tháng (trước ngày 25), nộp báo cáo", Use.RECURRING),
    ],
)
def test_other_dates_are_told_apart_from_deadlines(sentence, use):
    (mention,) = found(sentence)
    assert mention.use is use


@pytest.mark.parametrize(
    "sentence",
    [
        "đạt 2/3 số hộ",
        "trực 24/7",
        "Luật số 12/2026/QH16",
        "giai đoạn 2026 - 2030",
        "trong 09 tháng đầu nhiệm kỳ",
        "rộng 1.500 m2",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(sentence):
    assert found(sentence) == []


def test_a_missing_year_is_the_next_such_day_and_not_sure():
    (soon,) = found("trước ngày 12/11")
    (later,) = found("trước ngày 12/3")
    assert (soon.day, later.day) == (date(2026, 11, 12), date(2027, 3, 12))
    assert not soon.sure
    assert not later.sure


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("nộp trước ngày 30.", date(2026, 11, 30)),
        ("nộp trước ngày 01.", date(2026, 12, 1)),
        ("nộp trước ngày 15 tháng này", date(2026, 11, 15)),
        ("nộp trước ngày 05 tháng sau", date(2026, 12, 5)),
    ],
)
def test_a_day_without_its_month_is_the_next_one_and_not_sure(sentence, day):
    (mention,) = found(sentence)
    assert (mention.use, mention.day, mention.sure) == (Use.DEADLINE, day, False)


def test_without_the_notices_own_date_a_missing_year_stays_open():
    (mention,) = found("trước ngày 12/11", since=None)
    assert mention.day is None
    assert not mention.sure


@pytest.mark.parametrize(
    "sentence",
    [
        "trước ngày 31/9/2026",
        "trong 03 ngày sau khi có hướng dẫn",
        "trong vòng 24 giờ",
        "xong trong tuần này",
        "báo cáo trong tháng tới",
    ],
)
def test_a_deadline_that_names_no_day_is_null_and_not_sure(sentence):
    (mention,) = found(sentence)
    assert (mention.use, mention.day, mention.sure) == (Use.DEADLINE, None, False)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("trong 05 ngày làm việc kể từ ngày ký", date(2026, 11, 9)),
        ("trong vòng 10 ngày làm việc kể từ ngày ban hành Thông báo này", date(2026, 11, 16)),
        ("trong 03 ngày làm việc kể từ ngày 29/12/2026", date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted_without_the_offices_calendar_and_never_sure(sentence, day):
    (mention,) = found(sentence)
    assert (mention.use, mention.day, mention.sure) == (Use.DEADLINE, day, False)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("tổ chức vận hành thử trong các ngày 25, 26 và 27/11/2026", date(2026, 11, 27)),
        ("Thời gian thực hiện: Ngày 30 và ngày 31/12/2026", date(2026, 12, 31)),
        ("báo cáo kết quả trong tuần đầu tháng 01/2027", date(2027, 1, 7)),
        ("hoàn thành hồ sơ, báo cáo Giám đốc Sở ngày 15/12/2026", date(2026, 12, 15)),
        ("khắc phục hậu quả đợt mưa lũ từ ngày 18 đến ngày 21/11/2026", None),
        ("giữ nước trong các tháng cao điểm mặn (từ tháng 02 đến tháng 5 năm 2027)", None),
        ("hỗ trợ các ổ dịch phát sinh trước ngày 01/12/2026", None),
        ("hoàn thành trong tháng 12 năm 202%", None),
        ("chậm nhất ngày 30 tháng § năm 2026", None),
    ],
)
def test_days_that_are_deadlines_and_days_that_only_tell(sentence, day):
    assert [m.day for m in found(sentence) if m.use is Use.DEADLINE and m.day] == ([day] if day else [])


def test_a_counted_period_that_ends_on_a_weekend_is_not_sure():
    (mention,) = found("trong vòng 05 ngày kể từ ngày ký")
    assert mention.day == date(2026, 11, 7)
    assert not mention.sure


@pytest.mark.parametrize(
    ("sentence", "at_time"),
    [
        ("gửi trước 17:00 ngày 16/11/2026", time(17)),
        ("gửi trước 10h sáng thứ Hai, ngày 16/11/2026", time(10)),
        ("gửi trước 4 giờ chiều ngày 16/11/2026", time(16)),
    ],
)
def test_times_of_day(sentence, at_time):
    (mention,) = found(sentence)
    assert (mention.day, mention.at_time) == (date(2026, 11, 16), at_time)


def test_a_time_of_day_belongs_to_the_deadline():
    (mention,) = found("gửi trước 16 giờ 30 phút ngày 16/11/2026")
    assert (mention.at_time, mention.exclusive) == (time(16, 30), True)
    assert mention.start == len("gửi ")


@pytest.mark.parametrize(
    ("sentence", "again"),
    [
        ("báo cáo trước ngày 25 hằng tháng", "trước ngày 25 hằng tháng"),
        ("định kỳ hằng quý tổng hợp", "định kỳ hằng quý"),
        ("báo cáo trước ngày 20 của tháng cuối quý", "trước ngày 20 của tháng cuối quý"),
        ("Thời gian thực hiện: Thường xuyên.", "Thường xuyên"),
    ],
)
def test_what_comes_again_and_again_is_a_recurrence(sentence, again):
    place = recurrence(flow(sentence, [(0, len(sentence))]))
    assert place is not None
    assert sentence[slice(*place)] == again


def test_an_ordinary_word_is_no_recurrence():
    text = "đoạn đường thường xuyên bị ngập"
    assert recurrence(flow(text, [(0, len(text))])) is None


PAST, ONWARD, NEAREST = Leaning.PAST, Leaning.ONWARD, Leaning.NEAREST


@pytest.mark.parametrize("leaning", Leaning)
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30/9/2027", date(2027, 9, 30)),
        ("30-9-2027", date(2027, 9, 30)),
        ("2027-09-30", date(2027, 9, 30)),
        (" 02/11 ", ISSUED),
        ("5/12/26", date(2026, 12, 5)),
        ("14.11.31", date(2031, 11, 14)),
        ("29/2/28", date(2028, 2, 29)),
        ("ngày 5 tháng 12 năm 2026", date(2026, 12, 5)),
        ("cuối tháng 2/2028", date(2028, 2, 29)),
        ("cuối tháng 2/27", date(2027, 2, 28)),
        ("cuối tháng 12 năm 2020", date(2020, 12, 31)),
    ],
)
def test_a_date_typed_with_its_year_leans_nowhere(typed, day, leaning):
    assert parse_typed_date(typed, anchor=ISSUED, leaning=leaning) == day


@pytest.mark.parametrize(
    ("typed", "anchor", "past", "onward", "nearest"),
    [
        ("14/11", "2026-11-22", "2026-11-14", "2027-11-14", "2026-11-14"),
        ("15/11", "2026-11-02", "2025-11-15", "2026-11-15", "2026-11-15"),
        ("20/11", "2026-11-22", "2026-11-20", "2027-11-20", "2026-11-20"),
        ("22/11", "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-22"),
        ("5/1", "2026-12-28", "2026-01-05", "2027-01-05", "2027-01-05"),
        ("28/12", "2027-01-05", "2026-12-28", "2027-12-28", "2026-12-28"),
        ("ngày 5 tháng 12", "2026-11-02", "2025-12-05", "2026-12-05", "2026-12-05"),
        ("1/9", "2024-03-02", "2023-09-01", "2024-09-01", "2024-09-01"),  # 183 days either way
        ("29/2", "2028-01-10", None, "2028-02-29", "2028-02-29"),
        ("29/2", "2029-06-01", "2028-02-29", None, "2028-02-29"),
        ("29/2", "2026-11-22", None, None, None),
        ("cuối tháng", "2026-11-02", "2026-10-31", "2026-11-30", "2026-11-30"),
        ("cuối tháng", "2026-11-30", "2026-11-30", "2026-11-30", "2026-11-30"),
        ("cuối tháng", "2026-01-05", "2025-12-31", "2026-01-31", "2026-01-31"),
        ("Cuối tháng 9", "2026-11-02", "2026-09-30", "2027-09-30", "2026-09-30"),
        ("cuối tháng 2", "2028-01-10", "2027-02-28", "2028-02-29", "2028-02-29"),
    ],
)
def test_a_date_typed_without_its_year_leans_as_it_is_told(typed, anchor, past, onward, nearest):
    for leaning, day in ((PAST, past), (ONWARD, onward), (NEAREST, nearest)):
        assert _leant(typed, date.fromisoformat(anchor), leaning) == (date.fromisoformat(day) if day else None)


def _leant(typed: str, anchor: date, leaning: Leaning) -> date | None:
    """What was read; None where the year is asked for."""
    try:
        return parse_typed_date(typed, anchor=anchor, leaning=leaning)
    except DomainError as refused:
        return None if refused.code == "date.year_needed" else pytest.fail(str(refused))


def _on_the_side(day: date, anchor: date, leaning: Leaning) -> bool:
    return day == anchor or leaning is NEAREST or (day < anchor) == (leaning is PAST)


@given(
    wanted=st.dates(date(2000, 1, 1), date(2000, 12, 31)),
    anchor=st.dates(date(1950, 1, 1), date(2150, 1, 1)),
    leaning=st.sampled_from(Leaning),
)
def test_a_leaning_date_has_its_day_and_month_and_none_is_closer_on_its_side(wanted, anchor, leaning):
    found = _leant(f"{wanted.day}/{wanted.month}", anchor, leaning)
    if found is None:
        assert (wanted.day, wanted.month) == (29, 2)
        return
    assert (found.day, found.month) == (wanted.day, wanted.month)
    assert _on_the_side(found, anchor, leaning)
    others = [day for year in (found.year - 1, found.year + 1) if (day := make_day(wanted.day, wanted.month, year))]
    assert all(abs(day - anchor) >= abs(found - anchor) for day in others if _on_the_side(day, anchor, leaning))


@pytest.mark.parametrize("leaning", Leaning)
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mai",
        "31/9",
        "0/9",
        "31/9/2026",
        "29/2/2026",
        "30/13/2026",
        "12",
        "cuối tháng 13",
        "5/12/26 sáng",
        "5/12/1900",
    ],
)
def test_a_typed_date_that_is_none_is_refused(typed, leaning):
    with pytest.raises(DomainError) as refused:
        parse_typed_date(typed, anchor=ISSUED, leaning=leaning)
    assert refused.value.code == "date.unreadable"


@pytest.mark.parametrize(
    ("typed", "ahead"),
    [
        ("hôm nay", 0),
        ("Hôm Nay ", 0),
        ("hom nay", 0),
        ("mai", 1),
        ("ngày mai", 1),
        ("ngay kia", 2),
        ("hôm qua", None),
        ("30/9", None),
        ("", None),
    ],
)
def test_a_near_day_is_counted_from_today(typed, ahead):
    wanted = None if ahead is None else ISSUED + timedelta(days=ahead)
    assert parse_near_day(typed, today=ISSUED) == wanted


@pytest.mark.parametrize(
    ("typed", "at", "rest"),
    [
        ("16:30 hôm nay", time(16, 30), "hôm nay"),
        ("16h30 hôm nay", time(16, 30), "hôm nay"),
        ("hôm nay, 16h30", time(16, 30), "hôm nay"),
        ("hôm nay lúc 16 giờ 30 phút", time(16, 30), "hôm nay"),
        ("16 gio 30 phut mai", time(16, 30), "mai"),
        ("4 giờ chiều mai", time(16), "mai"),
        ("8h sáng mai", time(8), "mai"),
        ("16h chieu nay", time(16), "nay"),
        ("12h trưa mai", time(12), "mai"),
        ("9g ngày 30/9", time(9), "ngày 30/9"),
        ("9h 30/9", time(9), "30/9"),
        ("9h30 30/9", time(9, 30), "30/9"),
        ("30/9/2026 09:05", time(9, 5), "30/9/2026"),
        ("16:30", time(16, 30), ""),
        ("16h30 cuối tháng", time(16, 30), "cuối tháng"),
        ("16h +5 ngày làm việc", time(16), "+5 ngày làm việc"),
        ("30/9", None, "30/9"),
        ("cuối tháng", None, "cuối tháng"),
        ("+5 ngày làm việc", None, "+5 ngày làm việc"),
        ("trong 24 giờ kể từ hôm nay", None, "trong 24 giờ kể từ hôm nay"),
        ("", None, ""),
    ],
)
def test_a_time_of_day_is_split_from_the_day_it_was_typed_with(typed, at, rest):
    assert split_time(typed) == (at, rest)


@pytest.mark.parametrize("typed", ["25h hôm nay", "16:75 mai", "24:00"])
def test_a_time_that_no_clock_shows_is_refused(typed):
    with pytest.raises(DomainError) as refused:
        split_time(typed)
    assert refused.value.code == "time.unreadable"


@given(st.times(), st.sampled_from(["hôm nay", "mai", "30/9", "30/9/2026", "cuối tháng"]))
def test_any_time_is_read_as_it_is_written_before_or_behind_the_day(at, rest):
    shown = at.replace(second=0, microsecond=0)
    assert split_time(f"{at:%H:%M} {rest}") == split_time(f"{rest} {at:%H:%M}") == (shown, rest)
