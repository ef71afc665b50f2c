"""Series of meetings and their single meetings: planned by the days of the series, or as somebody put them.

A meeting has a row only once something is to be kept of it; until then the days of its series say when it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError

from app.adapters.clock import Clock
from app.domain import meetings as domain
from app.domain.calendar import VIETNAM, WorkingCalendar
from app.domain.errors import DomainError
from app.domain.meetings import Rhythm, weekdays_of
from app.domain.permissions import Action, Actor, check
from app.domain.terms import AssignmentRole, EventKind, MeetingState
from app.models import Assignment, Event, Meeting, MeetingSeries, User
from app.services import audit, people
from app.services.claims import insert_new
from app.services.decisions import MOVING_ROLES
from app.services.organisation import changed_names
from app.services.rules import load_rules
from app.wording.meetings import moved_to

_BEFORE = timedelta(days=31)  # longer than any holiday: a row of a day off may stand for the meeting that was moved
AHEAD = timedelta(days=62)  # a meeting that comes once in two months is still found


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDetails:
    """What can be changed of a series in one form. ``chair_id`` is an account, else there is a name and a title."""

    name: str
    weekdays: str
    valid_from: date
    valid_to: date | None = None
    starts_at: time | None = None
    place: str = ""
    chair_id: int | None = None
    chair_name: str = ""
    chair_title: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting. ``moved_from`` is the day off it was planned for; ``meeting`` is None until something is kept of it;
    ``opinions`` are the decisions entered."""

    series: MeetingSeries
    held_on: date
    moved_from: date | None = None
    meeting: Meeting | None = None
    opinions: int = 0

    @property
    def state(self) -> MeetingState:
        return self.meeting.state if self.meeting else MeetingState.PLANNED

    @property
    def chair(self) -> User | None:
        return self.meeting.chair if self.meeting else self.series.chair

    @property
    def chair_name(self) -> str:
        """Of an account or as it was written; empty where nobody is said."""
        return self.chair.name if self.chair else (self.meeting or self.series).chair_name

    @property
    def chair_title(self) -> str:
        return (self.meeting or self.series).chair_title

    def is_over(self, now: datetime) -> bool:
        """Whether it has begun, or, where no hour is said, its day has passed."""
        local = now.astimezone(VIETNAM)
        begins = self.series.starts_at
        if begins is None or self.held_on != local.date():
            return self.held_on < local.date()
        return begins <= local.time()


def all_series(session: Session, *, actor: Actor) -> list[MeetingSeries]:
    """The office's series, those that go on first."""
    check(actor, Action.VIEW_MEETINGS)
    rows = session.scalars(
        select(MeetingSeries)
        .where(MeetingSeries.office_id == actor.office_id)
        .options(joinedload(MeetingSeries.chair))
        .order_by(MeetingSeries.valid_to.is_not(None), MeetingSeries.name, MeetingSeries.id)
    )
    return list(rows)


def find_series(session: Session, *, actor: Actor, public_id: str) -> MeetingSeries:
    """Raises DomainError("not_found")."""
    check(actor, Action.VIEW_MEETINGS)
    found = session.scalars(
        select(MeetingSeries)
        .where(MeetingSeries.public_id == public_id, MeetingSeries.office_id == actor.office_id)
        .options(joinedload(MeetingSeries.chair))
    ).first()
    if found is None:
        raise DomainError("not_found")
    return found


def details_of(series: MeetingSeries) -> SeriesDetails:
    return SeriesDetails(**{each.name: getattr(series, each.name) for each in fields(SeriesDetails)})


def make_series(session: Session, *, actor: Actor, clock: Clock, details: SeriesDetails) -> MeetingSeries:
    """Raises DomainErrors that name the field of the form they are about: "series.no_name", "series.weekdays",
    "series.reversed", "series.chair"."""
    check(actor, Action.HOLD_MEETING)
    _check_details(session, actor, details, clock)
    series = MeetingSeries(office_id=actor.office_id, **_values(details))
    session.add(series)
    session.flush()
    _note(session, actor, clock, "series.made", f"series:{series.public_id}")
    return series


def change_series(
    session: Session, *, actor: Actor, clock: Clock, series: MeetingSeries, version: int, details: SeriesDetails
) -> None:
    """What was held or entered stays as it was. Raises DomainError("stale") and those of ``make_series``."""
    check(actor, Action.HOLD_MEETING)
    _check_details(session, actor, details, clock)
    if series.version != version:
        raise DomainError("stale")
    before = details_of(series)
    for name, value in _values(details).items():
        setattr(series, name, value)
    if changed := changed_names(before, details_of(series)):
        _flush(session)
        _note(session, actor, clock, "series.changed", f"series:{series.public_id}", changed=changed)


