"""A small office and the same with many rows of everything, to see what a page costs in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.terms import (
    Audience,
    ChargeKind,
    DirectiveLink,
    EventKind,
    ExtensionState,
    FactKind,
    MeetingDecision,
    MessageKind,
    OutboxState,
    PeriodKind,
    ReorganisationKind,
    TaskKind,
)
from app.extensions import db
from app.factory import create_app
from app.models import (
    Assignment,
    AuditEntry,
    Directive,
    DirectiveRelation,
    Draft,
    Event,
    Evidence,
    Extension,
    Field,
    FieldCharge,
    FieldUnit,
    Handover,
    IncomingPaper,
    JobRun,
    MeetingSeries,
    Membership,
    OutboxMessage,
    Recognition,
    Reorganisation,
    Report,
    ReportDraft,
    SharedProduct,
    Snapshot,
    SuperiorDuty,
    Task,
    UrgingLetter,
)
from app.services import (
    audit,
    drafts,
    meeting_notice,
    papers,
    quick_giving,
    recording,
    report_drafts,
    report_facts,
    reports,
    urging_letters,
)
from app.services.evidence import NewEvidence
from app.services.open_items import Item, ItemKind
from app.services.quick_giving import Addressee, NewOrder
from app.services.reorganising_wish import Wish
from tests.cast import PASSWORD, Cast, add_unit, make_cast
from tests.conftest import TODAY
from tests.databases import Sqlite, config_for
from tests.legacy_texts import as_typed
from tests.report_drafts import draft_report
from tests.services.giving import GIVEN_ON, Giving
from tests.services.meeting_cases import MONDAY, conclude, make_series, said
from tests.services.superior_making import give_from_above, lead_of, new_task
from tests.services.superior_making import report as report_up
from tests.whole_acts import carry_out, move_at_once, recur


@dataclass
class World:
    """An app with its data, and the ids that its addresses are filled with, by how the address begins."""

    app: Flask
    engine: Engine
    clock: FixedClock
    ids: dict[str, dict[str, object]]
    clients: dict[str, FlaskClient]

    def client(self, login: str) -> FlaskClient:
        """A client that has logged in through the form."""
        if login not in self.clients:
            client = self.app.test_client()
            page = client.get("/dang-nhap").text
            token = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
            answer = client.post("/dang-nhap", data={"login": login, "password": PASSWORD, "csrf_token": token})
            assert answer.status_code == 302, answer.text
            self.clients[login] = client
        return self.clients[login]

    def write(self) -> None:
        """Somebody changes something: what was kept from before is read again."""
        with Session(self.engine) as session:
            now = self.clock.now()
            session.add(AuditEntry(office_id=1, at=now, actor="x", action="test", subject="test:x", payload={}))
            session.commit()

    def address(self, rule: str) -> str:
        """The rule with its blanks filled. Raises KeyError for a blank that nobody has said how to fill."""
        beginning = max((start for start in self.ids if rule.startswith(start)), key=len, default="")
        for name, value in self.ids.get(beginning, {}).items():
            for written in (f"<{name}>", f"<int:{name}>", f"<path:{name}>", f"<string:{name}>"):
                rule = rule.replace(written, str(value))
        if "<" in rule:
            raise KeyError(f"say in tests/web/worlds.py what fills {rule}")
        return rule


def make_world(sqlite: Sqlite, folder: Path, rows: int) -> World:
    """An office in which everything that a page may list is there so many times."""
    clock = FixedClock.at(TODAY)
    app = create_app(config_for(sqlite.fresh(), folder), clock=clock)
    app.testing = True
    with app.app_context():
        engine = db.engine
    with Session(engine) as session:
        ids = _fill(make_cast(session, clock), clock, FileStore(folder), rows)
        session.commit()
    return World(app, engine, clock, ids, {})


def _fill(cast: Cast, clock: FixedClock, files: FileStore, rows: int) -> dict[str, dict[str, object]]:
    more = max(1, rows // 5)
    for n in range(more):
        add_unit(cast, f"thon_{n}", f"Trường Tiểu học số {n}", f"TH {n}", (f"Tiểu học {n}",))
    field, charge = _fields(cast, more)
    giving = Giving(cast, clock)
    _tasks(cast, clock, giving, rows)
    first = _history(cast, clock, giving, rows)
    file = Evidence(
        assignment_id=first.id, event_id=first.events[-1].id, filename="a.txt", sha256=files.put(b"a"), size=1
    )
    cast.session.add(file)
    earlier = _directives(cast, clock, more)
    _relations(cast, clock, giving, earlier, first, rows)
    draft = _drafts(cast, clock, files, rows, more)
    giving.directive.source_id = draft.source_id
    giving.directive.signed_sha256, giving.directive.signed_filename = files.put(b"a"), "a.pdf"
    converted = _converted(cast, clock, files, rows)
    scan = _scans(cast, clock, more)
    report, snapshot = _reports(cast, clock, more)
    own_draft = _report_drafts(cast, clock, files, report, more)
    message = _mails(cast, clock, rows)
    duty = _recurring(cast, giving, rows)
    paper, letter = _clerks(cast, clock, files, giving, rows)
    stamp = move_at_once(cast, clock, [giving("noi_vu", due=TODAY) for _ in range(rows)])
    order = _order(cast, clock, files)
    reorganised = _reorganised(cast, clock, giving, rows)
    series = _meetings(cast, clock, giving, rows, more)
    owed = _owed(cast, clock, rows)
    asked = _answered(cast, first)
    unit, user = cast.units["noi_vu"], cast.users["noi_vu_head"]
    membership = cast.session.query(Membership).filter_by(user_id=user.id).first()
    cast.session.flush()
    public = "public_id"
    return {
        "/nhiem-vu/": {public: first.public_id, "file_id": file.public_id},
        "/van-ban/": {public: giving.directive.public_id, "n": 1},
        "/van-ban/<public_id>/quan-he": {
            public: earlier.public_id,
            "kind": "amends",
            "other": giving.directive.public_id,
        },
        "/van-thu/so/": {public: "khong-co"},
        "/van-thu/ban-ky/": {public: "khong-co"},
        "/van-thu/bao-cao/": {public: paper.public_id},
        "/van-thu/cong-van/": {public: letter.public_id},
        "/cong-van-don-doc/": {public: letter.public_id},
        "/van-ban/<public_id>/van-ban-hoa": {public: order.public_id},
        "/dinh-ky/": {public: duty.public_id},
        "/giao-ban/": {public: series.public_id, "day": MONDAY.isoformat()},
        "/hang-loat/": {"stamp": stamp, "name": "nhac-viec"},
        "/xin-y-kien/": {public: asked.public_id, "answer": "dong-y"},
        "/bo-loc/": {public: "khong-co"},
        "/van-ban/nhan-dang/": {public: scan.public_id},
        "/du-kien/": {public: draft.public_id, "n": 1, "key": "1", "act": "tach"},
        "/du-kien/<public_id>/bang-ma": {public: converted.public_id},
        "/bao-cao/": {
            public: report.public_id,
            "snapshot_id": snapshot.public_id,
            "draft_id": own_draft.public_id,
            "slot": "rates",
            "fact_id": _fact(cast, clock, report),
        },
        "/cap-tren-giao/": {public: owed.public_id},
        "/so-sach/ban-giao/": {public: unit.public_id},
        "/thu/": {public: message.public_id},
        "/co-quan/don-vi/": {public: unit.public_id, "alias_id": 1},
        "/co-quan/ban-giao/": {public: _handovers(cast, clock, more).public_id},
        "/co-quan/nguoi-dung/": {
            public: user.public_id,
            "membership_id": membership.id,
            "other_id": cast.users["kinh_te_head"].public_id,
        },
        "/co-quan/vai-tro/": {public: user.public_id, "membership_id": membership.id},
        "/co-quan/linh-vuc/": {public: field.public_id, "charge_id": charge.id, "kind": "lanh-dao"},
        "/co-quan/lich/": {"year": TODAY.year, "month": 9, "day": 1},
        "/co-quan/nhap-tep/": {"kind": "don-vi", "form": "csv"},
        "/co-quan/sap-xep/": {public: reorganised.public_id},
    }


def _tasks(cast: Cast, clock: FixedClock, giving: Giving, rows: int) -> None:
    """Every standing there is: overdue, reported and waiting, without a date, and those that are not yet due."""
    for n in range(rows):
        due = (date(2023, 9, 8), TODAY, TODAY + timedelta(days=3), TODAY + timedelta(days=60), None)[n % 5]
        rows_of_task = giving.task(("noi_vu", "kinh_te"), due=due, coordinating=("tu_phap", "cong_an"))
        if n % 3 == 0:
            recording.add(cast.session, rows_of_task[0], _event(cast, clock, EventKind.SUBMITTED))


def _owed(cast: Cast, clock: FixedClock, rows: int) -> SuperiorDuty:
    """Tasks of the province, one of which has been reported; the first one's unit is done."""
    tasks = [new_task(cast, f"Việc {n} của tỉnh.", inner=TODAY, superior=TODAY) for n in range(rows + 1)]
    first, *_, last = [task.superior for task in give_from_above(cast, clock, *tasks).tasks]
    recording.add(cast.session, lead_of(cast, first), _event(cast, clock, EventKind.SUBMITTED))
    recording.add(cast.session, lead_of(cast, first), _event(cast, clock, EventKind.ACCEPTED))
    report_up(cast, clock, last, "96/BC-UBND", TODAY)
    return first


