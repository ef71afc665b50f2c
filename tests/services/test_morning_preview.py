"""The mails of the next working morning, as a dry run that writes nothing."""

from __future__ import annotations

import gc
from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.models import Base, OutboxMessage
from app.services import urging
from app.services.morning_preview import preview
from tests.services.giving import Giver

LINKS = Links("https://dondoc.test", ("k" * 32,))
FRIDAY, MONDAY, TUESDAY = date(2023, 9, 15), date(2023, 9, 18), date(2023, 9, 19)


@pytest.fixture
def given(cast, clock) -> Giver:
    giver = Giver(cast, clock)
    giver.give("noi_vu", date(2023, 9, 13), task=giver.task("Rà soát hồ sơ đất đai"))
    giver.give("tu_phap", MONDAY, task=giver.task("Báo cáo công tác tư pháp"))
    cast.units["tu_phap"].email = ""
    cast.users["tu_phap_head"].email = ""
    cast.session.flush()
    return giver


def look(cast, clock):
    return preview(cast.session, office_id=cast.office.id, at=clock.now(), links=LINKS)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (FixedClock.at(FRIDAY, 5), FRIDAY),
        (FixedClock.at(FRIDAY, 6, 30), MONDAY),
        (FixedClock.at(FRIDAY, 22), MONDAY),
        (FixedClock.at(date(2023, 9, 17), 5), MONDAY),
        (FixedClock.at(MONDAY, 6, 29), MONDAY),
    ],
)
def test_it_is_of_the_next_working_morning(cast, clock, given, at, day):
    clock.instant = at.instant
    assert look(cast, clock).day == day


def test_it_names_each_mail_with_its_recipient_and_its_whole_text(cast, clock, given):
    clock.instant = FixedClock.at(FRIDAY, 16).instant
    mails = {mail.name: mail for mail in look(cast, clock).mails}
    assert mails["Phòng Nội vụ"].address == "noi_vu@dondoc.test"
    assert "Rà soát hồ sơ đất đai" in mails["Phòng Nội vụ"].text
    assert mails["Phòng Nội vụ"].subject.startswith("01 quá hạn")
    assert mails["Phòng Tư pháp"].address == ""
    assert "Chánh Văn phòng Vinh" in mails
    assert len({mail.mark for mail in mails.values()}) == len(mails)


def test_what_it_foresees_is_what_the_morning_sends(cast, clock, given):
    clock.instant = FixedClock.at(FRIDAY, 16).instant
    foreseen = [(mail.name, mail.address, mail.subject) for mail in look(cast, clock).mails]
    clock.instant = FixedClock.at(MONDAY, 6, 30).instant
    plan = urging.plan_day(cast.session, office_id=cast.office.id, clock=clock, links=LINKS)
    urging.apply_day(cast.session, office_id=cast.office.id, clock=clock, plan=plan)
    sent = cast.session.execute(select(OutboxMessage.to_name, OutboxMessage.to_address, OutboxMessage.subject))
    assert foreseen
    assert sorted(foreseen) == sorted(tuple(row) for row in sent)


def test_the_page_never_keeps_a_whole_process_of_pages_from_collecting(cast, clock, given, monkeypatch):
    asked = []
    monkeypatch.setattr(gc, "disable", lambda: asked.append("disable"))
    assert look(cast, clock).mails
    assert asked == []


def test_it_writes_nothing(cast, clock, given):
    clock.instant = FixedClock.at(FRIDAY, 16).instant

    def everything() -> dict[str, list[object]]:
        connection = cast.session.connection()
        return {
            table.name: sorted(map(repr, connection.execute(select(table)))) for table in Base.metadata.sorted_tables
        }

    before = everything()
    assert look(cast, clock).mails
    assert not cast.session.new
    assert not cast.session.dirty
    cast.session.flush()
    assert everything() == before
