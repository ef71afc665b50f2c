"""Every page worth a look, and where the demo office has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.links import Links
from app.domain.lifecycle import WITH_THE_UNIT
from app.domain.terms import DirectiveLink, DraftState, DueReason, EventKind, RecognitionState, State
from app.models import (
    AnswerLink,
    Assignment,
    Directive,
    DirectiveRelation,
    Draft,
    DueDate,
    Event,
    Field,
    FieldCharge,
    Handover,
    IncomingPaper,
    MeetingSeries,
    Membership,
    OutboxMessage,
    Recognition,
    Recurrence,
    Reorganisation,
    Report,
    ReportDraft,
    Snapshot,
    Source,
    SuperiorDuty,
    Task,
    Unit,
    User,
)
from app.services.bulk import stamp_of
from tests.browser.filling import REPEATING_NUMBER
from tests.databases import LINK_KEYS


@dataclass(frozen=True)
class Place:
    """A page worth a look: ``path`` finds its address in the demo office."""

    name: str
    login: str
    path: Callable[[Session], str]
    status: int = 200


def fixed(path: str) -> Callable[[Session], str]:
    return lambda session: path


def drafts(session: Session) -> list[Draft]:
    """Those under review: first the one from a .docx, then one in an old encoding, last the one from a .pdf."""
    rows = session.scalars(select(Draft).where(Draft.state == DraftState.OPEN).order_by(Draft.id))
    return [row for row in rows if row.content["document"]["number"] != REPEATING_NUMBER]


def repeating_draft(session: Session) -> str:
    """Before giving a notice that says again what was given."""
    rows = session.scalars(select(Draft).where(Draft.state == DraftState.OPEN))
    found = next(row for row in rows if row.content["document"]["number"] == REPEATING_NUMBER)
    return f"/du-kien/{found.public_id}/giao"


def repeating_notice(page: str = "") -> Callable[[Session], str]:
    """A notice that only says again what an earlier one gave; {earlier} in ``page`` is that one."""

    def path(session: Session) -> str:
        row = session.scalars(select(DirectiveRelation).where(DirectiveRelation.kind == DirectiveLink.REPEATS)).one()
        return f"/van-ban/{row.later.public_id}{page.format(earlier=row.earlier.public_id)}"

    return path


def said_again(page: str = "") -> Callable[[Session], str]:
    rows = select(Assignment.public_id).where(Assignment.repeats > 0)
    return lambda session: f"/nhiem-vu/{session.scalars(rows).one()}{page}"


def draft(page: str = "", *, which: int = 0) -> Callable[[Session], str]:
    return lambda session: f"/du-kien/{drafts(session)[which].public_id}{page}"


def task(words: str = "", *, page: str = "sua") -> Callable[[Session], str]:
    """The last card whose text has these words, opened."""

    def path(session: Session) -> str:
        found = [each for each in drafts(session)[0].content["tasks"] if words in each["text"]]
        return f"{draft()(session)}?{page}={found[-1]['key']}"

    return path


def numbered_directive(session: Session) -> str:
    return f"/van-ban/{session.scalars(select(Directive.public_id).where(Directive.number.is_not(None))).first()}"


def directive_from_pdf(session: Session) -> str:
    rows = select(Directive.public_id).join(Draft).join(Source).where(Source.page_starts.is_not(None))
    return f"/van-ban/{session.scalars(rows).first()}/nguyen-van"


def unnumbered_directive(session: Session) -> str:
    rows = select(Directive.public_id).where(Directive.number.is_(None), ~Directive.oral)
    return f"/van-ban/{session.scalars(rows).first()}"


def order(page: str = "") -> Callable[[Session], str]:
    rows = select(Directive.public_id).where(Directive.oral)
    return lambda session: f"/van-ban/{session.scalars(rows).first()}{page}"


def incoming_paper(session: Session) -> str:
    return f"/van-thu/bao-cao/{session.scalars(select(IncomingPaper.public_id)).first()}"


def with_event(kind: EventKind, *, still: bool = False, page: str = "") -> Callable[[Session], str]:
    """An assignment to which this happened; ``still``: and nothing since."""

    def path(session: Session) -> str:
        rows = session.scalars(select(Assignment).join(Event).where(Event.kind == kind).order_by(Assignment.id))
        found = next(row for row in rows if not still or row.events[-1].kind == kind)
        return f"/nhiem-vu/{found.public_id}{page}"

    return path


def overdue_of(unit: str) -> Callable[[Session], str]:
    def path(session: Session) -> str:
        rows = select(Assignment.public_id).join(Unit).where(Unit.name == unit, Assignment.due_on.is_not(None))
        return f"/nhiem-vu/{session.scalars(rows.order_by(Assignment.due_on)).first()}"

    return path


def owed(*, done: bool = False) -> Callable[[Session], str]:
    """A duty to the province, or the page of a task that its unit has done and the office has not reported."""
    duties = select(SuperiorDuty.public_id).order_by(SuperiorDuty.id)
    leads = select(Assignment.public_id).join(SuperiorDuty, SuperiorDuty.task_id == Assignment.task_id)
    leads = leads.where(Assignment.state == State.DONE).order_by(SuperiorDuty.id)
    if done:
        return lambda session: f"/nhiem-vu/{session.scalars(leads).first()}"
    return lambda session: f"/cap-tren-giao/{session.scalars(duties).first()}"


def report(page: str = "") -> Callable[[Session], str]:
    return lambda session: f"/bao-cao/{session.scalars(select(Report.public_id)).first()}{page}"


def snapshot(page: str = "") -> Callable[[Session], str]:
    return lambda session: f"{report()(session)}/chot/{session.scalars(select(Snapshot.public_id)).first()}{page}"


def report_draft(page: str = "", *, which: int = 0) -> Callable[[Session], str]:
    """The office's own draft of the report: the first has a place for the section, the second has none."""
    rows = select(ReportDraft.public_id).order_by(ReportDraft.id)
    return lambda session: f"{snapshot('/du-thao')(session)}/{session.scalars(rows).all()[which]}{page}"