def _history(cast: Cast, clock: FixedClock, giving: Giving, rows: int) -> Assignment:
    """One assignment to which much has happened; it waits for the office."""
    first = giving("noi_vu", due=TODAY, coordinating=("tu_phap",))
    for _ in range(rows):
        recording.add(cast.session, first, _event(cast, clock, EventKind.PROGRESS))
    recording.add(cast.session, first, _event(cast, clock, EventKind.SUBMITTED))
    return first


def _answered(cast: Cast, assignment: Assignment) -> Extension:
    """A request for more time that the unit took back."""
    words = {"asker_name": "Trưởng Nội vụ", "reason": "Chờ số liệu.", "state": ExtensionState.WITHDRAWN}
    row = Extension(assignment_id=assignment.id, asked_on=TODAY, asked_for=TODAY, due_on=TODAY, **words)
    cast.session.add(row)
    return row


def _event(cast: Cast, clock: FixedClock, kind: EventKind) -> Event:
    recorder_id = cast.users["noi_vu_head"].id
    return Event(kind=kind, effective_on=TODAY, recorded_at=clock.now(), recorder_id=recorder_id, note="Đang làm.")


def _handovers(cast: Cast, clock: FixedClock, more: int) -> Handover:
    """Each with as many items as there are handovers."""
    item = Item(ItemKind.STAND_IN, 0, "", due_on=TODAY, person_id=cast.users["kinh_te_head"].id)
    for _ in range(more):
        row = Handover(
            office_id=cast.office.id,
            from_user_id=cast.users["noi_vu_head"].id,
            to_user_id=cast.users["noi_vu_member"].id,
            effective_on=TODAY,
            content={"items": [item.as_content()] * more},
            recorded_at=clock.now(),
            recorder_id=cast.users["chief"].id,
        )
        cast.session.add(row)
    cast.session.flush()
    return row


