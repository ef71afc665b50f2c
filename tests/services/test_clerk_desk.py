"""The văn thư's desk: its four queues, signed scans, papers that came in, letters of urging."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.terms import EventKind, SourceOfAssignment, State
from app.models import Assignment, AuditEntry, Directive, IncomingPaper, Source, UrgingLetter, UrgingLetterAssignment
from app.services import answering, clerk_desk, closing, papers, signed_copies, urging_letters
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.papers import NewPaper
from tests.cast import Cast
from tests.conftest import TODAY
from tests.services.giving import Giving

SCAN = NewEvidence(filename="ban ky.jpg", content=b"\xff\xd8\xff ban ky")
YESTERDAY = date(2023, 9, 13)


@pytest.fixture
def files(tmp_path) -> FileStore:
    return FileStore(tmp_path)


@pytest.fixture
def given(cast, clock) -> Giving:
    """A numbered notice; ``given("noi_vu")`` is a task of it."""
    return Giving(cast, clock)


def directive(cast: Cast, clock: FixedClock, **more: object) -> Directive:
    said = {"kind": "Thông báo", "number": None, "issuer": "UBND huyện", "subject": "Kết luận họp", "given_on": TODAY}
    row = Directive(
        office_id=cast.office.id,
        recorded_at=clock.now(),
        recorder_id=cast.users["chief"].id,
        **(said | more),
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def source(cast: Cast, clock: FixedClock, filename: str, **more: object) -> Source:
    row = Source(
        office_id=cast.office.id,
        filename=filename,
        sha256="0" * 64,
        text="",
        text_sha256="0" * 64,
        recorded_at=clock.now(),
        recorder_id=cast.users["chief"].id,
        **({"extractor": "docx 1"} | more),
    )
    cast.session.add(row)
    cast.session.flush()
    return row


def subjects(queue: clerk_desk.Queue) -> list[str]:
    return [row.subject for row in queue.rows]


def desk(cast: Cast) -> clerk_desk.Desk:
    return clerk_desk.desk(cast.session, actor=cast.clerk)


def refused(code: str):
    return pytest.raises(DomainError, match=code.replace(".", r"\."))


def logged(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


# Queues


def test_what_waits_for_a_number_stands_oldest_first_without_orders_by_word_of_mouth(cast, clock):
    directive(cast, clock, subject="mới")
    directive(cast, clock, subject="cũ", given_on=date(2023, 9, 1))
    directive(cast, clock, subject="miệng", oral=True)
    directive(cast, clock, subject="có số", number="1")
    found = desk(cast).numbers
    assert (subjects(found), found.total) == (["cũ", "mới"], 2)


@pytest.mark.parametrize(
    ("filename", "more", "is_listed"),
    [
        ("thong bao.docx", {}, True),
        ("", {}, True),
        ("thong bao.PDF", {}, False),
        ("chup.jpg", {}, False),
        ("thong bao.docx", {"recognised": {"hard": [], "doubtful": []}}, False),
        ("danh sach.xlsx", {"extractor": "list 1"}, False),
    ],
)
def test_a_scan_is_missing_where_the_notice_did_not_come_as_one(cast, clock, filename, more, is_listed):
    directive(cast, clock, number="1", source_id=source(cast, clock, filename, **more).id)
    assert desk(cast).scans.total == int(is_listed)


def test_a_notice_typed_without_a_file_lacks_its_scan_and_one_that_waits_for_its_number_does_not(cast, clock):
    directive(cast, clock, number="1", subject="nhập tay")
    directive(cast, clock, subject="chờ số")
    directive(cast, clock, number="2", subject="đã có", signed_sha256="1" * 64)
    assert subjects(desk(cast).scans) == ["nhập tay"]


def test_a_superiors_document_is_not_the_offices_to_sign(cast, clock):
    directive(cast, clock, number="1", subject="của mình", source_of_assignment=SourceOfAssignment.OWN)
    directive(cast, clock, number="2", subject="của tỉnh", source_of_assignment=SourceOfAssignment.PROVINCE)
    assert subjects(desk(cast).scans) == ["của mình"]


def test_a_long_queue_is_counted_whole_and_shows_the_oldest(cast, clock):
    for n in range(clerk_desk.LISTED + 3):
        directive(cast, clock, subject=str(n))
    found = desk(cast).numbers
    assert (len(found.rows), found.total) == (clerk_desk.LISTED, clerk_desk.LISTED + 3)


@pytest.mark.parametrize("who", ["leader", "admin", "noi_vu_head"])
def test_the_desk_is_for_those_who_keep_papers(cast, who):
    with refused("permission.denied"):
        clerk_desk.desk(cast.session, actor=cast.actor(who))


# Signed scans


def attach(cast: Cast, clock: FixedClock, files: FileStore, row: Directive, **more: object) -> None:
    asked = {"actor": cast.clerk, "version": row.version, "scan": SCAN} | more
    signed_copies.attach(cast.session, clock=clock, files=files, directive=row, **asked)


def test_a_signed_scan_is_kept_and_leaves_the_queue(cast, clock, files):
    row = directive(cast, clock, number="1")
    attach(cast, clock, files, row)
    assert files.read(row.signed_sha256) == SCAN.content
    assert (row.signed_filename, row.signed_size) == ("ban ky.jpg", len(SCAN.content))
    assert desk(cast).scans.total == 0
    assert signed_copies.find(cast.session, actor=cast.staff, directive=row) is row
    assert "directive.signed" in logged(cast.session)


@pytest.mark.parametrize(
    ("number", "more", "code"),
    [
        ("1", {"version": 7}, "stale"),
        ("1", {"scan": NewEvidence()}, "signed.no_file"),
        ("1", {"scan": replace(SCAN, filename="ban ky.docx")}, "signed.kind"),
        ("1", {"scan": replace(SCAN, content=b"khong phai anh")}, "evidence.not_as_named"),
        (None, {}, "signed.no_number"),
    ],
)
def test_what_is_no_signed_scan_is_refused(cast, clock, files, number, more, code):
    row = directive(cast, clock, number=number)
    with refused(code):
        attach(cast, clock, files, row, **more)
    assert row.signed_sha256 == ""


def test_a_scan_is_closed_to_those_from_whom_a_task_is_kept(cast, clock, files, given):
    task = given("noi_vu").task
    attach(cast, clock, files, given.directive)
    task.restricted = True
    cast.session.flush()
    with refused("source.limited"):
        signed_copies.find(cast.session, actor=cast.staff, directive=given.directive)


def test_a_notice_without_a_scan_has_none_to_open(cast, clock):
    with refused("not_found"):
        signed_copies.find(cast.session, actor=cast.staff, directive=directive(cast, clock))


# Papers


@pytest.fixture
def register(cast, clock, files):
    def act(unit: str = "noi_vu", **more: object) -> IncomingPaper:
        said = {
            "unit_id": cast.units[unit].id,
            "number": "12/BC-NV",
            "issued_on": date(2023, 9, 12),
            "received_on": YESTERDAY,
            "subject": "Báo cáo kết quả rà soát",
            "scan": SCAN,
        }
        return papers.register(
            cast.session, actor=cast.clerk, clock=clock, files=files, paper=NewPaper(**(said | more))
        )

    return act


@pytest.fixture
def answer(cast, clock, files):
    def act(paper: IncomingPaper, assignment: Assignment, **more: object) -> Assignment:
        asked = {"actor": cast.staff, "version": paper.version, "assignment_public_id": assignment.public_id} | more
        return papers.answer(cast.session, clock=clock, files=files, paper=paper, **asked)

    return act


def test_a_paper_becomes_the_units_report_as_of_the_day_it_was_received(cast, files, given, register, answer):
    assignment, paper = given("noi_vu", due=date(2023, 9, 20)), register()
    assert answer(paper, assignment) is assignment
    event = assignment.events[-1]
    assert (assignment.state, assignment.submitted_on) == (State.WAITING, YESTERDAY)
    assert (event.kind, event.effective_on, event.recorder_id) == (
        EventKind.SUBMITTED,
        YESTERDAY,
        cast.users["staff"].id,
    )
    (result,) = assignment.evidence
    assert (result.number, result.issued_on, result.filename) == ("12/BC-NV", date(2023, 9, 12), "ban ky.jpg")
    assert files.read(result.sha256) == SCAN.content
    assert (paper.assignment_id, paper.settler_id) == (assignment.id, cast.users["staff"].id)
    assert desk(cast).papers.total == 0


def test_only_what_the_unit_has_in_hand_can_be_answered_and_only_its_own(cast, clock, given, register, answer):
    ours, theirs, done = given("noi_vu"), given("kinh_te"), given("noi_vu")
    answering.report_done(cast.session, actor=cast.head("noi_vu"), clock=clock, assignment=done, version=done.version)
    paper = register()
    offered = papers.answerable(cast.session, actor=cast.staff, paper=paper)
    assert [each.id for each in offered] == [ours.id]
    for wrong in (theirs, done):
        with refused("paper.not_answerable"):
            answer(paper, wrong)
    assert paper.settled_at is None


def test_a_task_that_is_kept_from_the_person_is_not_offered(cast, given, register):
    given("noi_vu").task.restricted = True
    cast.session.flush()
    assert papers.answerable(cast.session, actor=cast.staff, paper=register()) == []


def test_a_paper_from_before_the_task_was_given_is_no_answer_to_it(given, register, answer):
    assignment = given("noi_vu", given_on=TODAY)
    with refused("report.day"):
        answer(register(), assignment)


def test_a_paper_is_settled_once(cast, clock, given, register, answer):
    assignment, paper = given("noi_vu"), register()
    with refused("stale"):
        answer(paper, assignment, version=9)
    papers.set_aside(
        cast.session, actor=cast.clerk, clock=clock, paper=paper, version=paper.version, note="Để báo cáo biết"
    )
    assert (paper.note, paper.assignment_id) == ("Để báo cáo biết", None)
    with refused("paper.settled"):
        answer(paper, assignment)


def test_a_paper_that_answers_nothing_needs_a_word(cast, clock, register):
    paper = register()
    with refused("paper.no_note"):
        papers.set_aside(cast.session, actor=cast.clerk, clock=clock, paper=paper, version=paper.version, note=" ")


def test_the_clerk_registers_and_does_not_report_for_a_unit(cast, given, register, answer):
    assignment, paper = given("noi_vu"), register()
    with refused("permission.denied"):
        answer(paper, assignment, actor=cast.clerk)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"unit_id": 999_999}, "unit.unknown"),
        ({"subject": " "}, "paper.no_subject"),
        ({"received_on": date(2023, 9, 15)}, "paper.future"),
        ({"issued_on": TODAY}, "paper.before_issue"),
        ({"scan": replace(SCAN, content=b"")}, "evidence.empty"),
    ],
)
def test_what_cannot_be_registered(cast, register, wrong, code):
    with refused(code):
        register(**wrong)
    assert cast.session.scalars(select(IncomingPaper)).all() == []


def test_papers_wait_oldest_first(cast, register):
    register(subject="mới", received_on=TODAY)
    register(subject="cũ", scan=None)
    assert subjects(desk(cast).papers) == ["cũ", "mới"]


# Letters of urging


def make(cast: Cast, clock: FixedClock, *assignments: Assignment, subject: str = "Đôn đốc tháng 9") -> UrgingLetter:
    for each in assignments:
        urging_letters.check(cast.session, actor=cast.staff, assignment=each, version=each.version)
    return urging_letters.make(cast.session, actor=cast.staff, clock=clock, assignments=assignments, subject=subject)


def number(cast: Cast, clock: FixedClock, letter: UrgingLetter, **more: object) -> int:
    asked = {"actor": cast.clerk, "version": letter.version, "number": "77/UBND-VP", "issued_on": TODAY} | more
    return urging_letters.number(cast.session, clock=clock, letter=letter, **asked)


def test_a_letter_waits_for_its_number_and_then_urges_what_is_still_open(cast, clock, given):
    open_one, closed = given("noi_vu"), given("kinh_te")
    letter = make(cast, clock, open_one, closed)
    (row,) = desk(cast).letters.rows
    assert (row.subject, row.assignments, row.units) == ("Đôn đốc tháng 9", 2, 2)
    stopped = Decision(decider_id=cast.users["chief"].id)
    closing.close(
        cast.session,
        actor=cast.chief,
        clock=clock,
        assignment=closed,
        version=closed.version,
        kind=EventKind.STOPPED,
        reason="Không còn phù hợp",
        decision=stopped,
    )
    assert number(cast, clock, letter) == 1
    event = open_one.events[-1]
    assert (event.kind, event.letter_id, event.effective_on) == (EventKind.URGED, letter.id, TODAY)
    assert event.note == "Công văn đôn đốc số 77/UBND-VP ngày 14/09/2023"
    assert (open_one.state, open_one.last_reminded_on) == (State.OPEN, TODAY)
    assert closed.events[-1].kind is EventKind.STOPPED
    assert desk(cast).letters.total == 0


def test_the_number_that_comes_later_counts_from_the_letters_date(cast, clock, clock_at, given):
    assignment = given("noi_vu")
    letter = make(cast, clock, assignment)
    clock.instant = clock_at(date(2023, 9, 18)).instant
    number(cast, clock, letter, issued_on=date(2023, 9, 15))
    assert assignment.events[-1].effective_on == date(2023, 9, 15)


def test_one_task_waits_in_one_letter(cast, clock, given):
    assignment = given("noi_vu")
    letter = make(cast, clock, assignment)
    with refused("letter.waits"):
        make(cast, clock, assignment)
    number(cast, clock, letter)
    make(cast, clock, assignment)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"number": " "}, "letter.no_number"),
        ({"issued_on": YESTERDAY}, "letter.day"),
        ({"issued_on": date(2023, 9, 15)}, "letter.day"),
        ({"version": 9}, "stale"),
    ],
)
def test_a_number_that_cannot_be_taken_urges_nobody(cast, clock, given, wrong, code):
    assignment = given("noi_vu")
    letter = make(cast, clock, assignment)
    with refused(code):
        number(cast, clock, letter, **wrong)
    assert (letter.number, len(assignment.events)) == (None, 1)


def test_two_letters_have_not_one_number_and_one_letter_has_not_two(cast, clock, given):
    first, second = make(cast, clock, given("noi_vu")), make(cast, clock, given("kinh_te"))
    number(cast, clock, first)
    with refused("letter.duplicate"):
        number(cast, clock, second)
    with refused("letter.numbered"):
        number(cast, clock, first, number="78/UBND-VP")


def test_a_letter_that_was_not_signed_is_withdrawn_and_urges_nobody(cast, clock, given):
    assignment = given("noi_vu")
    letter = make(cast, clock, assignment)
    urging_letters.withdraw(cast.session, actor=cast.clerk, clock=clock, letter=letter, version=letter.version)
    assert cast.session.scalars(select(UrgingLetterAssignment)).all() == []
    assert [event.kind for event in assignment.events] == [EventKind.GIVEN]
    assert logged(cast.session)[-1] == "letter.withdrawn"


def test_a_letter_says_something_about_something(cast, clock, given):
    with refused("letter.nothing"):
        make(cast, clock)
    with refused("letter.no_subject"):
        make(cast, clock, given("noi_vu"), subject=" ")


def test_a_letter_urges_neither_what_has_ended_nor_what_is_kept_from_the_person(cast, clock, given):
    hidden, ended = given("noi_vu"), given("kinh_te")
    hidden.task.restricted = True
    cast.session.flush()
    closing.close(
        cast.session,
        actor=cast.chief,
        clock=clock,
        assignment=ended,
        version=ended.version,
        kind=EventKind.CANCELLED,
        reason="Nhập nhầm",
        decision=Decision(decider_id=cast.users["chief"].id),
    )
    with refused("not_found"):
        make(cast, clock, hidden)
    with refused("assignment.closed"):
        make(cast, clock, ended)


@pytest.mark.parametrize("who", ["clerk", "leader", "noi_vu_head"])
def test_who_may_not_remind_writes_no_letter(cast, clock, given, who):
    assignment = given("noi_vu")
    with refused("permission.denied"):
        urging_letters.check(cast.session, actor=cast.actor(who), assignment=assignment, version=assignment.version)
    with refused("permission.denied"):
        urging_letters.make(
            cast.session, actor=cast.actor(who), clock=clock, assignments=[assignment], subject="Đôn đốc"
        )
