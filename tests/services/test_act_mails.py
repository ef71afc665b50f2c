"""How the mails on a deadline that was moved read, word for word."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.adapters.links import Links
from app.domain.terms import EventKind, MessageKind
from app.models import Assignment, OutboxMessage
from app.services import due_dates, extensions
from app.services.decisions import Decision
from tests.adapters.test_mail_templates import Cells
from tests.cast import Cast
from tests.services.giving import Giving

LINKS = Links("http://dondoc.test")
ABOUT = """
[mục 1] Rà soát, công khai thủ tục thuộc phạm vi quản lý.
(Thông báo số 15/TB-UBND ngày 04/09/2023)
"""
CLOSING = """
Đầu mối theo dõi: đ/c Đầu mối Văn phòng, điện thoại 0900 000 000.

Trân trọng./.

VĂN PHÒNG HĐND VÀ UBND HUYỆN

--
Thư do phần mềm Đôn Đốc tự động gửi; đề nghị phản hồi trên trang nhiệm vụ thay
vì trả lời thư này.
"""


@pytest.fixture
def assignment(cast: Cast, clock) -> Assignment:
    made: Assignment = Giving(cast, clock)("noi_vu", due=date(2023, 9, 20))
    return made


def the_mail(session, kind: MessageKind) -> OutboxMessage:
    mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()
    cells = Cells()
    cells.feed(mail.body_html)
    assert cells.open == []
    return mail


@pytest.mark.parametrize(
    ("answer", "more", "subject", "result", "reason", "due"),
    [
        (
            EventKind.EXTENSION_GRANTED,
            {},
            "Đồng ý gia hạn – 15/TB-UBND, hạn 29/09",
            "đơn vị. Kết quả: đồng ý gia hạn.",
            "",
            "Thứ Sáu, 29/09/2023",
        ),
        (
            EventKind.EXTENSION_COUNTERED,
            {"granted_until": date(2023, 9, 25), "reason": "Ưu tiên thực hiện."},
            "Gia hạn: đồng ý, với thời hạn khác – 15/TB-UBND, hạn 25/09",
            "đơn vị. Kết quả: đồng ý, với thời hạn khác.",
            "\nÝ kiến: Ưu tiên thực hiện.\n",
            "Thứ Hai, 25/09/2023",
        ),
        (
            EventKind.EXTENSION_REFUSED,
            {"reason": "Việc đã quá gấp."},
            "Không đồng ý gia hạn – 15/TB-UBND, hạn 20/09",
            "đơn vị. Kết quả: không đồng ý gia hạn.",
            "\nLý do: Việc đã quá gấp.\n",
            "Thứ Tư, 20/09/2023",
        ),
    ],
)
def test_a_unit_is_told_what_became_of_its_request(
    cast, session, clock, assignment, answer, more, subject, result, reason, due
):
    common = {"clock": clock, "assignment": assignment}
    asked = {"asked_for": date(2023, 9, 29), "reason": "Chờ số liệu."}
    extensions.ask(session, actor=cast.head("noi_vu"), version=assignment.version, **common, **asked)
    decision = Decision(decider_id=cast.users["leader"].id)
    decided = {"answer": answer, "decision": decision, "links": LINKS, **more}
    extensions.decide(session, actor=cast.leader, version=assignment.version, **common, **decided)
    mail = the_mail(session, MessageKind.EXTENSION_DECIDED)
    assert (mail.subject, mail.to_address) == (subject, "noi_vu@dondoc.test")
    assert mail.body_text == (
        "Kính gửi: Phòng Nội vụ\n\n"
        "Văn phòng HĐND và UBND huyện trả lời đề nghị gia hạn đến ngày 29/09/2023 của\n"
        f"{result}\n{ABOUT}{reason}\nThời hạn hiện nay: {due}.\n\n"
        f"Xem nhiệm vụ tại:\nhttp://dondoc.test/nhiem-vu/{assignment.public_id}\n{CLOSING}"
    )


@pytest.mark.parametrize(
    ("move", "more", "subject", "kind"),
    [
        (due_dates.adjust_due_date, {}, "Điều chỉnh thời hạn – 15/TB-UBND, hạn 27/09", "(điều chỉnh thời hạn)"),
        (
            due_dates.correct_due_date,
            {"phrase": ""},
            "Sửa thông tin nhập về thời hạn – 15/TB-UBND, hạn 27/09",
            "(sửa thông tin nhập về thời hạn)",
        ),
    ],
)
def test_a_unit_is_told_of_a_deadline_that_moved_without_its_asking(
    cast, session, clock, assignment, move, more, subject, kind
):
    move(
        session,
        actor=cast.chief,
        clock=clock,
        links=LINKS,
        assignment=assignment,
        version=assignment.version,
        named_on=date(2023, 9, 27),
        exclusive=False,
        reason="Lùi ngày họp.",
        decision=Decision(decider_id=cast.users["chief"].id),
        **more,
    )
    mail = the_mail(session, MessageKind.DUE_MOVED)
    assert mail.subject == subject
    assert mail.body_text == (
        "Kính gửi: Phòng Nội vụ\n\n"
        "Văn phòng HĐND và UBND huyện thông báo thay đổi thời hạn của nội dung dưới đây\n"
        f"{kind}:\n{ABOUT}\nLý do: Lùi ngày họp.\n\nThời hạn hiện nay: Thứ Tư, 27/09/2023.\n\n"
        f"Xem nhiệm vụ tại:\nhttp://dondoc.test/nhiem-vu/{assignment.public_id}\n{CLOSING}"
    )
