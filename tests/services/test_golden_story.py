"""A notice of 29 tasks for six units, replayed act by act through two quarters; its figures were worked out by hand.

Its shape is that of a real conclusion notice of a district in 2023: a few dated tasks for each unit, some without a
deadline, and one given to three units together. The words, the numbers and what became of it are invented.

Each line has its histories by day, and what it counts as at the two cut-offs: 14/9 (Quý III) and 14/12 (Quý IV). The
sums below the lines are added up from them with a pencil.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.figures import Counts
from app.domain.measures import DaysLate, Extended, Spread
from app.domain.terms import EventKind, PeriodKind, ReturnKind
from app.models import Assignment
from app.services import answering, closing, deciding, extensions, reports
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.report_slices import rows_of
from app.services.report_view import ReportView
from app.wording.counted import standing_words
from tests.cast import Cast
from tests.domain.making import day
from tests.services.report_cases import give, make_directive, make_task

GIVEN_ON = day("3/7")
LINKS = Links("http://dondoc.test")
Act = Callable[["Story", Assignment], object]
Step = tuple[str, Act]


@dataclass
class Story:
    """Who acts when: the clock stands on the day of the act."""

    cast: Cast
    clock: FixedClock
    leads: dict[str, Assignment] = field(default_factory=dict)

    @property
    def session(self) -> Session:
        return self.cast.session

    def by(self, who: str, part: Assignment) -> dict[str, object]:
        actor = self.cast.chief if who == "office" else self.cast.head(_key(self.cast, part))
        return {"actor": actor, "clock": self.clock, "assignment": part, "version": part.version}

    def decision(self, who: str = "leader") -> Decision:
        return Decision(decider_id=self.cast.users[who].id)


def _key(cast: Cast, part: Assignment) -> str:
    return next(key for key, unit in cast.units.items() if unit.id == part.unit_id)


def report(on: str) -> Step:
    signed = [NewEvidence(number="45/BC", issued_on=day(on))]
    return on, lambda s, part: answering.report_done(s.session, **s.by("unit", part), results=signed)


def sign(on: str) -> Step:
    return on, lambda s, part: answering.send_for_signature(
        s.session, **s.by("unit", part), desk="PCT", sent_on=day(on)
    )


def progress(on: str) -> Step:
    return on, lambda s, part: answering.write_progress(s.session, **s.by("unit", part), note="Đang làm.")


def accept(on: str, as_of: str, by: str = "leader") -> Step:
    return on, lambda s, part: deciding.accept(
        s.session, **s.by("office", part), decision=s.decision(by), completed_on=day(as_of)
    )


def give_back(on: str, kind: ReturnKind) -> Step:
    return on, lambda s, part: deciding.return_result(
        s.session,
        **s.by("office", part),
        decision=s.decision(),
        links=LINKS,
        reason="Cần bổ sung.",
        return_kind=kind,
    )


def ask(on: str, until: str) -> Step:
    return on, lambda s, part: extensions.ask(
        s.session, **s.by("unit", part), asked_for=day(until), reason="Chờ số liệu."
    )


def grant(on: str, until: str) -> Step:
    return on, lambda s, part: extensions.decide(
        s.session,
        **s.by("office", part),
        decision=s.decision(),
        links=LINKS,
        reason="Đồng ý.",
        granted_until=day(until),
        answer=EventKind.EXTENSION_GRANTED,
    )


def excuse(on: str) -> Step:
    return on, lambda s, part: deciding.decide_cause(
        s.session, **s.by("office", part), decision=s.decision(), reason="Mưa lũ.", kind=EventKind.CAUSE_CONFIRMED
    )


def stop(on: str) -> Step:
    return on, lambda s, part: closing.close(
        s.session, **s.by("office", part), decision=s.decision(), reason="Không còn phù hợp.", kind=EventKind.STOPPED
    )


def transfer(on: str, unit: str, line: str) -> Step:
    def act(s: Story, part: Assignment) -> None:
        s.leads[line] = closing.transfer(
            s.session,
            **s.by("office", part),
            decision=s.decision(),
            links=LINKS,
            reason="Đúng chức năng.",
            to_unit=s.cast.units[unit],
        )

    return on, act


PAPERS, NOT_GOOD = ReturnKind.MISSING_PAPERS, ReturnKind.NOT_GOOD_ENOUGH
# Line, unit, due day, what happened, what it counts as in Quý III and in Quý IV with the days late ("–": not in it).
# Lines 29a to 29c are one task; 14b is what became of 14 at the unit that took it over.
# fmt: off
LINES: tuple[tuple[str, str, str, tuple[Step, ...], str, str], ...] = (
    ("1", "van_phong", "14/7", (report("12/7"), accept("13/7", "12/7", by="chief")), "a", "–"),
    ("2", "van_phong", "31/7", (report("3/8"), accept("4/8", "3/8")), "b 3", "–"),
    ("3", "van_phong", "30/9", (report("29/9"), accept("2/10", "29/9")), "c", "a"),
    ("4", "van_phong", "", (), "undated", "undated"),
    ("5", "noi_vu", "14/7", (report("14/7"), accept("17/7", "14/7")), "a", "–"),
    ("6", "noi_vu", "31/7", (report("28/7"), give_back("1/8", NOT_GOOD), report("7/8"), accept("8/8", "7/8")),
     "b 7", "–"),
    # Reported with two working days left (30 and 31/8); returned for papers on 5/9, it has 6 and 7/9.
    ("7", "noi_vu", "31/8", (report("29/8"), give_back("5/9", PAPERS), report("7/9"), accept("8/9", "7/9")), "a", "–"),
    ("8", "noi_vu", "31/8", (ask("25/8", "29/9"), grant("28/8", "29/9"), ask("25/9", "31/10"), grant("28/9", "31/10"),
                             report("30/10"), accept("31/10", "30/10")), "c", "a"),
    ("9", "noi_vu", "30/9", (), "c", "d 75"),  # 31 of October, 30 of November, 14 of December
    ("10", "tu_phap", "14/7", (report("21/7"), accept("24/7", "21/7")), "b 7", "–"),
    ("11", "tu_phap", "15/8", (report("20/9"), accept("22/9", "20/9")), "d 30", "b 36"),
    ("12", "tu_phap", "31/8", (report("31/8"), accept("18/9", "31/8")), "c waiting", "a"),
    ("13", "tu_phap", "31/8", (excuse("11/9"), report("2/10"), accept("3/10", "2/10")), "not rated", "not rated"),
    ("14", "tu_phap", "30/10", (transfer("16/10", "kinh_te", "14b"),), "c", "not rated"),
    ("14b", "kinh_te", "", (report("30/10"), accept("1/11", "30/10")), "–", "a"),
    ("15", "kinh_te", "31/7", (), "d 45", "d 136"),
    # Reported five days late; accepted after the freezing as of the day of its result document.
    ("16", "kinh_te", "31/8", (report("5/9"), accept("18/9", "30/8")), "d 14", "a"),
    ("17", "kinh_te", "29/9", (sign("28/9"), report("6/10"), accept("9/10", "28/9")), "c", "a"),
    ("18", "kinh_te", "29/9", (progress("11/9"), report("13/10"), accept("16/10", "13/10")), "c", "b 14"),
    ("19", "kinh_te", "", (report("20/9"), accept("21/9", "20/9")), "undated", "undated"),
    ("20", "kinh_te", "30/10", (report("20/10"), give_back("1/11", NOT_GOOD)), "c", "d 45"),
    ("21", "xa_ha", "14/7", (report("13/7"), accept("14/7", "13/7")), "a", "–"),
    ("22", "xa_ha", "31/8", (stop("21/8"),), "not rated", "–"),
    ("23", "xa_ha", "15/8", (report("25/8"), accept("28/8", "25/8")), "b 10", "–"),
    ("24", "xa_ha", "30/11", (progress("10/12"),), "c", "d 14"),
    ("25", "xa_ha", "30/12", (), "c", "c"),
    ("26", "xa_ha", "15/12", (report("12/12"),), "c", "c waiting"),
    ("27", "cong_an", "31/8", (), "d 14, apart", "d 105, apart"),
    ("28", "cong_an", "30/10", (report("27/10"), accept("30/10", "27/10")), "c, apart", "a, apart"),
    ("29a", "noi_vu", "31/10", (report("31/10"), accept("1/11", "31/10")), "c", "a"),
    ("29b", "tu_phap", "31/10", (), "c", "d 44"),
    ("29c", "xa_ha", "31/10", (report("6/11"), accept("7/11", "6/11")), "c", "b 6"),
)
# fmt: on
FROZEN_Q3, FROZEN_Q4 = day("15/9"), day("15/12")


@dataclass
class Told:
    """The story with both reports: as they were frozen, and the first as it is asked for at the end."""

    lines: dict[int, str]
    third: ReportView
    fourth: ReportView
    third_again: ReportView
    differing: list[reports.Difference]


@pytest.fixture
def told(session: Session, cast: Cast, clock: FixedClock) -> Told:
    story = Story(cast, clock)
    _give_all(story)
    frozen = {}
    acts = [(day(on), line, act) for line, _, _, steps, _, _ in LINES for on, act in steps]
    for when, quarter in ((FROZEN_Q3, 3), (FROZEN_Q4, 4)):
        for on, line, act in sorted((each for each in acts if each[0] < when), key=lambda each: each[0]):
            _stand_on(clock, on)
            act(story, story.leads[line])
        acts = [each for each in acts if each[0] >= when]
        _stand_on(clock, when)
        report_ = reports.make_report(
            session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=quarter
        )
        frozen[quarter] = (
            report_,
            reports.load_view(reports.freeze(session, actor=cast.chief, clock=clock, report=report_)),
        )
    assert acts == []
    (third, third_frozen), (_, fourth_frozen) = frozen[3], frozen[4]
    again = reports.current_figures(session, office_id=cast.office.id, report=third, clock=clock)
    assert again is not None
    differing = reports.differences(session, frozen=third_frozen, now=again)
    lines = {assignment.id: line for line, assignment in story.leads.items()}
    return Told(lines, third_frozen, fourth_frozen, again, differing)


def _stand_on(clock: FixedClock, on: date) -> None:
    clock.instant = FixedClock.at(on).now()


def _give_all(story: Story) -> None:
    """On the day of the notice, by the office."""
    _stand_on(story.clock, GIVEN_ON)
    directive, shared = make_directive(story.cast, "94/TB-UBND", GIVEN_ON), None
    for line, unit, due, _, third, _ in LINES:
        if third == "–":
            continue  # a unit that takes it over later
        if line.startswith("29"):
            task = shared = shared or make_task(story.cast, directive, "Việc chung của ba đơn vị.", "29")
        else:
            task = make_task(story.cast, directive, f"Việc thứ {line} của thông báo.", line)
        story.leads[line] = give(story.cast, task, unit, day(due) if due else None, given_on=GIVEN_ON)


def as_told(view: ReportView, lines: dict[int, str]) -> dict[str, str]:
    """Each line as it was counted, in the words of the table."""
    found = {}
    for row in view.rows:
        counted = row.counted
        words = [counted.figure_class.value.replace("_", " ")]
        words += [str(counted.days_overdue)] if counted.days_overdue else []
        words += ["waiting"] if counted.waiting and counted.figure_class == "c" else []
        apart = "" if counted.under_authority else ", apart"
        found[lines[counted.assignment_id]] = " ".join(words) + apart
    return found


def of_units(view: ReportView) -> dict[str, tuple[int, int, int, int]]:
    return {unit.name: (unit.counts.a, unit.counts.b, unit.counts.c, unit.counts.d) for unit in view.units}


def test_two_quarters_of_a_notice_count_as_worked_out_by_hand(told: Told) -> None:
    assert as_told(told.third, told.lines) == {line: third for line, *_, third, _ in LINES if third != "–"}
    assert as_told(told.fourth, told.lines) == {line: fourth for line, *_, fourth in LINES if fourth != "–"}

    # Quý III. a: 1, 5, 7, 21. b: 2, 6, 10, 23. c: 3, 8, 9, 12 (waiting), 14, 17, 18, 20, 24, 25, 26, 29 thrice.
    # d: 11, 15, 16. Apart: undated 4 and 19, not rated 13 and 22, outside the authority 27 and 28. 25 + 2 + 2 + 2 = 31.
    assert told.third.counts == Counts(a=4, b=4, c=14, d=3, waiting=1, carried_over=0, new=25)
    assert (told.third.tasks, told.third.undated, told.third.not_rated) == (23, 2, 2)  # 25 less two of line 29
    assert (told.third.outside.c, told.third.outside.d, told.third.outside.total) == (1, 1, 2)
    assert of_units(told.third) == {
        "Phòng Kinh tế": (0, 0, 3, 2),  # c 17, 18, 20; d 15, 16
        "Phòng Tư pháp": (0, 1, 3, 1),  # b 10; c 12, 14, 29b; d 11
        "Phòng Nội vụ": (2, 1, 3, 0),  # a 5, 7; b 6; c 8, 9, 29a
        "UBND xã Hạ": (1, 1, 4, 0),  # a 21; b 23; c 24, 25, 26, 29c
        "Văn phòng HĐND và UBND huyện": (1, 1, 1, 0),  # a 1; b 2; c 3
    }
    on_time, completed = told.third.counts.on_time(), told.third.counts.completed()
    assert (on_time.numerator, on_time.denominator, str(on_time.percent())) == (4, 11, "36.4")
    assert (completed.numerator, completed.denominator, str(completed.percent())) == (8, 11, "72.7")

    # Quý IV. a: 3, 8, 12, 14b, 16, 17, 29a. b: 11, 18, 29c. c: 25, 26 (waiting). d: 9, 15, 20, 24, 29b. 14b is new.
    assert told.fourth.counts == Counts(a=7, b=3, c=2, d=5, waiting=1, carried_over=16, new=1)
    assert (told.fourth.tasks, told.fourth.undated, told.fourth.not_rated) == (15, 2, 2)
    assert (told.fourth.outside.a, told.fourth.outside.d, told.fourth.outside.total) == (1, 1, 2)
    assert of_units(told.fourth) == {
        "Phòng Kinh tế": (3, 1, 0, 2),  # a 14b, 16, 17; b 18; d 15, 20
        "Phòng Tư pháp": (1, 1, 0, 1),  # a 12; b 11; d 29b
        "Phòng Nội vụ": (2, 0, 0, 1),  # a 8, 29a; d 9
        "UBND xã Hạ": (0, 1, 2, 1),  # b 29c; c 25, 26; d 24
        "Văn phòng HĐND và UBND huyện": (1, 0, 0, 0),  # a 3
    }
    on_time, completed = told.fourth.counts.on_time(), told.fourth.counts.completed()
    assert (on_time.numerator, on_time.denominator, str(on_time.percent())) == (7, 15, "46.7")
    assert (completed.numerator, completed.denominator, str(completed.percent())) == (10, 15, "66.7")


def test_what_stands_beside_the_figures_was_worked_out_by_hand_as_well(told: Told) -> None:
    third, fourth = told.third.beside.measures, told.fourth.beside.measures
    # Overdue 14, 30, 45 days. In working days to 14/9: after 31/8 without 1 and 4/9, 5 to 8 and 11 to 14/9, are 8;
    # after 15/8 twelve more in August, 20; after 31/7 twenty-three of August, 31.
    assert third.overdue == DaysLate(Spread(3, 30.0, 45), Spread(3, 20.0, 31))
    # Done late: 2 by 3 days (1, 2, 3/8), 6 by 7 (1 to 4, 7/8), 10 by 7 (17 to 21/7), 23 by 10 (16 to 18, 21 to 25/8).
    assert third.done_late == DaysLate(Spread(4, 7.0, 10), Spread(4, 5.0, 8))
    assert fourth.overdue.calendar == Spread(5, 45.0, 136)  # 14, 44, 45, 75, 136
    assert fourth.done_late.calendar == Spread(3, 14.0, 36)  # 6, 14, 36
    assert third.extended == Extended(assignments=1, times=1, more_than_once=0, many=0)  # 8
    assert fourth.extended == Extended(assignments=1, times=2, more_than_once=1, many=0)  # 8 again
    assert (third.self_confirmed, fourth.self_confirmed) == (1, 0)  # 1, by the chief; 2 and 3 by a leader
    # Late in Quý III were all five; in Quý IV all but the office itself.
    late_again = [unit.name for unit in told.fourth.units if unit.public_id in told.fourth.beside.late_again]
    assert late_again == ["Phòng Kinh tế", "Phòng Nội vụ", "Phòng Tư pháp", "UBND xã Hạ"]
    assert told.third.beside.late_again == ()
    # In hand at 14/9: 3, 4, 8, 9, 11, 14, 15, 17 to 20, 24 to 26, 29a to c; written to only 18 (11/9).
    assert (third.updates.updated, third.updates.counted) == (1, 17)
    # In hand at 14/12: 4, 9, 15, 20, 24, 25, 29b; written to only 24 (10/12).
    assert (fourth.updates.updated, fourth.updates.counted) == (1, 7)


def test_asked_again_the_third_quarter_differs_in_two_lines_and_says_why(told: Told) -> None:
    assert told.third_again.counts == Counts(a=6, b=4, c=13, d=2, waiting=0, carried_over=0, new=25)
    why = {
        told.lines[each.now.counted.assignment_id]: (
            standing_words(each.then.counted),
            standing_words(each.now.counted),
            [(record.what, record.effective_on) for record in each.why],
        )
        for each in told.differing
        if each.then and each.now
    }
    assert why == {
        "12": ("Trong hạn, chờ xác nhận", "Hoàn thành đúng hạn", [(EventKind.ACCEPTED, day("31/8"))]),
        "16": ("Quá hạn, chưa hoàn thành", "Hoàn thành đúng hạn", [(EventKind.ACCEPTED, day("30/8"))]),
    }
    assert len(told.differing) == len(why)


def test_the_list_of_the_overdue_of_the_fourth_quarter_is_that_of_the_lines(told: Told) -> None:
    overdue = {told.lines[row.counted.assignment_id] for row in rows_of(told.fourth, "d")}
    assert overdue == {"9", "15", "20", "24", "29b"}
