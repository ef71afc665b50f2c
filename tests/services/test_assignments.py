"""What a unit and the office do to an assignment: who may, when, and what it comes to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import docx
import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import DueReason, EventKind, ReturnKind, State
from app.models import Assignment, AuditEntry, OutboxMessage
from app.services import answering, assignments, closing, deciding, due_dates, extensions
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from tests import pdfs
from tests.cast import Cast
from tests.services.giving import GIVEN_ON, Giving

LINKS = Links("http://dondoc.test")
DUE = date(2023, 9, 20)
TODAY = date(2023, 9, 14)
SCAN = pdfs.Pdf([[pdfs.image()]]).bytes()


@pytest.fixture
def give(cast: Cast, clock: FixedClock) -> Giving:
    return Giving(cast, clock)


class Acts:
    """Every act in one word, with ordinary arguments; the office's are the chief's."""

    def __init__(self, session: Session, cast: Cast, clock: FixedClock) -> None:
        self.session, self.cast, self.clock = session, cast, clock

    def _common(self, who: str | None, assignment: Assignment, default: str) -> dict[str, object]:
        return {
            "actor": self.cast.actor(who or default),
            "clock": self.clock,
            "assignment": assignment,
            "version": assignment.version,
        }

    def _unit(self, assignment: Assignment) -> str:
        return next(key for key, unit in self.cast.units.items() if unit.id == assignment.unit_id) + "_head"

    def decided_by(self, who: str) -> Decision:
        return Decision(decider_id=self.cast.users[who].id)

    def acknowledge(self, a: Assignment, who: str | None = None) -> None:
        answering.acknowledge(self.session, **self._common(who, a, self._unit(a)))

    def progress(self, a: Assignment, who: str | None = None, note: str = "Đang lấy ý kiến các xã.") -> None:
        answering.write_progress(self.session, **self._common(who, a, self._unit(a)), note=note)

    def report(self, a: Assignment, who: str | None = None, **more: object) -> None:
        answering.report_done(self.session, **self._common(who, a, self._unit(a)), **more)

    def accept(self, a: Assignment, who: str | None = None, decider: str = "chief", day: date | None = None) -> None:
        deciding.accept(
            self.session,
            **self._common(who, a, "chief"),
            completed_on=day or a.submitted_on or self.clock.today(),
            decision=self.decided_by(decider),
        )

    def give_back(
        self,
        a: Assignment,
        who: str | None = None,
        kind: ReturnKind = ReturnKind.NOT_GOOD_ENOUGH,
        reason: str = "Thiếu.",
    ) -> None:
        deciding.return_result(
            self.session,
            **self._common(who, a, "chief"),
            links=LINKS,
            return_kind=kind,
            reason=reason,
            decision=self.decided_by("chief"),
        )

    def ask(self, a: Assignment, day: date, who: str | None = None) -> None:
        given = {"asked_for": day, "reason": "Chờ số liệu của các xã."}
        extensions.ask(self.session, **self._common(who, a, self._unit(a)), **given)

    def stop(self, a: Assignment, who: str | None = None) -> None:
        self.cancel(a, who, EventKind.STOPPED)

    def cancel(self, a: Assignment, who: str | None = None, kind: EventKind = EventKind.CANCELLED) -> None:
        closing.close(
            self.session,
            **self._common(who, a, "chief"),
            kind=kind,
            reason="Nhập trùng.",
            decision=self.decided_by("chief"),
        )

    def correct(self, a: Assignment, day: date, who: str | None = None, **more: object) -> None:
        given = {"exclusive": False, "phrase": "", "reason": "Đọc nhầm ngày.", **more}
        common = self._common(who, a, "chief")
        due_dates.correct_due_date(
            self.session, **common, links=LINKS, named_on=day, decision=self.decided_by("chief"), **given
        )


@pytest.fixture
def acts(session: Session, cast: Cast, clock: FixedClock) -> Acts:
    return Acts(session, cast, clock)


def refused(code: str, act: Callable[..., None], *arguments: object, **more: object) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act(*arguments, **more)
    assert caught.value.code == code
    return caught.value


# How an assignment is brought into each state, and what each act then leads to; None is refused.
ROADS: dict[State, tuple[str, ...]] = {
    State.OPEN: (),
    State.ACKNOWLEDGED: ("acknowledge",),
    State.IN_PROGRESS: ("progress",),
    State.WAITING: ("report",),
    State.DONE: ("report", "accept"),
    State.CANCELLED: ("cancel",),
}
NEW, SEEN, WORK, WAIT, DONE, GONE = ROADS
LEADS_TO: dict[str, dict[State, State | None]] = {
    "acknowledge": {NEW: SEEN, SEEN: None, WORK: None, WAIT: None, DONE: None, GONE: None},
    "progress": {NEW: WORK, SEEN: WORK, WORK: WORK, WAIT: WAIT, DONE: None, GONE: None},
    "report": {NEW: WAIT, SEEN: WAIT, WORK: WAIT, WAIT: None, DONE: None, GONE: None},
    "accept": {NEW: None, SEEN: None, WORK: None, WAIT: DONE, DONE: None, GONE: None},
    "give_back": {NEW: None, SEEN: None, WORK: None, WAIT: WORK, DONE: None, GONE: None},
    "cancel": {NEW: GONE, SEEN: GONE, WORK: GONE, WAIT: GONE, DONE: None, GONE: None},
}


REFUSED_AS = {
    "acknowledge": "step.acknowledged",
    "report": "step.submitted",
    "accept": "step.accepted",
    "give_back": "step.returned",
}


@pytest.mark.parametrize("before", ROADS)
@pytest.mark.parametrize("act", LEADS_TO)
def test_each_act_in_each_state_leads_where_the_table_says(give, acts, act, before):
    assignment = give("noi_vu", due=DUE)
    for step in ROADS[before]:
        getattr(acts, step)(assignment)
    assert assignment.state is before
    after = LEADS_TO[act][before]
    if after is None:
        refused(REFUSED_AS[act] if before not in (DONE, GONE) else "assignment.closed", getattr(acts, act), assignment)
    else:
        getattr(acts, act)(assignment)
        assert assignment.state is after


@pytest.mark.parametrize("act", ["acknowledge", "progress", "report"])
def test_a_unit_answers_only_for_itself(give, acts, act):
    refused("permission.denied", getattr(acts, act), give("noi_vu", due=DUE), "tu_phap_head")


@pytest.mark.parametrize("act", ["acknowledge", "progress", "report"])
@pytest.mark.parametrize("who", ["noi_vu_head", "noi_vu_member", "chief", "staff"])
def test_the_unit_and_the_office_on_its_behalf_may_answer(give, acts, act, who):
    getattr(acts, act)(give("noi_vu", due=DUE), who)


@pytest.mark.parametrize("act", ["accept", "give_back"])
@pytest.mark.parametrize("who", ["noi_vu_head", "clerk", "admin"])
def test_nobody_but_the_office_and_its_leader_decides(give, acts, act, who):
    assignment = give("noi_vu", due=DUE)
    acts.report(assignment)
    refused("permission.denied", getattr(acts, act), assignment, who)


@pytest.mark.parametrize("who", ["staff", "leader", "noi_vu_head", "clerk", "admin"])
def test_only_the_chief_cancels_and_corrects(give, acts, who):
    assignment = give("noi_vu", due=DUE)
    refused("permission.denied", acts.cancel, assignment, who)
    refused("permission.denied", acts.correct, assignment, date(2023, 10, 2), who)


@pytest.mark.parametrize("decider", ["noi_vu_head", "clerk", "admin"])
def test_who_decides_must_hold_a_deciding_role(give, acts, decider):
    assignment = give("noi_vu", due=DUE)
    acts.report(assignment)
    refused("decider.not_entitled", acts.accept, assignment, decider=decider)


def test_who_decided_and_who_recorded_are_two_fields(give, acts, cast):
    assignment = give("noi_vu", due=DUE)
    acts.report(assignment)
    acts.accept(assignment, who="staff", decider="leader")
    event = assignment.events[-1]
    assert (event.decider_id, event.recorder_id) == (cast.users["leader"].id, cast.users["staff"].id)


def test_an_older_version_is_stale_and_changes_nothing(session, give, acts, cast, clock):
    assignment = give("noi_vu", due=DUE)
    seen = assignment.version
    acts.progress(assignment)
    again = {"actor": cast.head("noi_vu"), "clock": clock, "assignment": assignment, "version": seen}
    refused("stale", answering.report_done, session, **again)
    assert assignment.state is State.IN_PROGRESS


def test_a_second_word_on_the_same_day_still_raises_the_version(give, acts):
    assignment = give("noi_vu", due=DUE)
    acts.progress(assignment)
    seen = assignment.version
    acts.progress(assignment)
    assert assignment.version > seen


def test_progress_without_a_word_and_a_decision_without_a_reason_are_refused(give, acts):
    assignment = give("noi_vu", due=DUE)
    refused("note.required", acts.progress, assignment, note="  ")
    acts.report(assignment)
    refused("reason.required", acts.give_back, assignment, reason=" ")


# Reporting.


def test_a_unit_reports_for_today_only(give, acts):
    assignment = give("noi_vu", due=DUE)
    refused("report.day", acts.report, assignment, reported_on=date(2023, 9, 13))
    acts.report(assignment, reported_on=TODAY)
    assert assignment.submitted_on == TODAY


def test_the_office_cannot_take_its_own_delay_back(give, acts):
    own = give("van_phong", due=date(2023, 9, 12))
    refused("report.day", acts.report, own, "chief", reported_on=date(2023, 9, 11))
    acts.report(own, "chief", reported_on=TODAY)


@pytest.mark.parametrize(
    ("day", "is_taken"), [(GIVEN_ON, True), (TODAY, True), (date(2023, 9, 3), False), (date(2023, 9, 15), False)]
)
def test_the_office_may_name_the_day_of_a_report_on_paper_since_the_task_was_given(give, acts, day, is_taken):
    assignment = give("noi_vu", due=DUE)
    if is_taken:
        acts.report(assignment, "staff", reported_on=day)
        assert assignment.submitted_on == day
    else:
        refused("report.day", acts.report, assignment, "staff", reported_on=day)


def test_a_coordinating_part_is_never_reported_done(give, acts):
    _, coordinating = give.task(("noi_vu",), due=DUE, coordinating=("tu_phap",))
    refused("part.not_lead", acts.report, coordinating)


def test_a_document_and_its_file_are_one_result_and_the_file_is_kept_by_its_content(give, acts, tmp_path):
    assignment, store = give("noi_vu", due=DUE), FileStore(tmp_path)
    scan = NewEvidence(number=" 45/BC-NV ", issued_on=TODAY, filename="C:\\tam\\ket qua.pdf", content=SCAN)
    photo = NewEvidence(filename="anh.png", content=b"\x89PNG....")
    acts.report(assignment, results=[scan, photo, NewEvidence()], files=store)
    first, second = assignment.evidence
    assert (first.number, first.issued_on, first.filename) == ("45/BC-NV", TODAY, "ket qua.pdf")
    assert store.read(first.sha256) == SCAN
    assert (second.filename, second.size) == ("anh.png", 8)
    assert {row.event_id for row in assignment.evidence} == {assignment.events[-1].id}


def word_file(text: str = "", *, entries: int = 0) -> bytes:
    """A Word document of one paragraph, with as many empty files packed into it as asked for."""
    document, kept = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(kept)
    with zipfile.ZipFile(kept, "a") as package:
        for number in range(entries):
            package.writestr(f"{number}.bin", b"")
    return kept.getvalue()


def workbook(text: str) -> bytes:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active["C3"] = text
    book.save(kept)
    return kept.getvalue()


def test_a_word_document_without_words_may_be_a_result(give, acts, tmp_path):
    assignment = give("noi_vu", due=DUE)
    scan = NewEvidence(filename="quet.docx", content=word_file())
    acts.report(assignment, results=[scan], files=FileStore(tmp_path))
    assert assignment.evidence[0].filename == "quet.docx"


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (NewEvidence(filename="trong.pdf"), "evidence.empty"),
        (NewEvidence(filename="chay.exe", content=b"MZ"), "evidence.unknown_kind"),
        (NewEvidence(filename="gia.pdf", content=b"<html>"), "evidence.not_as_named"),
        (NewEvidence(filename="to.pdf", content=b"%PDF-" + b"0" * (20 * 1024 * 1024)), "evidence.too_large"),
        (NewEvidence(filename="hong.pdf", content=b"%PDF-1.4"), "file.pdf_broken"),
        (NewEvidence(filename="khoa.pdf", content=pdfs.locked()), "file.pdf_locked"),
        (NewEvidence(filename="kin.pdf", content=pdfs.of_lines("UBND XÃ", "TỐI MẬT")), "file.secret"),
        (NewEvidence(filename="hong.docx", content=b"PK\x03\x04..."), "file.not_what_it_says"),
        (NewEvidence(filename="kin.docx", content=word_file("MẬT - HỎA TỐC")), "file.secret"),
        (NewEvidence(filename="nen.docx", content=word_file(entries=6_000)), "file.too_large"),
        (NewEvidence(filename="kin.xlsx", content=workbook("TỐI MẬT")), "file.secret"),
        (NewEvidence(filename="hong.xlsx", content=b"PK\x03\x04..."), "table.damaged"),
        (NewEvidence(number="1/BC", issued_on=date(2023, 9, 15)), "evidence.future_date"),
    ],
)
def test_a_result_that_cannot_be_kept_is_refused_and_nothing_is_stored(give, acts, tmp_path, result, code):
    assignment = give("noi_vu", due=DUE)
    good = NewEvidence(filename="tot.pdf", content=SCAN)
    refused(code, acts.report, assignment, results=[good, result], files=FileStore(tmp_path))
    assert assignment.state is State.OPEN
    assert not list(tmp_path.rglob("*"))


# Deciding.


def test_the_day_that_counts_is_what_the_office_confirms(give, acts, clock, clock_at):
    assignment = give("noi_vu", due=DUE)
    clock.instant = clock_at(date(2023, 9, 22)).instant
    acts.report(assignment)
    acts.accept(assignment, day=date(2023, 9, 19))
    assert (assignment.completed_on, assignment.closed_on) == (date(2023, 9, 19), date(2023, 9, 22))


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2023, 9, 15), "completion.after_decision"), (date(2023, 9, 3), "completion.before_given")],
)
def test_the_day_that_counts_lies_between_giving_and_deciding(give, acts, day, code):
    assignment = give("noi_vu", due=DUE)
    acts.report(assignment)
    refused(code, acts.accept, assignment, day=day)


@pytest.mark.parametrize(
    ("unit", "decider", "expected"),
    [("van_phong", "chief", True), ("van_phong", "leader", False), ("noi_vu", "chief", False)],
)
def test_what_the_secretariat_confirms_of_its_own_is_marked(give, acts, unit, decider, expected):
    assignment = give(unit, due=DUE)
    acts.report(assignment)
    acts.accept(assignment, decider=decider)
    assert (assignment.self_confirmed, assignment.events[-1].self_confirmed) == (expected, expected)


def test_a_day_before_the_report_of_the_secretariats_own_work_only_a_leader_may_confirm(give, acts, clock, clock_at):
    own = give("van_phong", due=DUE)
    clock.instant = clock_at(date(2023, 9, 20)).instant
    acts.report(own, "chief")
    refused("completion.own", acts.accept, own, day=date(2023, 9, 19))
    acts.accept(own, who="chief", decider="leader", day=date(2023, 9, 19))
    assert (own.completed_on, own.self_confirmed) == (date(2023, 9, 19), False)


def test_returned_for_missing_papers_the_unit_gets_its_remaining_days_back(session, give, acts, clock, clock_at, cast):
    assignment = give("noi_vu", due=DUE)  # Wednesday 20/9; reported on Thursday 14/9 with four working days left
    acts.report(assignment)
    clock.instant = clock_at(date(2023, 9, 18)).instant
    acts.give_back(assignment, kind=ReturnKind.MISSING_PAPERS)
    row = assignment.due_dates[-1]
    assert (row.reason, row.due_on, row.effective_on) == (
        DueReason.RETURNED_FOR_PAPERS,
        date(2023, 9, 22),
        date(2023, 9, 18),
    )
    assert (assignment.due_on, assignment.due_date_id, assignment.submitted_on) == (date(2023, 9, 22), row.id, None)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (ReturnKind.NOT_GOOD_ENOUGH, DUE),
        (ReturnKind.MISSING_PAPERS, date(2023, 9, 13)),  # reported late: nothing was left
        (ReturnKind.MISSING_PAPERS, None),
    ],
)
def test_otherwise_a_return_leaves_the_deadline_alone(give, acts, kind, due):
    assignment = give("noi_vu", due=due)
    acts.report(assignment)
    acts.give_back(assignment, kind=kind)
    assert assignment.due_on == due
    assert len(assignment.due_dates) == (due is not None)


def test_a_return_tells_the_unit_by_mail(session, give, acts, cast):
    assignment = give("noi_vu", due=DUE)
    acts.report(assignment)
    acts.give_back(assignment, reason="Thiếu phụ lục số liệu.")
    mail = session.scalars(select(OutboxMessage)).one()
    assert mail.recipient == f"unit:{cast.units['noi_vu'].id}"
    assert "Thiếu phụ lục số liệu." in mail.body_text


# Coordination ends with the lead.


def test_coordinating_parts_end_with_the_last_lead(give, acts):
    first, second, helper = give.task(("noi_vu", "tu_phap"), due=DUE, coordinating=("xa_ha",))
    acts.report(first)
    acts.accept(first, day=TODAY)
    assert helper.state is State.OPEN
    acts.report(second)
    acts.accept(second)
    assert (helper.state, helper.completed_on) == (State.DONE, TODAY)


def test_when_the_only_lead_is_cancelled_its_helpers_are_cancelled_too(give, acts):
    lead, helper = give.task(("noi_vu",), due=DUE, coordinating=("xa_ha",))
    acts.cancel(lead)
    assert (helper.state, helper.events[-1].kind) == (State.CANCELLED, EventKind.CANCELLED)


# Correcting what was entered.


def test_a_corrected_deadline_counts_from_the_day_of_giving_and_the_old_row_stays(give, acts):
    assignment = give("noi_vu", due=DUE)
    acts.correct(assignment, date(2023, 10, 30), exclusive=True, phrase="trước ngày 30/10")
    old, new = assignment.due_dates
    assert (old.due_on, new.due_on, new.effective_on) == (DUE, date(2023, 10, 30), GIVEN_ON)
    assert (assignment.due_on, assignment.due_exclusive) == (date(2023, 10, 30), True)


@pytest.mark.parametrize(("day", "code"), [(DUE, "due.unchanged"), (date(2023, 9, 1), "due.before_given")])
def test_a_correction_that_corrects_nothing_or_makes_no_sense_is_refused(give, acts, day, code):
    refused(code, acts.correct, give("noi_vu", due=DUE), day)


# Seeing.


def check_sight(session: Session, cast: Cast, login: str, assignment: Assignment, is_seen: bool) -> None:
    given = {"actor": cast.actor(login), "public_id": assignment.public_id}
    if is_seen:
        assert assignments.find(session, **given) is assignment
    else:
        refused("not_found", assignments.find, session, **given)


@pytest.mark.parametrize(
    ("login", "sees_lead", "sees_helper"),
    [
        ("noi_vu_head", True, True),  # a lead may see whom the task waits for
        ("xa_ha_member", True, True),  # a coordinating unit may read the lead's part
        ("tu_phap_head", False, False),
        ("chief", True, True),
        ("clerk", True, True),
        ("admin", False, False),
    ],
)
def test_a_unit_sees_its_own_and_the_leads_of_what_it_coordinates(session, cast, give, login, sees_lead, sees_helper):
    lead, helper = give.task(("noi_vu",), due=DUE, coordinating=("xa_ha",))
    check_sight(session, cast, login, lead, sees_lead)
    check_sight(session, cast, login, helper, sees_helper)


def test_reading_the_leads_part_gives_no_right_to_act_on_it(give, acts):
    lead, _ = give.task(("noi_vu",), due=DUE, coordinating=("xa_ha",))
    refused("permission.denied", acts.progress, lead, "xa_ha_head")


def test_every_act_stands_in_the_audit_log_with_the_opaque_id_of_whoever_did_it(session, cast, give, acts):
    assignment = give("noi_vu", due=DUE)
    acts.acknowledge(assignment)
    acts.report(assignment)
    acts.give_back(assignment)
    acts.correct(assignment, date(2023, 10, 30))
    acts.cancel(assignment)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action.removeprefix("assignment.") for entry in entries] == [
        "acknowledged",
        "submitted",
        "returned",
        "due_corrected",
        "cancelled",
    ]
    assert {entry.subject for entry in entries} == {f"assignment:{assignment.public_id}"}
    assert entries[0].actor == cast.users["noi_vu_head"].public_id
