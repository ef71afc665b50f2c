"""A series of the cast's office that meets on Mondays, and what its meetings do, for the tests."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.links import Links
from app.domain.terms import MeetingDecision
from app.models import Assignment, MeetingSeries
from app.services import meeting_decisions, meetings
from app.services.decisions import Decision
from app.services.meeting_decisions import Concluded, Opinion
from app.services.meetings import SeriesDetails, Sitting
from app.services.rules import load_rules
from tests.cast import Cast

MONDAY = date(2023, 9, 11)  # the last meeting before the day of the tests, a Thursday
LINKS = Links("http://dondoc.test")


def mondays(cast: Cast, **more: object) -> SeriesDetails:
    """Every Monday at half past seven from August on, under the leader of the cast."""
    said = {
        "name": "Giao ban tuần",
        "weekdays": "0",
        "starts_at": time(7, 30),
        "place": "Phòng họp số 1",
        "chair_id": cast.users["leader"].id,
        "chair_title": "Phó Chủ tịch",
        "valid_from": date(2023, 8, 1),
    }
    return SeriesDetails(**(said | more))  # type: ignore[arg-type]


def make_series(cast: Cast, clock: Clock, **more: object) -> MeetingSeries:
    return meetings.make_series(cast.session, actor=cast.chief, clock=clock, details=mondays(cast, **more))


def sitting_of(cast: Cast, series: MeetingSeries, held_on: date = MONDAY) -> Sitting:
    calendar = load_rules(cast.session, office_id=cast.office.id).calendar
    return meetings.find_sitting(cast.session, actor=cast.chief, series=series, held_on=held_on, calendar=calendar)


def said(
    assignment: Assignment, kind: MeetingDecision | None, note: str = "", named_on: date | None = None, **more: bool
) -> Opinion:
    """An opinion of an assignment as it is now."""
    return Opinion(
        public_id=assignment.public_id,
        version=assignment.version,
        kind=kind,
        note=note,
        named_on=named_on,
        **more,
    )


def conclude(
    session: Session,
    cast: Cast,
    clock: Clock,
    series: MeetingSeries,
    *opinions: Opinion,
    held_on: date = MONDAY,
    **more: object,
) -> Concluded:
    """As the chief enters it for the leader who chaired the Monday's meeting."""
    sitting = sitting_of(cast, series, held_on)
    usual: dict[str, object] = {
        "actor": cast.chief,
        "clock": clock,
        "links": LINKS,
        "sitting": sitting,
        "version": sitting.meeting.version if sitting.meeting else 0,
        "decision": Decision(decider_id=cast.users["leader"].id),
        "opinions": opinions,
    }
    return meeting_decisions.conclude(session, **(usual | more))  # type: ignore[arg-type]
