"""Forms of the wizard by which units change. They carry everything in the address or in the page: nothing is kept on
the server between two steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from app.domain.reading.typed_dates import Leaning
from app.domain.terms import ReorganisationKind
from app.models import Unit
from app.services.organisation import LIMITS
from app.services.reorganising_wish import BASIS_MOST, Choices, NewUnit, Wish
from app.web.forms.assignments import NOT_OFFERED, offered
from app.web.forms.drafts import Units
from app.web.forms.fields import DayField, MustBeDay
from app.web.forms.organisation import choice_field, chosen_id, email_field, offer_units, text_field, the_day
from app.wording.formats import day
from app.wording.reorganising import HINTS
from app.wording.terms import word

K = ReorganisationKind
NEW_ROWS = (1, 2, 3)
NOWHERE = "khong"


class WhichForm(FlaskForm):
    """The first step: what happens, and to which units."""

    class Meta:
        csrf = False

    kind = RadioField(
        "Việc sắp xếp",
        choices=offered((kind.value, f"{word(kind)}: {HINTS[kind]}") for kind in K),
        validators=[InputRequired("Cần chọn việc sắp xếp.")],
        invalid_choice_message=NOT_OFFERED,
    )
    unit_ids = Units("Đơn vị được sắp xếp", coerce=int)

    def offer(self, units: Iterable[Unit]) -> None:
        self.unit_ids.choices = offered((str(unit.id), unit.name) for unit in units)


class WishForm(FlaskForm):
    """The second step: the day, what it rests on, and who takes over."""

    class Meta:
        csrf = False

    effective_on = DayField(
        "Có hiệu lực từ ngày",
        leaning=Leaning.PAST,
        validators=[MustBeDay("Cần nhập ngày.")],
        description="Đơn vị cũ hoạt động đến hết ngày hôm trước.",
    )
    basis = text_field(
        "Căn cứ",
        BASIS_MOST,
        "Cần ghi căn cứ: số, ngày của văn bản về việc sắp xếp.",
        "Số, ngày của nghị quyết, quyết định.",
    )
    name = text_field("Tên mới", LIMITS["name"], "Cần nhập tên đơn vị.")
    short_name = text_field("Tên ngắn mới", LIMITS["short_name"])
    successor_id = choice_field("Đơn vị tiếp nhận", "")
    successor_ids = Units("Đơn vị đang có sẽ tiếp nhận", coerce=int)
    goes_on = BooleanField("Đơn vị cũ vẫn hoạt động", description="Tách một phần ra; phần còn lại ở đơn vị cũ.")
    name_1 = text_field("Tên đơn vị mới", LIMITS["name"])
    short_name_1 = text_field("Tên ngắn", LIMITS["short_name"])
    email_1 = email_field("Hộp thư")
    name_2 = text_field("Tên đơn vị mới thứ hai", LIMITS["name"])
    short_name_2 = text_field("Tên ngắn của đơn vị thứ hai", LIMITS["short_name"])
    email_2 = email_field("Hộp thư của đơn vị thứ hai")
    name_3 = text_field("Tên đơn vị mới thứ ba", LIMITS["name"])
    short_name_3 = text_field("Tên ngắn của đơn vị thứ ba", LIMITS["short_name"])
    email_3 = email_field("Hộp thư của đơn vị thứ ba")
    keeps_names = BooleanField(
        "Ghi nhớ tên cũ là tên gọi khác của đơn vị tiếp nhận",
        default=True,
        description="Văn bản còn viết tên cũ thì nhiệm vụ vẫn được đọc là của đơn vị tiếp nhận.",
    )

    def keep_fields_of(self, kind: ReorganisationKind) -> None:
        """Leave the fields alone that this kind asks for."""
        for name in _LEFT_OUT[kind]:
            del self[name]

    def offer(self, units: Iterable[Unit]) -> None:
        units = list(units)
        if "successor_id" in self:
            offer_units(self.successor_id, units, "Chưa chọn" if "name_1" not in self else "Đơn vị mới, tên ở dưới")
        if "successor_ids" in self:
            self.successor_ids.choices = offered((str(unit.id), unit.name) for unit in units)

    def wish(self, kind: ReorganisationKind, unit_ids: tuple[int, ...]) -> Wish:
        return Wish(
            kind=kind,
            unit_ids=unit_ids,
            effective_on=the_day(self.effective_on),
            basis=self.basis.data,
            successor_ids=self._successors(),
            new_units=tuple(self._new_units()),
            goes_on="goes_on" in self and bool(self.goes_on.data),
            keeps_names=bool(self.keeps_names.data),
            name=self.name.data if "name" in self else "",
            short_name=self.short_name.data if "short_name" in self else "",
        )

    def _successors(self) -> tuple[int, ...]:
        one = chosen_id(self.successor_id) if "successor_id" in self else None
        several = self.successor_ids.data or [] if "successor_ids" in self else []
        return tuple(dict.fromkeys([*([one] if one else []), *several]))

    def _new_units(self) -> Iterable[NewUnit]:
        for n in NEW_ROWS:
            if f"name_{n}" in self and any(self[f"{part}_{n}"].data for part in ("name", "short_name", "email")):
                yield NewUnit(
                    name=self[f"name_{n}"].data, short_name=self[f"short_name_{n}"].data, email=self[f"email_{n}"].data
                )

    def carried(self, kind: ReorganisationKind, unit_ids: Iterable[int]) -> list[tuple[str, str]]:
        """Names and values of both steps, for the page or the address of the next one."""
        pairs = [("kind", kind.value), *(("unit_ids", str(unit_id)) for unit_id in unit_ids)]
        for each in self:
            values = each.data if isinstance(each, Units) else [each.data]
            pairs += [(each.name, text) for value in values or [] if (text := _text(value))]
        return pairs


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "y" if value else ""
    return str(value or "") if not hasattr(value, "isoformat") else day(value)


_NEW = {n: (f"name_{n}", f"short_name_{n}", f"email_{n}") for n in NEW_ROWS}
_RENAMED = ("name", "short_name")
_LEFT_OUT: Mapping[ReorganisationKind, tuple[str, ...]] = {
    K.MERGE: (*_RENAMED, "successor_ids", "goes_on", *_NEW[1], *_NEW[2], *_NEW[3]),
    K.CONSOLIDATE: (*_RENAMED, "successor_ids", "goes_on", *_NEW[2], *_NEW[3]),
    K.SPLIT: (*_RENAMED, "successor_id"),
    K.DISSOLVE: (*_RENAMED, "successor_id", "goes_on", *_NEW[1], *_NEW[2], *_NEW[3]),
    K.RENAME: ("successor_id", "successor_ids", "goes_on", *_NEW[1], *_NEW[2], *_NEW[3]),
}


def choices_in(sent: MultiDict[str, str]) -> Choices:
    """Where things go, by fields named after what they are about: u7 a unit, p12 a part, r3 a recurring duty, m5 a
    role. What is empty goes to the usual successor; what no page of ours has written is left out."""
    found: dict[str, dict[int, int | None]] = {letter: {} for letter in "uprm"}
    for name, value in sent.items():
        letter, number = name[:1], name[1:]
        if letter in found and number.isascii() and number.isdigit():
            if value == NOWHERE and letter == "m":
                found[letter][int(number)] = None
            elif value.lstrip("-").isascii() and value.lstrip("-").isdigit():
                found[letter][int(number)] = int(value)
    return Choices(units=_named(found["u"]), parts=_named(found["p"]), duties=_named(found["r"]), posts=found["m"])


def _named(found: Mapping[int, int | None]) -> dict[int, int]:
    return {key: value for key, value in found.items() if value is not None}
