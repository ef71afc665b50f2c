"""One act on many assignments: its preview, what is left out and why, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import DueReason, EventKind, MessageKind, State
from app.models import Assignment, AuditEntry, DueDate, Event, OutboxMessage, Policy
from app.services import answering, bulk
from app.services.bulk import Accept, Adjust, BulkAct, Chosen, Remind, TakeBack
from app.services.decisions import Decision
from tests.cast import Cast
from tests.services.giving import Giving

LINKS = Links("http://dondoc.test")
DUE = date(2023, 10, 30)


@pytest.fixture
def giving(cast: Cast, clock: FixedClock) -> Giving:
    return Giving(cast, clock)


def run(cast: Cast, clock: FixedClock, act: BulkAct, *rows: Assignment, actor: str = "chief", tried: bool = False):
    do = bulk.preview if tried else bulk.perform
    chosen = [Chosen(row.public_id, row.version) for row in rows]
    return do(cast.session, actor=cast.actor(actor), clock=clock, links=LINKS, act=act, chosen=chosen)


def refused(code: str):
    return pytest.raises(DomainError, match=code.replace(".", r"\."))


def by(cast: Cast, login: str = "leader") -> Decision:
    return Decision(decider_id=cast.users[login].id)


def adjust(cast: Cast, **more: object) -> Adjust:
    return Adjust(**{"decision": by(cast), "reason": "Mưa lũ", "named_on": date(2023, 11, 15)} | more)


def report(cast: Cast, clock: FixedClock, row: Assignment, on: date | None = None) -> None:
    answering.report_done(
        cast.session, actor=cast.chief, clock=clock, assignment=row, version=row.version, reported_on=on
    )


def codes(lines: Sequence[bulk.Line]) -> list[str]:
    return [line.problem.code if line.problem else "" for line in lines]


def totals(cast: Cast) -> tuple[int, ...]:
    cast.session.flush()
    models = (Event, DueDate, OutboxMessage, AuditEntry)
    return tuple(cast.session.scalar(select(func.count(model.id))) or 0 for model in models)


def test_reports_are_accepted_with_the_day_of_each(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    first, second, still_open = giving("noi_vu", due=DUE), giving("tu_phap", due=DUE), giving("xa_ha", due=DUE)
    report(cast, clock, first, date(2023, 9, 12))
    report(cast, clock, second)
    outcome = run(cast, clock, Accept(by(cast)), first, second, still_open)
    assert [(line.unit, line.counts_on) for line in outcome.done] == [
        ("Phòng Nội vụ", date(2023, 9, 12)),
        ("Phòng Tư pháp", clock.today()),
    ]
    assert codes(outcome.left_out) == ["step.accepted"]
    assert [row.state for row in (first, second, still_open)] == [State.DONE, State.DONE, State.OPEN]


@pytest.mark.parametrize("name", ["accept", "remind", "adjust"])
def test_a_preview_says_what_would_be_done_and_leaves_nothing(
    cast: Cast, clock: FixedClock, giving: Giving, name: str
) -> None:
    rows = [giving("noi_vu", due=DUE), giving("tu_phap"), giving("xa_ha", due=DUE)]
    report(cast, clock, rows[2])
    act = {"accept": Accept(by(cast)), "remind": Remind(), "adjust": adjust(cast)}[name]
    before = totals(cast)
    tried = run(cast, clock, act, *rows, tried=True)
    assert totals(cast) == before
    assert codes(run(cast, clock, act, *rows).lines) == codes(tried.lines)
    assert totals(cast) != before


def test_what_changed_since_it_was_shown_is_left_out(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    first, second = giving("noi_vu", due=DUE), giving("tu_phap", due=DUE)
    seen = [Chosen(first.public_id, first.version), Chosen(second.public_id, second.version)]
    answering.acknowledge(
        cast.session, actor=cast.head("tu_phap"), clock=clock, assignment=second, version=second.version
    )
    outcome = bulk.perform(cast.session, actor=cast.chief, clock=clock, links=LINKS, act=adjust(cast), chosen=seen)
    assert codes(outcome.lines) == ["", "stale"]
    assert (first.due_on, second.due_on) == (date(2023, 11, 15), DUE)


def test_working_days_are_added_to_each_s_own_deadline(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    rows = [giving("noi_vu", due=date(2023, 9, 29)), giving("tu_phap", due=DUE), giving("xa_ha")]
    outcome = run(cast, clock, adjust(cast, named_on=None, working_days=5), *rows)
    assert [row.due_on for row in rows] == [date(2023, 10, 6), date(2023, 11, 6), None]
    assert codes(outcome.lines) == ["", "", "bulk.undated"]
    assert [line.due_before for line in outcome.lines] == [date(2023, 9, 29), DUE, None]


def test_one_decision_and_one_reason_stand_on_each(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    rows = [giving("noi_vu", due=DUE), giving("tu_phap", due=DUE)]
    outcome = run(cast, clock, adjust(cast), *rows, actor="staff")
    for row in rows:
        due = row.due_dates[-1]
        assert (due.reason, due.note, due.decider_id) == (DueReason.ADJUSTED, "Mưa lũ", cast.users["leader"].id)
        assert (due.recorder_id, due.recorded_at) == (cast.users["staff"].id, outcome.at)


def test_each_has_an_entry_in_the_log_and_the_act_one_of_its_own(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    rows = [giving("noi_vu", due=DUE), giving("tu_phap", due=DUE), giving("xa_ha", due=date(2023, 11, 15))]
    run(cast, clock, adjust(cast), *rows)
    actions = list(cast.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["assignment.due_adjusted", "assignment.due_adjusted", "bulk.adjust"]
    payload = cast.session.scalars(select(AuditEntry.payload).where(AuditEntry.action == "bulk.adjust")).one()
    assert payload == {"done": 2, "left_out": 1}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"named_on": None}, "bulk.no_day"),
        ({"working_days": 5}, "bulk.two_days"),
    ],
)
def test_an_adjustment_needs_one_day(cast: Cast, clock: FixedClock, giving: Giving, more: dict, code: str) -> None:
    with refused(code):
        run(cast, clock, adjust(cast, **more), giving("noi_vu", due=DUE))


def test_nothing_chosen_is_said(cast: Cast, clock: FixedClock) -> None:
    with refused("bulk.nothing"):
        run(cast, clock, Remind())


@pytest.mark.parametrize(
    ("actor", "act", "allowed"),
    [
        ("staff", Remind(), True),
        ("leader", Remind(), False),
        ("clerk", Remind(), False),
        ("noi_vu_head", Remind(), False),
        ("noi_vu_head", Accept(Decision()), False),
        ("clerk", Accept(Decision()), False),
        ("staff", TakeBack("", FixedClock.at(DUE).instant), False),
    ],
)
def test_who_may(cast: Cast, clock: FixedClock, giving: Giving, actor: str, act: BulkAct, allowed: bool) -> None:
    row = giving("noi_vu", due=DUE)
    if allowed:
        assert run(cast, clock, act, row, actor=actor).done
    else:
        with refused("permission.denied"):
            run(cast, clock, act, row, actor=actor)


def test_of_another_office_nothing_is_touched(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    row = giving("noi_vu", due=DUE)
    outcome = bulk.perform(
        cast.session, actor=cast.chief, clock=clock, links=LINKS, act=Remind(), chosen=[Chosen("khong-co", 1)]
    )
    assert outcome.lines == []
    assert row.last_reminded_on is None


def test_a_unit_is_reminded_by_one_mail_of_all_that_was_chosen(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    rows = [giving("noi_vu", due=DUE), giving("noi_vu"), giving("cong_an", due=DUE), giving("tu_phap", due=DUE)]
    report(cast, clock, rows[3])
    outcome = run(cast, clock, Remind(), *rows)
    assert codes(outcome.lines) == ["", "", "", "remind.not_with_unit"]
    mails = cast.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [(mail.kind, mail.subject) for mail in mails] == [
        (MessageKind.REMINDED, "02 nhiệm vụ đề nghị thực hiện – Phòng Nội vụ, ngày 14/09"),
        (MessageKind.REMINDED, "01 nội dung đề nghị thực hiện – Công an huyện, ngày 14/09"),
    ]
    assert "đề nghị đơn vị quan tâm thực hiện 02 nhiệm vụ" in " ".join(mails[0].body_text.split())
    assert "kính đề nghị quý cơ quan" in " ".join(mails[1].body_text.split())
    assert mails[0].body_text.count("Mở nhiệm vụ:") == mails[0].body_html.count(">Mở nhiệm vụ<") == 2
    assert [row.last_reminded_on for row in rows] == [clock.today()] * 3 + [None]


def test_pressing_twice_a_day_tells_nobody_twice(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    first, second = giving("noi_vu", due=DUE), giving("noi_vu", due=DUE)
    run(cast, clock, Remind(), first)
    outcome = run(cast, clock, Remind(), first, second)
    assert codes(outcome.lines) == ["remind.told_today", ""]
    clock.instant += timedelta(days=1)
    assert codes(run(cast, clock, Remind(), first, second).lines) == ["", ""]
    assert cast.session.scalar(select(func.count(OutboxMessage.id))) == 3


def moved(cast: Cast, clock: FixedClock, *rows: Assignment) -> bulk.Outcome:
    outcome = run(cast, clock, adjust(cast), *rows)
    clock.instant += timedelta(hours=1)
    return outcome


def test_an_adjustment_is_taken_back_by_a_correcting_row(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    rows = [giving("noi_vu", due=DUE, exclusive=True), giving("tu_phap", due=date(2023, 10, 2))]
    at = moved(cast, clock, *rows).at
    found = bulk.adjusted_at(cast.session, actor=cast.chief, at=at)
    assert (found.reason, {each.public_id for each in found.chosen}) == ("Mưa lũ", {row.public_id for row in rows})
    outcome = run(cast, clock, TakeBack("Nhập nhầm ngày", at), *rows)
    assert codes(outcome.lines) == ["", ""]
    assert [row.due_on for row in rows] == [DUE, date(2023, 10, 2)]
    assert rows[0].due_exclusive
    assert [due.reason for due in rows[0].due_dates] == [
        DueReason.GIVEN,
        DueReason.ADJUSTED,
        DueReason.DATA_CORRECTION,
    ], "nothing is deleted"
    assert rows[0].due_dates[-1].phrase == rows[0].due_dates[0].phrase


def test_only_what_is_unchanged_since_is_taken_back(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    untouched, answered, undated = giving("noi_vu", due=DUE), giving("tu_phap", due=DUE), giving("xa_ha")
    at = moved(cast, clock, untouched, answered, undated).at
    answering.acknowledge(
        cast.session, actor=cast.head("tu_phap"), clock=clock, assignment=answered, version=answered.version
    )
    outcome = run(cast, clock, TakeBack("Nhập nhầm", at), untouched, answered, undated)
    assert codes(outcome.lines) == ["", "bulk.moved_since", "bulk.was_undated"]
    again = run(cast, clock, TakeBack("Nhập nhầm", at), untouched)
    assert codes(again.lines) == ["bulk.moved_since"], "once is enough"


def test_an_act_of_another_or_of_no_instant_is_not_found(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    at = moved(cast, clock, giving("noi_vu", due=DUE)).at
    with refused("not_found"):
        bulk.adjusted_at(cast.session, actor=cast.staff, at=at)
    with refused("not_found"):
        bulk.adjusted_at(cast.session, actor=cast.chief, at=at + timedelta(seconds=1))


def test_no_more_than_the_most_are_done_at_once(
    cast: Cast, clock: FixedClock, giving: Giving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    rows = [giving("noi_vu", due=DUE) for _ in range(3)]
    assert len(run(cast, clock, Remind(), *rows).lines) == 2


def test_the_policy_decides_what_a_new_day_means(cast: Cast, clock: FixedClock, giving: Giving) -> None:
    cast.session.add(Policy(office_id=cast.office.id, version=1, roll_fixed_dates=True, recorded_at=clock.now()))
    row = giving("noi_vu", due=DUE)
    run(cast, clock, adjust(cast, named_on=date(2023, 11, 18)), row)  # a Saturday
    assert row.due_on == date(2023, 11, 20)
    assert row.events[-1].kind is EventKind.DUE_ADJUSTED
