"""A backup is one state of the office, whoever writes meanwhile, and is the same office wherever it is loaded."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.archive import reading
from app.adapters.clock import FixedClock
from app.domain.errors import DomainError
from app.domain.permissions import Actor
from app.domain.terms import (
    Audience,
    ChargeKind,
    DirectiveLink,
    EventKind,
    FactKind,
    PeriodKind,
    ReorganisationKind,
    SourceOfAssignment,
    SuperiorStepKind,
)
from app.models import (
    AnswerLink,
    Assignment,
    Base,
    Comment,
    Directive,
    DirectiveRelation,
    DraftStep,
    Evidence,
    Extension,
    Field,
    FieldCharge,
    Handover,
    IncomingPaper,
    Meeting,
    MeetingSeries,
    MessageAssignment,
    Office,
    OutboxMessage,
    Recurrence,
    Reorganisation,
    Report,
    ReportFact,
    ReportOutline,
    ReportText,
    SavedFilter,
    SharedProduct,
    Snapshot,
    Succession,
    SuperiorDuty,
    SuperiorStep,
    TaskViewer,
    Unit,
    UnitName,
    UrgingLetter,
    UrgingLetterAssignment,
    User,
)
from app.services import backup, drafts, report_drafts, reports, runs, urging
from tests.report_drafts import draft_report
from tests.services import sealing
from tests.services.backups import LINKS, TODAY, Place, before_reading, give_one, load_demo, place

BOTH = ("sqlite", "postgresql")
NOTICE = "THÔNG BÁO\nKết luận họp\n\n1. Phòng Kinh tế kiểm tra mương tiêu Đồng Chiêm trước ngày 20/11/2026.\n"


@pytest.fixture
def make_place(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """An empty place on a database of the kind asked for."""

    def make(kind: str, name: str) -> Place:
        return place(request.getfixturevalue(kind).fresh(), tmp_path / name)

    return make


def fill(there: Place) -> Place:
    """The demo, and a row of everything that the demo does not have."""
    load_demo(there)
    with there.session() as session:
        office_id, chief = session.scalars(select(User.office_id)).first(), there.chief(session)
        plan = urging.plan_day(session, office_id=office_id, clock=there.clock, links=LINKS)
        urging.apply_day(session, office_id=office_id, clock=there.clock, plan=plan)
        runs.record_run(
            session, clock=there.clock, job="digest", started_at=there.clock.now(), ok=True, summary={"items": 3}
        )
        draft = drafts.paste(session, actor=chief, clock=there.clock, files=there.files, text=NOTICE)
        step = DraftStep(
            draft_id=draft.id,
            act="text",
            content=draft.content,
            recorder_id=chief.user_id,
            recorded_at=there.clock.now(),
        )
        unit, user = session.scalars(select(Unit)).first(), session.scalars(select(User)).first()
        charge = FieldCharge(user=user, kind=ChargeKind.LEADER, valid_from=TODAY)
        field = Field(office_id=office_id, name="Thủy lợi", valid_from=TODAY, units=[unit], charges=[charge])
        session.add_all([step, field])
        _fill_what_follows(session, chief, there.clock, unit, user)
        report = reports.make_report(
            session,
            actor=chief,
            clock=there.clock,
            kind=PeriodKind.FREE,
            period_from=date(2026, 10, 1),
            cut_off=TODAY,
        )
        _fill_what_is_typed(session, report, user, {"recorded_at": there.clock.now(), "recorder_id": user.id})
        reports.freeze(session, actor=chief, clock=there.clock, report=report)
        report_drafts.keep(
            session,
            actor=chief,
            clock=there.clock,
            files=there.files,
            report=report,
            filename="bao-cao.docx",
            content=draft_report(),
            audience=Audience.SUPERIOR,
        )
        assert sealing.seal(session, there.clock)
    return there


def _fill_what_is_typed(session: Session, report: Report, user: User, recorded: dict[str, object]) -> None:
    of = {"report_id": report.id, **recorded}
    session.add_all(
        [
            ReportFact(kind=FactKind.LETTERS, amount=4, document="Công văn số 12/UBND", document_on=TODAY, **of),
            ReportText(audience=Audience.INTERNAL, slot="total", generated="Câu tự động.", text="Câu đã sửa.", **of),
            ReportOutline(office_id=user.office_id, year=2026, content="I. CÔNG TÁC CHỈ ĐẠO", **recorded),
        ]
    )
    session.flush()


def _fill_what_follows(session: Session, chief: Actor, clock: FixedClock, unit: Unit, user: User) -> None:
    """A row of each table that the demo's tasks leave empty."""
    assignment = session.scalars(select(Assignment)).first()
    message = session.scalars(select(OutboxMessage)).first()
    written = {"recorded_at": clock.now()}
    recorded = {**written, "recorder_id": user.id}
    office = {"office_id": user.office_id}
    day, now = TODAY, clock.now()
    event = {"kind": ReorganisationKind.MERGE, "effective_on": day, "content": {}}
    reorganisation = Reorganisation(**office, **event, **recorded)
    session.add(reorganisation)
    session.flush()
    part = {"assignment_id": assignment.id}
    until = {"made_at": now, "expires_at": now}
    session.add_all(
        [
            Succession(unit_id=unit.id, successor_id=unit.id, reorganisation_id=reorganisation.id, effective_on=day),
            UnitName(unit_id=unit.id, name="Phòng cũ", valid_to=day, **written),
            Handover(from_user_id=user.id, to_user_id=user.id, effective_on=day, content={}, **office, **recorded),
            SavedFilter(user_id=user.id, name="Quá hạn", query="tinh-trang=qua-han", **written),
            Extension(asked_on=day, asked_for=day, due_on=day, reason="Chờ số liệu.", asker_id=user.id, **part),
            Comment(author_id=user.id, text="Đã trao đổi.", units=[unit], **part, **written),
            AnswerLink(recipient="unit:1", unit_id=unit.id, **part, **until),
            TaskViewer(task_id=assignment.task_id, user_id=user.id),
            Recurrence(
                task_id=assignment.task_id, unit_id=unit.id, role=assignment.role, every="monthly", day=15, from_on=day,
                **office, **recorded,
            ),
        ]
    )  # fmt: skip
    _fill_the_week(session, assignment, unit, office, recorded, now)
    if not session.scalars(select(MessageAssignment)).first():
        session.add(MessageAssignment(message_id=message.id, assignment_id=assignment.id))


