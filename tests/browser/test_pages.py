"""Every page in a real browser, on an office PC and on a phone: it fits, it complains of nothing, everybody can use it.

``DONDOC_SCREENSHOTS=1 .venv/bin/pytest tests/browser/test_pages.py`` also keeps a picture of each under test-results/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo import load_if_empty
from app.domain.terms import EventKind
from app.extensions import db
from app.models import Assignment, Directive, Draft, Event, OutboxMessage, Report, Snapshot, Unit
from tests.browser.conftest import (
    DESKTOP,
    PHONE,
    README,
    Live,
    freeze_a_period,
    picture,
    run_jobs,
    serve,
    upload_the_sample,
    visitor,
)
from tests.databases import Sqlite

pytestmark = pytest.mark.browser

SERIOUS = ("serious", "critical")


@dataclass(frozen=True)
class Place:
    """A page worth a look: ``path`` finds its address in the demo office."""

    name: str
    login: str
    path: Callable[[Session], str]
    status: int = 200


def fixed(path: str) -> Callable[[Session], str]:
    return lambda session: path


def draft(page: str = "") -> Callable[[Session], str]:
    return lambda session: f"/du-kien/{session.scalars(select(Draft.public_id)).first()}{page}"


def last_task(session: Session) -> str:
    return f"{draft()(session)}?sua={session.scalars(select(Draft)).one().content['tasks'][-1]['key']}"


def numbered_directive(session: Session) -> str:
    return f"/van-ban/{session.scalars(select(Directive.public_id).where(Directive.number.is_not(None))).first()}"


def unnumbered_directive(session: Session) -> str:
    return f"/van-ban/{session.scalars(select(Directive.public_id).where(Directive.number.is_(None))).first()}"


def with_event(kind: EventKind, *, still: bool = False) -> Callable[[Session], str]:
    """An assignment to which this happened; ``still``: and nothing since."""

    def path(session: Session) -> str:
        rows = session.scalars(select(Assignment).join(Event).where(Event.kind == kind).order_by(Assignment.id))
        found = next(row for row in rows if not still or row.events[-1].kind == kind)
        return f"/nhiem-vu/{found.public_id}"

    return path


def overdue_of(unit: str) -> Callable[[Session], str]:
    def path(session: Session) -> str:
        rows = select(Assignment.public_id).join(Unit).where(Unit.name == unit, Assignment.due_on.is_not(None))
        return f"/nhiem-vu/{session.scalars(rows.order_by(Assignment.due_on)).first()}"

    return path


def report(page: str = "") -> Callable[[Session], str]:
    return lambda session: f"/bao-cao/{session.scalars(select(Report.public_id)).first()}{page}"


def snapshot(page: str = "") -> Callable[[Session], str]:
    return lambda session: f"{report()(session)}/chot/{session.scalars(select(Snapshot.public_id)).first()}{page}"


def message(session: Session) -> str:
    return f"/thu/{session.scalars(select(OutboxMessage.public_id).order_by(OutboxMessage.id)).first()}"


PLACES = (
    Place("dang-nhap", "", fixed("/dang-nhap")),
    Place("ban-lam-viec", "chanhvp", fixed("/")),
    Place("ban-lam-viec-lanh-dao", "chutich", fixed("/")),
    Place("them-van-ban", "chanhvp", fixed("/van-ban/them")),
    Place("du-kien", "chanhvp", fixed("/du-kien")),
    Place("kiem-tra-du-kien", "chanhvp", draft()),
    Place("kiem-tra-du-kien-dau-de", "chanhvp", draft("?sua=dau-de")),
    Place("kiem-tra-du-kien-sua", "chanhvp", last_task),
    Place("chua-giao-duoc", "chanhvp", draft("/giao")),
    Place("van-ban", "chanhvp", fixed("/van-ban")),
    Place("van-ban-chi-tiet", "chanhvp", numbered_directive),
    Place("van-ban-nguyen-van", "chanhvp", lambda session: f"{numbered_directive(session)}/nguyen-van"),
    Place("van-ban-cho-so", "vanthu", unnumbered_directive),
    Place("nhiem-vu", "chanhvp", fixed("/nhiem-vu")),
    Place("nhiem-vu-cho-xac-nhan", "chanhvp", with_event(EventKind.SUBMITTED, still=True)),
    Place("nhiem-vu-da-xong", "chanhvp", with_event(EventKind.ACCEPTED)),
    Place("nhiem-vu-tra-lai", "yte", with_event(EventKind.RETURNED)),
    Place("nhiem-vu-qua-han", "kinhte", overdue_of("Phòng Kinh tế")),
    Place("don-vi", "kinhte", fixed("/don-vi")),
    Place("bao-cao", "chanhvp", fixed("/bao-cao")),
    Place("bao-cao-them", "chanhvp", fixed("/bao-cao/them")),
    Place("bao-cao-so-lieu", "chanhvp", report()),
    Place("bao-cao-chot", "chanhvp", report("/chot")),
    Place("muc-ky-luat", "chanhvp", snapshot()),
    Place("bao-cao-danh-sach", "chanhvp", snapshot("/so-lieu?lop=d")),
    Place("thu", "quantri", fixed("/thu")),
    Place("thu-chi-tiet", "chanhvp", message),
    Place("nhat-ky", "quantri", fixed("/nhat-ky")),
    Place("tinh-trang", "quantri", fixed("/tinh-trang")),
    Place("loi-khong-tim-thay", "kinhte", fixed("/nhiem-vu/khong-co"), 404),
    Place("loi-khong-co-quyen", "kinhte", fixed("/nhat-ky"), 403),
)


@pytest.fixture(scope="module")
def live(browser: Browser, sqlite: Sqlite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo office on a morning whose reminders are planned, with a draft under review and figures frozen."""
    with serve(sqlite, tmp_path_factory.mktemp("pages"), lambda clock: load_if_empty()) as running:
        run_jobs(running.config, running.clock, "heartbeat", "digest")
        with visitor(browser, running, "chanhvp") as page:
            upload_the_sample(page)
            freeze_a_period(page, period_from="01/10/2026", cut_off="02/11/2026")
        yield running


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_fits_complains_of_nothing_and_can_be_used_by_everybody(
    browser: Browser, live: Live, place: Place
) -> None:
    with live.app.app_context():
        path = place.path(db.session())
    with visitor(browser, live, place.login, expecting=place.status) as page:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == place.status
        for width, height in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            picture(page, f"{place.name}-{width}")
            assert overflow(page) == [], f"at {width} px"
            assert violations(page) == [], f"at {width} px"
        page.set_viewport_size({"width": README[0], "height": README[1]})
        picture(page, place.name, whole=False)


def overflow(page: Page) -> list[str]:
    """What sticks out, if the page as a whole can be scrolled sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const root = document.documentElement, width = root.clientWidth;
          if (root.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((element) => element.getBoundingClientRect().right > width + 1)
            .slice(0, 8)
            .map((element) => element.tagName + "." + element.className);
        }"""
    )
    return found


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found if rule["impact"] in SERIOUS]
