"""The written document of an order: what it says of itself."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import DataRequired

from app.domain.reading.typed_dates import Leaning
from app.services.formalising import NewDocument
from app.web.forms.drafts import Versioned, at_most
from app.web.forms.fields import DayField, MustBeDay
from app.wording.errors import ERRORS


class DocumentForm(Versioned):
    kind = StringField("Loại văn bản", validators=[DataRequired(ERRORS["formalise.no_kind"]), at_most(60)])
    number = StringField("Số, ký hiệu", validators=[DataRequired("Cần nhập số văn bản."), at_most(60)])
    issued_on = DayField("Ngày ban hành", leaning=Leaning.PAST, validators=[MustBeDay(ERRORS["formalise.no_day"])])
    signer = StringField("Người ký", validators=[at_most(100)])
    signer_title = StringField("Chức vụ người ký", validators=[at_most(100)])

    def document(self) -> NewDocument:
        return NewDocument(
            kind=self.kind.data or "",
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            signer=self.signer.data or "",
            signer_title=self.signer_title.data or "",
        )
