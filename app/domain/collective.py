"""A name that means several units ("các phòng, ban", "UBND các xã, thị trấn") and the units it may mean.

Nothing in a notice says who belongs to "các đơn vị": the units' own names decide here, by DOMAIN.md 7.3, and a person
confirms or corrects what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.domain.naming import KnownUnit, is_collective, spelled_out, without_title

# "các cơ quan liên quan": whoever is concerned, which no list of units tells.
_NOBODY_KNOWS = re.compile(r"\b(?:lien quan|chuc nang|ca nhan|thanh vien|dong chi|can bo|nhan dan$)\b")
_BODIES = re.compile(
    r"\b(?:uy ban nhan dan|hoi dong nhan dan|van phong|mat tran to quoc|ban quan ly|ban chi huy|co so)\b"
)
_LOCAL = re.compile(r"^uy ban nhan dan (?P<level>xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|quan)\b")
_COMMUNE = ("xa", "phuong", "thi tran", "dac khu")
_DISTRICT = ("huyen", "thi xa", "thanh pho", "quan")
_LEVELS = re.compile(r"\b(?:cap xa|cap huyen|thi xa|xa(?! hoi)|phuong|thi tran|dac khu|huyen|thanh pho|quan(?! su))\b")
_OF_LEVELS = re.compile(
    r"^(?P<body>uy ban nhan dan|cong an|tram y te|mat tran to quoc(?: viet nam)?|truong(?: [a-z]+){0,3}?)?"
    r" ?(?:cac |cap |tat ca |nhung )*(?=" + _LEVELS.pattern + ")"
)
_ASSOCIATIONS = re.compile(r"^(?:uy ban mat tran|mat tran|hoi |doan |lien doan|lien minh)")
_SERVICES = re.compile(r"^(?:trung tam|ban quan ly|truong|tram|chi nhanh)\b")


def members(written: str, known: Sequence[KnownUnit]) -> tuple[int, ...]:
    """Ids of the units a collective name may mean, in the order given; none where the name tells nobody in particular,
    or is the name of one unit."""
    if not is_collective(written):
        return ()
    name = spelled_out(without_title(written))
    if _NOBODY_KNOWS.search(name):
        return ()
    belongs = _of_levels(name) or _of_kinds(name)
    return tuple(unit.id for unit in known if belongs(spelled_out(unit.names[0]), unit.outside))


Test = Callable[[str, bool], bool]


def _of_levels(name: str) -> Test | None:
    """ "UBND các xã, thị trấn", "công an các xã", "các xã, phường": one body of each level that is named."""
    place = re.sub(r"^(?:tat ca |cac |nhung )+", "", name)
    found = _OF_LEVELS.match(place) or _OF_LEVELS.match(name)
    if not found:
        return None
    body = found["body"] or "uy ban nhan dan"
    named = set(_LEVELS.findall(name))
    levels = set(named) - {"cap xa", "cap huyen"}
    levels |= set(_COMMUNE) if "cap xa" in named else set()
    levels |= set(_DISTRICT) if "cap huyen" in named else set()
    pattern = re.compile(rf"^{body}\b.*?\b(?:{'|'.join(sorted(levels))})\b")
    return lambda unit, outside: bool(pattern.match(unit))


def _of_kinds(name: str) -> Test:
    """ "các sở, ban, ngành, địa phương": each word brings its kind of units."""
    bare = _BODIES.sub(" ", name)
    words = set(bare.split())
    pairs = {f"{a} {b}" for a, b in zip(bare.split(), bare.split()[1:], strict=False)}
    tests: list[Test] = []
    if "phong" in words:
        tests.append(lambda unit, outside: not outside and unit.startswith(("phong ", "van phong ", "thanh tra")))
    if "so" in words:
        tests.append(lambda unit, outside: not outside and unit.startswith(("so ", "van phong ", "thanh tra")))
    if "ban" in words:
        tests.append(lambda unit, outside: not outside and unit.startswith("ban "))
    if "nganh" in words:
        tests.append(lambda unit, outside: outside and not _ASSOCIATIONS.match(unit))
    if "su nghiep" in pairs:
        tests.append(lambda unit, outside: not outside and bool(_SERVICES.match(unit)))
    elif {"co quan", "don vi"} & pairs:
        tests.append(lambda unit, outside: not outside and not _LOCAL.match(unit))
    if "dia phuong" in pairs:
        tests.append(lambda unit, outside: bool(_LOCAL.match(unit)))
    if {"doan the", "hoi doan"} & pairs or "to chuc" in pairs:
        tests.append(lambda unit, outside: outside and bool(_ASSOCIATIONS.match(unit)))
    if "truong" in words:
        tests.append(lambda unit, outside: unit.startswith("truong "))
    return lambda unit, outside: any(test(unit, outside) for test in tests)
