"""The filters of the list of assignments: read from its address, offered again in a form, and said in words.

An address may come from anywhere. What it asks for and no list offers is named and left out; it is never an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import request

from app.domain.terms import AssignmentRole, Standing
from app.services import list_choices
from app.services.in_field import FieldIds, FieldName
from app.services.list_choices import Choices, DirectiveChoice
from app.services.listing import Order, SortBy, Wanted
from app.services.standing_filters import Narrow
from app.web.forms.fields import DayField
from app.web.forms.lists import DueRange
from app.web.frame import actor, session
from app.wording import in_field as in_field_words
from app.wording import lists as words
from app.wording.mail import directive_words
from app.wording.terms import word

# Two groups of units that can be asked for as if they were one.
AUTHORITY = {
    "thuoc-tham-quyen": (True, "Đơn vị thuộc thẩm quyền"),
    "duoc-de-nghi": (False, "Cơ quan được đề nghị"),
}
NARROW_WORDS = {
    Narrow.UNFINISHED: "Chưa hoàn thành",
    Narrow.UNFINISHED_DATED: "Chưa hoàn thành, có thời hạn",
    Narrow.UNDECIDED: "Đã báo cáo, chờ xác nhận",
    Narrow.UNDECIDED_LATE: "Chờ xác nhận quá thời gian quy định",
    Narrow.FOR_SIGNATURE: word(Standing.SIGNING),
    Narrow.PART_HANDED_IN: word(Standing.PART_GIVEN),
    Narrow.NOT_ACKNOWLEDGED: "Chưa tiếp nhận",
    Narrow.NOT_ACKNOWLEDGED_LATE: "Chưa tiếp nhận quá thời gian quy định",
    Narrow.URGENT_NOT_ACKNOWLEDGED: "Việc khẩn chưa tiếp nhận",
    Narrow.RETURNED: "Bị trả lại",
    Narrow.EXTENSION_ASKED: "Đề nghị gia hạn, chờ quyết định",
    Narrow.EXTENSION_LATE: "Đề nghị gia hạn chờ quá thời gian quy định",
    Narrow.EXTENDED_OFTEN: "Gia hạn từ 03 lần",
    Narrow.CHECK_REACHED: "Đến mốc theo dõi",
    Narrow.TO_UPDATE: "Thuộc diện tính tỷ lệ cập nhật",
    Narrow.NOT_UPDATED: "Chưa cập nhật trong thời gian quy định",
}
# What was handed in is offered once, late or not.
HANDED_IN = (Standing.WAITING, Standing.SIGNING, Standing.PART_GIVEN)
STANDINGS: Mapping[str, str] = {
    **{narrow.value: text for narrow, text in NARROW_WORDS.items()},
    **{standing.value: word(standing) for standing in Standing if standing not in HANDED_IN},
}
EVERY_ROLE = "tat-ca"
# Under "Lĩnh vực": what the visitor leads or follows, and what is in no field.
MY_FIELDS, NO_FIELD = "cua-toi", "chua-gan"
ROLES: Mapping[str, str] = {
    AssignmentRole.LEAD.value: word(AssignmentRole.LEAD),
    AssignmentRole.COORDINATING.value: word(AssignmentRole.COORDINATING),
    EVERY_ROLE: "Chủ trì và phối hợp",
}
SORTS: Mapping[str, SortBy] = {
    "han": SortBy.DUE,
    "don-vi": SortBy.UNIT,
    "ngay-giao": SortBy.GIVEN,
    "tinh-trang": SortBy.STANDING,
}
PER_PAGE, USUAL_PER_PAGE = (25, 50, 100, 200), 50
TEXT_LENGTH = 200


@dataclass(slots=True)
class Filters:
    """What the address asks for. ``chosen`` is the value of each list of the form, ``said`` the filters as words,
    ``in_vain`` the sentence about what is not offered."""

    choices: Choices
    due: DueRange
    chosen: dict[str, str] = field(default_factory=dict)
    standings: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)  # offered only because they are asked for
    fields: dict[str, str] = field(default_factory=dict)  # what is offered under "Lĩnh vực"
    said: list[str] = field(default_factory=list)
    in_vain: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    order: Order = field(default_factory=Order)
    per_page: int = USUAL_PER_PAGE

    @property
    def sorted_words(self) -> str:
        return words.sorted_by(self.order.by, self.order.descending)

    @property
    def sort_value(self) -> str:
        """The order as the address says it; nothing for the most pressing first."""
        name = next((name for name, by in SORTS.items() if by is self.order.by), "")
        return f"-{name}" if name and self.order.descending else name

    @property
    def has_more(self) -> bool:
        """Whether any of the filters that stand folded away is in force, or needs a look."""
        chosen, wanted = self.chosen, self.wanted
        is_filtered = chosen["van-ban"] or chosen["linh-vuc"] or wanted.due_from or wanted.due_to or self.due.errors
        return bool(is_filtered) or chosen["vai-tro"] != AssignmentRole.LEAD

    @property
    def is_narrowed(self) -> bool:
        return self.wanted != Wanted(role=self.wanted.role)


class _Reader:
    """Takes one value after the other out of the address and remembers those nobody offers."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.unknown: list[tuple[str, str]] = []

    def one(self, name: str, label: str, offered: Mapping[str, str], default: str = "") -> str:
        asked = request.args.get(name, "").strip()
        if not asked or asked in offered:
            return asked or default
        self.unknown.append((label, asked))
        return default

    def several(self, name: str, label: str, offered: Mapping[str, str]) -> tuple[str, ...]:
        """In the order in which they are offered, each once."""
        asked = [value for value in request.args.getlist(name) if value]
        self.unknown += [(label, value) for value in asked if value not in offered]
        return tuple(value for value in offered if value in asked)

    def unit(self) -> tuple[str, str, tuple[int, ...] | None]:
        """Value, words and ids of the unit; one that has ended is found, too, and says so."""
        asked = request.args.get("don-vi", "").strip()
        if not asked or asked in AUTHORITY:
            return asked, AUTHORITY[asked][1] if asked else "", None
        found = next((unit for unit in self.choices.units if unit.public_id == asked), None)
        found = found or list_choices.find_unit(session(), actor=actor(), public_id=asked)
        if found is None:
            self.unknown.append(("Đơn vị", asked))
            return "", "", None
        return asked, words.has_ended(found.name, found.ended) if found.ended else found.name, (found.id,)

    def directive(self) -> DirectiveChoice | None:
        asked = request.args.get("van-ban", "").strip()
        if not asked:
            return None
        found = next((each for each in self.choices.directives if each.public_id == asked), None)
        found = found or list_choices.find_directive(session(), actor=actor(), public_id=asked)
        if found is None:
            self.unknown.append(("Văn bản", asked))
        return found


