"""A superior's list: shown before anything is written, written whole or not at all, and nothing the second time."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.errors import DomainError
from app.domain.superior_matching import Kind
from app.domain.terms import MessageKind, SourceOfAssignment, SuperiorStanding, SuperiorStepKind
from app.models import Assignment, Directive, OutboxMessage, SuperiorDuty, SuperiorStep
from app.services import superiors
from app.services.superior_import import LEAVE, NEW, UpwardHead, UpwardPlan, plan_upward
from app.services.superior_import_acts import Imported, NewChoice, UpwardChoices, import_upward
from tests.cast import Cast
from tests.services.superior_making import LINKS, give_from_above, lead_of, new_task, report

HEAD = UpwardHead(SourceOfAssignment.PROVINCE, "UBND tỉnh Hồng Lam")
COLUMNS = "STT\tSố, ký hiệu\tNgày văn bản\tNội dung nhiệm vụ\tThời hạn\tTình trạng\tĐơn vị chủ trì"
PORTAL, ROAD = "Rà soát danh mục dịch vụ công trực tuyến", "Hoàn thành giải phóng mặt bằng tuyến đường ven biển"
INNER, SUPERIOR = date(2023, 9, 26), date(2023, 9, 29)
ROWS = (
    f"1 | 412/UBND-TH | 06/9/2023 | {PORTAL} | 29/9/2023 | Đang thực hiện | Phòng Nội vụ",
    "2 | 500/KH-UBND | 08/9/2023 | Tổng kiểm kê tài sản công | 20/10/2023 | Đang thực hiện | Phòng Kinh tế",
    "3 | 500/KH-UBND | 08/9/2023 | Báo cáo thu ngân sách | 31/10/2023 | | ",
)


def listed(*rows: str) -> str:
    return "\n".join([COLUMNS, *(row.replace(" | ", "\t") for row in rows)])


def plan(cast: Cast, clock, *rows: str, answers: dict[int, str] | None = None) -> UpwardPlan:
    return plan_upward(cast.session, actor=cast.chief, clock=clock, text=listed(*rows), head=HEAD, answers=answers)


def everything(cast: Cast, found: UpwardPlan, **more: object) -> UpwardChoices:
    """All of it taken: what is new goes to Phòng Kinh tế by the date that is proposed."""
    every = frozenset(row.row.index for row in found.rows)
    new = {
        row.row.index: NewChoice(cast.units["kinh_te"].id, row.proposal.day if row.proposal else None)
        for row in found.of_kind(Kind.NEW)
    }
    return UpwardChoices(**({"new": new, "due": every, "text": every, "told": every} | more))


def take(cast: Cast, clock, found: UpwardPlan, **more: object) -> Imported:
    choices = everything(cast, found, **more)
    return import_upward(cast.session, actor=cast.chief, clock=clock, links=LINKS, plan=found, choices=choices)


def count(cast: Cast, model: type) -> int:
    return cast.session.scalar(select(func.count()).select_from(model)) or 0


def ours(cast: Cast, clock, *texts: str, number: str = "412/UBND-TH") -> list[SuperiorDuty]:
    tasks = [new_task(cast, text, inner=INNER, superior=SUPERIOR) for text in texts]
    return [task.superior for task in give_from_above(cast, clock, *tasks, number=number).tasks]


def kinds(found: UpwardPlan) -> list[Kind]:
    return [row.kind for row in found.rows]


def test_the_first_time_what_is_known_is_found_and_what_is_new_is_given(cast, clock):
    known = ours(cast, clock, f"{PORTAL}.")[0]
    found = plan(cast, clock, *ROWS)
    assert (found.problems, found.unlisted, kinds(found)) == ((), (), [Kind.MATCHED, Kind.NEW, Kind.NEW])
    first = found.rows[0]
    assert (first.duty.public_id, first.new_due, first.reworded, first.told) == (
        known.public_id, None, False, SuperiorStanding.OPEN,
    )  # fmt: skip
    assert found.rows[1].row.lead_ids == (cast.units["kinh_te"].id,)
    assert found.rows[1].proposal.day == date(2023, 10, 17)
    assert count(cast, SuperiorDuty) == 1  # Nothing is written by looking.
    mails = count(cast, OutboxMessage)
    assert take(cast, clock, found) == Imported(tasks=2, dues=0, texts=0, told=1, moved=0)
    directive = cast.session.scalars(select(Directive).where(Directive.number == "500/KH-UBND")).one()
    assert (directive.issuer, directive.kind, directive.source_of_assignment, len(directive.tasks)) == (
        HEAD.issuer, "Kế hoạch", SourceOfAssignment.PROVINCE, 2,
    )  # fmt: skip
    duty = directive.tasks[0].superior
    assert (superiors.course_of(duty).due_on, lead_of(cast, duty).due_on) == (date(2023, 10, 20), date(2023, 10, 17))
    assert count(cast, OutboxMessage) == mails + 1


def test_what_a_list_adds_to_a_document_is_told_to_a_unit_in_one_mail(cast, clock):
    """The document is there already, and was told of; what is new of it is told each time it grows."""
    ours(cast, clock, PORTAL)
    of_document = "| 412/UBND-TH | 06/9/2023 | {} | 29/9/2023 | | Phòng Kinh tế"
    texts = ("Rà soát quỹ đất công", "Thu hồi nợ đọng thuế", "Quyết toán ba công trình", "Bàn giao trụ sở cũ")
    for new in (texts[:3], texts[3:]):
        before = set(cast.session.scalars(select(OutboxMessage.id)))
        found = plan(cast, clock, *(f"{n} {of_document.format(text)}" for n, text in enumerate(new, 1)))
        assert take(cast, clock, found).tasks == len(new)
        (mail,) = cast.session.scalars(select(OutboxMessage).where(OutboxMessage.id.not_in(before)))
        assert (mail.kind, mail.to_name) == (MessageKind.TASKS_GIVEN, "Phòng Kinh tế")
        assert [text for text in (PORTAL, *texts) if text in mail.body_text] == list(new)
    assert [task.position for task in cast.session.scalars(select(Directive)).one().tasks] == [1, 2, 3, 4, 5]


def test_the_same_list_again_changes_nothing(cast, clock):
    take(cast, clock, plan(cast, clock, *ROWS))
    before = [count(cast, model) for model in (SuperiorStep, Assignment, Directive)]
    again = plan(cast, clock, *ROWS)
    assert not again.does_something
    assert not take(cast, clock, again).anything
    assert [count(cast, model) for model in (SuperiorStep, Assignment, Directive)] == before


def test_a_later_list_with_changes(cast, clock, clock_at):
    take(cast, clock, plan(cast, clock, *ROWS))
    later = clock_at(date(2023, 9, 20))
    changed = (
        ROWS[0].replace("29/9/2023", "06/10/2023").replace("trực tuyến", "trực tuyến toàn trình"),
        ROWS[1].replace("20/10/2023", "10/10/2023"),
        "4 | 500/KH-UBND | 08/9/2023 | Lập danh sách hộ nghèo | 30/11/2023 | | Phòng Nội vụ",
    )
    found = plan(cast, later, *changed)
    portal, inventory, poor = found.rows
    assert (portal.new_due, portal.reworded, portal.too_late) == (date(2023, 10, 6), True, ())
    assert (inventory.new_due, len(inventory.too_late)) == (date(2023, 10, 10), 1)
    assert (poor.kind, [duty.text for duty in found.unlisted]) == (Kind.NEW, ["Báo cáo thu ngân sách"])
    directives = count(cast, Directive)
    done = take(cast, later, found, moved={inventory.row.index: date(2023, 10, 5)})
    assert (done.tasks, done.dues, done.texts, done.moved) == (1, 2, 1, 1)
    assert count(cast, Directive) == directives  # A new row of a document that is known joins it.
    moved = cast.session.scalars(select(SuperiorDuty).where(SuperiorDuty.text == "Tổng kiểm kê tài sản công")).one()
    assert (superiors.course_of(moved).due_on, lead_of(cast, moved).due_on) == (date(2023, 10, 10), date(2023, 10, 5))
    last = lead_of(cast, moved).due_dates[-1]
    assert (last.decider_name, last.decision_form) == (HEAD.issuer, "document")
    assert not plan(cast, later, *changed).does_something


def test_what_is_left_stays_and_is_shown_again(cast, clock):
    duty = ours(cast, clock, PORTAL)[0]
    row = ROWS[0].replace("29/9/2023", "06/10/2023")
    found = plan(cast, clock, row)
    assert not take(cast, clock, found, due=frozenset(), told=frozenset()).anything
    assert superiors.course_of(duty).due_on == SUPERIOR
    assert plan(cast, clock, row).rows[0].new_due == date(2023, 10, 6)


def test_what_they_think_is_late_and_we_reported_is_said_and_rates_nothing(cast, clock):
    duty = ours(cast, clock, PORTAL)[0]
    report(cast, clock, duty, "96/BC-UBND", date(2023, 9, 14))
    found = plan(cast, clock, ROWS[0].replace("Đang thực hiện", "Quá hạn"))
    assert (found.rows[0].contradicts, found.rows[0].told) == (True, SuperiorStanding.OVERDUE)
    take(cast, clock, found)
    course = superiors.course_of(duty)
    assert (course.report.number, course.told.standing) == ("96/BC-UBND", SuperiorStanding.OVERDUE)


def test_a_row_that_may_be_two_is_a_question(cast, clock):
    north, south = ours(cast, clock, f"{ROAD} đoạn phía Bắc", f"{ROAD} đoạn phía Nam")
    row = f"1 | 412/UBND-TH | 06/9/2023 | {ROAD} | 29/9/2023 | | "
    found = plan(cast, clock, row)
    assert {duty.public_id for duty, _ in found.rows[0].candidates} == {north.public_id, south.public_id}
    with pytest.raises(DomainError) as refused:
        take(cast, clock, found)
    assert (refused.value.code, refused.value.params) == ("upward.unanswered", {"where": "Dòng 2"})
    chosen = plan(cast, clock, row, answers={0: south.public_id})
    assert (chosen.rows[0].duty.public_id, chosen.rows[0].reworded) == (south.public_id, True)
    assert plan(cast, clock, row, answers={0: NEW}).rows[0].kind is Kind.NEW
    assert plan(cast, clock, row, answers={0: LEAVE}).unanswered == []
    assert plan(cast, clock, row, answers={0: "khong-co"}).unanswered != []
    take(cast, clock, chosen)
    assert (south.text, north.text) == (ROAD, f"{ROAD} đoạn phía Bắc")
    assert not plan(cast, clock, row).does_something


def test_two_rows_cannot_be_answered_as_one(cast, clock):
    duty = ours(cast, clock, ROAD)[0]
    rows = [f"{n} | 412/UBND-TH | 06/9/2023 | {ROAD} {where} | 29/9/2023 | | " for n, where in ((1, "Bắc"), (2, "Nam"))]
    found = plan(cast, clock, *rows, answers={0: duty.public_id, 1: duty.public_id})
    assert [problem.error.code for problem in found.problems] == ["upward.twice"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1 | 412/UBND-TH | 06/9/2023 |  | 29/9/2023 | | Phòng Nội vụ", "upward.no_content"),
        (f"1 | 412/UBND-TH | 06/9/2023 | {PORTAL} | 31/9/2023 | | ", "list.bad_date"),
        (f"{ROWS[0]}\n{ROWS[0]}", "list.twice"),
    ],
)
def test_what_is_wrong_is_said_by_row_and_nothing_is_taken(cast, clock, row, code):
    found = plan(cast, clock, *row.split("\n"))
    assert code in [problem.error.code for problem in found.problems]
    with pytest.raises(DomainError) as refused:
        take(cast, clock, found)
    assert refused.value.code == "upward.not_ready"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"1 | 412/UBND-TH | 06/9/2023 | {PORTAL} | 01/9/2023 | | Phòng Nội vụ", "superior.due_before_given"),
        (f"1 | 999/UBND-TH | 06/9/2023 | {ROAD} | 01/9/2023 | | Phòng Nội vụ", "superior.due_before_given"),
        (f"1 | 999/UBND-TH | 06/12/2023 | {ROAD} | 29/12/2023 | | Phòng Nội vụ", "superior.given_future"),
    ],
)
def test_days_that_cannot_be_are_said_by_row_for_what_is_known_and_what_is_new(cast, clock, row, code):
    ours(cast, clock, PORTAL)
    found = plan(cast, clock, row)
    assert [problem.error.code for problem in found.problems] == [code]
    with pytest.raises(DomainError, match=r"upward\.not_ready"):
        take(cast, clock, found)


def test_a_text_without_a_list_is_refused(cast, clock):
    found = plan_upward(cast.session, actor=cast.chief, clock=clock, text="Kính gửi: các cơ quan", head=HEAD)
    assert [problem.error.code for problem in found.problems] == ["upward.no_table"]


def test_all_or_nothing(cast, clock):
    ours(cast, clock, PORTAL)
    found = plan(cast, clock, ROWS[0].replace("29/9/2023", "06/10/2023"), ROWS[1])
    late = {1: NewChoice(cast.units["kinh_te"].id, date(2023, 10, 21))}
    cast.session.commit()
    before = [count(cast, model) for model in (SuperiorStep, Directive, OutboxMessage)]
    with pytest.raises(DomainError) as refused:
        take(cast, clock, found, new=late)
    cast.session.rollback()
    assert refused.value.code == "superior.inner_after"
    assert [count(cast, model) for model in (SuperiorStep, Directive, OutboxMessage)] == before


def test_what_changed_since_it_was_seen_is_not_overwritten(cast, clock):
    duty = ours(cast, clock, PORTAL)[0]
    found = plan(cast, clock, ROWS[0])
    report(cast, clock, duty, "96/BC-UBND", date(2023, 9, 14))
    assert plan(cast, clock, ROWS[0]).digest != found.digest
    with pytest.raises(DomainError) as refused:
        take(cast, clock, found)
    assert refused.value.code == "stale"


def test_a_task_that_is_kept_from_the_reader_is_left_alone(cast, clock):
    duty = ours(cast, clock, PORTAL)[0]
    duty.task.restricted = True
    cast.session.flush()
    found = plan(cast, clock, ROWS[0].replace("29/9/2023", "06/10/2023"))
    assert (found.rows[0].left, found.rows[0].changes, found.unlisted) == (True, False, ())
    assert not take(cast, clock, found).anything
    assert [step.kind for step in duty.steps] == [SuperiorStepKind.GIVEN]


def test_only_who_gives_tasks_imports(cast, clock):
    for actor in (cast.clerk, cast.leader, cast.head("noi_vu")):
        with pytest.raises(DomainError) as refused:
            plan_upward(cast.session, actor=actor, clock=clock, text=listed(*ROWS), head=HEAD)
        assert refused.value.code == "permission.denied"
