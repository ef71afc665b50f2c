"""The words of a task with a limited view reach only those named, whatever page, list, file or search is asked."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.clock import FixedClock
from app.adapters.links import Links
from app.domain.terms import EventKind, Role, SourceOfAssignment
from app.models import (
    Assignment,
    Comment,
    Directive,
    Draft,
    Event,
    Evidence,
    Extension,
    OutboxMessage,
    Report,
    Snapshot,
)
from app.services import limiting, outbox, recording, reports, superiors, urging
from app.services.superiors import Document
from tests.cast import Cast, add_person, load_cast
from tests.conftest import TODAY
from tests.databases import Sqlite
from tests.house.test_routes import LOGINS, PUBLIC, token_of
from tests.services.giving import GIVEN_ON, Giving
from tests.web.worlds import World, make_world

# A search page repeats what was asked for: one word is searched, the other must not come back.
ASKED, SECRET = "zulukhoai", "quymatxa"
SENTENCE = f"Xác minh đơn {ASKED} của ông {SECRET} tại xã Hạ."
NAMED = ("leader", "noi_vu_head")
SETTER = "pho_chanh"  # is named as well, and nobody of the roles that are tried
OTHERS = sorted({*LOGINS.values(), "noi_vu_member", "kinh_te_head", "tu_phap_head"} - {*NAMED})
LINKS = Links("http://dondoc.test")


@pytest.fixture(scope="module")
def world(sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Everything that may hold a task's words held this task's before its view was limited."""
    world = make_world(sqlite, tmp_path_factory.mktemp("limited"), rows=1)
    with Session(world.engine) as session:
        cast = load_cast(session, world.clock)
        secret = _secret(session, cast, world)
        _mails(session, cast, world.clock, secret.task.directive)
        _freeze(session, cast, world.clock, world)
        named = [cast.users[login].id for login in NAMED]
        limiting.limit(session, actor=cast.actor(SETTER), clock=world.clock, task=secret.task, user_ids=named)
        world.ids["/nhiem-vu/"] |= {"public_id": secret.public_id, "file_id": secret.evidence[0].public_id}
        session.commit()
    return world


def _secret(session: Session, cast: Cast, world: World) -> Assignment:
    """A task of a notice whose text a draft holds as well, with a note and a file."""
    add_person(cast, SETTER, "Phó Chánh Văn phòng", "van_phong", Role.CHIEF)
    draft = session.scalars(select(Draft).where(Draft.public_id == world.ids["/du-kien/"]["public_id"])).one()
    draft.source.text = f"{draft.source.text}\n{SENTENCE}\n"
    give = Giving(cast, world.clock)
    give.directive.source_id = draft.source_id
    world.ids["/van-ban/"]["public_id"] = give.directive.public_id
    lead = give.task(("noi_vu",), due=TODAY, coordinating=("tu_phap",), text=SENTENCE)[0]
    said = Event(
        kind=EventKind.PROGRESS,
        effective_on=TODAY,
        recorded_at=world.clock.now(),
        recorder_id=cast.users["noi_vu_head"].id,
        note=f"Đã làm việc với {ASKED} {SECRET}.",
    )
    recording.add(session, lead, said)
    kept = world.app.extensions["dondoc"].files.put(f"{ASKED} {SECRET}".encode())
    lead.evidence.append(Evidence(event_id=said.id, filename=f"{ASKED} {SECRET}.txt", sha256=kept, size=9))
    _asked_for(session, cast, world, lead)
    above = Document(SourceOfAssignment.PROVINCE, "412/UBND-TH", GIVEN_ON)
    owed = superiors.mark(session, actor=cast.chief, clock=world.clock, task=lead.task, document=above, due_on=TODAY)
    world.ids["/cap-tren-giao/"] = {"public_id": owed.public_id}
    session.flush()
    return lead


def _asked_for(session: Session, cast: Cast, world: World, lead: Assignment) -> None:
    """A request for more time that waits, the oldest, and a comment."""
    words = {"reason": f"Chờ ông {SECRET}.", "proposal": f"Đồng ý cho {SECRET}."}
    days = {"asked_on": GIVEN_ON, "asked_for": TODAY + timedelta(days=9), "due_on": TODAY}
    head = cast.users["noi_vu_head"]
    session.add(Extension(assignment_id=lead.id, asker_id=head.id, asker_name=head.name, **words, **days))
    said = {"text": f"Ông {SECRET} đã đến.", "recorded_at": world.clock.now()}
    session.add(Comment(assignment_id=lead.id, author_id=head.id, **said))