def _values(details: SeriesDetails) -> dict[str, object]:
    said = {each.name: getattr(details, each.name) for each in fields(SeriesDetails)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}


def _check_details(session: Session, actor: Actor, details: SeriesDetails, clock: Clock) -> None:
    if not details.name.strip():
        raise DomainError("series.no_name", field="name")
    weekdays_of(details.weekdays)
    if details.valid_to and details.valid_to < details.valid_from:
        raise DomainError("series.reversed", field="valid_to")
    if details.chair_id is not None:
        held = people.roles_of(session, user_id=details.chair_id, today=clock.today())
        person = session.get(User, details.chair_id)
        if person is None or person.office_id != actor.office_id or held.isdisjoint(MOVING_ROLES):
            raise DomainError("series.chair", field="chair")


def rhythm_of(series: MeetingSeries) -> Rhythm:
    return Rhythm(weekdays_of(series.weekdays), series.valid_from, series.valid_to)


def sittings(
    session: Session, *, series: Sequence[MeetingSeries], first: date, through: date, calendar: WorkingCalendar
) -> dict[int, list[Sitting]]:
    """The meetings from one day through another by the id of their series, in their order: two statements. What
    somebody has put stands in the place of what the series plans."""
    kept = _kept(session, series, first - _BEFORE, through)
    opinions = _opinions(session, [row for rows in kept.values() for row in rows])
    return {each.id: _merged(each, kept.get(each.id, []), opinions, first, through, calendar) for each in series}


def _kept(session: Session, series: Sequence[MeetingSeries], first: date, through: date) -> dict[int, list[Meeting]]:
    rows = session.scalars(
        select(Meeting)
        .where(Meeting.series_id.in_([each.id for each in series]), Meeting.held_on.between(first, through))
        .options(joinedload(Meeting.chair), joinedload(Meeting.directive))
        .order_by(Meeting.held_on)
    )
    found: dict[int, list[Meeting]] = {}
    for row in rows:
        found.setdefault(row.series_id, []).append(row)
    return found


def _opinions(session: Session, rows: Sequence[Meeting]) -> dict[int, int]:
    """How many were entered at each; what ends with the lead, and what was given anew, is no opinion of its own."""
    query = (
        select(Event.meeting_id, func.count())
        .join(Assignment, Assignment.id == Event.assignment_id)
        .where(
            Event.meeting_id.in_([row.id for row in rows]),
            Event.kind != EventKind.GIVEN,
            Assignment.role == AssignmentRole.LEAD,
        )
        .group_by(Event.meeting_id)
    )
    return {meeting_id: count for meeting_id, count in session.execute(query) if meeting_id}


def _merged(
    series: MeetingSeries,
    rows: Sequence[Meeting],
    opinions: dict[int, int],
    first: date,
    through: date,
    calendar: WorkingCalendar,
) -> list[Sitting]:
    taken = {row.held_on for row in rows}
    planned = [
        Sitting(series, held.on, held.moved_from)
        for held in domain.held_between(rhythm_of(series), first, through, calendar)
        if held.on not in taken and held.moved_from not in taken
    ]
    put = [Sitting(series, row.held_on, None, row, opinions.get(row.id, 0)) for row in rows if row.held_on >= first]
    return sorted(planned + put, key=lambda each: each.held_on)


def find_sitting(
    session: Session, *, actor: Actor, series: MeetingSeries, held_on: date, calendar: WorkingCalendar
) -> Sitting:
    """The meeting of a day. Raises DomainError("not_found") for a day on which the series has none."""
    check(actor, Action.VIEW_MEETINGS)
    found = sittings(session, series=[series], first=held_on, through=held_on, calendar=calendar)[series.id]
    if not found:
        raise DomainError("not_found")
    return found[0]


def ensure(session: Session, *, clock: Clock, sitting: Sitting, recorder_id: int | None) -> Meeting:
    """The row of a meeting, made if there is none. Of two who make it at once one does, and both go on with it."""
    series = sitting.series
    if sitting.meeting is not None:
        return sitting.meeting
    values = {
        "office_id": series.office_id,
        "series_id": series.id,
        "held_on": sitting.held_on,
        "chair_id": series.chair_id,
        "chair_name": series.chair_name,
        "chair_title": series.chair_title,
        "recorded_at": clock.now(),
        "recorder_id": recorder_id,
    }
    made = insert_new(session, Meeting, [values])
    return made[0] if made else _row(session, series, sitting.held_on)


