"""``flask office``: the first office in an empty database."""

from __future__ import annotations

from app.domain.terms import Role
from app.extensions import db
from app.factory import create_app
from app.models import Membership, Office, Unit, User
from tests.databases import config_for

ARGUMENTS = ["office", "--name", "UBND xã Hạ", "--place", "Hạ", "--login", "QuanTri", "--person", "Nguyễn Văn A"]


def test_an_empty_database_gets_an_office_and_a_password_that_works_once(sqlite, clock, tmp_path):
    app = create_app(config_for(sqlite.fresh(), tmp_path), clock=clock)
    result = app.test_cli_runner().invoke(args=[*ARGUMENTS, "--starter", "xa"])
    assert result.exit_code == 0, result.output
    password = result.output.splitlines()[1].strip()
    with app.app_context():
        assert db.session.query(Office).one().name == "UBND xã Hạ"
        assert db.session.query(Unit).filter_by(name="Trường Tiểu học Hạ").count() == 1
        assert db.session.query(User).one().password_temporary
        assert db.session.query(Membership).one().role is Role.ADMIN
        db.session.remove()
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/dang-nhap", data={"login": "quantri", "password": password})
    assert answer.status_code == 302
    assert client.get("/co-quan/don-vi").location.startswith("/mat-khau?")


def test_a_database_that_has_an_office_is_left_alone(app):
    result = app.test_cli_runner().invoke(args=ARGUMENTS)
    assert result.exit_code == 1
    assert "Cơ sở dữ liệu đã có cơ quan" in result.output


def test_bad_values_are_said_in_one_sentence(sqlite, clock, tmp_path):
    app = create_app(config_for(sqlite.fresh(), tmp_path), clock=clock)
    arguments = ["office", "--name", "UBND xã Hạ", "--login", "có dấu", "--person", "A"]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1
    assert "chữ không dấu" in result.output
