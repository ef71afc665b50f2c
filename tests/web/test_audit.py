"""The page of the audit log: up to where it is sealed, narrowed to days, and the same as a file."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.adapters.clock import FixedClock
from app.domain.audit_chain import Fault, Finding
from app.wording.audit_seals import finding_words
from tests.services import sealing
from tests.services.sealing import FIRST
from tests.web.reading import rows_of, sheet_of, text_of

NIGHT = FixedClock.at(FIRST + timedelta(days=5), 1, 10)


@pytest.fixture
def recorded(client, log_in, web_cast):
    """Sixteen entries from Monday 11/09 to Friday, none on Wednesday."""
    sealing.fill(web_cast.session)
    web_cast.session.commit()
    log_in(client, "admin")
    return client


def test_the_page_and_the_file_say_up_to_which_day_the_log_is_sealed(recorded, web_cast):
    assert "Chưa niêm phong nhật ký ngày nào." in text_of(recorded.get("/nhat-ky"))
    sealing.seal(web_cast.session, NIGHT)
    web_cast.session.commit()
    words = "Đã niêm phong nhật ký theo ngày đến hết ngày 15/09/2023, lập lúc 01:10 ngày 16/09/2023, mã niêm phong "
    page = text_of(recorded.get("/nhat-ky"))
    assert words in page
    code = page.partition(words)[2][:16]
    assert code.isalnum()
    assert f"{words}{code}." in sheet_of(recorded.get("/nhat-ky.xlsx"))[0]


@pytest.mark.parametrize(
    ("query", "count", "said"),
    [
        ("", 16, []),
        ("?tu-ngay=14/9/2023", 8, ["từ ngày 14/09/2023"]),
        ("?den-ngay=12/9", 8, ["đến hết ngày 12/09/2023"]),
        ("?tu-ngay=12/9&den-ngay=12/9", 4, ["từ ngày 12/09/2023", "đến hết ngày 12/09/2023"]),
        ("?tu-ngay=12/9&viec=report.frozen", 0, ["Chốt số liệu", "từ ngày 12/09/2023"]),
    ],
)
def test_the_log_narrows_to_days_and_its_file_says_so(recorded, query, count, said):
    page = recorded.get(f"/nhat-ky{query}")
    lines, _, rows = sheet_of(recorded.get(f"/nhat-ky.xlsx{query}"))
    assert (len(rows_of(page)), len(rows)) == (count, count)
    assert lines[1] == ("Điều kiện: " + " · ".join(said) if said else "Điều kiện: không lọc")
    assert all(f"<b>{words}</b>" in page.text for words in said)


def test_the_first_and_the_last_moment_of_a_day_belong_to_it(recorded, web_cast):
    midnight = FixedClock.at(date(2023, 9, 20), 0).instant
    for number, moment in enumerate(
        (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(hours=24, microseconds=-1))
    ):
        made = sealing.entry(FIRST, f"edge{number}")
        made.at = moment
        web_cast.session.add(made)
    web_cast.session.commit()
    _, _, rows = sheet_of(recorded.get("/nhat-ky.xlsx?tu-ngay=20/9/2023&den-ngay=20/9/2023"))
    assert [row[3] for row in rows] == ["unit.edge2", "unit.edge1"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?tu-ngay=mai", "Không đọc được ngày “mai”"),
        ("?tu-ngay=13/9/2023&den-ngay=12/9/2023", "Ngày cuối ở trước ngày đầu."),
    ],
)
def test_days_that_cannot_be_are_told_and_left_out(recorded, query, told):
    page = recorded.get(f"/nhat-ky{query}")
    assert told in text_of(page)
    assert len(rows_of(page)) == (8 if "13/9" in query else 16)


def test_an_empty_list_says_what_to_do_next(recorded):
    assert "Bỏ bớt điều kiện lọc" in text_of(recorded.get("/nhat-ky?tu-ngay=1/1/2020&den-ngay=2/1/2020"))


@pytest.mark.parametrize("fault", Fault)
def test_whatever_can_be_found_has_its_sentence(fault):
    words = finding_words(Finding(fault, date(2023, 9, 14), entry=5, other=6, seal=7, after=8, count=1234))
    assert words.startswith("Ngày 14/09/2023: ")
    assert words.endswith(".")
