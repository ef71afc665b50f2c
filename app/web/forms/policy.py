"""The form of the office's rules: each with what it means and its default beside it."""

from __future__ import annotations

from dataclasses import fields

from wtforms import BooleanField, IntegerField
from wtforms.validators import Optional

from app.services.policy import MAY_BE_EMPTY, Choices
from app.web.forms.organisation import SeenForm
from app.wording.policy import ERRORS, RULES, default


class Count(IntegerField):
    """WTForms says what is no number in its own language otherwise."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)  # type: ignore[no-untyped-call]
        except ValueError:
            raise ValueError(ERRORS["policy.number"]) from None


def _said(name: str) -> str:
    return f"{RULES[name].meaning} {default(name, getattr(Choices(), name))}"


def _number(name: str) -> Count:
    """An empty one is refused by the service where it means nothing."""
    rule = RULES[name]
    label = f"{rule.label} ({rule.unit})"
    checks = [Optional()] if name in MAY_BE_EMPTY else []
    return Count(label, validators=checks, description=_said(name), render_kw={"inputmode": "numeric"})


def _switch(name: str) -> BooleanField:
    return BooleanField(RULES[name].label, description=_said(name))


class PolicyForm(SeenForm):
    exclusive_is_day_before = _switch("exclusive_is_day_before")
    roll_fixed_dates = _switch("roll_fixed_dates")
    due_soon_working_days = _number("due_soon_working_days")
    acknowledge_working_days = _number("acknowledge_working_days")
    decide_working_days = _number("decide_working_days")
    update_days = _number("update_days")
    extensions_limit = _number("extensions_limit")
    extension_notice_days = _number("extension_notice_days")
    inner_due_working_days = _number("inner_due_working_days")
    acknowledge_hours = _number("acknowledge_hours")
    remind_first_days = _number("remind_first_days")
    remind_second_days = _number("remind_second_days")
    remind_third_days = _number("remind_third_days")
    sign_working_days = _number("sign_working_days")
    escalate_head_days = _number("escalate_head_days")
    escalate_chief_days = _number("escalate_chief_days")
    escalate_leader_days = _number("escalate_leader_days")
    quiet_from_hour = _number("quiet_from_hour")
    quiet_to_hour = _number("quiet_to_hour")
    link_days = _number("link_days")
    links_report = _switch("links_report")
    retention_years = _number("retention_years")

    def fill(self, version: int, choices: Choices) -> None:
        for each in fields(choices):
            self[each.name].data = getattr(choices, each.name)
        self.seen.data = str(version)

    def choices(self) -> Choices:
        return Choices(**{each.name: self[each.name].data for each in fields(Choices)})

    @property
    def seen_version(self) -> int:
        """A number that no version has for a form that was tampered with: it is simply stale."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
