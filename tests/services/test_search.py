"""Searching by words, on both databases: what is found, in which order, and by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import delete, select

from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.finding import terms_of
from app.domain.terms import SearchKind, TaskKind
from app.models import Assignment, Directive, SearchEntry, Task
from app.services import answering, assignments, due_dates, numbering, search
from app.services.decisions import Decision
from app.services.evidence import NewEvidence
from app.services.rules import load_rules
from app.services.search import Group, task_condition
from tests.conftest import count_queries
from tests.domain.test_finding import refusal
from tests.services.giving import Giving
from tests.services.test_directives import firm
from tests.services.test_directives import give as give_notice

TODAY = date(2023, 9, 14)


@pytest.fixture
def look(session, cast):
    """``look("đôn đốc")``: the page that the chief, or whoever is named, finds."""

    def act(q, *, actor=None, **more):
        rules = load_rules(session, office_id=cast.office.id)
        return search.search(session, actor=actor or cast.chief, rules=rules, today=TODAY, q=q, **more)

    return act


@pytest.fixture
def titles(look):
    def act(q, **more):
        return [hit.title for hit in look(q, **more).found.items]

    return act


SENTENCES = {
    "accented": "Đôn đốc giải ngân vốn đầu tư công",
    "bare": "Don doc giai ngan von dau tu cong",
    "order": "Giải ngân, đôn đốc thu hồi tạm ứng",
    "peace": "Củng cố tổ hoà giải ở cơ sở",
    "peace2": "Tập huấn hòa giải viên",
    "ban": "Bàn giao trụ sở cũ",
    "ban2": "Bán đấu giá tài sản công",
    "nfd": normalize("NFD", "Thường trực phòng chống lụt bão"),
    "date": "Báo cáo trước ngày 05/10/2023 về UBND tỉnh",
    "row": "Lập hồ sơ quản lý đất",
    "apart": "Số hóa sổ hộ khẩu cũ",
    "plan": "Ban hành kế hoạch số 12/KH-UBND; kiểm tra.",
}


@pytest.fixture
def sentences(cast, clock):
    """Tasks of these sentences, given in this order on the same day, so that the last is the newest."""
    give = Giving(cast, clock)
    return {key: give("noi_vu", text=text) for key, text in SENTENCES.items()}


# What is typed, and the tasks that are found, in their order.
QUERIES = [
    ("don doc", ["order", "bare", "accented"]),
    ("đôn đốc", ["order", "accented", "bare"]),
    ("ĐÔN ĐỐC", ["order", "accented", "bare"]),
    (normalize("NFD", "đôn đốc"), ["order", "accented", "bare"]),
    ("đôn doc", ["order", "accented", "bare"]),
    ("đốc đôn", ["order", "accented", "bare"]),
    ("ngan von", ["bare", "accented"]),
    ('"giai ngan von"', ["bare", "accented"]),
    ('"ngan giai"', []),
    ('"đốc giải"', ["accented", "bare"]),
    ('"đốc giải', ["accented", "order", "bare"]),
    ("giả ngâ", ["order", "accented", "bare"]),
    ("gi ng v", ["bare", "accented"]),
    ("ân", []),
    ("hòa giải", ["peace2", "peace"]),
    ("hoà giải", ["peace2", "peace"]),
    ("bàn", ["ban", "plan", "ban2"]),
    ("bán", ["ban2", "plan", "ban"]),
    ("thường trực", ["nfd"]),
    ("thuong truc", ["nfd"]),
    ("5/10", ["date"]),
    ("05/10/2023", ["date"]),
    ("12/KH-UBND", ["plan"]),
    ("12/kh", ["plan"]),
    ("kh-ubnd", ["plan"]),
    ("kiem tra.", ["plan"]),
    ("kế hoạch 😀", ["plan"]),
    ("kế\0hoạch", ["plan"]),
    ("ke AND hoach", []),
    ("hoach OR xyz", []),
    ("NEAR(ke hoach)", []),
    ("folded:hoach", []),
    ("ho so", ["row", "plan", "apart", "peace"]),
    ("hồ sơ", ["row", "plan", "apart", "peace"]),
    ("hồ sơ quản", ["row"]),
    ("so ho", ["apart", "plan", "row", "peace"]),
    ("hoach*", ["plan"]),
    ("-hoach", ["plan"]),
    ("(hoach", ["plan"]),
    ("hoach & ! | <-> :*", ["plan"]),
    ("' OR 1=1 --", []),
    ("không có từ này", []),
    ("ñutask ñtask", []),
]


def test_what_is_found_and_in_which_order(look, sentences):
    keys = {assignment.public_id: key for key, assignment in sentences.items()}
    for q, expected in QUERIES:
        page = look(q, kind=Group.TASK)
        assert [keys[hit.parts[0].public_id] for hit in page.found.items] == expected, q
        assert page.counts[Group.TASK].number == len(expected), q


def test_a_task_is_found_by_its_clause_its_addressee_and_whom_to_report_to(cast, clock, titles):
    task = firm(
        cast, "noi_vu", clause="2.7", text="Rà soát hồ sơ", addressee="Trưởng phòng Nội vụ", report_to="Thường trực"
    )
    give_notice(cast, clock, task)
    for q in ("2.7", "truong phong", "thuong truc", "soat 2.7 thường"):
        assert titles(q, kind=Group.TASK) == ["Rà soát hồ sơ"], q
    assert titles('"hồ sơ trưởng"', kind=Group.DIRECTIVE) == []


def test_a_general_task_of_no_unit_is_found_by_the_office(cast, clock, look):
    give_notice(cast, clock, firm(cast, kind=TaskKind.GENERAL, text="Nâng cao trách nhiệm người đứng đầu"))
    assert look("trách nhiệm").found.items[0].parts == []
    assert look("trách nhiệm", actor=cast.head("noi_vu")).found.items == []


@pytest.mark.parametrize(
    "q",
    [
        "21/TB-UBND",
        "họp lúa",
        "nguyễn chủ trì",
        "lãnh đạo phan",
        "ký trần",
        "thông báo huyện thử",
        "21",
        "ngày 12/9/2023",
        '"thông báo số 21"',
    ],
)
def test_a_notice_is_found_by_what_stands_in_its_head(cast, clock, look, q):
    head = {
        "subject": "Kết luận họp vụ lúa",
        "chair": "Nguyễn Văn Chủ Trì",
        "leader": "Phan Lãnh Đạo",
        "signer": "Trần Ký",
    }
    directive = give_notice(cast, clock, **head)
    found = look(q, kind=Group.DIRECTIVE).found.items
    assert [hit.notice.public_id for hit in found] == [directive.public_id]


def test_a_number_that_comes_later_is_found_and_nothing_stale_is(cast, clock, look):
    directive = give_notice(cast, clock, number=None, issued_on=None, meeting_on=date(2023, 9, 12))
    assert look("77/TB-UBND").found.items == []
    entered = {"number": "77/TB-UBND", "issued_on": TODAY, "version": directive.version}
    numbering.set_number(cast.session, actor=cast.chief, clock=clock, directive=directive, **entered)
    assert [hit.notice.number for hit in look("77/TB-UBND").found.items] == ["77/TB-UBND"]


@pytest.mark.parametrize("q", ["5/TB-UBND", "05/TB-UBND", "số 5/TB-UBND", "Thông báo số 05 / tb-ubnd"])
def test_the_notice_of_that_number_comes_first(cast, clock, look, q):
    give_notice(cast, clock, number="05/TB-UBND", issued_on=date(2023, 8, 1), subject="Kết luận cũ")
    later = firm(cast, "noi_vu", text="Thực hiện Thông báo số 5/TB-UBND của huyện")
    give_notice(cast, clock, later, number="50/TB-UBND", subject="Thực hiện Thông báo số 5/TB-UBND")
    first = look(q).found.items[0]
    assert (first.kind, first.notice.number) == (SearchKind.DIRECTIVE, "05/TB-UBND")


@pytest.mark.parametrize(
    ("q", "unit"),
    [
        ("phòng nội", "noi_vu"),
        ("kinh tế và hạ tầng", "kinh_te"),
        ("đầu mối tư pháp", "tu_phap"),
        ("xa_ha@dondoc", "xa_ha"),
        ("CÔNG AN", "cong_an"),
    ],
)
def test_a_unit_is_found_by_its_names_and_its_contact(cast, look, q, unit):
    assert [hit.unit.public_id for hit in look(q, kind=Group.UNIT).found.items] == [cast.units[unit].public_id]


def test_an_alias_that_is_taken_away_is_not_found_any_more(session, cast, titles):
    session.delete(cast.units["kinh_te"].aliases[0])
    session.flush()
    assert titles("hạ tầng") == []
    cast.units["kinh_te"].contact_name = "Bùi Văn Mới"
    session.flush()
    assert titles("bùi mới") == ["Phòng Kinh tế"]


@pytest.fixture
def noted(cast, clock, session):
    """An assignment of noi_vu, coordinated by tu_phap and led by kinh_te too, with notes of every kind."""
    give = Giving(cast, clock)
    lead, other, coordinating = give.task(
        ("noi_vu", "kinh_te"), due=date(2023, 10, 30), coordinating=("tu_phap",), text="Lập danh mục hồ sơ"
    )
    correction = {"named_on": date(2023, 11, 3), "exclusive": False, "phrase": "ngày 03/11"}
    correction |= {
        "reason": "Gõ nhầm tháng thực địa.",
        "decision": Decision(decider_id=cast.users["chief"].id),
        "links": Links("http://dondoc.test"),
    }
    results = [NewEvidence(number="88/BC-NV", filename="")]

    def act(what, actor, assignment, **fields):
        what(session, actor=actor, clock=clock, assignment=assignment, version=assignment.version, **fields)

    act(answering.write_progress, cast.head("noi_vu"), lead, note="Đã khảo sát thực địa xong.")
    act(answering.write_progress, cast.head("tu_phap"), coordinating, note="Tư pháp góp ý thực địa.")
    act(due_dates.correct_due_date, cast.chief, lead, **correction)
    act(answering.report_done, cast.head("noi_vu"), lead, note="Gửi kết quả thực địa", results=results)
    return {"lead": lead, "other": other, "coordinating": coordinating}


def test_notes_are_found_where_they_stand(cast, look, noted):
    found = look("thực địa", kind=Group.NOTE).found.items
    assert {(hit.kind, hit.parts[0].public_id) for hit in found} == {
        (SearchKind.EVENT, noted["lead"].public_id),
        (SearchKind.EVENT, noted["coordinating"].public_id),
    }
    (evidence,) = look("88/bc-nv").found.items
    assert (evidence.kind, evidence.parts[0].unit_name) == (SearchKind.EVIDENCE, "Phòng Nội vụ")


def test_who_finds_what(cast, look, noted):
    def seen(actor):
        page = look("thực địa", actor=actor)
        return sorted((hit.kind.value, hit.parts[0].unit_name) for hit in page.found.items), page.total.number

    lead = [("event", "Phòng Nội vụ")] * 3
    coordinating = [("event", "Phòng Tư pháp")]
    assert seen(cast.chief) == ([*lead, *coordinating], 4)
    assert seen(cast.head("noi_vu")) == ([*lead, *coordinating], 4), "who leads sees who coordinates"
    assert seen(cast.member("tu_phap")) == ([*lead, *coordinating], 4), "who coordinates sees the leads"
    assert seen(cast.head("kinh_te")) == (coordinating, 1), "every lead sees who coordinates"
    assert seen(cast.head("xa_ha")) == ([], 0)


def test_a_unit_finds_tasks_and_notices_it_has_a_part_in_and_every_unit(cast, look, noted):
    def seen(actor):
        page = look("danh mục", actor=actor), look("15/TB-UBND", actor=actor), look("công an", actor=actor)
        return [each.total.number for each in page]

    assert seen(cast.head("noi_vu")) == seen(cast.head("kinh_te")) == seen(cast.member("tu_phap")) == [1, 1, 1]
    assert seen(cast.head("xa_ha")) == [0, 0, 1]
    (hit,) = look("danh mục", actor=cast.head("kinh_te")).found.items
    assert [part.public_id for part in hit.parts] == [noted["other"].public_id]
    (hit,) = look("15/TB-UBND", actor=cast.member("tu_phap")).found.items
    assert [part.public_id for part in hit.parts] == [noted["coordinating"].public_id]


def test_what_a_unit_finds_it_may_open_and_nothing_that_it_may_open_is_missing(cast, look, noted, session):
    """The rights of the search against those of the pages, for every unit and every assignment."""
    everything = session.scalars(select(Assignment)).all()
    for key in cast.units:
        actor = cast.head(key)
        found = {part.public_id for hit in look("hồ sơ", actor=actor).found.items for part in hit.parts}
        noted_on = {hit.parts[0].public_id for hit in look("thực địa", actor=actor).found.items}
        for assignment in everything:
            try:
                assignments.find(session, actor=actor, public_id=assignment.public_id)
                may_open = True
            except DomainError:
                may_open = False
            has_notes = assignment in (noted["lead"], noted["coordinating"])
            assert (assignment.public_id in noted_on) == (may_open and has_notes), key
            assert may_open or assignment.public_id not in found, key


def test_another_offices_texts_are_not_found(session, cast, clock, look):
    Giving(cast, clock)("noi_vu")
    assert look("rà soát").total.number == 1
    assert look("rà soát", actor=replace(cast.chief, office_id=10**6)).total.number == 0


def test_pages_of_twenty_with_true_counts(cast, clock, look):
    give = Giving(cast, clock)
    for n in range(45):
        give("noi_vu" if n % 3 else "tu_phap", text=f"Kiểm kê kho số {n}")
    pages = [look("kiểm kê kho", page=number) for number in (1, 2, 3, 4)]
    assert [len(page.found.items) for page in pages] == [20, 20, 5, 5]
    assert [page.found.page for page in pages] == [1, 2, 3, 3]
    assert len({hit.title for page in pages[:3] for hit in page.found.items}) == 45
    assert pages[0].total.number == 45
    assert look("kiểm kê kho", actor=cast.head("tu_phap")).total.number == 15


def test_of_common_words_the_newest_are_ranked_and_the_accents_still_decide(cast, clock, look, monkeypatch):
    monkeypatch.setattr(search, "MOST", 10)
    monkeypatch.setattr(search, "FEW", {"sqlite": 10, "postgresql": 10})
    give = Giving(cast, clock)
    give("noi_vu", text="Bàn giao cũ nhất")
    for n in range(30):
        give("noi_vu", text=f"Ban hành số {n}")
    page = look("bàn")
    assert page.counts[Group.TASK] == page.total == search.Count(10, is_more=True)
    titles = [hit.title for hit in page.found.items]
    assert titles == ["Bàn giao cũ nhất", *(f"Ban hành số {n}" for n in range(29, 18, -1))]
    assert look("bàn", kind=Group.UNIT).found.items == []


def test_an_index_that_was_never_filled_says_so(session, cast, clock, look):
    Giving(cast, clock)("noi_vu")
    assert not look("rà soát").is_unfilled
    session.execute(delete(SearchEntry))
    assert look("rà soát").is_unfilled
    assert look("rà soát").total.number == 0


def test_without_any_task_nothing_is_missing(look, cast):
    assert not look("rà soát").is_unfilled


def test_the_same_statements_however_much_is_found(session, cast, clock, look, shared_engine):
    give, counted = Giving(cast, clock), []
    for more in (1, 30):
        for n in range(more):
            give.task(("noi_vu", "kinh_te"), coordinating=("tu_phap",), text=f"Thống kê số {n}")
        for actor in (cast.chief, cast.head("tu_phap")):
            with count_queries(shared_engine) as statements:
                assert look("thống kê", actor=actor).found.items
            counted.append(len(statements))
    assert counted[:2] == counted[2:]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=some.text(max_size=30) | some.text(some.sampled_from("a đ19\"'():*&|!<->\\%_.\0ñ😀"), max_size=20))
def test_no_typing_breaks_the_search(look, session, cast, clock, typed):
    """Everything is answered or refused with a sentence; and what is not refused finds what is written like that."""
    if refusal(typed):
        with pytest.raises(DomainError, match=refusal(typed)):
            look(typed)
        return
    look(typed)
    directive = session.scalars(select(Directive)).first() or Giving(cast, clock).directive
    task = Task(directive=directive, position=1, text=typed.replace("\0", " "), kind=TaskKind.GENERAL)
    session.add(task)
    session.flush()
    written = search.matches(terms_of(typed), session.get_bind().dialect.name)
    of_tasks = select(SearchEntry.ref_id).where(SearchEntry.kind == SearchKind.TASK, written)
    assert task.id in session.scalars(of_tasks).all()


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", ["accented", "bare"]),
        ("   ", ["accented", "bare"]),
        ("don", ["accented", "bare"]),
        ("vốn đôn", ["accented", "bare"]),
        ("vốn kiện", []),
        ("!", []),
        ("đ", ["accented", "bare"]),
        ("a" * 5000, []),
        ("nghiệm " * 500, []),
    ],
)
def test_the_condition_for_lists(session, cast, clock, q, found):
    give = Giving(cast, clock)
    made = {key: give("noi_vu", text=SENTENCES[key]).id for key in ("accented", "bare")}
    condition = task_condition(q, session.get_bind().dialect.name)
    ids = session.scalars(select(Assignment.id).where(condition).order_by(Assignment.id)).all()
    assert ids == [made[key] for key in found]