def _clerks(
    cast: Cast, clock: FixedClock, files: FileStore, giving: Giving, rows: int
) -> tuple[IncomingPaper, UrgingLetter]:
    """The four queues of the văn thư, and a unit that has much that its paper may answer."""
    scan = NewEvidence(filename="a.jpg", content=b"\xff\xd8\xff")
    for n in range(rows):
        Giving(cast, clock, subject=f"Chờ số {n}").directive.number = None
        paper = papers.register(
            cast.session,
            actor=cast.clerk,
            clock=clock,
            files=files,
            paper=papers.NewPaper(
                unit_id=cast.units["noi_vu"].id, received_on=TODAY, subject=f"Báo cáo {n}", scan=scan
            ),
        )
        letter = urging_letters.make(
            cast.session, actor=cast.chief, clock=clock, assignments=[giving("noi_vu")], subject=f"Đôn đốc {n}"
        )
    return paper, letter


def _order(cast: Cast, clock: FixedClock, files: FileStore) -> Directive:
    """An order by word of mouth in the words of all the written tasks."""
    order = NewOrder(
        text="Rà soát, công khai thủ tục thuộc phạm vi quản lý.",
        to=(Addressee(cast.units["noi_vu"].id),),
        leader_id=cast.users["leader"].id,
    )
    return quick_giving.give(
        cast.session, actor=cast.chief, clock=clock, links=Links("http://dondoc.test"), files=files, order=order
    )


def _recurring(cast: Cast, giving: Giving, rows: int) -> Task:
    """A monthly duty of the notice for every unit there is, and as many tasks of one unit as there are rows."""
    units = list(cast.units.values())
    for some in ([units[0]],) * rows + (units,):
        task = recur(giving, some, phrase="trước ngày 15 hằng tháng")
    return task