def read_filters(choices: Choices, mine: Sequence[FieldName]) -> Filters:
    """The filters of this request's address; ``mine`` are the fields that the visitor leads or follows."""
    reader = _Reader(choices)
    due = DueRange(request.args)
    due.validate()
    found = Filters(choices, due)
    unit, unit_words, unit_ids = reader.unit()
    directive = reader.directive()
    fields = _fields(choices, mine)
    found.standings = reader.several("tinh-trang", "Tình trạng", STANDINGS)
    found.chosen = {
        "don-vi": unit,
        "van-ban": directive.public_id if directive else "",
        "vai-tro": reader.one("vai-tro", "Vai trò", ROLES, AssignmentRole.LEAD.value),
        "linh-vuc": reader.one("linh-vuc", "Lĩnh vực", fields),
        "tim": " ".join(request.args.get("tim", "").split())[:TEXT_LENGTH],
    }
    found.per_page = int(reader.one("so-dong", "Số dòng", {str(n): "" for n in PER_PAGE}, str(USUAL_PER_PAGE)))
    found.order = _order(reader)
    found.extra = {
        "don-vi": unit_words if unit and unit_ids and unit not in {each.public_id for each in choices.units} else "",
        "van-ban": name_of(directive) if directive and directive not in choices.directives else "",
    }
    found.fields = fields
    found.wanted = _wanted(found, unit_ids, directive, mine)
    found.said = _said(found, unit_words, directive, fields)
    found.in_vain = words.not_offered(reader.unknown) if reader.unknown else ""
    return found


def name_of(directive: DirectiveChoice) -> str:
    return directive_words(directive.kind, directive.number, directive.issued_on)


def _order(reader: _Reader) -> Order:
    offered = {sign + name: "" for name in SORTS for sign in ("", "-")}
    asked = reader.one("xep", "Sắp xếp", offered)
    return Order(SORTS[asked.lstrip("-")], asked.startswith("-")) if asked else Order()


def _fields(choices: Choices, mine: Sequence[FieldName]) -> dict[str, str]:
    """What can be asked for under "Lĩnh vực": one's own together, each of them, and what is in none."""
    own = {MY_FIELDS: in_field_words.mine([each.name for each in mine])} if mine else {}
    none = {NO_FIELD: in_field_words.NONE} if choices.fields else {}
    return own | {each.public_id: each.name for each in choices.fields} | none


def _field_ids(found: Filters, mine: Sequence[FieldName]) -> FieldIds:
    asked = found.chosen["linh-vuc"]
    if asked == MY_FIELDS:
        return tuple(each.id for each in mine)
    return {"": None, NO_FIELD: (None,)}.get(
        asked, tuple(each.id for each in found.choices.fields if each.public_id == asked)
    )


def _wanted(
    found: Filters,
    unit_ids: tuple[int, ...] | None,
    directive: DirectiveChoice | None,
    mine: Sequence[FieldName],
) -> Wanted:
    chosen = found.chosen
    return Wanted(
        unit_ids=unit_ids,
        under_authority=AUTHORITY[chosen["don-vi"]][0] if chosen["don-vi"] in AUTHORITY else None,
        field_ids=_field_ids(found, mine),
        standings=tuple(_standing(value) for value in found.standings),
        directive_id=directive.id if directive else None,
        role=None if chosen["vai-tro"] == EVERY_ROLE else AssignmentRole(chosen["vai-tro"]),
        due_from=_day(found.due.due_from),
        due_to=_day(found.due.due_to),
        text=chosen["tim"],
    )


def _standing(value: str) -> Standing | Narrow:
    return Narrow(value) if value in set(Narrow) else Standing(value)


def _day(typed: DayField) -> date | None:
    """A day that has its own sentence is no filter."""
    return None if typed.errors else typed.data


def _said(found: Filters, unit_words: str, directive: DirectiveChoice | None, fields: Mapping[str, str]) -> list[str]:
    """The filters in force, as a reader says them."""
    wanted, chosen = found.wanted, found.chosen
    said: Sequence[str] = (
        words.any_of([STANDINGS[value] for value in found.standings]),
        unit_words,
        fields.get(chosen["linh-vuc"], ""),
        name_of(directive) if directive else "",
        ROLES[chosen["vai-tro"]],
        words.due_from(wanted.due_from) if wanted.due_from else "",
        words.due_to(wanted.due_to) if wanted.due_to else "",
        words.holding(chosen["tim"]) if chosen["tim"] else "",
    )
    return [text for text in said if text]
