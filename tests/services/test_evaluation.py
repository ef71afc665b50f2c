"""Facts by unit, counted by hand from the story of a quarter."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from statistics import median

import pytest

from app.domain.terms import DueReason, EventKind, PeriodKind
from app.services import reports
from app.services.evaluation import Facts, evaluate
from app.services.report_slices import rows_of
from app.wording.evaluation import FACTS, days, shown
from tests.services.report_cases import done, give, happens, make_directive, make_task, quarter_story, set_due

NOTHING = dict.fromkeys((name for name in Facts.__dataclass_fields__ if name != "name"), 0)
NOT_LATE = NOTHING | {"median_days": None, "worst_days": None}


@pytest.fixture
def frozen(session, cast, clock):
    """The story, and at Phòng Tư pháp: one moved after it was late, one excused, and one 10 days late when done; at
    Phòng Nội vụ one was granted more time twice."""
    story = quarter_story(cast)
    directive = make_directive(cast, "30/TB-UBND")
    moved, excused, late = (
        give(cast, make_task(cast, directive, text), "tu_phap", date(2023, 8, 20))
        for text in ("Việc được lùi hạn.", "Việc có lý do khách quan.", "Việc chậm.")
    )
    set_due(cast, moved, date(2023, 9, 14), on=date(2023, 8, 25), reason=DueReason.ADJUSTED)
    happens(cast, excused, EventKind.CAUSE_CONFIRMED, date(2023, 8, 22))
    done(cast, late, date(2023, 8, 30))
    for on, to in ((date(2023, 8, 21), date(2023, 10, 10)), (date(2023, 9, 4), date(2023, 10, 20))):
        happens(cast, story["c"], EventKind.EXTENSION_GRANTED, on)
        set_due(cast, story["c"], to, on=on, reason=DueReason.EXTENDED)
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)
    snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    return reports.load_view(snapshot)


@pytest.fixture
def found(frozen):
    return evaluate(frozen)


def facts_of(found, name: str) -> dict[str, object]:
    unit = next(each for each in found.units if each.name == name)
    return {key: value for key, value in asdict(unit).items() if key != "name"}


def test_each_unit_s_facts_are_those_worked_out_by_hand(found):
    assert facts_of(found, "Phòng Nội vụ") == NOT_LATE | {
        "assigned": 2, "due": 1, "on_time": 1, "in_time": 1,
        "extended": 1, "extensions": 2, "changed": 1, "changes": 2,
    }  # fmt: skip
    assert facts_of(found, "Phòng Kinh tế") == NOTHING | {
        "assigned": 3, "due": 3, "overdue": 2, "in_time": 1, "waiting": 1, "median_days": 15, "worst_days": 20,
    }  # fmt: skip
    assert facts_of(found, "Phòng Tư pháp") == NOTHING | {
        "assigned": 4, "due": 3, "late": 2, "in_time": 1, "changed": 1, "changes": 1, "late_before": 1,
        "objective": 1, "not_rated": 1, "median_days": 8.5, "worst_days": 10,
    }  # fmt: skip
    assert facts_of(found, "UBND xã Hạ") == NOT_LATE | {"assigned": 2, "undated": 1, "not_rated": 1}


def test_all_of_them_together_are_the_sums_and_whoever_is_only_asked_is_not_there(found):
    assert {unit.name for unit in found.units} == {"Phòng Nội vụ", "Phòng Kinh tế", "Phòng Tư pháp", "UBND xã Hạ"}
    for name in FACTS:
        if not name.endswith("_days"):
            assert getattr(found.together, name) == sum(getattr(unit, name) for unit in found.units)
    assert found.together.worst_days == 20
    assert len(found.rows) == found.together.assigned


def test_every_fact_has_a_head_and_a_rule_and_the_parts_make_up_the_whole(found):
    assert set(FACTS) == set(NOTHING)
    for unit in (*found.units, found.together):
        rated = unit.on_time + unit.late + unit.overdue + unit.in_time
        assert unit.assigned == rated + unit.not_rated + unit.undated


def test_what_was_granted_and_how_late_all_were_is_as_the_report_says_it(frozen, found):
    """The deadlines that were moved for another reason are no extensions."""
    extended = frozen.beside.measures.extended
    assert (found.together.extended, found.together.extensions) == (extended.assignments, extended.times) == (1, 2)
    assert (found.together.changed, found.together.changes) == (2, 3)
    late = [row.counted.days_overdue for row in rows_of(frozen, "cham")]
    assert (found.together.median_days, found.together.worst_days) == (median(late), max(late))


def test_what_was_frozen_before_extensions_were_kept_says_that_it_does_not_know(frozen):
    older = evaluate(replace(frozen, beside=None))
    for unit in (*older.units, older.together):
        assert (unit.extended, unit.extensions) == (None, None)
    assert (older.together.changed, older.together.changes) == (2, 3)


@pytest.mark.parametrize(
    ("name", "value", "said"), [("extended", None, "—"), ("extensions", 0, 0), ("median_days", None, "")]
)
def test_a_number_that_nobody_kept_is_a_dash_and_no_nought(name, value, said):
    assert shown(name, value) == said


@pytest.mark.parametrize(("value", "shown"), [(None, ""), (0, 0), (12, 12), (12.0, 12), (2.5, "2,5")])
def test_half_days_have_a_comma(value, shown):
    assert days(value) == shown
