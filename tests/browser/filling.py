"""What the demo office has not got and a page is about: done by its chief to units, people and tasks of their own, so
that nothing else that is looked at changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.terms import RecognitionState, ReorganisationKind, TaskKind
from app.models import Recognition
from app.services import drafts, handover, limiting, saved_filters, shared_products, standing_in
from app.services.directives import NewDirective, NewTask, give_tasks
from app.services.reorganising_wish import Wish
from app.services.repeating import Repeat
from tests.cast import Cast, add_unit, load_cast
from tests.services.giving import Giving
from tests.whole_acts import carry_out, move_at_once, recur

# Key, name, short name: the first ends in the second.
UNITS = (
    ("quan_ly_cho", "Ban Quản lý chợ Đông Vĩ", "BQL chợ"),
    ("cong_ich", "Trung tâm Dịch vụ công ích Đông Vĩ", "TT Công ích"),
)
GIVEN_ON = date(2026, 10, 5)
DUE = date(2026, 11, 20)
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
    _tasks(cast, clock, notice)
    _repeats(cast, clock, notice, FileStore(files))
    _people(cast, clock)
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
