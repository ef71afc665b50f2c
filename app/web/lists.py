"""The lists of assignments: filters from the address, said in words, and what the tables show."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from flask import request

from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, Standing
from app.models import Unit
from app.services import overview, people
from app.services.listing import (
    AssignmentRow,
    DirectiveChoice,
    Narrow,
    Wanted,
    count_tasks,
    directive_choices,
    list_assignments,
)
from app.services.rules import Rules, load_rules
from app.web.forms.assignments import EVERY_ROLE, FilterForm, is_offered, label_of, offered
from app.web.frame import actor, clock, session
from app.wording import course as words
from app.wording.mail import directive_words

# Two groups of units that can be asked for as if they were one.
AUTHORITY = {
    True: ("thuoc-tham-quyen", "Đơn vị thuộc thẩm quyền"),
    False: ("duoc-de-nghi", "Cơ quan được đề nghị"),
}


def page_number() -> int:
    typed = request.args.get("trang", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1


def url_for_page(number: int) -> str:
    """This list's address, filters and all, at another page."""
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'trang': number})}"


def rules() -> Rules:
    return load_rules(session(), office_id=actor().office_id)


def detail_of(in_force: Rules) -> Callable[[AssignmentRow], str]:
    """What stands in small letters beside a row's standing."""
    today, calendar, policy = clock().today(), in_force.calendar, in_force.policy
    return lambda row: words.detail(row.course, row.standing, today=today, calendar=calendar, policy=policy)


def assignment_list() -> dict[str, object]:
    """The list of all assignments, for its template."""
    in_force, today = rules(), clock().today()
    units = people.units_in_force(session(), office_id=actor().office_id, today=today)
    directives = directive_choices(session(), actor=actor())
    form = _filter_form(units, directives)
    wanted = _wanted(form, units, directives)
    found = list_assignments(session(), actor=actor(), rules=in_force, today=today, wanted=wanted, page=page_number())
    tasks = count_tasks(session(), actor=actor(), rules=in_force, today=today, wanted=wanted)
    return {
        "form": form,
        "words_of_filter": _in_words(form),
        "found": found,
        "counted": words.counted(tasks, found.total),
        "url_for_page": url_for_page,
        "detail": detail_of(in_force),
    }


def _filter_form(units: list[Unit], directives: list[DirectiveChoice]) -> FilterForm:
    form = FilterForm(request.args)
    form.unit.choices = offered(
        [("", "Mọi đơn vị"), *AUTHORITY.values(), *((unit.public_id, unit.name) for unit in units)]
    )
    named = ((each.public_id, directive_words(each.kind, each.number, each.issued_on)) for each in directives)
    form.directive.choices = offered([("", "Mọi văn bản"), *named])
    defaults = {form.unit: "", form.standing: "", form.directive: "", form.role: AssignmentRole.LEAD.value}
    for field, default in defaults.items():
        if not is_offered(field):
            field.data = default
    return form


def _wanted(form: FilterForm, units: list[Unit], directives: list[DirectiveChoice]) -> Wanted:
    chosen_units = [unit.id for unit in units if unit.public_id == form.unit.data]
    chosen_directives = [choice.id for choice in directives if choice.public_id == form.directive.data]
    return Wanted(
        unit_ids=chosen_units or None,
        under_authority=next((inside for inside, (value, _) in AUTHORITY.items() if value == form.unit.data), None),
        standing=_standing(form.standing.data),
        directive_id=chosen_directives[0] if chosen_directives else None,
        role=None if form.role.data == EVERY_ROLE else AssignmentRole(form.role.data),
        text=(form.text.data or "")[:100],
    )


def _standing(value: str) -> Standing | Narrow | None:
    if not value:
        return None
    return Narrow(value) if value in set(Narrow) else Standing(value)


def _in_words(form: FilterForm) -> list[str]:
    """The filters in force, as a reader says them."""
    chosen = [label_of(field) for field in (form.standing, form.unit, form.directive) if field.data]
    chosen.append(label_of(form.role))
    text = (form.text.data or "").strip()
    return chosen + ([f"có chữ “{text}”"] if text else [])


def unit_lists() -> dict[str, object]:
    """A unit's own page: what it leads, what it coordinates, the most pressing first."""
    in_force, today = rules(), clock().today()
    in_office = people.units_in_force(session(), office_id=actor().office_id, today=today)
    units = [unit for unit in in_office if unit.id in actor().unit_ids]
    if not units:
        raise DomainError("not_found")
    unit = next((each for each in units if each.public_id == request.args.get("don-vi")), units[0])
    everything = request.args.get("xem") == "tat-ca"
    lists = {
        role: list_assignments(
            session(),
            actor=actor(),
            rules=in_force,
            today=today,
            wanted=Wanted(unit_ids=[unit.id], role=role, standing=None if everything else Narrow.UNFINISHED),
            page=page_number() if role is AssignmentRole.LEAD else 1,
        )
        for role in AssignmentRole
    }
    return {
        "unit": unit,
        "units": units,
        "everything": everything,
        "lead": lists[AssignmentRole.LEAD],
        "coordinating": lists[AssignmentRole.COORDINATING],
        "tally": overview.tally(session(), office_id=actor().office_id, rules=in_force, today=today, unit_id=unit.id),
        "url_for_page": url_for_page,
        "detail": detail_of(in_force),
    }
