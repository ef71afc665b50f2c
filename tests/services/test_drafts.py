"""From the uploaded notice to a draft that people correct, and to the tasks given from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import AssignmentRole, DraftState, TaskKind, Urgency
from app.models import Assignment, AuditEntry, Draft, OutboxMessage, Source
from app.services import drafts
from app.services.draft_content import DraftedTask, Named
from tests.cast import Cast, add_unit
from tests.services.notices import NOTICE, UNKNOWN, content_of, drafted, task_at

LINKS = Links("http://dondoc.test")


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


@pytest.fixture
def draft(session: Session, cast: Cast, clock: FixedClock, files: FileStore) -> Draft:
    return drafted(session, cast, clock, files)


def change(cast: Cast, clock: FixedClock, draft: Draft, clause: str, **fields: object) -> DraftedTask:
    """A member of staff corrects fields of a task and has looked at the rest."""
    task = replace(task_at(draft, clause), **{"unsure": (), **fields})
    drafts.change_task(cast.session, actor=cast.staff, clock=clock, draft=draft, version=draft.version, task=task)
    return task


def change_head(cast: Cast, clock: FixedClock, draft: Draft, **fields: object) -> None:
    document = replace(content_of(draft).document, **fields)
    drafts.change_document(
        cast.session, actor=cast.staff, clock=clock, draft=draft, version=draft.version, document=document
    )


def give(cast: Cast, clock: FixedClock, draft: Draft):
    return drafts.give(cast.session, actor=cast.chief, clock=clock, links=LINKS, draft=draft, version=draft.version)


def stored_files(files: FileStore) -> list[Path]:
    return [path for path in files.root.rglob("*") if path.is_file()]


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


# Taking a notice in


def test_an_upload_becomes_a_source_and_a_draft_with_units_looked_up(session, cast, draft, files):
    document, units = content_of(draft).document, cast.units
    assert (document.number, document.issued_on, document.meeting_on) == (
        "21/TB-UBND",
        date(2023, 9, 12),
        date(2023, 9, 11),
    )
    assert (document.chair, document.leader) == ("Lê Văn Hà", "Lê Văn Hà")
    assert task_at(draft, "2").lead_ids == (units["noi_vu"].id,)
    assert task_at(draft, "3").coordinating_ids == (units["tu_phap"].id,)
    assert draft.source.text == NOTICE.strip() or draft.source.text == NOTICE
    assert files.read(draft.source.sha256) == NOTICE.encode()
    assert draft.source.filename == "thong bao.txt"


def test_offsets_lead_to_the_sentence_and_to_the_phrase_of_its_deadline(draft):
    task, text = task_at(draft, "2"), draft.source.text
    assert " ".join(text[task.start : task.end].split()) == task.text
    assert text[task.phrase_start : task.phrase_end] == task.deadline_text
    assert (task.deadline, task.exclusive) == (date(2023, 10, 30), True)


def test_an_office_behind_qua_is_the_way_a_report_goes(draft):
    assert task_at(draft, "2").report_to == "Ủy ban nhân dân huyện (qua Văn phòng)"


def test_a_unit_nobody_knows_stays_as_written_and_is_marked(draft):
    task = task_at(draft, "4")
    assert task.leads == (Named(UNKNOWN),)
    assert "leads" in task.unsure


def test_a_general_task_is_offered_unticked_and_its_addressees_are_no_doubt(draft):
    task = task_at(draft, "1")
    assert (task.kind, task.included, task.unsure) == (TaskKind.GENERAL, False, ())
    assert task.leads
    assert not task.lead_ids


def test_pasted_text_is_kept_as_its_bytes_and_has_no_file_name(session, cast, clock, files):
    made = drafts.paste(session, actor=cast.staff, clock=clock, files=files, text=NOTICE)
    assert made.source.filename == ""
    assert files.read(made.source.sha256).decode() == made.source.text


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "a.txt", "file.empty"),
        (b" \n", "a.txt", "file.no_text"),
        (b"MZ\x00\x01", "a.docx", "file.not_what_it_says"),
        (b"%PDF-1.7", "a.pdf", "file.pdf_broken"),
        ("TỐI MẬT\nTHÔNG BÁO".encode(), "a.txt", "file.secret"),
    ],
)
def test_of_a_refused_file_nothing_is_stored(session, cast, clock, files, content, filename, code):
    with pytest.raises(DomainError) as refused:
        drafts.upload(session, actor=cast.staff, clock=clock, files=files, content=content, filename=filename)
    assert refused.value.code == code
    assert (count(session, Source), count(session, Draft), stored_files(files)) == (0, 0, [])


SECRET = "MẬT\nTHÔNG BÁO\nVề việc không ai được biết"


@pytest.mark.parametrize(
    ("take", "what"),
    [
        (drafts.upload, {"content": SECRET.encode(), "filename": "ke hoach bi mat.txt"}),
        (drafts.paste, {"text": SECRET}),
    ],
)
def test_of_a_marked_document_only_the_fact_is_noted(session, cast, clock, files, take, what):
    with pytest.raises(DomainError, match=r"file\.secret"):
        take(session, actor=cast.staff, clock=clock, files=files, **what)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.payload) == ("upload.secret", {})
    assert "bi mat" not in entry.subject
    assert stored_files(files) == []


@pytest.mark.parametrize("who", ["leader", "admin", "noi_vu_head"])
def test_who_does_not_work_on_drafts_can_neither_upload_nor_read_one(session, cast, clock, files, draft, who):
    actor = cast.actor(who)
    for act in (
        lambda: drafts.paste(session, actor=actor, clock=clock, files=files, text=NOTICE),
        lambda: drafts.find_draft(session, actor=actor, public_id=draft.public_id),
        lambda: drafts.list_drafts(session, actor=actor, state=DraftState.OPEN),
    ):
        with pytest.raises(DomainError, match=r"permission\.denied"):
            act()


# The same text again


def test_the_same_text_is_found_in_drafts_and_in_given_directives_but_not_in_discarded_ones(
    session, cast, clock, files, draft
):
    discarded = drafted(session, cast, clock, files)
    drafts.discard(session, actor=cast.staff, clock=clock, draft=discarded, version=discarded.version)
    given = drafted(session, cast, clock, files)
    change(cast, clock, given, "4", dropped=True)
    directive = give(cast, clock, given)
    found = drafts.same_text(session, actor=cast.staff, draft=drafted(session, cast, clock, files))
    assert [(each.draft, each.directive) for each in found] == [
        (draft.public_id, None),
        (None, directive.public_id),
    ]


def test_another_text_is_no_repetition(session, cast, clock, files, draft):
    other = drafted(session, cast, clock, files, NOTICE.replace("cầu tàu số 2", "cầu tàu số 3"))
    assert drafts.same_text(session, actor=cast.staff, draft=other) == []


# Working on it


def test_a_change_raises_the_version_and_keeps_the_other_tasks(session, cast, clock, draft):
    before = content_of(draft)
    change(cast, clock, draft, "2", text="Rà soát toàn bộ hồ sơ.", urgency=Urgency.URGENT)
    session.expire_all()
    assert draft.version == 2
    after = content_of(draft)
    changed = [task.key for task, was in zip(after.tasks, before.tasks, strict=True) if task != was]
    assert changed == [task_at(draft, "2").key]


def test_a_task_that_a_person_adds_comes_last_and_finds_its_place_in_the_text(cast, session, clock, draft):
    key = content_of(draft).new_key()
    added = DraftedTask(key=key, text="Sau khi nghe các ý kiến,  đồng chí Phó Chủ tịch", kind=TaskKind.CONTINUOUS)
    drafts.change_task(session, actor=cast.staff, clock=clock, draft=draft, version=1, task=added)
    kept = content_of(draft).tasks[-1]
    assert kept.key == key
    assert draft.source.text[kept.start : kept.end] == "Sau khi nghe các ý kiến, đồng chí Phó Chủ tịch"


def test_a_task_in_a_persons_own_words_has_no_place(cast, session, clock, draft):
    added = DraftedTask(key=content_of(draft).new_key(), text="Chuẩn bị hội trường", kind=TaskKind.CONTINUOUS)
    drafts.change_task(session, actor=cast.staff, clock=clock, draft=draft, version=1, task=added)
    assert content_of(draft).tasks[-1].start is None


def acts(session: Session, cast: Cast, clock: FixedClock, draft: Draft) -> dict[str, Callable[[int], object]]:
    asked = {"actor": cast.chief, "clock": clock, "draft": draft}
    task = replace(task_at(draft, "2"), text="Rà soát lại")
    document = replace(content_of(draft).document, subject="Trích yếu khác")
    return {
        "task": lambda version: drafts.change_task(session, **asked, version=version, task=task),
        "document": lambda version: drafts.change_document(session, **asked, version=version, document=document),
        "discard": lambda version: drafts.discard(session, **asked, version=version),
        "give": lambda version: drafts.give(session, **asked, version=version, links=LINKS),
    }


@pytest.mark.parametrize("act", ["task", "document", "discard", "give"])
def test_a_stale_version_is_refused(session, cast, clock, draft, act):
    change(cast, clock, draft, "4", dropped=True)
    with pytest.raises(DomainError, match="stale"):
        acts(session, cast, clock, draft)[act](1)


@pytest.mark.parametrize("act", ["task", "document", "discard", "give"])
def test_of_two_people_at_the_same_moment_one_is_told(session, cast, clock, draft, act):
    """The version was right when it was looked at; meanwhile somebody else saved."""
    change(cast, clock, draft, "4", dropped=True)
    prepared = acts(session, cast, clock, draft)[act]
    row = update(Draft).where(Draft.id == draft.id).values(version=9)
    session.execute(row.execution_options(synchronize_session=False))
    with pytest.raises(DomainError, match="stale"):
        prepared(2)


def test_a_draft_that_is_done_with_cannot_be_changed(session, cast, clock, draft):
    change(cast, clock, draft, "4", dropped=True)
    give(cast, clock, draft)
    for act in acts(session, cast, clock, draft).values():
        with pytest.raises(DomainError, match=r"draft\.closed"):
            act(draft.version)
    with pytest.raises(DomainError, match=r"draft\.closed"):
        drafts.reopen(session, actor=cast.staff, clock=clock, draft=draft, version=draft.version)


def test_a_discarded_draft_can_be_fetched_back(session, cast, clock, draft):
    drafts.discard(session, actor=cast.staff, clock=clock, draft=draft, version=draft.version)
    assert drafts.list_drafts(session, actor=cast.staff, state=DraftState.OPEN) == []
    drafts.reopen(session, actor=cast.staff, clock=clock, draft=draft, version=draft.version)
    listed = drafts.list_drafts(session, actor=cast.staff, state=DraftState.OPEN)
    assert [line.public_id for line in listed] == [draft.public_id]


# What is missing


def lacking(draft: Draft, today: date = date(2023, 9, 14)) -> list[tuple[str, str]]:
    """Clause (empty for the header) and code of everything that blocks."""
    content = content_of(draft)
    clause = {task.key: task.clause for task in content.tasks} | {None: ""}
    return [(clause[each.key], each.problem.code) for each in drafts.missing(content, today=today)]


def test_an_unknown_unit_waits_until_somebody_chooses(session, cast, clock, draft):
    assert lacking(draft) == [("4", "task.lead_unknown")]
    with pytest.raises(DomainError, match=r"draft\.not_ready"):
        give(cast, clock, draft)
    assert count(session, Assignment) == 0
    units = list(cast.units.values())
    leads = drafts.chosen(task_at(draft, "4").leads, [cast.units["kinh_te"].id], units)
    change(cast, clock, draft, "4", leads=leads)
    assert lacking(draft) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"dropped": True}, []),
        ({"included": False}, []),
        ({"kind": TaskKind.GENERAL}, []),
        ({"leads": ()}, [("4", "task.no_lead")]),
        ({"leads": (Named(UNKNOWN, (1,)),), "deadline": None}, [("4", "task.no_date")]),
        ({"leads": (Named(UNKNOWN, (1,)),), "deadline": None, "kind": TaskKind.CONTINUOUS}, []),
        ({"leads": (Named(UNKNOWN, (1,)),), "deadline": date(2023, 9, 1)}, [("4", "task.due_before_given")]),
        ({"leads": (Named("A", (1,)), Named(UNKNOWN)), "unsure": ("leads",)}, [("4", "task.unknown_unit")]),
        ({"leads": (Named("A", (1,)), Named(UNKNOWN)), "unsure": ()}, []),
        (
            {
                "leads": (Named("A", (1,)),),
                "coordinating": (Named("Các đơn vị liên quan"),),
                "unsure": ("coordinating",),
            },
            [],
        ),
    ],
)
def test_what_a_task_still_lacks(cast, clock, draft, fields, expected):
    change(cast, clock, draft, "4", **fields)
    assert lacking(draft) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"subject": " "}, [("", "directive.no_subject")]),
        ({"issuer": ""}, [("", "directive.no_issuer")]),
        ({"issued_on": date(2023, 9, 15)}, [("", "directive.future_date")]),
        ({"issued_on": None, "meeting_on": None}, []),
        ({"number": ""}, []),
    ],
)
def test_what_the_header_still_lacks(cast, clock, draft, fields, expected):
    change(cast, clock, draft, "4", dropped=True)
    change_head(cast, clock, draft, **fields)
    assert lacking(draft) == expected


def test_a_draft_in_which_everything_was_put_aside_cannot_be_given(cast, clock, draft):
    for clause in "1234":
        change(cast, clock, draft, clause, dropped=True)
    assert lacking(draft) == [("", "directive.no_tasks")]


# Giving


def test_giving_makes_the_directive_its_tasks_and_a_mail_for_each_unit(session, cast, clock, draft):
    change(cast, clock, draft, "1", included=True)
    change(cast, clock, draft, "4", dropped=True)
    directive = give(cast, clock, draft)
    assert (draft.state, draft.directive) == (DraftState.GIVEN, directive)
    assert (directive.number, directive.given_on) == ("21/TB-UBND", date(2023, 9, 12))
    assert [(task.clause, task.kind) for task in directive.tasks] == [
        ("1", TaskKind.GENERAL),
        ("2", TaskKind.DATED),
        ("3", TaskKind.DATED),
    ]
    parts = {(row.task.clause, row.unit_id, row.role, row.due_on) for row in session.scalars(select(Assignment))}
    units = {name: unit.id for name, unit in cast.units.items()}
    assert parts == {
        ("2", units["noi_vu"], AssignmentRole.LEAD, date(2023, 10, 30)),
        ("3", units["kinh_te"], AssignmentRole.LEAD, date(2023, 10, 31)),
        ("3", units["tu_phap"], AssignmentRole.COORDINATING, date(2023, 10, 31)),
    }
    recipients = set(session.scalars(select(OutboxMessage.recipient)))
    assert recipients == {f"unit:{units[name]}" for name in ("noi_vu", "kinh_te", "tu_phap")}


def test_a_member_of_staff_gives_and_the_clerk_does_not(session, cast, clock, draft):
    change(cast, clock, draft, "4", dropped=True)
    with pytest.raises(DomainError, match=r"permission\.denied"):
        drafts.give(session, actor=cast.clerk, clock=clock, links=LINKS, draft=draft, version=draft.version)
    drafts.give(session, actor=cast.staff, clock=clock, links=LINKS, draft=draft, version=draft.version)
    assert draft.state is DraftState.GIVEN


def test_a_unit_added_later_is_known_to_the_next_notice(session, cast, clock, files):
    add_unit(cast, "ben_thuyen", "Ban Quản lý Bến thuyền Thử Nghiệm", "BQL bến thuyền", (UNKNOWN,))
    assert task_at(drafted(session, cast, clock, files), "4").lead_ids == (cast.units["ben_thuyen"].id,)
