"""Uploading the draft of a report, and saying where in it the section goes."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, RadioField, ValidationError
from wtforms.validators import AnyOf, InputRequired

from app.domain.terms import Audience
from app.web.forms.assignments import offered
from app.wording import report_drafts as words
from app.wording.report import NAME_UNITS

_AUDIENCES = offered((each.value, words.AUDIENCES[each]) for each in Audience)
_KNOWN = [each.value for each in Audience]


class _ForAudience(FlaskForm):
    """Who reads it is an explicit choice, never a default."""

    audience = RadioField(
        "Bản được chèn",
        choices=_AUDIENCES,
        validate_choice=False,
        validators=[InputRequired(words.NO_AUDIENCE), AnyOf(_KNOWN, words.NO_AUDIENCE)],
    )

    names_units = BooleanField(NAME_UNITS)

    @property
    def chosen_audience(self) -> Audience:
        return Audience(self.audience.data)


class DraftForm(_ForAudience):
    file = FileField("Dự thảo báo cáo")

    def validate_file(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError(words.NO_FILE)

    def upload(self) -> tuple[str, bytes]:
        """Name and bytes of the file of a valid form."""
        return str(self.file.data.filename), self.file.data.stream.read()


class PlaceForm(_ForAudience):
    place = RadioField("Chèn sau đoạn", validate_choice=False)

    def offer(self, paragraphs: Iterable[int]) -> None:
        """The numbers of the paragraphs; their words are the page's."""
        keys = [str(index) for index in paragraphs]
        self.place.choices = offered((key, key) for key in keys)
        self.place.validators = (InputRequired(words.NO_PLACE), AnyOf(keys, words.NO_PLACE))