def unit(page: str = "") -> Callable[[Session], str]:
    rows = select(Unit.public_id).where(Unit.name == "Phòng Kinh tế")
    return lambda session: f"/co-quan/don-vi/{session.scalars(rows).one()}{page}"


def person(page: str = "") -> Callable[[Session], str]:
    rows = select(User.public_id).where(User.login == "kinhte")
    return lambda session: f"/co-quan/nguoi-dung/{session.scalars(rows).one()}{page}"


def membership(session: Session) -> str:
    rows = select(Membership.id).join(User, User.id == Membership.user_id).where(User.login == "kinhte")
    return f"{person()(session)}/vai-tro/{session.scalars(rows).first()}"


def work_field(page: str = "") -> Callable[[Session], str]:
    return lambda session: (
        f"/co-quan/linh-vuc/{session.scalars(select(Field.public_id).order_by(Field.id)).first()}{page}"
    )


def charge(session: Session) -> str:
    row = session.scalars(select(FieldCharge).order_by(FieldCharge.id)).first()
    assert row is not None
    return f"/co-quan/linh-vuc/{row.field.public_id}/phu-trach/{row.id}/thoi"


def scan(state: RecognitionState) -> Callable[[Session], str]:
    rows = select(Recognition.public_id).where(Recognition.state == state)
    return lambda session: f"/van-ban/nhan-dang/{session.scalars(rows).one()}"


def answer_link(*, ended: bool = False) -> Callable[[Session], str]:
    """The newest link of a mail whose unit has not answered yet, or one that has ended by now."""

    def path(session: Session) -> str:
        rows = select(AnswerLink).join(Assignment).where(Assignment.state.in_(WITH_THE_UNIT))
        link = session.scalars(rows.order_by(AnswerLink.id.desc())).first()
        assert link is not None
        return Links("", LINK_KEYS).answer(link.public_id, link.made_at if ended else link.expires_at)

    return path


def duty(session: Session) -> str:
    return f"/dinh-ky/{session.scalars(select(Task.public_id).join(Recurrence)).first()}"


