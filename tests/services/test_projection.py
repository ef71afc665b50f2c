"""The columns of an assignment are the fold of its events, whatever was done to it in whatever order."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings, strategies

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import CancelKind, ReturnKind
from app.services import assignments, recording
from app.services.listing import Wanted, list_assignments
from app.services.rules import load_rules
from tests.cast import Cast
from tests.services.giving import Giving

START = date(2023, 9, 14)
ACTS = ("acknowledge", "progress", "report", "accept", "papers", "not_good", "correct", "cancel")
# Days that pass before each act, and the act; most sequences take an illegal step, which must change nothing.
STEPS = strategies.lists(strategies.tuples(strategies.integers(0, 12), strategies.sampled_from(ACTS)), max_size=9)


def do(cast: Cast, clock: FixedClock, assignment, name: str, offset: int) -> None:
    """One act as the unit's head or the chief, with arguments that vary with ``offset``."""
    by_unit = name in ("acknowledge", "progress", "report")
    common = {
        "actor": cast.head("noi_vu") if by_unit else cast.chief,
        "clock": clock,
        "assignment": assignment,
        "version": assignment.version,
    }
    decided = {"decider_id": cast.users["chief"].id}
    returned = {**common, **decided, "links": Links("http://dondoc.test"), "reason": "Cần bổ sung."}
    session, today = cast.session, clock.today()
    if name == "acknowledge":
        answering.acknowledge(session, **common)
    elif name == "progress":
        answering.write_progress(session, **common, note="Đang làm.")
    elif name == "report":
        answering.report_done(session, **common)
    elif name == "accept":
        deciding.accept(session, **common, **decided, completed_on=today - timedelta(days=offset % 4))
    elif name == "papers":
        deciding.return_result(session, **returned, return_kind=ReturnKind.MISSING_PAPERS)
    elif name == "not_good":
        deciding.return_result(session, **returned, return_kind=ReturnKind.NOT_GOOD_ENOUGH)
    elif name == "correct":
        day = START + timedelta(days=offset * 3)
        correction = {"named_on": day, "exclusive": bool(offset % 2), "phrase": "", "reason": "Đọc nhầm."}
        due_dates.correct_due_date(session, **common, **decided, **correction)
    else:
        closing.close(
            session, **common, **decided, cancel_kind=CancelKind.NOT_IMPLEMENTED, reason="Không còn phù hợp."
        )


# The session is rolled back after the test, not after each example: every example gives a task of its own.
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, is_dated=strategies.booleans())
def test_the_columns_equal_the_fold_after_any_sequence_of_acts(session, cast, steps, is_dated):
    clock = FixedClock.at(START)
    session.expire_all()
    give = Giving(cast, clock)
    give.directive.number = None
    assignment = give("noi_vu", due=date(2023, 9, 29) if is_dated else None)
    for days, name in steps:
        clock.instant += timedelta(days=days, minutes=1)
        with suppress(DomainError):
            do(cast, clock, assignment, name, days)
    session.flush()
    session.refresh(assignment)
    course = recording.course_of(assignment)
    columns = {
        "state": assignment.state,
        "given_on": assignment.given_on,
        "due_on": assignment.due_on,
        "due_sequence": assignment.due_date_id,
        "exclusive": assignment.due_exclusive,
        "submitted_on": assignment.submitted_on,
        "completed_on": assignment.completed_on,
        "closed_on": assignment.closed_on,
        "last_activity_on": assignment.last_activity_on,
        "acknowledged_on": assignment.acknowledged_on,
    }
    assert columns == {name: getattr(course, name) for name in columns}
    assert assignment.self_confirmed == any(event.self_confirmed for event in assignment.events)
    assert _listed_course(session, cast, assignment, clock.today()) == course


def _listed_course(session, cast, assignment, today):
    """The course as a list reads it from the columns."""
    rules = load_rules(session, office_id=cast.office.id)
    wanted = Wanted(directive_id=assignment.task.directive_id)
    found = list_assignments(session, actor=cast.chief, rules=rules, today=today, wanted=wanted)
    return found.items[0].course
