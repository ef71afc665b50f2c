"""``flask reindex`` on both databases."""

from __future__ import annotations

from sqlalchemy import delete, func, select, text

from app.adapters.clock import FixedClock
from app.cli.reindex import fill_if_unfilled
from app.extensions import db
from app.factory import create_app
from app.models import SearchEntry
from app.services.search import is_unfilled
from tests.cast import UNITS, make_cast
from tests.conftest import TODAY
from tests.databases import config_for
from tests.services.giving import Giving


def test_everything_can_be_found_again_after_it(engine_url, tmp_path):
    clock = FixedClock.at(TODAY)
    app = create_app(config_for(engine_url, tmp_path), clock=clock)
    with app.app_context():
        cast = make_cast(db.session(), clock)
        Giving(cast, clock)("noi_vu")
        db.session.commit()
        before = db.session.execute(select(SearchEntry.kind, SearchEntry.ref_id, SearchEntry.folded)).all()
        db.session.execute(delete(SearchEntry))
        db.session.commit()
    for _ in range(2):
        said = app.test_cli_runner().invoke(args=["reindex"])
        assert said.exit_code == 0, said.output
        assert f"Đơn vị: đã đọc {len(UNITS)} dòng" in said.output
    with app.app_context():
        after = db.session.execute(select(SearchEntry.kind, SearchEntry.ref_id, SearchEntry.folded)).all()
        assert sorted(after) == sorted(before)
        if db.engine.dialect.name == "sqlite":
            count = text("SELECT count(*) FROM search_fts WHERE search_fts MATCH 'soat'")
            assert db.session.scalar(count) == 1
            # Raises if the full-text index has another word than the table it stands for.
            db.session.execute(text("INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)"))
        assert db.session.scalar(select(func.count(SearchEntry.id))) == len(before)
        db.session.remove()
        db.engine.dispose()


def test_a_start_after_an_update_takes_in_what_was_there_before_the_index(app, web_cast, clock):
    Giving(web_cast, clock)("noi_vu")
    web_cast.session.execute(delete(SearchEntry))
    web_cast.session.commit()
    with app.app_context():
        fill_if_unfilled()
        assert db.session.scalar(select(func.count(SearchEntry.id)))
        assert not is_unfilled(db.session())
        db.session.remove()
