"""The order of the units by n/N: one on the report, on the desk and in the leaders' morning mail."""

from __future__ import annotations

from datetime import date

from app.adapters.links import Links
from app.domain.terms import PeriodKind
from app.services import overview, reports, urging
from app.services.chief_digests import ChiefPlan
from app.services.rules import load_rules
from tests.services.report_cases import give, make_directive, make_task

# Overdue, and open in time. Two pairs are level in n: one differs in N, one in nothing but the name.
OFFICE = {"noi_vu": (1, 2), "tu_phap": (1, 1), "kinh_te": (1, 1), "xa_ha": (3, 5), "van_phong": (0, 1)}
RANKED = [
    ("UBND xã Hạ", 3, 8),
    ("Phòng Kinh tế", 1, 2),
    ("Phòng Tư pháp", 1, 2),
    ("Phòng Nội vụ", 1, 3),
    ("Văn phòng HĐND và UBND huyện", 0, 1),
]


def test_report_desk_and_digest_rank_the_units_alike(session, cast, clock):
    directive = make_directive(cast)
    for unit, (late, in_time) in OFFICE.items():
        for due in [date(2023, 9, 4)] * late + [date(2023, 12, 1)] * in_time:
            give(cast, make_task(cast, directive, "Rà soát."), unit, due)
    session.flush()
    report = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    rules = load_rules(session, office_id=cast.office.id)
    desk = overview.rank_units(session, office_id=cast.office.id, rules=rules, today=clock.today())
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=Links("https://dondoc.test"))
    (chief,) = [each for each in plan.plans if isinstance(each, ChiefPlan)]
    assert view is not None
    assert [(unit.name, unit.counts.d, unit.counts.open) for unit in view.units] == RANKED
    assert [(unit.name, unit.overdue, unit.dated) for unit in desk] == RANKED
    assert [(unit.name, unit.overdue, unit.dated) for unit in chief.office.by_unit] == RANKED[:-1], "overdue ones alone"
