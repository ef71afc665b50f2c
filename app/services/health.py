"""What an office should know about its own installation: the banners, the system page, ``/healthz`` and
``flask jobs check`` all read it here, so that none says another thing than the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.domain.terms import OutboxState, SkipReason
from app.domain.timetable import TIMETABLE
from app.models import CalendarDay, CalendarYear, JobRun, Lease, Office, OutboxMessage
from app.services import runs
from app.services.delivery import RETRY_AFTER

HEARTBEAT_EVERY = timedelta(minutes=5)
SILENT_AFTER = timedelta(minutes=20)
BACKUP_EVERY = timedelta(days=7)
STUCK_AFTER = timedelta(hours=1)
WARN, ERROR = "warn", "error"
# What keeps the installation from doing its work. What people have to put right (a wrong address, a calendar nobody
# confirmed) is no fault of the machine.
OF_THE_MACHINE = frozenset({"jobs.silent", "morning.missing", "mail.stuck", "backup.old"})


@dataclass(frozen=True, slots=True)
class Problem:
    """``level`` is warn or error; ``code`` is worded in ``app.wording.health``."""

    level: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the banners are found in: when the two watched jobs last succeeded, whether this is a working day and its
    mails were planned, and what waits for somebody."""

    heartbeat: datetime | None
    backup: datetime | None
    failed_mails: int
    works_today: bool
    planned_today: bool
    confirmed_years: frozenset[int]


def problems(session: Session, *, office_id: int, clock: Clock, production: bool = False) -> list[Problem]:
    return problems_in(facts(session, office_id=office_id, today=clock.today()), clock=clock, production=production)


def facts(session: Session, *, office_id: int, today: date) -> Facts:
    """In one statement: every page shows what comes of it."""
    years = (today.year, today.year + 1)
    are_confirmed = (
        exists().where(CalendarYear.office_id == office_id, CalendarYear.confirmed, CalendarYear.year == year)
        for year in years
    )
    named = select(CalendarDay.is_working).where(CalendarDay.office_id == office_id, CalendarDay.day == today)
    heartbeat, backup, failed, is_working, planned, *answers = session.execute(
        select(
            last_success(runs.HEARTBEAT),
            last_success(runs.BACKUP),
            _failed(office_id),
            named.scalar_subquery(),
            exists().where(*_success_of(today)),
            *are_confirmed,
        )
    ).one()
    confirmed = frozenset(year for year, is_confirmed in zip(years, answers, strict=True) if is_confirmed)
    return Facts(heartbeat, backup, failed, _works(today, is_working), bool(planned), confirmed)


def _success_of(day: date) -> tuple[Any, ...]:
    return JobRun.job == runs.DIGEST, JobRun.day == day, JobRun.ok


def _works(day: date, named: bool | None) -> bool:
    """``named`` is what the office's table says of the day, as ``WorkingCalendar`` takes it."""
    return day.weekday() < 5 if named is None else bool(named)


def problems_in(known: Facts, *, clock: Clock, production: bool = False) -> list[Problem]:
    """A silent jobs process, a working morning without its run, mails given up, a year whose days off nobody confirmed
    (from December on the next one, too), and in production a backup that is a week old."""
    found = _machine(known.heartbeat, known.backup, works=known.works_today, planned=known.planned_today, clock=clock)
    if not production:
        found = [problem for problem in found if problem.code != "backup.old"]
    if known.failed_mails:
        found.append(Problem(ERROR, "mail.failed", {"count": known.failed_mails}))
    today = clock.today()
    wanted = {today.year} | ({today.year + 1} if today.month == 12 else set())
    years = sorted(wanted - known.confirmed_years)
    return found + [Problem(WARN, "calendar.unconfirmed", {"year": year}) for year in years]


def _machine(
    heartbeat: datetime | None, backup: datetime | None, *, works: bool, planned: bool, clock: Clock
) -> list[Problem]:
    found = []
    if _is_older(heartbeat, SILENT_AFTER, clock):
        found.append(Problem(ERROR, "jobs.silent", {"since": heartbeat}))
    if morning_is_missing(works=works, planned=planned, clock=clock):
        found.append(Problem(ERROR, "morning.missing"))
    if _is_older(backup, BACKUP_EVERY, clock):
        found.append(Problem(WARN, "backup.old", {"since": backup, "days": BACKUP_EVERY.days}))
    return found


def morning_is_missing(*, works: bool, planned: bool, clock: Clock) -> bool:
    """Whether this is a working day, past the hour, and no morning run has succeeded for it."""
    return works and TIMETABLE[runs.DIGEST].missed(clock.now(), done_today=planned) is not None


def jobs_are_silent(session: Session, *, clock: Clock) -> bool:
    """Whether the process that does the jobs has given no sign for a while."""
    return _is_older(session.scalar(select(last_success(runs.HEARTBEAT))), SILENT_AFTER, clock)