def _fill_the_week(
    session: Session, assignment: Assignment, unit: Unit, office: dict[str, Any], recorded: dict[str, Any], now: Any
) -> None:
    """Of superiors, of notices to each other, of meetings and papers."""
    directive, task = assignment.task.directive, assignment.task
    series = MeetingSeries(name="Giao ban", weekdays="0", valid_from=TODAY, **office)
    letter = UrgingLetter(subject="Đôn đốc", made_at=now, recorder_id=recorded["recorder_id"], **office)
    duty = SuperiorDuty(task=task, source=SourceOfAssignment.PROVINCE, text="Rà soát", **office, **recorded)
    duty.steps.append(SuperiorStep(kind=SuperiorStepKind.GIVEN, effective_on=TODAY, due_on=TODAY, **recorded))
    session.add_all([series, letter, duty])
    session.flush()
    session.add_all(
        [
            Meeting(series_id=series.id, held_on=TODAY, **office, **recorded),
            UrgingLetterAssignment(letter_id=letter.id, assignment_id=assignment.id),
            IncomingPaper(unit_id=unit.id, received_on=TODAY, **office, **recorded),
            DirectiveRelation(
                later_id=directive.id, earlier_id=directive.id, kind=DirectiveLink.SUPPLEMENTS, **recorded
            ),
            SharedProduct(task_id=task.id, other_id=task.id, **recorded),
        ]
    )


def figures(there: Place) -> tuple[Any, Any]:
    """The office's figures as they are now, and as they were frozen."""
    with there.session() as session:
        report = session.scalars(select(Report)).one()
        now = reports.current_figures(session, office_id=report.office_id, report=report, clock=there.clock)
        return now, reports.load_view(session.scalars(select(Snapshot)).one())


@pytest.mark.parametrize("target", BOTH)
@pytest.mark.parametrize("source", BOTH)
def test_an_office_backed_up_at_work_is_restored_row_by_row_on_either_database(
    make_place: Any, tmp_path: Path, source: str, target: str
) -> None:
    here, there = fill(make_place(source, "here")), make_place(target, "there")
    before, kept, counted = here.rows(), here.kept_files(), figures(here)
    assert [name for name, rows in before.items() if not rows] == []
    with before_reading(here.engine, "tasks", lambda: here.give("77/TB-UBND")) as written_meanwhile:
        taken = here.take(tmp_path / "backup.zip")
    assert written_meanwhile
    assert len(here.rows()["tasks"]) == len(before["tasks"]) + 3
    there.restore(taken.path)
    assert there.rows() == before
    assert there.kept_files() == kept
    assert figures(there) == counted
    assert sealing.inspected(there.engine, there.clock) == []


