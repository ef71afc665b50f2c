"""``flask demo``: an invented office to try everything with; never in production, never over real data."""

from __future__ import annotations

from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.demo_history import add_history
from app.cli.demo_office import DEMO_PASSWORD, OFFICE_NAME, PEOPLE, add_organisation
from app.extensions import db
from app.models import Office

__all__ = ["DEMO_LOGINS", "DEMO_PASSWORD", "demo", "load_if_empty"]

# Login, and who it is.
DEMO_LOGINS: tuple[tuple[str, str], ...] = tuple((person.login, person.title) for person in PEOPLE)


def load_if_empty() -> bool:
    """Load the demo office into an empty database, and commit. True if the database holds it, now or from before."""
    frame: Any = current_app.extensions["dondoc"]
    if frame.config.production:
        return False
    name = db.session.scalars(select(Office.name).order_by(Office.id).limit(1)).first()
    if name is None:
        office = add_organisation(db.session(), clock=frame.clock)
        add_history(db.session(), office=office, links=frame.links, files=frame.files, today=frame.clock.today())
        db.session.commit()
        name = office.name
    return name == OFFICE_NAME


@click.command(help="Nạp cơ quan dùng thử (UBND xã Đông Vĩ, không có thật) vào cơ sở dữ liệu còn trống.")
@with_appcontext
def demo() -> None:
    if current_app.extensions["dondoc"].config.production:
        raise click.ClickException("Không nạp dữ liệu dùng thử vào hệ thống đang sử dụng (DONDOC_ENV=production).")
    if db.session.scalars(select(Office.id).limit(1)).first() is not None:
        raise click.ClickException("Cơ sở dữ liệu đã có dữ liệu, không nạp thêm dữ liệu dùng thử.")
    load_if_empty()
    click.echo(f"Đã nạp {OFFICE_NAME}. Mật khẩu chung: {DEMO_PASSWORD}")
    for login, who in DEMO_LOGINS:
        click.echo(f"  {login:<12} {who}")
