"""The five standard tests of each job: where each stands, or why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.schedule import JOBS

ROOT = Path(__file__).resolve().parents[2]
STANDARDS = ("does its work", "a second run does nothing", "ten days off", "one bad item", "dry run")
# By job and in the order of the standards: the file and function of a test, or in brackets why none applies.
HELD: dict[str, tuple[str, str, str, str, str]] = {
    "backup": (
        "tests/jobs/test_backup.py::test_a_night_gives_one_backup_that_can_be_read",
        "tests/jobs/test_backup.py::test_a_night_gives_one_backup_that_can_be_read",
        "tests/jobs/test_backup.py::test_after_ten_days_off_one_backup_is_taken",
        "(A backup is one thing: without a part of it there is none.)",
        "tests/jobs/test_backup.py::test_a_dry_run_names_the_file_and_lays_nothing_down",
    ),
    "deliver": (
        "tests/jobs/test_deliver.py::test_a_run_sends_all_that_waits_over_one_connection_and_says_so",
        "tests/jobs/test_deliver.py::test_a_second_run_does_nothing_and_opens_no_connection",
        "tests/jobs/test_deliver.py::test_what_waited_for_ten_days_goes_out_once",
        "tests/jobs/test_deliver.py::test_one_bad_mail_does_not_stop_the_others",
        "tests/jobs/test_deliver.py::test_a_dry_run_says_how_many_would_go_and_sends_and_writes_nothing",
    ),
    "digest": (
        "tests/jobs/test_digest.py::test_a_morning_is_planned_once_whatever_the_number_of_runs",
        "tests/jobs/test_digest.py::test_a_morning_that_was_done_is_not_done_again_by_the_clock",
        "tests/jobs/test_digest.py::"
        "test_after_ten_days_off_each_has_one_digest_of_that_day_and_none_of_the_days_between",
        "tests/services/test_urging.py::"
        "test_one_digest_that_cannot_be_made_does_not_stop_the_others_and_comes_next_time",
        "tests/jobs/test_digest.py::test_a_preview_shows_the_mails_and_writes_nothing",
    ),
    "heartbeat": (
        "tests/jobs/test_schedule.py::test_heartbeats_are_kept_for_a_day_and_seen_by_the_banner",
        "(Each run is a sign of its own.)",
        "tests/jobs/test_schedule.py::test_heartbeats_are_kept_for_a_day_and_seen_by_the_banner",
        "(There are no items.)",
        "(A sign of life cannot be foreseen; the command refuses.)",
    ),
    "recognise": (
        "tests/jobs/test_recognise.py::test_a_scan_becomes_a_draft_and_leaves_quarantine",
        "tests/jobs/test_recognise.py::test_what_waited_for_ten_days_is_recognised_once",
        "tests/jobs/test_recognise.py::test_what_waited_for_ten_days_is_recognised_once",
        "tests/jobs/test_recognise.py::test_one_bad_scan_does_not_stop_the_next",
        "tests/jobs/test_recognise.py::test_a_dry_run_says_how_many_scans_wait_and_touches_none",
    ),
    "recurring": (
        "tests/jobs/test_recurring.py::test_what_has_come_due_is_given_once_whatever_the_number_of_runs",
        "tests/jobs/test_recurring.py::test_what_has_come_due_is_given_once_whatever_the_number_of_runs",
        "tests/jobs/test_recurring.py::test_after_ten_days_off_what_came_due_meanwhile_is_given_once",
        "tests/jobs/test_recurring.py::"
        "test_a_unit_that_cannot_be_told_gets_nothing_stops_no_other_and_comes_with_the_next_run",
        "tests/jobs/test_recurring.py::test_a_dry_run_says_what_would_be_given_and_writes_nothing",
    ),
    "retention": (
        "tests/jobs/test_retention.py::test_what_is_older_is_forgotten_and_nothing_twice",
        "tests/jobs/test_retention.py::test_it_runs_once_a_day",
        "tests/jobs/test_retention.py::test_ten_days_without_a_run_change_nothing_but_the_day",
        "tests/jobs/test_retention.py::"
        "test_what_cannot_be_erased_of_one_person_stops_nothing_else_and_comes_with_the_next_run",
        "tests/jobs/test_retention.py::test_a_dry_run_says_what_it_would_do_and_does_nothing",
    ),
    "seal": (
        "tests/jobs/test_seal.py::test_every_night_seals_the_day_before",
        "tests/jobs/test_seal.py::test_a_run_without_anything_to_seal_is_not_written_down",
        "tests/jobs/test_seal.py::test_a_machine_that_was_off_seals_all_days_when_it_is_on",
        "(Each seal holds the one before: a day that cannot be sealed must stop those after it.)",
        "tests/jobs/test_seal.py::test_a_dry_run_says_how_many_days_would_be_sealed_and_writes_nothing",
    ),
    "urgent": (
        "tests/jobs/test_urgent.py::test_an_hour_of_silence_is_broken_and_a_second_run_does_nothing",
        "tests/jobs/test_urgent.py::test_an_hour_of_silence_is_broken_and_a_second_run_does_nothing",
        "tests/jobs/test_urgent.py::test_after_ten_days_off_what_holds_then_is_told_once",
        "tests/jobs/test_urgent.py::"
        "test_one_mail_that_cannot_be_made_does_not_stop_the_rest_and_comes_with_the_next_run",
        "tests/jobs/test_urgent.py::test_a_dry_run_prints_the_mails_and_writes_nothing",
    ),
    "update_call": (
        "tests/jobs/test_update_call.py::test_each_unit_that_owes_something_is_asked_once_whatever_the_number_of_runs",
        "tests/jobs/test_update_call.py::test_each_unit_that_owes_something_is_asked_once_whatever_the_number_of_runs",
        "tests/jobs/test_update_call.py::"
        "test_after_ten_days_off_units_are_asked_once_and_only_for_the_meeting_still_to_come",
        "tests/jobs/test_update_call.py::"
        "test_one_mail_that_cannot_be_made_does_not_stop_the_rest_and_comes_with_the_next_run",
        "tests/jobs/test_update_call.py::test_a_dry_run_says_what_would_be_asked_and_writes_nothing",
    ),
}


def test_every_job_is_held_to_the_standards() -> None:
    assert list(HELD) == sorted(HELD, key=list(JOBS).index)
    assert set(HELD) == set(JOBS)


@pytest.mark.parametrize("job", HELD)
@pytest.mark.parametrize("standard", STANDARDS)
def test_the_test_of_each_standard_is_there(job: str, standard: str) -> None:
    held = HELD[job][STANDARDS.index(standard)]
    if held.startswith("("):
        return
    file, _, name = held.partition("::")
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")
