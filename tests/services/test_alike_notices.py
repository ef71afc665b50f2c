"""A notice that waits for its number and looks like one that was given before is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.terms import TaskKind
from app.models import Directive, Task
from app.services import drafts
from tests.cast import Cast
from tests.services.notices import NOTICE, UNKNOWN, drafted

LINKS = Links("http://dondoc.test")
WAITING = NOTICE.replace("Số: 21/TB-UBND", "Số:      /TB-UBND").replace(UNKNOWN, "Phòng Tư pháp")
NUMBERED = NOTICE.replace(UNKNOWN, "Phòng Tư pháp")
ANOTHER = (
    WAITING.replace("hồ sơ người có công", "phương án tuyển dụng viên chức ngành giáo dục năm học mới")
    .replace("kiểm tra các hợp đồng cho thuê ki ốt", "xây dựng lộ trình thu gom rác thải sinh hoạt ở khu vực nông thôn")
    .replace("sửa chữa cầu tàu số 2", "tuyên truyền Luật Căn cước đến từng hộ dân ở các thôn vùng sâu vùng xa")
    .replace(
        "nâng cao tinh thần trách nhiệm, thực hiện nghiêm giờ làm việc",
        "chuẩn bị chu đáo các điều kiện đón đoàn công tác",
    )
)


@pytest.fixture
def give(session: Session, cast: Cast, clock: FixedClock, tmp_path):
    def act(text: str, **more: object) -> Directive:
        draft = drafted(session, cast, clock, FileStore(tmp_path), text)
        return drafts.give(
            session, actor=cast.chief, clock=clock, links=LINKS, draft=draft, version=draft.version, **more
        )

    return act


def refused():
    return pytest.raises(DomainError, match=r"directive\.alike")


def test_the_same_text_again_is_asked_about_and_named(give):
    first = give(WAITING)
    with refused() as question:
        give(WAITING)
    params = question.value.params
    assert (params["public_id"], params["reason"]) == (first.public_id, "cùng nguyên văn")
    assert (params["name"], params["given_on"]) == ("Thông báo (chờ số) ngày 12/09/2023", date(2023, 9, 12))


def test_the_numbered_notice_that_was_given_is_known_by_its_tasks(give):
    first = give(NUMBERED)
    with refused() as question:
        give(WAITING.replace("30/10/2023", "31/10/2023"))
    params = question.value.params
    assert params["public_id"] == first.public_id
    assert params["reason"] == "3 trên 3 nhiệm vụ có nội dung giống nhau"


def test_it_is_given_all_the_same_when_somebody_says_so(give):
    first = give(WAITING)
    assert give(WAITING, even_if_alike=True).public_id != first.public_id


def test_a_notice_with_a_number_is_told_apart_by_that(give):
    give(WAITING)
    assert give(NUMBERED).number == "21/TB-UBND"


def test_other_tasks_of_the_same_units_are_not_alike(give):
    give(WAITING)
    give(ANOTHER)


def test_what_was_given_long_ago_is_not_looked_at(give, session):
    give(WAITING).given_on = date(2022, 8, 1)
    session.flush()
    give(WAITING)


def test_the_words_of_notices_with_many_more_tasks_are_not_even_read(give, session, cast, clock):
    first = give(WAITING)
    for n in range(9):
        session.add(Task(directive_id=first.id, position=9 + n, text=f"Việc khác thứ {n}", kind=TaskKind.GENERAL))
    session.flush()
    give(WAITING.replace("Sau khi nghe", "Khi nghe"))
