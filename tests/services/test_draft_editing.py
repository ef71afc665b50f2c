"""Splitting, merging, moving and telling drafted tasks, and taking each of it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.domain.errors import DomainError
from app.domain.terms import TaskKind, Urgency
from app.models import AuditEntry, Draft, DraftStep, UnitAlias
from app.services import draft_changing, draft_editing, drafts
from app.services.draft_content import HEAD, DraftedTask, Named, from_json
from tests.cast import Cast, add_unit
from tests.services.notices import NOTICE, UNKNOWN, content_of, drafted, task_at

LONG = NOTICE.replace(
    "4. ",
    "4. Phòng Tư pháp rà soát hương ước; Phòng Kinh tế tổng hợp nhu cầu vốn và gửi Văn phòng trước ngày "
    "20/11/2023.\n\n"
    "5. Các phòng, ban thuộc UBND huyện lập danh mục hồ sơ lưu trữ trước ngày 25/11/2023.\n\n"
    f"6. {UNKNOWN} báo cáo tình hình thu phí bến bãi.\n\n7. ",
)


@pytest.fixture
def draft(session: Session, cast: Cast, clock: FixedClock, tmp_path: Path) -> Draft:
    return drafted(session, cast, clock, FileStore(tmp_path), text=LONG)


class Hand:
    """A member of staff at the review page."""

    def __init__(self, cast: Cast, clock: FixedClock, draft: Draft) -> None:
        self.session, self.draft = cast.session, draft
        self.who = {"actor": cast.staff, "clock": clock, "draft": draft}

    def __call__(self, act: str, **said: object) -> str:
        acts = draft_changing if act == "undo" else draft_editing
        asked = {**self.who, "version": self.draft.version, **said}
        return getattr(acts, act)(self.session, **asked)

    def task(self, key: str) -> DraftedTask:
        return content_of(self.draft).task(key)

    def at(self, clause: str) -> DraftedTask:
        return task_at(self.draft, clause)

    @property
    def shown(self) -> list[str]:
        return [task.key for task in content_of(self.draft).tasks if not task.dropped]


@pytest.fixture
def hand(cast: Cast, clock: FixedClock, draft: Draft) -> Hand:
    return Hand(cast, clock, draft)


@pytest.fixture
def whole(hand: Hand) -> DraftedTask:
    """Clause 4 as one task: the reader has split it already."""
    first = next(task for task in content_of(hand.draft).tasks if task.text.startswith("Phòng Tư pháp"))
    second = next(task for task in content_of(hand.draft).tasks if task.text.startswith("Phòng Kinh tế tổng hợp"))
    return hand.task(hand("merge_task", key=second.key)) if first.key != second.key else first


# Splitting


def test_a_split_reads_both_parts_again_and_the_date_stays_with_its_words(hand, cast, whole):
    at = LONG.index("Phòng Kinh tế tổng hợp")
    key = hand("split_task", key=whole.key, at=at)
    first, second = hand.task(whole.key), hand.task(key)
    assert first.text == "Phòng Tư pháp rà soát hương ước;"
    assert second.text.startswith("Phòng Kinh tế tổng hợp nhu cầu vốn")
    assert (first.lead_ids, second.lead_ids) == ((cast.units["tu_phap"].id,), (cast.units["kinh_te"].id,))
    assert (first.deadline, second.deadline) == (None, date(2023, 11, 20))
    assert (first.end, second.start) == (hand.task(whole.key).end, at)
    assert hand.shown.index(key) == hand.shown.index(whole.key) + 1


def test_a_part_that_names_nobody_keeps_the_units_of_the_whole(hand, cast):
    task = hand.at("2")
    key = hand("split_task", key=task.key, at=LONG.index("báo cáo kết quả về Ủy ban nhân dân huyện (qua"))
    assert hand.task(key).lead_ids == (cast.units["noi_vu"].id,)
    assert hand.task(key).deadline == date(2023, 10, 30)
    assert hand.task(task.key).deadline is None


def test_the_places_offered_lie_inside_the_task_and_each_can_be_taken(hand, whole):
    places = draft_editing.split_places(whole, hand.draft.source.text)
    assert [place.after.split()[:2] for place in places] == [["Phòng", "Kinh"], ["và", "gửi"]]
    for place in places:
        hand("split_task", key=whole.key, at=place.at)
        hand("undo")


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (lambda task: task.start, "draft.split_place"),
        (lambda task: task.end, "draft.split_place"),
        (lambda task: task.start + 2, "draft.split_place"),  # within "Phòng"
        (lambda task: 10**9, "draft.split_place"),
        (lambda task: -1, "draft.split_place"),
    ],
)
def test_a_place_outside_the_sentence_or_within_a_word_is_refused(hand, whole, where, code):
    with pytest.raises(DomainError, match=code):
        hand("split_task", key=whole.key, at=where(whole))


def test_a_task_without_a_place_in_the_text_cannot_be_split(hand, session, cast, clock):
    added = DraftedTask(key=content_of(hand.draft).new_key(), text="Việc nhập thêm; không có trong văn bản")
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=added)
    with pytest.raises(DomainError, match="no_place"):
        hand("split_task", key=added.key, at=3)
    assert draft_editing.split_places(added, LONG) == []


def test_words_that_a_person_typed_are_kept_on_their_side_of_the_cut(hand, session, whole):
    at = LONG.index("Phòng Kinh tế tổng hợp")
    typed = replace(whole, text=whole.text.replace("rà soát hương ước", "rà soát quy ước, hương ước"))
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=typed)
    key = hand("split_task", key=whole.key, at=at)
    assert hand.task(whole.key).text == "Phòng Tư pháp rà soát quy ước, hương ước;"
    assert hand.task(key).text.startswith("Phòng Kinh tế")


def test_a_cut_whose_words_were_typed_over_on_both_sides_is_refused(hand, session, whole):
    typed = replace(whole, text="Hoàn toàn khác văn bản")
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=typed)
    with pytest.raises(DomainError, match="split_edited"):
        hand("split_task", key=whole.key, at=LONG.index("Phòng Kinh tế tổng hợp"))


# Merging and moving


def test_a_merged_task_has_both_sentences_and_a_difference_is_to_be_checked(hand, cast):
    second, third = hand.at("2"), hand.at("3")
    key = hand("merge_task", key=third.key)
    merged = hand.task(key)
    assert key == second.key
    assert merged.text == f"{second.text} {third.text}"
    assert (merged.start, merged.end) == (second.start, third.end)
    assert merged.deadline == date(2023, 10, 30)
    assert cast.units["kinh_te"].id in merged.coordinating_ids
    assert {"leads", "deadline"} <= set(merged.unsure)
    assert third.key not in hand.shown
    assert any(each.start == third.phrase_start for each in content_of(hand.draft).unused_dates)


def test_the_first_task_has_nothing_before_it_and_the_last_nothing_behind(hand):
    first, last = hand.shown[0], hand.shown[-1]
    for act, said in (("merge_task", {"key": first}), ("move_task", {"key": first, "step": -1})):
        with pytest.raises(DomainError, match="nothing_before"):
            hand(act, **said)
    with pytest.raises(DomainError, match="nothing_before"):
        hand("move_task", key=last, step=1)


def test_a_task_moves_past_those_that_were_put_aside(hand, session):
    keys = hand.shown
    dropped = replace(hand.task(keys[1]), dropped=True)
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=dropped)
    hand("move_task", key=keys[2], step=-1)
    assert hand.shown == [keys[2], keys[0], *keys[3:]]


# Kinds, units, dates


def test_another_kind_frees_the_deadline_and_an_exhortation_made_a_task_is_asked_for_its_units(hand, cast):
    task = hand.at("2")
    hand("set_kind", key=task.key, kind=TaskKind.CONTINUOUS)
    assert (hand.at("2").kind, hand.at("2").deadline) == (TaskKind.CONTINUOUS, None)
    assert any(each.start == task.phrase_start for each in content_of(hand.draft).unused_dates)
    general = hand.at("1")
    assert not general.lead_ids
    hand("set_kind", key=general.key, kind=TaskKind.CONTINUOUS)
    told = hand.at("1")
    assert told.included
    assert "leads" in told.unsure
    assert {cast.units["noi_vu"].id, cast.units["tu_phap"].id, cast.units["kinh_te"].id} <= set(told.lead_ids)


def test_a_collective_addressee_comes_with_its_members_and_is_to_be_checked(hand, cast):
    task = hand.at("5")
    assert "leads" in task.unsure
    assert set(task.lead_ids) == {cast.units[key].id for key in ("van_phong", "noi_vu", "tu_phap", "kinh_te")}


def test_a_name_told_once_holds_wherever_the_draft_writes_it(hand, cast, session):
    ferry = add_unit(cast, "ben_thuyen", "Ban Quản lý bến")
    for clause in ("6", "7"):
        assert hand.at(clause).leads == (Named(UNKNOWN),)
    hand("choose_unit", key=hand.at("7").key, part="leads", written=UNKNOWN, unit_ids=[ferry.id], remember=False)
    assert [hand.at(clause).lead_ids for clause in ("6", "7")] == [(ferry.id,), (ferry.id,)]
    assert "leads" not in hand.at("7").unsure
    assert session.scalar(select(func.count()).select_from(UnitAlias).where(UnitAlias.unit_id == ferry.id)) == 0


def test_a_name_whose_unit_has_ended_is_told_once_for_every_card_that_had_it(hand, cast, session):
    ferry = add_unit(cast, "ben_thuyen", "Ban Quản lý bến")
    said = {"part": "leads", "written": UNKNOWN, "remember": False}
    hand("choose_unit", key=hand.at("6").key, unit_ids=[ferry.id], **said)
    ferry.valid_to = date(2023, 9, 1)
    session.flush()
    hand("choose_unit", key=hand.at("6").key, unit_ids=[cast.units["kinh_te"].id], **said)
    assert [hand.at(clause).lead_ids for clause in ("6", "7")] == [(cast.units["kinh_te"].id,)] * 2


def test_what_was_done_since_a_step_is_told_with_its_card_and_its_person(hand, session):
    hand("set_kind", key=hand.at("6").key, kind=TaskKind.CONTINUOUS)
    seen = draft_changing.newest_step(session, draft=hand.draft)
    assert draft_changing.since(session, draft=hand.draft, step=seen) == []
    moved = hand("move_task", key=hand.at("5").key, step=1)
    hand("set_kind", key=hand.at("2").key, kind=TaskKind.CONTINUOUS)
    hand("set_kind", key=hand.at("3").key, kind=TaskKind.CONTINUOUS)
    hand("undo")
    done = draft_changing.since(session, draft=hand.draft, step=seen)
    assert [(each.act, each.who) for each in done] == [(act, hand.who["actor"].name) for act in ("move", "kind")]
    assert done[0].key in (moved, hand.at("6").key)
    assert done[1].key == hand.at("2").key


def test_a_name_to_remember_is_known_in_the_next_notice(hand, cast, session, clock, tmp_path):
    ferry = add_unit(cast, "ben_thuyen", "Ban Quản lý bến")
    said = {"key": hand.at("7").key, "part": "leads", "written": UNKNOWN, "unit_ids": [ferry.id], "remember": True}
    hand("choose_unit", **said)
    assert draft_changing.last_act(session, draft=hand.draft) == "unit_remembered"
    again = drafted(session, cast, clock, FileStore(tmp_path), text=LONG.replace("21/TB", "22/TB"))
    assert task_at(again, "7").lead_ids == (ferry.id,)
    assert session.scalar(select(AuditEntry.subject).where(AuditEntry.action == "unit.alias_added"))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"unit_ids": [0]}, "unit.unknown"),
        ({"unit_ids": []}, "unit.unknown"),
        ({"part": "text"}, "not_found"),
        ({"written": "Phòng không có trong câu"}, "not_found"),
        ({"key": "t99"}, "not_found"),
    ],
)
def test_an_answer_that_fits_nothing_is_refused(hand, cast, said, code):
    asked = {"key": hand.at("7").key, "part": "leads", "written": UNKNOWN, "remember": False}
    with pytest.raises(DomainError, match=code):
        hand("choose_unit", **{"unit_ids": [cast.units["noi_vu"].id], **asked, **said})


def test_a_name_of_many_or_of_another_unit_is_not_remembered(hand, cast):
    asked = {"key": hand.at("5").key, "part": "leads", "written": hand.at("5").leads[0].written}
    with pytest.raises(DomainError, match=r"alias\.collective"):
        hand("choose_unit", **asked, unit_ids=[cast.units["noi_vu"].id], remember=True)
    other = {"key": hand.at("2").key, "part": "leads", "written": "Phòng Nội vụ"}
    with pytest.raises(DomainError, match=r"alias\.taken"):
        hand("choose_unit", **other, unit_ids=[cast.units["kinh_te"].id], remember=True)


def test_a_loose_date_becomes_a_deadline_and_the_one_it_replaces_is_loose(hand):
    task = hand.at("3")
    hand("set_kind", key=hand.at("2").key, kind=TaskKind.PER_REPORT)
    loose = next(each for each in content_of(hand.draft).unused_dates if "30/10/2023" in each.text)
    hand("take_date", key=task.key, start=loose.start)
    told = hand.at("3")
    assert (told.deadline, told.exclusive, told.kind) == (date(2023, 10, 30), True, TaskKind.DATED)
    starts = [each.start for each in content_of(hand.draft).unused_dates]
    assert task.phrase_start in starts
    assert loose.start not in starts


def test_a_date_that_is_not_loose_or_names_no_day_is_refused(hand, session, clock):
    with pytest.raises(DomainError, match="not_found"):
        hand("take_date", key=hand.at("3").key, start=-5)


# Taking back


def test_every_act_is_taken_back_the_last_one_first(hand, whole):
    before = dict(hand.draft.content)
    hand("split_task", key=whole.key, at=LONG.index("Phòng Kinh tế tổng hợp"))
    split = dict(hand.draft.content)
    hand("set_kind", key=whole.key, kind=TaskKind.CONTINUOUS)
    assert draft_changing.last_act(hand.session, draft=hand.draft) == "kind"
    assert hand("undo") == whole.key
    assert hand.draft.content == split
    hand("undo")
    assert hand.draft.content == before


def test_a_header_taken_back_leads_to_the_header(hand, session):
    document = replace(content_of(hand.draft).document, number="22/TB-UBND")
    drafts.change_document(session, **hand.who, version=hand.draft.version, document=document)
    assert hand("undo") == HEAD
    assert content_of(hand.draft).document.number == "21/TB-UBND"


def test_where_nothing_was_changed_nothing_can_be_taken_back(hand):
    assert draft_changing.last_act(hand.session, draft=hand.draft) is None
    with pytest.raises(DomainError, match="nothing_to_undo"):
        hand("undo")


def test_only_the_last_steps_are_kept(hand, session):
    keys = hand.shown
    for n in range(draft_changing.KEPT + 3):
        hand("move_task", key=keys[0], step=1 if n % 2 == 0 else -1)
    steps = select(func.count()).select_from(DraftStep).where(DraftStep.draft_id == hand.draft.id)
    assert session.scalar(steps) == draft_changing.KEPT


@pytest.mark.parametrize(
    "act", ["split_task", "merge_task", "move_task", "set_kind", "choose_unit", "take_date", "undo"]
)
def test_no_act_passes_a_version_that_another_has_overtaken(hand, act):
    more = {
        "split_task": {"at": 1},
        "move_task": {"step": 1},
        "set_kind": {"kind": TaskKind.GENERAL},
        "choose_unit": {"part": "leads", "written": UNKNOWN, "unit_ids": [1], "remember": False},
        "take_date": {"start": 1},
    }
    said = {} if act == "undo" else {"key": hand.shown[0], **more.get(act, {})}
    with pytest.raises(DomainError, match="stale"):
        hand(act, **said, version=hand.draft.version + 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["merge", "up", "down", "split", "kind"]), st.integers(0, 9)), max_size=8))
def test_whatever_was_done_no_sentence_is_lost_and_all_of_it_can_be_taken_back(hand, acts):
    """Split, merged and moved about, the tasks hold the same words; and every step leads back to where it began."""
    before, done = dict(hand.draft.content), 0
    for act, number in acts:
        key = hand.shown[number % len(hand.shown)]
        try:
            if act == "merge":
                hand("merge_task", key=key)
            elif act == "split":
                places = draft_editing.split_places(hand.task(key), hand.draft.source.text)
                if not places:
                    continue
                hand("split_task", key=key, at=places[number % len(places)].at)
            elif act == "kind":
                hand("set_kind", key=key, kind=list(TaskKind)[number % 4])
            else:
                hand("move_task", key=key, step=-1 if act == "up" else 1)
            done += 1
        except DomainError as problem:
            if problem.code not in ("draft.nothing_before", "draft.split_edited"):
                raise
    words = sorted(word for task in from_json(before).tasks for word in task.text.split())
    assert sorted(word for task in content_of(hand.draft).tasks for word in task.text.split()) == words
    assert len({task.key for task in content_of(hand.draft).tasks}) == len(content_of(hand.draft).tasks)
    for _ in range(done):
        hand("undo")
    assert hand.draft.content == before


# --- what a person has corrected ---------------------------------------------------------------------------------


def test_a_split_keeps_what_a_person_has_corrected(hand, session, cast, whole):
    units, day = list(cast.units.values()), date(2023, 12, 20)
    corrected = replace(
        whole,
        leads=drafts.chosen(whole.leads, [cast.units["noi_vu"].id], units),
        deadline=day,
        report_to="Chủ tịch",
    )
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=corrected)
    at = hand.draft.source.text.index("Phòng Kinh tế tổng hợp")
    second = hand.task(hand("split_task", key=whole.key, at=at))
    first = hand.task(whole.key)
    assert first.lead_ids == (cast.units["noi_vu"].id,)
    assert (first.deadline, second.deadline, second.deadline_text) == (None, day, "trước ngày 20/11/2023")
    assert (first.report_to, second.report_to) == ("Chủ tịch", "Chủ tịch")


@pytest.mark.parametrize(
    ("changed", "first", "second"),
    [
        # Each field that was changed, and what the first part (no deadline) and the second (with one) have of it.
        ({"recurrence": "hằng quý"}, "hằng quý", "hằng quý"),
        ({"urgency": Urgency.IMMEDIATE}, Urgency.IMMEDIATE, Urgency.IMMEDIATE),
        ({"deadline_time": time(16, 30)}, None, time(16, 30)),
        ({"exclusive": False}, False, False),
        ({"deadline_text": "chậm nhất ngày 19/11"}, "", "chậm nhất ngày 19/11"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_field_that_was_corrected_goes_with_the_part_it_belongs_to(hand, session, whole, changed, first, second):
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=replace(whole, **changed))
    key = hand("split_task", key=whole.key, at=LONG.index("Phòng Kinh tế tổng hợp"))
    name = next(iter(changed))
    assert (getattr(hand.task(whole.key), name), getattr(hand.task(key), name)) == (first, second)
    assert (hand.task(whole.key).deadline, hand.task(key).deadline) == (None, date(2023, 11, 20))


def test_an_urgency_that_was_lowered_stays_low_in_both_parts(session, cast, clock, tmp_path):
    text = LONG.replace("tổng hợp nhu cầu vốn", "khẩn trương tổng hợp nhu cầu vốn")
    hand = Hand(cast, clock, drafted(session, cast, clock, FileStore(tmp_path), text=text))
    task = next(each for each in content_of(hand.draft).tasks if "nhu cầu vốn" in each.text)
    assert task.urgency is Urgency.URGENT
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=replace(task, urgency=Urgency.NORMAL))
    key = hand("split_task", key=task.key, at=text.index("và gửi Văn phòng"))
    assert {hand.task(each).urgency for each in (task.key, key)} == {Urgency.NORMAL}


@pytest.mark.parametrize("kind", [TaskKind.CONTINUOUS, TaskKind.GENERAL])
def test_a_kind_without_deadline_that_was_chosen_holds_for_both_parts(hand, cast, kind):
    task = hand.at("6")
    hand("set_kind", key=task.key, kind=kind)
    key = hand("split_task", key=task.key, at=LONG.index("tình hình thu phí"))
    assert [hand.task(each).kind for each in (task.key, key)] == [kind, kind]
    asks = kind is not TaskKind.GENERAL
    assert [("leads" in hand.task(each).unsure) for each in (task.key, key)] == [asks, asks]


def test_a_deadline_that_no_words_name_comes_to_both_parts_and_is_to_be_checked(hand, session, whole):
    typed = replace(whole, deadline=date(2023, 12, 20), deadline_text="", phrase_start=None, phrase_end=None)
    drafts.change_task(session, **hand.who, version=hand.draft.version, task=typed)
    at = hand.draft.source.text.index("Phòng Kinh tế tổng hợp")
    parts = [hand.task(hand("split_task", key=whole.key, at=at)), hand.task(whole.key)]
    assert [(part.deadline, "deadline" in part.unsure) for part in parts] == [(typed.deadline, True)] * 2


def test_an_exhortation_gives_its_addressees_to_no_task_that_is_merged_into_it(hand, cast):
    merged = hand.task(hand("merge_task", key=hand.at("2").key))
    assert (merged.lead_ids, merged.kind, merged.unsure) == ((cast.units["noi_vu"].id,), TaskKind.DATED, ())


def test_what_became_general_asks_for_no_unit_any_more(hand):
    key = hand.at("6").key
    assert "leads" in hand.task(key).unsure
    hand("set_kind", key=key, kind=TaskKind.GENERAL)
    assert hand.task(key).unsure == ()