def _row(session: Session, series: MeetingSeries, held_on: date) -> Meeting:
    return session.scalars(select(Meeting).where(Meeting.series_id == series.id, Meeting.held_on == held_on)).one()


def cancel(session: Session, *, actor: Actor, clock: Clock, sitting: Sitting, version: int, reason: str) -> Meeting:
    """It is not held. Raises DomainError: "stale", "meeting.held", "meeting.cancelled", "reason.required"."""
    if not reason.strip():
        raise DomainError("reason.required", field="reason")
    meeting = _to_change(session, actor, clock, sitting, version)
    meeting.state, meeting.note = MeetingState.CANCELLED, reason.strip()
    _flush(session)
    _note(session, actor, clock, "meeting.cancelled", f"meeting:{meeting.public_id}", day=meeting.held_on.isoformat())
    return meeting


def move(
    session: Session,
    *,
    actor: Actor,
    clock: Clock,
    sitting: Sitting,
    version: int,
    to: date,
    on_day_off: bool = False,
) -> Meeting:
    """It is held on another day: the old day says where it went, the new one has a meeting of its own, so that units
    are asked again for the day that holds. Raises DomainError: those of ``cancel`` and of ``add_extra``."""
    meeting = _to_change(session, actor, clock, sitting, version)
    _check_day(session, meeting.series, clock, to, on_day_off=on_day_off)
    meeting.state, meeting.note = MeetingState.CANCELLED, moved_to(to)
    _flush(session)
    new = _put(session, actor, clock, meeting.series, to)
    new.chair_id, new.chair_name, new.chair_title = meeting.chair_id, meeting.chair_name, meeting.chair_title
    _note(session, actor, clock, "meeting.moved", f"meeting:{new.public_id}", day=to.isoformat())
    return new


def add_extra(
    session: Session, *, actor: Actor, clock: Clock, series: MeetingSeries, held_on: date, on_day_off: bool = False
) -> Meeting:
    """A meeting beside those the series plans. Raises DomainError: "meeting.past", "meeting.taken", and
    "meeting.day_off" for a day that is not worked unless that is meant."""
    check(actor, Action.HOLD_MEETING)
    _check_day(session, series, clock, held_on, on_day_off=on_day_off)
    meeting = _put(session, actor, clock, series, held_on)
    _note(session, actor, clock, "meeting.added", f"meeting:{meeting.public_id}", day=held_on.isoformat())
    return meeting


def _put(session: Session, actor: Actor, clock: Clock, series: MeetingSeries, held_on: date) -> Meeting:
    """A day whose meeting was cancelled has it again."""
    made = ensure(session, clock=clock, sitting=Sitting(series, held_on), recorder_id=actor.user_id)
    made.state, made.note = MeetingState.PLANNED, ""
    _flush(session)
    return made


def _to_change(session: Session, actor: Actor, clock: Clock, sitting: Sitting, version: int) -> Meeting:
    """The row of a meeting that has not been held, as the person saw it; nought is the version of one without a row."""
    check(actor, Action.HOLD_MEETING)
    if version != (sitting.meeting.version if sitting.meeting else 0):
        raise DomainError("stale")
    if sitting.state is MeetingState.HELD or sitting.opinions:
        raise DomainError("meeting.held")
    if sitting.state is MeetingState.CANCELLED:
        raise DomainError("meeting.cancelled")
    return ensure(session, clock=clock, sitting=sitting, recorder_id=actor.user_id)


def _check_day(session: Session, series: MeetingSeries, clock: Clock, day: date, *, on_day_off: bool) -> None:
    calendar = load_rules(session, office_id=series.office_id).calendar
    if day < clock.today():
        raise DomainError("meeting.past", field="day")
    found = sittings(session, series=[series], first=day, through=day, calendar=calendar)[series.id]
    if any(each.state is not MeetingState.CANCELLED for each in found):
        raise DomainError("meeting.taken", field="day", day=day)
    if not on_day_off and not calendar.is_working(day):
        raise DomainError("meeting.day_off", field="on_day_off", day=day, next=calendar.next_working(day))


def _flush(session: Session) -> None:
    try:
        session.flush()
    except StaleDataError as error:
        raise DomainError("stale") from error


def _note(session: Session, actor: Actor, clock: Clock, action: str, subject: str, **payload: object) -> None:
    audit.record(session, actor=actor, clock=clock, action=action, subject=subject, **payload)