def _meetings(cast: Cast, clock: FixedClock, giving: Giving, rows: int, more: int) -> MeetingSeries:
    """Several series; at the last one's meeting as many opinions as there are rows, and a notice with each of them."""
    for n in range(more):
        series = make_series(cast, clock, name=f"Giao ban {n}", weekdays="04")
    urged = [giving("noi_vu", due=TODAY) for _ in range(rows)]
    done = conclude(cast.session, cast, clock, series, *(said(each, MeetingDecision.URGED) for each in urged))
    meeting_notice.draft(cast.session, actor=cast.chief, clock=clock, meeting=done.meeting)
    return series


def _fields(cast: Cast, more: int) -> tuple[Field, FieldCharge]:
    for n in range(more):
        field = Field(office_id=cast.office.id, name=f"Lĩnh vực {n}", position=n, valid_from=date(2020, 1, 1))
        cast.session.add(field)
        cast.session.flush()
        for unit in list(cast.units.values())[: 1 + more]:
            cast.session.add(FieldUnit(field_id=field.id, unit_id=unit.id))
        for kind, login in ((ChargeKind.LEADER, "leader"), (ChargeKind.FOLLOWER, "staff")):
            user_id = cast.users[login].id
            charge = FieldCharge(field_id=field.id, user_id=user_id, kind=kind, valid_from=date(2020, 1, 1))
            cast.session.add(charge)
    cast.session.flush()
    return field, charge


def _directives(cast: Cast, clock: FixedClock, more: int) -> Directive:
    for n in range(more):
        giving = Giving(cast, clock)
        giving.directive.number = f"{100 + n}/TB-UBND"
        giving(f"thon_{n}", due=TODAY)
    return giving.directive