@pytest.mark.parametrize("kind", BOTH)
def test_what_is_given_while_a_backup_runs_is_wholly_in_or_wholly_out(
    make_place: Any, tmp_path: Path, kind: str
) -> None:
    here, there = make_place(kind, "here"), make_place(kind, "there")
    load_demo(here)
    here.give("1/TB-THU")
    stop, given = threading.Event(), []

    def keep_giving() -> None:
        while not stop.is_set():
            here.give(f"{len(given) + 2}/TB-THU")
            given.append(1)

    writer = threading.Thread(target=keep_giving)
    writer.start()
    try:
        before = len(given)
        taken = here.take(tmp_path / "backup.zip")
    finally:
        stop.set()
        writer.join()
    there.restore(taken.path)
    with there.session() as session:
        found = session.scalars(select(Directive).where(Directive.number.like("%/TB-THU"))).all()
        units = len(session.scalars(select(Unit.id)).all())
        assert 1 + before <= len(found) <= 1 + len(given)
        assert [len(directive.tasks) for directive in found] == [3] * len(found)
        for directive in found:
            parts = session.scalars(select(Assignment).join(Assignment.task).filter_by(directive_id=directive.id)).all()
            assert len(parts) == 3 * units
            assert all([event.kind for event in part.events] == [EventKind.GIVEN] for part in parts)
            assert all(len(part.due_dates) == 1 and part.due_date_id == part.due_dates[0].id for part in parts)


@pytest.mark.parametrize("target", BOTH)
def test_work_goes_on_in_the_restored_place(make_place: Any, tmp_path: Path, target: str) -> None:
    here, there = make_place("sqlite", "here"), make_place(target, "there")
    load_demo(here)
    there.restore(here.take(tmp_path / "backup.zip").path)
    highest = max(row[0] for row in there.rows()["directives"])
    with there.session() as session:
        assert give_one(session, there.chief(session), there.clock, "5/TB-UBND").id > highest


def test_a_unit_under_one_that_comes_later_keeps_its_place(make_place: Any, tmp_path: Path) -> None:
    here, there = make_place("postgresql", "here"), make_place("postgresql", "there")
    load_demo(here)
    with here.session() as session:
        first, *_, last = session.scalars(select(Unit).order_by(Unit.id)).all()
        first.parent_id = last.id
    there.restore(here.take(tmp_path / "backup.zip").path)
    assert there.rows()["units"] == here.rows()["units"]


def test_the_seals_do_not_depend_on_the_database(make_place: Any, tmp_path: Path) -> None:
    here, there = fill(make_place("sqlite", "here")), make_place("postgresql", "there")
    taken = here.take(tmp_path / "backup.zip")
    there.restore(taken.path)
    again = there.take(tmp_path / "again.zip")
    assert (again.manifest.tables, again.manifest.files) == (taken.manifest.tables, taken.manifest.files)
    assert (taken.manifest.database, again.manifest.database) == BOTH


def test_an_archive_is_for_its_owner_alone_and_is_never_written_over(make_place: Any, tmp_path: Path) -> None:
    here = make_place("sqlite", "here")
    taken = here.take(tmp_path / "safe" / "backup.zip")
    assert taken.path.stat().st_mode & 0o777 == 0o600
    assert taken.path.stat().st_size == taken.size
    before = taken.path.read_bytes()
    with pytest.raises(DomainError, match=r"backup\.exists"):
        here.take(taken.path)
    assert taken.path.read_bytes() == before
    assert list(taken.path.parent.iterdir()) == [taken.path]


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


@pytest.mark.parametrize("harm", [Path.unlink, spoil], ids=["lost", "altered"])
def test_a_lost_or_altered_file_is_named_and_nothing_is_written(make_place: Any, tmp_path: Path, harm: Any) -> None:
    here, there = make_place("sqlite", "here"), make_place("sqlite", "there")
    load_demo(here)
    digest = sorted(here.kept_files())[0]
    harm(here.files.path(digest))
    with pytest.raises(DomainError) as refused:
        here.take(tmp_path / "safe" / "backup.zip")
    assert refused.value.code == "backup.missing_files"
    assert digest[:12] in str(refused.value.params["names"])
    assert "thong-bao-" in str(refused.value.params["names"])
    assert list((tmp_path / "safe").iterdir()) == []
    taken = here.take(tmp_path / "backup.zip", allow_missing=True)
    assert taken.manifest.missing == (digest,)
    with pytest.raises(DomainError, match=r"archive\.incomplete"):
        there.restore(taken.path)
    there.restore(taken.path, allow_missing=True)
    assert set(there.kept_files()) == set(here.kept_files()) - {digest}


