"""Filters kept under names: the list's own parameters, of one person, thirty at most."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.domain.errors import DomainError
from app.models import AuditEntry, SavedFilter
from app.services import saved_filters
from app.services.saved_filters import normalised
from tests.cast import Cast

OVERDUE = (("tinh-trang", "overdue"), ("xep", "han"))


def refused(code: str):
    return pytest.raises(DomainError, match=code.replace(".", r"\."))


def save(cast: Cast, clock: FixedClock, name: str = "Việc gấp", login: str = "chief") -> SavedFilter:
    return saved_filters.save(
        cast.session, actor=cast.actor(login), clock=clock, name=name, which="nhiem-vu", asked=OVERDUE
    )


@pytest.mark.parametrize(
    ("which", "asked", "kept"),
    [
        ("nhiem-vu", OVERDUE, "nhiem-vu?tinh-trang=overdue&xep=han"),
        ("nhiem-vu", reversed(OVERDUE), "nhiem-vu?tinh-trang=overdue&xep=han"),
        ("nhiem-vu", [("trang", "7"), ("tim", "  "), ("next", "//evil.test")], "nhiem-vu?"),
        ("nhiem-vu", [("tim", "a&b=c#d")], "nhiem-vu?tim=a%26b%3Dc%23d"),
        ("nhiem-vu", [("tinh-trang", "b"), ("tinh-trang", "a")], "nhiem-vu?tinh-trang=b&tinh-trang=a"),
        ("don-vi", [("xem", "tat-ca"), ("tinh-trang", "overdue")], "don-vi?xem=tat-ca"),
    ],
)
def test_only_what_the_list_knows_is_kept(which: str, asked: list, kept: str) -> None:
    assert normalised(which, asked) == kept


@pytest.mark.parametrize("which", ["", "https://evil.test", "//evil.test", "nhiem-vu/x", "bo-loc"])
def test_a_list_that_is_none_of_ours_is_refused(which: str) -> None:
    with refused("not_found"):
        normalised(which, OVERDUE)


@given(st.lists(st.tuples(st.sampled_from([*saved_filters.PARAMETERS["nhiem-vu"], "next", "x"]), st.text(max_size=20))))
def test_what_is_kept_is_kept_again_unchanged(asked: list[tuple[str, str]]) -> None:
    kept = SavedFilter(query=normalised("nhiem-vu", asked))
    which, query = saved_filters.parts_of(kept)
    assert f"{which}?{query}" == kept.query
    assert which == "nhiem-vu"


def test_each_sees_his_own(cast: Cast, clock: FixedClock) -> None:
    mine = save(cast, clock)
    save(cast, clock, "Ấn tượng")
    save(cast, clock, login="staff")
    found = saved_filters.of_person(cast.session, actor=cast.chief)
    assert {row.name for row in found} == {"Việc gấp", "Ấn tượng"}
    with refused("not_found"):
        saved_filters.find(cast.session, actor=cast.staff, public_id=mine.public_id)


@pytest.mark.parametrize(("name", "code"), [(" ", "filter.no_name"), ("x" * 101, "filter.long_name")])
def test_a_name_is_needed(cast: Cast, clock: FixedClock, name: str, code: str) -> None:
    with refused(code):
        save(cast, clock, name)


def test_a_name_stands_once(cast: Cast, clock: FixedClock) -> None:
    first, second = save(cast, clock), save(cast, clock, "Khác")
    with refused("filter.name_taken"):
        save(cast, clock, " Việc  gấp ")
    with refused("filter.name_taken"):
        saved_filters.rename(cast.session, actor=cast.chief, clock=clock, row=second, name=first.name)
    saved_filters.rename(cast.session, actor=cast.chief, clock=clock, row=second, name="Khác")
    assert second.name == "Khác"


def test_thirty_are_the_most(cast: Cast, clock: FixedClock) -> None:
    for n in range(saved_filters.MOST):
        save(cast, clock, f"Bộ lọc {n}")
    with refused("filter.too_many"):
        save(cast, clock, "Một nữa")
    save(cast, clock, "Của người khác", login="staff")


def test_a_filter_with_too_much_is_refused(cast: Cast, clock: FixedClock) -> None:
    with refused("filter.too_long"):
        normalised("nhiem-vu", [("tim", "ă" * 1000)])


def test_each_act_is_in_the_log_without_the_name(cast: Cast, clock: FixedClock) -> None:
    row = save(cast, clock)
    saved_filters.rename(cast.session, actor=cast.chief, clock=clock, row=row, name="Mới")
    saved_filters.delete(cast.session, actor=cast.chief, clock=clock, row=row)
    entries = cast.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["filter.saved", "filter.renamed", "filter.deleted"]
    assert {str(entry.payload) for entry in entries} == {"{}"}
    assert cast.session.scalars(select(SavedFilter)).all() == []
