"""What the tests of a draft's pages share: how a notice comes in, what is kept of it, and what a browser would send."""

from __future__ import annotations

import html
import io
import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.models import Draft, Unit
from app.services.draft_content import DraftContent, from_json
from tests.services.notices import NOTICE


def post(client, path: str, **fields: object):
    return client.post(path, data={"csrf_token": client.token(), **fields})


def send(client, content: bytes, filename: str, **fields: object):
    return post(client, "/van-ban/them", file=(io.BytesIO(content), filename), **fields)


def multipart(client, **fields: str) -> dict[str, object]:
    """What a browser sends of a form that can carry files; long texts too, which the test client would put on disk."""
    parts = ({"csrf_token": client.token()} | fields).items()
    body = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in parts)
    return {"data": f"{body}--x--\r\n".encode(), "content_type": "multipart/form-data; boundary=x"}


def paste(client, text: str = NOTICE) -> str:
    """The address of the draft made of the text."""
    answer = client.post("/van-ban/them", **multipart(client, text=text))
    assert answer.status_code == 302, text_of(answer)
    return str(answer.location)


def text_of(page) -> str:
    """The words of the main part, with single spaces."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def count(stored: Session, model: type) -> int:
    found = stored.scalar(select(func.count()).select_from(model)) or 0
    stored.rollback()
    return found


def newest(stored: Session) -> Draft:
    stored.rollback()
    stored.expire_all()
    draft = stored.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert draft is not None
    assert draft.content
    stored.rollback()
    return draft


def content_of(stored: Session) -> DraftContent:
    draft = newest(stored)
    content = from_json(draft.content)
    stored.rollback()
    return content


def version(stored: Session) -> int:
    seen = stored.scalar(select(Draft.version).order_by(Draft.id.desc())) or 0
    stored.rollback()
    return seen


def unit_id(stored: Session, name: str) -> int:
    found = stored.scalar(select(Unit.id).where(Unit.name == name))
    stored.rollback()
    assert found is not None
    return found


def fields_of(page, start: str) -> dict[str, object]:
    """What a browser would send of the form whose action begins like this, as it stands."""
    form = re.search(rf'<form[^>]*action="{re.escape(start)}(?:#[^"]*)?"[^>]*>(.*?)</form>', page.text, re.DOTALL)
    assert form, start
    found: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form[1]):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if attributes.get("type") == "checkbox" and "checked" not in tag:
            continue
        found.setdefault(attributes["name"], []).append(html.unescape(attributes.get("value", "y")))  # type: ignore[attr-defined]
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form[1], re.DOTALL):
        found[name] = html.unescape(text).strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[1], re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


def key_of(stored: Session, clause: str) -> str:
    return next(task.key for task in content_of(stored).tasks if task.clause == clause)


def edit(client, address: str, key: str, **changes: object):
    """Open the card, change some fields and save."""
    action = f"{address}/dau-de" if key == "dau-de" else f"{address}/nhiem-vu/{key}"
    return client.post(action, data=fields_of(client.get(f"{address}?sua={key}"), action) | changes)


def choose_the_unknown_unit(client, stored: Session, address: str) -> None:
    chosen = unit_id(stored, "Phòng Kinh tế")
    assert edit(client, address, key_of(stored, "4"), leads=chosen).status_code == 302


def engine_of(app):
    with app.app_context():
        return db.engine
