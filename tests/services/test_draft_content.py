"""What a draft holds: its JSON, its keys, and the names that units are chosen for."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.terms import TaskKind, Urgency
from app.models import Unit
from app.services.draft_content import (
    DraftContent,
    DraftedDocument,
    DraftedTask,
    LooseDate,
    Named,
    from_json,
    to_json,
)
from app.services.drafts import chosen

UNKNOWN = "Ban Quản lý bến thuyền"
OFFICE, LAW = Unit(id=1, name="Văn phòng HĐND và UBND"), Unit(id=2, name="Phòng Tư pháp")

_days = st.none() | st.dates()
_texts = st.text(max_size=20)
_names = st.lists(st.builds(Named, _texts, st.lists(st.integers(1, 9), max_size=3).map(tuple)), max_size=3).map(tuple)
_unsure = st.lists(st.sampled_from(["leads", "deadline"]), max_size=2).map(tuple)
_offsets = st.none() | st.integers(0, 999)
_documents = st.builds(
    DraftedDocument, number=_texts, kind=_texts, issued_on=_days, meeting_on=_days, subject=_texts, unsure=_unsure
)
_tasks = st.builds(
    DraftedTask,
    key=_texts,
    text=_texts,
    included=st.booleans(),
    dropped=st.booleans(),
    start=_offsets,
    end=_offsets,
    leads=_names,
    coordinating=_names,
    deadline=_days,
    inner_due=_days,
    deadline_time=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    kind=st.sampled_from(TaskKind),
    urgency=st.sampled_from(Urgency),
    unsure=_unsure,
)
_loose = st.builds(LooseDate, _texts, st.integers(0, 99), st.integers(0, 99), _texts)


@given(
    st.builds(
        DraftContent,
        document=_documents,
        tasks=st.lists(_tasks, max_size=3).map(tuple),
        unused_dates=st.lists(_loose, max_size=2).map(tuple),
    )
)
def test_content_comes_back_from_its_json_as_it_was(content):
    assert from_json(to_json(content)) == content


def test_a_field_that_an_older_version_did_not_write_has_its_default_and_one_nobody_knows_is_passed_over():
    stored = to_json(DraftContent(DraftedDocument(), (DraftedTask(key="t1", text="Rà soát"),)))
    del stored["tasks"][0]["recurrence"]
    stored["tasks"][0]["forgotten"] = "x"
    assert from_json(stored).tasks[0].recurrence == ""


def test_keys_are_never_used_again():
    content = DraftContent(DraftedDocument(), (DraftedTask(key="t1", text="Rà soát"),))
    key = content.new_key()
    longer = replace(content, tasks=(*content.tasks, DraftedTask(key=key, text="Thêm", dropped=True)))
    assert len({"t1", key, longer.new_key()}) == 3


def test_a_unit_that_leads_does_not_also_coordinate():
    task = DraftedTask(key="t1", text="", leads=(Named("a", (1, 2)),), coordinating=(Named("b", (2, 3)),))
    assert (task.lead_ids, task.coordinating_ids) == ((1, 2), (3,))


KNOWN = Named("Văn phòng", (1,))


@pytest.mark.parametrize(
    ("names", "ticked", "expected"),
    [
        # Those chosen anew answer for the first name nobody knew.
        ((KNOWN, Named(UNKNOWN)), [1, 2], (KNOWN, Named(UNKNOWN, (2,)))),
        # One that is unticked is gone, and a new one goes by the office's own name.
        ((KNOWN,), [2], (Named("Phòng Tư pháp", (2,)),)),
        ((KNOWN,), [1, 2], (KNOWN, Named("Phòng Tư pháp", (2,)))),
        ((Named("Các phòng", (1, 2)),), [2], (Named("Các phòng", (2,)),)),
        # A name nobody knows stays as written while nothing is chosen for it.
        ((Named(UNKNOWN),), [], (Named(UNKNOWN),)),
        ((), [], ()),
    ],
)
def test_choosing_units_keeps_what_the_notice_wrote(names, ticked, expected):
    assert chosen(names, ticked, [OFFICE, LAW]) == expected
