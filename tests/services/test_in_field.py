"""Which field an assignment is in: the condition and the values agree, whatever is said and whoever works where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.figures import Counts, figures, grouped
from app.domain.terms import ChargeKind, PeriodKind
from app.models import Assignment, AuditEntry, Field, FieldCharge
from app.services import field_figures, in_field, overview, report_view, reports
from app.services.in_field import Responsible, fields_of, fields_on, is_in, responsible, set_field
from app.services.report_leads import gather_leads
from app.services.rules import load_rules
from tests.cast import Cast
from tests.conftest import TODAY
from tests.services.giving import Giver
from tests.services.test_assignments import Acts

LINKS = Links("https://dondoc.test")
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def giver(cast: Cast, clock) -> Giver:
    return Giver(cast, clock)


@pytest.fixture
def acts(session, cast, clock) -> Acts:
    return Acts(session, cast, clock)


@pytest.fixture
def fields(session, cast) -> dict[str, Field]:
    """Nội vụ works in one field, Tư pháp in two, Kinh tế in one that has ended and one that goes on, Xã Hạ in one that
    is still to come, the others in none."""
    theirs = {
        "home": (("noi_vu", "tu_phap"), LONG_AGO, None),
        "law": (("tu_phap", "kinh_te"), LONG_AGO, None),
        "old": (("kinh_te",), LONG_AGO, TODAY - timedelta(days=1)),
        "next": (("xa_ha",), TODAY + timedelta(days=1), None),
    }
    made = {}
    for place, (key, (units, start, end)) in enumerate(theirs.items()):
        field = Field(office_id=cast.office.id, name=f"Lĩnh vực {key}", position=place, valid_from=start, valid_to=end)
        field.units = [cast.units[unit] for unit in units]
        session.add(field)
        made[key] = field
    session.flush()
    return made


@pytest.fixture
def charge(session, cast, fields) -> Callable[..., None]:
    def act(field: str, kind: ChargeKind, login: str, start: date = LONG_AGO, end: date | None = None) -> None:
        row = FieldCharge(user_id=cast.users[login].id, kind=kind, valid_from=start, valid_to=end)
        fields[field].charges.append(row)
        session.flush()

    return act


def known(session, cast: Cast, day: date = TODAY) -> in_field.FieldsOn:
    return fields_on(session, office_id=cast.office.id, day=day)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=1), date(2019, 12, 31)])
def test_the_condition_and_the_values_are_one_rule(session, cast, giver, fields, day):
    rows = {}
    for unit, said in product(cast.units, (None, *fields)):
        lead = giver.give(unit, TODAY)
        lead.task.field_id = fields[said].id if said else None
        rows[lead.id] = (unit, said)
    session.flush()
    ids = {key: field.id for key, field in fields.items()} | {None: None}
    found = fields_of(session, assignment_ids=list(rows), known=known(session, cast, day))
    for wanted in ((None,), ("home",), ("law",), ("old",), ("next",), ("home", "law"), ("home", None), ()):
        condition = is_in([ids[key] for key in wanted], day=day)
        by_condition = set(session.scalars(select(Assignment.id).where(condition)))
        assert by_condition == {key for key, field_id in found.items() if field_id in {ids[each] for each in wanted}}
    named = {field_id: key for key, field_id in ids.items()}
    if day == TODAY:
        unsaid = {unit: named[found[key]] for key, (unit, said) in rows.items() if said is None}
        assert unsaid == {
            "noi_vu": "home",
            "tu_phap": None,
            "kinh_te": "law",
            "xa_ha": None,
            "van_phong": None,
            "cong_an": None,
        }
    assert all(named[found[key]] == said for key, (_, said) in rows.items() if said)


def test_a_field_is_said_where_a_leading_unit_works_in_several(session, cast, clock, giver, fields):
    task = giver.give("tu_phap", TODAY).task
    about = {"actor": cast.staff, "clock": clock, "task": task}
    set_field(session, **about, seen=None, field_id=fields["law"].id)
    assert task.field_id == fields["law"].id
    with pytest.raises(DomainError) as stale:
        set_field(session, **about, seen=None, field_id=fields["home"].id)
    assert stale.value.code == "stale"
    set_field(session, **about, seen=fields["law"].id, field_id=None)
    assert task.field_id is None
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "task.field_set")).all()
    assert [entry.payload for entry in entries] == [{"field": fields["law"].public_id}, {"field": ""}]


@pytest.mark.parametrize(("unit", "field"), [("tu_phap", "next"), ("tu_phap", "old"), ("noi_vu", "law")])
def test_a_field_that_no_leading_unit_works_in_is_refused(session, cast, clock, giver, fields, unit, field):
    task = giver.give(unit, TODAY).task
    with pytest.raises(DomainError) as refused:
        set_field(session, actor=cast.chief, clock=clock, task=task, seen=None, field_id=fields[field].id)
    assert refused.value.code == "field.not_of_unit"


@pytest.mark.parametrize("who", ["leader", "clerk", "admin", "tu_phap_head"])
def test_only_those_who_give_tasks_say_the_field(session, cast, clock, giver, fields, who):
    task = giver.give("tu_phap", TODAY).task
    with pytest.raises(DomainError) as refused:
        set_field(session, actor=cast.actor(who), clock=clock, task=task, seen=None, field_id=fields["law"].id)
    assert refused.value.code == "permission.denied"


def test_who_is_responsible_today(session, cast, giver, fields, charge):
    charge("home", ChargeKind.LEADER, "chief", end=TODAY - timedelta(days=1))
    charge("home", ChargeKind.LEADER, "leader", start=TODAY)
    charge("home", ChargeKind.FOLLOWER, "staff")
    charge("home", ChargeKind.FOLLOWER, "clerk", start=TODAY + timedelta(days=1))
    charge("law", ChargeKind.FOLLOWER, "admin")
    cast.users["admin"].active = False
    home, law, none = (giver.give(unit, TODAY).id for unit in ("noi_vu", "kinh_te", "xa_ha"))
    found = responsible(session, office_id=cast.office.id, assignment_ids=[home, law, none], today=TODAY)
    leader, staff = cast.users["leader"].id, cast.users["staff"].id
    assert found == {
        home: Responsible(fields["home"].id, leader, (staff,)),
        law: Responsible(fields["law"].id, None, ()),
    }
    assert found[home].user_ids == (leader, staff)


def some_work(giver: Giver) -> None:
    giver.give("noi_vu", date(2023, 9, 11), task=giver.task("Việc nội vụ chậm."))
    giver.give("noi_vu", date(2023, 12, 1), task=giver.task("Việc nội vụ trong hạn."))
    giver.give("kinh_te", date(2023, 9, 4), task=giver.task("Việc kinh tế chậm."))
    giver.give("tu_phap", date(2023, 9, 4), task=giver.task("Việc tư pháp chưa gắn."))
    giver.give("cong_an", date(2023, 9, 4), task=giver.task("Việc đề nghị."))


def test_the_desk_ranks_the_fields_and_what_is_in_none(session, cast, giver, fields):
    some_work(giver)
    shares = field_figures.unit_shares(session, office_id=cast.office.id, today=TODAY, known=known(session, cast))
    ranks = field_figures.rank_fields(shares, known(session, cast))
    assert [(rank.field and rank.field.id, rank.overdue, rank.dated) for rank in ranks] == [
        (fields["law"].id, 1, 1),
        (fields["home"].id, 1, 2),
        (None, 1, 1),
    ]
    assert sum(share.overdue for share in shares) == 4, "with the one that is asked, not ordered"


def test_the_whole_desk_is_narrowed_to_fields_and_its_parts_make_the_whole(session, cast, giver, acts, fields):
    some_work(giver)
    acts.report(giver.give("noi_vu", TODAY))
    rules = load_rules(session, office_id=cast.office.id)

    def desk(*keys: str | None) -> overview.Figures:
        field_ids = tuple(fields[key].id if key else None for key in keys) or None
        return overview.figures(session, actor=cast.chief, rules=rules, today=TODAY, field_ids=field_ids)

    home, law, none, everything = desk("home"), desk("law"), desk(None), desk()
    assert [rank.name for rank in home.ranking] == ["Phòng Nội vụ"]
    assert [row.text for row in law.pressing] == ["Việc kinh tế chậm."]
    assert (len(home.waiting), len(law.waiting)) == (1, 0)
    for name in ("overdue", "dated", "undecided", "not_acknowledged"):
        assert sum(getattr(each.tally, name) for each in (home, law, none)) == getattr(everything.tally, name), name
    for name in ("ranking", "silent"):
        assert sum(len(getattr(each, name)) for each in (home, law, none)) == len(getattr(everything, name))
    assert sum(week.due for each in (home, law, none) for week in each.weeks) == sum(w.due for w in everything.weeks)


# Figures of a report.


def test_grouped_counts_are_parts_of_the_whole(session, cast, giver, clock):
    some_work(giver)
    made = figures(
        gather_leads(session, office_id=cast.office.id),
        period_from=date(2023, 8, 1),
        cut_off=TODAY,
        known_at=clock.now(),
    )
    parts = grouped(made.rows, lambda row: row.unit_id)
    assert parts == {unit.unit_id: unit.counts for unit in made.by_unit}
    assert grouped(made.rows, lambda row: None) == {None: made.counts}
    assert grouped([], lambda row: 1) == {}


def report_of(session, cast: Cast, clock) -> reports.Report:
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


def test_a_report_counts_by_field_and_a_snapshot_keeps_it(session, cast, giver, clock, fields):
    some_work(giver)
    report = report_of(session, cast, clock)
    view = reports.current_figures(session, office_id=cast.office.id, report=report, clock=clock)
    assert view is not None
    assert view.fields is not None
    counts = {each.name: (each.counts.d, each.counts.open) for each in view.fields}
    assert counts == {"Lĩnh vực law": (1, 1), "Lĩnh vực home": (1, 2), "": (1, 1)}
    assert sum(each.counts.total for each in view.fields) == view.counts.total
    content = report_view.to_content(view)
    assert report_view.from_content(content).fields == view.fields
    del content["fields"]  # as one was frozen before there were figures by field
    assert report_view.from_content(content).fields is None


def test_an_office_without_fields_has_no_figures_by_field(session, cast, giver, clock):
    some_work(giver)
    view = reports.current_figures(
        session, office_id=cast.office.id, report=report_of(session, cast, clock), clock=clock
    )
    assert view is not None
    assert view.fields == ()
    assert Counts(0, 0, 1, 3, 0, 0, 4) == view.counts