def _mails(session: Session, cast: Cast, clock: FixedClock, directive: Directive) -> None:
    """The mail that gave it, and the digests of the morning."""
    outbox.queue_tasks_given(session, clock=clock, links=LINKS, directive=directive)
    plan = urging.plan_day(session, office_id=cast.office.id, clock=clock, links=LINKS)
    urging.apply_day(session, office_id=cast.office.id, clock=clock, plan=plan)


def _freeze(session: Session, cast: Cast, clock: FixedClock, world: World) -> None:
    report = session.scalars(select(Report).where(Report.public_id == world.ids["/bao-cao/"]["public_id"])).one()
    snapshot = reports.freeze(session, actor=cast.chief, clock=clock, report=report)
    world.ids["/bao-cao/"]["snapshot_id"] = snapshot.public_id


def addresses(world: World) -> list[str]:
    """Every page and file, and the same searched or narrowed by the word; each mail that is there."""
    rules = {r.rule for r in world.app.url_map.iter_rules() if "GET" in r.methods and r.endpoint not in PUBLIC}
    found = [world.address(rule) for rule in sorted(rules) if not rule.startswith(("/mat-khau", "/dang-xuat"))]
    found += [f"/tim-kiem?q={ASKED}", f"/nhiem-vu?tim={ASKED}", f"/nhiem-vu.xlsx?tim={ASKED}", "/don-vi?xem=tat-ca"]
    found += [f"{world.address('/van-ban/<public_id>')}?dang=danh-sach", "/nhiem-vu?so-dong=200"]
    found += [f"{world.address('/bao-cao/<public_id>/so-lieu')}?lop={part}" for part in ("c", "d", "tong")]
    with Session(world.engine) as session:
        for public_id in session.scalars(select(OutboxMessage.public_id)):
            found += [f"/thu/{public_id}", f"/thu/{public_id}/html"]
    return found


def body_of(client: FlaskClient, address: str) -> str:
    """The answer as text; of a workbook or a document what its parts hold."""
    with client.get(address) as answer:
        data = answer.data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return data.decode(errors="replace")


@pytest.mark.parametrize("login", OTHERS)
def test_nobody_who_is_not_named_reads_its_words_anywhere(world, login):
    client = world.client(login)
    assert [address for address in addresses(world) if SECRET in body_of(client, address)] == []


@pytest.mark.parametrize("login", ["chief", "staff", "leader"])
def test_an_act_on_many_shows_it_to_those_named_alone(world, login):
    client = world.client(login)
    sent = {"csrf_token": token_of(client), "chon": world.ids["/nhiem-vu/"]["public_id"]}
    assert (SECRET in client.post("/hang-loat/xac-nhan", data=sent).text) is (login == "leader")


@pytest.mark.parametrize("login", NAMED)
def test_those_named_read_it(world, login):
    client = world.client(login)
    found = {address.partition("?")[0] for address in addresses(world) if SECRET in body_of(client, address)}
    assert {world.address("/nhiem-vu/<public_id>"), world.address("/nhiem-vu/<public_id>/tep/<file_id>")} <= found
    assert "/tim-kiem" in found


def test_a_leader_who_is_named_reads_it_in_the_notice_and_its_text(world):
    client = world.client("leader")
    for rule in ("/van-ban/<public_id>", "/van-ban/<public_id>.xlsx", "/van-ban/<public_id>/nguyen-van"):
        assert SECRET in body_of(client, world.address(rule)), rule


def test_reports_count_it_and_never_have_its_words_even_for_those_named(world):
    client = world.client("leader")
    rows = body_of(client, world.address("/bao-cao/<public_id>/so-lieu") + "?lop=tong")
    assert "Nội dung hạn chế xem" in rows
    assert SECRET not in rows
    frozen = world.address("/bao-cao/<public_id>/chot/<snapshot_id>/so-lieu") + "?lop=tong"
    assert "Nội dung hạn chế xem" in body_of(client, frozen)
    with Session(world.engine) as session:
        assert SECRET in str([row.content for row in session.scalars(select(Snapshot))]), "it was frozen with its words"
