"""A large invented office, for measuring the morning: 500 units with their heads, and assignments that are all open.

``BUSY`` has never told anybody anything: its first morning tells all of it. ``QUIET`` told what there was on the last
two Mondays, and nothing falls due in the weeks after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import count
from random import Random

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import AssignmentRole, ChargeKind, MessageKind, OutboxState, Role, Urgency
from app.models import (
    Assignment,
    Directive,
    DueDate,
    Event,
    Extension,
    Field,
    FieldCharge,
    FieldUnit,
    MeetingSeries,
    Membership,
    Office,
    OutboxMessage,
    Task,
    Unit,
    User,
)
from app.services import calendar, digests, urging
from app.services.outbox import user_key
from benchmarks import courses, data
from benchmarks.courses import Ids
from benchmarks.data import Recipe, Rows, assignment_row, directive_row, opaque, task_row
from benchmarks.office import FOUNDED, OFFICE_NAME
from benchmarks.places import Place

UNITS, FIELDS = 500, 10
IN_A_NOTICE, AT_ONCE = 32, 64
OVERDUE_SHARE, COORDINATING_SHARE, URGENT_SHARE = 0.15, 0.2, 0.01
# Open, acknowledged, in progress, returned, waiting, lying for signature, asking for more time; of a hundred.
LEADING, COORDINATING = (8, 30, 47, 4, 5, 3, 3), (15, 35, 50, 0, 0, 0, 0)
MONDAY = date(2026, 11, 2)  # the giao ban is on Tuesdays: on this day all that is overdue is named
A_WEEK = timedelta(weeks=1)
QUIET_DAY = MONDAY + timedelta(days=1)
CHIEF, LEADERS, FOLLOWERS = 1, range(2, 5), range(5, 15)  # ids of people; the heads of the units come after them
LINKS = Links("https://dondoc.invalid", keys=("the key of the links of the benchmarks",))


def at_half_past_six(day: date) -> FixedClock:
    return FixedClock.at(day, 6, 30)


@dataclass(frozen=True, slots=True)
class Times:
    """When things happened: all acts through ``acts_end``; due days, in days from Monday, of what is overdue and of
    what is not."""

    acts_end: date
    overdue: tuple[int, int]
    ahead: tuple[int, int]


BUSY_TIMES = Times(MONDAY - timedelta(days=3), (-90, -1), (0, 120))
QUIET_TIMES = Times(MONDAY - timedelta(days=10), (-90, -11), (15, 120))


def _make_busy(place: Place, tasks: int) -> None:
    _make(place, tasks, BUSY_TIMES)


def _make_quiet(place: Place, tasks: int) -> None:
    """Told by the system itself, and everything arrived; the office's own people have had today's digest."""
    _make(place, tasks, QUIET_TIMES)
    engine = data.engine_for(place)
    for monday in (MONDAY - A_WEEK, MONDAY):
        with Session(engine) as session, session.begin():
            clock = at_half_past_six(monday)
            plan = urging.plan_day(session, office_id=1, clock=clock, links=LINKS)
            urging.apply_day(session, office_id=1, clock=clock, plan=plan)
            deliver_all(session, clock)
    with Session(engine) as session, session.begin():
        _digests_of_people(session)
    data.tidy(engine)


def deliver_all(session: Session, clock: FixedClock) -> None:
    """Whatever waits has left."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.PENDING)
        .values(state=OutboxState.SENT, sent_at=clock.now())
        .execution_options(synchronize_session=False)
    )


BUSY = Recipe("busy", _make_busy, ("benchmarks/many_units.py",))
QUIET = Recipe(
    "quiet",
    _make_quiet,
    ("benchmarks/many_units.py", "app/domain/urging.py", "app/services/urging*.py", "app/services/ledger.py"),
)


def _make(place: Place, tasks: int, times: Times) -> None:
    data.migrate(place)
    engine, random = data.engine_for(place), Random(data.SEED)
    with engine.begin() as connection:
        with Session(bind=connection) as session:
            _organisation(session, random)
            session.flush()
        data.write(connection, _batches(random, tasks, times))
    data.tidy(engine)


def _organisation(session: Session, random: Random) -> None:
    session.add(Office(id=1, name=OFFICE_NAME, place="Hồng Lam", public_id=opaque(random)))
    session.flush()
    calendar.fill(session, office_id=1, years=range(MONDAY.year - 1, MONDAY.year + 2))
    session.execute(insert(Unit), [_unit(random, n) for n in range(1, UNITS + 1)])
    people = [*_people(), *((_head(n), Role.UNIT_HEAD, n) for n in range(1, UNITS + 1))]
    session.execute(insert(User), [_user(random, user_id) for user_id, _, _ in people])
    held = ({"user_id": each, "unit_id": unit, "role": role, "valid_from": FOUNDED} for each, role, unit in people)
    session.execute(insert(Membership), list(held))
    session.add(MeetingSeries(office_id=1, name="Giao ban tuần", weekdays="1", valid_from=FOUNDED))
    _fields(session, random)


def _people() -> Iterator[tuple[int, Role, int]]:
    """Id, role and unit of those of the office itself."""
    yield CHIEF, Role.CHIEF, 1
    yield from ((each, Role.LEADER, 1) for each in LEADERS)
    yield from ((each, Role.STAFF, 1) for each in FOLLOWERS)


def _head(unit_id: int) -> int:
    return FOLLOWERS.stop - 1 + unit_id


