"""What every view stands on: who is asking, what was handed in, and the right a page asks for."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from flask import current_app, flash, redirect, request, url_for
from flask_login import UserMixin, current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.adapters import changes
from app.adapters.clock import Clock
from app.adapters.files import FileStore
from app.adapters.links import Links
from app.domain.errors import DomainError
from app.domain.permissions import Action, Actor, allowed
from app.extensions import db
from app.web import held
from config import Config

View = Callable[..., Any]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the factory hands in; kept in ``app.extensions["dondoc"]``."""

    config: Config
    clock: Clock
    links: Links
    files: FileStore
    version: str


class LoggedIn(UserMixin):
    """What Flask-Login keeps: the actor, under the opaque id, and whom the person stands in for today."""

    def __init__(self, actor: Actor, stands_in_for: tuple[tuple[str, date], ...] = ()) -> None:
        self.actor = actor
        self.stands_in_for = stands_in_for

    def get_id(self) -> str:
        return self.actor.public_id


def frame() -> Frame:
    return cast(Frame, current_app.extensions["dondoc"])


def clock() -> Clock:
    return frame().clock


def links() -> Links:
    return frame().links


def files() -> FileStore:
    return frame().files


def session() -> Session:
    return cast(Session, db.session())


def kept(key: Hashable, read: Callable[[], Value]) -> Value:
    """What was read from the database for the key and holds until somebody writes (``app.adapters.changes``)."""
    return changes.kept(session().connection(), key, read)


def actor_or_none() -> Actor | None:
    somebody: Any = current_user._get_current_object()  # asked once: each use of the proxy looks for the person anew
    return somebody.actor if somebody.is_authenticated else None


def stands_in_for() -> tuple[tuple[str, date], ...]:
    """Names and last days of those whom the visitor stands in for today."""
    somebody: Any = current_user._get_current_object()
    return somebody.stands_in_for if somebody.is_authenticated else ()


def actor() -> Actor:
    """Who is logged in. Only views behind ``requires`` may ask."""
    somebody = actor_or_none()
    if somebody is None:
        raise DomainError("permission.denied")
    return somebody


def requires(*actions: Action) -> Callable[[View], View]:
    """A view for those who may do at least one of the actions. Others are sent to log in, or refused."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            somebody = actor_or_none()
            if somebody is None:
                return to_log_in()
            if not any(allowed(somebody, action) for action in actions):
                raise DomainError("permission.denied")
            return view(*args, **kwargs)

        guarded.required_actions = actions  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: View) -> View:
    """A view for everybody, also those who have not logged in; said aloud, so that none is open by oversight."""
    view.required_actions = ()  # type: ignore[attr-defined]
    return view


def to_log_in() -> Response:
    """Lead to the log-in page. What was typed into a form whose session has ended is held there (``app.web.held``)."""
    wanted = request.full_path.rstrip("?")
    if request.method == "GET" or request.endpoint in held.NEVER_HELD:
        return redirect(url_for("auth.login", tiep=wanted))
    if not held.is_from_here():
        raise DomainError("http.elsewhere")
    return held.ask_to_log_in(wanted)


def flash_ok(text: str) -> None:
    flash(text, "ok")


def flash_warn(text: str) -> None:
    flash(text, "warn")


def flash_error(text: str) -> None:
    flash(text, "error")