def last_success(job: str) -> ScalarSelect[datetime]:
    return select(func.max(JobRun.started_at)).where(JobRun.job == job, JobRun.ok).scalar_subquery()


def _is_older(last: datetime | None, age: timedelta, clock: Clock) -> bool:
    return last is None or clock.now() - last > age


def failed_mails(session: Session, *, office_id: int) -> int:
    return session.scalar(select(_failed(office_id))) or 0


def _failed(office_id: int) -> ScalarSelect[int]:
    failed = (OutboxMessage.office_id == office_id, OutboxMessage.state == OutboxState.FAILED)
    return select(func.count(OutboxMessage.id)).where(*failed).scalar_subquery()


# Mails.


@dataclass(frozen=True, slots=True)
class Mails:
    """How many mails stand how. ``waiting`` might leave now, ``deferred`` wait for their hour; ``since`` is when the
    oldest of those that have not left, first tries and later ones, could first have done so."""

    waiting: int
    deferred: int
    retrying: int
    failed: int
    without_address: int
    replaced: int
    sent: int
    since: datetime | None


ON_THE_WAY = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.RETRY)


def mails(session: Session, *, clock: Clock, office_id: int | None = None, on_the_way: bool = False) -> Mails:
    """In one statement; of one office or of all. ``on_the_way``: only what has not left yet, which stays small."""
    message, now = OutboxMessage, clock.now()
    query = select(
        *(message.state, message.skip_reason, message.attempts, func.count(message.id)),
        func.count(message.id).filter(message.next_attempt_at > now),
        func.min(message.next_attempt_at),
    ).group_by(message.state, message.skip_reason, message.attempts)
    if office_id is not None:
        query = query.where(message.office_id == office_id)
    if on_the_way:
        query = query.where(message.state.in_(ON_THE_WAY))
    rows = session.execute(query).tuples().all()
    counts: dict[tuple[OutboxState, SkipReason | None], int] = {}
    for state, reason, _, count, _, _ in rows:
        counts[state, reason] = counts.get((state, reason), 0) + count
    deferred = sum(row[4] for row in rows if row[0] is OutboxState.PENDING and not row[2])
    due = [_first_due(state, attempts, at) for state, _, attempts, _, _, at in rows if state in ON_THE_WAY]
    waiting = counts.get((OutboxState.PENDING, None), 0) + counts.get((OutboxState.SENDING, None), 0)
    return Mails(
        waiting=waiting - deferred,
        deferred=deferred,
        retrying=counts.get((OutboxState.RETRY, None), 0),
        failed=counts.get((OutboxState.FAILED, None), 0),
        without_address=counts.get((OutboxState.SKIPPED, SkipReason.NO_ADDRESS), 0),
        replaced=counts.get((OutboxState.SKIPPED, SkipReason.REPLACED), 0),
        sent=counts.get((OutboxState.SENT, None), 0),
        since=min((each for each in due if each <= now), default=None),
    )


def _first_due(state: OutboxState, attempts: int, next_attempt: datetime) -> datetime:
    """When the first try was due: each try that failed has put the next one off by the delay of its place. A try that
    is under way is counted already."""
    failed = attempts - (state is OutboxState.SENDING)
    return next_attempt - sum(RETRY_AFTER[: max(0, failed)], timedelta())


def stuck(since: datetime | None, clock: Clock) -> list[Problem]:
    if since is None or clock.now() - since <= STUCK_AFTER:
        return []
    return [Problem(ERROR, "mail.stuck", {"since": since})]


# For whoever asks from outside.


@dataclass(frozen=True, slots=True)
class Pulse:
    """The installation as a whole, without a word of whose it is."""

    heartbeat: datetime | None
    last_digest: datetime | None
    last_backup: datetime | None
    has_holder: bool
    oldest_mail: datetime | None
    problems: tuple[Problem, ...]


def pulse(session: Session, *, clock: Clock, production: bool = False) -> Pulse:
    """In three small statements, since anybody may ask as often as he likes."""
    today, now = clock.today(), clock.now()
    held = exists().where(Lease.name == runs.SCHEDULER, Lease.expires_at > now)
    heartbeat, digest, backup, is_held, planned = session.execute(
        select(
            *map(last_success, (runs.HEARTBEAT, runs.DIGEST, runs.BACKUP)), held, exists().where(*_success_of(today))
        )
    ).one()
    offices = session.execute(
        select(Office.id, CalendarDay.is_working).outerjoin(
            CalendarDay, and_(CalendarDay.office_id == Office.id, CalendarDay.day == today)
        )
    ).tuples()
    works = any(_works(today, named) for _, named in offices)
    since = mails(session, clock=clock, on_the_way=True).since
    found = _machine(heartbeat, backup, works=works, planned=bool(planned), clock=clock) + stuck(since, clock)
    told = tuple(problem for problem in found if production or problem.code != "backup.old")
    return Pulse(heartbeat, digest, backup, bool(is_held), since, told)
