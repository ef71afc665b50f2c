"""How the office stands in a morning, for its chief and its leaders: sums and the first few of each list.

The number of statements is fixed, and none reads everything that is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.calendar import bounds_of
from app.domain.figures import most_overdue_first
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import AssignmentRole, EventKind, State
from app.models import Assignment, Event, Unit
from app.services import health
from app.services.digest_lines import OLDEST, SHOWN, Line, Lines, Queue, count_lines, oldest_lines, read_lines
from app.services.in_field import FieldIds, narrowed
from app.services.morning import Morning, Share
from app.services.standing_filters import Narrow, overdue, reported_on, standing_is
from app.services.waiting import asked_for, desk

_DECIDED = (EventKind.EXTENSION_GRANTED, EventKind.EXTENSION_COUNTERED, EventKind.EXTENSION_REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeState:
    """``overdue`` of ``dated`` and ``by_unit`` (those with something overdue, the most first) are of the units under
    the office's authority; the others are ``outside``. ``own_results`` are the secretariat's, for a leader to
    confirm; they are among the ``reports``."""

    overdue: int
    dated: int
    by_unit: tuple[Share, ...]
    outside: tuple[Share, ...]
    oldest: tuple[Line, ...]
    this_week: Lines
    reports: Queue
    requests: Queue
    signing: Queue
    own_results: Lines
    failed_mails: int

    @property
    def is_news(self) -> bool:
        """Whether there is anything to tell of it."""
        waits = self.reports.total or self.requests.total or self.signing.total
        return bool(self.overdue or self.outside or waits or self.this_week.total)


def office_state(session: Session, *, morning: Morning) -> OfficeState:
    ranked = sorted((share for share in morning.shares.values() if share.overdue), key=_rank)
    ours = [share for share in morning.shares.values() if share.under_authority]
    late = sum(share.overdue for share in ours)
    reports, own = _reports(session, morning)
    return OfficeState(
        overdue=late,
        dated=sum(share.dated for share in ours),
        by_unit=tuple(share for share in ranked if share.under_authority),
        outside=tuple(share for share in ranked if not share.under_authority),
        oldest=oldest_lines(session, morning=morning) if late else (),
        this_week=_this_week(session, morning),
        reports=reports,
        requests=requests(session, morning=morning),
        signing=_signing(session, morning),
        own_results=own,
        failed_mails=health.failed_mails(session, office_id=morning.office_id),
    )


def _rank(share: Share) -> tuple[int, float, str]:
    return most_overdue_first(share.overdue, share.dated, share.name)


def _this_week(session: Session, morning: Morning) -> Lines:
    """What falls due from today through Sunday, as the desk counts it."""
    a, today = Assignment, morning.today
    sunday = today + timedelta(days=6 - today.weekday())
    where = (a.due_on.between(today, sunday), a.state.in_(WITH_THE_UNIT), ~a.objective)
    (total,) = count_lines(session, morning=morning, where=where, beside=())
    if not total:
        return Lines()
    return Lines(read_lines(session, morning=morning, where=where, order_by=a.due_on, limit=SHOWN), total)


def _reports(session: Session, morning: Morning) -> tuple[Queue, Lines]:
    """Results that wait for a decision, and of them the secretariat's own."""
    own = Assignment.unit_id.in_(select(Unit.id).where(Unit.office_id == morning.office_id, Unit.is_secretariat))
    queue = reports(session, morning=morning)
    waits = (Assignment.state == State.WAITING, own)
    (of_own,) = count_lines(session, morning=morning, where=waits, beside=()) if queue.total else (0,)
    if not of_own:
        return queue, Lines()
    when = reported_on()
    shown = read_lines(session, morning=morning, where=waits, order_by=when, since=when, limit=OLDEST)
    return queue, Lines(shown, of_own)


def reports(session: Session, *, morning: Morning, field_ids: FieldIds = None) -> Queue:
    """Results that wait for the office's decision."""
    where = (Assignment.state == State.WAITING, *narrowed(field_ids, day=morning.today))
    is_late = standing_is(Narrow.UNDECIDED_LATE, rules=morning.rules, today=morning.today)
    total, late = count_lines(session, morning=morning, where=where, beside=(is_late,))
    limit = morning.rules.practice.decide_working_days
    if not total:
        return Queue(limit=limit)
    when = reported_on()
    shown = read_lines(session, morning=morning, where=where, order_by=when, since=when, limit=OLDEST)
    return Queue(shown, total, late, limit)


def requests(session: Session, *, morning: Morning, field_ids: FieldIds = None) -> Queue:
    """Requests for more time without an answer."""
    when = Assignment.extension_asked_on
    where = (when.is_not(None), *narrowed(field_ids, day=morning.today))
    is_late = standing_is(Narrow.EXTENSION_LATE, rules=morning.rules, today=morning.today)
    total, late = count_lines(session, morning=morning, where=where, beside=(is_late,))
    limit = morning.rules.practice.decide_working_days
    if not total:
        return Queue(limit=limit)
    shown = read_lines(
        session, morning=morning, where=where, order_by=when, since=when, asked_for=asked_for(), limit=OLDEST
    )
    return Queue(shown, total, late, limit)


def _signing(session: Session, morning: Morning) -> Queue:
    """Drafts that lie for signature, with the desk."""
    when, where = Assignment.submitted_on, (Assignment.state == State.SIGNING,)
    limit = morning.rules.urging.sign_working_days
    is_late = when <= morning.rules.calendar.longer_ago(morning.today, limit)
    total, late = count_lines(session, morning=morning, where=where, beside=(is_late,))
    if not total:
        return Queue(limit=limit)
    shown = read_lines(session, morning=morning, where=where, order_by=when, since=when, desk=desk(), limit=OLDEST)
    return Queue(shown, total, late, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What was recorded of lead assignments from the last working day (``first``) to the end of yesterday (``last``),
    so that a morning that runs late tells the same; and what has become overdue since the last digest."""

    first: date
    last: date
    newly_overdue: int
    given: int = 0
    reported: int = 0
    accepted: int = 0
    returned: int = 0
    asked: int = 0
    decided: int = 0

    @property
    def is_news(self) -> bool:
        happened = (self.given, self.reported, self.accepted, self.returned, self.asked, self.decided)
        return any((self.newly_overdue, *happened))


def changes(session: Session, *, morning: Morning) -> Changes:
    """In two statements, by the days on which things were recorded."""
    first = morning.rules.calendar.previous_working(morning.today)
    last = morning.today - timedelta(days=1)
    late = (overdue(morning.today), Assignment.due_on >= first)
    (newly_overdue,) = count_lines(session, morning=morning, where=late, beside=())
    rows = session.execute(
        select(Event.kind, func.count())
        .join(Assignment, Assignment.id == Event.assignment_id)
        .where(Event.recorded_at >= bounds_of(first)[0], Event.recorded_at < bounds_of(last)[1])
        .where(Assignment.office_id == morning.office_id, Assignment.role == AssignmentRole.LEAD)
        .group_by(Event.kind)
    )
    known: dict[EventKind, int] = dict(rows.tuples().all())
    return Changes(
        first=first,
        last=last,
        newly_overdue=newly_overdue,
        given=known.get(EventKind.GIVEN, 0),
        reported=known.get(EventKind.SUBMITTED, 0),
        accepted=known.get(EventKind.ACCEPTED, 0),
        returned=known.get(EventKind.RETURNED, 0),
        asked=known.get(EventKind.EXTENSION_ASKED, 0),
        decided=sum(known.get(kind, 0) for kind in _DECIDED),
    )
