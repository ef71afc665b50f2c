"""What the system page, /healthz and flask jobs check find, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.adapters.clock import FixedClock
from app.domain.terms import MessageKind, OutboxState, SkipReason
from app.models import CalendarDay, Lease, OutboxMessage
from app.services import health, runs, system_state
from app.services.delivery import RETRY_AFTER

THURSDAY, SATURDAY = date(2023, 9, 14), date(2023, 9, 16)
DAILY = ("backup", "retention", "recurring", "digest")


def ran(session, clock, job: str, *, ago: timedelta = timedelta(), ok: bool = True, **summary: object) -> None:
    then = FixedClock(clock.now() - ago)
    runs.record_run(session, clock=then, job=job, started_at=then.now(), ok=ok, summary=summary)
    session.flush()


def all_ran(session, clock) -> None:
    for job in (runs.HEARTBEAT, *DAILY):
        ran(session, clock, job, **({"rows": 1, "files": 1, "bytes": 1} if job == "backup" else {}))


def queue(cast, clock, number: int, state: OutboxState = OutboxState.PENDING, **more: object) -> OutboxMessage:
    values = {"attempts": 0, "next_attempt_at": clock.now(), "recorded_at": clock.now()} | more
    message = OutboxMessage(
        office_id=cast.office.id,
        kind=MessageKind.REMINDED,
        key=f"test-mail:{number}",
        recipient="unit:1",
        to_name="Phòng Nội vụ",
        to_address="a@dondoc.test",
        subject="Thư",
        body_text="Nhắc việc",
        body_html="",
        state=state,
        **values,
    )
    cast.session.add(message)
    cast.session.flush()
    return message


def codes(cast, clock, **more: object) -> list[str]:
    found = system_state.findings(cast.session, office_id=cast.office.id, clock=clock, **more)
    return [problem.code for problem in found]


def test_where_everything_ran_nothing_is_found(session, cast, clock):
    all_ran(session, clock)
    assert codes(cast, clock, production=True) == []
    assert health.pulse(session, clock=clock, production=True).problems == ()


def test_a_morning_without_its_run_is_missing_from_seven_on_a_working_day(session, cast, clock):
    for hour, day, named, missing in (
        (6, THURSDAY, None, False),
        (7, THURSDAY, None, True),
        (9, SATURDAY, None, False),
        (9, SATURDAY, True, True),  # a make-up day
        (9, THURSDAY, False, False),  # a day off
    ):
        clock.instant = FixedClock.at(day, hour).instant
        row = CalendarDay(office_id=cast.office.id, day=day, is_working=bool(named), name="Thử")
        if named is not None:
            session.add(row)
        ran(session, clock, runs.HEARTBEAT)
        found = health.problems(session, office_id=cast.office.id, clock=clock)
        assert ("morning.missing" in {each.code for each in found}) is missing, (hour, day, named)
        pulse = health.pulse(session, clock=clock)
        assert ("morning.missing" in {each.code for each in pulse.problems}) is missing, (hour, day, named)
        if named is not None:
            session.delete(row)
        session.flush()


def test_a_failed_morning_is_a_missing_one(session, cast, clock):
    ran(session, clock, runs.HEARTBEAT)
    ran(session, clock, "digest", ok=False, error="OperationalError")
    assert "morning.missing" in codes(cast, clock)
    assert "job.failed" in codes(cast, clock)


@pytest.mark.parametrize("job", ["retention", "recurring", "backup"])
def test_a_daily_job_that_did_not_run_is_named(session, cast, clock, job):
    for each in {runs.HEARTBEAT, *DAILY} - {job}:
        ran(session, clock, each, rows=1, files=1, bytes=1)
    assert codes(cast, clock) == ["job.missed"]
    state = system_state.overview(session, office_id=cast.office.id, clock=clock)
    missed = {each.job: each.missed for each in state.jobs if each.missed}
    assert set(missed) == {job}


def test_without_a_folder_no_backup_is_missed(session, cast, clock):
    for each in (runs.HEARTBEAT, "retention", "recurring", "digest"):
        ran(session, clock, each)
    assert codes(cast, clock, takes_backups=False) == []


def test_where_nothing_runs_that_is_all_that_is_said(session, cast, clock):
    assert codes(cast, clock) == ["jobs.silent", "morning.missing"]


def test_the_age_of_the_oldest_mail_counts_from_when_it_could_first_have_left(session, cast, clock):
    now = clock.now()
    queue(cast, clock, 1, recorded_at=now - timedelta(days=3), next_attempt_at=now + timedelta(hours=1))
    assert health.mails(session, clock=clock).since is None, "it waits for its hour"
    tried = now + timedelta(minutes=2) - RETRY_AFTER[0] - RETRY_AFTER[1]
    queue(cast, clock, 2, OutboxState.RETRY, attempts=2, next_attempt_at=now + timedelta(minutes=2))
    assert health.mails(session, clock=clock).since == tried
    queue(cast, clock, 3, OutboxState.SENDING, attempts=1, next_attempt_at=now - timedelta(hours=2))
    seen = health.mails(session, clock=clock)
    assert seen.since == now - timedelta(hours=2)
    assert (seen.waiting, seen.deferred, seen.retrying) == (1, 1, 1)
    all_ran(session, clock)
    assert codes(cast, clock) == ["mail.stuck"]
    assert health.mails(session, clock=clock, on_the_way=True).since == seen.since


def test_mails_are_counted_by_how_they_stand(session, cast, clock):
    queue(cast, clock, 1, OutboxState.SKIPPED, skip_reason=SkipReason.NO_ADDRESS)
    queue(cast, clock, 2, OutboxState.SKIPPED, skip_reason=SkipReason.REPLACED)
    for number, attempts in ((3, 1), (4, 2), (5, 6)):
        queue(cast, clock, number, OutboxState.SENT if attempts < 6 else OutboxState.FAILED, attempts=attempts)
    seen = health.mails(session, clock=clock, office_id=cast.office.id)
    assert (seen.sent, seen.failed, seen.without_address, seen.replaced, seen.since) == (2, 1, 1, 1, None)


def test_the_holder_of_the_schedule_is_named_until_its_lease_lapses(session, cast, clock):
    since, until = clock.now() - timedelta(hours=3), clock.now() + timedelta(seconds=40)
    session.add(Lease(name=runs.SCHEDULER, owner="may-chu:42:ab", taken_at=since, expires_at=until))
    session.flush()
    state = system_state.overview(session, office_id=cast.office.id, clock=clock)
    assert state.holder == system_state.Holder("may-chu:42:ab", since, until)
    assert health.pulse(session, clock=clock).has_holder
    clock.instant = until
    assert system_state.overview(session, office_id=cast.office.id, clock=clock).holder is None
    assert not health.pulse(session, clock=clock).has_holder


def test_runs_that_failed_are_told_for_a_week_the_newest_first(session, cast, clock):
    ran(session, clock, "digest", ago=timedelta(days=8), ok=False, error="TooOld")
    ran(session, clock, "digest", ago=timedelta(days=2), ok=False, error="OperationalError")
    ran(session, clock, "deliver", ago=timedelta(days=1), ok=False, error="OSError", sent=3)
    ran(session, clock, "deliver", sent=1)
    state = system_state.overview(session, office_id=cast.office.id, clock=clock)
    assert [(run.job, run.summary["error"]) for run in state.failures] == [
        ("deliver", "OSError"),
        ("digest", "OperationalError"),
    ]


def test_processes_are_counted_where_their_signs_carry_a_name(session, cast, clock):
    ran(session, clock, runs.HEARTBEAT)
    assert system_state.overview(session, office_id=cast.office.id, clock=clock).processes is None
    for process, ago in ((1, 1), (2, 2), (1, 6), (3, 30)):
        ran(session, clock, runs.HEARTBEAT, ago=timedelta(minutes=ago), process=process)
    assert system_state.overview(session, office_id=cast.office.id, clock=clock).processes == 2