def directive_with_duty(session: Session) -> str:
    return f"/van-ban/{session.scalars(select(Directive.public_id).join(Task).join(Recurrence)).first()}"


def moved_at_once(session: Session) -> str:
    """The page on which the newest adjustment of many can be taken back."""
    rows = select(DueDate.recorded_at).where(DueDate.reason == DueReason.ADJUSTED).order_by(DueDate.id.desc())
    at = session.scalars(rows).first()
    assert at is not None
    return f"/hang-loat/hoan-tac/{stamp_of(at)}"


def limited(page: str = "") -> Callable[[Session], str]:
    rows = select(Assignment.public_id).join(Task).where(Task.restricted)
    return lambda session: f"/nhiem-vu/{session.scalars(rows).first()}{page}"


def hand_over(to: str = "") -> Callable[[Session], str]:
    """From the one who follows most fields, to the one of this login if there is one."""

    def path(session: Session) -> str:
        ids = dict(session.execute(select(User.login, User.public_id)).tuples().all())
        return f"/co-quan/nguoi-dung/{ids['chuyenvien']}/ban-giao" + (f"?user_id={ids[to]}" if to else "")

    return path


def handed_over(session: Session) -> str:
    return f"/co-quan/ban-giao/{session.scalars(select(Handover.public_id)).first()}"


def merging(page: str, **more: str) -> Callable[[Session], str]:
    """A step of the wizard by which one unit is about to come to another."""

    def path(session: Session) -> str:
        ids = dict(session.execute(select(Unit.name, Unit.id)).tuples().all())
        asked = {"kind": "merge", "unit_ids": ids["Phòng Kinh tế"], **more}
        if more:
            asked["successor_id"] = ids["Phòng Văn hóa - Xã hội"]
        return f"/co-quan/sap-xep/moi/{page}?{urlencode(asked)}"

    return path


def reorganisation(session: Session) -> str:
    return f"/co-quan/sap-xep/{session.scalars(select(Reorganisation.public_id)).first()}"


def meeting(page: str = "", *, day: str = "/2026-11-02") -> Callable[[Session], str]:
    """Of the series that the office was given: its last meeting, or another day."""
    return lambda session: f"/giao-ban/{session.scalars(select(MeetingSeries.public_id)).one()}{day}{page}"


def message(session: Session) -> str:
    return f"/thu/{session.scalars(select(OutboxMessage.public_id).order_by(OutboxMessage.id)).first()}"


