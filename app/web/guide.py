"""The user guide, which is open to everybody: somebody who cannot log in may need it most."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, render_template, send_from_directory, url_for
from werkzeug.wrappers import Response

from app.adapters.guide import INDEX, read_guide
from app.domain.errors import DomainError
from app.web.frame import public

bp = Blueprint("guide", __name__, url_prefix="/huong-dan")


def folder() -> Path:
    return Path(current_app.root_path).parent / "docs" / "huong-dan"


@bp.get("")
@public
def index() -> str:
    return _show(INDEX)


@bp.get("/<key>")
@public
def page(key: str) -> str:
    return _show(key)


def _show(key: str) -> str:
    pages = read_guide(folder(), url_for("guide.index"))
    if key not in pages:
        raise DomainError("not_found")
    return render_template("guide/page.html", page=pages[key], pages=list(pages.values())[1:])


@bp.get("/anh/<name>.png")
@public
def picture(name: str) -> Response:
    return send_from_directory(folder() / "anh", f"{name}.png", max_age=3600)
