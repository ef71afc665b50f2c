"""The measuring itself: its data are what they say, and it runs from the first line to the last."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.adapters.extraction import extract
from app.domain.terms import Standing, State
from app.models import Assignment, Reminder
from app.services import recording
from app.services.rules import load_rules
from app.services.standing_filters import standing_is
from benchmarks import data, delivery, many_units, morning, paint, reader, report, urging
from benchmarks.apart import ROOT
from benchmarks.office import DAY
from benchmarks.places import Place

TASKS = 1_000
LAST_LINE = r"overdue list: 1 client p50 \d+\.\d ms, 8 clients p50 \d+\.\d ms, \d+ req/s"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory):
    return data.sqlite_place(data.LISTS, TASKS, tmp_path_factory.mktemp("bench"))


@pytest.fixture
def drawn(place):
    with Session(data.engine_for(place)) as session:
        yield session


def test_the_projected_columns_are_the_fold_of_the_events(drawn):
    for assignment in drawn.scalars(select(Assignment).order_by(Assignment.id).limit(200)):
        course = recording.course_of(assignment)
        kept = {name: getattr(assignment, name) for name in ("state", "given_on", "due_on", "closed_on")}
        assert {name: getattr(course, name) for name in kept} == kept
        assert (course.submitted_on, course.completed_on) == (assignment.submitted_on, assignment.completed_on)


def test_as_many_are_done_and_overdue_as_the_issue_says(drawn):
    done = drawn.scalar(select(func.count()).where(Assignment.state == State.DONE))
    overdue = standing_is(Standing.OVERDUE, rules=load_rules(drawn, office_id=1), today=DAY)
    assert 0.66 * TASKS < done < 0.74 * TASKS
    assert 0.19 * TASKS < drawn.scalar(select(func.count()).where(overdue)) < 0.25 * TASKS
    days = drawn.execute(select(func.min(Assignment.due_on), func.max(Assignment.due_on))).one()
    assert [(day - DAY).days for day in days] == pytest.approx([-180, 60], abs=7)


def test_every_row_points_to_one_that_is_there(drawn):
    assert drawn.execute(text("PRAGMA foreign_key_check")).all() == []


def test_the_same_seed_draws_the_same_rows():
    first, second = (list(islice(data.batches(Random(data.SEED), 200), 2)) for _ in range(2))
    assert first == second


def test_a_short_run_ends_with_the_line_that_is_compared(tmp_path: Path):
    command = [sys.executable, "-m", "benchmarks", "--short", "--store", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert re.fullmatch(LAST_LINE, run.stdout.splitlines()[-1]), run.stdout
    for line in (
        r"\| a quiet morning: plan \| \d+\.\d\d s",
        r"SQLite: 2 deliverers: \d+ a second",
        r": \d+ mails a second",
    ):
        assert re.search(line, run.stdout), line


def test_data_left_half_made_are_made_anew(tmp_path: Path):
    made, fails = [], [True, True, False, False]

    def make(place: Place, tasks: int) -> None:
        made.append(place.url)
        if fails[len(made) - 1]:
            raise KeyboardInterrupt

    recipe = data.Recipe("half", make)
    with data.Postgresql(tmp_path) as server:
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                server.place(recipe, TASKS)
        engine = data.engine_for(Place(made[0], tmp_path))
        connection = engine.connect()
        connection.execute(text("SELECT 1"))  # a killed run's, which goes on
        assert server.place(recipe, TASKS).url == made[0]
        with pytest.raises(OperationalError, match="terminating connection"):
            connection.execute(text("SELECT 1"))
        connection.close()
        assert server.place(recipe, TASKS).url == made[0]
        assert len(made) == 3
        server._admin(f"DROP DATABASE {recipe.key}_{TASKS}")
        assert server.place(recipe, TASKS).url == made[0]
    assert made == [made[0]] * 4


def test_what_is_written_to_a_copy_stays_there(tmp_path: Path):
    recipe = data.Recipe("copied", lambda place, tasks: _count(place, "CREATE TABLE counted (n integer)"))
    with data.Postgresql(tmp_path) as server:
        for place, copy in (
            (data.sqlite_place(recipe, 1, tmp_path), data.sqlite_copy),
            (server.place(recipe, 1), server.copy),
        ):
            with copy(place) as other:
                assert _count(other, "INSERT INTO counted VALUES (1)") == 1
            assert _count(place) == 0


def _count(place: Place, *commands: str) -> int:
    with data.engine_for(place).begin() as connection:
        for command in commands:
            connection.execute(text(command))
        return connection.scalar(text("SELECT count(*) FROM counted"))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory):
    return data.sqlite_place(many_units.QUIET, 300, tmp_path_factory.mktemp("quiet"))


def test_the_large_office_is_as_it_says(quiet):
    with Session(data.engine_for(quiet)) as session:
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        for assignment in session.scalars(select(Assignment)):
            course = recording.course_of(assignment)
            kept = {name: getattr(assignment, name) for name in PROJECTED}
            assert {name: getattr(course, name) for name in kept} == kept
        late = session.scalar(select(func.count()).where(Assignment.due_on < many_units.MONDAY))
        assert 0.1 * 300 < late < 0.2 * 300
        assert session.scalar(select(func.count()).where(Assignment.closed_on.is_not(None))) == 0


PROJECTED = ("state", "given_on", "due_on", "submitted_on", "acknowledged_on", "extension_asked_on", "returns")


def test_on_a_quiet_morning_there_is_nothing_to_tell(quiet):
    quiet_day = morning.ask(morning.Question(quiet.url, str(many_units.QUIET_DAY), rounds=1))
    assert (quiet_day.mails, quiet_day.items) == (0, 0)
    with Session(data.engine_for(quiet)) as session:
        assert session.scalar(select(func.count(Reminder.id))) > 100


def test_a_missed_target_of_the_morning_is_said():
    quick, slow = (morning.Answer(*[morning.Spent(each, each)] * 2, 90, 510 * each, 0, 0) for each in (0.2, 6.0))
    mornings = [urging.Mornings("SQLite", size, quick, each, quick, quick) for size, each in ((10, quick), (100, slow))]
    sent = delivery.Delivered(100, 1.0, 0.5)
    said = list(urging.verdicts(mornings, [urging.Deliveries("SQLite", 24_000, sent, {1: sent})]))
    assert [line.partition(":")[0] for line in said] == ["MISSED", "MISSED", "reached", "SQLite", "MISSED"]
    assert said[3] == "SQLite: 10 times as many open (100): planning 30.0 ×, a quiet morning 1.0 ×"


def test_the_reader_is_measured_against_the_release_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "RELEASED", tmp_path / "released.json")
    quick, slow = reader.Figure("text of a notice", 9.04, "ms", 15), reader.Figure("a .docx of it", 160.0, "ms", 150)
    assert list(reader.lines([quick], {"processor": "A"})) == [
        "reached: text of a notice 9.0 ms (at most 15; no release before)"
    ]
    reader.release([quick], {"processor": "A"}, "0.1.0")
    assert list(reader.lines([quick, slow], {"processor": "B"})) == [
        "reached: text of a notice 9.0 ms (at most 15; 0.1.0: 9.0, on another machine)",
        "MISSED: a .docx of it 160.0 ms (at most 150; no release before)",
    ]


@pytest.mark.parametrize("is_there", [True, False])
def test_the_files_that_are_measured_hold_the_notice(is_there, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if not is_there:
        monkeypatch.setattr(reader, "REAL", tmp_path / "not-here.txt")
    written = reader.notice()
    assert 9_000 < len(written) <= reader.CHARACTERS
    word = extract(reader.in_word(written), "notice.docx").text
    pages = extract(reader.in_pdf(written), "notice.pdf")
    assert word.split() == written.split()
    assert len(pages.page_starts or ()) == reader.PAGES
    drawn = [each for page in reader.pages(written) for line in page for each in line.split()]
    # What stands at the same place of several pages, as in a notice that is repeated, is taken for a running head.
    assert 0.9 * len(drawn) < len(pages.text.split()) <= len(drawn)


def test_a_missed_target_is_said():
    speed = report.Speed(6.0, 9.0, 300.0, 3.1, 8000)
    one, ten = (report.Run("SQLite", tasks, speed, speed, speed, 2, 9, 140, 40) for tasks in (10_000, 100_000))
    said = list(report.verdicts([one, ten], paint.Seen(300, 500, 20_000, 3)))
    assert [line.partition(":")[0] for line in said] == ["MISSED", "reached", "MISSED", *["reached"] * 4]
