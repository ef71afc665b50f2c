"""A typed day: when it is read, how it is shown again, and what the page tells the script beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from app.domain.reading.typed_dates import Leaning
from app.web.forms import fields
from app.web.forms.fields import DayField, MomentField, MustBeDay

TODAY = date(2026, 11, 22)


class Days(Form):
    past = DayField("Ngày báo cáo", leaning=Leaning.PAST)
    onward = DayField("Thời hạn", leaning=Leaning.ONWARD)
    nearest = DayField("Thời hạn đúng", leaning=Leaning.NEAREST, validators=[MustBeDay("Cần nhập thời hạn.")])


class Moments(Form):
    moment = MomentField("Thời hạn", leaning=Leaning.ONWARD)


@pytest.fixture
def days(app: Flask, clock, clock_at, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Form]]:
    """A form with what was typed; nobody is logged in, so there is no calendar to count with."""
    clock.instant = clock_at(TODAY).instant
    monkeypatch.setattr(fields, "calendar", lambda: None)
    with app.test_request_context():
        yield (
            lambda **typed: (
                Moments(MultiDict(typed)) if "moment" in typed else Days(MultiDict({"nearest": "22/11"} | typed))
            )
        )


def test_each_field_leans_its_own_way_from_today(days):
    form = days(past="21/11", onward="21/11", nearest="21/11")
    assert form.validate()
    assert form.data == {"past": date(2026, 11, 21), "onward": date(2027, 11, 21), "nearest": date(2026, 11, 21)}


def test_an_anchor_that_is_set_before_the_form_is_validated_counts(days):
    form = days(past="1/6", onward="1/6", nearest="1/6")
    form.past.anchor = form.onward.anchor = form.nearest.anchor = date(2024, 7, 1)
    assert form.validate()
    assert form.data == {"past": date(2024, 6, 1), "onward": date(2025, 6, 1), "nearest": date(2024, 6, 1)}


def test_what_was_understood_is_shown_again_with_its_year_and_anything_else_as_typed(days):
    form = days(past="21/11", onward="hôm nào", nearest="")
    assert not form.validate()
    assert 'value="21/11/2026"' in form.past()
    assert 'value="hôm nào"' in form.onward()
    assert 'value=""' in form.nearest()
    assert form.errors["nearest"] == ["Cần nhập thời hạn."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/9", "Không đọc được ngày “31/9”"),
        ("+5 ngày làm việc", "Không đọc được ngày “+5 ngày làm việc”"),
        ("29/2", "Năm gần đây không có ngày “29/2”. Đề nghị nhập cả năm"),
    ],
)
def test_a_day_that_cannot_have_been_gets_one_sentence(days, typed, sentence):
    form = days(past=typed)
    assert not form.validate()
    assert [error.startswith(sentence) for error in form.errors["past"]] == [True]


def test_a_day_that_is_needed_and_unreadable_is_told_once(days):
    form = days(nearest="31/9")
    assert not form.validate()
    assert len(form.errors["nearest"]) == 1


def test_the_script_is_told_the_same_rule(days):
    form = days()
    form.onward.anchor = date(2026, 11, 2)
    assert 'data-anchor="2026-11-02" data-leaning="onward"' in form.onward()
    assert 'data-anchor="2026-11-22" data-leaning="past"' in form.past()


@pytest.mark.parametrize(
    ("typed", "day", "at", "shown"),
    [
        ("16h30 hôm nay", TODAY, time(16, 30), "16:30 22/11/2026"),
        ("16:30", TODAY, time(16, 30), "16:30 22/11/2026"),
        ("mai", date(2026, 11, 23), None, "23/11/2026"),
        ("30/11 9h", date(2026, 11, 30), time(9), "09:00 30/11/2026"),
        ("cuối tháng", date(2026, 11, 30), None, "30/11/2026"),
        ("", None, None, ""),
    ],
)
def test_a_deadline_may_have_a_time_of_day_and_is_shown_so_that_it_is_read_again(days, typed, day, at, shown):
    form = days(moment=typed)
    assert form.validate()
    field = form.moment
    assert (field.data, field.time_of_day, field._value()) == (day, at, shown)


def test_what_has_happened_may_be_of_today_but_not_of_tomorrow(days):
    assert days(past="hôm nay").validate()
    assert not days(past="mai").validate()


@pytest.mark.parametrize("typed", ["25h hôm nay", "16h hôm nào"])
def test_a_moment_that_is_none_is_refused_and_kept_as_typed(days, typed):
    form = days(moment=typed)
    assert not form.validate()
    assert f'value="{typed}"' in form.moment()
