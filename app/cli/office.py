"""``flask office``: the first office and its first administrator in an empty database."""

from __future__ import annotations

from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from app.domain.contact import as_login, tidy
from app.domain.errors import DomainError
from app.extensions import db
from app.services import organisation_starter
from app.services.organisation import OfficeDetails
from app.services.organisation_people import PersonDetails
from app.wording.errors import sentence
from app.wording.starter_units import STARTERS


@click.command(help="Tạo cơ quan và người quản trị đầu tiên trong cơ sở dữ liệu còn trống.")
@click.option("--name", prompt="Tên cơ quan (ví dụ: UBND xã Đông Vĩ)", help="Tên cơ quan giao nhiệm vụ.")
@click.option("--parent", default="", help="Tên cơ quan cấp trên.")
@click.option("--place", default="", help="Địa danh, ví dụ Đông Vĩ.")
@click.option("--login", prompt="Tên đăng nhập của người quản trị", help="Tên đăng nhập của người quản trị.")
@click.option("--person", prompt="Họ và tên người quản trị", help="Họ và tên người quản trị.")
@click.option("--secretariat", default="Văn phòng", show_default=True, help="Tên Văn phòng của cơ quan.")
@click.option("--starter", type=click.Choice(list(STARTERS)), default=None, help="Lấy danh sách đơn vị mẫu.")
@with_appcontext
def office(name: str, parent: str, place: str, login: str, person: str, secretariat: str, starter: str | None) -> None:
    frame: Any = current_app.extensions["dondoc"]
    try:
        password = organisation_starter.create_office(
            db.session(),
            clock=frame.clock,
            office=OfficeDetails(name=tidy(name), parent_name=tidy(parent), place=tidy(place)),
            admin=PersonDetails(login=as_login(login), name=tidy(person)),
            secretariat=tidy(secretariat),
            starter=starter,
        )
    except DomainError as error:
        raise click.ClickException(sentence(error)) from error
    db.session.commit()
    click.echo(f"Đã tạo {tidy(name)}. Người quản trị đăng nhập bằng tên {as_login(login)}, mật khẩu tạm:")
    click.echo(f"  {password}")
    click.echo("Mật khẩu này chỉ hiện một lần và phải được đổi khi đăng nhập lần đầu.")
