"""What the demo office has not got and a page is about: done by its chief to units, people and tasks of their own, so
that nothing else that is looked at changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.terms import (
    EventKind,
    MeetingDecision,
    RecognitionState,
    ReorganisationKind,
    SourceOfAssignment,
    TaskKind,
)
from app.models import Recognition
from app.services import (
    drafts,
    handover,
    limiting,
    meeting_notice,
    papers,
    quick_giving,
    recording,
    saved_filters,
    shared_products,
    standing_in,
    superiors,
    urging_letters,
)
from app.services.directives import NewDirective, give_tasks
from app.services.giving import NewTask
from app.services.meeting_notice import NewDuty
from app.services.papers import NewPaper
from app.services.quick_giving import Addressee, NewOrder
from app.services.reorganising_wish import Wish
from app.services.repeating import Repeat
from app.services.superiors import Document
from tests.cast import Cast, add_unit, load_cast
from tests.services.giving import Giving
from tests.services.meeting_cases import conclude, make_series, said
from tests.services.superior_making import report
from tests.whole_acts import carry_out, move_at_once, recur

# Key, name, short name: the first ends in the second.
UNITS = (
    ("quan_ly_cho", "Ban Quản lý chợ Đông Vĩ", "BQL chợ"),
    ("cong_ich", "Trung tâm Dịch vụ công ích Đông Vĩ", "TT Công ích"),
)
GIVEN_ON = date(2026, 10, 5)
DUE = date(2026, 11, 20)
HELD_ON = date(2026, 11, 2)  # a Monday, the day before that of the browser
REPEATING_NUMBER = "71/TB-UBND"
SUBJECT = "Kết luận cuộc họp về chỉnh trang khu vực chợ Đông Vĩ"
REPEATING = f"""ỦY BAN NHÂN DÂN
XÃ ĐÔNG VĨ

Số: {REPEATING_NUMBER}

Đông Vĩ, ngày 02 tháng 11 năm 2026

THÔNG BÁO
Kết luận cuộc họp giao ban tháng 11

Đồng chí Phó Chủ tịch kết luận:

