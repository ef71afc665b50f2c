"""The form that names who alone sees a task."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm

from app.services.limiting import Candidate
from app.web.forms.assignments import offered
from app.web.forms.drafts import Units


class ViewersForm(FlaskForm):
    user_ids = Units("Người được xem", coerce=int)

    def offer(self, people: Sequence[Candidate]) -> None:
        self.user_ids.choices = offered((str(each.user_id), f"{each.name}, {each.unit_name}") for each in people)


class LiftForm(FlaskForm):
    """Nothing but the token."""
