"""Names of units as people write them, and the one unit that is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_DASH = re.compile(r"[‐‑‒–—―−]")
_STROKED_D = chr(0x111)  # NFD leaves it whole
_SPACE = re.compile(r"\s+")
_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")


def fold(text: str) -> str:
    """Lower case without accents, đ as d, one kind of dash, single spaces: for matching and search, not for output."""
    return _folded_name(text) if len(text) <= _NAME else _folded(text)


def _folded(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    bare = _ZERO_WIDTH.sub("", bare).lower().replace(_STROKED_D, "d")
    return _SPACE.sub(" ", _DASH.sub("-", bare)).strip()


_NAME = 200
_folded_name = lru_cache(maxsize=4096)(_folded)  # the same names come again and again in a text


def bare_number(number: str) -> str:
    """A document's number as one is compared with another: NĐ 30/2020 writes 05 for 5, and people write either."""
    return fold(number).replace(" ", "").lstrip("0")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit of the office: its id and every name it goes by (full name first, then short name and aliases).

    ``outside``: it stands outside the office's authority (Công an, Thuế, MTTQ), and is asked, not ordered.
    """

    id: int
    names: tuple[str, ...]
    outside: bool = False


_ADDRESS = re.compile(r"(?:cac )?(?:dong chi|d/c) (?=pho )")
# A title stands for the unit its holder heads: what is left after dropping these words is the unit's name.
_DROPPED_TITLES = re.compile(
    r"^(?:cac )?(?:dong chi |d/c )?(?:pho )?(?:thu truong|tong giam doc|giam doc|chi cuc truong|cuc truong"
    r"|hieu truong|tram truong"
    r"|to truong|doi truong|chi huy truong|vien truong|bo truong|chu tich|bi thu|nguoi dung dau|lanh dao"
    r"|truong(?= (?:phong|ban|cong an|cac) )|chanh(?= (?:van phong|thanh tra|vp)))(?: cua)?(?: |$)"
)
_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "mttq": "mat tran to quoc",
    "vp": "van phong",
    "bcd": "ban chi dao",
    "bch": "ban chi huy",
    "bql": "ban quan ly",
    "bhxh": "bao hiem xa hoi",
    "cn": "chi nhanh",
    "tttt": "trung tam truyen thong",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "hcc": "hanh chinh cong",
    "pvhcc": "phuc vu hanh chinh cong",
    "ttpvhcc": "trung tam phuc vu hanh chinh cong",
    "tthcc": "trung tam phuc vu hanh chinh cong",
    "vpdk": "van phong dang ky",
    "vpdkdd": "van phong dang ky dat dai",
    "chqs": "chi huy quan su",
    "ptnt": "phat trien nong thon",
    "tbxh": "thuong binh xa hoi",
}
# Whole names (in key form) that are other names of one and the same office.
_ONE_STOP = (
    r"^(?:trung tam hanh chinh cong|tt (?:phuc vu )?hanh chinh cong|bo phan (?:mot cua|tn tkq|tiep nhan tra ket qua))"
)
_SAME = (
    (re.compile(_ONE_STOP), "trung tam phuc vu hanh chinh cong"),
    (re.compile(r"^van phong uy ban nhan dan"), "van phong hoi dong nhan dan uy ban nhan dan"),
    (re.compile(r"^vpdk dat dai"), "van phong dang ky dat dai"),
)
_LEVEL = r"(?:tinh|thanh pho|huyen|quan(?! su)(?! ly)|thi xa|xa(?! hoi)|phuong|thi tran|dac khu)"
_PLACED = re.compile(rf"^(?P<base>.+?)(?<!hop tac) (?P<level>{_LEVEL})(?: (?P<place>.+))?$")
_HEAD_NOUNS = re.compile(
    r"^(phong|so|ban|bo|van phong|trung tam|chi nhanh|chi cuc|cuc|uy ban|hoi dong|cong an|tram|truong|hoi|doan"
    r"|to|doi|thanh tra|ban chi huy)(?: |$)"
)
_GENERIC = r"(?:phong|ban|nganh|so|bo|co quan|don vi|dia phuong|to chuc|doan the|luc luong|khoi|cap)"
_COLLECTIVE = re.compile(
    r"^(?:(?:tat ca |toan bo |moi )?(?:cac|nhung)\b|tat ca |toan the |moi )"
    r"|^(?:uy ban nhan dan|hoi dong nhan dan|dang uy|cong an|tram y te|truong\b[a-z ]*|chu tich"
    r"|mat tran to quoc|uy ban mat tran to quoc)"
    rf"(?: viet nam)? (?:cac |nhung |cap |{_LEVEL},? (?:va )?{_LEVEL}(?:,|$| ))"
    rf"|^{_GENERIC}(?:(?:, | va |, va ){_GENERIC})+"
    rf"|^(?:co quan|don vi|dia phuong)(?: (?:co )?lien quan| chuc nang)?$"
)


def is_collective(written: str) -> bool:
    """Whether a name means several units ("các đơn vị, địa phương", "UBND các xã, thị trấn")."""
    name = _spelled(_without_titles(fold(written)), keep_commas=True)
    return bool(_COLLECTIVE.match(name)) or bool(
        re.match(r"(?:chu tich|thu truong|nguoi dung dau) cac\b", fold(written))
    )


def without_title(written: str) -> str:
    """The unit a title stands for: "Trưởng phòng Nội vụ" is "Phòng Nội vụ", "Giám đốc Sở Y tế" is "Sở Y tế"."""
    plain = unicodedata.normalize("NFC", written).strip()
    if len(fold(plain)) == len(plain) and (address := _ADDRESS.match(fold(plain))):
        plain = plain[address.end() :]
    dropped = _DROPPED_TITLES.match(fold(plain) + " ")
    rest = plain[dropped.end() :].strip() if dropped and len(fold(plain)) == len(plain) else ""
    if not rest or fold(plain).startswith("pho "):
        return plain
    return rest[0].upper() + rest[1:]


def _without_titles(folded: str) -> str:
    if folded.startswith("chi huy truong"):
        return re.sub(r"^chi huy truong(?! ban)", "ban chi huy", folded).replace("chi huy truong ", "", 1)
    rest = _DROPPED_TITLES.sub("", folded + " ").strip()
    return rest or folded


def _spelled(folded: str, *, keep_commas: bool = False) -> str:
    """Abbreviations written out, connectors gone."""
    name = re.sub(r"^(?:ub|vp|tt|p)\.\s*", lambda m: {"p.": "phong "}.get(m[0].strip(), m[0].replace(".", " ")), folded)
    name = re.sub(r"[^a-z0-9,&/ -]", " ", name)
    parts = re.split(r"([ ,/&-]+)", name)
    words = [_ABBREVIATIONS.get(part, part) for part in parts]
    joined = "".join(words)
    joined = re.sub(r"[&/-]|\bva\b", " ", joined) if not keep_commas else joined
    return _SPACE.sub(" ", joined if keep_commas else joined.replace(",", " ")).strip()


def spelled_out(written: str) -> str:
    """A name folded, with its abbreviations written out: "UBND xã Hạ" and "Ủy ban nhân dân xã Hạ" are the same."""
    return _spelled(fold(written))


def _key(written: str) -> str:
    key = _spelled(_without_titles(fold(written)))
    key = re.sub(r"^(?:dong chi|giao|yeu cau|de nghi|doi voi) ", "", key)
    for pattern, same in _SAME:
        key = pattern.sub(same, key)
    return key


def _placed(key: str) -> tuple[str, str, str]:
    """(name, level, place) of a key: "tram y te", "xa", "dong vi"."""
    match = _PLACED.match(key)
    return (match["base"], match["level"], match["place"] or "") if match else (key, "", "")


def _same_place(a: str, b: str) -> bool:
    """The same name, where a place given on only one side is left out."""
    (base_a, level_a, place_a), (base_b, level_b, place_b) = _placed(a), _placed(b)
    levels = not level_a or not level_b or level_a == level_b
    places = not place_a or not place_b or place_a == place_b
    return base_a == base_b and levels and places


def _spells(written: Sequence[str], known: Sequence[str]) -> bool:
    """Whether the written words are the known ones, each either in full or as the initials of a run of them."""
    if not written or not known:
        return not written and not known
    if written[0] == known[0] and _spells(written[1:], known[1:]):
        return True
    size = len(written[0])
    if size < 2 or size > len(known):
        return False
    initials = "".join(word[0] for word in known[:size])
    return initials == written[0] and _spells(written[1:], known[size:])


def _abbreviates(a: str, b: str) -> bool:
    """Whether ``a`` is an abbreviation of ``b``; bare initials need four letters, others their head noun."""
    short, level_a, place_a = _placed(a)
    full, level_b, place_b = _placed(b)
    if (level_a and level_b and level_a != level_b) or (place_a and place_b and place_a != place_b):
        return False
    head = _HEAD_NOUNS.match(short)
    if head:
        rest = short[head.end() :].split()
        same_head = full.startswith(head[1] + " ")
        glued = "".join(rest) if all(len(word) <= 4 for word in rest) else ""
        known = full[len(head[1]) :].split()
        return bool(rest) and same_head and (_spells(rest, known) or (len(rest) > 1 and _spells([glued], known)))
    glued, words = short.replace(" ", ""), full.split()
    written = [short.split(), [glued]]
    return len(glued) >= 4 and any(_spells(form, words) or _spells(form, words[1:]) for form in written)


def resolve(written: str, known: Sequence[KnownUnit]) -> int | None:
    """The id of the one unit meant, or None when the name is unknown, collective or fits several units."""
    if not written.strip() or is_collective(written):
        return None
    wanted = _key(written)
    rules: Iterable[Callable[[str, str], bool]] = (str.__eq__, _same_place, _abbreviates)
    keys = [(unit.id, [_key(name) for name in unit.names]) for unit in known]
    for rule in rules:
        found = {unit_id for unit_id, names in keys if any(rule(wanted, name) for name in names)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
