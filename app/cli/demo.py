"""``flask demo``: an invented office to try everything with; never in production, never over real data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.demo_history import add_history
from app.cli.demo_loading import add_office
from app.cli.demo_model import Demo, DemoOffice
from app.cli.demo_notices import STORY
from app.cli.demo_office import COMMUNE, DEMO_PASSWORD
from app.cli.demo_province import PROVINCE
from app.cli.demo_province_story import province_story
from app.extensions import db
from app.models import Office

__all__ = ["DEMOS", "DEMO_LOGINS", "DEMO_PASSWORD", "demo", "load_if_empty"]

DEMOS: Mapping[str, Demo] = {
    demo.office.key: demo for demo in (Demo(COMMUNE, lambda: STORY), Demo(PROVINCE, province_story))
}
DEFAULT = COMMUNE.key
# Login, and who it is.
DEMO_LOGINS = COMMUNE.logins


def load_if_empty(key: str = DEFAULT) -> DemoOffice | None:
    """Load a demo office into an empty database, and commit. The demo office that the database holds, now or from
    before; None if it is somebody's own."""
    frame: Any = current_app.extensions["dondoc"]
    if frame.config.production:
        return None
    name = db.session.scalars(select(Office.name).order_by(Office.id).limit(1)).first()
    if name is None:
        demo = DEMOS[key]
        office = add_office(db.session(), demo=demo.office, clock=frame.clock)
        add_history(
            db.session(), office=office, demo=demo, links=frame.links, files=frame.files, today=frame.clock.today()
        )
        db.session.commit()
        return demo.office
    return next((demo.office for demo in DEMOS.values() if demo.office.name == name), None)


@click.command(
    help="Nạp cơ quan dùng thử, không có thật, vào cơ sở dữ liệu còn trống: một xã (xa) hoặc một tỉnh (tinh)."
)
@click.argument("key", metavar="[xa|tinh]", default=DEFAULT)
@with_appcontext
def demo(key: str) -> None:
    if key not in DEMOS:
        raise click.ClickException(f"Không có cơ quan dùng thử tên {key}. Các cơ quan: {', '.join(DEMOS)}.")
    if current_app.extensions["dondoc"].config.production:
        raise click.ClickException("Không nạp dữ liệu dùng thử vào hệ thống đang sử dụng (DONDOC_ENV=production).")
    if db.session.scalars(select(Office.id).limit(1)).first() is not None:
        raise click.ClickException("Cơ sở dữ liệu đã có dữ liệu, không nạp thêm dữ liệu dùng thử.")
    loaded = load_if_empty(key) or DEMOS[key].office
    click.echo(f"Đã nạp {loaded.name}. Mật khẩu chung: {loaded.password}")
    for login, who in loaded.logins:
        click.echo(f"  {login:<14} {who}")
