"""A drafted notice of a superior has two dates; changing where it comes from loses none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.terms import SourceOfAssignment, TaskKind
from app.models import Assignment
from app.services import draft_editing, draft_superior, drafts, superiors
from app.services.draft_content import DraftContent
from app.services.rules import load_rules
from tests.cast import Cast
from tests.services.notices import UNKNOWN, content_of, drafted, task_at
from tests.services.superior_making import LINKS

SECOND, FOURTH = date(2023, 10, 30), date(2023, 11, 15)  # the dates that the notice names


@pytest.fixture
def draft(session, cast, clock, tmp_path):
    found = drafted(session, cast, clock, FileStore(tmp_path))
    draft_editing.choose_unit(
        **asked(cast, clock, found), key=task_at(found, "4").key, part="leads", written=UNKNOWN,
        unit_ids=[cast.units["xa_ha"].id], remember=False,
    )  # fmt: skip
    return found


def asked(cast: Cast, clock, draft) -> dict[str, object]:
    return {"session": cast.session, "actor": cast.chief, "clock": clock, "draft": draft, "version": draft.version}


def comes_from(cast: Cast, clock, draft, source: SourceOfAssignment | None) -> None:
    document = replace(content_of(draft).document, source_of_assignment=source)
    drafts.change_document(**asked(cast, clock, draft), document=document)


def type_inner(cast: Cast, clock, draft, clause: str, inner: date | None) -> None:
    drafts.change_task(**asked(cast, clock, draft), task=replace(task_at(draft, clause), inner_due=inner))


def dates(cast: Cast, clock, draft) -> dict[str, tuple[date, date, bool, bool]]:
    rules = load_rules(cast.session, office_id=cast.office.id)
    found = draft_superior.inner_dates(content_of(draft), today=clock.today(), rules=rules)
    return {each.task.clause: (each.superior_due, each.day, each.typed, each.short) for each in found.values()}


def test_only_a_superiors_notice_has_an_inner_date_and_it_is_proposed(cast, clock, draft):
    assert dates(cast, clock, draft) == {}
    comes_from(cast, clock, draft, SourceOfAssignment.PROVINCE)
    assert dates(cast, clock, draft) == {
        "2": (SECOND, date(2023, 10, 25), False, False),
        "3": (date(2023, 10, 31), date(2023, 10, 26), False, False),
        "4": (FOURTH, date(2023, 11, 10), False, False),
    }


def test_where_no_working_days_are_left_the_superiors_own_date_is_proposed(cast, clock, clock_at, draft):
    comes_from(cast, clock, draft, SourceOfAssignment.PROVINCE)
    assert dates(cast, clock_at(date(2023, 10, 26)), draft)["2"] == (SECOND, SECOND, False, True)


def test_changing_the_source_to_and_fro_loses_no_date(cast, clock, draft):
    comes_from(cast, clock, draft, SourceOfAssignment.PROVINCE)
    type_inner(cast, clock, draft, "2", date(2023, 10, 20))
    before = content_of(draft).tasks
    comes_from(cast, clock, draft, SourceOfAssignment.OWN)
    assert dates(cast, clock, draft) == {}
    assert [problem.problem.code for problem in drafts.missing(content_of(draft), today=clock.today())] == []
    comes_from(cast, clock, draft, SourceOfAssignment.PARTY)
    assert content_of(draft).tasks == before
    assert dates(cast, clock, draft)["2"] == (SECOND, date(2023, 10, 20), True, False)


@pytest.mark.parametrize(
    ("inner", "code"), [(date(2023, 10, 31), "draft.inner_after"), (date(2023, 9, 11), "task.due_before_given")]
)
def test_an_inner_date_that_cannot_be_is_missing_until_it_is_put_right(cast, clock, draft, inner, code):
    type_inner(cast, clock, draft, "2", inner)
    assert drafts.missing(content_of(draft), today=clock.today()) == []  # It means nothing yet.
    comes_from(cast, clock, draft, SourceOfAssignment.PROVINCE)
    found = drafts.missing(content_of(draft), today=clock.today())
    assert [(each.key, each.problem.code) for each in found] == [(task_at(draft, "2").key, code)]
    with pytest.raises(DomainError) as refused:
        drafts.give(**asked(cast, clock, draft), links=LINKS)
    assert refused.value.code == "draft.not_ready"


def given(cast: Cast, clock, draft, **inner: date) -> dict[str, tuple[date | None, date | None]]:
    directive = drafts.give(**asked(cast, clock, draft), links=LINKS, inner=inner)
    return {
        task.clause: (
            superiors.course_of(task.superior).due_on if task.superior else None,
            next((row.due_on for row in assignments_of(cast, task.id)), None),
        )
        for task in directive.tasks
    }


def assignments_of(cast: Cast, task_id: int):
    return cast.session.query(Assignment).filter_by(task_id=task_id).order_by(Assignment.id).all()


def test_giving_makes_both_dates(cast, clock, draft):
    comes_from(cast, clock, draft, SourceOfAssignment.PROVINCE)
    type_inner(cast, clock, draft, "2", date(2023, 10, 20))
    typed_last = {task_at(draft, "4").key: date(2023, 11, 1)}
    assert given(cast, clock, draft, **typed_last) == {
        "2": (SECOND, date(2023, 10, 20)),
        "3": (date(2023, 10, 31), date(2023, 10, 26)),
        "4": (FOURTH, date(2023, 11, 1)),
    }


def test_a_notice_of_ones_own_keeps_its_date_whatever_was_typed_beside(cast, clock, draft):
    type_inner(cast, clock, draft, "2", date(2023, 10, 20))
    assert given(cast, clock, draft)["2"] == (None, SECOND)


def test_a_typed_inner_date_goes_with_the_deadline(cast, clock, draft):
    type_inner(cast, clock, draft, "2", date(2023, 10, 20))
    key = task_at(draft, "2").key
    draft_editing.set_kind(**asked(cast, clock, draft), key=key, kind=TaskKind.PER_REPORT)
    changed: DraftContent = content_of(draft)
    assert (changed.task(key).deadline, changed.task(key).inner_due) == (None, None)
