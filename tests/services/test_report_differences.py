"""Why figures asked again differ from frozen ones: every reason there is, row by row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.domain.terms import DueReason, EventKind, FigureClass, PeriodKind, ReturnKind
from app.models import Assignment, Event
from app.services import recording, reports
from app.services.reports import Difference
from app.wording.counted import late_record
from tests.cast import Cast
from tests.services.report_cases import give, happens, quarter_story, set_due

LATER = date(2023, 9, 18)
BEFORE = date(2023, 9, 13)  # by the cut-off
A, C, D, NOT_RATED = (
    FigureClass.DONE_ON_TIME,
    FigureClass.OPEN_IN_TIME,
    FigureClass.OPEN_OVERDUE,
    FigureClass.NOT_RATED,
)


def act(kind: EventKind, on: date = BEFORE, **more: Any) -> Any:
    return lambda cast, lead: happens(cast, lead, kind, on, recorded_on=LATER, **more)


def due(reason: DueReason, to: date, from_on: date) -> Any:
    return lambda cast, lead: set_due(cast, lead, to, on=from_on, reason=reason, recorded_on=LATER)


def moved(kind: EventKind, on: date, to: str) -> Any:
    def move(cast: Cast, lead: Assignment) -> None:
        event = Event(
            kind=kind,
            effective_on=on,
            recorded_at=FixedClock.at(LATER).now(),
            recorder_id=cast.users["staff"].id,
            from_unit_id=lead.unit_id,
            to_unit_id=cast.units[to].id,
        )
        recording.add(cast.session, lead, event)

    return move


@pytest.fixture
def story(cast: Cast) -> dict[str, Assignment]:
    return quarter_story(cast)


@pytest.fixture
def frozen(session: Session, cast: Cast, clock: FixedClock, story: dict[str, Assignment]) -> Callable[[], Any]:
    """The third quarter, frozen; called, it asks again four days later and says what differs."""
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)
    view = reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report))

    def asked_again() -> list[Difference]:
        session.flush()
        clock.instant = FixedClock.at(LATER, 17).now()
        now = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
        assert now is not None
        return reports.differences(session, frozen=view, now=now)

    return asked_again


@pytest.mark.parametrize(
    ("lead", "since", "then", "now", "why"),
    [
        pytest.param("waiting", [act(EventKind.ACCEPTED, date(2023, 9, 5))], C, A,
                     ["Xác nhận hoàn thành cho ngày 05/09/2023"], id="accepted later"),
        pytest.param("d", [act(EventKind.SUBMITTED, LATER), act(EventKind.ACCEPTED, date(2023, 9, 4))], D, A,
                     ["Xác nhận hoàn thành cho ngày 04/09/2023"], id="accepted with the document's earlier day"),
        pytest.param("d", [due(DueReason.DATA_CORRECTION, date(2023, 10, 4), date(2023, 8, 1))], D, C,
                     ["Thời hạn: Sửa thông tin nhập"], id="deadline corrected"),
        pytest.param("d", [act(EventKind.EXTENSION_GRANTED, LATER),
                           due(DueReason.EXTENDED, date(2023, 10, 4), date(2023, 9, 4))], D, C,
                     ["Thời hạn: Gia hạn"], id="asked for in time, extended late"),
        pytest.param("d", [act(EventKind.DUE_ADJUSTED), due(DueReason.ADJUSTED, date(2023, 10, 4), BEFORE)], D, C,
                     ["Điều chỉnh thời hạn, ngày 13/09/2023", "Thời hạn: Điều chỉnh thời hạn"], id="moved by a leader"),
        pytest.param("waiting", [act(EventKind.RETURNED, return_kind=ReturnKind.NOT_GOOD_ENOUGH)], C, D,
                     ["Trả lại, ngày 13/09/2023"], id="returned"),
        pytest.param("waiting", [act(EventKind.RETURNED, return_kind=ReturnKind.MISSING_PAPERS),
                                 due(DueReason.RETURNED_FOR_PAPERS, date(2023, 9, 15), BEFORE)], C, C,
                     ["Trả lại, ngày 13/09/2023", "Thời hạn: Trả lại vì thiếu hồ sơ"], id="returned for papers"),
        pytest.param("d", [act(EventKind.CAUSE_CONFIRMED)], D, NOT_RATED,
                     ["Xác nhận lý do khách quan, ngày 13/09/2023"], id="objective cause"),
        pytest.param("d", [act(EventKind.STOPPED)], D, NOT_RATED, ["Dừng thực hiện, ngày 13/09/2023"], id="stopped"),
        pytest.param("d", [act(EventKind.TRANSFERRED)], D, NOT_RATED,
                     ["Chuyển đơn vị chủ trì, ngày 13/09/2023"], id="transferred"),
        pytest.param("d", [act(EventKind.SUPERSEDED)], D, NOT_RATED, None, id="superseded"),
        pytest.param("d", [act(EventKind.CANCELLED)], D, NOT_RATED, None, id="entered by mistake"),
        pytest.param("d", [moved(EventKind.UNIT_CORRECTED, date(2023, 8, 1), "xa_ha")], D, D,
                     ["Sửa thông tin nhập về đơn vị, ngày 01/08/2023"], id="wrong unit put right"),
        pytest.param("d", [moved(EventKind.SUCCEEDED, BEFORE, "xa_ha")], D, D,
                     ["Chuyển theo sắp xếp đơn vị, ngày 13/09/2023"], id="its unit merged"),
    ],
)  # fmt: skip
def test_each_reason_is_said_in_words(frozen, cast, story, lead, since, then, now, why):
    for change in since:
        change(cast, story[lead])
    (found,) = frozen()
    assert found.then.public_id == found.now.public_id == story[lead].public_id
    assert (found.then.counted.figure_class, found.now.counted.figure_class) == (then, now)
    said = [late_record(one.what, one.effective_on) for one in found.why]
    assert said == why if why else len(said) == 1


@pytest.mark.parametrize("kind", [EventKind.STOPPED, EventKind.TRANSFERRED, EventKind.CAUSE_CONFIRMED])
def test_what_counts_for_a_day_after_the_cut_off_makes_no_difference(frozen, cast, story, kind):
    act(kind, LATER)(cast, story["d"])
    due(DueReason.EXTENDED, date(2023, 10, 4), LATER)(cast, story["d2"])
    assert frozen() == []


def test_the_lead_that_took_over_was_not_there_when_it_was_frozen(frozen, cast, story):
    act(EventKind.TRANSFERRED)(cast, story["d"])
    taken = give(cast, story["d"].task, "xa_ha", date(2023, 9, 4), given_on=BEFORE)
    for row in [*taken.events, *taken.due_dates]:
        row.recorded_at = FixedClock.at(LATER).now()
    found = {(each.now or each.then).public_id: each for each in frozen()}
    assert found[taken.public_id].then is None
    assert [one.what for one in found[taken.public_id].why] == [EventKind.GIVEN]
    assert [one.what for one in found[story["d"].public_id].why] == [EventKind.TRANSFERRED]


def test_a_unit_that_stands_elsewhere_now_needs_no_record_of_the_assignment(frozen, cast, story):
    cast.units["noi_vu"].under_authority = False
    found = frozen()
    assert {each.now.public_id for each in found} == {story["a"].public_id, story["c"].public_id}
    assert [each.why for each in found] == [(), ()]
