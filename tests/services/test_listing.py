"""Lists of assignments: filtered in the database exactly as the domain would, the most pressing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain import history
from app.domain.deadlines import DeadlinePolicy
from app.domain.lifecycle import FINAL
from app.domain.terms import AssignmentRole, EventKind, OutboxState, Standing, State, Urgency
from app.models import Assignment, Field, JobRun, OutboxMessage, Task
from app.services import overview, recording, unacknowledged
from app.services.listing import Order, SortBy, Wanted, count, every_assignment, list_assignments
from app.services.rules import Rules, load_rules
from app.services.standing_filters import Narrow, standing_is
from tests.cast import Cast
from tests.services.giving import Giving
from tests.services.test_assignments import Acts

TODAY = date(2023, 9, 14)
REPORTED = (State.SIGNING, State.WAITING, State.PART_GIVEN, State.DONE)


@pytest.fixture
def give(cast: Cast, clock: FixedClock) -> Giving:
    return Giving(cast, clock)


@pytest.fixture
def acts(session: Session, cast: Cast, clock: FixedClock) -> Acts:
    return Acts(session, cast, clock)


@pytest.fixture
def rules(session: Session, cast: Cast) -> Rules:
    return load_rules(session, office_id=cast.office.id)


def listed(session: Session, cast: Cast, rules: Rules, **wanted: object) -> list[str]:
    found = list_assignments(session, actor=cast.chief, rules=rules, today=TODAY, wanted=Wanted(**wanted))
    return [row.public_id for row in found.items]


def every_case(session: Session, give: Giving) -> None:
    """Every state with due days around today, reported and completed around the due day. The columns are written
    straight, all at once: what is compared is two readings of the same columns."""
    offsets = (None, -30, -1, 0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 40)
    cases = [
        _columns(state, None if offset is None else TODAY + timedelta(days=offset), exclusive, days)
        | {"objective": objective}
        for state in State
        for offset in offsets
        for exclusive in (False, True)
        for days in ((-3, 0, 3) if state in REPORTED else (0,))
        for objective in ((False, True) if offset in (None, -30, 1) else (False,))
    ]
    first = give("noi_vu")
    shared = {name: getattr(first, name) for name in ("office_id", "unit_id", "role", "given_on")}
    said = {"directive_id": first.task.directive_id, "text": first.task.text, "kind": first.task.kind}
    tasks = session.scalars(
        insert(Task).returning(Task.id, sort_by_parameter_order=True),
        [said | {"position": place, "clause": str(place)} for place in range(2, len(cases) + 2)],
    ).all()
    rows = [shared | {"task_id": task} | case for task, case in zip(tasks, cases, strict=True)]
    session.execute(insert(Assignment), rows)


def _columns(state: State, due: date | None, exclusive: bool, days: int) -> dict[str, object]:
    day = min((due or TODAY) + timedelta(days=days), TODAY)
    return {
        "state": state,
        "due_on": due,
        "due_exclusive": exclusive,
        "submitted_on": day if state in REPORTED else None,
        "completed_on": day if state is State.DONE else None,
        "closed_on": day if state in FINAL else None,
    }


@pytest.mark.parametrize("policy", [DeadlinePolicy(), DeadlinePolicy(True), DeadlinePolicy(due_soon_working_days=2)])
def test_the_filter_of_each_standing_finds_exactly_what_the_domain_calls_so(session, cast, give, rules, policy):
    every_case(session, give)
    rules = replace(rules, policy=policy)
    ids: dict[Standing, set[str]] = {standing: set() for standing in Standing}
    page, found = 1, None
    while found is None or page <= found.pages:
        found = list_assignments(session, actor=cast.chief, rules=rules, today=TODAY, wanted=Wanted(), page=page)
        for row in found.items:
            ids[row.standing].add(row.public_id)
        page += 1
    assert all(ids.values()), "a standing without a case proves nothing"
    for standing in Standing:
        condition = standing_is(standing, rules=rules, today=TODAY)
        assert set(session.scalars(select(Assignment.public_id).where(condition))) == ids[standing], standing


@pytest.mark.parametrize("today", [date(2023, 9, 1), date(2023, 9, 2), date(2023, 9, 8), date(2023, 9, 9)])
def test_due_soon_agrees_with_the_domain_around_weekends_and_days_off(session, give, rules, today):
    """2/9 and 4/9 to 5/9/2023 are days off or near them; "before" a day aims at the working day before it."""
    for days in range(1, 16):
        for exclusive in (False, True):
            give.task(("noi_vu",), due=today + timedelta(days=days), exclusive=exclusive, given_on=date(2023, 8, 1))
    condition = standing_is(Standing.DUE_SOON, rules=rules, today=today)
    found = set(session.scalars(select(Assignment.id).where(condition)))
    expected = {
        row.id
        for row in session.scalars(select(Assignment))
        if history.standing(recording.course_of(row), today=today, calendar=rules.calendar, policy=rules.policy)
        is Standing.DUE_SOON
    }
    assert found == expected
    assert found


def test_the_most_pressing_stand_first(session, cast, give, acts, rules):
    undated = give("noi_vu")
    later = give("noi_vu", due=date(2023, 12, 1))
    soon = give("noi_vu", due=date(2023, 9, 18))
    due_today = give("noi_vu", due=TODAY)
    returned = give("noi_vu", due=date(2023, 11, 1))
    acts.report(returned)
    acts.give_back(returned)
    waiting = give("noi_vu", due=date(2023, 10, 1))
    acts.report(waiting)
    late, latest = give("noi_vu", due=date(2023, 9, 13)), give("noi_vu", due=date(2023, 9, 11))
    done = give("noi_vu", due=date(2023, 9, 12))
    acts.report(done)
    acts.accept(done)
    expected = [latest, late, returned, due_today, soon, waiting, later, undated, done]
    assert listed(session, cast, rules) == [assignment.public_id for assignment in expected]


def test_lists_narrow_by_unit_role_notice_and_words(session, cast, clock, give, rules):
    lead, helper = give.task(("noi_vu",), coordinating=("tu_phap",), text="Rà soát chỉ số cải cách.")
    other = give("tu_phap", text="Đường liên xã 50% khối lượng.")
    assert set(listed(session, cast, rules, unit_ids=(cast.units["tu_phap"].id,))) == {
        helper.public_id,
        other.public_id,
    }
    assert listed(session, cast, rules, role=AssignmentRole.COORDINATING) == [helper.public_id]
    assert listed(session, cast, rules, text="rà soát", role=AssignmentRole.LEAD) == [lead.public_id]
    assert listed(session, cast, rules, text="đường liên") == [other.public_id]
    assert listed(session, cast, rules, text="xa 50") == [other.public_id], "accents and order are all one"
    assert listed(session, cast, rules, text="%z") == listed(session, cast, rules, text="%") == []
    assert listed(session, cast, rules, directive_id=give.directive.id + 1) == []


@pytest.fixture
def mixed(give, acts) -> dict[str, str]:
    """Public ids by a letter: a late, b due today, c later, d without a day, e finished; of several units and days."""
    rows = {
        "a": give("tu_phap", due=date(2023, 9, 11), given_on=date(2023, 9, 1)),
        "b": give("noi_vu", due=TODAY, given_on=date(2023, 9, 3)),
        "c": give("xa_ha", due=date(2023, 12, 1), given_on=date(2023, 9, 2)),
        "d": give("noi_vu", given_on=date(2023, 9, 4)),
        "e": give("noi_vu", due=date(2023, 9, 20), given_on=date(2023, 9, 5)),
    }
    acts.report(rows["e"])
    acts.accept(rows["e"])
    return {row.public_id: letter for letter, row in rows.items()}


def letters(session, cast, rules, mixed, order: Order | None = None, **wanted: object) -> str:
    asked = {"actor": cast.chief, "rules": rules, "today": TODAY, "wanted": Wanted(**wanted)}
    asked["order"] = order or Order()
    found = list_assignments(session, **asked)
    every = list(every_assignment(session, **asked))
    assert every == list(found.items), "the file has the rows of the page"
    return "".join(mixed[row.public_id] for row in found.items)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"standings": (Standing.OVERDUE, Standing.DUE_TODAY)}, "ab"),
        ({"standings": (Standing.UNDATED, Standing.DONE_ON_TIME)}, "de"),
        ({"due_from": TODAY}, "bce"),
        ({"due_to": TODAY}, "ab"),
        ({"due_from": date(2023, 9, 12), "due_to": date(2023, 9, 20)}, "be"),
        ({"due_from": date(2023, 9, 20), "due_to": date(2023, 9, 12)}, ""),
    ],
)
def test_several_standings_and_a_range_of_due_days_narrow_a_list(session, cast, rules, mixed, wanted, found):
    assert letters(session, cast, rules, mixed, **wanted) == found


def test_a_field_of_work_narrows_to_its_units(session, cast, rules, mixed):
    field = Field(office_id=cast.office.id, name="Tư pháp, hộ tịch", valid_from=date(2020, 1, 1))
    field.units = [cast.units["tu_phap"], cast.units["xa_ha"]]
    empty = Field(office_id=cast.office.id, name="Chưa giao ai", valid_from=date(2020, 1, 1))
    session.add_all([field, empty])
    session.flush()
    assert letters(session, cast, rules, mixed, field_ids=(field.id,)) == "ac"
    assert letters(session, cast, rules, mixed, field_ids=(empty.id,)) == ""


@pytest.mark.parametrize(
    ("by", "ascending", "descending"),
    [
        (SortBy.PRESSING, "abcde", "edcba"),
        (SortBy.DUE, "abecd", "cebad"),  # without a day last, either way
        (SortBy.UNIT, "bedac", "cabed"),
        (SortBy.GIVEN, "acbde", "edbca"),
        (SortBy.STANDING, "abcde", "edcba"),
    ],
)
def test_a_list_is_sorted_by_each_head_either_way(session, cast, rules, mixed, by, ascending, descending):
    assert letters(session, cast, rules, mixed, Order(by)) == ascending
    if by is not SortBy.PRESSING:
        assert letters(session, cast, rules, mixed, Order(by, descending=True)) == descending


def test_equal_rows_keep_their_place_from_page_to_page(session, cast, give, rules):
    for _ in range(7):
        give("noi_vu", due=date(2023, 10, 1))
    for order in (Order(by, down) for by in SortBy for down in (False, True)):
        asked = {"actor": cast.chief, "rules": rules, "today": TODAY, "wanted": Wanted(), "order": order}
        seen = [
            row.public_id
            for page in (1, 2, 3, 4)
            for row in list_assignments(session, **asked, page=page, per_page=2).items
        ]
        assert len(set(seen)) == 7, order


def test_the_beginning_of_a_list_is_the_same_read_from_a_narrower_one(session, cast, give, acts, rules):
    for due in (date(2023, 9, 1), date(2023, 9, 12), TODAY, date(2023, 9, 18), None):
        give("noi_vu", due=due)
        give("xa_ha", due=due)
        finished = give("tu_phap", due=due)
        acts.report(finished)
        acts.accept(finished)
    asked = {"actor": cast.chief, "rules": rules, "today": TODAY, "wanted": Wanted(), "per_page": 2}
    tried = []

    def length_of(narrower: Wanted) -> int:
        tried.append(narrower.standings)
        return count(session, actor=cast.chief, rules=rules, today=TODAY, wanted=narrower).assignments

    pages = list_assignments(session, **asked).pages
    for page in range(1, pages + 1):
        by_beginning = list_assignments(session, **asked, page=page, length_of=length_of)
        assert by_beginning == list_assignments(session, **asked, page=page), page
    assert {(Standing.OVERDUE,), (Narrow.UNFINISHED,)} == set(tried)


# The others, which ask for days and events, are in test_standing_filters.
NARROWS = (
    Narrow.UNFINISHED,
    Narrow.UNFINISHED_DATED,
    Narrow.UNDECIDED,
    Narrow.NOT_ACKNOWLEDGED,
    Narrow.EXTENSION_ASKED,
    Narrow.RETURNED,
    Narrow.URGENT_NOT_ACKNOWLEDGED,
)


@pytest.mark.parametrize("narrow", NARROWS)
def test_each_narrowing_finds_what_it_says(session, cast, give, acts, rules, narrow):
    untouched = give("noi_vu", due=date(2023, 10, 1))
    undated = give("noi_vu")
    acts.acknowledge(undated)
    waiting = give("noi_vu", due=date(2023, 9, 12))
    acts.report(waiting)
    returned = give("noi_vu", due=date(2023, 10, 1))
    acts.report(returned)
    acts.give_back(returned)
    cancelled = give("noi_vu", due=date(2023, 10, 1))
    acts.cancel(cancelled)
    urgent = give("noi_vu", due=date(2023, 10, 1), urgency=Urgency.IMMEDIATE)
    asking = give("noi_vu", due=date(2023, 10, 1))
    acts.ask(asking, date(2023, 10, 9))
    expected = {
        Narrow.UNFINISHED: {untouched, urgent, undated, waiting, returned, asking},
        Narrow.UNFINISHED_DATED: {untouched, urgent, waiting, returned, asking},
        Narrow.UNDECIDED: {waiting},
        Narrow.NOT_ACKNOWLEDGED: {untouched, urgent, asking},
        Narrow.EXTENSION_ASKED: {asking},
        Narrow.RETURNED: {returned},
        Narrow.URGENT_NOT_ACKNOWLEDGED: {urgent},
    }
    assert set(listed(session, cast, rules, standings=(narrow,))) == {row.public_id for row in expected[narrow]}


def test_a_result_handed_in_again_is_no_longer_called_returned(session, cast, give, acts, rules):
    assignment = give("noi_vu", due=date(2023, 10, 1))
    acts.report(assignment)
    acts.give_back(assignment)
    acts.report(assignment)
    assert listed(session, cast, rules, standings=(Narrow.RETURNED,)) == []


def test_a_list_is_paged_and_a_page_too_far_is_the_last(session, cast, give, rules):
    for _ in range(5):
        give("noi_vu", due=date(2023, 10, 1))
    given = {"actor": cast.chief, "rules": rules, "today": TODAY, "wanted": Wanted(), "per_page": 2}
    pages = [list_assignments(session, **given, page=page) for page in (1, 2, 3, 9)]
    assert [(page.page, page.total, page.pages, len(page.items)) for page in pages] == [
        (1, 5, 3, 2),
        (2, 5, 3, 2),
        (3, 5, 3, 1),
        (3, 5, 3, 1),
    ]
    seen = [row.public_id for page in pages[:3] for row in page.items]
    assert len(set(seen)) == 5


def test_a_list_takes_three_queries_however_long_it_is(session, cast, give, rules):
    for _ in range(30):
        give("noi_vu", due=date(2023, 10, 1))
    chief = cast.chief
    with counted(session) as statements:
        list_assignments(session, actor=chief, rules=rules, today=TODAY, wanted=Wanted())
    assert len(statements) == 3  # what is hidden from the reader, the length, the page


def test_finding_one_takes_as_many_queries_for_a_long_story_as_for_a_short_one(session, cast, give, acts):
    from app.services import assignments

    short, long = give("noi_vu", due=date(2023, 10, 1)), give("noi_vu", due=date(2023, 10, 1))
    for _ in range(5):
        acts.report(long)
        acts.give_back(long)
    chief, numbers = cast.chief, []
    for public_id in (short.public_id, long.public_id):
        session.expunge_all()
        with counted(session) as statements:
            found = assignments.find(session, actor=chief, public_id=public_id)
            assert [row.recorder.name for row in (*found.events, *found.due_dates)]
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 6


class counted:
    """The statements a session sends inside the block."""

    def __init__(self, session: Session) -> None:
        self.connection, self.statements = session.connection(), []

    def _note(self, connection, cursor, statement, *rest) -> None:
        self.statements.append(statement)

    def __enter__(self) -> list[str]:
        event.listen(self.connection, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *error: object) -> None:
        event.remove(self.connection, "before_cursor_execute", self._note)


# The desk.


def test_units_rank_by_what_is_overdue_of_what_is_open_and_dated(session, cast, give, acts, rules):
    for due in (date(2023, 9, 1), date(2023, 9, 13), date(2023, 10, 1)):
        give("noi_vu", due=due)
    reported_late = give("tu_phap", due=date(2023, 9, 12))
    acts.report(reported_late)
    reported_in_time = give("tu_phap", due=date(2023, 9, 20))
    acts.report(reported_in_time)
    done = give("tu_phap", due=date(2023, 9, 12))
    acts.report(done)
    acts.accept(done)
    give("tu_phap")
    give("cong_an", due=date(2023, 9, 1), coordinating=("xa_ha",))
    ranking = overview.rank_units(session, office_id=cast.office.id, rules=rules, today=TODAY)
    assert [(rank.name, rank.under_authority, rank.overdue, rank.dated) for rank in ranking] == [
        ("Phòng Nội vụ", True, 2, 3),
        ("Công an huyện", False, 1, 1),
        ("Phòng Tư pháp", True, 1, 2),
    ]


def test_the_tally_counts_what_its_links_list(session, cast, give, acts, rules):
    for due in (date(2023, 9, 1), TODAY, date(2023, 9, 18), date(2023, 12, 1), None):
        give("noi_vu", due=due, coordinating=("tu_phap",))
    acts.report(give("xa_ha", due=date(2023, 9, 13)))
    tally = overview.tally(session, office_id=cast.office.id, rules=rules, today=TODAY)
    lead = {"role": AssignmentRole.LEAD}
    lists = {
        "overdue": {"standings": (Standing.OVERDUE,), **lead},
        "due_today": {"standings": (Standing.DUE_TODAY,), **lead},
        "due_soon": {"standings": (Standing.DUE_SOON,), **lead},
        "dated": {"standings": (Narrow.UNFINISHED_DATED,), **lead},
        "undecided": {"standings": (Narrow.UNDECIDED,)},
        "not_acknowledged": {"standings": (Narrow.NOT_ACKNOWLEDGED,)},
        "urgent": {"standings": (Narrow.URGENT_NOT_ACKNOWLEDGED,)},
    }
    counts = {name: len(listed(session, cast, rules, **wanted)) for name, wanted in lists.items()}
    assert counts == {name: getattr(tally, name) for name in lists}
    assert counts == {
        "overdue": 2,
        "due_today": 1,
        "due_soon": 1,
        "dated": 5,
        "undecided": 1,
        "not_acknowledged": 10,
        "urgent": 0,
    }
    unit_id = cast.units["xa_ha"].id
    own = overview.tally(session, office_id=cast.office.id, rules=rules, today=TODAY, unit_id=unit_id)
    assert (own.overdue, own.dated, own.undecided) == (1, 1, 1)


def test_a_units_open_leads_stand_in_one_way_each(session, cast, give, acts, rules):
    for due in (date(2023, 9, 1), TODAY, date(2023, 9, 18), date(2023, 12, 1), None):
        give("noi_vu", due=due)
    for kind in (EventKind.SENT_FOR_SIGNATURE, EventKind.CAUSE_CONFIRMED):
        recording.add(session, give("noi_vu", due=date(2023, 12, 1)), give.event(kind, TODAY))
    acts.report(give("noi_vu", due=date(2023, 10, 1)))
    done = give("noi_vu", due=date(2023, 9, 1), coordinating=("tu_phap",))
    acts.report(done)
    acts.accept(done)
    unit_id = cast.units["noi_vu"].id
    own = overview.own_standing(session, office_id=cast.office.id, rules=rules, today=TODAY, unit_id=unit_id)
    assert own == dict.fromkeys(overview.OPEN_STANDINGS, 1)
    asked = {"unit_ids": (unit_id,), "role": AssignmentRole.LEAD, "standings": (Narrow.UNFINISHED,)}
    assert sum(own.values()) == len(listed(session, cast, rules, **asked))


def test_the_coming_weeks_count_from_today_and_end_on_sunday(session, cast, give, acts):
    for day in (13, 14, 17, 18, 24, 25):
        give("noi_vu", due=date(2023, 9, day), coordinating=("tu_phap",))
    give("noi_vu", due=date(2023, 10, 8))
    give("noi_vu", due=date(2023, 10, 9))
    acts.report(give("noi_vu", due=date(2023, 9, 20)))
    weeks = overview.coming_weeks(session, office_id=cast.office.id, today=TODAY)
    assert [(week.first.day, week.last.day, week.due) for week in weeks] == [
        (14, 17, 2),
        (18, 24, 2),
        (25, 1, 1),
        (2, 8, 1),
    ]


def test_silent_units_show_the_urgent_first(session, cast, give, acts, rules):
    give("noi_vu")
    give("tu_phap", urgency=Urgency.IMMEDIATE)
    acts.acknowledge(give("xa_ha"))
    silent = unacknowledged.silent_units(session, office_id=cast.office.id, rules=rules, today=TODAY)
    assert [(unit.name, unit.count, unit.urgent) for unit in silent] == [
        ("Phòng Tư pháp", 1, 1),
        ("Phòng Nội vụ", 1, 0),
    ]


def test_the_desk_waits_longest_first_and_counts_working_days(session, cast, give, acts, clock, clock_at, rules):
    clock.instant = clock_at(date(2023, 9, 8)).instant  # a Friday
    first = give("noi_vu", due=date(2023, 10, 1))
    acts.report(first)
    clock.instant = clock_at(TODAY).instant
    second = give("tu_phap", due=date(2023, 10, 1))
    acts.report(second)
    seen = overview.overview(session, actor=cast.chief, rules=rules, clock=clock)
    waits = seen.figures.waiting
    assert [each.row.public_id for each in waits] == [first.public_id, second.public_id]
    assert [(each.working_days, each.late) for each in waits] == [(4, True), (0, False)]


@pytest.mark.parametrize(
    ("day", "hour", "ran", "is_missing"),
    [
        (TODAY, 8, None, True),
        (TODAY, 8, True, False),
        (TODAY, 8, False, True),
        (TODAY, 6, None, False),  # the morning's run is still to come
        (date(2023, 9, 16), 8, None, False),  # a Saturday
    ],
)
def test_the_desk_misses_the_morning_run_on_working_days_only(
    session, cast, rules, clock_at, day, hour, ran, is_missing
):
    clock = clock_at(day, hour)
    if ran is not None:
        session.add(JobRun(job="digest", day=day, started_at=clock.now(), finished_at=clock.now(), ok=ran, summary={}))
        session.flush()
    mails = overview.mails(session, office_id=cast.office.id, rules=rules, clock=clock)
    assert (mails.missing, mails.last_run_ok) == (is_missing, bool(ran))


def test_the_desk_counts_mails_by_how_far_they_got(session, cast, rules, clock):
    session.add(JobRun(job="digest", day=TODAY, started_at=clock.now(), finished_at=clock.now(), ok=True, summary={}))
    states = (OutboxState.SENT, OutboxState.SENT, OutboxState.PENDING, OutboxState.SENDING, OutboxState.FAILED)
    for number, state in enumerate(states):
        session.add(_mail(cast, clock, number, state))
    session.flush()
    mails = overview.mails(session, office_id=cast.office.id, rules=rules, clock=clock)
    assert (mails.sent_since, mails.waiting, mails.failed) == (2, 2, 1)


def _mail(cast: Cast, clock: FixedClock, number: int, state: OutboxState) -> OutboxMessage:
    return OutboxMessage(
        office_id=cast.office.id,
        kind="unit_digest",
        key=f"thu:{number}",
        recipient="unit:1",
        to_name="Phòng Nội vụ",
        to_address="noi_vu@dondoc.test",
        subject="01 quá hạn",
        body_text="",
        body_html="",
        state=state,
        next_attempt_at=clock.now(),
        sent_at=clock.now() if state is OutboxState.SENT else None,
        recorded_at=clock.now(),
    )
