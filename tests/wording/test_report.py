"""The sentences of the discipline section, as a table of counts and what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.figures import Counts, Row
from app.domain.terms import DueReason, EventKind, FigureClass, PeriodKind, Standing, State
from app.wording import counted as counted_words
from app.wording import report as say

CUT_OFF = date(2023, 9, 14)
NOTHING = Counts(0, 0, 0, 0, 0, 0, 0)
ALL_ON_TIME = Counts(12, 0, 3, 0, 0, 5, 10)
SOME_OVERDUE = Counts(14068, 1983, 5640, 223, 12, 4000, 17914)
LATE_ONLY = Counts(2, 1, 0, 0, 0, 0, 3)
ALL_OPEN = Counts(0, 0, 4, 0, 1, 0, 4)


@pytest.mark.parametrize(
    ("counts", "tasks", "said"),
    [
        (NOTHING, 0, "không có nhiệm vụ có thời hạn giao các cơ quan, đơn vị trong kỳ."),
        (
            ALL_ON_TIME,
            15,
            "có 15 nhiệm vụ có thời hạn giao các cơ quan, đơn vị (kỳ trước chuyển sang 05, giao mới 10); đã hoàn thành "
            "12 nhiệm vụ (đúng hạn 12, quá hạn 0); chưa hoàn thành 03 nhiệm vụ (trong hạn 03, quá hạn 0).",
        ),
        (
            SOME_OVERDUE,
            9000,
            "có 9.000 nhiệm vụ có thời hạn giao các cơ quan, đơn vị, tương ứng 21.914 lượt giao chủ trì (kỳ trước "
            "chuyển sang 4.000, giao mới 17.914); đã hoàn thành 16.051 lượt giao (đúng hạn 14.068, quá hạn 1.983); "
            "chưa hoàn thành 5.863 lượt giao (trong hạn 5.640, quá hạn 223).",
        ),
    ],
)
def test_the_total_says_how_many_there_were_and_where_they_stand(counts, tasks, said):
    sentence = say.total_sentence(counts, tasks, who="Ủy ban nhân dân xã Ví Dụ", cut_off=CUT_OFF)
    assert sentence == f"Tính đến ngày 14/9/2023, Ủy ban nhân dân xã Ví Dụ {said}"


@pytest.mark.parametrize(
    ("counts", "units", "said"),
    [
        (NOTHING, 0, "Trong kỳ không có nhiệm vụ quá hạn."),
        (ALL_ON_TIME, 0, "Trong kỳ không có nhiệm vụ quá hạn."),
        (ALL_OPEN, 0, "Trong kỳ không có nhiệm vụ quá hạn."),
        (LATE_ONLY, 0, "Đến thời điểm chốt số liệu không còn nhiệm vụ quá hạn."),
        (
            replace(ALL_OPEN, d=1, new=5),
            1,
            "Còn 01 lượt giao quá hạn, chưa hoàn thành trên tổng số 05 lượt giao đang thực hiện, thuộc trách nhiệm chủ "
            "trì của 01 cơ quan, đơn vị.",
        ),
    ],
)
def test_the_overdue_are_said_with_the_whole_they_are_part_of(counts, units, said):
    assert say.overdue_sentence(counts, "lượt giao", units=units) == said


@pytest.mark.parametrize(
    ("overdue", "said"),
    [
        ([], ""),
        (
            [("Phòng Ví Dụ", 1)],
            "Các cơ quan, đơn vị còn nhiệm vụ quá hạn: Phòng Ví Dụ (01 nhiệm vụ) (chi tiết tại Phụ lục kèm theo).",
        ),
        (
            [("Phòng Ví Dụ", 12), ("Phòng Thử", 3)],
            "Các cơ quan, đơn vị còn nhiệm vụ quá hạn: Phòng Ví Dụ (12 nhiệm vụ); Phòng Thử (03 nhiệm vụ) "
            "(chi tiết tại Phụ lục kèm theo).",
        ),
    ],
)
def test_units_are_named_with_their_number(overdue, said):
    assert say.units_sentence(overdue, annex="Phụ lục") == said
    assert say.units_sentence(overdue, annex="") == said.replace(" (chi tiết tại Phụ lục kèm theo)", "")


@pytest.mark.parametrize(
    ("counts", "said", "formula"),
    [
        (NOTHING, "không có số liệu để tính", ""),
        (ALL_OPEN, "không có số liệu để tính", ""),
        (
            ALL_ON_TIME,
            "hoàn thành đúng hạn là 100,0 % (12/12); tỷ lệ hoàn thành là 100,0 % (12/12)",
            "12 ÷ (12 + 0 + 0)",
        ),
        (LATE_ONLY, "hoàn thành đúng hạn là 66,7 % (2/3); tỷ lệ hoàn thành là 100,0 % (3/3)", "2 ÷ (2 + 1 + 0)"),
        (
            SOME_OVERDUE,
            "hoàn thành đúng hạn là 86,4 % (14.068/16.274); tỷ lệ hoàn thành là 98,6 % (16.051/16.274)",
            "(14.068 + 1.983) ÷ (14.068 + 1.983 + 223)",
        ),
    ],
)
def test_no_percentage_stands_without_what_was_divided_and_how(counts, said, formula):
    assert said in say.rates_sentence(counts)
    assert formula in say.formula_note(counts)
    assert bool(say.formula_note(counts)) is ("%" in say.rates_sentence(counts))


def test_what_is_not_there_is_not_mentioned():
    for sentence in (
        say.waiting_sentence(NOTHING, "nhiệm vụ"),
        say.late_sentence(NOTHING, "nhiệm vụ", annex=""),
        say.undated_sentence(0),
        say.not_rated_sentence(0),
        say.outside_sentence(NOTHING),
    ):
        assert sentence == ""


def test_only_undated_tasks_are_said_apart():
    assert say.undated_sentence(6) == (
        "Ngoài ra có 06 nhiệm vụ không quy định thời hạn, không tính vào các số liệu nêu trên."
    )


def test_those_outside_the_authority_are_asked_and_counted_apart():
    sentence = say.outside_sentence(Counts(1, 0, 1, 1, 0, 0, 3))
    assert "theo dõi riêng 03 nhiệm vụ đề nghị thực hiện: đã hoàn thành 01, chưa hoàn thành 02" in sentence
    assert "giao" not in sentence


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_numbers_of_the_total_add_up_as_they_are_printed(a, b, c, d):
    counts = Counts(a, b, c, d, 0, 0, a + b + c + d)
    sentence = say.total_sentence(counts, counts.total, who="Ủy ban", cut_off=CUT_OFF)
    if not counts.total:
        return
    printed = [say.count(n) for n in (counts.total, 0, counts.total, a + b, a, b, c + d, c, d)]
    at = 0
    for number in printed:
        at = sentence.index(number, at) + len(number)


@pytest.mark.parametrize(
    ("kind", "year", "quarter", "name", "about"),
    [
        (PeriodKind.QUARTER, 2023, 3, "Quý III năm 2023", "Quý III năm 2023"),
        (PeriodKind.SIX_MONTHS, 2023, None, "6 tháng đầu năm 2023", "6 tháng đầu năm 2023"),
        (PeriodKind.NINE_MONTHS, 2023, None, "9 tháng năm 2023", "9 tháng năm 2023"),
        (PeriodKind.YEAR, 2023, None, "Năm 2023", "năm 2023"),
        (PeriodKind.FREE, None, None, "Từ ngày 15/01/2023 đến ngày 14/9/2023", "từ ngày 15/01/2023 đến ngày 14/9/2023"),
        (PeriodKind.MONTH, 2023, None, "Tháng 9 năm 2023", "tháng 9 năm 2023"),
        (PeriodKind.SECOND_HALF, 2023, None, "6 tháng cuối năm 2023", "6 tháng cuối năm 2023"),
    ],
)
def test_a_period_has_a_name_alone_and_inside_a_sentence(kind, year, quarter, name, about):
    assert say.period_name(kind, year, quarter, date(2023, 1, 15), CUT_OFF) == name
    assert say.about(name)[1].endswith(f"hành chính {about}")


@pytest.mark.parametrize(("month", "name"), [(1, "Tháng 01"), (2, "Tháng 02"), (3, "Tháng 3"), (12, "Tháng 12")])
def test_of_the_months_only_the_first_two_have_a_zero(month, name):
    cut_off = date(2023, month, 14)
    assert say.period_name(PeriodKind.MONTH, 2023, None, cut_off, cut_off) == f"{name} năm 2023"


@pytest.mark.parametrize(
    ("name", "lines", "number", "signed"),
    [
        ("UBND xã Ví Dụ", ("Ủy ban nhân dân", "xã Ví Dụ"), "/BC-UBND", ("TM. Ủy ban nhân dân", "Chủ tịch")),
        ("Ủy ban nhân dân xã Ví Dụ", ("Ủy ban nhân dân", "xã Ví Dụ"), "/BC-UBND", ("TM. Ủy ban nhân dân", "Chủ tịch")),
        ("Sở Ví Dụ", ("Sở Ví Dụ",), "/BC-          ", ("Thủ trưởng cơ quan",)),
    ],
)
def test_the_letterhead_and_the_signature_follow_the_kind_of_office(name, lines, number, signed):
    assert say.agency_lines(name) == lines
    assert say.number_line(name).endswith(number)
    assert say.signed_as(name) == signed


def test_number_and_day_are_left_to_the_clerk():
    assert say.number_line("UBND xã Ví Dụ") == "Số:          /BC-UBND"
    # 23:30 UTC on 31/12 is the new year in Vietnam.
    assert say.date_line("Ví Dụ", datetime(2023, 12, 31, 23, 30, tzinfo=UTC)) == (
        "Ví Dụ, ngày      tháng      năm 2024"
    )


@pytest.mark.parametrize(
    ("number", "issued_on", "said"),
    [
        ("12/TB-UBND", date(2023, 2, 5), "Thông báo số 12/TB-UBND ngày 05/02/2023, mục 3.1"),
        (None, date(2023, 9, 5), "Thông báo (chờ số) ngày 05/9/2023, mục 3.1"),
        (None, None, "Thông báo (chờ số), mục 3.1"),
    ],
)
def test_a_notice_is_cited_by_number_and_day_or_says_that_it_waits_for_one(number, issued_on, said):
    assert say.with_clause(say.directive_words("Thông báo", number, issued_on), "3.1") == said


def test_the_source_says_cut_off_instant_and_rule():
    note = say.source_note(cut_off=CUT_OFF, known_at=datetime(2023, 9, 15, 1, 5, tzinfo=UTC))
    assert "tính đến hết ngày 14/9/2023, chốt lúc 08:05 ngày 15/9/2023." in note
    assert note.endswith(say.COUNTING_RULE)


def row(figure_class: FigureClass, *, waiting: bool = False, due_on: date | None = CUT_OFF) -> Row:
    done = date(2023, 9, 20) if figure_class is FigureClass.DONE_LATE else None
    days = 6 if done else 0
    return Row(1, 1, 1, "Phòng Ví Dụ", figure_class, False, waiting, date(2023, 8, 1), due_on, done, days, True, 0)


@pytest.mark.parametrize("figure_class", list(FigureClass))
@pytest.mark.parametrize("waiting", [True, False])
def test_every_class_has_words_and_a_shape(figure_class, waiting):
    counted = row(figure_class, waiting=waiting)
    assert counted_words.shape(counted)
    assert counted_words.standing_words(counted)


def test_the_two_sides_of_a_difference_name_what_differs():
    late, moved = row(FigureClass.DONE_LATE), row(FigureClass.OPEN_IN_TIME, due_on=date(2023, 9, 30))
    assert counted_words.counted_as(late, moved) == "Hoàn thành quá hạn, ngày 20/09/2023, thời hạn 14/09/2023"
    assert counted_words.counted_as(moved, late) == "Đang thực hiện, trong hạn, thời hạn 30/09/2023"
    assert counted_words.counted_as(None, late) == "Không trong số liệu của kỳ"
    assert counted_words.days_words(late) == "ngày 20/09/2023; quá 06 ngày"
    assert counted_words.days_words(row(FigureClass.OPEN_OVERDUE, waiting=True)) == "đã báo cáo, chờ xác nhận"


def test_why_it_differs_is_an_act_for_a_day_or_a_reason_for_a_deadline():
    assert counted_words.late_record(EventKind.ACCEPTED, CUT_OFF) == "Xác nhận hoàn thành cho ngày 14/09/2023"
    assert counted_words.late_record(EventKind.STOPPED, CUT_OFF) == "Dừng thực hiện, ngày 14/09/2023"
    assert counted_words.late_record(DueReason.DATA_CORRECTION, CUT_OFF) == "Thời hạn: Sửa thông tin nhập"


def test_a_due_day_says_how_often_it_was_changed():
    assert say.due_words(None, 0) == ""
    assert say.due_words(CUT_OFF, 0) == "14/9/2023"
    assert say.due_words(CUT_OFF, 2) == "14/9/2023 (đã điều chỉnh 02 lần)"


def test_free_dates_are_not_said_twice():
    assert say.period_dates(PeriodKind.QUARTER, CUT_OFF, CUT_OFF) == "từ ngày 14/09/2023 đến ngày 14/09/2023"
    assert say.period_dates(PeriodKind.FREE, CUT_OFF, CUT_OFF) == ""


@pytest.mark.parametrize("state", [State.OPEN, State.ACKNOWLEDGED, State.IN_PROGRESS])
def test_a_unit_that_has_written_nothing_is_called_silent_only_if_it_gave_no_sign(state):
    said = say.status(state=state, reported_on=None, returned_on=None, return_kind=None, note="")
    assert said
    assert ("Đơn vị chưa báo cáo" in said) is (state is State.OPEN)


def test_a_superior_that_is_not_known_leaves_a_dotted_line():
    assert say.superior("UBND tỉnh Ví Dụ") == "Ủy ban nhân dân tỉnh Ví Dụ."
    assert set(say.superior("")) == {"…"}


def test_an_excused_one_says_why_it_is_not_rated_and_has_its_own_shape() -> None:
    excused = row(FigureClass.NOT_RATED)._replace(objective=True)
    assert counted_words.standing_words(excused) == "Không thuộc diện đánh giá: lý do khách quan"
    assert counted_words.shape(excused) is Standing.OBJECTIVE


def test_what_was_late_before_its_deadline_was_moved_on_stays_in_the_row() -> None:
    moved = row(FigureClass.DONE_ON_TIME)._replace(late_before=6)
    assert counted_words.days_words(moved).endswith("đã quá 06 ngày trước khi đổi thời hạn")