def _relations(cast: Cast, clock: FixedClock, giving: Giving, notice: Directive, first: Assignment, rows: int) -> None:
    """The notice says again what was given by it itself and by another, once for each row, and other notices are
    related to it."""
    again = Giving(cast, clock)
    again.directive.number = "99/TB-UBND"
    for n in range(rows):
        task = giving.new_task("Nhắc lại.", f"9.{n}", kind=TaskKind.CONTINUOUS)
        later = again.new_task("Nhắc lại.", f"9.{n}", kind=TaskKind.CONTINUOUS)
        cast.session.flush()
        for said_by in (task, later):
            event = _event(cast, clock, EventKind.REPEATED)
            event.task_id = said_by.id
            recording.add(cast.session, first, event)
    for kind in (DirectiveLink.SUPPLEMENTS, DirectiveLink.CORRECTS, DirectiveLink.AMENDS)[: 1 + rows // 20]:
        row = DirectiveRelation(later_id=again.directive.id, earlier_id=giving.directive.id, kind=kind)
        row.recorded_at, row.recorder_id = clock.now(), cast.users["chief"].id
        cast.session.add(row)
    for assignment in [giving("kinh_te", due=TODAY) for _ in range(1 + rows // 20)]:
        event = _event(cast, clock, EventKind.SUBMITTED)
        recording.add(cast.session, assignment, event)
        assignment.evidence.append(Evidence(event_id=event.id, number="7/BC", issued_on=TODAY))
        shared = SharedProduct(task_id=first.task_id, other_id=assignment.task_id, recorded_at=clock.now())
        shared.recorder_id = cast.users["chief"].id
        cast.session.add(shared)
    cast.session.flush()


def _drafts(cast: Cast, clock: FixedClock, files: FileStore, rows: int, more: int) -> Draft:
    """Open ones; the first has as many duties as there are rows, each with a name that nobody knows."""
    for n in range(more, -1, -1):
        duties = rows if n == 0 else 1
        lines = "".join(
            f"{i}. Phòng Nội vụ chủ trì, phối hợp với Tổ {i} rà soát hồ sơ {i} trước ngày 30/10/2023.\n"
            for i in range(1, duties + 1)
        )
        text = f"THÔNG BÁO\nKết luận số {n}\n\nPhó Chủ tịch kết luận:\n\n{lines}"
        draft = drafts.paste(cast.session, actor=cast.chief, clock=clock, files=files, text=text)
    return draft


def _converted(cast: Cast, clock: FixedClock, files: FileStore, rows: int) -> Draft:
    """One whose notice was typed in VNI, with a line for each row."""
    lines = "".join(
        f"{n}. Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp rà soát hồ sơ.\n" for n in range(1, rows + 1)
    )
    text = as_typed(f"THÔNG BÁO\nKết luận tại cuộc họp giao ban\n\n{lines}", "VNI")
    return drafts.paste(cast.session, actor=cast.chief, clock=clock, files=files, text=text)


def _scans(cast: Cast, clock: FixedClock, more: int) -> Recognition:
    """Those that wait to be recognised; the last has all the others before it."""
    for n in range(more):
        scan = Recognition(
            office_id=cast.office.id,
            filename=f"Bản quét {n}.pdf",
            held=f"held-{n}",
            recorder_id=cast.chief.user_id,
            recorded_at=clock.now(),
        )
        cast.session.add(scan)
    cast.session.flush()
    return scan


def _fact(cast: Cast, clock: FixedClock, report: Report) -> str:
    said = {"kind": FactKind.LETTERS, "amount": 4, "document": "Công văn số 12/UBND-VP", "document_on": TODAY}
    fact = report_facts.add(cast.session, actor=cast.chief, clock=clock, report=report, **said)  # type: ignore[arg-type]
    return fact.public_id


def _reports(cast: Cast, clock: FixedClock, more: int) -> tuple[Report, Snapshot]:
    for n in range(more):
        report = reports.make_report(
            cast.session,
            actor=cast.chief,
            clock=clock,
            kind=PeriodKind.FREE,
            period_from=GIVEN_ON - timedelta(days=n),
            cut_off=TODAY,
        )
        for _ in range(2):
            snapshot = reports.freeze(cast.session, actor=cast.chief, clock=clock, report=report)
    return report, snapshot


def _report_drafts(cast: Cast, clock: FixedClock, files: FileStore, report: Report, more: int) -> ReportDraft:
    """The office's own drafts of a report, which have a place for the section."""
    for _ in range(more):
        kept = report_drafts.keep(
            cast.session,
            actor=cast.chief,
            clock=clock,
            files=files,
            report=report,
            filename="bao-cao.docx",
            content=draft_report(),
            audience=Audience.INTERNAL,
        )
    return kept


def _reorganised(cast: Cast, clock: FixedClock, giving: Giving, rows: int) -> Reorganisation:
    """A unit that was dissolved with its tasks and people; another had been called otherwise before."""
    old, to, renamed = cast.units["thon_0"], cast.units["noi_vu"], cast.units["kinh_te"]
    giving.task(("thon_0", "noi_vu"), due=TODAY)
    for _ in range(rows):
        giving("thon_0", due=TODAY)
    usual = {"effective_on": date(2023, 9, 6), "basis": "Quyết định số 5/QĐ-UBND"}
    wishes = (
        Wish(kind=ReorganisationKind.RENAME, unit_ids=(renamed.id,), name="Phòng Kinh tế và Đô thị", **usual),
        Wish(kind=ReorganisationKind.DISSOLVE, unit_ids=(old.id,), successor_ids=(to.id,), **usual),
    )
    for wish in wishes:
        done = carry_out(cast, clock, wish)
    return done


def _mails(cast: Cast, clock: FixedClock, rows: int) -> OutboxMessage:
    for n in range(rows):
        message = OutboxMessage(
            office_id=cast.office.id,
            kind=MessageKind.UNIT_DIGEST,
            key=f"test:{n}",
            recipient=f"unit:{cast.units['noi_vu'].id}",
            to_name="Phòng Nội vụ",
            to_address="noi_vu@dondoc.test",
            subject=f"Nhắc việc {n}",
            body_text="Nhắc việc",
            body_html="<p>Nhắc việc</p>",
            state=OutboxState.FAILED if n % 2 else OutboxState.SENT,
            next_attempt_at=clock.now(),
            sent_at=None if n % 2 else clock.now(),
            recorded_at=clock.now(),
        )
        cast.session.add(message)
        audit.record(
            cast.session, actor=cast.chief, clock=clock, action="directive.given", subject="directive:x", tasks=1
        )
    now = clock.now()
    for job in ("heartbeat", "digest"):
        cast.session.add(JobRun(job=job, day=TODAY, started_at=now, finished_at=now, ok=True, summary={}))
    cast.session.flush()
    return message