def test_every_column_that_names_a_kept_file_is_followed() -> None:
    """A hash of content in a new table would otherwise be backed up without its file."""
    hashes = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith("sha256") and column.name != "text_sha256"  # of words that stand in the row itself
    }
    followed = {(name, columns[0]) for name, columns in backup.WITH_FILES.items()}
    assert hashes - followed == {("snapshots", "sha256")}  # which seals figures, not a file
    assert all(set(each) <= set(Base.metadata.tables[name].columns.keys()) for name, each in backup.WITH_FILES.items())


def test_a_result_with_its_file_comes_along(make_place: Any, tmp_path: Path) -> None:
    here, there = make_place("sqlite", "here"), make_place("sqlite", "there")
    load_demo(here)
    digest = here.files.put(b"%PDF-1.4 bien ban")
    with here.session() as session:
        row = session.scalars(select(Evidence)).first()
        assert row
        row.filename, row.sha256, row.size = "bien-ban.pdf", digest, 17
    there.restore(here.take(tmp_path / "backup.zip").path)
    assert there.files.read(digest) == b"%PDF-1.4 bien ban"


def test_no_secret_and_nothing_of_the_moment_is_in_an_archive(make_place: Any, tmp_path: Path) -> None:
    here = make_place("sqlite", "here")
    load_demo(here)
    path = here.take(tmp_path / "backup.zip").path
    with reading(path) as reader:
        names = {part.name for part in reader.manifest.tables}
        inside = b"".join(reader.zipped.read(name) for name in reader.zipped.namelist())
    assert not names & {"leases", "login_attempts", "alembic_version"}
    assert here.app.config["SECRET_KEY"].encode() not in inside


def test_a_database_that_was_never_prepared_has_nothing_to_back_up(tmp_path: Path) -> None:
    bare = place(f"sqlite:///{tmp_path / 'bare.sqlite3'}", tmp_path)
    with pytest.raises(DomainError, match=r"backup\.no_database"):
        bare.take(tmp_path / "backup.zip")
    assert not (tmp_path / "backup.zip").exists()


def test_a_place_that_was_never_prepared_is_prepared(make_place: Any, tmp_path: Path) -> None:
    here = make_place("sqlite", "here")
    load_demo(here)
    bare = place(f"sqlite:///{tmp_path / 'bare.sqlite3'}", tmp_path / "bare")
    bare.restore(here.take(tmp_path / "backup.zip").path)
    assert bare.rows() == here.rows()


def occupy_rows(there: Place) -> None:
    with there.session() as session:
        session.add(Unit(office_id=_office(session), name="Phòng Khác", valid_from=TODAY))


def _office(session: Session) -> int:
    office = Office(name="UBND xã Khác")
    session.add(office)
    session.flush()
    return office.id


@pytest.mark.parametrize(
    ("occupy", "code"),
    [(occupy_rows, "restore.not_empty"), (lambda there: there.files.put(b"of somebody else"), "restore.files_there")],
    ids=["rows", "files"],
)
def test_a_place_with_something_in_it_is_left_alone(make_place: Any, tmp_path: Path, occupy: Any, code: str) -> None:
    here, there = make_place("sqlite", "here"), make_place("sqlite", "there")
    load_demo(here)
    taken = here.take(tmp_path / "backup.zip")
    occupy(there)
    before = there.rows(), there.kept_files()
    with pytest.raises(DomainError, match=code):
        there.restore(taken.path)
    assert (there.rows(), there.kept_files()) == before


def test_heartbeats_of_a_jobs_process_that_had_no_office_yet_are_given_up(make_place: Any, tmp_path: Path) -> None:
    here, there = make_place("sqlite", "here"), make_place("sqlite", "there")
    load_demo(here)
    with there.session() as session:
        runs.record_run(
            session, clock=there.clock, job=runs.HEARTBEAT, started_at=there.clock.now(), ok=True, summary={}
        )
    there.restore(here.take(tmp_path / "backup.zip").path)
    assert there.rows() == here.rows()


def test_the_name_of_a_backup_sorts_by_the_time_in_vietnam(make_place: Any) -> None:
    here = make_place("sqlite", "here")
    assert backup.file_name(here.clock) == "dondoc-20261103-080000.zip"
