"""When a job runs next, and when it was missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.calendar import VIETNAM
from app.domain.timetable import TIMETABLE


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2023, 9, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("job", "now", "following"),
    [
        ("digest", at(6, 29), at(6, 30)),
        ("digest", at(6, 30), at(7)),
        ("digest", at(18), at(6, 30, day=15)),
        ("backup", at(0), at(1, 30)),
        ("update_call", at(16, 40), at(7, 10, day=15)),
        ("deliver", at(8), None),
    ],
)
def test_a_job_runs_next_at_its_next_time(job, now, following):
    assert TIMETABLE[job].next_after(now) == following


@pytest.mark.parametrize(
    ("job", "now", "done", "missed"),
    [
        ("digest", at(6, 59), False, None),
        ("digest", at(7), False, at(6, 30)),
        ("digest", at(23), True, None),
        ("retention", at(3), False, at(2, 30)),
        ("seal", at(23), False, None),  # on a day without entries it has nothing to say
        ("heartbeat", at(23), False, None),
    ],
)
def test_a_daily_job_was_missed_once_its_time_and_a_grace_have_passed(job, now, done, missed):
    assert TIMETABLE[job].missed(now, done_today=done) == missed


def test_the_heartbeat_comes_several_times_before_it_is_missed():
    assert TIMETABLE["heartbeat"].every == timedelta(minutes=5)