def _unit_name(n: int) -> str:
    return "Văn phòng UBND tỉnh" if n == 1 else f"UBND xã Hồng Lam {n}"


def _unit(random: Random, n: int) -> dict[str, object]:
    return {
        "id": n,
        "public_id": opaque(random),
        "office_id": 1,
        "name": _unit_name(n),
        "short_name": f"Hồng Lam {n}",
        "is_secretariat": n == 1,
        "email": f"xa{n}@dondoc.invalid",
        "position": n,
        "valid_from": FOUNDED,
    }


def _user(random: Random, user_id: int) -> dict[str, object]:
    return {
        "id": user_id,
        "public_id": opaque(random),
        "office_id": 1,
        "login": f"nguoi{user_id}",
        "name": f"Nguyễn Văn {user_id}",
        "email": f"nguoi{user_id}@dondoc.invalid",
        "password_hash": "nobody logs in",
    }


def _fields(session: Session, random: Random) -> None:
    """Each unit works in one field; each field has a leader in charge and somebody who follows it."""
    for n in range(1, FIELDS + 1):
        row = Field(id=n, office_id=1, name=f"Lĩnh vực {n}", position=n, valid_from=FOUNDED, public_id=opaque(random))
        session.add(row)
        session.flush()
        for user_id, kind in (
            (LEADERS[n % len(LEADERS)], ChargeKind.LEADER),
            (FOLLOWERS[n % len(FOLLOWERS)], ChargeKind.FOLLOWER),
        ):
            session.add(FieldCharge(field_id=n, user_id=user_id, kind=kind, valid_from=FOUNDED))
    session.execute(insert(FieldUnit), [{"field_id": 1 + n % FIELDS, "unit_id": n} for n in range(1, UNITS + 1)])


@dataclass(slots=True)
class _Writing:
    """The rows of all notices while they are drawn."""

    random: Random
    times: Times
    ids: Ids = field(default_factory=partial(Ids, unit_user=_head(1)))
    tasks: Iterator[int] = field(default_factory=lambda: count(1))
    assignments: Iterator[int] = field(default_factory=lambda: count(1))

    def dates(self) -> tuple[date, date]:
        """A day of giving and a due day."""
        first, last = self.times.overdue if self.random.random() < OVERDUE_SHARE else self.times.ahead
        due_on = MONDAY + timedelta(days=self.random.randint(first, last))
        given_on = min(due_on, self.times.acts_end) - timedelta(days=self.random.randint(5, 60))
        return given_on, due_on

    def notice(self, rows: Rows, number: int, dates: list[tuple[date, date]]) -> None:
        rows[Directive].append(directive_row(self.random, number, dates[0][0]))
        task_id = unit_id = 0
        for position, (given_on, due_on) in enumerate(dates, start=1):
            leads = position == 1 or self.random.random() >= COORDINATING_SHARE
            unit_id = self.random.randint(1, UNITS) if leads else unit_id % UNITS + 1
            if leads:
                task_id = next(self.tasks)
                row = task_row(self.random, task_id, number, position, _unit_name(unit_id), due_on)
                row["urgency"] = Urgency.URGENT if self.random.random() < URGENT_SHARE else Urgency.NORMAL
                rows[Task].append(row)
            self.assignment(rows, task_id, unit_id, given_on, due_on, leads=leads)

    def assignment(self, rows: Rows, task_id: int, unit_id: int, given_on: date, due_on: date, *, leads: bool) -> None:
        drawn = courses.draw_open(
            self.random,
            self.ids,
            assignment_id=next(self.assignments),
            given_on=given_on,
            due_on=due_on,
            today=self.times.acts_end,
            weights=LEADING if leads else COORDINATING,
        )
        row = assignment_row(self.random, task_id, unit_id, drawn) | {"id": drawn.assignment_id}
        row["role"] = AssignmentRole.LEAD if leads else AssignmentRole.COORDINATING
        rows[Assignment].append(row)
        rows[Extension] += [{"public_id": opaque(self.random), **each} for each in drawn.extensions]
        rows[Event] += drawn.events
        rows[DueDate] += drawn.due_dates


def _batches(random: Random, tasks: int, times: Times) -> Iterator[Rows]:
    writing = _Writing(random, times)
    dates = sorted(writing.dates() for _ in range(tasks))
    notices = [dates[start : start + IN_A_NOTICE] for start in range(0, tasks, IN_A_NOTICE)]
    for start in range(0, len(notices), AT_ONCE):
        rows: Rows = {model: [] for model in (Directive, Task, Assignment, Extension, Event, DueDate)}
        for number, some in enumerate(notices[start : start + AT_ONCE], start=start + 1):
            writing.notice(rows, number, some)
        yield rows


def _digests_of_people(session: Session) -> None:
    """Today's, of the chief, the leaders and those who follow a field, as if they had been sent at six."""
    clock = FixedClock.at(QUIET_DAY, 6)
    for user_id in (CHIEF, *LEADERS, *FOLLOWERS):
        key = user_key(user_id)
        session.add(
            OutboxMessage(
                office_id=1,
                kind=MessageKind.OFFICE_DIGEST,
                key=digests.key_prefix(QUIET_DAY) + key,
                recipient=key,
                to_name=f"Nguyễn Văn {user_id}",
                to_address=f"nguoi{user_id}@dondoc.invalid",
                subject="Báo cáo nhanh",
                body_text="",
                body_html="",
                state=OutboxState.SENT,
                next_attempt_at=clock.now(),
                sent_at=clock.now(),
                recorded_at=clock.now(),
            )
        )