1. Trung tâm Dịch vụ công ích Đông Vĩ lắp biển chỉ dẫn tại các lối vào chợ Đông Vĩ trước ngày 30/11/2026.
"""
LIMITED_TEXT = "Xác minh đơn phản ánh về việc thu phí tại chợ, báo cáo Chủ tịch UBND xã."


def fill(session: Session, clock: Clock, files: Path) -> None:
    """Into the demo office. Flushes, does not commit."""
    cast = load_cast(session, clock)
    cast.users["chief"] = cast.users["chanhvp"]
    for key, name, short in UNITS:
        add_unit(cast, key, name, short, position=20)
    notice = Giving(cast, clock, GIVEN_ON, SUBJECT)
    notice.directive.number, notice.directive.issuer = "58/TB-UBND", cast.office.name
    _scans(cast, clock)
    _papers(cast, clock, notice, FileStore(files))
    _tasks(cast, clock, notice)
    _owed(cast, clock, notice)
    _repeats(cast, clock, notice, FileStore(files))
    _people(cast, clock)
    _meetings(cast, clock, notice)
    basis, on = "Quyết định số 96/QĐ-UBND ngày 26/10/2026", date(2026, 11, 1)
    market, utilities = (cast.units[key].id for key, *_ in UNITS)
    kind = ReorganisationKind.MERGE
    carry_out(
        cast, clock, Wish(kind=kind, unit_ids=(market,), successor_ids=(utilities,), effective_on=on, basis=basis)
    )


def _scans(cast: Cast, clock: Clock) -> None:
    """One that is being recognised and one that could not be, whatever is installed here."""
    of = {
        "office_id": cast.office.id,
        "recorder_id": cast.chief.user_id,
        "recorded_at": clock.now(),
        "filename": "Ảnh chụp.png",
        "held": "held",
    }
    problem = {"problem": "file.ocr_failed", "params": {"filename": "Ảnh chụp.png", "page": 2}}
    cast.session.add(Recognition(state=RecognitionState.WORKING, pages=8, pages_done=3, **of))
    cast.session.add(Recognition(state=RecognitionState.FAILED, **problem, **of))


def _papers(cast: Cast, clock: Clock, notice: Giving, files: FileStore) -> None:
    """An order by word of mouth that a task of the notice is like, a paper of its unit, a letter that waits."""
    unit_id = cast.units["cong_ich"].id
    words = "Thu gom rác, khơi thông cống rãnh quanh chợ Đông Vĩ trước khi họp chợ phiên."
    quick_giving.give(
        cast.session,
        actor=cast.chief,
        clock=clock,
        links=Links("http://dondoc.test"),
        files=files,
        order=NewOrder(text=words, to=(Addressee(unit_id),), leader_id=cast.users["chutich"].id),
    )
    written = Giving(cast, clock, clock.today(), "Kết luận kiểm tra vệ sinh môi trường khu vực chợ Đông Vĩ")
    written.directive.number, written.directive.issuer = "59/TB-UBND", cast.office.name
    written("cong_ich", text=words, due=DUE, given_on=clock.today())
    paper = NewPaper(unit_id=unit_id, number="14/BC-CI", received_on=GIVEN_ON, subject="Báo cáo kết quả vệ sinh chợ")
    papers.register(cast.session, actor=cast.chief, clock=clock, files=files, paper=paper)
    urged = [notice("cong_ich", text="Sửa chữa hệ thống chiếu sáng quanh chợ Đông Vĩ.", given_on=GIVEN_ON)]
    subject = "Đôn đốc chỉnh trang khu vực chợ Đông Vĩ"
    urging_letters.make(cast.session, actor=cast.chief, clock=clock, assignments=urged, subject=subject)


def _tasks(cast: Cast, clock: Clock, notice: Giving) -> None:
    """Of the two units: some moved by one act, one that recurs, one that few may see, one handed on inside its unit."""
    give = {"due": DUE, "given_on": GIVEN_ON}
    moved = [
        notice("quan_ly_cho", text="Sắp xếp lại các điểm kinh doanh tại chợ Đông Vĩ.", **give),
        notice("cong_ich", text="Thu gom rác, khơi thông cống rãnh quanh chợ Đông Vĩ.", **give),
    ]
    move_at_once(cast, clock, moved)
    moved[1].person_id = cast.users["cong_ich_member"].id
    units = [cast.units[key] for key, *_ in UNITS]
    text = "Báo cáo UBND xã tình hình quản lý chợ và vệ sinh môi trường trước ngày 15 hằng tháng."
    recur(notice, units, phrase="trước ngày 15 hằng tháng", text=text)
    kept = notice("cong_ich", text=LIMITED_TEXT, **give)
    viewers = [cast.users[login].id for login in ("chuyenvien", "cong_ich_head", "cong_ich_member")]
    limiting.limit(cast.session, actor=cast.chief, clock=clock, task=kept.task, user_ids=viewers)


def _meetings(cast: Cast, clock: Clock, notice: Giving) -> None:
    """A giao ban on Mondays: at the last one two opinions and a new task, in a notice that waits for its number."""
    cast.users["leader"] = cast.users["chutich"]
    on = {"place": "Phòng họp UBND xã", "chair_title": "Chủ tịch UBND xã", "valid_from": date(2026, 9, 1)}
    series = make_series(cast, clock, name="Giao ban tuần của UBND xã", **on)
    give = {"due": date(2026, 10, 28), "given_on": GIVEN_ON}
    late = [
        notice("cong_ich", text="Tu sửa hệ thống chiếu sáng quanh chợ Đông Vĩ.", **give),
        notice("cong_ich", text="Lắp biển chỉ dẫn khu vực chợ Đông Vĩ.", **give),
    ]
    opinions = (
        said(late[0], MeetingDecision.NEW_DATE, "Xong trước ngày khai trương.", date(2026, 11, 16)),
        said(late[1], MeetingDecision.URGED),
    )
    duty = NewDuty(text="Lập phương án bố trí xe đưa khách.", unit_id=cast.units["cong_ich"].id, named_on=DUE)
    done = conclude(cast.session, cast, clock, series, *opinions, held_on=HELD_ON, duties=[duty])
    meeting_notice.draft(cast.session, actor=cast.chief, clock=clock, meeting=done.meeting)


def _owed(cast: Cast, clock: Clock, notice: Giving) -> None:
    """What the province gave: in time, done and not yet reported, reported."""
    above = Document(SourceOfAssignment.PROVINCE, "412/UBND-TH", GIVEN_ON)
    texts = ("Rà soát giá thuê mặt bằng chợ.", "Thống kê hộ kinh doanh tại chợ.", "Niêm yết nội quy chợ Đông Vĩ.")
    duties = []
    for text in texts:
        lead = notice("cong_ich", text=text, due=DUE, given_on=GIVEN_ON)
        marking = {"task": lead.task, "document": above, "due_on": DUE}
        duties.append(superiors.mark(cast.session, actor=cast.chief, clock=clock, **marking))
        if text != texts[0]:
            happened = (EventKind.SUBMITTED, EventKind.ACCEPTED)
            recording.add(cast.session, lead, *(notice.event(kind, clock.today()) for kind in happened))
    report(cast, clock, duties[-1], "96/BC-UBND", clock.today())


def _repeats(cast: Cast, clock: Clock, notice: Giving, files: FileStore) -> None:
    """A task that a later notice says again and that ends with another's document, and a draft that says it once more,
    with another date."""
    give = {"due": DUE, "given_on": GIVEN_ON}
    first = notice("cong_ich", text="Lắp biển chỉ dẫn tại các lối vào chợ Đông Vĩ.", **give)
    other = notice("cong_ich", text="Nghiệm thu biển chỉ dẫn tại chợ Đông Vĩ.", **give)
    who = {"session": cast.session, "actor": cast.chief, "clock": clock}
    shared_products.join(**who, task=first.task, other=other.task)
    again = NewTask(
        clause="2",
        text="Khẩn trương lắp biển chỉ dẫn tại các lối vào chợ Đông Vĩ.",
        kind=TaskKind.CONTINUOUS,
        lead_unit_ids=(first.unit_id,),
        repeats=(Repeat(first.id),),
    )
    head = NewDirective(
        kind="Thông báo", number="66/TB-UBND", issuer=cast.office.name, subject=SUBJECT, issued_on=date(2026, 10, 20)
    )
    give_tasks(**who, links=Links("http://dondoc.test"), directive=head, tasks=[again])
    drafts.paste(**who, files=files, text=REPEATING)


def _people(cast: Cast, clock: Clock) -> None:
    """What a person keeps, hands over, and does in another's place."""
    for name, asked in (("Quá hạn", {"tinh-trang": "overdue"}), ("Đất đai", {"tim": "đất đai"})):
        common = {"actor": cast.chief, "clock": clock, "which": saved_filters.ALL}
        saved_filters.save(cast.session, **common, name=name, asked=asked.items())
    days = {"valid_from": cast.today, "valid_to": date(2026, 11, 13)}
    for login, other in (("kinhte2", "kinhte"), ("cong_ich_member", "cong_ich_head")):
        pair = {"user": cast.users[login], "other": cast.users[other]}
        standing_in.begin_standing_in(cast.session, actor=cast.actor("quantri"), clock=clock, **pair, **days)
    common = {"actor": cast.actor("quantri"), "clock": clock}
    common |= {"user": cast.users["cong_ich_member"], "receiver": cast.users["cong_ich_head"]}
    seen = handover.plan(cast.session, **common).seen
    handover.hand_over(cast.session, **common, seen=seen)
