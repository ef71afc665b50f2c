"""A mail of every kind from a small fixed cast: what the snapshots show, and what the rules of subjects are tried on.

A new kind is a function here, a line in ``CASES`` and, by ``DONDOC_SNAPSHOTS=update``, its two files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any

from app.adapters.links import Links
from app.adapters.mail_templates import Composed, compose
from app.domain.calendar import WorkingCalendar
from app.domain.deadlines import DeadlinePolicy
from app.domain.terms import (
    EventKind,
    MessageKind,
    ReminderRule,
    ReturnKind,
    SourceOfAssignment,
    State,
    TaskKind,
    Urgency,
)
from app.domain.urging import Reminder
from app.services.chief_digests import ChiefPlan
from app.services.digest_lines import Line, Lines, Queue
from app.services.digests import AnyPlan, compose_digest
from app.services.field_digests import FieldPlan, FieldSection
from app.services.field_figures import UnitShare
from app.services.leader_digests import LeaderPlan, MeetingToday, OpinionAsked, Opinions
from app.services.mail_items import AgainItem, GivenItem
from app.services.morning import Morning, Part, Share, Urged
from app.services.office_state import Changes, OfficeState
from app.services.outbox import Recipient, Sender
from app.services.rules import Rules
from app.services.standing_then import Standing
from app.services.unit_digests import Beside, HeadPlan, UnitPlan
from app.services.update_calls import Item
from app.services.upward_lines import OfSource, Upward, UpwardDuty
from app.services.urgent_mails import UrgentPlan, compose_urgent

TODAY = date(2026, 11, 23)  # a Monday
AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
LINKS = Links("https://dondoc.test")
CALENDAR = WorkingCalendar(frozenset({date(2026, 11, 24)}), frozenset(), frozenset({2026}))
RULES = Rules(CALENDAR, DeadlinePolicy(), 1)
SENDER = Sender("UBND huyện Thử Nghiệm", "Văn phòng HĐND và UBND huyện", "Trần Thị Hoa", "0900 000 000")
ANSWER = "https://dondoc.test/tra-loi/abc.def"


@dataclass(frozen=True)
class Said:
    """What varies from mail to mail: names, numbers, and how many there are of whatever is listed."""

    unit: str = "Phòng Kinh tế"
    short: str = "Kinh tế"
    field: str = "Tài nguyên và môi trường"
    number: str | None = "15/TB-UBND"
    kind: str = "Thông báo"
    times: int = 1
    ours: bool = True
    urgency: Urgency = Urgency.NORMAL

    @property
    def whom(self) -> SimpleNamespace:
        return SimpleNamespace(name=self.unit, short_name=self.short, under_authority=self.ours)

    @property
    def directive(self) -> SimpleNamespace:
        about = {"kind": self.kind, "number": self.number, "issuer": "UBND huyện Thử Nghiệm"}
        return SimpleNamespace(**about, issued_on=date(2026, 11, 2), subject="Kết luận giao ban tháng 11")


TASK = SimpleNamespace(clause="2.1", text="Rà soát, công khai thủ tục hành chính thuộc phạm vi quản lý.")
ONE_TASK = {
    "sender": SENDER,
    "task": TASK,
    "due_on": date(2026, 11, 30),
    "reason": "Chờ số liệu của các xã.",
    "url": LINKS.assignment("nv1"),
    "answer_url": ANSWER,
}


def one_task(said: Said, **more: object) -> dict[str, Any]:
    return {**ONE_TASK, "unit": said.whom, "directive": said.directive, **more}


def returned(said: Said) -> Composed:
    kind, on = ReturnKind.MISSING_PAPERS, date(2026, 11, 20)
    about = one_task(said, return_kind=kind, returned_on=on, time_of_day=None, days_given_back=True)
    return compose(MessageKind.RETURNED, **about)


def extension_decided(said: Said) -> Composed:
    answer = EventKind.EXTENSION_COUNTERED
    return compose(MessageKind.EXTENSION_DECIDED, **one_task(said, answer=answer, asked_for=date(2026, 12, 15)))


def due_moved(said: Said) -> Composed:
    return compose(MessageKind.DUE_MOVED, **one_task(said, act=EventKind.DUE_ADJUSTED))


def mentioned(said: Said) -> Composed:
    text = "Đề nghị gửi số liệu\nđến ngày 20/11."
    return compose(MessageKind.MENTIONED, **one_task(said, author="Chuyên viên Hoa", text=text))


def given_item(said: Said, **more: object) -> GivenItem:
    values: dict[str, Any] = {
        "clause": "2.1",
        "text": TASK.text,
        "kind": TaskKind.DATED,
        "recurrence": "",
        "urgency": said.urgency,
        "report_to": "UBND huyện",
        "phrase": "trước ngày 30/11",
        "due_on": date(2026, 11, 30),
        "time_of_day": None,
        "leads": "",
        "url": LINKS.assignment("nv1"),
        "answer_url": ANSWER,
    }
    return GivenItem(**{**values, **more})


def again_item(said: Said) -> AgainItem:
    return AgainItem(
        assignment_id=1,
        clause="3.2",
        text="Tiếp tục rà soát hồ sơ tồn đọng.",
        source=f"{said.kind} số 08/TB-UBND, mục 1.4",
        times=2,
        due_on=date(2026, 12, 1),
        time_of_day=None,
        moved=True,
        url=LINKS.assignment("nv2"),
        answer_url=ANSWER,
    )


def tasks_given(said: Said) -> Composed:
    undated = {"kind": TaskKind.CONTINUOUS, "due_on": None, "phrase": "", "leads": "Phòng Nội vụ"}
    return compose(
        MessageKind.TASKS_GIVEN,
        sender=SENDER,
        directive=said.directive,
        unit=said.whom,
        leading=[given_item(said, superior_due=date(2026, 12, 4))] * said.times,
        coordinating=[given_item(said, text="Cung cấp số liệu.", **undated)] * said.times,
        again=[again_item(said)] * said.times,
        my_unit=LINKS.my_unit(),
    )


def reminded(said: Said) -> Composed:
    items = [given_item(said, source="Thông báo số 15/TB-UBND ngày 02/11/2026")] * said.times
    return compose(MessageKind.REMINDED, sender=SENDER, unit=said.whom, items=items, on=TODAY, my_unit=LINKS.my_unit())


def repeated(said: Said) -> Composed:
    about = {"sender": SENDER, "directive": said.directive, "unit": said.whom, "my_unit": LINKS.my_unit()}
    return compose(MessageKind.REPEATED, **about, again=[again_item(said)] * said.times)


def update_call(said: Said) -> Composed:
    late = Item(
        1, "2.1", TASK.text, "Thông báo số 15/TB-UBND", "", date(2026, 11, 13), None, 10, LINKS.assignment("nv1")
    )
    return compose(
        MessageKind.UPDATE_CALL,
        sender=SENDER,
        unit=said.whom,
        series=SimpleNamespace(name="Giao ban Thường trực", starts_at=time(7, 30)),
        held_on=date(2026, 11, 25),
        items=[(late, ANSWER)] * said.times,
        overdue=said.times,
        my_unit=LINKS.my_unit(),
    )


def meeting_said(said: Said) -> Composed:
    item = given_item(said, source="Thông báo số 15/TB-UBND")
    return compose(
        MessageKind.MEETING_SAID,
        sender=SENDER,
        unit=said.whom,
        held_on=date(2026, 11, 20),
        items=[(item, EventKind.URGED, "Khẩn trương hoàn thành.")] * said.times,
        my_unit=LINKS.my_unit(),
    )


def trial(said: Said) -> Composed:
    about = {"sender": SENDER, "name": "Quản trị Nam", "asked_at": AT, "version": "1.2.3"}
    return compose(MessageKind.TEST, **about)


# Digests.


def part(said: Said, assignment_id: int, text: str, due_on: date | None, **more: object) -> Part:
    values: dict[str, Any] = {
        "unit_id": 1,
        "unit_name": said.unit,
        "under_authority": said.ours,
        "leads": True,
        "state": State.IN_PROGRESS,
        "urgency": said.urgency,
        "field_id": None,
        "clause": "2.1",
        "source": said.number or said.kind,
        "phrase": "",
        "time_of_day": None,
        "given_on": date(2026, 11, 2),
        "since": None,
        "desk": "",
        "asked_for": None,
        "url": LINKS.assignment(f"nv{assignment_id}"),
    }
    return Part(assignment_id=assignment_id, text=text, due_on=due_on, **{**values, **more})


def urged(which: Part, rule: ReminderRule, *, waited: int = 0, times: int = 0) -> Urged:
    late = max(0, (TODAY - which.due_on).days) if which.due_on else 0
    row = Reminder(
        assignment_id=which.assignment_id,
        rule=rule,
        anchor="due:1",
        occurrence="1",
        recipient="unit:1",
        day=TODAY,
        covered=False,
        urgent=False,
        days_left=CALENDAR.working_days_between(TODAY, which.due_on) if which.due_on else 0,
        days_overdue=late,
        working_days_overdue=CALENDAR.working_days_between(which.due_on, TODAY) if which.due_on else 0,
        waited=waited,
    )
    return Urged(which, row, (row,), times)


LATE, SOON = date(2026, 11, 13), date(2026, 11, 27)


def share(said: Said) -> Share:
    numbers = (14 * said.times, 2 * said.times, 2 * said.times, 12 * said.times)
    return Share(1, said.unit, said.short, said.ours, False, *numbers)


def morning(said: Said) -> Morning:
    return Morning(
        office_id=1,
        at=AT,
        today=TODAY,
        rules=RULES,
        sender=SENDER,
        links=LINKS,
        days_off=(date(2026, 11, 24), date(2026, 11, 24)),
        shares={1: share(said)},
    )


def digest(said: Said, plan: AnyPlan) -> Composed:
    return compose_digest(morning(said), plan)


def unit_digest(said: Said) -> Composed:
    late = urged(
        part(said, 1, "Báo cáo kết quả giải ngân.", LATE, answer_url=ANSWER), ReminderRule.OVERDUE_WEEKLY, times=1
    )
    soon = urged(part(said, 2, "Rà soát quy hoạch sử dụng đất.", SOON, answer_url=ANSWER), ReminderRule.DUE_SOON)
    silent = urged(part(said, 3, "Kiểm kê tài sản công.", SOON), ReminderRule.NOT_ACKNOWLEDGED, waited=3)
    helps = urged(part(said, 4, "Cung cấp số liệu.", SOON, leads=False), ReminderRule.DUE_SOON)
    waits = part(said, 5, "Sơ kết chuyên đề.", LATE, state=State.WAITING, since=date(2026, 11, 12))
    asks = part(said, 6, "Lập kế hoạch năm 2027.", SOON, since=date(2026, 11, 20), asked_for=date(2026, 12, 15))
    return digest(
        said,
        UnitPlan(
            recipient=Recipient("unit:1", said.unit, "kinhte@dondoc.test"),
            share=share(said),
            items=(late, soon, silent, helps) * said.times,
            waiting=Beside((waits,), 1),
            asked=Beside((asks,), 1),
        ),
    )


def head_digest(said: Said) -> Composed:
    item = urged(part(said, 1, "Báo cáo kết quả giải ngân.", LATE), ReminderRule.TO_HEAD, times=1)
    return digest(said, HeadPlan(Recipient("user:1", "Trưởng phòng", ""), (share(said),), (item,) * said.times))


def urgent(said: Said) -> Composed:
    degree = said.urgency if said.urgency is not Urgency.NORMAL else Urgency.IMMEDIATE
    item = urged(
        part(said, 1, "Khắc phục sự cố đê bao.", TODAY, urgency=degree, time_of_day=time(16, 30), answer_url=ANSWER),
        ReminderRule.DUE_TODAY,
    )
    plan = UrgentPlan(Recipient("unit:1", said.unit, "kinhte@dondoc.test"), (item,) * said.times, 1, said.ours)
    return compose_urgent(morning(said), plan)


def line(said: Said, assignment_id: int, text: str, due_on: date | None, **more: object) -> Line:
    values: dict[str, Any] = {
        "unit_name": said.unit,
        "clause": "2.1",
        "source": said.number or said.kind,
        "time_of_day": None,
        "days": max(0, (TODAY - due_on).days) if due_on else 0,
        "since": None,
        "waited": 0,
        "desk": "",
        "asked_for": None,
        "reason": "",
        "url": LINKS.assignment(f"nv{assignment_id}"),
    }
    return Line(assignment_id=assignment_id, text=text, due_on=due_on, **{**values, **more})


def queues(said: Said) -> tuple[Queue, Queue, Queue]:
    """Reports, requests and drafts for signature."""
    report = line(said, 11, "Sơ kết chuyên đề.", LATE, waited=4)
    request = line(said, 12, "Lập kế hoạch năm 2027.", SOON, waited=1, asked_for=date(2026, 12, 15))
    draft = line(said, 13, "Dự thảo quy chế.", SOON, waited=5, desk="Phòng Tổng hợp")
    return (
        Queue((report,), 3 * said.times, said.times, 2),
        Queue((request,), 1 * said.times, 0, 2),
        Queue((draft,), 1 * said.times, said.times, 3),
    )


def office(said: Said) -> OfficeState:
    outside = Share(2, "Công an huyện", "Công an", False, False, 3, 1, 1, 3)
    reports, requests, signing = queues(said)
    own = line(said, 14, "Quy chế làm việc.", LATE, unit_name="Văn phòng HĐND và UBND huyện", waited=2)
    return OfficeState(
        overdue=5 * said.times,
        dated=42 * said.times,
        by_unit=(share(said),),
        outside=(outside,),
        oldest=(
            line(said, 15, "Giải phóng mặt bằng.", date(2026, 10, 1), reason="Vướng mắc về giá đất."),
            line(said, 16, "Quyết toán dự án.", date(2026, 10, 20)),
        ),
        this_week=Lines((line(said, 17, "Rà soát quy hoạch.", SOON, time_of_day=time(16)),), 12 * said.times),
        reports=reports,
        requests=requests,
        signing=signing,
        own_results=Lines((own,), 1),
        failed_mails=2,
    )


def section(said: Said) -> FieldSection:
    reports, requests, _ = queues(said)
    shares = (UnitShare(1, 1, said.unit, True, 2 * said.times, 12 * said.times),)
    oldest = (line(said, 15, "Giải phóng mặt bằng.", date(2026, 10, 1), reason="Vướng mắc về giá đất."),)
    return FieldSection(said.field, 2 * said.times, 12 * said.times, shares, (), oldest, reports, requests)


def told(said: Said, rule: ReminderRule) -> tuple[Urged, ...]:
    """An item of escalation, and what the office has kept waiting."""
    late = urged(part(said, 21, "Xử lý đơn thư tồn đọng.", LATE), rule, times=2)
    waits = part(said, 22, "Báo cáo thu ngân sách.", LATE, since=date(2026, 11, 17))
    lies = part(said, 23, "Dự thảo nghị quyết.", SOON, since=date(2026, 11, 13), desk="Phó Chủ tịch phụ trách")
    return (
        late,
        urged(waits, ReminderRule.UNDECIDED, waited=4),
        urged(lies, ReminderRule.UNSIGNED, waited=6),
    )


def office_digest(said: Said) -> Composed:
    changed = Changes(
        first=date(2026, 11, 20), last=date(2026, 11, 22), newly_overdue=2, given=4, reported=3, decided=1
    )
    whom = Recipient("user:2", "Chánh Văn phòng Vinh", "")
    items = told(said, ReminderRule.TO_CHIEF)
    return digest(said, ChiefPlan(whom, items, office(said), changed, (), {21: "Thiếu cán bộ."}))


def leader_digest(said: Said) -> Composed:
    request = OpinionAsked(
        unit_name=said.unit,
        clause="2.1",
        text="Lập kế hoạch năm 2027.",
        source=said.number or said.kind,
        due_on=SOON,
        asked_for=date(2026, 12, 15),
        reason="Chờ hướng dẫn của Sở Tài chính.",
        proposal="Đồng ý",
        waited=1,
        extended=1,
        url=LINKS.opinion("xyk1"),
    )
    duty = UpwardDuty(
        source=SourceOfAssignment.PROVINCE,
        number="412/UBND-TH",
        clause="1",
        text="Rà soát danh mục dịch vụ công trực tuyến.",
        due_on=date(2026, 11, 18),
        days=5,
        units=(said.unit,),
        waits=True,
        url=LINKS.duty("ct1"),
    )
    plan = LeaderPlan(
        recipient=Recipient("user:3", "Phó Chủ tịch Hà", ""),
        items=told(said, ReminderRule.TO_LEADER),
        opinions=Opinions((request,), 2 * said.times),
        upward=Upward((OfSource(SourceOfAssignment.PROVINCE, said.times, 11 * said.times),), (duty,)),
        office=office(said),
        then=Standing(7 * said.times, 45 * said.times),
        meetings=(MeetingToday("Giao ban Thường trực", LINKS.sitting("gb1", TODAY)),),
        sections=(section(said),),
        reasons={21: "Thiếu cán bộ."},
    )
    return digest(said, plan)


def field_digest(said: Said) -> Composed:
    whom, items = Recipient("user:4", "Chuyên viên Hoa", ""), told(said, ReminderRule.TO_CHIEF)[1:]
    return digest(said, FieldPlan(whom, (section(said),), items, {}))


CASES: Mapping[MessageKind, Callable[[Said], Composed]] = {
    MessageKind.TASKS_GIVEN: tasks_given,
    MessageKind.RETURNED: returned,
    MessageKind.EXTENSION_DECIDED: extension_decided,
    MessageKind.DUE_MOVED: due_moved,
    MessageKind.REMINDED: reminded,
    MessageKind.MENTIONED: mentioned,
    MessageKind.REPEATED: repeated,
    MessageKind.UPDATE_CALL: update_call,
    MessageKind.MEETING_SAID: meeting_said,
    MessageKind.FIELD_DIGEST: field_digest,
    MessageKind.UNIT_DIGEST: unit_digest,
    MessageKind.HEAD_DIGEST: head_digest,
    MessageKind.OFFICE_DIGEST: office_digest,
    MessageKind.LEADER_DIGEST: leader_digest,
    MessageKind.URGENT: urgent,
    MessageKind.TEST: trial,
}
