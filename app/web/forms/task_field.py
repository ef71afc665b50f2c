"""The form that says which field of work a task is in."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField

from app.services.in_field import FieldName
from app.wording.in_field import BY_UNIT


class TaskFieldForm(FlaskForm):
    """``seen`` is the field that the page showed; nothing for none."""

    field_id = RadioField("Lĩnh vực")
    seen = HiddenField()

    def offer(self, fields: Sequence[FieldName], current: FieldName | None) -> None:
        """``current`` is offered, too, also where no leading unit works in it any more."""
        named = {each.id: each.name for each in (*fields, *([current] if current else []))}
        self.field_id.choices = [("", BY_UNIT), *((str(field_id), name) for field_id, name in named.items())]
        if not self.is_submitted():
            self.field_id.data = self.seen.data = str(current.id) if current else ""

    @property
    def chosen(self) -> int | None:
        return int(self.field_id.data) if self.field_id.data else None

    @property
    def seen_field(self) -> int | None:
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() else None
