"""The lists an office begins with: every name in them finds its own unit and no other."""

from __future__ import annotations

from collections import Counter

import pytest

from app.domain.naming import KnownUnit, fold, resolve
from app.models import Unit, UnitAlias
from app.wording.starter_units import STARTERS, Starter, StarterUnit

PLACE = "Vĩnh Sơn"
every_list = pytest.mark.parametrize("starter", STARTERS.values(), ids=list(STARTERS))


def names(unit: StarterUnit) -> tuple[str, ...]:
    return (unit.name.replace("{place}", PLACE), unit.short_name, *unit.aliases)


def known(starter: Starter) -> list[KnownUnit]:
    return [KnownUnit(number, names(unit)) for number, unit in enumerate(starter.units)]


def test_there_is_a_list_for_each_kind_of_office() -> None:
    assert list(STARTERS) == ["xa", "tinh", "huyen"]


@every_list
def test_no_name_stands_twice_in_a_list_however_it_is_written(starter: Starter) -> None:
    counted = Counter(fold(name) for unit in starter.units for name in names(unit))
    assert [name for name, count in counted.items() if count > 1] == []


@every_list
def test_every_name_and_alias_finds_its_unit(starter: Starter) -> None:
    units = known(starter)
    lost = [(name, resolve(name, units)) for unit in units for name in unit.names if resolve(name, units) != unit.id]
    assert lost == []


@every_list
def test_a_list_has_exactly_one_secretariat_and_it_is_the_offices_own(starter: Starter) -> None:
    own = [unit for unit in starter.units if unit.is_secretariat]
    assert len(own) == 1
    assert own[0].under_authority
    assert own[0] == starter.units[0]


@every_list
def test_those_who_are_asked_and_not_ordered_are_counted_apart(starter: Starter) -> None:
    apart = ("Công an", "Quân sự", "Thuế", "Bảo hiểm", "Kho bạc", "Tòa án", "Viện kiểm sát", "MTTQ", "Hội ", "Đoàn")
    assert [unit.name for unit in starter.units if unit.under_authority and any(w in unit.name for w in apart)] == []


@every_list
def test_what_is_in_a_list_fits_the_tables(starter: Starter) -> None:
    for unit in starter.units:
        assert len(unit.name) + 40 <= Unit.name.type.length
        assert len(unit.short_name) <= Unit.short_name.type.length
        assert all(len(alias) <= UnitAlias.alias.type.length and "{" not in alias for alias in unit.aliases)


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("xa", "Trưởng phòng Kinh tế", "Phòng Kinh tế"),
        ("xa", "Văn phòng HĐND-UBND", "Văn phòng HĐND và UBND xã"),
        ("xa", "Trưởng Công an xã Vĩnh Sơn", "Công an xã"),
        ("xa", "Trường Trung học cơ sở Vĩnh Sơn", "Trường THCS {place}"),
        ("tinh", "Giám đốc Sở Nông nghiệp & Môi trường", "Sở Nông nghiệp và Môi trường"),
        ("tinh", "Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("tinh", "Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("huyen", "Phòng LĐTBXH", "Phòng Lao động - Thương binh và Xã hội"),
        ("huyen", "Phòng Nông nghiệp & PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
        ("huyen", "UBND xã Vĩnh Sơn", None),
        ("tinh", "các sở, ban, ngành", None),
    ],
)
def test_what_notices_write_finds_the_unit(key: str, written: str, meant: str | None) -> None:
    found = resolve(written, known(STARTERS[key]))
    assert (STARTERS[key].units[found].name if found is not None else None) == meant