PLACES = (
    Place("dang-nhap", "", fixed("/dang-nhap")),
    Place("ban-lam-viec", "chanhvp", fixed("/")),
    Place("ban-lam-viec-lanh-dao", "chutich", fixed("/")),
    Place("ban-lam-viec-linh-vuc", "chuyenvien", fixed("/?linh-vuc=cua-toi")),
    Place("them-van-ban", "chanhvp", fixed("/van-ban/them")),
    Place("nhap-danh-sach", "chanhvp", fixed("/van-ban/nhap-danh-sach")),
    Place("nhan-dang", "chanhvp", scan(RecognitionState.WORKING)),
    Place("nhan-dang-khong-duoc", "chanhvp", scan(RecognitionState.FAILED)),
    Place("du-kien", "chanhvp", fixed("/du-kien")),
    Place("kiem-tra-du-kien", "chanhvp", draft()),
    Place("kiem-tra-du-kien-dau-de", "chanhvp", draft("?sua=dau-de")),
    Place("kiem-tra-du-kien-sua", "chanhvp", task()),
    Place("kiem-tra-du-kien-chon-don-vi", "chanhvp", task("Tổ công nghệ số cộng đồng")),
    Place("kiem-tra-du-kien-pdf", "chanhvp", draft(which=-1)),
    Place("kiem-tra-du-kien-bang-ma-cu", "chanhvp", draft(which=1)),
    Place("truoc-va-sau-khi-chuyen", "chanhvp", draft("/bang-ma", which=1)),
    Place("chua-giao-duoc", "chanhvp", draft("/giao")),
    Place("van-ban", "chanhvp", fixed("/van-ban")),
    Place("van-ban-chi-tiet", "chanhvp", numbered_directive),
    Place("van-ban-nguyen-van", "chanhvp", lambda session: f"{numbered_directive(session)}/nguyen-van"),
    Place("van-ban-nguyen-van-pdf", "chanhvp", directive_from_pdf),
    Place("van-ban-cho-so", "vanthu", unnumbered_directive),
    Place("van-ban-tinh-hinh", "chanhvp", lambda session: f"{numbered_directive(session)}/tinh-hinh"),
    Place("giao-viec-nhanh", "chutich", fixed("/giao-viec-nhanh")),
    Place("y-kien-chi-dao", "chanhvp", order()),
    Place("van-ban-hoa", "chanhvp", order("/van-ban-hoa")),
    Place("ban-van-thu", "vanthu", fixed("/van-thu")),
    Place("cong-van-don-doc", "chanhvp", fixed("/cong-van-don-doc")),
    Place("bao-cao-giay", "chanhvp", incoming_paper),
    Place("giao-nhac-lai", "chanhvp", repeating_draft),
    Place("van-ban-nhac-lai", "chanhvp", repeating_notice()),
    Place("quan-he", "chanhvp", repeating_notice("/quan-he")),
    Place("quan-he-dieu-chinh", "chanhvp", repeating_notice("/quan-he/amends/{earlier}")),
    Place("quan-he-thay-the", "chanhvp", repeating_notice("/quan-he/replaces/{earlier}")),
    Place("nhiem-vu-nhac-lai", "chanhvp", said_again()),
    Place("cung-san-pham", "chanhvp", said_again("/cung-san-pham")),
    Place("nhiem-vu", "chanhvp", fixed("/nhiem-vu")),
    Place("nhiem-vu-cho-xac-nhan", "chanhvp", with_event(EventKind.SUBMITTED, still=True)),
    Place("nhiem-vu-da-xong", "chanhvp", with_event(EventKind.ACCEPTED)),
    Place("nhiem-vu-tra-lai", "yte", with_event(EventKind.RETURNED)),
    Place("nhiem-vu-qua-han", "kinhte", overdue_of("Phòng Kinh tế")),
    Place("nhiem-vu-han-che-xem", "chanhvp", limited()),
    Place("han-che-xem", "chanhvp", limited("/han-che-xem")),
    Place("linh-vuc-cua-nhiem-vu", "chanhvp", limited("/linh-vuc")),
    Place("dinh-ky", "chanhvp", duty),
    Place("van-ban-dinh-ky", "chanhvp", directive_with_duty),
    Place("hang-loat-hoan-tac", "chanhvp", moved_at_once),
    Place("bo-loc", "chanhvp", fixed("/bo-loc?danh_sach=nhiem-vu&tinh-trang=due_soon")),
    Place("don-vi", "kinhte", fixed("/don-vi")),
    Place("tra-loi", "", answer_link()),
    Place("tra-loi-het-han", "", answer_link(ended=True), status=410),
    Place("tim-kiem", "chanhvp", fixed("/tim-kiem?q=phong+kinh+te")),
    Place("tim-kiem-khong-thay", "kinhte", fixed("/tim-kiem?q=khongcotunaynhuvay")),
    Place("bao-cao", "chanhvp", fixed("/bao-cao")),
    Place("bao-cao-them", "chanhvp", fixed("/bao-cao/them")),
    Place("bao-cao-so-lieu", "chanhvp", report()),
    Place("bao-cao-so-sanh", "chanhvp", report("/so-sanh")),
    Place("bao-cao-chot", "chanhvp", report("/chot")),
    Place("thong-tin-bao-cao", "chanhvp", report("/thong-tin")),
    Place("cau-chu-bao-cao", "chanhvp", report("/cau-chu")),
    Place("muc-ky-luat", "chanhvp", snapshot()),
    Place("de-cuong", "chanhvp", fixed("/bao-cao/de-cuong")),
    Place("de-cuong-bao-cao", "chanhvp", snapshot("/de-cuong")),
    Place("so-lieu-danh-gia", "chanhvp", snapshot("/danh-gia")),
    Place("chen-vao-du-thao", "chanhvp", snapshot("/du-thao")),
    Place("cho-chen-trong-du-thao", "chanhvp", report_draft()),
    Place("chon-cho-chen-trong-du-thao", "chanhvp", report_draft(which=1)),
    Place("bao-cao-danh-sach", "chanhvp", snapshot("/so-lieu?lop=d")),
    Place("bao-cao-danh-sach-hien-nay", "chanhvp", report("/so-lieu?lop=tong")),
    Place("chuyen-nam-ban-giao", "chanhvp", fixed("/so-sach")),
    Place("chuyen-nam", "chanhvp", fixed("/so-sach/chuyen-nam?nam=2026")),
    Place(
        "ban-giao-don-vi", "chanhvp", lambda session: unit()(session).replace("/co-quan/don-vi", "/so-sach/ban-giao")
    ),
    Place("don-vi-ket-thuc", "quantri", fixed("/so-sach/don-vi-ket-thuc")),
    Place("cap-tren-giao", "chanhvp", fixed("/cap-tren-giao")),
    Place("cap-tren-giao-chi-tiet", "chanhvp", owed()),
    Place("cap-tren-giao-nhiem-vu", "chanhvp", owed(done=True)),
    Place("cap-tren-giao-ghi", "chanhvp", with_event(EventKind.SUBMITTED, still=True, page="/cap-tren")),
    Place("cap-tren-giao-nhap-danh-sach", "chanhvp", fixed("/cap-tren-giao/nhap-danh-sach")),
    Place("thu", "quantri", fixed("/thu")),
    Place("thu-chi-tiet", "chanhvp", message),
    Place("thu-sang-mai", "chanhvp", fixed("/thu/sang-mai")),
    Place("thu-gui-lai", "chanhvp", fixed("/thu/gui-lai")),
    Place("thu-cua-toi", "kinhte", fixed("/thu-cua-toi")),
    Place("nhat-ky", "quantri", fixed("/nhat-ky")),
    Place("tinh-trang", "quantri", fixed("/tinh-trang")),
    Place("co-quan", "quantri", fixed("/co-quan")),
    Place("co-quan-thong-tin", "quantri", fixed("/co-quan/thong-tin")),
    Place("co-quan-don-vi", "chanhvp", fixed("/co-quan/don-vi")),
    Place("co-quan-don-vi-them", "quantri", fixed("/co-quan/don-vi/them")),
    Place("co-quan-don-vi-chi-tiet", "quantri", unit()),
    Place("co-quan-don-vi-sua", "quantri", unit("/sua")),
    Place("co-quan-don-vi-ten-goi", "quantri", unit("/ten-goi")),
    Place("co-quan-don-vi-ket-thuc", "quantri", unit("/ket-thuc")),
    Place("co-quan-don-vi-mau", "quantri", fixed("/co-quan/don-vi-mau")),
    Place("co-quan-don-vi-mau-xa", "quantri", fixed("/co-quan/don-vi-mau?mau=xa")),
    Place("co-quan-nguoi-dung", "quantri", fixed("/co-quan/nguoi-dung")),
    Place("co-quan-nguoi-dung-them", "quantri", fixed("/co-quan/nguoi-dung/them")),
    Place("co-quan-nguoi-dung-chi-tiet", "quantri", person()),
    Place("co-quan-nguoi-dung-sua", "quantri", person("/sua")),
    Place("co-quan-vai-tro-them", "quantri", person("/vai-tro/them")),
    Place("co-quan-vai-tro-sua", "quantri", membership),
    Place("co-quan-xu-ly-thay", "quantri", person("/xu-ly-thay")),
    Place("co-quan-ban-giao", "quantri", hand_over()),
    Place("co-quan-ban-giao-cho", "chanhvp", hand_over("chanhvp")),
    Place("co-quan-bien-ban-ban-giao", "quantri", handed_over),
    Place("co-quan-cac-bien-ban-ban-giao", "quantri", fixed("/co-quan/ban-giao")),
    Place("co-quan-bang-quyen", "quantri", fixed("/co-quan/bang-quyen")),
    Place("co-quan-sap-xep", "chanhvp", fixed("/co-quan/sap-xep")),
    Place("co-quan-sap-xep-1", "chanhvp", fixed("/co-quan/sap-xep/moi")),
    Place("co-quan-sap-xep-2", "chanhvp", merging("noi-dung")),
    Place("co-quan-sap-xep-3", "chanhvp", merging("xem-truoc", effective_on="01/11/2026", basis="Nghị quyết số 12")),
    Place("co-quan-sap-xep-bien-ban", "chanhvp", reorganisation),
    Place("co-quan-linh-vuc", "quantri", fixed("/co-quan/linh-vuc")),
    Place("co-quan-linh-vuc-them", "quantri", fixed("/co-quan/linh-vuc/them")),
    Place("co-quan-linh-vuc-chi-tiet", "quantri", work_field()),
    Place("co-quan-linh-vuc-sua", "quantri", work_field("/sua")),
    Place("co-quan-linh-vuc-phu-trach", "quantri", work_field("/lanh-dao")),
    Place("co-quan-linh-vuc-thoi", "quantri", charge),
    Place("giao-ban", "chanhvp", fixed("/giao-ban")),
    Place("giao-ban-lap-chuoi", "chanhvp", fixed("/giao-ban/them")),
    Place("giao-ban-sua-chuoi", "chanhvp", meeting("/sua", day="")),
    Place("giao-ban-them-cuoc-hop", "chanhvp", meeting("/them-cuoc-hop", day="")),
    Place("giao-ban-bang", "chanhvp", meeting()),
    Place("giao-ban-bang-lanh-dao", "chutich", meeting("?loc=qua-han", day="/2026-11-09")),
    Place("giao-ban-ket-luan", "chanhvp", meeting("/ket-luan")),
    Place("giao-ban-doi-ngay", "chanhvp", meeting("/doi", day="/2026-11-09")),
    Place("xin-y-kien", "chutich", fixed("/xin-y-kien")),
    Place("co-quan-quy-dinh", "chanhvp", fixed("/co-quan/quy-dinh")),
    Place("co-quan-quy-dinh-sua", "chanhvp", fixed("/co-quan/quy-dinh/sua")),
    Place("co-quan-lich", "quantri", fixed("/co-quan/lich")),
    Place("co-quan-lich-them", "quantri", fixed("/co-quan/lich/2026/them")),
    Place("co-quan-lich-nhap", "quantri", fixed("/co-quan/lich/2026/nhap")),
    Place("co-quan-lich-bo", "quantri", fixed("/co-quan/lich/2027/1/1/bo")),
    Place("co-quan-lich-xac-nhan", "quantri", fixed("/co-quan/lich/2027/xac-nhan")),
    Place("co-quan-nhap-tep", "quantri", fixed("/co-quan/nhap-tep")),
    Place("co-quan-nhap-tep-don-vi", "quantri", fixed("/co-quan/nhap-tep/don-vi")),
    Place("mat-khau", "kinhte", fixed("/mat-khau")),
    Place("huong-dan", "", fixed("/huong-dan")),
    Place("huong-dan-giao-nhanh", "kinhte", fixed("/huong-dan/giao-nhanh")),
    Place("loi-khong-tim-thay", "kinhte", fixed("/nhiem-vu/khong-co"), 404),
    Place("loi-khong-co-quyen", "kinhte", fixed("/nhat-ky"), 403),
)

# Addresses that answer with no page of ours, and why nobody looks at them here; those that end as a file does need no
# word.
NO_PAGE = {
    "static": "a file as it is",
    "system.healthz": "for machines",
    "assignments.download": "a download",
    "directives.download": "a download",
    "directives.signed_copy": "a download",
    "papers.download": "a download",
    "report_drafts.download": "a download",
    "organisation.tables.template": "a download",
    "opinions.show": "leads on to the pile, wherever the request lies in it by then",
    "outbox.html": "a mail's own HTML, looked at inside the page of the mail",
}
FILES = (".xlsx", ".docx", ".pdf", ".csv", ".png")
