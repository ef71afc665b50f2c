"""The worked cases of "Time and figures": what happened, what is asked, and what it counts as.

``python -m tests.domain.test_worked_cases`` prints the table as Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from app.domain.deadlines import DeadlinePolicy
from app.domain.figures import Figures, Lead, figures
from app.domain.history import Event, fold, standing
from app.domain.terms import FigureClass, Standing
from tests.domain.making import (
    OFFICIAL,
    Step,
    accepted,
    adjusted,
    cancelled,
    corrected,
    day,
    excused,
    extended,
    given,
    lead_of,
    merged,
    midnight_after,
    numbered,
    repeated,
    reported,
    returned,
    returned_for_papers,
    sent_for_signature,
    superseded,
    tell,
    transferred,
    unit_corrected,
)

GIVEN = given("2/10", due="30/10")
UNDATED = given("2/10")
IN_TIME_ACCEPTED_AFTER = (GIVEN, reported("30/10"), accepted("30/10", recorded="2/11"))
EARLIER_DOCUMENT = (GIVEN, reported("3/11"), accepted("25/10", recorded="6/11"))
PAPERS = (GIVEN, reported("25/10"), returned_for_papers("1/11"))
PAPERS_LATE = (given("2/10", due="27/10"), reported("30/10"), returned_for_papers("1/11"))
NOT_GOOD = (GIVEN, reported("27/10"), returned("1/11"))
CORRECTED = (given("2/10", due="10/10"), corrected(due="10/11", recorded="6/11"))
ASKED_IN_TIME = (GIVEN, extended(asked="27/10", decided="3/11", due="20/11"))
ASKED_LATE = (GIVEN, extended(asked="2/11", decided="5/11", due="20/11"))
CARRIED = (given("14/7", due="15/8"), reported("5/10"), accepted("5/10", recorded="6/10"))


@dataclass(frozen=True)
class Case:
    """One line of the table. A period is "from–cut-off"; known is everything recorded through the day ``known``."""

    name: str
    happened: tuple[Step, ...]
    period: str
    known: str
    counts_as: str
    under_authority: bool = True

    @property
    def lead(self) -> Lead:
        return lead_of(*self.happened, under_authority=self.under_authority)

    @property
    def figures(self) -> Figures:
        period_from, cut_off = self.period.split("–")
        known_at = midnight_after(day(self.known))
        return figures([self.lead], period_from=day(period_from), cut_off=day(cut_off), known_at=known_at)


# fmt: off
CASES = (
    Case("done on the due day is on time",
         (GIVEN, reported("30/10"), accepted("30/10", recorded="30/10")), "1/10–31/10", "31/10", "a"),
    Case("done a day after the due day is late",
         (GIVEN, reported("31/10"), accepted("31/10", recorded="31/10")), "1/10–31/10", "31/10", "b, 1 day late"),
    Case("open on the due day is in time",
         (GIVEN,), "1/10–30/10", "30/10", "c"),
    Case("open a day after the due day is overdue",
         (GIVEN,), "1/10–31/10", "31/10", "d, 1 day late"),
    Case("waiting at the cut-off, reported on the due day",
         (GIVEN, reported("30/10")), "1/10–31/10", "31/10", "c, waiting"),
    Case("waiting at the cut-off, reported late",
         (given("2/10", due="27/10"), reported("30/10")), "1/10–31/10", "31/10", "d, waiting, 4 days late"),
    Case("accepted after the cut-off: as it was frozen",
         IN_TIME_ACCEPTED_AFTER, "1/10–31/10", "1/11", "c, waiting"),
    Case("accepted after the cut-off: asked again",
         IN_TIME_ACCEPTED_AFTER, "1/10–31/10", "3/11", "a"),
    Case("accepted after the cut-off: in the next period",
         IN_TIME_ACCEPTED_AFTER, "1/11–30/11", "30/11", "a, carried over"),
    Case("accepted with the document's earlier day: as it was frozen",
         EARLIER_DOCUMENT, "1/10–31/10", "1/11", "d, 1 day late"),
    Case("accepted with the document's earlier day: asked again",
         EARLIER_DOCUMENT, "1/10–31/10", "7/11", "a"),
    Case("accepted with the document's earlier day: in the next period",
         EARLIER_DOCUMENT, "1/11–30/11", "30/11", "a, carried over"),
    Case("returned for missing papers after the cut-off: at the cut-off it waited",
         PAPERS, "1/10–31/10", "7/11", "c, waiting"),
    Case("returned for missing papers: it has the three working days back that it had left",
         PAPERS, "1/11–6/11", "7/11", "c, carried over, due day changed"),
    Case("returned for missing papers: open past the days it got back",
         PAPERS, "1/11–7/11", "7/11", "d, 1 day late, carried over, due day changed"),
    Case("returned for missing papers: done within the days it got back",
         (*PAPERS, reported("6/11"), accepted("6/11", recorded="7/11")), "1/11–30/11", "30/11",
         "a, carried over, due day changed"),
    Case("returned for missing papers, but reported late: nothing comes back",
         PAPERS_LATE, "1/11–2/11", "2/11", "d, 6 days late, carried over"),
    Case("returned as not good enough after the cut-off: at the cut-off it waited",
         NOT_GOOD, "1/10–31/10", "7/11", "c, waiting"),
    Case("returned as not good enough: no day comes back",
         NOT_GOOD, "1/11–1/11", "1/11", "d, 2 days late, carried over"),
    Case("returned as not good enough: done again, late",
         (*NOT_GOOD, reported("3/11"), accepted("3/11", recorded="3/11")), "1/11–30/11", "30/11",
         "b, 4 days late, carried over"),
    Case("due day corrected after freezing: as it was frozen",
         CORRECTED, "1/10–31/10", "2/11", "d, 21 days late"),
    Case("due day corrected after freezing: asked again",
         CORRECTED, "1/10–31/10", "6/11", "c, due day changed"),
    Case("no deadline, open",
         (UNDATED,), "1/10–31/10", "31/10", "undated"),
    Case("no deadline, done",
         (UNDATED, reported("9/10"), accepted("9/10", recorded="9/10")), "1/10–31/10", "31/10", "undated"),
    Case("carried over twice: in the period it was given in",
         CARRIED, "1/7–31/8", "31/8", "d, 16 days late"),
    Case("carried over twice: the first time",
         CARRIED, "1/9–30/9", "30/9", "d, 46 days late, carried over"),
    Case("carried over twice: the second time, done late in it",
         CARRIED, "1/10–31/10", "31/10", "b, 51 days late, carried over"),
    Case("carried over twice: the period after it was closed",
         CARRIED, "1/11–30/11", "30/11", "not in the period"),
    Case("closed on the first day of the period",
         CARRIED, "6/10–31/10", "31/10", "b, 51 days late, carried over"),
    Case("given on the first day of the period is new",
         (GIVEN,), "2/10–30/10", "31/10", "c"),
    Case("given after the cut-off",
         (GIVEN,), "1/9–30/9", "31/10", "not in the period"),
    Case("cancelled in the period",
         (GIVEN, cancelled("20/10")), "1/10–31/10", "31/10", "not rated"),
    Case("cancelled after the cut-off: at the cut-off it was overdue",
         (GIVEN, cancelled("2/11")), "1/10–31/10", "3/11", "d, 1 day late"),
    Case("cancelled before the period",
         (GIVEN, cancelled("20/10")), "1/11–30/11", "30/11", "not in the period"),
    Case("submitted for signature in time, not signed at the cut-off",
         (GIVEN, sent_for_signature("27/10")), "1/10–31/10", "31/10", "c, waiting"),
    Case("submitted for signature late, not signed at the cut-off",
         (given("2/10", due="20/10"), sent_for_signature("27/10")), "1/10–31/10", "31/10", "d, waiting, 11 days late"),
    Case("submitted for signature in time, signed after the due day",
         (GIVEN, sent_for_signature("27/10"), reported("6/11"), accepted("27/10", recorded="7/11")),
         "1/11–30/11", "30/11", "a, carried over"),
    Case("the draft came back from signature: the days since count again",
         (GIVEN, sent_for_signature("27/10"), returned("2/11")), "1/11–3/11", "3/11", "d, 4 days late, carried over"),
    Case("more time asked for in time, decided late: as it was frozen",
         ASKED_IN_TIME, "1/10–31/10", "1/11", "d, 1 day late"),
    Case("more time asked for in time, decided late: asked again, the silence is nobody's lateness",
         ASKED_IN_TIME, "1/10–31/10", "6/11", "c, due day changed"),
    Case("more time asked for late: at the cut-off before the decision it stays overdue",
         ASKED_LATE, "1/10–31/10", "30/11", "d, 1 day late"),
    Case("more time asked for late: done in the new time, the lateness before stays on record",
         (*ASKED_LATE, reported("15/11"), accepted("15/11", recorded="16/11")), "1/11–30/11", "30/11",
         "a, carried over, due day changed, 6 days late before"),
    Case("more time was not enough",
         (*ASKED_LATE,), "1/11–30/11", "30/11", "d, 10 days late, carried over, due day changed, 6 days late before"),
    Case("moved by the leader on his own before it was due",
         (GIVEN, adjusted("25/10", due="10/11")), "1/10–31/10", "31/10", "c, due day changed"),
    Case("moved by the leader to an earlier day",
         (GIVEN, adjusted("16/10", due="20/10")), "1/10–31/10", "31/10", "d, 11 days late, due day changed"),
    Case("objective cause confirmed in the period",
         (GIVEN, excused("31/10")), "1/10–31/10", "31/10", "not rated, objective cause"),
    Case("objective cause confirmed after the cut-off: at the cut-off it was overdue",
         (GIVEN, excused("2/11")), "1/10–31/10", "3/11", "d, 1 day late"),
    Case("objective cause, done all the same",
         (GIVEN, excused("31/10"), reported("6/11"), accepted("6/11", recorded="7/11")), "1/11–30/11", "30/11",
         "not rated, carried over, objective cause"),
    Case("transferred away in the period: the unit that had it is not rated",
         (GIVEN, transferred("20/10")), "1/10–31/10", "31/10", "not rated"),
    Case("transferred away after the cut-off: at the cut-off it was overdue",
         (GIVEN, transferred("2/11")), "1/10–31/10", "3/11", "d, 1 day late"),
    Case("taken over from another unit on 20/10 with its deadline",
         (given("20/10", due="30/10"), reported("30/10"), accepted("30/10", recorded="30/10")), "1/10–31/10", "31/10",
         "a"),
    Case("superseded by a later notice",
         (GIVEN, superseded("20/10")), "1/10–31/10", "31/10", "not rated"),
    Case("the unit merged into another: at a cut-off before it",
         (GIVEN, merged("5/11")), "1/10–31/10", "30/11", "d, 1 day late, of unit 1"),
    Case("the unit merged into another: at a cut-off after it",
         (GIVEN, merged("5/11")), "1/11–30/11", "30/11", "d, 31 days late, carried over, of unit 2"),
    Case("the wrong unit put right: as it was frozen",
         (GIVEN, unit_corrected("5/11")), "1/10–31/10", "2/11", "d, 1 day late, of unit 1"),
    Case("the wrong unit put right: asked again, it never was the other's",
         (GIVEN, unit_corrected("5/11")), "1/10–31/10", "6/11", "d, 1 day late, of unit 2"),
    Case("repeated by a later notice: the first is counted, the repetition is superseded by it",
         (given("16/10", due="30/10"), superseded("17/10")), "1/10–31/10", "31/10", "not rated"),
    Case("repeated by a later notice: the first task, its deadline kept, passed by then",
         (GIVEN, repeated("2/11")), "1/10–31/10", "31/10", "d, 1 day late"),
    Case("repeated by a later notice: the first is counted once, with its deadline kept",
         (GIVEN, repeated("25/10")), "1/10–30/10", "30/10", "c"),
    Case("repeated by a later notice with a new date: the first goes by that date",
         (GIVEN, repeated("25/10", due="20/11")), "1/10–31/10", "31/10", "c, due day changed"),
    Case("repeated late by a later notice with a new date: the lateness before stays on record",
         (GIVEN, repeated("2/11", due="20/11"), reported("15/11"), accepted("15/11", recorded="16/11")),
         "1/11–30/11", "30/11", "a, carried over, due day changed, 3 days late before"),
    Case("a unit outside the office's authority",
         (GIVEN,), "1/10–31/10", "31/10", "d, 1 day late, counted apart", under_authority=False),
)
# fmt: on

# How many of each class the report BC 1270/BC-TCTTTg of 27/12/2017 counted, and a history that comes to that class.
BC_1270 = (
    (14_068, (GIVEN, reported("30/10"), accepted("30/10", recorded="30/10"))),
    (1_983, (GIVEN, reported("31/10"), accepted("31/10", recorded="31/10"))),
    (5_640, (given("2/10", due="31/10"),)),
    (223, (GIVEN,)),
)


def told(made: Figures, events: tuple[Event, ...] = ()) -> str:
    """What the one assignment counts as, in the words of the table."""
    if not made.rows:
        return "not in the period"
    (row,) = made.rows
    words = (
        (row.figure_class.value.replace("_", " "), True),
        ("waiting", row.waiting),
        (f"{row.days_overdue} day{'s' if row.days_overdue > 1 else ''} late", row.days_overdue > 0),
        ("carried over", row.carried_over),
        ("due day changed", row.due_changes > 0),
        (f"{row.late_before} day{'s' if row.late_before > 1 else ''} late before", row.late_before > 0),
        ("objective cause", row.objective),
        ("counted apart", not row.under_authority),
        (f"of unit {row.unit_id}", any(event.to_unit_id for event in events)),
    )
    return ", ".join(word for word, holds in words if holds)


def as_markdown() -> Iterator[str]:
    """The table, line by line."""
    yield "| Case | What happened (2023) | Period | Known through | Counts as |"
    yield "|---|---|---|---|---|"
    for case in CASES:
        yield f"| {case.name} | {tell(case.happened)} | {case.period} | {case.known} | {case.counts_as} |"
    yield (
        "| the rates of BC 1270/BC-TCTTTg | a 14.068, b 1.983, c 5.640, d 223 | | "
        "| on time a ÷ (a + b + d) = 86,4 %; completed (a + b) ÷ (a + b + d) = 98,6 % |"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_assignment_counts_as_the_table_says(case: Case) -> None:
    assert told(case.figures, case.lead.events) == case.counts_as


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_on_the_cut_off_day_the_desk_calls_overdue_what_the_figures_count_as_overdue(case: Case) -> None:
    made = case.figures
    course = fold(case.lead.events, case.lead.due_dates, cut_off=made.cut_off, known_at=made.known_at)
    on_the_desk = standing(course, today=made.cut_off, calendar=OFFICIAL, policy=DeadlinePolicy())
    assert (on_the_desk is Standing.OVERDUE) == any(row.figure_class is FigureClass.OPEN_OVERDUE for row in made.rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_assignment_is_counted_in_one_place_only(case: Case) -> None:
    made = case.figures
    assert made.counts.total + made.outside.total + made.undated + made.not_rated == len(made.rows)


def test_the_rates_of_a_real_report_come_out() -> None:
    numbers = count(1)
    histories = ((how_many, lead_of(*steps)) for how_many, steps in BC_1270)
    leads = (numbered(lead, next(numbers)) for how_many, lead in histories for _ in range(how_many))
    counts = figures(leads, period_from=day("1/10"), cut_off=day("31/10"), known_at=midnight_after(day("31/10"))).counts
    on_time, completed = counts.on_time(), counts.completed()
    assert (counts.a, counts.b, counts.c, counts.d) == (14_068, 1_983, 5_640, 223)
    assert on_time is not None
    assert completed is not None
    assert (str(on_time.percent()), on_time.formula) == ("86.4", "a ÷ (a + b + d)")
    assert (str(completed.percent()), completed.formula) == ("98.6", "(a + b) ÷ (a + b + d)")


if __name__ == "__main__":
    print("\n".join(as_markdown()))
