"""Two duties that end with one document: joined once, each counted for its own unit, and taken apart again."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.terms import AssignmentRole
from app.models import Assignment, SharedProduct, TaskViewer
from app.services import shared_products
from app.services.evidence import NewEvidence
from app.services.listing import Wanted, count
from app.services.rules import load_rules
from tests.services.giving import Giving
from tests.services.test_assignments import Acts
from tests.services.test_directives import refused

DUE = date(2023, 9, 29)


@pytest.fixture
def two(cast, clock) -> tuple[Assignment, Assignment]:
    """The urging and the launching of one ceremony, and a third task that has nothing to do with it."""
    give = Giving(cast, clock)
    urging = give("noi_vu", due=DUE, text="Đôn đốc xã Hạ tổ chức lễ phát động thi đua.")
    give("tu_phap", due=DUE, text="Rà soát văn bản.")
    return urging, give("xa_ha", due=DUE, text="Tổ chức lễ phát động thi đua tại xã.")


def join(session, cast, clock, one, other, who="staff") -> None:
    shared_products.join(session, actor=cast.actor(who), clock=clock, task=one.task, other=other.task)


def others(session, cast, assignment, who="staff"):
    return shared_products.others_of(session, actor=cast.actor(who), task=assignment.task)


def test_both_show_the_other_whoever_was_named_first(session, cast, clock, two):
    urging, ceremony = two
    join(session, cast, clock, ceremony, urging)
    for one, other in (two, two[::-1]):
        (found,) = others(session, cast, one)
        assert (found.task, [part.id for part in found.leads], found.result) == (other.task, [other.id], None)
    row = session.scalars(select(SharedProduct)).one()
    assert row.task_id < row.other_id


def test_each_is_still_counted_for_its_own_unit(session, cast, clock, two):
    rules = load_rules(session, office_id=cast.office.id)
    asked = {"actor": cast.chief, "rules": rules, "today": clock.today(), "wanted": Wanted(role=AssignmentRole.LEAD)}
    before = count(session, **asked)
    join(session, cast, clock, *two)
    assert count(session, **asked) == before


def test_the_document_that_one_reports_is_the_others_to_see(session, cast, clock, two):
    urging, ceremony = two
    join(session, cast, clock, *two)
    results = [NewEvidence(number="12/BC-UBND", issued_on=date(2023, 9, 13))]
    Acts(session, cast, clock).report(ceremony, results=results)
    (found,) = others(session, cast, urging)
    assert (found.result.number, found.result.issued_on) == ("12/BC-UBND", date(2023, 9, 13))
    assert others(session, cast, ceremony)[0].result is None


def test_they_are_taken_apart_again(session, cast, clock, two):
    urging, ceremony = two
    join(session, cast, clock, *two)
    apart = {"actor": cast.staff, "clock": clock, "task": ceremony.task, "other": urging.task}
    shared_products.part(session, **apart)
    assert others(session, cast, urging) == []
    with refused("product.none"):
        shared_products.part(session, **apart)


def test_no_two_are_joined_twice_and_none_to_itself(session, cast, clock, two):
    join(session, cast, clock, *two)
    with refused("product.joined"):
        join(session, cast, clock, *two[::-1])
    with refused("product.itself"):
        join(session, cast, clock, two[0], two[0])
    assert session.scalar(select(func.count()).select_from(SharedProduct)) == 1


@pytest.mark.parametrize("who", ["leader", "clerk", "noi_vu_head"])
def test_only_the_office_joins(session, cast, clock, two, who):
    with refused("permission.denied"):
        join(session, cast, clock, *two, who=who)


def test_tasks_of_the_notice_with_a_like_product_are_offered_first(session, cast, clock, two):
    urging = two[0]
    offers = shared_products.offers(session, actor=cast.staff, task=urging.task)
    assert [(offer.task.text, offer.product) for offer in offers] == [
        ("Tổ chức lễ phát động thi đua tại xã.", "lễ phát động thi đua"),
        ("Rà soát văn bản.", ""),
    ]
    join(session, cast, clock, *two)
    offered = shared_products.offers(session, actor=cast.staff, task=urging.task)
    assert [offer.task.text for offer in offered] == ["Rà soát văn bản."]


def test_what_is_limited_is_neither_offered_nor_joined_nor_shown(session, cast, clock, two):
    urging, ceremony = two
    join(session, cast, clock, *two)
    ceremony.task.restricted = True
    session.add(TaskViewer(task_id=ceremony.task_id, user_id=cast.users["chief"].id))
    session.flush()
    assert others(session, cast, urging) == []
    assert [each.task for each in others(session, cast, urging, who="chief")] == [ceremony.task]
    with refused("not_found"):
        join(session, cast, clock, *two)
    assert len(shared_products.offers(session, actor=cast.staff, task=urging.task)) == 1


def test_a_task_is_found_by_its_own_id_or_by_that_of_a_part(session, cast, two):
    for public_id in (two[0].public_id, two[0].task.public_id):
        assert shared_products.find_task(session, actor=cast.staff, public_id=public_id) is two[0].task
    with refused("not_found"):
        shared_products.find_task(session, actor=cast.staff, public_id="khong-co")
