"""The office's own draft of a report: kept unchanged, placed, and given back with the section in it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.adapters.files import FileStore
from app.domain.draft_places import PlaceKind
from app.domain.errors import DomainError
from app.domain.terms import Audience, PeriodKind
from app.models import AuditEntry, Report, ReportDraft
from app.services import limiting, report_drafts, reports
from app.services.discipline import section_of
from app.wording.typography import set_text
from tests.report_drafts import ELSEWHERE, LEADING, NEXT_HEADING, QUARTER, draft_report, tracked, words_of
from tests.services.report_cases import quarter_story

NAME = "Báo cáo CCHC quý III.docx"
# How Word packs what is locked with a password.
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture
def files(tmp_path) -> FileStore:
    return FileStore(tmp_path)


@pytest.fixture
def story(cast):
    return quarter_story(cast)


@pytest.fixture
def report(session, cast, clock, story) -> Report:
    return reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.QUARTER, year=2023, quarter=3)


@pytest.fixture
def snapshot(session, cast, clock, report):
    return reports.freeze(session, actor=cast.chief, clock=clock, report=report)


@pytest.fixture
def view(session, snapshot):
    return lambda: reports.readable_view(session, snapshot=snapshot)


@pytest.fixture
def keep(session, cast, clock, files, report):
    def act(content: bytes | None = None, *, name: str = NAME, audience: Audience = Audience.INTERNAL) -> ReportDraft:
        return report_drafts.keep(
            session,
            actor=cast.chief,
            clock=clock,
            files=files,
            report=report,
            filename=name,
            content=draft_report() if content is None else content,
            audience=audience,
        )

    return act


@pytest.fixture
def choose(session, cast, clock, files):
    def act(
        draft: ReportDraft, after: int, audience: Audience = Audience.INTERNAL, *, names_units: bool = False
    ) -> None:
        report_drafts.choose(
            session,
            actor=cast.chief,
            clock=clock,
            draft=draft,
            placing=report_drafts.place_in(draft, files=files),
            after=after,
            audience=audience,
            names_units=names_units,
        )

    return act


def numbered(placing, text: str) -> int:
    return next(each.index for each in placing.paragraphs if each.text == text)


def stored(files: FileStore) -> list[str]:
    return [path.name for path in files.root.rglob("*") if path.is_file()]


def test_an_upload_is_kept_as_it_came_and_noted_without_its_name(session, files, keep):
    content = draft_report()
    draft = keep(content, name=f"C:\\Văn bản\\{NAME}")
    assert (draft.name, draft.size, draft.place) == (NAME, len(content), None)
    assert files.read(draft.sha256) == content
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject, entry.payload) == (
        "report_draft.uploaded",
        f"report_draft:{draft.public_id}",
        {},
    )


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_of_a_marked_draft_only_the_fact_is_noted(session, files, keep, mark):
    with pytest.raises(DomainError, match=r"file\.secret"):
        keep(draft_report(before=(mark,)))
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.payload) == ("upload.secret", {})
    assert (session.scalar(select(func.count(ReportDraft.id))), stored(files)) == (0, [])


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", NAME, "file.empty"),
        (draft_report(), "bao-cao.doc", "report_draft.not_docx"),
        (b"%PDF-1.7", NAME, "report_draft.not_docx"),
        (b"PK\x03\x04 and nothing more", NAME, "file.not_what_it_says"),
        (LOCKED, NAME, "report_draft.encrypted"),
        (tracked(draft_report()), NAME, "report_draft.tracked_changes"),
    ],
)
def test_what_nothing_can_be_put_into_is_not_kept(session, files, keep, content, name, code):
    with pytest.raises(DomainError) as refused:
        keep(content, name=name)
    assert refused.value.code == code
    assert (session.scalar(select(func.count(ReportDraft.id))), stored(files)) == (0, [])


def test_a_draft_may_be_as_large_as_a_result_and_no_larger(files, keep, monkeypatch):
    content = draft_report()
    monkeypatch.setattr(report_drafts, "LARGEST_FILE", len(content))
    keep(content)
    monkeypatch.setattr(report_drafts, "LARGEST_FILE", len(content) - 1)
    with pytest.raises(DomainError, match=r"file\.too_large"):
        keep(content)


def test_the_section_is_shown_between_its_neighbours(files, keep):
    placing = report_drafts.place_in(keep(), files=files)
    assert placing.place.kind is PlaceKind.DISCIPLINE
    assert placing.heading.text == "2. Chấp hành kỷ luật, kỷ cương hành chính"
    assert [each.text for each in placing.before] == [LEADING]
    assert [each.text for each in placing.following] == list(QUARTER[7:9])
    assert not placing.replaces


def test_another_place_may_be_chosen_and_is_kept(session, files, keep, choose):
    draft = keep()
    after = numbered(report_drafts.place_in(draft, files=files), "Đã rà soát 12 văn bản quy phạm pháp luật.")
    choose(draft, after, Audience.SUPERIOR)
    placing = report_drafts.place_in(draft, files=files)
    assert (placing.place.after, placing.place.kind, draft.audience) == (after, PlaceKind.CHOSEN, Audience.SUPERIOR)
    assert placing.heading.text == "1. Cải cách thể chế"
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.payload) == ("report_draft.placed", {})


def test_the_place_that_was_found_is_said_as_found_when_it_is_chosen(files, keep, choose):
    draft = keep()
    choose(draft, report_drafts.place_in(draft, files=files).place.after)
    assert report_drafts.place_in(draft, files=files).place.kind is PlaceKind.DISCIPLINE


def test_a_place_that_was_not_offered_is_refused(keep, choose):
    draft = keep()
    with pytest.raises(DomainError, match=r"report_draft\.place_gone"):
        choose(draft, 4000)
    assert draft.place is None


def test_what_a_table_of_contents_names_is_not_offered(files, keep):
    def contents(document):
        named = document.add_paragraph(f"{QUARTER[5]}\t3")
        named.style = document.styles.add_style("toc 1", 1)

    placing = report_drafts.place_in(keep(draft_report(change=contents)), files=files)
    assert [each.text for each in placing.offered.values()] == list(QUARTER)


def test_a_draft_without_a_fitting_place_asks(files, keep, choose, view):
    draft = keep(draft_report(ELSEWHERE))
    placing = report_drafts.place_in(draft, files=files)
    assert (placing.place, placing.heading, list(placing.before), list(placing.following)) == (None, None, [], [])
    assert [each.text for each in placing.offered.values()] == list(ELSEWHERE)
    with pytest.raises(DomainError, match=r"report_draft\.no_place"):
        report_drafts.with_section(draft, files=files, view=view())
    choose(draft, numbered(placing, ELSEWHERE[-1]))
    words = words_of(report_drafts.with_section(draft, files=files, view=view()))
    assert words[: len(ELSEWHERE) + 1] == [*ELSEWHERE, section(view())[0]]


def section(view, audience: Audience = Audience.INTERNAL) -> list[str]:
    return list(section_of(view, audience=audience).paragraphs)


def test_the_sentences_go_where_they_were_shown_and_the_upload_stays(files, keep, view):
    draft, sentences = keep(), section(view())
    words = words_of(report_drafts.with_section(draft, files=files, view=view()))
    at = words.index(LEADING) + 1
    assert words[at : at + len(sentences)] == sentences
    assert words[at + len(sentences)] == NEXT_HEADING
    assert words_of(files.read(draft.sha256)) == list(QUARTER)


def test_units_are_named_inside_the_office_alone(files, keep, choose, view):
    draft = keep()
    after = report_drafts.place_in(draft, files=files).place.after
    inside = " ".join(words_of(report_drafts.with_section(draft, files=files, view=view())))
    choose(draft, after, Audience.SUPERIOR)
    above = " ".join(words_of(report_drafts.with_section(draft, files=files, view=view())))
    assert "Phòng Kinh tế" in inside
    assert "Phòng Kinh tế" not in above
    assert section(view(), Audience.SUPERIOR)[0] in above


def test_to_a_superior_units_are_named_where_that_is_chosen(files, keep, choose, view):
    draft = keep()
    after = report_drafts.place_in(draft, files=files).place.after
    choose(draft, after, Audience.SUPERIOR, names_units=True)
    words = words_of(report_drafts.with_section(draft, files=files, view=view()))
    shown = report_drafts.section_in(draft, report_drafts.place_in(draft, files=files), view=view())
    assert "Phòng Kinh tế" in " ".join(shown.paragraphs)
    assert [text for text in shown.paragraphs if text not in words] == []
    assert not [text for text in words if "Danh mục nhiệm vụ" in text], "the lists stay inside the office"
    assert list(shown.paragraphs) == list(section_of(view(), audience=Audience.SUPERIOR, names_units=True).paragraphs)


def test_a_draft_with_an_older_section_says_so_and_gets_the_new_one_instead(files, keep, view):
    first = report_drafts.with_section(keep(), files=files, view=view())
    again = keep(first)
    placing = report_drafts.place_in(again, files=files)
    assert (placing.place.kind, placing.replaces) == (PlaceKind.OLD_BLOCK, True)
    assert [each.text for each in placing.paragraphs] == list(QUARTER), "what goes is not shown"
    assert ([each.text for each in placing.before], placing.following[0].text) == ([LEADING], NEXT_HEADING)
    twice = words_of(report_drafts.with_section(again, files=files, view=view()))
    assert [twice.count(sentence) for sentence in section(view())] == [1] * len(section(view()))
    assert twice == words_of(first)


def test_another_place_may_be_chosen_for_a_newer_section_and_the_old_one_back(files, keep, choose, view):
    again = keep(report_drafts.with_section(keep(), files=files, view=view()))
    placing = report_drafts.place_in(again, files=files)
    choose(again, numbered(placing, QUARTER[4]))
    moved = report_drafts.place_in(again, files=files)
    assert (moved.place.kind, moved.replaces) == (PlaceKind.CHOSEN, True)
    words = words_of(report_drafts.with_section(again, files=files, view=view()))
    assert words[words.index(QUARTER[4]) + 1] == section(view())[0]
    assert words[words.index(LEADING) + 1] == NEXT_HEADING
    choose(again, placing.place.after)
    assert report_drafts.place_in(again, files=files).place == placing.place


def test_what_is_shown_names_the_annexes_as_the_file_will(files, keep, view):
    own_annex = ("PHỤ LỤC I", "Danh mục thủ tục hành chính được công bố trong quý", "Thủ tục đăng ký khai sinh.")
    draft = keep(draft_report((*QUARTER, *own_annex)))
    placing = report_drafts.place_in(draft, files=files)
    shown = report_drafts.section_in(draft, placing, view=view())
    words = words_of(report_drafts.with_section(draft, files=files, view=view()))
    assert [sentence for sentence in shown.paragraphs if sentence not in words] == []
    assert [annex.label for annex in shown.annexes if set_text(annex.label) not in words] == []
    assert "Phụ lục I kèm theo" not in " ".join(shown.paragraphs), "the draft has one already"
    assert shown.paragraphs != tuple(section(view()))


def test_the_words_of_a_task_whose_view_was_limited_since_do_not_leave(session, cast, clock, story, files, keep, view):
    draft, secret = keep(), story["d"]
    before = words_of(report_drafts.with_section(draft, files=files, view=view()))
    assert secret.task.text in " ".join(before)
    named = [cast.users[login].id for login in ("kinh_te_head", "noi_vu_head")]
    limiting.limit(session, actor=cast.chief, clock=clock, task=secret.task, user_ids=named)
    after = words_of(report_drafts.with_section(draft, files=files, view=view()))
    assert secret.task.text not in " ".join(after)
    assert "Nội dung hạn chế xem" in " ".join(after)


def test_a_draft_belongs_to_its_report(session, cast, clock, report, keep):
    draft = keep()
    found = report_drafts.find_kept(session, actor=cast.staff, report=report, public_id=draft.public_id)
    assert found is draft
    other = reports.make_report(session, actor=cast.chief, clock=clock, kind=PeriodKind.YEAR, year=2022)
    with pytest.raises(DomainError, match="not_found"):
        report_drafts.find_kept(session, actor=cast.staff, report=other, public_id=draft.public_id)
    assert report_drafts.kept_drafts(session, actor=cast.staff, report=other) == ()


def test_a_draft_may_be_taken_away_and_the_others_stay(session, cast, clock, files, report, keep):
    gone, same = keep(), keep()
    report_drafts.remove(session, actor=cast.staff, clock=clock, draft=gone)
    listed = report_drafts.kept_drafts(session, actor=cast.chief, report=report)
    assert [each.public_id for each in listed] == [same.public_id]
    assert files.read(same.sha256) == draft_report(), "the other one has the same bytes"
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject, entry.payload) == (
        "report_draft.removed",
        f"report_draft:{gone.public_id}",
        {},
    )


def test_drafts_are_listed_the_newest_first(session, cast, report, keep, choose, files):
    older, newer = keep(), keep(name="b.docx", audience=Audience.SUPERIOR)
    choose(older, report_drafts.place_in(older, files=files).place.after)
    listed = report_drafts.kept_drafts(session, actor=cast.chief, report=report)
    assert [(each.public_id, each.audience, each.is_placed) for each in listed] == [
        (newer.public_id, Audience.SUPERIOR, False),
        (older.public_id, Audience.INTERNAL, True),
    ]
    assert listed[0].recorder == cast.users["chief"].name


@pytest.mark.parametrize("login", ["leader", "clerk", "noi_vu_head"])
def test_only_who_makes_reports_keeps_or_reads_a_draft(session, cast, clock, files, report, keep, login):
    draft, actor = keep(), cast.actor(login)
    acts = (
        lambda: report_drafts.find_kept(session, actor=actor, report=report, public_id=draft.public_id),
        lambda: report_drafts.kept_drafts(session, actor=actor, report=report),
        lambda: report_drafts.keep(
            session,
            actor=actor,
            clock=clock,
            files=files,
            report=report,
            filename=NAME,
            content=draft_report(),
            audience=Audience.INTERNAL,
        ),
        lambda: report_drafts.remove(session, actor=actor, clock=clock, draft=draft),
    )
    for act in acts:
        with pytest.raises(DomainError, match=r"permission\.denied"):
            act()


def test_a_file_that_the_store_lost_is_told(files, keep):
    draft = keep()
    files.path(draft.sha256).unlink()
    with pytest.raises(DomainError, match=r"report_draft\.lost"):
        report_drafts.place_in(draft, files=files)
