"""What a list is narrowed to beyond a standing, case by case; and one figure wherever it is shown: a random office is
counted by the desk, the lists, the digests, the report and the domain, and all of them agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain import history
from app.domain.calendar import local_day
from app.domain.terms import AssignmentRole, EventKind, PeriodKind, Standing, TaskKind
from app.domain.updating import is_counted, is_updated, since_of
from app.models import Assignment
from app.services import overview, recording, reports, urging
from app.services.chief_digests import ChiefPlan
from app.services.digest_lines import Queue
from app.services.listing import Wanted, count, list_assignments
from app.services.rules import load_rules
from app.services.standing_filters import OFTEN, Narrow
from app.services.waiting import waiting_for_signature, waiting_reports
from tests.services.giving import GIVEN_ON, Giving

TODAY = date(2023, 9, 14)  # a Thursday
DUE = date(2023, 10, 2)


@pytest.fixture
def give(cast, clock):
    clock.instant = FixedClock.at(GIVEN_ON).instant
    return Giving(cast, clock)


@pytest.fixture
def rules(session, cast):
    return load_rules(session, office_id=cast.office.id)


def happen(give: Giving, assignment: Assignment, kind: EventKind, day: date, **more: object) -> Assignment:
    """An event as if somebody had recorded it on that day."""
    event = give.event(kind, day)
    event.recorded_at = FixedClock.at(day).instant
    for name, value in more.items():
        setattr(event, name, value)
    recording.add(give.cast.session, assignment, event)
    return assignment


def found(session, cast, rules, narrow: Narrow, **wanted: object) -> set[str]:
    asked = Wanted(standings=(narrow,), **wanted)
    return {
        row.public_id
        for row in list_assignments(session, actor=cast.chief, rules=rules, today=TODAY, wanted=asked).items
    }


@pytest.mark.parametrize(
    ("told_on", "is_late"),
    [
        (date(2023, 9, 11), True),
        (date(2023, 9, 12), False),
        (date(2023, 9, 9), True),
    ],  # a Monday, a Tuesday, a Saturday
)
def test_a_unit_is_silent_too_long_after_two_working_days(session, cast, clock, give, rules, told_on, is_late):
    clock.instant = FixedClock.at(told_on).instant
    silent = give("noi_vu", due=DUE, given_on=told_on)
    happen(give, give("noi_vu", due=DUE, given_on=told_on), EventKind.ACKNOWLEDGED, told_on)
    assert found(session, cast, rules, Narrow.NOT_ACKNOWLEDGED_LATE) == ({silent.public_id} if is_late else set())


def test_a_notice_entered_late_and_a_unit_put_right_begin_anew(session, cast, clock, give, rules):
    corrected = give("noi_vu", due=DUE)
    units = {"from_unit_id": corrected.unit_id, "to_unit_id": cast.units["tu_phap"].id}
    happen(give, corrected, EventKind.UNIT_CORRECTED, date(2023, 9, 13), **units)
    clock.instant = FixedClock.at(TODAY).instant
    give("noi_vu", due=DUE)  # of ten days ago, entered today
    assert found(session, cast, rules, Narrow.NOT_ACKNOWLEDGED_LATE) == set()


def test_the_office_chooses_how_long_is_too_long(session, cast, give, rules):
    silent = give("noi_vu", due=DUE)
    patient = replace(rules, practice=replace(rules.practice, acknowledge_working_days=20))
    assert found(session, cast, rules, Narrow.NOT_ACKNOWLEDGED_LATE) == {silent.public_id}
    assert found(session, cast, patient, Narrow.NOT_ACKNOWLEDGED_LATE) == set()


def test_the_office_is_late_counted_from_the_report_and_not_from_the_signature_before_it(session, cast, give, rules):
    long = happen(give, give("noi_vu", due=DUE), EventKind.SUBMITTED, date(2023, 9, 11))
    happen(give, give("noi_vu", due=DUE), EventKind.SUBMITTED, date(2023, 9, 12))
    signed = happen(give, give("tu_phap", due=DUE), EventKind.SENT_FOR_SIGNATURE, date(2023, 9, 6), desk="PCT Hà")
    lies = happen(give, give("xa_ha", due=DUE), EventKind.SENT_FOR_SIGNATURE, date(2023, 9, 6), desk="Chủ tịch")
    happen(give, signed, EventKind.SUBMITTED, TODAY)
    assert signed.submitted_on == date(2023, 9, 6)
    assert found(session, cast, rules, Narrow.UNDECIDED_LATE) == {long.public_id}
    asked = {"actor": cast.chief, "rules": rules, "today": TODAY, "limit": 9}
    waits = waiting_reports(session, **asked)
    assert [(each.working_days, each.late) for each in waits] == [(3, True), (2, False), (0, False)]
    (signing,) = waiting_for_signature(session, **asked)
    assert (signing.row.public_id, signing.desk, signing.working_days) == (lies.public_id, "Chủ tịch", 6)


def test_narrows_find_what_they_say(session, cast, give, rules):
    def asks(assignment: Assignment, day: date) -> Assignment:
        return happen(give, assignment, EventKind.EXTENSION_ASKED, day)

    old = asks(give("noi_vu", due=DUE), date(2023, 9, 11))
    new = asks(give("noi_vu", due=DUE), date(2023, 9, 12))
    often = give("tu_phap", due=DUE)
    for _ in range(OFTEN):
        asks(often, date(2023, 9, 6))
        happen(give, often, EventKind.EXTENSION_GRANTED, date(2023, 9, 7))
    checked, later = give("noi_vu"), give("noi_vu")
    checked.check_on, later.check_on = TODAY, TODAY + timedelta(days=1)
    signing = happen(give, give("xa_ha", due=date(2023, 9, 5)), EventKind.SENT_FOR_SIGNATURE, date(2023, 9, 6))
    helper = give.task(("noi_vu",), due=DUE, coordinating=("tu_phap",))[1]
    happen(give, helper, EventKind.PART_GIVEN, date(2023, 9, 6))
    session.flush()
    expected = {
        Narrow.EXTENSION_ASKED: {old, new},
        Narrow.EXTENSION_LATE: {old},
        Narrow.EXTENDED_OFTEN: {often},
        Narrow.CHECK_REACHED: {checked},
        Narrow.FOR_SIGNATURE: {signing},  # also one that was submitted late
        Narrow.PART_HANDED_IN: {helper},
    }
    assert {narrow: found(session, cast, rules, narrow) for narrow in expected} == {
        narrow: {row.public_id for row in rows} for narrow, rows in expected.items()
    }


# One figure, wherever it is shown.

UNITS = ("noi_vu", "tu_phap", "cong_an")
E = EventKind
ROADS = (
    (),
    (E.ACKNOWLEDGED,),
    (E.PROGRESS,),
    (E.SENT_FOR_SIGNATURE,),
    (E.SENT_FOR_SIGNATURE, E.SUBMITTED),
    (E.SUBMITTED,),
    (E.SUBMITTED, E.ACCEPTED),
    (E.SUBMITTED, E.RETURNED),
    (E.CAUSE_CONFIRMED,),
    (E.SUBMITTED, E.CAUSE_CONFIRMED),
    (E.SUBMITTED, E.ACCEPTED, E.CAUSE_CONFIRMED),
    (E.CAUSE_CONFIRMED, E.CAUSE_WITHDRAWN),
    (E.EXTENSION_ASKED,),
    (E.STOPPED,),
    (E.TRANSFERRED,),
    (E.SUPERSEDED,),
    (E.CANCELLED,),
)
LEADS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(UNITS),
        "due": st.sampled_from((None, -20, -5, -1, 0, 1, 4, 30)),
        "kind": st.sampled_from((TaskKind.DATED, TaskKind.PER_REPORT, TaskKind.RECURRING)),
        "ago": st.sampled_from((40, 14, 13, 3)),  # days ago it was given
        "road": st.sampled_from(ROADS),
        "days": st.integers(0, 15),  # ago that it went its road
        "helped": st.booleans(),
    }
)


def people(give: Giving, made: list[dict]) -> list[Assignment]:
    """The leads of an office, each of a task of its own; some with a coordinating part that was given."""
    leads = []
    for one in made:
        given_on = TODAY - timedelta(days=one["ago"])
        give.clock.instant = FixedClock.at(given_on).instant
        due = None if one["due"] is None else TODAY + timedelta(days=one["due"])
        helpers = ("xa_ha",) if one["helped"] else ()
        lead, *parts = give.task((one["unit"],), due=due, given_on=given_on, coordinating=helpers)
        lead.task.kind = one["kind"]
        for kind in one["road"]:
            happen(give, lead, kind, max(given_on, TODAY - timedelta(days=one["days"])))
        for part in parts:
            happen(give, part, E.PART_GIVEN, TODAY)
        leads.append(lead)
    give.clock.instant = FixedClock.at(TODAY).instant
    give.cast.session.flush()
    return leads


def by_the_domain(leads: list[Assignment], rules) -> Counter:
    """n, N, u and m of each unit, by the fold of the events alone."""
    sums: Counter = Counter()
    since = since_of(TODAY, rules.practice.update_days)
    for lead in leads:
        course = recording.course_of(lead)
        sums[lead.unit_id, "n"] += history.is_overdue(course, on=TODAY)
        is_open = course.closed_on is None and not course.objective
        sums[lead.unit_id, "N"] += is_open and course.due_on is not None
        came_on = local_day(lead.events[0].recorded_at)
        if is_counted(course, kind=lead.task.kind, came_on=came_on, since=since):
            sums[lead.unit_id, "m"] += 1
            sums[lead.unit_id, "u"] += is_updated(course, since=since)
    return +sums


def only(pairs: dict) -> Counter:
    return +Counter(pairs)


# The session is rolled back after the test, not after each example: each example undoes what it made.
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made=st.lists(LEADS, min_size=6, max_size=14))
def test_desk_list_digest_report_and_domain_count_alike(session, cast, clock, rules, made):
    undo = session.begin_nested()
    give = Giving(cast, clock)
    leads = people(give, made)
    known, office = by_the_domain(leads, rules), cast.office.id
    ids = {unit.public_id: unit.id for unit in cast.units.values()}

    desk = overview.rank_units(session, office_id=office, rules=rules, today=TODAY)
    assert known == only(
        {
            (ids[rank.public_id], letter): value
            for rank in desk
            for letter, value in zip(
                "nNum", (rank.overdue, rank.dated, rank.updates.updated, rank.updates.counted), strict=True
            )
        }
    )
    shares = urging.shares(session, office_id=office, today=TODAY)
    n_and_of = +Counter({key: value for key, value in known.items() if key[1] in "nN"})
    assert n_and_of == only(
        {
            (each.unit_id, letter): value
            for each in shares.values()
            for letter, value in (("n", each.overdue), ("N", each.dated))
        }
    )
    lists = {"n": Standing.OVERDUE, "N": Narrow.UNFINISHED_DATED, "m": Narrow.TO_UPDATE, "-": Narrow.NOT_UPDATED}
    asked = {"actor": cast.chief, "rules": rules, "today": TODAY}
    listed = Counter()
    for key in UNITS:
        unit_id = cast.units[key].id
        for letter, standing in lists.items():
            wanted = Wanted(role=AssignmentRole.LEAD, unit_ids=(unit_id,), standings=(standing,))
            listed[unit_id, letter] = count(session, **asked, wanted=wanted).assignments
        listed[unit_id, "u"] = listed[unit_id, "m"] - listed.pop((unit_id, "-"))
        own = overview.own_standing(session, office_id=office, rules=rules, today=TODAY, unit_id=unit_id)
        everything = Wanted(role=AssignmentRole.LEAD, unit_ids=(unit_id,), standings=(Narrow.UNFINISHED,))
        assert sum(own.values()) == count(session, **asked, wanted=everything).assignments
    assert known == +listed
    _report_agrees(session, cast, clock, n_and_of)
    _digest_agrees(session, cast, clock, rules)
    undo.rollback()
    session.expire_all()


def _report_agrees(session, cast, clock, n_and_of: Counter) -> None:
    """Class d, and c + d, of a period that ends today."""
    start = TODAY - timedelta(days=60)
    about = {"kind": PeriodKind.FREE, "period_from": start, "cut_off": TODAY}
    report = reports.make_report(session, actor=cast.chief, clock=clock, **about)
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    assert view is not None
    ours = {unit.name: unit.id for unit in cast.units.values() if unit.under_authority}
    counted = only({(ours[unit.name], "n"): unit.counts.d for unit in view.units})
    counted += only({(ours[unit.name], "N"): unit.counts.open for unit in view.units})
    assert counted == Counter({key: value for key, value in n_and_of.items() if key[0] in ours.values()})


def _digest_agrees(session, cast, clock, rules) -> None:
    """What the morning's mail says waits is what the desk says waits."""
    tally = overview.tally(session, office_id=cast.office.id, rules=rules, today=TODAY)
    plans = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=Links("https://dondoc.test")).plans
    office = next((plan.office for plan in plans if isinstance(plan, ChiefPlan)), None)
    queues = (office.reports, office.requests) if office else (Queue(), Queue())
    told = tuple(number for queue in queues for number in (queue.total, queue.late))
    assert told == (tally.undecided, tally.undecided_late, tally.asked, tally.asked_late)
    assert (office.overdue, office.dated) == _ours(session, cast, rules) if office else True
    assert (office.signing.total if office else 0) == tally.signing


def _ours(session, cast, rules) -> tuple[int, int]:
    """n/N of the desk's ranking, of the units under the authority."""
    ranks = overview.rank_units(session, office_id=cast.office.id, rules=rules, today=TODAY)
    ours = [rank for rank in ranks if rank.under_authority]
    return sum(rank.overdue for rank in ours), sum(rank.dated for rank in ours)
